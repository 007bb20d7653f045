"""Sentences about the additional roles: who is there, what is used, what is left, and what to ask."""

import polars as pl

from wfcore.arrs import Counts, Coverage, Denominator, Growth, Projection, Report, name_of
from wfcore.declared import declared
from wfcore.geography import display_name
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
    "no_staff_published": "no PCN staff of this month are published, so nobody is counted in post",
    "not_reported": "sent no staff return, so nobody can say who is in post",
    "partly_reported": "some PCNs sent no staff return",
    "no_plan": "no plan has been published here",
    "aim_of_area": "the plan is the aim of the whole area; no PCN's own plan has been published here",
    "partly_planned": "some PCNs have no plan here",
    "no_claims": "no claims have been published here",
    "partly_claimed": "some PCNs have no claims here",
    "claim_above_plan": "more is claimed than was planned: ask why before calling it a success",
    "lag": "claims and staff return are of different months",
    "other_employer": "the post may be held by somebody whom another body employs and reports",
    "claim_after_leaving": "staff fell and claims did not: a claim may go on after somebody left",
    "in_post_not_claimed": "somebody in post is not claimed for, or not yet",
    "below_plan": "fewer are in post than were planned",
    "may_double_count": "PCN staff may also stand in the practices' own returns: do not add the two",
    "allocation_missing": "the allocation is not known",
    "weighted_incomplete": "some practices have no weighted list, so the allocation is too low",
    "weighted_of_other_month": "the weighted list is not that of 1 January",
    "unconfirmed_rate": "the pounds for each weighted patient were not seen on a published page",
    "some_claims_missing": "some PCNs have no claims this year",
}


def code_means(code: str) -> str:
    """What a flag or an explanation code says."""
    return _CODES.get(code, code.replace("_", " "))


def coverage_phrase(over: Coverage) -> str:
    """Over which PCNs and patients a figure is."""
    if not over.reported:
        return "No PCN reported: nobody knows who is in post, which is not the same as nobody."
    share = f", with {percent(over.share)} of registered patients" if over.share is not None else ""
    if over.reported == over.pcns:
        them = "The PCN" if over.pcns == 1 else f"All {over.pcns:,} PCNs"
        return f"{them} reported{share}."
    silent = over.pcns - over.reported
    listed = ", ".join(display_name(name) for name in over.silent)
    names = f" ({listed})" if 0 < len(over.silent) <= 4 else ""
    return (
        f"{over.reported:,} of {over.pcns:,} PCNs reported{share}; {silent:,} did not{names} and are"
        " left out, not counted as 0."
    )


def staff_in_post(report: Report) -> str:
    """The first sentence of a report: who is in post, and when."""
    name = display_name(report.place.name)
    if report.staff_fte is None:
        when = month(report.in_post_period)
        return f"{name} sent no staff return for {when}: not reported, which is not 0."
    return (
        f"{name} has {number(report.staff_fte)} full-time posts of additional roles"
        f" in {month(report.in_post_period)}{_largest(report)}."
    )


def _largest(report: Report) -> str:
    if report.staff.is_empty():
        return ""
    role, fte = report.staff.sort("fte", descending=True).row(0)
    return (
        f"; the largest role is {name_of(role).lower()} ({number(fte)})"
        if report.staff.height > 1
        else ""
    )


def average_claimed(report: Report) -> str:
    """The mean of the months with claims."""
    row = report.average.row(0, named=True)
    if not row["months"]:
        return f"No claims for {report.year} have been published here."
    months = f"{row['months']} month{'s' if row['months'] > 1 else ''}"
    return (
        f"Over {months} of {report.year} with claims, {number(row['wte'], 2)} full-time posts were claimed on"
        f" average, and {pounds(row['approved_gbp'])} a month approved."
    )


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
    """Use of the total allocation so far against the aim."""
    whole = report.money.use_of("total")
    aim = percent(report.target_share)
    declared_aim = declared().arrs.utilisation_target
    whose = (
        "an aim set on this page"
        if report.own_target
        else f"the aim of {declared_aim.set_by}, a local aspiration, not a requirement"
    )
    if whole is None or whole.in_year is None:
        return f"Against {aim} of the total allocation ({whose}) nothing can be said."
    side = "at or above" if whole.in_year >= report.target_share - 1e-9 else "below"
    return f"That is {side} {aim} of the total allocation for the months gone ({whose})."


