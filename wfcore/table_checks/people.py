"""People: they are whole, and together they are no more full-time posts than they are people."""

import re
from collections.abc import Iterator, Sequence

from wfcore.table_checks.diagnosis import (
    CheckContext,
    Spot,
    Sure,
    TableFinding,
    at,
    checks,
    compares,
)
from wfcore.table_checks.roles import is_average_within
from wfcore.table_checks.series import Along, Series, series_of, words_of
from wfcore.table_checks.sizes import commas
from wfcore.table_checks.tables import PrintedTable
from wfcore.table_checks.units import kind_of

_WHOLE = re.compile(r"\b(practices|patients|registered|list size)\b", re.IGNORECASE)
_PARTED = re.compile(
    r"\b(average|mean|median|weighted|per|ratio|rate|adjusted|000s?|thousands?|millions?)\b|%|£|/",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"full[- ]time equivalents?|whole[- ]time equivalents?|head ?count|\b(ftes?|wtes?|hc|people|persons|number|no)\b",
    re.IGNORECASE,
)
_FEW = 20  # people of whom some may work more than full time (37.5 hours), so that FTE may be above headcount
_MUCH = 1.25


@compares(
    "headcounts for whole people",
    "warns",
    "A headcount, or a count of patients or practices, has decimals. Is it full-time equivalents? Correct the figure.",
)
def people_are_whole(table: PrintedTable, _look: CheckContext) -> Iterator[Spot | None]:
    """Whole people are counted in whole numbers."""
    for series in series_of(table, "columns"):
        if not _counts_whole(series):
            continue
        for i, figure in series.figures.items():
            name = table.rows[i].name
            if is_average_within(name) or kind_of(name) in (
                "share",
                "rate",
                "fte",
                "money",
                "change",
            ):
                continue
            value = figure.cell.value
            parted = (
                value is not None
                and value != value.to_integral_value()
                and (i, series.at) not in commas(table)
            )
            yield at(table, i, series.at, f"{figure.cell.text} printed") if parted else None


def _counts_whole(series: Series) -> bool:
    if _PARTED.search(series.name.replace("_", " ")):
        return False
    return series.kind == "headcount" or (
        series.kind == "count" and bool(_WHOLE.search(series.name))
    )


@checks("rows of FTE against people")
def fte_is_within_headcount(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """People together are not more full-time equivalents than people."""
    found: list[tuple[Spot, Sure]] = []
    ways: tuple[Along, ...] = ("columns", "rows")
    for along in ways:
        for posts, people in _pairs(series_of(table, along)):
            for line in posts.figures.keys() & people.figures.keys():
                if _is_derived(table, along, line):
                    continue
                look.compared(1)
                fte, heads = posts.figures[line], people.figures[line]
                if fte.value <= heads.value + fte.half:
                    continue
                i, j = (line, posts.at) if along == "columns" else (posts.at, line)
                some = heads.value < _FEW and fte.value <= _MUCH * heads.value
                said = f"{fte.cell.text} FTE, {heads.cell.text} people"
                found.append((at(table, i, j, said), "asked" if some else "sure"))
    yield from look.by_sure(
        sorted(found, key=lambda one: (one[0].row or 0, one[0].column or "")),
        "warns",
        "More FTE than people. Are the two columns swapped, or are these hours?",
        "Slightly more FTE than people. Do they work more than full time? Say so under the table.",
    )


def _is_derived(table: PrintedTable, along: Along, line: int) -> bool:
    """Whether a line across holds changes or shares, of which the one may well be above the other."""
    kind = table.kinds[line] if along == "rows" else table.row_kinds[line]
    return kind in ("change", "share", "rate", "label")


def _pairs(series: Sequence[Series]) -> Iterator[tuple[Series, Series]]:
    """A series of FTE and the one of people that is of the same staff and date."""
    posts = [s for s in series if s.kind == "fte"]
    people = [s for s in series if s.kind == "headcount"]
    if len(posts) == len(people) == 1 and _may_be_of_one(posts[0], people[0]):
        yield posts[0], people[0]
        return
    for one in posts:
        same = [s for s in people if _of(s) == _of(one) and _when(s) == _when(one)]
        if len(same) == 1:
            yield one, same[0]


def _may_be_of_one(posts: Series, people: Series) -> bool:
    """Whether nothing says that a column of FTE and one of people are of other staff or another date."""
    mine, theirs = _of(posts), _of(people)
    same_date = _when(posts) == _when(people) or None in (_when(posts), _when(people))
    return same_date and (mine <= theirs or theirs <= mine)


def _of(series: Series) -> frozenset[str]:
    return words_of(_UNIT.sub(" ", series.name.replace("_", " ")))


def _when(series: Series) -> int | None:
    return series.date.when if series.date else None
