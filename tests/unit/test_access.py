import contextlib
import time
from pathlib import Path

import pytest

from tests.unit.making import checked, lists_csv, publish
from wfcore import access
from wfcore.access import Actor, acting_as, require_analyst
from wfcore.errors import NotAllowed
from wfcore.store import Store

SEPT = lists_csv([("A00001", 5000), ("A00002", 6000)])
SEPT_AGAIN = lists_csv([("A00001", 5100)])
OCTOBER = lists_csv([("A00001", 5200)], period="2025-10")


@pytest.mark.parametrize(
    ("word", "mode"),
    [
        ("on", "on"), ("", "on"), (" YES ", "on"), ("1", "on"),
        ("off", "off"), ("0", "off"), ("no", "off"),
        ("sign-in", "sign-in"), ("SIGN-IN", "sign-in"), ("oidc", "sign-in"),
        ("sing-in", "off"), ("onn", "off"), ("analyst", "off"),
    ],
)  # fmt: skip
def test_a_slip_in_the_setting_opens_nothing(monkeypatch: pytest.MonkeyPatch, word: str, mode: str):
    monkeypatch.setenv("WORKFORCE_ANALYST", word)
    assert access.mode() == mode


def test_the_person_at_the_keyboard_needs_no_sign_in(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("WORKFORCE_ANALYST", raising=False)
    assert require_analyst() == Actor("analyst")


@pytest.mark.parametrize(
    ("actor", "words"),
    [
        (None, "for analysts who have signed in"),
        (Actor("viewer"), "for analysts who have signed in"),
        (Actor("viewer", "Ann", "abc", None, "The role was taken away."), "was taken away"),
        (Actor("analyst", "Ann", "abc", until=time.time() - 1), "Your sign-in has ended"),
    ],
    ids=["nobody", "viewer", "withdrawn", "expired"],
)
def test_where_people_sign_in_nobody_else_changes_the_store(
    store: Path, monkeypatch: pytest.MonkeyPatch, actor: Actor | None, words: str
):
    made = publish(store, SEPT)
    publish(store, SEPT_AGAIN)
    drafts, report = checked(OCTOBER)
    monkeypatch.setenv("WORKFORCE_ANALYST", "sign-in")
    for change in (
        lambda: made.publish(drafts, report, by="Ann"),
        lambda: made.restore(1, by="Ann"),
        lambda: Store.create(store / "another"),
    ):
        said = acting_as(actor) if actor else contextlib.nullcontext()
        with said, pytest.raises(NotAllowed, match=words):
            change()
    assert made.head() == 2


def test_a_viewers_process_has_no_analysts_whoever_acts(
    store: Path, monkeypatch: pytest.MonkeyPatch
):
    made = publish(store, SEPT)
    drafts, report = checked(OCTOBER)
    monkeypatch.setenv("WORKFORCE_ANALYST", "off")
    with acting_as(Actor("analyst", "Ann")), pytest.raises(NotAllowed, match="switched off"):
        made.publish(drafts, report, by="Ann")
    assert made.head() == 1


def test_who_has_signed_in_signs_with_that_name(store: Path, monkeypatch: pytest.MonkeyPatch):
    made = publish(store, SEPT)
    drafts, report = checked(OCTOBER)
    monkeypatch.setenv("WORKFORCE_ANALYST", "sign-in")
    with acting_as(Actor("analyst", "Ann Analyst", "abc", until=time.time() + 60)):
        made.publish(drafts, report, by="Somebody Else")
        made.restore(1, by="Somebody Else")
    assert [entry.by for entry in made.history()[:2]] == ["Ann Analyst", "Ann Analyst"]


def test_acting_ends_with_its_block_even_after_an_error(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WORKFORCE_ANALYST", "sign-in")
    with acting_as(Actor("analyst", "Ann")):
        assert require_analyst().name == "Ann"
    with pytest.raises(ZeroDivisionError), acting_as(Actor("analyst", "Ann")):
        raise ZeroDivisionError
    with pytest.raises(NotAllowed):
        require_analyst()


def test_a_digest_tells_apart_and_gives_nothing_away():
    assert access.digest("a", "bc") != access.digest("ab", "c")
    assert "ann@nhs.example" not in access.digest("ann@nhs.example")
    assert len(access.digest("x")) == 12
