"""Claims and allocations: reading, and every rule about them."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from tests.unit.making import (
    PLAN_HEADER,
    TODAY,
    allocations_csv,
    claims_csv,
    codes_of,
    csv_of,
    draft_of,
    drafts_of,
    figures,
    lists_csv,
    pcn_csv,
    places_csv,
    plan_csv,
    publish,
    staff_csv,
)
from wfcore.checking import QualityReport, check_drafts
from wfcore.findings import Finding
from wfcore.normalising.values import financial_year, period_in_name
from wfcore.store import Store, compare_to_published, delta, with_known_codes
from wfcore.tables import TABLES, schema

PLACES = [("A00001", "U00001", "East"), ("A00002", "U00002", "East")]


def report(data: str, period: str | None = None, today: datetime = TODAY) -> QualityReport:
    return check_drafts(drafts_of(data, period=period), today=today)[1]


def found(checked: QualityReport, code: str) -> Finding:
    return next(x for f in checked.files for x in f.findings if x.code == code)


def against(folder: Path, *files: str, period: str | None = None) -> QualityReport:
    store = Store.open(folder)
    drafts = [d for i, f in enumerate(files) for d in drafts_of(f, f"new {i}.csv", period)]
    drafts, _ = check_drafts(with_known_codes(drafts, store), today=TODAY)
    empty = check_drafts(drafts, today=TODAY)[1]
    bare = QualityReport(files=tuple(f.model_copy(update={"findings": ()}) for f in empty.files))
    return compare_to_published(drafts, bare, store)


# Reading


def test_a_claim():
    draft = draft_of(claims_csv([{"approved_gbp": "£9,500.50", "status": " Approved "}]))
    assert (draft.edition, draft.dated_by) == ("arrs_claims.2025-09", "content")
    assert dict(draft.tables["arrs_claims"].schema) == schema("arrs_claims")
    assert draft.tables["arrs_claims"].drop("role").rows(named=True) == [
        {
            "source": "arrs_claims", "pcn_code": "U00001", "month": "2025-09",
            "role_printed": "Clinical Pharmacists", "wte": 2.0, "claimed_gbp": 10000.0,
            "approved_gbp": 9500.5, "allocation_gbp": 500000.0, "status": "approved", "row": 2,
        }
    ]  # fmt: skip
    assert codes_of(report(claims_csv([{}]))) == {}


def test_each_month_is_an_edition():
    drafts = drafts_of(claims_csv([{"month": m} for m in ("2025-04", "2025-05-01", "01/06/2025")]))
    assert [d.edition for d in drafts] == [f"arrs_claims.2025-0{m}" for m in (4, 5, 6)]
    assert [d.tables["arrs_claims"]["row"].to_list() for d in drafts] == [[2], [3], [4]]


def test_an_allocation():
    draft = draft_of(allocations_csv([("u00001", "2025-26", "£500,000", "", "first letter")]))
    assert draft.edition == "arrs_allocations.2025-04"
    assert draft.tables["arrs_allocations"].rows() == [
        ("arrs_allocations", "U00001", "2025/26", 500000.0, None, "first letter", 2)
    ]


def test_payments_give_weighted_lists_and_no_rate_rests_on_them():
    payments = csv_of(
        [
            {
                "Practice Code": "A00001",
                "Number of Registered Patients (Last Known Figure)": "4060.75",
                "Number of Weighted Patients (Last Known Figure)": "4645.53",
            }
        ]
    )
    draft = draft_of(payments, "nhspaymentsgp-21-22-prac.csv")
    assert (draft.period, draft.dated_by) == ("2022-03", "name")
    assert draft.tables["lists"].select("registered", "weighted").rows() == [(4060.75, 4645.53)]
    made = figures(
        payments, staff_csv([("", "A00001", 2)], period="2022-03"),
        places_csv(PLACES, period="2022-03"), period="2022-03",
    )  # fmt: skip
    assert made.version.table("lists")["weighted"].to_list() == [4645.53]
    assert made.units("practice", "2022-03").frame["registered"].null_count() == 2


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2025/26", "2025/26"), (" 2025-26 ", "2025/26"), ("25/26", "2025/26"),
        ("2025/2026", "2025/26"), ("2099/00", "2099/00"), ("2025", None), ("2025/27", None),
        ("next", None), ("", None),
    ],
)  # fmt: skip
def test_financial_years(text: str, year: str | None):
    assert financial_year(text) == year


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("21-22.csv", "2022-03"), ("nhs-payments-2022-23.csv", "2023-03"), ("2009-10.csv", "2009-10"),
        ("21-23.csv", None), ("a 2021-22 b September 2024.csv", "2024-09"),
    ],
)  # fmt: skip
def test_a_financial_year_in_a_name_is_its_last_month(name: str, period: str | None):
    assert period_in_name(name) == period


# Rules


BAD = {
    "month unreadable": ({"month": "soon"}, "no_date", "blocks", "row 2, month: soon"),
    "month blank": ({"month": ""}, "no_date", "blocks", "row 2, month: blank"),
    "month in the future": ({"month": "2026-01"}, "future_period", "blocks", "2026-01"),
    "before the scheme": ({"month": "2019-06"}, "before_the_scheme", "warns", "row 2"),
    "negative money": (
        {"claimed_gbp": -5}, "no_negative_money_or_fte", "blocks", "row 2, claimed_gbp: -5",
    ),
    "negative FTE": ({"wte": "-0.5"}, "no_negative_money_or_fte", "blocks", "row 2, wte: -0.5"),
    "much FTE": ({"wte": 37.5}, "implausible_fte", "warns", "row 2, wte: 37.5, Clinical Pharmacists"),
    "hours": ({"wte": 1500}, "no_impossible_fte", "blocks", "row 2, wte: 1,500, Clinical Pharmacists"),
    "a word for money": (
        {"claimed_gbp": "lots"}, "not_a_number", "blocks", "row 2, claimed_gbp: lots",
    ),
    "no PCN code": ({"pcn_code": "Total"}, "pcn_codes_have_the_right_shape", "blocks",
        "row 2, PCN code: TOTAL"),
    "blank PCN code": ({"pcn_code": ""}, "pcn_codes_have_the_right_shape", "blocks",
        "row 2, PCN code: blank"),
    "approved above claimed": ({"approved_gbp": 10000.01}, "approved_above_claimed", "warns",
        "row 2, approved_gbp: £10,000.01, claimed £10,000.00"),
    "no FTE": ({"wte": ""}, "claims_incomplete", "warns", "row 2, wte: blank"),
    "no role": ({"role": " "}, "claims_incomplete", "warns", "row 2, role: blank"),
    "unknown status": ({"status": "maybe"}, "unknown_status", "warns", "row 2, status: maybe"),
    "invented": ({"pcn_code": "U99901"}, "invented_rows", "warns", "row 2"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_claim_is_named_with_row_and_column(case: str):
    cells, code, severity, example = BAD[case]
    checked = report(claims_csv([cells]))
    assert codes_of(checked)[code] == severity
    assert found(checked, code).examples == (example,)
    assert found(checked, code).message.endswith((".", "?"))


def test_two_claims_for_one_role_stay_and_are_named():
    rows = [{}, {"role": "Podiatrists"}, {"wte": 1}, {}]
    checked = report(claims_csv(rows))
    assert codes_of(checked) == {"two_claims_for_one_role": "warns"}
    assert found(checked, "two_claims_for_one_role").examples == (
        "rows 2 and 4 and 5: U00001 2025-09, Clinical Pharmacists",
    )
    kept, _ = check_drafts(drafts_of(claims_csv(rows)), today=TODAY)
    assert kept[0].tables["arrs_claims"].height == 4


def test_one_month_of_another_year_is_a_slip_and_a_history_is_not():
    months = [f"2025-{m:02d}" for m in range(4, 10)]
    slip = report(claims_csv([{"month": m} for m in [*months, "2024-09"]]))
    assert codes_of(slip) == {"month_outside_year": "warns"}
    assert found(slip, "month_outside_year").examples == ("row 8: 2024-09",)
    earlier = [f"2024-{m:02d}" for m in range(4, 10)]
    assert codes_of(report(claims_csv([{"month": m} for m in months + earlier]))) == {}


def test_allocations_of_one_pcn_differ():
    checked = report(claims_csv([{}, {"role": "Podiatrists", "allocation_gbp": 490000}]))
    assert codes_of(checked) == {"allocation_differs": "warns"}
    assert found(checked, "allocation_differs").examples == ("U00001: £500,000.00 and £490,000.00",)


@pytest.mark.parametrize(
    ("rows", "code", "severity", "example"),
    [
        ([("U00001", "2025/26", "", "", "")], "allocation_missing", "warns", "row 2, total_gbp: blank"),
        ([("U00001", "2025/26", 1, 2, "")], "devolved_above_total", "warns",
         "row 2, devolved_gbp: £2.00, total £1.00"),
        ([("U00001", "2025/26", 1, 1, "")] * 2, "two_allocations_for_one_pcn", "blocks",
         "row 2: U00001 2025/26"),
        ([("U00001", "2025/26", -1, "", "")], "no_negative_money_or_fte", "blocks",
         "row 2, total_gbp: -1"),
        ([("U00001", "2025", 1, 1, "")], "no_date", "blocks", "row 2, year: 2025"),
        ([("U00001", "2045/46", 1, 1, "")], "too_far_ahead", "blocks", "2045-04"),
    ],
)  # fmt: skip
def test_a_bad_allocation(rows: list[tuple[object, ...]], code: str, severity: str, example: str):
    checked = report(allocations_csv(rows))
    assert codes_of(checked)[code] == severity
    assert found(checked, code).examples[0] == example


def test_next_year_may_be_planned_and_allocated():
    assert codes_of(report(allocations_csv([("U00001", "2026/27", 900000, 100000, "")]))) == {}
    planned = report(plan_csv([("East", 1, 1, 1, 3), ("Total", 1, 1, 1, 3)]), "2028-03")
    assert codes_of(planned) == {}
    far = report(plan_csv([("East", 1, 1, 1, 3)]), "2031-01")
    assert codes_of(far)["too_far_ahead"] == "blocks"


def test_figures_of_a_plan_are_named_by_cell():
    checked = report(plan_csv([("East", -1, 300, 31, 330)]), "2026-03")
    assert found(checked, "no_negative_money_or_fte").examples == ("B2 East: -1",)
    assert found(checked, "no_impossible_fte").examples == ("C2 East: 300, Podiatrists",)
    assert found(checked, "implausible_fte").examples == ("D2 East: 31, Care Co-ordinators",)


def test_roles_that_nobody_knows():
    draft = draft_of(claims_csv([{}, {"role": "Wizard"}]))
    assert draft.tables["arrs_claims"]["role"].to_list() == ["clinical_pharmacist", None]
    checked = report(claims_csv([{}, {"role": "Wizard"}]))
    assert codes_of(checked) == {"unknown_role": "warns"}
    assert found(checked, "unknown_role").examples == ("row 3: Wizard",)
    header = [*PLAN_HEADER[:-1], "Wizards", PLAN_HEADER[-1]]
    planned = report(plan_csv([("East", 1, 1, 1, 1, 4)], header), "2026-03")
    assert found(planned, "unknown_role").examples == ("column E: Wizards",)


# Against what is published


def test_names_of_a_plan_find_their_codes(store: Path):
    publish(store, pcn_csv([{"PCN_NAME": "NORTH & SOUTH PCN"}]))
    plan = plan_csv([("North and South", 1, 1, 1, 3), ("Nowhere", 1, 1, 1, 3)])
    (draft,) = with_known_codes(drafts_of(plan, period="2026-03"), Store.open(store))
    assert draft.tables["arrs_plan"].select("area_name", "pcn_code").unique().sort("area_name").rows() == [
        ("North and South", "U00001"),
        ("Nowhere", None),
    ]  # fmt: skip
    checked = against(store, plan, period="2026-03")
    assert found(checked, "unknown_pcn").examples == ("row 3: Nowhere",)


def test_a_name_that_two_pcns_bear_finds_none():
    places = pcn_csv(
        [{"PCN_NAME": "CENTRAL PCN"}, {"PCN_NAME": "CENTRAL PCN", "PCN_CODE": "U00002"}]
    )
    plan = plan_csv([("Central", 1, 1, 1, 3)])
    drafts = with_known_codes([*drafts_of(places), *drafts_of(plan, period="2026-03")], None)
    assert drafts[-1].tables["arrs_plan"]["pcn_code"].null_count() == 3


def test_claims_of_a_pcn_that_nobody_places(store: Path):
    publish(store, places_csv(PLACES))
    checked = against(store, claims_csv([{}, {"pcn_code": "U77777"}]))
    assert codes_of(checked) == {"unknown_pcn": "warns"}
    assert found(checked, "unknown_pcn").examples == ("row 3: U77777",)


def test_claims_of_a_pcn_that_moved_to_another_icb(store: Path):
    publish(
        store,
        places_csv(PLACES, period="2025-09", icb="QXX"),
        places_csv([PLACES[0]], period="2025-11", icb="QYY", sub_icb="98X"),
    )
    checked = against(store, claims_csv([{}, {"pcn_code": "U00002"}]))
    assert codes_of(checked) == {"pcn_moved_icb": "warns"}
    assert found(checked, "pcn_moved_icb").examples == (
        "row 2: U00001 in QXX then, in QYY since 2025-11",
    )


def test_a_missing_allocation_may_stand_in_a_table_of_its_own(store: Path):
    publish(store, places_csv(PLACES))
    claims = claims_csv([{"allocation_gbp": ""}])
    checked = against(store, claims)
    assert codes_of(checked) == {"allocation_missing": "warns"}
    assert found(checked, "allocation_missing").examples == ("row 2: U00001",)
    table = allocations_csv([("U00001", "2025/26", 500000, "", "")])
    assert codes_of(against(store, claims, table)) == {}
    publish(store, table)
    assert codes_of(against(store, claims)) == {}


def test_claims_far_above_the_people_a_pcn_counts(store: Path):
    publish(store, pcn_csv([{"UNIQUE_IDENTIFIER": p} for p in ("P1", "P2", "P3")]))
    assert codes_of(against(store, claims_csv([{"wte": 6}]))) == {}
    checked = against(store, claims_csv([{"wte": 4}, {"role": "Podiatrists", "wte": 2.5}]))
    assert codes_of(checked) == {"claimed_far_above_staff": "warns"}
    assert found(checked, "claimed_far_above_staff").examples == (
        "row 2, wte: U00001 6.50 FTE, 3 people",
    )
    assert codes_of(against(store, claims_csv([{"wte": 20, "month": "2024-09"}]))) == {}


def test_a_file_that_leaves_pcns_out(store: Path):
    publish(store, places_csv(PLACES), claims_csv([{}, {"pcn_code": "U00002"}]))
    checked = against(store, claims_csv([{"wte": 3}]))
    assert codes_of(checked) == {
        "revision": "warns",
        "pcns_left_out": "warns",
        "figures_restated": "notes",
    }
    assert found(checked, "figures_restated").examples == (
        "U00001 Clinical Pharmacists wte: 2 → 3",
    )
    assert found(checked, "pcns_left_out").examples == ("U00002",)


# The store


@pytest.mark.parametrize("kind", ["arrs_plan", "arrs_claims", "arrs_allocations"])
def test_without_any_there_is_an_empty_table(store: Path, kind: str):
    table = publish(store, lists_csv([("A00001", 5000)])).read().table(kind)
    assert table.is_empty()
    assert dict(table.schema) == schema(kind)


def test_a_store_made_before_there_were_local_tables_takes_them(
    store: Path, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as earlier:
        earlier.setattr(delta, "TABLES", tuple(k for k in TABLES if "arrs" not in k))
        publish(store, lists_csv([("A00001", 5000)]))
    assert Store.open(store).read().table("arrs_plan").is_empty()
    version = publish(
        store, claims_csv([{}]), allocations_csv([("U00001", "2025/26", 1, 1, "")])
    ).read()
    assert version.table("arrs_claims")["wte"].to_list() == [2.0]
    assert version.table("arrs_allocations")["financial_year"].to_list() == ["2025/26"]
    assert version.table("lists")["registered"].to_list() == [5000.0]


def test_the_clock_decides_what_is_to_come():
    late = datetime(2026, 2, 1, tzinfo=UTC)
    assert "future_period" not in codes_of(report(claims_csv([{"month": "2026-01"}]), today=late))
    assert isinstance(report(claims_csv([{}])).files[0].totals, dict)
    assert report(claims_csv([{}])).files[0].totals == {
        "PCNs": "1", "FTE claimed": "2.00", "claimed": "£10,000",
    }  # fmt: skip
    assert pl.DataFrame(schema=schema("arrs_claims")).is_empty()
