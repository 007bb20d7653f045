"""A printed table on the command line: what is asked of it, and what it says."""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from wfcore.answers import (
    Answer,
    PrintedCase,
    answer_question,
    answer_to_document,
    printed_case,
)
from wfcore.commands.answering import answer_lines
from wfcore.errors import StoreError, UnreadableFile
from wfcore.measuring import VersionMeasures
from wfcore.papers import printed_paper
from wfcore.printed import PrintedQuestion, questions_of
from wfcore.store import Store
from wfcore.table_checks import PrintedTable


def answers_given(options: argparse.Namespace) -> dict[str, str]:
    """What the command line says of a table, as `read_printed` understands it."""
    told = {name: getattr(options, name, None) or "" for name in ("staff", "month")}
    told["place"] = getattr(options, "place", None) or getattr(options, "about", None) or ""
    for option in ("patients", "aim"):
        listed = getattr(options, option, None)  # of `paper`, --patients is whom rates are for
        pairs = cast("list[tuple[str, str]]", listed) if isinstance(listed, list) else []
        for name, value in pairs:
            told[f"{option}:{name}" if name else option] = value
    return told | dict(options.answer)


def figures_if_any(options: argparse.Namespace) -> VersionMeasures | None:
    """The version whose places and aims are known; None, and it is said, where there is no store."""
    try:
        return VersionMeasures(Store.open(options.store).read(options.version))
    except StoreError as error:
        print(f"No places and no aims are known: {error.message}", file=sys.stderr)
        return None


def case_of(
    tables: Sequence[PrintedTable], options: argparse.Namespace, figures: VersionMeasures | None
) -> Iterator[PrintedCase]:
    """Each table that has figures of staff, read with the answers given.

    Raises:
        UnreadableFile: none of them has.
    """
    refused: list[UnreadableFile] = []
    many = 0
    for table in tables:
        try:
            yield printed_case(table, answers_given(options), figures)
            many += 1
        except UnreadableFile as error:
            refused.append(error)
    if not many and refused:
        raise refused[0]


def use_tables(
    tables: Sequence[PrintedTable], options: argparse.Namespace
) -> list[tuple[PrintedCase, list[Answer]]]:
    """Each table with its answers: how it stands, what changed, what it takes.

    Raises:
        UnreadableFile: no table has figures of staff.
    """
    figures = figures_if_any(options)
    made: list[tuple[PrintedCase, list[Answer]]] = []
    for case in case_of(tables, options, figures):
        paper = paper_of(case, options, figures, Path(options.files[0]).name)
        asked = [part.asked for part in paper.parts]
        made.append((case, [answer_question(figures, one) for one in asked]))
    return made


def paper_of(
    case: PrintedCase, options: argparse.Namespace, figures: VersionMeasures | None, source: str
) -> Any:
    """The paper of a printed table."""
    version = figures.version.number if figures is not None else None
    place = getattr(options, "about", None) or getattr(options, "place", None) or case.about
    return printed_paper(case, getattr(options, "source", "") or source, place, version)


def used_as_text(made: Sequence[tuple[PrintedCase, list[Answer]]]) -> str:
    """Columns, questions and answers as the terminal shows them."""
    lines: list[str] = []
    for case, answers in made:
        lines += ["", f"Used: {case.reading.table.name}"]
        lines += [
            f"  {column.letter} {column.heading or '(no heading)'}: {column.use}"
            for column in case.reading.columns
        ]
        asked = questions_of(case.reading)
        lines += (
            ["", "Asked of whoever brings the table (answer with --answer KEY=VALUE):"]
            if asked
            else []
        )
        for question in asked:
            choices = f" Choices: {'; '.join(question.choices)}." if question.choices else ""
            lines.append(f"  {question.key}: {question.text} Taken: {question.taken}.{choices}")
        for answer in answers:
            lines += ["", *answer_lines(answer)]
    return "\n".join(lines)


def used_as_document(made: Sequence[tuple[PrintedCase, list[Answer]]]) -> list[Mapping[str, Any]]:
    """The same for `--json`."""
    return [
        {
            "table": case.reading.table.name,
            "columns": [
                {"letter": c.letter, "heading": c.heading, "use": c.use} for c in case.reading.columns
            ],
            "questions": [_asked(question) for question in questions_of(case.reading)],
            "answers": [answer_to_document(answer).model_dump(mode="json") for answer in answers],
        }
        for case, answers in made
    ]  # fmt: skip


def _asked(question: PrintedQuestion) -> Mapping[str, Any]:
    return {
        "key": question.key, "text": question.text, "choices": list(question.choices),
        "taken": question.taken,
    }  # fmt: skip
