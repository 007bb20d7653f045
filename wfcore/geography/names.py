"""Names of places as a person would write them."""

import re
from functools import cache, lru_cache
from pathlib import Path

import yaml

_KEEP_UPPER = {"PCN", "NHS", "GP", "ICB", "CIC", "NEL", "II", "III", "IV", "E4", "UK", "HQ", "LLP"}
_KEEP_LOWER = {"of", "and", "the", "on", "in", "by", "at", "for", "with"}


_LOCATION = re.compile(r"\s+(?:integrated care board|icb)\s*[-–]\s*(\w{3,5})$", re.IGNORECASE)
_LOCATIONS = Path(__file__).parent.parent / "definitions" / "sub_icb_names.yaml"


@cache
def _locations() -> dict[str, str]:
    """Code of a sub-ICB location → what people call it."""
    return yaml.safe_load(_LOCATIONS.read_text(encoding="utf-8"))


@lru_cache(maxsize=32_768)  # every practice, network and area of England, asked for again and again
def display_name(printed: str | None) -> str:
    """A printed name as a person would write it.

    Capitals become title case, words that say only what kind of body it is go, and a sub-ICB location, printed as
    its board and `- 15F`, is called what people call it, with that code.
    """
    if not printed:
        return ""
    name = " ".join(printed.split())
    name = re.sub(r"^NHS\s+", "", name, flags=re.IGNORECASE)
    name = re.sub(r"\s+(integrated care board|icb)$", "", name, flags=re.IGNORECASE)
    if located := _LOCATION.search(name):
        code = located[1].upper()
        name = f"{_locations().get(code, name[: located.start()])} ({code})"
    if name.isupper() or name.upper() == name:
        head, code, tail = name.partition(" (") if name.endswith(")") else (name, "", "")
        name = " ".join(_titled(word, first=i == 0) for i, word in enumerate(head.split(" "))) + (
            f"{code}{tail}" if code else ""
        )
    return name.lstrip("=+-@ ")


def plain_name(printed: str | None) -> str:
    """A code or printed name without case and trimmings, to see whether two mean one place."""
    return display_name(printed).casefold()


def _titled(word: str, *, first: bool) -> str:
    if word.strip("()") in _KEEP_UPPER:
        return word
    if word.lower() in _KEEP_LOWER and not first:
        return word.lower()
    if word == "DR":
        return "Dr"
    return re.sub(
        r"[A-Za-z]+('[A-Za-z]+)?",
        lambda found: found[0][0].upper() + found[0][1:].lower(),
        word,
    )
