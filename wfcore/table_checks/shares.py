"""Shares of a whole: do they make 100, can they come from so many people, are they plausible."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import groupby
from statistics import median

from wfcore.table_checks.diagnosis import CheckContext, Spot, TableFinding, spot_at, table_finding
from wfcore.table_checks.printed_cells import half_unit
from wfcore.table_checks.tables import PrintedTable
from wfcore.table_checks.units import kind_of

_ITEM = re.compile(
    r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s?%\s*(.*?)(?=[\s,;]*(?<![\d.])\d{1,3}(?:\.\d+)?\s?%|$)",
    re.ASCII,
)
_HUNDRED = Decimal(100)


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
    def tolerance(self) -> Decimal:
        """What rounding each of them can do to the sum."""
        return sum((item.half for item in self.items), Decimal())


def share_lists(table: PrintedTable, look: CheckContext) -> list[Shares]:
    """All lists of shares that ought to make a whole."""
    lists: list[Shares] = []
    for i, row in enumerate(table.rows):
        for j in range(table.labels, table.width):
            items = [
                Item(Decimal(value), label.strip(" ,;"), j)
                for value, label in _ITEM.findall(row.cells[j].text)
            ]
            near = abs(sum((x.value for x in items), Decimal()) - _HUNDRED) <= look.rules.near_100
            if len(items) > 1 and near:
                lists.append(Shares(i, spot_at(table, i, j), tuple(items), inside=True))
    return lists + _side_by_side(table, look)


def _side_by_side(table: PrintedTable, look: CheckContext) -> list[Shares]:
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
                made.append(Shares(i, spot_at(table, i, run[0]), tuple(items), inside=False))
        near = [s for s in made if abs(s.added - _HUNDRED) <= look.rules.near_100]
        if near and len(near) * 2 > len(made):
            lists += made
    return lists


def shares_make_100(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """The shares of a whole make 100 per cent, but for rounding."""
    lists = share_lists(table, look)
    look.checked["shares_make_100"] += len(lists)
    for severity in ("warns", "notes"):
        spots = [
            s.spot.model_copy(update={"said": f"they make {s.added:f}"})
            for s in lists
            if s.added != _HUNDRED
            and (abs(s.added - _HUNDRED) > s.tolerance) == (severity == "warns")
        ]
        if spots:
            yield table_finding(
                "warns" if severity == "warns" else "notes",
                "shares_make_100",
                "Shares do not make 100, by more than rounding explains. Correct one, or say what is left out."
                if severity == "warns"
                else "Shares do not make exactly 100; rounding explains it. Say so under the table.",
                spots,
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
    for j in range(table.labels, table.width):
        if table.kinds[j] != "share" or kind_of(table.headings[j].replace("%", "")) in (
            "fte",
            "money",
        ):
            continue
        for i, cell in table.column(j):
            if cell.value is not None and 0 <= cell.value <= _HUNDRED:
                yield i, spot_at(table, i, j), Item(cell.value, "", j)


def shares_fit_the_headcount(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """GRIM test: a printed share is one that so many people can have."""
    spots: list[Spot] = []
    for i, spot, item in _tested(table, look):
        bases = _headcounts(table, i)
        if not bases:
            continue
        look.checked["shares_fit_the_headcount"] += 1
        if any(_people(item.value, item.half, base) for base, _ in bases):
            continue
        base = bases[0][0]
        below = int(item.value * base / _HUNDRED)
        near = " or ".join(f"{_HUNDRED * k / base:.2f}%" for k in (below, below + 1))
        what = f"{item.value:f}% {item.label}".strip()
        spots.append(
            spot.model_copy(
                update={"said": f"{what} of {base:,} people: {below} or {below + 1} are {near}"}
            )
        )
    if spots:
        yield table_finding(
            "warns",
            "shares_fit_the_headcount",
            "Shares that no whole number of people can have (GRIM test). They are of another base: FTE, or another "
            "extract. Name the base.",
            spots,
        )


def shares_make_the_headcount(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """The people behind the shares of a whole can be as many as the headcount beside them."""
    spots: list[Spot] = []
    for shares in share_lists(table, look):
        bases = _headcounts(table, shares.row)
        if len(bases) != 1 or abs(shares.added - _HUNDRED) > shares.tolerance:
            continue
        base = bases[0][0]
        ranges = [_people(item.value, item.half, base) for item in shares.items]
        if not all(ranges):
            continue  # the GRIM test says so already
        look.checked["shares_make_the_headcount"] += 1
        least, most = sum(r[0] for r in ranges), sum(r[-1] for r in ranges)
        if not least <= base <= most:
            people = f"{least:,}" if least == most else f"{least:,} to {most:,}"
            spots.append(
                shares.spot.model_copy(update={"said": f"they are {people} people, not {base:,}"})
            )
    if spots:
        yield table_finding(
            "warns",
            "shares_make_the_headcount",
            "Shares that only another number of people can have. Name the base, or correct the headcount.",
            spots,
        )


def counts_and_shares_agree(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """In a cell `x (y%)`, y is x of the headcount beside it."""
    spots: list[Spot] = []
    for i, row in enumerate(table.rows):
        bases = _headcounts(table, i)
        for j, cell in enumerate(row.cells):
            others = [base for base, heading in bases if heading != table.headings[j]]
            if cell.share is None or cell.value is None or not others:
                continue
            look.checked["counts_and_shares_agree"] += 1
            shares = [_HUNDRED * cell.value / base for base in others]
            if all(abs(share - cell.share) > half_unit(cell.share) for share in shares):
                said = f"{cell.text}: {cell.value:f} of {others[0]:,} is {shares[0]:.2f}%"
                spots.append(spot_at(table, i, j, said))
    if spots:
        yield table_finding(
            "warns",
            "counts_and_shares_agree",
            "A share is not the count before it of the headcount beside it. Correct one of the three.",
            spots,
        )


def shares_are_possible(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """No share of a whole is below 0 or above 100."""
    spots: list[Spot] = []
    for shares in share_lists(table, look):
        for item in shares.items:
            look.checked["shares_are_possible"] += 1
            if not 0 <= item.value <= _HUNDRED:
                spots.append(spot_at(table, shares.row, item.column, f"{item.value:f}%"))
    if spots:
        yield table_finding(
            "warns",
            "shares_are_possible",
            "Shares of a whole lie between 0 and 100. Correct them.",
            spots,
        )


def splits_are_plausible(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A share of a group of staff is not far from that of like groups."""
    by_label: dict[str, list[tuple[int, Item]]] = {}
    for shares in share_lists(table, look):
        for item in shares.items:
            by_label.setdefault(item.label.casefold(), []).append((shares.row, item))
    spots: list[Spot] = []
    for label, items in by_label.items():
        if not label:
            continue
        for peers in _peers(table, items, look):
            look.checked["splits_are_plausible"] += len(peers)
            spots += _far(table, peers, look)
    if spots:
        yield table_finding(
            "warns",
            "splits_are_plausible",
            "A share is far from that of like groups of staff. Is it true, or has it slipped from another row?",
            spots,
        )


