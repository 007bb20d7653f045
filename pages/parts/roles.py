"""What a reader chooses for additional roles: the aim, the weighting, own maxima, the start; and the report."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

import streamlit as st

from pages.parts import display, kept, levers, selection
from pages.parts.selection import Choice
from wfcore import papers, wording
from wfcore.answers import first_months, question_of, report_of, unknown_maxima
from wfcore.arrs import Report
from wfcore.months import FinancialYear, Month

_SHARES = ("60", "70", "80", "90", "100")
_MOST_GBP = 500_000.0
_UNSET = ""  # where nobody set an aim
Options = dict[str, str]


def choose_options(choice: Choice) -> tuple[Options | None, Report]:
    """The aim, the weighting where there is one, and maxima that no source says; and the report so asked."""
    options: Options = {}
    here = _report(choice, options).target_share
    usual = _UNSET if here is None else f"{100 * here:g}"
    share = kept.remembered(
        "use",
        _SHARES if usual in _SHARES else (usual, *_SHARES),
        usual,
        st.sidebar.selectbox,
        "Aim to use of the allocation",
        format_func=lambda share: f"{share}%" if share else "Nobody set one here",
    )
    if share != usual:
        options["use"] = share
    report = _report(choice, options)
    if report.weighting != "none":
        weighting = kept.remembered(
            "london", ("outer", "inner"), "outer", st.sidebar.selectbox, "London weighting",
            format_func=str.capitalize,
        )  # fmt: skip
        if weighting != report.weighting:
            options["london"] = weighting
    if maxima := _own_maxima(report.year):
        options["maxima"] = ",".join(f"{role}:{pounds:.0f}" for role, pounds in maxima.items())
    return options or None, _report(choice, options)


def choose_start(report: Report, options: Options | None) -> Options | None:
    """The first day from which money left could pay for posts; the month after the last claims at first."""
    months = first_months(report)
    if not months:
        return options
    start = kept.remembered(
        "start", months, months[0], st.sidebar.selectbox, "Money left pays from the first day of",
        format_func=wording.month,
        known=lambda day: wording.month(day) if day in FinancialYear(report.year).months else None,
    )  # fmt: skip
    return options if start == months[0] else {**(options or {}), "start": start}


def _report(choice: Choice, options: Options) -> Report:
    return report_of(choice, question_of(choice, "roles", options=options or None))


def _own_maxima(year: str) -> dict[str, float]:
    """Maximum reimbursements that no source here says and the reader does: role → £ a year."""
    unknown = unknown_maxima(year)
    if not unknown:
        return {}
    held = _read_maxima(kept.chosen("maxima") or "", unknown)
    own: dict[str, float] = {}
    with st.sidebar.popover("Enter a maximum reimbursement"):
        display.note("Not known here. What you enter is used on this page.")
        for role, name in unknown.items():
            pounds = kept.now(f"maximum-{role}", held.get(role))
            st.number_input(
                f"{display.plain(name)}, £ a year at most", min_value=1.0, max_value=_MOST_GBP, step=1000.0,
                format="%.0f", **kept.control(f"maximum-{role}", pounds),
            )  # fmt: skip
            if pounds:
                own[role] = pounds
    kept.choose("maxima", ",".join(f"{role}:{pounds:.0f}" for role, pounds in own.items()))
    kept.also_in_link("maxima")
    return own


def _read_maxima(text: str, unknown: Mapping[str, str]) -> dict[str, float]:
    """What a link says of them; what it cannot mean is left out."""
    pairs = (pair.partition(":") for pair in text.split(","))
    return {
        role: float(pounds)
        for role, _, pounds in pairs
        if role in unknown and re.fullmatch(r"[0-9]{1,6}", pounds) and 1 <= int(pounds) <= _MOST_GBP
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
