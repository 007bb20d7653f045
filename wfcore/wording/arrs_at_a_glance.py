"""Additional roles in few words: what cards, pictures and a rounded sentence say."""

import polars as pl

from wfcore.arrs import Counts, Report
from wfcore.wording.figures import about_pounds, millions, month, number, pounds


def in_short(report: Report) -> str:
    """What is spent of how much, and where the year ends at this pace: rounded, in a sentence.

    Empty where nothing is approved, or nobody knows of how much.
    """
    money, pace = report.money, report.year_end.by("run_rate")
    if money.approved_gbp is None or money.total_gbp is None or money.until is None:
        return ""
    spent = f"About {millions(money.approved_gbp)} of {millions(money.total_gbp)} is spent by {month(money.until)}"
    if pace is None or not report.start:
        return f"{spent}."
    return f"{spent}; at this pace {millions(pace.year_end_gbp)} by March."


def amounts_in_short(report: Report) -> list[tuple[str, float, str]]:
    """What is spent, what there is, and where this pace leads: words for a picture, pounds, a sentence.

    Empty where `in_short` is.
    """
    money, pace = report.money, report.year_end.by("run_rate")
    spent, whole = money.approved_gbp, money.total_gbp
    if not in_short(report) or spent is None or whole is None:
        return []
    until = month(money.until or report.until)
    amounts = [
        (f"Spent by {until}: {millions(spent)}", spent, f"Spent by {until}: {pounds(spent)}."),
        (f"To spend: {millions(whole)}", whole, f"There is {pounds(whole)} for {report.year}."),
    ]
    if pace is not None and report.start:
        ends = pace.year_end_gbp
        led = f"At this pace by March: {millions(ends)}"
        amounts.append((led, ends, f"At this pace {about_pounds(ends)} by March: an estimate."))
    return amounts


def who_planned(report: Report, plan_for: str) -> str:
    """Whose plan a count is, and for when."""
    if report.counts.planned is None:
        return "no plan is published here"
    whole = report.side_by_side.filter(role="arrs")["codes"]
    own = any("aim_of_area" in str(codes) for codes in whole)
    whose = "an aim of the whole area" if own else "the networks' own plan"
    return f"{whose}, for {plan_for}"


def who_claimed(counts: Counts) -> str:
    """What a count of claims is."""
    if counts.claimed is None:
        return "no claims are published here"
    return "what networks asked to be paid for"


def posts_said(rows: pl.DataFrame) -> pl.Series:
    """What a mark says of `area_name, panel, value, patients`: posts of some roles in a network."""
    said = [
        f"{name}, {panel.lower()}: "
        + ("nothing was reported" if value is None else f"{number(value)} full-time posts")
        + (
            ""
            if value is None or patients is None
            else f"; {number(patients, 0)} patients, all covered: the network reported"
        )
        for name, panel, value, patients in rows.select(
            "area_name", "panel", "value", "patients"
        ).iter_rows()
    ]
    return pl.Series("said", said, dtype=pl.String)
