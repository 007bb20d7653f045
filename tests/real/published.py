"""The published files read with csv alone, and sums of them in exact arithmetic."""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

DETAILED = "General Practice – September {} Practice Level - Detailed (NEL, 8 columns).csv"
WIDE = "detailed_wide_10_rows_2025-06_2025-07.csv"
COUNTS = {
    "gp": "TOTAL_GP_FTE",
    "gp_excl_locums": "TOTAL_GP_EXL_FTE",
    "nurse": "TOTAL_NURSES_FTE",
    "dpc": "TOTAL_DPC_FTE",
    "admin": "TOTAL_ADMIN_FTE",
}
FAMILIES = ("{}_fte", "{}_rate", "patients_per_{}")
ALL = ",".join(family.format(count) for count in COUNTS for family in FAMILIES)


def detailed(real_data: Path, year: int) -> Path:
    return real_data / "gp_workforce" / DETAILED.format(year)


def practice_map(real_data: Path) -> Path:
    return real_data / "registered_patients" / "2025-11" / "gp-reg-pat-prac-map.csv"


def borough_lookup(real_data: Path) -> Path:
    return real_data / "geography" / "nel_practice_to_borough_derived.csv"


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV, or of the one CSV in a ZIP."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            data = archive.read(next(n for n in archive.namelist() if n.endswith(".csv")))
    else:
        data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    return list(csv.DictReader(io.StringIO(text)))


@dataclass
class Sums:
    """Staff and patients of an area: of everybody, and of those that reported."""

    fte: Fraction = field(default_factory=Fraction)
    patients: int = 0
    reporting: int = 0
    patients_all: int = 0
    practices: int = 0

    @property
    def rate(self) -> Fraction:
        return self.fte / self.patients * 100_000


def summed(
    rows: Sequence[Mapping[str, str]], area_of: Mapping[str, str], column: str
) -> dict[str, Sums]:
    """Area → sums of one column of the practice file; a practice in no area is left out."""
    sums: dict[str, Sums] = defaultdict(Sums)
    for row in rows:
        area = area_of.get(row["PRAC_CODE"])
        if area is None:
            continue
        here, patients = sums[area], int(row["TOTAL_PATIENTS"])
        here.practices += 1
        here.patients_all += patients
        if row[column] != "NA":
            here.fte += Fraction(row[column])
            here.patients += patients
            here.reporting += 1
    return sums


def areas_of_practices(real_data: Path) -> dict[str, dict[str, str]]:
    """Level → practice code → area code, from the lookup and the November 2025 map."""
    mapped = table(practice_map(real_data))
    boroughs = table(borough_lookup(real_data))
    everywhere = {row["PRAC_CODE"] for y in (2024, 2025) for row in table(detailed(real_data, y))}
    return {
        "borough": {row["PRACTICE_CODE"]: row["BOROUGH"] for row in boroughs},
        "pcn": {r["PRACTICE_CODE"]: r["PCN_CODE"] for r in mapped if r["PCN_CODE"] != "U"},
        "sub_icb": dict.fromkeys(everywhere, "A3A8R"),
        "icb": dict.fromkeys(everywhere, "QMF"),
    }
