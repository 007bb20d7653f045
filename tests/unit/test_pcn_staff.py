"""The PCN individual-level file → FTE and people by PCN and role."""

import polars as pl
import pytest

from tests.unit.making import codes_of, draft_of, drafts_of, pcn_csv
from wfcore.declared import declared
from wfcore.normalising import Draft

CONTRACTED = {"DATA_SOURCE": "NWRS contracted services", "UNIQUE_IDENTIFIER": ""}
NURSE = {
    "STAFF_GROUP": "Other Nurses",
    "DETAILED_STAFF_ROLE": "Nurse Specialist",
    "STAFF_ROLE": "Nurse Specialist",
}


def totals(draft: Draft, kind: str = "staff_total") -> dict[tuple[str, ...], tuple[float, float]]:
    table = draft.tables[kind].with_columns(pl.col(pl.Categorical).cast(pl.String))
    columns = ["area_code", "staff_group"] + (["role"] if kind == "staff_role" else [])
    return {tuple(r[:-2]): r[-2:] for r in table.select(*columns, "fte", "headcount").iter_rows()}


def test_people_and_fte_by_group_and_role():
    draft = draft_of(
        pcn_csv(
            [
                {"FTE": "0.5", "UNIQUE_IDENTIFIER": "P1"},
                {"FTE": "0.25", "UNIQUE_IDENTIFIER": "P1"},
                {
                    "FTE": "1.0",
                    "UNIQUE_IDENTIFIER": "P2",
                    "DETAILED_STAFF_ROLE": "Care Coordinator",
                },
                {"FTE": "0.8", "UNIQUE_IDENTIFIER": "P3", **NURSE},
            ]
        )
    )
    assert (draft.source, draft.period, draft.dated_by) == ("pcn_individual", "2025-09", "content")
    assert totals(draft) == {("U00001", "dpc"): (1.75, 2), ("U00001", "nurse"): (0.8, 1)}
    assert totals(draft, "staff_role") == {
        ("U00001", "dpc", "pcn_pharmacist"): (0.75, 1),
        ("U00001", "dpc", "pcn_care_coordinator"): (1.0, 1),
        ("U00001", "nurse", "pcn_nurse_specialist"): (0.8, 1),
    }
    assert codes_of(draft) == {}


def test_a_reporting_pcn_has_explicit_zeros_and_a_silent_one_no_rows():
    draft = draft_of(pcn_csv([{"PCN_CODE": "U00001"}, {"PCN_CODE": "U00002", **NURSE}]))
    assert totals(draft) == {
        ("U00001", "dpc"): (1, 1),
        ("U00001", "nurse"): (0, 0),
        ("U00002", "dpc"): (0, 0),
        ("U00002", "nurse"): (1, 1),
    }
    # A group that nobody in the file reports is not made up.
    assert {group for _, group in totals(draft)} == {"dpc", "nurse"}


def test_contracted_rows_repeat_exactly_and_count_in_fte_alone():
    draft = draft_of(pcn_csv([{"FTE": "0.2", **CONTRACTED}] * 3 + [{"FTE": "1"}]))
    assert totals(draft) == {("U00001", "dpc"): (pytest.approx(1.6), 1)}


def test_a_contracted_row_with_an_identifier_is_still_no_head():
    draft = draft_of(pcn_csv([{**CONTRACTED, "UNIQUE_IDENTIFIER": "P9"}]))
    assert totals(draft) == {("U00001", "dpc"): (1, 0)}


def test_a_tiny_negative_is_a_correction_and_kept():
    draft = draft_of(pcn_csv([{"FTE": "1"}, {"FTE": "-0.0267", **CONTRACTED}]))
    assert totals(draft) == {("U00001", "dpc"): (pytest.approx(0.9733), 1)}
    assert codes_of(draft) == {"negative_correction": "notes"}


@pytest.mark.parametrize("fte", ["-0.06", "-1"])
def test_any_other_negative_blocks(fte: str):
    draft = draft_of(pcn_csv([{"FTE": "1"}, {"FTE": fte, **CONTRACTED}]))
    assert codes_of(draft) == {"no_negative_figures": "blocks"}
    assert draft.findings[-1].examples == (f"row 3, U00001: {float(fte)}",)


