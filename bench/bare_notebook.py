# pyright: basic
"""The least that a page with as many charts as the notebook can be: each drawn by altair from rows."""

import os

import altair as alt
import polars as pl
import streamlit as st

rows = pl.read_parquet(os.environ["BENCH_ROWS"])
st.title("A page with charts")
for at in range(int(os.environ["BENCH_CHARTS"])):
    st.header(f"Chart {at + 1}")
    st.altair_chart(
        alt.Chart(rows)
        .mark_point(filled=True, size=110)
        .encode(x="value:Q", y=alt.Y("area_name:N", sort="-x"), tooltip=["area_name:N", "value:Q"])
        .properties(width="container", height=26 * rows.height),
        width="stretch",
        key=f"chart-{at}",
    )
