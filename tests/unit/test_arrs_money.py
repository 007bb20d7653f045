"""Allocation, use, year-end, and what the money left could buy, worked out again by hand."""

from datetime import date

import polars as pl
import pytest

from wfcore import wording
from wfcore.arrs.allocations import ALLOCATIONS
from wfcore.arrs.buying import Purchase, latest_start, latest_starts, posts_affordable
from wfcore.arrs.money import ArrsBudget, arrs_budget, full_year_effect, project_year_end
from wfcore.arrs.rates import PostRates
from wfcore.arrs.tables import countable_claims
from wfcore.declared import declared
from wfcore.tables import conform, schema

YEAR = "2025/26"


def claims(*rows: tuple[str, str, str, float, float | None]) -> pl.DataFrame:
    text = dict.fromkeys(("pcn_code", "month", "role"), pl.String)
    schema = {**text, "wte": pl.Float64, "approved_gbp": pl.Float64}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return conform(frame.with_columns(claimed_gbp=pl.col("approved_gbp")), "arrs_claims")


def allocated(*rows: tuple[str, float | None, float | None]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"pcn_code": p, "year": YEAR, "total_gbp": t, "devolved_gbp": d, "method": "x"}
            for p, t, d in rows
        ],
        schema=ALLOCATIONS,
    )


def test_ready_reckoner():
    pounds = {year: known.per_weighted_gbp for year, known in declared().arrs.years.items()}
    assert 30_000 * (pounds[YEAR] or 0) == pytest.approx(798_930)
    assert pounds.get("2026/27") is None


def test_use_by_both_denominators_and_both_spans():
    rows = claims(
        ("U1", "2025-04", "paramedic", 1, 20_000),
        ("U1", "2025-05", "paramedic", 1, 30_000),
        ("U1", "2025-06", "paramedic", 1, 10_000),
        ("U1", "2025-03", "paramedic", 9, 99_999),  # the year before
        ("U2", "2025-04", "paramedic", 9, 99_999),  # somebody else
    )
    found = arrs_budget(rows, allocated(("U1", 400_000, 300_000)), ["U1"], YEAR)
    assert (found.until, found.months, found.approved_gbp) == ("2025-06", 3, 60_000)
    total, devolved = found.use_of("total"), found.use_of("devolved")
    assert total is not None
    assert devolved is not None
    assert total.in_year == pytest.approx(60_000 / 100_000)
    assert total.full_year == pytest.approx(60_000 / 400_000)
    assert devolved.in_year == pytest.approx(60_000 / 75_000)
    assert devolved.full_year == pytest.approx(60_000 / 300_000)
    assert found.left_gbp == 340_000
    assert found.to_use_gbp(0.8, 250_000) == pytest.approx(70_000)
    assert found.to_use_gbp(0.8, 350_000) == 0
    assert "60% of the total allocation for the 3 months gone" in wording.arrs.allocation_use(total)
    assert "80% of the devolved allocation" in wording.arrs.allocation_use(devolved)


def test_what_is_not_known_stays_unknown():
    rows = claims(("U1", "2025-04", "paramedic", 1, None), ("U1", "2025-05", "paramedic", 1, None))
    found = arrs_budget(rows, allocated(("U1", None, None)), ["U1"], YEAR)
    assert (found.approved_gbp, found.total_gbp, found.left_gbp, found.denominators) == (
        None,
        None,
        None,
        (),
    )
    half = arrs_budget(claims(), allocated(("U1", 10.0, None)), ["U1", "U2"], YEAR)
    assert half.total_gbp is None  # one of two PCNs would be no allocation of the place
    assert (half.pcns, half.pcns_allocated) == (2, 1)
    assert half.approved_gbp is None
    assert "no_claims" in half.flags


def test_a_month_without_claims_counts_as_gone_and_is_named():
    rows = claims(("U1", "2025-04", "paramedic", 1, 10.0), ("U1", "2025-07", "paramedic", 1, 10.0))
    found = arrs_budget(rows, allocated(("U1", 120.0, None)), ["U1"], YEAR)
    assert found.missing_months == ("2025-05", "2025-06")
    assert found.months == 4


def test_rejected_claims_add_nothing():
    rows = claims(("U1", "2025-04", "paramedic", 1, 10.0), ("U1", "2025-04", "paramedic", 1, 20.0))
    rows = rows.with_columns(status=pl.Series(["Approved", " Rejected "]))
    assert countable_claims(rows)["approved_gbp"].to_list() == [10.0]
    assert rows.columns == list(schema("arrs_claims"))


