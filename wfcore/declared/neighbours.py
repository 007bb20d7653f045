"""Which local authorities are most like which.

Source: ONS, Explore local statistics, global nearest neighbours (Open Government Licence v3.0), those in
England; written by `python -m tools.make_neighbours`.
"""

import csv
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "definitions" / "authority_neighbours.csv"


@cache
def authority_neighbours() -> dict[str, tuple[str, ...]]:
    """Code of an authority of England → codes of those most like it, the nearest first; up to ten."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: tuple(row["nearest"].split()) for row in csv.DictReader(file)}
