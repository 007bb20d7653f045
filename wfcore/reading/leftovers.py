"""What stands in a table without belonging to its rows: blank columns and remarks below."""

import polars as pl

from wfcore.errors import UnreadableFile
from wfcore.findings import Finding, finding
from wfcore.reading.headings import BLANK
from wfcore.unpacking.rows import is_note

_LOOKED_AT = 40  # last rows among which remarks are looked for


def without_remarks(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """The rows above the remarks at the end of a sheet, and the remarks.

    A remark is a row with one filled cell that reads like one; see `is_note`.
    """
    tail = frame.tail(_LOOKED_AT)
    if tail.height == 0 or frame.width < 2 or tail[-1].to_series(frame.width - 1)[0]:
        return frame, []  # a row that is filled to its end is no remark
    above = set(frame.to_series(0).head(frame.height - 1).unique())
    dropped, remarks = 0, list[str]()
    waiting = 0
    for row in reversed(tail.rows()):
        filled = [cell for cell in row if cell and cell.strip()]
        if not filled:
            waiting += 1
            continue
        others = {a for a in above if a and a.strip() != filled[0].strip()}
        if len(filled) > 1 or not is_note([filled[0]], others):
            break
        dropped += waiting + 1
        waiting = 0
        remarks.append(" ".join(filled[0].split()))
    return frame.head(frame.height - dropped), remarks[::-1]


def remark_note(remarks: list[str] | tuple[str, ...]) -> list[Finding]:
    """What to say of remarks that were dropped."""
    if not remarks:
        return []
    return [
        finding(
            "notes",
            "footnotes",
            "Remarks under the table were left out.",
            count=len(remarks),
            examples=[" ".join(remark.split()) for remark in remarks],
        )
    ]


def without_blank_columns(frame: pl.DataFrame, name: str) -> list[Finding]:
    """What to say of columns without a heading: blank ones are passed over.

    Raises:
        UnreadableFile: figures stand in a column without a heading.
    """
    nameless = [c for c in frame.columns if c.startswith(BLANK)]
    if not nameless:
        return []
    filled = [c for c in nameless if (frame[c].str.strip_chars() != "").any()]
    if filled:
        places = ", ".join(str(frame.columns.index(c) + 1) for c in filled[:5])
        raise UnreadableFile(
            f"{name}: column {places} has cells but no heading.",
            "Give it a heading, or delete it.",
            code="heading_missing",
        )
    return [finding("notes", "blank_columns", "Blank columns were left out.", count=len(nameless))]
