"""One practice, and a scenario as minuted, as a paper keeps them."""

import re

import pytest

from tests.unit.making import csv_of, figures, lists_csv, places_csv, staff_csv
from wfcore import papers
from wfcore.answers import (
    Answer,
    Question,
    answer_question,
    choice_of,
    minute_stamp,
    parse_stamp,
    question_of,
)
from wfcore.errors import UnfitPaper, UnknownName
from wfcore.measuring import VersionMeasures
from wfcore.papers import (
    FORMATS,
    Paper,
    PaperPart,
    paper_from_link,
    paper_from_yaml,
    paper_to_link,
    paper_to_yaml,
)

PLACES = [(f"A0000{i}", "U00001", "East") for i in range(1, 5)]
LISTS = {"A00001": 8000, "A00002": 4000, "A00003": 499, "A00004": 5000}
AROUND = {"version": "1", "level": "practice", "place": "A00001", "period": "2025-09"}


@pytest.fixture
def four() -> VersionMeasures:
    """Four practices of one network; GPs a practice 4, 3 and 2, and one that sent nothing."""
    staff = staff_csv(
        [("", "A00001", 4), ("", "A00002", 3), ("", "A00003", 2), ("", "A00004", "NA")]
    )
    return figures(staff, lists_csv(LISTS.items()), places_csv(PLACES))


def of(figures: VersionMeasures, code: str, metric: str = "gp_rate") -> Answer:
    return answer_question(figures, question_of(choice_of(figures, code, metric), "practice"))


def printed(figures: VersionMeasures, code: str, metric: str = "gp_rate") -> str:
    """Everything that any format of the paper prints of it, in the words of its web page and CSV."""
    asked = question_of(choice_of(figures, code, metric), "practice")
    made = papers.document(Paper(parts=(PaperPart(asked=asked),)), lambda _: figures, made="today")
    return "\n".join(FORMATS[kind].make(made).decode("utf-8-sig") for kind in ("html", "csv"))


def test_a_practice_stands_beside_its_network_and_the_others(four: VersionMeasures):
    found = of(four, "A00001")
    # 4 of 8,000 are 50.0 per 100,000; the network has 9 of 12,499 that reported.
    assert " has 50.0 GPs and trainees per 100,000 patients, fewer than " in found.verdict
    assert (
        f" has {9 / 12_499 * 100_000:.1f} GPs and trainees per 100,000 patients" in found.detail[0]
    )
    assert "It has 8,000 registered patients." in found.detail
    # Of the others only A00002 has a figure (75.0): one list is too small, one sent nothing.
    assert any(
        "the one other practice with a figure does not have a lower one" in m for m in found.detail
    )
    assert found.table is not None
    gps = found.table.shown()[0]
    assert gps[:3] == ["GPs", "50.0", "72.0"]


def test_a_list_below_500_has_no_rate_in_the_paper(four: VersionMeasures):
    found = of(four, "A00003")
    assert "has too few patients for a rate" in found.verdict
    assert found.table is not None
    assert found.table.rows["here"].is_null().all()
    rate = 2 / 499 * 100_000  # 400.8
    for code in ("A00003", "A00001"):
        assert f"{rate:.1f}" not in printed(four, code)
        assert f"{rate:.0f}." not in printed(four, code)


def test_one_patient_is_one_patient():
    made = figures(
        staff_csv([("", "A00001", 1), ("", "A00002", 3)]),
        lists_csv([("A00001", 1), ("A00002", 4000)]),
        places_csv(PLACES[:2]),
    )
    assert "It has 1 registered patient." in of(made, "A00001").detail


def test_shares_of_fewer_than_five_people_are_hidden_in_the_paper():
    people = [3, 9, 7, 8]
    rows = [
        {
            "PRAC_CODE": code, "TOTAL_PATIENTS": 5000, "TOTAL_GP_FTE": n, "TOTAL_GP_HC": n,
            "TOTAL_GP_EXTG_HC_40TO44": n - 1, "TOTAL_GP_EXTG_HC_60TO64": 1,
        }
        for n, (code, *_) in zip(people, PLACES, strict=True)
    ]  # fmt: skip
    made = figures(csv_of(rows), places_csv(PLACES), period="2025-09")
    # A00001 has three; A00003, the next smallest, is hidden with it, or the network's total would tell.
    for code in ("A00001", "A00003"):
        assert "is hidden" in of(made, code, "gp_55plus_share").verdict
    text = printed(made, "A00002", "gp_55plus_share")
    assert f"{100 / 9:.1f}%" in text
    for n in (3, 7):
        assert f"{100 / n:.1f}" not in text
        assert f"{1 / n:.3f}"[:5] not in text


def test_only_a_practice_is_one(four: VersionMeasures):
    asked = question_of(choice_of(four, "U00001", "gp_rate"), "practice")
    with pytest.raises(UnknownName, match="is not a practice"):
        answer_question(four, asked)


# As minuted


def test_a_stamp_is_utc_and_is_read_in_london_time():
    at = parse_stamp("20260715T0922")
    assert at is not None
    assert f"{at:%d %B %H:%M}" == "15 July 10:22"
    assert minute_stamp(at) == "20260715T0922"
    assert parse_stamp("20261399T9999") is None


def test_a_scenario_says_when_it_was_minuted_on_which_data(sample_figures: VersionMeasures):
    made = sample_figures
    choice = choice_of(made, "Havering", "gp_rate")
    held = {"by": "2027-09", "set": "gp.recruits:10"}
    plain = answer_question(made, question_of(choice, "takes", scenario=held))
    minuted = answer_question(
        made, question_of(choice, "takes", scenario=held, minuted="20260715T0922")
    )
    assert minuted.verdict == plain.verdict
    assert [m for m in minuted.detail if m not in plain.detail] == [
        "As minuted on 15 July 2026 at 10:22, on version 1 of the data (figures for September 2025)."
    ]
    paper = Paper(parts=(PaperPart(asked=minuted.question, commentary="Agreed."),))
    assert paper_from_yaml(paper_to_yaml(paper)) == paper
    link = paper_to_link(paper, AROUND)
    assert re.search(r"~t20260715T0922\b", link["paper"])
    assert paper_from_link(AROUND | link) == paper
    (section,) = papers.document(paper, lambda _: made, made="today").sections
    assert section.title == "What would it take? (as minuted)"


@pytest.mark.parametrize(
    "code", ["takes~t20261399T9999", "takes~tyesterday", "enough~t20260715T0922"]
)
def test_a_stamp_edited_by_hand_is_refused_in_words(code: str):
    with pytest.raises(UnfitPaper, match="cannot be used"):
        paper_from_link(AROUND | {"paper": code})


def test_a_stamp_stands_only_with_a_scenario():
    with pytest.raises(ValueError, match="only a scenario is minuted"):
        Question(
            kind="better", level="borough", place="E09000016", period="2025-09", version=1, minuted="20260715T0922"
        )  # fmt: skip
