"""Sentences about the additional roles: who is there, what is used, what is left, and what to ask."""

import polars as pl

from wfcore import rounding
from wfcore.arrs import Denominator, Growth, Projection, Report, name_of
from wfcore.declared import declared
from wfcore.months import Month
from wfcore.wording.figures import (
    NOT_AVAILABLE,
    about_pounds,
    at_least_pounds,
    month,
    number,
    percent,
    pounds,
    signed,
)

_POSTS, _HAIR = rounding.DECIMALS["fte"], 1e-6
_DENOMINATORS = {"total": "the total allocation", "devolved": "the devolved allocation"}
_METHODS = {
    "run_rate": "at the present monthly rate of claims",
    "staff": "if those in post stay, at maximum reimbursement",
    "plan": "if every post of the plan is filled from next month, at maximum reimbursement",
}
_SHORT_METHODS = {
    "run_rate": "at the present rate of claims",
    "staff": "if those in post stay",
    "plan": "if the whole plan is filled",
}
_CODES = {
    "no_staff_published": "no staff return of this month is published, so nobody is counted in post",
    "not_reported": "sent no staff return, so nobody can say who is in post",
    "partly_reported": "some networks sent no staff return",
    "no_plan": "no plan has been published here",
    "aim_of_area": "the plan is the aim of the whole area; no network's own plan has been published here",
    "partly_planned": "some networks have no plan here",
    "no_claims": "no claims have been published here",
    "partly_claimed": "some networks have no claims here",
    "claim_above_plan": "more is claimed than was planned: ask why before calling it a success",
    "lag": "claims and staff return are of different months",
    "other_employer": "the post may be held by somebody whom another body employs and reports",
    "claim_after_leaving": "staff fell and claims did not: a claim may go on after somebody left",
    "in_post_not_claimed": "somebody in post is not claimed for, or not yet",
    "below_plan": "fewer are in post than were planned",
    "may_double_count": "staff of networks may also stand in the practices' own returns: do not add the two",
    "allocation_missing": "the allocation is not known",
    "weighted_incomplete": "some practices have no weighted list, so the allocation is too low",
    "weighted_of_other_month": "the weighted list is not that of 1 January",
    "unconfirmed_rate": "the pounds for each weighted patient were not seen on a published page",
    "some_claims_missing": "some networks have no claims this year",
}


def code_means(code: str) -> str:
    """What a flag or an explanation code says."""
    return _CODES.get(code, code.replace("_", " "))


def average_claimed(report: Report) -> str:
    """The mean of the months with claims."""
    row = report.average.row(0, named=True)
    if not row["months"]:
        return f"No claims for {report.year} have been published here."
    months = f"{row['months']} month{'s' if row['months'] > 1 else ''}"
    posts = f"{number(row['wte'], 2)} full-time posts"  # as claims are written
    said = f"Over {months} of {report.year} with claims, {posts} were claimed on average"
    approved = report.spend_by_month["approved_gbp"].count()
    if not approved:
        return f"{said}; nothing is approved yet."
    over = "" if approved == row["months"] else f" over the {approved} with approved claims"
    return f"{said}. On average {pounds(row['approved_gbp'])} a month was approved{over}."


def allocation_use(one: Denominator) -> str:
    """Approved against one allocation, in the year so far and of the whole year; named."""
    gone = f"{one.months} month{'s' if one.months != 1 else ''} gone"
    return (
        f"{pounds(one.approved_gbp)} approved is {percent(one.in_year)} of"
        f" {_DENOMINATORS[one.name]} for the {gone}, and {percent(one.full_year)} of it for the"
        f" whole year ({pounds(one.gbp)})."
    )


def allocation_uses(report: Report) -> list[str]:
    """Use by each denominator that is known, or why there is none."""
    if report.money.denominators:
        return [allocation_use(one) for one in report.money.denominators]
    if report.money.approved_gbp is None:
        return [
            f"What is used of the allocation is {NOT_AVAILABLE}: no approved claims for {report.year}."
        ]
    return [
        f"{pounds(report.money.approved_gbp)} is approved; the allocation is not known, so no share is given."
    ]


def use_against_target(report: Report) -> str:
    """Use of the total allocation so far against the aim; nothing where nobody set one."""
    whole = report.money.use_of("total")
    if report.target_share is None:
        return ""
    aim = percent(report.target_share)
    whose = (
        f"the local aim set by {report.set_by}, an aspiration, not a requirement"
        if report.set_by
        else "an aim chosen on this page"
    )
    if whole is None or whole.in_year is None:
        return f"Against {aim} of the total allocation ({whose}) nothing can be said."
    side = "at or above" if whole.in_year >= report.target_share - 1e-9 else "below"
    return f"That is {side} {aim} of the total allocation for the months gone ({whose})."


