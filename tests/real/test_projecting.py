"""What-if on the published files of North East London: it starts from what is published."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tests.commands import run
from tests.properties.recalculation import Recalculation
from tests.real.published import areas_of_practices, detailed, summed, table
from tests.ui import shipped
from wfcore.measuring import VersionMeasures
from wfcore.projecting import (
    STRUCTURED,
    Stocks,
    by_area,
    contributions,
    goal_seek,
    icb_of,
    prepare_scenario,
    scenario_of,
    staff_needed,
    stocks,
)
from wfcore.store import Store

PERIOD = "2025-09"
COLUMNS = {"nurse": "TOTAL_NURSES_FTE", "dpc": "TOTAL_DPC_FTE", "admin": "TOTAL_ADMIN_FTE"}
PLAN = {
    "place": "Havering",
    "by": "2030-09",
    "count": "gp",
    "target": 55,
    "levers": {"gp": {"turnover": 8, "conversion": 90, "recruits": 6}, "nurse": {"retirement": 30}},
    "list_growth": 1,
}


@pytest.fixture(scope="module")
def today(nel: Path) -> Stocks:
    return stocks(VersionMeasures(Store.open(nel).read()), PERIOD, "QMF")


@pytest.fixture(scope="module")
def areas(real_data: Path) -> dict[str, dict[str, str]]:
    return areas_of_practices(real_data)


@pytest.fixture(scope="module")
def rows(real_data: Path) -> list[dict[str, str]]:
    return table(detailed(real_data, 2025))


def test_stocks_are_what_is_published(today: Stocks, areas: Mapping, rows: list[dict[str, str]]):
    for level, column in (("borough", "borough_code"), ("icb", "icb_code")):
        for group, printed in COLUMNS.items():
            expected = summed(rows, areas[level], printed)
            g = STRUCTURED.index(group)
            for code, sums in expected.items():
                inside = (today.areas[column] == code).to_numpy()
                assert float(np.nansum(today.fte[inside, g])) == pytest.approx(float(sums.fte))
                assert float(np.nansum(today.patients[inside, g])) == sums.patients
        # The file does not part trainees from the others; together they are all GPs.
        for code, sums in summed(rows, areas[level], "TOTAL_GP_FTE").items():
            inside = (today.areas[column] == code).to_numpy()
            both = np.nansum(today.fte[inside, 0]) + today.trainees[0][inside].sum()
            assert float(both) == pytest.approx(float(sums.fte))
            assert float(np.nansum(today.patients[inside, 0])) == sums.patients
    assert today.stood_in["trainee_share"] == ("gp",)


def test_havering_starts_where_it_is_published(today: Stocks, rows: list[dict[str, str]], areas):
    patients = [
        int(r["TOTAL_PATIENTS"]) for r in rows if areas["borough"].get(r["PRAC_CODE"]) == "Havering"
    ]
    assert sum(patients) == 302_717
    asked = prepare_scenario(today, scenario_of({**PLAN, "levers": {}, "list_growth": None}))
    course = asked.trajectory(asked.rates())
    assert f"{course.rate[0, 0]:.3f}" == "48.807"  # all GPs, of the 39 practices that counted them
    assert course.patients[0, 0] == 295_147
    # The baseline begins level: leavers are replaced.
    assert course.fte[1, 0] == pytest.approx(course.fte[0, 0], rel=1e-12)


def test_lists_grow_as_those_of_the_area_did(real_data: Path, today: Stocks, rows, areas):
    """An area is its practices of today at both dates: Beam Park opened in Havering South."""
    before = {r["PRAC_CODE"]: int(r["TOTAL_PATIENTS"]) for r in table(detailed(real_data, 2024))}
    after = {r["PRAC_CODE"]: int(r["TOTAL_PATIENTS"]) for r in rows}
    codes = today.areas["area_code"].to_list()
    members: dict[str, list[str]] = {}
    for code in after:
        members.setdefault(areas["pcn"].get(code, code), []).append(code)
    # Two closed, and no map says in which network: their patients went to all of the borough.
    closed = {"Redbridge": before["F86703"], "Havering": before["F82053"]}
    assert closed == {"Redbridge": 3680, "Havering": 1}
    kept: dict[str, int] = {}
    for code in (c for c in after if before.get(c)):
        borough = areas["borough"][code]
        kept[borough] = kept.get(borough, 0) + after[code]
    south = float(today.growth[codes.index("U00367")])
    assert south == pytest.approx(67_272 / (64_824 + 63_395 / kept["Havering"]) - 1)
    assert f"{south:+.1%}" == "+3.8%"
    checked = 0
    for network, growth in zip(codes, today.growth, strict=True):
        mine = members[network]
        then = Fraction(sum(before.get(c, 0) for c in mine))
        if codes.count(network) > 1 or not then:
            continue
        for code in (c for c in mine if before.get(c)):
            borough = areas["borough"][code]
            then += Fraction(closed.get(borough, 0) * after[code], kept[borough])
        expected = float(Fraction(sum(after[c] for c in mine)) / then - 1)
        assert growth == pytest.approx(min(max(expected, -0.05), 0.1)), network
        checked += 1
    assert checked > 40


def test_boroughs_and_networks_add_up_to_the_icb(today: Stocks):
    scenario = scenario_of(PLAN)
    keys = ["period", "staff_group", "scenario"]
    sums = {
        level: by_area(today, scenario, level).group_by(keys).agg(pl.col("fte", "patients").sum()).sort(keys)
        for level in ("pcn", "borough", "icb")
    }  # fmt: skip
    for level in ("pcn", "borough"):
        for column in ("fte", "patients"):
            np.testing.assert_allclose(sums[level][column], sums["icb"][column], rtol=1e-11)
    assert by_area(today, scenario, "borough")["area_code"].n_unique() == 7


def test_the_recalculation_agrees_for_every_network(today: Stocks):
    scenario = scenario_of({**PLAN, "by": "2027-09"})
    again = Recalculation(today, scenario).run()
    found = by_area(today, scenario, "icb").filter(scenario="scenario")
    for row in found.iter_rows(named=True):
        k = (12 * (int(row["period"][:4]) - 2025) + int(row["period"][5:]) - 9) // 3
        lists = "gp_qualified" if row["staff_group"] == "gp_trainee" else row["staff_group"]
        there = [i for i in range(today.areas.height) if again.patients[i, lists][0] > 0]
        assert row["fte"] == pytest.approx(sum(again.fte[i, row["staff_group"]][k] for i in there))
        assert row["patients"] == pytest.approx(sum(again.patients[i, lists][k] for i in there))


@pytest.mark.parametrize("place", ["Havering", "QMF"])
def test_what_changes_make_adds_up_and_a_goal_is_reached(today: Stocks, place: str):
    scenario = scenario_of({**PLAN, "place": place})
    asked = prepare_scenario(today, scenario)
    ends, begins = (
        asked.trajectory(asked.rates(scenario=s)) for s in (scenario, scenario.baseline())
    )
    parts = contributions(asked)
    assert parts["lever"].to_list() == ["turnover", "conversion", "recruits", "list_growth"]
    assert parts["part_rate"].sum() == pytest.approx(float(ends.rate[-1, 0] - begins.rate[-1, 0]))
    found = goal_seek(today, scenario, "recruits")
    if found.value is not None:
        back = prepare_scenario(today, scenario.with_lever("gp", "recruits", found.value))
        assert float(back.trajectory(back.rates()).rate[-1, 0]) == pytest.approx(55, abs=1e-6)
    assert staff_needed(ends).fte_needed == pytest.approx(55 * float(ends.patients[-1, 0]) / 1e5)


def test_the_command_line_on_the_published_files(nel: Path, tmp_path: Path):
    path = tmp_path / "plan.yaml"
    path.write_text("place: Havering\nby: 2026-09\ncount: gp\ntarget: 55\n", encoding="utf-8")
    answer = run("project", path, "--store", nel, "--level", "borough")
    assert answer.code == 0
    here = [r for r in answer.rows() if (r["area_code"], r["period"]) == ("Havering", PERIOD)]
    gps = sum(float(r["fte"]) for r in here if r["staff_group"].startswith("gp_"))
    assert f"{gps / 295_147 * 1e5:.3f}" == "48.807"


# The invented place has ages, people and trainees of its own.


@pytest.fixture
def demonstration(sample_figures: VersionMeasures) -> VersionMeasures:
    return sample_figures


def test_ages_people_and_trainees_are_those_of_the_file(demonstration: VersionMeasures, root: Path):
    _, code, _, icb = icb_of(demonstration, PERIOD, "QZZ")
    found = stocks(demonstration, PERIOD, icb)
    assert (code, found.stood_in) == ("QZZ", {})
    printed = table(root / "sample_data" / f"demonstration-{PERIOD}.csv")
    bands = shipped.AGE_BANDS
    for i, network in enumerate(found.areas["area_code"]):
        ours = [r for r in printed if r["PCN_CODE"] == network]

        def total(column: str, ours=ours) -> float:
            return sum(float(r[column]) for r in ours if r[column] not in ("NA", "ND"))

        assert found.fte[i, 0] == pytest.approx(total("TOTAL_GP_EXTG_FTE"))
        assert found.people[i, 0] == total("TOTAL_GP_EXTG_HC")
        assert found.trainees[0, i] == pytest.approx(
            total("TOTAL_GP_FTE") - total("TOTAL_GP_EXTG_FTE")
        )
        assert found.trainees[1, i] == total("TOTAL_GP_HC") - total("TOTAL_GP_EXTG_HC")
        known = [total(f"TOTAL_GP_EXTG_HC_{band}") for band in bands]
        assert found.aged[i, 0] == pytest.approx(sum(known[6:]) / sum(known))
