"""Set aims: an aim is set, changed, withdrawn and taken back; the first page says each at once."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenApp
from tests.ui.looking import everything, lead
from wfcore.store import Store
from wfcore.targeting import aim_history

HAVERING = {"level": "borough", "place": "Havering", "staff": "nurse"}


def page(open_app: OpenApp) -> AppTest:
    return open_app("set-aims", HAVERING)


def pressed(at: AppTest, label: str) -> AppTest:
    next(b for b in at.button if b.label == label).click().run()
    assert [e.value for e in at.exception] == []
    return at


def filled(at: AppTest, tail: str, **fields: str) -> AppTest:
    for name, value in fields.items():
        box = next(b for b in at.text_input if str(b.key).startswith(f"aim-{name}-{tail}"))
        box.set_value(value)
    return pressed(at, "See what it would say")


def published(at: AppTest) -> AppTest:
    at.text_input(key="publish-by").set_value("Ann Analyst")
    for box in at.checkbox:
        if str(box.key).startswith("accept-"):
            box.check()
            at.text_input(key=f"reason-{str(box.key).removeprefix('accept-')}").set_value("agreed")
    return pressed(at, "Publish")


def test_an_aim_is_set_seen_changed_withdrawn_and_taken_back(open_app: OpenApp, own_store: Path):
    store = Store.open(own_store)
    at = filled(
        page(open_app), "new", value="0.2", unit="WTE per 1,000 patients", by="2099-03",
        set_by="Havering Health", written_in="minutes of its board", reason="After the survey.",
    )  # fmt: skip
    # Havering has 17.6 nurses for every 100,000 patients, and 0.2 for 1,000 are 20.
    assert "local aim of 20 set by Havering Health" in everything(at)
    assert store.head() == 1
    published(at)
    assert store.head() == 2
    assert "short of Havering Health's aim of 20." in lead(open_app("overview", HAVERING))

    at = page(open_app)
    at.radio(key="aim-what").set_value("Change one").run()
    published(
        filled(at, "0", value="18", unit="FTE per 100,000 registered patients", reason="Too far.")
    )
    assert "Havering Health's aim of 18." in lead(open_app("overview", HAVERING))

    at = page(open_app)
    at.radio(key="aim-what").set_value("Withdraw one").run()
    published(pressed(at, "See what withdrawing it would say"))
    assert store.head() == 4
    # The aim of North East London, 15, holds again.
    assert "It reaches NHS North East London's aim of 15." in lead(open_app("overview", HAVERING))

    at = page(open_app)
    at.text_input(key="undo-by").set_value("Ann Analyst")
    pressed(at, "Take it back")
    assert "Havering Health's aim of 18." in lead(open_app("overview", HAVERING))
    rows = aim_history(store)
    assert rows.select("version", "by", "was", "now", "why").rows()[:4] == [
        (5, "Ann Analyst", "", "18 FTE per 100,000 registered patients", "Too far."),
        (4, "Ann Analyst", "18 FTE per 100,000 registered patients", "", ""),
        (3, "Ann Analyst", "0.2 WTE per 1,000 patients", "18 FTE per 100,000 registered patients", "Too far."),
        (2, "Ann Analyst", "", "0.2 WTE per 1,000 patients", "After the survey."),
    ]  # fmt: skip


def test_what_is_wrong_is_said_at_once_and_nothing_is_published(open_app: OpenApp, own_store: Path):
    at = filled(page(open_app), "new", value="44", unit="%", by="soon", set_by="x", written_in="y")
    shown = everything(at)
    assert "unit that the metric is not counted in" in shown
    assert "Dates that cannot be read" in shown
    assert "What the first page will say" not in shown
    assert not any(b.label == "Publish" for b in at.button)
    assert Store.open(own_store).head() == 1


def test_words_of_an_analyst_stay_words(open_app: OpenApp, own_store: Path):
    hostile = "<img src=x onerror=alert(1)> [a](https://evil.example/)"
    at = filled(
        page(open_app),
        "new",
        value="20",
        by="2099",
        set_by=hostile,
        written_in=hostile,
        reason=hostile,
    )
    published(at)
    for seen in (page(open_app), open_app("overview", HAVERING)):
        for text in (m.value for m in seen.markdown):
            assert "<img" not in text.replace("\\<", "")
            assert "](https://evil" not in text


def test_nobody_but_an_analyst_opens_it(
    open_app: OpenApp, root: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("WORKFORCE_ANALYST", "off")
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        open_app("set-aims", HAVERING)
    alone = AppTest.from_file(str(root / "pages" / "analyst" / "set_aims.py")).run(timeout=60)
    assert len(alone.exception) == 1
    assert len(alone.text_input) == len(alone.title) == len(alone.button) == 0
