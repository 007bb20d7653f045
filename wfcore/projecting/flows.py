"""The stock and flow of staff, quarter by quarter, on plain arrays.

Axes, in this order: quarter, count (FTE, people), run, area, staff group. Staff under 55 leave at the
turnover rate and turn 55 at a fixed one; staff over 55 retire at an even pace; leavers are replaced
as they are today, recruits come on top; trainees qualify and some of them stay.
"""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
FTE, PEOPLE = 0, 1


@dataclass(frozen=True)
class AreaPools:
    """Areas taken together: their rows in order, and where in that order each pool begins.

    Exact, because every flow is a share of its stock.
    """

    rows: NDArray[np.intp]
    begins: NDArray[np.intp]

    @classmethod
    def of(cls, inside: NDArray[np.bool_], labels: NDArray[np.intp]) -> Self:
        """The areas inside a place, those of one label together."""
        order = labels.argsort(kind="stable")
        return cls(np.flatnonzero(inside)[order], np.unique(labels[order], return_index=True)[1])

    def add(self, values: Array, axis: int) -> Array:
        """The areas of each pool added up."""
        return np.add.reduceat(values.take(self.rows, axis), self.begins, axis)

    def first(self, values: Array, axis: int) -> Array:
        """What holds in the first area of each pool, and so in all of them."""
        return values.take(self.rows[self.begins], axis)


@dataclass(frozen=True)
class StartingStaff:
    """Staff today and who joins if nothing changes.

    `young`, `older` and `joiners` (count, area, group): staff under 55, staff of 55 and over,
    joiners a quarter. `trainees` (count, area). `patients` (quarter, area, group): registered
    patients of those that reported, growing as the place's own lists do. `trains` is the group that
    trainees join, None where the file has no GPs.
    """

    young: Array
    older: Array
    joiners: Array
    trainees: Array
    patients: Array
    trains: int | None

    def pool_areas(self, pools: AreaPools) -> Self:
        """The staff of pools of areas."""
        return replace(
            self,
            **{
                name: pools.add(getattr(self, name), 1)
                for name in ("young", "older", "joiners", "trainees", "patients")
            },
        )


@dataclass(frozen=True)
class Rates:
    """What drives the flows, by quarter (one entry where it does not change), run, area and group.

    Shares are from 0 to 1. `turnover`, `retiring` and `hours` are for a year, as are `recruits` and
    `places`, which count people. `entrant` is FTE for each person who joins, `entrant_now` what it
    is in the baseline. `lists` is the yearly growth of patients on top of the place's own.
    """

    turnover: Array
    retiring: Array
    entrant: Array
    entrant_now: Array
    recruits: Array
    hours: Array
    conversion: Array
    places: Array
    lists: Array


@dataclass(frozen=True)
class ModelConstants:
    """Numbers that no scenario changes.

    `ageing` is the share of those under 55 who turn 55 in a quarter (of each group, or of all),
    `training` the quarters a GP
    trains, `trainee_fte` the FTE of an extra trainee. Today's trainees are spread evenly over their
    training and replaced as they finish; extra ones finish when their time is over, not before.
    """

    ageing: float | Array
    training: int
    trainee_fte: float


@dataclass(frozen=True)
class FlowPaths:
    """What comes out: (quarter, count, run, area, group), trainees without group, patients without count."""

    staff: Array
    trainees: Array
    patients: Array


def for_a_quarter(yearly: Array) -> Array:
    """The share of a quarter that makes this share of a year."""
    return 1.0 - np.power(1.0 - yearly, 0.25)


def replacing(
    young: Array,
    older: Array,
    trainees: Array,
    now: Rates,
    fixed: ModelConstants,
    trains: int | None,
) -> Array:
    """Joiners a quarter who keep the number of staff as it is today, trainees' share taken off.

    Never below 0: where more trainees stay than staff leave, the baseline grows.
    """
    leaving = young * for_a_quarter(now.turnover[0, 0]) + older * now.retiring[0, 0] / 4.0
    if trains is not None:
        stay = trainees[PEOPLE] / fixed.training * now.conversion[0, 0, :]
        leaving[FTE, :, trains] -= stay * now.entrant[0, 0, :, trains]
        leaving[PEOPLE, :, trains] -= stay
    return np.maximum(leaving, 0.0)


