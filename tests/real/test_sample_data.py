"""The shipped North East London files against the published ones, by another road.

Nothing here uses the tool that wrote them: only csv, zipfile, the XML inside a workbook, and exact
arithmetic.
"""

import csv
import io
import re
import zipfile
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

CCG_BOROUGH = {
    "07L": "Barking and Dagenham",
    "08F": "Havering",
    "08N": "Redbridge",
    "08W": "Waltham Forest",
    "08M": "Newham",
    "08V": "Tower Hamlets",
    "07T": "City and Hackney",
}
PRINTED_GROUP = {
    "Directors": "director",
    "Other GPs": "gp",
    "Other Nurses": "nurse",
    "Other Direct Patient Care staff": "dpc",
    "Other Admin/Non-clinical staff": "admin",
}
DETAILED = "General Practice – September {} Practice Level - Detailed (NEL, 8 columns).csv"
PCN_PERIODS = [
    "2020-03", "2020-06", "2020-09", "2021-03", "2021-06", "2021-09",
    "2022-03", "2022-06", "2022-09", "2025-11", "2026-06",
]  # fmt: skip
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def published(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            name = next(n for n in archive.namelist() if n.endswith(".csv"))
            data = archive.read(name)
    else:
        data = path.read_bytes()
    try:
        return table(data.decode("utf-8-sig"))
    except UnicodeDecodeError:  # the PCN files of 2020 to 2022
        return table(data.decode("cp1252"))


def sheet_rows(path: Path, title: str) -> list[list[str]]:
    """The rows of a worksheet, read from its XML."""
    with zipfile.ZipFile(path) as book:
        titles = [
            node.attrib["name"]
            for node in ET.fromstring(book.read("xl/workbook.xml")).iter(f"{SHEET}sheet")
        ]
        strings = [
            "".join(part.text or "" for part in item.iter(f"{SHEET}t"))
            for item in ET.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        number = titles.index(title) + 1
        sheet = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    rows = []
    for row in sheet.iter(f"{SHEET}row"):
        cells: dict[int, str] = {}
        for cell in row.iter(f"{SHEET}c"):
            value = cell.find(f"{SHEET}v")
            if value is None or value.text is None:
                continue
            letters = re.sub(r"\d", "", cell.attrib["r"])
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - 64
            shared = cell.attrib.get("t") == "s"
            cells[column - 1] = strings[int(value.text)] if shared else value.text
        rows.append([cells.get(i, "") for i in range(max(cells, default=-1) + 1)])
    return rows


@pytest.fixture(scope="module")
def shipped(root: Path) -> dict[str, list[dict[str, str]]]:
    folder = root / "sample_data"
    return {path.stem: table(path.read_text(encoding="utf-8")) for path in folder.glob("nel_*.csv")}


@pytest.fixture(scope="module")
def pcn_files(real_data: Path) -> dict[str, list[dict[str, str]]]:
    folder = real_data / "pcn_workforce"
    files = {}
    for path in (*folder.glob("*.csv"), *folder.glob("*.zip")):
        rows = published(path)
        year, month = rows[0]["CENSUS_YEAR"], rows[0]["CENSUS_MONTH"]
        files[f"{year}-{month.zfill(2)}"] = rows
    return files


@pytest.fixture(scope="module")
def borough_of(real_data: Path) -> dict[str, str]:
    rows = published(real_data / "geography" / "nel_practice_to_borough_derived.csv")
    return {row["PRACTICE_CODE"]: row["BOROUGH"] for row in rows}


@pytest.mark.parametrize("year", ["2024", "2025"])
def test_every_practice_value_and_every_total(real_data: Path, shipped, year: str):
    columns = {
        ("gp", "all"): "TOTAL_GP_FTE",
        ("gp", "excl_locums"): "TOTAL_GP_EXL_FTE",
        ("nurse", "all"): "TOTAL_NURSES_FTE",
        ("dpc", "all"): "TOTAL_DPC_FTE",
        ("admin", "all"): "TOTAL_ADMIN_FTE",
    }
    rows = published(real_data / "gp_workforce" / DETAILED.format(year))
    expected = {
        (row["PRAC_CODE"], *key): row[column] for row in rows for key, column in columns.items()
    }
    staff = [row for row in shipped["nel_practice_staff"] if row["period"] == f"{year}-09"]
    found = {(r["area_code"], r["staff_group"], r["definition"]): r["fte"] for r in staff}
    assert len(rows) == 261
    assert len(staff) == len(found) == 5 * 261
    assert found == expected
    assert {(r["source"], r["level"], r["role"]) for r in staff} == {
        ("gpw_detailed", "practice", "all")
    }
    for (group, definition), column in columns.items():
        printed = sum(Decimal(row[column]) for row in rows if row[column] != "NA")
        kept = sum(
            Decimal(value) for key, value in found.items()
            if key[1:] == (group, definition) and value != "NA"
        )  # fmt: skip
        assert kept == printed


@pytest.mark.parametrize(
    ("year", "borough", "practices", "reporting", "patients", "rate"),
    [
        ("2025", "Havering", 40, 39, 302_717, "48.807"),
        ("2024", "Havering", 40, 38, 296_828, "47.809"),
        ("2025", None, 261, 260, 2_487_741, "49.448"),
        ("2024", None, 261, 259, 2_453_339, "48.161"),
    ],
)
def test_rates_in_the_readme(
    real_data: Path, root: Path, shipped, borough_of,
    year: str, borough: str | None, practices: int, reporting: int, patients: int, rate: str,
):  # fmt: skip
    def rate_of(cells: list[tuple[str, str]]) -> str:
        sent = [(Fraction(fte), Fraction(listed)) for fte, listed in cells if fte != "NA"]
        assert len(sent) == reporting
        exact = sum(fte for fte, _ in sent) / sum(listed for _, listed in sent) * 100_000
        return f"{float(exact):.3f}"

    rows = [
        row
        for row in published(real_data / "gp_workforce" / DETAILED.format(year))
        if borough in (None, borough_of[row["PRAC_CODE"]])
    ]
    assert len(rows) == practices
    assert sum(int(row["TOTAL_PATIENTS"]) for row in rows) == patients
    assert rate_of([(row["TOTAL_GP_FTE"], row["TOTAL_PATIENTS"]) for row in rows]) == rate

    listed = {
        row["practice_code"]: row["registered"]
        for row in shipped["nel_lists"]
        if (row["period"], row["source"]) == (f"{year}-09", "gpw_detailed")
    }
    own_borough = {row["practice_code"]: row["borough_name"] for row in shipped["nel_places"]}
    kept = [
        (row["fte"], listed[row["area_code"]])
        for row in shipped["nel_practice_staff"]
        if row["period"] == f"{year}-09"
        and (row["staff_group"], row["definition"]) == ("gp", "all")
        and borough in (None, own_borough[row["area_code"]])
    ]
    assert len(kept) == practices
    assert rate_of(kept) == rate
    assert rate in (root / "sample_data" / "README.md").read_text(encoding="utf-8")


def test_pcn_quarters(pcn_files, shipped):
    assert sorted(pcn_files) == PCN_PERIODS
    assert sorted({row["period"] for row in shipped["nel_pcn_staff"]}) == PCN_PERIODS


@pytest.mark.parametrize("period", PCN_PERIODS)
def test_every_pcn_row(root: Path, pcn_files, shipped, period: str):
    declared = yaml.safe_load(
        (root / "wfcore" / "definitions" / "staff_roles.yaml").read_text(encoding="utf-8")
    )
    role_ids = {
        (group, printed): role
        for group, roles in declared["pcn_roles"].items()
        for role, printed in roles.items()
    }
    fte: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    people: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    england = pcn_files[period]
    here = [row for row in england if row["SUB_ICB_CODE"].strip() == "A3A8R"]
    for row in here:
        pcn, group = row["PCN_CODE"].strip(), PRINTED_GROUP[row["STAFF_GROUP"].strip()]
        for role in ("all", role_ids[group, row["DETAILED_STAFF_ROLE"].strip()]):
            fte[pcn, group, role] += Decimal(row["FTE"])
            if row["Data_source"] == "NWRS Staff":
                people[pcn, group, role].add(row["UNIQUE_IDENTIFIER"])
    for pcn in {row["PCN_CODE"].strip() for row in here}:
        for name in {row["STAFF_GROUP"].strip() for row in england}:
            fte[pcn, PRINTED_GROUP[name], "all"] += 0
    rows = [row for row in shipped["nel_pcn_staff"] if row["period"] == period]
    found = {
        (r["area_code"], r["staff_group"], r["role"]): (Decimal(r["fte"]), int(r["headcount"]))
        for r in rows
    }
    millionth = Decimal("0.000001")
    assert len(found) == len(rows)
    assert found == {
        key: (total.quantize(millionth, rounding=ROUND_HALF_UP), len(people[key]))
        for key, total in fte.items()
    }
    assert {(r["source"], r["level"], r["definition"]) for r in rows} == {
        ("pcn_individual", "pcn", "all")
    }


def test_pcn_groups_nobody_printed_are_absent(shipped):
    groups = defaultdict(set)
    for row in shipped["nel_pcn_staff"]:
        groups[row["period"]].add(row["staff_group"])
    assert groups["2022-09"] == {"director", "dpc", "admin"}
    assert groups["2025-11"] == {"director", "gp", "nurse", "dpc", "admin"}


def test_pcn_november_2025_against_the_oracles(real_data: Path, shipped):
    kept: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in shipped["nel_pcn_staff"]:
        if (row["period"], row["role"]) == ("2025-11", "all"):
            kept[row["area_code"]][row["staff_group"]] = Decimal(row["fte"])
    places = [row for row in shipped["nel_places"] if row["period"] == "2025-11"]
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in places:
        votes[row["pcn_code"]][row["borough_name"]] += 1
    by_borough: dict[str, Decimal] = defaultdict(Decimal)
    for pcn, groups in kept.items():
        by_borough[votes[pcn].most_common(1)[0][0]] += sum(groups.values())

    near = Decimal("0.00006")
    columns = {"director": "directors", "gp": "gps", "nurse": "nurses", "dpc": "dpc"}
    for row in published(real_data / "oracles" / "nel_pcn_nov2025.csv"):
        if not row["total"]:  # silent, or not a PCN
            assert row["pcn_code"] not in kept
            continue
        groups = kept[row["pcn_code"]]
        assert abs(sum(groups.values()) - Decimal(row["total"])) < near
        for group, column in (*columns.items(), ("admin", "admin")):
            assert abs(groups[group] - Decimal(row[column])) < near
    boroughs = published(real_data / "oracles" / "nel_borough_pcn_nov2025.csv")
    assert {row["borough_inferred"] for row in boroughs} == set(by_borough)
    for row in boroughs:  # sums of the rounded figures of up to nine PCNs
        assert abs(by_borough[row["borough_inferred"]] - Decimal(row["fte"])) < 9 * near
    assert f"{by_borough['Havering']:.4f}" == "136.9941"
    assert f"{sum(by_borough.values()):.4f}" == "813.0203"


@pytest.mark.parametrize(
    ("period", "name", "practices", "patients"),
    [
        ("2021-01", "2021-01/gp-reg-pat-prac-all.csv", 278, 2_275_415),
        ("2025-10", "2025-10/PracPopOct.csv", 261, 2_487_406),
        ("2025-11", "2025-11/PracPopNov.csv", 261, 2_489_879),
        ("2026-01", "2026-01/PracPopJan26.csv", 261, 2_488_858),
    ],
)
def test_every_list(real_data: Path, shipped, period: str, name: str, practices, patients):
    expected = {
        row["CODE"]: row["NUMBER_OF_PATIENTS"]
        for row in published(real_data / "registered_patients" / name)
        if (row["TYPE"], row["SEX"], row["AGE"]) == ("GP", "ALL", "ALL")
        and (row.get("CCG_CODE") in CCG_BOROUGH or row.get("SUB_ICB_LOCATION_CODE") == "A3A8R")
    }
    rows = [
        row
        for row in shipped["nel_lists"]
        if (row["period"], row["source"]) == (period, "registered_patients")
    ]
    assert {row["practice_code"]: row["registered"] for row in rows} == expected
    assert len(rows) == practices
    assert sum(int(row["registered"]) for row in rows) == patients


def test_lists_of_july_2026_add_up_to_the_printed_sub_icb(real_data: Path, shipped):
    folder = real_data / "registered_patients" / "2026-07"
    printed = {
        (row["ORG_TYPE"], row["ORG_CODE"]): row["NUMBER_OF_PATIENTS"]
        for row in published(folder / "gp-reg-pat-prac-quin-age.zip")
        if (row["SEX"], row["AGE_GROUP_5"]) == ("ALL", "ALL")
    }
    rows = [row for row in shipped["nel_lists"] if row["period"] == "2026-07"]
    assert all(row["registered"] == printed["GP", row["practice_code"]] for row in rows)
    total = sum(int(row["registered"]) for row in rows)
    assert total == int(printed["SUB_ICB_LOCATION_CODE", "A3A8R"]) == 2_452_807


@pytest.mark.parametrize("year", ["2024", "2025"])
def test_lists_inside_the_workforce_files(real_data: Path, shipped, year: str):
    rows = published(real_data / "gp_workforce" / DETAILED.format(year))
    found = {
        row["practice_code"]: row["registered"]
        for row in shipped["nel_lists"]
        if (row["period"], row["source"]) == (f"{year}-09", "gpw_detailed")
    }
    assert found == {row["PRAC_CODE"]: row["TOTAL_PATIENTS"] for row in rows}


@pytest.mark.parametrize(
    ("period", "name"),
    [
        ("2025-11", "2025-11/gp-reg-pat-prac-map.csv"),
        ("2026-07", "2026-07/gp-reg-pat-prac-map.zip"),
    ],
)
def test_places_from_the_maps(real_data: Path, shipped, borough_of, period: str, name: str):
    expected = {
        row["PRACTICE_CODE"]: (
            row["PRACTICE_NAME"], row["PRACTICE_POSTCODE"], row["PCN_CODE"], row["PCN_NAME"],
            borough_of[row["PRACTICE_CODE"]], "A3A8R", "QMF", "Y56",
        )
        for row in published(real_data / "registered_patients" / name)
        if row["SUB_ICB_LOCATION_CODE"] == "A3A8R"
    }  # fmt: skip
    rows = [row for row in shipped["nel_places"] if row["period"] == period]
    found = {
        row["practice_code"]: (
            row["practice_name"], row["postcode"], row["pcn_code"], row["pcn_name"],
            row["borough_name"], row["sub_icb_code"], row["icb_code"], row["region_code"],
        )
        for row in rows
    }  # fmt: skip
    assert len(rows) == 261
    assert found == expected
    assert {row["icb_name"] for row in rows} == {"NHS North East London Integrated Care Board"}
    assert sorted(code for code, row in found.items() if row[2] == "U") == ["F86731", "Y06592"]


@pytest.mark.parametrize(("period", "practices"), [("2023-01", 269), ("2024-10", 263)])
def test_places_from_epcn(real_data: Path, shipped, period: str, practices: int):
    header, *body = sheet_rows(
        real_data / "geography" / f"ePCN {period}.xlsx", "PCN Core Partner Details"
    )
    names = [" ".join(name.split()) for name in header]
    expected = {}
    for cells in body:
        row = dict(zip(names, [*cells, *[""] * len(names)], strict=False))
        if row["Practice Parent Sub ICB Loc Code"] != "A3A8R":
            continue
        if not row["Practice to PCN Relationship End Date"]:
            code = row["Partner Organisation Code"]
            assert code not in expected
            expected[code] = (row["Partner Name"], row["PCN Code"], row["PCN Name"])
    rows = [row for row in shipped["nel_places"] if row["period"] == period]
    found = {r["practice_code"]: (r["practice_name"], r["pcn_code"], r["pcn_name"]) for r in rows}
    assert found == expected
    assert len(rows) == practices
    assert {"F82053", "F86703"} <= set(found)
    assert {(r["icb_code"], r["region_code"], r["postcode"]) for r in rows} == {("QMF", "Y56", "")}


def test_every_deprivation_score(real_data: Path, shipped):
    rows = published(real_data / "deprivation" / "fingertips-imd-2025-gp-practice.csv")
    named = {row["practice_code"] for row in shipped["nel_places"]}
    expected = {
        row["PRACTICE_CODE"]: (row["IMD_YEAR"], row["IMD_SCORE"])
        for row in rows
        if row["PRACTICE_CODE"] in named
    }
    kept = shipped["nel_deprivation"]
    assert list(kept[0]) == ["source", "practice_code", "year", "score"]
    assert {row["practice_code"]: (row["year"], row["score"]) for row in kept} == expected
    assert len(kept) == len(expected) == 260
    assert {row["source"] for row in kept} == {"imd_practice"}
    mapped = {r["practice_code"] for r in shipped["nel_places"] if r["source"] == "practice_map"}
    assert mapped - set(expected) == {"Y06592"}
    assert len(named - mapped - set(expected)) == 10


@pytest.mark.parametrize(
    ("borough", "practices", "patients", "score"),
    [("Havering", 40, 302_717, "17.426"), (None, 260, 2_487_529, "26.975")],
)
def test_deprivation_in_the_readme(
    real_data: Path, root: Path, shipped, borough_of,
    borough: str | None, practices: int, patients: int, score: str,
):  # fmt: skip
    scores = {row["practice_code"]: Fraction(row["score"]) for row in shipped["nel_deprivation"]}
    here = [
        (scores[row["PRAC_CODE"]], int(row["TOTAL_PATIENTS"]))
        for row in published(real_data / "gp_workforce" / DETAILED.format(2025))
        if row["PRAC_CODE"] in scores and borough in (None, borough_of[row["PRAC_CODE"]])
    ]
    assert (len(here), sum(n for _, n in here)) == (practices, patients)
    assert f"{float(sum(s * n for s, n in here) / patients):.3f}" == score
    assert score in (root / "sample_data" / "README.md").read_text(encoding="utf-8")


def test_boroughs_agree_with_the_former_ccgs(real_data: Path, shipped, borough_of):
    rows = published(real_data / "registered_patients" / "2021-01" / "gp-reg-pat-prac-all.csv")
    former = {row["CODE"]: CCG_BOROUGH.get(row["CCG_CODE"]) for row in rows}
    boroughs = {(row["practice_code"], row["borough_name"]) for row in shipped["nel_places"]}
    assert {row["borough_name"] for row in shipped["nel_places"]} == set(CCG_BOROUGH.values())
    assert {code for code, _ in boroughs if code not in former} == {"Y08371"}
    assert all(former[code] == borough for code, borough in boroughs if code in former)
    assert {code for code, _ in boroughs if code not in borough_of} == {
        "F82012", "F82621", "F82666", "F84657", "F84685", "F84711", "F84714", "F86642",
    }  # fmt: skip


def test_no_person_is_in_the_shipped_files(root: Path, pcn_files, shipped):
    assert list(shipped["nel_pcn_staff"][0]) == [
        "period", "source", "level", "area_code", "staff_group", "definition", "role", "fte",
        "headcount",
    ]  # fmt: skip
    for rows in shipped.values():
        assert not any("identifier" in column.lower() for column in rows[0])
    keys = ("period", "area_code", "staff_group", "definition", "role")
    counted = Counter(tuple(row[key] for key in keys) for row in shipped["nel_pcn_staff"])
    assert set(counted.values()) == {1}


def test_demonstration_has_exactly_the_official_columns(real_data: Path, root: Path):
    name = "GP_workforce_practice_level_DETAILED__from_official_definitions_xlsx.txt"
    official = (real_data / "gp_workforce" / name).read_text(encoding="utf-8").split()
    assert len(official) == len(set(official)) == 805
    files = sorted((root / "sample_data").glob("demonstration-*.csv"))
    assert len(files) == 8
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert set(header[:805]) == set(official)
        assert header[805:] == ["INVENTED", "YEAR", "MONTH", "BOROUGH_CODE", "BOROUGH_NAME"]
    assert "FEMALE_TRAINEE_DPC_NURSE_ASSOC_HC" in header
