"""Free text holds any character: what no file can hold is replaced, and what a font lacks is said."""

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import polars as pl

Content = TypeVar("Content")

STAND_IN = "□"
_MOST_NAMED = 8
# XML holds none of these; lone halves of a pair are no character; the last turn the direction of a line.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_NO_CHARACTER = re.compile(r"[\ud800-\udfff\ufffe\uffff]")


def storable(content: Content) -> Content:
    """The same with every text fit for a file of any format, however deep it stands.

    A control character becomes a space, what is no character at all `\ufffd`.
    """
    made: Any = content
    if isinstance(content, str):
        made = _NO_CHARACTER.sub("\ufffd", _CONTROL.sub(" ", content))
    elif isinstance(content, pl.DataFrame):
        texts = [name for name, kind in content.schema.items() if kind == pl.String]
        made = content.with_columns(pl.col(texts).str.replace_all(_CONTROL.pattern, " "))
    elif dataclasses.is_dataclass(content) and not isinstance(content, type):
        fields = [field.name for field in dataclasses.fields(content) if field.init]
        made = dataclasses.replace(content, **{n: storable(getattr(content, n)) for n in fields})
    else:
        made = _of_each(content, storable)
    return made


def without(content: Content, letters: frozenset[str]) -> Content:
    """Plain names and values with some letters replaced in every text."""
    made: Any = content
    if isinstance(content, str):
        made = content.translate({ord(letter): STAND_IN for letter in letters})
    else:
        made = _of_each(content, lambda part: without(part, letters))
    return made


def _of_each(content: Any, change: Callable[[Any], Any]) -> Any:
    """A collection with every part of it changed; anything else as it is."""
    if isinstance(content, Mapping):
        held = cast("Mapping[Any, Any]", content)
        return {change(key): change(value) for key, value in held.items()}
    if isinstance(content, tuple):
        return tuple(change(part) for part in cast("tuple[Any, ...]", content))
    if isinstance(content, list):
        return [change(part) for part in cast("list[Any]", content)]
    return content


def said_replaced(letters: frozenset[str]) -> list[str]:
    """What a stand-in stands for, letter by letter, in a sentence; none when nothing was replaced."""
    if not letters:
        return []
    named = [
        f"U+{ord(letter):04X} {unicodedata.name(letter, 'without a name').lower()}"
        for letter in sorted(letters)
    ]
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    listed = ", ".join(named[:_MOST_NAMED])
    return [f"{STAND_IN} stands for letters that no font here has: {listed}{more}."]
