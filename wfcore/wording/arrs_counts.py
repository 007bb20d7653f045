"""Sentences about the three counts of additional roles: who is in post, who was planned and claimed."""

import polars as pl

from wfcore import rounding
from wfcore.arrs import Coverage, Report, name_of
from wfcore.geography import display_name
from wfcore.wording.figures import month, number, percent

_POSTS = rounding.DECIMALS["fte"]


def coverage_phrase(over: Coverage) -> str:
    """Over which PCNs and patients a figure is."""
    if not over.reported:
        return "No network reported: nobody knows who is in post, which is not the same as nobody."
    share = f", with {percent(over.share)} of registered patients" if over.share is not None else ""
    if over.reported == over.pcns:
        them = "The network" if over.pcns == 1 else f"All {over.pcns:,} networks"
        return f"{them} reported{share}."
    silent = over.pcns - over.reported
    listed = ", ".join(display_name(name) for name in over.silent)
    names = f" ({listed})" if 0 < len(over.silent) <= 4 else ""
    return (
        f"{over.reported:,} of {over.pcns:,} networks reported{share}; {silent:,} did not{names} and are"
        " left out, not counted as 0."
    )


def staff_in_post(report: Report) -> str:
    """The first sentence of a report: who is in post, and when."""
    name = display_name(report.place.name)
    if not report.coverage.published:
        return _without_return(report)
    if report.staff_fte is None:
        when = month(report.in_post_period)
        return f"{name} sent no staff return for {when}: not reported, which is not 0."
    return (
        f"{name} has {number(report.staff_fte)} full-time posts of additional roles"
        f" in {month(report.in_post_period)}{_largest(report)}."
    )


def _without_return(report: Report) -> str:
    """What is planned and claimed for a month of which no staff return is published."""
    name, when = display_name(report.place.name), month(report.in_post_period)
    counts, of_scheme = report.counts, "full-time posts of additional roles"
    planned, claimed = counts.planned, counts.claimed
    plan_for, claimed_for = (count_month(report, name) for name in ("plan_for", "claimed_month"))
    if planned is None and claimed is None:
        return f"No staff return, plan or claims of {name} for {when} are published here."
    silent = f"No staff return of {when} is published here."
    if claimed is None:
        return f"{name} planned {number(planned)} {of_scheme} for {plan_for}. {silent}"
    of_plan = "" if planned is None else f", of {number(planned)} planned for {plan_for}"
    return f"{name} claimed {number(claimed)} {of_scheme} in {claimed_for}{of_plan}. {silent}"


def count_month(report: Report, column: str) -> str:
    """The month of the plan (`plan_for`) or of the claims (`claimed_month`) of all roles; that looked at without."""
    whole = report.side_by_side.filter(role="arrs")[column].drop_nulls()
    return month(str(whole[0]) if len(whole) else report.in_post_period)


def nobody_can_say(period: str) -> str:
    """That no staff return of a month is there, so who was in post is not known."""
    return (
        f"No staff return of {month(period)} is published here, so nobody can say who was in post."
    )


def returns_said(report: Report) -> str:
    """Over which PCNs a figure is; of a month without returns, what the nearest one said."""
    if report.coverage.published:
        return coverage_phrase(report.coverage)
    near = report.nearest_return
    if near is None or near.fte is None:
        return "Nobody can say who was in post, which is not the same as nobody."
    return (
        f"The nearest staff return is of {month(near.period)}: {number(near.fte)} full-time posts. "
        f"{coverage_phrase(near.coverage)}"
    )


def posts_by_role(report: Report) -> dict[str, float | None]:
    """Full-time posts of each role, the largest first, as they are read: they add up to all together."""
    rows = report.staff.sort("fte", "role", descending=[True, False])
    whole = report.staff_fte
    printed = None if whole is None else rounding.shown(whole, _POSTS)
    shown = rounding.column_parts(rows["fte"].to_list(), whole, printed, _POSTS)
    return dict(zip(rows["role"], shown, strict=True))


def _largest(report: Report) -> str:
    role, *others = posts_by_role(report).items() or [("", None)]
    return f". The largest role is {name_of(role[0]).lower()} ({number(role[1])})" if others else ""


def three_counts(report: Report) -> str:
    """Plan, in post and claimed, each with its month where that is another; what to ask of more than planned.

    Empty where the first sentence has said all that is known.
    """
    counts, when = report.counts, month(report.in_post_period)
    if not report.coverage.published and None in (counts.planned, counts.claimed):
        return ""
    if counts.planned is None and counts.claimed is None:
        return "No plan and no claims have been published here to set beside those in post."
    of_month = {
        "Planned": (counts.planned, count_month(report, "plan_for")),
        "in post": (counts.in_post, when),
        "claimed": (counts.claimed, count_month(report, "claimed_month")),
    }
    listed = (
        f"{what} {number(posts)}{'' if own == when or posts is None else f' ({own})'}"
        for what, (posts, own) in of_month.items()
    )
    said = f"{', '.join(listed)} full-time posts."
    share = counts.claimed_of_planned
    if share is not None and counts.suspicious:
        said += f" Claimed is {number(100 * share)}% of the plan: a question, not a success."
    of_claimed, apart = counts.in_post_of_claimed, counts.claimed_less_in_post
    if of_claimed is not None and apart is not None:
        said += (
            f" The staff return has {number(100 * of_claimed)}% of what is claimed,"
            f" a difference of {number(abs(apart))}."
        )
    return said


def others_of_networks(report: Report) -> str:
    """How those in additional roles and all staff of the networks differ; nothing where they do not."""
    rows = report.staff_by_quarter.filter(pl.col("period") == report.in_post_period, role="all")
    everybody = rows["fte"][0] if rows.height else None
    if everybody is None or report.staff_fte is None:
        return ""
    others = rounding.apart(everybody, report.staff_fte, _POSTS)
    if not others:
        return ""
    return (
        f"Additional roles {number(report.staff_fte)} of it; {number(others)} are other staff: in no role of the "
        "scheme, or in one that no source settles"
    )


def aim_of_area(report: Report, plan_for: str, files: list[str]) -> str:
    """Whose aim stands in place of a plan, for when, and what says so."""
    return (
        f"The plan is the aim that {display_name(report.place.name)} set for the whole area for"
        f" {month(plan_for)} (as {' and '.join(files)} says); it is not divided among its networks."
    )
