"""How often past ranges were right: each month's baseline and range, beside what came later."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, cached_per_version
from wfcore.months import Month
from wfcore.projecting.drivers import MONTHS
from wfcore.projecting.growth_history import history_of
from wfcore.projecting.past_moves import known_rates, period_pairs
from wfcore.projecting.scenarios import scenario_of
from wfcore.projecting.spreads import spread_of
from wfcore.projecting.stocks import LEVELS, Stocks, stocks
from wfcore.projecting.trajectories import prepare_scenario
from wfcore.projecting.uncertainty import uncertainty_band

_COLUMNS = {"area": Level.PCN, "borough": Level.BOROUGH, "icb": Level.ICB}
OUTCOMES = {
    "level": pl.String, "area_code": pl.String, "earlier": pl.String, "later": pl.String,
    "low": pl.Float64, "high": pl.Float64, "baseline": pl.Float64, "unchanged": pl.Float64,
    "happened": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True)
class PastRanges:
    """What became of the past ranges of some places: how many, and how many held what came.

    `error` is how far the baseline was out on average, FTE per 100,000; `error_unchanged` how far the
    rate of the earlier month was, taken to stay.
    """

    level: Level
    cases: int
    inside: int
    error: float
    error_unchanged: float

    @property
    def holds(self) -> bool:
        """Whether such a range may be called likely."""
        rules = declared().assumptions.past_moves
        least, most = rules.holds
        return self.cases >= rules.least_cases and least <= self.inside / self.cases <= most

    @property
    def is_better(self) -> bool:
        """Whether the baseline came nearer than the rate of the earlier month, as they are printed."""
        return round(self.error, 1) < round(self.error_unchanged, 1)


@cached_per_version
def past_ranges(
    figures: VersionMeasures, count: str, icb: str, until: str
) -> Mapping[Level, PastRanges]:
    """What became of past ranges in an ICB, until a month; the levels of which any can be tried."""
    tried = [pl.DataFrame(schema=OUTCOMES)]
    for earlier, later, _ in period_pairs(figures, until):
        found = past_outcomes(figures, count, icb, earlier, later)
        if found.height:
            tried.append(found)
        if len(tried) > declared().assumptions.past_moves.outcomes:
            break
    rows = pl.concat(tried)
    return {
        level: judge_outcomes(mine, level)
        for level in LEVELS
        if (mine := rows.filter(level=level.value)).height
    }


def judge_outcomes(rows: pl.DataFrame, level: Level) -> PastRanges:
    """The rows of `past_outcomes` in five numbers."""
    inside = rows.filter(pl.col("happened").is_between("low", "high")).height
    errors = rows.select(
        (pl.col(said) - pl.col("happened")).abs().mean() for said in ("baseline", "unchanged")
    )
    return PastRanges(level, rows.height, inside, *errors.row(0))


def past_outcomes(
    figures: VersionMeasures, count: str, icb: str, earlier: str, later: str
) -> pl.DataFrame:
    """The baseline and the range that an earlier month would have given for a later one.

    The range rests on what was known in the earlier month.

    Returns:
        `level, area_code, earlier, later, low, high, baseline, unchanged, happened`: rates per
        100,000, a row for each place known in both months; none where the earlier month does not
        count these staff, or the ICB was another.
    """
    if earlier not in figures.periods_of("practice", Level.ICB, icb):
        return pl.DataFrame(schema=OUTCOMES)
    today = stocks(figures, earlier, icb)
    rows = [
        (level.value, code, earlier, later, *said, happened)
        for prefix, level in _COLUMNS.items()
        for code, happened in _known_in_both(figures, today, count, (prefix, level), later)
        if (said := _said(figures, today, count, code, later))
    ]
    return pl.DataFrame(rows, schema=OUTCOMES, orient="row")


def _known_in_both(
    figures: VersionMeasures, today: Stocks, count: str, where: tuple[str, Level], later: str
) -> list[tuple[str, float]]:
    """Places of the earlier month with a rate in both, and their rate in the later."""
    prefix, level = where
    before, after = (known_rates(figures, count, level, p) for p in (today.period, later))
    both = after.filter(
        pl.col("area_code").is_in(before["area_code"].implode())
        & pl.col("area_code").is_in(today.areas[f"{prefix}_code"].implode())
    )
    return list(both.select("area_code", "rate").iter_rows())


def _said(
    figures: VersionMeasures, today: Stocks, count: str, code: str, later: str
) -> tuple[float, float, float, float] | None:
    """Low, high, baseline and the rate of the earlier month; between two quarters on a straight line."""
    months = Month(today.period).months_to(later)
    by = Month(today.period).plus(MONTHS * -(-months // MONTHS))
    scenario = scenario_of({"place": code, "count": count, "by": by})
    if history_of(today, scenario) != count:
        return None
    asked = prepare_scenario(today, scenario)
    band, rate = uncertainty_band(asked, spread_of(figures, asked)), asked.baseline().rate[:, 0]
    at = np.arange(asked.quarters + 1) * MONTHS
    low, high, said = (float(np.interp(months, at, line)) for line in (band.low, band.high, rate))
    return low, high, said, float(rate[0])
