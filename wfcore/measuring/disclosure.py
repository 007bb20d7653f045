"""Small numbers: which units are too few people, and who is hidden with them.

Units are put into pools: a unit with enough people is a pool of its own; one with fewer is pooled
with its neighbours until they are enough. An area's figure is shown only where the area holds every
pool of it whole. So whatever is shown, at any level and inside any area, is a sum of whole pools, and
nobody can subtract his way to fewer people than a pool holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from wfcore.declared import Metric, Quantity, declared
from wfcore.geography import AREA_LEVELS
from wfcore.measuring.arrays import Numbers, RowIndex, Truths


def suppression_columns(metric: str) -> tuple[str, str]:
    """The columns of units that name a unit's pool, and how many units are in it."""
    return f"{metric}:pool", f"{metric}:pooled"


def is_suppressed(metric: str, frame: pl.DataFrame) -> pl.Expr:
    """Whether a unit is shown only together with others: what rests on it alone must not be shown."""
    _, size = suppression_columns(metric)
    return (
        (pl.col(size) > 1).fill_null(value=False) if size in frame.columns else pl.lit(value=False)
    )


def headcounts_needed(metrics: Sequence[Metric], *, local: bool) -> dict[str, Quantity]:
    """The headcounts to gather besides, so that local figures can be held against them."""
    counts = [
        m.quantity.but(measure="headcount") for m in metrics if local and m.quantity is not None
    ]
    return {quantity.name: quantity for quantity in counts}


def with_suppression_groups(frame: pl.DataFrame, metrics: Sequence[Metric]) -> pl.DataFrame:
    """Units with the pools of every metric that small numbers are hidden of.

    Args:
        frame: units of one period, whole: inside a part of them nobody sees what is next door.
            `local` marks those that a local, unpublished file counted.
        metrics: metrics of their collection.
    """
    local = frame["local"].eq_missing(other=True).to_numpy()
    scopes: list[RowIndex] | None = None
    pools: list[pl.Series] = []
    for metric in metrics:
        if not (metric.personal or (local.any() and metric.quantity is not None)):
            continue
        people, least = _people(frame, metric.quantity, metric.over, local)
        small = (people > 0) & (people < least)
        if not small.any():
            continue
        scopes = scopes if scopes is not None else _scopes(frame)
        pool, size = group_small_units(people, small, scopes, float(least[small].max()))
        pools += [
            pl.Series(n, v)
            for n, v in zip(suppression_columns(metric.plain), (pool, size), strict=True)
        ]
    return frame.hstack(pools)


def group_small_units(
    people: Numbers, small: Truths, scopes: Sequence[RowIndex], least: float
) -> tuple[RowIndex, RowIndex]:
    """The pool of each unit, and how many units are in it.

    Args:
        people: how many people each unit's figure rests on; 0 where it has none.
        small: units that may not stand alone.
        scopes: the group of each unit, from near neighbours to everybody; each holds the one before.
        least: people in a pool.

    Returns:
        A pool's number is that of one of its units. A pool that stays too small, because there are
        too few people anywhere, is said to have one unit more than there are: no area holds it whole.
    """
    pool = np.arange(len(people))
    total = people.copy()  # of each pool, under its number
    waiting = small.copy()
    for scope in scopes:
        if not waiting.any():
            break
        groups = int(scope.max()) + 1
        held = np.bincount(scope, np.where(waiting, people, 0), groups)
        short = (np.bincount(scope, waiting, groups) > 0) & (held < least)
        near = np.flatnonzero(~waiting & (people > 0) & short[scope])
        order = near[np.lexsort((pool[near], total[pool[near]], scope[near]))]
        sorted_scope = scope[order]
        first = np.flatnonzero(np.diff(sorted_scope, prepend=-1))  # the smallest pool of each group
        chosen = np.zeros(len(people), dtype=np.bool_)
        chosen[pool[order[first]]] = True
        joins = waiting | chosen[pool]
        leader = np.full(groups, len(people))
        np.minimum.at(leader, scope[joins], np.flatnonzero(joins))
        pool = np.where(joins, leader[scope], pool)
        total = np.bincount(pool, people, len(people))
        waiting = joins & (total[pool] < least)
    size = np.bincount(pool, minlength=len(people))[pool]
    return pool, size + waiting


