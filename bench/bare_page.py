# pyright: basic
"""The least a page with one chart and one table can be: what the notebook's page is compared with."""

import os

import altair as alt
import polars as pl
import streamlit as st

rows = pl.read_parquet(os.environ["BENCH_ROWS"])
place = st.selectbox("Place", rows["area_code"].to_list(), key="place")
st.title(place)
st.altair_chart(
    alt.Chart(rows)
    .mark_point(filled=True, size=110)
    .encode(x="value:Q", y=alt.Y("area_name:N", sort="-x"), tooltip=["area_name:N", "value:Q"])
    .properties(width="container", height=26 * rows.height),
    width="stretch",
)
st.dataframe(rows, hide_index=True, width="stretch")
