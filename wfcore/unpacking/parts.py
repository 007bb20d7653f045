"""What the child hands to its parent: texts, sheets, and what was noticed about them."""

from dataclasses import dataclass
from typing import Any

Sizes = dict[str, int]  # the declared limits, by name


@dataclass(frozen=True)
class Notice:
    """What will be a finding: severity, code, words, how often, examples."""

    severity: str
    code: str
    message: str
    count: int = 1
    examples: tuple[str, ...] = ()
    advice: str = ""


@dataclass(frozen=True)
class UnpackedPart:
    """One table inside an upload, as bytes.

    `kind`: `text` to be decoded, or `sheet`, an Arrow file of strings. `more` is what a reader of
    rows adds (positions of blank rows), or of a workbook (`left`, `merged` as in `SheetScan`).
    """

    name: str
    kind: str
    data: bytes
    notices: tuple[Notice, ...] = ()
    more: dict[str, Any] | None = None
