"""Answers about a scenario, against the core and against each other; options that cannot be used."""

import polars as pl
import pytest

from tests.small_store import seed_small_store
from wfcore import answers
from wfcore.answers import Answer, Choice, Outlook, answer_question, choice_of, question_of
from wfcore.errors import UnfitScenario, UnknownName, WorkforceError
from wfcore.measuring import VersionMeasures
from wfcore.projecting import retirements, scenario_from_yaml, scenario_to_yaml

RECRUITS = {"by": "2027-09", "target": "60", "set": "gp.recruits:6,gp.turnover:8"}
SCHEME = "U99903,gp,recruits,4,2025-12,2027-09,25000,mou,,,Fellowship"


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> VersionMeasures:
    return VersionMeasures(seed_small_store(tmp_path_factory.mktemp("futures") / "store").read())


@pytest.fixture(scope="module")
def choice(figures: VersionMeasures) -> Choice:
    return choice_of(figures, "QZZ", "gp_excl_trainees_rate")


def asked(
    choice: Choice, kind: str, scenario: dict[str, str] | None = None, **options: str
) -> Answer:
    question = question_of(choice, kind, scenario=scenario or RECRUITS, options=options or None)
    return answer_question(choice.figures, question)


def rows(answer: Answer) -> pl.DataFrame:
    assert answer.table is not None
    return answer.table.rows


def test_what_each_change_does_is_the_whole_difference(choice: Choice):
    parts, course = rows(asked(choice, "contributions")), rows(asked(choice, "quarters"))
    end = course.row(-1, named=True)
    assert parts["part_rate"].sum() == pytest.approx(end["scenario"] - end["baseline"])
    assert set(parts["name"]) == {"Extra recruits a year", "Leavers under 55"}
    still = asked(choice, "contributions", {"by": "2027-09", "target": "60"})
    assert (still.verdict, still.table) == ("Nothing is changed yet.", None)


def test_networks_add_up_to_the_place(choice: Choice):
    table = rows(asked(choice, "networks"))
    networks, whole = table.filter(level="pcn"), table.filter(level="icb")
    assert networks["fte"].sum() == pytest.approx(whole["fte"].item())
    assert whole["rate"].item() == pytest.approx(rows(asked(choice, "quarters"))["scenario"][-1])


def test_the_furthest_network_is_named(choice: Choice):
    answer = asked(choice, "networks")
    short = rows(answer).filter(pl.col("level") == "pcn").sort("gap_fte", descending=True)
    assert (
        f"{short['area_name'][0]} would be short most, by {short['gap_fte'][0]:.1f} full-time"
        in answer.verdict
    )


@pytest.mark.parametrize("rule", ["evenly", "by_gap", "by_need"])
def test_posts_given_are_those_there_are(choice: Choice, rule: str):
    given = rows(asked(choice, "posts", posts="3", rule=rule))
    assert given["posts"].sum() == pytest.approx(3)
    assert (given["gap_before"] - given["posts"] - given["gap_after"]).abs().max() < 1e-9


def test_without_a_target_there_is_nothing_to_share_out_by(choice: Choice):
    answer = asked(choice, "posts", {"by": "2027-09", "target": "none"})
    assert answer.verdict == "No target is set, so there is no gap to close."
    assert asked(choice, "reach", {"by": "2027-09", "target": "none"}).table is None


def test_costs_by_slider_and_in_all_are_one_sum(choice: Choice):
    scenario = RECRUITS | {"do": SCHEME}
    totals, parts = (
        rows(asked(choice, "costs", scenario)),
        rows(asked(choice, "cost_parts", scenario)),
    )
    assert totals["pounds"][-1] == pytest.approx(parts["pounds"][-1])
    assert parts["pounds"][:-1].sum() == pytest.approx(parts["pounds"][-1])
    assert parts.filter(what="Fellowship: cost of the scheme")["pounds"].sum() == pytest.approx(
        25_000, rel=0.05
    )


def test_a_lever_asked_backwards_for_reaches_the_target(choice: Choice):
    answer = asked(choice, "reach", lever="recruits")
    assert "if “extra recruits a year” is" in answer.detail[0]
    assert "if “leavers under 55”" in " ".join(asked(choice, "reach", lever="turnover").detail) or (
        "with “leavers under 55” alone" in asked(choice, "reach", lever="turnover").detail[0]
    )


def test_a_scenario_beside_another_and_beside_nothing(choice: Choice):
    other = asked(choice, "beside", beside="by=2027-09&target=60&set=gp.recruits:10")
    assert "Extra recruits a year: 6 people a year in A, 10 people a year in B" in " ".join(
        other.detail
    )
    alone = asked(choice, "beside")
    assert alone.verdict.startswith("A ends at ")


