"""A receipt makes its number again."""

import polars as pl
import pytest

from tests.unit.making import csv_of, figures, lists_csv, pcn_csv, places_csv, staff_csv
from wfcore.declared import Flag, declared
from wfcore.errors import UnknownName
from wfcore.geography import Level
from wfcore.measuring import Measure, VersionMeasures, receipt, units

PLACES = [("A00001", "U00001", "East"), ("A00002", "U00001", "East"), ("A00003", "U00002", "East")]


def detailed() -> bytes:
    """Three practices with every cell that some metric adds up; one gave no nurses."""
    rows = []
    for i in range(1, 4):
        row: dict[str, object] = {"PRAC_CODE": f"A0000{i}", "TOTAL_PATIENTS": 4000 * i}
        for stem in ("GP", "GP_EXTG", "GP_EXL", "GP_EXTGL", "NURSES", "DPC", "ADMIN"):
            row |= {f"TOTAL_{stem}_FTE": i + 0.25, f"TOTAL_{stem}_HC": i + 3}
        for stem in ("GP_EXTG", "NURSES"):
            row |= {f"TOTAL_{stem}_HC_40TO44": 3, f"TOTAL_{stem}_HC_60TO64": i}
        row |= {"TOTAL_DPC_HCA_FTE": 0.5 * i, "TOTAL_DPC_PHARMA_FTE": 0.5 * i + 0.25}
        if i == 2:
            row |= {key: "NA" for key in row if "NURSES" in key}
        rows.append(row)
    return csv_of(rows)


@pytest.fixture(scope="module")
def made() -> VersionMeasures:
    groups = ("Directors", "Other GPs", "Other Nurses", "Other Admin/Non-clinical staff",
              "Other Direct Patient Care staff")  # fmt: skip
    pcn = pcn_csv(
        [
            {"STAFF_GROUP": g, "DETAILED_STAFF_ROLE": "Other", "FTE": 0.5 + i}
            for i, g in enumerate(groups)
        ]
    )
    return figures(detailed(), places_csv(PLACES), pcn, period="2025-09")


def again(made: VersionMeasures, expression: str) -> float:
    """What an analyst gets who copies the expression."""
    names = {"version": made.version, "pl": pl, "units": units, "declared": declared}
    return eval(expression, names)


@pytest.mark.parametrize("name", list(declared().metrics))
def test_the_expression_makes_the_number_again(made: VersionMeasures, name: str):
    checked = 0
    for level in Level:
        rows = made.measure([name], level).filter(pl.col("value").is_not_null())
        for row in rows.tail(1).iter_rows(named=True):
            slip = made.receipt(name, level, row["area_code"], row["period"])
            assert slip.measure == Measure.of_row(row)
            assert again(made, slip.expression) == pytest.approx(row["value"], rel=1e-12)
            checked += 1
    assert checked >= 4


def test_a_receipt_cites_its_files(made: VersionMeasures):
    slip = made.receipt("gp_rate", "borough", "East", "2025-09")
    assert slip.files.select("use", "file_name", "snapshot_date").rows() == [
        ("staff", "file 0.csv", "2025-09-30"),
        ("patients", "file 0.csv", "2025-09-30"),
        ("areas", "file 1.csv", "2025-09-30"),
    ]
    assert slip.files["licence"].unique().to_list() == ["Open Government Licence v3.0"]
    assert slip.files["sha256"].str.len_chars().to_list() == [64, 64, 64]
    assert "Detailed" in slip.files["title"][0]
    assert slip.version == made.version.number == 1
    assert "÷ registered patients × 100,000" in slip.formula


def test_a_receipt_counts_those_that_reported(made: VersionMeasures):
    slip = made.receipt("nurse_rate", "borough", "East", "2025-09")
    assert (slip.units_reported, slip.units) == (2, 3)
    assert (slip.patients_reported, slip.patients) == (16000.0, 24000.0)
    assert slip.not_reported == ("SURGERY A00002",)
    assert slip.measure.flags == {Flag.LOW_COVERAGE}
    assert slip.metric.id == "nurse_rate"
    whole = made.receipt("gp_rate", "borough", "East", "2025-09")
    assert (whole.not_reported, whole.measure.flags) == ((), frozenset())


def test_a_silent_pcn_is_named(made: VersionMeasures):
    slip = made.receipt("pcn_staff_rate", "icb", "QXX", "2025-09")
    assert (slip.units_reported, slip.units) == (1, 2)
    assert slip.not_reported == ("NETWORK U00002",)


def test_without_lists_patients_are_unknown():
    made = figures(staff_csv([("", "A00001", 2)]), places_csv(PLACES))
    slip = made.receipt("gp_fte", "practice", "A00001", "2025-09")
    assert (slip.patients_reported, slip.patients) == (None, None)
    assert slip.files["use"].to_list() == ["staff", "areas"]


def test_straight_from_a_version(made: VersionMeasures):
    slip = receipt(made.version, "gp_rate", "pcn", "U00001", "2025-09")
    assert slip.measure == made.receipt("gp_rate", "pcn", "U00001", "2025-09").measure


def test_there_is_no_receipt_for_what_is_not_there(made: VersionMeasures):
    with pytest.raises(UnknownName, match="There is no gp_rate"):
        made.receipt("gp_rate", "pcn", "U99999", "2025-09")


def test_what_the_files_hold_too_little_of_has_no_expression(made: VersionMeasures):
    slip = made.receipt("gp_rate", "england", "E92000001", "2025-09")
    assert Flag.NOT_COVERED in slip.measure.flags
    assert slip.expression == "None  # the files hold too little of this area"


def test_a_list_from_another_file_is_cited():
    made = figures(
        staff_csv([("", "A00001", 2)]), places_csv(PLACES),
        lists_csv([("A00001", 5000)], period="2025-10"),
    )  # fmt: skip
    slip = made.receipt("gp_rate", "practice", "A00001", "2025-09")
    patients = slip.files.filter(pl.col("use") == "patients")
    assert patients.select("file_name", "snapshot_date").rows() == [("file 2.csv", "2025-10-31")]
    assert slip.measure.flags == {Flag.LIST_OTHER_MONTH}
