"""Pieces of one word that are set in several sizes → the word; small raised digits are marks of footnotes."""

from collections.abc import Sequence
from dataclasses import replace

from wfcore.unpacking.pdf_lines import Word

_TOUCHING = 0.12  # of the height of type: no space lies between
_SMALL, _RAISED = 0.85, 0.1  # of the height of the piece beside it
_LONGEST = 3  # characters of a mark
_ABOVE = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def whole_words(pieces: Sequence[Word]) -> list[Word]:
    """Words, each whole; a figure `46.0` with a small 2 at its head is `46.0²`."""
    made: list[Word] = []
    for piece in pieces:
        before = made[-1] if made else None
        if before and _touch(before, piece):
            made[-1] = _as_one(before, piece)
        else:
            made.append(piece)
    return made


def _touch(one: Word, other: Word) -> bool:
    tall = max(one.bottom - one.top, other.bottom - other.top)
    beside = min(one.bottom, other.bottom) - max(one.top, other.top) > 0
    return beside and abs(other.left - one.right) <= _TOUCHING * tall


def _as_one(one: Word, other: Word) -> Word:
    base = max(one, other, key=lambda word: word.bottom - word.top)
    texts = (_mark(word.text) if _is_raised(word, base) else word.text for word in (one, other))
    return replace(base, text="".join(texts), left=one.left, right=other.right)


def _is_raised(word: Word, base: Word) -> bool:
    tall = base.bottom - base.top
    small = word.bottom - word.top <= _SMALL * tall
    return small and base.bottom - word.bottom > _RAISED * tall and len(word.text) <= _LONGEST


def _mark(text: str) -> str:
    """A digit as it is set above the line; a letter in brackets."""
    return text.translate(_ABOVE) if text.isdigit() else f"[{text}]" if text.isalnum() else text
