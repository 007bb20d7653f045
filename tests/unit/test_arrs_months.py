"""Months of additional roles come from plan, claims and returns alike; a month that a count lacks is said."""

import re

import polars as pl
import pytest

from tests.unit.making import figures, lists_csv, pcn_csv, places_csv, with_local
from wfcore.answers import answer_question, choice_of, standard_questions
from wfcore.arrs import answers, with_networks
from wfcore.errors import UnknownName
from wfcore.measuring import VersionMeasures

MAP = places_csv(
    [("F99001", "U00001", "B1"), ("F99002", "U00002", "B1"), ("F99003", "U00003", "B1")]
)
LISTS = lists_csv([("F99001", 10_000), ("F99002", 20_000), ("F99003", 30_000)])
CLAIMS = pl.DataFrame(
    {
        "pcn_code": ["U00002"] * 2 + ["U00003"], "month": ["2025-07", "2025-08", "2025-07"],
        "role": [None, None, "paramedic"], "role_printed": ["All roles", "All roles", "Paramedics"],
        "wte": [12.5, 13.0, 2.0], "status": ["paid"] * 3,
    }
)  # fmt: skip
PLAN = pl.DataFrame(
    {
        "plan_for": ["2027-03"] * 3, "area_name": ["SECOND"] * 2 + ["THIRD"],
        "pcn_code": ["U00002", "U00002", "U00003"], "role": ["paramedic", None, "podiatrist"],
        "role_printed": ["Paramedics", "All roles", "Podiatrists"], "wte": [3.0, 3.01, 1.0],
    }
)  # fmt: skip


@pytest.fixture(scope="module", params=["with returns of a neighbour", "without any return"])
def here(request: pytest.FixtureRequest) -> VersionMeasures:
    """U00001 reports in September, or nobody ever; the others have claims and a plan, and no return."""
    returns = [pcn_csv([{"FTE": 3}])] if "neighbour" in request.param else []
    return with_local(figures(*returns, MAP, LISTS), arrs_claims=CLAIMS, arrs_plan=PLAN)


def said(measures: VersionMeasures, place: str, period: str | None = None, kind: str = "roles"):
    choice = choice_of(with_networks(measures), place, "pcn_staff_rate", period)
    (question,) = standard_questions(choice, [kind])
    return answer_question(measures, question)


def test_a_network_with_claims_and_no_return_has_its_months(here: VersionMeasures):
    known = with_networks(here).periods_of("pcn", "pcn", "U00002")
    assert [month for month in known if month != "2025-09"] == ["2025-07", "2025-08", "2027-03"]
    answer = said(here, "U00002", "2025-07")
    assert "claimed 12.5 full-time posts of additional roles in July 2025" in answer.verdict
    assert "No staff return of July 2025 is published here" in answer.verdict
    assert len(answer.verdict.split()) <= 30


def test_a_month_of_a_plan_answers_with_that_plan(here: VersionMeasures):
    answer = said(here, "U00002", "2027-03")
    assert "planned 3.0 full-time posts of additional roles for March 2027" in answer.verdict
    (planned, _, claimed) = answer.cards
    assert (planned.value, planned.month, claimed.value) == (3.01, "March 2027", None)


def test_months_add_up_at_every_level(here: VersionMeasures):
    for level in ("borough", "sub_icb", "icb", "region"):
        (whole,) = (
            answers(here, level, period="2025-07").filter(pl.col("role") == "arrs").to_dicts()
        )
        assert whole["claimed_wte"] == 14.5
        assert whole["in_post_fte"] is None
        assert {"no_staff_published", "partly_claimed"} <= set(whole["flags"].split(";"))
    (due,) = answers(here, "borough", period="2027-03").filter(pl.col("role") == "arrs").to_dicts()
    assert due["planned_fte"] == pytest.approx(4.01)  # as its total is printed, not 4.00
    assert "partly_planned" in due["flags"]


def test_a_total_of_all_roles_is_never_added_to_its_parts(here: VersionMeasures):
    rows = answers(here, "pcn", period="2025-07").filter(pl.col("area_code") == "U00002")
    by_role = dict(rows.select("role", "claimed_wte").iter_rows())
    assert by_role.pop("arrs") == 12.5
    assert set(by_role.values()) <= {None}  # how many of which role nobody said
    both = pl.concat([CLAIMS, CLAIMS[:1].with_columns(role=pl.lit("podiatrist"), wte=pl.lit(12.0))])
    rows = answers(with_local(here, arrs_claims=both), "pcn", period="2025-07")
    whole = rows.filter(pl.col("area_code") == "U00002", pl.col("role") == "arrs")
    assert whole["claimed_wte"].to_list() == [12.0]


def test_a_month_that_no_count_holds_is_refused(here: VersionMeasures):
    with pytest.raises(UnknownName, match=r"no PCN staff, plan or claims for 2024-01") as refused:
        answers(here, "pcn", period="2024-01")
    assert "plans for 2027-03; claims of 2025-07, 2025-08" in str(refused.value.advice)
    with pytest.raises(UnknownName, match="January 2024"):
        choice_of(with_networks(here), "U00002", "pcn_staff_rate", "2024-01")


def test_marks_of_course_and_networks_say_patients_and_coverage(sample_figures: VersionMeasures):
    def marks(kind: str) -> list[str]:
        picture = said(sample_figures, "QZZ", "2025-09", kind).picture
        assert picture is not None
        frames = picture["datasets"].values()
        return [text for frame in frames if "said" in frame.columns for text in frame["said"]]

    course = [text for text in marks("role_years") if "full-time posts" in text]
    assert course
    assert all(re.search(r"[0-9],[0-9]{3} (registered )?patients", text) for text in course)
    assert all("%" in text for text in course)
    cells = [text for text in marks("role_networks") if "nothing was reported" not in text]
    assert cells
    assert all("patients, all covered: the network reported" in text for text in cells)
