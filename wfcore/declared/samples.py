"""The samples that travel with the notebook, and what they say of every practice of England."""

import csv
from functools import cache
from pathlib import Path

SAMPLE_DATA = Path(__file__).parents[2] / "sample_data"
PACKAGED_LISTS = SAMPLE_DATA / "england_lists.csv"


@cache
def packaged_lists() -> tuple[str, dict[str, float]]:
    """The month of the packaged lists, `YYYY-MM`, and practice code → registered patients; empty without samples."""
    if not PACKAGED_LISTS.is_file():
        return "", {}
    with PACKAGED_LISTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return rows[0]["period"], {row["practice_code"]: float(row["registered"]) for row in rows}
