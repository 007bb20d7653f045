"""Cells: sentence, picture, table and questions of one place agree with the figures they are made from."""

import polars as pl
import pytest

from wfcore.answers import (
    Answer,
    Question,
    answer_question,
    choice_of,
    gather_follow_ups,
    joint_moves_among,
    kinds_of,
    question_of,
    standard_questions,
)
from wfcore.declared import declared
from wfcore.errors import UnknownName, WorkforceError
from wfcore.measuring import VersionMeasures
from wfcore.wording import number

PLACES = ("Havering", "U99901", "QZZ")
# What somebody has to bring; without it there is no file to name.
BROUGHT = ("turnover", "vacancies", "teaching", "qualifying", "conversion", "programme_posts")


@pytest.fixture
def figures(sample_figures: VersionMeasures) -> VersionMeasures:
    return sample_figures


def cells(figures: VersionMeasures, place: str) -> dict[str, Answer]:
    choice = choice_of(figures, place, "gp_rate")
    return {
        one.kind: answer_question(figures, one, today="2026-11")
        for one in standard_questions(
            choice, [k for k in declared().answers if not k.startswith("printed")]
        )
    }


@pytest.mark.parametrize("place", PLACES)
def test_every_cell_answers_in_words_with_a_source(figures: VersionMeasures, place: str):
    found = cells(figures, place)
    level = choice_of(figures, place, "gp_rate").level
    kinds = declared().answers.values()
    assert set(found) == {k.id for k in kinds if level in k.levels and not k.printed}
    for kind, one in found.items():
        assert one.verdict.endswith("."), kind
        # Questions rest on the other cells, and where nothing was asked, printed or brought there is no file.
        none = kind in ("ask", "last", "as_printed") or (kind in BROUGHT and one.table is None)
        assert none or one.source.startswith("Source: "), kind
        assert one.picture is None or len(one.alt) > 20, kind
        if one.table:
            assert all(len(row) == len(one.table.head) for row in one.table.shown())


def test_the_sentence_says_what_the_table_says(figures: VersionMeasures):
    found = cells(figures, "Havering")
    enough = found["enough"].table
    assert enough is not None
    (now,) = enough.rows.filter(pl.col("staff") == "GPs")["now"]
    assert f" has {number(now)} GPs and trainees per 100,000 patients, " in found["enough"].verdict
    spread = found["spread"].table
    assert spread is not None
    known = spread.rows.drop_nulls("value")["value"]
    assert f"range from {number(known.min())} " in found["spread"].detail[0]
    low = spread.rows.filter(pl.col("value") == known.min())["area_name"].item()
    assert low in found["spread"].verdict
    better = found["better"].table
    assert better is not None
    *parts, total = better.rows["part"]
    assert sum(parts) == pytest.approx(total)
    assert f"rose by {number(total)}" in found["better"].verdict


def test_an_invented_place_says_so_in_every_cell(figures: VersionMeasures):
    assert all(one.invented for one in cells(figures, "U99901").values())
    assert not any(one.invented for one in cells(figures, "Havering").values())


def test_questions_of_all_cells_are_gathered_once(figures: VersionMeasures):
    found = cells(figures, "Havering")
    others = [found[kind] for kind in kinds_of("notebook") if kind != "ask"]
    assert found["ask"].follow_ups == gather_follow_ups(others)
    assert (
        len({one.question for one in found["ask"].follow_ups}) == len(found["ask"].follow_ups) > 2
    )
    assert f"{len(found['ask'].follow_ups)} questions" in found["ask"].verdict


def test_wide_spread_is_asked_about_from_the_declared_limit(figures: VersionMeasures):
    one = cells(figures, "Havering")["spread"]
    assert one.table is not None
    known = one.table.rows.filter(pl.col("value") > 0)["value"].to_list()
    apart = max(known) / min(known) >= declared().questions.limits.wide_spread
    assert [a.rule for a in one.follow_ups if a.rule == "wide_spread"] == (
        ["wide_spread"] if apart else []
    )


def test_groups_that_move_far_at_once_raise_a_question():
    still, far = ("nurses", 10.0, 10.5), ("GPs", 40.0, 30.0)
    assert joint_moves_among("Here", [still, far], "2022-06", "2022-09") == ()
    (asked,) = joint_moves_among("Here", [far, ("nurses", 10.0, 15.0)], "2022-06", "2022-09")
    assert (
        "GPs −25.0% and nurses +50.0% in Here between June 2022 and September 2022"
        in asked.question
    )
    assert joint_moves_among("Here", [far, ("nurses", 0.0, 15.0)], "2022-06", "2022-09") == ()


def test_a_scenario_is_answered_as_it_was_asked(figures: VersionMeasures):
    choice = choice_of(figures, "Havering", "gp_rate")
    plain = answer_question(figures, question_of(choice, "takes"))
    more = answer_question(
        figures,
        question_of(
            choice, "takes", scenario={"by": "2027-09", "target": "60", "set": "gp.recruits:10"}
        ),
    )
    assert "With these changes" not in (plain.table.head if plain.table else [])
    assert more.table is not None
    assert "With these changes" in more.table.head
    assert "these changes would " in more.verdict
    assert "the aim of 60 set here" in more.verdict


def test_a_target_that_nobody_set_says_whose_figure_it_is(figures: VersionMeasures):
    choice = choice_of(figures, "Havering", "gp_rate")
    around = figures.measure(["gp_rate"], "icb", period=choice.period, area_code="QMF")
    (rate,) = around["value"]
    plain = answer_question(figures, question_of(choice, "takes"))
    assert (
        "Nobody has set a target for this count here: the line is what North East London has today, "
        f"{number(rate)}." in plain.cautions
    )
    asked = answer_question(
        figures, question_of(choice, "takes", scenario={"by": "2027-09", "target": "60"})
    )
    counted = answer_question(
        figures, question_of(choice_of(figures, "QZZ", "gp_excl_trainees_rate"), "takes")
    )
    for one in (asked, counted):  # somebody chose the one, somebody set the other
        assert not any("Nobody has set a target" in said for said in one.cautions)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"place": "Atlantis"}, "Atlantis (local authority) is not in version 1"),
        ({"period": "2019-01"}, "has no January 2019 for Havering"),
        ({"level": "galaxy"}, "no level called 'galaxy'"),
        ({"metric": "dentists"}, "no metric called 'dentists'"),
        ({"kind": "takes", "scenario": {"set": "gp.magic:1"}}, "'magic' is not a lever"),
    ],
)
def test_what_is_not_there_is_named(
    figures: VersionMeasures, changed: dict[str, object], said: str
):
    asked = question_of(choice_of(figures, "Havering", "gp_rate"), "enough").but(**changed)
    with pytest.raises(WorkforceError, match=r".*") as error:
        answer_question(figures, asked)
    assert said in str(error.value)


def test_a_question_rests_on_a_version_or_on_print():
    with pytest.raises(ValueError, match="name a version"):
        Question(kind="enough", level="borough", place="X", period="2025-09")
    with pytest.raises(ValueError, match="holds one"):
        Question(kind="enough", level="borough", place="X", period="2025-09", printed="a,b")


def test_a_place_is_found_by_name_and_a_month_must_be_there(figures: VersionMeasures):
    choice = choice_of(figures, "havering", "gp_rate")
    assert (choice.code, choice.period) == ("Havering", "2025-09")
    with pytest.raises(UnknownName, match="Nothing is published for 2019-01"):
        choice_of(figures, "Havering", "gp_rate", "2019-01")
