"""Who left in a year, of how many: leavers over the mean of staff at its start and end."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, cached_per_version, units_inside
from wfcore.measuring.arrays import Truths
from wfcore.measuring.disclosure import Count
from wfcore.measuring.local_rows import LocalRows, rows_brought, rows_inside
from wfcore.months import Month
from wfcore.people.profiles import people_counted

_KIND = "joiners_leavers"
_MONTHS = 12
_Span = tuple[str, str]


@dataclass(frozen=True)
class TurnoverYear:
    """Twelve months up to `until`: who left and joined (people), and `start` and `end`, the staff around them.

    `leavers_fte` are full-time posts. `reasons` are those printed, with how many left for each.
    """

    since: str
    until: str
    leavers: Count
    joiners: Count
    leavers_fte: float | None
    start: float | None
    end: float | None
    reasons: tuple[tuple[str, Count], ...] = ()

    @property
    def mean(self) -> float | None:
        """The mean of staff at the start and at the end."""
        return None if self.start is None or self.end is None else (self.start + self.end) / 2

    @property
    def rate(self) -> float | None:
        """Leavers over the mean of staff: 0 to 1; None where one of the two is not known, or hidden."""
        left, mean = self.leavers.value, self.mean
        few = declared().rules.disclosure.personal_base
        return left / mean if left is not None and mean is not None and mean >= few else None


@dataclass(frozen=True)
class Turnover:
    """The years of a place that somebody brought, the oldest first; `level` is that of the rows they are sums of.

    `short`: spans that make no whole year. `source`: the id of what was brought.
    """

    staff: str
    level: Level
    is_own: bool
    years: tuple[TurnoverYear, ...]
    short: tuple[_Span, ...]
    places: int
    source: str
    invented: bool

    @property
    def latest(self) -> TurnoverYear | None:
        """The newest year."""
        return self.years[-1] if self.years else None

    @property
    def rate(self) -> float | None:
        """That of the newest year: 0 to 1."""
        return self.latest.rate if self.latest else None

    @property
    def is_persistently_high(self) -> bool:
        """Whether the newest years, one after the other, all lie above the declared turnover."""
        rules = declared().people.turnover
        last = self.years[-rules.years :]
        follow = all(Month(a.until).plus(1) == b.since for a, b in itertools.pairwise(last))
        return len(last) == rules.years and follow and all((y.rate or 0) > rules.high for y in last)


@cached_per_version
def turnover_of(
    figures: VersionMeasures, level: Level, code: str, period: str, group: str = "gp"
) -> Turnover | None:
    """The turnover of a place; None where nobody brought it.

    Args:
        figures: the data.
        level: of the place.
        code: of the place.
        period: `YYYY-MM`; years that end later are left out, and a group of practices is that of the month.
        group: a count of `metrics.yaml` such as `gp`, or `all`.
    """
    every = rows_brought(figures, _KIND)
    dated = every.frame.select(
        (pl.col("until") <= period) & pl.col("since").is_not_null()
    ).to_series().fill_null(value=False)  # fmt: skip
    rows = every.only(every.where(staff=group) & dated.to_numpy())
    found = rows_inside(figures, rows, level, code, period)
    if found is None:
        return None
    here = rows.frame.filter(pl.Series(found.inside))
    spans: list[_Span] = sorted(set(here.select("since", "until").iter_rows()))
    chains, short = _years(spans)
    years = [_year(figures, rows, found.inside, chain, group, found.level) for chain in chains]
    return Turnover(
        group,
        found.level,
        found.is_own,
        tuple(year for year in years if year is not None),
        short,
        here["place_code"].n_unique(),
        str(here["source"][0]),
        bool(here["invented"].any()),
    )


def _years(spans: Sequence[_Span]) -> tuple[list[list[_Span]], tuple[_Span, ...]]:
    """Spans that make twelve months, alone or one after the other; and those that make none."""
    left, chains = list(spans), list[list[_Span]]()
    for newest in reversed(spans):
        if newest not in left:
            continue
        chain, start = [newest], Month(newest[1]).plus(1 - _MONTHS)
        while chain[0][0] > start:
            before = Month(chain[0][0]).plus(-1)
            earlier = next((s for s in left if s[1] == before and s[0] >= start), None)
            if earlier is None:
                break
            chain.insert(0, earlier)
        if chain[0][0] == start:
            chains.insert(0, chain)
            left = [span for span in left if span not in chain]
    return chains, tuple(left)


def _year(
    figures: VersionMeasures,
    rows: LocalRows,
    inside: Truths,
    chain: Sequence[_Span],
    staff: str,
    level: Level,
) -> TurnoverYear | None:
    """The places that have every span of the year; None where none has."""
    of_span = [inside & rows.where(since=since, until=until) for since, until in chain]
    codes: list[set[str]] = [
        set(rows.frame.filter(pl.Series(mask))["place_code"]) for mask in of_span
    ]
    whole = codes[0].intersection(*codes[1:])
    if not whole:
        return None
    placed = rows.frame["place_code"].is_in(list(whole)).to_numpy()
    of_span = [mask & placed for mask in of_span]
    year = np.logical_or.reduce(of_span)
    leavers, joiners = rows.count("leavers", year), rows.count("joiners", year)
    around = _around(figures, rows, (of_span[0], of_span[-1]), chain, staff, (level, whole))
    left = rows.frame.filter(pl.Series(year))
    posts = left["leavers_fte"]
    if (
        leavers.hidden or joiners.hidden
    ):  # staff at start and end are known: one would tell the other
        joiners = Count(hidden=True)
    told = leavers.value is not None and not leavers.silent and not posts.null_count()
    reasons = left["reason"].drop_nulls().unique(maintain_order=True)
    return TurnoverYear(
        chain[0][0], chain[-1][1],
        _complete(leavers), _complete(joiners),
        float(posts.sum()) if told else None, *around,
        tuple((reason, rows.count("leavers", year & rows.where(reason=reason))) for reason in reasons),
    )  # fmt: skip


def _complete(count: Count) -> Count:
    """A count that every row gives; what some rows leave open is less than all."""
    return Count(None, hidden=count.hidden, silent=count.silent) if count.silent else count


def _around(
    figures: VersionMeasures,
    rows: LocalRows,
    spans: tuple[Truths, Truths],
    chain: Sequence[_Span],
    staff: str,
    places: tuple[Level, set[str]],
) -> tuple[float | None, float | None]:
    """Staff before the first month and after the last: as brought for every place, else as files count them."""
    level, codes = places
    brought: list[Count] = []
    for mask, column in zip(spans, ("staff_start", "staff_end"), strict=True):
        told = mask & rows.frame[column].is_not_null().to_numpy()
        whole = set(rows.frame.filter(pl.Series(told))["place_code"]) == codes
        brought.append(rows.count(column, told) if whole else Count())
    if all(count.is_known for count in brought):
        return brought[0].value, brought[1].value
    inside = pl.any_horizontal(units_inside(level, code) for code in sorted(codes))
    months = Month(chain[0][0]).plus(-1), Month(chain[-1][1])
    start, end = (_counted(figures, staff, month, inside) for month in months)
    return start, end


def _counted(figures: VersionMeasures, staff: str, wanted: Month, inside: pl.Expr) -> float | None:
    """People in the practice file nearest to a month; None where none is near."""
    near = [
        period
        for period in figures.periods("practice")
        if wanted.distance(period) <= declared().people.turnover.months_apart
    ]
    for period in sorted(near, key=lambda one: (wanted.distance(one), one)):
        if (people := people_counted(figures, staff, period, inside)) is not None:
            return people
    return None
