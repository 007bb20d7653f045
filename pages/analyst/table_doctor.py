"""A printed table, pasted or uploaded: does it add up, and can a reader understand it?"""

import streamlit as st

from pages.parts import diagnosed, display, selection, signing_in, used_tables
from wfcore.errors import WorkforceError
from wfcore.geography import Level
from wfcore.table_checks import EXAMPLE, EXAMPLE_NAME, PrintedTable, diagnose, tables_of
from wfcore.wording import diagnoses

signing_in.require_analyst()
data = selection.figures()

display.title("Table doctor")
display.lead("Paste a table from a paper, and find its faults before the meeting does.")

if st.button("Show me an invented example", key="doctor-example"):
    selection.stow("doctor", EXAMPLE)
    selection.stow("doctor-round", (selection.stowed("doctor-round") or 0) + 1)
pasted = st.text_area(
    "The table, as copied from Excel, Word or a PDF",
    value=selection.stowed("doctor") or "",
    height=220,
    max_chars=200_000,
    persist_state="session",
    key=f"doctor-text-{selection.stowed('doctor-round') or 0}",
)
uploads = st.file_uploader(
    "Or files: CSV, XLSX, PDF or text (25 MB each)",
    type=["csv", "tsv", "txt", "xlsx", "zip", "pdf"],
    accept_multiple_files=True,
    key="doctor-files",
)

given = [(upload.name, upload.getvalue()) for upload in uploads or []]
if pasted and pasted.strip():
    name = EXAMPLE_NAME if pasted == EXAMPLE else "Pasted table"
    given.append((name, pasted.encode()))
tables: list[PrintedTable] = []
for name, content in given:
    try:
        tables += tables_of(name, content)
    except WorkforceError as error:
        display.refusal(error)

if tables:
    newest = data.periods("practice")[-1:]
    names = {
        name
        for level in (Level.PCN, Level.BOROUGH)
        for name in data.areas_of_any("practice", newest, level)["area_name"]
    }
    made = diagnose(tables, names)
    for printed, one in zip(tables, made, strict=True):
        st.header(display.plain(one.table), anchor=False)
        display.say(diagnoses.diagnosis_summary(one))
        if one.table == EXAMPLE_NAME:
            st.warning("This table is invented. None of its figures are about anybody.")
        display.findings(one.findings, diagnoses.finding_title)
        display.note(diagnoses.titles_explained(one))
        display.note(diagnoses.what_was_checked(one))
        st.subheader("The table as it was read", anchor=False)
        display.note("A number in brackets beside a cell is that of a finding above.")
        diagnosed.table(printed, one)
        used_tables.offer(printed, data)
    diagnosed.downloads(made)
else:
    display.say(
        "It checks sums, changes, rates, shares, counts of people and sizes. "
        "It looks at arrows, names, units and dates too. "
        "Nothing is kept or published. "
        "Two tables given together are also held against each other."
    )
