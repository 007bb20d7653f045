"""Publishing what was checked, what waits for somebody, and the history of versions."""

import polars as pl
import streamlit as st

from pages.parts import display, selection, signing_in
from pages.parts.intake import Checked
from wfcore.access import acting
from wfcore.declared import declared
from wfcore.errors import WorkforceError
from wfcore.store import Proposal, Publication, Store
from wfcore.wording import month


def publish(made: Checked, store: Store) -> None:
    """A form: each warning accepted by name with its reason, who signs, and the button."""
    st.header("Publish", anchor=False)
    newest = store.newest()
    if newest != made.head:
        display.say(f"Version {newest.number} was published since these files were checked.")
        if st.button("Check again"):
            selection.keep("checked", None)
            st.rerun()
    second = declared().rules.publish.second_person
    with st.form("publish"):
        by = signing_in.signature("publish-by")
        why = st.text_input("Note for the history (optional)", max_chars=500, key="publish-why")
        accepted = _acceptances(made)
        if second:
            display.note("Somebody else must approve it before readers see it.")
        now = False if second else st.form_submit_button("Publish", type="primary")
        later = st.form_submit_button("Hand over for approval" if second else "Keep for later")
    if not (now or later):
        return
    keep = store.publish if now else store.propose
    try:
        with acting(signing_in.actor(at_this_moment=True)):
            done = keep(
                made.drafts,
                made.report,
                by=by,
                why=why,
                accepted=accepted,
                expected_head=made.head,
            )
    except WorkforceError as error:
        display.refusal(error)
        return
    months = ", ".join(sorted({month(d.period) for d in made.drafts if "-" in d.period}))
    said = f": {months}" if months else ""
    _done(
        f"Published as version {done}{said}. Readers see it now." if now
        else f"Checked and kept{said}. It waits below; readers see nothing of it yet."
    )  # fmt: skip


def _acceptances(made: Checked) -> dict[str, str]:
    """Code → reason of the warnings that are ticked."""
    by_code: dict[str, list[str]] = {}
    for _, found in made.report.of("warns"):
        by_code.setdefault(found.code, []).append(found.message)
    accepted: dict[str, str] = {}
    for code, messages in by_code.items():
        ticked = st.checkbox(
            " ".join(display.plain(m) for m in dict.fromkeys(messages)), key=f"accept-{code}"
        )
        reason = st.text_input(
            f"Why it is accepted ({display.plain(code)})", max_chars=500, key=f"reason-{code}"
        )
        if ticked:
            accepted[code] = reason
    return accepted


def waiting(store: Store) -> None:
    """What was checked and kept: publish it, approve it, or take it away."""
    found = store.waiting()
    if not found:
        return
    st.header("Waiting", anchor=False)
    for proposal in found:
        _proposal(proposal, store)


def _proposal(proposal: Proposal, store: Store) -> None:
    about = proposal.publication
    files = ", ".join(dict.fromkeys(f["file"] for f in about.files))
    display.say(
        f"{files}: checked by {about.by}, {about.at:%d %B %Y %H:%M} UTC, against version {proposal.base}.",
        about.why,
    )
    display.note(*(f"Accepted: {code}, because: {why}" for code, why in about.accepted.items()))
    second = declared().rules.publish.second_person
    with st.form(f"waiting-{proposal.id}"):
        by = signing_in.signature(f"approve-by-{proposal.id}")
        go = st.form_submit_button("Approve and publish" if second else "Publish what waits")
        away = st.form_submit_button("Take it away")
    try:
        if go:
            with acting(signing_in.actor(at_this_moment=True)):
                version = store.approve(proposal.id, by=by)
            _done(f"Published as version {version}. Readers see it now.")
        elif away:
            with acting(signing_in.actor(at_this_moment=True)):
                store.withdraw(proposal.id)
            _done("Taken away. Nothing that is published has changed.")
    except WorkforceError as error:
        display.refusal(error)


def history(store: Store) -> None:
    """Every version: who, when, why, which files; what one holds; bringing one back."""
    st.header("History", anchor=False)
    entries = store.history()
    if not entries:
        display.say("Nothing is published yet.")
        return
    box = display.folded("Look at one version", "one-version")
    if box:
        with box:
            _one(entries)
    older = [entry.version for entry in entries[1:]]
    if older:
        with st.expander("Bring an earlier version back"):
            _restore(older, store)
    rows = [
        (
            e.version,
            f"{e.at:%d %B %Y %H:%M} UTC",
            e.by,
            e.approved_by,
            e.action,
            e.why,
            ", ".join(dict.fromkeys(f["file"] for f in e.files)),
            "; ".join(f"{code}: {why}" if why else code for code, why in e.accepted.items()),
        )
        for e in entries
    ]
    headings: dict[str, str | tuple[str, int]] = {
        "version": ("Version", 0),
        "at": "When",
        "by": "Who",
        "approved_by": "Approved by",
        "action": "What",
        "why": "Why",
        "files": "Files",
        "accepted": "Warnings accepted, with reasons",
    }
    display.table(pl.DataFrame(rows, schema=list(headings), orient="row"), headings, name="history")


def _one(entries: list[Publication]) -> None:
    numbers = {entry.version: entry for entry in entries}
    entry = numbers[st.selectbox("Version to look at", list(numbers), key="history-version")]
    st.page_link(
        "pages/committee/overview.py",
        label=f"Open the notebook on version {entry.version}",
        query_params={"version": str(selection.name_of(entry.version))},
    )
    if entry.files:
        files = pl.DataFrame(
            [(f["file"], f["source"], f["period"], f["rows"], f["sha256"]) for f in entry.files],
            schema=["file", "source", "period", "rows", "sha256"],
            orient="row",
        )
        headings: dict[str, str | tuple[str, int]] = {
            "file": "File",
            "source": "Source",
            "period": "Month",
            "rows": ("Rows", 0),
            "sha256": "SHA-256",
        }
        display.table(files, headings, name=f"files-of-version-{entry.version}")
    for code, why in entry.accepted.items():
        display.say(f"Accepted: {code}, because: {why or 'no reason was kept'}")
    if entry.report:
        display.download(
            display.finding_rows(entry.report), f"quality-report-of-version-{entry.version}"
        )


def _restore(older: list[int], store: Store) -> None:
    display.say("It becomes a new version. Nothing is lost.")
    with st.form("restore"):
        wanted = st.selectbox("Version", older, key="restore-version")
        signer = signing_in.signature("restore-by")
        reason = st.text_input("Why", max_chars=500, key="restore-why")
        go = st.form_submit_button("Bring it back")
    if not go:
        return
    try:
        with acting(signing_in.actor(at_this_moment=True)):
            version = store.restore(int(wanted), by=signer, why=reason)
    except WorkforceError as error:
        display.refusal(error)
    else:
        selection.keep("published", f"Version {wanted} is back, as version {version}.")
        selection.look_at_newest()
        st.rerun()


def _done(said: str) -> None:
    """Say it on a page that begins anew."""
    selection.keep("published", said)
    selection.keep("round", (selection.kept("round") or 0) + 1)
    selection.keep("checked", None)
    selection.look_at_newest()
    st.rerun()
