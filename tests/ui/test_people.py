"""The page about the people: what members see, and what only analysts do."""

import pytest

from tests.ui.conftest import OpenApp
from tests.ui.looking import lead, paragraphs, unfold

PLACE = {"level": "icb", "place": "QZZ", "period": "2025-09"}


def folds(at: object) -> list[str]:
    return [fold.label for fold in at.expander]  # type: ignore[attr-defined]


def test_analysts_have_the_succession_list(open_app: OpenApp):
    at = open_app("people", PLACE | {"staff": "nurse"})
    assert "nurses are 55 or older" in lead(at)
    assert any("analysts only" in label for label in folds(at))
    assert "Alder Surgery" not in str([frame.value for frame in at.markdown])
    unfold(at, "fold:succession")
    assert "In one practice of Demonstration place" in paragraphs(at)
    assert "Alder Surgery" in str([text.value for text in at.markdown])


def test_members_never_do(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WORKFORCE_ANALYST", "off")
    at = open_app("people", PLACE)
    assert "55 or older" in lead(at)
    assert not any("analysts only" in label for label in folds(at))
    unfold(at, "fold:succession")  # whatever a session may hold
    assert "practice of Demonstration place" not in paragraphs(at)


@pytest.mark.parametrize(
    ("page", "who"), [("people", "workforce lead"), ("pipeline", "training hub")]
)
def test_what_nobody_brought_is_one_block_with_the_way_to_the_invented_place(
    open_app: OpenApp, page: str, who: str
):
    at = open_app(page, {"level": "borough", "place": "Havering"})
    assert paragraphs(at).count("Not in these data:") == 1
    assert who in paragraphs(at)
    shown = open_app(page, PLACE)
    assert "Not in these data:" not in paragraphs(shown)
