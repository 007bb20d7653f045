"""Two PCNs and a silent one, from files to the report, with plans, claims and allocations beside them."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from tests.unit.making import figures, lists_csv, pcn_csv, places_csv, with_local
from wfcore import wording
from wfcore.arrs import answers, overview, report
from wfcore.arrs.allocations import allocations
from wfcore.arrs.growth import growth_between as growth_of
from wfcore.arrs.in_post import fte_in_post, in_post_by, pcn_coverage
from wfcore.arrs.money import Projection, YearEnd
from wfcore.arrs.side_by_side import compare_counts
from wfcore.errors import UnknownName
from wfcore.measuring import VersionMeasures

CONTRACTED = {"DATA_SOURCE": "NWRS contracted services", "UNIQUE_IDENTIFIER": ""}
COORDINATOR = {"STAFF_ROLE": "Care Coordinators", "DETAILED_STAFF_ROLE": "Care Coordinator"}
MANAGER = {
    "STAFF_GROUP": "Other Admin/Non-clinical staff",
    "STAFF_ROLE": "Managers",
    "DETAILED_STAFF_ROLE": "Manager",
}


@pytest.fixture
def here() -> VersionMeasures:
    """June: U00001 only. September: U00001 and U00002; U00003 is on the map and silent."""
    june = {"CENSUS_MONTH": 6}
    found = figures(
        pcn_csv([june | {"FTE": 2}, june | COORDINATOR | {"FTE": 1, "UNIQUE_IDENTIFIER": "P2"}]),
        pcn_csv(
            [
                {"FTE": 3},
                COORDINATOR | CONTRACTED | {"FTE": 0.25},
                COORDINATOR | CONTRACTED | {"FTE": 0.25},
                MANAGER | {"FTE": 1, "UNIQUE_IDENTIFIER": "P3"},
                {
                    "PCN_CODE": "U00002",
                    "PCN_NAME": "SECOND PCN",
                    "FTE": 4,
                    "UNIQUE_IDENTIFIER": "P4",
                },
            ]
        ),
        places_csv(
            [("F99001", "U00001", "B1"), ("F99002", "U00002", "B1"), ("F99003", "U00003", "B1")]
        ),
        lists_csv([("F99001", 10_000), ("F99002", 20_000), ("F99003", 30_000)]),
    )
    plan = pl.DataFrame(
        {
            "plan_for": ["2026-03"] * 3, "area_name": ["FIRST PCN"] * 3, "pcn_code": ["U00001"] * 3,
            "role": ["clinical_pharmacist", "care_coordinator", "paramedic"],
            "role_printed": ["Clinical Pharmacists", "Care Co-ordinators", "Paramedics"],
            "wte": [2.0, 3.0, 1.0],
        }
    )  # fmt: skip
    months = ["2025-04", "2025-05", "2025-06", "2025-07", "2025-08"]
    claims = pl.DataFrame(
        {
            "pcn_code": ["U00001"] * 10, "month": months * 2,
            "role": ["clinical_pharmacist"] * 5 + ["care_coordinator"] * 5,
            "wte": [3.0] * 5 + [1.0] * 5, "claimed_gbp": [16_000.0] * 5 + [3_000.0] * 5,
            "approved_gbp": [15_000.0] * 5 + [2_500.0] * 5, "status": ["approved"] * 10,
        }
    )  # fmt: skip
    money = pl.DataFrame(
        {
            "pcn_code": ["U00001"],
            "financial_year": ["2025/26"],
            "total_gbp": [266_310.0],
            "devolved_gbp": [200_000.0],
        }
    )
    return with_local(found, arrs_plan=plan, arrs_claims=claims, arrs_allocations=money)


def fte(figures_: VersionMeasures, period: str) -> dict[tuple[str, str], float | None]:
    return {(p, r): f for p, r, f in fte_in_post(figures_, period).iter_rows()}


def test_silent_is_missing_and_nobody_is_0(here: VersionMeasures):
    found = fte(here, "2025-09")
    assert found["U00001", "clinical_pharmacist"] == 3
    assert found["U00001", "care_coordinator"] == 0.5  # two rows exactly alike are two people
    assert found["U00001", "not_arrs"] == 1
    assert found["U00002", "care_coordinator"] == 0
    assert found["U00003", "clinical_pharmacist"] is None
    assert found["U00001", "practice_nurse"] is None  # no heading of the file means it


def test_a_sum_says_whom_it_covers(here: VersionMeasures):
    rows = in_post_by(here, "2025-09", "borough")
    whole = rows.filter(pl.col("role") == "all").row(0, named=True)
    assert (whole["fte"], whole["pcns"], whole["pcns_reported"]) == (8.5, 3, 2)
    assert (whole["patients"], whole["patients_reported"]) == (60_000, 30_000)
    assert whole["flags"] == "partly_reported"
    assert rows.filter(pl.col("role") == "arrs")["fte"][0] == 7.5
    over = pcn_coverage(here, "2025-09")
    assert over.share == 0.5
    said = wording.arrs_counts.coverage_phrase(over)
    assert "2 of 3 networks reported, with 50% of registered patients" in said
    assert "not counted as 0" in said


def test_the_three_counts_and_their_questions(here: VersionMeasures):
    rows = {(r["area_code"], r["role"]): r for r in compare_counts(here, "2025-09").to_dicts()}
    pharmacists = rows["U00001", "clinical_pharmacist"]
    assert (pharmacists["planned_fte"], pharmacists["in_post_fte"], pharmacists["claimed_wte"]) == (
        2,
        3,
        3,
    )
    assert pharmacists["codes"] == "claim_above_plan"
    coordinators = rows["U00001", "care_coordinator"]
    assert coordinators["claimed_less_in_post"] == 0.5
    assert coordinators["codes"].split(";") == [
        "lag",
        "other_employer",
        "claim_after_leaving",
        "below_plan",
    ]
    assert rows["U00001", "paramedic"]["claimed_wte"] == 0
    second = rows["U00002", "arrs"]
    assert (second["planned_fte"], second["in_post_fte"], second["claimed_wte"]) == (None, 4, None)
    assert second["codes"] == "no_plan;no_claims"
    assert rows["U00003", "arrs"]["codes"] == "not_reported;no_plan;no_claims"
    assert all(wording.arrs.code_means(c)[0].islower() for c in ("lag", "not_reported"))


def test_answers_are_the_columns_promised(here: VersionMeasures):
    rows = answers(here, "pcn")
    assert rows.columns == [
        "period", "level", "area_code", "area_name", "role", "planned_fte", "in_post_fte",
        "claimed_wte", "allocation_gbp", "approved_gbp", "utilisation", "flags",
    ]  # fmt: skip
    found = {(r["area_code"], r["role"]): r for r in rows.to_dicts()}
    assert len(found) == rows.height
    whole = found["U00001", "arrs"]
    assert (whole["planned_fte"], whole["in_post_fte"], whole["claimed_wte"]) == (6, 3.5, 4)
    assert (whole["allocation_gbp"], whole["approved_gbp"]) == (266_310, 87_500)
    assert whole["utilisation"] == pytest.approx(87_500 / (266_310 * 5 / 12))
    assert found["U00001", "clinical_pharmacist"]["approved_gbp"] == 75_000
    assert "not_reported" in found["U00003", "all"]["flags"]
    assert "may_double_count" in found["U00001", "all"]["flags"]
    borough = answers(here, "borough").filter(pl.col("role") == "arrs").row(0, named=True)
    assert borough["allocation_gbp"] is None  # known of one of three PCNs
    assert borough["approved_gbp"] == 87_500
    assert "partly_claimed" in borough["flags"]
    assert "allocation_missing" in borough["flags"]


def test_growth_is_staff_and_reporting(here: VersionMeasures):
    found = growth_of(here, "2025-06", "2025-09")
    assert (found.then, found.now, found.staff, found.started, found.stopped) == (3, 7.5, 0.5, 4, 0)
    assert found.change == found.staff + found.started - found.stopped
    assert (
        "+0.5 in 1 network that reported both times, +4.0 in 1 network that began"
        in wording.arrs.growth_split(found)
    )


def test_overview(here: VersionMeasures):
    found = overview(here, "2025-09")
    assert found.ranking["pcn_code"].to_list() == ["U00002", "U00001", "U00003"]
    assert found.ranking["rank"].to_list() == [1, 2, None]
    assert "paramedic" in found.nobody
    assert found.only_planned == ("paramedic",)
    assert found.down_inside_up.select("area_name", "role", "change").rows() == [
        (found.ranking["pcn_name"][1], "care_coordinator", -0.5)
    ]
    assert found.coverage.reported == 2


def test_the_report_of_a_pcn(here: VersionMeasures):
    found = report(here, "U00001", period="2025-09", target=0.8, own_rates={"paramedic": 36_500})
    assert found.year == "2025/26"
    assert found.staff_fte == 3.5
    assert found.average.row(0, named=True)["wte"] == 4
    assert found.money.left_gbp == 178_810
    assert found.start == date(2025, 9, 1)
    assert found.weighting == "none"
    rate = found.year_end.by("run_rate")
    assert rate is not None
    assert rate.year_end_gbp == pytest.approx(87_500 + 7 * 17_500)
    (paramedic,) = [bought for bought in found.buys if bought.role == "paramedic"]
    free = 266_310 - max(p.year_end_gbp for p in found.year_end.by_method if p.method != "plan")
    assert found.free_gbp == pytest.approx(free)
    assert 0 < free < 178_810  # those in post are paid first
    assert paramedic.fte == pytest.approx(free / 21_200)  # £100 a day for 212 days
    assert {start.aim for start in found.starts} == {"all", "target"}
    assert set(found.side_by_side["role"]) == {
        "clinical_pharmacist",
        "care_coordinator",
        "paramedic",
        "arrs",
    }
    words = wording.arrs
    sentences = [
        wording.arrs_counts.staff_in_post(found), words.average_claimed(found), *words.allocation_uses(found),
        words.use_against_target(found),
        *(words.projected_year_end(p, found) for p in found.year_end.by_method), words.year_end_range(found),
        words.full_year_cost(found), words.left_to_spend(found), wording.arrs_counts.three_counts(found),
    ]  # fmt: skip
    assert all(s[0].isupper() or s[0] in "£2" for s in sentences)
    assert all(s.endswith(".") for s in sentences)
    assert "79% of the total allocation for the 5 months gone" in sentences[2]
    assert "below 80%" in words.use_against_target(found)
    assert "chosen on this page" in words.use_against_target(found)
    assert "at or above 70%" in words.use_against_target(
        report(here, "U00001", period="2025-09", target=0.7)
    )


def test_nobody_is_held_against_the_share_that_another_place_aims_at(here: VersionMeasures):
    elsewhere = report(here, "U00001", period="2025-09")
    assert (elsewhere.target_share, elsewhere.set_by) == (None, "")
    assert "%" not in wording.arrs.use_against_target(elsewhere)
    assert {start.aim for start in elsewhere.starts} == {"all"}


@pytest.mark.parametrize(
    ("place", "set_by"),
    [
        ("QMF", "NHS North East London"),
        ("Havering", "NHS North East London"),
        ("U29424", "NHS North East London"),
        ("QZZ", "this notebook, as an example"),
    ],
)
def test_an_aim_to_use_holds_for_its_place_and_what_lies_in_it(
    sample_figures: VersionMeasures, place: str, set_by: str
):
    inside = report(sample_figures, place)
    assert (inside.target_share, inside.set_by) == (0.8, set_by)
    assert "Against 80%" in (said := wording.arrs.use_against_target(inside)) or "80% of" in said
    assert f"the local aim set by {set_by}" in said


def test_the_report_of_a_silent_pcn_and_of_one_without_claims(here: VersionMeasures):
    silent = report(here, "U00003", period="2025-09")
    assert silent.staff_fte is None
    assert silent.full_year is None
    assert "not reported, which is not 0" in wording.arrs_counts.staff_in_post(silent)
    plain = report(here, "U00002", period="2025-09")
    assert (plain.money.approved_gbp, plain.start, plain.buys) == (None, None, ())
    assert "No claims for 2025/26" in wording.arrs.average_claimed(plain)
    assert "not available" in wording.arrs.left_to_spend(plain)
    assert "cannot be projected" in wording.arrs.year_end_range(plain)


RUN, STAFF = Projection("run_rate", 2_019_018.4), Projection("staff", 1_874_500.0)
PLAN = Projection("plan", 1_918_235.0, unpriced=("paramedic",))


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((RUN, STAFF), ("would end between about £1,870,000 (if those in post stay) and about £2,020,000 (at the "
                        "present rate of claims).")),
        ((RUN, PLAN), ("would end at about £2,020,000 (at the present rate of claims). The other ways lack prices, so "
                       "they give only a least.")),
        ((PLAN,), "ends cannot be said, because no way has every price."),
        ((RUN, replace(STAFF, year_end_gbp=2_019_500.0)), "would end at about £2,020,000"),
    ],
)  # fmt: skip
def test_a_least_is_no_end_of_a_range(
    here: VersionMeasures, ends: tuple[Projection, ...], said: str
):
    """It read "between at least £1,918,235 if the plan is filled and £2,019,018"."""
    found = replace(report(here, "U00001", period="2025-09"), year_end=YearEnd(ends))
    assert said in wording.arrs.year_end_range(found)
    assert "at least £1,910,000 by 31 March." in wording.arrs.projected_year_end(PLAN, found)


def test_without_a_month_a_place_is_answered_for_its_newest(here: VersionMeasures):
    found = report(here, "U00001")
    assert (found.in_post_period, found.until) == ("2025-09", "2025-09")
    assert answers(here, within="U00001")["period"].unique().to_list() == ["2025-09"]


def test_names_that_do_not_exist(here: VersionMeasures):
    with pytest.raises(UnknownName):
        report(here, "U99999", period="2025-09")
    with pytest.raises(UnknownName, match="U99999"):
        report(here, "U99999")
    with pytest.raises(UnknownName, match="no PCN staff"):
        answers(here, period="2020-01")


def test_allocations_without_weighted_lists_are_missing(here: VersionMeasures):
    rows = {r["pcn_code"]: r for r in allocations(here, "2025-09", "2025/26").to_dicts()}
    assert rows["U00001"]["method"] == "published local allocation"
    assert rows["U00002"]["total_gbp"] is None
    assert rows["U00002"]["flags"].split(";")[0] == "allocation_missing"


def test_an_allocation_written_beside_the_claims_is_used(here: VersionMeasures):
    rows = pl.DataFrame(
        {
            "pcn_code": ["U00002"] * 2,
            "month": ["2025-04", "2025-05"],
            "allocation_gbp": [100.0, 120.0],
        }
    )
    none = pl.DataFrame(schema={"pcn_code": pl.String})
    other = with_local(here, arrs_claims=rows, arrs_allocations=none)
    found = {r["pcn_code"]: r for r in allocations(other, "2025-09", "2025/26").to_dicts()}
    assert (found["U00002"]["total_gbp"], found["U00002"]["flags"]) == (120.0, "")  # the later one
    assert found["U00002"]["method"] == "allocation as the claims give it"
    assert found["U00001"]["total_gbp"] is None


def test_an_allocation_is_weighted_patients_times_pounds():
    weighted = (
        "PERIOD,SOURCE,PRACTICE_CODE,REGISTERED,WEIGHTED\n"
        "2025-01,registered_patients,F99001,9000,12000\n2025-01,registered_patients,F99002,15000,18000\n"
    )
    found = figures(
        pcn_csv([{"FTE": 3}]),
        places_csv([("F99001", "U00001", "B1"), ("F99002", "U00001", "B1")]),
        weighted,
    )
    rows = allocations(found, "2025-09", "2025/26").to_dicts()
    assert rows[0]["total_gbp"] == pytest.approx(798_930)
    assert rows[0]["flags"] == ""
