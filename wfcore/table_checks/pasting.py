"""Uploads and pasted text → sheets: rows of printed cells, with the row each stood in."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from wfcore.declared import declared
from wfcore.errors import UnreadableFile
from wfcore.findings import Finding
from wfcore.reading import UploadTable, decode_text, is_pdf, unpack, unpack_pdf
from wfcore.table_checks.separating import NumberedLine, rows_of_text

_TOO_LARGE = "This is for the tables of a paper. NHS files go to “New quarter”."


@dataclass(frozen=True)
class Merge:
    """Cells that are one: rows by their numbers, columns by position, first and last included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet as they were printed; blank rows are left out, numbers kept.

    `left`: the column of the workbook in which the first one stood, from 0. `indents`: number of a
    row → how many spaces stood before its first cell.
    `noticed`: what was found on opening the file, such as hidden rows or pages without text.
    """

    name: str
    lines: tuple[NumberedLine, ...]
    left: int = 0
    merged: tuple[Merge, ...] = ()
    indents: dict[int, int] = field(default_factory=dict[int, int])
    noticed: tuple[Finding, ...] = ()

    def with_lines(self, lines: Sequence[NumberedLine], *, left: int = 0) -> "Sheet":
        """Some of the rows, or of their columns from `left` on."""
        merged = tuple(
            Merge(m.top, m.left - left, m.bottom, m.right - left)
            for m in self.merged if m.left >= left
        )  # fmt: skip
        return replace(self, lines=tuple(lines), left=self.left + left, merged=merged)


def read_sheets(name: str, data: bytes) -> list[Sheet]:
    """The sheets of an upload: CSV, tab-separated or spaced text, XLSX, a ZIP of these, or a PDF.

    Args:
        name: file name as given, shown only.
        data: the bytes.

    Raises:
        UnreadableFile: no table is in it, or it is too large for a table of a paper.
    """
    limits = declared().rules.limits
    parts = unpack_pdf(name, data, limits) if is_pdf(data) else unpack(name, data, limits)
    found = [_sheet(part) for part in parts]
    found = [sheet for sheet in found if sheet is not None]
    if not found:
        raise UnreadableFile(
            f"{name}: no table was found.", "A table has at least two rows and two columns."
        )
    return found


def _short(name: str, data: bytes) -> str:
    """The text of a file, if a table of a paper can be as long; more would keep the rest waiting."""
    rules = declared().rules.doctor
    if len(data) > rules.text_bytes:
        raise UnreadableFile(
            f"{name}: more than {rules.text_bytes // 10**6} MB of text.", _TOO_LARGE
        )
    text = decode_text(name, data)[0].decode()
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > rules.line_characters:
            raise UnreadableFile(f"{name}: line {number} has {len(line):,} characters.", _TOO_LARGE)
    return text


def _sheet(part: UploadTable) -> Sheet | None:
    if part.sheet is not None:
        rows = [tuple(cell or "" for cell in row) for row in part.sheet.iter_rows()]
        numbered = list(enumerate(rows, start=1))
    else:
        numbered = rows_of_text(_short(part.name, part.data), part.name)
    indents = {at: n for at, cells in numbered if (n := _indent(cells))}
    lines = [(at, _trimmed(tuple(" ".join(c.split()) for c in cells))) for at, cells in numbered]
    lines = [(at, cells) for at, cells in lines if cells]
    _refuse_large(part.name, lines)
    wide = [cells for _, cells in lines if len(cells) > 1]
    merged = tuple(Merge(a, b - part.left, c, d - part.left) for a, b, c, d in part.merged)
    merged = tuple(m for m in merged if m.left >= 0)
    if len(wide) < 2:
        return None
    return Sheet(part.name, tuple(lines), part.left, merged, indents, part.findings)


def _refuse_large(name: str, lines: Sequence[NumberedLine]) -> None:
    doctor = declared().rules.doctor
    if sum(len(cells) for _, cells in lines) > doctor.cells:
        raise UnreadableFile(f"{name}: more than {doctor.cells:,} cells.", _TOO_LARGE)
    if max((len(cells) for _, cells in lines), default=0) > doctor.columns:
        raise UnreadableFile(f"{name}: more than {doctor.columns} columns.", _TOO_LARGE)


def _indent(cells: Sequence[str]) -> int:
    first = cells[0] if cells else ""
    return len(first) - len(first.lstrip()) if first.strip() else 0


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Without the blank cells at the end."""
    filled = [i for i, cell in enumerate(cells) if cell]
    return cells[: filled[-1] + 1] if filled else ()