def test_year_end_by_three_methods():
    spent = ArrsBudget(YEAR, "2025-08", 5, 400_000, None, 100_000, 1, 1, "x")
    monthly = [
        (f"2025-{m:02d}", gbp)
        for m, gbp in ((4, 10_000), (5, 15_000), (6, 24_000), (7, 25_000), (8, 26_000))
    ]
    posts = {"clinical_pharmacist": 3.0, "care_coordinator": 2.0}
    plan = {"clinical_pharmacist": 4.0, "paramedic": 1.0}
    found = project_year_end(spent, monthly, posts, plan, PostRates("outer"))
    rate, staff, planned = (found.by(m) for m in ("run_rate", "staff", "plan"))
    assert rate is not None
    assert staff is not None
    assert planned is not None
    assert rate.year_end_gbp == pytest.approx(100_000 + 7 * 25_000)
    assert staff.year_end_gbp == pytest.approx(100_000 + 7 * (3 * 73_189 + 2 * 33_396) / 12)
    assert planned.year_end_gbp == pytest.approx(100_000 + 7 * 4 * 73_189 / 12)
    assert (planned.unpriced, planned.unpriced_fte) == (("paramedic",), 1.0)
    assert found.committed == rate.year_end_gbp  # the larger of run rate and staff
    assert staff.last_known == ("clinical_pharmacist", "care_coordinator")  # 2025/26 is not known


def test_year_end_without_claims_or_staff():
    nothing = ArrsBudget(YEAR, None, 0, None, None, None, 1, 0, None)
    assert project_year_end(nothing, [], None, None).by_method == ()
    spent = ArrsBudget(YEAR, "2025-08", 5, None, None, 5.0, 1, 0, None)
    found = project_year_end(spent, [("2025-08", 5.0)], None, None)
    assert [p.method for p in found.by_method] == ["run_rate"]
    assert set(found.missing) == {"staff", "plan"}


def test_full_year_effect_counts_only_the_scheme():
    cost = full_year_effect(
        {"care_coordinator": 2.0, "not_arrs": 9.0, "podiatrist": 1.0}, "2024-01"
    )
    assert cost.a_year_gbp == pytest.approx(66_792)
    assert (cost.priced_fte, cost.unpriced, cost.unpriced_fte) == (2.0, ("podiatrist",), 1.0)


def bought(gbp: float, start: date, role: str, rates: PostRates | None = None) -> Purchase:
    (row,) = [p for p in posts_affordable(gbp, start, rates or PostRates()) if p.role == role]
    return row


def test_what_the_money_left_buys():
    own = PostRates(own={"paramedic": 60_000})
    row = bought(100_000, date(2025, 10, 1), "paramedic", own)
    post = 60_000 * 182 / 365  # October to March: 31 + 30 + 31 + 31 + 28 + 31 days
    assert row.post_gbp == pytest.approx(post)
    assert row.fte == pytest.approx(100_000 / post)
    assert row.whole_posts == 3
    unknown = bought(100_000, date(2025, 10, 1), "podiatrist", own)
    assert (unknown.maximum_gbp, unknown.fte) == (None, None)
    assert bought(-5, date(2025, 10, 1), "care_coordinator").whole_posts == 0


def test_a_sum_that_buys_exactly_two_posts_buys_two():
    assert bought(2 * 33_396, date(2025, 4, 1), "care_coordinator").whole_posts == 2


def test_by_when_posts_must_start():
    april = date(2025, 4, 1)  # and £100 a day
    assert latest_start(1_000, 36_500, 1, april) == date(2026, 3, 22)  # ten days, 22 to 31 March
    assert latest_start(1_001, 36_500, 1, april) == date(2026, 3, 21)
    assert latest_start(50_000, 36_500, 1, date(2026, 1, 1)) is None
    assert latest_start(0, 36_500, 1, april) == date(2026, 3, 31)


def test_starts_use_the_money_and_one_post_fewer_does_not():
    rows = latest_starts({"80%": 20_000, "all": 60_000}, date(2025, 12, 1))
    rows = [row for row in rows if row.role == "care_coordinator"]
    a_day = 33_396 / 365
    assert [row.aim for row in rows] == ["80%", "all"]
    assert "podiatrist" not in [row.role for row in rows]
    for row in rows:
        assert row.by is not None
        days = (date(2026, 3, 31) - row.by).days + 1
        assert row.whole_posts * days * a_day >= row.gbp
        assert row.whole_posts * (days - 1) * a_day < row.gbp
        assert (row.whole_posts - 1) * 121 * a_day < row.gbp
        assert row.by >= date(2025, 12, 1)
