"""The shipped England files against the published ones and the extracts, by another road.

Nothing here uses the tool that wrote them; the figures of areas were added up by somebody else.
"""

import csv
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from tests.real.published import table
from tests.real.test_sample_data import PRINTED_GROUP, published
from wfcore.measuring import VersionMeasures

MONTHS = {"2024-12": "December 2024", "2025-12": "December 2025", "2026-05": "May 2026"}
EXTRACT = "General Practice – {} Practice Level - Detailed ({}, derived).csv"
MAPS = {
    "2026-01": "geography/gp-reg-pat-prac-map_2026-01.csv",
    "2026-07": "registered_patients/2026-07/gp-reg-pat-prac-map.zip",
}
PCN_FILES = {
    "2025-11": "Primary Care Networks - November 2025 Individual Level (restored from parquet).csv",
    "2026-06": "PCNWFIndividualCSV.062026.zip",
}
PAYMENTS = "Number of {} Patients (Last Known Figure)"
# By its address a practice may lie elsewhere than by the former commissioning group of North East London.
OTHER_BOROUGHS = {
    "E09000001",
    "E09000002",
    "E09000012",
    "E09000016",
    "E09000023",
    "E09000026",
    "E09000030",
}
# Those that opened since 2022 are there by postcode, sector or district.
A_PRACTICE_MORE = {"E06000031", "E08000034", "E09000023"}
LATER = {
    "Y07275": "E08000034", "Y07819": "E06000045", "Y07697": "E08000010", "Y08411": "E09000023",
    **dict.fromkeys(("Y07025", "Y07057", "Y07059", "Y07060"), "E06000031"),
}  # fmt: skip
# Authorities that are gone → those that followed them: Cumberland, Westmorland and Furness, North Yorkshire,
# Somerset (the reorganisation of April 2023), Barnsley and Sheffield (new codes).
FOLLOWED = {
    **dict.fromkeys(("E07000026", "E07000028", "E07000029"), "E06000063"),
    **dict.fromkeys(("E07000027", "E07000030", "E07000031"), "E06000064"),
    **dict.fromkeys([f"E0700016{n}" for n in range(3, 10)], "E06000065"),
    **dict.fromkeys(("E07000187", "E07000188", "E07000189", "E07000246"), "E06000066"),
    "E08000016": "E08000038", "E08000019": "E08000039",
}  # fmt: skip


@cache
def shipped(name: str) -> list[dict[str, str]]:
    path = Path(__file__).parents[2] / "sample_data" / f"england_{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("period", MONTHS)
def test_every_practice(real_data: Path, period: str):
    folder = real_data / "gp_workforce"
    everywhere = published(folder / EXTRACT.format(MONTHS[period], "England, GPs only"))
    nearby = published(folder / EXTRACT.format(MONTHS[period], "NEL"))
    other = {row["PRAC_CODE"]: row for row in nearby}
    rows = {row["practice_code"]: row for row in shipped("practices") if row["period"] == period}
    assert set(rows) == {row["PRAC_CODE"] for row in everywhere}
    assert {row["source"] for row in rows.values()} == {"gpw_extract"}
    for row in everywhere:
        kept = rows[row["PRAC_CODE"]]
        for column in ("TOTAL_GP_FTE", "TOTAL_GP_EXTG_FTE", "TOTAL_GP_EXTGL_FTE"):
            assert kept[column] == row[column]
        assert kept["TOTAL_GP_EXL_FTE"] == row.get("TOTAL_GP_EXL_FTE", "")
        assert kept["TOTAL_PATIENTS"] == ("" if period == "2026-05" else row["TOTAL_PATIENTS"])
        near = other.get(row["PRAC_CODE"], {})
        for column in ("TOTAL_NURSES_FTE", "TOTAL_DPC_FTE", "TOTAL_ADMIN_FTE"):
            assert kept[column] == near.get(column, "")


