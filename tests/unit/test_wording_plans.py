"""Plans in plain sentences: what is assumed and forgotten, money, posts, two scenarios, what happened."""

import polars as pl
import pytest

from tests.unit.staffing import LEVEL, NAN, asks, course, done
from wfcore import wording
from wfcore.projecting import ForecastOutcome

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
    assert wording.moved_recruits_caution({"other_pcns": 8.0, "new": 3.0}, "Havering") == [
        (
            "Recruits from other networks are moved, not new: what Havering gains (8 people) "
            "its neighbours lose, and the area as a whole gains nothing from them."
        )
    ]
    (said,) = wording.moved_recruits_caution({"community_pharmacy": 1.0}, "Havering")
    assert said.startswith("Recruits from community pharmacy are moved, not new (1 person)")
    assert "(1.5 people)" in wording.moved_recruits_caution({"other_pcns": 1.5}, "Havering")[0]
    assert wording.moved_recruits_caution({"new": 8.0}, "Havering") == []


def test_a_month_between_two_quarters():
    ends = course((40, 1e5, NAN), (40, 1e5, NAN))
    assert wording.ends_early_caution(asks(by="2025-12"), ends) == []
    (said,) = wording.ends_early_caution(asks(by="2026-02"), ends)
    assert "worked out for December 2025, the last quarter before February 2026" in said


def test_schemes_outside_the_course():
    ends = course((40, 1e5, NAN), (40, 1e5, NAN))
    early = done(name="Early", start="2025-01", end="2025-09")
    late = done(name="Late", start="2026-01", end="2026-09")
    within = done(name="Within", lever="retirement", start="2025-01", end="2025-10")
    last = done(name="Last", lever="retirement", start="2025-12", end="2026-09")
    nurses = done(name="Nurses", staff="nurse", start="2026-01", end="2026-09")
    assert wording.inactive_interventions(
        asks(interventions=[early, late, within, last, nurses]), ends
    ) == [
        "“Early” ends in September 2025, before the course begins: it counts for nothing.",
        "“Late” starts in January 2026, after the course ends: it counts for nothing.",
    ]


def test_other_staff_that_a_scenario_changes():
    assert wording.other_staff_caution(asks(levers={"gp": {"turnover": 8}})) == []
    both = asks(levers={"nurse": {"turnover": 8}}, interventions=[done(staff="dpc")])
    (said,) = wording.other_staff_caution(both)
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
    assert wording.capacity_cautions(asks(limits={"rooms_for": rooms}), grown, 0) == said


def test_supervisors():
    for supervised, said in ((1, "1 more trainee;"), (2, "2 more trainees;")):
        (line,) = wording.capacity_cautions(asks(limits={"supervised": supervised}), LEVEL, 5)
        assert line == f"Supervisors can take {said} this scenario has 5 in training at once."
    assert wording.capacity_cautions(asks(limits={"supervised": 5}), LEVEL, 5) == []
    assert wording.capacity_cautions(asks(), LEVEL, 500) == []  # nobody has said


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
        (((1, "gp", 1234.4),), "Beyond the course if nothing changes, it costs about £1,230 over the first year."),
        (((1, "gp", 1000), (2, "gp", -3000)),
         "Beyond the course if nothing changes, it saves about £2,000 over the 2 years."),
        (((1, "nurse", None), (1, "admin", None)),
         "What a post costs is not known here for: admin, nurse. Enter a cost to see the sum."),
        (((1, "nurse", None), (1, "gp", 1234.4)),
         ("What a post costs is not known here for: nurse. Beyond the course if nothing changes, the rest costs "
          "about £1,230 over the first year.")),
    ],
)  # fmt: skip
def test_money(rows: tuple[tuple[int, str, float | None], ...], said: str):
    assert wording.scenario_cost(spent(*rows)) == said


