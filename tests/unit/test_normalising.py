"""Recognised tables → drafts: which month, which edition, and no person in any table."""

import re

import pytest

from tests.unit.making import (
    allocations_csv,
    claims_csv,
    codes_of,
    csv_of,
    csv_text,
    detailed_header,
    draft_of,
    drafts_of,
    lists_csv,
    pcn_csv,
    places_csv,
    plan_csv,
    recommendations_csv,
    scores_csv,
    staff_csv,
    targets_csv,
    zip_of,
)
from wfcore.normalising import Draft
from wfcore.tables import STAFF_KINDS, TABLES, schema

GP = csv_of([{"PRAC_CODE": "A00001", "TOTAL_GP_FTE": 2}])


@pytest.mark.parametrize(
    ("name", "given", "period", "dated_by", "codes"),
    [
        ("GPW September 2025.csv", None, "2025-09", "name", {}),
        ("GPWPracticeCSV.092025.csv", None, "2025-09", "name", {}),
        ("gp.csv", None, "", "", {}),
        ("gp.csv", "2025-09", "2025-09", "given", {}),
        ("GPW September 2025.csv", "2025-09", "2025-09", "given", {}),
        ("GPW September 2025.csv", "2025-10", "2025-10", "given",
         {"period_differs_from_name": "warns"}),
    ],
)  # fmt: skip
def test_month_of_a_file_without_a_date(
    name: str, given: str | None, period: str, dated_by: str, codes: dict[str, str]
):
    draft = draft_of(GP, name, given)
    assert (draft.period, draft.dated_by, codes_of(draft)) == (period, dated_by, codes)
    assert draft.edition == f"gpw_detailed.{period or 'undated'}"


def test_month_in_the_name_of_the_zip():
    draft = draft_of(zip_of({"practice level.csv": GP}), "GPWPracticeCSV.092025.zip")
    assert (draft.period, draft.dated_by) == ("2025-09", "name")


def test_a_year_and_month_column_date_the_detailed_file():
    rows = [
        {"PRAC_CODE": "A00001", "YEAR": 2025, "MONTH": "June", "TOTAL_GP_FTE": 1},
        {"PRAC_CODE": "A00001", "YEAR": 2025, "MONTH": 7, "TOTAL_GP_FTE": 2},
        {"PRAC_CODE": "A00002", "YEAR": 2025, "MONTH": "June", "TOTAL_GP_FTE": 4},
    ]
    drafts = drafts_of(csv_of(rows))
    assert [(d.period, d.dated_by, d.rows) for d in drafts] == [
        ("2025-06", "content", 2),
        ("2025-07", "content", 1),
    ]
    assert [d.tables["staff_total"]["fte"].to_list() for d in drafts] == [[1, 4], [2]]
    assert [d.tables["staff_total"]["period"].unique().to_list() for d in drafts] == [
        ["2025-06"], ["2025-07"],
    ]  # fmt: skip


def test_rows_whose_date_cannot_be_read_block():
    drafts = drafts_of(pcn_csv([{}, {"CENSUS_MONTH": 13}, {"CENSUS_YEAR": ""}]))
    assert [(d.period, codes_of(d)) for d in drafts] == [
        ("2025-09", {}),
        ("", {"no_date": "blocks"}),
    ]


def test_the_content_wins_over_the_name_and_over_what_is_given():
    draft = draft_of(pcn_csv([{}]), "pcn June 2024.csv", "2024-06")
    assert (draft.period, draft.dated_by) == ("2025-09", "content")


def test_draft_records_its_file():
    draft = draft_of(
        csv_of([{"PRAC_CODE": "A00001", "TOTAL_GP_FTE": 2, "Remark": "x"}]), "f.csv", "2024-02"
    )
    (record,) = draft.file_record().to_dicts()
    digest = record.pop("sha256")
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert record == {
        "period": "2024-02", "source": "gpw_detailed", "file_name": "f.csv",
        "bytes": len("PRAC_CODE,TOTAL_GP_FTE,Remark\nA00001,2,x\n"), "rows": 1,
        "snapshot_date": "2024-02-29", "columns_unknown": "REMARK",
        "licence": "Open Government Licence v3.0", "note": "", "holds": "staff_total",
    }  # fmt: skip


