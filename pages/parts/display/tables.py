"""Charts, tables with their downloads, and the folds that keep them shut."""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
import streamlit as st

from pages.parts import words
from wfcore.charts import Chart
from wfcore.papers import safe_csv


def chart(drawn: Chart, *, wide: bool = False) -> None:
    """A chart in the house theme; a wide one scrolls inside itself on a phone."""
    words.heard(drawn.get("description"))
    if wide:
        with st.container(key="wide"):
            st.vega_lite_chart(spec=drawn, width="stretch", theme=None)
    else:
        st.vega_lite_chart(spec=drawn, width="stretch", theme=None)


def table(
    rows: pl.DataFrame,
    headings: Mapping[str, str | tuple[str, int]],
    *,
    name: str,
    height: int | None = None,
) -> None:
    """Rows under plain headings, with a download.

    Args:
        rows: the figures.
        headings: column → heading, or heading and decimals for numbers; other columns are left out.
        name: of the file a reader downloads.
        height: in pixels, for long tables.
    """
    config: dict[str, Any] = {}
    for column, heading in headings.items():
        if isinstance(heading, tuple):
            kind = "localized" if heading[1] == 0 else f"%.{heading[1]}f"
            config[column] = st.column_config.NumberColumn(heading[0], format=kind)
        else:
            config[column] = st.column_config.TextColumn(heading)
    whole = [c for c, h in headings.items() if isinstance(h, tuple) and h[1] == 0]
    broken = {c: h[1] for c, h in headings.items() if isinstance(h, tuple) and h[1]}
    shown = rows.select(list(headings)).with_columns(
        pl.col(whole).round().cast(pl.Int64),
        # Nought is added so that a figure a little below it does not stand as -0.0.
        *(pl.col(c).cast(pl.Float64).round(decimals) + 0.0 for c, decimals in broken.items()),
    )
    extra = {"height": height} if height else {}
    listed = ", ".join(h[0] if isinstance(h, tuple) else h for h in headings.values())
    words.heard(
        listed,
        *(
            " ".join(map(str, column.unique()))
            for column in rows.select(pl.col([c for c in headings if rows[c].dtype == pl.String]))
        ),
    )
    st.dataframe(
        shown.to_arrow(),  # as it is; from polars Streamlit would go by way of pandas
        column_config=config,
        hide_index=True,
        width="stretch",
        placeholder="–",
        alt=f"Table of {rows.height} rows: {listed}",
        **extra,
    )
    download(rows, name)


def folded(title: str, key: str, *, expanded: bool = False) -> Any:
    """A part of a page that is worked out only while it is open.

    Args:
        title: what stands on the fold.
        key: of its state.
        expanded: whether it is open at first.

    Returns:
        The box to fill, or None while it is shut.
    """
    box = st.expander(title, expanded=expanded, on_change="rerun", key=f"fold:{key}")
    return box if box.open else None


def download(rows: pl.DataFrame, name: str, label: str = "Download this table (CSV)") -> None:
    """A CSV that opens safely in a spreadsheet."""
    st.download_button(
        label,
        lambda: safe_csv(rows).encode("utf-8-sig"),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=f"download-{name}",
        type="tertiary",
        icon=":material/download:",
    )


def paper(label: str, make: Callable[[], bytes], name: str) -> None:
    """A PDF, made when it is asked for."""
    st.download_button(
        label,
        make,
        file_name=f"{name}.pdf",
        mime="application/pdf",
        key=f"paper-{name}",
        type="tertiary",
        icon=":material/download:",
    )
