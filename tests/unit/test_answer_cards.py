"""Cards of staff groups: their figures held against the shipped files read with `csv`."""

import pytest

from tests.ui import shipped
from wfcore.answers import Answer, answer_question, answer_to_document, choice_of, question_of
from wfcore.measuring import VersionMeasures

GROUPS = {"gp_rate": "gp", "nurse_rate": "nurse", "dpc_rate": "dpc", "admin_rate": "admin"}


def enough(figures: VersionMeasures, place: str, metric: str, period: str) -> Answer:
    choice = choice_of(figures, place, metric, period)
    return answer_question(figures, question_of(choice, "enough"))


@pytest.mark.parametrize("place", ["Havering", "Newham"])
def test_of_every_staff_group(sample_figures: VersionMeasures, place: str):
    cards = {
        card.metric: card for card in enough(sample_figures, place, "gp_rate", "2025-09").cards
    }
    assert list(cards) == [*GROUPS, "pcn_staff_rate"]
    for metric, group in GROUPS.items():
        now, then = (shipped.practices(f"{y}-09", group, borough=place) for y in (2025, 2024))
        card = cards[metric]
        assert card.value == pytest.approx(now.rate)
        assert card.figure == f"{now.rate:.1f}"
        course = dict(card.course)
        assert course["2024-09"] == pytest.approx(then.rate)
        assert list(course) == sorted(course)
        assert max(course) == "2025-09"
        many = f"{now.reported} of {now.practices}"
        whole = now.reported == now.practices
        assert card.reported == f"{f'all {now.practices}' if whole else many} practices reported"


def test_how_it_changed_is_what_a_pencil_makes_of_the_figures(sample_figures: VersionMeasures):
    """48.8 against 47.8 of September 2024, both as they are printed."""
    now, then = (
        round(shipped.practices(f"{y}-09", borough="Havering").rate, 1) for y in (2025, 2024)
    )
    (gps, *_) = enough(sample_figures, "Havering", "gp_rate", "2025-09").cards
    assert gps.change == f"{now - then:.1f} more than in Sep 2024"


def test_what_is_not_counted_is_about_so_much(sample_figures: VersionMeasures):
    (gps, *_) = enough(sample_figures, "Havering", "gp_excl_trainees_rate", "2025-09").cards
    assert gps.value is None
    assert gps.figure == "about 36.5 (32.8 to 40.1)"
    assert gps.reported == "not counted in the file"


def test_of_a_list_too_small_for_a_rate(sample_figures: VersionMeasures):
    cards = {
        card.metric: card for card in enough(sample_figures, "F82053", "gp_rate", "2024-09").cards
    }
    assert {card.value for card in cards.values()} == {None}
    assert cards["nurse_rate"].reported == "the list is too small"


def test_as_a_document(sample_figures: VersionMeasures):
    answer = enough(sample_figures, "Havering", "gp_rate", "2025-09")
    shown = answer_to_document(answer).model_dump()["cards"]
    assert [card["figure"] for card in shown] == [card.figure for card in answer.cards]
    assert shown[0]["course"]["2025-09"] == pytest.approx(answer.cards[0].value)
