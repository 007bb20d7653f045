"""Which declared source a header belongs to."""

import random

import pytest

from tests.unit.making import FLAGS, IDENTITY, PCN_HEADER, detailed_header, staff_header
from wfcore.declared import declared
from wfcore.reading.recognising import Recognised, plain_header, recognise, refuse

REGISTERED = [
    "PUBLICATION", "EXTRACT_DATE", "TYPE", "SUB_ICB_LOCATION_CODE", "ONS_SUB_ICB_LOCATION_CODE",
    "CODE", "POSTCODE", "SEX", "AGE", "NUMBER_OF_PATIENTS",
]  # fmt: skip
QUIN_AGE = [
    "PUBLICATION", "EXTRACT_DATE", "ORG_TYPE", "ORG_CODE", "ONS_CODE", "POSTCODE", "SEX",
    "AGE_GROUP_5", "NUMBER_OF_PATIENTS",
]  # fmt: skip
MAP = [
    "PUBLICATION", "EXTRACT_DATE", "PRACTICE_CODE", "PRACTICE_NAME", "PRACTICE_POSTCODE",
    "PCN_CODE", "PCN_NAME", "ONS_SUB_ICB_LOCATION_CODE", "SUB_ICB_LOCATION_CODE",
    "SUB_ICB_LOCATION_NAME", "ONS_ICB_CODE", "ICB_CODE", "ICB_NAME", "ONS_COMM_REGION_CODE",
    "COMM_REGION_CODE", "COMM_REGION_NAME", "SUPPLIER_NAME",
]  # fmt: skip
EPCN = [
    "Partner\r\nOrganisation\r\nCode", "Partner\r\nName",
    "Practice\r\nParent\r\nSub ICB Loc Code", "PCN Code", "PCN Name",
    "Practice to PCN\r\nRelationship\r\nStart Date", "Practice to PCN\r\nRelationship\r\nEnd Date",
]  # fmt: skip
FINGERTIPS = [
    "Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name",
    "Area Type", "Sex", "Age", "Category Type", "Category", "Time period", "Value",
    "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Lower CI 99.8 limit", "Upper CI 99.8 limit",
    "Count", "Denominator", "Value note", "Recent Trend",
    "Compared to England value or percentiles", "Compared to percentiles", "Time period Sortable",
    "New data", "Compared to goal", "Time period range",
]  # fmt: skip
TIDY_STAFF = ["period", "source", "level", "area_code", "staff_group", "definition", "role", "fte"]
TIDY_PLACES = [
    "period", "source", "practice_code", "practice_name", "postcode", "pcn_code", "pcn_name",
    "borough_code", "borough_name", "sub_icb_code", "sub_icb_name", "icb_code", "icb_name",
    "region_code", "region_name",
]  # fmt: skip
HEADERS = {
    "gpw_detailed": detailed_header(),
    "gpw_detailed, eight columns": ["PRAC_CODE", "PRAC_NAME", "TOTAL_GP_FTE", "TOTAL_NURSES_FTE"],
    "gpw_detailed, 2018": ["PRAC_CODE", "CCG_CODE", "STP_CODE", "TOTAL_GP_EXR_FTE"],
    "demonstration": ["INVENTED", "YEAR", "MONTH", *detailed_header()],
    "gpw_high_level": [
        "PRAC_CODE",
        "PRAC_NAME",
        "STAFF_GROUP",
        "DETAILED_STAFF_ROLE",
        "MEASURE",
        "VALUE",
    ],
    "pcn_individual": PCN_HEADER,
    "registered_patients": REGISTERED,
    "registered_patients, quin age": QUIN_AGE,
    "practice_map": MAP,
    "epcn": EPCN,
    "ods_practices": [
        "ORGANISATION CODE",
        "NAME",
        "NATIONAL GROUPING",
        "HIGH LEVEL HEALTH GEOGRAPHY",
        "POSTCODE",
        "OPEN DATE",
        "CLOSE DATE",
        "STATUS CODE",
        "COMMISSIONER",
        "PRESCRIBING SETTING",
    ],
    "successions_list": ["PRACTICE_CODE", "SUCCESSOR_CODE", "HOW", "SINCE"],
    "borough_lookup": ["PRACTICE_CODE", "BOROUGH"],
    "borough_lookup, long": ["PRACTICE_CODE", "POSTCODE", "PCN_CODE", "CCG_JAN2021", "BOROUGH"],
    "imd_practice": ["PRACTICE_CODE", "PRACTICE_NAME", "IMD_YEAR", "IMD_SCORE"],
    "imd_fingertips": FINGERTIPS,
    "arrs_plan": [
        "Primary Care Network (PCN)",
        "Social Prescribing Link Workers",
        "Clinical Pharmacists",
        "Mental Health Practitioners (Adult - Band 8A) WTE",
        "A role of tomorrow",
        "Total WTE",
    ],
    "arrs_plan, of the demonstration": [
        "PCN",
        "PCN code",
        "Plan for",
        "SOURCE",
        "Paramedics",
        "GPs",
        "Dietitians",
        "Total",
    ],
    "arrs_claims": [
        "pcn_code",
        "month",
        "role",
        "wte",
        "claimed_gbp",
        "approved_gbp",
        "allocation_gbp",
        "status",
    ],
    "arrs_claims, short": ["PCN code", "month", "role", "FTE", "claimed_gbp"],
    "area_figures": ["place", "staff", "measure", "per", "month", "value", "patients", "source"],
    "learners": ["place", "group", "year", "in_training", "qualify", "route", "note"],
    "supervision": ["pcn", "profession", "educators", "capacity", "learners", "aged_55", "rooms"],
    "stayed": ["place", "cohort", "qualified", "stayed_here", "stayed_icb", "unknown"],
    "programme_posts": ["place", "programme", "role", "promised", "filled"],
    "practice_groups": ["group", "kind", "practice_code", "from", "to"],
    "targets": ["metric", "place", "value", "unit", "by_when", "set_by", "source"],
    "recommendations": [
        "reference",
        "asked",
        "recommendation",
        "place",
        "metric",
        "number_then",
        "owner",
        "due",
        "status",
        "answer",
    ],
    "arrs_allocations": ["pcn_code", "year", "total_gbp", "devolved_gbp", "note"],
    "arrs_spend": ["place", "place_name", "month", "spend", "unit", "note"],
    "nhs_payments": [
        "Practice Code",
        "Number of Registered Patients (Last Known Figure)",
        "Number of Weighted Patients (Last Known Figure)",
    ],
    "tidy_staff": TIDY_STAFF,
    "tidy_practices": ["period", "source", "practice_code", "TOTAL_PATIENTS", "TOTAL_GP_EXTG_FTE"],
    "tidy_lists": ["period", "source", "practice_code", "registered"],
    "tidy_places": TIDY_PLACES,
    "tidy_deprivation": ["source", "practice_code", "year", "score"],
    "tidy_authorities": ["source", "practice_code", "postcode", "borough_code"],
    "lad_2022": ["Practice_code", "LAD21", "LTLA21", "Final WP"],
    "postcode_directory": ["pcds", "oslaua", "osward", "pcon"],
    "postcode_directory, NSPL": ["pcd8", "lad23cd", "wd23cd"],
    "settings": ["setting", "value"],
}


