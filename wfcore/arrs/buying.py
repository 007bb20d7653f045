"""What the money left could still buy, and what must start by when to use it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from wfcore.arrs.rates import PLAIN, PostRates
from wfcore.declared import declared
from wfcore.months import FinancialYear

_HAIR = 1e-9


@dataclass(frozen=True)
class Purchase:
    """What a sum pays for in one role until 31 March; None where the maximum is not known.

    `maximum_gbp` is for a year, `rate_from, last_known, weighted` as in `Maximum`, `post_gbp` for one
    post to 31 March. `fte`: posts and parts of posts.
    """

    role: str
    role_name: str
    maximum_gbp: float | None = None
    rate_from: date | None = None
    last_known: bool | None = None
    weighted: bool | None = None
    post_gbp: float | None = None
    fte: float | None = None
    whole_posts: int | None = None


@dataclass(frozen=True)
class LatestStart:
    """What uses a sum by 31 March: so many posts (`whole_posts` of them rounded up), from one day.

    `by` is the last day on which that many whole posts can start and still use it; None when even
    the first day is too late.
    """

    aim: str
    gbp: float
    role: str
    role_name: str
    posts_needed: float
    whole_posts: int
    by: date | None


def posts_affordable(left_gbp: float, start: date, rates: PostRates = PLAIN) -> list[Purchase]:
    """What the pounds left would pay for, one role at a time, from a day to 31 March.

    A post costs its maximum reimbursement × the days left ÷ the days of the year. Roles are all that
    the scheme has by then and that are part of no other.

    Args:
        left_gbp: pounds; nothing or less buys nothing.
        start: the first day in post.
        rates: what a post is reimbursed at most.
    """
    year = FinancialYear.of(start)
    roles = [
        role
        for role in declared().arrs.roles.values()
        if role.parent is None and role.first_year is not None and role.first_year <= year
    ]
    share, money = year.share_left(start), max(left_gbp, 0.0)
    return [_purchase(role.id, role.name, money, start, share, rates) for role in roles]


def _purchase(
    role: str, name: str, money: float, start: date, share: float, rates: PostRates
) -> Purchase:
    maximum = rates.maximum(role, start)
    if maximum is None:
        return Purchase(role, name)
    post = maximum.gbp * share
    return Purchase(
        role, name, maximum.gbp, maximum.starts, maximum.last_known, maximum.weighted,
        post, money / post, math.floor(money / post + _HAIR),
    )  # fmt: skip


def latest_start(gbp: float, a_year_gbp: float, posts: float, earliest: date) -> date | None:
    """The last day on which so many posts can start and still use a sum by 31 March.

    Args:
        gbp: pounds to use.
        a_year_gbp: what one post costs in a whole year.
        posts: how many start on that day.
        earliest: the first day that anybody could start.
    """
    year = FinancialYear.of(earliest)
    if gbp <= 0 or posts <= 0:
        return year.last_day if gbp <= 0 else None
    a_day = a_year_gbp / ((year.last_day - year.first_day).days + 1)
    by = year.last_day - timedelta(days=math.ceil(gbp / (posts * a_day) - _HAIR) - 1)
    return by if by >= earliest else None


def latest_starts(
    to_use: Mapping[str, float], start: date, rates: PostRates = PLAIN
) -> list[LatestStart]:
    """For each role: how many posts must start on a day to use sums of money, and by when one fewer.

    Roles without a known maximum are left out.

    Args:
        to_use: pounds by aim, such as `{"80%": 12000, "all": 40000}`.
        start: the day on which they could start.
        rates: what a post is reimbursed at most.
    """
    latest_starts: list[LatestStart] = []
    for aim, gbp in to_use.items():
        for bought in posts_affordable(gbp, start, rates):
            if bought.fte is None or bought.maximum_gbp is None:
                continue
            whole = math.ceil(bought.fte - _HAIR)
            by = latest_start(gbp, bought.maximum_gbp, whole, start)
            latest_starts.append(
                LatestStart(aim, gbp, bought.role, bought.role_name, bought.fte, whole, by)
            )
    return latest_starts
