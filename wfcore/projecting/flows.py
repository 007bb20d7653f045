"""The stock and flow of staff, quarter by quarter, on plain arrays.

Axes, in this order: quarter, count (FTE, people), run, area, staff group. Staff under 55 leave at the
turnover rate and turn 55 at a fixed one; staff over 55 retire at an even pace, or the oldest first; leavers
are replaced as they are today, recruits come on top; trainees qualify and some of them stay.
"""

from dataclasses import dataclass, field, replace
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
    trainees join, None where the file has no GPs. `at_55` and `at_65`: of `older` those aged 55 to 59, and
    65 and over; None where the ages are not known.
    """

    young: Array
    older: Array
    joiners: Array
    trainees: Array
    patients: Array
    trains: int | None
    at_55: Array | None = None
    at_65: Array | None = None

    def pool_areas(self, pools: AreaPools) -> Self:
        """The staff of pools of areas."""
        return replace(
            self,
            **{
                name: pools.add(getattr(self, name), 1)
                for name in ("young", "older", "joiners", "trainees", "patients", "at_55", "at_65")
                if getattr(self, name) is not None
            },
        )


@dataclass(frozen=True)
class Rates:
    """What drives the flows, by quarter (one entry where it does not change), run, area and group.

    Shares are from 0 to 1. `turnover`, `retiring` and `hours` are for a year, as are `recruits` and
    `places`, which count people. `entrant` is FTE for each person who joins, `entrant_now` what it
    is in the baseline. `lists` is the yearly growth of patients on top of the place's own. `lean`: how much
    faster than the even pace those of 65 and over go at first, a share of it; `years`: over how many they go.
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
    lean: Array = field(default_factory=lambda: np.zeros((1, 1, 1, 1)))
    years: Array = field(default_factory=lambda: np.ones((1, 1, 1, 1)))


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
    older = _older(start, rates, quarters, shape)
    staff = np.empty((quarters + 1, *shape))
    staff[0] = young + start.older[:counts, None]
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
        turning = staying * fixed.ageing
        young = staying - turning + joining
        staff[k + 1] = young + older.a_quarter_on(k, turning)
        hours_worked = hours_worked * np.power(1.0 + _at(rates.hours, k), 0.25)
        staff[k + 1, FTE] *= hours_worked
        trainees[k + 1] = start.trainees[:counts, None] + extra * each
        if start.trains is not None:
            trainees[k + 1, FTE] *= hours_worked[..., min(start.trains, hours_worked.shape[-1] - 1)]
    return FlowPaths(staff, trainees, _patients(start.patients, rates.lists, quarters))


def _older(
    start: StartingStaff, rates: Rates, quarters: int, shape: tuple[int, ...]
) -> "_EvenPace | _OldestFirst":
    counts = shape[0]
    begin = np.broadcast_to(start.older[:counts, None], shape)
    if start.at_55 is None or start.at_65 is None or not rates.lean.any():
        return _EvenPace(begin, rates, quarters)
    bands = [np.broadcast_to(band[:counts, None], shape) for band in (start.at_55, start.at_65)]
    return _OldestFirst(begin, bands[0], bands[1], rates, quarters)


class _EvenPace:
    """Staff of 55 and over, of whom one share goes each quarter, counted from when they turned 55."""

    def __init__(self, begin: Array, rates: Rates, quarters: int) -> None:
        self._retiring = rates.retiring
        self._entered = np.zeros((quarters + 1, *begin.shape))
        self._entered[0] = begin
        wide = np.broadcast_shapes(rates.retiring.shape[1:], (1, 1, 1))
        self._worn = np.zeros((quarters + 1, *wide))

    def a_quarter_on(self, k: int, turning: Array) -> Array:
        """Who is left at the end of quarter `k`, with those who turned 55 in it."""
        entered, worn = self._entered, self._worn
        entered[k + 1] = turning
        worn[k + 1] = worn[k] + _at(self._retiring, k) / 4.0
        left = np.maximum(1.0 - (worn[k + 1] - worn[: k + 2]), 0.0)
        return np.einsum("j...,jc...->c...", left, entered[: k + 2])


class _OldestFirst:
    """The same, those of 65 and over faster at first, those of 55 to 59 and who turns 55 later more slowly.

    The pace leans from one end of the years to the other, so that as many of every age have gone when they
    are over; from then on it is even.
    """

    _NOW = 3  # those of today: aged 55 to 59, 60 to 64, 65 and over

    def __init__(
        self, begin: Array, at_55: Array, at_65: Array, rates: Rates, quarters: int
    ) -> None:
        self._rates = rates
        self._entered = np.zeros((self._NOW + quarters, *begin.shape))
        self._entered[: self._NOW] = at_55, begin - at_55 - at_65, at_65
        wide = np.broadcast_shapes(
            *(r.shape[1:] for r in (rates.retiring, rates.lean, rates.years)), (1, 1, 1)
        )
        self._gone = np.zeros((self._NOW + quarters, *wide))
        self._leans = np.full((self._NOW + quarters, 1, 1, 1), -1.0)
        self._leans[: self._NOW, 0, 0, 0] = -1.0, 0.0, 1.0
        self._since = np.concatenate([np.zeros(self._NOW), np.arange(quarters) + 1.0])

    def a_quarter_on(self, k: int, turning: Array) -> Array:
        """Who is left at the end of quarter `k`, with those who turned 55 in it."""
        there = self._NOW + k  # cohorts that were there when it began
        begun = (k - self._since[:there] + 0.5)[:, None, None, None]
        through = begun / (4.0 * _at(self._rates.years, k))
        lean = np.where(through < 1.0, self._leans[:there] * _at(self._rates.lean, k), 0.0)
        self._gone[:there] += (
            _at(self._rates.retiring, k) / 4.0 * (1.0 + lean * (1.0 - 2.0 * through))
        )
        self._entered[there] = turning
        left = np.maximum(1.0 - self._gone[: there + 1], 0.0)
        return np.einsum("j...,jc...->c...", left, self._entered[: there + 1])


def _at(values: Array, quarter: int) -> Array:
    return values[min(quarter, len(values) - 1)]


def _patients(own: Array, more: Array, quarters: int) -> Array:
    """Patients (quarter, run, area, group), the place's own growth times that of the scenario."""
    steps = np.power(1.0 + np.broadcast_to(more, (max(len(more), 1), *more.shape[1:])), 0.25)
    grown = np.ones((quarters + 1, *more.shape[1:]))
    for k in range(quarters):
        grown[k + 1] = grown[k] * _at(steps, k)
    return own[:, None] * grown[..., None]
