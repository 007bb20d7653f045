"""How good a return is: its score by parts, who sent nothing, and what a gap does to a rate."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.declared import Metric, declared
from wfcore.errors import UnknownName
from wfcore.geography import Level, display_name
from wfcore.measuring import (
    VersionMeasures,
    as_level,
    cached_per_version,
    is_suppressed,
    quantity_id,
    successors_of,
    units_inside,
)
from wfcore.months import Month

_GROUPS = {
    "practice": ("gp_fte", "nurse_fte", "dpc_fte", "admin_fte"),
    "pcn": ("pcn_gp_fte", "pcn_nurse_fte", "pcn_dpc_fte", "pcn_admin_fte", "pcn_director_fte"),
}
_MAD = 1.4826  # makes the median absolute deviation a standard deviation, where figures are normal

_Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class NonResponseEffect:
    """What those that sent nothing do to a rate: FTE per 100,000 patients.

    `low` and `high` have the silent at the declared shares of the spread of those that reported;
    `last` has each at its own last figure, and `known` says how many have one (the rest are left at
    the rate shown). `patients` are those of the silent.
    """

    shown: float
    low: float
    high: float
    last: float | None
    known: int
    silent: int
    patients: float


@dataclass(frozen=True)
class ReturnQuality:
    """What the returns behind a figure of a place are worth: see `scores`, `silent` and `gap`.

    `metric` is the figure as a rate, where there is one.
    """

    metric: Metric
    scored: pl.DataFrame
    silent: pl.DataFrame
    gap: NonResponseEffect | None


def returns_behind(
    figures: VersionMeasures, metric: Metric, level: Level, code: str, period: str
) -> ReturnQuality:
    """The returns behind a figure, for the page of figures and the cell of a notebook alike.

    Args:
        figures: the data.
        metric: any metric of staff.
        level: of the place.
        code: of the place.
        period: `YYYY-MM`.
    """
    rates = (m for m in declared().metrics.values() if m.kind == "rate" and m.stem == metric.stem)
    metric = next(rates, metric)
    return ReturnQuality(
        metric,
        scores(figures, Level(metric.collection), period=period, within=code),
        nonresponders(figures, metric, level, code, period),
        nonresponse_effect(figures, metric, level, code, period) if metric.kind == "rate" else None,
    )


def scores(
    figures: VersionMeasures,
    level: Level | str,
    *,
    period: str | None = None,
    within: str | None = None,
) -> pl.DataFrame:
    """The score of every return of one period: practices, or networks for their own staff.

    Returns:
        `period, level, area_code, area_name, patients`, the parts `returned, complete, fresh,
        plausible, stable` (0 to 1; null where a part cannot be judged) and `score` (0 to 100), the
        mean of the parts by weight; 0 for who sent nothing. Lowest first, then most patients.

    Raises:
        UnknownName: another level, or a period or area that does not exist.
    """
    level = as_level(level)
    if level not in (Level.PRACTICE, Level.PCN):
        raise UnknownName(
            f"A {level.label} sends no return of its own.", "Use the level practice or pcn."
        )
    collection = level.value
    then = period or figures.newest(collection)
    every = _scored(figures, collection, then)
    if within is None:
        return every
    frame = figures.units(collection, then).frame
    outer, code, _ = figures.find(within, collection, then)
    return every.join(
        frame.filter(units_inside(outer, code)).select(area_code="unit"), on="area_code", how="semi"
    )


def nonresponders(
    figures: VersionMeasures, metric: Metric, level: Level, code: str, period: str
) -> pl.DataFrame:
    """`area_code, area_name, patients` of units of a place without a figure, most patients first."""
    return _split(figures, metric, level, code, period)[1].select(
        area_code="unit", area_name=_named(), patients="registered"
    )


def nonresponse_effect(
    figures: VersionMeasures, metric: Metric, level: Level, code: str, period: str
) -> NonResponseEffect | None:
    """What the silent units of a place do to a rate.

    Args:
        figures: the data.
        metric: a rate per 100,000 patients.
        level: of the place.
        code: of the place.
        period: `YYYY-MM`.

    Returns:
        None where nobody is silent, nobody reported, the silent have no list, or a figure of the place
        is hidden as a small number.
    """
    if metric.kind != "rate":
        raise UnknownName(f"{metric.id} is no rate.", "Choose staff per 100,000 patients.")
    here, missing = _split(figures, metric, level, code, period)
    column = _column(metric)
    patients = float(missing["registered"].sum() or 0)
    if (
        here.is_empty()
        or not patients
        or here.select(is_suppressed(metric.plain, here).any()).item()
    ):
        return None
    fte, lists = float(here[column].sum()), float(here["registered"].sum())
    shown = fte / lists
    rates = here.select(pl.col(column) / pl.col("registered")).to_series().to_numpy()
    rules = declared().rules.quality
    low, high = np.quantile(rates, [rules.low_share, rules.high_share])
    before = _last_known(figures, metric, missing["unit"].to_list(), period)
    posts = sum(
        before.get(str(unit), shown) * size
        for unit, size in missing.select("unit", "registered").drop_nulls().iter_rows()
    )
    whole = (lists + patients) / metric.scale
    return NonResponseEffect(
        shown=shown * metric.scale,
        low=(fte + float(low) * patients) / whole,
        high=(fte + float(high) * patients) / whole,
        last=(fte + posts) / whole if before else None,
        known=len(before),
        silent=missing.height,
        patients=patients,
    )


def _column(metric: Metric) -> str:
    if metric.quantity is None:
        raise UnknownName(f"{metric.id} counts no staff.", "Choose a figure of staff.")
    return quantity_id(metric.quantity)


def _named() -> pl.Expr:
    return pl.coalesce("unit_name", "unit").map_elements(display_name, return_dtype=pl.String)


def _split(
    figures: VersionMeasures, metric: Metric, level: Level, code: str, period: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The units of a place that reported and have a list; and those that did not report."""
    frame = figures.units(metric.collection, period).frame
    mine = frame.filter(units_inside(level, code), pl.col("unit").is_not_null())
    given = pl.col(_column(metric)).is_not_null()
    reported = mine.filter(given, pl.col("registered") > 0)
    return reported, mine.filter(~given).sort("registered", descending=True, nulls_last=True)


