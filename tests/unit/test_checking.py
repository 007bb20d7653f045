"""Every rule with a file that breaks it and one that does not."""

from datetime import UTC, datetime

import pytest

from tests.unit.making import (
    TODAY,
    checked,
    codes_of,
    csv_of,
    draft_of,
    drafts_of,
    lists_csv,
    pcn_csv,
    places_csv,
    staff_csv,
)
from wfcore.checking import QualityReport, check_drafts
from wfcore.findings import Finding, finding

GOOD = {
    "PRAC_CODE": "A00001", "PRAC_NAME": "A", "PCN_CODE": "U00001", "TOTAL_PATIENTS": 5000,
    "TOTAL_GP_FTE": 4, "TOTAL_GP_HC": 5, "TOTAL_GP_EXTG_FTE": 3, "TOTAL_GP_EXTG_HC": 4,
    "TOTAL_GP_EXL_FTE": 3.5, "TOTAL_GP_EXL_HC": 4, "TOTAL_GP_EXTGL_FTE": 2.5,
    "TOTAL_GP_EXTGL_HC": 3, "TOTAL_DPC_FTE": 1.5, "TOTAL_DPC_HC": 2, "TOTAL_DPC_HCA_FTE": 1,
    "TOTAL_DPC_HCA_HC": 1, "TOTAL_DPC_PHARMA_FTE": 0.5, "TOTAL_DPC_PHARMA_HC": 1,
}  # fmt: skip
SECOND = GOOD | {"PRAC_CODE": "A00002", "PRAC_NAME": "B"}


def found(*rows: dict[str, object], period: str | None = "2025-09") -> dict[str, Finding]:
    _, report = checked(csv_of(rows), period=period)
    return {f.code: f for file in report.files for f in file.findings}


def severities(*rows: dict[str, object]) -> dict[str, str]:
    return {code: f.severity for code, f in found(*rows).items()}


def test_a_good_file_has_no_findings():
    drafts, report = checked(csv_of([GOOD, SECOND]), period="2025-09")
    assert codes_of(report) == {}
    assert report.publishable
    (file,) = report.files
    assert file.totals == {
        "practices": "2",
        "GPs, FTE": "8.0",
        "direct patient care staff, FTE": "3.0",
        "registered patients": "10,000",
    }
    assert (file.file, file.source, file.period, file.rows) == (
        "file 0.csv", "gpw_detailed", "2025-09", 2,
    )  # fmt: skip
    assert file.sha256 == drafts[0].sha256
    assert "Detailed" in file.title


# The period


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("2025-12", None),
        ("2026-01", "future_period"),
        ("2015-09", None),
        ("2015-08", "before_series"),
        ("2025-13", "not_a_month"),
        ("2025-9", "not_a_month"),
        ("2025-09/../../x", "not_a_month"),
        ("2025-09\n", "not_a_month"),
    ],
)
def test_period(period: str, code: str | None):
    assert {k: f.severity for k, f in found(GOOD, period=period).items()} == (
        {code: "blocks"} if code else {}
    )


def test_the_clock_decides_what_is_the_future():
    drafts = drafts_of(csv_of([GOOD]), period="2025-12")
    for today, publishable in (
        (datetime(2025, 11, 30, tzinfo=UTC), False),
        (datetime(2025, 12, 1, tzinfo=UTC), True),
    ):
        assert check_drafts(drafts, today=today)[1].publishable is publishable


def test_a_period_nobody_knows_blocks():
    assert {k: f.severity for k, f in found(GOOD, period=None).items()} == {
        "period_unknown": "blocks"
    }


def test_a_period_from_the_name_is_to_be_confirmed():
    drafts = drafts_of(csv_of([GOOD]), "September 2025.csv")
    assert codes_of(check_drafts(drafts, today=TODAY)[1]) == {"period_not_confirmed": "warns"}
    drafts = drafts_of(csv_of([GOOD]), "September 2025.csv", "2025-09")
    assert codes_of(check_drafts(drafts, today=TODAY)[1]) == {}


def test_a_date_in_the_content_needs_no_confirmation():
    assert codes_of(checked(pcn_csv([{}]))[1]) == {}
    assert codes_of(checked(pcn_csv([{"CENSUS_MONTH": 44}]))[1]) == {"no_date": "blocks"}


def test_a_standing_table_needs_no_period():
    assert codes_of(checked("PRACTICE_CODE,BOROUGH\nA00001,East\n")[1]) == {}


# Keys


