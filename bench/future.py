# pyright: basic
"""Seconds of a scenario: the engine, its draws, a slider, and a room full of sliders."""

import asyncio
import itertools
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from bench import viewers
from tools.serving import ROOT, running_app
from wfcore import charts
from wfcore.answers import by_quarter
from wfcore.declared import declared
from wfcore.measuring import VersionMeasures
from wfcore.projecting import (
    PreparedScenario,
    Stocks,
    prepare_scenario,
    scenario_of,
    stocks,
    uncertainty_band,
)
from wfcore.projecting.drivers import model_constants, rates, starting_staff
from wfcore.projecting.flows import Array, FlowPaths, run_flows
from wfcore.projecting.spreads import declared_spread
from wfcore.projecting.stocks import STRUCTURED
from wfcore.seeding import seed_store

NETWORKS, QUARTERS, DRAWS = 1250, 40, 10_000
VIEWERS, EVERY, SECONDS = 25, 2.0, 20.0
_LINK = "level=icb&place=QMF&staff=gp&count=gp_excl_trainees&period=2025-09"
_LEVER = "Leavers under 55 (% a year)"
_MOVES = [7 + 0.5 * i for i in range(12)]

Line = Callable[[str, float, float, float | None], None]
InTurns = Callable[[Callable[[], object], Callable[[], object], int], tuple[float, float]]


def measure(there: Path, line: Line, in_turns: InTurns) -> None:
    """Print every line about scenarios."""
    _engine(line, in_turns)
    figures = VersionMeasures(seed_store(there / "samples").read())
    today = stocks(figures, "2025-09", "QMF")
    asked = scenario_of(
        {
            "place": "QMF", "count": "gp_excl_trainees", "by": "2030-09", "target": 44.0,
            "period": "2025-09", "levers": {"gp": {"turnover": 8.0}},
        }
    )  # fmt: skip
    _draws(prepare_scenario(today, asked), line, in_turns)
    _slider(there, _shown(today), line)


def _shown(today: Stocks) -> PreparedScenario:
    """The scenario whose charts and tables the bare page shows."""
    asked = scenario_of(
        {
            "place": "QMF", "count": "gp_excl_trainees", "by": "2027-09", "target": 44.0,
            "levers": {"gp": {"turnover": 8.0}},
        }
    )  # fmt: skip
    return prepare_scenario(today, asked)


def _england() -> Stocks:
    """As many networks as England has, with invented staff."""
    random = np.random.default_rng(1)
    shape = (NETWORKS, len(STRUCTURED))
    fte = random.uniform(5, 80, shape)
    return Stocks(
        period="2025-09", version=1,
        areas=pl.DataFrame(
            {
                "row": range(NETWORKS),
                "area_code": [f"U{i:05d}" for i in range(NETWORKS)],
                "group_code": pl.Series([None] * NETWORKS, dtype=pl.String),
                "borough_code": ["B"] * NETWORKS, "icb_code": ["I"] * NETWORKS,
            }
        ),
        fte=fte, people=fte / 0.7, aged=random.uniform(0.1, 0.4, shape),
        patients=random.uniform(2e4, 9e4, shape), trainees=random.uniform(2, 15, (2, NETWORKS)),
        growth=random.uniform(-0.01, 0.03, NETWORKS), stood_in={},
    )  # fmt: skip


def _engine(line: Line, in_turns: InTurns) -> None:
    """All of England, five groups, forty quarters, against the same sums with nothing around them."""
    today = _england()
    asked = scenario_of({"place": "I", "by": "2035-09", "levers": {"gp": {"turnover": 8.0}}})
    begin = starting_staff(today, STRUCTURED, QUARTERS)
    known = declared().assumptions.levers

    def ours() -> FlowPaths:
        return run_flows(
            begin, rates(asked, today, STRUCTURED, QUARTERS), model_constants(), people=False
        )

    others = [known["turnover"].at("now", group) / 100 for group in ("nurse", "dpc", "admin")]
    leaving = 1 - (1 - np.array([0.08, *others])) ** 0.25
    young, older, joiners = begin.young[0], begin.older[0], begin.joiners[0]
    pace = np.full(len(STRUCTURED), known["retirement"].at("now", "gp") / 100 / 4 / 4)
    trainees = begin.trainees[1]

    def least() -> Array:
        return _bare_flow(young, older, joiners, trainees, leaving, pace)

    mine, bare = ours(), least()
    if not np.allclose(mine.staff[:, 0, 0], bare):
        raise SystemExit("The engine and the bare sums differ.")
    line("scenario, England, against bare numpy", *in_turns(ours, least, 15), 5)


def _bare_flow(
    young: Array, older: Array, joiners: Array, trainees: Array, leaving: Array, pace: Array
) -> Array:
    """The sums alone: no levers, no runs, no headcount, no lists."""
    entered = np.zeros((QUARTERS + 1, *older.shape))
    entered[0] = older
    staff = np.empty((QUARTERS + 1, *older.shape))
    staff[0] = young + older
    joining = joiners.copy()
    joining[:, 0] += trainees / 12 * 0.725 * 0.65
    for k in range(QUARTERS):
        staying = young * (1 - leaving)
        entered[k + 1] = staying * 0.01
        young = staying - entered[k + 1] + joining
        left = np.maximum(1 - pace * np.arange(k + 1, -1, -1)[:, None], 0)
        staff[k + 1] = young + np.einsum("jg,jag->ag", left, entered[: k + 2])
    return staff