def run_flows(
    start: StartingStaff,
    rates: Rates,
    fixed: ModelConstants,
    *,
    people: bool = True,
    joiners: Array | None = None,
) -> FlowPaths:
    """Staff and patients at the end of each quarter, today first.

    Args:
        start: the staff to begin with; its `patients` say how many quarters there are.
        rates: what drives them; arrays of one run or of many.
        fixed: numbers that no scenario changes.
        people: whether headcounts are worked out beside FTE.
        joiners: who joins a quarter (count, run, area, group), where runs differ in it.
    """
    quarters = start.patients.shape[0] - 1
    counts = 2 if people else 1
    runs = max(r.shape[1] for r in vars(rates).values())
    areas, groups = start.young.shape[1:]
    shape = (counts, runs, areas, groups)
    young = np.broadcast_to(start.young[:counts, None], shape)
    entered = np.zeros((quarters + 1, *shape))
    entered[0] = start.older[:counts, None]
    worn = np.zeros((quarters + 1, *np.broadcast_shapes(rates.retiring.shape[1:], (1, 1, 1))))
    staff = np.empty((quarters + 1, *shape))
    staff[0] = young + entered[0]
    trainees = np.empty((quarters + 1, counts, runs, areas))
    trainees[0] = start.trainees[:counts, None]
    extra = np.zeros((runs, areas))  # people in training beyond those who are replaced
    began: list[Array] = []
    each = np.array([fixed.trainee_fte, 1.0])[:counts, None, None]
    hours_worked = np.ones((1, 1, 1))
    for k in range(quarters):
        entrant = _at(rates.entrant, k)
        joining = (start.joiners[:counts, None] if joiners is None else joiners) + np.zeros(shape)
        joining[FTE] *= entrant / _at(rates.entrant_now, k)
        recruits = _at(rates.recruits, k) / 4.0
        joining[FTE] += recruits * entrant
        if people:
            joining[PEOPLE] += recruits
        if start.trains is not None:
            g = start.trains
            began.append(np.broadcast_to(_at(rates.places, k) / 4.0, extra.shape))
            finished = began[k - fixed.training] if k >= fixed.training else np.zeros_like(extra)
            extra = extra + began[k] - finished
            qualified = start.trainees[PEOPLE] / fixed.training + finished
            stay = qualified * _at(rates.conversion, k)
            joining[FTE, ..., g] += stay * entrant[..., min(g, entrant.shape[-1] - 1)]
            if people:
                joining[PEOPLE, ..., g] += stay
        staying = young * (1.0 - for_a_quarter(_at(rates.turnover, k)))
        entered[k + 1] = staying * fixed.ageing
        young = staying - entered[k + 1] + joining
        worn[k + 1] = worn[k] + _at(rates.retiring, k) / 4.0
        left = np.maximum(1.0 - (worn[k + 1] - worn[: k + 2]), 0.0)
        staff[k + 1] = young + np.einsum("j...,jc...->c...", left, entered[: k + 2])
        hours_worked = hours_worked * np.power(1.0 + _at(rates.hours, k), 0.25)
        staff[k + 1, FTE] *= hours_worked
        trainees[k + 1] = start.trainees[:counts, None] + extra * each
        if start.trains is not None:
            trainees[k + 1, FTE] *= hours_worked[..., min(start.trains, hours_worked.shape[-1] - 1)]
    return FlowPaths(staff, trainees, _patients(start.patients, rates.lists, quarters))


def _at(values: Array, quarter: int) -> Array:
    return values[min(quarter, len(values) - 1)]


def _patients(own: Array, more: Array, quarters: int) -> Array:
    """Patients (quarter, run, area, group), the place's own growth times that of the scenario."""
    steps = np.power(1.0 + np.broadcast_to(more, (max(len(more), 1), *more.shape[1:])), 0.25)
    grown = np.ones((quarters + 1, *more.shape[1:]))
    for k in range(quarters):
        grown[k + 1] = grown[k] * _at(steps, k)
    return own[:, None] * grown[..., None]
