"""Publishing what was checked, what waits for somebody, and the history of versions."""

from collections.abc import Callable
from functools import partial

import polars as pl
import streamlit as st

from pages.parts import display, selection, signing_in
from pages.parts.intake import Checked
from wfcore.access import acting_as
from wfcore.declared import declared
from wfcore.errors import WorkforceError
from wfcore.store import (
    Proposal,
    Publication,
    Store,
    accept_all_warnings,
    changes_by_restoring,
)
from wfcore.wording import month, restoring


def publish(made: Checked, store: Store, *, together: bool = False) -> None:
    """A form: each warning accepted by name with its reason, who signs, and the button.

    Args:
        made: what was checked.
        store: where it goes.
        together: all warnings are accepted at once for one reason, as for the first files of an area.
    """
    st.header("Publish", anchor=False)
    newest = store.newest()
    if newest != made.head:
        display.say(f"Version {newest.number} was published since these files were checked.")
        if st.button("Check again"):
            selection.stow("checked", None)
            st.rerun()
    second = declared().rules.publish.second_person
    with st.form("publish"):
        by = signing_in.signature("publish-by")
        why = st.text_input("Note for the history (optional)", max_chars=500, key="publish-why")
        accepted = _all_at_once(made) if together else _acceptances(made)
        if second:
            display.note("Somebody else must approve it before readers see it.")
        now = False if second else st.form_submit_button("Publish", type="primary")
        later = st.form_submit_button("Hand over for approval" if second else "Keep for later")
    if not (now or later):
        return
    keep = store.publish if now else store.propose
    months = ", ".join(sorted({month(d.period) for d in made.drafts if "-" in d.period}))
    said = f": {months}" if months else ""

    def kept() -> str:
        done = keep(
            made.drafts, made.report, by=by, why=why, accepted=accepted, expected_head=made.head
        )
        return (
            f"Published as version {done}{said}. Readers see it now." if now
            else f"Checked and kept{said}. It waits below; readers see nothing of it yet."
        )  # fmt: skip

    _act(kept)


def _all_at_once(made: Checked) -> dict[str, str]:
    """The same for one tick and one reason, with everything listed."""
    found = list(dict.fromkeys(found.message for _, found in made.report.said_once().of("warns")))
    if not found:
        return {}
    st.markdown("\n".join(f"- {display.plain(message)}" for message in found))
    ticked = st.checkbox(f"I have read these {len(found)} and accept them", key="accept-all")
    reason = st.text_input("Why they are accepted", max_chars=500, key="reason-all")
    return accept_all_warnings(made.report, reason) if ticked else {}


def _acceptances(made: Checked) -> dict[str, str]:
    """Code → reason of the warnings that are ticked."""
    by_code: dict[str, list[str]] = {}
    for _, found in made.report.said_once().of("warns"):
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

    def approved() -> str:
        return f"Published as version {store.approve(proposal.id, by=by)}. Readers see it now."

    def withdrawn() -> str:
        store.withdraw(proposal.id)
        return "Taken away. Nothing that is published has changed."

    if go or away:
        _act(approved if go else withdrawn)


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
            e.version, f"{e.at:%d %B %Y %H:%M} UTC", e.by, e.approved_by, e.action, e.why,
            ", ".join(dict.fromkeys(f["file"] for f in e.files)),
            "; ".join(f"{code}: {why}" if why else code for code, why in e.accepted.items()),
        )
        for e in entries
    ]  # fmt: skip
    headings: dict[str, str | tuple[str, int]] = {
        "version": ("Version", 0), "at": "When", "by": "Who", "approved_by": "Approved by",
        "action": "What", "why": "Why", "files": "Files",
        "accepted": "Warnings accepted, with reasons",
    }  # fmt: skip
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
        headings: dict[str, str | tuple[str, int]] = {
            "file": "File", "source": "Source", "period": "Month", "rows": ("Rows", 0),
            "sha256": "SHA-256",
        }  # fmt: skip
        rows = [[f[name] for name in headings] for f in entry.files]
        files = pl.DataFrame(rows, schema=list(headings), orient="row")
        display.table(files, headings, name=f"files-of-version-{entry.version}")
    for code, why in entry.accepted.items():
        display.say(f"Accepted: {code}, because: {why or 'no reason was kept'}")
    if entry.report:
        display.download(
            partial(display.finding_rows, entry.report),
            f"quality-report-of-version-{entry.version}",
        )


def _restore(older: list[int], store: Store) -> None:
    display.say("It becomes a new version. Nothing is lost.")
    wanted = st.selectbox("Version", older, key="restore-version")
    changes = changes_by_restoring(store.read(), store.read(int(wanted)))
    st.markdown("\n".join(f"- {display.plain(line)}" for line in restoring.restored(changes)))
    with st.form("restore"):
        signer = signing_in.signature("restore-by")
        reason = st.text_input("Why", max_chars=500, key="restore-why")
        go = st.form_submit_button("Bring it back")

    def restored() -> str:
        version = store.restore(int(wanted), by=signer, why=reason)
        return f"Version {wanted} is back, as version {version}."

    if go:
        _act(restored, anew=False)


def undo(store: Store, edition: str) -> None:
    """Take back the newest version, where it changed one edition and nothing else."""
    newest, *before = store.history()
    if not before or newest.editions != (edition,):
        return
    with st.expander("Take the last change back"):
        display.say(
            f"Version {newest.version}, by {newest.by}, {newest.at:%d %B %Y}. What was before it "
            "becomes a new version.",
            newest.why,
        )
        with st.form("undo"):
            signer = signing_in.signature("undo-by")
            reason = st.text_input("Why", max_chars=500, key="undo-why")
            go = st.form_submit_button("Take it back")

    def undone() -> str:
        version = store.restore(before[0].version, by=signer, why=reason)
        return f"Taken back: version {before[0].version} is here again, as version {version}."

    if go:
        _act(undone, anew=False)


def _act(change: Callable[[], str], *, anew: bool = True) -> None:
    """Change the store as who the visitor is at this moment, and say it on a page that begins again.

    Args:
        change: does it, and says what was done.
        anew: whether files that were uploaded are let go.
    """
    try:
        with acting_as(signing_in.actor(at_this_moment=True)):
            said = change()
    except WorkforceError as error:
        display.refusal(error)
        return
    selection.stow("published", said)
    if anew:
        selection.stow("round", (selection.stowed("round") or 0) + 1)
        selection.stow("checked", None)
    selection.look_at_newest()
    st.rerun()