def recognised(header: list[str]) -> Recognised | None:
    return recognise([plain_header(cell) for cell in header], declared())


@pytest.mark.parametrize("case", HEADERS)
def test_each_known_header(case: str):
    found = recognised(HEADERS[case])
    assert found is not None
    assert found.source.id == case.split(",")[0]
    assert found.unknown == ()


@pytest.mark.parametrize("case", HEADERS)
def test_order_case_and_marks_do_not_matter(case: str):
    header = [f"  {name.lower()} " for name in HEADERS[case]]
    random.Random(7).shuffle(header)
    header[0] = "\ufeff" + header[0]
    found = recognised(header)
    assert found is not None
    assert found.source.id == case.split(",")[0]
    straight = recognised(HEADERS[case])
    assert straight is not None
    assert found.columns == straight.columns


def test_every_source_that_has_a_header_is_held_here():
    assert {case.split(",")[0] for case in HEADERS} == {
        source.id for source in declared().sources.values() if source.required
    }


@pytest.mark.parametrize(
    ("printed", "ours"),
    [
        ("Practice\r\nParent\nSub ICB  Loc Code", "PRACTICE PARENT SUB ICB LOC CODE"),
        ("\ufeffprac_code", "PRAC_CODE"),
        ("\u200bPCN Code\u00a0", "PCN CODE"),
        ("", ""),
    ],
)
def test_plain(printed: str, ours: str):
    assert plain_header(printed) == ours


