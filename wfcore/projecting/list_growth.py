"""How fast the lists of each area have grown: the same places at both dates, whoever runs their practices."""

import numpy as np
import polars as pl

from wfcore.declared import declared
from wfcore.measuring import VersionMeasures
from wfcore.months import Month
from wfcore.projecting.flows import Array

_LEAST_MONTHS = 9
_OUTER = ("borough_code", "sub_icb_code", "icb_code")
_IN = pl.coalesce(_OUTER)


def list_growth(figures: VersionMeasures, period: str, here: pl.DataFrame, areas: int) -> Array:
    """Yearly growth of the lists of each area, from the earliest month of practice staff to this one.

    An area is its practices of today at both dates. One that has opened since counts at its end, one
    that has closed at its beginning, in the area where the others of its network are today. Neither
    does where the other month covers too little of the borough to tell; nor one without a list at
    either date.

    Args:
        figures: the data.
        period: `YYYY-MM` of practice staff.
        here: the practices of today: columns of `Units.frame` and `row`, the area of each.
        areas: how many areas there are.

    Returns:
        A share for each area, within the limits of the slider; that of all together where nobody
        can be followed, 0 without an earlier month.
    """
    span = declared().assumptions.list_growth
    today = figures.units("practice", period).frame["unit"]
    now = _with_lists(here, "row", now="registered", now_month="list_period")
    for earlier in figures.periods("practice"):
        if earlier >= period or Month(earlier).distance(period) < _LEAST_MONTHS:
            break
        then = figures.units("practice", earlier).frame
        lists = _with_lists(then, then="registered", then_month="list_period")
        same = now.join(lists, on="unit", how="inner")
        followed = lists.join(same.select("unit", "row", "now"), on="unit")
        opened, closed = _covered(
            now.filter(~pl.col("unit").is_in(then["unit"].implode())),
            lists.filter(~pl.col("unit").is_in(today.implode())),
            same,
            followed,
        )
        ended = pl.concat([same, opened], how="diagonal")
        began = pl.concat([same, _placed(closed, followed)], how="diagonal")
        years = _months_apart(same) / 12
        if same.is_empty() or years * 12 < _LEAST_MONTHS:
            continue
        after, before = (
            np.bincount(rows["row"].to_numpy(), rows[of].to_numpy(), areas)
            for rows, of in ((ended, "now"), (began, "then"))
        )
        overall = after.sum() / before.sum()
        ratio = np.where(
            (before > 0) & (after > 0), after / np.where(before > 0, before, 1), overall
        )
        return np.clip(ratio ** (1 / years) - 1, span.least / 100, span.most / 100)
    return np.zeros(areas)


def _with_lists(frame: pl.DataFrame, *more: str, **named: str) -> pl.DataFrame:
    """Practices that have a list, with their areas."""
    columns = {name: pl.col(column) for name, column in named.items()}
    return frame.filter(pl.col("registered") > 0).select(
        "unit", "pcn_code", *_OUTER, *more, **columns
    )


def _covered(
    opened: pl.DataFrame, closed: pl.DataFrame, same: pl.DataFrame, followed: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Practices that opened or closed where nearly all patients, then and now, can be followed."""
    least = declared().rules.low_coverage
    where = [
        same.group_by(within=_IN)
        .agg(there=pl.col(size).sum())
        .join(some.group_by(within=_IN).agg(more=pl.col(size).sum()), on="within", how="left")
        .filter(pl.col("there") >= least * (pl.col("there") + pl.col("more").fill_null(0)))[
            "within"
        ]
        for same, some, size in ((same, opened, "now"), (followed, closed, "then"))
    ]
    both = _IN.is_in(where[0].implode()) & _IN.is_in(where[1].implode())
    return opened.filter(both), closed.filter(both)


def _placed(closed: pl.DataFrame, followed: pl.DataFrame) -> pl.DataFrame:
    """`row, then`: lists of closed practices in today's areas of those that were beside them.

    Beside is in the same network; where nobody of it is left, in the same borough and so on upwards.
    """
    found = [followed.select("then", "row").clear()]
    for level in ("pcn_code", *_OUTER):
        beside = followed.group_by(level, "row").agg(pl.col("now").sum())
        there = closed.join(beside, on=level, how="inner").with_columns(
            then=pl.col("then") * pl.col("now") / pl.col("now").sum().over("unit")
        )
        found.append(there.select("then", "row"))
        closed = closed.join(there, on="unit", how="anti")
    return pl.concat(found, how="vertical")


def _months_apart(same: pl.DataFrame) -> float:
    """Months between the lists of the two dates, each patient counted once."""
    months = [Month(a).months_to(b) for a, b in same.select("then_month", "now_month").iter_rows()]
    return float(np.average(months, weights=same["now"].to_numpy())) if months else 0.0