def _share_aimed(report: Report) -> str:
    return f"{percent(report.target_share)} of the allocation"


def _who_aims(report: Report) -> str:
    return f" It is the local aim set by {report.set_by}." if report.set_by else ""


def enough_in_post(report: Report) -> str:
    """That nobody more is needed to use what is aimed at, or all of it where nobody set an aim."""
    if report.target_share is None:
        return "Those in post are enough to use the whole allocation."
    return f"Those in post are enough to use {_share_aimed(report)}.{_who_aims(report)}"


def must_start(report: Report, *, aimed: bool) -> str:
    """Above the days by which posts must start; `aimed`: whether the aim needs any."""
    if aimed:
        return f"To use {_share_aimed(report)}, posts must start by these days.{_who_aims(report)}"
    enough = "" if report.target_share is None else f"{enough_in_post(report)} "
    return f"{enough}To use the whole allocation, posts must start by these days."


def budget_sentences(report: Report) -> list[str]:
    """What is claimed and used, against the aim, and where the year ends; one sentence without claims."""
    if not report.average["months"][0] and report.money.approved_gbp is None:
        nothing = (
            f"No claims for {report.year} have been published here. So what is used of the allocation, and"
            f" where the year ends, are {NOT_AVAILABLE}."
        )
        return [nothing]
    said = [
        average_claimed(report),
        *allocation_uses(report),
        use_against_target(report),
        year_end_range(report),
    ]
    return [sentence for sentence in said if sentence]


def projected_year_end(one: Projection, report: Report) -> str:
    """Where the year ends by one method."""
    share = None if one.unpriced else one.share_of(report.money.total_gbp)
    of_it = f", {percent(share)} of the total allocation" if share is not None else ""
    said = at_least_pounds if one.unpriced else about_pounds
    how = _METHODS[one.method]
    end = f"{said(one.year_end_gbp)} by 31 March{of_it}"
    return f"{how[0].upper()}{how[1:]}: {end}.{_unpriced(one.unpriced)}"


def _unpriced(roles: tuple[str, ...]) -> str:
    if not roles:
        return ""
    names = ", ".join(name_of(role).lower() for role in roles)
    return f" The maximum reimbursement is not known here for: {names}."


def year_end_range(report: Report) -> str:
    """The range of the projections that have every price; a least is no end of a range."""
    if not report.year_end.by_method:
        return f"Where {report.year} ends cannot be projected: no approved claims."
    priced = [one for one in report.year_end.by_method if not one.unpriced]
    lacking = len(priced) < len(report.year_end.by_method)
    others = " The other ways lack prices, so they give only a least." if lacking else ""
    if not priced:
        return f"Where {report.year} ends cannot be said, because no way has every price."
    low, high = (f(priced, key=lambda one: one.year_end_gbp) for f in (min, max))
    least, most = (
        f"{about_pounds(one.year_end_gbp)} ({_SHORT_METHODS[one.method]})" for one in (low, high)
    )
    if about_pounds(low.year_end_gbp) == about_pounds(high.year_end_gbp):
        return f"{report.year} would end at {least}.{others}"
    return f"{report.year} would end between {least} and {most}.{others}"


def full_year_cost(report: Report) -> str:
    """What those in post cost over twelve months."""
    cost = report.full_year
    if cost is None:
        return "What those in post cost in a whole year is not available: no staff return."
    gbp = (at_least_pounds if cost.unpriced else about_pounds)(cost.a_year_gbp)
    return (
        f"Those in post cost {gbp} over twelve months at maximum reimbursement."
        f"{_unpriced(cost.unpriced)}"
    )


def left_to_spend(report: Report) -> str:
    """What is left, how much of it those in post will use, and what the rest could buy most of."""
    gbp, free = report.money.left_gbp, report.free_gbp
    if gbp is None or free is None:
        return "What is left is not available. The allocation or the approved claims are not known."
    if gbp <= 0:
        return f"Nothing is left: {pounds(-gbp)} more is approved than the allocation."
    if report.start is None:
        return f"{pounds(gbp)} is left, and the year is over."
    used = rounding.as_known(gbp - free)
    promised = (
        f"{pounds(gbp)} is not approved yet; those in post will use {about_pounds(used)} of it"
    )
    if free <= 0:
        return f"{promised}, so nothing is free for more posts."
    best = max(report.buys, key=lambda bought: bought.fte or 0.0, default=None)
    said = f"{promised}, so {about_pounds(max(gbp - used, 0.0))} is free."
    if best is None or best.fte is None:
        return said
    since = f"{report.start.day} {month(Month.of(report.start))}"
    return (
        f"{said} From {since} to 31 March that would pay for about"
        f" {number(best.fte)} full-time posts of {best.role_name.lower()}."
    )


