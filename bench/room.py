# pyright: basic
"""A room full of readers: first paints of pages in a browser, and forty sliders on one process.

`python -m bench.room` measures both, the forty for ten minutes; with a number, for as many seconds.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext

from bench import pages, viewers
from tools.browsing import WIDE, find_chromium, go, running_browser
from tools.serving import ROOT, Server, running_app
from wfcore.answers import answer_question, choice_of, standard_questions
from wfcore.measuring import VersionMeasures
from wfcore.seeding import seed_store

VIEWERS, EVERY = 40, 5.0  # and seconds between two moves of one of them
SHORT, LONG = 60.0, 600.0  # seconds
GROWTH = 1.1
PAINTS = 7
_PLACE = "Havering"
_PAGE = "?level=borough&place=E09000016"
_NOTEBOOK = f"/notebook?level=borough&place={_PLACE}&staff=gp&count=gp&period=2025-09&map=then"
_LINK = "level=icb&place=QMF&staff=gp&count=gp_excl_trainees&period=2025-09"
_LEVER = "Leavers under 55 (% a year)"
_MOVES = [7 + 0.5 * i for i in range(12)]
_SETTLES = 2  # rounds in which every reader's own things are made and every chart is drawn once

# Milliseconds from asking for the page until so many charts have their drawing, and until the script
# has ended too and nothing is still a placeholder.
_DRAWN = """
charts => {
    const drawn = document.querySelectorAll(
        '[data-testid="stVegaLiteChart"] canvas, [data-testid="stVegaLiteChart"] svg.marks');
    return drawn.length >= charts ? performance.now() : 0;
}
"""
_FINISHED = """
charts => {
    const app = document.querySelector('[data-testid="stApp"]');
    const done = app && app.dataset.testScriptState === "notRunning"
        && !document.querySelector('[data-testid="stSkeleton"]');
    const drawn = document.querySelectorAll(
        '[data-testid="stVegaLiteChart"] canvas, [data-testid="stVegaLiteChart"] svg.marks');
    return done && drawn.length >= charts ? performance.now() : 0;
}
"""

Line = Callable[[str, float, float, float | None], None]


def measure(there: Path, line: Line, seconds: float = SHORT) -> None:
    """Print every line about a room."""
    figures = VersionMeasures(seed_store(there / "samples").read())
    reader = {"WORKFORCE_ANALYST": "off"}
    with running_app(there, store=there / "samples", env=reader) as app:
        _first_pages(app, there, figures, line)
        _notebook(app, there, figures, line)
        _forty(app, line, seconds)


def _first_pages(app: Server, there: Path, figures: VersionMeasures, line: Line) -> None:
    """The page that a link opens, and the map, each against a bare page with as many pictures."""
    ready = {"BENCH_PLACES": str(pages.write_pictures(figures, there))}
    script = ROOT / "bench" / "bare_place.py"
    for what, address, pictures, charts in (
        ("first page", "", "strip map cards ranking", 3),
        ("map", "map", "map", 1),
    ):
        env = ready | {"BENCH_PICTURES": pictures}
        with running_app(there, store=there / "samples", script=script, env=env) as plain:
            _paints(f"{app.url}/{address}{_PAGE}", plain.url, charts, what, line)


def _notebook(app: Server, there: Path, figures: VersionMeasures, line: Line) -> None:
    """The notebook, against a bare page with as many charts."""
    charts = _charts(figures)
    rows = there / "charts.parquet"
    figures.measure(["gp_rate"], "pcn", within=_PLACE).select("area_name", "value").write_parquet(
        rows
    )
    bare = {"BENCH_ROWS": str(rows), "BENCH_CHARTS": str(charts)}
    script = ROOT / "bench" / "bare_notebook.py"
    with running_app(there, store=there / "samples", script=script, env=bare) as plain:
        _paints(app.url + _NOTEBOOK, plain.url, charts, "notebook", line)


def _charts(figures: VersionMeasures) -> int:
    """How many charts the notebook of the place has."""
    choice = choice_of(figures, _PLACE, "gp_rate", "2025-09")
    return sum(
        answer_question(figures, one).picture is not None for one in standard_questions(choice)
    )


def _paints(ours: str, bare: str, charts: int, name: str, line: Line) -> None:
    chromium = find_chromium()
    if chromium is None:
        print(f"{name} in a browser: no Chromium here, so not measured")
        return
    with running_browser(chromium) as browser:
        width, height = WIDE
        readers = [
            browser.new_context(viewport={"width": width, "height": height}) for _ in range(2)
        ]
        addresses = [ours, bare]
        for reader, address in zip(readers, addresses, strict=True):
            go(reader.new_page(), address)  # server and browser hold everything that they can
        times = [
            [
                _painted(reader, address, charts)
                for reader, address in zip(readers, addresses, strict=True)
            ]
            for _ in range(PAINTS)
        ]
    whole = "everything" if charts == 1 else f"all {charts} charts"
    for at, what in enumerate(("first picture", whole)):
        mine, least = (min(seen[at] for seen in each) for each in zip(*times, strict=True))
        line(f"{name} in a browser: {what}", mine, least, 2)


def _painted(reader: BrowserContext, address: str, charts: int) -> tuple[float, float]:
    """Seconds until a new tab shows its first chart, and until everything is there.

    A new tab each time, as a link opens: our headers ask for a process of our own, so in a tab used
    again only the bare page would find everything still in memory.
    """
    page = reader.new_page()
    page.goto(address, wait_until="commit")
    first = page.wait_for_function(_DRAWN, arg=1, timeout=120_000)
    whole = page.wait_for_function(_FINISHED, arg=charts, timeout=120_000)
    seen = float(first.json_value()) / 1000, float(whole.json_value()) / 1000
    page.close()
    return seen


def _forty(app: Server, line: Line, seconds: float) -> None:
    """Forty readers on one process, against a single one before and after them; and its memory."""
    single = asyncio.run(viewers.alone(app.url, "what-if", _LINK, _LEVER, _MOVES * 3))
    times, held = asyncio.run(_crowd(app, seconds))
    single += asyncio.run(viewers.alone(app.url, "what-if", _LINK, _LEVER, _MOVES * 3))
    line(
        f"p95 of {VIEWERS} viewers for {seconds:.0f} s, against one",
        viewers.p95(times),
        viewers.p95(single),
        3,
    )
    a_few = max(3, len(held) // 10)
    before, after = statistics.median(held[:a_few]), statistics.median(held[-a_few:])
    verdict = "ok" if after / before <= GROWTH else "over"
    print(
        f"{f'memory under {VIEWERS} viewers, end against begin':44}{after:>6.0f} MB{before:>6.0f} MB"
        f"{after / before:>8.2f}{GROWTH:>7g}  {verdict}",
        flush=True,
    )


async def _crowd(app: Server, seconds: float) -> tuple[list[float], list[float]]:
    """Seconds of every move, and megabytes of the server at every second once all have settled."""
    readers = [await viewers.opened(app.url, "what-if", _LINK) for _ in range(VIEWERS)]
    held: list[float] = []

    async def watched() -> None:
        await asyncio.sleep(_SETTLES * EVERY)
        while True:
            held.append(resident(app.pid))
            await asyncio.sleep(1)

    watching = asyncio.create_task(watched())
    times = await viewers.moving(readers, _LEVER, _MOVES, every=EVERY, seconds=seconds)
    watching.cancel()
    return times, held


def resident(pid: int) -> float:
    """Megabytes of memory that a process holds."""
    for entry in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if entry.startswith("VmRSS:"):
            return int(entry.split()[1]) / 1024
    raise SystemExit(f"Process {pid} is gone.")


def main() -> None:
    """The room alone."""
    from bench.__main__ import line  # noqa: PLC0415 - bench.__main__ imports this room

    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        measure(Path(folder), line, float(sys.argv[1]) if len(sys.argv) > 1 else LONG)
    print(f"\n{time.perf_counter() - started:.0f} seconds in all.")


if __name__ == "__main__":
    main()
