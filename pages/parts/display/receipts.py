"""Receipts: how any number of a page is made."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.parts import kept, words
from pages.parts.display.escaping import plain
from pages.parts.display.sentences import refusal, say
from wfcore.declared import declared
from wfcore.errors import UnknownName
from wfcore.geography import Level, display_name
from wfcore.measuring import Receipt, VersionMeasures
from wfcore.wording import flag_notes, month, number, percent


def receipts(
    data: VersionMeasures,
    places: Sequence[tuple[Level, str, str]],
    metrics: Sequence[str],
    periods: Sequence[str],
) -> None:
    """How any number of the page is made.

    Args:
        data: the figures.
        places: level, code and name of every place on the page, the main one first.
        metrics: ids of every metric on the page, the main one first.
        periods: every month on the page, the main one first.
    """
    say("Choose any number of this page.")
    left, middle, right = st.columns(3)
    named = {f"{level}:{code}": (level, code, name) for level, code, name in places}
    place = named[
        kept.apart(
            "receipt-place", list(named), left.selectbox, "Of which place",
            format_func=lambda p: named[p][2],
        )
    ]  # fmt: skip
    metric = kept.apart(
        "receipt-metric", metrics, middle.selectbox, "Which number",
        format_func=lambda m: declared().metric(m).name,
    )  # fmt: skip
    there = data.periods_of(declared().metric(metric).collection, place[0], place[1])
    months = [p for p in periods if p in there] or list(reversed(there)) or list(periods)
    period = kept.apart(
        "receipt-month", months, right.selectbox, "Of which month", format_func=month
    )
    try:
        made = data.receipt(metric, place[0], place[1], period)
    except UnknownName as error:
        refusal(error)
        return
    _receipt(made)


def _receipt(made: Receipt) -> None:
    metric, measure = made.metric, made.measure
    st.markdown(f"**{plain(metric.name)}**, {plain(measure.area_name)}, {month(measure.period)}")
    facts = [
        ("Value", f"{number(measure.value, max(metric.decimals, 3))} {metric.unit}"),
        ("Numerator", number(measure.numerator, 3)),
        ("Denominator", _denominator(made)),
        ("Formula", made.formula),
        ("Reported", f"{made.units_reported:,} of {made.units:,} {metric.reporting_unit}"),
        ("Patients covered", _patients(made)),
        ("Data version", str(made.version)),
    ]
    lines = [f"{label}: {plain(text)}" for label, text in facts]
    lines += [f"Note: {plain(remark)}" for remark in flag_notes(made.measure.flags)]
    if made.not_reported:
        listed = ", ".join(plain(display_name(n)) for n in made.not_reported[:8])
        more = len(made.not_reported) - 8
        lines.append(f"Did not report: {listed}{f' and {more} more' if more > 0 else ''}")
    words.heard(*lines)
    st.markdown("\n".join(f"- {line}" for line in lines))
    st.markdown("**Files**")
    words.heard(*made.files["title"], *made.files["file_name"])
    st.markdown("\n".join(_file_line(file) for file in made.files.iter_rows(named=True)))
    st.markdown("**The polars expression**")
    st.code(made.expression, language="python", wrap_lines=True)


def _file_line(file: Mapping[str, Any]) -> str:
    invented = " Invented figures." if file["note"] == "invented" else ""
    dated = f", {file['snapshot_date']}" if file["snapshot_date"] else ""
    return (
        f"- For {file['use']}: {plain(file['title'])}{dated}. File: {plain(file['file_name'])} "
        f"(SHA-256 {file['sha256'][:12]}…). {plain(file['licence'])}.{invented}"
    )


def _denominator(made: Receipt) -> str:
    if made.metric.kind in ("fte", "patients"):
        return "none: a count"
    return number(made.measure.denominator, 0 if made.metric.kind == "rate" else 3)


def _patients(made: Receipt) -> str:
    if made.patients is None:
        return "no list sizes in reach"
    share = made.measure.coverage_patients
    return f"{number(made.patients_reported, 0)} of {number(made.patients, 0)} ({percent(share)})"