def test_every_table_has_exactly_the_columns_of_its_kind():
    full = draft_of(csv_of([{"PRAC_CODE": "A00001"}], detailed_header()), period="2025-09")
    drafts = [
        full,
        *drafts_of(pcn_csv([{}])),
        *drafts_of(lists_csv([("A00001", 5000)])),
        *drafts_of(places_csv([("A00001", "U00001", "East")])),
        *drafts_of("PRACTICE_CODE,BOROUGH\nA00001,East\n"),
        *drafts_of(scores_csv([("A00001", 2025, "20.5")])),
        *drafts_of(plan_csv([("First PCN", 1, 2, 3, 6)]), period="2026-03"),
        *drafts_of(claims_csv([{}])),
        *drafts_of(allocations_csv([("U00001", "2025/26", 1, 1, "")])),
        *drafts_of(recommendations_csv([{}])),
        *drafts_of(targets_csv([{}])),
        *drafts_of("GROUP,KIND,PRACTICE_CODE\nRiver,federation,A00001\n"),
        *drafts_of("PCDS,OSLAUA\nAB1 2CD,E07000001\n"),
        *drafts_of("SETTING,VALUE\nopens_on,QXX\n"),
        *drafts_of("PLACE,MONTH,SPEND,UNIT\nQXX,2025-09,120000,pounds\n"),
        *drafts_of("PLACE,GROUP,YEAR,IN_TRAINING\nQXX,GP,2024/25,9\n"),
        *drafts_of("PCN,PROFESSION,EDUCATORS,CAPACITY,LEARNERS\nU00001,GP,9,9,9\n"),
        *drafts_of("PLACE,COHORT,QUALIFIED,STAYED_HERE\nQXX,2024/25,9,8\n"),
        *drafts_of("PLACE,PROGRAMME,ROLE,PROMISED,FILLED\nQXX,SPIN,GP,9,8\n"),
        *drafts_of("PLACE,STAFF,MEASURE,PER,MONTH,VALUE\nEast,GP,fte,,2022-09,12\n"),
    ]
    seen: set[str] = set()
    for draft in drafts:
        records = (("files", draft.file_record()), ("headings", draft.heading_record()))
        for kind, table in (*draft.tables.items(), *records):
            assert dict(table.schema) == schema(kind)
            seen.add(kind)
    assert seen == {*TABLES} - {"fingerprints", "successions"}  # made by the store
    assert set(full.tables) >= set(STAFF_KINDS)


PERSONAL = re.compile(
    r"person|identif|forename|surname|birth|nhs_number|email|gender", re.IGNORECASE
)


def test_no_kind_of_table_has_room_for_a_person():
    assert [c for kind in TABLES for c in schema(kind) if PERSONAL.search(c)] == []


def test_a_column_of_names_in_any_file_reaches_no_table():
    secret = "Jane-Secret"
    files = [
        csv_of([{"PRAC_CODE": "A00001", "TOTAL_GP_FTE": 2, "STAFF_NAME": secret}]),
        pcn_csv([{"UNIQUE_IDENTIFIER": secret}]),
        csv_text(
            ["PRAC_CODE", "STAFF_GROUP", "DETAILED_STAFF_ROLE", "MEASURE", "VALUE", "PERSON"],
            [("A00001", "GP", "Total", "FTE", 1, secret)],
        ),
        csv_text(
            [
                "PERIOD",
                "SOURCE",
                "LEVEL",
                "AREA_CODE",
                "STAFF_GROUP",
                "ROLE",
                "DEFINITION",
                "FTE",
                "WHO",
            ],
            [("2025-09", "gpw_detailed", "practice", "A00001", "gp", "all", "all", 1, secret)],
        ),
    ]
    for data in files:
        (draft,) = drafts_of(data, period="2025-09")
        tables = [*draft.tables.values(), draft.file_record()]
        assert [t for t in tables if secret in t.write_csv()] == []


def test_a_finding_names_the_row_of_the_sheet_below_a_title_and_in_a_later_month():
    rows = staff_csv(
        [
            ("2025-06", "A00001", 1),
            ("", "A00001", 1),
            ("2025-06", "A00002", 2),
            ("", "A00002", "abc"),
        ]
    )
    june, september = drafts_of(f"Staff of practices\n\n{rows}")
    assert "not_a_number" not in codes_of(june)
    assert examples_of(september, "not_a_number") == ["row 7, FTE: abc"]


def test_a_finding_of_the_pcn_file_names_the_row_of_the_sheet():
    data = pcn_csv([{"CENSUS_MONTH": 6}, {"FTE": "abc"}, {"CENSUS_MONTH": 6}, {"FTE": -9}])
    _, september = drafts_of(data)
    assert examples_of(september, "not_a_number") == ["row 3, FTE: abc"]
    assert examples_of(september, "no_negative_figures") == ["row 5, U00001: -9.0"]


def examples_of(draft: Draft, code: str) -> list[str]:
    return [example for f in draft.findings if f.code == code for example in f.examples]
