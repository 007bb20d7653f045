"""A chart for the room: everything measured in pixels grows, figures and colours do not."""

import altair as alt
import polars as pl
import pytest

from wfcore.charts import enlarge_chart, trajectory_chart
from wfcore.declared import declared

ROWS = pl.DataFrame(
    {
        "period": ["2025-09", "2025-12", "2026-03"],
        "baseline": [44.0, 43.5, 43.0],
        "scenario": [44.0, 44.5, 45.0],
        "low": [44.0, 43.0, 42.0],
        "high": [44.0, 45.0, 46.0],
    }
)


def sizes(node: object, key: str) -> list[float]:
    """Every number that stands under a key, anywhere but among the figures."""
    if isinstance(node, dict):
        here = [node[key]] if isinstance(node.get(key), int | float) else []
        return here + [x for k, v in node.items() if k != "datasets" for x in sizes(v, key)]
    if isinstance(node, list):
        return [x for item in node for x in sizes(item, key)]
    return []


@pytest.mark.parametrize(
    "key", ["fontSize", "labelFontSize", "strokeWidth", "lineHeight", "height"]
)
def test_sizes_grow_by_the_factor(key: str):
    before = trajectory_chart(ROWS, declared().metric("gp_rate"), aim=("Local aim", 47.0))
    after = enlarge_chart(before, 1.5)
    assert sizes(before, key)
    assert sizes(after, key) == [pytest.approx(1.5 * x) for x in sizes(before, key)]


def test_figures_words_and_the_original_stay():
    before = trajectory_chart(ROWS, declared().metric("gp_rate"), aim=("Local aim", 47.0))
    font = sizes(before, "fontSize")
    after = enlarge_chart(before, 2)
    assert sizes(before, "fontSize") == font
    assert after["description"] == before["description"]
    for name, frame in before["datasets"].items():
        assert after["datasets"][name].equals(frame)
    assert sizes(after, "opacity") == sizes(before, "opacity")


def test_it_is_still_a_chart():
    after = enlarge_chart(trajectory_chart(ROWS, declared().metric("gp_rate")), 1.5)
    figures = {k: v.to_dicts() for k, v in after["datasets"].items()}
    for rows in figures.values():
        for row in rows:
            row.update({k: str(v) for k, v in row.items() if k == "date"})
    alt.LayerChart.from_dict(after | {"datasets": figures})
