"""Shares of a whole: do they make 100, can they come from so many people, are they plausible."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache
from itertools import groupby
from statistics import median

from wfcore.table_checks.derived import derived_of
from wfcore.table_checks.diagnosis import (
    CheckContext,
    Spot,
    Sure,
    TableFinding,
    at,
    checks,
    compares,
)
from wfcore.table_checks.printed import half_unit
from wfcore.table_checks.tables import PrintedTable
from wfcore.table_checks.units import kind_of

_ITEM = re.compile(
    r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s?%\s*(.*?)(?=[\s,;]*(?<![\d.])\d{1,3}(?:\.\d+)?\s?%|$)",
    re.ASCII,
)
_HUNDRED = Decimal(100)
# Shares of something else than the people of the row: of a total, of places, of money, of change.
_OF_ELSE = re.compile(
    r"\bof (the )?(total|all|borough|england|whole|practices|patients|population|plan|target)\b|"
    r"\bof (the )?(allocation|establishment)\b|"
    r"\b(vacan\w+|turnover|claimed|spent|used|utili[sz]\w+|change|growth|response|coverage|completeness|achieved|leavers|"
    r"joiners|sickness|absence|filled|fill)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Item:
    """One share, in per cent, and what it is a share of."""

    value: Decimal
    label: str
    column: int

    @property
    def half(self) -> Decimal:
        """Half of its last printed place, in points."""
        return half_unit(self.value)


@dataclass(frozen=True)
class Shares:
    """The shares of one whole: written in one cell (`inside`), or side by side in a row."""

    row: int
    spot: Spot
    items: tuple[Item, ...]
    inside: bool

    @property
    def added(self) -> Decimal:
        """Their sum, in per cent."""
        return sum((item.value for item in self.items), Decimal())

    @property
    def off(self) -> Decimal:
        """How far they are from a whole, in points."""
        return abs(self.added - _HUNDRED)

    @property
    def tolerance(self) -> Decimal:
        """What rounding each of them can do to the sum."""
        return sum((item.half for item in self.items), Decimal())


def share_lists(table: PrintedTable, look: CheckContext) -> tuple[Shares, ...]:
    """All lists of shares that ought to make a whole."""
    return _share_lists(table, look.rules.near_100)


@lru_cache(maxsize=16)
def _share_lists(table: PrintedTable, near_100: float) -> tuple[Shares, ...]:
    lists: list[Shares] = []
    for i, row in enumerate(table.rows):
        for j in range(table.labels, table.width):
            if row.cells[j].text.count("%") < 2:  # a list has two
                continue
            items = [
                Item(Decimal(value), label.strip(" ,;"), j)
                for value, label in _ITEM.findall(row.cells[j].text)
            ]
            near = abs(sum((x.value for x in items), Decimal()) - _HUNDRED) <= near_100
            if len(items) > 1 and near:
                lists.append(Shares(i, at(table, i, j), tuple(items), inside=True))
    return (*lists, *_side_by_side(table, near_100))


def _side_by_side(table: PrintedTable, near_100: float) -> list[Shares]:
    """Columns of shares that stand together, when they make about 100 in most rows."""
    lists: list[Shares] = []
    together = groupby(range(table.labels, table.width), key=lambda j: table.kinds[j] == "share")
    for shares, columns in together:
        run = list(columns)
        made: list[Shares] = []
        for i, row in enumerate(table.rows) if shares and len(run) > 1 else ():
            items = [
                Item(v, table.headings[j], j) for j in run if (v := row.cells[j].value) is not None
            ]
            if len(items) == len(run):
                made.append(Shares(i, at(table, i, run[0]), tuple(items), inside=False))
        near = [s for s in made if s.off <= near_100]
        whole = [s for s in near if s.off <= s.tolerance]
        # One share at two dates may come near 100 by chance, but hardly to it.
        if near and len(near) * 2 > len(made) and len(whole) * 3 >= len(made):
            lists += made
    return lists


@checks("lists of shares")
def shares_make_100(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """The shares of a whole make 100 per cent, but for rounding."""
    lists = share_lists(table, look)
    look.compared(len(lists))
    yield from look.by_rounding(
        [(s.spot.saying(f"they make {s.added:f}"), s.off > s.tolerance) for s in lists if s.off],
        "Shares do not make 100, by more than rounding explains. Correct one, or say what is left out.",
        "Shares do not make exactly 100; rounding explains it. Say so under the table.",
    )


def _people(value: Decimal, half: Decimal, base: int) -> range:
    """How many people of a base a rounded share can be: none when the range is empty."""
    low = ((value - half) * base / _HUNDRED).to_integral_value(ROUND_CEILING)
    high = ((value + half) * base / _HUNDRED).to_integral_value(ROUND_FLOOR)
    return range(max(int(low), 0), min(int(high), base) + 1)


def _headcounts(table: PrintedTable, i: int) -> list[tuple[int, str]]:
    """Whole numbers of people in a row, with their headings."""
    return [
        (int(cell.value), table.headings[j])
        for j, cell in enumerate(table.rows[i].cells)
        if table.kinds[j] == "headcount" and cell.value is not None and cell.value > 0
        and cell.value == cell.value.to_integral_value()
    ]  # fmt: skip


def _tested(table: PrintedTable, look: CheckContext) -> Iterator[tuple[int, Spot, Item]]:
    """Every printed share of a row with a headcount beside it."""
    for shares in share_lists(table, look):
        if shares.inside:
            yield from ((shares.row, shares.spot, item) for item in shares.items)
    explained = {one.target.at for one in derived_of(table) if one.along == "columns"}
    for j in range(table.labels, table.width):
        # What is a share of two printed figures, or of a total, is held against these.
        if j in explained or not _of_people(table, j):
            continue
        for i, value in table.figures(j):
            if 0 <= value <= _HUNDRED:
                yield i, at(table, i, j), Item(value, "", j)


def _of_people(table: PrintedTable, j: int) -> bool:
    """Whether a column is the share of the people of its row who are something, such as `% aged 55 and over`."""
    heading = table.headings[j].replace("_", " ")
    return (
        table.kinds[j] == "share"
        and kind_of(heading.replace("%", "")) not in ("fte", "money", "change")
        and not _OF_ELSE.search(heading)
    )


@checks("shares against the headcount")
def shares_fit_the_headcount(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """GRIM test: a printed share is one that so many people can have."""
    tested: dict[int | None, list[Spot | None]] = {}
    for i, spot, item in _tested(table, look):
        bases = _headcounts(table, i)
        if bases:
            look.compared(1)
            inside = None if spot.column is None or _inside(table, i, item) else item.column
            tested.setdefault(inside, []).append(_impossible(spot, item, bases))
    message = "Shares that no whole number of people can have (GRIM test). "
    for column, spots in tested.items():
        wrong = [spot for spot in spots if spot]
        # Where most of a column is impossible, it is of another base throughout.
        another = column is not None and len(wrong) * 2 > len(spots) > 1
        yield from look.about(
            wrong,
            "warns",
            message + ("What are they shares of: FTE, another date? Name the base." if another else
                       "They are of another base: FTE, or another extract. Name the base."),
            "asked" if another else "likely",
        )  # fmt: skip


def _inside(table: PrintedTable, i: int, item: Item) -> bool:
    """Whether a share stands with others in one cell."""
    return table.rows[i].cells[item.column].value is None


def _impossible(spot: Spot, item: Item, bases: Sequence[tuple[int, str]]) -> Spot | None:
    """The spot of a share that none of some headcounts can have; None where one can."""
    if any(_people(item.value, item.half, base) for base, _ in bases):
        return None
    base = bases[0][0]
    below = int(item.value * base / _HUNDRED)
    near = " or ".join(f"{_HUNDRED * k / base:.2f}%" for k in (below, below + 1))
    what = f"{item.value:f}% {item.label}".strip()
    return spot.saying(f"{what} of {base:,} people: {below} or {below + 1} are {near}")


@compares(
    "lists of shares against the headcount",
    "warns",
    "Shares that only another number of people can have. Name the base, or correct the headcount.",
)
def shares_make_the_headcount(table: PrintedTable, look: CheckContext) -> Iterator[Spot | None]:
    """The people behind the shares of a whole can be as many as the headcount beside them."""
    for shares in share_lists(table, look):
        bases = _headcounts(table, shares.row)
        if len(bases) != 1 or shares.off > shares.tolerance:
            continue
        base = bases[0][0]
        ranges = [_people(item.value, item.half, base) for item in shares.items]
        if not all(ranges):
            continue  # the GRIM test says so already
        least, most = sum(r[0] for r in ranges), sum(r[-1] for r in ranges)
        people = f"{least:,}" if least == most else f"{least:,} to {most:,}"
        said = f"they are {people} people, not {base:,}"
        yield None if least <= base <= most else shares.spot.saying(said)


@compares(
    "counts with their share",
    "warns",
    "A share is not the count before it of the headcount beside it. Correct one of the three.",
)
def counts_and_shares_agree(table: PrintedTable, _look: CheckContext) -> Iterator[Spot | None]:
    """In a cell `x (y%)`, y is x of the headcount beside it."""
    for i, row in enumerate(table.rows):
        bases = _headcounts(table, i)
        for j, cell in enumerate(row.cells):
            others = [base for base, heading in bases if heading != table.headings[j]]
            if cell.share is None or cell.value is None or not others:
                continue
            shares = [_HUNDRED * cell.value / base for base in others]
            wrong = all(abs(share - cell.share) > half_unit(cell.share) for share in shares)
            said = f"{cell.text}: {cell.value:f} of {others[0]:,} is {shares[0]:.2f}%"
            yield at(table, i, j, said) if wrong else None


@compares(
    "shares for what is possible", "warns", "Shares of a whole lie between 0 and 100. Correct them."
)
def shares_are_possible(table: PrintedTable, look: CheckContext) -> Iterator[Spot | None]:
    """No share of a whole is below 0 or above 100."""
    for shares in share_lists(table, look):
        for item in shares.items:
            possible = 0 <= item.value <= _HUNDRED
            yield None if possible else at(table, shares.row, item.column, f"{item.value:f}%")


@checks("shares against like groups")
def splits_are_plausible(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A share of a group of staff is not far from that of like groups."""
    by_label: dict[str, list[tuple[int, Item]]] = {}
    for shares in share_lists(table, look):
        for item in shares.items:
            by_label.setdefault(item.label.casefold(), []).append((shares.row, item))
    found: list[tuple[Spot, Sure]] = []
    for label, items in by_label.items():
        for peers, sure in _peers(table, items, look) if label else ():
            far = list(_far(table, peers, look))
            look.compared(len(far))
            found.extend((spot, sure) for spot in far if spot)
    yield from look.by_sure(
        found,
        "warns",
        "A share is far from that of like groups of staff. Is it true, or has it slipped from another row?",
        "A share is far from that of the other rows. Is it true? Small places may well differ.",
    )


def _peers(
    table: PrintedTable, items: Sequence[tuple[int, Item]], look: CheckContext
) -> Iterator[tuple[list[tuple[int, Item]], Sure]]:
    """Rows that can be held against each other: those of a declared set, else all, of which nobody can be sure."""
    alike = [
        [one for one in items if any(word in table.rows[one[0]].name.casefold() for word in words)]
        for words in look.rules.alike.values()
    ]
    if any(alike):
        for peers in alike:
            if len(peers) >= 3:
                yield peers, "likely"
    elif len(items) >= look.rules.least_peers:
        yield list(items), "asked"


def _far(
    table: PrintedTable, peers: Sequence[tuple[int, Item]], look: CheckContext
) -> Iterator[Spot | None]:
    values = [float(item.value) for _, item in peers]
    middle = median(values)
    spread = median(abs(v - middle) for v in values)
    for i, item in peers:
        off = abs(float(item.value) - middle)
        others = ", ".join(f"{table.rows[k].name} {peer.value:f}%" for k, peer in peers if k != i)
        far = off > look.rules.far_points and off > look.rules.far_spreads * spread
        yield at(table, i, item.column, f"{item.value:f}% {item.label}; {others}") if far else None
