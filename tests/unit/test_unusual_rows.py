"""PCN files, lists and maps in which a column, a row or a code is not what it should be."""

import csv
from pathlib import Path

import pytest

from tests.unit.making import checked, codes_of, csv_of, drafts_of, lists_csv, pcn_csv, publish
from wfcore.store import compare_to_published

Row = dict[str, object]


def people(factor: float = 1, count: int = 60) -> list[Row]:
    return [
        {"FTE": round((0.6 + n % 5 / 10) * factor, 3), "UNIQUE_IDENTIFIER": f"P{n}", "PCN_CODE": f"U0000{n % 6}",
         "PCN_NAME": f"{'ABCDEF'[n % 6] * 5} PCN"}
        for n in range(count)
    ]  # fmt: skip


def said(*files: bytes) -> dict[str, str]:
    return codes_of(checked(*files)[1])


def test_usual_people_are_left_alone():
    assert not {"pcn_fte_is_not_hours", "more_than_one_person_works", "people_stand_twice",
                "two_names_for_a_code"} & set(said(pcn_csv(people())))  # fmt: skip


@pytest.mark.parametrize(
    ("factor", "severity"), [(37.5, "blocks"), (10, "blocks"), (100, "blocks"), (0.1, "warns")]
)
def test_a_column_of_hours_or_a_tenth(factor: float, severity: str):
    assert said(pcn_csv(people(factor)))["pcn_fte_is_not_hours"] == severity


def test_one_person_with_the_hours_of_many():
    rows = people()
    rows[3]["FTE"] = 37.5
    report = checked(pcn_csv(rows))[1]
    (found,) = (
        f for file in report.files for f in file.findings if f.code == "more_than_one_person_works"
    )
    assert (found.severity, found.examples) == ("warns", ("row 5, U00003: 37.5",))


def test_contracted_services_may_be_several_people():
    rows = [
        *people(),
        {"DATA_SOURCE": "NWRS contracted services", "UNIQUE_IDENTIFIER": "", "FTE": 14},
    ]
    assert "more_than_one_person_works" not in said(pcn_csv(rows))


def test_a_file_that_was_pasted_twice():
    assert said(pcn_csv(people() * 2))["people_stand_twice"] == "warns"
    assert "people_stand_twice" not in said(pcn_csv([*people(), people()[0]]))


def test_one_code_with_two_names():
    rows = people()
    rows[0]["PCN_NAME"] = "HAVERING NORTH PCN"
    assert said(pcn_csv(rows))["two_names_for_a_code"] == "warns"
    rows[0]["PCN_NAME"] = "AAAAA PCN "
    assert "two_names_for_a_code" not in said(pcn_csv(rows))


@pytest.mark.parametrize("year", ["2025", "25", "25.0", "2025.0"])
def test_years_of_two_digits(year: str):
    (draft,) = drafts_of(pcn_csv([row | {"CENSUS_YEAR": year} for row in people()]))
    assert draft.period == "2025-09"


# Lists


def lists(factor: float = 1, date: str = "01Nov2025", changed: slice = slice(None)) -> bytes:
    rows: list[Row] = [
        {"PUBLICATION": "GP_PRAC_PAT_LIST", "EXTRACT_DATE": date, "TYPE": "GP", "CODE": f"F82{n:03d}",
         "SEX": "ALL", "AGE": "ALL", "NUMBER_OF_PATIENTS": 6000 + 137 * n}
        for n in range(40)
    ]  # fmt: skip
    for row in rows[changed]:
        row["NUMBER_OF_PATIENTS"] = int(int(str(row["NUMBER_OF_PATIENTS"])) * factor)
    return csv_of(rows)


@pytest.mark.parametrize("factor", [10, 0.1, 0.001])
def test_lists_that_are_a_multiple(factor: float):
    assert {"warns", "blocks"} & set(said(lists(factor)).values())
    assert "lists_are_as_large_as_usual" not in said(lists())


@pytest.mark.parametrize(
    ("date", "month", "doubt"),
    [
        ("1st November 2025", "2025-11", False), ("01 Nov 2025 00:00", "2025-11", False),
        ("01-11-2025", "2025-11", False), ("01/11/2025", "2025-11", False), ("01-Nov-25", "2025-11", False),
        ("11/01/2025", "2025-01", True), ("11/1/25", "2025-01", True), ("14/01/2025", "2025-01", False),
    ],
)  # fmt: skip
def test_dates_of_lists(date: str, month: str, doubt: bool):
    drafts, report = checked(lists(date=date))
    assert [draft.period for draft in drafts] == [month]
    assert (codes_of(report).get("date_in_doubt") == "warns") is doubt


