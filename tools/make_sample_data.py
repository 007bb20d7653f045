"""Write the North East London part of `sample_data/` from the published files.

`python -m tools.make_sample_data [folder]`; the folder is `../shared/data` unless another is named.
`sample_data/README.md` says what each file is.
"""

import csv
import io
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import fastexcel

from wfcore.declared import Staff, declared

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = ROOT.parent / "shared" / "data"
SAMPLE = ROOT / "sample_data"

NEL = "A3A8R"
FORMER_CCGS = frozenset({"07L", "08F", "08N", "08W", "08M", "08V", "07T"})
ICB = ("QMF", "NHS North East London Integrated Care Board")
REGION = ("Y56", "London")

Row = dict[str, str]

PRACTICE_COLUMNS = {  # printed column → staff group, way of counting GPs
    "TOTAL_GP_FTE": ("gp", "all"),
    "TOTAL_GP_EXL_FTE": ("gp", "excl_locums"),
    "TOTAL_NURSES_FTE": ("nurse", "all"),
    "TOTAL_DPC_FTE": ("dpc", "all"),
    "TOTAL_ADMIN_FTE": ("admin", "all"),
}
PRACTICE_STAFF = {
    "2024-09": "General Practice – September 2024 Practice Level - Detailed (NEL, 8 columns).csv",
    "2025-09": "General Practice – September 2025 Practice Level - Detailed (NEL, 8 columns).csv",
}
LISTS = {
    "2021-01": "2021-01/gp-reg-pat-prac-all.csv",
    "2025-10": "2025-10/PracPopOct.csv",
    "2025-11": "2025-11/PracPopNov.csv",
    "2026-01": "2026-01/PracPopJan26.csv",
}
LISTS_BY_AGE = {"2026-07": "2026-07/gp-reg-pat-prac-quin-age.zip"}
EPCN = {"2023-01": "ePCN 2023-01.xlsx", "2024-10": "ePCN 2024-10.xlsx"}
MAPS = {
    "2025-11": "2025-11/gp-reg-pat-prac-map.csv",
    "2026-07": "2026-07/gp-reg-pat-prac-map.zip",
}

DEPRIVATION = "fingertips-imd-2025-gp-practice.csv"

STAFF_HEADER = (
    "period", "source", "level", "area_code", "staff_group", "definition", "role", "fte",
)  # fmt: skip
LISTS_HEADER = ("period", "source", "practice_code", "registered")
PLACES_HEADER = (
    "period", "source", "practice_code", "practice_name", "postcode", "pcn_code", "pcn_name",
    "borough_code", "borough_name", "sub_icb_code", "sub_icb_name", "icb_code", "icb_name",
    "region_code", "region_name",
)  # fmt: skip
DEPRIVATION_HEADER = ("source", "practice_code", "year", "score")


