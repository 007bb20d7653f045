"""Change between two periods, split exactly, and whether it is clear."""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.comparing.verdicts import Verdict, clear_verdicts
from wfcore.declared import Metric, declared
from wfcore.geography import Level, area_code_at
from wfcore.measuring import (
    Measure,
    VersionMeasures,
    as_level,
    cached_per_version,
    is_suppressed,
    measure_then,
    partly_inside,
    patients_column,
    quantity_id,
    successors_of,
    whole_or_inside,
)
from wfcore.months import Month

CAUSES = ("staff", "list", "membership", "reporting")
CHANGE_PARTS = tuple(f"part_{cause}" for cause in CAUSES)
_STAYED, _LEFT, _JOINED, _STOPPED, _STARTED = "stayed", "left", "joined", "stopped", "started"

_Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Change(Measure):
    """A measure and how it came to be so since an earlier month.

    `change` is `value` less `value_from`, None where either is missing. `parts`: how much of it each
    of `CHANGE_PARTS` made, empty where that cannot be told.
    """

    since: Month
    value_from: float | None
    change: float | None
    verdict: Verdict
    parts: Mapping[str, float]


@dataclass(frozen=True)
class RecentChanges:
    """A measure beside those of a year before and of the figures before; None without such figures."""

    now: Measure
    year: Change | None
    last: Change | None


def changes_of(rows: pl.DataFrame, since: str) -> list[Change]:
    """The changes of a table of `decompose_change` or `change_of`, in its order."""
    return [
        Change.of_row(
            row,
            since=Month(since),
            value_from=row["value_from"],
            change=row["change"],
            verdict=row["verdict"],
            parts={part: row[part] for part in CHANGE_PARTS if row.get(part) is not None},
        )
        for row in rows.iter_rows(named=True)
    ]


def decompose_change(
    figures: VersionMeasures,
    metrics: Sequence[str],
    level: Level | str,
    period_from: str,
    period_to: str,
    *,
    within: str | None = None,
    area_code: str | None = None,
) -> pl.DataFrame:
    """What changed between two periods, and through which of four causes.

    The parts are Shapley values of switching a cause from then to now: staff numbers, list size,
    units that joined or left the area, units that started or stopped reporting. They add up to the
    change. Causes tell units apart, so an area with a unit whose small number is hidden has none.

    Returns:
        The measures of `period_to` with `value_from, change, part_staff, part_list,
        part_membership, part_reporting, verdict`. `verdict` is `up`, `down`, `no clear change` or
        `not available`.

    Raises:
        UnknownName: a metric, level, period or area that does not exist.
    """
    level = as_level(level)
    frames: list[pl.DataFrame] = []
    for name in metrics:
        metric = declared().metric(name)
        rows = _with_parts(figures, metric.id, level, period_from, period_to, within)
        frames.append(rows if area_code is None else rows.filter(pl.col("area_code") == area_code))
    return pl.concat(frames)


def change_of(
    figures: VersionMeasures,
    metric_id: str,
    level: Level | str,
    area_code: str,
    period_from: str,
    period_to: str,
) -> Change | None:
    """The change of one place without its causes; None where the later month has no such place."""
    level, metric = as_level(level), declared().metric(metric_id)
    row = figures.row_of(metric.collection, level, period_to, area_code)
    if row is None:
        return None
    rows = _moved(figures, metric.id, level, period_from, period_to)
    return changes_of(rows.slice(row, 1), period_from)[0]


@cached_per_version
def _moved(
    figures: VersionMeasures, metric_id: str, level: Level, start: str, end: str,
    within: str | None = None,
) -> pl.DataFrame:  # fmt: skip
    """The measures of the end with `value_from, change, verdict`."""
    now = figures.measure([metric_id], level, period=end, within=within)
    then = measure_then(figures, metric_id, level, start, end, within)
    moved = now.join(
        then.select("area_code", value_from="value"),
        on="area_code",
        how="left",
        maintain_order="left",
    ).with_columns(change=pl.col("value") - pl.col("value_from"))
    return moved.hstack([clear_verdicts(declared().metric(metric_id), moved)])


