"""A new quarter: upload, confirm the month, read the report, publish; history and restore."""

from functools import partial

import streamlit as st

from pages.parts import display, intake, publishing, selection, signing_in
from wfcore.templates import TEMPLATE_KINDS, templates

signing_in.require_analyst()
store = selection.this_store()

display.title("New quarter")
display.lead("Drop in the files as published. Nothing changes for readers until you publish.")
done = selection.stowed("published")
if done:
    st.success(done)
    selection.stow("published", None)

tables = intake.uploaded()
if not tables:
    display.say(
        "Files that are read: the practice-level workforce file, the PCN workforce file, registered patients, "
        "the practice map, the ePCN workbook, deprivation scores of practices, NHS payments with weighted lists, "
        "a lookup of practices to boroughs, and the local tables below."
    )
months = intake.dated(tables)
if tables and months is not None:
    made = intake.checked(tables, months, store)
    st.header("Quality report", anchor=False)
    blocks, warns = map(made.report.said_once().of, ("blocks", "warns"))
    if blocks:
        display.say(
            f"{len(blocks)} thing(s) must be put right. The files cannot be published like this."
        )
    elif warns:
        display.say(f"Nothing stands in the way, but {len(warns)} thing(s) need your acceptance.")
    else:
        display.say("Nothing stands in the way.")
    display.report(made.report)
    display.download(partial(display.finding_rows, made.report), "quality-report")
    intake.differs(made.differences)
    if not blocks:
        publishing.publish(made, store)

publishing.waiting(store)

st.header("Local tables", anchor=False)
display.say(
    "Plans, claims and allocations of additional roles, and what a committee asked, are published nowhere, so you "
    "bring them. Fill in a template "
    "and upload it above: it is checked like any file. The examples are invented."
)
for kind in TEMPLATE_KINDS:
    offered = [t for t in templates() if t.kind == kind]
    st.markdown(f"**{display.plain(offered[0].title)}**")
    row = st.container(horizontal=True)
    for template in offered:
        row.download_button(
            template.label,
            template.data,
            file_name=template.file_name,
            mime=template.mime,
            key=f"template-{template.file_name}",
            on_click="ignore",
        )

publishing.history(store)
