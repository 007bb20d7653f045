"""From uploaded files to checked drafts: read with progress, recognised, dated, looked at, compared."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from pages.parts import display, selection
from wfcore.checking import QualityReport, check_drafts
from wfcore.declared import declared
from wfcore.errors import WorkforceError
from wfcore.normalising import Draft, normalise
from wfcore.normalising.values import period_in_name
from wfcore.reading import TextTable, read_upload
from wfcore.store import (
    Differences,
    Store,
    VersionName,
    compare_to_published,
    find_differences,
    with_earlier_postcodes,
    with_known_codes,
)
from wfcore.wording import month

_PREVIEW_ROWS, _PREVIEW_COLUMNS = 5, 40
_TITLES = {
    "totals": "Totals and coverage, then and now",
    "by_icb": "By integrated care board",
    "movers": "Biggest movers",
    "covers_more": "In areas that were not covered before",
    "new": "New in this file",
    "gone": "Gone from this file",
    "merged": "Merged? Gone, while another grew by about its list",
    "recoded_practices": "The same name under another code",
    "moved_pcn": "In another PCN than before",
    "moved_sub_icb": "In another sub-ICB location than before",
    "recoded": "PCNs of the same name under another code",
    "renamed": "Other names under the same code",
    "unchanged": "Every staff figure as last time",
    "columns": "Columns new or gone",
    "restated": "Figures restated",
}


@dataclass(frozen=True)
class Checked:
    """Drafts, their report and what differs, as checked against version `head` of the store."""

    drafts: list[Draft]
    report: QualityReport
    differences: list[Differences]
    head: VersionName


def uploaded() -> list[TextTable]:
    """Ask for files and read those that are new, with progress; what is refused says why.

    Returns:
        The tables of all files, or none while one of them is refused: nothing is published by halves.
    """
    uploads = st.file_uploader(
        "Files: CSV, XLSX, or the ZIP as published (25 MB each)",
        type=["csv", "xlsx", "zip", "txt"],
        accept_multiple_files=True,
        key=f"uploads-{selection.stowed('round') or 0}",
    )
    known: dict[tuple[str, str], list[TextTable] | WorkforceError] = selection.stowed("read") or {}
    read: dict[tuple[str, str], list[TextTable] | WorkforceError] = {}
    bar = None
    for at, upload in enumerate(uploads or [], start=1):
        data = upload.getvalue()
        key = (upload.name, hashlib.sha256(data).hexdigest())
        if key in known:
            read[key] = known[key]
            continue
        text = f"Reading file {at} of {len(uploads)}: {display.plain(upload.name)}"
        bar = bar.progress(at / len(uploads), text) if bar else st.progress(0.0, text)
        try:
            read[key] = read_upload(upload.name, data, declared())
        except WorkforceError as error:
            read[key] = error
    if bar:
        bar.empty()
    selection.stow("read", read)
    refused = [found for found in read.values() if isinstance(found, WorkforceError)]
    tables = [t for found in read.values() if not isinstance(found, WorkforceError) for t in found]
    for error in refused:
        display.refusal(error)
    if refused and tables:
        display.say("Take away what cannot be read to go on with the others.")
    _listed(tables)
    return [] if refused else tables


def _listed(tables: Sequence[TextTable]) -> None:
    """What each table is, and its first rows as we read them."""
    for at, table in enumerate(tables):
        st.markdown(
            f"**{display.plain(table.name)}** is {display.plain(table.source.title)}: "
            f"{table.frame.height:,} rows, {table.frame.width:,} columns."
        )
        shown = display.folded("First rows, as we read them", f"preview-{at}")
        if shown:
            with shown:
                names = table.frame.columns[:_PREVIEW_COLUMNS]
                rows = table.frame.select(names).head(_PREVIEW_ROWS)
                display.table(rows, dict(zip(names, names, strict=True)), name=f"preview-{at}")
                if table.frame.width > len(names):
                    display.note(f"The first {len(names)} of {table.frame.width:,} columns.")


def dated(tables: Sequence[TextTable]) -> list[str | None] | None:
    """The month of each table that has none of its own, typed and confirmed one by one.

    Returns:
        For each table its month, or None where its content says it; None while one is unconfirmed.
    """
    asked = [at for at, table in enumerate(tables) if _is_undated(table)]
    months: list[str | None] = [None] * len(tables)
    if not asked:
        return months
    st.header("Confirm the month", anchor=False)
    confirmed = True
    for nth, at in enumerate(asked):
        # The first keeps the plain name, so that one file alone has no number.
        tail = f"-{nth + 1}" if nth else ""
        table = tables[at]
        guess = period_in_name(table.name) or period_in_name(table.upload) or ""
        said = f"Its name says {month(guess)}." if guess else "Its name has none either."
        display.say(
            f"{table.name} has no date of its own." if len(asked) > 1
            else "This file has no date of its own.", said,
        )  # fmt: skip
        typed = st.text_input(
            "Month of the figures (YYYY-MM)", value=guess, max_chars=7, key=f"upload-period{tail}"
        )
        months[at] = typed.strip() or None
        confirmed &= st.checkbox(
            "Yes, the figures are for this month", key=f"upload-confirmed{tail}"
        )
    if not confirmed:
        st.info("Confirm the month to go on.")
        return None
    return months


def _is_undated(table: TextTable) -> bool:
    own = table.column("period") or (table.column("year") and table.column("month"))
    return table.source.dated == "asked" and not own


def checked(
    tables: Sequence[TextTable],
    months: Sequence[str | None],
    store: Store,
    more: Sequence[Draft] = (),
) -> Checked:
    """The tables checked, and compared with the newest version; kept while neither changes.

    Args:
        tables: of the upload.
        months: the month of each that has none of its own.
        store: what is published.
        more: drafts that come of no file.
    """
    key: list[object] = [
        (table.name, table.sha256, period) for table, period in zip(tables, months, strict=True)
    ]
    key += [one.sha256 for one in more]
    before: tuple[object, Checked] | None = selection.stowed("checked")
    if before and before[0] == key:
        return before[1]
    drafts: list[Draft] = []
    with st.status("Checking …") as status:
        for table, period in zip(tables, months, strict=True):
            drafts += normalise(table, period)
        drafts += more
        drafts, report = check_drafts(
            with_known_codes(with_earlier_postcodes(drafts, store), store)
        )
        status.update(label="Comparing with what is published …")
        head = store.newest()
        found = find_differences(drafts, store.read())
        report = compare_to_published(drafts, report, store, found)
        status.update(label="Checked", state="complete")
    made = Checked(drafts, report, found, head)
    selection.stow("checked", (key, made))
    return made


def differs(found: Sequence[Differences]) -> None:
    """What differs from the last published period: a fold for each file, a table for each kind."""
    for one in found:
        if not one.tables:
            continue
        title = declared().sources[one.source].title
        since = "what is published" if one.replaces else month(one.against)
        box = display.folded(
            f"{display.plain(title)}, {month(one.period)}: what differs from {since}",
            f"differs-{one.source}-{one.period}",
        )
        if not box:
            continue
        with box:
            for name, said in _TITLES.items():
                rows = one.tables.get(name)
                if rows is not None:
                    st.markdown(f"**{said}** ({rows.height:,})")
                    display.table(rows, _headings(rows), name=f"{name}-{one.source}-{one.period}")


def _headings(rows: pl.DataFrame) -> dict[str, str | tuple[str, int]]:
    """Plain headings; shares and FTE with two decimals."""
    return {
        name: (name.replace("_", " "), 0 if kind.is_integer() else 2) if kind.is_numeric()
        else name.replace("_", " ")
        for name, kind in rows.schema.items()
    }  # fmt: skip
