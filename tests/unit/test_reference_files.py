"""List sizes, maps, the ePCN workbook and the borough lookup."""

import polars as pl
import pytest

from tests.unit.making import codes_of, csv_of, csv_text, draft_of, drafts_of, lists_csv
from wfcore.normalising import Draft
from wfcore.tables import STANDING

LIST = {
    "PUBLICATION": "GP_PRAC_PAT_LIST", "EXTRACT_DATE": "01NOV2025", "TYPE": "GP", "CODE": "A00001",
    "SEX": "ALL", "AGE": "ALL", "NUMBER_OF_PATIENTS": 5000,
}  # fmt: skip
QUIN = {
    "PUBLICATION": "GP_PRAC_PAT_LIST", "EXTRACT_DATE": "2025-11-01", "ORG_TYPE": "GP",
    "ORG_CODE": "A00001", "ONS_CODE": "", "POSTCODE": "", "SEX": "ALL", "AGE_GROUP_5": "ALL",
    "NUMBER_OF_PATIENTS": 5000,
}  # fmt: skip
MAP = {
    "EXTRACT_DATE": "01Nov2025", "PRACTICE_CODE": "A00001", "PRACTICE_NAME": "THE SURGERY",
    "PRACTICE_POSTCODE": "RM1 1AA", "PCN_CODE": "U00001", "PCN_NAME": "FIRST PCN",
    "SUB_ICB_LOCATION_CODE": "99X", "SUB_ICB_LOCATION_NAME": "NHS SOMEWHERE", "ICB_CODE": "QXX",
    "ICB_NAME": "NHS SOMEWHERE ICB", "COMM_REGION_CODE": "Y99", "COMM_REGION_NAME": "EAST",
}  # fmt: skip
EPCN = {
    "Partner\r\nOrganisation\r\nCode": "A00001", "Partner\r\nName": "THE SURGERY",
    "Practice\r\nParent\r\nSub ICB Loc Code": "99X", "PCN Code": "U00001", "PCN Name": "FIRST PCN",
    "PCN\r\nParent\r\nSub ICB Loc Code": "11A",
    "Practice to PCN\r\nRelationship\r\nStart Date": "20190701",
    "Practice to PCN\r\nRelationship\r\nEnd Date": "",
}  # fmt: skip


def lists(draft: Draft) -> list[tuple[object, ...]]:
    return draft.tables["lists"].select("practice_code", "registered").rows()


def test_practice_totals():
    draft = draft_of(csv_of([LIST, LIST | {"CODE": "a00002", "NUMBER_OF_PATIENTS": "6,000"}]))
    assert (draft.period, draft.dated) == ("2025-11", "2025-11-01")
    assert lists(draft) == [("A00001", 5000.0), ("A00002", 6000.0)]
    assert draft.file_record()["snapshot_date"].to_list() == ["2025-11-01"]


def test_only_practices_all_sexes_and_all_ages_are_kept():
    rows = [
        QUIN,
        QUIN | {"SEX": "MALE", "NUMBER_OF_PATIENTS": 2000},
        QUIN | {"AGE_GROUP_5": "0_4", "NUMBER_OF_PATIENTS": 300},
        QUIN | {"ORG_TYPE": "PCN", "ORG_CODE": "U00001", "NUMBER_OF_PATIENTS": 9000},
        QUIN | {"ORG_TYPE": "ICB", "ORG_CODE": "QXX", "NUMBER_OF_PATIENTS": 90000},
        QUIN | {"ORG_TYPE": " gp ", "ORG_CODE": "A00002", "SEX": "all", "AGE_GROUP_5": "All"},
    ]
    assert lists(draft_of(csv_of(rows))) == [("A00001", 5000.0), ("A00002", 5000.0)]


def test_a_file_without_practice_totals_blocks():
    draft = draft_of(csv_of([QUIN | {"SEX": "MALE"}, QUIN | {"ORG_TYPE": "PCN"}]))
    assert codes_of(draft) == {"no_practice_totals": "blocks"}
    assert draft.tables == {}


def test_list_sizes_that_are_no_number():
    draft = draft_of(csv_of([LIST, LIST | {"CODE": "A00002", "NUMBER_OF_PATIENTS": "lots"}]))
    assert codes_of(draft) == {"not_a_number": "blocks"}
    assert draft.findings[0].examples == ("row 3, NUMBER_OF_PATIENTS: lots",)
    assert lists(draft) == [("A00001", 5000.0), ("A00002", None)]


def test_tidy_lists_with_weights():
    header = ["PERIOD", "SOURCE", "PRACTICE_CODE", "REGISTERED", "WEIGHTED"]
    text = csv_text(
        header,
        [
            ("2025-09", "registered_patients", "A00001", 5000, "4800.5"),
            ("2025-09", "registered_patients", "A00002", "NA", "x1"),
        ],
    )
    draft = draft_of(text)
    table = draft.tables["lists"].with_columns(pl.col(pl.Categorical).cast(pl.String))
    assert table.select(
        "registered", "registered_missing", "weighted", "weighted_missing"
    ).rows() == [
        (5000.0, None, 4800.5, None),
        (None, "not_supplied", None, "not_valid"),
    ]
    assert codes_of(draft) == {"not_a_number": "blocks"}


def test_tidy_lists_of_two_sources_become_two_drafts():
    text = lists_csv([("A00001", 5000)]) + "2025-10,registered_patients,A00001,5100\n"
    assert [(d.edition, lists(d)) for d in drafts_of(text)] == [
        ("registered_patients.2025-09", [("A00001", 5000.0)]),
        ("registered_patients.2025-10", [("A00001", 5100.0)]),
    ]


