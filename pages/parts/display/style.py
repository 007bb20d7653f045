"""How every page looks."""

from importlib.resources import files

import streamlit as st

_STYLE = files("pages.parts.display").joinpath("style.css").read_text(encoding="utf-8")


def house_style() -> None:
    """Readable captions, visible focus, a clean print. Nothing from data goes in here."""
    st.html(f"<style>\n{_STYLE}</style>")
