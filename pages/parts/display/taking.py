"""What a reader opens or takes away: folds and menus that hold nothing while shut, files made when asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl
import streamlit as st

from pages.parts.display.escaping import plain
from pages.parts.display.sentences import refused_in_words
from pages.parts.display.tables import Headings, rows
from wfcore import papers


@dataclass(frozen=True)
class Download:
    """A file that is made when it is asked for. `mime`: its kind on the web."""

    label: str
    make: Callable[[], bytes]
    file_name: str
    mime: str


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


def menu(title: str, key: str, icon: str, *, help_: str = "") -> Any:
    """A small box beside others, worked out only while it is open.

    Args:
        title: what stands on it.
        key: of its state.
        icon: the name of a Material symbol.
        help_: what it has, in a sentence.

    Returns:
        The box to fill, or None while it is shut.
    """
    box = st.popover(
        title, type="tertiary", icon=f":material/{icon}:", help=help_ or None, on_change="rerun",
        key=f"menu:{key}",
    )  # fmt: skip
    return box if box.open else None


def table(figures: pl.DataFrame, headings: Headings, *, name: str) -> None:
    """Rows under plain headings, and a menu to take them away as a file.

    Args:
        figures: as they are read.
        headings: column → heading, or heading and decimals for numbers; other columns are left out.
        name: of the file.
    """
    rows(figures, headings)
    take_away([csv_file(lambda: papers.word_table(figures, headings), name)], name)


def take_away(files: Sequence[Download], key: str) -> None:
    """A menu of files; none is made, nor its button drawn, before it is asked for."""
    if box := menu("Download", key, "download", help_="These figures as a file"):
        with box:
            for file in files:
                offer(file)


def csv_file(
    figures: Callable[[], pl.DataFrame], name: str, label: str = "Download this table (CSV)"
) -> Download:
    """A CSV that opens safely in a spreadsheet."""
    return Download(
        label,
        lambda: papers.safe_csv(figures()).encode("utf-8-sig"),
        f"{name}.csv",
        "text/csv",
    )


def offer(file: Download, look: Literal["primary", "secondary", "tertiary"] = "tertiary") -> None:
    """A button for one file; what is refused while it is made is said beside it.

    Args:
        file: the file.
        look: how much the button stands out.
    """
    st.download_button(
        file.label,
        refused_in_words(file.make),
        file_name=file.file_name,
        mime=file.mime,
        key=f"download-{file.file_name}",
        on_click="ignore",  # a button drawn again meanwhile would have lost the click
        icon=":material/download:",
        type=look,
    )


def download(
    figures: Callable[[], pl.DataFrame], name: str, label: str = "Download this table (CSV)"
) -> None:
    """A CSV that opens safely in a spreadsheet, made when it is asked for."""
    offer(csv_file(figures, name, label))


def paper(label: str, make: Callable[[], bytes], name: str) -> None:
    """A PDF, made when it is asked for."""
    offer(Download(label, make, f"{name}.pdf", "application/pdf"))


def text_or_file(what: str, *, files: bool) -> str | bytes | None:
    """The text of a file that a reader pastes or, where they may, chooses; None until they open it.

    Args:
        what: kind of file, as `paper` or `scenario`.
        files: whether files are taken; a notebook that is shared with readers takes none.
    """
    text: str | bytes = st.text_area(
        f"Paste the text of a {plain(what)} file here", height=120, key=f"{what}-text",
        persist_state="session",
    )  # fmt: skip
    if files:
        chosen = st.file_uploader("Or choose the file", type=["yaml", "yml"], max_upload_size=1)
        text = chosen.getvalue() if chosen else text
    return text if st.button("Open it", disabled=not text) else None
