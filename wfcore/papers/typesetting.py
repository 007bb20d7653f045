"""Sources and texts → tagged PDF (PDF/UA-1), whatever letters the texts hold."""

import json
import re
from functools import cache
from typing import Any, cast

import typst

from wfcore.papers.characters import said_replaced, without
from wfcore.papers.pictures import FONT_FOLDERS

# As Rust writes it: what is not for print as `\u{e291}`.
_NO_LETTER = re.compile(r'the text `"(.+?)"` could not be displayed')
_BY_NUMBER = re.compile(r"\\u\{([0-9a-f]+)\}")


def typeset(source: bytes, given: dict[str, Any], **inputs: str) -> tuple[bytes, frozenset[str]]:
    """A PDF, and the letters that no font has, for which a sign stands.

    Args:
        source: in typst; nothing from data stands in it.
        given: plain names and values, which it finds as JSON in `data`; to `notes`, a list, is added
            what was replaced.
        inputs: more texts that it reads.
    """
    replaced: frozenset[str] = frozenset()
    while True:
        noted = [*given["notes"], *said_replaced(replaced)]
        try:
            return _compiled(source, {**without(given, replaced), "notes": noted}, inputs), replaced
        except typst.TypstError as error:
            lacking = _lacking(error.diagnostic) - replaced
            if not lacking:
                raise
            replaced |= lacking


def typeset_pages(
    source: bytes, given: dict[str, Any], replaced: frozenset[str], ppi: float, **inputs: str
) -> tuple[bytes, ...]:
    """The pages that `typeset` made, as pictures (PNG), so many dots to the inch."""
    noted = [*given["notes"], *said_replaced(replaced)]
    made: object = typst.compile(
        source,
        sys_inputs={"data": json.dumps({**without(given, replaced), "notes": noted}), **inputs},
        format="png",
        ppi=ppi,
        font_paths=_fonts(),
    )
    return tuple(cast("list[bytes]", made if isinstance(made, list) else [made]))


def _lacking(said: str) -> frozenset[str]:
    """The letters that an error of typst says it cannot set; every font has those of ASCII."""
    shown = "".join(_NO_LETTER.findall(said))
    letters = _BY_NUMBER.sub(lambda found: chr(int(found[1], 16)), shown)
    return frozenset(letter for letter in letters if not letter.isascii())


def _compiled(source: bytes, given: dict[str, Any], inputs: dict[str, str]) -> bytes:
    made = typst.compile(
        source,
        sys_inputs={"data": json.dumps(given), **inputs},
        pdf_standards=["ua-1"],
        font_paths=_fonts(),
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    """The fonts that typst and packages bring along: every machine sets the same pages."""
    return typst.Fonts(include_system_fonts=False, font_paths=FONT_FOLDERS)