def budget_sentences(report: Report) -> list[str]:
    """What is claimed and used, against the aim, and where the year ends; one sentence without claims."""
    if not report.average["months"][0] and report.money.approved_gbp is None:
        nothing = (
            f"No claims for {report.year} have been published here, so what is used of the allocation and"
            f" where the year ends are {NOT_AVAILABLE}."
        )
        return [nothing]
    return [
        average_claimed(report),
        *allocation_uses(report),
        use_against_target(report),
        year_end_range(report),
    ]


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
        return "What is left is not available: the allocation or the approved claims are not known."
    if gbp <= 0:
        return f"Nothing is left: {pounds(-gbp)} more is approved than the allocation."
    if report.start is None:
        return f"{pounds(gbp)} is left, and the year is over."
    used = about_pounds(gbp - free)
    promised = f"{pounds(gbp)} is not approved yet; those in post will use {used} of it"
    if free <= 0:
        return f"{promised}, so nothing is free for more posts."
    best = max(report.buys, key=lambda bought: bought.fte or 0.0, default=None)
    if best is None or best.fte is None:
        return f"{promised}, so {about_pounds(free)} is free."
    since = f"{report.start.day} {month(Month.of(report.start))}"
    return (
        f"{promised}, so {about_pounds(free)} is free. From {since} to 31 March that would pay for"
        f" {number(best.fte, 2)} full-time posts of {best.role_name.lower()}:"
        f" {best.whole_posts} whole, with {pounds(best.remains_gbp)} over."
    )


def three_counts(counts: Counts) -> str:
    """Plan, in post and claimed, side by side, and whether more is claimed than planned."""
    if counts.planned is None and counts.claimed is None:
        return "No plan and no claims have been published here to set beside those in post."
    said = (
        f"Planned {number(counts.planned)}, in post {number(counts.in_post)}, claimed {number(counts.claimed)}"
        " full-time posts."
    )
    share = counts.claimed_of_planned
    if share is not None and counts.suspicious:
        said += f" Claimed is {number(share * 100)}% of the plan: a question, not a success."
    of_claimed, apart = counts.in_post_of_claimed, counts.claimed_less_in_post
    if of_claimed is not None and apart is not None:
        said += (
            f" The staff return has {number(of_claimed * 100)}% of what is claimed,"
            f" a difference of {number(abs(apart))}."
        )
    return said


def aim_of_area(report: Report, plan_for: str, files: list[str]) -> str:
    """Whose aim stands in place of a plan, for when, and what says so."""
    return (
        f"The plan is the aim that {display_name(report.place.name)} set for the whole area for"
        f" {month(plan_for)} (as {' and '.join(files)} says); it is not divided among its networks."
    )


def growth_split(step: Growth) -> str:
    """Growth, split into more staff and more PCNs reporting."""
    verb = "rose" if step.change >= 0 else "fell"
    said = (
        f"From {month(step.then_period)} to {month(step.now_period)} posts {verb} by"
        f" {number(abs(step.change))}"
    )
    if not step.pcns_started and not step.pcns_stopped:
        return f"{said}, in {_pcns(step.pcns_both)} that reported both times."
    said += f": {signed(step.staff)} in {_pcns(step.pcns_both)} that reported both times"
    if step.pcns_started:
        said += f", {signed(step.started)} in {_pcns(step.pcns_started)} that began to report"
    if step.pcns_stopped:
        said += f", {signed(-step.stopped)} in {_pcns(step.pcns_stopped)} that stopped"
    return f"{said}."


def growth_of_years(steps: pl.DataFrame) -> str:
    """Growth over every return there is, split as in `growth_split`.

    Args:
        steps: of `arrs.growth_by_period`.
    """
    known = steps.drop_nulls("change")
    if known.is_empty():
        return "There are no two returns here to set beside each other."
    change, staff, started, stopped = known.select(
        pl.col("change", "staff", "started", "stopped").sum()
    ).row(0)
    return (
        f"From {month(str(steps['period'][0]))} to {month(str(steps['period'][-1]))} additional roles "
        f"changed by {signed(change)} full-time posts: "
        f"{signed(staff)} in networks that reported one time and the next, "
        f"{signed(started)} in networks that began to report, "
        f"{signed(-stopped)} in networks that stopped."
    )


def roles_filled(rows: pl.DataFrame) -> str:
    """How many roles somebody holds, in the first and the last month of `period, role, fte`."""
    first, last = rows["period"].min(), rows["period"].max()
    filled = rows.filter(pl.col("fte") > 0)["period"].to_list()
    now = filled.count(last)
    said = f"{now} role{'' if now == 1 else 's'} had somebody in post in {month(str(last))}"
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
    return f"{number_of:,} PCN{'' if number_of == 1 else 's'}"


def rate_note() -> str:
    """What to know about the rates of maximum reimbursement."""
    return declared().arrs.rate_note.strip()
