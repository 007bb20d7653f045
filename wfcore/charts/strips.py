"""Places of one kind as dots on one line: ours large and named, the areas around it as ticks, the aim as a line.

Nothing overlaps: words are measured for the narrowest screen, and whoever stands above another sends its
line down where no words are.
"""

import itertools
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt
import polars as pl

from wfcore.charts.channels import TICKS, figures, scale
from wfcore.charts.house import AVERAGE, INK, OTHER, PLACE_COLOUR, QUIET, TARGET
from wfcore.charts.marks import SAID, say_figures, spoken
from wfcore.charts.templates import (
    Chart,
    ChartTemplate,
    fill_template,
    layer_of,
    slots,
    template,
)
from wfcore.declared import Metric
from wfcore.wording import in_words, number

_NARROW, _WIDEST = 290, 830  # pixels across, on a screen 320 wide and on one 1280 wide
_TYPE, _NAME_TYPE = 12, 14
_LANE, _LANES_FROM = 20, 12
_DOT, _ROWS = 13, 6
_LETTERS, _CAPTION_LETTERS = 44, 52  # of a line of the heading, and of what stands above
_NAME_BELOW, _ENDS_BELOW, _LINE, _FOOT = 26, 50, 15, 76
_CAPTION = -18.0
_CLEAR = 4  # between words and a line
_MOST = 0.6  # of the width, for the words of one line
_STEM = 9  # from the middle of our name to the end of the line that leads to it: above its letters
_WIDE, _THIN = frozenset("mwMW%@—"), frozenset("fijlrt.,:;'’()!I -")
# How much room the axis has at its sides, in its own length, tried in this order.
_ROOMS = ((0.08, 0.08), (0.08, 0.3), (0.3, 0.08), (0.3, 0.3), (0.1, 0.7), (0.7, 0.1), (0.7, 0.7))


@dataclass(frozen=True)
class Reference:
    """What the dots are held against: its name, value and figure as read; `aim` where somebody set it."""

    name: str
    value: float
    figure: str
    aim: bool = False


@dataclass(frozen=True)
class _Named:
    """Words beside a line: where they stand, on which side, how wide they are."""

    reference: Reference
    label: str
    lane: int
    right: bool

    def span(self, at: float) -> tuple[float, float]:
        wide = width_of(self.label, _TYPE) + _CLEAR
        return (at + _CLEAR, at + wide) if self.right else (at - wide, at - _CLEAR)


@dataclass(frozen=True)
class _Place:
    """A place on the line: name, value, what its dot says, whether it is ours, the row that it stands in."""

    name: str
    value: float
    said: str
    here: bool
    row: int


def width_of(text: str, size: float) -> float:
    """How wide bold words are, in pixels, by the widest of the typefaces that may show them."""
    return size * sum(
        0.93 if c in _WIDE else 0.36 if c in _THIN else 0.74 if c.isupper() else 0.6 for c in text
    )


def shortened(text: str, size: float, most: float, figure: str = "") -> str:
    """Words cut at a letter until they fit with their figure, which is never cut."""
    tail = f" {figure}" if figure else ""
    if width_of(text + tail, size) <= most:
        return text + tail
    while text and width_of(f"{text.rstrip()}…{tail}", size) > most:
        text = text[:-1]
    return f"{text.rstrip()}…{tail}"


def places_strip(
    measures: pl.DataFrame,
    metric: Metric,
    caption: str,
    *,
    here: str | None = None,
    references: Sequence[Reference] = (),
) -> Chart:
    """Places on one line.

    Args:
        measures: rows with `area_code, area_name, value`; those without a value are left out.
        metric: their metric.
        caption: what the places are, and of what month; it stands above them.
        here: code of the one to name.
        references: what they are held against.
    """
    said = say_figures(measures, metric, "area_name")
    known = measures.select("area_code", "area_name", "value").iter_rows()
    found = [
        (name, value, told, code == here)
        for (code, name, value), told in zip(known, said, strict=True)
        if value is not None
    ]
    decimals = metric.decimals
    values = [*(value for _, value, *_ in found), *(each.value for each in references)]
    ends, named = _arranged(values, references)
    places = _stacked(found, ends)
    top = _LANES_FROM + _LANE * len(references)
    base = top + _DOT * (max((place.row for place in places), default=0) + 1)
    ranked = sorted(places, key=lambda place: place.value)
    height = base + (_FOOT if len(places) > 1 else _NAME_BELOW + 10)
    return fill_template(
        _strip(),
        {
            "places": _others(places, base),
            "here": _mine(places, ends, decimals, base),
            "lines": _lines(named, base),
            "ends": _extremes(ranked, decimals, base),
            "caption": _above(caption),
        },
        _said(ranked, metric, caption, references),
        height=height,
        heading=_heading(metric, ends),
        reach=list(ends),
        down=[height, 0],
    )


