# pyright: basic
"""`python -m bench`: seconds of our own work beside the least that the same work can cost.

With the names of parts, such as `python -m bench pages maps`, those alone; a wrong name lists them.

What each line means. Both sides run in turns in this process and the best of each counts, so only
the ratio matters; `over` means that the ratio is above its limit.

- file to checked tables: the bytes of an England file (6,200 invented practices × 805 columns) read,
  normalised and checked, against `pl.read_csv` of the same bytes as text.
- … against plain pandas: the same work against `plain_pandas.py`; the FTE totals of both are
  compared first.
- publish: the same tables published as a version, against `write_parquet` of each.
- all metrics, all levels: every metric of that month at every level, from the published version
  opened afresh, against the same `pl.read_csv`.
- trend, 40 quarters: one network's rate over 40 quarters against one quarter of it; first with
  the units of all quarters gathered, then (no limit) from a version opened afresh. These quarters
  hold totals, roles, ages, lists and areas of every practice, not all 805 columns.
- page after another place: the first page run again for a borough that nobody has looked at yet, then
  (no limit) for staff that nobody has looked at yet: against a bare page with one chart and one table
  (`bare_page.py`), and against one that draws as many pictures as ours, each with altair from rows and
  shapes that are ready: a line of places, a map, five cards with their courses, a ranking
  (`bare_place.py`). Sentences, nine controls, folds, menus, links and a receipt are only on ours.
- PCN files to published roles: the published files read, normalised, checked and published, against
  `pl.read_csv` of the same bytes as text; skipped where the files are not at hand.
- additional roles of an ICB: the page run again for another month, against a bare page with the same
  picture and table.
- paper: the standard paper of a borough asked again of a version at hand, drawn and set, against the
  drawing of its four charts and setting its two pages once.
- scenario, England: 1,250 networks, five groups, forty quarters, against the same sums in numpy with
  nothing around them; 10,000 draws for an ICB against drawing the numbers and the same sums.
- slider moved: over the websocket, from the move to the end of the run, against a bare page with one
  slider, a plain altair chart of the same rows and the same table; then (no limit) against one whose
  chart comes finished from a file.
- quality report and differences: an England file that is read already, checked and compared with the
  quarter before it in a store, against reading that file.
- 25 viewers on the new version: the longest that any of them, asking all the time, goes on with the old
  version after a publication; an error or a mix of two versions ends the benchmark.
- p95 of 25 viewers: each moves a slider every 2 s, against one viewer alone.
- first page, map and notebook in a browser: from asking for the page until its first picture stands
  under the sentence that answers, and until its script has ended and every chart is drawn, in a new tab
  of a Chromium that has been there before, against a bare page with as many charts (the first page:
  `bare_place.py`, its five cards too; the map: the map of that alone; the notebook: `bare_notebook.py`);
  words, controls and folds are only on ours.
- p95 of 40 viewers: each moves a slider every 5 s for 60 s, against one viewer alone, before and
  after; and the memory of that one process at the end against that at the beginning. Ten minutes of
  it: `python -m bench.room`.
- p95 of 10 viewers beside a flood: one client sends 50 messages a second, against nobody doing so.
- doctor on 200 × 40 cells: a table of a paper read from CSV and diagnosed, against reading it.
- memory of an upload: the peak of a process that reads, checks and publishes the England file.
- past ranges: no seconds, but how often ranges held what came, on the published files, and the baseline's
  error beside that of no change; each pair of months with `python -m bench.ranges`.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pandas as pd
import polars as pl

from bench import doctor, flood, future, pages, paper, plain_pandas, ranges, roles, room, trust
from bench.england import England
from wfcore.checking import QualityReport, check_drafts
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.normalising import Draft, normalise
from wfcore.reading import read_upload
from wfcore.seeding import seed_store
from wfcore.store import Store, accept_all_warnings

ROOT = Path(__file__).resolve().parent.parent
PERIOD = "2025-09"
QUARTERS = 40
MEMORY_LIMIT = 1536
HEAD = f"{'':44}{'ours':>9}{'least':>9}{'ratio':>8}{'limit':>7}"

Work = Callable[[], object]


def main() -> None:
    """Measure everything, or the parts that are named, and print it line by line."""
    started = time.perf_counter()
    wanted = sys.argv[1:]
    if unknown := set(wanted) - set(PARTS):
        raise SystemExit(f"No part is called {min(unknown)}. There are: {', '.join(PARTS)}.")
    print(f"An invented England file: 6,200 practices, 805 columns.\n\n{HEAD}")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for name in wanted or PARTS:
            PARTS[name](Path(folder))
    print(f"\n{time.perf_counter() - started:.0f} seconds in all.")


@cache
def england() -> England:
    """The invented England."""
    return England()


@cache
def detailed() -> bytes:
    """Its file, with all columns."""
    return england().detailed()


def best_in_turns(ours: Work, least: Work, runs: int) -> tuple[float, float]:
    """The best time of each, run one after the other so that a busy machine troubles both."""
    times: list[tuple[float, float]] = [(_seconds(ours), _seconds(least)) for _ in range(runs)]
    return min(t[0] for t in times), min(t[1] for t in times)


def _seconds(work: Work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def line(what: str, ours: float, least: float, limit: float | None) -> None:
    """One line of the table."""
    ratio = ours / least
    verdict = "" if limit is None else f"{limit:>7g}  {'ok' if ratio <= limit else 'over'}"
    print(f"{what:44}{ours:>8.3f}s{least:>8.3f}s{ratio:>8.2f}{verdict}", flush=True)


def intake(data: bytes, period: str | None = PERIOD) -> tuple[list[Draft], QualityReport]:
    """Bytes to tidy, checked tables."""
    (table,) = read_upload("england.csv", data, declared())
    return check_drafts(normalise(table, period))


def _intake(_there: Path) -> None:
    data = detailed()
    ours, least = best_in_turns(lambda: intake(data), lambda: _bare(data), 9)
    line("file to checked tables, against read_csv", ours, least, 4)
    theirs, _ = plain_pandas.tidy(data, PERIOD)
    _same_totals(intake(data)[0][0].tables, theirs)
    del theirs
    ours, least = best_in_turns(lambda: intake(data), lambda: plain_pandas.tidy(data, PERIOD), 2)
    line("file to checked tables, against plain pandas", ours, least, 0.2)


def _bare(data: bytes) -> pl.DataFrame:
    return pl.read_csv(data, infer_schema=False)


def _same_totals(ours: dict[str, pl.DataFrame], theirs: dict[str, pd.DataFrame]) -> None:
    """Stop when the two ways differ in the FTE of any staff group in any cut."""
    for kind in (kind for kind in ours if kind.startswith("staff_")):
        mine, other = _totals(ours[kind]), _totals(pl.from_pandas(theirs[kind]))
        if mine.keys() != other.keys() or any(abs(mine[k] - other[k]) > 1e-6 for k in mine):
            raise SystemExit(f"Plain pandas and we differ in {kind}: {other} and {mine}.")


def _totals(staff: pl.DataFrame) -> dict[tuple[str, str], float]:
    sums = staff.group_by("staff_group", "definition").agg(pl.col("fte").sum())
    return {(group, definition): fte for group, definition, fte in sums.iter_rows()}


def _publish(there: Path) -> None:
    data = detailed()
    drafts, report = intake(data)
    stores = iter(range(100))

    def publish() -> None:
        store = Store(str(folders[next(stores)]))
        store.publish(drafts, report, by="bench", accepted=accept_all_warnings(report, "measured"))

    def write() -> None:
        for kind, table in drafts[0].tables.items():
            table.write_parquet(there / f"{kind}.parquet", compression="zstd")

    folders = [there / f"store-{i}" for i in range(4)]
    for folder in folders:
        Store.create(folder)
    line("publish, against write_parquet", *best_in_turns(publish, write, 4), 3)


def _measures(there: Path) -> None:
    data = detailed()
    store = Store.create(there / "england")
    for file, period in ((data, PERIOD), (england().pcn_file(2025, 9), None)):
        drafts, report = intake(file, period)
        store.publish(drafts, report, by="bench", accepted=accept_all_warnings(report, "measured"))

    def everything() -> None:
        figures = VersionMeasures(store.read())
        for level in Level:
            figures.measure(list(declared().metrics), level, period=PERIOD)

    ours, least = best_in_turns(everything, lambda: _bare(data), 9)
    line("all metrics, all levels, against read_csv", ours, least, 1)


def _trend(there: Path) -> None:
    store = Store.create(there / "quarters")
    first_year = 2016
    for quarter in range(QUARTERS):
        period = f"{first_year + quarter // 4}-{quarter % 4 * 3 + 3:02d}"
        drafts, report = intake(england().headline(quarter), period)
        store.publish(drafts, report, by="bench", accepted=accept_all_warnings(report, "measured"))
    code = england().pcns[0]
    version = store.read()
    newest = version.periods("practice")[-1:]

    def trend(figures: VersionMeasures, periods: list[str] | None) -> None:
        figures.clear_cache()
        found = figures.trend(["gp_rate"], Level.PCN, code, periods=periods)
        if found["value"].count() != (1 if periods else QUARTERS):
            raise SystemExit("The trend has gaps.")

    for chosen, afresh in (("then", None), ("today", 10)):
        named = " on today's map" if chosen == "today" else ""
        warm = VersionMeasures(version).on_map(chosen)
        trend(warm, None)
        line(
            f"trend{named}, 40 quarters against 1, units gathered",
            *best_in_turns(partial(trend, warm, None), partial(trend, warm, newest), 15),
            2,
        )

        def opened(periods: list[str] | None, chosen: str = chosen) -> None:
            trend(VersionMeasures(store.read()).on_map(chosen), periods)

        line(
            f"trend{named}, 40 quarters against 1, opened afresh",
            *best_in_turns(partial(opened, None), partial(opened, newest), 2),
            afresh,
        )


def _maps(there: Path) -> None:
    """What every page asks, on today's map and as it was."""
    version = seed_store(there / "samples").read()
    periods = version.periods("practice")[-3:]
    asked = [m.id for m in declared().metrics.values() if m.collection == "practice"]

    def everything(chosen: str) -> None:
        figures = VersionMeasures(version).on_map(chosen)
        for period in periods:
            for level in Level:
                figures.measure(asked, level, period=period)

    ours = best_in_turns(partial(everything, "today"), partial(everything, "then"), 5)
    line("all metrics, three months, today's map against as it was", *ours, 1.2)


def _memory(there: Path) -> None:
    file = there / "england.csv"
    file.write_bytes(detailed())
    done = subprocess.run(
        [sys.executable, "-m", "bench.upload", file, there / "memory", PERIOD],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    peak = float(done.stdout)
    verdict = "ok" if peak <= MEMORY_LIMIT else "over"
    print(f"{'memory of an upload':44}{peak:>6.0f} MB{'':17}{MEMORY_LIMIT:>7}  {verdict}")


PARTS: dict[str, Callable[[Path], None]] = {
    "intake": _intake,
    "publish": _publish,
    "trust": lambda there: trust.measure(detailed(), england(), there, line, best_in_turns),
    "measures": _measures,
    "trend": _trend,
    "maps": _maps,
    "pages": lambda there: pages.measure(there, line),
    "roles": lambda there: roles.measure(there, line, best_in_turns),
    "paper": lambda there: paper.measure(there, line, best_in_turns),
    "future": lambda there: future.measure(there, line, best_in_turns),
    "room": lambda there: room.measure(there, line),
    "flood": lambda there: flood.measure(there, line),
    "memory": _memory,
    "doctor": lambda _: doctor.measure(line, best_in_turns),
    "ranges": ranges.measure,
}


if __name__ == "__main__":
    main()
