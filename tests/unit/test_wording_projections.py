"""Projections in plain sentences: one and many, points and shares, what cannot be said."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.staffing import LEVEL, NAN, area, asks, course, course_of, done, stocks_of
from wfcore import wording
from wfcore.projecting import (
    Feasibility,
    GoalRange,
    GoalSeekResult,
    StaffNeeded,
    TargetReach,
    UncertaintyBand,
    goal_seek,
    staff_needed,
    target_reach,
)
from wfcore.targeting import Aim

# The answer


def test_the_answer():
    ends = course((40, 100_000, 44), (41.2, 100_000, 44))
    assert wording.scenario_answer(asks(), "Havering", ends, LEVEL) == (
        (
            "By December 2025, these changes would give Havering 41.2 qualified GPs per 100,000 patients "
            "instead of 40.0. That is 2.8 full-time posts short of the aim of 44 set here."
        ),
    )
    rates = np.array([40.0, 38.5]), np.array([40.0, 43.25])
    fan = UncertaintyBand(ends.periods, *rates, number=100, seed=1, cases=48)
    for held, range_ in (
        (fan, "It could be 38.5 to 43.3."),
        (replace(fan, likely=True), "It is likely 38.5 to 43.3."),
    ):
        _, between = wording.scenario_answer(asks(), "Havering", ends, LEVEL, held)
        assert between == range_
    free = course((40, 100_000, NAN), (41.2, 100_000, NAN))
    assert wording.scenario_answer(asks(), "Havering", free, LEVEL, fan) == (
        (
            "By December 2025, these changes would give Havering 41.2 qualified GPs per 100,000 patients "
            "instead of 40.0 (could be 38.5 to 43.3)."
        ),
    )


def test_what_there_is_no_room_for_is_said_after_it():
    ends, place = course((40, 100_000, 44), (41.2, 100_000, 44)), "Bath, Swindon and Wiltshire"
    fan = UncertaintyBand(
        ends.periods, np.array([40.0, 38.5]), np.array([40.0, 43.25]), number=100, seed=1, cases=48
    )
    said, *more = wording.scenario_answer(asks(), place, ends, LEVEL, fan, Aim("own", 44))
    assert said == (
        f"By December 2025, these changes would give {place} 41.2 qualified GPs per 100,000 patients. "
        "That is 2.8 full-time posts short of the aim of 44 set here."
    )
    assert more == ["It could be 38.5 to 43.3.", "If nothing changes it would be 40.0."]


def test_an_answer_that_rests_on_a_stand_in_says_about_and_then_between_what_and_why():
    ends = course((40, 100_000, 44), (40, 100_000, 44))
    rates = np.array([40.0, 38.5]), np.array([40.0, 43.25])
    fan = UncertaintyBand(ends.periods, *rates, number=100, seed=1, cases=48)
    said = wording.scenario_answer(
        asks(), "Havering", ends, LEVEL, fan, Aim("target", 44, "NHS X"), ["the file gives no ages"]
    )
    assert said == (
        (
            "If nothing changes, Havering would have about 40.0 qualified GPs per 100,000 patients by "
            "December 2025. That is 4.0 full-time posts short of the local aim of 44."
        ),
        "It could be 38.5 to 43.3, as the file gives no ages.",
    )


def test_without_a_stand_in_the_answer_has_at_most_thirty_words():
    ends = course((36, 300_000, 44), (36, 300_000, 44))
    said, *_ = wording.scenario_answer(
        asks(), "Havering", ends, ends, None, Aim("target", 44, "NHS X")
    )
    assert len(said.split()) <= 30


@pytest.mark.parametrize(
    ("fte", "said"),
    [
        (40, "If nothing changes, Havering would have 40.0 "),
        (39, "these changes would leave Havering with 39.0 qualified"),
        (40.03, "Havering with 40.0 qualified GPs per 100,000 patients, less than 0.1 from"),
        (39.97, "Havering with 40.0 qualified GPs per 100,000 patients, less than 0.1 from"),
        (40.06, "these changes would give Havering 40.1 "),
    ],
)
def test_beside_the_baseline(fte: float, said: str):
    ends = course((40, 100_000, NAN), (fte, 100_000, NAN))
    assert said in wording.scenario_answer(asks(), "Havering", ends, LEVEL)[0]


@pytest.mark.parametrize(
    ("fte", "patients", "said"),
    [
        (44, 100_000, "That is the aim of 44 set here."),
        (43, 100_000, "That is 1.0 full-time post short of the aim of 44 set here."),
        (46.4, 100_000, "That is 2.4 full-time posts over the aim of 44 set here."),
        (20, 50_000, "That is 2.0 full-time posts short of the aim of 44 set here."),
        # Nobody knows a course to a tenth of a post: from ten on posts are whole.
        (200.4, 500_000, "That is 20 full-time posts short of the aim of 44 set here."),
        (210.04, 500_000, "That is 10 full-time posts short of the aim of 44 set here."),
        (210.06, 500_000, "That is 9.9 full-time posts short of the aim of 44 set here."),
    ],
)
def test_the_gap(fte: float, patients: float, said: str):
    assert wording.gap_sentence(course((fte, patients, 44))) == said


def test_without_target_no_gap():
    assert wording.gap_sentence(LEVEL) == ""
    assert wording.starting_point(asks(), "Havering", LEVEL) == (
        "At the end of September 2025, Havering has 40.0 fully qualified GPs per 100,000 patients: "
        "40.0 full-time posts. No target is set."
    )


@pytest.mark.parametrize(
    ("fte", "said"),
    [
        (40, "40.0 full-time posts. That is 4.0 full-time posts short of the aim of 44 set here."),
        (45, "45.0 full-time posts. That is 1.0 full-time post over the aim of 44 set here."),
        (44, "44.0 full-time posts, which is the aim of 44 set here."),  # not “0.0 posts over”
    ],
)
def test_today(fte: float, said: str):
    assert wording.starting_point(asks(), "Havering", course((fte, 100_000, 44))).endswith(said)


def test_all_gps_are_named_with_their_trainees():
    assert "GPs and trainees per 100,000" in wording.starting_point(asks(count="gp"), "X", LEVEL)
    assert "nurses per 100,000" in wording.starting_point(asks(count="nurse"), "X", LEVEL).lower()


# Numbers


@pytest.mark.parametrize(
    ("fte", "decimals", "said"),
    [
        (1, 1, "1.0 full-time post"), (-1, 1, "1.0 full-time post"), (0.96, 1, "1.0 full-time post"),
        (1.1, 1, "1.1 full-time posts"), (0, 1, "0.0 full-time posts"), (1, 0, "1 full-time post"),
        (1234.5, 1, "1,234.5 full-time posts"),
    ],
)  # fmt: skip
def test_posts(fte: float, decimals: int, said: str):
    assert wording.posts_phrase(fte, decimals) == said


@pytest.mark.parametrize(
    ("figure", "unit", "said"),
    [
        (8, "% a year", "8% a year"), (7.25, "% a year", "7.25% a year"), (7.5, "%", "7.5%"),
        (-1, "% a year", "−1% a year"), (100, "%", "100%"), (100.001, "%", "100%"),
        (0, "people a year", "0 people a year"), (1, "people a year", "1 person a year"),
        (2, "people a year", "2 people a year"), (1.5, "people a year", "1.5 people a year"),
        (0.65, "FTE for each person", "0.65 FTE for each person"), (4, "years", "4 years"),
        (1200, "people a year", "1,200 people a year"),
    ],
)  # fmt: skip
def test_values(figure: float, unit: str, said: str):
    assert wording.lever_value(figure, unit) == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (10, 8, "down 2 percentage points, which is 20% less"),
        (8, 10, "up 2 percentage points, which is 25% more"),
        (10, 9, "down 1 percentage point, which is 10% less"),
        (72.5, 75, "up 2.5 percentage points, which is 3.4% more"),
        (0, 1, "up 1 percentage point"),
        (0, -0.5, "down 0.5 percentage points"),
        (-1, -2, "down 1 percentage point"),  # there is no share of a fall
        (10, 10, "no change"),
    ],
)
def test_a_percentage_changes_by_points_and_by_a_share(before: float, after: float, said: str):
    assert wording.share_change(before, after) == said


def test_levers_moved():
    assert wording.lever_moved("turnover", 7.5, 8) == (
        "Leavers under 55: 7.5% a year → 8% a year (up 0.5 percentage points, which is 6.7% more)"
    )
    assert wording.lever_moved("recruits", 0, 1) == (
        "Extra recruits a year: 0 people a year → 1 person a year"
    )
    assert wording.lever_moved("entrant_fte", 0.73, 0.8) == (
        "Hours of a new starter: 0.73 FTE for each person → 0.8 FTE for each person"
    )
    assert wording.lever_moved("list_growth", 1.4, 1) == (
        "Growth of patient lists: 1.4% a year → 1% a year (down 0.4 percentage points, which is 28.6% less)"
    )
    assert wording.lever_name("programme") == "Local programme"


def test_every_change_has_a_line():
    scenario = asks(
        levers={"gp": {"turnover": 8, "recruits": 0}},
        list_growth=2,
        interventions=[
            done(name="Mentors", size=6, cost_gbp=1234, mou=True),
            done(name="Other", lever="recruits", size=1),
        ],
    )
    assert wording.scenario_changes(scenario, 0.01) == [
        "Leavers under 55: 7.5% a year → 8% a year (up 0.5 percentage points, which is 6.7% more)",
        "Growth of patient lists: 1% a year → 2% a year (up 1 percentage point, which is 100% more)",
        (
            "Mentors in U00001: leavers under 55 6% a year, October 2025 to September 2030, £1,234, "
            "agreed in a memorandum of understanding"
        ),
        "Other in U00001: extra recruits a year 1 person a year, October 2025 to September 2030, not yet agreed",
    ]
    assert wording.scenario_changes(asks()) == []


# What it takes


def test_what_a_target_takes():
    short = StaffNeeded(20, 22, 4, "2026-09")
    assert wording.target_takes(short, asks()) == (
        "To reach the aim set here by September 2026 takes 2.0 full-time posts more than today, net of those who leave."
    )
    assert wording.target_takes(StaffNeeded(23, 22, 4, "2026-09"), asks()) == (
        "Today's staff would be enough to reach the aim set here by September 2026, even with 1.0 full-time post fewer."
    )


def test_what_takes_next_to_nothing():
    enough = "Today's staff would be just enough to reach the aim set here by September 2026."
    assert wording.target_takes(StaffNeeded(22, 22.04, 4, "2026-09"), asks()) == enough
    assert wording.target_takes(StaffNeeded(22, 21.96, 4, "2026-09"), asks()) == enough
    said = wording.pace_needed(verdict(needed=0.02), asks())
    assert said.startswith("It needs less than 0.1 full-time posts a quarter; ")


def verdict(**more: object) -> Feasibility:
    usual = Feasibility(
        2.0, "gp_excl_trainees_rate", "usual", 3.0, "2024-09", "2024-12", "2023-12", 1.0, 4.0, "Brook PCN",
    )  # fmt: skip
    return replace(usual, **more)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({"judgement": "no history", "best": None},
         "It needs 2.0 full-time posts a quarter. There are no earlier figures here to judge that pace by."),
        ({"judgement": "on course"}, "That takes no growth in staff."),
        (
            {"judgement": "usual"},
            ("It needs 2.0 full-time posts a quarter; the best pace since December 2023 was 3.0 a quarter "
            "(from September 2024 to December 2024) and the average 1.0: in line with what has happened here."),
        ),
        (
            {"judgement": "usual", "average": 3.0},  # of one stretch, both are the same
            "was 3.0 a quarter (from September 2024 to December 2024): in line with what has happened here.",
        ),
        (
            {"judgement": "at its best"},
            "and the average 1.0: only if every quarter is nearly as good as the best one.",
        ),
        (
            {"judgement": "unlikely"},
            ("was 3.0 a quarter (from September 2024 to December 2024): unlikely at this pace. "
            "For its size, Brook PCN once did 4.0 a quarter."),
        ),
        (
            {"judgement": "unlikely", "peer": None, "peers_best": None},
            "(from September 2024 to December 2024): unlikely at this pace.",
        ),
        (
            {"judgement": "unheard of"},
            "very unlikely, because no neighbour has done it either. For its size, Brook PCN once did 4.0 a quarter.",
        ),
        (
            {"judgement": "unlikely", "best": -0.5, "peer": None},
            ("It needs 2.0 full-time posts a quarter; staff have not grown between any two months since "
            "December 2023: unlikely at this pace."),
        ),
    ],
)  # fmt: skip
def test_verdicts(made: dict[str, object], said: str):
    assert wording.pace_needed(verdict(**made), asks()).endswith(said)


def test_a_verdict_says_whose_history_it_is():
    said = wording.pace_needed(verdict(metric="gp_rate"), asks())
    assert said.endswith("What has been seen is of GPs and trainees: the file counts no other.")
    assert "What has been seen" not in wording.pace_needed(
        verdict(judgement="no history", best=None, metric="gp_rate"), asks()
    )


def test_what_a_lever_must_be():
    found = GoalSeekResult("turnover", 44, 7.254, 0, 44, when="2030-09")
    assert wording.goal_seek_answer(found, asks(), "Havering") == (
        "Havering reaches 44.0 fully qualified GPs per 100,000 patients by September 2030 "
        "if “leavers under 55” is 7.25% a year, nothing else changed."
    )
    assert wording.goal_seek_answer(
        replace(found, value=None, reached=41.23), asks(), "Havering"
    ) == (
        "Havering cannot reach 44.0 fully qualified GPs per 100,000 patients by September 2030 with "
        "“leavers under 55” alone: at its limit of 0% a year you get to 41.2."
    )
    assert wording.goal_seek_answer(replace(found, easy=True), asks(), "Havering") == (
        "Havering reaches 44.0 fully qualified GPs per 100,000 patients by September 2030 "
        "whatever is done with this lever alone."
    )
    # Nobody recruits three quarters of a person: as many as it takes.
    for sought, people in ((50.74, "51 people"), (50.0, "50 people"), (0.2, "1 person")):
        seek = GoalSeekResult("recruits", 44, sought, 200, 44)
        said = wording.goal_seek_answer(seek, asks(), "Havering")
        assert f"“extra recruits a year” is {people} a year, nothing else changed." in said
    about = GoalRange(40.2, 60.7, missed=False, met=True, reasons=("the file gives no ages",))
    seek = GoalSeekResult("recruits", 44, 50.74, 200, 44)
    assert "is about 51 people a year (41 to 61, as the file gives no ages)" in (
        wording.goal_seek_answer(seek, asks(), "Havering", about)
    )
    # GPs stay GPs inside a sentence.
    stay = wording.goal_seek_answer(
        GoalSeekResult("conversion", 44, 80, 100, 44), asks(), "Havering"
    )
    assert "“trainees who stay as GPs” is 80%" in stay
    assert "“growth of patient lists” is 1% a year" in wording.goal_seek_answer(
        GoalSeekResult("list_growth", 44, 1, -5, 44), asks(), "Havering"
    )


def test_a_sentence_names_the_quarter_that_was_worked_out():
    """A date between two quarters is answered for the one before, and says so."""
    staff = stocks_of(area())
    scenario = asks(by="2026-11", target=44)
    assert "by September 2026" in wording.goal_seek_answer(
        goal_seek(staff, scenario, "recruits"), scenario, "X"
    )
    assert "by September 2026" in wording.target_takes(
        staff_needed(course_of(staff, scenario)), scenario
    )
    ends = course_of(staff, scenario)
    assert " patients by September 2026." in wording.scenario_answer(scenario, "X", ends, ends)[0]


def test_what_is_reached():
    ends = course((40, 100_000, 44), (41, 100_000, 44))
    assert wording.reach_sentence(TargetReach(41, "2027-03", 45, "2030-09"), ends) == (
        "This course reaches the aim of 44 set here, in March 2027."
    )
    assert wording.reach_sentence(TargetReach(41, "2025-09", 45, "2025-09"), ends) == (
        "Today is at or above the aim of 44 set here, but no longer by December 2025."
    )
    met = course((45, 100_000, 44), (45, 100_000, 44))
    assert (
        wording.reach_sentence(TargetReach(45, "2025-09", 45, "2025-09"), met)
        == "Today is at or above the aim of 44 set here."
    )
    assert wording.reach_sentence(TargetReach(41, None, 41.2, "2030-09"), ends) == (
        "Within 10 years this course does not reach the aim of 44 set here. The most is 41.2, in September 2030."
    )
    assert wording.reach_sentence(target_reach(stocks_of(area()), asks()), LEVEL) == ""


def test_today_s_rate_is_kept_or_not():
    falls = course((40, 100_000, 40), (39, 100_000, 40))
    reach = TargetReach(40, "2025-09", 40, "2025-09")
    assert wording.reach_sentence(reach, falls, Aim("stay", 40)) == (
        "This course does not keep today's rate of 40.0: it would be 39.0 by December 2025."
    )
    rises = course((40, 100_000, 40), (41, 100_000, 40))
    assert wording.reach_sentence(reach, rises, Aim("stay", 40)) == (
        "This course keeps today's rate of 40.0 or more by December 2025."
    )
    here = wording.starting_point(asks(), "X", rises, Aim("stay", 40))
    assert here.endswith("40.0 fully qualified GPs per 100,000 patients: 40.0 full-time posts.")
