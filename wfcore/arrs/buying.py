"""What the money left could still buy, and what must start by when to use it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from wfcore.declared import Weighting, declared
from wfcore.months import FinancialYear

BUYS: dict[str, pl.DataType] = {
    "role": pl.String(),
    "role_name": pl.String(),
    "maximum_gbp": pl.Float64(),
    "rate_from": pl.Date(),
    "last_known": pl.Boolean(),
    "weighted": pl.Boolean(),
    "post_gbp": pl.Float64(),
    "fte": pl.Float64(),
    "whole_posts": pl.Int64(),
    "part_post": pl.Float64(),
    "remains_gbp": pl.Float64(),
}
_HAIR = 1e-9


def posts_affordable(
    left_gbp: float,
    start: date,
    year: str,
    *,
    roles: Sequence[str] | None = None,
    weighting: Weighting = "none",
    own: Mapping[str, float] | None = None,
) -> pl.DataFrame:
    """What the pounds left would pay for, one role at a time, from a day to 31 March.

    A post costs its maximum reimbursement × the days left ÷ the days of the year.

    Args:
        left_gbp: pounds; nothing or less buys nothing.
        start: the first day in post.
        year: the financial year.
        roles: role ids; without them all that the scheme has by then and that are part of no other.
        weighting: London weighting.
        own: pounds entered by the user, by role.

    Returns:
        `role, role_name, maximum_gbp` (a year), `rate_from, last_known, weighted` (see `Maximum`),
        `post_gbp` (one post to 31 March), `fte` (posts and parts of posts), `whole_posts, part_post`
        (what of a post the rest pays for), `remains_gbp` (after whole posts). All but the name are
        null where the maximum is not known.

    Raises:
        UnknownName: the day lies outside the year.
    """
    share = FinancialYear(year).share_left(start)
    arrs = declared().arrs
    asked = roles or [
        r.id
        for r in arrs.roles.values()
        if r.parent is None and r.first_year is not None and r.first_year <= year
    ]
    money = max(left_gbp, 0.0)
    rows: list[dict[str, object]] = []
    for role in asked:
        maximum = arrs.maximum(role, start, weighting, own)
        named: dict[str, object] = {"role": role, "role_name": arrs.roles[role].name}
        if maximum is None:
            rows.append(named)
            continue
        post = maximum.gbp * share
        whole = math.floor(money / post + _HAIR)
        remains = max(money - whole * post, 0.0)
        rows.append(
            named
            | {
                "maximum_gbp": maximum.gbp,
                "rate_from": maximum.starts,
                "last_known": maximum.last_known,
                "weighted": maximum.weighted,
                "post_gbp": post,
                "fte": money / post,
                "whole_posts": whole,
                "part_post": remains / post,
                "remains_gbp": remains,
            }
        )
    return pl.DataFrame(rows, schema=BUYS)


@dataclass(frozen=True)
class LatestStart:
    """What must start by when to use so many pounds by 31 March.

    `by` is the last day on which so many posts can start and still use them; None when even the
    first day asked about is too late, and then `posts_needed` is what it takes from that day.
    """

    role: str
    gbp: float
    posts: float
    by: date | None
    earliest: date
    posts_needed: float


def latest_start(
    gbp: float,
    role: str,
    posts: float,
    year: str,
    *,
    earliest: date | None = None,
    weighting: Weighting = "none",
    own: Mapping[str, float] | None = None,
) -> LatestStart | None:
    """By when posts of a role must start to use so many pounds by 31 March.

    Args:
        gbp: pounds to use.
        role: role id.
        posts: how many start on that day.
        year: the financial year.
        earliest: the first day that anybody could start; 1 April without one.
        weighting: London weighting.
        own: pounds entered by the user, by role.

    Returns:
        None where the maximum reimbursement is not known.

    Raises:
        UnknownName: the day lies outside the year.
    """
    whole = FinancialYear(year)
    first, last = earliest or whole.first_day, whole.last_day
    maximum = declared().arrs.maximum(role, first, weighting, own)
    if maximum is None:
        return None
    in_year = (last - whole.first_day).days + 1
    a_day = maximum.gbp / in_year
    needed = gbp / (maximum.gbp * whole.share_left(first)) if gbp > 0 else 0.0
    if gbp <= 0 or posts <= 0:
        return LatestStart(role, gbp, posts, last if gbp <= 0 else None, first, needed)
    days = math.ceil(gbp / (posts * a_day) - _HAIR)
    by = last - timedelta(days=days - 1)
    return LatestStart(role, gbp, posts, by if by >= first else None, first, needed)


def latest_starts(
    to_use: Mapping[str, float],
    year: str,
    start: date,
    *,
    roles: Sequence[str] | None = None,
    weighting: Weighting = "none",
    own: Mapping[str, float] | None = None,
) -> pl.DataFrame:
    """For each role: how many posts must start on a day to use sums of money, and by when one fewer.

    Args:
        to_use: pounds by aim, such as `{"80%": 12000, "all": 40000}`.
        year: the financial year.
        start: the day on which they could start.
        roles: role ids; without them those of `buys`.
        weighting: London weighting.
        own: pounds entered by the user, by role.

    Returns:
        `aim, gbp, role, role_name, posts_needed` (parts of posts counted), `whole_posts` (rounded up)
        and `by`: the last day on which that many whole posts can start and still use it. Roles without
        a known maximum are left out.
    """
    rows: list[tuple[object, ...]] = []
    for aim, gbp in to_use.items():
        for row in posts_affordable(
            gbp, start, year, roles=roles, weighting=weighting, own=own
        ).to_dicts():
            if row["fte"] is None:
                continue
            whole = math.ceil(row["fte"] - _HAIR)
            when = latest_start(
                gbp, row["role"], whole, year, earliest=start, weighting=weighting, own=own
            )
            by = when.by if when else None
            rows.append((aim, gbp, row["role"], row["role_name"], row["fte"], whole, by))
    return pl.DataFrame(
        rows,
        schema={
            "aim": pl.String, "gbp": pl.Float64, "role": pl.String, "role_name": pl.String,
            "posts_needed": pl.Float64, "whole_posts": pl.Int64, "by": pl.Date,
        },
        orient="row",
    )  # fmt: skip
