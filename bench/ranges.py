# pyright: basic
"""`python -m bench.ranges`: how often past ranges were right on the published files, and the baseline beside no change.

Every month is taken as if it were the newest: what later months were is held against the baseline and
the range that it would have given, which rest on what was known then. `inside` is the share of places
whose later rate lay in the range of 8 of 10; 70% to 90% is right. `MASE` is the baseline's mean error
for that of no change: from 1 on it is no better. England has GPs by practice in three months (its
sub-ICB locations stand as boroughs); North East London has all staff in five.
"""

import csv
import io
import os
import tempfile
from pathlib import Path

import polars as pl

from wfcore.checking import check_drafts
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.normalising import normalise
from wfcore.projecting import PastRanges, judge_outcomes, past_outcomes
from wfcore.projecting.past_moves import period_pairs
from wfcore.reading import read_upload
from wfcore.store import Store, accept_all_warnings

ROOT = Path(__file__).resolve().parent.parent
_ENGLAND = ("2024-12", "2025-12", "2026-05")
_NEL = ("2024-09", "2024-12", "2025-09", "2025-12", "2026-05")
_NAMES = {
    "2024-09": "September 2024", "2024-12": "December 2024", "2025-09": "September 2025",
    "2025-12": "December 2025", "2026-05": "May 2026",
}  # fmt: skip


def main() -> None:
    """Print the table, each pair of months too."""
    with tempfile.TemporaryDirectory(prefix="ranges-") as folder:
        measure(Path(folder), each_pair=True)


def measure(there: Path, *, each_pair: bool = False) -> None:
    """A line for each collection of files, count and level; before it one for each pair of months."""
    data = Path(os.environ.get("WFN_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not (data / "gp_workforce").is_dir():
        print("How often past ranges were right: the published files are not here (WFN_REAL_DATA).")
        return
    print(
        f"{'past ranges':40}{'from':>9}{'to':>9}{'places':>8}{'inside':>8}{'out by':>8}{'same':>7}{'MASE':>6}"
    )
    for what, figures, counts in (
        ("England", england(data, there), ("gp_excl_trainees", "gp")),
        ("NE London", north_east_london(data, there), tuple(declared().assumptions.counts)),
    ):
        for count in counts:
            rows = outcomes(figures, count)
            for level in (Level.PCN, Level.BOROUGH, Level.ICB):
                sub_icb = (what, level) == ("England", Level.BOROUGH)
                name = f"{what:11}{count:18}{'sub-ICB' if sub_icb else level.value}"
                mine = rows.filter(level=level.value)
                if each_pair:
                    for (earlier, later), pair in sorted(mine.group_by("earlier", "later")):
                        _line(f"  {name}", str(earlier), str(later), judge_outcomes(pair, level))
                _line(name, "all", "", judge_outcomes(mine, level))


def outcomes(figures: VersionMeasures, count: str) -> pl.DataFrame:
    """The rows of `past_outcomes` for every ICB and pair of months."""
    return pl.concat(
        past_outcomes(figures, count, icb, earlier, later)
        for earlier, later, _ in period_pairs(figures, figures.newest("practice"))
        for icb in figures.areas("practice", earlier, Level.ICB)["area_code"]
    )


def _line(name: str, earlier: str, later: str, found: PastRanges) -> None:
    print(
        f"{name:40}{earlier:>9}{later:>9}{found.cases:>8}{found.inside / found.cases:>8.0%}"
        f"{found.error:>8.2f}{found.error_unchanged:>7.2f}{found.error / found.error_unchanged:>6.2f}",
        flush=True,
    )


def england(data: Path, there: Path) -> VersionMeasures:
    """England's GPs of three months; a sub-ICB location stands as a borough."""
    store = Store.create(there / "england")
    lookup: dict[str, str] = {}
    for month in _ENGLAND:
        path = _detailed(data, month, "England, GPs only, derived")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            lookup |= {r["PRAC_CODE"]: f"Location {r['SUB_ICB_CODE']}" for r in rows}
        _publish(store, path.name, path.read_bytes(), month)
    _publish(store, "lookup.csv", _lookup(lookup), None)
    return VersionMeasures(store.read())


def _lookup(boroughs: dict[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("PRACTICE_CODE", "BOROUGH"))
    writer.writerows(boroughs.items())
    return out.getvalue().encode()


def north_east_london(data: Path, there: Path) -> VersionMeasures:
    """All staff of North East London in five months."""
    store = Store.create(there / "nel")
    for month in _NEL:
        kind = "NEL, 8 columns" if "09" in month else "NEL, derived"
        path = _detailed(data, month, kind)
        _publish(store, path.name, path.read_bytes(), month)
    for path in (
        data / "registered_patients" / "2025-11" / "gp-reg-pat-prac-map.csv",
        data / "geography" / "nel_practice_to_borough_derived.csv",
    ):
        _publish(store, path.name, path.read_bytes(), None)
    return VersionMeasures(store.read())


def _detailed(data: Path, month: str, kind: str) -> Path:
    return (
        data / "gp_workforce" / f"General Practice – {_NAMES[month]} Practice Level - Detailed ({kind}).csv"
    )  # fmt: skip


def _publish(store: Store, name: str, content: bytes, period: str | None) -> None:
    drafts = [
        draft
        for table in read_upload(name, content, declared())
        for draft in normalise(table, period)
    ]
    checked, report = check_drafts(drafts)
    store.publish(checked, report, by="bench", accepted=accept_all_warnings(report, "measured"))


if __name__ == "__main__":
    main()
