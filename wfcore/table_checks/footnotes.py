"""Digits of footnotes that have run into a figure or a year: nobody can be sure, so they are asked about."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from wfcore.table_checks.courses import courses
from wfcore.table_checks.diagnosis import CheckContext, Spot, at, compares
from wfcore.table_checks.series import Along, Series
from wfcore.table_checks.sizes import Among, among_others
from wfcore.table_checks.structure import structure_of
from wfcore.table_checks.sums import Axis, Sum, sums
from wfcore.table_checks.tables import PrintedTable

_FUSED_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)([1-9])(?!\d)", re.ASCII)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)
_STEADY, _NEAR = 1.6, 1.25  # factors: figures over time that are alike, and one that is like them
_LONGEST = 7  # digits of a figure of a paper's table


@compares(
    "figures and years for a footnote's digit",
    "notes",
    "The digit of a footnote may have run into a figure or a year. Look at the original, and take it out if so.",
    "asked",
)
def no_footnote_is_fused(table: PrintedTable, _look: CheckContext) -> Iterator[Spot | None]:
    """No footnote's digit has become part of a figure, or of a year."""
    found: dict[tuple[int | None, str | None], Spot] = {}
    compared = 0
    for spot in (*_years(table), *_numbered(table), *_in_sums(table), *_in_courses(table)):
        compared += 1
        if spot:
            found.setdefault((spot.row, spot.column), spot)
    yield from found.values()
    yield from [None] * (compared - len(found))


def _years(table: PrintedTable) -> Iterator[Spot | None]:
    """Years of five digits, where others of four stand beside them."""
    ways: tuple[tuple[tuple[int | None, int], ...], ...] = (
        tuple((-1, j) for j in range(table.labels, table.width)),
        tuple((i, 0) for i in range(len(table.rows)) if table.labels),
    )
    for places in ways:
        texts = {
            p: table.headings[p[1]] if p[0] == -1 else table.rows[p[0] or 0].cells[0].text
            for p in places
        }
        if not any(_YEAR.search(text) for text in texts.values()):
            continue
        for (i, j), text in texts.items():
            fused = _FUSED_YEAR.search(text)
            if fused or _YEAR.search(text):
                yield (
                    at(table, i, j, f"{text}: {fused[1]} with a footnote {fused[2]}?")
                    if fused
                    else None
                )


def _numbered(table: PrintedTable) -> Iterator[Spot | None]:
    """Figures over time that begin with 1, 2, 3 … in turn, and are more alike without."""
    ways: tuple[Along, ...] = ("columns", "rows")
    structure = structure_of(table)
    for along in ways:
        for series, order in courses(table, along, structure.axis(along)):
            yield from _numbered_series(table, along, series, order)


def _numbered_series(
    table: PrintedTable, along: Along, series: Series, order: Sequence[int]
) -> Iterator[Spot | None]:
    digits = {
        line: _digits(series.figures[line].cell.text) for line in order if line in series.figures
    }
    first = [int(text[0]) for text in digits.values() if len(text) > 2]
    in_turn = len(first) == len(digits) > 2 and all(b - a == 1 for a, b in pairwise(first))
    whole, less = (
        [int(t) for t in digits.values() if t],
        [int(t[1:]) for t in digits.values() if t[1:]],
    )
    alike = in_turn and min(less) > 0 and max(less) / min(less) < max(whole) / min(whole)
    for line, text in digits.items():
        i, j = (line, series.at) if along == "rows" else (series.at, line)
        said = (
            f"{series.figures[line].cell.text}: {int(text[1:]):,} with a footnote {text[0]}?"
            if alike
            else ""
        )
        yield at(table, i, j, said) if alike else None


def _digits(text: str) -> str:
    """The digits of a whole number, without its commas; nothing for any other text."""
    digits = text.replace(",", "").strip()
    return digits if digits.isdigit() and digits.isascii() and len(digits) <= _LONGEST else ""


def _in_sums(table: PrintedTable) -> Iterator[Spot | None]:
    """A sum that is off by just the first digit of one of its figures."""
    axes: tuple[Axis, ...] = ("row", "column")
    for axis in axes:
        for one in sums(table, axis):
            if not one.fits:
                yield _in_sum(table, one)


def _in_sum(table: PrintedTable, one: Sum) -> Spot | None:
    off = one.total.added - one.total.printed
    places = [*one.parts] if off > 0 else [(one.i, one.j)]
    for i, j in places:
        text = table.rows[i].cells[j].text
        digits = _digits(text)
        if (
            len(digits) > 1
            and abs(off) == int(digits[0]) * 10 ** (len(digits) - 1)
            and int(digits[1:])
        ):
            return at(
                table,
                i,
                j,
                f"{text}: {int(digits[1:]):,} with a footnote {digits[0]}? Then the total is right",
            )
        last = len(digits) > 1 and abs(off) == int(digits) - int(digits[:-1])
        if last and digits[-1] != "0":
            return at(
                table,
                i,
                j,
                f"{text}: {int(digits[:-1]):,} with a footnote {digits[-1]}? Then the total is right",
            )
    return None


def _in_courses(table: PrintedTable) -> Iterator[Spot | None]:
    """A figure that is out of line over time, and in line without its first digit."""
    for one in among_others(table):
        if one.over_time:
            yield _out_of_line(table, one)


def _out_of_line(table: PrintedTable, one: Among) -> Spot | None:
    digits = _digits(one.figure.cell.text)
    steady = 0 < one.most <= _STEADY * one.least and one.figure.value >= 2 * one.most
    for without, mark in ((digits[1:], digits[:1]), (digits[:-1], digits[-1:])) if steady else ():
        if (
            mark not in ("", "0")
            and without
            and one.least / _NEAR <= int(without) <= one.most * _NEAR
        ):
            said = f"{one.figure.cell.text}: {int(without):,} with a footnote {mark}?"
            return at(table, one.i, one.j, said)
    return None