def test_later_figures_of_the_same_version_stand_beside_what_was_said(figures: VersionMeasures):
    earlier = choice_of(figures, "Havering", "gp_rate", "2024-09")
    answer = asked(earlier, "outcome", {"by": "2026-09", "target": "60"})
    measured = figures.measure(["gp_rate"], "borough", period="2025-09", area_code=earlier.code)
    assert rows(answer)["happened"].to_list() == measured["value"].to_list()
    newest = choice_of(figures, "Havering", "gp_rate")
    assert "no figures after September 2025" in asked(newest, "outcome", {"by": "2027-09"}).verdict


def test_own_targets_of_every_network_are_a_target_of_the_place(choice: Choice):
    """The notebook named no gap where only the networks have targets; the page did."""
    codes = rows(asked(choice, "networks")).filter(level="pcn")["area_code"]
    aims = ",".join(f"{code}:50" for code in codes)
    answer = asked(choice, "takes", {"by": "2027-09", "target": "none", "aims": aims})
    assert "the networks' own aims, 50 together" in answer.verdict
    assert any(line.startswith("To reach the networks' own aims") for line in answer.detail)


def test_changes_name_their_networks(choice: Choice):
    answer = asked(choice, "takes", RECRUITS | {"do": SCHEME})
    assert any(line.startswith("Changed: Fellowship in Harbour PCN") for line in answer.detail)


def test_the_same_changes_on_another_version(choice: Choice):
    link = question_of(choice, "takes", scenario=RECRUITS)
    outlook: Outlook = answers.outlook_of(choice, answers.scenario_of_link(choice, RECRUITS))
    again = answers.on_newest(outlook, choice.figures)
    answer = answers.compare_minuted(outlook, again, link.but(kind="outcome"))
    assert rows(answer)["then"].to_list() == rows(answer)["now"].to_list()


@pytest.mark.parametrize(
    ("kind", "options", "refused", "said"),
    [
        ("posts", {"posts": "many"}, UnfitScenario, "'many' is not a number of posts"),
        ("posts", {"posts": "nan"}, UnfitScenario, "is not a number of posts"),
        ("posts", {"rule": "by_luck"}, UnfitScenario, "'by_luck' is no way to share posts out"),
        ("reach", {"lever": "luck"}, UnknownName, "'luck' is not a lever"),
        ("beside", {"beside": "by=2027-09&set=gp.luck:1"}, UnfitScenario, "is not a lever"),
    ],
)
def test_options_that_cannot_be_used_are_refused(
    choice: Choice, kind: str, options: dict[str, str], refused: type[WorkforceError], said: str
):
    with pytest.raises(refused, match=said):
        asked(choice, kind, **options)


def test_an_option_of_another_question_is_refused(choice: Choice):
    with pytest.raises(ValueError, match="lever cannot be chosen for this question"):
        question_of(choice, "takes", options={"lever": "recruits"})


def test_the_receipt_says_of_each_lever_whether_its_start_is_measured(choice: Choice):
    made = asked(choice, "takes").receipt
    assert any("Leavers under 55: starts at 7.5% a year, assumed." in line for line in made)
    retiring = next(line for line in made if line.startswith("Over-55s who retire"))
    assert "assumed. Source: Wolverhampton" in retiring
    assert retiring.endswith("aged 55 or older, measured here.")
    assert made[-1].startswith("Growth of patient lists: starts at")
    assert "measured here. Source: its own lists" in made[-1]


def test_a_saved_scenario_says_the_same_and_is_read_back(choice: Choice):
    outlook = answers.outlook_of(choice, answers.scenario_of_link(choice, RECRUITS))
    told = answers.how_levers_start(outlook)
    text = scenario_to_yaml(outlook.scenario, (*told, "two\nlines: 1"))
    assert text.startswith(f"# {told[0]}\n")
    assert "# two lines: 1\n" in text
    assert scenario_from_yaml(text) == outlook.scenario


@pytest.mark.parametrize(("share", "years"), [(50, 4), (80, 4), (100, 4), (80, 8)])
def test_retirements_are_told_in_people_and_posts(choice: Choice, share: int, years: int):
    """By the file's own ages: 55 and older of all qualified GPs of the networks, whom the share then leaves."""
    moved = {"by": "2027-09", "set": f"gp.retirement:{share},gp.retirement_years:{years}"}
    outlook = answers.outlook_of(choice, answers.scenario_of_link(choice, moved))
    today = outlook.stocks
    aged = today.aged[:, 0]
    people, posts = ((count[:, 0] * aged).sum() for count in (today.people, today.fte))
    for asked_of in (moved, moved | {"set": f"{moved['set']},gp.retirement_ages:1"}):
        outlook = answers.outlook_of(choice, answers.scenario_of_link(choice, asked_of))
        found = retirements(outlook.prepared)
        assert (found.people, found.fte) == pytest.approx((people, posts))
        assert found.people_gone == pytest.approx(people * share / 100)
        assert found.fte_gone == pytest.approx(posts * share / 100)
        assert sum(found.a_year) == pytest.approx(found.people_gone)
        assert len(found.a_year) == years