def test_posts_given_out():
    rows = pl.DataFrame({"area_name": ["Crest", "North", "South"], "posts": [3.0, 0.5, 0.0]})
    assert (
        wording.allocation_sentence(rows, "by_gap", 3.5)
        == "3 of 3.5 full-time posts would go to Crest and 0.5 to North. They are shared out in proportion to the gaps."
    )
    assert wording.allocation_sentence(rows, "by_need", 4.5).endswith(
        " Every gap is then closed; left over: 1 full-time post."
    )
    assert wording.allocation_sentence(rows.clear(), "evenly", 3) == (
        "Every network has reached the aim: there is no gap to close."
    )
    assert "the largest gap left is as small as it can be" in wording.allocation_sentence(
        rows, "evenly", 3.5
    )


def test_two_scenarios():
    one, other = course((40, 1e5, NAN), (42, 1e5, NAN)), course((40, 1e5, NAN), (41, 1e5, NAN))
    assert wording.which_ends_higher(("A", "B"), (one, other)) == (
        "A ends at 42.0 per 100,000 patients and B at 41.0: 1.0 apart, or 1.0 full-time post."
    )
    assert wording.which_ends_higher(("A", "B"), (other, one)).startswith("B ends at 42.0")
    assert wording.which_ends_higher(("A", "B"), (one, one)) == (
        "A and B end at the same rate, 42.0 per 100,000 patients."
    )


def test_what_two_scenarios_assume_differently():
    one = asks(target=44, levers={"gp": {"turnover": 8}}, interventions=[done(name="Mentors")])
    other = asks(target=40, by="2031-09", levers={"gp": {"recruits": 1}}, list_growth=2)
    assert wording.scenario_differences(one, other, ("A", "B"), (0.01, 0.01)) == [
        "Date: September 2030 in A, September 2031 in B",
        "Aim: 44.0 in A, 40.0 in B",
        "Leavers under 55: 8% a year in A, 7.5% a year in B (down 0.5 percentage points, which is 6.2% less)",
        "Extra recruits a year: 0 people a year in A, 1 person a year in B",
        "Growth of patient lists: 1% a year in A, 2% a year in B (up 1 percentage point, which is 100% more)",
        "Only in A: Mentors in U00001: leavers under 55 5% a year, October 2025 to September 2030, not yet agreed",
    ]
    assert wording.scenario_differences(one, one, ("A", "B"), (0.01, 0.01)) == []


@pytest.mark.parametrize(
    ("came", "said"),
    [
        (41.0, "For June 2026 the scenario said 40.0; it was 41.0: 1.0 more than said."),
        (39.5, "For June 2026 the scenario said 40.0; it was 39.5: 0.5 fewer than said."),
        (40.04, "For June 2026 the scenario said 40.0; it was 40.0: as said."),
    ],
)
def test_what_happened(came: float, said: str):
    assert wording.outcome_sentence(ForecastOutcome("2026-06", 39.0, 40.0, came, 1.0)) == said


# What a plan forgets


def test_a_network_that_is_gone():
    asked = asks(
        targets={"U00009": 40.0}, interventions=[done(place="U00008", name="Fellowship"), done()]
    )
    said = wording.unknown_networks_caution(asked, ["U00008", "U00009"], "2025-09")
    assert "The figures for September 2025 have no networks U00008, U00009 in this area" in said
    assert "needed for “Fellowship”, the own aim of U00009" in said


def test_own_targets_and_names_in_what_two_scenarios_assume():
    one = asks(targets={"U00001": 40.0, "U00002": 41.0}, interventions=[done(name="Fellowship")])
    other = asks(targets={"U00001": 42.0, "U00002": 41.0}, version=2)
    lines = wording.scenario_differences(
        one, other, ("A", "B"), (0.0, 0.0), {"U00001": "North PCN"}
    )
    assert "Own aim of North PCN: 40.0 in A, 42.0 in B" in lines
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
    assert wording.figures_compared("Figure", decimals, a, b) == ("Figure", *said)


def test_a_name_inside_a_sentence_keeps_its_capitals():
    rows = pl.DataFrame(
        {"year": [1], "role": ["gp"], "pounds": [None]}, schema_overrides={"pounds": pl.Float64}
    )
    assert "not known here for: GP." in wording.scenario_cost(rows)
