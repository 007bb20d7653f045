"""One answer: in words, or whole as JSON."""

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from wfcore.answers import (
    Answer,
    AnswerTable,
    Question,
    answer_question,
    answer_to_document,
    choice_of,
    standard_questions,
)
from wfcore.arrs import with_networks
from wfcore.commands.figures import figures_of, place_asked
from wfcore.commands.futures import read_scenario
from wfcore.commands.outcomes import DONE
from wfcore.declared import declared
from wfcore.errors import UnknownName
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.months import Month
from wfcore.projecting import scenario_to_link
from wfcore.wording import group_without_networks, month


def answer(options: argparse.Namespace) -> int:
    """Print the answer to one question about one place.

    Raises:
        UnknownName: no such place, metric or month, or it cannot be asked of such a place.
        UnfitScenario: the scenario cannot be read or used.
    """
    figures = figures_of(options)
    today = Month.of(datetime.now(tz=UTC))
    found = answer_question(figures, _question(options, figures), today=today)
    if options.json:
        print(answer_to_document(found).model_dump_json(indent=2))
    else:
        print("\n".join(answer_lines(found)))
    return DONE


def page_answers(options: argparse.Namespace) -> int:
    """Print every answer of one page about one place, in the order of the page; `page` names it.

    Raises:
        UnknownName: no such place, metric or month.
    """
    figures, today = figures_of(options), Month.of(datetime.now(tz=UTC))
    choice = choice_of(
        figures, place_asked(options), options.metric, options.period, patients=options.patients
    )
    kinds = [kind.id for kind in declared().answers.values() if kind.page == options.page]
    found = [
        answer_question(figures, question, today=today)
        for question in standard_questions(choice, kinds)
    ]
    if options.json:
        print(
            json.dumps([answer_to_document(one).model_dump(mode="json") for one in found], indent=2)
        )
    else:
        print("\n\n".join("\n".join(answer_lines(one)) for one in found))
    return DONE


def answer_lines(found: Answer) -> list[str]:
    """An answer as the terminal shows it."""
    return [_plain(line) for line in _lines(found)]


def _question(options: argparse.Namespace, figures: VersionMeasures) -> Question:
    metric, of_networks = options.metric, declared().answers[options.kind].collection == "pcn"
    if of_networks:
        figures, metric = with_networks(figures), metric or "pcn_staff_rate"
    choice = choice_of(
        figures, place_asked(options), metric, options.period, patients=options.patients
    )
    questions = standard_questions(choice, [options.kind])
    if not questions or (options.period and questions[0].period != options.period):
        when = f" in {month(choice.period)}" if questions else ""
        raise UnknownName(
            f"“{declared().answers[options.kind].title}” cannot be asked of {choice.name}{when}.",
            f"It can be asked of: {', '.join(declared().answers[options.kind].levels)}."
            + (group_without_networks() if choice.level is Level.GROUP else ""),
        )
    more = {name: getattr(options, name) for name in ("since", "inside") if getattr(options, name)}
    if options.choose:
        more["options"] = dict(options.choose)
    if options.scenario:
        more["scenario"] = scenario_to_link(read_scenario(options.scenario))
    return questions[0].but(**more)


def _lines(found: Answer) -> Iterator[str]:
    yield from (found.question.title, "", found.verdict, *found.detail)
    if found.invented:
        yield "This place is invented. None of its figures are about anybody."
    if found.table is not None:
        yield from ("", f"{found.table.caption}:", *_table(found.table))
    for title, lines in (
        ("Before quoting", found.cautions),
        ("How this number is made", (*found.receipt, found.source)),
        ("Questions to ask", [f"{each.question} ({each.who})" for each in found.follow_ups]),
        ("Ways on", [f"{way.kind}: {way.title}" for way in found.ways_on]),
    ):
        if any(lines):
            yield from ("", f"{title}:", *(f"  {line}" for line in lines if line))


def _table(table: AnswerTable) -> Iterator[str]:
    rows = [table.head, *table.shown()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            text.rjust(width) if numeric else text.ljust(width)
            for text, width, numeric in zip(row, widths, table.numeric, strict=True)
        )
        yield f"  {'  '.join(cells)}".rstrip()


def _plain(line: str) -> str:
    """A line without what could steer a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in line)
