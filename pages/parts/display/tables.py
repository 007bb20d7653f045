"""Charts, tables with their downloads, and the folds that keep them shut."""

import math
import re
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any, cast

import polars as pl
import streamlit as st

from pages.parts import words
from pages.parts.display.escaping import plain
from pages.parts.display.sentences import refused_in_words
from wfcore import papers
from wfcore.charts import Chart
from wfcore.rounding import column_shown
from wfcore.wording import number

# In pixels, on a screen 1280 wide.
_ROOM = 830
_PHONE = 350  # on one 390 wide
_LETTER, _EDGES = 7.2, 24
_SENTENCE, _SHORT, _NARROWEST = 340, 190, 110
_FIRST_LINE, _LINE = 35, 20
_WRAPS = 65  # Streamlit breaks lines in rows higher than 64
_MOST_LINES = 4
_MOST_STACKED = 60  # rows
_WHOLE = 12  # rows of sentences that stand without scrolling


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


def table(
    rows: pl.DataFrame,
    headings: Mapping[str, str | tuple[str, int]],
    *,
    name: str,
    height: int | None = None,
    exact: pl.DataFrame | None = None,
    whole: Callable[[], pl.DataFrame] | None = None,
    workbook: Callable[[], bytes] | None = None,
) -> None:
    """Rows under plain headings, with a download.

    Args:
        rows: the figures, as they are read.
        headings: column → heading, or heading and decimals for numbers; other columns are left out.
        name: of the file a reader downloads.
        height: in pixels, for long tables.
        exact: the same as they are worked out; they stand in full in the download.
        whole: makes the rows of the download, in words, where they are more than these.
        workbook: makes the same as XLSX, with notes.
    """
    config: dict[str, Any] = {}
    texts = {column: _texts(rows[column], heading) for column, heading in headings.items()}
    wanted = {column: _wanted(texts[column], heading) for column, heading in headings.items()}
    widths, lines = _wrapped(wanted, headings)
    for column, heading in headings.items():
        if isinstance(heading, tuple):
            kind = "localized" if heading[1] <= 0 else f"%.{heading[1]}f"
            config[column] = st.column_config.NumberColumn(heading[0], format=kind)
        else:
            config[column] = st.column_config.TextColumn(heading, width=widths.get(column))
    shown = pl.DataFrame(
        [
            _figures(rows[column], heading[1]) if isinstance(heading, tuple) else rows[column]
            for column, heading in headings.items()
        ]
    )
    extra: dict[str, Any] = {"height": height} if height else {}
    if lines > 1:
        extra["row_height"] = max(_WRAPS, _FIRST_LINE + _LINE * (lines - 1))
        if rows.height <= _WHOLE:
            extra.setdefault("height", "content")
    listed = ", ".join(h[0] if isinstance(h, tuple) else h for h in headings.values())
    written = (texts[column] for column in headings if rows[column].dtype == pl.String)
    words.heard(listed, *(" ".join(filter(None, set(text))) for text in written))
    stacked = _stacked(texts, wanted, headings) if 0 < rows.height <= _MOST_STACKED else []
    with st.container(key=f"grid-{_key(name)}") if stacked else nullcontext():
        st.dataframe(
            cast(
                "Any", shown.to_arrow()
            ),  # as it is; from polars Streamlit would go by way of pandas
            column_config=config,
            hide_index=True,
            width="stretch",
            placeholder="–",
            alt=f"Table of {rows.height} rows: {listed}",
            **extra,
        )
    if stacked:  # the style shows one of the two: these on a phone
        with st.container(key=f"stacked-{_key(name)}"):
            st.markdown(
                "\n\n".join(f"**{plain(name)}** · {plain(figures)}" for name, figures in stacked)
            )
    with st.container(horizontal=True):
        download(whole or (lambda: papers.word_table(rows, headings, exact=exact)), name)
        if workbook:
            _button("Excel, with notes", workbook, f"{name}.xlsx", papers.FORMATS["xlsx"].mime)


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower())


