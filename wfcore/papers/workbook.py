"""The data of a paper as a workbook, by the government's rules for accessible spreadsheets.

Source of the rules: Analysis Function, Releasing statistics in spreadsheets: a cover sheet, notes, one
table to a sheet and marked as one, nothing merged, nothing told by colour, shorthand explained.
"""

import io
import re
from collections.abc import Sequence
from typing import Any

import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]

from wfcore.papers.documents import AUTHOR, LICENCE_NOTICE, Document, follow_ups_of
from wfcore.papers.refusing import refusing

CELL_NOT_AVAILABLE, NOTHING = "[x]", "[z]"
_SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_WIDEST = 60  # letters
_NOTES = (
    (
        CELL_NOT_AVAILABLE,
        "not available: nobody reported it, or the file does not hold it; it is not 0",
    ),
    (NOTHING, "nothing stands here, and nothing is missing"),
    ("FTE", "full-time equivalent: 37.5 hours a week is 1.0"),
    ("PCN", "primary care network"),
    ("ICB", "integrated care board"),
)

CellValue = str | float | int | None


@refusing("a workbook")
def as_workbook(document: Document) -> bytes:
    """A paper's tables and words as XLSX, without formulas and without links."""
    out = io.BytesIO()
    book: Any = xlsxwriter.Workbook(out, _SAFE)
    book.set_properties({"title": document.title[:255], "author": AUTHOR, "language": "en-GB"})
    sheets = _Sheets(book)
    _cover(sheets, document)
    sheets.add(
        "Notes", "Notes", "Shorthand used in this workbook.", ["Shorthand", "Meaning"], _NOTES
    )
    words = [
        (
            n, s.title, " ".join([s.answer.verdict, *s.answer.detail]),
            "\n".join(s.commentary) or NOTHING, s.answer.source or NOTHING,
        )
        for n, s in enumerate(document.sections, 1)
    ]  # fmt: skip
    sheets.add(
        "Words", "What the paper says", "One row for each part of the paper.",
        ["Part", "Question", "Answer", "Commentary", "Source"], words,
    )  # fmt: skip
    for part, section, table in document.tables:
        raw = table.as_read().select(list(table.headings)).rows()
        decimals = [h[1] if isinstance(h, tuple) else None for h in table.headings.values()]
        sheets.add(
            f"Table {part}", f"Table {part}: {table.caption}",
            " ".join([section.title, section.answer.source, *section.answer.cautions]), table.head, raw, decimals,
        )  # fmt: skip
    asks = [(one.question, one.who) for one in follow_ups_of(document)]
    if asks:
        sheets.add(
            "Questions", "Questions to ask", "Raised by the figures.", ["Question", "Who can answer"], asks
        )  # fmt: skip
    files = [
        (f.title, f.dated or NOTHING, f.file_name, f.sha256, f.licence) for f in document.files
    ]
    if files:
        sheets.add(
            "Sources", "Sources", "The files behind every figure.",
            ["Title", "Date", "File", "SHA-256", "Licence"], files,
        )  # fmt: skip
    book.close()
    return out.getvalue()


def _cover(sheets: "_Sheets", document: Document) -> None:
    lines = [
        document.about,
        *([document.warning] if document.warning else []),
        "Each sheet after this one holds one table. Shorthand is explained on the sheet Notes.",
        *([f"The same on screen: {document.link}"] if document.link else []),
        LICENCE_NOTICE,
    ]
    sheets.text("Cover", document.title, lines)


class _Sheets:
    """Sheets of one workbook, each with a title, a line about it, and at most one table."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._words = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._numbers: dict[int | None, Any] = {}

    def text(self, name: str, title: str, lines: Sequence[str]) -> None:
        """A sheet of words alone."""
        sheet = self._book.add_worksheet(name)
        sheet.set_column(0, 0, 100)
        sheet.write_string(0, 0, title, self._title)
        for at, line in enumerate(lines, 1):
            sheet.write_string(at, 0, line, self._words)

    def add(
        self,
        name: str,
        title: str,
        about: str,
        head: Sequence[str],
        rows: Sequence[Sequence[CellValue]],
        decimals: Sequence[int | None] | None = None,
    ) -> None:
        """A sheet with a table, which begins in its third row."""
        sheet = self._book.add_worksheet(name)
        sheet.write_string(0, 0, title, self._title)
        sheet.write_string(1, 0, f"This sheet holds one table. {about}")
        top = 2
        places = decimals or [None] * len(head)
        for column, _ in enumerate(head):
            texts = [str(row[column] or "") for row in rows]
            wide = max([len(head[column]), *(len(t) for t in texts)], default=10)
            sheet.set_column(column, column, min(max(wide + 2, 12), _WIDEST))
        sheet.add_table(
            top, 0, top + max(len(rows), 1), len(head) - 1,
            {
                "name": re.sub(r"\W", "_", f"paper_{name}"),
                "columns": [{"header": text, "header_format": self._head} for text in _once(head)],
                "autofilter": False, "style": None, "banded_rows": False,
            },
        )  # fmt: skip
        for at, row in enumerate(rows, top + 1):
            for column, value in enumerate(row):
                self._write(sheet, at, column, value, places[column])

    def _write(
        self, sheet: Any, row: int, column: int, value: CellValue, decimals: int | None
    ) -> None:
        if value is None:
            sheet.write_string(row, column, CELL_NOT_AVAILABLE, self._words)
        elif isinstance(value, str):
            sheet.write_string(row, column, value[:32_000], self._words)
        else:
            sheet.write_number(row, column, value, self._number(decimals))

    def _number(self, decimals: int | None) -> Any:
        if decimals not in self._numbers:
            shown = f"#,##0.{'0' * decimals}" if decimals and decimals > 0 else "#,##0"
            self._numbers[decimals] = self._book.add_format({"num_format": shown, "valign": "top"})
        return self._numbers[decimals]


def _once(head: Sequence[str]) -> list[str]:
    """Headings of a table must differ, whatever their case."""
    seen: dict[str, int] = {}
    named: list[str] = []
    for text in head:
        seen[text.lower()] = seen.get(text.lower(), 0) + 1
        named.append(text if seen[text.lower()] == 1 else f"{text} ({seen[text.lower()]})")
    return named
