"""Figures of North East London by another road: the shipped CSV files and `csv`."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

AGE_BANDS = (
    "UNDER30", "30TO34", "35TO39", "40TO44", "45TO49", "50TO54", "55TO59", "60TO64", "65TO69", "70PLUS",
)  # fmt: skip
SAMPLES = Path(__file__).parents[2] / "sample_data"


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (SAMPLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def borough_of() -> dict[str, str]:
    return {row["practice_code"]: row["borough_name"] for row in rows("nel_places")}


BOROUGHS = sorted(set(borough_of().values()))


@dataclass(frozen=True)
class Sum:
    """What the practices of an area that reported a group add up to."""

    fte: float
    patients: int
    reported: int
    practices: int
    all_patients: int

    @property
    def rate(self) -> float:
        return self.fte / self.patients * 100_000


def practices(
    period: str, group: str = "gp", definition: str = "all", borough: str | None = None
) -> Sum:
    """Practice staff of a borough, or of North East London."""
    listed = {
        row["practice_code"]: int(row["registered"])
        for row in rows("nel_lists")
        if (row["period"], row["source"]) == (period, "gpw_detailed")
    }
    cells = [
        (row["fte"], listed[row["area_code"]])
        for row in rows("nel_practice_staff")
        if (row["period"], row["staff_group"], row["definition"]) == (period, group, definition)
        and borough in (None, borough_of()[row["area_code"]])
    ]
    sent = [(float(fte), patients) for fte, patients in cells if fte != "NA"]
    return Sum(
        sum(fte for fte, _ in sent),
        sum(patients for _, patients in sent),
        len(sent),
        len(cells),
        sum(patients for _, patients in cells),
    )


_COLUMNS = {
    ("gp", "all"): "TOTAL_GP_FTE",
    ("gp", "excl_locums"): "TOTAL_GP_EXL_FTE",
    ("nurse", "all"): "TOTAL_NURSES_FTE",
    ("dpc", "all"): "TOTAL_DPC_FTE",
    ("admin", "all"): "TOTAL_ADMIN_FTE",
}


def detailed(changed: Mapping[str, Mapping[str, str]] | None = None) -> bytes:
    """A practice-level file without a date, in the publisher's layout.

    GPs, other staff and patients are those of September 2025; nurses and direct patient care have
    grown by 2%, so that it is not that month's file again.

    Args:
        changed: practice → column → the cell to put there.
    """
    names = {row["practice_code"]: row["practice_name"] for row in rows("nel_places")}
    lines: dict[str, dict[str, str]] = {}
    for row in rows("nel_practice_staff"):
        if row["period"] == "2025-09":
            line = lines.setdefault(row["area_code"], {"PRAC_CODE": row["area_code"]})
            grows = row["staff_group"] in ("nurse", "dpc") and row["fte"] != "NA"
            fte = f"{float(row['fte']) * 1.02:.9f}" if grows else row["fte"]
            line[_COLUMNS[row["staff_group"], row["definition"]]] = fte
    for row in rows("nel_lists"):
        if (row["period"], row["source"]) == ("2025-09", "gpw_detailed"):
            lines[row["practice_code"]]["TOTAL_PATIENTS"] = row["registered"]
            lines[row["practice_code"]]["PRAC_NAME"] = names[row["practice_code"]]
    for code, cells in (changed or {}).items():
        lines[code] |= cells
    out = io.StringIO()
    writer = csv.DictWriter(
        out, ["PRAC_CODE", "PRAC_NAME", "TOTAL_PATIENTS", *_COLUMNS.values()], lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(lines.values())
    return out.getvalue().encode()
