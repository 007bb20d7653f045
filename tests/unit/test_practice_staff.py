"""The Detailed file of any vintage → tidy tables."""

import polars as pl
import pytest

from tests.unit.making import codes_of, csv_of, detailed_header, draft_of, drafts_of
from wfcore.normalising import Draft


def row(code: str = "A00001", **cells: object) -> dict[str, object]:
    return {"PRAC_CODE": code, **cells}


def staff(draft: Draft, breakdown: str = "total", **wanted: str) -> dict[str, tuple[object, ...]]:
    """Area → FTE, its reason, headcount, its reason."""
    table = draft.tables[f"staff_{breakdown}"]
    for label, value in wanted.items():
        table = table.filter(pl.col(label).cast(pl.String) == value)
    columns = ["fte", "fte_missing", "headcount", "headcount_missing"]
    return {r[0]: r[1:] for r in table.select("area_code", *columns).iter_rows()}


def made(*rows: dict[str, object], **options: str) -> Draft:
    return draft_of(csv_of(rows), period="2025-09", **options)


def test_the_full_header_makes_501_rows_a_practice():
    rows = [row(code) for code in ("A00001", "A00002", "A00003")]
    draft = draft_of(csv_of(rows, detailed_header()), period="2025-09")
    heights = {kind: t.height for kind, t in draft.tables.items() if kind.startswith("staff_")}
    assert sum(heights.values()) == 3 * 501
    assert heights["staff_role_sex"] == 3 * 136
    assert draft.findings == ()
    assert draft.columns_unknown == ()


def test_every_published_cell_arrives_once():
    # Each cell holds its own number, so a swapped or doubled column would show.
    header = detailed_header()
    staff_headings = header[32:]
    numbers = {h: i + 1 for i, h in enumerate(staff_headings)}
    draft = draft_of(csv_of([row() | numbers], header), period="2025-09")
    tables = [t for kind, t in draft.tables.items() if kind.startswith("staff_")]
    found = sorted(
        value
        for table in tables
        for measure in ("fte", "headcount")
        for value in table[measure].drop_nulls()
    )
    assert found == list(range(1, 774))


def test_fte_and_headcount_of_the_same_people_share_a_row():
    draft = made(
        row(
            TOTAL_DPC_HCA_FTE="0.6",
            TOTAL_DPC_HCA_HC=2,
            MALE_N_PRAC_NURSE_FTE="1.25",
            MALE_N_PRAC_NURSE_HC=3,
            TOTAL_GP_FTE=4,
        )
    )
    assert staff(draft, "role", role="dpc_hca") == {"A00001": (0.6, None, 2.0, None)}
    assert staff(draft, "role_sex", role="nurse_prac_nurse", sex="male") == {
        "A00001": (1.25, None, 3.0, None)
    }


def test_the_misprinted_heading_pairs_with_its_twin():
    draft = made(row(FEMALE_TRAINEE_DPC_NURSE_ASSOC_HC=2, FEMALE_DPC_TRAINEE_NURSE_ASSOC_FTE="1.5"))
    assert staff(draft, "role_sex", role="dpc_trainee_nurse_assoc") == {
        "A00001": (1.5, None, 2.0, None)
    }
    assert codes_of(draft) == {}


def test_absent_columns_are_not_in_file_and_absent_cells_have_their_reason():
    draft = made(
        row("A00001", TOTAL_GP_FTE="NA", TOTAL_GP_HC="ND"),
        row("A00002", TOTAL_GP_FTE="", TOTAL_GP_HC="*"),
        row("A00003", TOTAL_GP_FTE=0, TOTAL_GP_HC=0),
        row("A00004", TOTAL_GP_FTE="1,234.5", TOTAL_GP_HC="-"),
    )
    assert staff(draft, staff_group="gp") == {
        "A00001": (None, "not_supplied", None, "not_valid"),
        "A00002": (None, "blank", None, "suppressed"),
        "A00003": (0.0, None, 0.0, None),
        "A00004": (1234.5, None, None, "blank"),
    }
    only_fte = made(row(TOTAL_NURSES_FTE=3))
    assert staff(only_fte, staff_group="nurse") == {"A00001": (3.0, None, None, "not_in_file")}
    # A group without any column has no row.
    assert staff(only_fte, staff_group="gp") == {}


def test_cells_that_are_no_number_block_and_are_named():
    draft = made(
        row(TOTAL_GP_FTE="1e999"), row("A00002", TOTAL_GP_FTE="five"), row("A00003", TOTAL_GP_FTE=1)
    )
    assert codes_of(draft) == {"not_a_number": "blocks"}
    (found,) = draft.findings
    assert found.count == 2
    assert found.examples == ("row 2, TOTAL_GP_FTE: 1e999", "row 3, TOTAL_GP_FTE: five")
    assert staff(draft)["A00001"] == (None, "not_valid", None, "not_in_file")


def test_patients_that_are_no_number_block():
    draft = made(row(TOTAL_PATIENTS="many", TOTAL_GP_FTE=1))
    assert codes_of(draft) == {"not_a_number": "blocks"}


