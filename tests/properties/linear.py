"""A small linear solver, exact: how far a sum can move while other sums stand."""

from collections.abc import Sequence
from fractions import Fraction

Row = list[Fraction]


def reach(known: Sequence[tuple[Sequence[int], int]], wanted: Sequence[int]) -> tuple[int, int]:
    """The least and the most that a sum of unknowns can be, rounded inwards; unknowns are not negative.

    Args:
        known: which unknowns (1 or 0 for each) add up to what.
        wanted: which unknowns are added up.
    """
    least = -_most(known, [-w for w in wanted])
    most = _most(known, wanted)
    return -int(-least // 1), int(most // 1)


def _most(known: Sequence[tuple[Sequence[int], int]], wanted: Sequence[int]) -> Fraction:
    """Two-phase simplex with Bland's rule, in fractions."""
    n, m = len(wanted), len(known)
    table = [
        [Fraction(x) for x in row] + [Fraction(int(i == j)) for j in range(m)] + [Fraction(total)]
        for i, (row, total) in enumerate(known)
    ]
    basis = [n + i for i in range(m)]
    left = _climb(table, basis, [Fraction(0)] * n + [Fraction(-1)] * m, n + m)
    assert left == 0, "the sums contradict each other"
    for i in range(m):  # drive what is not an unknown out of the basis
        column = next((j for j in range(n) if table[i][j] != 0), None)
        if basis[i] >= n and column is not None:
            _pivot(table, basis, i, column)
    return _climb(table, basis, [Fraction(w) for w in wanted] + [Fraction(0)] * m, n)


def _climb(table: list[Row], basis: list[int], gain: Row, columns: int) -> Fraction:
    while True:
        worth = [
            gain[j]
            - sum((gain[b] * row[j] for b, row in zip(basis, table, strict=True)), Fraction(0))
            for j in range(columns)
        ]
        enters = next((j for j in range(columns) if worth[j] > 0), None)
        if enters is None:
            return sum(
                (gain[b] * row[-1] for b, row in zip(basis, table, strict=True)), Fraction(0)
            )
        ratios = [(r[-1] / r[enters], basis[i], i) for i, r in enumerate(table) if r[enters] > 0]
        assert ratios, "there is no most"
        _pivot(table, basis, min(ratios)[2], enters)


def _pivot(table: list[Row], basis: list[int], at: int, column: int) -> None:
    scale = table[at][column]
    table[at] = [x / scale for x in table[at]]
    for i, row in enumerate(table):
        if i != at and row[column] != 0:
            factor = row[column]
            table[i] = [x - factor * y for x, y in zip(row, table[at], strict=True)]
    basis[at] = column