def test_every_list(real_data: Path):
    path = real_data / "registered_patients" / "2026-07" / "gp-reg-pat-prac-quin-age.zip"
    expected = {
        row["ORG_CODE"]: row["NUMBER_OF_PATIENTS"]
        for row in published(path)
        if (row["ORG_TYPE"], row["SEX"], row["AGE_GROUP_5"]) == ("GP", "ALL", "ALL")
    }
    assert {row["practice_code"]: row["registered"] for row in shipped("lists")} == expected
    assert {(row["period"], row["source"]) for row in shipped("lists")} == {
        ("2026-07", "registered_patients")
    }


@pytest.mark.parametrize("period", MAPS)
def test_every_place(real_data: Path, period: str):
    names = (
        "PRACTICE_CODE", "PRACTICE_NAME", "PCN_CODE", "PCN_NAME", "SUB_ICB_LOCATION_CODE",
        "SUB_ICB_LOCATION_NAME", "ICB_CODE", "ICB_NAME", "COMM_REGION_CODE",
    )  # fmt: skip
    expected = {
        tuple(row[name].strip() for name in names) for row in published(real_data / MAPS[period])
    }
    rows = [row for row in shipped("places") if row["period"] == period]
    found = set[tuple[str, ...]]()
    named = {
        (name[:-5], row[f"{name[:-5]}_code"]): row[name]
        for row in rows
        for name in row
        if name.endswith("_name") and row[name]
    }  # each area is named once
    for row in rows:
        for name in ("pcn", "sub_icb", "icb"):
            row = row | {f"{name}_name": row[f"{name}_name"] or named[name, row[f"{name}_code"]]}
        found.add(tuple(row.values())[2:])
    assert found == expected
    assert len(rows) == len(expected)


@pytest.mark.parametrize("period", PCN_FILES)
def test_every_pcn(real_data: Path, period: str):
    rows = published(real_data / "pcn_workforce" / PCN_FILES[period])
    fte: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    people: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        cell = row["PCN_CODE"].strip(), PRINTED_GROUP[row["STAFF_GROUP"].strip()]
        fte[cell] += Decimal(row["FTE"])
        if row["Data_source"] == "NWRS Staff":
            people[cell].add(row["UNIQUE_IDENTIFIER"])
    kept = [row for row in shipped("pcn_staff") if row["period"] == period]
    whole = {(row["area_code"], row["staff_group"]): row for row in kept if row["role"] == "all"}
    assert len(whole) == 5 * len({row["PCN_CODE"].strip() for row in rows})
    millionth = Decimal("0.000001")
    for cell, row in whole.items():
        assert Decimal(row["fte"]) == fte[cell].quantize(millionth, rounding=ROUND_HALF_UP)
        assert int(row["headcount"]) == len(people[cell])
    parts: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in kept:
        if row["role"] != "all":
            parts[row["area_code"], row["staff_group"]] += Decimal(row["fte"])
    assert all(abs(parts[cell] - fte[cell]) < 40 * millionth for cell in whole)


def test_staff_of_all_pcns(real_data: Path):
    columns = {
        "director": "directors",
        "gp": "gps",
        "nurse": "nurses",
        "dpc": "dpc",
        "admin": "admin",
    }
    total: dict[str, Decimal] = defaultdict(Decimal)
    for row in shipped("pcn_staff"):
        if (row["period"], row["role"]) == ("2025-11", "all"):
            total[row["staff_group"]] += Decimal(row["fte"])
    series = published(real_data / "oracles" / "pcn_england_fte_timeseries.csv")
    (printed,) = (row for row in series if f"{row['year']}-{row['month']:0>2}" == "2025-11")
    for group, column in (*columns.items(), ("admin", "admin")):
        assert abs(total[group] - Decimal(printed[column])) < Decimal("0.002")


def test_every_score(real_data: Path):
    mapped = {row["practice_code"] for row in shipped("places") if row["source"] == "practice_map"}
    expected = {
        row["PRACTICE_CODE"]: (row["IMD_YEAR"], row["IMD_SCORE"])
        for row in published(real_data / "deprivation" / "fingertips-imd-2025-gp-practice.csv")
        if row["PRACTICE_CODE"] in mapped
    }
    found = {row["practice_code"]: (row["year"], row["score"]) for row in shipped("deprivation")}
    assert found == expected