def test_older_names_mean_the_same_where_the_registrars_bear_it_out():
    draft = made(
        row(CCG_CODE="08F", TOTAL_GP_FTE=5, TOTAL_GP_EXR_FTE=3, TOTAL_GP_EXRL_FTE=2,
            TOTAL_GP_EXRR_FTE=1, TOTAL_GP_REG_ST1_4_FTE="1.5", TOTAL_GP_REG_F1_2_FTE="0.5"),
    )  # fmt: skip
    assert staff(draft, definition="excl_trainees")["A00001"][0] == 3
    assert staff(draft, definition="excl_trainees_locums")["A00001"][0] == 2
    assert codes_of(draft) == {"older_layout": "warns", "retired_definition": "notes"}
    assert draft.tables["places"]["sub_icb_code"].to_list() == ["08F"]


@pytest.mark.parametrize(
    ("registrars", "code", "words"),
    [
        ({}, "registrars_not_shown", "does not print the registrars"),
        ({"TOTAL_GP_REG_ST1_4_FTE": 2, "TOTAL_GP_REG_F1_2_FTE": 1}, "registrars_differ", "foundation doctors"),
        ({"TOTAL_GP_REG_ST1_4_FTE": 1, "TOTAL_GP_REG_F1_2_FTE": 0}, "registrars_differ", "less the registrars"),
    ],
)  # fmt: skip
def test_gps_without_registrars_that_the_file_does_not_bear_out_are_not_used(
    registrars: dict[str, object], code: str, words: str
):
    draft = made(row(TOTAL_GP_FTE=5, TOTAL_GP_EXR_FTE=3, TOTAL_GP_EXRL_FTE=2, **registrars))
    (found,) = (f for f in draft.findings if f.code == code)
    assert (found.severity, words in found.message) == ("warns", True)
    assert found.examples == ("TOTAL_GP_EXR_FTE", "TOTAL_GP_EXRL_FTE")
    assert draft.tables["staff_total"]["definition"].cast(pl.String).to_list() == ["all"]


def test_a_role_no_definition_names_is_told_and_not_used():
    draft = made(row(TOTAL_DPC_FTE=2, TOTAL_DPC_ROBOT_FTE=2))
    assert codes_of(draft) == {"unknown_roles": "notes"}
    assert list(draft.tables) == ["staff_total"]


def test_age_bands_of_gps_and_others():
    draft = made(
        row(TOTAL_GP_EXTG_HC_UNDER30=1, TOTAL_GP_EXTG_HC_55TO59=2, TOTAL_NURSES_HC_UNDER25=3,
            TOTAL_NURSES_HC_70PLUS=4, TOTAL_NURSES_FTE_70PLUS="0.5", TOTAL_GP_HC_UNKNOWN_AGE=5)
    )  # fmt: skip
    ages = draft.tables["staff_age"].select(
        pl.col("staff_group", "definition", "age_band").cast(pl.String), "headcount", "fte"
    )
    assert set(ages.iter_rows()) == {
        ("gp", "excl_trainees", "under_30", 1.0, None),
        ("gp", "excl_trainees", "55_59", 2.0, None),
        ("gp", "all", "unknown", 5.0, None),
        ("nurse", "all", "under_25", 3.0, None),
        ("nurse", "all", "70_plus", 4.0, 0.5),
    }


def test_country_of_qualification():
    draft = made(row(TOTAL_GP_HC_COQ_UK=3, FEMALE_GP_HC_COQ_CEN_AMERICA=1))
    assert staff(draft, "qualification", qualified_in="uk")["A00001"][2] == 3
    assert staff(draft, "qualification_sex", qualified_in="cen_america", sex="female") == {
        "A00001": (None, "not_in_file", 1.0, None)
    }


FULL = "Fully estimated - no data provided"


def test_estimated_zeros_are_not_zeros():
    draft = made(
        row("A00001", NURSE_SOURCE=FULL, TOTAL_NURSES_FTE=0, TOTAL_NURSES_HC=0, TOTAL_DPC_FTE=0,
            TOTAL_N_PRAC_NURSE_FTE=0),
        row("A00002", NURSE_SOURCE="Fully provided", TOTAL_NURSES_FTE=0, TOTAL_NURSES_HC=0,
            TOTAL_DPC_FTE=0, TOTAL_N_PRAC_NURSE_FTE=0),
        row("A00003", NURSE_SOURCE="Includes FTE Estimates", TOTAL_NURSES_FTE=2, TOTAL_NURSES_HC=2,
            TOTAL_DPC_FTE=0, TOTAL_N_PRAC_NURSE_FTE=2),
        row("A00004", NURSE_SOURCE="FULLY ESTIMATED - no valid or current data",
            TOTAL_NURSES_FTE="NA", TOTAL_NURSES_HC="NA", TOTAL_DPC_FTE=0, TOTAL_N_PRAC_NURSE_FTE="NA"),
    )  # fmt: skip
    assert staff(draft, staff_group="nurse") == {
        "A00001": (None, "estimated", None, "estimated"),
        "A00002": (0.0, None, 0.0, None),
        "A00003": (2.0, None, 2.0, None),
        "A00004": (None, "not_supplied", None, "not_supplied"),
    }
    assert staff(draft, "role")["A00001"][:2] == (None, "estimated")
    # Another group of the same practice is not touched.
    assert staff(draft, staff_group="dpc")["A00001"][0] == 0.0