def _above(caption: str) -> pl.DataFrame:
    """The caption, in lines narrow enough for a phone, the last of them next to the picture."""
    lines = textwrap.wrap(caption, _CAPTION_LETTERS)
    heights = [_CAPTION - _LINE * after for after in reversed(range(len(lines)))]
    return pl.DataFrame({"label": lines, "y": heights})


def _heading(metric: Metric, ends: tuple[float, float]) -> list[str]:
    """What is counted, and that the axis is cut where it is, in lines narrow enough for a phone."""
    what = in_words(metric)
    lines = textwrap.wrap(f"{what[0].upper()}{what[1:]}", _LETTERS)
    return lines if ends[0] <= 0 else [*lines, "(the line does not start at 0)"]


def _pixel(value: float, ends: tuple[float, float]) -> float:
    return _NARROW * (value - ends[0]) / (ends[1] - ends[0])


def _arranged(
    values: Sequence[float], references: Sequence[Reference]
) -> tuple[tuple[float, float], list[_Named]]:
    """Ends of the axis, and words placed so that none meets a line or other words, if that can be."""
    least, most = (min(values), max(values)) if values else (0.0, 1.0)
    long = max(most - least, abs(most) * 0.05, 1e-3)
    last: tuple[tuple[float, float], list[_Named]] = ((least, most), [])
    for left, right in _ROOMS:
        ends = (
            max(least - left * long, 0.0) if least >= 0 else least - left * long,
            most + right * long,
        )
        for named in _ways(references):
            last = (ends, named)
            if _is_clear(named, ends):
                return last
    return last


def _ways(references: Sequence[Reference]) -> Iterator[list[_Named]]:
    labels = [shortened(each.name, _TYPE, _MOST * _NARROW, each.figure) for each in references]
    many = len(references)
    for lanes in itertools.permutations(range(many)):
        for sides in itertools.product((True, False), repeat=many):
            yield [_Named(*one) for one in zip(references, labels, lanes, sides, strict=True)]


def _is_clear(named: Sequence[_Named], ends: tuple[float, float]) -> bool:
    for one in named:
        left, right = one.span(_pixel(one.reference.value, ends))
        if left < 0 or right > _NARROW:
            return False
        if any(other.lane < one.lane and _meets(one, other, ends) for other in named):
            return False
    return True


def _meets(one: _Named, other: _Named, ends: tuple[float, float]) -> bool:
    """Whether the line of one goes through the words of another, on some screen: lines move apart with it."""
    far = _pixel(other.reference.value, ends) - _pixel(one.reference.value, ends)
    near, apart = sorted((far, far * _WIDEST / _NARROW))
    left, right = one.span(0.0)
    return near < right + _CLEAR / 2 and apart > left - _CLEAR / 2


def _stacked(
    places: Sequence[tuple[str, float, str, bool]], ends: tuple[float, float]
) -> list[_Place]:
    """Places in the row that each stands in, from the line up, so that dots do not meet; ours on the line."""
    taken: list[list[float]] = [[] for _ in range(_ROWS)]
    stands: list[_Place] = []
    for name, value, said, here in sorted(places, key=lambda place: (not place[3], place[1])):
        at = _pixel(value, ends)
        free = (n for n in range(_ROWS) if all(abs(at - other) >= _DOT for other in taken[n]))
        row = next(free, len(stands) % _ROWS)
        taken[row].append(at)
        stands.append(_Place(name, value, said, here, row))
    return stands


