# pyright: basic
"""Seconds of a page asked again for something that nobody has looked at yet, without a browser."""

import itertools
import os
import pickle
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
from streamlit.testing.v1 import AppTest

from tools.serving import ROOT
from wfcore.answers import answer_question, choice_of, standard_questions
from wfcore.measuring import VersionMeasures
from wfcore.seeding import seed_store

Line = Callable[[str, float, float, float | None], None]

_HOME, _BOARD = "E09000016", "QMF"
_STAFF = ("nurse", "dpc", "admin", "pcn_staff")


def measure(there: Path, line: Line) -> None:
    """Print every line about another place and other staff."""
    figures = VersionMeasures(seed_store(there / "samples").read())
    os.environ["WORKFORCE_STORE"] = str(there / "samples")
    os.environ["BENCH_ROWS"] = str(there / "rows.parquet")
    os.environ["BENCH_PLACES"] = str(write_pictures(figures, there))
    rows = figures.measure(["gp_rate"], "pcn", within=_HOME)
    rows.select("area_code", "area_name", "value", "numerator", "denominator").write_parquet(
        there / "rows.parquet"
    )
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    plain, drawn = (
        AppTest.from_file(str(ROOT / "bench" / name), default_timeout=60).run()
        for name in ("bare_page.py", "bare_place.py")
    )
    places = figures.measure(["gp_rate"], "borough", within=_BOARD)["area_code"]
    for key, unseen, limits in (
        ("place", [code for code in places if code != _HOME], (2, 1.5)),
        ("staff", _STAFF, (None, None)),
    ):
        ours, *least = _in_turns(page, key, unseen, plain, drawn)
        line(f"page after another {key}, against a bare page", ours, least[0], limits[0])
        line("… against one with as many pictures", ours, least[1], limits[1])


def write_pictures(figures: VersionMeasures, there: Path) -> Path:
    """What the first page of a place draws, as plain rows in a file for `bare_place.py`."""
    choice = choice_of(figures.on_map("today"), _HOME)
    enough, around, inside = (
        answer_question(choice.figures, question)
        for question in standard_questions(choice, ("enough", "map", "spread"))
    )
    assert around.table
    assert around.picture
    assert inside.table
    rows = around.table.rows.select("area_code", "area_name", "value")
    figure = {code: (name, value) for code, name, value in rows.iter_rows()}
    shapes = [
        area | dict(zip(("name", "value"), figure[area["code"]], strict=True))
        for area in around.picture["layer"][0]["data"]["values"]
    ]
    known = {
        "rows": rows,
        "inside": inside.table.rows.select("area_name", "value").filter(pl.col("value") > 0),
        "shapes": shapes,
        "courses": {card.staff: [value for _, value in card.course] for card in enough.cards},
    }
    file = there / "pictures.pickle"
    file.write_bytes(pickle.dumps(known))
    return file


def _in_turns(page: AppTest, key: str, unseen: Sequence[str], *bare: AppTest) -> list[float]:
    """The best seconds of each, in turns: ours for what was not chosen before, the others round their places.

    The box of the place is shut while a page is worked out, so it is asked for by the address.
    """
    turns = itertools.cycle(range(4))
    times: list[list[float]] = []
    for value in unseen:
        at = next(turns)
        times.append([_ask(page, key, value), *(_choose(one, at) for one in bare)])
    return [min(each) for each in zip(*times, strict=True)]


def _ask(page: AppTest, key: str, value: str) -> float:
    """Open the page at an address with another choice in it."""
    page.query_params[key] = value
    seconds = _run(page)
    if page.query_params[key] not in (value, [value]):
        raise SystemExit(f"The page failed: {page.query_params}")
    return seconds


def _choose(page: AppTest, index: int) -> float:
    """Choose by number and run the page again."""
    page.selectbox(key="place").select_index(index)
    return _run(page)


def _run(page: AppTest) -> float:
    started = time.perf_counter()
    page.run()
    took = time.perf_counter() - started
    if page.exception:
        raise SystemExit(f"The page failed: {page.exception[0].message}")
    return took
