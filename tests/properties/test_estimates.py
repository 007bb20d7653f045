"""No sentence rests on an estimate without its caution: every kind × place × staff of the small store, by month."""

import itertools
import re
from pathlib import Path

import pytest

from tests.commands import run
from wfcore.answers import Answer, answer_question, choice_of, question_of
from wfcore.declared import declared
from wfcore.errors import WorkforceError
from wfcore.measuring import VersionMeasures
from wfcore.projecting import LEVELS
from wfcore.store import Store

KINDS = [kind.id for kind in declared().answers.values() if kind.id != "ask" and not kind.printed]
COUNTS = tuple(declared().assumptions.counts)
PLACES = ("Havering", "Havering North PCN", "QMF", "QZZ")
REASON = "as the file does not count trainees apart"
SCENARIO = {"by": "2028-03", "target": "44", "set": "gp.recruits:3,nurse.recruits:1,gp.turnover:8"}
# What is assumed, where a thing is from, another count of the same file, a place that was counted.
NOT_AN_ESTIMATE = re.compile(
    r"Changed: |.+ in A, .+ in B|This aim is|Source: |The nearest figure|For its size|The local aim .* cannot be"
    r"|The range in the sentence|.* of the files? |It does not count"
)
FIGURE = re.compile(r"(?<![\w.])\d+\.\d+|£\d")


@pytest.fixture(scope="module")
def figures(samples: Path) -> VersionMeasures:
    return VersionMeasures(Store.open(str(samples)).read())


def sentences(answer: Answer) -> list[str]:
    said = " ".join([answer.verdict, *answer.detail])
    return re.split(r"(?<=[.?!]) (?=[A-Z“])", said)


