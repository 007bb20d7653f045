"""`python -m tests.stores.make RELEASE`: the stores kept here, as this release makes them, from invented files.

Each is an archive of a store and of `expected.json`: what this release read of its newest version.
"""

import json
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from tests.unit.making import (
    allocations_csv,
    checked,
    claims_csv,
    lists_csv,
    pcn_csv,
    places_csv,
    plan_csv,
    publish,
    recommendations_csv,
    scores_csv,
)
from wfcore.store import Store, accept_all_warnings
from wfcore.templates import templates

HERE = Path(__file__).resolve().parent
STAFF = HERE.parents[1] / "sample_data" / "demonstration-2025-09.csv"
MADE = datetime(2025, 6, 1, tzinfo=UTC)  # the day that the templates say
MADE_HERE = ("plan", "claims", "allocation", "recommendations")
CODES = ("A00001", "A00002")
MANY = 103  # versions; a checkpoint is written at the hundredth


def every_kind(folder: Path) -> Store:
    """A table of every kind, three versions, and allocations that wait."""
    staff = "".join(STAFF.read_text(encoding="utf-8").splitlines(keepends=True)[:4])
    places = places_csv([(code, "U00001", "East") for code in CODES])
    publish(folder, staff, period="2025-09")
    publish(
        folder,
        places,
        pcn_csv([{}, {"FTE": 0.5, "UNIQUE_IDENTIFIER": "P2"}]),
        lists_csv([(code, 5000) for code in CODES]),
        "PRACTICE_CODE,BOROUGH\nA00001,East\nA00002,East\n",
        scores_csv([(code, 2019, 20.5) for code in CODES]),
        allocations_csv([("U00001", "2025/26", 500_000, 250_000, "so far")]),
        claims_csv([{}, {"role": "Podiatrists", "wte": 0.5}]),
        *filled_templates(),
    )
    store = publish(
        folder,
        plan_csv([("First PCN", 1, 2.5, "-", 3.5)]),
        recommendations_csv([{"number_then": 48.8, "metric": "gp_rate"}]),
        period="2026-03",
    )
    drafts, report = checked(allocations_csv([("U00001", "2025/26", 600_000, 250_000, "")]))
    store.propose(drafts, report, by="Ann", accepted=accept_all_warnings(report, "a test"))
    return store


def filled_templates() -> list[bytes]:
    """The invented rows of every table that an analyst brings, but for those that stand above."""
    return [
        t.data
        for t in templates(MADE)
        if t.filled and t.file_name.endswith(".csv") and t.kind not in MADE_HERE
    ]


def many_versions(folder: Path) -> Store:
    """More than a hundred versions of little."""
    scores = scores_csv([(code, 2025, 20.5) for code in CODES])
    publish(folder, scores, allocations_csv([("U00001", "2025/26", 500_000, 250_000, "")]))
    store = publish(folder, allocations_csv([("U00001", "2025/26", 600_000, 250_000, "")]))
    while store.head() < MANY:
        store.restore(store.head() - 1, by="Ann")
    return store


def sums(store: Store) -> dict[str, dict[str, float]]:
    """Kind → its rows, and the sum of each column of numbers that has any."""
    version = store.read()
    tables = {kind: version.table(kind) for kind in sorted(set(version.parts["kind"]))}
    return {
        kind: {"rows": table.height}
        | {
            column.name: sum(column.drop_nulls())
            for column in table.select(pl.selectors.numeric())
            if column.count()
        }
        for kind, table in tables.items()
    }


def main(release: str) -> None:
    """Make each store and pack it."""
    for make in (every_kind, many_versions):
        with tempfile.TemporaryDirectory() as folder:
            store = make(Path(folder, "store"))
            Path(folder, "expected.json").write_text(json.dumps(sums(store), indent=1))
            shutil.make_archive(str(HERE / f"{release}_{make.__name__}"), "xztar", folder)


if __name__ == "__main__":
    main(sys.argv[1])