def test_trainees_alone_do_not_make_a_count_of_gps():
    draft = made(
        row(GP_SOURCE=FULL, TOTAL_GP_FTE=1, TOTAL_GP_EXTG_FTE=0, TOTAL_GP_EXL_FTE=1,
            TOTAL_GP_EXTGL_FTE="0.2", TOTAL_GP_TRN_GR_ST3_FTE=1, TOTAL_GP_SEN_PTNR_FTE=0),
        row("A00002", GP_SOURCE="Fully provided", TOTAL_GP_FTE=1, TOTAL_GP_EXTG_FTE=0,
            TOTAL_GP_EXL_FTE=1, TOTAL_GP_EXTGL_FTE="0.2", TOTAL_GP_TRN_GR_ST3_FTE=1,
            TOTAL_GP_SEN_PTNR_FTE=0),
    )  # fmt: skip
    found = {
        definition: staff(draft, definition=definition)["A00001"][:2]
        for definition in ("all", "excl_trainees", "excl_locums", "excl_trainees_locums")
    }
    assert found == {
        "all": (1.0, None),
        "excl_trainees": (None, "estimated"),
        "excl_locums": (1.0, None),
        "excl_trainees_locums": (None, "trainees_only"),
    }
    assert staff(draft, "role", role="gp_trn_gr_st3")["A00001"][:2] == (1.0, None)
    assert staff(draft, "role", role="gp_sen_ptnr")["A00001"][:2] == (None, "estimated")
    assert staff(draft, definition="excl_trainees_locums")["A00002"][:2] == (0.2, None)


def test_lists_and_their_split():
    draft = made(
        row(TOTAL_PATIENTS="8,000", TOTAL_MALE=3900, TOTAL_FEMALE=4000, TOTAL_UNKNOWN_GENDER=100,
            MALE_PATIENTS_0TO4=300, FEMALE_PATIENTS_85PLUS="NA", TOTAL_GP_FTE=1)
    )  # fmt: skip
    lists = draft.tables["lists"]
    assert lists.select("practice_code", "sex", "age_band", "registered", "weighted").rows() == [
        ("A00001", "all", "all", 8000.0, None)
    ]
    assert lists["weighted_missing"].cast(pl.String).to_list() == ["not_in_file"]
    split = draft.tables["lists_sex_age"]
    assert {
        (s, a): (n, m)
        for s, a, n, m in split.select(
            "sex", "age_band", "registered", pl.col("registered_missing").cast(pl.String)
        ).iter_rows()
    } == {
        ("male", "all"): (3900.0, None),
        ("female", "all"): (4000.0, None),
        ("unknown", "all"): (100.0, None),
        ("male", "0_4"): (300.0, None),
        ("female", "85_plus"): (None, "not_supplied"),
    }


def test_source_flags_are_kept_as_printed():
    draft = made(row(GP_SOURCE="Fully provided", ADMIN_SOURCE=FULL, TOTAL_GP_FTE=1))
    assert draft.tables["returns"].select("practice_code", "staff_group", "status").rows() == [
        ("A00001", "gp", "Fully provided"),
        ("A00001", "admin", FULL),
    ]


@pytest.mark.parametrize("printed", ["U", "u", "Unallocated", "Unaligned", "NA", "", " "])
def test_no_network_is_not_a_network(printed: str):
    draft = made(
        row(PCN_CODE=printed, PCN_NAME="Unallocated", PRAC_NAME="A", TOTAL_GP_FTE=1),
        row("A00002", PCN_CODE=" u00001", PCN_NAME="FIRST PCN", PRAC_NAME="B", TOTAL_GP_FTE=1),
    )
    assert draft.tables["places"].select("practice_code", "pcn_code", "pcn_name").rows() == [
        ("A00001", None, None),
        ("A00002", "U00001", "FIRST PCN"),
    ]


def test_demonstration_rows_carry_their_date_and_are_marked_invented():
    cells = {
        "INVENTED": "yes",
        "YEAR": 2025,
        "PRAC_CODE": "X99001",
        "BOROUGH_CODE": "Z1",
        "TOTAL_GP_FTE": 2,
    }
    drafts = drafts_of(csv_of([cells | {"MONTH": 9}, cells | {"MONTH": 6}]))
    assert [(d.source, d.period, d.dated_by, d.note, d.rows) for d in drafts] == [
        ("demonstration", "2025-09", "content", "invented", 1),
        ("demonstration", "2025-06", "content", "invented", 1),
    ]
    assert [d.tables["places"]["invented"].to_list() for d in drafts] == [[True], [True]]


def test_a_practice_code_is_cleaned_and_a_blank_one_stays_to_be_found():
    draft = made(row(" a00001\t", TOTAL_GP_FTE=1), row("", TOTAL_GP_FTE=2))
    assert draft.tables["staff_total"]["area_code"].to_list() == ["A00001", ""]
