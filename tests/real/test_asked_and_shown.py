"""What is asked for is what is shown: areas with too few returns in 2022, and the plan of the month asked."""

import re
import zipfile
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.commands import measures, run
from tests.real.published import table

MONTH_OVER = "20220401"  # who left on the last day has left, who begins the next day is there
_BOOK = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def partners(path: Path) -> list[dict[str, str]]:
    """The sheet of core partners, out of the workbook's XML; headings without line breaks."""
    with zipfile.ZipFile(path) as archive:
        names = re.findall(r'<sheet name="([^"]+)"', archive.read("xl/workbook.xml").decode())
        at = next(n for n, name in enumerate(names, 1) if name.endswith("Core Partner Details"))
        shared = [
            "".join(text.text or "" for text in item.iter(f"{_BOOK}t"))
            for item in ET.fromstring(archive.read("xl/sharedStrings.xml"))
        ]
        sheet = ET.fromstring(archive.read(f"xl/worksheets/sheet{at}.xml"))
    rows: list[dict[str, str]] = []
    for row in sheet.iter(f"{_BOOK}row"):
        cells: dict[str, str] = {}
        for cell in row.iter(f"{_BOOK}c"):
            value = cell.find(f"{_BOOK}v")
            text = "" if value is None else value.text or ""
            column = re.sub(r"\d", "", cell.attrib["r"])
            cells[column] = shared[int(text)] if cell.attrib.get("t") == "s" else text
        rows.append(cells)
    heads = {column: " ".join(name.split()) for column, name in rows[0].items()}
    return [{name: row.get(column, "") for column, name in heads.items()} for row in rows[1:]]


