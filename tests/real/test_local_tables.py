"""The plans of Leeds as printed, and weighted lists as published, read whole and added up by another road."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from tests.commands import publish, run
from tests.real.published import table
from wfcore.store import Store

OF_2022, OF_2024 = "leeds_fig6_verbatim.csv", "leeds_fig7_verbatim.csv"
PAYMENTS = {"21-22.csv": (6_758, "2022-03"), "22-23.csv": (6_669, "2023-03")}


def checked(path: Path, period: str) -> str:
    answer = run("check", path, "--period", period)
    assert answer.code == 0, answer.err
    return answer.out


@pytest.fixture(scope="module")
def leeds(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both plans, each published for its month."""
    store = tmp_path_factory.mktemp("leeds")
    for name, period in ((OF_2022, "2022-03"), (OF_2024, "2024-03")):
        done = publish(store, real_data / "seed_tables" / name, period=period)
        assert done.code == 0, done.err
    return store


def apart(plan: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The cells of plans, and the printed totals that are kept beside them."""
    total = (pl.col("area_name") == "Total") | pl.col("role_printed").str.contains(
        "(?i)total|all roles"
    )
    return plan.filter(~total), plan.filter(total)


@pytest.mark.parametrize(
    ("name", "period", "roles"), [(OF_2022, "2022-03", 16), (OF_2024, "2024-03", 21)]
)
def test_every_cell_is_kept_as_printed(
    real_data: Path, leeds: Path, name: str, period: str, roles: int
):
    rows = table(real_data / "seed_tables" / name)
    first, *columns, total = rows[0]
    printed = {
        (row[first], role): row[role] for row in rows if row[first] != "Total" for role in columns
    }
    kept, totals = apart(Store.open(leeds).read().table("arrs_plan", [f"arrs_plan.{period}"]))
    assert (total, len(columns)) == ("Total WTE", roles)
    assert kept.height == len(printed) == 19 * roles
    ours = {
        (area, role): mark if wte is None else Decimal(str(wte))
        for area, role, wte, mark in kept.select(
            "area_name", "role_printed", "wte", "mark"
        ).iter_rows()
    }
    for key, text in printed.items():
        assert ours[key] == (Decimal(text) if text[:1].isdigit() else text), key
    assert set(kept["plan_for"]) == {period}
    # Two networks and one role of 2022 whose printed totals are a hundredth from their cells.
    rounded = {(r["area_name"], r["role_printed"]): r["wte"] for r in totals.iter_rows(named=True)}
    assert sorted(rounded.values()) == ([20.25, 21.67, 46.36] if name == OF_2022 else [])


def test_the_plan_of_2022_has_five_findings_within_rounding(real_data: Path):
    said = checked(real_data / "seed_tables" / OF_2022, "2022-03")
    for example in (
        "row 6 Central North Leeds: 20.25 printed, 20.24 added up",
        "row 18 Woodsley: 21.67 printed, 21.66 added up",
        "column H Care Co-ordinators: 46.36 printed, 46.35 added up",
        "all cells: 289.52 printed, 289.50 added up",
        "totals of roles: 289.52 printed, 289.51 added up",
    ):
        assert example in said
    assert said.count(" printed, ") == 5
    assert "(stray_marks, 6)" in said
    assert "O17 Wetherby, Advanced Practitioner: •" in said
    assert "N19 Yeadon, Community Paramedic: ı" in said
    assert "_differ" not in said
    assert "FTE planned: 289.50" in said


def test_the_plan_of_2024_adds_up_exactly(real_data: Path):
    said = checked(real_data / "seed_tables" / OF_2024, "2024-03")
    assert "totals" not in said
    assert "FTE planned: 530.17" in said
    assert "blank: 169" in said
    assert "“-”: 53" in said


def test_a_cell_changed_is_noticed_in_every_total(real_data: Path, tmp_path: Path):
    text = (real_data / "seed_tables" / OF_2024).read_text(encoding="utf-8")
    assert text.count("Morley,3.00,") == 1
    path = tmp_path / "plan.csv"
    path.write_text(text.replace("Morley,3.00,", "Morley,8.00,"), encoding="utf-8")
    said = checked(path, "2024-03")
    for example in (
        "row 13 Morley: 31.00 printed, 36.00 added up",
        "column B Social Prescribing Link Workers: 65.85 printed, 70.85 added up",
        "all cells: 530.17 printed, 535.17 added up",
    ):
        assert example in said
    refused = run(
        "publish", path, "--store", tmp_path / "s", "--new", "--by", "x", "--period", "2024-03"
    )
    assert refused.code == 1
    assert "warning(s) are not accepted" in refused.err


def test_growth_between_the_plans(leeds: Path):
    plan, _ = apart(Store.open(leeds).read().table("arrs_plan"))
    sums = {
        str(period): round(float(frame["wte"].sum()), 2)
        for (period,), frame in plan.group_by("plan_for")
    }
    assert sums == {"2022-03": 289.5, "2024-03": 530.17}


@pytest.mark.parametrize("name", PAYMENTS)
def test_weighted_lists_are_read_whole(real_data: Path, tmp_path: Path, name: str):
    path = real_data / "weighted_lists" / name
    count, period = PAYMENTS[name]
    rows = table(path)
    assert len(rows) == count
    done = publish(tmp_path / "store", path)
    assert done.code == 0, done.err
    kept = Store.open(tmp_path / "store").read().table("lists", [f"nhs_payments.{period}"])
    assert kept.height == count
    columns = {
        "registered": "Number of Registered Patients (Last Known Figure)",
        "weighted": "Number of Weighted Patients (Last Known Figure)",
    }
    for ours, printed in columns.items():
        assert dict(kept.select("practice_code", ours).iter_rows()) == {
            row["Practice Code"]: float(row[printed]) for row in rows
        }
        total = sum(Fraction(row[printed]) for row in rows)
        assert float(total) == pytest.approx(kept[ours].sum(), rel=1e-12)
