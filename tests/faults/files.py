"""A small practice-level file, and what a store answers about it."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.commands import CommandResult, run

HEADER = (
    "PRAC_CODE", "PRAC_NAME", "PCN_CODE", "PCN_NAME", "SUB_ICB_CODE", "SUB_ICB_NAME", "ICB_CODE",
    "ICB_NAME", "TOTAL_PATIENTS", "TOTAL_GP_FTE", "TOTAL_GP_HC", "TOTAL_GP_EXTG_FTE",
    "TOTAL_GP_EXTG_HC", "TOTAL_NURSES_FTE", "TOTAL_NURSES_HC",
)  # fmt: skip
METRICS = "gp_rate,gp_fte,gp_excl_trainees_rate,nurse_rate,registered_patients,participation_gp"


def practices(count: int = 5, gp: float = 4.5) -> list[dict[str, str]]:
    """Rows of the small file."""
    return [
        {
            "PRAC_CODE": f"F99{i:03d}", "PRAC_NAME": f"SURGERY {i}",
            "PCN_CODE": f"U9900{i % 2}", "PCN_NAME": f"NETWORK {i % 2} PCN",
            "SUB_ICB_CODE": "Z9Z9Z", "SUB_ICB_NAME": "SOMEWHERE", "ICB_CODE": "QZ9",
            "ICB_NAME": "NHS SOMEWHERE INTEGRATED CARE BOARD",
            "TOTAL_PATIENTS": str(6000 + 100 * i), "TOTAL_GP_FTE": f"{gp + i / 10:.1f}",
            "TOTAL_GP_HC": "6", "TOTAL_GP_EXTG_FTE": "3.5", "TOTAL_GP_EXTG_HC": "5",
            "TOTAL_NURSES_FTE": "1.6", "TOTAL_NURSES_HC": "2",
        }
        for i in range(count)
    ]  # fmt: skip


def as_csv(rows: Sequence[Mapping[str, str]], header: Sequence[str] = HEADER) -> bytes:
    """The bytes of a file with these rows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, header, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


GOOD = as_csv(practices())


def with_cell(column: str, value: str, row: int = 0) -> bytes:
    """The small file with one cell changed."""
    rows = practices()
    rows[row][column] = value
    return as_csv(rows)


@dataclass(frozen=True)
class State:
    """Everything a reader sees of a store, and the files that lie in it."""

    history: str
    figures: tuple[str, ...]
    files: tuple[str, ...]


def state(store: Path) -> State:
    """Look at a store through the command line, and at its files."""
    history = run("history", "--store", store)
    assert history.code == 0, history.err
    figures = []
    for level in ("practice", "pcn", "icb"):
        answer = run("measures", "--store", store, "--metric", METRICS, "--level", level)
        assert answer.code == 0, answer.err
        assert len(answer.rows()) == {"practice": 5, "pcn": 2, "icb": 1}[level] * 6
        figures.append(answer.out)
    files = sorted(str(path.relative_to(store)) for path in store.rglob("*.parquet"))
    return State(history.out, tuple(figures), tuple(files))


def says(answer: CommandResult, *words: str) -> None:
    """The message is there, names what is asked, and is not a traceback."""
    assert answer.out == ""
    assert answer.err.strip()
    assert "Traceback" not in answer.err
    for word in words:
        assert word in answer.err, answer.err
