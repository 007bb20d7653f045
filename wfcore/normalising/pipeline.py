"""Learners, supervision, who stayed, and promised posts, as an analyst brings them → their tidy tables."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from wfcore.declared import declared
from wfcore.findings import of_examples
from wfcore.normalising.drafts import TidyTables
from wfcore.normalising.local_cells import (
    CountCell,
    Fault,
    cell_findings,
    cell_texts,
    kept_words,
    place_cells,
    read_count,
    read_year,
    rows_with,
)
from wfcore.normalising.sheets import SHEET_ROW
from wfcore.reading import TextTable
from wfcore.tables import schema

_PART = re.compile(r"(?P<many>\d[\d,]*)\s+(?P<route>[A-Za-z][^,;()]*)")
_PEOPLE = {"learner", "learners", "people", "trainee", "trainees", "in training"}
_PARTS = re.compile(r"\s*(?:,(?!\d{3})|;|\band\b|\+)\s*")
_WHOLE_AND_MORE = re.compile(r"(?P<whole>\d[\d,]*)\s*\((?P<more>[^()]+)\)")
_HEADINGS = {"taught": "learners"}
_Content = dict[str, str | float | int | None]


@dataclass(frozen=True)
class _Rows:
    """The columns of a file by our name, and what its rows come to."""

    texts: dict[str, list[str]]
    there: frozenset[str]
    rows: list[int]

    def each(self) -> list[tuple[int, dict[str, str]]]:
        """The row of the sheet, and its cells."""
        return [
            (row, {name: cells[at] for name, cells in self.texts.items()})
            for at, row in enumerate(self.rows)
        ]

    def count(self, said: dict[str, str], name: str) -> CountCell:
        return read_count(said[name], there=name in self.there)


def learner_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`learners`: one row for each place, group, year and route."""
    given = _given(table, frame, ("group", "year", "in_training", "qualify", "route"))

    def read(said: dict[str, str]) -> tuple[list[_Content], list[Fault]]:
        year, fault = read_year(said["year"])
        many, faults = _in_training(said, given)
        content: _Content = {**_learners(said["group"]), "of_year": year}
        printed = _printed(said)
        faults += [(fault, f"year: {said['year'] or 'blank'}")] if fault else []
        return [{**content, "printed": printed, **one} for one in many], faults

    return _tables("learners", given, read)


def supervision_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`supervision`: one row for each place and profession."""
    counts = ("educators", "capacity", "taught", "aged_55", "rooms")
    given = _given(table, frame, ("group", *counts))

    def read(said: dict[str, str]) -> tuple[list[_Content], list[Fault]]:
        content, faults = _counts(said, given, counts)
        return [{**_learners(said["group"]), **content}], faults

    return _tables("supervision", given, read)


def stayed_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`stayed`: one row for each place, group and cohort; without a group GP trainees are meant."""
    counts = ("qualified", "stayed_here", "stayed_icb", "unknown")
    given = _given(table, frame, ("group", "cohort", *counts))

    def read(said: dict[str, str]) -> tuple[list[_Content], list[Fault]]:
        cohort, fault = read_year(said["cohort"])
        content, faults = _counts(said, given, counts)
        faults += [(fault, f"cohort: {said['cohort'] or 'blank'}")] if fault else []
        group = _learners(said["group"]) if said["group"] else {"learners": "gp"}
        return [{**group, "cohort": cohort, **content}], faults

    return _tables("stayed", given, read)


