"""What a file becomes before anybody decides about it."""

from dataclasses import dataclass, field

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding
from wfcore.months import Month
from wfcore.normalising.values import date_of, line
from wfcore.reading import TextTable
from wfcore.tables import PERIOD_COLUMN, conform

TidyTables = tuple[dict[str, pl.DataFrame], list[Finding]]  # by kind; and what was noticed
LICENCE_NAME = "Open Government Licence v3.0"
LOCAL_LICENCE = "Local figures, under no public licence"


@dataclass(frozen=True)
class Draft:
    """Tidy tables of one source and one period, not yet published.

    `dated_by` says how the period is known: `content`, `name` (read from the file name and still
    to be confirmed), `given`, or `` when nobody knows.
    """

    file_name: str
    sha256: str
    bytes: int
    rows: int
    source: str
    period: str
    dated_by: str
    tables: dict[str, pl.DataFrame]
    findings: tuple[Finding, ...] = field(default=())
    columns_unknown: tuple[str, ...] = ()
    licence: str = LICENCE_NAME
    note: str = ""
    dated: str = ""
    headings: tuple[str, ...] = ()  # as printed; none of the project's own layouts

    @property
    def edition(self) -> str:
        """Source and period: what a later file of the same kind replaces."""
        return f"{self.source}.{self.period or 'undated'}"

    def _last_day(self) -> str:
        return Month(self.period).last_day.isoformat() if "-" in self.period else ""

    def file_record(self) -> pl.DataFrame:
        """The row of `files` that receipts cite."""
        return conform(
            pl.DataFrame(
                {
                    "period": [self.period],
                    "source": [self.source],
                    "file_name": [line(self.file_name)],
                    "sha256": [self.sha256],
                    "bytes": [self.bytes],
                    "rows": [self.rows],
                    "snapshot_date": [self.dated or self._last_day()],
                    "holds": [" ".join(self.tables)],
                    "columns_unknown": [", ".join(line(c) for c in self.columns_unknown[:50])],
                    "licence": [self.licence],
                    "note": [self.note],
                }
            ),
            "files",
        )

    def heading_record(self) -> pl.DataFrame:
        """The rows of `headings`: what the file was printed with, to compare the next one to."""
        return conform(
            pl.DataFrame(
                {
                    "period": self.period,
                    "source": self.source,
                    "file_name": line(self.file_name),
                    "position": range(1, len(self.headings) + 1),
                    "heading": [line(heading) for heading in self.headings],
                }
            ),
            "headings",
        )


def draft(
    table: TextTable,
    period: str | None,
    dated_by: str,
    tables: dict[str, pl.DataFrame],
    findings: tuple[Finding, ...] = (),
    *,
    rows: int | None = None,
    source: str | None = None,
    note: str = "",
) -> Draft:
    """A draft of a recognised table; stamps period and source on every row."""
    source = source or table.source.id
    stamped = {
        kind: conform(
            frame,
            kind,
            pl.lit(period or "").alias(PERIOD_COLUMN.get(kind, "period")),
            pl.lit(source).alias("source"),
        )
        for kind, frame in tables.items()
        if frame.height
    }
    return Draft(
        file_name=table.name,
        sha256=table.sha256,
        bytes=table.bytes,
        rows=rows if rows is not None else table.frame.height,
        source=source,
        period=period or "",
        dated_by=dated_by,
        tables=stamped,
        findings=(*table.findings, *findings),
        columns_unknown=table.recognised.unknown,
        licence=LOCAL_LICENCE if _is_local(source) else LICENCE_NAME,
        note=note,
        dated=_printed_date(table),
        headings=() if source != table.source.id else tuple(table.frame.columns),
    )


def _is_local(source: str) -> bool:
    known = declared().sources.get(source)
    return known is not None and known.local


def _printed_date(table: TextTable) -> str:
    """The day a list or map was drawn; staff files are of the last day of their month."""
    column = table.column("extract_date")
    return (date_of(str(table.frame[column][0])) or "") if column else ""
