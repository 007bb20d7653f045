"""The same chart, larger: for a projector and the back of the room."""

from typing import cast

from wfcore.charts.map_drawing import LETTER
from wfcore.charts.templates import Chart

# Whatever is measured in pixels grows together, so that labels kept apart stay apart.
_SIZES = frozenset(
    {
        "fontSize", "labelFontSize", "titleFontSize", "lineHeight", "strokeWidth", "tickSize",
        "size", "symbolSize", "labelLimit", "height", "dx", "dy", "xOffset", "x2Offset",
        "padding", "left", "right", "top", "bottom", "titlePadding", "labelPadding",
    }
)  # fmt: skip
_FIGURES = ("datasets", "values")  # rows and shapes


def enlarge_chart(chart: Chart, by: float) -> Chart:
    """A copy with type, lines and height that many times as large; the width is the page's.

    Args:
        chart: what any kind of chart returned; it is left as it is.
        by: 1 or more.
    """
    return {
        key: value if key in _FIGURES else _grown(key, value, by) for key, value in chart.items()
    }


def _grown(key: str, value: object, by: float) -> object:
    if isinstance(value, dict):
        known = cast("dict[str, object]", value)
        if known.get("name") == LETTER:  # what labels on a map are measured by
            return {**known, "value": _grown("fontSize", known["value"], by)}
        return {name: _grown(name, inner, by) for name, inner in known.items()}
    if isinstance(value, list):
        return [_grown(key, inner, by) for inner in cast("list[object]", value)]
    if key in _SIZES and isinstance(value, int | float) and not isinstance(value, bool):
        return round(value * by, 2)
    return value
