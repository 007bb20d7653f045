"""What a scenario costs."""

import itertools

import polars as pl
import pytest

from tests.unit.staffing import area, asks, done, stocks_of
from wfcore.projecting import Scenario, Stocks, spending, spending_totals, staff_costed


@pytest.fixture
def one() -> Stocks:
    """20 of each staff group, nobody over 55 or in training."""
    return stocks_of(area(fte=(20, 20, 20, 20), aged=(0, 0, 0, 0)))


def still(**more: object) -> Scenario:
    """Nobody leaves, so that recruits stay; nurses, because few of them have a price."""
    return asks(count="nurse", levers={"nurse": {"turnover": 0, "recruits": 8}}, **more)


def test_posts_by_year(one: Stocks):
    """Two people a quarter at 0.73: 1.46 more each quarter; turnover 0 adds those who would go."""
    rows = spending(one, asks(count="nurse", by="2026-09", levers={"nurse": {"recruits": 8}}))
    # 9% leave a year, in the scenario as in the baseline, but of more staff.
    q = 0.91**0.25
    extra = [0.0]
    for _ in range(4):
        extra.append(extra[-1] * q * 0.99 + extra[-1] * q * 0.01 + 1.46)
    # Those who turned 55 then retire at 1/32 a quarter instead: one quarter later, a hundredth of them.
    years = sum((a + b) / 2 for a, b in itertools.pairwise(extra)) / 4
    assert rows["year"].to_list() == [1]
    assert rows["fte_years"].item() == pytest.approx(years, rel=2e-3)
    assert rows.select("role", "what").row(0) == ("nurse", "levers")
    assert rows["pounds"].null_count() == 1  # nobody has said what a nurse costs


def test_a_price_that_a_reader_gives(one: Stocks):
    rows = spending(one, still(by="2027-03", costs={"nurse": 50_000}))
    assert rows["year"].to_list() == [1, 2]
    assert rows["pounds_each"].to_list() == [50_000, 50_000]
    assert rows["pounds"].to_list() == pytest.approx([v * 50_000 for v in rows["fte_years"]])


def test_each_scheme_at_the_price_of_its_own_role(one: Stocks):
    schemes = [
        done(name="Pharmacists", staff="dpc", lever="recruits", size=4, role="pharmacy_technician"),
        done(name="Link workers", staff="dpc", lever="recruits", size=4, role="social_prescribing_link_worker"),
        done(name="GPs", staff="gp", lever="recruits", size=4),
    ]  # fmt: skip
    rows = spending(one, asks(count="dpc", by="2026-09", interventions=schemes))
    assert rows.select("staff_group", "what", "role", "pounds_each").rows() == [
        ("dpc", "Pharmacists", "pharmacy_technician", 42_437),
        ("dpc", "Link workers", "social_prescribing_link_worker", 40_159),
        ("gp", "GPs", "gp", 105_882),
    ]
    first, second, _ = rows["fte_years"]
    assert first == pytest.approx(second)  # the same people, one after the other


def test_a_scheme_costs_evenly_over_its_months(one: Stocks):
    scheme = done(size=7.5, start="2026-01", end="2027-06", cost_gbp=18_000)  # moves nothing
    rows = spending(one, asks(by="2028-09", interventions=[scheme]))
    assert rows.select("year", "what", "pounds").rows() == [
        (1, "Scheme: cost of the scheme", pytest.approx(9_000)),  # January to September
        (2, "Scheme: cost of the scheme", pytest.approx(9_000)),  # October to June
    ]
    assert rows["fte_years"].null_count() == 2


@pytest.mark.parametrize(
    ("start", "end", "by", "pounds"),
    [
        ("2025-01", "2026-06", "2028-09", 9_000),  # half of it lay before the figures
        ("2026-01", "2027-06", "2026-09", 9_000),  # half of it lies after the date
        ("2024-01", "2025-06", "2026-09", 0),  # all of it before
        ("2026-07", "2040-06", "2026-09", 18_000 * 3 / 168),  # 14 years, of which three months
        ("2026-07", "2059-12", "2026-09", 18_000 * 3 / 402),  # far beyond what is drawn
    ],
)
def test_only_the_months_that_are_shown_are_paid(
    one: Stocks, start: str, end: str, by: str, pounds: float
):
    scheme = done(size=7.5, start=start, end=end, cost_gbp=18_000)
    rows = spending(one, asks(by=by, interventions=[scheme]))
    assert float(rows["pounds"].sum()) == pytest.approx(pounds)


def test_nothing_changed_costs_nothing(one: Stocks):
    assert spending(one, asks()).is_empty()
    assert spending(one, asks(list_growth=3)).is_empty()


def test_fewer_staff_save(one: Stocks):
    rows = spending(one, asks(levers={"gp": {"turnover": 20}}))
    assert (rows["pounds"] < 0).all()
    assert rows.filter(pl.col("pounds_each") != 105_882).is_empty()


def test_all_staff_that_are_changed_are_paid_for(one: Stocks):
    levers = {"nurse": {"turnover": 0, "recruits": 8}, "gp": {"recruits": 4}}
    both = asks(count="nurse", by="2026-09", levers=levers, costs={"nurse": 50_000})
    assert staff_costed(both) == ["nurse", "gp"]
    alone = asks(count="gp_excl_trainees", by="2026-09", levers={"gp": {"recruits": 4}})
    rows, gps = spending(one, both), spending(one, alone)
    assert rows["staff_group"].to_list() == ["nurse", "gp"]
    assert rows["pounds"][1] == pytest.approx(gps["pounds"].item())


def test_staff_that_the_file_does_not_count_cost_what_nobody_knows():
    nan = float("nan")
    silent = stocks_of(area(fte=(20, nan, 20, 20), patients=[50_000.0, nan, 50_000.0, 50_000.0]))
    asked = asks(by="2026-09", levers={"gp": {"recruits": 4}, "nurse": {"recruits": 4}})
    rows = spending(silent, asked)
    assert rows.filter(staff_group="nurse").select("fte_years", "pounds").row(0) == (None, None)
    assert rows.filter(staff_group="gp")["pounds"].null_count() == 0


def test_totals_by_role_by_year_and_in_all():
    rows = pl.DataFrame(
        [
            ("gp", 1, "gp", "levers", 1.0, 10.0, 10.0),
            ("gp", 2, "gp", "levers", 2.0, 10.0, 20.0),
            ("gp", 1, "gp", "Scheme", 0.5, 10.0, 5.0),
            ("gp", 2, "gp", "Scheme: cost of the scheme", None, None, 7.0),
            ("dpc", 1, "dpc", "levers", 3.0, 4.0, 12.0),
        ],
        schema=["staff_group", "year", "role", "what", "fte_years", "pounds_each", "pounds"],
        orient="row",
    )
    assert spending_totals(rows).rows() == [
        ("gp", "gp", 1, 1.5, 15.0),
        ("gp", "gp", 2, 2.0, 27.0),
        ("gp", "gp", None, 3.5, 42.0),
        ("dpc", "dpc", 1, 3.0, 12.0),
        ("dpc", "dpc", None, 3.0, 12.0),
        (None, None, None, 6.5, 54.0),
    ]
    unknown = rows.with_columns(pounds=pl.when(role="dpc").then(None).otherwise("pounds"))
    assert spending_totals(unknown)["pounds"].to_list() == [15.0, 27.0, 42.0, None, None, None]
    assert spending_totals(rows.clear()).is_empty()
