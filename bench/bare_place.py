# pyright: basic
"""The least that a page with the pictures of a place can be: each drawn by altair from rows that are ready."""

import os
import pickle
from pathlib import Path

import altair as alt
import streamlit as st


@st.cache_resource
def ready():
    """What the pictures show, read once."""
    return pickle.loads(Path(os.environ["BENCH_PLACES"]).read_bytes())


def strip(rows, place):
    """The places on one line, ours larger."""
    ours = alt.datum.area_code == place
    return (
        alt.Chart(rows)
        .mark_point(filled=True)
        .encode(
            x="value:Q",
            size=alt.condition(ours, alt.value(330), alt.value(95)),
            color=alt.condition(ours, alt.value("#1d4f91"), alt.value("#8a97a6")),
            tooltip=["area_name:N", "value:Q"],
        )
    )


def coloured(shapes, place):
    """Their map, ours with an edge."""
    ours = alt.datum.code == place
    drawn = (
        alt.Chart(alt.NamedData(name="shapes"))
        .mark_geoshape()
        .encode(
            color="value:Q",
            strokeWidth=alt.condition(ours, alt.value(3), alt.value(0.8)),
            tooltip=["name:N", "value:Q"],
        )
        .project(type="identity", reflectY=False)
        .to_dict()
    )
    return drawn | {"data": {"values": shapes}}  # altair would look into every point


def ranked(rows):
    """Places in their order."""
    return (
        alt.Chart(rows)
        .mark_point(filled=True, size=110)
        .encode(x="value:Q", y=alt.Y("area_name:N", sort="-x"), tooltip=["area_name:N", "value:Q"])
        .properties(width="container", height=26 * rows.height)
    )


known = ready()
pictures = os.environ.get("BENCH_PICTURES", "strip map cards ranking").split()
place = st.selectbox("Place", known["rows"]["area_code"].to_list(), key="place")
st.title(place)
if "strip" in pictures:
    left, right = st.columns(2)
    left.altair_chart(strip(known["rows"], place), width="stretch")
else:
    right = st.container()
if "map" in pictures:
    right.vega_lite_chart(spec=coloured(known["shapes"], place), width="stretch")
if "cards" in pictures:
    for column, (name, course) in zip(st.columns(5), known["courses"].items(), strict=True):
        column.metric(
            name, f"{course[-1]:.1f}", f"{course[-1] - course[0]:+.1f}", chart_data=course
        )
if "ranking" in pictures:
    st.altair_chart(ranked(known["inside"]), width="stretch")
