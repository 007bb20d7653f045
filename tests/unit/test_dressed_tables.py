"""The tables that an analyst brings in other dress: read as they are, or the slip is named; never in silence."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest
import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]

from tests.unit.making import TODAY
from wfcore.checking import check_drafts
from wfcore.declared import declared
from wfcore.errors import UnreadableFile
from wfcore.normalising import normalise
from wfcore.reading import read_upload
from wfcore.templates import TEMPLATE_KINDS, templates

Grid = list[list[str]]
NUMBER = re.compile(r"-?\d+(\.\d+)?")
MADE = datetime(2025, 6, 1, tzinfo=UTC)
ABOUT_FILES = ("files", "headings", "fingerprints")


def example(kind: str) -> Grid:
    """The filled example of a template: no cell of it holds a comma."""
    (text,) = (
        t.data
        for t in templates(MADE)
        if t.kind == kind and t.filled and t.file_name.endswith(".csv")
    )
    frame = pl.read_csv(text, has_header=False, infer_schema=False).fill_null("")
    return [list(row) for row in frame.iter_rows()]


def said(kind: str, name: str, data: bytes) -> tuple[dict[str, list[tuple[object, ...]]], set[str]]:
    """The tables without the rows they stood in, and what is found."""
    drafts = [
        draft
        for table in read_upload(name, data, declared())
        for draft in normalise(table, "2025-03" if kind == "plan" else None)
    ]
    drafts, report = check_drafts(drafts, today=TODAY)
    tables: dict[str, list[tuple[object, ...]]] = {}
    for draft in drafts:
        for what, table in draft.tables.items():
            if what not in ABOUT_FILES:
                rows = table.select(pl.exclude("row", "column", "sha256")).rows()
                tables.setdefault(f"{what} {draft.period}", []).extend(rows)
    found = {f.code for file in report.files for f in file.findings}
    return {what: sorted(rows, key=str) for what, rows in tables.items()}, found


def as_text(grid: Grid, mark: str = ",") -> bytes:
    quoted = [[f'"{c}"' if mark in c or "\n" in c else c for c in row] for row in grid]
    return "\n".join(mark.join(row) for row in quoted).encode()


def book(
    grid: Grid,
    then: Callable[[Any, Any], object],
    top: int = 0,
) -> bytes:
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = workbook.add_worksheet("Data")
    for y, row in enumerate(grid):
        for x, cell in enumerate(row):
            sheet.write(y + top, x, float(cell) if NUMBER.fullmatch(cell) else cell)
    then(workbook, sheet)
    workbook.close()
    return out.getvalue()


def real_months(grid: Grid) -> bytes:
    """Months and days as dates of the spreadsheet, shown as `Apr-25`."""

    def then(workbook: Any, sheet: Any) -> None:
        shown = workbook.add_format({"num_format": "mmm-yy"})
        for y, row in enumerate(grid):
            for x, cell in enumerate(row):
                if found := re.fullmatch(r"(\d{4})-(\d\d)", cell):
                    day = datetime(int(found[1]), int(found[2]), 1)  # noqa: DTZ001 - a spreadsheet knows no zone
                    sheet.write_datetime(y, x, day, shown)

    return book(grid, then)


def notes(workbook: Any, _: Any) -> None:
    for n in range(219):
        workbook.add_worksheet(f"n{n}").write(0, 0, "note")


def nothing(_workbook: Any, _sheet: Any) -> None:
    """As Excel writes it."""


BOOKS: dict[str, tuple[Callable[[Grid], bytes], set[str]]] = {
    "plain": (lambda g: book(g, nothing), set()),
    "a merged title": (
        lambda g: book(g, lambda _, s: s.merge_range(0, 0, 0, len(g[0]) - 1, "Return of 2025"), 2), {"title_rows"},
    ),
    "a hidden row": (lambda g: book(g, lambda _, s: s.set_row(2, None, None, {"hidden": True})), {"hidden_parts"}),
    "a hidden column": (
        lambda g: book(g, lambda _, s: s.set_column(3, 3, None, None, {"hidden": True})), {"hidden_parts"},
    ),
    "220 parts": (lambda g: book(g, notes), {"part_not_used"}),
    "dates of the spreadsheet": (real_months, set()),
    "figures as text": (
        lambda g: book([[c + "\u00a0" if NUMBER.fullmatch(c) else c for c in row] for row in g], nothing), set(),
    ),
}  # fmt: skip
TEXTS: dict[str, tuple[Callable[[Grid], bytes], set[str]]] = {
    "tabs": (lambda g: as_text(g, "\t"), {"separator"}),
    "semicolons": (lambda g: as_text(g, ";"), {"separator"}),
    "no-break spaces in headings": (
        lambda g: as_text([[c.replace("_", "\u00a0").replace(" ", "\u00a0") for c in g[0]], *g[1:]]), set(),
    ),
    "a title above": (
        lambda g: as_text([["Return of 2025"] + [""] * (len(g[0]) - 1), [""] * len(g[0]), *g]), {"title_rows"},
    ),
    "a blank row inside": (lambda g: as_text([*g[:2], [""] * len(g[0]), *g[2:]]), {"blank_rows"}),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "dress"),
    [(k, d) for k in TEMPLATE_KINDS for d in (*BOOKS, *TEXTS) if d != "220 parts" or k == "claims"],
)
def test_another_dress_reads_as_the_same(kind: str, dress: str):
    grid = example(kind)
    plain, at_first = said(kind, "table.csv", as_text(grid))
    make, codes = (BOOKS | TEXTS)[dress]
    tables, found = said(kind, "table.xlsx" if dress in BOOKS else "table.csv", make(grid))
    assert tables == plain
    assert found >= codes
    assert found - at_first <= {*codes, "invented_rows"}


@pytest.mark.parametrize("kind", TEMPLATE_KINDS)
@pytest.mark.parametrize(
    ("slip", "cell"),
    [
        ("percent", "12%"), ("letter for nought", "1O"), ("minus in brackets", "(12)"), ("error", "#REF!"),
        ("power", "1.2E+04"), ("comma", "12,5"),
    ],
)  # fmt: skip
def test_a_cell_that_is_no_figure_is_named_with_its_row(kind: str, slip: str, cell: str):
    grid = example(kind)
    columns = [
        x
        for x in range(len(grid[0]))
        if all(NUMBER.fullmatch(r[x]) or r[x] in ("", "-") for r in grid[1:])
    ]
    filled = [x for x in columns if NUMBER.fullmatch(grid[1][x])]
    if not filled:
        assert kind == "groups"
        return
    grid[1][filled[0]] = cell
    try:
        _, found = said(kind, "table.csv", as_text(grid))
    except UnreadableFile:
        return
    assert found & {
        "not_a_number",
        "decimal_comma",
        "digits_lost",
        "error_cells",
        "aim_not_a_number",
        "printed_rate_per_what",
        "count_is_percent",
        "count_not_read",
    }, (slip, found)