@pytest.fixture(
    scope="module",
    params=[
        "a month in turn",
        pytest.param(
            "every month",
            marks=pytest.mark.nightly(
                "properties/test_estimates.py, the first, the last and one between in turn"
            ),
        ),
    ],
)
def asked(
    request: pytest.FixtureRequest, figures: VersionMeasures
) -> list[tuple[str, str, str, str, Answer]]:
    found: list[tuple[str, str, str, str, Answer]] = []
    for (i, place), (j, count) in itertools.product(enumerate(PLACES), enumerate(COUNTS)):
        level, code, _ = figures.find(place, "practice", None)
        months = figures.periods_of("practice", level, code)
        if request.param == "a month in turn":  # each count in three months, each place too
            months = [(months[0], months[len(months) // 2], months[-1])[(i + j) % 3]]
        for period in months:
            choice = choice_of(figures, place, f"{count}_rate", period)
            for kind in KINDS:
                link = dict(SCENARIO) if declared().answers[kind].page == "what-if" else None
                try:
                    answer = answer_question(figures, question_of(choice, kind, scenario=link))
                except WorkforceError:
                    continue
                found.append((kind, place, count, period, answer))
    return found


def test_no_sentence_without_its_caution(asked: list[tuple[str, str, str, str, Answer]]):
    assert len(asked) > 200
    estimated = [row for row in asked if row[-1].estimate]
    assert {row[0] for row in estimated} >= {
        "enough",
        "takes",
        "quarters",
        "reach",
        "networks",
        "posts",
    }
    for kind, place, count, period, answer in estimated:
        assert answer.estimate in REASON
        assert " has " not in answer.verdict.replace("nobody has", ""), (
            kind,
            place,
            answer.verdict,
        )
        for said in sentences(answer):
            if FIGURE.search(said) and not NOT_AN_ESTIMATE.match(said):
                where = (kind, place, count, period, said)
                assert REASON in said, where
                assert "about" in said, where
                assert re.search(r"\d+(\.\d)? to [\d,]+(\.\d)?", said), where


def test_who_is_not_counted_is_estimated_and_who_is_counted_is_not(
    figures: VersionMeasures, asked: list[tuple[str, str, str, str, Answer]]
):
    """By the file itself: whether it has the count, and no answer about it claims to."""
    for _kind, place, count, period, answer in asked:
        level, code, _ = figures.find(place, "practice", period)
        value = figures.measure_of(f"{count}_rate", level, code, period).value
        futures = answer.question.kind in ("takes", "quarters", "reach")
        if futures and level in LEVELS:
            assert bool(answer.estimate) == (value is None), (place, count, period)
        elif value is not None:
            assert not answer.estimate


def test_people_who_are_not_counted_are_about_so_many_and_it_says_why(
    asked: list[tuple[str, str, str, str, Answer]],
):
    """Wherever a column is of estimated people, a sentence says about, between what and why."""
    seen = {True: 0, False: 0}
    for kind, *where, answer in asked:
        if kind != "quarters" or answer.table is None:
            continue
        guessed = "People (about)" in answer.table.head
        told = [one for one in sentences(answer) if "people in" in one]
        seen[guessed] += 1
        assert len(told) == int(guessed), where
        for one in told:
            assert re.fullmatch(
                r"That is about [\d,]+ people in .+ and about [\d,]+ in .+, as the file gives hours and not "
                r"people: today there may be [\d,]+ to [\d,]+( \(about, as .+\))?\.?",
                one,
            ), one
    assert min(seen.values()) > 0


def test_how_many_people_by_another_road(figures: VersionMeasures):
    """Nurses work 0.734 of a week each, give or take 0.05 (assumptions.yaml)."""
    choice = choice_of(figures, "Havering", "nurse_rate", "2025-09")
    answer = answer_question(figures, question_of(choice, "quarters"))
    nurses = choice.measure("nurse_fte").value or 0
    (said,) = answer.detail
    assert f"about {nurses / 0.734:,.0f} people in September 2025" in said
    assert f"there may be {nurses / 0.784:,.0f} to {nurses / 0.684:,.0f}" in said


def test_what_a_lever_must_be_says_about_where_it_rests_on_a_stand_in(
    figures: VersionMeasures, asked: list[tuple[str, str, str, str, Answer]]
):
    """The demonstration file has ages, hours and trainees; North East London's of 2025 have none."""
    reaching = [
        (place, answer)
        for kind, place, count, _, answer in asked
        if kind == "reach" and count == "gp_excl_trainees"
    ]
    for place, answer in reaching:
        goal = next((one for one in sentences(answer) if "if “extra recruits a year”" in one), None)
        if goal is None:
            continue
        if place == "QZZ":
            assert "about" not in goal
        else:
            assert re.search(
                r"about [\d.,]+ people a year \([\d.,−]+ to [\d.,]+(, or out of reach)?, as ", goal
            ), goal
    assert {"QZZ", "Havering"} <= {place for place, _ in reaching}


def test_the_command_says_the_same_as_the_page(figures: VersionMeasures, samples: Path):
    asked_of = ("--metric", "gp_excl_trainees_rate", "--place", "Havering", "--period", "2025-09")
    told = run(
        "goal",
        "--store",
        samples,
        *asked_of,
        "--target",
        "44",
        "--by",
        "2028-03",
        "--lever",
        "recruits",
    )
    choice = choice_of(figures, "Havering", "gp_excl_trainees_rate", "2025-09")
    link = {"by": "2028-03", "target": "44"}
    page = answer_question(figures, question_of(choice, "reach", scenario=link))
    (goal,) = [one for one in sentences(page) if "would reach" in one]
    assert goal.rstrip(".") in told.err
    takes = [line for line in told.err.splitlines() if line.startswith("To reach")]
    for one in re.split(r"(?<=[.?!]) (?=[A-Z“])", takes[0]):
        if FIGURE.search(one) and not NOT_AN_ESTIMATE.match(one):
            assert REASON in one


@pytest.mark.parametrize("kind", ["enough", "takes"])
def test_the_first_page_and_the_what_if_say_the_same(figures: VersionMeasures, kind: str):
    """48.807 of all GPs, of whom England's trainees work 25.3%: 36.5, and 22.3 posts short of 44."""
    choice = choice_of(figures, "Havering", "gp_excl_trainees_rate", "2025-09")
    answer = answer_question(figures, question_of(choice, kind))
    gps, patients = 144.05, 295_147
    whole = gps / patients * 100_000
    said = " ".join([answer.verdict, *answer.detail])
    assert f"about {whole * (1 - 0.253):.1f}" in said
    assert f"{whole * (1 - 0.253 - 0.075):.1f} to {whole * (1 - 0.253 + 0.075):.1f}" in said
    assert f"{44 * patients / 100_000 - gps * (1 - 0.253):.1f} full-time posts short" in said


def test_an_estimate_is_drawn_hollow(figures: VersionMeasures):
    choice = choice_of(figures, "Havering", "gp_excl_trainees_rate", "2025-09")
    picture = answer_question(figures, question_of(choice, "takes")).picture
    assert picture is not None
    assert "Today's figure is an estimate." in picture["description"]
    (hollow,) = picture["datasets"]["estimated"].to_dicts()
    assert hollow["value"] == pytest.approx(36.46, abs=0.01)
    marks = [
        layer["mark"]
        for layer in picture["layer"]
        if layer.get("data", {}).get("name") == "estimated"
    ]
    assert [mark["fill"] for mark in marks] == ["#FFFFFF"]
    counted = answer_question(
        figures, question_of(choice_of(figures, "Havering", "gp_rate", "2025-09"), "takes")
    )
    assert counted.picture is not None
    assert counted.picture["datasets"]["estimated"].is_empty()
