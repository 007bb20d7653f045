"""Joiners and leavers, and vacant posts, as an analyst brings them → their tidy tables."""

from calendar import monthrange
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from wfcore.declared import declared, plain_spelling
from wfcore.findings import Finding, of_examples
from wfcore.months import Month
from wfcore.normalising.drafts import TidyTables
from wfcore.normalising.local_cells import (
    CountCell,
    Fault,
    RowFault,
    Severity,
    cell_findings,
    cell_texts,
    kept_words,
    place_cells,
    read_count,
    rows_with,
)
from wfcore.normalising.printed_words import staff_named
from wfcore.normalising.sheets import SHEET_ROW
from wfcore.normalising.values import date_of, financial_year
from wfcore.reading import TextTable
from wfcore.tables import schema

_COMMON = ("place", "level", "place_name", "note", "written_in")
_COUNTS = {
    "joiners": True,
    "leavers": True,
    "leavers_fte": False,
    "staff_start": True,
    "staff_end": True,
}
_DATES = {"opened": "opened", "filled_on": "filled"}  # another table counts those filled
_Content = dict[str, Any]
_Read = Callable[[dict[str, str], frozenset[str]], tuple[_Content, list[Fault]]]
_FAULTS: tuple[tuple[Severity, str, str], ...] = (
    ("blocks", "date_not_read", "Dates that cannot be read. Write them as 2025-09-30, or 2025-09."),
    (
        "warns",
        "cover_unknown",
        "Who covers is none of nobody, locum, other staff. It is kept as printed and counted under no kind of cover.",
    ),
    (
        "blocks",
        "answered_unclear",
        "ANSWERED says neither yes nor no. A blank stands for yes where a post is named.",
    ),
)

_QUARTER = 3  # months


def joiner_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`joiners_leavers`: one row for each place, span of months, staff and reason."""
    return _tables(
        "joiners_leavers", table, frame, (*_COUNTS, "since", "until", "staff", "reason"), _joiners
    )


def vacancy_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`vacancies`: one row for each vacant post, or for a place that answered or did not."""
    names = ("role", "wte", "opened", "filled", "covered_by", "intention", "answered")
    return _tables("vacancies", table, frame, names, _vacancy)


def _tables(
    kind: str, table: TextTable, frame: pl.DataFrame, names: Sequence[str], read: _Read
) -> TidyTables:
    there = frozenset(table.recognised.columns)
    texts = {name: cell_texts(frame, table.column(name)) for name in (*_COMMON, *names)}
    places, faults = place_cells(texts["place"], texts["level"], texts["place_name"])
    rows = frame[SHEET_ROW].to_list()
    found: list[RowFault] = [
        (row, fault) for row, more in zip(rows, faults, strict=True) for fault in more
    ]
    made: list[_Content] = []
    for at, row in enumerate(rows):
        content, wrong = read({name: cells[at] for name, cells in texts.items()}, there)
        found += [(row, fault) for fault in wrong]
        common = {name: column[at] for name, column in places.items()} | {"row": row}
        common |= {name: kept_words(texts[name][at]) for name in ("note", "written_in")}
        made.append(common | content)
    columns = {name: dtype for name, dtype in schema(kind).items() if name != "source"}
    tidy = pl.DataFrame(
        {name: [content.get(name) for content in made] for name in columns}, schema=columns
    )
    return {kind: tidy}, [*cell_findings(found), *_other_findings(found)]


def _other_findings(found: Sequence[RowFault]) -> list[Finding]:
    return [
        one
        for severity, code, words in _FAULTS
        for one in of_examples(severity, code, words, rows_with(code, found))
    ]


def _joiners(said: dict[str, str], there: frozenset[str]) -> tuple[_Content, list[Fault]]:
    content: _Content = {"staff": _staff(said["staff"]), "staff_printed": kept_words(said["staff"])}
    faults: list[Fault] = []
    for name, whole in _COUNTS.items():
        cell = read_count(said[name], whole=whole, there=name in there)
        content |= _figure(name, cell)
        faults += [(cell.fault, f"{name}: {said[name]}")] if cell.fault else []
    for name, month in zip(("since", "until"), _span(said["since"], said["until"]), strict=True):
        content[name] = month
        faults += [] if month else [("date_not_read", f"{name}: {said[name] or 'blank'}")]
    return content | {"reason": kept_words(said["reason"])}, faults