def test_unknown_columns_are_listed_and_not_fatal():
    found = recognised([*HEADERS["tidy_lists"], "Comment", "TOTAL_GP_FTE", ""])
    assert found is not None
    assert found.source.id == "tidy_lists"
    assert found.unknown == ("COMMENT", "TOTAL_GP_FTE")


def test_a_new_staff_column_of_the_publisher_is_not_unknown_to_the_reader():
    # It is named later, by the normaliser, as a role that no definition names.
    found = recognised([*detailed_header(), "TOTAL_DPC_ROBOT_FTE", "REMARK"])
    assert found is not None
    assert found.unknown == ("REMARK",)


def test_a_borough_added_to_the_detailed_file_does_not_make_it_a_lookup():
    found = recognised([*detailed_header(), "BOROUGH"])
    assert found is not None
    assert found.source.id == "gpw_detailed"
    assert found.unknown == ("BOROUGH",)


@pytest.mark.parametrize(
    "header",
    [
        ["PCN", "Total", "Paramedics", "Podiatrists"],  # too few roles
        ["PCN", "Paramedics", "Podiatrists", "Dietitians"],  # no total
        ["Place", "Total", "Paramedics", "Podiatrists", "Dietitians"],
        ["PCN", "Total", "2021", "2022", "2023"],
    ],
)
def test_what_is_no_plan(header: list[str]):
    assert recognised(header) is None


def test_columns_map_our_names_to_headings():
    found = recognised(["PRACTICE_CODE", "CCG_CODE", "TOTAL_GP_FTE", "COMM_REGION_NAME"])
    assert found is not None
    assert found.columns == {
        "practice_code": "PRACTICE_CODE",
        "sub_icb_code": "CCG_CODE",
        "region_name": "COMM_REGION_NAME",
    }


@pytest.mark.parametrize(
    "header",
    [
        [],
        [""],
        ["A", "B"],
        IDENTITY,  # no staff at all
        FLAGS,
        [*IDENTITY, "TOTAL_PATIENTS"],
        staff_header(),  # nobody's
        PCN_HEADER[:12],
    ],
)
def test_a_header_that_is_no_source(header: list[str]):
    assert recognised(header) is None


def test_refusal_names_the_nearest_source_and_the_missing_columns():
    header = [plain_header(h) for h in MAP if h not in ("PCN_CODE", "ICB_CODE")]
    error = refuse([[*header, "ICB_CODES"]], "map.csv", declared())
    assert "map.csv" in error.message
    assert "practice map" in error.message
    assert "PCN_CODE" in error.message
    assert "ICB_CODE (nearest here: ICB_CODES)" in error.message
    assert "PRACTICE_CODE" not in error.message.split("missing:")[1].split("Headings found")[0]
    assert "GP Practice Mapping file" in error.advice


def test_refusal_asks_for_staff_columns():
    error = refuse([["PRAC_CODE", "PRAC_NAME", "TOTAL_PATIENTS", *FLAGS]], "gp.csv", declared())
    assert "practice level, Detailed" in error.message
    assert "staff columns such as TOTAL_GP_FTE" in error.message


def test_refusal_of_a_staff_file_without_practice_codes():
    error = refuse([["SURGERY", *staff_header()]], "gp.csv", declared())
    assert "practice level, Detailed" in error.message
    assert "these columns are missing: PRAC_CODE." in error.message


def test_refusal_repeats_little_of_a_hostile_header():
    error = refuse([["X" * 5000] * 2000], "bad.csv", declared())
    assert len(str(error)) < 2000


@pytest.mark.parametrize("codes", [["SUB_ICB_CODE", "CCG_CODE"], ["CCG_CODE", "SUB_ICB_CODE"]])
def test_of_an_older_and_a_newer_name_the_newer_is_taken_wherever_it_stands(codes: list[str]):
    found = recognise(["PRAC_CODE", *codes, "TOTAL_GP_FTE"], declared())
    assert found is not None
    assert found.columns["sub_icb_code"] == "SUB_ICB_CODE"
    assert found.unknown == ("CCG_CODE",)
