"""The house's words: GLOSSARY.md, and which of its words a text uses."""

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

_FILE = Path(__file__).resolve().parents[2] / "GLOSSARY.md"
_ENTRY = re.compile(r"^- \*\*(.+?)\*\*: (.+)$", re.MULTILINE)
_ACRONYM = re.compile(r"[A-Z]{2,5}")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class GlossaryTerm:
    """One entry. `acronym` and `spelled_out` are empty where it has none."""

    name: str
    meaning: str
    acronym: str = ""
    spelled_out: str = ""

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The ways to write it, each in the singular."""
        return tuple(form for form in re.split(r", | \(|\)", self.name) if form)


class _Said:
    """A text and its words, taken apart once: most of the glossary is not in it."""

    def __init__(self, text: str) -> None:
        self._text = text.casefold()
        self._words = frozenset(_WORD.findall(text))
        self._folded = frozenset(word.casefold() for word in self._words)

    def uses(self, form: str) -> bool:
        """Whether a word stands in it, in singular or plural; an acronym in capitals only."""
        if _ACRONYM.fullmatch(form):
            return form in self._words or f"{form}s" in self._words
        form = form.casefold()
        if _WORD.fullmatch(form):
            return form in self._folded or f"{form}s" in self._folded
        if form not in self._text:
            return False
        return re.search(rf"\b{re.escape(form)}s?\b", self._text) is not None


@cache
def glossary() -> tuple[GlossaryTerm, ...]:
    """Every entry, in order; empty where the program is run without its documents."""
    if not _FILE.exists():
        return ()
    entries = _ENTRY.findall(_FILE.read_text(encoding="utf-8"))
    return tuple(GlossaryTerm(name, meaning, *_acronym(name, meaning)) for name, meaning in entries)


@lru_cache(256)
def words_in(text: str) -> tuple[GlossaryTerm, ...]:
    """The entries whose word a text uses, in their order."""
    said = _Said(text)
    return tuple(term for term in glossary() if any(said.uses(form) for form in term.forms))


def _acronym(name: str, meaning: str) -> tuple[str, str]:
    """The acronym that an entry is about, and the words whose first letters make it."""
    found = re.search(r"^([A-Z]{2,5})$|\(([A-Z]{2,5})\)", name)
    if found is None:
        return "", ""
    acronym = found[1] or found[2]
    # Small words between are passed over: Index of Multiple Deprivation.
    letters = r"(?:[\s-](?:of|and|the))?[\s-]".join(rf"{letter}\w+" for letter in acronym)
    full = re.search(rf"\b{letters}", f"{name}. {meaning}", re.IGNORECASE)
    if full is None:
        return "", ""
    return acronym, full[0] if full[0].istitle() or " of " in full[0] else full[0].lower()
