"""Everything the report of one PCN needs, as one frozen object. A borough or ICB can have one too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from wfcore.arrs.allocations import allocations
from wfcore.arrs.buying import LatestStart, Purchase, latest_starts, posts_affordable
from wfcore.arrs.claims import averages, select_claims, sum_by_month
from wfcore.arrs.growth import Growth, growth_between
from wfcore.arrs.in_post import (
    Coverage,
    areas_of,
    in_post_by,
    pcn_coverage,
    period_at,
    periods_of,
)
from wfcore.arrs.money import (
    ArrsBudget,
    FullYearCost,
    YearEnd,
    arrs_budget,
    full_year_effect,
    project_year_end,
)
from wfcore.arrs.rates import PostRates
from wfcore.arrs.roles import top_roles
from wfcore.arrs.rosters import NetworkMeasures, with_networks
from wfcore.arrs.side_by_side import Counts, compare_counts, counts_of
from wfcore.arrs.tables import ARRS, arrs_table
from wfcore.declared import UtilisationTarget, Weighting, declared
from wfcore.geography import Level, area_code_at
from wfcore.measuring import VersionMeasures, cached_per_version
from wfcore.months import Month

_QUARTER = ("period", "role", "fte", "pcns_reported")
TO_TARGET, ALL_OF_IT = "target", "all"


@dataclass(frozen=True)
class ReportPlace:
    """Where a report is about, and its PCNs."""

    level: Level
    code: str
    name: str
    pcns: tuple[str, ...]


@dataclass(frozen=True)
class NearestReturn:
    """Who was in post by the staff return nearest to a month: FTE, None when nobody reported."""

    period: str
    fte: float | None
    coverage: Coverage


@dataclass(frozen=True)
class Report:
    """One place's additional roles in one year.

    `in_post_period`: the month looked at. Where no staff return of it is published (`coverage`), nobody
    is known to be in post then, and `nearest_return` says who was near it in time.
    `staff`: `role, fte`, roles with anybody; `staff_fte`: the roles of the scheme together, None
    when nobody reported. `staff_by_quarter`: `period, role, fte, pcns_reported`, this year and the one
    before, with `arrs` and `all`. `claims_by_month`: `role, month, wte, claimed_gbp, approved_gbp,
    pcns`. `spend_by_month`: the same without `role`. `average`: one row `months, wte, claimed_gbp,
    approved_gbp`, means over the months with claims. `side_by_side`: as from that module, roles
    that any of the three counts has. `counts`: all roles together. `free_gbp`: the total allocation
    less what the year costs with nobody more (`YearEnd.committed`); below 0 when that is more than
    there is. `buys`: what the free money pays for; `starts`: what uses it, and what reaches the
    target; both from `start`, the month after the last claims, and empty when nothing is known to
    be free. `weighting`: London weighting of the rates. `target_share`: the share of the total
    allocation aimed at, None where nobody set one, and `set_by` who did; empty where a reader chose it.
    `invented`: whether any of its PCNs is.
    """

    place: ReportPlace
    year: str
    until: str
    in_post_period: str
    nearest_return: "NearestReturn | None"
    version: int
    staff: pl.DataFrame
    staff_fte: float | None
    staff_by_quarter: pl.DataFrame
    growth: Growth | None
    claims_by_month: pl.DataFrame
    spend_by_month: pl.DataFrame
    average: pl.DataFrame
    money: ArrsBudget
    year_end: YearEnd
    full_year: FullYearCost | None
    side_by_side: pl.DataFrame
    counts: Counts
    target_share: float | None
    set_by: str
    free_gbp: float | None
    start: date | None
    buys: tuple[Purchase, ...]
    starts: tuple[LatestStart, ...]
    coverage: Coverage
    weighting: Weighting
    invented: bool


def place_of(figures: VersionMeasures, name: str, period: str) -> ReportPlace:
    """The place with this code or name.

    Raises:
        UnknownName: there is none.
    """
    level, code, display = figures.find(name, "pcn", period)
    rows = areas_of(figures, period, Level.PCN, code)
    return ReportPlace(level, code, display, tuple(rows["area_code"].sort()))


def weighting_of(figures: VersionMeasures, place: ReportPlace, period: str) -> Weighting:
    """London weighting as far as the data tell: outer, the lower one, anywhere in its region; else none.

    Which boroughs have the inner one is nowhere in the data: the user chooses it.
    """
    frame = figures.units("pcn", period).frame
    regions = frame.filter(pl.col("unit").is_in(list(place.pcns)))["region_code"]
    return "outer" if regions.drop_nulls().unique().to_list() == ["Y56"] else "none"


def aim_to_use(
    figures: VersionMeasures, place: ReportPlace, period: str
) -> UtilisationTarget | None:
    """The share of the allocation that somebody set out to use here: for the place, or one that holds it."""
    frame = figures.units("pcn", period).frame.filter(pl.col("pcn_code").is_in(list(place.pcns)))
    for aim in declared().arrs.utilisation_targets:
        if (
            frame.height
            and frame.select((area_code_at(aim.place.level) == aim.place.code).all()).item()
        ):
            return aim
    return None


def report(
    figures: VersionMeasures,
    place: str,
    *,
    period: str | None = None,
    until: str | None = None,
    target: float | None = None,
    weighting: Weighting | None = None,
    own_rates: Mapping[str, float] | None = None,
    start: date | None = None,
) -> Report:
    """Gather the report of a place.

    Args:
        figures: the version.
        place: code or name of a PCN, or of an area above.
        period: the month looked at, which need not have staff returns; the newest with them without one.
        until: claims up to this month, and its financial year; those up to `period`, or without it up to
            the newest with claims.
        target: a share of the total allocation of the place's own, 0 to 1.
        weighting: London weighting; as far as the data tell without one.
        own_rates: maximum reimbursement entered by the user, pounds a year by role.
        start: from when money left could pay for posts; the month after the last claims without one.

    Raises:
        UnknownName: no such place in that month.
    """
    own = tuple(sorted((own_rates or {}).items()))
    figures = with_networks(figures)
    return _report(figures, place, period, until, target, weighting, own, start)


@cached_per_version
def _report(
    figures: VersionMeasures,
    place: str,
    period: str | None,
    until: str | None,
    target: float | None,
    weighting: Weighting | None,
    own: tuple[tuple[str, float], ...],
    start: date | None,
) -> Report:
    own_rates = dict(own)
    claims = arrs_table(figures, "arrs_claims")
    then = period or period_at(figures, place)
    here = place_of(figures, place, then)
    claimed = select_claims(claims, here.pcns)["month"].drop_nulls().unique()
    counted = until or period or max([then, *claimed])
    year = Month(counted).financial_year
    rates = PostRates(weighting or weighting_of(figures, here, then), own_rates)
    within = here.code
    covered = pcn_coverage(figures, then, within)
    mine = select_claims(claims, here.pcns, year).filter(pl.col("month") <= counted)
    spent = arrs_budget(mine, allocations(figures, then, year), here.pcns, year, counted)
    spend = sum_by_month(mine)
    level = here.level
    staff = _of(in_post_by(figures, then, level, within=within), here)
    both = _of(compare_counts(figures, then, level, within=within), here)
    counts = counts_of(both.filter(pl.col("role") == ARRS).row(0, named=True))
    posts = _posts(staff, "fte")
    planned = _posts(both, "planned_fte")
    monthly = [
        (str(m), float(gbp))
        for m, gbp in spend.select("month", "approved_gbp").iter_rows()
        if gbp is not None
    ]
    set_here = None if target is not None else aim_to_use(figures, here, then)
    aim = set_here.share if set_here else target
    day = start or _next_month(spent.until, year)
    ends = project_year_end(spent, monthly, posts, planned, rates)
    committed = ends.committed
    free = spent.total_gbp - committed if spent.total_gbp is not None and committed else None
    bought, starts = list[Purchase](), list[LatestStart]()
    if day is not None and free is not None and committed is not None:
        bought = posts_affordable(free, day, rates)
        aims = {ALL_OF_IT: max(free, 0.0)}
        if aim is not None:
            aims = {TO_TARGET: spent.to_use_gbp(aim, committed) or 0.0, **aims}
        starts = latest_starts(aims, day, rates)
    return Report(
        place=here,
        year=year,
        until=counted,
        in_post_period=then,
        nearest_return=None if covered.published else _nearest_return(figures, then, here),
        version=figures.version.number,
        staff=staff.filter((pl.col("fte") > 0) & pl.col("role").is_in(top_roles())).select(
            "role", "fte"
        ),
        staff_fte=_one(staff, ARRS),
        staff_by_quarter=_quarters(figures, here, then),
        growth=_growth(figures, then, within),
        claims_by_month=sum_by_month(mine, "role"),
        spend_by_month=spend,
        average=averages(spend),
        money=spent,
        year_end=ends,
        full_year=full_year_effect(posts, counted, rates) if posts is not None else None,
        side_by_side=both.filter(
            pl.any_horizontal(
                pl.col(name).fill_null(0) > 0
                for name in ("planned_fte", "in_post_fte", "claimed_wte")
            )
        ),
        counts=counts,
        target_share=aim,
        set_by=set_here.set_by if set_here else "",
        free_gbp=free,
        start=day,
        buys=tuple(bought),
        starts=tuple(starts),
        coverage=covered,
        weighting=rates.weighting,
        invented=_invented(figures, here, then),
    )


def _nearest_return(
    figures: VersionMeasures, period: str, place: ReportPlace
) -> NearestReturn | None:
    known = figures.of_returns if isinstance(figures, NetworkMeasures) else figures
    returned = known.periods_of("pcn", place.level, place.code)
    near = min(returned, key=lambda one: (Month(one).distance(period), one), default=None)
    if near is None:
        return None
    staff = _of(in_post_by(figures, near, place.level, within=place.code), place)
    return NearestReturn(near, _one(staff, ARRS), pcn_coverage(figures, near, place.code))


def _of(rows: pl.DataFrame, place: ReportPlace) -> pl.DataFrame:
    return rows.filter(pl.col("area_code") == place.code)


def _invented(figures: VersionMeasures, place: ReportPlace, period: str) -> bool:
    frame = figures.units("pcn", period).frame
    return bool(frame.filter(pl.col("unit").is_in(list(place.pcns)))["invented"].any())


def _one(staff: pl.DataFrame, role: str) -> float | None:
    found = staff.filter(pl.col("role") == role)["fte"]
    return float(found[0]) if len(found) and found[0] is not None else None


def _posts(rows: pl.DataFrame, column: str) -> dict[str, float] | None:
    """Role → FTE; None when no role has a figure."""
    known = rows.filter(pl.col(column).is_not_null() & pl.col("role").is_in(top_roles()))
    return {str(r): float(f) for r, f in known.select("role", column).iter_rows()} or None


def _quarters(figures: VersionMeasures, place: ReportPlace, then: str) -> pl.DataFrame:
    start = Month(then).plus(-12)
    frames = [
        _of(in_post_by(figures, period, place.level, within=place.code), place).select(_QUARTER)
        for period in periods_of(figures, place.code)
        if start <= period <= then
    ]
    return pl.concat([in_post_by(figures, then).clear().select(_QUARTER), *frames])


def _growth(figures: VersionMeasures, then: str, within: str | None) -> Growth | None:
    known = periods_of(figures, within)
    before = max((p for p in known if p < then), default=None)
    return (
        growth_between(figures, before, then, within=within) if before and then in known else None
    )


def _next_month(month: str | None, year: str) -> date | None:
    """The first day after a month, if the year still has one; 1 of the month itself counts claims."""
    after = Month(month).plus(1) if month else None
    return after.first_day if after and after.financial_year == year else None
