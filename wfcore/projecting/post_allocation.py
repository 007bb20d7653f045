"""Where a number of posts would help most."""

from collections.abc import Mapping
from typing import Literal

import numpy as np
import polars as pl

from wfcore.errors import UnfitScenario
from wfcore.projecting.flows import Array
from wfcore.projecting.trajectories import PER

AllocationRule = Literal["evenly", "by_gap", "by_need"]
ALLOCATION_RULES: tuple[AllocationRule, ...] = ("evenly", "by_gap", "by_need")
_MOST_POSTS = 10_000


def allocate_posts(
    areas: pl.DataFrame,
    posts: float,
    how: AllocationRule,
    scores: Mapping[str, float | None] | None = None,
) -> pl.DataFrame:
    """Share out full-time posts among areas.

    Args:
        areas: `area_code, area_name, fte, patients, target` (FTE per 100,000).
        posts: FTE to share out; `evenly` and `by_gap` keep whole posts whole, a remainder below 1 comes last.
        how: `evenly` makes the largest remaining gap as small as possible, `by_gap` is in proportion
            to the gaps, `by_need` fills the gap of the most deprived first.
        scores: deprivation by area code, higher is more deprived; for `by_need`.

    Returns:
        `area_code, area_name, gap_before, posts, gap_after, rate_before, rate_after, target, score`: gaps
        in FTE, rates per 100,000; the largest share first.

    Raises:
        UnfitScenario: no posts, no target, or no deprivation scores.
    """
    if not 0 < posts <= _MOST_POSTS:
        raise UnfitScenario("Give a number of posts above 0.", f"At most {_MOST_POSTS:,}.")
    known = areas.filter(pl.col("target").is_not_null() & (pl.col("patients") > 0))
    if known.is_empty():
        raise UnfitScenario("No target is set, so there is no gap to close.", "Set a target first.")
    fte, patients = known["fte"].to_numpy(), known["patients"].to_numpy()
    need = known["target"].to_numpy() * patients / PER - fte
    score = np.array([(scores or {}).get(c) for c in known["area_code"]], dtype=float)
    if how == "evenly":
        given = _evenly(need, patients, posts)
    elif how == "by_gap":
        given = _by_gap(need, posts)
    else:
        if np.isnan(score).all():
            raise UnfitScenario(
                "No deprivation scores are loaded for these places.",
                "Publish the deprivation file first, or share the posts out in another way.",
            )
        given = _by_need(need, posts, score)
    return known.select(
        "area_code",
        "area_name",
        gap_before=pl.Series(need),
        posts=pl.Series(given),
        gap_after=pl.Series(need - given),
        rate_before=pl.Series(fte / patients * PER),
        rate_after=pl.Series((fte + given) / patients * PER),
        target="target",
        score=pl.Series(score).fill_nan(None),
    ).sort("posts", "gap_before", "area_code", descending=[True, True, False])


def _evenly(need: Array, patients: Array, posts: float) -> Array:
    """Each post to the area that is furthest below its target for its size, until all are met.

    One post at a time to the largest gap leaves the smallest largest gap: any other way would leave
    the area that missed out at least as far below.
    """
    given = np.zeros_like(need)
    left = posts
    while left > 0:
        part = min(left, 1.0)
        gaps = (need - given) / patients
        if gaps.max() <= 0:
            break
        given[int(gaps.argmax())] += part
        left -= part
    return given


def _by_gap(need: Array, posts: float) -> Array:
    """In proportion to the gaps, whole posts by largest remainder; areas above target get none."""
    short = np.maximum(need, 0)
    if not short.sum():
        return np.zeros_like(need)
    spent = min(posts, float(np.ceil(short.sum())))  # what no gap needs stays unspent
    exact = spent * short / short.sum()
    given = np.floor(exact)
    left = spent - given.sum()
    for i in np.argsort(-(exact - given), kind="stable"):
        if left <= 0:
            break
        given[i] += min(left, 1.0)
        left -= min(left, 1.0)
    return given


def _by_need(need: Array, posts: float, score: Array) -> Array:
    """The most deprived area up to its target, then the next; what is over stays unspent."""
    given = np.zeros_like(need)
    left = posts
    for i in np.argsort(-np.nan_to_num(score, nan=-np.inf), kind="stable"):
        given[i] = min(max(need[i], 0), left)
        left -= given[i]
    return given
