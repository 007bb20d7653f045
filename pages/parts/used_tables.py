"""A printed table that is used: what was asked of it, what its columns are, its answers, and ways out."""

import hashlib
from collections.abc import Mapping
from functools import partial
from typing import Any, cast

import polars as pl
import streamlit as st

from pages.parts import display, paper_state, publishing, sections, selection
from pages.parts.intake import Checked
from wfcore import answers, papers, wording
from wfcore.answers import PrintedCase
from wfcore.checking import check_drafts
from wfcore.errors import WorkforceError
from wfcore.measuring import VersionMeasures
from wfcore.papers import Paper
from wfcore.printed import (
    LEFT_OUT,
    MEASURE_CHOICES,
    PrintedQuestion,
    figure_drafts,
    kept_rows,
    questions_of,
    rows_as_table,
    rows_to_keep,
)
from wfcore.store import compare_to_published, find_differences
from wfcore.table_checks import PrintedTable

_USED = "doctor-used"
_AS_HEADED = ""
_COLUMNS = {"letter": "Column", "heading": "As printed", "use": "Used for", "staff": "Staff",
            "measure": "What it counts", "when": "Month"}  # fmt: skip


def offer(table: PrintedTable, figures: VersionMeasures) -> None:
    """The button *Use this table*, and once it is pressed everything that comes of the table."""
    mark = _mark(table)
    if st.button(
        "Use this table", key=f"use-{mark}", type="primary", icon=":material/arrow_forward:"
    ):
        selection.stow(_USED, mark)
    if selection.stowed(_USED) == mark:
        with st.container(key=f"used-{mark}"):
            _use(table, figures, mark)


def _mark(table: PrintedTable) -> str:
    return hashlib.sha256(repr((table.name, table.lines)).encode()).hexdigest()[:10]


def _use(table: PrintedTable, figures: VersionMeasures, mark: str) -> None:
    try:
        told = _told(answers.printed_case(table, {}, figures), mark)
        source = told.pop("source", "") or table.name
        case = answers.printed_case(table, told, figures)
    except WorkforceError as error:
        display.refusal(error)
        return
    version = figures.version.number
    paper = papers.printed_paper(case, source, case.about, version)
    _answers(paper, figures)
    _ways_out(paper, case)
    _keeping(case, source, mark)


def _told(case: PrintedCase, mark: str) -> dict[str, str]:
    """What the reader says of the table: answers, columns, patients and aim."""
    asked = questions_of(case.reading)
    told: dict[str, str] = {}
    if asked:
        st.subheader("What the table leaves open", anchor=False)
        with st.container(key=f"asked-{mark}"):
            told = {q.key: _answered(q, mark) for q in asked}
    if box := display.folded("What each column was taken to be", f"columns-{mark}"):
        with box:
            told |= _columns(case, mark)
    if box := display.folded("Give patients, an aim, or where it was printed", f"more-{mark}"):
        with box:
            told |= _more(case, mark)
    kept = f"told-{mark}"  # what stands in a closed fold is kept
    before: Mapping[str, str] = selection.stowed(kept) or {}
    whole = {**before, **told}
    selection.stow(kept, whole)
    return {key: value for key, value in whole.items() if value}


def _answered(question: PrintedQuestion, mark: str) -> str:
    key = f"answer-{mark}-{question.key}"
    if not question.choices:
        return st.text_input(display.plain(question.text), key=key, placeholder=question.taken)
    taken = question.choices.index(question.taken) if question.taken in question.choices else None
    said = st.selectbox(
        display.plain(question.text),
        question.choices,
        index=taken,
        key=key,
        placeholder=question.taken.capitalize(),
    )
    return said if said and said != question.taken else ""


def _columns(case: PrintedCase, mark: str) -> dict[str, str]:
    """The columns as one table to put right; only what is changed is an answer."""
    proposed = [
        {
            "letter": c.letter, "heading": c.heading, "use": c.use,
            "staff": c.said.staff.name if c.said.staff else "",
            "measure": c.said.measure or "", "when": c.said.when or "",
        }
        for c in case.reading.columns
    ]  # fmt: skip
    config = st.column_config
    edited = _editor(
        pl.DataFrame(proposed),
        key=f"columns-of-{mark}",
        hide_index=True,
        disabled=["letter", "heading"],
        column_config={
            **{name: config.TextColumn(heading) for name, heading in _COLUMNS.items()},
            "use": config.SelectboxColumn(
                _COLUMNS["use"],
                options=["place", "staff", "age", "month", "figures", "patients", LEFT_OUT],
            ),
            "measure": config.SelectboxColumn(
                _COLUMNS["measure"], options=[_AS_HEADED, *MEASURE_CHOICES, "patients"]
            ),
        },
    )
    rows: list[dict[str, str | None]] = edited.to_dicts()
    changed = zip(proposed, rows, strict=True)
    return {str(new["letter"]): "" if old == new else _as_heading(new) for old, new in changed}


