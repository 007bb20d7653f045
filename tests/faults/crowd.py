"""One of a crowd on a store: `python tests/faults/crowd.py publish|read STORE STOP FIRST`.

It goes on until the file STOP is there. Each line it prints is something it may be held to: a version
and the number that lies in it.
"""

import sys
import time
from pathlib import Path

import polars as pl

from tests.faults.files import as_csv, practices
from wfcore.checking import check_drafts
from wfcore.declared import declared
from wfcore.errors import StoreError
from wfcore.normalising import normalise
from wfcore.reading import read_upload
from wfcore.store import Store, accept_all_warnings

PERIOD = "2025-12"


def publish(store: Store, number: int) -> int:
    """Publish a file whose list sizes and staff figures both say which it is."""
    rows = [
        {**row, "TOTAL_PATIENTS": f"{1000 + number}", "TOTAL_GP_FTE": f"{10 + number / 1000}"}
        for row in practices()
    ]
    (table,) = read_upload("file.csv", as_csv(rows), declared())
    drafts, report = check_drafts(normalise(table, PERIOD))
    return store.publish(
        drafts, report, by=f"{number}", accepted=accept_all_warnings(report, "a test")
    )


def held(store: Store, version: int) -> int:
    """The number that every table of a version agrees on; -1 when it is a mix."""
    read = store.read(version)
    staff = read.table("staff_total").filter(
        pl.col("staff_group").cast(pl.String) == "gp", pl.col("definition").cast(pl.String) == "all"
    )
    numbers = {round((fte - 10) * 1000) for fte in staff["fte"]}
    numbers |= {round(size) - 1000 for size in read.table("lists")["registered"]}
    return numbers.pop() if len(numbers) == 1 and staff.height == 5 else -1


def main(role: str, uri: str, stop: str, first: str) -> None:
    """Publish or read until it is enough, or two minutes are over."""
    store, number, until = Store.open(uri), int(first), time.monotonic() + 120
    while not Path(stop).exists() and time.monotonic() < until:
        if role == "read":
            version = store.head()
            found = held(store, version)
        else:
            number, found = number + 2, number + 2
            try:
                version = publish(store, number)
            except StoreError as error:
                if "Nothing of yours was published" not in error.message:
                    raise
                continue  # the other was first
        sys.stdout.write(f"{version} {found}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
