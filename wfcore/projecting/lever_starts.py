"""Where levers start because somebody counted it in a place: the one door to the people and the pipeline."""

from collections.abc import Iterator, Mapping

import numpy as np

from wfcore.declared import declared
from wfcore.geography import Level, display_name
from wfcore.measuring import VersionMeasures, cached_per_version, units_inside
from wfcore.people import turnover_of
from wfcore.pipeline import conversion
from wfcore.projecting.scenarios import LeverStart
from wfcore.projecting.stocks import LEVELS, STRUCTURED, icb_of, stocks

_COUNTS = {"gp": ("gp_excl_trainees", "gp")}  # whose leavers may be brought, the nearest first
_STEP = 1  # decimals that a start is taken with, so that a slider can be put back on it
_Area = tuple[Level, str, str]
_Found = tuple[float, str, _Area]  # a share, what it was counted in, and where


@cached_per_version
def lever_starts(
    figures: VersionMeasures, level: Level, code: str, period: str
) -> Mapping[str, Mapping[str, LeverStart]]:
    """Staff group → lever → where it starts for a place, counted there or in the smallest area around it.

    A lever of which nobody brought anything is left out.

    Args:
        figures: the data.
        level: of the place.
        code: of the place.
        period: `YYYY-MM`.
    """
    if level not in LEVELS:
        return {}
    areas = [(level, code, code), *_around(figures, level, code, period)]
    found: dict[str, dict[str, LeverStart]] = {}
    for staff in declared().assumptions.staff:
        mine = found.setdefault(staff, {})
        if left := next(_turnover(figures, areas, staff, period), None):
            under_55 = _of_those_under_55(figures, (level, code), staff, period, left[0])
            mine["turnover"] = _start(left, "turnover", under_55, code)
        if staff == "gp" and (stayed := next(_stayed(figures, areas, period), None)):
            mine["conversion"] = _start(stayed, "conversion", 100 * stayed[0], code)
    return {staff: levers for staff, levers in found.items() if levers}


def _around(figures: VersionMeasures, level: Level, code: str, period: str) -> Iterator[_Area]:
    """The areas that most of a place lies in, the smallest first."""
    frame = figures.units("practice", period).frame.filter(units_inside(level, code))
    for outer in (Level.BOROUGH, Level.SUB_ICB, Level.ICB, Level.REGION):
        if outer in level.above and f"{outer}_code" in frame.columns:
            named = frame.select(f"{outer}_code", f"{outer}_name").drop_nulls()
            counted = (
                named.group_by(named.columns)
                .len()
                .sort("len", f"{outer}_code", descending=[True, False])
            )
            yield from (
                (outer, str(area), str(name)) for area, name, _ in counted.head(1).iter_rows()
            )


def _start(found: _Found, lever: str, value: float, code: str) -> LeverStart:
    known, (_, said, area) = declared().assumptions.levers[lever], found
    return LeverStart(
        value=round(float(np.clip(value, known.least, known.most)), _STEP),
        origin="measured" if area[1] == code else "stood in",
        place=display_name(area[2]),
        said=said,
    )


def _turnover(
    figures: VersionMeasures, areas: list[_Area], staff: str, period: str
) -> Iterator[_Found]:
    for area in areas:
        for count in _COUNTS.get(staff, (staff,)):
            found = turnover_of(figures, area[0], area[1], period, count)
            if found is not None and found.rate is not None and found.latest is not None:
                title = declared().sources[found.source].title
                said = (
                    f"{title}, {found.latest.since} to {found.latest.until}: {found.rate:.1%} of all ages left; "
                    "those of 55 and over who retire are taken off"
                )
                yield found.rate, said, area


def _stayed(figures: VersionMeasures, areas: list[_Area], period: str) -> Iterator[_Found]:
    for area in areas:
        found = conversion(figures, area[0], area[1], period)
        if found is not None and found.share is not None and found.known is not None:
            cohorts = ", ".join(one.cohort for one in found.cohorts)
            title = declared().sources["stayed"].title
            yield found.share, f"{title}, {cohorts}: of {found.known:.0f} people", area


def _of_those_under_55(
    figures: VersionMeasures, place: tuple[Level, str], staff: str, period: str, rate: float
) -> float:
    """Leavers under 55 in per cent, where a share of all ages left: those who retire from 55 on are taken off."""
    known = declared().assumptions
    *_, icb = icb_of(figures, period, place[1])
    today = stocks(figures, period, icb)
    rows = today.rows(place[1])
    chosen = [known.groups[group].scenario == staff for group in STRUCTURED]
    people = np.nan_to_num(today.people[rows][:, chosen])
    older = (
        float((people * today.aged[rows][:, chosen]).sum() / people.sum()) if people.sum() else 0.0
    )
    retiring = known.levers["retirement"].at("now", staff) / known.levers["retirement_years"].at(
        "now", staff
    )
    return (100 * rate - older * retiring) / (1 - older) if older < 1 else 0.0
