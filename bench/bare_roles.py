# pyright: basic
"""The least a page with the picture and the table of additional roles can be."""

import os
import pickle
from pathlib import Path

import altair as alt
import streamlit as st

drawn = pickle.loads(Path(os.environ["BENCH_ROLES"]).read_bytes())
place = st.selectbox("Place", ["A", "B", "C", "D"], key="place")
st.title(place)
st.altair_chart(
    alt.Chart(drawn["rows"])
    .mark_rect()
    .encode(x="role_name:N", y="area_name:N", color="value:Q", tooltip=["role_name:N", "value:Q"]),
    width="stretch",
)
st.dataframe(drawn["table"], hide_index=True, width="stretch")