def has_partial_group(pool: RowIndex, size: RowIndex, group: RowIndex, areas: int) -> Truths:
    """Whether each area holds only a part of some pool.

    Args:
        pool: the pool of each unit that shares one, from 0 on.
        size: how many units are in it.
        group: the area of each of these units; `areas` for a unit in none.
        areas: how many there are.
    """
    parted = np.zeros(areas, dtype=np.bool_)
    placed = group < areas
    pools, there = pool[placed], group[placed]
    if len(pools):
        of_last = np.empty(pools.max() + 1, dtype=np.intp)
        of_last[pools] = there  # the area of one unit of each pool: that of all, if it is whole
        together = np.bincount(pools, there == of_last[pools])
        parted[there[together[pools] < size[placed]]] = True
    return parted


def disclosed(frame: pl.DataFrame, wanted: Mapping[str, Quantity]) -> pl.DataFrame:
    """Units with what may be known of each: what is derived from these figures tells nothing more.

    Small numbers are replaced by those of their pool, shared out by what is known of its units: posts by
    lists, people by posts, ages by people. Those of a pool that is still too few people become null.

    Args:
        frame: units of one period, whole.
        wanted: the quantity of each column; posts, people, ages and sexes of the same staff belong
            together, and with ages those that are known.

    Returns:
        The same columns, and for each quantity with small numbers those of `suppression_columns`.
    """
    shown = frame
    named = {quantity.name: column for column, quantity in wanted.items()}
    local = frame["local"].eq_missing(other=True).to_numpy()
    true = frame.rename({column: name for name, column in named.items()})
    scopes = _scopes(frame)
    for quantity in sorted(wanted.values(), key=_order):
        people, least = _people(true, _told_of(quantity), _counted(quantity), local)
        small = (people > 0) & (people < least)
        if not small.any():
            continue
        pool, size = group_small_units(people, small, scopes, float(least[small].max()))
        column, by = named[quantity.name], _known_by(quantity)
        weights = _numbers(shown, named.get(by, by))
        values = _shared_out(_numbers(true, quantity.name), pool, size, weights)
        pools = zip(suppression_columns(column), (pool, size), strict=True)
        shown = shown.with_columns(
            pl.Series(column, values, nan_to_null=True), *(pl.Series(n, v) for n, v in pools)
        )
    return shown


def _order(quantity: Quantity) -> tuple[bool, bool]:
    """Posts first, then people, then their ages and sexes: each is shared out by the one before."""
    return _tells_of_people(quantity), quantity.measure == "headcount"


def _tells_of_people(quantity: Quantity) -> bool:
    """Whether it says what people are, and not only how many."""
    return bool(quantity.ages or quantity.sex)


def _shared_out(values: Numbers, pool: RowIndex, size: RowIndex, weights: Numbers) -> Numbers:
    """The total of each pool, by the weights of its units; NaN where it is of too few people."""
    weight = np.nan_to_num(weights)
    weight = np.where(np.bincount(pool, weight, len(pool))[pool] > 0, weight, 1.0)
    # Rounded: the last digits of a sum would tell what it was added up from.
    total = np.bincount(pool, np.nan_to_num(values), len(pool)).round(9)[pool]
    share = total * weight / np.bincount(pool, weight, len(pool))[pool]
    whole = size == np.bincount(pool, minlength=len(pool))[pool]
    return np.where(size > 1, np.where(whole, share, np.nan), values)


def _people(
    frame: pl.DataFrame, quantity: Quantity | None, over: Quantity | None, local: Truths
) -> tuple[Numbers, Numbers]:
    """How many people each unit's figure rests on, and how many it needs."""
    rules = declared().rules.disclosure
    personal = over is not None and over.measure == "headcount"
    needed = [q.name for q in (quantity, over) if q is not None]
    there = np.logical_and.reduce([np.isfinite(_numbers(frame, name)) for name in needed])
    people = _numbers(frame, over.name) if over else np.zeros(frame.height)
    least = np.full(frame.height, rules.personal_base if personal else 0)
    if local.any() and quantity is not None and not personal:
        # Where the file has no headcount, posts stand for people: there are seldom fewer people.
        counted = _numbers(frame, quantity.but(measure="headcount").name)
        fte = _numbers(frame, quantity.name)
        people = np.where(np.isfinite(counted), counted, fte)
    least = np.where(local, np.maximum(least, rules.local_hides_below), least)
    return np.where(there, np.nan_to_num(people), 0.0), least.astype(np.float64)


