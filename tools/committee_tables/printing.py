"""Printed cells → bytes, in the ways in which people hand tables over."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]

from tools.committee_tables.building import Printed

_PLAIN = re.compile(r"-?[\d,]+(\.\d+)?")


@dataclass(frozen=True)
class Way:
    """A way to hand a table over, whether it can hold this one, and how many lines it puts above the rows."""

    write: Callable[[Printed], tuple[str, bytes]]
    fits: Callable[[Printed], bool]
    more_lines: Callable[[Printed], int]


def _separated(printed: Printed, separator: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(_even(printed))
    return out.getvalue().encode()


def _even(printed: Printed) -> list[list[str]]:
    """Lines of equal length, as a workbook saves them; title and notes stay alone."""
    width = len(printed.headings[-1])
    return [[*line, *[""] * (width - len(line))] for line in printed.lines]


def _csv(printed: Printed) -> tuple[str, bytes]:
    return "table.csv", _separated(printed, ",")


def _tabs(printed: Printed) -> tuple[str, bytes]:
    return "pasted", _separated(printed, "\t")


def _markdown(printed: Printed) -> tuple[str, bytes]:
    width = len(printed.headings[-1])
    head, *more = [*printed.headings, *printed.rows]
    rows = [head, ["---", *["---:"] * (width - 1)], *more]
    lines = ["| " + " | ".join([*r, *[""] * (width - len(r))]) + " |" for r in rows]
    title = [printed.title, ""] if printed.title else []
    return "pasted", "\n".join([*title, *lines, "", *printed.notes]).encode()


def _spaces(printed: Printed) -> tuple[str, bytes]:
    return "pasted", "\n".join("   ".join(line) for line in printed.lines).encode()


def _workbook(printed: Printed) -> tuple[str, bytes]:
    """Figures as numbers where they are plain, headings over several columns merged."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Table 1")
    first = len(printed.lines) - len(printed.notes) - len(printed.rows)
    for i, line in enumerate(printed.lines):
        for j, cell in enumerate(line):
            if i >= first and j and _PLAIN.fullmatch(cell):
                sheet.write_number(i, j, float(cell.replace(",", "")))
            elif cell:
                sheet.write_string(i, j, cell)
    if len(printed.headings) > 1:
        _merge(sheet, first - 2, printed.headings[0])
    book.close()
    return "table.xlsx", out.getvalue()


def _merge(sheet: Any, row: int, upper: list[str]) -> None:
    starts = [j for j, text in enumerate(upper) if text]
    for j, after in zip(starts, [*starts[1:], len(upper)], strict=True):
        if after - j > 1:
            sheet.merge_range(row, j, row, after - 1, upper[j])


def _anything(_printed: Printed) -> bool:
    return True


def _has_no_blanks(printed: Printed) -> bool:
    """Spaces part cells only where every cell is filled."""
    lines = [*printed.headings, *printed.rows]
    return len(printed.headings) == 1 and all(len(line) > 1 and all(line) for line in lines)


def _none(_printed: Printed) -> int:
    return 0


def _dashes_and_blank(printed: Printed) -> int:
    """Markdown rules off the headings, and leaves a line under the title."""
    return 2 if printed.title else 1


WAYS = (
    Way(_csv, _anything, _none), Way(_tabs, _anything, _none), Way(_workbook, _anything, _none),
    Way(_markdown, _anything, _dashes_and_blank), Way(_spaces, _has_no_blanks, _none),
)  # fmt: skip
