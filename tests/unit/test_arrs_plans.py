"""Plans, growth and the three counts on small frames."""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfcore.arrs import Counts
from wfcore.arrs.claims import averages, sum_by_month
from wfcore.arrs.growth import split_growth
from wfcore.arrs.plans import down_inside_up, plan_at
from wfcore.declared import declared
from wfcore.tables import conform


def plan(
    *cells: tuple[str, str | None, float | None], due: str = "2024-03", mark: str = "-"
) -> pl.DataFrame:
    rows = [
        {
            "plan_for": due, "area_name": area, "pcn_code": area, "role": declared().arrs_role_of(printed or ""),
            "role_printed": printed, "wte": wte, "mark": mark if wte is None else None,
        }
        for area, printed, wte in cells
    ]  # fmt: skip
    return conform(pl.DataFrame(rows), "arrs_plan")


def test_the_plan_of_a_month_is_the_next_one_due():
    both = pl.concat(
        [
            plan(("A", "Paramedics", 1.0), due="2022-03"),
            plan(("A", "Paramedics", 2.0), due="2024-03"),
        ]
    )
    assert [plan_at(both, p)["wte"][0] for p in ("2022-01", "2022-03", "2022-04", "2025-01")] == [
        1.0, 1.0, 2.0, 2.0,
    ]  # fmt: skip


def test_a_split_column_is_not_like_for_like():
    then = plan(
        ("A", "Advanced Practitioner", 1.0), ("A", "Paramedics", 2.0), ("A", "Podiatrists", 1.0)
    )
    now = plan(
        ("A", "Advanced Practitioner (Dietitian)", 0.0),
        ("A", "Paramedics", 1.0),
        ("A", "Podiatrists", 9.0),
    )
    rows = {r["role"]: r for r in down_inside_up(then, now).to_dicts()}
    assert set(rows) == {"advanced_practitioner", "paramedic"}
    assert not rows["advanced_practitioner"]["like_for_like"]
    assert rows["paramedic"]["like_for_like"]
    assert down_inside_up(now, then).filter(pl.col("role") == "podiatrist").is_empty()


fte = st.dictionaries(st.sampled_from("ABCDEFGH"), st.floats(0, 500, allow_nan=False), max_size=8)


@given(fte, fte)
def test_growth_adds_up(then: dict[str, float], now: dict[str, float]):
    found = split_growth(then, now)
    whole = sum(map(Fraction, now.values())) - sum(map(Fraction, then.values()))
    parts = Fraction(found.staff) + Fraction(found.started) - Fraction(found.stopped)
    assert float(parts) == pytest.approx(float(whole), abs=1e-9)
    assert found.pcns_both + found.pcns_started == len(now)
    assert found.pcns_both + found.pcns_stopped == len(then)


def test_norfolk_and_waveney():
    counts = Counts(planned=379, in_post=364, claimed=543.1)
    assert counts.suspicious
    assert counts.claimed_of_planned == pytest.approx(1.433, abs=0.0005)
    assert counts.in_post_of_claimed == pytest.approx(0.670, abs=0.0005)
    assert counts.claimed_less_in_post == pytest.approx(179.1)


def test_months_without_a_figure_stay_out_of_the_mean():
    rows = conform(
        pl.DataFrame(
            {
                "pcn_code": ["A", "A", "B", "A"], "month": ["2022-04", "2022-04", "2022-04", "2022-05"],
                "role": ["paramedic", None, "paramedic", "paramedic"], "wte": [1.0, 2.0, None, 5.0],
            }
        ),
        "arrs_claims",
    )  # fmt: skip
    monthly = sum_by_month(rows)
    assert monthly.select("month", "wte", "approved_gbp", "pcns").rows() == [
        ("2022-04", 3.0, None, 2),
        ("2022-05", 5.0, None, 1),
    ]
    assert averages(monthly).row(0) == (2, 4.0, None, None)
    assert "unmapped" in sum_by_month(rows, "role")["role"]
