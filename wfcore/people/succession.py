"""Practices where most of the time of a staff group is near retirement: for analysts, never for members."""

from dataclasses import dataclass

import polars as pl

from wfcore.declared import Metric, declared
from wfcore.geography import Level, display_name
from wfcore.measuring import VersionMeasures, units_inside
from wfcore.measuring.disclosure import is_suppressed
from wfcore.people.profiles import practices_of, whole_group_of


@dataclass(frozen=True)
class SuccessionList:
    """Practices by the share of their time that people aged 55 or older work.

    `rows`: `practice, network, patients, people, older` (of known age, and how many are 55 or older),
    `share` (of their full-time posts, in per cent), the highest first. `hidden`: practices with too few
    people to be shown. `silent`: those whose file gives no ages.
    """

    rows: pl.DataFrame
    hidden: int
    silent: int


def everybody_of(metric: Metric) -> Metric:
    """The rate of the whole staff group, every GP among them."""
    of = whole_group_of(metric).quantity
    return declared().metric(f"{of.staff_group if of else 'gp'}_rate")


def succession_list(
    figures: VersionMeasures, metric: Metric, level: Level, code: str, period: str
) -> SuccessionList:
    """The practices of a place where at least the declared share of the time is near retirement.

    Args:
        figures: the data.
        metric: of practice staff. Time by age is printed of all GPs alone, trainees among them.
        level: of the place.
        code: of the place.
        period: `YYYY-MM`.
    """
    frame = practices_of(figures, everybody_of(metric), period).filter(units_inside(level, code))
    told = frame.drop_nulls(["known", "known_fte"])
    few = is_suppressed("known", told) | is_suppressed("known_fte", told)
    shown = told.filter(~few & (pl.col("known_fte") > 0))
    rows = shown.select(
        practice=pl.col("unit_name").map_elements(display_name, return_dtype=pl.String),
        network=pl.col("pcn_name").map_elements(display_name, return_dtype=pl.String),
        patients="registered",
        people="known",
        older="aged_55_plus",
        share=pl.col("aged_55_plus_fte") / pl.col("known_fte") * 100,
    ).filter(pl.col("share") >= declared().rules.succession_share * 100)
    return SuccessionList(
        rows.sort("share", "practice", descending=[True, False]),
        told.filter(few).height,
        frame.height - told.height,
    )
