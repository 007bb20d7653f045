"""Which two headings make one row of the tidy staff table."""

from collections import Counter
from itertools import pairwise

import pytest

from tests.unit.making import FLAGS, IDENTITY, PATIENTS, detailed_header, staff_header
from wfcore.declared import declared
from wfcore.normalising.cells import canonical_header, is_retired, known_headers, practice_cells
from wfcore.reading.recognising import STAFF_COLUMN

BY_HEADER = {h: cell for cell in practice_cells() for h in (cell.fte, cell.headcount)}


def meaning(header: str) -> tuple[str, ...]:
    cell = BY_HEADER[header]
    measure = "fte" if header == cell.fte else "headcount"
    labels = ("breakdown", "staff_group", "definition", "role", "sex", "age_band", "qualified_in")
    return (measure, *(value for x in labels if (value := getattr(cell, x)) != "all"))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("TOTAL_GP_FTE", ("fte", "total", "gp")),
        ("TOTAL_GP_EXTG_HC", ("headcount", "total", "gp", "excl_trainees")),
        ("MALE_GP_EXL_FTE", ("fte", "sex", "gp", "excl_locums", "male")),
        ("TOTAL_GP_EXTGL_FTE", ("fte", "total", "gp", "excl_trainees_locums")),
        ("TOTAL_NURSES_FTE", ("fte", "total", "nurse")),
        ("TOTAL_N_PRAC_NURSE_HC", ("headcount", "role", "nurse", "nurse_prac_nurse")),
        ("TOTAL_DPC_HCA_HC", ("headcount", "role", "dpc", "dpc_hca")),
        ("FEMALE_DPC_HCA_FTE", ("fte", "role_sex", "dpc", "dpc_hca", "female")),
        ("TOTAL_DPC_NURSE_ASSOC_FTE", ("fte", "role", "dpc", "dpc_nurse_assoc")),
        (
            "FEMALE_DPC_TRAINEE_NURSE_ASSOC_HC",
            ("headcount", "role_sex", "dpc", "dpc_trainee_nurse_assoc", "female"),
        ),
        ("TOTAL_ADMIN_APP_FTE", ("fte", "role", "admin", "admin_app")),
        ("TOTAL_GP_HC_UNDER30", ("headcount", "age", "gp", "under_30")),
        ("TOTAL_GP_EXTG_HC_55TO59", ("headcount", "age", "gp", "excl_trainees", "55_59")),
        ("FEMALE_GP_EXTGL_HC_70PLUS",
         ("headcount", "age_sex", "gp", "excl_trainees_locums", "female", "70_plus")),
        ("TOTAL_NURSES_FTE_UNDER25", ("fte", "age", "nurse", "under_25")),
        ("TOTAL_ADMIN_HC_UNKNOWN_AGE", ("headcount", "age", "admin", "unknown")),
        ("TOTAL_GP_HC_COQ_UK", ("headcount", "qualification", "gp", "uk")),
        ("MALE_GP_HC_COQ_ASIA_SOUTH",
         ("headcount", "qualification_sex", "gp", "male", "asia_south")),
    ],
)  # fmt: skip
def test_what_a_heading_counts(header: str, expected: tuple[str, ...]):
    assert meaning(header) == expected


def test_no_heading_stands_for_two_things():
    printed = [h for cell in practice_cells() for h in (cell.fte, cell.headcount)]
    assert Counter(printed).most_common(1)[0][1] == 1
    assert known_headers() == set(printed)


def test_every_heading_looks_like_a_staff_column():
    assert [h for h in known_headers() if not STAFF_COLUMN.match(h)] == []
    assert not any(STAFF_COLUMN.match(h) for h in [*IDENTITY, *PATIENTS, *FLAGS])


def test_the_official_header_of_mid_2025():
    header = staff_header()
    assert (len(IDENTITY), len(PATIENTS), len(FLAGS), len(header)) == (10, 18, 4, 773)
    assert len(set(detailed_header())) == 805

    # The blocks of the reference, counted by how a heading ends.
    def block(prefixes: tuple[str, ...], middle: str) -> int:
        return sum(
            h.split("_", 1)[1].startswith(prefixes)
            and (h.endswith(middle) if middle.endswith(("_HC", "_FTE")) else middle in h)
            for h in header
        )

    groups = {"gp": ("GP",), "nurse": ("NURSES", "N_"), "dpc": ("DPC",), "admin": ("ADMIN",)}
    roles = {"gp": 54, "nurse": 30, "dpc": 111, "admin": 30}
    for group, stems in groups.items():
        assert block(stems, "_HC") == block(stems, "_FTE") == roles[group]
    ages = {"gp": (132, 11), "nurse": (36, 12), "dpc": (36, 12), "admin": (36, 12)}
    for group, stems in groups.items():
        qualified = 36 if group == "gp" else 0
        assert block(stems, "_HC_") == ages[group][0] + qualified
        assert block(stems, "_FTE_") == ages[group][1]
    assert block(("GP",), "_COQ_") == 36


def test_rows_a_practice_by_breakdown():
    official = set(staff_header())
    rows = Counter(
        cell.breakdown
        for cell in practice_cells()
        if cell.fte in official or cell.headcount in official
    )
    assert rows == {
        "total": 7, "sex": 14, "role": 68, "role_sex": 136, "age": 80, "age_sex": 160,
        "qualification": 12, "qualification_sex": 24,
    }  # fmt: skip
    assert rows.total() == 501


def test_cells_of_one_breakdown_stand_together():
    order = [cell.breakdown for cell in practice_cells()]
    changes = sum(a != b for a, b in pairwise(order))
    assert changes == len(set(order)) - 1


@pytest.mark.parametrize(
    ("older", "today"),
    [
        ("TOTAL_GP_EXR_FTE", "TOTAL_GP_EXTG_FTE"),
        ("MALE_GP_EXRL_HC", "MALE_GP_EXTGL_HC"),
        ("TOTAL_GP_EXR_HC_55TO59", "TOTAL_GP_EXTG_HC_55TO59"),
        ("TOTAL_GP_EXL_FTE", "TOTAL_GP_EXL_FTE"),
        ("TOTAL_GP_EXTGL_FTE", "TOTAL_GP_EXTGL_FTE"),
        ("TOTAL_NURSE_HC", "TOTAL_NURSES_HC"),
        ("DIRECT_PATIENT_CARE_FTE", "TOTAL_DPC_FTE"),
        ("ADMIN_HC", "TOTAL_ADMIN_HC"),
        ("TOTAL_GP_REG_F1_2_FTE", "TOTAL_GP_TRN_GR_F1_2_FTE"),
        ("FEMALE_TRAINEE_DPC_NURSE_ASSOC_HC", "FEMALE_DPC_TRAINEE_NURSE_ASSOC_HC"),
    ],
)
def test_headings_of_other_vintages(older: str, today: str):
    assert canonical_header(older) == today
    assert today in known_headers()


def test_synonyms_lead_to_known_headings():
    for older, today in declared().staff.header_synonyms.items():
        assert older not in known_headers()
        assert today in known_headers()


def test_definitions_with_no_modern_equal():
    assert is_retired("TOTAL_GP_EXRR_FTE")
    assert is_retired("TOTAL_GP_EXRRL_HC")
    assert not any(is_retired(h) for h in known_headers())
    assert not is_retired("TOTAL_GP_EXR_FTE")