def programme_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`programme_posts`: one row for each place, programme, role and year."""
    given = _given(table, frame, ("programme", "role", "year", "promised", "filled"))

    def read(said: dict[str, str]) -> tuple[list[_Content], list[Fault]]:
        year, fault = read_year(said["year"]) if said["year"] else (None, None)
        content, faults = _counts(said, given, ("promised", "filled"))
        faults += [(fault, f"year: {said['year']}")] if fault else []
        named: _Content = {
            "programme": declared().pipeline.programme_called(said["programme"]),
            "programme_printed": kept_words(said["programme"]),
            "role": kept_words(said["role"]),
            "of_year": year,
        }
        return [{**named, **content}], faults

    return _tables("programme_posts", given, read)


def _given(table: TextTable, frame: pl.DataFrame, names: Sequence[str]) -> _Rows:
    words = ("place", "level", "place_name", "note", "written_in")
    texts = {name: cell_texts(frame, table.column(name)) for name in (*words, *names)}
    return _Rows(texts, frozenset(table.recognised.columns), frame[SHEET_ROW].to_list())


def _tables(
    kind: str,
    given: _Rows,
    read: Callable[[dict[str, str]], tuple[list[_Content], list[Fault]]],
) -> TidyTables:
    """The tidy table of what each row is read as, and everything that is wrong in any row."""
    places, faults = place_cells(
        given.texts["place"], given.texts["level"], given.texts["place_name"]
    )
    found = [(row, fault) for row, more in zip(given.rows, faults, strict=True) for fault in more]
    made: list[_Content] = []
    for at, (row, said) in enumerate(given.each()):
        contents, wrong = read(said)
        found += [(row, fault) for fault in wrong]
        common: _Content = {name: column[at] for name, column in places.items()}
        common |= {name: kept_words(said[name]) for name in ("note", "written_in")} | {"row": row}
        made += [{**common, **content} for content in contents]
    columns = {name: dtype for name, dtype in schema(kind).items() if name != "source"}
    table = pl.DataFrame(
        {name: [content.get(name) for content in made] for name in columns}, schema=columns
    )
    apart = rows_with("learners_parts_differ", found)
    return {kind: table}, [
        *cell_findings(found),
        *of_examples(
            "blocks",
            "learners_parts_differ",
            "Cells whose parts are not their total. Write the total, or the parts that make it.",
            apart,
        ),
    ]


def _learners(printed: str) -> _Content:
    return {
        "learners": declared().pipeline.learners_called(printed),
        "group_printed": kept_words(printed),
    }


def _counts(
    said: dict[str, str], given: _Rows, names: Sequence[str]
) -> tuple[_Content, list[Fault]]:
    """Each figure with the reason where there is none, and the cells that are no figures."""
    cells = {name: given.count(said, name) for name in names}
    content: _Content = {name: cell.value for name, cell in cells.items()}
    content |= {f"{name}_missing": cell.missing for name, cell in cells.items()}
    faults = [
        (cell.fault, f"{_HEADINGS.get(name, name)}: {said[name]}")
        for name, cell in cells.items()
        if cell.fault
    ]
    return content, faults


def _in_training(said: dict[str, str], given: _Rows) -> tuple[list[_Content], list[Fault]]:
    """A row for each route that the two cells name, and one for what they say of no route."""
    there, finish = (
        _read_cell(said[name], there=name in given.there) for name in ("in_training", "qualify")
    )
    if there.qualify is not None and None not in {*finish.routes} - _silent(finish):
        finish = _Cell({**finish.routes, None: CountCell(there.qualify)}, faults=finish.faults)
    # Of all routes together nothing is said where a cell names each and the other is blank.
    routes = [
        route
        for route in dict.fromkeys([*there.routes, *finish.routes])
        if route or not any(there.routes | finish.routes) or not _silent(there) & _silent(finish)
    ]
    only = said["route"] if len(routes) == 1 else ""
    rows: list[_Content] = []
    for route in routes:
        cells = {"in_training": there.routes.get(route), "qualify": finish.routes.get(route)}
        row: _Content = {"route": kept_words(route or only)}
        for name, cell in cells.items():
            row |= {name: cell.value if cell else None}
            row |= {f"{name}_missing": cell.missing if cell else "blank"}
        rows.append(row)
    return rows, [
        (code, f"{name}: {said[name]}")
        for name, cell in (("in_training", there), ("qualify", finish))
        for code in cell.faults
    ]


@dataclass(frozen=True)
class _Cell:
    """What a cell says of each route; of none under None. `qualify`: who of them finish."""

    routes: dict[str | None, CountCell]
    qualify: float | None = None
    faults: tuple[str, ...] = ()


def _silent(cell: _Cell) -> set[None]:
    """`{None}` where the cell says nothing of all routes together."""
    whole = cell.routes.get(None)
    return {None} if whole is None or whole.value is None else set()


def _read_cell(text: str, *, there: bool) -> _Cell:
    if found := _WHOLE_AND_MORE.fullmatch(text):
        whole, more = read_count(found["whole"]), _read_cell(found["more"], there=True)
        if more.qualify is not None:
            return _Cell({None: whole}, more.qualify)
        parts = [cell.value or 0 for route, cell in more.routes.items() if route]
        faults = () if parts and sum(parts) == whole.value else ("learners_parts_differ",)
        return _Cell(more.routes if parts else {None: whole}, faults=faults)
    parts = [_PART.fullmatch(part) for part in _PARTS.split(text)]
    named = {part["route"].strip(): read_count(part["many"]) for part in parts if part}
    if not all(parts) or len(named) < len(parts):
        cell = read_count(text, there=there)
        return _Cell({None: cell}, faults=(cell.fault,) if cell.fault else ())
    (route, cell), *others = named.items()
    if not others and route.casefold() in declared().pipeline.qualifying:
        return _Cell({}, cell.value)
    return _Cell({None: cell} if not others and route.casefold() in _PEOPLE else {**named})


def _printed(said: dict[str, str]) -> str | None:
    """The cells as they were printed, where they hold more than a figure."""
    cells = [said[name] for name in ("in_training", "qualify")]
    return kept_words("; ".join(text for text in cells if any(map(str.isalpha, text))))