def test_authorities_outside_north_east_london(real_data: Path):
    path = Path(__file__).parents[2] / "sample_data" / "nel_places.csv"
    borough = {row["practice_code"]: row["borough_name"] for row in published(path)}
    tool = published(real_data / "geography" / "icb_place_tool_practices_2022.csv")
    then = {row["Practice_Code"]: row["LAD21"] for row in tool}
    maps = (
        "geography/gp-reg-pat-prac-map_2026-01.csv",
        "registered_patients/2026-07/gp-reg-pat-prac-map.zip",
    )
    printed = {
        row["PRACTICE_CODE"]: row["PRACTICE_POSTCODE"]
        for m in maps
        for row in published(real_data / m)
    }
    codes = {row["LTLA21"]: row["LAD21"] for row in tool}
    later = dict[str, str]()
    for row in shipped("local_authorities"):
        code = row["practice_code"]
        if code in borough:
            assert row["borough_code"] == codes.get(borough[code], borough[code])
        elif code in then:
            assert row["borough_code"] == FOLLOWED.get(then[code], then[code])
        else:
            later[code] = row["borough_code"]
        if code in printed:
            assert row["postcode"] == printed[code]
    assert later == LATER


def held(figures: VersionMeasures, period: str, level: str, rows: list[dict[str, str]]) -> None:
    """Every printed figure of a level and month is ours, FTE, patients and rate."""
    ours = figures.measure(["gp_excl_trainees_rate"], level, period=period)
    found = {row["area_code"]: row for row in ours.iter_rows(named=True)}
    for row in rows:
        mine = found[row["area_code"]]
        assert mine["value"] == pytest.approx(float(row["rate_per_100k"]), abs=1e-6)
        assert mine["numerator"] == pytest.approx(float(row["extg_fte"]), abs=1e-4)
        assert mine["denominator"] == float(row["patients_reporting"])


@pytest.mark.parametrize("level", ["england", "region", "icb", "sub_icb"])
@pytest.mark.parametrize("period", MONTHS)
def test_every_area(real_data: Path, england_figures: VersionMeasures, period: str, level: str):
    may = period == "2026-05"
    name = "england_gp_may_2026_oracle" if may else "england_gp_dec_2024_dec_2025_oracle"
    rows = [
        row
        for row in published(real_data / "oracles" / f"{name}.csv")
        if row["level"] == level and (may or row["period"] == period)
    ]
    assert len(rows) == {"england": 1, "region": 7, "icb": 36 if may else 42, "sub_icb": 106}[level]
    held(england_figures, period, level, rows)


def test_every_local_authority(real_data: Path, england_figures: VersionMeasures):
    """The oracle has the authorities of 2022; of those that were joined since the sums are ours."""
    today: dict[str, list[float]] = {}
    for row in published(real_data / "oracles" / "england_gp_may_2026_oracle.csv"):
        then = row["area_code"]
        if row["level"] == "local_authority" and then not in OTHER_BOROUGHS | A_PRACTICE_MORE:
            sums = today.setdefault(FOLLOWED.get(then, then), [0, 0])
            sums[0] += float(row["extg_fte"])
            sums[1] += float(row["patients_reporting"])
    rows = [
        {
            "area_code": code,
            "extg_fte": str(fte),
            "patients_reporting": str(patients),
            "rate_per_100k": str(fte / patients * 100_000),
        }
        for code, (fte, patients) in today.items()
    ]
    assert len(rows) == 300 - 17 + 4  # seventeen were joined to four
    held(england_figures, "2026-05", "borough", rows)


