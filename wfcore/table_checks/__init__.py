"""A printed table → its diagnosis. A check is a function; its name is the finding's code."""

from collections.abc import Collection, Sequence

from wfcore.errors import UnreadableFile
from wfcore.table_checks import (
    bands,
    changes,
    dates,
    kpis,
    labels,
    marks,
    reciprocals,
    repeats,
    shares,
    splits,
    totals,
)
from wfcore.table_checks.diagnosis import Check, Diagnosis, Look, Spot, TableFinding, ranked
from wfcore.table_checks.example import EXAMPLE, EXAMPLE_NAME
from wfcore.table_checks.pasting import Sheet, sheets_of
from wfcore.table_checks.tables import Table, table_of

# In the order in which a reader should hear of them.
_ROOMS = (
    repeats, reciprocals, totals, shares, splits, changes, bands, labels, dates, kpis, marks,
)  # fmt: skip
CHECKS = tuple(c for room in _ROOMS for c in vars(room).values() if isinstance(c, Check))
CODES = tuple(check.code for check in CHECKS)


def tables_of(name: str, data: bytes) -> list[Table]:
    """The printed tables of an upload or of pasted text.

    Args:
        name: file name as given; shown, and read for a date or a unit.
        data: CSV, tab-separated or spaced text, XLSX, or a ZIP of these.

    Raises:
        UnreadableFile: no table is in it.
    """
    found = [table for sheet in sheets_of(name, data) if (table := table_of(sheet))]
    if not found:
        raise UnreadableFile(
            f"{name}: no table was found.", "Give it a row of headings and at least one row below."
        )
    return found


def diagnose(tables: Sequence[Table], names: Collection[str] = ()) -> list[Diagnosis]:
    """Check tables, each by itself and against the others.

    Args:
        tables: as `tables_of` makes them.
        names: of known places, against which names of rows are held.

    Returns:
        One diagnosis for each table, in their order.
    """
    made: list[Diagnosis] = []
    for table in tables:
        others = [other for other in tables if other is not table]
        look = Look(names=frozenset(names), others=others)
        found = [finding for check in CHECKS for finding in check.run(table, look)]
        made.append(
            Diagnosis(
                table=table.name,
                rows=len(table.rows),
                columns=table.width,
                checked={code: look.checked[code] for code in CODES if look.checked[code]},
                findings=ranked(found, list(CODES)),
            )
        )
    return made


__all__ = [
    "CHECKS",
    "CODES",
    "EXAMPLE",
    "EXAMPLE_NAME",
    "Diagnosis",
    "Sheet",
    "Spot",
    "Table",
    "TableFinding",
    "diagnose",
    "tables_of",
]
