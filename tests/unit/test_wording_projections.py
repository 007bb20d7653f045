"""Projections in plain sentences: one and many, points and shares, what cannot be said."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from tests.unit.staffing import area, asks, course_of, done, stocks_of
from wfcore import wording
from wfcore.projecting import Course, Fan, Needed, Reach, Sought, Verdict, needed, reach, seek


def course(*steps: tuple[float, float, float], people: tuple[float, ...] = ()) -> Course:
    """FTE, patients and the target per 100,000 of each quarter from September 2025."""
    fte, patients, target = (
        np.array(column, dtype=float)[:, None] for column in zip(*steps, strict=True)
    )
    heads = np.array(people or fte.ravel())[:, None]
    periods = ("2025-09", "2025-12", "2026-03")[: len(steps)]
    return Course(periods, fte, heads, patients, target * patients / 100_000)


NAN = float("nan")
LEVEL = course((40, 100_000, NAN), (40, 100_000, NAN))


# The answer


def test_the_answer():
    ends = course((40, 100_000, 44), (41.2, 100_000, 44))
    assert wording.answer(asks(), "Havering", ends, LEVEL) == (
        "By December 2025, Havering would have 41.2 fully qualified GPs per 100,000 patients, "
        "2.8 below the target of 44.0: 2.8 full-time posts short. "
        "That rate is 1.2 higher than if nothing changes (40.0)."
    )
    rates = np.array([40.0, 38.5]), np.array([40.0, 41.0]), np.array([40.0, 43.25])
    fan = Fan(ends.periods, *rates, number=100, seed=1)
    assert "(likely between 38.5 and 43.2)" in wording.answer(asks(), "Havering", ends, LEVEL, fan)


@pytest.mark.parametrize(
    ("fte", "said"),
    [
        (40, ". That is the course if nothing changes."),
        (39, ". That rate is 1.0 lower than if nothing changes (40.0)."),
        (
            40.03,
            ". That rate is less than 0.1 higher than if nothing changes (40.0).",
        ),  # not “0.0 more”
        (39.97, ". That rate is less than 0.1 lower than if nothing changes (40.0)."),
        (40.06, ". That rate is 0.1 higher than if nothing changes (40.0)."),
    ],
)
def test_beside_the_baseline(fte: float, said: str):
    ends = course((40, 100_000, NAN), (fte, 100_000, NAN))
    assert said in wording.answer(asks(), "Havering", ends, LEVEL)


@pytest.mark.parametrize(
    ("fte", "patients", "said"),
    [
        (44, 100_000, ", which is the target of 44.0"),
        (43, 100_000, ", 1.0 below the target of 44.0: 1.0 full-time post short"),
        (46.4, 100_000, ", 2.4 above the target of 44.0: 2.4 full-time posts over"),
        (20, 50_000, ", 4.0 below the target of 44.0: 2.0 full-time posts short"),
    ],
)
def test_the_gap(fte: float, patients: float, said: str):
    assert wording.gap(course((fte, patients, 44))) == said


def test_without_target_no_gap():
    assert wording.gap(LEVEL) == ""
    assert wording.today(asks(), "Havering", LEVEL) == (
        "At the end of September 2025, Havering has 40.0 fully qualified GPs per 100,000 patients: "
        "40.0 full-time posts. No target is set."
    )


@pytest.mark.parametrize(
    ("fte", "said"),
    [
        (40, "40.0 full-time posts, 4.0 full-time posts short of the target of 44.0."),
        (45, "45.0 full-time posts, 1.0 full-time post over the target of 44.0."),
        (44, "44.0 full-time posts, which is the target of 44.0."),  # not “0.0 posts over”
    ],
)
def test_today(fte: float, said: str):
    assert wording.today(asks(), "Havering", course((fte, 100_000, 44))).endswith(said)


def test_all_gps_are_named_with_their_trainees():
    assert "GPs (all, including trainees) per 100,000" in wording.today(
        asks(count="gp"), "X", LEVEL
    )
    assert "nurses per 100,000" in wording.today(asks(count="nurse"), "X", LEVEL).lower()


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
    assert wording.posts(fte, decimals) == said


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
    assert wording.value(figure, unit) == said


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
    assert wording.lever_moved("gp", "turnover", 8) == (
        "Leavers under 55: 10% a year → 8% a year (down 2 percentage points, which is 20% less)"
    )
    assert wording.lever_moved("gp", "recruits", 1) == (
        "Extra recruits a year: 0 people a year → 1 person a year"
    )
    assert wording.lever_moved("nurse", "entrant_fte", 0.8) == (
        "Hours of a new starter: 0.73 FTE for each person → 0.8 FTE for each person"
    )
    assert wording.lever_moved("", "list_growth", 1, 0.014) == (
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
    assert wording.changes(scenario, 0.01) == [
        "Leavers under 55: 10% a year → 8% a year (down 2 percentage points, which is 20% less)",
        "Growth of patient lists: 1% a year → 2% a year (up 1 percentage point, which is 100% more)",
        (
            "Mentors in U00001: leavers under 55 6% a year, October 2025 to September 2030, £1,234, "
            "agreed in a memorandum of understanding"
        ),
        "Other in U00001: extra recruits a year 1 person a year, October 2025 to September 2030, not yet agreed",
    ]
    assert wording.changes(asks()) == []


# What it takes


def test_what_a_target_takes():
    short = Needed(20, 22, 4, "2026-09")
    assert wording.takes(short, asks()) == (
        "The target takes 2.0 full-time posts more than today by September 2026, net of those who leave."
    )
    assert wording.takes(Needed(23, 22, 4, "2026-09"), asks()) == (
        "Today's staff would be enough for the target by September 2026, even with 1.0 full-time post fewer."
    )


def test_what_takes_next_to_nothing():
    enough = "Today's staff would be just enough for the target by September 2026."
    assert wording.takes(Needed(22, 22.04, 4, "2026-09"), asks()) == enough
    assert wording.takes(Needed(22, 21.96, 4, "2026-09"), asks()) == enough
    said = wording.pace_needed(verdict(needed=0.02), asks())
    assert said.startswith("It needs less than 0.1 full-time posts a quarter; ")


def verdict(**more: object) -> Verdict:
    usual = Verdict(
        2.0,
        "usual",
        3.0,
        "2024-09",
        "2024-12",
        "2023-12",
        1.0,
        4.0,
        "Brook PCN",
        "gp_excl_trainees_rate",
    )
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
    assert said.endswith(
        "What has been seen is of GPs (all, including trainees): the file counts no other."
    )
    assert "What has been seen" not in wording.pace_needed(
        verdict(judgement="no history", best=None, metric="gp_rate"), asks()
    )


def test_what_a_lever_must_be():
    found = Sought("turnover", 44, 7.254, 0, 44, when="2030-09")
    assert wording.sought(found, asks(), "Havering") == (
        "Havering reaches 44.0 fully qualified GPs per 100,000 patients by September 2030 "
        "if “leavers under 55” is 7.25% a year, nothing else changed."
    )
    assert wording.sought(replace(found, value=None, reached=41.23), asks(), "Havering") == (
        "Havering cannot reach 44.0 fully qualified GPs per 100,000 patients by September 2030 with "
        "“leavers under 55” alone: at its limit of 0% a year you get to 41.2."
    )
    assert wording.sought(replace(found, easy=True), asks(), "Havering") == (
        "Havering reaches 44.0 fully qualified GPs per 100,000 patients by September 2030 "
        "whatever is done with this lever alone."
    )
    # GPs stay GPs inside a sentence.
    stay = wording.sought(Sought("conversion", 44, 80, 100, 44), asks(), "Havering")
    assert "“trainees who stay as GPs” is 80%" in stay
    assert "“growth of patient lists” is 1% a year" in wording.sought(
        Sought("list_growth", 44, 1, -5, 44), asks(), "Havering"
    )


def test_a_sentence_names_the_quarter_that_was_worked_out():
    """A date between two quarters is answered for the one before, and says so."""
    staff = stocks_of(area())
    scenario = asks(by="2026-11", target=44)
    assert "by September 2026" in wording.sought(seek(staff, scenario, "recruits"), scenario, "X")
    assert "by September 2026" in wording.takes(needed(course_of(staff, scenario)), scenario)
    ends = course_of(staff, scenario)
    assert wording.answer(scenario, "X", ends, ends).startswith("By September 2026")


def test_what_is_reached():
    ends = course((40, 100_000, 44), (41, 100_000, 44))
    assert wording.reached(Reach(41, "2027-03", 45, "2030-09"), ends) == (
        "On this course the target is met in March 2027."
    )
    assert wording.reached(Reach(41, "2025-09", 45, "2025-09"), ends) == (
        "The target is met today, but no longer by December 2025."
    )
    met = course((45, 100_000, 44), (45, 100_000, 44))
    assert wording.reached(Reach(45, "2025-09", 45, "2025-09"), met) == "The target is met today."
    assert wording.reached(Reach(41, None, 41.2, "2030-09"), ends) == (
        "On this course the target is not met within 10 years; the most it reaches is 41.2, in September 2030."
    )
    assert wording.reached(reach(stocks_of(area()), asks()), LEVEL) == ""


# What is assumed and what limits it


def test_what_stands_in_for_the_file():
    stood = {"share_55": ("gp", "nurse"), "trainee_share": ("gp",), "hours": ("gp_trainee",)}
    assert wording.stand_ins(stood, asks()) == [
        (
            "Share of staff aged 55 and over: the file does not say, so this is assumed: 27.2% of GPs. "
            "Source: Norfolk and Waveney Primary Care Workforce Strategy 2022-25 (January 2023 figures)."
        ),
        (
            "Share of GP hours worked by trainees: the file does not say, so this is assumed: 25.3% of GPs. "
            "Source: England, May 2025, General Practice Workforce (37,833 FTE of GPs, 28,250 without trainees)."
        ),
    ]
    assert len(wording.stand_ins(stood)) == 3
    assert "33.8% of nurses" in wording.stand_ins(stood)[0]
    assert "0.996 FTE" not in " ".join(wording.stand_ins(stood, asks()))
    assert wording.stand_ins({}) == []


def test_what_a_scenario_sets_itself_is_said_with_its_own_figure():
    stood = {"share_55": ("gp", "nurse")}
    own = asks(today={"share_55": {"gp": 0.4}})
    (said,) = wording.stand_ins(stood, own)
    assert said.endswith("40% of GPs. Set in this scenario.")
    (said,) = wording.stand_ins(stood, own, every_group=True)
    assert "40% of GPs, 33.8% of nurses. For GPs set in this scenario, else Norfolk" in said


def test_recruits_that_are_only_moved():
    assert wording.not_new({"other_pcns": 8.0, "new": 3.0}, "Havering") == [
        (
            "Recruits from other networks are moved, not new: what Havering gains (8 people) "
            "its neighbours lose, and the area as a whole gains nothing from them."
        )
    ]
    (said,) = wording.not_new({"community_pharmacy": 1.0}, "Havering")
    assert said.startswith("Recruits from community pharmacy are moved, not new (1 person)")
    assert "(1.5 people)" in wording.not_new({"other_pcns": 1.5}, "Havering")[0]
    assert wording.not_new({"new": 8.0}, "Havering") == []


def test_a_month_between_two_quarters():
    ends = course((40, 1e5, NAN), (40, 1e5, NAN))
    assert wording.in_quarters(asks(by="2025-12"), ends) == []
    (said,) = wording.in_quarters(asks(by="2026-02"), ends)
    assert "worked out for December 2025, the last quarter before February 2026" in said


def test_schemes_outside_the_course():
    ends = course((40, 1e5, NAN), (40, 1e5, NAN))
    early = done(name="Early", start="2025-01", end="2025-09")
    late = done(name="Late", start="2026-01", end="2026-09")
    within = done(name="Within", lever="retirement", start="2025-01", end="2025-10")
    last = done(name="Last", lever="retirement", start="2025-12", end="2026-09")
    nurses = done(name="Nurses", staff="nurse", start="2026-01", end="2026-09")
    assert wording.idle(asks(interventions=[early, late, within, last, nurses]), ends) == [
        "“Early” ends in September 2025, before the course begins: it counts for nothing.",
        "“Late” starts in January 2026, after the course ends: it counts for nothing.",
    ]


def test_other_staff_that_a_scenario_changes():
    assert wording.others(asks(levers={"gp": {"turnover": 8}})) == []
    both = asks(levers={"nurse": {"turnover": 8}}, interventions=[done(staff="dpc")])
    (said,) = wording.others(both)
    assert said.startswith("This scenario also changes nurses and direct patient care.")


@pytest.mark.parametrize(
    ("rooms", "people", "said"),
    [
        (1, (10, 13), ["There are rooms for 1 more person; this scenario needs 3."]),
        (2, (10, 13), ["There are rooms for 2 more people; this scenario needs 3."]),
        (3, (10, 13), []),
        (
            0,
            (10, 12, 9),
            ["There are rooms for 0 more people; this scenario needs 2."],
        ),  # on the way
    ],
)
def test_rooms(rooms: float, people: tuple[float, ...], said: list[str]):
    grown = course(*[(10.0, 1e5, NAN)] * len(people), people=people)
    assert wording.limits(asks(limits={"rooms_for": rooms}), grown, 0) == said


def test_supervisors():
    for supervised, said in ((1, "1 more trainee;"), (2, "2 more trainees;")):
        (line,) = wording.limits(asks(limits={"supervised": supervised}), LEVEL, 5)
        assert line == f"Supervisors can take {said} this scenario has 5 in training at once."
    assert wording.limits(asks(limits={"supervised": 5}), LEVEL, 5) == []
    assert wording.limits(asks(), LEVEL, 500) == []  # nobody has said


# Money, posts, two scenarios, what happened


def spent(*rows: tuple[int, str, float | None]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "year": [r[0] for r in rows],
            "role": [r[1] for r in rows],
            "pounds": [r[2] for r in rows],
        },
        schema={"year": pl.Int64, "role": pl.String, "pounds": pl.Float64},
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((), "It costs nothing beyond the course if nothing changes."),
        (((1, "gp", 1234.4),), "Beyond the course if nothing changes, it costs £1,234 over the first year."),
        (((1, "gp", 1000), (2, "gp", -3000)),
         "Beyond the course if nothing changes, it saves £2,000 over the 2 years."),
        (((1, "nurse", None), (1, "admin", None), (1, "gp", 5)),
         "What a post costs is not known here for: admin, nurse. Enter a cost to see the sum."),
    ],
)  # fmt: skip
def test_money(rows: tuple[tuple[int, str, float | None], ...], said: str):
    assert wording.money(spent(*rows)) == said


def test_posts_given_out():
    rows = pl.DataFrame({"area_name": ["Crest", "North", "South"], "posts": [3.0, 0.5, 0.0]})
    assert (
        wording.given_out(rows, "by_gap", 3.5)
        == "Full-time posts: 3 to Crest, 0.5 to North. They are shared out in proportion to the gaps."
    )
    assert wording.given_out(rows, "by_need", 4.5).endswith(
        " Every gap is then closed; left over: 1 full-time post."
    )
    assert wording.given_out(rows.clear(), "evenly", 3) == (
        "Every network is at its target: there is no gap to close."
    )
    assert "the largest gap left is as small as it can be" in wording.given_out(rows, "evenly", 3.5)


def test_two_scenarios():
    one, other = course((40, 1e5, NAN), (42, 1e5, NAN)), course((40, 1e5, NAN), (41, 1e5, NAN))
    assert wording.beside(("A", "B"), (one, other)) == (
        "A ends at 42.0 per 100,000 patients and B at 41.0: 1.0 apart, or 1.0 full-time post."
    )
    assert wording.beside(("A", "B"), (other, one)).startswith("B ends at 42.0")
    assert wording.beside(("A", "B"), (one, one)) == (
        "A and B end at the same rate, 42.0 per 100,000 patients."
    )


def test_what_two_scenarios_assume_differently():
    one = asks(target=44, levers={"gp": {"turnover": 8}}, interventions=[done(name="Mentors")])
    other = asks(target=40, by="2031-09", levers={"gp": {"recruits": 1}}, list_growth=2)
    assert wording.differences(one, other, ("A", "B"), (0.01, 0.01)) == [
        "Date: September 2030 in A, September 2031 in B",
        "Target: 44.0 in A, 40.0 in B",
        "Leavers under 55: 8% a year in A, 10% a year in B (up 2 percentage points, which is 25% more)",
        "Extra recruits a year: 0 people a year in A, 1 person a year in B",
        "Growth of patient lists: 1% a year in A, 2% a year in B (up 1 percentage point, which is 100% more)",
        "Only in A: Mentors in U00001: leavers under 55 5% a year, October 2025 to September 2030, not yet agreed",
    ]
    assert wording.differences(one, one, ("A", "B"), (0.01, 0.01)) == []


@pytest.mark.parametrize(
    ("came", "said"),
    [
        (41.0, "For June 2026 the scenario said 40.0; it was 41.0: 1.0 more than said."),
        (39.5, "For June 2026 the scenario said 40.0; it was 39.5: 0.5 fewer than said."),
        (40.04, "For June 2026 the scenario said 40.0; it was 40.0: as said."),
    ],
)
def test_what_happened(came: float, said: str):
    assert wording.happened({"period": "2026-06", "said": 40.0, "happened": came}) == said


# What a plan forgets


def test_a_network_that_is_gone():
    asked = asks(
        targets={"U00009": 40.0}, interventions=[done(place="U00008", name="Fellowship"), done()]
    )
    said = wording.gone(asked, ["U00008", "U00009"], "2025-09")
    assert "The figures for September 2025 have no networks U00008, U00009 in this area" in said
    assert "needed for “Fellowship”, the own target of U00009" in said


def test_own_targets_and_names_in_what_two_scenarios_assume():
    one = asks(targets={"U00001": 40.0, "U00002": 41.0}, interventions=[done(name="Fellowship")])
    other = asks(targets={"U00001": 42.0, "U00002": 41.0}, version=2)
    lines = wording.differences(one, other, ("A", "B"), (0.0, 0.0), {"U00001": "North PCN"})
    assert "Own target of North PCN: 40.0 in A, 42.0 in B" in lines
    assert not any("U00002" in line for line in lines)  # the same in both
    assert "Data version: newest in A, 2 in B" in lines
    assert any(line.startswith("Only in A: Fellowship in North PCN") for line in lines)


@pytest.mark.parametrize(
    ("decimals", "a", "b", "said"),
    [
        (0, 242_353.6, 235_718.1, ("242,354", "235,718", "−6,636")),
        (1, 44.16, 42.84, ("44.2", "42.8", "−1.4")),  # as a reader who subtracts finds it
        (1, float("nan"), 2.0, ("not available", "2.0", "not available")),
        (0, 10.0, None, ("10", "not available", "not available")),
    ],
)  # fmt: skip
def test_figures_side_by_side(decimals: int, a: float, b: float | None, said: tuple[str, ...]):
    assert wording.side_by_side("Figure", decimals, a, b) == ("Figure", *said)


def test_a_name_inside_a_sentence_keeps_its_capitals():
    rows = pl.DataFrame(
        {"year": [1], "role": ["gp"], "pounds": [None]}, schema_overrides={"pounds": pl.Float64}
    )
    assert "not known here for: GP." in wording.money(rows)