@cached_per_version
def _with_parts(
    figures: VersionMeasures, metric_id: str, level: Level, start: str, end: str,
    within: str | None = None,
) -> pl.DataFrame:  # fmt: skip
    metric = declared().metric(metric_id)
    both = _moved(figures, metric_id, level, start, end, within)
    cut = within and partly_inside(figures, metric.collection, level, end, within)
    sums = _sums(figures, metric_id, level, start, end, within if cut else None)
    joined = both.join(sums, on="area_code", how="left", maintain_order="left")
    parts = _shapley(joined, metric)
    told = joined["change"].is_not_null() & ~joined["hidden"].fill_null(value=False)
    known = both.with_columns(
        pl.Series(name, values, nan_to_null=True) for name, values in parts.items()
    ).with_columns(pl.when(told).then(name).alias(name) for name in CHANGE_PARTS)
    return known.select(pl.exclude("verdict"), "verdict")


@cached_per_version
def _sums(
    figures: VersionMeasures, metric_id: str, level: Level, start: str, end: str, within: str | None
) -> pl.DataFrame:
    """Per area, the sums above and below the line of units that stayed, left, joined and so on."""
    metric = declared().metric(metric_id)
    then = figures.units(metric.collection, start).frame
    now = figures.units(metric.collection, end).frame
    if within is not None:
        counts = whole_or_inside(figures, metric.collection, level, end, within)
        then, now = then.filter(counts), now.filter(counts)
    heirs = successors_of(figures.version, start, end) if metric.collection == "practice" else {}
    both = _inherited(_reported(then, metric, level), heirs).join(
        _reported(now, metric, level),
        on=["unit", "area_code"],
        how="full",
        suffix="_to",
        coalesce=True,
    )
    before, after = (
        pl.col("in_area").fill_null(value=False),
        pl.col("in_area_to").fill_null(value=False),
    )
    gave, gives = pl.col("above").is_not_null(), pl.col("above_to").is_not_null()
    kind = (
        pl.when(before & after & gave & gives).then(pl.lit(_STAYED))
        .when(before & after & gave).then(pl.lit(_STOPPED))
        .when(before & after & gives).then(pl.lit(_STARTED))
        .when(before & gave).then(pl.lit(_LEFT))
        .when(after & gives).then(pl.lit(_JOINED))
    )  # fmt: skip
    hidden = pl.any_horizontal(pl.col("hidden", "hidden_to").fill_null(value=False))
    sums = both.with_columns(kind=kind, hidden=hidden).group_by("area_code")
    return sums.agg(
        pl.col("hidden").any(),
        *(
            pl.col(column).filter(pl.col("kind") == k).sum().alias(f"{k}:{column}")
            for k, columns in (
                (_STAYED, ("above", "below", "above_to", "below_to")),
                (_LEFT, ("above", "below")),
                (_STOPPED, ("above", "below")),
                (_JOINED, ("above_to", "below_to")),
                (_STARTED, ("above_to", "below_to")),
            )
            for column in columns
        ),
    )


def _inherited(reported: pl.DataFrame, heirs: Mapping[str, str]) -> pl.DataFrame:
    """Units as they are called later: those that merged are one, and a new code is the old unit."""
    if not heirs or not reported["unit"].is_in(list(heirs)).any():
        return reported
    given = pl.col("above").is_not_null().any()
    return (
        reported.with_columns(pl.col("unit").replace(heirs))
        .group_by("unit", "area_code", maintain_order=True)
        .agg(
            pl.col("in_area", "hidden").any(),
            *(pl.when(given).then(pl.col(c).sum()).alias(c) for c in ("above", "below")),
        )
    )


def _reported(frame: pl.DataFrame, metric: Metric, level: Level) -> pl.DataFrame:
    """`unit, area_code, in_area, hidden, above, below`; null figures where the unit does not count."""
    above = pl.col(quantity_id(metric.quantity)) if metric.quantity else pl.col("registered")
    below = pl.col(quantity_id(metric.over) if metric.over else patients_column(metric))
    counts = above.is_not_null()
    if metric.over or metric.is_per_patients:
        counts &= below.is_not_null() & (below > 0 if not metric.over else pl.lit(value=True))
    return frame.select(
        "unit",
        area_code=area_code_at(level),
        in_area=pl.lit(value=True),
        hidden=is_suppressed(metric.plain, frame),
        above=pl.when(counts).then(above),
        below=pl.when(counts).then(below),
    ).filter(pl.col("unit").is_not_null() & pl.col("area_code").is_not_null())


