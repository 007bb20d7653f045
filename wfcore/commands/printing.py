"""A paper: kept, asked afresh, or printed by somebody."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from wfcore import papers, wording
from wfcore.answers import choice_of
from wfcore.commands.figures import figures_of, place_asked
from wfcore.commands.named_files import name_as_text, read_named
from wfcore.commands.outcomes import BLOCKED, DONE
from wfcore.commands.printed_files import case_of, figures_if_any, paper_of
from wfcore.errors import UnfitPaper
from wfcore.measuring import VersionMeasures
from wfcore.months import Month
from wfcore.papers import FORMATS
from wfcore.store import Store
from wfcore.table_checks import tables_of


def paper(options: argparse.Namespace) -> int:
    """Write a paper to a file; parts that cannot be asked again are named.

    Raises:
        UnfitPaper: no such format, or a file that cannot be read or written.
        StoreError: there is no store. A printed table needs none.
    """
    kind = options.format or Path(options.out).suffix.removeprefix(".").lower()
    if kind not in FORMATS:
        raise UnfitPaper(f"{options.out}: no paper is made as that.", f"Use {', '.join(FORMATS)}.")
    if not options.printed:
        Store.open(options.store)  # else every part would say that its version is not there
    versions: dict[int, VersionMeasures] = {}

    def numbered(number: int) -> VersionMeasures:
        if number not in versions:
            versions[number] = VersionMeasures(Store.open(options.store).read(number))
        return versions[number]

    today = datetime.now(tz=UTC)
    document = papers.document(
        _paper_asked(options),
        numbered,
        made=f"{today.day} {wording.month(Month.of(today))}",
        today=Month.of(today),
        link=options.link,
    )
    lost = [section for section in document.sections if section.lost]
    for section in lost:
        print(f"{section.title}: {section.answer.verdict}", file=sys.stderr)
    try:
        Path(options.out).write_bytes(FORMATS[kind].make(document))
    except OSError as error:
        raise UnfitPaper(f"{options.out}: {error.strerror}.", "Name another file.") from error
    return BLOCKED if lost else DONE


def _paper_asked(options: argparse.Namespace) -> papers.Paper:
    if options.place or options.practices:
        choice = choice_of(
            figures_of(options),
            place_asked(options),
            options.metric,
            options.period,
            patients=options.patients,
        )
        return papers.default_paper(choice)
    path = Path(options.kept or options.printed)
    try:
        data = read_named(path)
    except OSError as error:
        raise UnfitPaper(f"{path}: {error.strerror}.", "Name a file that is there.") from error
    if options.kept:
        return papers.paper_from_yaml(data)
    figures = figures_if_any(options)
    case = next(case_of(tables_of(name_as_text(path), data), options, figures))
    return paper_of(case, options, figures, name_as_text(path))
