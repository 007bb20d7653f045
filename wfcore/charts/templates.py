"""Charts built and validated by altair once, then filled in for each drawing.

Altair takes some 50 ms to build and check a chart; filling a finished one in takes a fraction of one.
So a template is made once in a process for each structure a kind of chart can have, and holds slots
where a drawing has its own titles, orders and ranges. Figures travel beside it, as named datasets.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import altair as alt
import polars as pl

from wfcore.charts.house import themed

Chart = dict[str, Any]  # Vega-Lite; `datasets` holds frames
Path = tuple[str | int, ...]
_MARK = "§"


def slot(name: str) -> str:
    """What stands in a template where a text, or a number that may be a text, is filled in."""
    return f"{_MARK}{name}"


def slots(name: str) -> list[str]:
    """What stands in a template where a whole list is filled in."""
    return [slot(name)]


def layer_of(dataset: str) -> alt.Chart:
    """A layer that draws the rows of a named dataset.

    Each call makes its own: layers that shared one would have it taken from them by altair.
    """
    return alt.Chart(alt.NamedData(name=dataset))


@dataclass(frozen=True)
class ChartTemplate:
    """A finished chart with slots.

    Attributes:
        text: Vega-Lite as JSON, which makes a fresh copy of everything in a tenth of a millisecond.
        slots: where each slot stands, as keys and indices from the top, and its name.
    """

    text: str
    slots: tuple[tuple[Path, str], ...]


def template(*layers: alt.Chart) -> ChartTemplate:
    """Layers in the house theme, validated, as plain Vega-Lite with slots."""
    shape = themed(alt.LayerChart(layer=layers)).to_dict()
    return ChartTemplate(json.dumps(shape), tuple(_slots(shape, ())))


def fill_template(
    shape: ChartTemplate,
    datasets: Mapping[str, pl.DataFrame],
    description: str,
    *,
    height: int,
    **given: object,
) -> Chart:
    """A drawing: the template with its figures.

    Args:
        shape: what `template` returned; it is left as it is.
        datasets: rows by the names the layers draw them under.
        description: for screen readers.
        height: in pixels, without axes.
        given: what belongs in each slot.
    """
    chart: Any = json.loads(shape.text)
    for path, name in shape.slots:
        node = chart
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = given[name]
    _silence_empty(chart["layer"], datasets)
    return chart | {"description": description, "height": height, "datasets": dict(datasets)}


def _silence_empty(layers: list[dict[str, Any]], datasets: Mapping[str, pl.DataFrame]) -> None:
    """Let no layer without rows stand before a screen reader as a picture without a text."""
    for layer in layers:
        rows = datasets.get(layer.get("data", {}).get("name"))
        if rows is not None and rows.is_empty():
            layer["mark"]["aria"] = False


def fit_box(chart: Chart) -> Chart:
    """The same chart as high as the box it stands in, axes included; its own height where it stands alone."""
    return {**chart, "autosize": {"type": "fit", "contains": "padding"}}


def embed_rows(chart: Chart) -> dict[str, Any]:
    """The chart as Vega-Lite that stands alone: its rows as plain values, days as text."""
    frames: dict[str, pl.DataFrame] = chart["datasets"]
    rows = {
        name: frame.with_columns(pl.col(pl.Date).cast(pl.String)).to_dicts()
        for name, frame in frames.items()
    }
    return {**chart, "datasets": rows}


def _slots(node: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Where the slots below a node stand; one alone in a list takes the place of the list."""
    if isinstance(node, dict):
        for key, value in cast("dict[str, object]", node).items():
            yield from _slots(value, (*path, key))
    elif isinstance(node, list):
        items = cast("list[object]", node)
        alone = len(items) == 1 and isinstance(items[0], str)
        for index, item in enumerate(items):
            yield from _slots(item, path if alone else (*path, index))
    elif isinstance(node, str) and node.startswith(_MARK):
        yield path, node[len(_MARK) :]