def test_an_unmapped_role_is_warned_and_counts_in_its_group():
    draft = draft_of(
        pcn_csv([{"DETAILED_STAFF_ROLE": "Robot Whisperer"}, {"UNIQUE_IDENTIFIER": "P2"}])
    )
    assert codes_of(draft) == {"unmapped_roles": "warns"}
    assert draft.findings[-1].examples == ("Robot Whisperer",)
    assert totals(draft)["U00001", "dpc"] == (2, 2)
    assert totals(draft, "staff_role")["U00001", "dpc", "unmapped"] == (1, 1)


def test_an_unknown_staff_group_blocks():
    draft = draft_of(pcn_csv([{"STAFF_GROUP": "Other Robots"}, {}]))
    assert codes_of(draft) == {"unknown_staff_group": "blocks"}


def test_a_row_without_a_pcn_blocks():
    draft = draft_of(pcn_csv([{"PCN_CODE": " "}, {}]))
    assert codes_of(draft) == {"no_pcn_code": "blocks", "codes_trimmed": "notes"}


def test_cells_that_are_no_number():
    assert codes_of(draft_of(pcn_csv([{"FTE": "nan"}]))) == {"not_a_number": "blocks"}
    assert codes_of(draft_of(pcn_csv([{"FTE": "NA"}, {}]))) == {"fte_missing": "warns"}


def test_dashes_case_and_spaces_of_printed_roles():
    draft = draft_of(
        pcn_csv(
            [
                {
                    "STAFF_GROUP": " Directors ",
                    "DETAILED_STAFF_ROLE": printed,
                    "UNIQUE_IDENTIFIER": i,
                }
                for i, printed in enumerate(
                    (
                        "Clinical Director – DPC",
                        "Clinical Director - DPC",
                        "CLINICAL  DIRECTOR DPC ",
                    )
                )
            ]
        )
    )
    assert totals(draft, "staff_role") == {
        ("U00001", "director", "pcn_clinical_director_dpc"): (3, 3)
    }


def test_every_declared_role_is_found_by_its_printed_name():
    staff = declared().staff
    rows = [
        {"STAFF_GROUP": staff.pcn_groups[group][0], "DETAILED_STAFF_ROLE": printed}
        for group, roles in staff.pcn_roles.items()
        for printed in roles.values()
    ]
    draft = draft_of(pcn_csv(rows))
    expected = {("U00001", g, role) for g, roles in staff.pcn_roles.items() for role in roles}
    assert set(totals(draft, "staff_role")) == expected


def test_several_months_in_one_file():
    drafts = drafts_of(pcn_csv([{"CENSUS_MONTH": 9}, {"CENSUS_MONTH": 10, "FTE": 2}]))
    assert [(d.period, totals(d)) for d in drafts] == [
        ("2025-09", {("U00001", "dpc"): (1, 1)}),
        ("2025-10", {("U00001", "dpc"): (2, 1)}),
    ]


def test_networks_as_printed():
    draft = draft_of(pcn_csv([{"PCN_CODE": "u00002 ", "SUB_ICB_NAME": "NHS SOMEWHERE  "}, {}]))
    networks = draft.tables["networks"]
    assert networks["pcn_code"].to_list() == ["U00001", "U00002"]
    assert networks["sub_icb_name"].to_list() == ["NHS SOMEWHERE", "NHS SOMEWHERE"]


def test_no_identifier_leaves_the_module():
    draft = draft_of(
        pcn_csv([{"UNIQUE_IDENTIFIER": "SECRET-77"}, {"UNIQUE_IDENTIFIER": "SECRET-78"}])
    )
    for table in (*draft.tables.values(), draft.file_record()):
        assert not {"person", "unique_identifier"} & set(table.columns)
        assert "SECRET" not in table.write_csv()
    assert "SECRET" not in str(draft.findings)
