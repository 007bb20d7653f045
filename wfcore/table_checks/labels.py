"""Headings, names and sections of rows: spelled right, and where they belong."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from difflib import SequenceMatcher

from wfcore.declared import declared
from wfcore.reading.recognising import plain_header
from wfcore.table_checks.diagnosis import CheckContext, Spot, TableFinding, at, checks, compares
from wfcore.table_checks.tables import PrintedTable

_WORD = re.compile(r"[A-Za-z]{5,}")
_VERSION = re.compile(r"^version|^v\.?$|\bversion( no| number)?$", re.IGNORECASE)


@checks("rows for their length")
def rows_fit_the_headings(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """No row has more cells than there are headings."""
    look.compared(len(table.rows))
    if table.uneven:
        yield look.finding("warns",
            "Rows with more cells than headings. A comma inside a number or a name may have split a cell.",
            [
                Spot(row=n, column=None, row_name="", heading="", said=f"{width} cells, {table.width} headings")
                for n, width in table.uneven
            ],
        )  # fmt: skip


def _declared_names() -> Iterator[str]:
    geography = declared().geography
    yield from geography.regions.values()
    yield from geography.icbs.values()


class _Near:
    """Known names, to be found by all of their words but one."""

    def __init__(self, known: Collection[str]) -> None:
        self._by_rest: defaultdict[tuple[int, tuple[str, ...]], list[str]] = defaultdict(list)
        for name in known:
            words = name.split()
            for k, word in enumerate(words):
                self._by_rest[k, (*words[:k], *words[k + 1 :])].append(word)

    def to(self, name: str, least: float) -> str | None:
        """The known name that differs by a few letters within one long word."""
        words = name.split()
        for k, word in enumerate(words):
            for other in self._by_rest.get((k, (*words[:k], *words[k + 1 :])), []):
                long = min(len(word), len(other)) > 4 and word.isalpha() and other.isalpha()
                alike = long and word[0] == other[0] and word != other
                if alike and SequenceMatcher(None, word, other).ratio() >= least:
                    return " ".join((*words[:k], other, *words[k + 1 :]))
        return None


@compares(
    "names against known places",
    "warns",
    "Names that are nearly those of known places. Check the spelling; nothing is changed for you.",
)
def names_are_known(table: PrintedTable, look: CheckContext) -> Iterator[Spot | None]:
    """A name that is nearly, but not quite, that of a place we know is probably misspelt."""
    known = {plain_header(name) for name in (*_declared_names(), *look.names, *look.rules.places)}
    words = {word for name in known for word in _WORD.findall(name)}
    near, near_places = _Near(known), _Near({plain_header(place) for place in look.rules.places})
    rows = [
        (i, plain_header(row.cells[0].text))
        for i, row in enumerate(table.rows)
        if row.cells[0].text
    ]
    common = Counter(word for _, name in rows for word in set(_WORD.findall(name)))
    usual = {word for word, times in common.items() if len(rows) > 1 and times * 2 >= len(rows)}
    for i, name in rows:
        if name in known:
            yield None
            continue
        # A word that most rows share and that is nearly a borough is meant to be the borough.
        shared = [w for w in _WORD.findall(name) if w in usual and w not in words]
        least = look.rules.near_name
        meant = near.to(name, least) or next(
            (place for word in shared if (place := near_places.to(word, least))), None
        )
        yield at(table, i, 0, f"is {meant} meant?") if meant else None


@checks("version numbers")
def versions_stand_once(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A version number stands once in a list of versions."""
    for j, heading in enumerate(table.headings):
        if not _VERSION.search(heading.replace("_", " ")):
            continue
        look.compared(len(table.rows))
        times = Counter(cell.text for _, cell in table.column(j) if cell.text)
        spots = [
            at(table, i, j, "; ".join(c.text for c in table.rows[i].cells if c.text)[:80])
            for i, cell in table.column(j)
            if times[cell.text] > 1
        ]
        yield from look.about(
            spots,
            "warns",
            "A version number stands more than once. Give each version its own number and date.",
        )


@compares(
    "rows against their section",
    "notes",
    "Rows that belong under another heading. Move them, or rename the heading.",
)
def rows_stand_in_their_section(table: PrintedTable, look: CheckContext) -> Iterator[Spot | None]:
    """Nursing is not filed under allied health professions."""
    for i, row in enumerate(table.rows):
        section = row.section.casefold()
        for name, words in look.rules.not_in_section.items():
            if name in section:
                wrong = any(word in row.name.casefold() for word in words)
                yield at(table, i, 0, f"under {row.section}") if wrong else None
