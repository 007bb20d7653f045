"""Invent the Demonstration place: people who join, work, age and leave, counted as the NHS does.

`python -m tools.make_demonstration [folder]`. The same bytes come out every time, on every machine:
one fixed seed, whole numbers, and only the part of `random` that Python promises to keep.
Nothing published is read. `sample_data/README.md` tells the story that the files hold.
"""

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tools.demonstration.places import QUARTERS
from tools.demonstration.printing import (
    DEPRIVATION_HEADER,
    PCN_HEADER,
    columns,
    deprivation_rows,
    pcn_rows,
    practice_row,
    printed_names,
)
from tools.demonstration.world import World

SAMPLE = Path(__file__).resolve().parent.parent / "sample_data"


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write one file: UTF-8, a line feed at the end of every line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_all(folder: Path) -> None:
    """Write the eight practice files, the one of the PCNs and the one of deprivation."""
    world = World()
    names = [*columns(), "INVENTED", "YEAR", "MONTH", "BOROUGH_CODE", "BOROUGH_NAME"]
    misprints = printed_names()
    header = [misprints.get(name, name) for name in names]
    staff_of_pcns: list[list[str]] = []
    while True:
        rows = [practice_row(world, code) for code in sorted(world.patients)]
        write_csv(
            folder / f"demonstration-{world.period}.csv",
            header,
            [[row[name] for name in names] for row in rows],
        )
        staff_of_pcns += pcn_rows(world)
        if world.period == QUARTERS[-1]:
            break
        world.advance()
    write_csv(folder / "demonstration_pcn_staff.csv", PCN_HEADER, staff_of_pcns)
    write_csv(folder / "demonstration_deprivation.csv", DEPRIVATION_HEADER, deprivation_rows())


def main() -> None:
    """Write into `sample_data/`, or the folder that is named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    folder.mkdir(parents=True, exist_ok=True)
    write_all(folder)
    for path in sorted(folder.glob("demonstration*.csv")):
        print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