def test_exact_repeats_are_dropped_with_a_warning():
    drafts, report = checked(csv_of([GOOD, GOOD, SECOND]), period="2025-09")
    assert codes_of(report) == {"repeated_rows": "warns"}
    assert report.files[0].findings[0].examples == ("A00001",)
    heights = {kind: table.height for kind, table in drafts[0].tables.items()}
    clean = draft_of(csv_of([GOOD, SECOND]), period="2025-09")
    assert heights == {kind: table.height for kind, table in clean.tables.items()}


@pytest.mark.parametrize(
    "different",
    [
        {"TOTAL_GP_FTE": 4.5},
        {"TOTAL_PATIENTS": 5001},
        {"PCN_CODE": "U00002"},
        # The totals repeat, one role does not: the role would be counted twice.
        {"TOTAL_DPC_HCA_FTE": 0.96, "TOTAL_DPC_PHARMA_FTE": 0.54},
    ],
    ids=["staff", "list", "place", "role"],
)
def test_the_same_code_with_different_values_blocks(different: dict[str, object]):
    said = found(GOOD, GOOD | different, SECOND)
    assert said["same_code_different_values"].severity == "blocks"
    assert said["same_code_different_values"].examples == ("A00001",)


def test_repeats_in_the_long_layout():
    cells = [("", "A00001", 2), ("", "A00002", 3)]
    text = staff_csv(cells) + staff_csv([("", "A00002", 1)], group="nurse").split("\n", 1)[1]
    again = staff_csv([("", "A00002", 1)], group="nurse").split("\n", 1)[1]
    other = staff_csv([("", "A00002", 9)], group="nurse").split("\n", 1)[1]
    quiet = {"no_list_sizes": "notes"}
    assert codes_of(checked(text)[1]) == quiet
    assert codes_of(checked(text + again)[1]) == quiet | {"repeated_rows": "warns"}
    assert codes_of(checked(text + other)[1]) == quiet | {"same_code_different_values": "blocks"}


def test_repeats_in_lists_places_and_boroughs():
    lists = lists_csv([("A00001", 5000), ("A00001", 5000)])
    assert codes_of(checked(lists)[1]) == {"repeated_rows": "warns"}
    lists = lists_csv([("A00001", 5000), ("A00001", 5001)])
    assert codes_of(checked(lists)[1]) == {"same_code_different_values": "blocks"}
    places = places_csv([("A00001", "U00001", "E"), ("A00001", "U00002", "E")])
    assert codes_of(checked(places)[1]) == {
        "same_code_different_values": "blocks",
        "practice_in_one_pcn": "blocks",
    }
    boroughs = "PRACTICE_CODE,BOROUGH\nA00001,East\nA00001,West\n"
    assert codes_of(checked(boroughs)[1]) == {"same_code_different_values": "blocks"}


@pytest.mark.parametrize(
    "code", ["Totally", "", "A0001", "A000011", "81001", "A8.1E+4", "U0001", "AA0001", "A0000１"]
)
def test_codes_of_practices(code: str):
    said = found(GOOD, SECOND | {"PRAC_CODE": code})
    assert said["codes_have_the_right_shape"].severity == "blocks"
    assert "practice codes" in said["codes_have_the_right_shape"].message
    for text in (
        lists_csv([("A00001", 5000), (code, 5000)]),
        places_csv([("A00001", "U00001", "E"), (code, "U00001", "E")]),
        f"PRACTICE_CODE,BOROUGH\nA00001,East\n{code},East\n",
    ):
        assert "codes_have_the_right_shape" in codes_of(checked(text)[1])


@pytest.mark.parametrize("code", ["A00001", "TOTAL", "U123"])
def test_codes_of_pcns(code: str):
    _, report = checked(pcn_csv([{}, {"PCN_CODE": code}]))
    assert codes_of(report) == {"codes_have_the_right_shape": "blocks"}
    assert "PCN codes" in report.files[0].findings[0].message


# Staff


@pytest.mark.parametrize(
    "cells",
    [
        {"TOTAL_GP_FTE": -1},
        {"TOTAL_GP_HC": -1},
        {"TOTAL_PATIENTS": -5000},
        {"TOTAL_DPC_HCA_FTE": -0.01},
    ],
)
def test_negative_figures_block(cells: dict[str, object]):
    said = found(GOOD, SECOND | cells)
    assert said["no_negative_figures"].severity == "blocks"
    assert said["no_negative_figures"].count == 1
    assert said["no_negative_figures"].examples[0].startswith("A00002")


def test_impossible_fte_blocks():
    cells = {
        k: v for k, v in SECOND.items() if k not in ("TOTAL_DPC_HCA_FTE", "TOTAL_DPC_PHARMA_FTE")
    }
    limit = {"TOTAL_DPC_FTE": 1000, "TOTAL_DPC_HC": 900, "TOTAL_DPC_HCA_FTE": 1000}
    limit |= {"TOTAL_DPC_HCA_HC": 900}
    assert severities(cells | limit) == {}
    said = severities(cells | limit | {"TOTAL_DPC_FTE": 1000.04})
    assert said == {"no_impossible_fte": "blocks"}


