"""Headings and names of rows that stand more than once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from statistics import median
from typing import Any

from wfcore.reading.recognising import plain_header
from wfcore.table_checks.diagnosis import CheckContext, Spot, Sure, TableFinding, at, checks
from wfcore.table_checks.roles import is_total
from wfcore.table_checks.series import Series, series_of
from wfcore.table_checks.structure import structure_of
from wfcore.table_checks.tables import PrintedTable

_TELLING = 4  # rows, and different figures, from which sameness is no chance
_SMALL = 10  # figures below this are the same in two columns easily
_YEAR = 12  # months
_Named = tuple[Spot, list[Decimal]]  # where a name stands, and its figures


@checks("headings")
def headings_stand_once(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """No two columns have the same heading."""
    groups: defaultdict[str, list[_Named]] = defaultdict(list)
    for j, heading in enumerate(table.headings):
        if heading and (j < table.labels or j in table.figure_columns or table.plan):
            look.compared(1)
            groups[plain_header(heading)].append(
                (at(table, -1, j), [v for _, v in table.figures(j)])
            )
    yield from _twice("Columns with the same heading", "the heading", groups, look)


@checks("names of rows")
def rows_stand_once(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """No two rows of a section have the same name."""
    if not table.labels or not table.figure_columns:
        return
    look.compared(len(table.rows))
    groups: defaultdict[tuple[str, ...], list[_Named]] = defaultdict(list)
    for i, row in enumerate(table.rows):
        key = tuple(plain_header(cell.text) for cell in row.cells[: table.labels])
        if row.name and not is_total(row.name) and all(key):
            key = (row.section, *key)
            values = (row.cells[j].value for j in table.figure_columns)
            groups[key].append((at(table, i, 0), [v for v in values if v is not None]))
    yield from _twice("Rows with the same name", "the name", groups, look)


@checks("pairs of columns for a copy")
def columns_differ(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """No column repeats the figures of another under another heading."""
    found: list[tuple[Spot, Sure]] = []
    wholes = {
        whole.at for whole in structure_of(table).columns.wholes
    }  # may be that of one part alone
    series = [
        s for s in series_of(table, "columns") if len(s.figures) >= _TELLING and s.at not in wholes
    ]
    printed = [{line: f.value for line, f in one.figures.items()} for one in series]
    for n, (one, figures) in enumerate(zip(series, printed, strict=True)):
        varied = (
            len(set(figures.values())) >= _TELLING and max(map(abs, figures.values())) >= _SMALL
        )
        for k in range(n + 1, len(series)) if varied else ():
            look.compared(1)
            other = series[k]
            if figures == printed[k]:
                same = one.kind == other.kind and one.kind != "count" and one.name != other.name
                same &= not _within_a_year(one, other)  # from month to month claims may stand still
                said = f"the same figures as {one.name}"
                found.append((at(table, -1, other.at, said), "likely" if same else "asked"))
    yield from look.by_sure(
        found,
        "warns",
        "Two columns have the same figures in every row. One was probably copied from the other: correct it.",
        "Two columns of different counts or dates have the same figures in every row. Is that so?",
    )


def _within_a_year(one: Series, other: Series) -> bool:
    """Whether two series are of two months of one year."""
    if one.date is None or other.date is None or "year" in one.date.kind + other.date.kind:
        return False
    return abs(one.date.when - other.date.when) < _YEAR


def _twice(
    what: str, label: str, groups: Mapping[Any, list[_Named]], look: CheckContext
) -> Iterator[TableFinding]:
    """Blocks where the figures are of unlike size, for they count different things; else warns."""
    unlike: list[Spot] = []
    alike: list[Spot] = []
    for same in groups.values():
        if len(same) > 1:
            spots = (s.saying(f"about {median(f):g}" if f else "no figures") for s, f in same)
            (unlike if _unlike([f for _, f in same], look) else alike).extend(spots)
    yield from look.about(
        unlike,
        "blocks",
        f"{what} but figures of quite another size: they count different things. Find out what each of them is, "
        f"and correct {label}; nobody can guess it.",
    )
    yield from look.about(
        alike, "warns", f"{what}. If one repeats the other, take it out; else name the difference."
    )


def _unlike(figures: Sequence[Sequence[Decimal]], look: CheckContext) -> bool:
    sizes = [abs(float(median(f))) for f in figures if f]
    return len(sizes) > 1 and min(sizes) > 0 and max(sizes) / min(sizes) > look.rules.unlike
