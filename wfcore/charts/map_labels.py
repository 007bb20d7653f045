"""Labels on a map: name and figure where the shape has room for both, the figure alone where it has for that."""

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from wfcore.charts.map_frames import FramedShapes, text_width
from wfcore.charts.outlines import Point

LABELS = "labels"
LINE = 1.14  # the height of a line, in letters
_SIZE = 12
_WRAPS = (18, 11, 8)  # letters in a line of a name; the first that fits
_LARGER = (
    1.0,
    1.6,
    2.6,
)  # the sizes that a page draws a map in, times the one that labels are chosen for
_ASIDE = 8  # pixels
_NEVER = 1e6
_SCHEMA = {
    "x": pl.Int64, "y": pl.Int64, "label": pl.String, "lines": pl.Int64, "room": pl.Float64,
    "need": pl.Float64, "tall": pl.Float64, "figure": pl.String, "slim": pl.Float64,
    "least": pl.Float64, "aside": pl.Int64, "until": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True)
class Named:
    """An area to be labelled: its code, name and figure, whether it is marked."""

    code: str
    name: str
    figure: str
    here: bool


def label_rows(
    areas: Sequence[Named], shapes: FramedShapes, step: float, sides: tuple[float, float]
) -> pl.DataFrame:
    """What stands in each area, where, how much room that has and how much it needs.

    Args:
        areas: those that are drawn.
        shapes: theirs.
        step: how many pixels a step is at the size that labels are chosen for.
        sides: the left and the right edge of the picture at that size, in steps.

    Returns:
        `x, y` in steps; `label` in `lines`, for which `room` and `tall` (steps) must hold `need` letters
        and the lines; `figure` alone, likewise `slim` and `least`; `aside`, in pixels, where a label
        stands to the right (or left, below 0) of its area, which it does until a step is `until` pixels.
    """
    rows: list[tuple[object, ...]] = []
    for area in areas:
        inside, fits_from = _inside(area, shapes, step)
        rows += [inside] if inside else []
        if area.here and fits_from > 1:
            rows.append(_beside(area, shapes.rings[area.code], step, sides, fits_from * step))
    table = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    return table.with_columns(pl.col("until").replace(math.inf, _NEVER))


def _inside(
    area: Named, shapes: FramedShapes, step: float
) -> tuple[tuple[object, ...] | None, float]:
    """The label inside an area, and how much larger the map must be for all of it; none where it never fits."""
    least, (left, right) = text_width([area.figure]), shapes.reach(area.code)
    across = (right - left) * step / _SIZE
    if across * _LARGER[-1] < least:
        return None, math.inf
    figure = "" if area.here else area.figure
    slim, middle = shapes.room(area.code, LINE * _SIZE / step / _LARGER[across < least])
    for larger in _LARGER:
        for wide in _WRAPS:
            lines = [*_wrapped(area.name, wide), area.figure]
            need, tall = text_width(lines), len(lines) * LINE * _SIZE / step / larger
            if across * larger < need:
                continue
            room, at = shapes.room(area.code, tall)
            if room * step * larger >= need * _SIZE:
                whole = ("|".join(lines), len(lines), room, need, tall)
                return (*_whole(at), *whole, figure, slim, least, 0, math.inf), larger
    alone = (*_whole(middle), figure, 1, slim, least, 0.0, figure, slim, least, 0, math.inf)
    return alone, math.inf


def _beside(
    area: Named,
    rings: Sequence[Sequence[Point]],
    step: float,
    sides: tuple[float, float],
    until: float,
) -> tuple[object, ...]:
    """The label of a marked area that is too small for it: on the side where there is less of the map."""
    lines = [*textwrap.wrap(area.name, _WRAPS[0]), area.figure]
    xs, ys = ([point[at] for ring in rings for point in ring] for at in (0, 1))
    need = (text_width(lines) * _SIZE + _ASIDE) / step
    sides_of = ((sides[1] - max(xs), max(xs), _ASIDE), (min(xs) - sides[0], min(xs), -_ASIDE))
    room, x, aside = min(sides_of)  # nearer to the edge of the map there is less on it
    if room < need:
        x, aside = round((min(xs) + max(xs)) / 2), 0
        ys = [min(ys) - len(lines) * LINE * _SIZE / step / 2]
    at = _whole((x, sum(ys) / len(ys)))
    return *at, "|".join(lines), len(lines), 1.0, 0.0, 1e6, "", 0.0, 0.0, aside, until


@lru_cache(1024)
def _wrapped(name: str, wide: int) -> list[str]:
    return textwrap.wrap(name, wide, break_long_words=False)


def _whole(at: Point) -> tuple[int, int]:
    return round(at[0]), round(at[1])
