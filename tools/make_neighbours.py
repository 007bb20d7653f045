"""Write wfcore/definitions/authority_neighbours.csv from a file of ONS: python -m tools.make_neighbours FILE.

The file is "Global nearest neighbours" of ONS, Explore local statistics (Open Government Licence v3.0): a row for
each local authority of the United Kingdom and the twenty most like it, nearest first. Authorities of England are
kept, with the ten nearest of them in England.
"""

import csv
import sys
from pathlib import Path

_TARGET = Path(__file__).parent.parent / "wfcore" / "definitions" / "authority_neighbours.csv"
_MANY = 10


def main(source: str) -> None:
    """Write the table."""
    with Path(source).open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if row[0].startswith("E0")]
    with _TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "nearest"])
        for code, *others in sorted(rows):
            writer.writerow([code, " ".join([c for c in others if c.startswith("E0")][:_MANY])])
    print(f"{_TARGET.name}: {len(rows)} authorities.")


if __name__ == "__main__":
    main(sys.argv[1])