def _figure(name: str, cell: CountCell) -> _Content:
    return {name: cell.value, f"{name}_missing": cell.missing}


def _span(since: str, until: str) -> tuple[str | None, str | None]:
    """First and last month. A year names both; a last day begins the next month.

    A first day ends the month before where it lies whole quarters after another first day (1 April to 1
    April); else it is how a spreadsheet writes its month.
    """
    if (year := financial_year(since)) is not None and until in ("", since):
        return year.months[0], year.months[-1]
    first, last = date_of(since), date_of(until)
    begin, end = (Month.of(day) if day else None for day in (first, last))
    if (
        begin
        and first
        and first.endswith(f"-{monthrange(begin.year, begin.number)[1]:02d}")
        and len(first) > len(begin)
    ):
        begin = begin.plus(1)
    if end and last and last.endswith("-01") and len(last) > len(end):
        is_whole = (
            not begin or not str(first).endswith("-01") or begin.distance(end) % _QUARTER == 0
        )
        end = end.plus(-1 if is_whole else 0)
    return begin, end


def _staff(printed: str) -> str | None:
    """The staff count that is meant; `all` for everybody, None for what nobody knows."""
    if declared().people.is_everybody(printed):
        return "all"
    found = staff_named(printed) if printed else None
    return (
        found.stem if found and found.stem in declared().assumptions.counts | {"gp": ()} else None
    )


def _vacancy(said: dict[str, str], there: frozenset[str]) -> tuple[_Content, list[Fault]]:
    words = declared().people
    cell = read_count(said["wte"], whole=False, there="wte" in there)
    role, staff = role_and_staff(said["role"])
    cover, answered = words.cover_called(said["covered_by"]), words.said_answered(said["answered"])
    dates = {name: _opened_or_filled(said[column]) for name, column in _DATES.items()}
    faults: list[Fault] = [(cell.fault, f"wte: {said['wte']}")] if cell.fault else []
    faults += [
        ("date_not_read", f"{column}: {said[column]}")
        for name, column in _DATES.items() if said[column] and dates[name] is None
    ]  # fmt: skip
    if said["covered_by"] and cover is None:
        faults.append(("cover_unknown", f"covered_by: {said['covered_by']}"))
    if said["answered"] and answered is None:
        faults.append(("answered_unclear", f"answered: {said['answered']}"))
    if answered is None and not said["answered"] and cell.value is not None:
        answered = True
    return {
        "role": role, "staff": staff, "role_printed": kept_words(said["role"]), **_figure("wte", cell), **dates,
        "covered_by": cover, "covered_by_printed": kept_words(said["covered_by"]),
        "intention": kept_words(said["intention"]), "answered": answered,
    }, faults  # fmt: skip


def _opened_or_filled(printed: str) -> str | None:
    """A day, or a month; the first of a month is that month, as a spreadsheet writes it."""
    day = date_of(printed)
    return day.removesuffix("-01") if day and len(day) > len(Month.of(day)) else day


def role_and_staff(printed: str) -> tuple[str | None, str | None]:
    """The role, and the staff group, that a vacant post is of; None each where nobody knows."""
    wanted = plain_spelling(printed)
    names = _role_names()
    role = (
        declared().people.role_called(printed)
        or names.get(wanted)
        or names.get(wanted.removesuffix("s"))
    )
    if role:
        return role, role.split("_")[0]
    found = staff_named(printed) if printed else None
    if found and found.stem:
        of = declared().metric(f"{found.stem}_rate").quantity
        return None, of.staff_group if of and of.staff_group != "any" else None
    return None, "dpc" if declared().arrs_role_of(printed) else None


def _role_names() -> dict[str, str]:
    return {
        plain_spelling(name): f"{group}_{stem.lower()}"
        for group, roles in declared().staff.practice_roles.items()
        for stem, name in roles.items()
    }