def _shapley(sums: pl.DataFrame, metric: Metric) -> dict[str, _Array]:
    """The four parts for every area, exact to rounding."""
    columns = {
        name: sums[name].fill_null(0).cast(pl.Float64).to_numpy()
        for name in sums.columns
        if ":" in name
    }
    values = {
        states: _value(columns, metric, dict(zip(CAUSES, states, strict=True)))
        for states in itertools.product((False, True), repeat=len(CAUSES))
    }
    parts: dict[str, _Array] = {}
    n = len(CAUSES)
    for i, cause in enumerate(CAUSES):
        part = np.zeros(sums.height)
        for states, value in values.items():
            if states[i]:
                continue
            switched = (*states[:i], True, *states[i + 1 :])
            size = sum(states)
            weight = math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n)
            part += weight * (values[switched] - value)
        parts[f"part_{cause}"] = part
    total = values[(True,) * n] - values[(False,) * n]
    return _where_undefined(parts, total, sums)


def _value(columns: dict[str, _Array], metric: Metric, is_now: dict[str, bool]) -> _Array:
    """The measure with each cause set to then or now."""
    staff, lists = is_now["staff"], is_now["list"]
    # Shares have staff on both sides of the line; registered patients are all list.
    above_now = lists if metric.kind == "patients" else staff
    below_now = staff if metric.kind == "share" else lists

    def total(side: str, *, stayed_now: bool) -> _Array:
        suffix = "_to" if stayed_now else ""
        parts = [
            f"{_STAYED}:{side}{suffix}",
            f"{_JOINED}:{side}_to" if is_now["membership"] else f"{_LEFT}:{side}",
            f"{_STARTED}:{side}_to" if is_now["reporting"] else f"{_STOPPED}:{side}",
        ]
        first, *others = (columns[p] for p in parts)
        return sum(others, first)

    above = total("above", stayed_now=above_now)
    if metric.kind in ("fte", "patients"):
        return above
    below = total("below", stayed_now=below_now)
    if metric.kind == "patients_per":
        above, below = below, above
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below * metric.scale, np.nan)


def _where_undefined(
    parts: dict[str, _Array], total: _Array, sums: pl.DataFrame
) -> dict[str, _Array]:
    """An area none of whose units stayed: all of it is membership, or else reporting."""
    undefined = np.isnan(sum(parts.values(), np.zeros(len(total)))) & np.isfinite(total)
    if not undefined.any():
        return parts
    moved = (sums[f"{_LEFT}:below"] + sums[f"{_JOINED}:below_to"]).fill_null(0).to_numpy() > 0
    for name in CHANGE_PARTS:
        share = (
            moved
            if name == "part_membership"
            else ~moved
            if name == "part_reporting"
            else np.zeros_like(moved)
        )
        parts[name] = np.where(undefined, np.where(share, total, 0.0), parts[name])
    return parts


def latest_changes(
    figures: VersionMeasures,
    metrics: Sequence[str],
    level: Level | str,
    area_code: str,
    period: str,
) -> list[RecentChanges]:
    """One place, several metrics: now, since a year before and since the figures before.

    A metric whose collection has nothing for the period is shown for its own newest one; one that
    the place has nothing for is left out.
    """

    def change(name: str, then: str | None, now: str) -> Change | None:
        return change_of(figures, name, level, area_code, then, now) if then else None

    found: list[RecentChanges] = []
    for name in metrics:
        periods = figures.periods_of(declared().metric(name).collection, level, area_code)
        if periods:
            now = period if period in periods else periods[-1]
            counted = months_counting(figures, name, level, area_code)
            found.append(
                RecentChanges(
                    figures.measure_of(name, level, area_code, now),
                    change(name, a_year_before(counted, now), now),
                    change(name, the_one_before(counted, now), now),
                )
            )
    return found


def months_counting(
    figures: VersionMeasures, metric: str, level: Level | str, area_code: str
) -> list[str]:
    """Months whose files count a metric in a place, oldest first; all its months when none does.

    A file that counts GPs in another way has no figure to compare with.
    """
    level = as_level(level)
    periods = figures.periods_of(declared().metric(metric).collection, level, area_code)
    return [
        p for p in periods if area_code not in figures.places_without(metric, level, p)
    ] or periods


def a_year_before(periods: Sequence[str], period: str) -> str | None:
    """The same month a year earlier, if it is there."""
    earlier = Month(period).plus(-12)
    return earlier if earlier in periods else None


def the_one_before(periods: Sequence[str], period: str) -> str | None:
    """The newest period before this one, if there is any."""
    return max((p for p in periods if p < period), default=None)