@pytest.mark.parametrize(
    ("cells", "fires"),
    [
        ({"TOTAL_GP_EXTG_FTE": 4}, False),
        ({"TOTAL_GP_EXTG_FTE": 4.01}, True),
        ({"TOTAL_GP_EXL_FTE": 4.01}, True),
        ({"TOTAL_GP_EXTGL_FTE": 3.01}, True),  # more than without trainees
        ({"TOTAL_GP_EXTGL_FTE": 3.2, "TOTAL_GP_EXTG_FTE": 3.2, "TOTAL_GP_EXL_FTE": 3.1}, True),
        ({"TOTAL_GP_EXTG_FTE": 3.9, "TOTAL_GP_EXL_FTE": 2.6}, False),  # neither is in the other
        ({"TOTAL_GP_EXTG_FTE": "NA"}, False),
    ],
)
def test_fewer_staff_under_a_narrower_definition(cells: dict[str, object], *, fires: bool):
    said = severities(GOOD | cells, SECOND)
    assert said.get("fewer_staff_under_narrower_definition") == ("blocks" if fires else None)


def test_roles_add_up():
    rows = [GOOD | {"PRAC_CODE": f"A{i:05d}"} for i in range(40)]
    assert severities(*rows) == {}
    inside = [*rows[:-1], rows[-1] | {"TOTAL_DPC_FTE": 1.54}]
    assert severities(*inside) == {}
    one_off = [*rows[:-1], rows[-1] | {"TOTAL_DPC_FTE": 1.6}]
    assert severities(*one_off) == {"roles_add_up": "warns"}
    three_off = [r | {"TOTAL_DPC_FTE": 1.6} for r in rows[:3]] + rows[3:]
    assert severities(*three_off) == {"roles_add_up": "blocks"}


def test_fte_without_people_blocks():
    assert severities(GOOD | {"TOTAL_GP_HC": 0}) == {"fte_without_people": "blocks"}
    assert severities(GOOD | {"TOTAL_GP_HC": "NA"}) == {}


def test_parts_of_people_block():
    assert severities(GOOD | {"TOTAL_GP_HC": 4.5, "TOTAL_GP_FTE": 4.2}) == {
        "headcount_is_whole": "blocks"
    }


def test_long_hours_are_noted():
    assert severities(GOOD | {"TOTAL_DPC_HC": 1, "TOTAL_DPC_FTE": 1.5}) == {}
    assert severities(GOOD | {"TOTAL_GP_HC": 2, "TOTAL_GP_FTE": 4}) == {"long_hours": "notes"}
    assert severities(GOOD | {"TOTAL_GP_HC": 1}) == {"very_long_hours": "warns"}


def test_people_without_hours_are_noted():
    row = GOOD | {"TOTAL_DPC_FTE": 0, "TOTAL_DPC_HCA_FTE": 0, "TOTAL_DPC_PHARMA_FTE": 0}
    assert severities(row) == {"people_without_hours": "notes"}


def test_missing_figures_are_counted_by_group():
    said = found(
        GOOD | {"TOTAL_GP_FTE": "NA", "TOTAL_DPC_FTE": "ND"}, SECOND | {"TOTAL_GP_FTE": ""}
    )
    missing = said["missing_figures"]
    assert (missing.severity, missing.count) == ("notes", 3)
    assert missing.examples == (
        "direct patient care staff: 1 (A00001…)",
        "GPs: 2 (A00001, A00002…)",
    )
    # A column the file does not have is not a practice that gave nothing.
    only = {k: v for k, v in GOOD.items() if not k.startswith("TOTAL_GP_EX")}
    assert "missing_figures" not in found(only)


# Lists and places


def test_no_list_sizes_is_noted_for_practice_staff_alone():
    without = {k: v for k, v in GOOD.items() if k != "TOTAL_PATIENTS"}
    assert severities(without) == {"no_list_sizes": "notes"}
    assert codes_of(checked(pcn_csv([{}]))[1]) == {}


def test_lists_in_thousands_block():
    lists = [(f"A{i:05d}", 5 + i) for i in range(5)]
    said = codes_of(checked(lists_csv(lists))[1])
    assert said["lists_in_thousands"] == "blocks"
    assert "lists_in_thousands" not in codes_of(checked(lists_csv([("A00001", 150)]))[1])