def test_practices_called_something_else_are_not_lost_in_silence():
    data = lists().replace(b",GP,F82003,", b",Practice,F82003,")
    report = checked(data)[1]
    (found,) = (
        f for file in report.files for f in file.findings if f.code == "practices_of_another_type"
    )
    assert (found.severity, found.examples) == ("warns", ("F82003",))


def test_one_list_against_those_of_another_source(tmp_path: Path):
    """The first list file beside a staff file with its own lists: 6,411 patients there, 64,110 here."""
    staff = csv_of(
        [
            {"PRAC_CODE": f"F82{n:03d}", "TOTAL_PATIENTS": 6000 + 137 * n, "TOTAL_GP_FTE": 4}
            for n in range(40)
        ]
    )
    store = publish(tmp_path / "store", staff, period="2025-09")
    drafts, report = checked(lists(10, changed=slice(3, 4)))
    report = compare_to_published(drafts, report, store)
    (found,) = (
        f
        for file in report.files
        for f in file.findings
        if f.code == "lists_of_another_source_differ"
    )
    assert found.severity == "warns"
    assert found.examples[0].startswith(
        "F82003: 64,110 patients, 6,411 in 2025-09 (General Practice"
    )
    drafts, report = checked(lists())
    assert "lists_of_another_source_differ" not in codes_of(
        compare_to_published(drafts, report, store)
    )


def test_one_list_of_a_first_publication():
    """F82007 has 10,177 patients in the file of July 2026; nothing else is published. A merger is no fault."""
    with (Path(__file__).parents[2] / "sample_data" / "england_lists.csv").open() as file:
        sizes = {row["practice_code"]: int(row["registered"]) for row in csv.DictReader(file)}
    some = [code for code in sizes if code.startswith("F82")]

    def told(**changed: int) -> list[str]:
        rows = [(code, changed.get(code, sizes[code])) for code in some]
        drafts, report = checked(lists_csv(rows, period="2023-04").encode())
        report = compare_to_published(drafts, report, None)
        codes = {f.code for file in report.files for f in file.findings}
        assert ("lists_of_another_source_differ" in codes) is bool(changed)
        return [e for file in report.files for f in file.findings
                if f.code == "lists_of_another_source_differ" for e in f.examples]  # fmt: skip

    assert told() == []
    assert told(F82007=101_770) == [
        "F82007: 101,770 patients, 10,177 in 2026-07 (packaged with the notebook)"
    ]


# Maps


def places(**first: object) -> list[Row]:
    """Every practice of sub-ICB location 00N (20 expected), and none of others."""
    rows: list[Row] = [
        {"EXTRACT_DATE": "01Nov2025", "PRACTICE_CODE": f"A88{n:03d}", "PRACTICE_NAME": f"SURGERY {n}",
         "PCN_CODE": "U00001", "PCN_NAME": "FIRST PCN", "SUB_ICB_LOCATION_CODE": "00N",
         "SUB_ICB_LOCATION_NAME": "NHS NORTH EAST - 00N", "ICB_CODE": "QHM", "ICB_NAME": "NHS NORTH EAST ICB",
         "COMM_REGION_CODE": "Y63", "COMM_REGION_NAME": "NORTH EAST"}
        for n in range(20)
    ]  # fmt: skip
    rows[0] |= first
    return rows


def test_a_whole_map_is_left_alone():
    assert not {"stray_areas", "areas_are_filled", "area_codes_are_of_their_level"} & set(
        said(csv_of(places()))
    )


def test_columns_of_areas_that_changed_places():
    swapped = {"ICB_CODE": "SUB_ICB_LOCATION_CODE", "SUB_ICB_LOCATION_CODE": "ICB_CODE"}
    rows = [{swapped.get(k, k): v for k, v in row.items()} for row in places()]
    assert said(csv_of(rows))["area_codes_are_of_their_level"] == "blocks"
    rows = [row | {"ICB_CODE": "E54000050"} for row in places()]
    assert said(csv_of(rows))["area_codes_are_of_their_level"] == "blocks"


def test_one_practice_under_the_code_of_another_area():
    report = checked(csv_of(places(SUB_ICB_LOCATION_CODE="15F")))[1]
    (found,) = (f for file in report.files for f in file.findings if f.code == "stray_areas")
    assert (found.severity, found.examples) == ("warns", ("15F: 1 practices",))


@pytest.mark.parametrize("level", ["SUB_ICB_LOCATION", "ICB", "COMM_REGION"])
def test_a_column_of_areas_that_was_emptied(level: str):
    rows = [row | {f"{level}_CODE": "", f"{level}_NAME": ""} for row in places()]
    assert said(csv_of(rows))["areas_are_filled"] == "warns"
