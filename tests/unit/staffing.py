"""Tiny stocks for projections, given by hand, and scenarios on them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from wfcore.projecting import Scenario, Stocks, Trajectory, prepare_scenario, scenario_of

PERIOD = "2025-09"
GROUPS = ("gp_qualified", "nurse", "dpc", "admin")


def area(
    code: str = "U00001",
    *,
    borough: str | None = "Westham",
    fte: Sequence[float] = (20.0, 8.0, 10.0, 40.0),
    people: Sequence[float] = (28.0, 11.0, 14.0, 55.0),
    aged: Sequence[float] = (0.25, 0.25, 0.25, 0.25),
    patients: Sequence[float] | float = 50_000.0,
    trainees: tuple[float, float] = (0.0, 0.0),
    growth: float = 0.0,
    older: Sequence[tuple[float, float]] = ((0.0, 0.0),) * 4,
) -> dict[str, Any]:
    """One row of stocks; `trainees` are FTE and people, NaN in `fte` is a group nobody counted.

    `older`: of those of 55 and over the shares aged 55 to 59, and 65 and over.
    """
    return {
        "code": code, "borough": borough, "fte": fte, "people": people, "aged": aged,
        "patients": [patients] * 4 if isinstance(patients, float | int) else patients,
        "trainees": trainees, "growth": growth, "older": older,
    }  # fmt: skip


def stocks_of(
    *areas: Mapping[str, Any],
    period: str = PERIOD,
    stood_in: Mapping[str, tuple[str, ...]] | None = None,
) -> Stocks:
    """The staff of an ICB called QXX."""
    table = pl.DataFrame(
        {
            "area_code": [a["code"] for a in areas],
            "area_name": [f"Network {a['code']}" for a in areas],
            "borough_code": pl.Series([a["borough"] for a in areas], dtype=pl.String),
            "borough_name": pl.Series([a["borough"] for a in areas], dtype=pl.String),
            "group_code": pl.Series([None] * len(areas), dtype=pl.String),
            "group_name": pl.Series([None] * len(areas), dtype=pl.String),
            "icb_code": ["QXX"] * len(areas),
            "icb_name": ["Somewhere"] * len(areas),
        }
    ).with_row_index("row")

    def array(name: str) -> np.ndarray:
        return np.array([a[name] for a in areas], dtype=float)

    return Stocks(
        period=period,
        version=1,
        areas=table,
        fte=array("fte"),
        people=array("people"),
        aged=array("aged"),
        patients=array("patients"),
        trainees=array("trainees").T.copy(),
        growth=array("growth"),
        older=array("older").transpose(2, 0, 1),
        stood_in=stood_in or {},
    )


def asks(**more: Any) -> Scenario:
    """A scenario for the ICB five years on."""
    return scenario_of({"place": "QXX", "by": "2030-09", **more})


def done(**more: Any) -> dict[str, Any]:
    """An intervention."""
    return {
        "name": "Scheme", "place": "U00001", "staff": "gp", "lever": "turnover", "size": 5.0,
        "start": "2025-10", "end": "2030-09", **more,
    }  # fmt: skip


def course_of(stocks: Stocks, scenario: Scenario, *, people: bool = False) -> Trajectory:
    """The course of a scenario's place."""
    asked = prepare_scenario(stocks, scenario)
    return asked.trajectory(asked.rates(), people=people)


def course(*steps: tuple[float, float, float], people: tuple[float, ...] = ()) -> Trajectory:
    """FTE, patients and the target per 100,000 of each quarter from September 2025."""
    fte, patients, target = (
        np.array(column, dtype=float)[:, None] for column in zip(*steps, strict=True)
    )
    heads = np.array(people or fte.ravel())[:, None]
    periods = ("2025-09", "2025-12", "2026-03")[: len(steps)]
    return Trajectory(periods, fte, heads, patients, target * patients / 100_000)


NAN = float("nan")
LEVEL = course((40, 100_000, NAN), (40, 100_000, NAN))