def _counted(quantity: Quantity) -> Quantity | None:
    """The headcount that a figure about people is held against; None for posts."""
    if quantity.ages:
        return quantity.but(breakdown="age", ages="known", sex=None, measure="headcount")
    if quantity.sex:
        return quantity.but(breakdown="total", sex=None)
    return quantity if quantity.measure == "headcount" else None


def _told_of(quantity: Quantity) -> Quantity:
    """What is told of the people counted: of a headcount itself, how much they work."""
    return quantity if _tells_of_people(quantity) else quantity.but(measure="fte")


def _known_by(quantity: Quantity) -> str:
    """The column that small numbers of a quantity are shared out by."""
    if _tells_of_people(quantity):
        return quantity.but(breakdown="total", ages=None, sex=None, measure="headcount").name
    return quantity.but(measure="fte").name if quantity.measure == "headcount" else "registered"


def _numbers(frame: pl.DataFrame, column: str) -> Numbers:
    if column not in frame.columns:
        return np.full(frame.height, np.nan)
    numbers = frame[column]
    return (numbers if numbers.dtype == pl.Float64 else numbers.cast(pl.Float64)).to_numpy()


def _scopes(frame: pl.DataFrame) -> list[RowIndex]:
    """The group of each unit among its neighbours, from those who share every area to everybody."""
    return nested_scopes([frame[f"{level}_code"] for level in AREA_LEVELS])


def nested_scopes(keys: Sequence[pl.Series]) -> list[RowIndex]:
    """The group of each row, from those alike in every key to everybody.

    Args:
        keys: columns of equal length, what is nearest first.
    """
    # Who is alike in every key is alike in the later ones too, so each scope divides the one after it.
    scopes = [np.zeros(len(keys[0]), dtype=np.intp)]
    for key in reversed(keys):
        codes = key.rank("dense").fill_null(0).to_numpy().astype(np.intp)
        scopes.insert(0, _renumbered(scopes[0] * (codes.max(initial=0) + 1) + codes))
    return scopes


def _renumbered(keys: RowIndex) -> RowIndex:
    """The same groups, numbered from 0 without gaps."""
    _, group = np.unique(keys, return_inverse=True)
    return group


@dataclass(frozen=True)
class Count:
    """How many people some rows of a local table count.

    `value` is None where no row says, and where it is `hidden` because too few people are behind it.
    `silent`: rows that say nothing.
    """

    value: float | None = None
    hidden: bool = False
    silent: int = 0

    @property
    def is_known(self) -> bool:
        """Whether anybody counted, be it shown or not."""
        return self.hidden or self.value is not None


@dataclass(frozen=True)
class PooledCounts:
    """Counts of people, row by row, of which a sum is shown where it holds whole pools of small ones."""

    values: Numbers
    pool: RowIndex
    size: RowIndex

    def total(self, inside: Truths) -> Count:
        """The sum of some rows.

        Args:
            inside: which rows.
        """
        known = inside & np.isfinite(self.values)
        silent = int(inside.sum() - known.sum())
        if not known.any():
            return Count(silent=silent)
        area = np.zeros(int(known.sum()), dtype=np.intp)
        _, pools = np.unique(self.pool[known], return_inverse=True)
        if has_partial_group(pools, self.size[known], area, 1)[0]:
            return Count(hidden=True, silent=silent)
        return Count(float(self.values[known].sum()), silent=silent)


def pooled_counts(values: Numbers, scopes: Sequence[RowIndex]) -> PooledCounts:
    """Counts of people with their pools; a 0 and what is missing tell of nobody.

    Args:
        values: NaN where nobody counted.
        scopes: the group of each row, from near neighbours to the widest; each holds the one before.
    """
    least = float(declared().rules.disclosure.local_hides_below)
    people = np.nan_to_num(values)
    small = (people > 0) & (people < least)
    pool, size = group_small_units(people, small, scopes, least)
    return PooledCounts(values, pool, size)