@pytest.fixture(scope="module")
def march(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("march") / "store"
    done = run(
        "publish", real_data / "geography" / "ePCN 2022-04.xlsx",
        *(real_data / "registered_patients" / "2022-04").glob("*.csv"),
        *(real_data / "pcn_workforce").glob("9.*March 2022*.csv"),
        "--period", "2022-03", "--store", store, "--new", "--by", "tests", "--accept-warnings",
    )  # fmt: skip
    assert done.code == 0, done.err
    return store


def test_areas_whose_networks_were_silent_are_listed_with_their_share(real_data: Path, march: Path):
    (lists,) = (real_data / "registered_patients" / "2022-04").glob("*.csv")
    listed = {row["CODE"]: row for row in table(lists)}
    patients = {code: int(row["NUMBER_OF_PATIENTS"]) for code, row in listed.items()}
    (staff,) = (real_data / "pcn_workforce").glob("9.*March 2022*.csv")
    reported = {row["PCN_CODE"] for row in table(staff)}
    held, whole = defaultdict[str, int](int), defaultdict[str, int](int)
    seen = set[str]()
    for row in partners(real_data / "geography" / "ePCN 2022-04.xlsx"):
        code, ends = row["Partner Organisation Code"], row["Practice to PCN Relationship End Date"]
        begins = row["Practice to PCN Relationship Start Date"]
        if code in seen or begins > MONTH_OVER or (ends.strip() and ends <= MONTH_OVER):
            continue
        seen.add(code)
        for area in ("England", row["PCN Parent CCG Code"]):
            whole[area] += patients.get(code, 0)
            held[area] += patients.get(code, 0) * (row["PCN Code"] in reported)
    for code in listed.keys() - seen:  # in no network then: its patients count where the list says
        for area in ("England", listed[code]["CCG_CODE"]):
            whole[area] += patients[code]
    found = {
        "England" if level == "england" else code: row
        for level in ("england", "sub_icb")
        for (code, _), row in measures(march, "pcn_staff_rate", level, "2022-03").items()
    }
    assert set(found) == set(whole)
    for area, row in found.items():
        # A network across a border lies where its own return says, which may not be the workbook's.
        far = 0.0005 if area == "England" else 0.02
        assert float(row["coverage_patients"]) == pytest.approx(held[area] / whole[area], abs=far)
    silent = {area for area in whole if not held[area]}
    assert len(silent) == 5
    assert {area for area, row in found.items() if not row["value"]} == silent
    flags = {area: found[area]["flags"].split(";") for area in silent}
    assert all("not_reported" in each for each in flags.values())
    assert (
        sum("not_covered" in each for each in flags.values()) == 4
    )  # these were not listed at all
    assert float(found["00Y"]["coverage_patients"]) == pytest.approx(0.22, abs=0.005)  # Oldham


# Networks whose relationships all ended on 31 March 2022 and which sent a return for that day: name, and posts.
CLOSED = {
    "U01315": ("Faversham", 2.05), "U16896": ("Gosport West", 5.39), "U23717": ("Seaforth and Litherland", 6.83),
    "U33098": ("Nuneaton South", 4.2), "U33695": ("Eden (Luton)", 4.0), "U50130": ("Ivel Valley North", 5.55),
    "U65725": ("Hull Bevan Ltd", 1.0), "U94317": ("Bedworth and Bulkington", 3.24),
    "U97058": ("Crosby and Maghull Partnership", 12.35),
}  # fmt: skip


def test_networks_that_closed_on_the_census_day_count(real_data: Path, march: Path):
    """By name, with their posts, in the sum of England; nobody's patients are theirs on the day after."""
    last_day, ends = "20220331", defaultdict[str, set[str]](set)
    for row in partners(real_data / "geography" / "ePCN 2022-04.xlsx"):
        ends[row["PCN Code"]].add(row["Practice to PCN Relationship End Date"].strip() or "99")
    (file,) = (real_data / "pcn_workforce").glob("9.*March 2022*.csv")
    sent = table(file)
    assert {r["PCN_CODE"] for r in sent if max(ends[r["PCN_CODE"]], default="") == last_day} == set(
        CLOSED
    )
    found = measures(march, "pcn_staff_fte", "pcn", "2022-03")
    for code, (name, posts) in CLOSED.items():
        row = found[code, "pcn_staff_fte"]
        assert row["area_name"].casefold() == f"{name} PCN".casefold()
        assert float(row["value"]) == pytest.approx(posts, abs=0.005)
    (england,) = measures(march, "pcn_staff_fte", "england", "2022-03").values()
    assert float(england["value"]) == pytest.approx(sum(float(r["FTE"]) for r in sent))


def test_the_plan_of_leeds_is_that_of_the_month_asked_for(real_data: Path, tmp_path: Path):
    plans = {"2022-03": "leeds_fig6_verbatim.csv", "2024-03": "leeds_fig7_verbatim.csv"}
    files = [real_data / "seed_tables" / name for name in plans.values()]
    given = [t for month, name in plans.items() for t in ("--period", f"{name}={month}")]
    done = run(
        "publish", *files, *(real_data / "pcn_workforce").glob("9.*March 2022*.csv"), *given,
        "--store", tmp_path / "store", "--new", "--by", "tests", "--accept-warnings",
    )  # fmt: skip
    assert done.code == 0, done.err
    for month, printed in (("2022-03", 12.76), ("2024-03", 16.76)):  # Armley, as printed
        answer = run("arrs", "--store", tmp_path / "store", "--within", "15F", "--period", month)
        (row,) = (
            r for r in answer.rows() if r["area_name"] == "Armley PCN" and r["role"] == "arrs"
        )
        assert row["period"] == month
        assert float(row["planned_fte"]) == pytest.approx(printed)
        assert bool(row["in_post_fte"]) is (month == "2022-03")
    other = run("arrs", "--store", tmp_path / "store", "--period", "2023-03")
    assert other.code == 2
    assert "plans for 2022-03, 2024-03" in other.err


def test_sources_of_who_is_in_post_stand_side_by_side(real_data: Path, tmp_path: Path):
    """Leeds in March 2022: 225 by its paper; 144.5 by the returns of 16 of its 19 networks."""
    files = list((real_data / "pcn_workforce").glob("9.*March 2022*.csv"))
    workbook = next(real_data.glob("**/ePCN 2022-04.xlsx"))
    done = run(
        "publish", *files, workbook, "--store", tmp_path / "s", "--new", "--by", "tests", "--accept-warnings",
        "--period", f"{workbook.name}=2022-04",
    )  # fmt: skip
    assert done.code == 0, done.err
    said = run(
        "answer", "role_growth", "--store", tmp_path / "s", "--place", "15F", "--period", "2022-03",
        "--choose", "staff=2064", "--choose", "posts=530", "--choose", "there=225",
    ).out  # fmt: skip
    assert "But 225 are in post already: the 305 new ones are 14.8%." in said
    assert (
        "Staff returns of March 2022 have 144.5 full-time posts. 16 of 19 networks reported" in said
    )
