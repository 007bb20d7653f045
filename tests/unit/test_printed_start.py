"""What-ifs that start from a printed rate: where they begin, what is never drawn beside them, what a link keeps."""

from urllib.parse import parse_qsl, urlencode

import pytest

from tests.small_store import seed_small_store
from tests.unit.test_prints import HAVERING
from wfcore.answers import (
    Choice,
    answer_question,
    choice_of,
    lever_marks,
    outlook_of,
    printed_case,
    printed_what_ifs,
    question_of,
    scenario_of_link,
)
from wfcore.errors import UnfitScenario
from wfcore.measuring import VersionMeasures
from wfcore.projecting import scenario_from_yaml, scenario_to_link, scenario_to_yaml
from wfcore.table_checks import tables_of

NORTH = {"by": "2024-09", "target": "44", "printed": "31.77:2022-09:47000:A paper, table 1"}


@pytest.fixture(scope="module")
def choice(tmp_path_factory: pytest.TempPathFactory) -> Choice:
    figures = VersionMeasures(seed_small_store(tmp_path_factory.mktemp("printed") / "store").read())
    return choice_of(figures, "QZZ", "gp_excl_trainees_rate")


def test_a_course_begins_at_the_printed_rate_in_its_month(choice: Choice):
    """31.77 of 47,000 patients are 14.93 posts; to 44 it takes 5.75 more."""
    outlook = outlook_of(choice, scenario_of_link(choice, NORTH))
    course = outlook.course
    assert (course.periods[0], course.periods[-1]) == ("2022-09", "2024-09")
    assert course.rate[0, 0] == pytest.approx(31.77)
    assert course.fte[0, 0] == pytest.approx(14.9319)
    assert course.gap_fte[0, 0] == pytest.approx(12.23 * 47_000 / 100_000)
    assert course.patients[0] == pytest.approx(47_000)
    # Who is how old is as the file says, so the course has the shape of the measured one.
    measured = outlook_of(choice, scenario_of_link(choice, {"by": "2027-09", "target": "44"}))
    assert course.rate[:, 0] / 31.77 == pytest.approx(
        measured.course.rate[:, 0] / measured.course.rate[0, 0]
    )


def test_without_patients_posts_are_for_those_of_the_place(choice: Choice):
    bare = outlook_of(choice, scenario_of_link(choice, NORTH | {"printed": "31.77:2022-09::"}))
    measured = outlook_of(choice, scenario_of_link(choice, {"by": "2027-09"}))
    assert bare.course.patients[0] == pytest.approx(measured.course.patients[0])
    assert bare.course.rate[0, 0] == pytest.approx(31.77)


def test_it_says_that_it_is_printed_and_stands_beside_nothing_measured(choice: Choice):
    said = answer_question(choice.figures, question_of(choice, "takes", scenario=NORTH))
    assert "(from a printed table)" in said.verdict
    assert len(said.verdict.split()) <= 30
    assert said.cautions[0].startswith(
        "This starts from a printed table (A paper, table 1): 31.77 full-time posts per 100,000 patients in "
        "September 2022, not from what was measured here. Posts are for the 47,000 patients of the table."
    )
    assert said.picture is not None
    drawn = str(said.picture)
    assert "Measured" not in drawn
    assert not any("43.71" in line for line in said.receipt)  # what was measured here
    assert not any("pace" in line for line in said.detail)  # nor how fast staff have grown here
    plain = answer_question(
        choice.figures, question_of(choice, "takes", scenario={"by": "2027-09", "target": "44"})
    )
    assert "Measured" in str(plain.picture)


def test_its_levers_tell_no_growth_that_was_measured(choice: Choice):
    marks = {
        m.lever: m.said for m in lever_marks(outlook_of(choice, scenario_of_link(choice, NORTH)))
    }
    assert marks["recruits"] == "Now 0, assumed"
    plain = {
        m.lever: m.said
        for m in lever_marks(outlook_of(choice, scenario_of_link(choice, {"by": "2027-09"})))
    }
    assert "best seen here" in plain["recruits"]


def test_a_link_and_a_file_keep_it_for_another_reader(choice: Choice):
    scenario = scenario_of_link(choice, NORTH)
    link = dict(parse_qsl(urlencode(scenario_to_link(scenario))))
    assert scenario_of_link(choice, link) == scenario
    assert scenario_from_yaml(scenario_to_yaml(scenario)) == scenario
    assert scenario.baseline().printed == scenario.printed


@pytest.mark.parametrize(
    "text", ["31.77", "x:2022-09::", "31.77:soon::", "0:2022-09::", "31.77:2022-09:0:", "5000:2022-09::"]
)  # fmt: skip
def test_what_cannot_be_read_is_refused(choice: Choice, text: str):
    with pytest.raises(UnfitScenario):
        scenario_of_link(choice, NORTH | {"printed": text})


def test_the_havering_table_leads_to_four_what_ifs_for_its_gps(sample_figures: VersionMeasures):
    """Crest 44.07, Marshall 39.70, North 31.77, South 40.65; healthcare assistants are no count of a projection."""
    (table,) = tables_of("havering", HAVERING.encode())
    links = printed_what_ifs(printed_case(table, None, sample_figures), "A paper")
    gps = [link for link in links.values() if link["staff"] == "gp"]
    assert sorted(link["printed"].partition(":")[0] for link in gps) == [
        "31.77",
        "39.7",
        "40.65",
        "44.07",
    ]
    assert all(link["printed"].split(":")[1] == "2022-09" for link in links.values())
    for link in gps:
        choice = choice_of(sample_figures, link["place"], f"{link['count']}_rate")
        held = {k: v for k, v in link.items() if k not in ("level", "place", "staff", "count")}
        begun = outlook_of(choice, scenario_of_link(choice, held)).course
        assert begun.rate[0, 0] == pytest.approx(float(link["printed"].partition(":")[0]))
