"""How every page looks."""

from pathlib import Path

import streamlit as st

_STYLE = Path(__file__).with_name("style.css")


def house_style() -> None:
    """Readable captions, visible focus, a clean print. Nothing from data goes in here."""
    st.html(_STYLE)