@pytest.mark.parametrize(
    ("patients", "said"),
    [
        ("NA", {"no_patients": "warns"}),
        (0, {"no_patients": "warns"}),
        (1, {"tiny_lists": "notes"}),
        (499, {"tiny_lists": "notes"}),
        (500, {"patients_per_gp": "notes"}),
        (60_000, {}),
        (60_001, {"patients_per_gp": "notes"}),
        (120_000, {"patients_per_gp": "notes"}),
        (120_001, {"huge_lists": "warns", "patients_per_gp": "notes"}),
    ],
)
def test_list_sizes(patients: object, said: dict[str, str]):
    third = SECOND | {"PRAC_CODE": "A00003", "PRAC_NAME": "C"}
    assert severities(GOOD, SECOND, third | {"TOTAL_PATIENTS": patients}) == said


def test_practices_without_a_pcn_are_noted():
    said = found(GOOD, SECOND | {"PCN_CODE": "U", "PRAC_NAME": "THE SURGERY"})
    assert said["practices_without_pcn"].severity == "notes"
    assert said["practices_without_pcn"].examples == ("A00002 The Surgery",)
    # A file that prints no PCN for anybody says nothing.
    assert severities(GOOD | {"PCN_CODE": ""}) == {}


# Several files


def test_two_files_for_one_month_block():
    _, report = checked(csv_of([GOOD]), csv_of([SECOND]), period="2025-09")
    assert [codes_of(QualityReport(files=(f,))) for f in report.files] == [
        {},
        {"two_files_for_one_period": "blocks"},
    ]
    assert report.files[1].findings[0].examples == ("file 0.csv", "file 1.csv")


def test_the_same_file_twice_blocks():
    drafts = drafts_of(csv_of([GOOD]), period="2025-09") * 2
    assert codes_of(check_drafts(drafts, today=TODAY)[1]) == {"two_files_for_one_period": "blocks"}


def test_two_months_and_two_kinds_do_not():
    _, report = checked(
        pcn_csv([{}, {"CENSUS_MONTH": 8}]),
        lists_csv([("A00001", 5000)]),
        lists_csv([("A00001", 5000)], period="2025-08"),
    )
    assert codes_of(report) == {}
    assert len(report.files) == 4


def test_the_gravest_finding_stands_first_and_order_of_files_is_kept():
    _, report = checked(
        csv_of([GOOD | {"TOTAL_PATIENTS": 100, "TOTAL_GP_HC": 1}, SECOND | {"TOTAL_DPC_HC": 1.5}]),
        lists_csv([("A00001", 5000)]),
        period="2025-09",
    )
    assert [f.severity for f in report.files[0].findings] == ["blocks", "warns", "notes"]
    assert report.files[1].findings == ()
    assert [f.file for f in report.files] == ["file 0.csv", "file 1.csv"]
    assert not report.publishable
    assert [x.code for _, x in report.of("warns")] == ["very_long_hours"]


def test_zeros_of_old_files():
    none = GOOD | {"TOTAL_NURSES_FTE": 0}
    assert "zeros_of_old_files" in found(none, SECOND, period="2019-09")
    assert "zeros_of_old_files" not in found(none, SECOND, period="2023-02")
    assert "zeros_of_old_files" not in found(GOOD, SECOND, period="2019-09")
    flagged = none | {"NURSE_SOURCE": "Fully provided"}
    assert "zeros_of_old_files" not in found(flagged, period="2019-09")


def test_examples_are_few_and_short():
    made = finding("notes", "c", "m", count=9, examples=["x" * 500, 2, None, 4, 5, 6])
    assert made.examples == ("x" * 79 + "…", "2", "None", "4", "5")
    assert finding("notes", "c", "m", examples=["y" * 80]).examples == ("y" * 80,)


def test_a_name_of_two_places_is_said_with_codes_and_remedy():
    twins = places_csv([("A00001", "U00001", "East"), ("A00002", "U00002", "East")])
    twins = twins.replace("NETWORK U00001", "TWIN PCN").replace("NETWORK U00002", "Twin PCN")
    twins = twins.replace(",99X,NHS SOMEWHERE,QXX,", ",98X,NHS SOMEWHERE,QYY,", 1)
    _, report = check_drafts(drafts_of(twins))
    found = [
        (s, f)
        for s in ("warns", "notes")
        for _, f in report.of(s)
        if f.code == "two_places_one_name"
    ]
    assert [(s, f.examples) for s, f in found] == [
        ("warns", ("NHS SOMEWHERE: 98X and 99X (practice A00001)",)),
        ("warns", ("NHS SOMEWHERE ICB: QXX and QYY (practice A00002)",)),
        ("notes", ("TWIN PCN: U00001 and U00002 (practice A00001)",)),
    ]  # fmt: skip
    assert all("write the code in aims, groups and links" in f.advice for _, f in found)
