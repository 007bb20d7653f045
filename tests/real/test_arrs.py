"""Additional roles against the published PCN files and the papers' tables, worked out again with csv alone."""

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from tests.commands import run
from tests.real.published import table
from wfcore import wording
from wfcore.arrs import growth_by_period as course_of
from wfcore.arrs.allocations import weighted_lists
from wfcore.arrs.claims import averages, sum_by_month
from wfcore.arrs.in_post import fte_in_post as staff_of
from wfcore.arrs.in_post import pcn_coverage
from wfcore.arrs.plans import down_inside_up
from wfcore.declared import declared
from wfcore.measuring import VersionMeasures
from wfcore.store import Store
from wfcore.tables import conform

MAPPED = {
    "Advanced Nurse Practitioner": "advanced_practitioner_nurse",
    "Pharmacist": "clinical_pharmacist",
    "Physiotherapist": "first_contact_physiotherapist",
    "Salaried By PCN": "general_practitioner",
}
NOT_ARRS = {
    "Apprentice", "Apprentice - Healthcare Assistant", "Apprentice - Pharmacist",
    "Clinical Director – DPC", "Clinical Director – Medical", "Clinical Director – Nurse",
    "Dispenser", "Estates and Ancillary", "Finance Director", "GP Locum", "Healthcare Assistant",
    "Manager", "Medical Secretary", "Other Director", "Phlebotomist", "Receptionist",
    "Senior Manager", "Telephonist",
}  # fmt: skip
UNCLEAR = {
    "Applied Psychologist – Clinical", "Apprentice - Other", "Clinical Associate in Psychology",
    "Community Mental Health Nurse", "Health Support Worker",
    "Mental Health and Wellbeing Practitioner", "NHS Talking Therapies Therapist",
    "Nurse Dispenser", "Nurse Specialist", "Other", "Peer Support Worker", "Social Worker",
    "Therapist- Counsellor", "Therapist- Other", "Trainee Clinical Associate in Psychology",
    "Trainee Mental Health and Wellbeing Practitioner", "Trainee NHS Talking Therapies Therapist",
    "Trainee Nurse", "Trainee Pharmacy Technician",
}  # fmt: skip


@pytest.fixture(scope="module")
def files(real_data: Path) -> dict[str, list[dict[str, str]]]:
    """Period → rows of the PCN file."""
    folder = real_data / "pcn_workforce"
    found = {}
    for path in (*folder.glob("*.csv"), *folder.glob("*.zip")):
        rows = [{k.upper(): v for k, v in row.items()} for row in table(path)]
        found[f"{rows[0]['CENSUS_YEAR']}-{rows[0]['CENSUS_MONTH'].zfill(2)}"] = rows
    return found


@pytest.fixture(scope="module")
def figures(pcns: Path) -> VersionMeasures:
    return VersionMeasures(Store.open(pcns).read())


