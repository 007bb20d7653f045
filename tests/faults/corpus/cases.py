"""What a bad input is, and how the numbered ones of a kind are gathered.

The numbers are those of the list of 118 bad inputs. One number can have several files. What is
expected stands with each: the gravest thing that happens, its code, and a piece of its words.
"""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import xlsxwriter

Outcome = Literal["refused", "blocks", "warns", "notes", "accepted"]
File = tuple[str, bytes]
PERIOD = "2025-09"


@dataclass(frozen=True)
class Case:
    """One bad input.

    `make` gives its bytes when it is run, so that large ones do not wait in memory. `code` is the
    code of a finding or of a refusal; nothing else may be graver than `outcome`. `after` is what
    is published before, for the month `was`. `differs`: why we do not do what the list asks.
    """

    number: int
    label: str
    outcome: Outcome
    code: str
    words: str
    make: Callable[[], bytes]
    name: str = "practices.csv"
    period: str | None = PERIOD
    after: tuple[File, ...] = ()
    was: str = PERIOD
    differs: str = ""
    never: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The number and a few words."""
        return f"{self.number:03d} {self.label}"


def sheet(rows: Sequence[Sequence[object]], **more: object) -> bytes:
    """A workbook with one sheet as Excel writes it."""
    return book({"Data": rows}, **more)


def book(
    sheets: Mapping[str, Sequence[Sequence[object]]],
    then: Callable[[xlsxwriter.Workbook], None] | None = None,
) -> bytes:
    """A workbook as Excel writes it; `then` may do more to it."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    for name, rows in sheets.items():
        page = workbook.add_worksheet(name)
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                page.write(y, x, value)
    if then:
        then(workbook)
    workbook.close()
    return out.getvalue()


def cells(data: bytes) -> list[list[str]]:
    """The cells of a small CSV without quotes."""
    return [line.split(",") for line in data.decode().splitlines()]


def changed(data: bytes, member: str, new: Callable[[bytes], bytes]) -> bytes:
    """A ZIP with one member changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", 8, compresslevel=1) as archive,
    ):
        for info in old.infolist():
            text = old.read(info)
            archive.writestr(info.filename, new(text) if info.filename == member else text)
    return out.getvalue()