def _last_known(
    figures: VersionMeasures, metric: Metric, units: list[str], period: str
) -> dict[str, float]:
    """FTE per patient of each unit in the newest earlier period that has it."""
    found: dict[str, float] = {}
    column = _column(metric)
    for earlier in reversed([p for p in figures.periods(metric.collection) if p < period]):
        frame = figures.units(metric.collection, earlier).frame
        rows = frame.filter(
            pl.col("unit").is_in([u for u in units if u not in found]),
            pl.col(column).is_not_null(),
            pl.col("registered") > 0,
            ~is_suppressed(metric.plain, frame),
        )
        found |= dict(rows.select("unit", pl.col(column) / pl.col("registered")).iter_rows())
    return found


@cached_per_version
def _scored(figures: VersionMeasures, collection: str, period: str) -> pl.DataFrame:
    frame = figures.units(collection, period).frame.filter(pl.col("unit").is_not_null())
    given = ~np.isnan(_posts(frame, collection, hidden=True))
    printed = given.any(axis=0)  # a group that nobody has is not collected yet
    now = _posts(frame, collection)
    some = given.any(axis=1)
    lists = frame["registered"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    earlier = [p for p in figures.periods(collection) if p < period]
    before = [_posts_of(figures, collection, p, frame["unit"], period) for p in earlier]
    parts: dict[str, _Array] = {
        "returned": np.where(some, 1.0, 0.0),
        "complete": np.where(some, _mean(np.where(given[:, printed], 1.0, 0.0)), np.nan),
        "fresh": np.where(some, _fresh(now, earlier, before, period), np.nan),
        "plausible": _plausible(now, lists),
        "stable": _stable(now, _before(before, *now.shape)),
    }
    return pl.DataFrame(
        {
            "period": [period] * frame.height,
            "level": [collection] * frame.height,
            "area_code": frame["unit"],
            "area_name": frame.select(_named()).to_series(),
            "patients": frame["registered"],
            **{name: pl.Series(part, nan_to_null=True) for name, part in parts.items()},
            "score": _score(parts),
        }
    ).sort("score", "patients", "area_code", descending=[False, True, False], nulls_last=True)


def _score(parts: dict[str, _Array]) -> _Array:
    weights = {str(name): part.weight for name, part in declared().rules.quality.parts.items()}
    every = np.stack([parts[name] for name in weights])
    weight = np.array(list(weights.values()))[:, None] * ~np.isnan(every)
    total = (np.nan_to_num(every) * weight).sum(axis=0) / weight.sum(axis=0)
    return np.where(parts["returned"] > 0, 100 * total, 0.0)


def _posts(frame: pl.DataFrame, collection: str, *, hidden: bool = False) -> _Array:
    """FTE by unit and staff group; NaN where not reported, or hidden: a judgement would tell of it."""
    metrics = [declared().metric(name) for name in _GROUPS[collection]]
    columns = frame.select(
        pl.when(pl.lit(hidden) | ~is_suppressed(m.id, frame)).then(pl.col(quantity_id(m.quantity)))
        for m in metrics
        if m.quantity
    )
    return columns.cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _posts_of(
    figures: VersionMeasures, collection: str, period: str, units: pl.Series, now: str
) -> _Array:
    """The same of another period, for these units in this order; those that merged since are one."""
    then = figures.units(collection, period).frame.filter(pl.col("unit").is_not_null())
    heirs = successors_of(figures.version, period, now) if collection == "practice" else {}
    posts = pl.from_numpy(_posts(then, collection)).fill_nan(None)
    known = pl.DataFrame({"unit": then["unit"].replace(heirs)}).hstack(posts)
    if heirs:
        some = (
            pl.when(pl.col(c).count() > 0).then(pl.col(c).sum()).alias(c) for c in posts.columns
        )
        known = known.group_by("unit").agg(*some)
    wanted = units.to_frame("unit").join(known, on="unit", how="left", maintain_order="left")
    return wanted.drop("unit").fill_null(float("nan")).to_numpy()


def _mean(values: _Array) -> _Array:
    """The mean of each row over what is known; NaN where nothing is."""
    known = (~np.isnan(values)).sum(axis=1)
    total = np.nansum(values, axis=1)
    return np.divide(total, known, out=np.full(len(values), np.nan), where=known > 0)


def _fresh(now: _Array, earlier: list[str], before: list[_Array], period: str) -> _Array:
    """0 where every figure has stood still in all files of the past year; NaN without such a file.

    A file that a unit is not in, such as one of another place, says nothing about it.
    """
    months = declared().rules.quality.fresh_months
    still, found = np.ones(len(now), dtype=np.bool_), np.full(len(now), np.nan)
    for then, posts in zip(reversed(earlier), reversed(before), strict=True):
        there = ~np.isnan(posts).all(axis=1)
        still &= ~there | ((now == posts) | (np.isnan(now) & np.isnan(posts))).all(axis=1)
        found = np.where(there & ~still & np.isnan(found), 1.0, found)
        if Month(then).months_to(period) >= months:
            found = np.where(there & np.isnan(found), 0.0, found)
    return found


def _before(before: list[_Array], units: int, groups: int) -> _Array:
    """The newest earlier figures of each unit."""
    found = np.full((units, groups), np.nan)
    for posts in reversed(before):
        lacking = np.isnan(found).all(axis=1).reshape(-1, 1)
        found = np.where(lacking, posts, found)
    return found


def _plausible(now: _Array, lists: _Array) -> _Array:
    """Share of groups whose FTE for the list is in line; what is 0 or has no list is not judged."""
    rates = np.full(now.shape, np.nan)
    there = (now > 0) & (lists > 0)[:, None]
    np.divide(now, lists[:, None], out=rates, where=there)
    logs = np.log(rates, out=np.full(now.shape, np.nan), where=there)
    fits = np.full(now.shape, np.nan)
    for group in range(now.shape[1]):
        known = logs[there[:, group], group]
        if not len(known):
            continue
        middle = np.median(known)
        spread = _MAD * np.median(np.abs(known - middle))
        far = np.abs(logs[:, group] - middle) > declared().rules.quality.far_out * spread
        fits[:, group] = np.where(there[:, group], 1.0 - (far & (spread > 0)), np.nan)
    return _mean(fits)


def _stable(now: _Array, then: _Array) -> _Array:
    rules = declared().rules.quality
    moved = np.abs(now - then)
    jump = (moved >= rules.jump_fte) & (moved >= rules.jump_share * then)
    return _mean(np.where(np.isnan(moved), np.nan, 1.0 - jump))