def _others(places: Sequence[_Place], base: float) -> pl.DataFrame:
    rows = [
        (place.value, place.said, base - _DOT * (place.row + 0.5))
        for place in places
        if not place.here
    ]
    schema = {"value": pl.Float64, SAID: pl.String, "y": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _mine(
    places: Sequence[_Place], ends: tuple[float, float], decimals: int, base: float
) -> pl.DataFrame:
    """Our dot, with its name below it: moved aside where it would leave the picture."""
    rows: list[tuple[float, str, float, float, float, str, float]] = []
    for place in places:
        if not place.here:
            continue
        label = shortened(place.name, _NAME_TYPE, _NARROW - 8, number(place.value, decimals))
        half, at = width_of(label, _NAME_TYPE) / 2, _pixel(place.value, ends)
        aside = min(max(at, half), _NARROW - half) - at
        y, below = base - _DOT * 0.5, float(base + _NAME_BELOW)
        rows.append((place.value, place.said, y, below, below - _STEM, label, aside))
    schema = {
        "value": pl.Float64, SAID: pl.String, "y": pl.Float64, "below": pl.Float64,
        "stem": pl.Float64, "label": pl.String, "aside": pl.Float64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _lines(named: Sequence[_Named], base: float) -> pl.DataFrame:
    rows = [
        (
            one.reference.value,
            float(_LANES_FROM + _LANE * one.lane),
            float(base),
            one.label,
            "left" if one.right else "right",
            _CLEAR if one.right else -_CLEAR,
            one.reference.aim,
        )
        for one in named
    ]
    schema = {
        "value": pl.Float64, "y": pl.Float64, "foot": pl.Float64, "label": pl.String,
        "align": pl.String, "aside": pl.Int64, "aim": pl.Boolean,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _extremes(ranked: Sequence[_Place], decimals: int, base: float) -> pl.DataFrame:
    """Who is lowest and highest, at the two ends; left out where it is ours, which is named."""
    ends = ((ranked[0], "lowest"), (ranked[-1], "highest")) if len(ranked) > 1 else ()
    named = [(place.name, number(place.value, decimals), w) for place, w in ends if not place.here]
    room = _NARROW - 12.0 * len(named)
    both = sum(width_of(f"{name} {figure}", _TYPE) for name, figure, _ in named)
    most = room if both <= room else room / len(named)
    found: list[tuple[str, float, bool]] = []
    for name, figure, word in named:
        label = shortened(name, _TYPE, most, figure)
        found += [
            (label, float(base + _ENDS_BELOW), word == "lowest"),
            (word, float(base + _ENDS_BELOW + _LINE), word == "lowest"),
        ]
    schema = {"label": pl.String, "y": pl.Float64, "first": pl.Boolean}
    return pl.DataFrame(found, schema=schema, orient="row")


def _said(
    ranked: Sequence[_Place], metric: Metric, caption: str, references: Sequence[Reference]
) -> str:
    """The picture in words."""

    def told(place: _Place) -> str:
        return f"{place.name} {number(place.value, metric.decimals)}"

    parts = [told(place) for place in ranked if place.here]
    parts += [f"{each.name} {each.figure}" for each in references]
    if len(ranked) > 1:
        parts += [f"lowest {told(ranked[0])}", f"highest {told(ranked[-1])}"]
    return f"{caption} on one line, {metric.name}: {'; '.join(parts)}."


@cache
def _strip() -> ChartTemplate:
    x = alt.X(
        "value:Q", title=slots("heading"), scale=scale(),
        axis=alt.Axis(tickCount=TICKS, grid=False),
    )  # fmt: skip
    down = alt.Scale(domain=slots("down"), nice=False)
    y = alt.Y("y:Q", axis=None, scale=down)
    kind = alt.condition("datum.aim", alt.value(TARGET), alt.value(AVERAGE))
    lines = (
        layer_of("lines")
        .mark_rule()
        .encode(
            x=x, y=y, y2="foot", color=kind,
            strokeWidth=alt.condition("datum.aim", alt.value(3), alt.value(1.5)),
            strokeDash=alt.condition("datum.aim", alt.value([1, 0]), alt.value([4, 3])),
        )
    )  # fmt: skip
    words = figures(
        "lines", x, y, fontSize=_TYPE, fontWeight="bold", baseline="middle", color=alt.Undefined,
        align=alt.ExprRef("datum.align"), dx=alt.ExprRef("datum.aside"),
    ).encode(color=kind)  # fmt: skip
    dots = (
        layer_of("places")
        .mark_point(filled=True, size=95, opacity=1, color=OTHER, stroke="#FFFFFF", strokeWidth=1)
        .encode(x=x, y=y, **spoken())
    )
    stem = (
        layer_of("here").mark_rule(color=PLACE_COLOUR, strokeWidth=1.5).encode(x=x, y=y, y2="stem")
    )
    ours = (
        layer_of("here")
        .mark_point(
            filled=True, shape="diamond", size=330, color=PLACE_COLOUR, opacity=1,
            stroke="#FFFFFF", strokeWidth=1.5,
        )
        .encode(x=x, y=y, **spoken())
    )  # fmt: skip
    below = alt.Y("below:Q", axis=None, scale=down)
    edge: dict[str, Any] = {"color": alt.Undefined, "stroke": "#FFFFFF", "strokeWidth": 5}
    look: dict[str, Any] = {
        "fontSize": _NAME_TYPE, "fontWeight": "bold", "baseline": "middle",
        "align": "center", "dx": alt.ExprRef("datum.aside"),
    }  # fmt: skip
    name = [
        figures("here", x, below, **look, **edge),
        figures("here", x, below, **{**look, "color": INK}),
    ]
    quiet: dict[str, Any] = {"fontSize": _TYPE, "baseline": "middle", "color": QUIET}
    outer = [
        figures("ends", x_at, y, align=align, **quiet).transform_filter(which)
        for x_at, align, which in (
            (alt.value(0), "left", "datum.first"),
            (alt.value("width"), "right", "!datum.first"),
        )
    ]
    caption = figures("caption", alt.value(0), y, align="left", fontSize=_TYPE + 1, color=INK)
    return template(caption, lines, words, dots, stem, ours, *name, *outer)
