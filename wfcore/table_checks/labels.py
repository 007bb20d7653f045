"""Headings and names of rows: each once, spelled right, in the right section."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from statistics import median
from typing import Any

from wfcore.declared import declared
from wfcore.reading.recognising import plain_header
from wfcore.table_checks.diagnosis import (
    CheckContext,
    Spot,
    TableFinding,
    check,
    spot_at,
    table_finding,
)
from wfcore.table_checks.tables import PrintedTable, is_total

_WORD = re.compile(r"[A-Za-z]{5,}")
_VERSION = re.compile(r"^version|^v\.?$|\bversion( no| number)?$", re.IGNORECASE)

_Named = tuple[Spot, list[Decimal]]  # where a name stands, and its figures


def headings_stand_once(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """No two columns have the same heading."""
    groups: defaultdict[str, list[_Named]] = defaultdict(list)
    for j, heading in enumerate(table.headings):
        if heading:
            look.checked["headings_stand_once"] += 1
            groups[plain_header(heading)].append(
                (spot_at(table, -1, j), [v for _, v in table.figures(j)])
            )
    yield from _twice(
        "headings_stand_once", "Columns with the same heading", "the heading", groups, look
    )


def rows_stand_once(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """No two rows of a section have the same name."""
    if not table.labels or not table.figure_columns:
        return
    look.checked["rows_stand_once"] += len(table.rows)
    groups: defaultdict[tuple[str, ...], list[_Named]] = defaultdict(list)
    for i, row in enumerate(table.rows):
        key = tuple(plain_header(cell.text) for cell in row.cells[: table.labels])
        if row.name and not is_total(row.name) and all(key):
            values = (row.cells[j].value for j in table.figure_columns)
            groups[key].append((spot_at(table, i, 0), [v for v in values if v is not None]))
    yield from _twice("rows_stand_once", "Rows with the same name", "the name", groups, look)


def _twice(
    code: str, what: str, label: str, groups: Mapping[Any, list[_Named]], look: CheckContext
) -> Iterator[TableFinding]:
    """Blocks where the figures are of unlike size, for they count different things; else warns."""
    unlike: list[Spot] = []
    alike: list[Spot] = []
    for same in groups.values():
        if len(same) > 1:
            spots = (s.saying(f"about {median(f):g}" if f else "no figures") for s, f in same)
            (unlike if _unlike([f for _, f in same], look) else alike).extend(spots)
    if unlike:
        yield table_finding(
            "blocks",
            code,
            f"{what} but figures of quite another size: they count different things. Find out what each of them is, "
            f"and correct {label}; nobody can guess it.",
            unlike,
        )
    if alike:
        yield table_finding(
            "warns", code, f"{what}. If one repeats the other, take it out; else name the difference.", alike
        )  # fmt: skip


def _unlike(figures: Sequence[Sequence[Decimal]], look: CheckContext) -> bool:
    sizes = [abs(float(median(f))) for f in figures if f]
    return len(sizes) > 1 and min(sizes) > 0 and max(sizes) / min(sizes) > look.rules.unlike


@check(
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
        yield spot_at(table, i, 0, f"is {meant} meant?") if meant else None


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


def versions_stand_once(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A version number stands once in a list of versions."""
    for j, heading in enumerate(table.headings):
        if not _VERSION.search(heading.replace("_", " ")):
            continue
        look.checked["versions_stand_once"] += len(table.rows)
        times = Counter(cell.text for _, cell in table.column(j) if cell.text)
        spots = [
            spot_at(table, i, j, "; ".join(c.text for c in table.rows[i].cells if c.text)[:80])
            for i, cell in table.column(j)
            if times[cell.text] > 1
        ]
        if spots:
            yield table_finding(
                "warns",
                "versions_stand_once",
                "A version number stands more than once. Give each version its own number and date.",
                spots,
            )


@check("notes", "Rows that belong under another heading. Move them, or rename the heading.")
def rows_stand_in_their_section(table: PrintedTable, look: CheckContext) -> Iterator[Spot | None]:
    """Nursing is not filed under allied health professions."""
    for i, row in enumerate(table.rows):
        section = row.section.casefold()
        for name, words in look.rules.not_in_section.items():
            if name in section:
                wrong = any(word in row.name.casefold() for word in words)
                yield spot_at(table, i, 0, f"under {row.section}") if wrong else None


def rows_fit_the_headings(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """No row has more cells than there are headings."""
    look.checked["rows_fit_the_headings"] += len(table.rows)
    if table.uneven:
        yield table_finding(
            "warns",
            "rows_fit_the_headings",
            "Rows with more cells than headings. A comma inside a number or a name may have split a cell.",
            [
                Spot(row=n, column=None, row_name="", heading="", said=f"{width} cells, {table.width} headings")
                for n, width in table.uneven
            ],
        )  # fmt: skip


LABEL_CHECKS = (
    headings_stand_once,
    rows_stand_once,
    rows_fit_the_headings,
    names_are_known,
    versions_stand_once,
    rows_stand_in_their_section,
)
