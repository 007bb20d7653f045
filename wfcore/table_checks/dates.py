"""Dates and units that a table needs before it can be read."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from wfcore.normalising.printed_dates import PrintedDate, dates_in
from wfcore.table_checks.diagnosis import CheckContext, Spot, TableFinding, at, checks
from wfcore.table_checks.series import words_of
from wfcore.table_checks.tables import PrintedTable
from wfcore.table_checks.units import kind_of, pattern

_DATES_BELOW = re.compile(r"\b(date|dated|as at|month|period)\b", re.IGNORECASE)
_STEPS = (1, 3, 6, 12)  # months or years from one date to the next
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)


@checks("table for its unit")
def units_are_named(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A table says what it counts, and money says in what."""
    if not table.figure_columns or table.plan:
        return
    look.compared(1)
    words = pattern(look.rules.words.units)
    texts = [text.replace("_", " ") for text in table.texts()]
    if not any(words.search(text) for text in texts):
        yield look.finding(
            "notes",
            "No unit stands in or around the table. Say whether it counts FTE, people, pounds or a rate.",
            [],
        )
    pounds = pattern(look.rules.words.pounds)
    if any(pounds.search(t) for t in (*table.above, *table.headings[: table.labels], *table.below)):
        return
    bare = [
        at(table, i, 0, row.cells[table.figure_columns[0]].text)
        for i, row in enumerate(table.rows)
        if kind_of(row.name) == "money" and not any(pounds.search(c.text) for c in row.cells)
        and any(row.cells[j].value is not None for j in table.figure_columns)
    ]  # fmt: skip
    bare += [
        at(table, None, j)
        for j in table.figure_columns
        if kind_of(table.headings[j]) == "money" and not pounds.search(table.headings[j])
        and not any(cell.money for _, cell in table.column(j))
    ]  # fmt: skip
    yield from look.about(
        bare, "warns", "Money without a unit. Say £, £000 or £m, and of what place and time it is."
    )


@checks("dates in a run")
def no_year_is_missing(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A run of years or months has no gap."""
    spots: list[Spot] = []
    for places, dates in _runs(table):
        look.compared(len(dates))
        steps = [b.when - a.when for a, b in pairwise(dates)]
        if len(steps) < 2 or min(steps) <= 0:
            continue
        usual = Counter(steps).most_common(1)[0]
        step = usual[0] if usual[1] > 1 else min(steps)
        gaps = [n for n, gap in enumerate(steps) if gap != step]
        if len(gaps) == 1 and step in _STEPS and _is_hole(gaps[0], steps, step):
            (n,) = gaps
            missing = steps[n] // step - 1
            said = f"{missing} missing between {dates[n].printed} and {dates[n + 1].printed}"
            spots.append(places[n + 1].saying(said))
    yield from look.about(
        spots, "warns", "A year or month is missing in the run. Add it, or say why it is left out."
    )


@checks("dates for their kind")
def dates_are_alike(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """Dates of headings are of one kind and in order; a cell of a column of dates holds one date."""
    spots: list[Spot] = []
    for places, dates in _runs(table):
        look.compared(len(dates))
        kinds = {date.kind for date in dates}
        if len(kinds) > 1 and _of_one_thing(places, dates):
            said = "; ".join(f"{d.printed} is a {d.kind}" for d in dates[:4])
            spots.append(places[0].saying(said))
            continue
        if len(kinds) > 1:
            continue
        order = [date.when for date in dates]
        in_order = order in (sorted(order), sorted(order, reverse=True))
        if not in_order and len(set(order)) == len(order):
            said = f"in this order: {', '.join(d.printed for d in dates[:6])}"
            spots += [places[n].saying(said) for n in _out_of_order(order)]
    for j, heading in enumerate(table.headings):
        if not _DATES_BELOW.search(heading.replace("_", " ")) or j in table.figure_columns:
            continue
        for i, cell in table.column(j):
            several = dates_in(_ORDINAL.sub("", cell.text))
            look.compared(1)
            if len(several) > 1:
                spots.append(at(table, i, j, cell.text))
    yield from look.about(
        spots,
        "warns",
        "Dates are mixed. Give each figure one date, in one way of writing, in order of time.",
    )


@checks("table for its date")
def dates_are_named(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A table says of what date its figures are."""
    if not table.figure_columns or table.plan:
        return
    look.compared(1)
    words = [cell.text for row in table.rows for cell in row.cells if cell.value is None]
    names = [row.name for row in table.rows] if table.labels else []
    around = (*table.above, *table.headings, *table.below)
    if not any(dates_in(text) for text in (*around, *names, *words)):
        yield look.finding(
            "notes",
            "No date stands in or around the table. Say of what date the figures are.",
            [],
        )


def _is_hole(n: int, steps: Sequence[int], step: int) -> bool:
    """Whether one step of a run is a hole: not a year long ago to compare with, nor one far ahead."""
    at_end = n in (0, len(steps) - 1)
    return steps[n] % step == 0 and (steps[n] == 2 * step or not at_end or len(steps) == 2)


def _out_of_order(order: Sequence[int]) -> list[int]:
    """Which of some dates the others would be in order without; the first where there is none."""

    def sorted_without(n: int) -> bool:
        rest = [when for m, when in enumerate(order) if m != n]
        return rest in (sorted(rest), sorted(rest, reverse=True))

    odd = [n for n in range(len(order)) if sorted_without(n)]
    return odd if 0 < len(odd) < len(order) else [0]


def _of_one_thing(places: Sequence[Spot], dates: Sequence[PrintedDate]) -> bool:
    """Whether dates are of one thing over time: an allocation for a year may stand beside claims to a month."""
    names = [spot.heading or spot.row_name for spot in places]
    return (
        len({words_of(name.replace(d.printed, " ")) for name, d in zip(names, dates, strict=True)})
        == 1
    )


def _runs(table: PrintedTable) -> Iterator[tuple[Sequence[Spot], list[PrintedDate]]]:
    """Dates of the headings, and of the names of rows, where each has exactly one."""
    ways = (
        [(at(table, -1, j), table.headings[j]) for j in range(table.labels, table.width)],
        [(at(table, i, 0), row.cells[0].text) for i, row in enumerate(table.rows) if table.labels],
    )
    for texts in ways:
        single: list[tuple[Spot, PrintedDate]] = []
        for spot, text in texts:
            # A change since a year is no figure of that year.
            dates = [] if kind_of(text) == "change" else dates_in(text)
            if len(dates) == 1:
                single.append((spot, dates[0]))
        seen: dict[tuple[str, int], tuple[Spot, PrintedDate]] = {}
        for spot, date in single:
            seen.setdefault((date.kind, date.when), (spot, date))
        if len(seen) > 1 and len(single) * 2 >= len([t for _, t in texts if t]):
            yield [spot for spot, _ in seen.values()], [date for _, date in seen.values()]
