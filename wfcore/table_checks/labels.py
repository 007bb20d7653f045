"""Headings and names of rows: each once, spelled right, in the right section."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from statistics import median

from wfcore.declared import declared
from wfcore.reading.recognising import plain_header
from wfcore.table_checks.diagnosis import CheckContext, Spot, TableFinding, spot_at, table_finding
from wfcore.table_checks.tables import PrintedTable, is_total

_WORD = re.compile(r"[A-Za-z]{5,}")
_VERSION = re.compile(r"^version|^v\.?$|\bversion( no| number)?$", re.IGNORECASE)


def headings_stand_once(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """No two columns have the same heading."""
    named = [j for j in range(table.width) if table.headings[j]]
    look.checked["headings_stand_once"] += len(named)
    groups: dict[str, list[int]] = {}
    for j in named:
        groups.setdefault(plain_header(table.headings[j]), []).append(j)
    sets = [
        (columns, [[v for _, c in table.column(j) if (v := c.value) is not None] for j in columns])
        for columns in groups.values()
        if len(columns) > 1
    ]
    spots = [
        ([spot_at(table, -1, j, _about(f)) for j, f in zip(columns, figures, strict=True)], figures)
        for columns, figures in sets
    ]
    yield from _twice(
        "headings_stand_once", "Columns with the same heading", "the heading", spots, look
    )


def rows_stand_once(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """No two rows of a section have the same name."""
    if not table.labels or not table.figure_columns:
        return
    look.checked["rows_stand_once"] += len(table.rows)
    groups: dict[tuple[str, ...], list[int]] = {}
    for i, row in enumerate(table.rows):
        if row.name and not is_total(row.name):
            key = tuple(plain_header(cell.text) for cell in row.cells[: table.labels])
            groups.setdefault(key, []).append(i)
    sets = [
        (
            rows,
            [
                [v for j in table.figure_columns if (v := table.rows[i].cells[j].value) is not None]
                for i in rows
            ],
        )
        for key, rows in groups.items()
        if len(rows) > 1 and all(key)
    ]
    spots = [
        ([spot_at(table, i, 0, _about(f)) for i, f in zip(rows, figures, strict=True)], figures)
        for rows, figures in sets
    ]
    yield from _twice("rows_stand_once", "Rows with the same name", "the name", spots, look)


def _about(figures: Sequence[Decimal]) -> str:
    return f"about {median(figures):g}" if figures else "no figures"


def _twice(
    code: str,
    what: str,
    label: str,
    sets: Sequence[tuple[list[Spot], list[list[Decimal]]]],
    look: CheckContext,
) -> Iterator[TableFinding]:
    """Blocks where the figures are of unlike size, for they count different things; else warns."""
    unlike: list[Spot] = []
    alike: list[Spot] = []
    for spots, figures in sets:
        (unlike if _unlike(figures, look) else alike).extend(spots)
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


def names_are_known(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A name that is nearly, but not quite, that of a place we know is probably misspelt."""
    known = {plain_header(name) for name in (*_declared_names(), *look.names, *look.rules.places)}
    words = {word for name in known for word in _WORD.findall(name)}
    near, near_places = _Near(known), _Near({plain_header(place) for place in look.rules.places})
    rows = [
        (i, plain_header(row.cells[0].text))
        for i, row in enumerate(table.rows)
        if row.cells[0].text
    ]
    look.checked["names_are_known"] += len(rows)
    common = Counter(word for _, name in rows for word in set(_WORD.findall(name)))
    usual = {word for word, times in common.items() if len(rows) > 1 and times * 2 >= len(rows)}
    spots: list[Spot] = []
    for i, name in rows:
        if name in known:
            continue
        # A word that most rows share and that is nearly a borough is meant to be the borough.
        shared = [w for w in _WORD.findall(name) if w in usual and w not in words]
        least = look.rules.near_name
        meant = near.to(name, least) or next(
            (place for word in shared if (place := near_places.to(word, least))), None
        )
        if meant:
            spots.append(spot_at(table, i, 0, f"is {meant} meant?"))
    if spots:
        yield table_finding(
            "warns",
            "names_are_known",
            "Names that are nearly those of known places. Check the spelling; nothing is changed for you.",
            spots,
        )


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


def rows_stand_in_their_section(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """Nursing is not filed under allied health professions."""
    spots: list[Spot] = []
    for i, row in enumerate(table.rows):
        section = row.section.casefold()
        for name, words in look.rules.not_in_section.items():
            if name not in section:
                continue
            look.checked["rows_stand_in_their_section"] += 1
            if any(word in row.name.casefold() for word in words):
                spots.append(spot_at(table, i, 0, f"under {row.section}"))
    if spots:
        yield table_finding(
            "notes",
            "rows_stand_in_their_section",
            "Rows that belong under another heading. Move them, or rename the heading.",
            spots,
        )


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