def _peers(
    table: PrintedTable, items: Sequence[tuple[int, Item]], look: CheckContext
) -> Iterator[list[tuple[int, Item]]]:
    """Rows that can be held against each other: those of a declared set, else all."""
    alike = [
        [one for one in items if any(word in table.rows[one[0]].name.casefold() for word in words)]
        for words in look.rules.alike.values()
    ]
    if any(alike):
        yield from (peers for peers in alike if len(peers) >= 3)
    elif len(items) >= look.rules.least_peers:
        yield list(items)


def _far(
    table: PrintedTable, peers: Sequence[tuple[int, Item]], look: CheckContext
) -> Iterator[Spot]:
    values = [float(item.value) for _, item in peers]
    middle = median(values)
    spread = median(abs(v - middle) for v in values)
    for i, item in peers:
        off = abs(float(item.value) - middle)
        if off > look.rules.far_points and off > look.rules.far_spreads * spread:
            others = ", ".join(
                f"{table.rows[k].name} {other.value:f}%" for k, other in peers if k != i
            )
            said = f"{item.value:f}% {item.label}; {others}"
            yield spot_at(table, i, item.column, said)


SHARE_CHECKS = (
    shares_make_100,
    shares_fit_the_headcount,
    shares_make_the_headcount,
    counts_and_shares_agree,
    shares_are_possible,
    splits_are_plausible,
)