def rows_of(data: bytes) -> Iterator[Row]:
    """Rows of a published CSV: UTF-8 or cp1252, headings in upper case, cells trimmed."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    for row in csv.DictReader(io.StringIO(text)):
        yield {name.strip().upper(): (cell or "").strip() for name, cell in row.items()}


def rows_in(path: Path) -> Iterator[Row]:
    """Rows of a CSV file, or of the only CSV in a zip."""
    if path.suffix != ".zip":
        return rows_of(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        (member,) = [name for name in archive.namelist() if name.lower().endswith(".csv")]
        return rows_of(archive.read(member))


def rounded(total: Decimal) -> str:
    """A sum to six decimal places, without trailing zeros."""
    value = total.quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP)
    return f"{value:f}".rstrip("0").rstrip(".")


def practice_staff(published: Path) -> Iterator[Row]:
    """Staff of every practice, as printed."""
    for period, name in PRACTICE_STAFF.items():
        for row in rows_in(published / "gp_workforce" / name):
            for column, (group, definition) in PRACTICE_COLUMNS.items():
                yield {
                    "period": period,
                    "source": "gpw_detailed",
                    "level": "practice",
                    "area_code": row["PRAC_CODE"],
                    "staff_group": group,
                    "definition": definition,
                    "role": "all",
                    "fte": row[column],
                }


def pcn_staff(published: Path) -> Iterator[Row]:
    """Staff of every PCN by group and by role, in every quarter there is."""
    for path in sorted((published / "pcn_workforce").iterdir()):
        if path.suffix in {".csv", ".zip"}:
            yield from pcn_quarter(list(rows_in(path)), declared().staff)


def pcn_quarter(england: list[Row], staff: Staff, sub_icb: str | None = NEL) -> Iterator[Row]:
    """One quarter: a row for every group and PCN that sent anything, zeros too, and for every role.

    A group that nobody in England printed that quarter is absent. Without a sub-ICB: all PCNs.
    """
    group_of = {name: group for group, names in staff.pcn_groups.items() for name in names}
    role_of = {
        (group, name): role
        for group, roles in staff.pcn_roles.items()
        for role, name in roles.items()
    }
    ((year, month),) = {(row["CENSUS_YEAR"], row["CENSUS_MONTH"]) for row in england}
    groups = {group_of[row["STAFF_GROUP"]] for row in england}
    here = [row for row in england if sub_icb in (None, row["SUB_ICB_CODE"])]
    counted: dict[tuple[str, str, str], list[Row]] = {
        (row["PCN_CODE"], group, "all"): [] for row in here for group in groups
    }
    for row in here:
        pcn, group = row["PCN_CODE"], group_of[row["STAFF_GROUP"]]
        role = role_of[group, row["DETAILED_STAFF_ROLE"]]
        counted[pcn, group, "all"].append(row)
        counted.setdefault((pcn, group, role), []).append(row)
    for (pcn, group, role), people in counted.items():
        named = {r["UNIQUE_IDENTIFIER"] for r in people if r["DATA_SOURCE"] == "NWRS Staff"}
        yield {
            "period": f"{year}-{int(month):02d}",
            "source": "pcn_individual",
            "level": "pcn",
            "area_code": pcn,
            "staff_group": group,
            "definition": "all",
            "role": role,
            "fte": rounded(sum((Decimal(r["FTE"]) for r in people), Decimal(0))),
            "headcount": str(len(named)),
        }


def lists(published: Path) -> Iterator[Row]:
    """Registered patients of every practice."""
    for period, name in PRACTICE_STAFF.items():
        for row in rows_in(published / "gp_workforce" / name):
            yield list_row(period, "gpw_detailed", row["PRAC_CODE"], row["TOTAL_PATIENTS"])
    registered = published / "registered_patients"
    for period, name in LISTS.items():
        for row in rows_in(registered / name):
            area = row.get("SUB_ICB_LOCATION_CODE") or row.get("CCG_CODE", "")
            if area == NEL or area in FORMER_CCGS:
                yield list_row(
                    period, "registered_patients", row["CODE"], row["NUMBER_OF_PATIENTS"]
                )
    for period, name in LISTS_BY_AGE.items():
        here = {row["PRACTICE_CODE"] for row in map_rows(published, period)}
        for row in rows_in(registered / name):
            everybody = row["SEX"] == row["AGE_GROUP_5"] == "ALL"
            if everybody and row["ORG_TYPE"] == "GP" and row["ORG_CODE"] in here:
                yield list_row(
                    period, "registered_patients", row["ORG_CODE"], row["NUMBER_OF_PATIENTS"]
                )


def list_row(period: str, source: str, practice: str, registered: str) -> Row:
    """One row of the lists."""
    return {
        "period": period,
        "source": source,
        "practice_code": practice,
        "registered": registered,
    }


def map_rows(published: Path, period: str) -> list[Row]:
    """The practices of North East London in a practice map."""
    rows = rows_in(published / "registered_patients" / MAPS[period])
    return [row for row in rows if row["SUB_ICB_LOCATION_CODE"] == NEL]


def epcn_rows(path: Path) -> list[Row]:
    """Open PCN relationships of North East London practices."""
    sheet = fastexcel.read_excel(path).load_sheet("PCN Core Partner Details", dtypes="string")
    table = sheet.to_polars()
    table = table.rename({name: " ".join(name.split()).upper() for name in table.columns})
    rows = [{k: (v or "").strip() for k, v in row.items()} for row in table.to_dicts()]
    return [
        row
        for row in rows
        if row["PRACTICE PARENT SUB ICB LOC CODE"] == NEL
        and not row["PRACTICE TO PCN RELATIONSHIP END DATE"]
    ]


def places_epcn(published: Path) -> Iterator[Row]:
    """Places as the ePCN workbooks print them; they know neither postcodes nor ICBs."""
    for period, name in EPCN.items():
        for row in epcn_rows(published / "geography" / name):
            yield {
                "period": period,
                "source": "epcn",
                "practice_code": row["PARTNER ORGANISATION CODE"],
                "practice_name": row["PARTNER NAME"],
                "postcode": "",
                "pcn_code": row["PCN CODE"],
                "pcn_name": row["PCN NAME"],
                "sub_icb_code": NEL,
                "sub_icb_name": row["PRACTICE PARENT SUB ICB LOC NAME"],
                "icb_code": ICB[0],
                "icb_name": ICB[1],
                "region_code": REGION[0],
                "region_name": REGION[1],
            }


def places_map(published: Path) -> Iterator[Row]:
    """Places as the practice maps print them, with the ICB that most practices name."""
    for period in MAPS:
        rows = map_rows(published, period)
        counted = Counter((row["ICB_CODE"], row["ICB_NAME"]) for row in rows)
        icb_code, icb_name = counted.most_common(1)[0][0]
        for row in rows:
            yield {
                "period": period,
                "source": "practice_map",
                "practice_code": row["PRACTICE_CODE"],
                "practice_name": row["PRACTICE_NAME"],
                "postcode": row["PRACTICE_POSTCODE"],
                "pcn_code": row["PCN_CODE"],
                "pcn_name": row["PCN_NAME"],
                "sub_icb_code": NEL,
                "sub_icb_name": row["SUB_ICB_LOCATION_NAME"],
                "icb_code": icb_code,
                "icb_name": icb_name,
                "region_code": row["COMM_REGION_CODE"],
                "region_name": row["COMM_REGION_NAME"],
            }


def places(published: Path) -> Iterator[Row]:
    """Every edition of the places, each practice with its borough."""
    lookup = rows_in(published / "geography" / "nel_practice_to_borough_derived.csv")
    known = {row["PRACTICE_CODE"]: row["BOROUGH"] for row in lookup}
    everywhere = [*places_epcn(published), *places_map(published)]
    of_pcn: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in everywhere:
        if row["practice_code"] in known:
            of_pcn[row["period"], row["pcn_code"]][known[row["practice_code"]]] += 1
    for row in everywhere:
        borough = known.get(row["practice_code"])
        if borough is None:
            borough = of_pcn[row["period"], row["pcn_code"]].most_common(1)[0][0]
            print(f"  {row['period']} {row['practice_code']}: {borough}, as most of its PCN")
        yield row | {"borough_code": borough, "borough_name": borough}


def deprivation(published: Path, practices: set[str]) -> Iterator[Row]:
    """The scores of these practices, as printed."""
    for row in rows_in(published / "deprivation" / DEPRIVATION):
        if row["PRACTICE_CODE"] in practices:
            yield {
                "source": "imd_practice",
                "practice_code": row["PRACTICE_CODE"],
                "year": row["IMD_YEAR"],
                "score": row["IMD_SCORE"],
            }


def write(name: str, header: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Write a file sorted by its cells from left to right."""
    lines = sorted([row[column] for column in header] for row in rows)
    path = SAMPLE / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)
    print(f"{name}: {len(lines):,} rows, {path.stat().st_size:,} bytes")


def main() -> None:
    """Write all five files."""
    published = Path(sys.argv[1]) if len(sys.argv) > 1 else PUBLISHED
    if not published.is_dir():
        raise SystemExit("The published files are not there: name their folder.")
    SAMPLE.mkdir(exist_ok=True)
    write("nel_practice_staff.csv", STAFF_HEADER, practice_staff(published))
    write("nel_pcn_staff.csv", (*STAFF_HEADER, "headcount"), pcn_staff(published))
    write("nel_lists.csv", LISTS_HEADER, lists(published))
    write("nel_places.csv", PLACES_HEADER, places(published))
    named = {row["practice_code"] for row in (*places_epcn(published), *places_map(published))}
    write("nel_deprivation.csv", DEPRIVATION_HEADER, deprivation(published, named))


if __name__ == "__main__":
    main()