def cells(path: Path, due: str) -> pl.DataFrame:
    """The cells of a printed plan, its totals left out, as rows of `arrs_plan`; a mark is nobody."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file))
    found: list[dict[str, object]] = []
    for area, *values in rows:
        for printed, text in zip(header[1:], values, strict=True):
            if "Total" in (area, printed.removesuffix(" WTE")):
                continue
            number = text.replace(".", "").isdigit()
            found.append(
                {
                    "plan_for": due, "area_name": area, "role": declared().arrs_role_of(printed),
                    "role_printed": printed, "wte": float(text) if number else 0.0,
                    "mark": None if number else text,
                }
            )  # fmt: skip
    return conform(pl.DataFrame(found, infer_schema_length=None), "arrs_plan")


@pytest.fixture(scope="module")
def leeds(real_data: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    folder = real_data / "seed_tables"
    return (
        cells(folder / "leeds_fig6_verbatim.csv", "2022-03"),
        cells(folder / "leeds_fig7_verbatim.csv", "2024-03"),
    )


def test_every_printed_spelling_of_leeds_is_one_role(leeds: tuple[pl.DataFrame, pl.DataFrame]):
    for plan, roles in zip(leeds, (16, 21), strict=True):
        printed = plan["role_printed"].unique().to_list()
        ids = {declared().arrs_role_of(name) for name in printed}
        assert None not in ids
        assert len(ids) == len(printed) == roles


def test_every_role_of_every_pcn_file_is_one_role_or_reported(
    files: dict[str, list[dict[str, str]]],
):
    printed = {
        column: {row[column].strip() for rows in files.values() for row in rows}
        for column in ("DETAILED_STAFF_ROLE", "STAFF_ROLE")
    }
    known = declared()
    for texts, count, roles in zip(printed.values(), (80, 68), (43, 33), strict=True):
        mapped = {text for text in texts if known.arrs_role_of(text)}
        aside = {text for text in texts if known.arrs_aside_of(text)}
        assert (len(texts), len(mapped)) == (count, roles)
        assert mapped | aside == texts
        assert not mapped & aside
    aside = {text: known.arrs_aside_of(text) for text in printed["DETAILED_STAFF_ROLE"]}
    entries = {text: known.arrs.set_aside[key] for text, key in aside.items() if key}
    assert {text for text, entry in entries.items() if entry.arrs == "no"} == NOT_ARRS
    assert {text for text, entry in entries.items() if entry.arrs != "no"} == UNCLEAR
    assert all(entry.why for entry in entries.values())
    assert {text: known.arrs_role_of(text) for text in MAPPED} == MAPPED
    # Where several detailed roles share a broad one, the broad one means none of them.
    for text in ("Therapists", "Apprentices"):
        key = known.arrs_aside_of(text)
        assert key is not None
        assert known.arrs.set_aside[key].arrs != "no"


def test_leeds_fourteen_cells_fall_inside_a_rise(leeds: tuple[pl.DataFrame, pl.DataFrame]):
    rows = down_inside_up(*leeds)
    assert rows.filter("like_for_like").height == 14
    # One column became six: what fell there may be planned under another heading.
    assert rows.filter(~pl.col("like_for_like"))["role"].to_list() == ["advanced_practitioner"] * 3
    morley = rows.filter(pl.col("area_name") == "Morley")
    assert morley.height == 5
    assert morley["now"].to_list() == [0.0] * 5
    north = rows.filter(pl.col("area_name") == "Central North Leeds").row(0, named=True)
    assert (north["role"], north["then"], north["now"]) == ("care_coordinator", 2.88, 1.33)


def test_havering_as_printed(real_data: Path):
    path = real_data / "seed_tables" / "havering_arrs_verbatim.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    months = {
        f"{m}-22": f"2022-{i:02d}" for i, m in enumerate(("Apr", "May", "Jun", "Jul", "Aug"), 4)
    }
    claims = pl.DataFrame(
        [
            {"pcn_code": row["row"], "month": month, "role": None, "wte": float(row[printed])}
            for row in rows if row["row"] != "Spend" for printed, month in months.items()
        ],
        schema={"pcn_code": pl.String, "month": pl.String, "role": pl.String, "wte": pl.Float64},
    )  # fmt: skip
    claims = conform(claims, "arrs_claims")
    means = averages(sum_by_month(claims, "pcn_code"), "pcn_code")
    printed = {row["row"]: Decimal(row["Average WTE"]) for row in rows}
    for pcn, mean in means.select("pcn_code", "wte").iter_rows():
        assert round(Decimal(mean), 2) == printed[pcn]
    borough = sum_by_month(claims)["wte"].round(2).to_list()
    assert borough == [58.32, 61.64, 61.64, 61.52, 64.52]
    spend = next(row for row in rows if row["row"] == "Spend")
    paid = pl.DataFrame(
        {
            "pcn_code": ["Havering"] * 5,
            "month": list(months.values()),
            "approved_gbp": [float(spend[m]) for m in months],
        }
    )  # fmt: skip
    assert averages(sum_by_month(conform(paid, "arrs_claims")))["approved_gbp"][0] == 237


def test_england_by_staff_group_from_the_role_tables(real_data: Path, figures: VersionMeasures):
    """The role rows add up to the oracle, so no role is lost on the way to the crosswalk."""
    groups = {
        "director": "directors",
        "gp": "gps",
        "nurse": "nurses",
        "dpc": "dpc",
        "admin": "admin",
    }
    rows = figures.version.table("staff_role", columns=["period", "staff_group", "fte"])
    sums = {
        (period, str(group)): fte
        for period, group, fte in rows.group_by("period", "staff_group")
        .agg(pl.col("fte").sum())
        .iter_rows()
    }
    compared = 0
    with (real_data / "oracles" / "pcn_england_fte_timeseries.csv").open(
        encoding="utf-8-sig"
    ) as file:
        for row in csv.DictReader(file):
            period = f"{row['year']}-{row['month'].zfill(2)}"
            if period not in figures.periods("pcn"):
                continue
            near = 0.5 if "rounded" in row["note"] else 0.001
            whole = 0.0
            for group, column in groups.items():
                if row[column]:
                    assert sums[period, group] == pytest.approx(float(row[column]), abs=near)
                    whole += float(row[column])
            assert staff_of(figures, period)["fte"].sum() == pytest.approx(whole, abs=5 * near)
            compared += 1
    assert compared == 10


def test_each_role_of_north_east_london_recomputed(
    figures: VersionMeasures, files: dict[str, list[dict[str, str]]]
):
    for period in ("2022-09", "2025-11", "2026-06"):
        sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for row in files[period]:
            role = declared().arrs_role_of(row["DETAILED_STAFF_ROLE"])
            if role is not None and row["SUB_ICB_CODE"] == "A3A8R":
                sums[row["PCN_CODE"], role] += Decimal(row["FTE"])
        found = {(p, r): f for p, r, f in staff_of(figures, period).iter_rows() if f}
        assert len(sums) > 100
        for key, fte in sums.items():
            assert Decimal(found.get(key, 0)) == pytest.approx(fte, abs=Decimal("1e-6"))


def printed(store: Path, *more: str) -> dict[tuple[str, str], dict[str, str]]:
    answer = run("arrs", "--store", store, *more)
    assert (answer.code, answer.err) == (0, "")
    return {(row["area_code"], row["role"]): row for row in answer.rows()}


def test_north_east_london_in_june_2026(pcns: Path):
    whole = printed(pcns, "--level", "icb", "--within", "QMF", "--period", "2026-06")["QMF", "all"]
    assert f"{float(whole['in_post_fte']):.3f}" == "794.111"
    north = printed(pcns, "--within", "Havering", "--period", "2026-06")["U55939", "all"]
    assert f"{float(north['in_post_fte']):.3f}" == "39.773"


def test_silent_pcns_of_barking_are_not_reported(pcns: Path, figures: VersionMeasures):
    rows = printed(pcns, "--within", "Barking and Dagenham", "--period", "2025-11")
    for code in ("U92874", "U86966"):
        for role in ("arrs", "all", "clinical_pharmacist"):
            assert rows[code, role]["in_post_fte"] == ""
            assert "not_reported" in rows[code, role]["flags"].split(";")
    whole = printed(pcns, "--level", "borough", "--within", "QMF", "--period", "2025-11")
    barking = whole["Barking and Dagenham", "all"]
    assert f"{float(barking['in_post_fte']):.4f}" == "19.7533"
    assert "partly_reported" in barking["flags"].split(";")
    over = pcn_coverage(figures, "2025-11", "Barking and Dagenham")
    assert (over.patients_reported, over.patients) == (186_092, 259_445)
    assert (
        "4 of 6 networks reported, with 72% of registered patients"
        in wording.arrs_counts.coverage_phrase(over)
    )


def test_growth_of_every_quarter_adds_up(
    figures: VersionMeasures, files: dict[str, list[dict[str, str]]]
):
    rows = course_of(figures, role="all")
    assert rows["period"].to_list() == sorted(files)
    by_pcn = {}
    for period, file in files.items():
        by_pcn[period] = defaultdict(Decimal)
        for row in file:
            by_pcn[period][row["PCN_CODE"]] += Decimal(row["FTE"])
    for before, row in zip(sorted(files), rows.to_dicts()[1:], strict=False):
        then, now = by_pcn[before], by_pcn[row["period"]]
        both = then.keys() & now.keys()
        assert row["pcns_reported"] == len(now)
        assert row["staff"] == pytest.approx(float(sum(now[p] - then[p] for p in both)), abs=1e-6)
        assert row["started"] == pytest.approx(
            float(sum(now[p] for p in now.keys() - both)), abs=1e-6
        )
        assert row["change"] == pytest.approx(
            row["staff"] + row["started"] - row["stopped"], abs=1e-9
        )


def test_weighted_lists_of_a_pcn_without_any_are_null(figures: VersionMeasures):
    rows = weighted_lists(figures, "2025-11", "2025/26")
    assert rows["weighted"].null_count() == rows.height
    assert rows["practices"].min() >= 1