def _stacked(
    texts: Mapping[str, list[str | None]],
    wanted: Mapping[str, float],
    headings: Mapping[str, str | tuple[str, int]],
) -> list[tuple[str, str]]:
    """The rows one below the other, each with its figures in words, where a phone would cut off columns."""
    if sum(wanted.values()) <= _PHONE or _on_a_phone(wanted, headings) is not None:
        return []
    names = [heading if isinstance(heading, str) else heading[0] for heading in headings.values()]
    return [
        (
            first or "–",
            " · ".join(
                f"{name}: {'–' if text is None else text}"
                for name, text in zip(names[1:], others, strict=True)
                if text != ""
            ),
        )
        for first, *others in zip(*(texts[column] for column in headings), strict=True)
    ]


def _texts(column: pl.Series, heading: str | tuple[str, int]) -> list[str | None]:
    """The cells as they are read."""
    values = column.to_list()
    if isinstance(heading, tuple):
        return [None if value is None else number(value, heading[1]) for value in values]
    return [None if value is None else str(value) for value in values]


def _wrapped(
    wanted: Mapping[str, float], headings: Mapping[str, str | tuple[str, int]]
) -> tuple[dict[str, int], int]:
    """Widths of the columns of sentences, and the lines of a row, where a table would be cut off.

    None and one line where everything has room, where not even lines would help, and where there
    are only names: a long one must not make every row of figures high.
    """
    if narrow := _on_a_phone(wanted, headings):
        return narrow
    long = {
        column: width
        for column, width in wanted.items()
        if width > _SHORT and isinstance(headings[column], str)
    }
    room = _ROOM - sum(width for column, width in wanted.items() if column not in long)
    if (
        sum(wanted.values()) <= _ROOM
        or max(long.values(), default=0) < _SENTENCE
        or room < _NARROWEST * len(long)
    ):
        return {}, 1
    shares = {column: math.sqrt(width) for column, width in long.items()}
    widths = {
        column: max(_NARROWEST, int(room * share / sum(shares.values())))
        for column, share in shares.items()
    }
    lines = max(math.ceil(long[column] / (width - _EDGES)) for column, width in widths.items())
    return widths, min(lines, _MOST_LINES)


def _on_a_phone(
    wanted: Mapping[str, float], headings: Mapping[str, str | tuple[str, int]]
) -> tuple[dict[str, int], int] | None:
    """Width of names beside a few figures, so that no figure is cut at the edge of a phone, and lines.

    None where all has room there, and where even so it has not: then one scrolls.
    """
    names = [column for column in headings if isinstance(headings[column], str)]
    room = _PHONE - sum(width for column, width in wanted.items() if column not in names)
    fits = sum(wanted.values()) <= _PHONE
    if fits or len(names) != 1 or len(names) == len(headings) or room < _NARROWEST:
        return None
    lines = math.ceil((wanted[names[0]] - _EDGES) / (room - _EDGES))
    return ({names[0]: int(room)}, lines) if lines <= _MOST_LINES else None


def _wanted(texts: list[str | None], heading: str | tuple[str, int]) -> float:
    """The width at which a column is read whole, in pixels."""
    title = heading if isinstance(heading, str) else heading[0]
    letters = max(len(title), *(len(text) for text in texts if text is not None), 0)
    return _LETTER * letters + _EDGES


def _figures(column: pl.Series, decimals: int) -> pl.Series:
    figure = column_shown(column, decimals)
    return figure if decimals > 0 else figure.cast(pl.Int64)


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


def download(
    rows: Callable[[], pl.DataFrame], name: str, label: str = "Download this table (CSV)"
) -> None:
    """A CSV that opens safely in a spreadsheet, made when it is asked for."""
    _button(label, lambda: papers.safe_csv(rows()).encode("utf-8-sig"), f"{name}.csv", "text/csv")


def _button(label: str, make: Callable[[], bytes], file_name: str, mime: str) -> None:
    st.download_button(
        label,
        refused_in_words(make),
        file_name=file_name,
        mime=mime,
        key=f"download-{file_name}",
        on_click="ignore",  # a button drawn again meanwhile would have lost the click
        type="tertiary",
        icon=":material/download:",
    )


def paper(label: str, make: Callable[[], bytes], name: str) -> None:
    """A PDF, made when it is asked for."""
    st.download_button(
        label,
        refused_in_words(make),
        file_name=f"{name}.pdf",
        mime="application/pdf",
        key=f"paper-{name}",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )


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
