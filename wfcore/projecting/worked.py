"""The sums of the papers, done by the same code as a scenario; see `examples` in `assumptions.yaml`."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from wfcore.people import vacancy_rate
from wfcore.projecting.flows import ModelConstants, Rates, StartingStaff, run_flows
from wfcore.projecting.trajectories import PER


def work_example(kind: str, given: Mapping[str, float]) -> dict[str, float]:
    """What comes out of one worked example.

    Args:
        kind: `gap`, `need`, `retirement`, `training`, `money`, `share`, `growth`, `part`, `vacancy`
            or `leavers`.
        given: its numbers, named as in the file.
    """
    sums = {
        "gap": _gap,
        "need": _need,
        "retirement": _retirement,
        "training": _training,
        "money": _money,
        "share": _share,
        "growth": _growth,
        "part": _part,
        "vacancy": _vacancy,
        "leavers": _leavers,
    }
    return sums[kind](given)


def _gap(given: Mapping[str, float]) -> dict[str, float]:
    gap = given["target"] - given["rate"]
    return {"gap_rate": gap, "more_percent": gap / given["rate"] * 100}


def _need(given: Mapping[str, float]) -> dict[str, float]:
    needed = given["target"] * given["patients"] / PER
    return {"needed_fte": needed, "gap_fte": needed - given["fte"]}


def _retirement(given: Mapping[str, float]) -> dict[str, float]:
    """Nobody joins, nobody else leaves: what is gone after those years."""
    quarters = round(given["years"] * 4)
    aged = np.full((2, 1, 1), given["aged_55"])
    none = np.zeros_like(aged)
    begin = StartingStaff(none, aged, none, np.zeros((2, 1)), np.ones((quarters + 1, 1, 1)), None)
    rates = replace(_still(), retiring=np.full((1, 1, 1, 1), given["share"] / 100 / given["years"]))
    remain = float(run_flows(begin, rates, ModelConstants(0.0, 1, 1.0)).staff[-1, 1, 0, 0, 0])
    return {"left": given["aged_55"] - remain, "remain": remain}


def _training(given: Mapping[str, float]) -> dict[str, float]:
    """All places filled at once; everybody finishes in the quarter that follows."""
    none = np.zeros((2, 1, 1))
    trainees = np.full((2, 1), given["places"])
    begin = StartingStaff(none, none, none, trainees, np.ones((2, 1, 1)), 0)
    rates = replace(
        _still(),
        conversion=np.full((1, 1, 1), given["conversion"] / 100),
        entrant=np.full((1, 1, 1, 1), given["entrant_fte"]),
        entrant_now=np.full((1, 1, 1, 1), given["entrant_fte"]),
    )
    done = run_flows(begin, rates, ModelConstants(0.0, 1, 1.0))
    return {"fte": float(done.staff[1, 0, 0, 0, 0])}


def _money(given: Mapping[str, float]) -> dict[str, float]:
    return {"candidates": given["pounds"] / given["each"]}


def _share(given: Mapping[str, float]) -> dict[str, float]:
    points = given["after"] - given["before"]
    return {"points": points, "relative_percent": points / given["before"] * 100}


def _growth(given: Mapping[str, float]) -> dict[str, float]:
    more = given["after"] - given["before"]
    return {"more": more, "relative_percent": more / given["before"] * 100}


def _part(given: Mapping[str, float]) -> dict[str, float]:
    return {"percent": given["part"] / given["whole"] * 100}


def _vacancy(given: Mapping[str, float]) -> dict[str, float]:
    """As the rate of a place: of filled and vacant posts together."""
    return {"percent": (vacancy_rate(given["vacant"], given["in_post"]) or 0) * 100}


def _leavers(given: Mapping[str, float]) -> dict[str, float]:
    return {"leavers": given["staff"] * given["percent"] / 100}


def _still() -> Rates:
    """Rates of a place where nothing moves."""
    nothing, one = np.zeros((1, 1, 1, 1)), np.ones((1, 1, 1, 1))
    flat = np.zeros((1, 1, 1))
    return Rates(nothing, nothing, one, one, nothing, nothing, flat, flat, flat)
