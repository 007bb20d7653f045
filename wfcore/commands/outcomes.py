"""What a command leaves: its exit code, and rows as CSV."""

import argparse
import sys

import polars as pl

from wfcore.errors import WorkforceError
from wfcore.geography import Level

DONE, BLOCKED, WRONG = 0, 1, 2


def write_rows(rows: pl.DataFrame, options: argparse.Namespace) -> int:
    """Rows as CSV, to a file or the standard output; says so when there are none.

    Raises:
        WorkforceError: the file cannot be written.
    """
    if rows.is_empty() and "level" in options:
        level = Level(options.level)
        print(f"These data do not cover {_any_of(level)}: nothing to list.", file=sys.stderr)
    if options.csv:
        try:
            rows.write_csv(options.csv)
        except OSError as error:
            raise WorkforceError(
                f"{options.csv}: {error.strerror or 'cannot be written'}.",
                "Name another file.",
                code="not_written",
            ) from error
    else:
        sys.stdout.write(rows.write_csv())
    return DONE


def _any_of(level: Level) -> str:
    return "England" if level is Level.ENGLAND else f"any {level.label}"
