"""Two ways to print one figure: patients for each post, posts for each 1,000 patients."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from statistics import median

from wfcore.normalising.adding_up import number_places
from wfcore.reading.recognising import plain_header
from wfcore.table_checks.diagnosis import CheckContext, Spot, at, compares
from wfcore.table_checks.naming import size_named
from wfcore.table_checks.printed import half_unit
from wfcore.table_checks.tables import PrintedTable

_SCALES = tuple(Decimal(10) ** n for n in range(2, 6))


@dataclass(frozen=True)
class Pair:
    """A figure, its cell in the table that is diagnosed, and its reciprocal with what it is called."""

    row: int
    column: int
    value: Decimal
    other: Decimal
    beside: str


@dataclass(frozen=True)
class Pairs:
    """Figures that should multiply to a scale such as 1,000."""

    scale: Decimal
    pairs: tuple[Pair, ...]


@compares(
    "figures against their reciprocal",
    "warns",
    "Two figures that are one the other way round do not agree. Correct one of them.",
)
def reciprocals_agree(table: PrintedTable, look: CheckContext) -> Iterator[Spot | None]:
    """Patients for each post and posts for each 1,000 patients are the same figure."""
    for made in _paired(table, look):
        for pair in made.pairs:
            a, b = half_unit(pair.value), half_unit(pair.other)
            low = (pair.value - a) * (pair.other - b)
            high = (pair.value + a) * (pair.other + b)
            if low <= made.scale <= high or not pair.other:
                yield None
            else:
                would = float(made.scale / pair.other)
                said = f"{pair.value:f} printed, {would:,.4g} from {pair.other:f} in {pair.beside}"
                yield at(table, pair.row, pair.column, said)


@compares(
    "decimals",
    "warns",
    "Too few decimals: a 0 with decimals may hide a real person. Print two significant figures, or the count.",
)
def nobody_is_rounded_away(table: PrintedTable, look: CheckContext) -> Iterator[Spot | None]:
    """A printed 0.00 does not hide a real person."""
    known: dict[tuple[int, int], str] = {}
    for made in _paired(table, look):
        for pair in made.pairs:
            if pair.value == 0 and pair.other:
                would = float(made.scale / pair.other)
                said = f"{would:.2g} from {pair.other:,f} in {pair.beside}"
                known[pair.row, pair.column] = f"{pair.value:f} printed, {said}"
    for j in table.figure_columns:
        decimals = [(i, v) for i, v in table.figures(j) if number_places(v) < 0]
        some = [v for _, v in decimals if v]
        if not some:
            continue
        coarse = median(some) <= look.rules.few_units * 2 * half_unit(some[0])
        for i, value in decimals:
            rated = coarse and table.kind_at(i, j) in ("rate", "share")
            if value == 0 and ((i, j) in known or rated):
                less = f"{value:f} printed, which is anything below {half_unit(value):f}"
                yield at(table, i, j, known.get((i, j), less))
            else:
                yield None


def _paired(table: PrintedTable, look: CheckContext) -> Iterator[Pairs]:
    """Columns of the table that are each other's reciprocal, then cells of other tables that are."""
    floats = {
        j: [float(v) if (v := cell.value) is not None else 0.0 for _, cell in table.column(j)]
        for j in table.figure_columns
    }
    # A rate beside what it is made of is held against that; two ratios alone can be each other's reciprocal.
    ratios = [j for j in table.figure_columns if table.kinds[j] in ("", "rate")]
    rates = {j for j in ratios if (size_named(table.headings[j]) or 0) > 1}
    for j, k in combinations(ratios, 2):
        if {j, k} <= rates:  # both for so many patients: neither is the other turned round
            continue
        # Most columns have nothing to do with each other, and this shows it fast.
        products = [p for p in (a * b for a, b in zip(floats[j], floats[k], strict=True)) if p > 0]
        if len(products) < 3 or not _scale_of(median(products), look):
            continue
        beside = table.headings[k] or "the next column"
        pairs = [Pair(i, j, a, b, beside) for i, a, b in table.side_by_side(j, k)]
        yield from _scaled(pairs, look)
    for other in look.others:
        rows = {plain_header(row.name): row for row in other.rows}
        columns = {
            plain_header(other.headings[k]): k for k in other.figure_columns if other.headings[k]
        }
        same = [(j, columns.get(plain_header(table.headings[j]))) for j in table.figure_columns]
        pairs = [
            Pair(i, j, a, b, other.name)
            for i, row in enumerate(table.rows)
            if (beside := rows.get(plain_header(row.name)))
            for j, k in same
            if k is not None
            and (a := row.cells[j].value) is not None
            and (b := beside.cells[k].value) is not None
        ]
        yield from _scaled(pairs, look)


def _scaled(pairs: Sequence[Pair], look: CheckContext) -> Iterator[Pairs]:
    """Pairs whose products are nearly all a power of ten; two rows alone prove nothing."""
    products = [float(p.value * p.other) for p in pairs if p.value and p.other]
    scale = _scale_of(median(products), look) if len(products) >= 3 else None
    if scale is None:
        return
    far = scale * Decimal(str(look.rules.near_scale))
    near = [
        p for p in pairs
        if abs(p.value * p.other - scale)
        <= far + p.value * half_unit(p.other) + p.other * half_unit(p.value)
    ]  # fmt: skip
    varied = len({p.value for p in pairs}) > 1 and len({p.other for p in pairs}) > 1
    if varied and len(near) * 4 >= len(pairs) * 3:
        yield Pairs(scale, tuple(pairs))


def _scale_of(product: float, look: CheckContext) -> Decimal | None:
    """The power of ten that a product is near."""
    far = look.rules.near_scale
    return next((s for s in _SCALES if abs(product / float(s) - 1) <= far), None)
