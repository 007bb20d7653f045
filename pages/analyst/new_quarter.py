"""A new quarter: upload, confirm the month, read the report, publish; history and restore."""

import polars as pl
import streamlit as st

from pages.parts import display, selection, signing_in
from wfcore.checking import check
from wfcore.declared import declared
from wfcore.errors import WorkforceError
from wfcore.normalising import Draft, normalise
from wfcore.normalising.values import period_in_name
from wfcore.reading import TextTable, read_upload
from wfcore.roles import acting
from wfcore.snapshots import compare_with_published, with_pcn_codes
from wfcore.templates import KINDS, templates
from wfcore.wording import month

signing_in.require_analyst()
store = selection.this_store()

st.title("New quarter", anchor=False)
display.lead("Drop in the files as published. Nothing changes for readers until you publish.")
done = selection.kept("published")
if done:
    st.success(done)
    selection.keep("published", None)

uploads = st.file_uploader(
    "Files: CSV, XLSX, or the ZIP as published (25 MB each)",
    type=["csv", "xlsx", "zip", "txt"],
    accept_multiple_files=True,
    key=f"uploads-{selection.kept('round') or 0}",
)
if not uploads:
    display.say(
        "Files that are read: the practice-level workforce file, the PCN workforce file, registered patients, "
        "the practice map, the ePCN workbook, deprivation scores of practices, NHS payments with weighted lists, "
        "a lookup of practices to boroughs, and the local tables below."
    )

tables: list[TextTable] = []
for upload in uploads or []:
    with st.spinner("Reading the file …"):
        try:
            tables += read_upload(upload.name, upload.getvalue(), declared())
        except WorkforceError as error:
            display.refusal(error)
            tables = []
            break

if tables:
    undated = [
        t
        for t in tables
        if t.source.dated == "asked"
        and not t.column("period")
        and not (t.column("year") and t.column("month"))
    ]
    period: str | None = None
    confirmed = True
    if undated:
        st.header("1. Confirm the month", anchor=False)
        guess = next(
            (p for t in undated if (p := period_in_name(t.name) or period_in_name(t.upload))), ""
        )
        display.say(
            f"This file has no date of its own. Its name says {month(guess)}." if guess
            else "This file has no date of its own, and its name has none either."
        )  # fmt: skip
        period = (
            st.text_input(
                "Month of the figures (YYYY-MM)", value=guess, max_chars=7, key="upload-period"
            ).strip()
            or None
        )
        confirmed = st.checkbox("Yes, the figures are for this month", key="upload-confirmed")
        if not confirmed:
            st.info("Confirm the month to go on.")
    if confirmed:
        drafts: list[Draft] = []
        with st.spinner("Checking …"):
            for table in tables:
                drafts += normalise(table, period)
            drafts, checked = check(with_pcn_codes(drafts, store))
            head = store.head()
            checked = compare_with_published(drafts, checked, store)
        st.header("Quality report", anchor=False)
        blocks, warns = checked.of("blocks"), checked.of("warns")
        if blocks:
            display.say(
                f"{len(blocks)} thing(s) must be put right. The files cannot be published like this."
            )
        elif warns:
            display.say(
                f"Nothing stands in the way, but {len(warns)} thing(s) need your acceptance."
            )
        else:
            display.say("Nothing stands in the way.")
        display.report(checked)
        display.download(display.finding_rows(checked), "quality-report")
        if not blocks:
            st.header("Publish", anchor=False)
            with st.form("publish"):
                by = signing_in.signature("publish-by")
                why = st.text_input(
                    "Note for the history (optional)", max_chars=500, key="publish-why"
                )
                accepted = [
                    st.checkbox(
                        display.plain(found.message),
                        key=f"accept-{file.source}-{file.period}-{found.code}",
                    )
                    for file, found in warns
                ]
                pressed = st.form_submit_button("Publish", type="primary")
            if pressed:
                try:
                    with acting(signing_in.actor(at_this_moment=True)):
                        version = store.publish(
                            drafts,
                            checked,
                            by=by,
                            why=why,
                            accept_warnings=all(accepted) and bool(accepted),
                            expected_head=head,
                        )
                except WorkforceError as error:
                    display.refusal(error)
                else:
                    months = ", ".join(sorted({month(d.period) for d in drafts if "-" in d.period}))
                    selection.keep(
                        "published",
                        f"Published as version {version}{f': {months}' if months else ''}. Readers see it now.",
                    )
                    selection.keep("round", (selection.kept("round") or 0) + 1)
                    selection.look_at_newest()
                    st.rerun()

st.header("Local tables", anchor=False)
display.say(
    "Plans, claims and allocations of additional roles are published nowhere, so you bring them. Fill in a template "
    "and upload it above: it is checked like any file. The examples are invented."
)
for kind in KINDS:
    offered = [t for t in templates() if t.kind == kind]
    st.markdown(f"**{display.plain(offered[0].title)}**")
    for column, template in zip(st.columns(len(offered)), offered, strict=True):
        column.download_button(
            template.label,
            template.data,
            file_name=template.file_name,
            mime=template.mime,
            key=f"template-{template.file_name}",
        )

st.header("History", anchor=False)
entries = store.history()
if not entries:
    display.say("Nothing is published yet.")
else:
    rows = pl.DataFrame(
        [
            (
                e.version,
                f"{e.at:%d %B %Y %H:%M} UTC",
                e.by,
                e.action,
                e.why,
                ", ".join(dict.fromkeys(f["file"] for f in e.files)),
                ", ".join(e.accepted),
            )
            for e in entries
        ],
        schema=["version", "at", "by", "action", "why", "files", "accepted"],
        orient="row",
    )
    display.table(
        rows,
        {
            "version": ("Version", 0),
            "at": "When",
            "by": "Who",
            "action": "What",
            "why": "Why",
            "files": "Files",
            "accepted": "Warnings accepted",
        },
        name="history",
    )
    older = [e.version for e in entries[1:]]
    if older:
        with st.expander("Bring an earlier version back"):
            display.say("It becomes a new version. Nothing is lost.")
            with st.form("restore"):
                wanted = st.selectbox("Version", older, key="restore-version")
                signer = signing_in.signature("restore-by")
                reason = st.text_input("Why", max_chars=500, key="restore-why")
                go = st.form_submit_button("Bring it back")
            if go:
                try:
                    with acting(signing_in.actor(at_this_moment=True)):
                        version = store.restore(int(wanted), by=signer, why=reason)
                except WorkforceError as error:
                    display.refusal(error)
                else:
                    selection.keep("published", f"Version {wanted} is back, as version {version}.")
                    selection.look_at_newest()
                    st.rerun()