def _draws(asked: PreparedScenario, line: Line, in_turns: InTurns) -> None:
    """Ten thousand draws for one ICB, against drawing the numbers and the same sums on them."""
    seeds = itertools.count(1)
    begin, spread = asked.start, declared_spread(asked)

    def ours() -> object:
        return uncertainty_band(asked, spread, number=DRAWS, seed=next(seeds))

    def least() -> object:
        random = np.random.default_rng(next(seeds))
        turnover, retirement, conversion, entrant, hours, lists = (
            random.triangular(-1, 0, 1, DRAWS) for _ in range(6)
        )
        leaving = 1 - (1 - (0.08 + turnover / 50)) ** 0.25
        pace = (0.5 + retirement / 10) / 16
        steps = asked.quarters
        young = np.full(DRAWS, begin.young[0, 0, 0])
        entered = np.zeros((steps + 1, DRAWS))
        entered[0] = begin.older[0, 0, 0]
        rate = np.empty((steps + 1, DRAWS))
        rate[0] = 1.0
        each = 0.65 + entrant / 10
        joining = (
            begin.joiners[0, 0, 0] * each / 0.65
            + begin.trainees[1, 0] / 12 * (0.725 + conversion / 10) * each
        )
        worked, grown = (1 + hours / 100) ** 0.25, (1 + lists / 100) ** 0.25
        for k in range(steps):
            staying = young * (1 - leaving)
            entered[k + 1] = staying * 0.01
            young = staying - entered[k + 1] + joining
            left = np.maximum(1 - pace * np.arange(k + 1, -1, -1)[:, None], 0)
            fte = young + np.einsum("jd,jd->d", left, entered[: k + 2])
            rate[k + 1] = fte * worked ** (k + 1) / (begin.patients[k + 1, 0, 0] * grown ** (k + 1))
        return np.percentile(rate, [10, 50, 90], axis=1)

    line("10,000 draws for an ICB, against bare numpy", *in_turns(ours, least, 9), 2)


def _slider(there: Path, asked: PreparedScenario, line: Line) -> None:
    """One move over the websocket against a bare page, then a room of them."""
    (there / "drawn.pickle").write_bytes(pickle.dumps(_drawn(asked)))
    drawn = {"BENCH_DRAWN": str(there / "drawn.pickle")}
    store, script = there / "samples", ROOT / "bench" / "bare_what_if.py"
    with (
        running_app(there, store=store) as app,
        running_app(there, store=store, script=script, env=drawn) as plain,
        running_app(
            there, store=store, script=script, env=drawn | {"BENCH_FINISHED": "1"}
        ) as finished,
    ):
        for name, other, limit in (
            ("slider moved, against a bare page", plain, 1.5),
            ("… against one whose chart is finished", finished, None),
        ):
            times = asyncio.run(_in_turns(app.url, other.url))
            line(name, min(times[0]), min(times[1]), limit)
        single = asyncio.run(viewers.alone(app.url, "what-if", _LINK, _LEVER, _MOVES * 4))
        crowd = asyncio.run(
            viewers.together(
                app.url, "what-if", _LINK, _LEVER, _MOVES,
                viewers=VIEWERS, every=EVERY, seconds=SECONDS,
            )
        )  # fmt: skip
    line(f"p95 of {VIEWERS} viewers, against one", viewers.p95(crowd), viewers.p95(single), 3)


async def _in_turns(app: str, bare: str) -> tuple[list[float], list[float]]:
    one = await viewers.opened(app, "what-if", _LINK)
    other = await viewers.opened(bare, "", "")
    times = [
        (await one.move(_LEVER, v), await other.move("Leavers", v))
        for v in _MOVES * 3
        if await viewers.calmly()
    ]
    for viewer in (one, other):
        await viewer.socket.close()
        if viewer.faults:
            raise SystemExit(viewer.faults[0])
    return [t[0] for t in times[3:]], [t[1] for t in times[3:]]


def _drawn(asked: PreparedScenario) -> dict[str, object]:
    """The chart of the page for this scenario, as rows and finished, and its table."""
    metric = declared().metric(f"{asked.scenario.count}_rate")
    course, ghost = asked.course(people=True), asked.baseline()
    spread = uncertainty_band(asked)
    table = by_quarter(
        course, ghost, spread,
        fte=course.fte[:, 0], people=course.people[:, 0], patients=course.patients[:, 0],
    )  # fmt: skip
    lines = table.unpivot(
        ["baseline", "scenario", "low", "high"],
        index="period",
        variable_name="name",
        value_name="value",
    )
    return {
        "rows": lines,
        "chart": charts.trajectory_chart(table, metric, aim=("Aim", course.aim or 0.0)),
        "table": table.to_arrow(),
    }
