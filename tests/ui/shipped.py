"""Figures of North East London by another road: the shipped CSV files and `csv`."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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
