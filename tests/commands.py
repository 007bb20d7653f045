"""The command line, run inside this process."""

import csv
import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from wfcore.__main__ import main


@dataclass(frozen=True)
class CommandResult:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, str]]:
        """The printed CSV."""
        return list(csv.DictReader(io.StringIO(self.out)))


def run(*arguments: object) -> CommandResult:
    """Run `python -m wfcore` with these arguments."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:  # argparse
            code = int(stop.code or 0)
    return CommandResult(code, out.getvalue(), err.getvalue())


def publish(store: Path, *files: Path, period: str | None = None, why: str = "") -> CommandResult:
    """Publish files with their warnings accepted, to a store that is made if there is none."""
    given = ["--period", period] if period else []
    return run(
        "publish", *files, "--store", store, "--by", "tests", "--why", why, "--accept-warnings",
        "--new", *given,
    )  # fmt: skip


def measures(
    store: Path, metrics: str, level: str, period: str, *more: object
) -> dict[tuple[str, str], dict[str, str]]:
    """Area code and metric → the printed row."""
    answer = run(
        "measures", "--store", store, "--metric", metrics, "--level", level, "--period", period,
        *more,
    )  # fmt: skip
    assert answer.code == 0, answer.err
    rows = answer.rows()
    found = {(row["area_code"], row["metric"]): row for row in rows}
    assert len(found) == len(rows)
    return found
