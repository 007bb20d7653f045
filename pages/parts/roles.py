"""What a reader chooses for additional roles: the aim, the weighting, own maxima, the start; and the report."""

from datetime import UTC, datetime
from math import isfinite
from typing import cast

import polars as pl
import streamlit as st

from pages.parts import display, levers, selection
from pages.parts.selection import Choice
from wfcore import papers, wording
from wfcore.answers import first_months, question_of, report_of, unknown_maxima
from wfcore.arrs import Report
from wfcore.months import Month

_SHARES = ("60", "70", "80", "90", "100")
_DECLARED = "80"  # the declared aspiration, which is no choice of the place's own
Options = dict[str, str]


def choose_options(choice: Choice) -> tuple[Options | None, Report]:
    """The aim, the weighting where there is one, and maxima that no source says; and the report so asked."""
    options: Options = {}
    share = selection.remembered(
        "use",
        _SHARES,
        _DECLARED,
        st.sidebar.selectbox,
        "Aim to use of the allocation",
        format_func="{}%".format,
    )
    if share != _DECLARED:
        options["use"] = share
    report = _report(choice, options)
    if report.weighting != "none":
        weighting = selection.remembered(
            "london", ("outer", "inner"), "outer", st.sidebar.selectbox, "London weighting",
            format_func=str.capitalize,
        )  # fmt: skip
        if weighting != report.weighting:
            options["london"] = weighting
    if maxima := _own_maxima(report.year):
        options["maxima"] = ",".join(f"{role}:{pounds:g}" for role, pounds in maxima.items())
    return options or None, _report(choice, options)


def choose_start(report: Report, options: Options | None) -> Options | None:
    """The first day from which money left could pay for posts; the month after the last claims at first."""
    months = first_months(report)
    if not months:
        return options
    start = selection.remembered(
        "start", months, months[0], st.sidebar.selectbox, "Money left pays from the first day of",
        format_func=wording.month,
    )  # fmt: skip
    return options if start == months[0] else {**(options or {}), "start": start}


def _report(choice: Choice, options: Options) -> Report:
    return report_of(choice, question_of(choice, "roles", options=options or None))


def _own_maxima(year: str) -> dict[str, float]:
    """Maximum reimbursements that no source here says and the reader does: role → £ a year.

    The same rows stand in the table on every run, so that what is typed in it stays.
    """
    unknown = unknown_maxima(year)
    if not unknown:
        return {}
    with st.sidebar.popover("Enter a maximum reimbursement"):
        display.note("Not known here. What you enter is used on this page until you leave it.")
        edited = st.data_editor(
            pl.DataFrame(
                {"role": list(unknown.values()), "gbp": [None] * len(unknown)},
                schema={"role": pl.String, "gbp": pl.Float64},
            ),
            column_config={
                "role": st.column_config.TextColumn("Role", disabled=True),
                "gbp": st.column_config.NumberColumn(
                    "£ a year at most", min_value=1, max_value=500_000, format="localized"
                ),
            },
            hide_index=True,
            key=f"own-maxima-{year}",
        )
    return {
        role: float(gbp)
        for role, gbp in zip(unknown, cast("pl.DataFrame", edited)["gbp"], strict=True)
        if isinstance(gbp, int | float) and isfinite(gbp) and gbp > 0
    }


def paper(choice: Choice, report: Report) -> None:
    """The report as one side of A4 to download, with the address of this page."""
    link = selection.link_to(question_of(choice, "roles"))
    where = levers.address(link, "additional-roles")
    where = where if where.startswith("http") else ""
    today = datetime.now(tz=UTC)
    made = f"{today.day} {wording.month(Month.of(today))}"
    display.paper(
        "Download this report (PDF)",
        lambda: papers.arrs_paper(report, link=where, made=made),
        name=f"additional-roles-{choice.code}-{report.in_post_period}",
    )
