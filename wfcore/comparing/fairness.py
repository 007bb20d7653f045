"""Staff beside deprivation: whether places whose patients are more deprived have fewer."""

from dataclasses import dataclass

import polars as pl

from wfcore.comparing.scored import with_scores
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, cached_per_version
from wfcore.statistics import SlopeIndex, gini, slope_index

_FIFTHS, _HALVES = 5, 2


@dataclass(frozen=True)
class Fairness:
    """Places of one level inside an area, the least deprived first.

    `places`: `area_code, area_name, value, numerator, denominator, coverage_patients, score` (Index of
    Multiple Deprivation, higher is more deprived), `weighted` (the rate for weighted patients, null
    where there is none), `along` (where the middle of its patients lies, 0 for the least deprived
    patient to 1 for the most), `part` (0 for the least deprived patients), `is_behind`.
    `left_out`: places with no figure or no score. `parts`: how many parts of the patients are compared, 5 or 2, and
    `least`, `most` the figure of those at the two ends. `slope`: over all places, None where they
    are too few for a line. `gini`: how unevenly staff are spread over patients. `year`: of the Index.
    """

    places: pl.DataFrame
    left_out: int
    parts: int = 0
    least: float | None = None
    most: float | None = None
    slope: SlopeIndex | None = None
    gini: float | None = None
    year: int | None = None

    @property
    def behind(self) -> list[str]:
        """Names of places that are among the most deprived and among those with fewest staff, the fewest first."""
        return self.places.filter("is_behind").sort("value")["area_name"].to_list()

    @property
    def ends(self) -> tuple[float, float] | None:
        """The lowest and the highest figure; None without places."""
        low, high = self.places["value"].min(), self.places["value"].max()
        return (float(low), float(high)) if self.places.height else None  # type: ignore[arg-type]


@cached_per_version
def fairness_of(
    figures: VersionMeasures, metric_id: str, level: Level, within: str, period: str
) -> Fairness:
    """Rates of places beside the deprivation of their patients.

    Formula: the slope index of inequality, places ranked by score and as wide as their patients; the
    rate of each part is staff ÷ patients of the places in it, each place in the part where the
    middle of its patients lies.

    Args:
        figures: the data.
        metric_id: a rate of staff for patients.
        level: of the places.
        within: code of the area that holds them.
        period: `YYYY-MM`.
    """
    metric = declared().metric(metric_id)
    scored = with_scores(figures, metric, level, period, within)
    known = scored.drop_nulls(["value", "numerator", "denominator", "score"]).sort(
        "score", "area_code"
    )
    known = known.filter(pl.col("denominator") > 0)
    left_out, rule = scored.height - known.height, declared().rules.fairness
    if known.height < rule.least_places:
        return Fairness(_marked(known, 1), left_out, year=_year(known))
    parts = _FIFTHS if known.height >= rule.places_for_fifths else _HALVES
    places = _marked(known, parts)
    rates = {
        part: staff / patients * metric.scale
        for part, staff, patients in places.group_by("part")
        .agg(pl.col("numerator").sum(), pl.col("denominator").sum())
        .iter_rows()
    }
    sizes, values = (places[name].to_numpy() for name in ("denominator", "value"))
    return Fairness(
        places, left_out, parts, rates.get(0), rates.get(parts - 1), slope_index(sizes, values),
        gini(sizes, values) if values.any() else None, _year(places),
    )  # fmt: skip


def _year(places: pl.DataFrame) -> int | None:
    """The Index that their scores are of; None without any."""
    return max((int(year) for year in places["index_year"].drop_nulls()), default=None)


def _marked(known: pl.DataFrame, parts: int) -> pl.DataFrame:
    rule, patients = declared().rules.fairness, pl.col("denominator")
    middle = (patients.cum_sum() - patients / 2) / patients.sum()
    quarter = pl.len() * rule.behind_share
    return known.with_columns(
        along=middle,
        part=(middle * parts).floor().cast(pl.Int64).clip(0, parts - 1),
        is_behind=(pl.col("score").rank("ordinal", descending=True) <= quarter)
        & (pl.col("value").rank("ordinal") <= quarter),
    )
