"""What happened to a place between the months of its trend: practices that merged, opened, closed or changed area."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import polars as pl

from wfcore.declared import declared
from wfcore.errors import UnknownName
from wfcore.geography import Level, area_code_at
from wfcore.measuring.successions import SUCCESSIONS
from wfcore.measuring.version_cache import cached_per_version
from wfcore.measuring.version_measures import VersionMeasures

Happening = Literal["redrawn", "came", "went", "merged", "closed", "opened"]


@dataclass(frozen=True)
class PlaceEvent:
    """One kind of thing that happened to practices of a place.

    `period`: the first month whose figures show it. `names`: of the practices, and of areas they lay in
    before where a place was redrawn. `shares`: of the place's patients, 0 to 1, of each. `into`: of one
    practice that merged, the one that took over.
    """

    period: str
    what: Happening
    names: tuple[str, ...]
    shares: tuple[float, ...]
    into: str = ""

    @property
    def share(self) -> float:
        """Of the place's patients, 0 to 1, of all together."""
        return sum(self.shares)


@cached_per_version
def place_events(
    figures: VersionMeasures, collection: str, level: Level, code: str, periods: Sequence[str]
) -> tuple[PlaceEvent, ...]:
    """What happened to a place, oldest first; only what concerns the declared share of its patients.

    Args:
        figures: the version, on the map that is looked at.
        collection: whose months these are.
        level: of the place.
        code: of the place.
        periods: months, oldest first; what happened between two of them is shown by the later.
    """
    if level is Level.ENGLAND or len(periods) < 2:
        return ()
    least = declared().rules.trend_marks.least_share
    found = [
        *_redrawn(figures, collection, level, code, periods),
        *_of_practices(figures, collection, level, code, periods),
    ]
    order = {period: at for at, period in enumerate(periods)}
    return tuple(sorted((e for e in found if e.share >= least), key=lambda e: order[e.period]))


def _redrawn(
    figures: VersionMeasures, collection: str, level: Level, code: str, periods: Sequence[str]
) -> Iterator[PlaceEvent]:
    """Months before which parts of the place lay in other areas than afterwards."""
    for before, after in pairwise(periods):
        came = figures.came_from(collection, before, level, code)
        still = {name for name, _ in figures.came_from(collection, after, level, code)}
        if left := [(name, share) for name, share in came if name not in still]:
            names, shares = zip(*left, strict=True)
            yield PlaceEvent(after, "redrawn", names, shares)


def _of_practices(
    figures: VersionMeasures, collection: str, level: Level, code: str, periods: Sequence[str]
) -> Iterator[PlaceEvent]:
    gone = figures.version.table(SUCCESSIONS.kind).sort("since", "practice_code")
    followed = frozenset(gone.drop_nulls("successor_code")["practice_code"])
    seen: set[str] = set()
    for before, after in pairwise(periods):
        then, now = (_everyone(figures, collection, period) for period in (before, after))
        here = _inside(figures, collection, level, before).get(code, frozenset())
        here_now = _inside(figures, collection, level, after).get(code, frozenset())
        seen |= then.keys()
        between = gone.filter(pl.col("since") > before, pl.col("since") <= after)
        if here and here_now:
            step = _Step(figures, after, then, now, here, here_now, followed)
            yield from step.successions(between)
            kept = len(here & now.keys()) >= len(here) * _MOST
            heirs = set(between["successor_code"].drop_nulls())
            if kept:
                yield from step.told("opened", sorted(here_now - seen - heirs), of_now=True)
            if figures.drawn is None or level is Level.GROUP:
                yield from step.told("came", sorted((here_now & then.keys()) - here), of_now=True)
                yield from step.told("went", sorted((here & now.keys()) - here_now))


_MOST = 0.5  # of the practices of a place: a file with fewer is about somewhere else


@dataclass(frozen=True)
class _Step:
    """A place in two months that follow each other: patients by practice everywhere, and who is in the place."""

    figures: VersionMeasures
    after: str
    then: Mapping[str, float]
    now: Mapping[str, float]
    here: frozenset[str]
    here_now: frozenset[str]
    followed: frozenset[
        str
    ]  # practices that are known to have merged, whatever else is said of them

    def successions(self, between: pl.DataFrame) -> Iterator[PlaceEvent]:
        """What the published successions of these months say of practices of the place."""
        merged: dict[str, str] = {}
        closed: list[str] = []
        for gone, heir, how in between.select("practice_code", "successor_code", "how").iter_rows():
            if how == "merged" and (gone in self.here or heir in self.here_now):
                merged[gone] = heir
            elif how == "closed" and gone in self.here and gone not in self.followed:
                closed.append(gone)
        into = next(iter(merged.values())) if len(merged) == 1 else ""
        yield from self.told("merged", [*merged], into=into)
        yield from self.told("closed", closed)

    def told(
        self, what: Happening, codes: Sequence[str], *, of_now: bool = False, into: str = ""
    ) -> Iterator[PlaceEvent]:
        """What happened to these practices, if to any."""
        if not codes:
            return
        sizes, here = (self.now, self.here_now) if of_now else (self.then, self.here)
        whole = sum(sizes.get(code, 0) for code in here)
        shares = tuple(sizes.get(code, 0) / whole if whole else 0 for code in codes)
        names = tuple(_called(self.figures, code) for code in codes)
        yield PlaceEvent(
            self.after, what, names, shares, _called(self.figures, into) if into else ""
        )


@cached_per_version
def _everyone(figures: VersionMeasures, collection: str, period: str) -> Mapping[str, float]:
    """Every practice of a month with its patients."""
    units = figures.units(collection, period)
    frame = units.members.rename({"practice_code": "unit"}) if collection == "pcn" else units.frame
    return dict(frame.select("unit", pl.col("registered").fill_null(0)).iter_rows())


@cached_per_version
def _inside(
    figures: VersionMeasures, collection: str, level: Level, period: str
) -> Mapping[str, frozenset[str]]:
    """Area of a level → its practices in a month; those of a network lie where the network does."""
    units = figures.units(collection, period)
    placed = units.frame.select("unit", area=area_code_at(level))
    if collection == "pcn":
        groups = units.frame.select("group", area=area_code_at(level))
        placed = units.members.join(groups, on="group").select("area", unit="practice_code")
    lists = placed.drop_nulls().group_by("area").agg("unit")
    return {area: frozenset(codes) for area, codes in lists.iter_rows()}


def _called(figures: VersionMeasures, code: str) -> str:
    """The name of a practice by the last month that has it; its code where none has."""
    try:
        return figures.find(code)[2]
    except UnknownName:
        return code