def growth_split(step: Growth) -> str:
    """Growth, split into more staff and more PCNs reporting."""
    change = rounding.apart(step.now, step.then, _POSTS)
    staff, started, stopped = _parts_of(step.staff, step.started, step.stopped, change)
    moved = f"{'rose' if change > 0 else 'fell'} by {number(abs(change))}"
    between = f"From {month(step.then_period)} to {month(step.now_period)}"
    said = f"{between} posts {moved if change else 'stayed as they were'}"
    if not step.pcns_started and not step.pcns_stopped:
        return f"{said}, in {_pcns(step.pcns_both)} that reported both times."
    said += f": {signed(staff)} in {_pcns(step.pcns_both)} that reported both times"
    if step.pcns_started:
        said += f", {signed(started)} in {_pcns(step.pcns_started)} that began to report"
    if step.pcns_stopped:
        said += f", {signed(stopped)} in {_pcns(step.pcns_stopped)} that stopped"
    return f"{said}."


def _parts_of(staff: float, started: float, stopped: float, change: float) -> list[float]:
    """What made a change, as it is read beside it: the parts add up to it."""
    return rounding.parts_shown([staff, started, -stopped], change, _POSTS)


def growth_of_years(steps: pl.DataFrame) -> str:
    """Growth over every return there is, split as in `growth_split`.

    Args:
        steps: of `arrs.growth_by_period`.
    """
    known = steps.drop_nulls("change")
    if known.is_empty():
        return "There are no two returns here to set beside each other."
    sums = known.select(pl.col("change", "staff", "started", "stopped").sum()).row(0, named=True)
    first, last = steps["fte"][0] or 0.0, steps["fte"][-1] or 0.0
    alike = abs(last - first - sums["change"]) < _HAIR  # not where networks came from another place
    change = (
        rounding.apart(last, first, _POSTS) if alike else rounding.shown(sums["change"], _POSTS)
    )
    staff, started, stopped = _parts_of(sums["staff"], sums["started"], sums["stopped"], change)
    return (
        f"From {month(str(steps['period'][0]))} to {month(str(steps['period'][-1]))} additional roles "
        f"changed by {signed(change)} full-time posts. "
        f"Of that, {signed(staff)} is in networks that reported one time and the next, "
        f"{signed(started)} in networks that began to report, "
        f"{signed(stopped)} in networks that stopped."
    )


def roles_filled(rows: pl.DataFrame) -> str:
    """How many roles of the scheme somebody holds, in the first and the last month of `period, role, fte`."""
    first, last = rows["period"].min(), rows["period"].max()
    filled = rows.filter(pl.col("fte") > 0)["period"].to_list()
    now = filled.count(last)
    said = f"{now} role{'' if now == 1 else 's'} of the scheme had somebody in post in {month(str(last))}"
    return f"{said}." if first == last else f"{said}, {filled.count(first)} in {month(str(first))}."


def fewest_and_most(ranked: pl.DataFrame) -> str:
    """The networks at both ends of `pcn_name, fte, per_100k`, for their patients where these are known."""
    by = "per_100k" if ranked["per_100k"].count() else "fte"
    unit = "for every 100,000 patients" if by == "per_100k" else "full-time posts"
    low, high = (
        f"{number(row[by])} in {row['pcn_name']}"
        for row in (ranked.row(0, named=True), ranked.row(-1, named=True))
    )
    return f"From {low} to {high}, {unit}."


def _pcns(number_of: int) -> str:
    return f"{number_of:,} network{'' if number_of == 1 else 's'}"


def rate_note() -> str:
    """What to know about the rates of maximum reimbursement."""
    return declared().arrs.rate_note.strip()


def spent_on_average(place: str, spent: pl.DataFrame) -> str:
    """The mean of the months of `month, spend, unit, spend_gbp`, in pounds."""
    first, last = (month(str(spent["month"][at])) for at in (0, -1))
    when = f"in {first}" if first == last else f"a month on average, {first} to {last}"
    return f"{place} spent {pounds(spent['spend_gbp'].mean())} on additional roles {when}."


def spend_explained(spent: pl.DataFrame, claims: pl.DataFrame) -> list[str]:
    """In which unit it is printed, and what it comes to for each post that is claimed in the same months."""
    said: list[str] = []
    if spent["unit"].n_unique() == 1:
        mean = number(spent["spend"].mean(), 0 if (spent["spend"] % 1 == 0).all() else 1)
        said.append(f"It is printed in {spent['unit'][0]}: {mean} on average.")
    both = spent.join(claims.select("month", "wte").filter(pl.col("wte") > 0), on="month")
    if both.height:
        a_year = 12 * float(both["spend_gbp"].sum()) / float(both["wte"].sum())
        said.append(
            f"That is {about_pounds(a_year)} a year for each full-time post claimed in those months."
        )
    return said
