"""What a command leaves: its exit code, and rows as CSV."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from wfcore.declared import Flag, declared
from wfcore.errors import WorkforceError
from wfcore.wording import percent

_NAMED = 8
DONE, BLOCKED, WRONG = 0, 1, 2


def write_rows(rows: pl.DataFrame, options: argparse.Namespace) -> int:
    """Rows as CSV, to a file or the standard output; says which areas have no figure for want of files.

    Raises:
        WorkforceError: the file cannot be written.
    """
    for line in _not_covered(rows):
        print(line, file=sys.stderr)
    if options.csv:
        try:
            Path(options.csv).write_text(rows.write_csv(), encoding="utf-8", newline="")
        except OSError as error:
            raise WorkforceError(
                f"{options.csv}: cannot be written{f' ({error.strerror})' if error.strerror else ''}.",
                "Name another file.",
                code="not_written",
            ) from error
    else:
        sys.stdout.write(rows.write_csv())
    return DONE


def _not_covered(rows: pl.DataFrame) -> Iterator[str]:
    """The areas without a figure of which the files hold too little, with the share they hold."""
    if not {"coverage_patients", "flags"} <= set(rows.columns):
        return
    thin = (
        rows.filter(pl.col("flags").str.contains(Flag.NOT_COVERED, literal=True))
        .group_by("area_name", maintain_order=True)
        .agg(
            pl.col("coverage_patients").max(),
            pl.col("flags").str.contains(Flag.PACKAGED_LIST, literal=True).any(),
        )
    )
    named = [f"{name} ({percent(share)} of patients)" for name, share, _ in thin.iter_rows()]
    if named:
        more = f", and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
        yield f"No figure for {', '.join(named[:_NAMED])}{more}: the files hold too little."
    if thin["flags"].any():
        yield f"Of each: {declared().flags[Flag.PACKAGED_LIST]}."
