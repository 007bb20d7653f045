"""A plan of additional roles against the one before, and a claim of what grew."""

from pathlib import Path

import polars as pl
import pytest

from tests.commands import run
from tests.unit.making import csv_text, figures, lists_csv, places_csv
from wfcore.answers import Answer, answer_question, choice_of, standard_questions
from wfcore.arrs import with_networks
from wfcore.measuring import VersionMeasures
from wfcore.wording import arrs_plans

ROLES = ["Clinical Pharmacists", "Care Co-ordinators", "Podiatrists"]
HEAD = ["Primary Care Network (PCN)", "PCN CODE"]
# Cells with three figures behind the point, printed with two: the totals are those of the cells unrounded.
EARLIER = csv_text(
    [*HEAD, *ROLES, "Advanced Practitioner", "Total WTE", "Plan for"],
    [
        ["First", "U00001", "3.00", "2.88", "1.00", "1.00", "7.89", "2022-03"],
        ["Second", "U00002", "5.00", "4.35", "-", "-", "9.35", "2022-03"],
        ["Total", "", "8.00", "7.24", "1.00", "1.00", "17.24", "2022-03"],
    ],
)
LATER = csv_text(
    [*HEAD, *ROLES, "Advanced Practitioner (Paramedic)", "Advanced Practitioner (Podiatrist)", "Total", "Plan for"],
    [
        ["First", "U00001", "6.00", "8.04", "0.50", "0.25", "2.00", "16.79", "2024-03"],
        ["Second", "U00002", "4.00", "8.00", "-", "1.00", "-", "13.00", "2024-03"],
        ["Total", "", "10.00", "16.04", "0.50", "1.25", "2.00", "29.79", "2024-03"],
    ],
)  # fmt: skip


@pytest.fixture(scope="module")
def planned() -> VersionMeasures:
    map_ = places_csv([("F99001", "U00001", "B1"), ("F99002", "U00002", "B1")])
    return figures(map_, lists_csv([("F99001", 10_000), ("F99002", 20_000)]), EARLIER, LATER)


def asked(measures: VersionMeasures, kind: str, place: str = "B1", **options: str) -> Answer:
    choice = choice_of(with_networks(measures), place, "pcn_staff_rate", "2024-03")
    (question,) = standard_questions(choice, [kind])
    return answer_question(measures, question.but(options=options or None))


def test_all_roles_and_each_role_as_they_are_printed(planned: VersionMeasures):
    answer = asked(planned, "role_plans")
    # 29.79 less 17.24, which is printed; the cells of March 2022 add up to 17.23.
    assert "planned 29.79 full-time posts for March 2024, 12.55 more (72.8%)" in answer.verdict
    assert "than the 17.24 for March 2022" in answer.verdict
    assert len(answer.verdict.split()) <= 30
    (grew, split, fell) = answer.detail
    assert grew == "Care co-ordinator grew most: 7.24 to 16.04, 8.80 more."
    assert (
        split == "Advanced practitioner, one column then and 2 columns now, went from 1.00 to 3.25."
    )
    assert fell == "2 cells fall in networks whose total rises."
    assert answer.table is not None
    by_role = {row["name"]: row for row in answer.table.rows.to_dicts()}
    assert by_role["Podiatrist"]["change"] == -0.5
    assert by_role["All additional roles"]["percent"] == pytest.approx(100 * 12.55 / 17.24)


def test_falls_inside_a_rise_name_network_and_role(planned: VersionMeasures):
    answer = asked(planned, "role_plan_falls")
    assert "2 planned roles fall in networks whose plan rises" in answer.verdict
    assert answer.table is not None
    fell = answer.table.rows.select("area_name", "role", "change").rows()
    assert fell == [("Second", "clinical_pharmacist", -1.0), ("First", "podiatrist", -0.5)]


def test_one_plan_alone_is_said(planned: VersionMeasures):
    lone = with_networks(planned)
    choice = choice_of(lone, "B1", "pcn_staff_rate", "2022-03")
    (question,) = standard_questions(choice, ["role_plans"])
    assert "no two plans here" in answer_question(planned, question).verdict


def test_a_claim_of_growth_has_both_its_denominators():
    """530 of 2,064 is 25.7%; 225 of them are there, so 305 are new: 14.8%."""
    said = arrs_plans.growth_claim(530, 225, 2064)
    assert said == (
        "530 planned posts are 25.7% of 2,064 staff. But 225 are in post already: the 305 new ones are 14.8%."
    )
    assert "not known here" in arrs_plans.growth_claim(530, None, 2064)


def test_a_claim_rests_on_what_a_reader_says(planned: VersionMeasures):
    answer = asked(planned, "role_growth", staff="200", there="10")
    assert "30 planned posts are 14.9% of 200 staff" in answer.verdict
    assert "the 20 new ones are 9.9%" in answer.verdict
    assert answer.detail[0] == "10 in post are 33.6% of the 29.79 planned for March 2024."
    assert "how many staff it is of is not known" in asked(planned, "role_growth").verdict


def test_command_line(samples: Path):
    answer = run(
        "answer", "role_growth", "--store", samples, "--place", "U99901", "--period", "2025-09",
        "--choose", "staff=100", "--choose", "there=5",
    )  # fmt: skip
    assert (answer.code, answer.err) == (0, "")
    assert "of 100 staff. But 5 are in post already" in answer.out
    wrong = run(
        "answer", "role_growth", "--store", samples, "--place", "U99901", "--choose", "staff=many"
    )
    assert wrong.code == 2
    assert "staff=many cannot be used here" in wrong.err


def test_totals_kept_beside_cells_are_no_cells(planned: VersionMeasures):
    rows = planned.version.table("arrs_plan").filter(plan_for="2022-03")
    kept = rows.filter(pl.col("role_printed") == "All roles")
    assert kept.select("area_name", "wte").rows() == [("First", 7.89)]
    assert rows.filter(area_name="Total").select("role", "wte").rows() == [
        ("care_coordinator", 7.24)
    ]
