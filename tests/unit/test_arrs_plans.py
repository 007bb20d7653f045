"""Plans, growth and the three counts on small frames."""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfcore import wording
from wfcore.arrs import (
    Counts,
    Increase,
    averages,
    by_month,
    down_inside_up,
    matrix,
    plan_growth,
    role_of,
    split,
)
from wfcore.arrs.plans import folded_plan, is_total, plan_at
from wfcore.tables import conform


def plan(
    *cells: tuple[str, str | None, float | None], due: str = "2024-03", mark: str = "-"
) -> pl.DataFrame:
    rows = [
        {
            "plan_for": due, "area_name": area, "pcn_code": area, "role": role_of(printed or ""),
            "role_printed": printed, "wte": wte, "mark": mark if wte is None else None,
        }
        for area, printed, wte in cells
    ]  # fmt: skip
    return conform(pl.DataFrame(rows), "arrs_plan")


def test_totals_beyond_rounding_warn_and_within_it_are_notes():
    cells = [("A", "Paramedics", 1.0), ("A", "Podiatrists", 2.0), ("B", "Paramedics", 3.0)]
    fine = matrix(plan(*cells, ("A", "Total WTE", 3.01), ("B", "Total WTE", 3.0)))
    assert [(n.code, n.severity) for n in fine.notes] == [
        ("plan_row_total", "notes"),
        ("plan_grand_total", "notes"),
    ]
    wrong = matrix(plan(*cells, ("Total", "Paramedics", 5.0), ("Total", "Podiatrists", 2.0)))
    assert ("plan_column_total", "warns") in [(n.code, n.severity) for n in wrong.notes]
    assert wrong.totals.cells == 6.0


def test_usual_marks_are_nobody_and_stray_ones_are_named():
    quiet = matrix(plan(("A", "Paramedics", None), ("A", "Podiatrists", 1.0)))
    assert quiet.notes == ()
    (stray,) = matrix(plan(("A", "Paramedics", None), mark="ı")).notes
    assert (stray.code, stray.count, stray.examples) == (
        "plan_stray_marks",
        1,
        ("A, Paramedics: ı",),
    )


def test_totals_are_known_by_their_name():
    assert [is_total(t) for t in ("Total", "Total WTE", "Grand total", "Totnes", "Total Health PCN")] == [
        True, True, True, False, True,
    ]  # fmt: skip


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


def test_parts_are_added_to_their_column():
    rows = folded_plan(
        plan(
            ("A", "Advanced Practitioner (Dietitian)", 1.0),
            ("A", "Advanced Practitioner (Paramedic)", 0.5),
        )
    )
    assert rows.select("role", "wte").rows() == [("advanced_practitioner", 1.5)]


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


def test_growth_of_a_plan():
    rows = plan_growth(
        plan(("A", "Paramedics", 1.0)), plan(("A", "Paramedics", 4.0), ("A", "Podiatrists", 1.0))
    )
    assert rows.select("role", "change", "printed").rows() == [
        ("paramedic", 3.0, False),
        ("podiatrist", 1.0, False),
    ]


fte = st.dictionaries(st.sampled_from("ABCDEFGH"), st.floats(0, 500, allow_nan=False), max_size=8)


@given(fte, fte)
def test_growth_adds_up(then: dict[str, float], now: dict[str, float]):
    found = split(then, now)
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
    said = wording.arrs.three_counts(counts)
    assert "143.3% of the plan: a question, not a success" in said
    assert "67.0% of what is claimed, a difference of 179.1" in said


def test_a_quarter_more_is_a_seventh():
    claim = Increase(planned=530, in_post=225, core=2064)
    assert claim.new == 305
    assert round(claim.share_of_core * 100, 1) == 14.8
    assert round(claim.share_of_all * 100, 1) == 13.3
    assert round(claim.share_as_claimed * 100, 1) == 25.7
    assert "305 of the 530 planned posts are new: 14.8%" in wording.arrs.increase(claim)


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
    monthly = by_month(rows)
    assert monthly.select("month", "wte", "approved_gbp", "pcns").rows() == [
        ("2022-04", 3.0, None, 2),
        ("2022-05", 5.0, None, 1),
    ]
    assert averages(monthly).row(0) == (2, 4.0, None, None)
    assert "unmapped" in by_month(rows, "role")["role"]
