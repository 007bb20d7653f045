"""The controls of the page Set aims: one aim more, another or one fewer, and what readers would then see."""

from functools import partial

import streamlit as st

from pages.parts import display, selection
from pages.parts.intake import Checked
from wfcore import answers
from wfcore.answers import Choice
from wfcore.checking import check_drafts
from wfcore.declared import declared
from wfcore.errors import WorkforceError
from wfcore.store import Store, compare_to_published, find_differences, with_known_codes
from wfcore.targeting import aim_drafts, aim_history, aims_table, own_aims

_NEW, _CHANGE, _WITHDRAW = "Set a new aim", "Change one", "Withdraw one"
_MOST = 500  # characters of a field
_FIELDS = {
    "value": "The aim, as a number",
    "unit": "Its unit",
    "by": "By when (2027-03, or 2027; leave it blank where there is no date)",
    "set_by": "Who set it",
    "written_in": "Where that is written",
}


def asked(choice: Choice, store: Store) -> None:
    """What is to be done with the aims of the place; the list as it would then be is kept for the page."""
    rows = own_aims(aims_table(store.read()))
    mine = [r for r in rows if (r["level"], r["place"]) == (choice.level.value, choice.code)]
    what = st.radio(
        "What do you want to do?", [_NEW, _CHANGE, _WITHDRAW], horizontal=True, key="aim-what"
    )
    if what == _NEW:
        _form(
            rows,
            {"level": choice.level.value, "place": choice.code, "place_name": choice.name},
            choice,
        )
        return
    if not mine:
        display.say(
            f"{choice.name} has no aim of its own. Those that hold here were set for a place around it: choose that "
            "place to change them."
        )
        return
    at = st.selectbox(
        "Which one",
        range(len(mine)),
        format_func=[_named(row) for row in mine].__getitem__,
        key="aim-which",
    )
    others = [row for row in rows if row is not mine[at]]
    if what == _CHANGE:
        _form(others, mine[at], choice, str(at))
        return
    if st.button("See what withdrawing it would say", key="aim-withdraw"):
        selection.stow("aims", others)


def _named(row: dict[str, str]) -> str:
    by = f", by {row['by']}" if row["by"] else ""
    return display.plain(f"{_metric_name(row['metric'])}: {row['value']} {row['unit']}{by}")


def _metric_name(metric: str) -> str:
    known = declared().metrics.get(metric)
    return known.name if known else metric


def _form(
    others: list[dict[str, str]], row: dict[str, str], choice: Choice, tail: str = "new"
) -> None:
    """The fields of an aim, filled with what it says now."""
    before = row.get("metric") or choice.metric.id
    metrics = list(dict.fromkeys([before, *declared().metrics]))
    metric = st.selectbox(
        "What is counted", metrics, format_func=_metric_name, key=f"aim-metric-{tail}"
    )
    unit = declared().metrics[metric].unit if metric in declared().metrics else ""
    usual = {**row, "unit": row.get("unit") or ("" if row.get("value") else unit)}
    with st.form(f"aim-{tail}"):
        fields = {
            name: st.text_input(
                label, value=usual.get(name, ""), max_chars=_MOST,
                key=f"aim-{name}-{tail}-{metric if name == 'unit' else ''}",
            )
            for name, label in _FIELDS.items()
        }  # fmt: skip
        fields["reason"] = st.text_input(
            "Why it is set or changed (kept with it)", max_chars=_MOST, key=f"aim-reason-{tail}"
        )
        if st.form_submit_button("See what it would say"):
            selection.stow("aims", [*others, {**row, **fields, "metric": metric}])


def wanted() -> list[dict[str, str]] | None:
    """The list that was asked for, or None."""
    return selection.stowed("aims")


def checked(rows: list[dict[str, str]], store: Store) -> Checked:
    """The list checked like a file of it, and compared with what is published."""
    head = store.newest()
    drafts, report = check_drafts(with_known_codes(aim_drafts(rows), store))
    found = find_differences(drafts, store.read())
    return Checked(drafts, compare_to_published(drafts, report, store, found), found, head)


def preview(choice: Choice, made: Checked) -> None:
    """What the first page says of the place now, and what it would say."""
    st.subheader("What the first page will say", anchor=False)
    tables = {(d.edition, kind): table for d in made.drafts for kind, table in d.tables.items()}
    then = choice.figures.over(choice.figures.version.with_tables(tables))
    for figures, label in ((choice.figures, "Now"), (then, "Then")):
        question = answers.question_of(choice, "enough")
        try:
            answer = answers.answer_question(figures, question, today=selection.this_month())
        except WorkforceError as error:
            display.refusal(error)
            return
        st.markdown(f"**{label}**")
        display.say(answer.verdict, *(s for s in answer.detail if "aim" in s))


def history(store: Store) -> None:
    """Who changed which aim, when and why."""
    box = display.folded("Who changed what, when and why", "aim-history")
    if not box:
        return
    with box:
        rows = aim_history(store)
        if rows.is_empty():
            display.say("No aim was changed yet: those that are shown came with the first version.")
            return
        headings: dict[str, str | tuple[str, int]] = {
            "version": ("Version", 0), "at": "When", "by": "Who", "place": "Place", "metric": "What is counted",
            "due": "By", "was": "Before", "now": "After", "why": "Why",
        }  # fmt: skip
        display.rows(rows, headings)
        display.download(partial(aim_history, store), "aim-history")
