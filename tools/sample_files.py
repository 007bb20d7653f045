"""What the tools that write sample files share: how a CSV is written, and the folder it goes to."""

import csv
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent.parent / "sample_data"


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a file of rows under their header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def into_folder(write_all: Callable[[Path], None]) -> None:
    """Write into `sample_data/`, or the folder that the command line names."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    folder.mkdir(parents=True, exist_ok=True)
    write_all(folder)
