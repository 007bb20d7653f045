"""The house's words: GLOSSARY.md, and which of its words a text uses."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).resolve().parents[2] / "GLOSSARY.md"
_ENTRY = re.compile(r"^- \*\*(.+?)\*\*: (.+)$", re.MULTILINE)
_ACRONYM = re.compile(r"\b[A-Z]{2,5}\b")


@dataclass(frozen=True)
class Term:
    """One entry. `acronym` and `spelled_out` are empty where it has none."""

    name: str
    meaning: str
    acronym: str = ""
    spelled_out: str = ""

    def stands_in(self, text: str) -> bool:
        """Whether a text uses the word, in singular or plural."""
        forms = [form for form in re.split(r", | \(|\)", self.name) if form]
        return any(
            re.search(
                rf"\b{re.escape(form)}s?\b", text, 0 if _ACRONYM.fullmatch(form) else re.IGNORECASE
            )
            for form in forms
        )


@cache
def glossary() -> tuple[Term, ...]:
    """Every entry, in order; empty where the program is run without its documents."""
    if not _FILE.exists():
        return ()
    entries = _ENTRY.findall(_FILE.read_text(encoding="utf-8"))
    return tuple(Term(name, meaning, *_acronym(name, meaning)) for name, meaning in entries)


def words_in(text: str) -> tuple[Term, ...]:
    """The entries whose word a text uses, in their order."""
    return tuple(term for term in glossary() if term.stands_in(text))


def spelled_out(text: str) -> str:
    """Every acronym of a text in full, in a sentence; empty where there is none."""
    said = [f"{t.acronym} is {t.spelled_out}" for t in glossary() if _has(text, t.acronym)]
    return f"{'; '.join(said)}." if said else ""


def _has(text: str, acronym: str) -> bool:
    return bool(acronym) and re.search(rf"\b{acronym}s?\b", text) is not None


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
