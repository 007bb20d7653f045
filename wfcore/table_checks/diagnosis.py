"""The diagnosis of a table: what was looked at, and what was found, gravest first."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict

from wfcore.declared import Doctor, declared
from wfcore.findings import SHOWN, Finding, Severity
from wfcore.table_checks.tables import PrintedTable

Sure = Literal["sure", "likely", "asked"]
_SPOTS = 200  # as many as a reader can follow on the page
_ORDER: dict[Severity, int] = {"blocks": 0, "warns": 1, "notes": 2}
_MOST: dict[Sure, Severity] = {"sure": "blocks", "likely": "warns", "asked": "notes"}


def severity_of(grave: Severity, sure: Sure) -> Severity:
    """How a finding is to be taken: as grave as it would be if true, but no graver than it is sure.

    What is sure may block, what is likely may warn, what is asked is noted.
    """
    return max(grave, _MOST[sure], key=_ORDER.__getitem__)


class Spot(BaseModel):
    """Where: row and column as a spreadsheet counts them, with their names, and what stands there."""

    model_config = ConfigDict(frozen=True)

    row: int | None
    column: str | None
    row_name: str
    heading: str
    said: str

    def saying(self, said: str) -> Self:
        """The same place with other words."""
        return self.model_copy(update={"said": said})

    def __str__(self) -> str:
        """As an example of a finding."""
        where = f"{self.column or ''}{self.row or ''}"
        if where and not (self.row and self.column):
            where = f"row {where}" if self.row else f"column {where}"
        named = ", ".join(_cut(name, 32) for name in (self.row_name, self.heading) if name)
        return ": ".join(part for part in (f"{where} {named}".strip(), _cut(self.said)) if part)


def _cut(text: str, most: int = SHOWN) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


class TableFinding(Finding):
    """A finding about a printed table, with every cell it is about, and how sure it is.

    `sure`: arithmetic or the rules of counting leave no other reading. `likely`: there is one, but hardly an
    innocent one. `asked`: there are two readings, and only the author knows.
    """

    sure: Sure = "sure"
    spots: tuple[Spot, ...] = ()


class Diagnosis(BaseModel):
    """All findings about one table.

    `checked`: code of a check → how many things it compared; a check that found nothing to compare
    is not in it.
    """

    model_config = ConfigDict(frozen=True)

    table: str
    rows: int
    columns: int
    checked: dict[str, int]
    findings: tuple[TableFinding, ...]

    @property
    def clean(self) -> bool:
        """Nothing worse than notes."""
        return all(table_finding.severity == "notes" for table_finding in self.findings)


@dataclass
class CheckContext:
    """What a check has at hand: the thresholds, names of places, the other tables, and what it noted so far."""

    rules: Doctor = field(default_factory=lambda: declared().rules.doctor)
    names: frozenset[str] = frozenset()
    others: Sequence[PrintedTable] = ()
    checked: Counter[str] = field(default_factory=Counter[str])
    code: str = ""  # of the check that runs

    def compared(self, things: int) -> None:
        """Count what was compared, so that silence can be told from not having looked."""
        self.checked[self.code] += things

    def finding(
        self, grave: Severity, message: str, spots: Iterable[Spot], sure: Sure = "sure"
    ) -> TableFinding:
        """A finding of this check about some places; the first five are its examples."""
        places = tuple(spots)
        return TableFinding(
            code=self.code,
            severity=severity_of(grave, sure),
            sure=sure,
            message=message,
            count=max(len(places), 1),
            examples=tuple(str(spot) for spot in places[: declared().rules.examples]),
            spots=places[:_SPOTS],
        )

    def about(
        self, spots: Sequence[Spot], grave: Severity, message: str, sure: Sure = "sure"
    ) -> Iterator[TableFinding]:
        """A finding of this check about some places, if there are any."""
        if spots:
            yield self.finding(grave, message, spots, sure)

    def by_sure(
        self, found: Sequence[tuple[Spot, Sure]], grave: Severity, told: str, asked: str
    ) -> Iterator[TableFinding]:
        """Findings about places that differ in how sure they are: those that are asked have words of their own."""
        words: dict[Sure, str] = {"sure": told, "likely": told, "asked": asked}
        for sure, message in words.items():
            yield from self.about([s for s, how in found if how == sure], grave, message, sure)

    def by_rounding(
        self, wrong: Sequence[tuple[Spot, bool]], beyond: str, within: str
    ) -> Iterator[TableFinding]:
        """Findings about figures that are off: by more than rounding explains (True) warns, by less notes."""
        degrees: list[tuple[Severity, str, bool]] = [
            ("warns", beyond, True),
            ("notes", within, False),
        ]
        for severity, message, more in degrees:
            yield from self.about(
                [s for s, unexplained in wrong if unexplained == more], severity, message
            )


@dataclass(frozen=True)
class Check:
    """A check: the code of its findings, what it compares (said after a number), and how."""

    code: str
    compares: str
    findings: Callable[[PrintedTable, CheckContext], Iterator[TableFinding]]

    def run(self, table: PrintedTable, look: CheckContext) -> list[TableFinding]:
        """What it finds in a table; what it compared is counted."""
        look.code = self.code
        return list(self.findings(table, look))


def checks(
    what: str,
) -> Callable[[Callable[[PrintedTable, CheckContext], Iterator[TableFinding]]], Check]:
    """Make a check of a function that counts what it compares and makes its own findings."""
    return lambda findings: Check(findings.__name__, what, findings)


def compares(
    what: str, grave: Severity, message: str, sure: Sure = "sure"
) -> Callable[[Callable[[PrintedTable, CheckContext], Iterator[Spot | None]]], Check]:
    """Make a check, with one finding, of a function that yields for each thing the spot where it is wrong, or None."""

    def of(compare: Callable[[PrintedTable, CheckContext], Iterator[Spot | None]]) -> Check:
        def findings(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
            compared = list(compare(table, look))
            look.compared(len(compared))
            yield from look.about([spot for spot in compared if spot], grave, message, sure)

        return Check(compare.__name__, what, findings)

    return of


def at(table: PrintedTable, i: int | None, j: int | None, said: str = "") -> Spot:
    """A place in a table; row -1 is that of the headings, None the whole column or row."""
    row = table.rows[i] if i is not None and i >= 0 else None
    # A cell that is part of a name is named by the rest of it.
    names = (
        [cell for k, cell in enumerate(row.cells[: table.labels]) if k != j or k == 0]
        if row
        else []
    )
    return Spot(
        row=row.number if row else None if i is None else table.heading_row,
        column=None if j is None else table.letters(j),
        row_name=", ".join(cell.text for cell in names if cell.text),
        heading="" if j is None or (row and j == 0) else table.headings[j],
        said=said,
    )


def rank_findings(findings: Iterable[TableFinding], order: list[str]) -> tuple[TableFinding, ...]:
    """Gravest first; among equals what was noticed on opening, then in the order of the checks."""
    places = {code: place for place, code in enumerate(order)}
    return tuple(
        sorted(findings, key=lambda f: (_ORDER[f.severity], places.get(f.code, -1), f.code))
    )


def as_table_finding(one: Finding) -> TableFinding:
    """What was noticed on opening the file, as a finding about its table."""
    return TableFinding(**one.model_dump())
