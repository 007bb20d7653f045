"""Marks on the course of a place: when it was redrawn, who merged, opened or closed, what is counted anew."""

from pathlib import Path

import pytest

from tests.unit.making import figures, lists_csv, staff_csv
from tests.unit.test_groups import groups_csv
from tests.unit.test_redrawing import a_map
from tests.unit.test_successions import JUNE as BEFORE
from tests.unit.test_successions import SEPTEMBER as AFTER
from tests.unit.test_successions import figures as published
from tests.unit.test_successions import practice, september
from wfcore import answers, wording
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, place_events, with_group

MARCH, JUNE, SEPTEMBER = "2025-03", "2025-06", "2025-09"
CODES = [f"A{n:05d}" for n in range(1, 21)]
OLD, NEW, HEIR = CODES[1], "A00099", CODES[0]


@pytest.fixture(scope="module")
def made() -> VersionMeasures:
    """Twenty practices of 5,000 in two networks; by June one merged into another, one moved network, one
    opened; by September one closed. Two boards became one in June."""
    rows: list[tuple[str, str, object]] = []
    lists: list[str] = []
    maps: list[str] = []
    size = dict.fromkeys(CODES, 5000)
    here = {code: ("U00001" if code < "A00011" else "U00002") for code in CODES}
    for month in (MARCH, JUNE, SEPTEMBER):
        if month == JUNE:
            del here[OLD]
            size |= {HEIR: 10_000, NEW: 2_500}
            here |= {NEW: "U00001", CODES[2]: "U00002"}
        if month == SEPTEMBER:
            del here[CODES[19]]
        board = "QAA" if month == MARCH else "QNN"
        rows += [(month, code, size[code] / 2500) for code in here]
        lists.append(lists_csv([(code, size[code]) for code in here], period=month))
        maps.append(a_map(month, *((code, pcn, "00A", board) for code, pcn in here.items())))
    groups = groups_csv(
        ("Fed", "federation", "A00001"), ("Fed", "federation", "A00004", "", "2025-05"),
        ("Fed", "federation", "A00005", JUNE, ""), ("Fed", "federation", "A00006"),
    )  # fmt: skip
    return figures(staff_csv(rows), *lists, *maps, groups)


def told(made: VersionMeasures, level: Level, code: str) -> list[tuple[str, str, tuple[str, ...]]]:
    found = place_events(made, "practice", level, code, [MARCH, JUNE, SEPTEMBER])
    return [(event.period, event.what, event.names) for event in found]


def test_a_board_that_is_new_is_marked_where_it_begins(made: VersionMeasures):
    events = place_events(made.on_map("today"), "practice", Level.ICB, "QNN", [MARCH, JUNE])
    redrawn = [event for event in events if event.what == "redrawn"]
    assert [(e.period, e.names, e.share) for e in redrawn] == [(JUNE, ("ICB QAA",), 1)]
    words = dict(wording.trend_marks(declared().metric("gp_fte"), redrawn, [MARCH, JUNE]))
    assert words == {JUNE: "redrawn; patients were counted in ICB Qaa (100%) before"}


def test_as_it_was_who_came_and_went_is_told_with_its_share(made: VersionMeasures):
    (went,) = (
        event
        for event in place_events(made, "practice", Level.PCN, "U00001", [MARCH, JUNE])
        if event.what == "went"
    )
    assert (went.names, went.share) == (("SURGERY A00003",), 0.1)  # 5,000 of 50,000
    assert (JUNE, "came", ("SURGERY A00003",)) in told(made, Level.PCN, "U00002")


def test_who_opened_is_told_once_and_nobody_else(made: VersionMeasures):
    assert [e for e in told(made, Level.PCN, "U00001") if e[1] == "opened"] == [
        (JUNE, "opened", ("SURGERY A00099",))
    ]


def test_small_shares_are_not_marked(made: VersionMeasures):
    rule = declared().rules.trend_marks
    assert rule.least_share <= 0.025  # the practice of 2,500 among 100,000 is marked just so
    assert (JUNE, "opened", ("SURGERY A00099",)) in told(made, Level.SUB_ICB, "00A")
    assert told(made, Level.ENGLAND, "E92000001") == []


