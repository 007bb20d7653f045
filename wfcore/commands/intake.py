"""Files named on the command line: read, checked, diagnosed."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from wfcore import wording
from wfcore.checking import QualityReport
from wfcore.checking import check_drafts as checked
from wfcore.commands.given_months import GivenMonths
from wfcore.commands.named_files import name_as_text, read_named, read_open
from wfcore.commands.outcomes import BLOCKED, DONE
from wfcore.commands.printed_files import use_tables, used_as_document, used_as_text
from wfcore.declared import declared
from wfcore.errors import UnreadableFile
from wfcore.findings import finding
from wfcore.normalising import Draft, normalise
from wfcore.reading import read_upload
from wfcore.store import with_earlier_postcodes
from wfcore.table_checks import PrintedTable, diagnose, tables_of


def intake(
    files: Sequence[str], periods: Sequence[tuple[str, str]], more: Sequence[Draft] = ()
) -> tuple[list[Draft], QualityReport]:
    """Read, normalise and check files together.

    Args:
        files: their paths.
        periods: file (empty for all) and month that were given for files without a date of their own.
        more: drafts that come of no file, checked with the others.

    Raises:
        UnreadableFile: naming every file that cannot be read.
        WorkforceError: the months given contradict each other, or name another file.
    """
    given = GivenMonths.read(periods, files)
    drafts: list[Draft] = []
    uploads: list[str] = []
    refused: list[str] = []
    codes: set[str] = set()
    for name in files:
        path = Path(name)
        try:
            data = read_named(path)
            for table in read_upload(name_as_text(path), data, declared()):
                made = normalise(table, given.of(path.name))
                drafts += made
                uploads += [path.name] * len(made)
        except OSError as error:
            advice = "Name the files in it." if path.is_dir() else "Check the name and the folder."
            refused.append(f"{name}: {error.strerror or 'cannot be opened'}. {advice}")
            codes.add("no_such_file")
        except UnreadableFile as error:
            refused.append(str(error))
            codes.add(error.code)
    if refused:
        # Files that are refused for several reasons have no one code.
        raise UnreadableFile("\n".join(refused), code=codes.pop() if len(codes) == 1 else "")
    drafts += more
    uploads += [one.file_name for one in more]
    drafts, report = checked(with_earlier_postcodes(drafts, None))
    return drafts, given.compared(drafts, uploads, report)


def check(options: argparse.Namespace) -> int:
    """Print what is wrong with files; nothing is published."""
    try:
        _, report = intake(options.files, options.period)
    except UnreadableFile as error:
        if options.json:
            unreadable = finding("blocks", error.code, str(error))
            nothing: dict[str, object] = {"source": None, "period": None, "rows": 0}
            named = {"file": ", ".join(options.files), **nothing}
            print(_as_json([{**named, "findings": [unreadable.model_dump()]}]))
        raise
    if options.json:
        keep = {"file", "source", "period", "rows", "findings"}
        print(_as_json([file.model_dump(mode="json", include=keep) for file in report.files]))
    else:
        print(report_text(report))
    return DONE if report.publishable else BLOCKED


def _as_json(files: list[dict[str, object]]) -> str:
    return json.dumps({"files": files}, ensure_ascii=False, indent=2)


def report_text(report: QualityReport) -> str:
    """A report as the terminal shows it."""
    lines: list[str] = []
    for file in report.said_once().files:
        lines.append(
            f"{file.file}: {file.title or file.source}, {file.period or 'no date'}, {file.rows:,} rows"
        )
        lines += [f"  {label}: {figure}" for label, figure in file.totals.items()]
        for found in file.findings:
            lines.append(f"  [{found.severity}] {found.message} ({found.code}, {found.count})")
            lines += [f"      {example}" for example in found.examples]
            lines += [f"      {found.advice}"] if found.advice else []
    lines.append(
        "Publishable." if report.publishable and not report.of("warns")
        else "Publishable once the warnings are accepted." if report.publishable
        else "Blocked."
    )  # fmt: skip
    return "\n".join(lines)


def doctor(options: argparse.Namespace) -> int:
    """Print what is wrong with tables, of files or of standard input (`-`).

    Raises:
        UnreadableFile: naming every file that cannot be read, after the others are printed.
    """
    tables: list[PrintedTable] = []
    refused: list[str] = []
    for name in options.files:
        try:
            path = Path(name)
            if name == "-":
                tables += tables_of("pasted", read_open(sys.stdin.buffer, "pasted"))
            else:
                tables += tables_of(name_as_text(path), read_named(path))
        except OSError as error:
            refused.append(f"{name}: {error.strerror or 'cannot be opened'}.")
        except UnreadableFile as error:
            refused.append(str(error))
    made = diagnose(tables)
    used = use_tables(tables, options) if options.use and tables else []
    if options.json:
        found = [one.model_dump(mode="json") for one in made]
        content = {"tables": found, "unreadable": refused}
        content |= {"used": used_as_document(used)} if options.use else {}
        print(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        print("\n\n".join(wording.diagnoses.diagnosis_text(one) for one in made))
        if used:
            print(used_as_text(used))
    if refused:
        raise UnreadableFile("\n".join(refused))
    return DONE if all(one.clean for one in made) else BLOCKED
