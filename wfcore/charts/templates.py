"""Charts built and validated by altair once, then filled in for each drawing.

Altair takes some 50 ms to build and check a chart; filling a finished one in takes a fraction of one.
So a template is made once in a process for each structure a kind of chart can have, and holds slots
where a drawing has its own titles, orders and ranges. Figures travel beside it, as named datasets.
"""

from collections.abc import Mapping
from typing import Any, cast

import altair as alt
import polars as pl

from wfcore.charts.house import themed

Chart = dict[str, Any]  # Vega-Lite; `datasets` holds frames
_MARK = "§"


def slot(name: str) -> str:
    """What stands in a template where a text, or a number that may be a text, is filled in."""
    return f"{_MARK}{name}"


def slots(name: str) -> list[str]:
    """What stands in a template where a whole list is filled in."""
    return [slot(name)]


def drawn(dataset: str) -> alt.Chart:
    """A layer that draws the rows of a named dataset.

    Each call makes its own: layers that shared one would have it taken from them by altair.
    """
    return alt.Chart(alt.NamedData(name=dataset))


def template(*layers: alt.Chart) -> Chart:
    """Layers in the house theme, validated, as plain Vega-Lite with slots."""
    return themed(alt.LayerChart(layer=layers)).to_dict()


def filled(
    shape: Chart,
    datasets: Mapping[str, pl.DataFrame],
    description: str,
    *,
    height: int,
    **given: object,
) -> Chart:
    """A drawing: a copy of the template with its figures.

    Args:
        shape: what `template` returned; it is left as it is.
        datasets: rows by the names the layers draw them under.
        description: for screen readers.
        height: in pixels, without axes.
        given: what belongs in each slot.
    """
    copy = cast("Chart", _copied(shape, given))
    return copy | {"description": description, "height": height, "datasets": dict(datasets)}


def _copied(node: object, given: Mapping[str, object]) -> object:
    """The same once more, with its slots filled; what is filled in is not looked into."""
    if isinstance(node, dict):
        known = cast("dict[str, object]", node)
        return {key: _copied(value, given) for key, value in known.items()}
    if isinstance(node, list):
        items = cast("list[object]", node)
        if len(items) == 1 and _is_slot(items[0]):
            return _copied(items[0], given)
        return [_copied(item, given) for item in items]
    return given[cast("str", node)[len(_MARK) :]] if _is_slot(node) else node


def _is_slot(node: object) -> bool:
    return isinstance(node, str) and node.startswith(_MARK)