def test_a_group_says_when_its_members_changed(made: VersionMeasures):
    group = with_group(made, "Fed")
    assert told(group, Level.GROUP, "Fed") == [
        (JUNE, "came", ("SURGERY A00005",)),
        (JUNE, "went", ("SURGERY A00004",)),
    ]


@pytest.mark.parametrize(
    ("metric", "periods", "said"),
    [
        ("gp_rate", ["2018-03", "2018-06", "2018-09"], ["2018-06"]),
        ("gp_rate", ["2017-12", "2018-09"], ["2018-09"]),  # the next month that there is
        ("gp_excl_trainees_rate", ["2018-03", "2018-06"], []),
        ("gp_rate", ["2018-06", "2018-09"], []),
        ("nurse_rate", ["2018-03", "2024-12"], []),
        ("gp_excl_trainees_rate", ["2024-09", "2024-12"], ["2024-12"]),
        ("pcn_staff_rate", ["2024-09", "2024-12"], ["2024-12"]),
    ],
)
def test_a_count_that_is_made_in_another_way(metric: str, periods: list[str], said: list[str]):
    marks = wording.trend_marks(declared().metric(metric), (), periods)
    assert [month for month, _ in marks] == said


def test_the_course_says_its_marks_in_words_and_in_the_picture(made: VersionMeasures):
    choice = answers.choice_of(made.on_map("then"), "U00001", "gp_fte")
    (question,) = answers.standard_questions(choice, ["over_time"])
    answer = answers.answer_question(made, question.but(map="then"))
    (told,) = (line for line in answer.detail if line.startswith("June 2025"))
    assert "Surgery A00003 went to another area (10% of patients)" in told
    assert "Surgery A00099 opened" in told
    assert answer.picture is not None
    rules = answer.picture["datasets"]["marks"]
    assert rules["said"].to_list() == [line.removesuffix(".") for line in answer.detail]


def test_mergers_and_closings_are_those_that_were_accepted(tmp_path: Path):
    """Twenty practices of 5,000: one merged into another, one closed; each was a twentieth."""
    now = september(without={"A00002", "A00009"}, A00001=practice("A00001", 10000, 8, 4))
    of = published(tmp_path / "store", now)
    for level, code in ((Level.BOROUGH, "East"), (Level.PCN, "U00001")):
        found = place_events(of, "practice", level, code, [BEFORE, AFTER])
        assert [(e.period, e.what, e.names, e.into, e.share) for e in found] == [
            (AFTER, "merged", ("SURGERY A00002",), "SURGERY A00001", 0.05),
            (AFTER, "closed", ("SURGERY A00009",), "", 0.05),
        ]
    ((_, words),) = wording.trend_marks(declared().metric("gp_fte"), found, [BEFORE, AFTER])
    assert (
        words == "Surgery A00002 merged into Surgery A00001; Surgery A00009 closed (5% of patients)"
    )
    (alone,) = place_events(of, "practice", Level.PRACTICE, "A00001", [BEFORE, AFTER])
    assert (alone.what, alone.share) == ("merged", 1)  # it took over as many as it had
    told = [
        answers.answer_question(of, asked).cautions
        for code in ("A00001", "A00003")
        for asked in answers.standard_questions(
            answers.choice_of(of, code, "gp_fte", AFTER), ["enough"]
        )
    ]
    assert told[0][-1] == (
        "September 2025: Surgery A00002 merged into Surgery A00001. Its earlier figures do not count that practice."
    )
    assert "merged" not in " ".join(told[1])


def test_the_history_of_a_what_if_says_its_marks(made: VersionMeasures):
    """What was measured before a course begins is marked as on any trend, in the picture and in words."""
    choice = answers.choice_of(made.on_map("then"), "U00001", "gp_rate")
    (question,) = answers.standard_questions(choice, ["takes"])
    answer = answers.answer_question(made, question.but(map="then"))
    (told,) = (line for line in answer.detail if line.startswith("June 2025"))
    assert "Surgery A00003 went to another area (10% of patients)" in told
    assert answer.picture is not None
    rules = answer.picture["datasets"]["marks"]
    assert rules["said"].to_list() == [told.removesuffix(".")]