def _editor(rows: pl.DataFrame, **settings: Any) -> pl.DataFrame:
    """A table to put right, as it then stands."""
    edited = cast("Any", st).data_editor(rows.to_arrow(), placeholder="–", **settings)
    return pl.DataFrame(edited)


def _as_heading(row: Mapping[str, str | None]) -> str:
    """A row of the editor as a heading would say it."""
    if row["use"] in (LEFT_OUT, "place", "staff", "age", "month"):
        return str(row["use"])
    use = "patients" if row["use"] == "patients" else ""
    parts = (row["staff"], row["measure"], use, row["when"])
    return ", ".join(part for part in parts if part)


def _more(case: PrintedCase, mark: str) -> dict[str, str]:
    """Patients of each place, an aim and the source; blank where nobody says them."""
    told = {
        "aim": st.text_input("An aim for the GPs, per 100,000 patients", key=f"aim-{mark}"),
        "source": st.text_input("Where it was printed", key=f"source-{mark}"),
    }
    names = [p.printed for p in case.reading.places.values() if not p.around]
    blank = pl.Series("patients", [None] * len(names), dtype=pl.Int64)
    edited = _editor(
        pl.DataFrame({"place": names}).with_columns(blank),
        key=f"patients-{mark}",
        hide_index=True,
        disabled=["place"],
        column_config={
            "place": st.column_config.TextColumn("Place"),
            "patients": st.column_config.NumberColumn("Patients", min_value=1, step=1),
        },
    )
    given = zip(names, edited["patients"].to_list(), strict=True)
    return told | {f"patients:{name}": str(number or "") for name, number in given}


def _answers(paper: Paper, figures: VersionMeasures) -> None:
    for at, part in enumerate(paper.parts):
        if at:
            st.header(display.plain(part.asked.title), anchor=part.asked.kind)
        sections.draw(answers.answer_question(figures, part.asked), whole=True)


def _ways_out(paper: Paper, case: PrintedCase) -> None:
    """The paper of the table, downloaded at once or gone on with."""
    name = f"printed-{case.about}".replace(" ", "-").lower()
    pdf = display.Download(
        "Download PDF", partial(_pdf, paper), f"{name}.pdf", papers.FORMATS["pdf"].mime
    )
    with st.container(horizontal=True):
        display.offer(pdf, "primary")
        if st.button("Make it the paper", key="printed-paper", icon=":material/description:"):
            paper_state.change_to(paper)
            st.switch_page("pages/committee/paper.py")
    if box := display.folded("What would it take, from these rates?", "printed-what-if"):
        with box:
            _what_ifs(case, paper)
    display.note(
        "As printed: nothing here was measured, and nothing is kept until you keep the paper.",
        *([f"Newest figures: {wording.month(case.newest)}."] if case.newest else []),
    )


def _what_ifs(case: PrintedCase, paper: Paper) -> None:
    """A way for each place that is known here to the what-if that starts from its printed rate."""
    source = str(paper.parts[0].asked.source or "")
    links = answers.printed_what_ifs(case, source)
    for label, link in links.items():
        st.page_link("pages/committee/what_if.py", label=display.plain(label), query_params=link)
    if not links:
        display.note(
            "A what-if needs a network, a local authority or an integrated care board that is known here, "
            "a rate of its staff and the month it is of."
        )


def _keeping(case: PrintedCase, source: str, mark: str) -> None:
    """The figures as local ones, marked as printed: checked like a file of them, then published."""
    if done := selection.stowed("published"):
        st.success(done)
        selection.stow("published", None)
    box = display.folded("Publish these as local figures, marked as printed", f"keep-{mark}")
    if not box:
        return
    with box:
        store = selection.this_store()
        head, version = store.newest(), store.read()
        rows = rows_to_keep(case.reading, source)
        display.note(
            f"{len(rows)} figures. They stand on a line of their own and are never mixed into rates of files."
        )
        display.download(partial(rows_as_table, rows), "printed-figures", "Download them (CSV)")
        kept = kept_rows(version)
        publishing.undo(store, "area_figures.standing")
        if all(row in kept for row in rows):
            if rows:
                display.note("All of them are published.")
            return
        drafts, report = check_drafts(figure_drafts(kept, rows))
        found = find_differences(drafts, version)
        whole = compare_to_published(drafts, report, store, found)
        display.report(whole)
        if not whole.of("blocks"):
            publishing.publish(Checked(drafts, whole, found, head), store)


def _pdf(paper: Paper) -> bytes:
    return paper_state.printed(paper, "").data
