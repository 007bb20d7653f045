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
    shares,
    splits,
    totals,
)
from wfcore.table_checks.diagnosis import CheckContext, Diagnosis, Spot, TableFinding, rank_findings
from wfcore.table_checks.example import EXAMPLE, EXAMPLE_NAME
from wfcore.table_checks.pasting import Sheet, read_sheets
from wfcore.table_checks.tables import PrintedTable, table_of

# In the order in which a reader should hear of them.
_CHECKS = (
    *labels.LABEL_CHECKS[:2],
    *reciprocals.RECIPROCAL_CHECKS,
    *totals.TOTAL_CHECKS,
    *shares.SHARE_CHECKS,
    *splits.SPLIT_CHECKS,
    *changes.CHANGE_CHECKS,
    *bands.BAND_CHECKS,
    *labels.LABEL_CHECKS[2:],
    *dates.DATE_CHECKS,
    *kpis.KPI_CHECKS,
    *marks.MARK_CHECKS,
)
CHECK_CODES = tuple(check.__name__ for check in _CHECKS)


def tables_of(name: str, data: bytes) -> list[PrintedTable]:
    """The printed tables of an upload or of pasted text.

    Args:
        name: file name as given; shown, and read for a date or a unit.
        data: CSV, tab-separated or spaced text, XLSX, or a ZIP of these.

    Raises:
        UnreadableFile: no table is in it.
    """
    found = [table for sheet in read_sheets(name, data) if (table := table_of(sheet))]
    if not found:
        raise UnreadableFile(
            f"{name}: no table was found.", "Give it a row of headings and at least one row below."
        )
    return found


def diagnose(tables: Sequence[PrintedTable], names: Collection[str] = ()) -> list[Diagnosis]:
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
        look = CheckContext(names=frozenset(names), others=others)
        found = [finding for check in _CHECKS for finding in check(table, look)]
        made.append(
            Diagnosis(
                table=table.name,
                rows=len(table.rows),
                columns=table.width,
                checked={code: look.checked[code] for code in CHECK_CODES if look.checked[code]},
                findings=rank_findings(found, list(CHECK_CODES)),
            )
        )
    return made


__all__ = [
    "CHECK_CODES",
    "EXAMPLE",
    "EXAMPLE_NAME",
    "Diagnosis",
    "PrintedTable",
    "Sheet",
    "Spot",
    "TableFinding",
    "diagnose",
    "tables_of",
]
