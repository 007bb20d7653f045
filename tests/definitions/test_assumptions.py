"""What a projection takes for granted: the sums of the papers, dates and sources, faults all at once."""

import re
from pathlib import Path

import pytest

from tests.definitions.test_definitions import FAULTS, broken
from tests.properties.recalculation import A_TRAINEES_FTE, ENTRANT, NOW, TURNOVER
from wfcore.declared import declared
from wfcore.projecting import work_example

ASSUMED = declared().assumptions
MONTH = r"20\d\d-(0[1-9]|1[0-2])"

# The figures as the papers print them, not as assumptions.yaml repeats them.
PRINTED = [
    ("havering_north", {"target": 44, "rate": 31.77}, {"gap_rate": "12.23", "more_percent": "38.5"}),
    ("havering_marshall", {"target": 44, "rate": 39.70}, {"gap_rate": "4.30"}),
    ("havering_south", {"target": 44, "rate": 40.65}, {"gap_rate": "3.35"}),
    (
        "wolverhampton",
        {"target": 0.58 * 100, "patients": 277_006, "fte": 133.3},  # printed per 1,000
        {"needed_fte": "160.7", "gap_fte": "27.4"},
    ),
    ("black_country_50", {"aged_55": 216, "share": 50, "years": 4}, {"left": "108", "remain": "108"}),
    ("black_country_80", {"aged_55": 216, "share": 80, "years": 4}, {"left": "173", "remain": "43"}),
    ("black_country_100", {"aged_55": 216, "share": 100, "years": 4}, {"left": "216", "remain": "0"}),
    ("black_country_fte", {"aged_55": 196, "share": 80, "years": 4}, {"left": "156.8", "remain": "39.2"}),
    (
        "training_places",
        {"places": 1000, "conversion": 72.5, "entrant_fte": 0.65},
        {"fte": "471"},
    ),
    ("candidates", {"pounds": 4.2e6, "each": 25_000}, {"candidates": "168"}),
    ("older_gps", {"part": 216, "whole": 882}, {"percent": "24.5"}),
    ("oldest_gps", {"part": 136, "whole": 882}, {"percent": "15.4"}),
    ("oldest_of_older", {"part": 68, "whole": 91}, {"percent": "74.7"}),
    ("older_non_clinical", {"part": 2333, "whole": 4556}, {"percent": "51.2"}),
    ("vacant_posts", {"vacant": 222, "in_post": 681.6}, {"percent": "24.6"}),
    ("leavers_before", {"percent": 10, "staff": 586}, {"leavers": "58.6"}),
    ("leavers_after", {"percent": 8, "staff": 586}, {"leavers": "46.9"}),
    ("turnover", {"before": 10, "after": 8}, {"points": "-2", "relative_percent": "-20"}),
    ("trainees_at_90", {"places": 110, "conversion": 90, "entrant_fte": 0.65}, {"fte": "64.35"}),
    ("trainees_grew", {"before": 94, "after": 130}, {"relative_percent": "38.3"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "printed"), PRINTED, ids=[p[0] for p in PRINTED])
def test_what_a_paper_prints_comes_out(name: str, given: dict[str, float], printed: dict[str, str]):
    shown = ASSUMED.examples[name]
    assert shown.given == pytest.approx(given)  # the page shows the same numbers
    found = work_example(shown.kind, given)
    for key, text in printed.items():
        decimals = len(text.partition(".")[2])
        # 38.5 stands for anything from 38.45 to 38.55.
        assert found[key] == pytest.approx(float(text), abs=0.5001 * 10**-decimals), key


def test_havering_crest_had_met_its_target():
    found = work_example("gap", ASSUMED.examples["havering_crest"].given)
    assert found["gap_rate"] < 0
    assert found["gap_rate"] == pytest.approx(-0.07, abs=0.005)


@pytest.mark.parametrize("name", list(ASSUMED.examples))
def test_what_an_example_expects_comes_out(name: str):
    shown = ASSUMED.examples[name]
    found = work_example(shown.kind, shown.given)
    assert shown.expect
    for key, expected in shown.expect.items():
        decimals = len(repr(expected).partition(".")[2])
        assert found[key] == pytest.approx(expected, abs=0.5001 * 10**-decimals), key


def test_every_example_is_checked_against_its_paper():
    assert set(declared().assumptions.examples) == {p[0] for p in PRINTED} | {"havering_crest"}
    assert all(e.source and e.title for e in ASSUMED.examples.values())


# Levers


@pytest.mark.parametrize("name", [*ASSUMED.levers, "list_growth"])
def test_every_lever_says_who_when_in_what_unit_and_how_far(name: str):
    lever = ASSUMED.list_growth if name == "list_growth" else ASSUMED.levers[name]
    assert len(lever.source) > 10
    assert re.fullmatch(MONTH, lever.date)
    assert lever.unit
    assert lever.name[0].isupper()
    assert lever.asks
    assert lever.least < lever.most
    assert 0 < lever.step <= lever.most - lever.least
    assert "demo" not in lever.source.lower()


@pytest.mark.parametrize("name", list(ASSUMED.levers))
def test_every_lever_stands_on_its_own_slider(name: str):
    """What it is now can be set back by hand: it lies on a step, within the limits."""
    lever = ASSUMED.levers[name]
    for staff in lever.applies_to:
        for case in ("now", "fewer", "more"):
            assert lever.least <= lever.at(case, staff) <= lever.most
        if name != "entrant_fte":  # 0.73 is a figure of a paper, not a step
            steps = (lever.at("now", staff) - lever.least) / lever.step
            assert steps == pytest.approx(round(steps))


def test_the_recalculation_of_the_tests_takes_the_same_for_granted():
    """tests/properties/recalculation.py repeats these as literals."""
    for name, value in NOW.items():
        for staff in ASSUMED.levers[name].applies_to:
            assert ASSUMED.levers[name].at("now", staff) == value
    for name, values in (("entrant_fte", ENTRANT), ("turnover", TURNOVER)):
        for staff, value in values.items():
            assert ASSUMED.levers[name].at("now", staff) == value
    assert set(NOW) | {"entrant_fte", "turnover"} == set(ASSUMED.levers)
    assert ASSUMED.fixed["ageing"].value == 4
    assert ASSUMED.fixed["training_years"].value == 3
    assert ASSUMED.stand_ins["hours"].value["gp_trainee"] == A_TRAINEES_FTE


@pytest.mark.parametrize(
    ("staff", "aged", "printed", "leaving"),
    [("gp", 0.272, 8.8, "leaving_gp"), ("nurse", 0.338, 10, "leaving_others"),
     ("dpc", 0.257, 10, "leaving_others"), ("admin", 0.302, 10, "leaving_others")],
)  # fmt: skip
def test_leavers_of_all_ages_are_those_of_the_source(
    staff: str, aged: float, printed: float, leaving: str
):
    """Under 55 at their rate, from 55 half within 4 years: together what England and North East London print."""
    retire = 50 / 4
    together = (1 - aged) * TURNOVER[staff] + aged * retire
    assert together == pytest.approx(printed, abs=0.2)  # half a step of the slider
    assert ASSUMED.fixed[leaving].value == printed
    assert ASSUMED.stand_ins["share_55"].value[staff] == aged


def test_everything_else_has_a_source_and_a_date_or_is_unknown():
    for entry in (*ASSUMED.stand_ins.values(), *ASSUMED.fixed.values()):
        assert len(entry.source) > 10
        assert re.fullmatch(MONTH, entry.date)
    for stand_in in ASSUMED.stand_ins.values():
        assert all(stand_in.least <= v <= stand_in.most for v in stand_in.value.values())
    for cost in ASSUMED.costs.values():
        assert (cost.value is None) == (cost.date is None)  # unknown stays unknown
        assert cost.date is None or re.fullmatch(MONTH, cost.date)
    assert {c.group for c in ASSUMED.costs.values()} == set(ASSUMED.staff)
    assert set(ASSUMED.staff) <= set(
        ASSUMED.costs
    )  # a post without a role costs what its group does
    assert "not a forecast" in ASSUMED.words
    assert ASSUMED.draws.low < 50 < ASSUMED.draws.high


def test_no_range_of_retirement_years():
    """A range would move a rate twice: the years and the share are one pace."""
    lever = ASSUMED.levers["retirement_years"]
    assert lever.now == lever.fewer == lever.more


# Faults


OURS = {
    "now outside": (
        ("assumptions.yaml", "    now: {gp: 7.5,", "    now: {gp: 40,"),
        "assumptions.yaml: levers.turnover: Value error, now 40.0 for gp lies outside its limits",
    ),
    "ends the wrong way round": (
        ("assumptions.yaml", "    fewer: 65\n    more: 90\n", "    fewer: 90\n    more: 65\n"),
        "assumptions.yaml: levers.conversion: Value error, `fewer` and `more` for gp are the wrong way round",
    ),
    "a staff group without a value": (
        ("assumptions.yaml", "dpc: 0.73, admin: 0.74}", "dpc: 0.73}"),
        "assumptions.yaml: levers.entrant_fte: Value error, there is no value for admin",
    ),
    "no source": (
        (
            "assumptions.yaml",
            ("    source: Wolverhampton Clinical Commissioning Group Primary Care Workforce Strategy, draft, "
            "January 2018 (within 4 years)\n"),
            "",
        ),
        "assumptions.yaml: levers.retirement_years.source: Field required",
    ),
    "an unknown key": (
        ("assumptions.yaml", "    better: lower\n", "    better: lower\n    colour: red\n"),
        "assumptions.yaml: levers.turnover.colour: Extra inputs are not permitted",
    ),
    "an unknown staff group of a cost": (
        ("assumptions.yaml", "    group: admin\n", "    group: clerks\n"),
        "assumptions.yaml: costs.admin.group:",
    ),
    "a count of a group that is not there": (
        ("assumptions.yaml", "gp: [gp_qualified, gp_trainee]", "gp: [gp_qualified, gp_trainees]"),
        "assumptions.yaml: counts: gp: group gp_trainees is not declared",
    ),
    "a count that is not measured": (
        ("assumptions.yaml", "  gp_excl_trainees: [gp", "  gp_fully: [gp"),
        "assumptions.yaml: counts: gp_fully: no such staff count",
    ),
    "an unknown kind of example": (
        ("assumptions.yaml", "    kind: money\n", "    kind: cash\n"),
        "assumptions.yaml: examples.candidates.kind:",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", OURS)
def test_each_fault_is_named_with_file_and_id(tmp_path: Path, case: str):
    edit, said = OURS[case]
    assert said in broken(tmp_path, edit)


def test_all_faults_are_reported_at_once_and_with_those_of_other_files(tmp_path: Path):
    # The first and the unknown key are both of turnover: pydantic tells the key and stops there.
    cases = [OURS[c] for c in OURS if c != "now outside"] + [FAULTS["wrong staff group"]]
    message = broken(tmp_path, *(edit for edit, _ in cases))
    assert [said for _, said in cases if said not in message] == []
    count = int(re.search(r"have (\d+) fault", message)[1])
    # A wrong staff group of a count is told for each of its three metrics.
    assert count == len(cases) + 2 == len(message.split(": ", 1)[1].split("; "))
