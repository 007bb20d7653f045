"""`python -m tools.doctor_report`: how often the table doctor cries wolf, and how often it misses a fault.

    make doctor-report                          cases, tables of papers, seeds 0 to 999
    python -m tools.doctor_report --seeds 5000 5400 --kind share

A false alarm is a finding that warns or blocks and is about no fault. A miss is a fault that nothing
names: of a planted one, that no finding is new in its row or column. Cases and papers lie beside the
published files (`WFN_REAL_DATA`, else ../shared/data); what is not there is said and left out.
"""

import argparse
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.committee_tables import CommitteeTable, clean_table, spoiled_table
from tools.doctor_expectations import CASES, PAPERS, Case
from wfcore.errors import WorkforceError
from wfcore.table_checks import TableFinding, diagnose, tables_of
from wfcore.unpacking.sheet_xml import column_letters

ROOT = Path(__file__).resolve().parent.parent
_CELL = re.compile(r"([A-Z]+)(\d+)")


@dataclass
class Score:
    """Tables and faults looked at, with a line for each false alarm and each miss."""

    tables: int = 0
    faults: Counter[str] = field(default_factory=Counter[str])
    alarms: list[str] = field(default_factory=list[str])
    missed: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    @property
    def misses(self) -> int:
        """Faults that nothing named."""
        return len(self.missed)

    def said(self, what: str) -> str:
        """Both numbers in a line."""
        return (
            f"{what}: {self.tables:,} tables, {self.faults.total():,} faults: "
            f"{len(self.alarms)} false alarms, {self.misses} misses."
        )


def findings_of(name: str, data: bytes) -> list[TableFinding]:
    """Everything that is found in the tables of a file."""
    return [found for one in diagnose(tables_of(name, data)) for found in one.findings]


def _graver(found: Iterable[TableFinding]) -> list[TableFinding]:
    return [one for one in found if one.severity != "notes"]


def _touches(found: TableFinding, row: int, column: str) -> bool:
    """Whether a finding names a place in a row or a column; one without places names all."""
    return not found.spots or any(s.row == row or s.column == column for s in found.spots)


def _names(found: TableFinding, cells: Iterable[str]) -> bool:
    placed = [(int(row), column) for column, row in (_cell(cell) for cell in cells)]
    return any(_touches(found, row, column) for row, column in placed)


def _cell(text: str) -> tuple[str, str]:
    found = _CELL.fullmatch(text)
    if not found:
        raise ValueError(text)
    return found[1], found[2]


def of_cases(folder: Path, cases: Sequence[Case] = CASES) -> Score:
    """The cases that are in a folder against what is expected of them."""
    score = Score()
    for case in cases:
        for path in sorted(folder.glob(f"{case.begins}*")):
            score.tables += 1
            found = findings_of(path.name, path.read_bytes())
            known = (*case.wrong, *case.asked, *case.allowed)
            score.alarms += [
                f"{path.name}: {one.code}, {'; '.join(one.examples[:2])}"
                for one in _graver(found)
                if not _names(one, known)
            ]
            for cells, heard in ((case.wrong, _graver(found)), (case.asked, found)):
                score.faults[case.begins] += len(cells)
                score.missed += [
                    (case.begins, f"{path.name}: {cell}")
                    for cell in cells
                    if not any(_names(one, [cell]) for one in heard)
                ]
    return score


def of_papers(folder: Path) -> Score:
    """The printed tables of papers against the checks that find what is known of them."""
    score = Score()
    for name, codes in PAPERS.items():
        for path in sorted(folder.glob(f"{name}*.csv")):
            found = findings_of(path.name, path.read_bytes())
            score.tables += 1
            score.faults[name] += len(codes)
            heard = {one.code for one in found}
            score.missed += [(name, f"{path.name}: {code}") for code in codes if code not in heard]
            score.alarms += [
                f"{path.name}: {one.code}, {'; '.join(one.examples[:2])}"
                for one in _graver(found)
                if one.code not in codes
            ]
    return score


def of_generated(seeds: Iterable[int], kind: str = "") -> Score:
    """Generated tables, each clean and, where it has a place for it, with one fault."""
    score = Score()
    for seed in seeds:
        table = clean_table(seed)
        score.tables += 1
        clean = _heard(table, score)
        score.alarms += [
            f"seed {seed} ({table.recipe}, {table.name}): {one.code}, {'; '.join(one.examples[:2])}"
            for one in _graver(clean)
        ]
        try:
            spoiled = spoiled_table(seed, kind)
        except LookupError:
            continue
        score.faults[spoiled.fault] += 1
        if not any(_is_new(spoiled, clean)):
            score.missed.append((spoiled.fault, f"seed {seed} ({spoiled.recipe}, {spoiled.name})"))
    return score


def _heard(table: CommitteeTable, score: Score) -> list[TableFinding]:
    try:
        return findings_of(table.name, table.data)
    except WorkforceError as error:  # a clean table that is refused is an alarm, too
        score.alarms.append(f"seed {table.seed} ({table.recipe}, {table.name}): {error}")
        return []


def _is_new(spoiled: CommitteeTable, clean: Iterable[TableFinding]) -> Iterator[bool]:
    """For each finding, whether the fault alone explains it."""
    before = {(one.code, one.severity, str(spot)) for one in clean for spot in one.spots or [""]}
    row, column = spoiled.where or (0, 0)
    found = findings_of(spoiled.name, spoiled.data)
    for one in found if spoiled.noted else _graver(found):
        fresh = any((one.code, one.severity, str(s)) not in before for s in one.spots or [""])
        yield fresh and _touches(one, row, column_letters(column - 1))


def main() -> None:
    """Print both numbers for each kind of table, and every false alarm and miss."""
    parser = argparse.ArgumentParser(prog="python -m tools.doctor_report")
    parser.add_argument("--seeds", type=int, nargs=2, default=(0, 1000), metavar=("FROM", "TO"))
    parser.add_argument("--kind", default="", help="plant faults of this kind alone")
    options = parser.parse_args()
    data = Path(os.environ.get("WFN_REAL_DATA", ROOT.parent / "shared" / "data"))
    for what, folder, measured in (
        ("Cases", data.parent / "cases" / "doctor", of_cases),
        ("Papers", data / "seed_tables", of_papers),
    ):
        _printed(what, measured(folder)) if folder.is_dir() else print(f"{what}: not here.")
    first, end = options.seeds
    score = of_generated(range(first, end), options.kind)
    _printed(f"Generated, seeds {first} to {end - 1}", score)
    print("By kind of fault, planted and missed:")
    missed = Counter(kind for kind, _ in score.missed)
    for kind, planted in sorted(score.faults.items()):
        print(f"  {kind:20}{planted:>6}{missed[kind]:>6}")


def _printed(what: str, score: Score) -> None:
    print(score.said(what))
    for line in score.alarms:
        print(f"  false alarm: {line}")
    for kind, where in score.missed:
        print(f"  missed: {kind}, {where}")


if __name__ == "__main__":
    main()
