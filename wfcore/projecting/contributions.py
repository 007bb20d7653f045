"""What each change contributes to the difference between scenario and baseline."""

from collections.abc import Sequence
from itertools import combinations
from math import factorial

import numpy as np
import polars as pl

from wfcore.projecting.drivers import Player, players
from wfcore.projecting.flows import Array
from wfcore.projecting.trajectories import PreparedScenario

_SCHEMA = {
    "staff": pl.String,
    "lever": pl.String,
    "part_rate": pl.Float64,
    "part_fte": pl.Float64,
    "part_gap": pl.Float64,
}


def contributions(asked: PreparedScenario) -> pl.DataFrame:
    """The difference at the date asked for, split over what was changed.

    Each part is the Shapley value of making that change: what it adds, averaged over every order in
    which the changes could be made. So no order is favoured and the parts add up exactly.

    Returns:
        `staff, lever, part_rate, part_fte, part_gap`: FTE per 100,000, FTE, and FTE of the gap to
        target (NaN without target), one row for each change. Empty when nothing is changed.
    """
    who = players(asked.scenario)
    if not who:
        return pl.DataFrame(schema=_SCHEMA)
    runs = [frozenset(some) for size in range(len(who) + 1) for some in combinations(who, size)]
    course = asked.trajectory(asked.rates(runs))
    ends = {
        "part_rate": course.rate[-1],
        "part_fte": course.fte[-1],
        "part_gap": course.gap_fte[-1],
    }
    return pl.DataFrame(
        {
            "staff": [staff for staff, _ in who],
            "lever": [lever for _, lever in who],
            **{name: shapley(who, runs, values) for name, values in ends.items()},
        },
        schema=_SCHEMA,
    )


def shapley(who: Sequence[Player], runs: Sequence[frozenset[Player]], values: Array) -> list[float]:
    """The Shapley value of each player, from the value of every set of them."""
    worth = dict(zip(runs, np.broadcast_to(values, len(runs)).tolist(), strict=True))
    n = len(who)
    weights = [factorial(s) * factorial(n - 1 - s) / factorial(n) for s in range(n)]
    return [
        sum(
            weights[len(some)] * (worth[some | {player}] - worth[some])
            for some in runs
            if player not in some
        )
        for player in who
    ]
