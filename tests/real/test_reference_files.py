"""List sizes, maps and ePCN workbooks under all the names they come by."""

import re
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
import pytest

from tests.commands import measures, publish, run
from tests.real.published import borough_lookup, table
from wfcore.store import Store

LISTS = [
    # file, period, practices, patients of England: the last two from the publisher's own page
    ("2021-01/gp-reg-pat-prac-all.csv", "2021-01", 6_658, None),
    ("2025-10/PracPopOct.csv", "2025-10", 6_202, None),
    ("2025-11/PracPopNov.csv", "2025-11", 6_200, 63_947_100),
    ("2026-01/PracPopJan26.csv", "2026-01", 6_171, None),
]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def july(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The age bands and the map of July 2026, the PCN file of June 2026, and the boroughs."""
    store = tmp_path_factory.mktemp("july")
    folder = real_data / "registered_patients" / "2026-07"
    done = publish(
        store,
        folder / "gp-reg-pat-prac-quin-age.zip",
        folder / "gp-reg-pat-prac-map.zip",
        real_data / "pcn_workforce" / "PCNWFIndividualCSV.062026.zip",
        borough_lookup(real_data),
    )
    assert done.code == 0, done.err
    return store


@pytest.mark.parametrize(("name", "period", "practices", "patients"), LISTS)
def test_list_sizes(
    real_data: Path, store: Path, name: str, period: str, practices: int, patients: int | None
):
    path = real_data / "registered_patients" / name
    rows = table(path)
    expected = {row["CODE"]: int(row["NUMBER_OF_PATIENTS"]) for row in rows}
    assert len(rows) == len(expected) == practices
    assert patients in (None, sum(expected.values()))

    checked = run("check", path)
    assert checked.code == 0
    assert f"Patients Registered at a GP Practice, {period}, {practices:,} rows" in checked.out
    assert f"registered patients: {sum(expected.values()):,}" in checked.out

    assert publish(store, path).code == 0
    kept = Store.open(store).read().table("lists")
    assert dict(kept.select("practice_code", "registered").iter_rows()) == expected
    assert set(kept["period"]) == {period}
    dated = Store.open(store).read().table("files")["snapshot_date"].to_list()
    assert dated == [f"{period}-01"]


def test_north_east_london_by_sub_icb_and_by_its_former_parts(real_data: Path):
    by_part = Counter()
    for row in table(real_data / "registered_patients" / LISTS[2][0]):
        by_part[row["SUB_ICB_LOCATION_CODE"]] += int(row["NUMBER_OF_PATIENTS"])
    listed = {"A3A8R": 2_489_879, "15F": 946_566, "26A": 1_103_392, "D2P2L": 1_343_472}
    assert {code: by_part[code] for code in listed} == listed
    shipped = Path(__file__).parents[2] / "wfcore" / "definitions" / "geography.yaml"
    text = shipped.read_text(encoding="utf-8")
    for code, patients in by_part.items():
        assert re.search(rf'"{code}": \[\w+, \w+, \d+, {patients}\]', text), code


def test_july_2026_by_age_counts_each_patient_once(real_data: Path, july: Path):
    folder = real_data / "registered_patients" / "2026-07"
    printed = [
        r
        for r in table(folder / "gp-reg-pat-prac-quin-age.zip")
        if (r["SEX"], r["AGE_GROUP_5"]) == ("ALL", "ALL")
    ]
    practices = {
        r["ORG_CODE"]: int(r["NUMBER_OF_PATIENTS"]) for r in printed if r["ORG_TYPE"] == "GP"
    }
    sums = {
        (r["ORG_TYPE"], r["ORG_CODE"]): int(r["NUMBER_OF_PATIENTS"])
        for r in printed
        if r["ORG_TYPE"] != "GP"
    }
    version = Store.open(july).read()
    lists = version.table("lists")
    assert dict(lists.select("practice_code", "registered").iter_rows()) == practices
    placed = lists.select("practice_code", "registered").join(
        version.table("places"), on="practice_code"
    )
    for kind, column in (
        ("PCN", "pcn_code"),
        ("SUB_ICB_LOCATION_CODE", "sub_icb_code"),
        ("ICB", "icb_code"),
        ("Comm Region", "region_code"),
    ):
        ours = dict(
            placed.drop_nulls(column).group_by(column).agg(pl.col("registered").sum()).iter_rows()
        )
        theirs = {code: n for (org, code), n in sums.items() if org == kind and code != "U"}
        assert len(theirs) > 5
        assert ours == theirs, kind
    assert sums["SUB_ICB_LOCATION_CODE", "A3A8R"] == 2_452_807
    assert placed.filter(pl.col("icb_code") == "QMF")["registered"].sum() == 2_452_807


def test_the_merged_boards_of_2026(real_data: Path, july: Path):
    printed = table(real_data / "registered_patients" / "2026-07" / "gp-reg-pat-prac-map.zip")
    assert {"S0E4D", "S1Y5D", "Z9B2Z"} <= {row["ICB_CODE"] for row in printed}
    places = Store.open(july).read().table("places")
    assert dict(places.select("practice_code", "icb_code").iter_rows()) == {
        row["PRACTICE_CODE"]: row["ICB_CODE"] for row in printed
    }
    alone = {row["PRACTICE_CODE"] for row in printed if row["PCN_CODE"] == "U"}
    assert alone
    assert set(places.filter(pl.col("pcn_code").is_null())["practice_code"]) == alone


def test_rates_of_june_2026_use_the_lists_of_july(real_data: Path, july: Path):
    folder = real_data / "registered_patients" / "2026-07"
    network = {r["PRACTICE_CODE"]: r["PCN_CODE"] for r in table(folder / "gp-reg-pat-prac-map.zip")}
    patients: Counter[str] = Counter()
    for r in table(folder / "gp-reg-pat-prac-quin-age.zip"):
        if (r["ORG_TYPE"], r["SEX"], r["AGE_GROUP_5"]) == ("GP", "ALL", "ALL"):
            patients[network.get(r["ORG_CODE"], "U")] += int(r["NUMBER_OF_PATIENTS"])
    fte: dict[str, float] = {}
    for r in table(real_data / "pcn_workforce" / "PCNWFIndividualCSV.062026.zip"):
        fte[r["PCN_CODE"]] = fte.get(r["PCN_CODE"], 0) + float(r["FTE"])
    found = measures(july, "pcn_staff_rate", "pcn", "2026-06", "--within", "Havering")
    assert len(found) == 5
    for (code, _), row in found.items():
        assert float(row["denominator"]) == patients[code]
        assert abs(float(row["value"]) - fte[code] / patients[code] * 100_000) < 1e-6
        assert {"list_other_month", "places_other_month"} <= set(row["flags"].split(";"))


def current(path: Path) -> dict[str, str]:
    """Practice → PCN in a workbook, of relationships without an end date, from its XML."""
    with zipfile.ZipFile(path) as book:
        strings = [
            "".join(part.text or "" for part in item.iter(f"{SHEET}t"))
            for item in ET.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        titles = [
            n.attrib["name"]
            for n in ET.fromstring(book.read("xl/workbook.xml")).iter(f"{SHEET}sheet")
        ]
        number = titles.index("PCN Core Partner Details") + 1
        sheet = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    rows: list[dict[str, str]] = []
    for row in sheet.iter(f"{SHEET}row"):
        cells: dict[str, str] = {}
        for cell in row.iter(f"{SHEET}c"):
            value = cell.find(f"{SHEET}v")
            if value is not None and value.text:
                shared = cell.attrib.get("t") == "s"
                column = re.sub(r"\d", "", cell.attrib["r"])
                cells[column] = strings[int(value.text)] if shared else value.text
        rows.append(cells)
    at = next(i for i, row in enumerate(rows) if "Partner" in row.get("A", ""))
    heads = {" ".join(text.split()).upper(): column for column, text in rows[at].items()}
    practice, pcn = heads["PARTNER ORGANISATION CODE"], heads["PCN CODE"]
    end = heads["PRACTICE TO PCN RELATIONSHIP END DATE"]
    return {r[practice]: r[pcn] for r in rows[at + 1 :] if r.get(practice) and not r.get(end)}


@pytest.mark.parametrize(
    ("name", "period", "practices"),
    [("ePCN 2023-01.xlsx", "2023-01", 6_391), ("ePCN 2024-10.xlsx", "2024-10", 6_224)],
)
def test_epcn_workbooks(real_data: Path, store: Path, name: str, period: str, practices: int):
    path = real_data / "geography" / name
    checked = run("check", path)
    assert checked.code == 0
    assert f"ePCN workbook, PCN Core Partner Details, {period}, " in checked.out
    assert "(period_not_confirmed, 1)" in checked.out
    done = publish(store, path, period=period)
    assert done.code == 0, done.err
    places = Store.open(store).read().table("places")
    expected = current(path)
    assert len(expected) == practices
    assert dict(places.select("practice_code", "pcn_code").iter_rows()) == expected


def test_the_borough_lookup_holds_for_every_month(real_data: Path, store: Path):
    assert publish(store, borough_lookup(real_data)).code == 0
    rows = table(borough_lookup(real_data))
    kept = Store.open(store).read().table("boroughs")
    assert dict(kept.select("practice_code", "borough_name").iter_rows()) == {
        row["PRACTICE_CODE"]: row["BOROUGH"] for row in rows
    }
    assert len({row["BOROUGH"] for row in rows}) == 7
    assert run("history", "--store", store).rows()[0]["editions"] == "borough_lookup.standing"
