"""Parts that are larger than their whole."""

import re
from collections.abc import Iterator
from itertools import pairwise

from wfcore.table_checks.bands import band_of, is_open
from wfcore.table_checks.diagnosis import CheckContext, Spot, at, compares
from wfcore.table_checks.series import Along, Series, series_of
from wfcore.table_checks.structure import structure_of
from wfcore.table_checks.tables import PrintedTable

_BAND = re.compile(
    r"\b(aged?|years?|yrs|old)\b|\d+|[<>+]|\b(over|and|under|below|or|older|above|more|than|plus)\b",
    re.IGNORECASE,
)


@compares(
    "parts against their whole",
    "warns",
    "A part is larger than the whole it belongs to. Correct one of them.",
)
def parts_are_within_the_whole(table: PrintedTable, _look: CheckContext) -> Iterator[Spot | None]:
    """What is printed as some of a row or column (`of which`) is no more than it."""
    structure = structure_of(table)
    ways: tuple[Along, ...] = ("columns", "rows")
    for along in ways:
        series = {s.at: s for s in series_of(table, along)}
        for subset in structure.axis(along).subsets:
            some, whole = series.get(subset.at), series.get(subset.whole)
            if some and whole and some.percent == whole.percent and _alike(some, whole):
                compared = list(_within(table, along, whole, some))
                # Where it is so throughout, as patients for each nurse, the part is of no sum.
                yield from [] if len(compared) > 1 and all(compared) else compared


def _alike(some: Series, whole: Series) -> bool:
    kinds = {some.kind, whole.kind}
    return some.kind == whole.kind or "" in kinds


def _within(
    table: PrintedTable, along: Along, whole: Series, some: Series
) -> Iterator[Spot | None]:
    for line, less in some.figures.items():
        more = whole.figures.get(line)
        if more is None or more.value < 0:
            continue
        i, j = (line, some.at) if along == "columns" else (some.at, line)
        said = f"{less.cell.text}, but {more.cell.text} under {whole.name}"
        yield at(table, i, j, said) if less.value > more.value + more.half else None


@compares(
    "age bands against the wider ones",
    "warns",
    "A part is larger than the whole it belongs to. Correct one of them.",
)
def older_bands_are_smaller(table: PrintedTable, _look: CheckContext) -> Iterator[Spot | None]:
    """Those of 60 and over are among those of 55 and over, and these among all of the same date."""
    groups: dict[tuple[str, bool, int | None, str], list[tuple[int, Series]]] = {}
    columns = series_of(table, "columns")
    for series in columns:
        band = band_of(series.name)
        if band and is_open(band):
            key = (
                series.kind,
                series.percent,
                series.date.when if series.date else None,
                _rest(series.name),
            )
            groups.setdefault(key, []).append((band.first, series))
    people = [s for s in columns if s.kind == "headcount" and not band_of(s.name)]
    for (_, percent, when, _rest_of_name), bands in groups.items():
        ordered = [series for _, series in sorted(bands, key=lambda one: one[0])]
        wholes = [s for s in people if (s.date.when if s.date else None) == when]
        if len(wholes) == 1 and not percent and ordered[0].kind != "share":
            ordered = [wholes[0], *ordered]
        for wider, narrower in pairwise(ordered):
            if band_of(wider.name) != band_of(narrower.name):
                yield from _within(table, "columns", wider, narrower)


def _rest(name: str) -> str:
    """The name of a column without its age band."""
    return " ".join(_BAND.sub(" ", name.replace("_", " ")).casefold().split())
