"""Formats follow the quantity, in every sentence and table of every answer; and what is shown adds up."""

import itertools
import re
from decimal import Decimal

import pytest

from wfcore.answers import Answer, answer_question, choice_of, question_of
from wfcore.declared import declared
from wfcore.errors import WorkforceError
from wfcore.measuring import VersionMeasures
from wfcore.store import Store

KINDS = [kind.id for kind in declared().answers.values() if kind.id != "ask" and not kind.printed]
METRICS = ("gp_rate", "nurse_fte", "patients_per_gp", "registered_patients", "pcn_staff_rate")
PLACES = ("Havering", "Havering North PCN", "QMF", "QZZ", "F82009")
WHOLE = re.compile(r"^(patients|people|£|whole posts)", re.IGNORECASE)
PARTS = re.compile(r"\bFTE\b|per 100,000|full-time posts", re.IGNORECASE)
CROWDED = re.compile(
    r"(?<![\d,.#/£])\d{5,}(?![\d,]*%)|\d{4,}\.\d|\d,\d{3}\.\d+ (?:patients|people)"
)
# Years of birth of nobody: seeds, codes and digests are no figures.
NO_FIGURE = re.compile(r"seed|SHA|[A-Z]\d{4,}|Source")


@pytest.fixture(scope="module")
def answers(samples) -> list[tuple[str, str, str, Answer]]:
    figures = VersionMeasures(Store.open(str(samples)).read())
    found: list[tuple[str, str, str, Answer]] = []
    for place, metric, kind in itertools.product(PLACES, METRICS, KINDS):
        try:
            choice = choice_of(figures, place, metric)
            answer = answer_question(figures, question_of(choice, kind))
        except WorkforceError:
            continue
        found.append((place, metric, kind, answer))
    return found


def test_sentences_mark_thousands_and_count_people_whole(
    answers: list[tuple[str, str, str, Answer]],
):
    assert len(answers) > 200
    for place, metric, kind, answer in answers:
        for said in (answer.verdict, *answer.detail, *answer.cautions):
            if not NO_FIGURE.search(said):
                assert not CROWDED.search(said), (place, metric, kind, said)


def test_columns_follow_the_quantity(answers: list[tuple[str, str, str, Answer]]):
    for place, metric, kind, answer in answers:
        if answer.table is None:
            continue
        for heading in answer.table.headings.values():
            if isinstance(heading, str):
                continue
            name, decimals = heading
            where = (place, metric, kind, name)
            if WHOLE.search(name) and not name.startswith("Patients per"):
                assert decimals == 0, where
            elif PARTS.search(name) and "atients per" not in name:
                assert decimals >= 1, where
        for row in answer.table.shown():
            for cell, numeric in zip(row, answer.table.numeric, strict=True):
                if numeric or not re.fullmatch(r"20\d\d", cell):  # a year is no figure
                    assert not re.fullmatch(r"-?\d{4,}(\.\d+)?", cell), (place, metric, kind, cell)


def number(cell: str) -> Decimal | None:
    return None if cell in ("–", "") else Decimal(cell.replace("−", "-").replace(",", ""))


def test_a_reader_with_a_pencil_agrees(answers: list[tuple[str, str, str, Answer]]):
    """Differences of tables are those of what they print, and parts make their whole."""
    seen = 0
    for *where, answer in answers:
        table = answer.table
        if table is None:
            continue
        columns = dict(zip(table.headings, zip(*table.shown(), strict=True), strict=False))
        for name, (one, other) in table.differences.items():
            if not {name, one, other} <= set(columns):
                continue
            for change, now, then in zip(columns[name], columns[one], columns[other], strict=True):
                if None not in (figures := [number(cell) for cell in (change, now, then)]):
                    assert figures[0] == figures[1] - figures[2], (where, figures)
                    seen += 1
        for name, parts in table.splits.items():
            there = [part for part in parts if part in columns]
            for row, whole in enumerate(columns[name]):
                figures = [number(columns[part][row]) for part in there]
                if there and len(there) == len(parts) and None not in [*figures, number(whole)]:
                    assert sum(figures) == number(whole), (where, figures, whole)
                    seen += 1
    assert seen > 20


def test_the_sentence_and_its_figures_agree(answers: list[tuple[str, str, str, Answer]]):
    """“rose by 1.2 … From 48.2 to 49.4.”"""
    seen = 0
    for *where, answer in answers:
        said = " ".join([answer.verdict, *answer.detail])
        moved = re.search(r"(rose|fell) by ([\d,.]*\d) since", said)
        ends = re.search(r"From ([\d,.]*\d) to ([\d,.]*\d): ", said)
        if moved and ends:
            size, then, now = (number(text) for text in (moved[2], ends[1], ends[2]))
            assert size == abs(now - then), (where, said)
            seen += 1
    assert seen > 3
