# pyright: basic
"""The least that a slider with the chart and the table of “What would it take?” can be.

The chart is drawn by altair from rows, as a plain page does; with BENCH_FINISHED it comes finished
from a file and only has to be sent.
"""

import os
import pickle
from pathlib import Path
from typing import Any

import altair as alt
import streamlit as st


@st.cache_resource
def drawn() -> dict[str, Any]:
    """The rows of the chart, the finished chart and the table of the notebook's page."""
    return pickle.loads(Path(os.environ["BENCH_DRAWN"]).read_bytes())


@st.fragment
def moved() -> None:
    """What a slider runs again."""
    value = st.slider("Leavers", 0.0, 30.0, 10.0, 0.5)
    st.write(f"The slider stands at {value}.")
    if os.environ.get("BENCH_FINISHED"):
        st.vega_lite_chart(spec=drawn()["chart"], width="stretch", theme=None)
    else:
        lines = alt.Chart(drawn()["rows"]).mark_line().encode(
            x="period:O", y=alt.Y("value:Q", scale=alt.Scale(zero=False)), color="name:N"
        )  # fmt: skip
        st.altair_chart(lines, width="stretch")
    st.dataframe(drawn()["table"], hide_index=True, width="stretch")


moved()
