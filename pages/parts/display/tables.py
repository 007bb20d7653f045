"""Charts; and tables as text that every reader can read: a phone, a screen reader, a printer; large ones as a grid."""

import re
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any, cast

import polars as pl
import streamlit as st

from pages.parts import words
from pages.parts.display.escaping import plain
from wfcore.charts import Chart
from wfcore.rounding import column_shown
from wfcore.wording import number

Headings = Mapping[str, str | tuple[str, int]]
_NO_FIGURE = "–"
# In pixels: the room of a page 1280 wide and of a phone 390 wide, what a letter takes, the edges of a cell.
_ROOM, _PHONE, _LETTER, _EDGES = 830, 310, 7.0, 20
_UNBROKEN, _BROKEN = 14, 22  # letters: what stands in one line, and a word that is broken
_MOST_ROWS = 60  # beyond them a grid that scrolls, and that a reader can sort


def chart(drawn: Chart, *, wide: bool = False, height: int | None = None) -> None:
    """A chart in the house theme.

    Args:
        drawn: the chart.
        wide: whether it scrolls inside itself on a phone.
        height: in pixels, axes included, of one that is as high as its box; the style may say another.
    """
    words.heard(drawn.get("description"))
    with st.container(key="wide") if wide else nullcontext():
        st.vega_lite_chart(spec=drawn, width="stretch", height=height or "content", theme=None)


def rows(figures: pl.DataFrame, headings: Headings) -> None:
    """Rows under plain headings, as one element: text, or a grid where they are many or do not fit.

    On a phone the cells of a wide table stand one below the other, each under its heading.

    Args:
        figures: as they are read.
        headings: column → heading, or heading and decimals for numbers; other columns are left out.
    """
    names = [heading if isinstance(heading, str) else heading[0] for heading in headings.values()]
    cells = [_texts(figures[column], heading) for column, heading in headings.items()]
    written = (
        cells[at] for at, column in enumerate(headings) if figures[column].dtype == pl.String
    )
    words.heard(", ".join(names), *(" ".join(set(column)) for column in written))
    least = sum(map(_least, names, cells))
    if figures.height <= _MOST_ROWS and least <= _ROOM:
        _text(names, cells, headings, stacked=least > _PHONE)
    else:
        _grid(figures, headings, names)


def _text(names: list[str], cells: list[list[str]], headings: Headings, *, stacked: bool) -> None:
    """The table as Markdown; where it is `stacked` on a phone, each cell carries its heading."""
    safe = [plain(" ".join(name.split())) for name in names]
    ruled = ["---:" if isinstance(heading, tuple) else ":---" for heading in headings.values()]
    titles = [f":gray[{name}:] " if stacked and at else "" for at, name in enumerate(safe)]
    lines = [
        [f"{title}{_cell(text)}" for title, text in zip(titles, row, strict=True)]
        for row in zip(*cells, strict=True)
    ]
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in (safe, ruled, *lines)))


def _grid(figures: pl.DataFrame, headings: Headings, names: list[str]) -> None:
    columns = [
        _figures(figures[column], heading[1]) if isinstance(heading, tuple) else figures[column]
        for column, heading in headings.items()
    ]
    st.dataframe(
        # As it is; from polars Streamlit would go by way of pandas.
        cast("Any", pl.DataFrame(columns).to_arrow()),
        column_config={
            column: st.column_config.NumberColumn(heading[0], format=_printed(heading[1]))
            if isinstance(heading, tuple)
            else st.column_config.TextColumn(heading)
            for column, heading in headings.items()
        },
        hide_index=True,
        width="stretch",
        placeholder=_NO_FIGURE,
        alt=f"Table of {figures.height} rows: {', '.join(names)}",
    )


def _texts(column: pl.Series, heading: str | tuple[str, int]) -> list[str]:
    """The cells as they are read."""
    decimals = heading[1] if isinstance(heading, tuple) else None
    return [
        _NO_FIGURE if value is None else str(value) if decimals is None else number(value, decimals)
        for value in column.to_list()
    ]


def _least(name: str, cells: list[str]) -> float:
    """The least width of a column, at which every word stands whole but names of files, in pixels."""
    longest = max(
        map(len, (word for text in (name, *cells) for word in re.split(r"[\s/-]+", text)))
    )
    return _LETTER * min(longest, _BROKEN) + _EDGES


def _cell(text: str) -> str:
    """Text for a cell; a short one, such as a month, is not broken."""
    return plain(("\u00a0" if len(text) <= _UNBROKEN else " ").join(text.split()))


def _printed(decimals: int) -> str:
    return "localized" if decimals <= 0 else f"%.{decimals}f"


def _figures(column: pl.Series, decimals: int) -> pl.Series:
    figure = column_shown(column, decimals)
    return figure if decimals > 0 else figure.cast(pl.Int64)
