"""Places that are most like a place, whatever area they lie in."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from wfcore.comparing.scored import with_scores
from wfcore.declared import Flag, declared
from wfcore.declared.gazetteer import authority_code
from wfcore.declared.neighbours import authority_neighbours
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, cached_per_version
from wfcore.statistics import distances_from

_LISTED, _NEAREST = "listed", "nearest"
# What places are held beside each other by: column → whether its logarithm is, as sizes differ by factors.
LIKENESS = {"patients": True, "score": False, "weight": False}


@dataclass(frozen=True)
class Alike:
    """The places most like one, the nearest first.

    `places`: the columns of measures of the metric, `patients`, `score` (deprivation, higher is more
    deprived) and `weight` (weighted ÷ registered patients: above 1 needs more care than most), of
    those that have a figure. `here`: the same of the place itself. `way`: `listed` by the Office for
    National Statistics, or `nearest` in the columns that are `known`. `missing`: those of the list
    that have no figure here.
    """

    places: pl.DataFrame
    here: pl.DataFrame
    way: Literal["listed", "nearest"]
    known: tuple[str, ...] = ()
    missing: int = 0


@cached_per_version
def alike_of(
    figures: VersionMeasures, metric_id: str, level: Level, code: str, period: str
) -> Alike | None:
    """The places of the same level most like this one; None where it is invented or nothing is known of it.

    Formula: authorities as ONS lists them; others by distance in standard deviations over the columns
    of `LIKENESS` that are known of it, each counting alike, among places of England that have a
    figure and lie in no network of it.

    Args:
        figures: the data.
        metric_id: a rate of staff.
        level: of the place.
        code: of the place.
        period: `YYYY-MM`.
    """
    rows = _with_likeness(figures, metric_id, level, period)
    invented = pl.col("flags").str.contains(Flag.INVENTED.value, literal=True)
    here = rows.filter(area_code=code)
    if here.is_empty() or here.filter(invented).height:
        return None
    others = rows.filter(~invented & pl.col("value").is_not_null() & (pl.col("area_code") != code))
    wanted = authority_neighbours().get(authority_code(code)) if level is Level.BOROUGH else None
    if wanted:
        return _listed(others, here, wanted)
    if level is Level.PRACTICE:
        others = others.filter(~pl.col("area_code").is_in(_network_of(figures, code, period)))
    return _nearest(others, here)


def _listed(others: pl.DataFrame, here: pl.DataFrame, wanted: tuple[str, ...]) -> Alike:
    codes = pl.Series([authority_code(code) for code in others["area_code"]], dtype=pl.String)
    ranks = pl.DataFrame({"as_listed": wanted, "rank": range(len(wanted))})
    found = others.with_columns(as_listed=codes).join(ranks, on="as_listed").sort("rank")
    many = declared().rules.alike.places
    missing = min(len(wanted), many) - min(found.height, many)
    return Alike(found.drop("as_listed", "rank").head(many), here, _LISTED, missing=missing)


def _nearest(others: pl.DataFrame, here: pl.DataFrame) -> Alike | None:
    known = tuple(name for name in LIKENESS if here[name][0] is not None)
    whole = others.drop_nulls(known)
    if not known or whole.is_empty():
        return None
    features = np.stack(
        [
            np.log(column) if LIKENESS[name] else column
            for name in known
            for column in [np.append(here[name].to_numpy(), whole[name].to_numpy())]
        ],
        axis=1,
    )
    order = np.argsort(distances_from(features, 0)[1:], kind="stable")
    return Alike(whole[order[: declared().rules.alike.places].tolist()], here, _NEAREST, known)


@cached_per_version
def _with_likeness(
    figures: VersionMeasures, metric_id: str, level: Level, period: str
) -> pl.DataFrame:
    """Measures of all places of a level with `patients, score, weight`, in order of code."""
    rows = with_scores(figures, declared().metric(metric_id), level, period)
    patients = pl.when(pl.col("denominator") > 0).then("denominator")
    return rows.with_columns(patients=patients, weight=pl.col("heavy") / patients).sort("area_code")


def _network_of(figures: VersionMeasures, code: str, period: str) -> list[str]:
    """The practices of the network of a practice."""
    frame = figures.units("practice", period).frame
    network = frame.filter(unit=code)["pcn_code"].to_list()
    return frame.filter(pl.col("pcn_code").is_in([n for n in network if n]))["unit"].to_list()
