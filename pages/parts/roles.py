"""What a reader chooses for additional roles: the aim, the weighting, own maxima, the start; and the report."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import streamlit as st

from pages.parts import display, kept, levers, sections, selection
from pages.parts.kept import Box
from pages.parts.selection import Choice
from wfcore import papers, wording
from wfcore.answers import Question, first_months, question_of, report_of, unknown_maxima
from wfcore.arrs import Report
from wfcore.months import FinancialYear, Month

_SHARES = ("60", "70", "80", "90", "100")
_MOST_GBP = 500_000.0
_MOST_POSTS = 99_999.0
_UNSET = ""  # where nobody set an aim
_MAXIMA, _CLAIM = "maxima", "growth"  # words in the address
_KEY = {_MAXIMA: "maximum", _CLAIM: "growth"}  # what the keys of their controls begin with
# What a paper may say of a growth, by the names of the answer's options.
_CLAIMED = {
    "staff": "Staff that the share is of, full-time posts",
    "posts": "Planned posts, as the paper says",
    "there": "Of them in post already, as the paper says",
    "claimed": "Posts claimed for, as the paper says",
}
Options = dict[str, str]


def choose_options(choice: Choice) -> tuple[Options | None, Report, list[Box]]:
    """The aim, the weighting where there is one, and maxima that no source says; the report so asked.

    Returns:
        What is chosen, the report, and the boxes of what can be; they are drawn by `draw_choices`.
    """
    options: Options = {}
    here = _report(choice, options).target_share
    usual = _UNSET if here is None else f"{100 * here:g}"
    share = kept.offer(
        "use", "Aim to use of the allocation", _SHARES if usual in _SHARES else (usual, *_SHARES), usual,
        lambda share: f"{share}%" if share else "Nobody set one here",
    )  # fmt: skip
    boxes = [share]
    if share.value != usual:
        options["use"] = share.value
    report = _report(choice, options)
    if report.weighting != "none":
        weighting = kept.offer(
            "london", "London weighting", ("outer", "inner"), "outer", str.capitalize
        )
        boxes.append(weighting)
        if weighting.value != report.weighting:
            options["london"] = weighting.value
    if maxima := _held_numbers(_MAXIMA, unknown_maxima(report.year), _MOST_GBP):
        options["maxima"] = _written(maxima)
    return options or None, _report(choice, options), boxes


def choose_start(report: Report, options: Options | None) -> tuple[Options | None, list[Box]]:
    """The first day from which money left could pay for posts; the month after the last claims at first."""
    months = first_months(report)
    if not months:
        return options, []
    start = kept.offer(
        "start", "Money left pays from the first day of", months, months[0], wording.month,
        known=lambda day: wording.month(day) if day in FinancialYear(report.year).months else None,
    )  # fmt: skip
    chosen = options if start.value == months[0] else {**(options or {}), "start": start.value}
    return chosen, [start]


def draw_choices(report: Report, boxes: Iterable[Box]) -> None:
    """What the figures of money rest on, folded: the boxes, and maxima that no source here says."""
    if box := display.folded("Change what the money rests on", "money-choices"):
        with box:
            for each in boxes:
                each.draw(st.selectbox)
            if unknown := unknown_maxima(report.year):
                display.note(
                    "Pounds a year at most for these roles are not known here. Yours are used on this page."
                )
                _ask_numbers(_MAXIMA, unknown, _MOST_GBP, 1000.0)


def growth(choice: Choice, question: Question) -> None:
    """A claim of what grew, folded: the numbers that a paper gives, and what they come to."""
    held = _held_numbers(_CLAIM, _CLAIMED, _MOST_POSTS)
    if box := display.folded(display.plain(question.title), _CLAIM):
        with box:
            display.note(
                "A paper says “so much more”: of how many, and how many are there already?"
            )
            _ask_numbers(_CLAIM, _CLAIMED, _MOST_POSTS, 1.0)
            options = {name: f"{value:g}" for name, value in held.items()}
            sections.section(choice, question.but(options=options or None), folded=True)


def _report(choice: Choice, options: Options) -> Report:
    return report_of(choice, question_of(choice, "roles", options=options or None))


def _held_numbers(word: str, names: Mapping[str, str], most: float) -> dict[str, float]:
    """Numbers that a reader gives, typed just now or held in the address under one word."""
    pairs = (pair.partition(":") for pair in (kept.chosen(word) or "").split(","))
    said = {
        name: float(number)
        for name, _, number in pairs
        if name in names
        and re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,2})?", number)
        and 0 < float(number) <= most
    }
    typed = {name: kept.now(f"{_KEY[word]}-{name}", said.get(name)) for name in names}
    given = {name: float(number) for name, number in typed.items() if number}
    kept.choose(word, _written(given))
    kept.also_in_link(word)
    return given


def _written(numbers: Mapping[str, float]) -> str:
    return ",".join(f"{name}:{number:.10g}" for name, number in numbers.items())


def _ask_numbers(word: str, names: Mapping[str, str], most: float, step: float) -> None:
    given = _held_numbers(word, names, most)
    for name, label in names.items():
        st.number_input(
            display.plain(label), min_value=0.01, max_value=most, step=step, format="%.10g",
            **kept.control(f"{_KEY[word]}-{name}", given.get(name)),
        )  # fmt: skip


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
