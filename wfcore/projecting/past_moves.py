"""How far the rates of places have moved between two months of the data, by their size."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl

from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, cached_per_version
from wfcore.months import Month
from wfcore.projecting.flows import Array

_LEVELS = (Level.PCN, Level.BOROUGH, Level.SUB_ICB, Level.ICB)
_LEAST_POSTS = 1.0  # below it a rate has no chance that is known


@dataclass(frozen=True)
class MovesOfSize:
    """How far places of one size have moved.

    `cases` past moves were of that size; `factor` is how much further than declared they went, the
    declared law counting as some more.
    """

    count: str
    fte: float
    cases: int
    factor: float

    def half_width(self, years: Array) -> Array:
        """Half the range that 8 of 10 such moves stayed in after so many years, as a log of the rate."""
        return self.factor * declared_width(self.count, np.array(self.fte), years)


def declared_width(count: str, fte: Array, years: Array) -> Array:
    """The same where nothing is known but what is declared; 0 at once."""
    law = declared().assumptions.past_moves.counts[count]
    posts = (law.posts_at_once**2 + law.posts**2 * years) / np.maximum(fte, _LEAST_POSTS)
    shared = law.shared_at_once**2 + law.shared**2 * years
    return np.where(years > 0, np.sqrt(posts + shared), 0.0)


@cached_per_version
def moves_of_size(figures: VersionMeasures, count: str, fte: float, until: str) -> MovesOfSize:
    """How far places of about so many posts have moved until a month, in all the data.

    Args:
        figures: the data.
        count: a count of `assumptions.yaml`.
        fte: posts of the place.
        until: `YYYY-MM`; what came later is not looked at.
    """
    known = declared().assumptions
    rules = known.past_moves
    posts, moved = _moves(figures, count, until)
    alike = moved[(posts >= fte / rules.near) & (posts <= fte * rules.near)]
    if not len(alike):
        return MovesOfSize(count, fte, 0, 1.0)
    seen = float(np.percentile(alike, known.draws.high - known.draws.low))
    factor = (len(alike) * seen + rules.prior_worth) / (len(alike) + rules.prior_worth)
    return MovesOfSize(count, fte, len(alike), factor)


@cached_per_version
def _moves(figures: VersionMeasures, count: str, until: str) -> tuple[Array, Array]:
    """Posts at the start of each past move, and how far it went for what is declared of its size."""
    posts, moved = [np.empty(0)], [np.empty(0)]
    for earlier, later, months in period_pairs(figures, until):
        for level in _LEVELS:
            before, after = (known_rates(figures, count, level, p) for p in (earlier, later))
            both = before.join(after, on="area_code", suffix="_later")
            fte, went = (
                both["fte"].to_numpy(),
                (both["rate_later"] / both["rate"]).log().abs().to_numpy(),
            )
            posts.append(fte)
            moved.append(went / declared_width(count, fte, np.array(months / 12)))
    return np.concatenate(posts), np.concatenate(moved)


def period_pairs(figures: VersionMeasures, until: str) -> list[tuple[str, str, int]]:
    """Two months of practice staff that a move is measured between, and the months between; newest first."""
    rules = declared().assumptions.past_moves
    least, most = rules.months
    periods = [p for p in figures.periods("practice") if p <= until][-rules.newest :]
    pairs = [(a, b, Month(a).months_to(b)) for a, b in combinations(periods, 2)]
    kept = [pair for pair in pairs if least <= pair[2] <= most]
    return sorted(kept, key=lambda pair: (pair[1], pair[0]), reverse=True)


def known_rates(figures: VersionMeasures, count: str, level: Level, period: str) -> pl.DataFrame:
    """`area_code, fte, rate` of the places that enough practices reported for."""
    rows = figures.measure([f"{count}_rate"], level, period=period)
    covered = pl.col("coverage_patients") >= declared().rules.low_coverage
    return rows.filter((pl.col("value") > 0) & covered).select(
        "area_code", fte="numerator", rate="value"
    )