def test_map():
    draft = draft_of(csv_of([MAP]))
    (place,) = draft.tables["places"].to_dicts()
    assert place == {
        "period": "2025-11", "source": "practice_map", "practice_code": "A00001",
        "practice_name": "THE SURGERY", "postcode": "RM1 1AA", "pcn_code": "U00001",
        "pcn_name": "FIRST PCN", "borough_code": None, "borough_name": None, "sub_icb_code": "99X",
        "sub_icb_name": "NHS SOMEWHERE", "icb_code": "QXX", "icb_name": "NHS SOMEWHERE ICB",
        "region_code": "Y99", "region_name": "EAST", "invented": False,
    }  # fmt: skip
    assert codes_of(draft) == {}


def test_a_blank_name_is_the_one_of_its_code():
    """Our own layout names an area once; a code that nobody names has no name, and no code no name."""
    named = MAP | {"PRACTICE_CODE": "A00002", "PCN_CODE": "U00002", "PCN_NAME": "SECOND PCN"}
    unnamed = {"PCN_NAME": "", "SUB_ICB_LOCATION_NAME": "", "ICB_NAME": " "}
    rows = [
        MAP | unnamed, MAP | {"PRACTICE_CODE": "A00003"}, named,
        MAP | unnamed | {"PRACTICE_CODE": "A00004", "PCN_CODE": "U00009"},
        MAP | unnamed | {"PRACTICE_CODE": "A00005", "PCN_CODE": "U"},
    ]  # fmt: skip
    places = draft_of(csv_of(rows)).tables["places"]
    assert places.select("pcn_name", "sub_icb_name", "icb_name").rows() == [
        (pcn, "NHS SOMEWHERE", "NHS SOMEWHERE ICB")
        for pcn in ("FIRST PCN", "FIRST PCN", "SECOND PCN", None, None)
    ]


def test_the_icb_is_the_one_most_practices_of_the_sub_icb_name():
    wrong = {"ICB_CODE": "QZZ", "ICB_NAME": "NHS WRONG ICB", "COMM_REGION_CODE": "Y11"}
    rows = [
        MAP,
        MAP | {"PRACTICE_CODE": "A00002"},
        MAP | {"PRACTICE_CODE": "A00003", **wrong},
        MAP | {"PRACTICE_CODE": "A00004", "SUB_ICB_LOCATION_CODE": "88X", **wrong},
        MAP | {"PRACTICE_CODE": "A00005", "SUB_ICB_LOCATION_CODE": ""},
    ]
    draft = draft_of(csv_of(rows))
    assert draft.tables["places"].select("practice_code", "icb_code", "icb_name", "region_code").rows() == [
        ("A00001", "QXX", "NHS SOMEWHERE ICB", "Y99"),
        ("A00002", "QXX", "NHS SOMEWHERE ICB", "Y99"),
        ("A00003", "QXX", "NHS SOMEWHERE ICB", "Y99"),
        ("A00004", "QZZ", "NHS WRONG ICB", "Y11"),
        ("A00005", "QXX", "NHS SOMEWHERE ICB", "Y99"),
    ]  # fmt: skip
    assert codes_of(draft) == {"icb_contradicts_sub_icb": "notes"}
    assert draft.findings[0].examples == ("A00003: QZZ printed, QXX used",)


@pytest.mark.parametrize("printed", ["U", "Unaligned", "UNALLOCATED", ""])
def test_no_network_in_a_map(printed: str):
    place = draft_of(csv_of([MAP | {"PCN_CODE": printed, "PCN_NAME": "Unallocated"}])).tables[
        "places"
    ]
    assert place.select("pcn_code", "pcn_name", "sub_icb_code").rows() == [(None, None, "99X")]


def test_epcn_keeps_current_relationships_only():
    end = "Practice to PCN\r\nRelationship\r\nEnd Date"
    rows = [
        EPCN | {end: "20250331", "PCN Code": "U00009"},
        EPCN | {end: "  "},
        EPCN | {"Partner\r\nOrganisation\r\nCode": "A00002", end: "31/03/2025"},
    ]
    draft = draft_of(csv_of(rows), name="ePCN September 2025.csv")
    assert (draft.source, draft.period, draft.dated_by) == ("epcn", "2025-09", "name")
    places = draft.tables["places"]
    assert places.select("practice_code", "pcn_code", "sub_icb_code", "icb_code").rows() == [
        ("A00001", "U00001", "99X", None)
    ]


def test_borough_lookup():
    text = csv_text(
        ["Practice_Code", "LAD_NAME", "LAD_CODE", "Method"],
        [
            ("a00001", "Havering", "E09000016", "postcode"),
            ("A00002", "Newham", "", ""),
            ("A00003", " ", "E09000001", "postcode"),
        ],
    )
    draft = draft_of(text)
    assert (draft.period, draft.dated_by, draft.edition) == (
        STANDING, "content", "borough_lookup.standing",
    )  # fmt: skip
    assert draft.tables["boroughs"].rows() == [
        ("A00001", "E09000016", "Havering", None, "postcode"),
        ("A00002", "Newham", "Newham", None, None),
    ]
    assert codes_of(draft) == {"no_borough": "warns"}


def test_borough_lookup_without_codes_uses_the_name():
    draft = draft_of("PRAC_CODE,BOROUGH\nA00001,Tower Hamlets\n")
    assert draft.tables["boroughs"].select("borough_code", "borough_name").rows() == [
        ("Tower Hamlets", "Tower Hamlets")
    ]