METRICS = {
    "TOTAL_GP_FTE": "gp_rate",
    "TOTAL_GP_EXTG_FTE": "gp_excl_trainees_rate",
    "TOTAL_GP_EXTGL_FTE": "gp_qualified_permanent_rate",
    "TOTAL_NURSES_FTE": "nurse_rate",
    "TOTAL_DPC_FTE": "dpc_rate",
    "TOTAL_ADMIN_FTE": "admin_rate",
}


@pytest.mark.parametrize("column", METRICS)
def test_every_borough_of_north_east_london(
    real_data: Path, england_figures: VersionMeasures, column: str
):
    name = "nel_boroughs_oracle_2024-12_2025-12_2026-05.csv"
    rows = [row for row in published(real_data / "oracles" / name) if row["column"] == column]
    assert len(rows) == 3 * 8
    months = {month: period for period, month in MONTHS.items()}
    for row in rows:
        period = months[row["period"]]
        level, code, _ = england_figures.find(row["area"], "practice", period)
        mine = england_figures.measure_of(METRICS[column], level, code, period)
        assert mine.value == pytest.approx(float(row["rate_per_100k"]), abs=2e-6)
        assert mine.denominator == float(row["patients_reporting"])


def test_weighted_patients_of_every_practice(real_data: Path):
    printed = {
        row["Practice Code"]: (row[PAYMENTS.format("Registered")], row[PAYMENTS.format("Weighted")])
        for row in table(real_data / "weighted_lists" / "22-23.csv")
        if row[PAYMENTS.format("Registered")] not in ("0", "")
    }
    rows = shipped("weighted")
    assert {row["practice_code"]: (row["registered"], row["weighted"]) for row in rows} == printed
    assert len(rows) == len(printed) > 6400


def test_a_first_start_has_weighted_rates_of_everywhere(
    england_figures: VersionMeasures, real_data: Path
):
    """Staff of May 2026 over the lists of July, each practice's weighted as in 2022/23; added up with csv."""
    weight = {
        row["Practice Code"]: Fraction(row[PAYMENTS.format("Weighted")]) / Fraction(registered)
        for row in table(real_data / "weighted_lists" / "22-23.csv")
        if Fraction(registered := row[PAYMENTS.format("Registered")] or "0") > 0
    }
    path = real_data / "gp_workforce" / EXTRACT.format("May 2026", "England, GPs only")
    fte, patients = defaultdict[str, Fraction](Fraction), defaultdict[str, Fraction](Fraction)
    for row in published(path):
        if (code := row["PRAC_CODE"]) in weight and row["TOTAL_GP_EXTG_FTE"] != "NA":
            for area in ("E92000001", row["ICB_CODE"], row["SUB_ICB_CODE"]):
                fte[area] += Fraction(row["TOTAL_GP_EXTG_FTE"])
                patients[area] += Fraction(row["TOTAL_PATIENTS"]) * weight[code]
    for level, areas in {
        "england": ["E92000001"],
        "icb": ["QMF", "QWO", "QOP"],
        "sub_icb": ["15F", "26A", "D2P2L"],
    }.items():
        for area in areas:
            mine = england_figures.measure_of(
                "gp_excl_trainees_rate_weighted", level, area, "2026-05"
            )
            assert mine.value == pytest.approx(
                float(100_000 * fte[area] / patients[area]), rel=1e-3
            )  # who took over another since weighs as both did together: 17 practices
    units = england_figures.measure(
        ["gp_excl_trainees_rate_weighted"], "practice", period="2026-05"
    )
    listed = {row["practice_code"]: Fraction(row["registered"]) for row in shipped("lists")}
    others = [
        code
        for code, there in units.select("area_code", "denominator").drop_nulls().iter_rows()
        if there != pytest.approx(float(listed[code] * weight.get(code, 0)), rel=1e-9)
    ]
    taken_over = {*england_figures.version.table("successions")["successor_code"]}
    assert len(others) == 17
    assert {*others} <= taken_over
    assert england_figures.measure_of(
        "gp_excl_trainees_rate_weighted", "icb", "QMF", "2026-05"
    ).value == pytest.approx(40.397, abs=0.001)
