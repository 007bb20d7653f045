"""What a place has, has used and has left in a year, and where the year will end."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from wfcore.arrs.claims import select_claims, sum_by_month
from wfcore.arrs.rates import PLAIN, PostRates
from wfcore.declared import declared
from wfcore.months import FinancialYear, Month

RUN_RATE, STAFF, PLAN = "run_rate", "staff", "plan"


@dataclass(frozen=True)
class Denominator:
    """An allocation and what is used of it. `name`: `total` or `devolved`; pounds of a whole year."""

    name: str
    gbp: float
    approved_gbp: float
    months: int

    @property
    def pro_rata_gbp(self) -> float:
        """The part of the allocation that belongs to the months gone."""
        return self.gbp * self.months / 12

    @property
    def in_year(self) -> float | None:
        """Approved so far ÷ allocation for the months gone; None when nothing is allocated."""
        return self.approved_gbp / self.pro_rata_gbp if self.pro_rata_gbp else None

    @property
    def full_year(self) -> float | None:
        """Approved so far ÷ allocation of the whole year."""
        return self.approved_gbp / self.gbp if self.gbp else None


@dataclass(frozen=True)
class ArrsBudget:
    """What a place has, has used, and has left in a year. Pounds; None where nobody has said.

    `until` is the last month with claims, `months` how many of the year are gone by then,
    `missing_months` those without a claim before it: they count as gone, and add nothing.
    `pcns_allocated` of `pcns` have an allocation: a sum is only over places where all have one.
    """

    year: str
    until: str | None
    months: int
    total_gbp: float | None
    devolved_gbp: float | None
    approved_gbp: float | None
    pcns: int
    pcns_allocated: int
    method: str | None
    missing_months: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def denominators(self) -> tuple[Denominator, ...]:
        """Use of the total and of the devolved allocation, each where it is known."""
        if self.approved_gbp is None:
            return ()
        known = (("total", self.total_gbp), ("devolved", self.devolved_gbp))
        return tuple(
            Denominator(name, gbp, self.approved_gbp, self.months)
            for name, gbp in known
            if gbp is not None
        )

    def use_of(self, name: str) -> Denominator | None:
        """Use by one denominator, `total` or `devolved`."""
        return next((d for d in self.denominators if d.name == name), None)

    @property
    def left_gbp(self) -> float | None:
        """Allocation not yet approved; below 0 when more was approved than there is.

        Most of it is already promised to those in post: see `YearEnd.committed`.
        """
        if self.total_gbp is None or self.approved_gbp is None:
            return None
        return self.total_gbp - self.approved_gbp

    def to_use_gbp(self, share: float, committed_gbp: float) -> float | None:
        """Pounds still to be used for a share of the total allocation, beyond what is committed."""
        if self.total_gbp is None:
            return None
        return max(self.total_gbp * share - committed_gbp, 0.0)


def arrs_budget(
    claims: pl.DataFrame,
    allocated: pl.DataFrame,
    pcns: Collection[str],
    year: str,
    until: str | None = None,
) -> ArrsBudget:
    """Allocation and use of the PCNs of a place.

    Args:
        claims: rows that count (`tables.table`).
        allocated: as from `allocations`.
        pcns: the PCNs of the place.
        year: the financial year.
        until: the last month to look at; the last with an approved claim without one.
    """
    mine = select_claims(claims, pcns, year)
    if until is not None:
        mine = mine.filter(pl.col("month") <= until)
    monthly = sum_by_month(mine)
    approved = monthly.filter(pl.col("approved_gbp").is_not_null())
    last = str(approved["month"][-1]) if approved.height else None
    ours = allocated.filter(pl.col("pcn_code").is_in(list(pcns)) & (pl.col("year") == year))
    flags = {flag for text in ours["flags"].drop_nulls() for flag in text.split(";") if flag}
    if not mine.height:
        flags.add("no_claims")
    methods = ours["method"].drop_nulls().unique().sort().to_list()
    claiming = mine["pcn_code"].n_unique()
    if 0 < claiming < len(pcns):
        flags.add("some_claims_missing")
    return ArrsBudget(
        year=year,
        until=last,
        months=Month(last).months_elapsed if last else 0,
        total_gbp=_whole(ours["total_gbp"], len(pcns)),
        devolved_gbp=_whole(ours["devolved_gbp"], len(pcns)),
        approved_gbp=_sum(monthly["approved_gbp"]),
        pcns=len(pcns),
        pcns_allocated=int(ours["total_gbp"].count()),
        method="; ".join(methods) or None,
        missing_months=tuple(
            m
            for m in FinancialYear(year).months
            if last and m < last and m not in set(approved["month"])
        ),
        flags=tuple(sorted(flags)),
    )


def _sum(values: pl.Series) -> float | None:
    return float(values.sum()) if values.count() else None


def _whole(values: pl.Series, expected: int) -> float | None:
    """A sum only where every PCN has a figure: a part of it would make any share look larger."""
    return float(values.sum()) if expected and values.count() == expected else None


@dataclass(frozen=True)
class Projection:
    """Where the year ends by one method, in pounds.

    `unpriced` names roles whose maximum reimbursement nobody has said: their posts add nothing, so
    the figure is at least so much. `last_known`: roles priced at a rate that may have been raised.
    """

    method: str
    year_end_gbp: float
    unpriced: tuple[str, ...] = ()
    unpriced_fte: float = 0.0
    last_known: tuple[str, ...] = ()

    def share_of(self, allocation: float | None) -> float | None:
        """Share of an allocation used by the end of the year."""
        return self.year_end_gbp / allocation if allocation else None


@dataclass(frozen=True)
class YearEnd:
    """The three projections that could be made."""

    by_method: tuple[Projection, ...] = ()
    missing: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def committed(self) -> float | None:
        """What the year costs with nobody more: the larger of run rate and staff, in pounds.

        Money beyond it is free for more posts; the larger one, so that nothing is promised twice.
        """
        known = [p.year_end_gbp for p in self.by_method if p.method in (RUN_RATE, STAFF)]
        return max(known, default=None)

    def by(self, method: str) -> Projection | None:
        """One method, if it could be used."""
        return next((p for p in self.by_method if p.method == method), None)


def run_rate(monthly: Sequence[tuple[str, float]]) -> float | None:
    """Pounds a month: the mean of the latest months with approved claims.

    Args:
        monthly: month and approved pounds, in any order; how many count is in the definitions.
    """
    latest = sorted(monthly)[-declared().arrs.projection.run_rate_months :]
    return sum(gbp for _, gbp in latest) / len(latest) if latest else None


@dataclass(frozen=True)
class FullYearCost:
    """What posts cost in a year at maximum reimbursement, in pounds, and what could not be priced."""

    a_year_gbp: float
    priced_fte: float
    unpriced: tuple[str, ...] = ()
    unpriced_fte: float = 0.0
    last_known: tuple[str, ...] = ()


def full_year_effect(posts: Mapping[str, float], on: str, rates: PostRates = PLAIN) -> FullYearCost:
    """What posts cost over twelve months: FTE × maximum reimbursement.

    Args:
        posts: FTE by role; only roles of the scheme count.
        on: the month whose rates hold, `YYYY-MM`.
        rates: what a post is reimbursed at most.
    """
    total = priced = unpriced_fte = 0.0
    unpriced: list[str] = []
    last_known: list[str] = []
    for role, fte in posts.items():
        if role not in declared().arrs.roles or not fte:
            continue
        maximum = rates.maximum(role, Month(on).first_day)
        if maximum is None:
            unpriced.append(role)
            unpriced_fte += fte
            continue
        total += fte * maximum.gbp
        priced += fte
        if maximum.last_known or not maximum.weighted:
            last_known.append(role)
    return FullYearCost(total, priced, tuple(unpriced), unpriced_fte, tuple(last_known))


def project_year_end(
    spent: ArrsBudget,
    monthly: Sequence[tuple[str, float]],
    in_post: Mapping[str, float] | None,
    planned: Mapping[str, float] | None,
    rates: PostRates = PLAIN,
) -> YearEnd:
    """Where the year ends by three methods.

    `run_rate`: approved so far, and the mean of the latest months for each month left. `staff`:
    approved so far, and who is in post at maximum reimbursement to 31 March. `plan`: approved so
    far, and the posts of the plan at maximum reimbursement, as if all were filled from the next
    month on.

    Args:
        spent: what is used so far.
        monthly: approved pounds by month of the year.
        in_post: FTE by role; None when nobody reported.
        planned: FTE by role; None without a plan.
        rates: what a post is reimbursed at most.
    """
    if spent.until is None or spent.approved_gbp is None:
        return YearEnd(
            missing=dict.fromkeys((RUN_RATE, STAFF, PLAN), "no approved claims this year")
        )
    left = 12 - spent.months
    made: list[Projection] = []
    missing: dict[str, str] = {}
    a_month = run_rate(monthly)
    if a_month is not None:
        made.append(Projection(RUN_RATE, spent.approved_gbp + a_month * left))
    for method, posts, why in (
        (STAFF, in_post, "no staff reported"),
        (PLAN, planned, "no plan"),
    ):
        if posts is None:
            missing[method] = why
            continue
        cost = full_year_effect(posts, spent.until, rates)
        each = cost.a_year_gbp / 12
        if cost.priced_fte == 0 and cost.unpriced:
            missing[method] = "the maximum reimbursement of none of these roles is known here"
            continue
        made.append(
            Projection(
                method,
                spent.approved_gbp + each * left,
                cost.unpriced,
                cost.unpriced_fte,
                cost.last_known,
            )
        )
    return YearEnd(tuple(made), missing)
