"""The course of one count of staff in one place: FTE, people, patients and what the targets need."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from wfcore.declared import declared
from wfcore.errors import UnfitScenario
from wfcore.months import Month
from wfcore.projecting.drivers import (
    MONTHS,
    Player,
    constants_of,
    network,
    pool_rates,
    quarters_to,
    rates,
    starting_staff,
)
from wfcore.projecting.estimates import TRAINEE_SHARE, Estimate, estimate_of
from wfcore.projecting.flows import (
    FTE,
    PEOPLE,
    AreaPools,
    Array,
    ModelConstants,
    Rates,
    StartingStaff,
    run_flows,
)
from wfcore.projecting.scenarios import Scenario
from wfcore.projecting.stocks import STRUCTURED, TRAINEE, Stocks

PER = 100_000


@dataclass(frozen=True)
class Trajectory:
    """One place's course, quarter by quarter (quarter, run); today first.

    `needed` is the FTE that the targets of its networks ask for, NaN where none is set. `estimate`:
    what today's figure rests on, where the file does not count it.
    """

    periods: tuple[str, ...]
    fte: Array
    people: Array
    patients: Array
    needed: Array
    estimate: Estimate | None = None

    @property
    def rate(self) -> Array:
        """FTE per 100,000 registered patients."""
        return self.fte / self.patients * PER

    @property
    def gap_fte(self) -> Array:
        """FTE missing to the targets; negative where they are passed."""
        return self.needed - self.fte

    @property
    def aim(self) -> float | None:
        """The target at the end per 100,000, of several targets together; None without any."""
        needed = float(self.needed[-1, 0])
        return None if np.isnan(needed) else needed / float(self.patients[-1, 0]) * PER


@dataclass(frozen=True)
class PreparedScenario:
    """A scenario set on today's staff of its place: everything that does not depend on the levers.

    `pools` are its areas, those taken together that nothing treats differently.
    """

    stocks: Stocks
    scenario: Scenario
    groups: tuple[str, ...]
    trainees: bool
    quarters: int
    pools: AreaPools
    start: StartingStaff

    @cached_property
    def estimate(self) -> Estimate | None:
        """What today's figure rests on; None where the file counts these staff."""
        if TRAINEE_SHARE not in self.stocks.stood_in:
            return None
        asked = self.scenario
        return estimate_of(asked.count, self.stocks.level_of(asked.place), asked.today)

    @cached_property
    def constants(self) -> ModelConstants:
        """What no scenario changes."""
        return constants_of(self.stocks, self.groups)

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """The quarters of the course, today first."""
        begin = Month(self.stocks.period)
        return tuple(begin.plus(MONTHS * k) for k in range(self.quarters + 1))

    def rates(
        self, runs: Sequence[frozenset[Player]] | None = None, scenario: Scenario | None = None
    ) -> Rates:
        """The rates of the place, areas taken together."""
        asked = scenario or self.scenario
        whole = rates(asked, self.stocks, self.groups, self.quarters, runs)
        return pool_rates(whole, self.pools)

    def course(self, *, people: bool = False) -> Trajectory:
        """The course with all that is changed; headcounts too where `people` is set."""
        return self.trajectory(self.rates(), people=people)

    def baseline(self, *, people: bool = False) -> Trajectory:
        """The course if nothing changes."""
        return self.trajectory(self.rates(scenario=self.scenario.baseline()), people=people)

    def trajectory(
        self, given: Rates, *, people: bool = False, joiners: Array | None = None
    ) -> Trajectory:
        """Run the flows; `joiners` as `run_flows` takes them."""
        paths = run_flows(self.start, given, self.constants, people=people, joiners=joiners)
        fte = paths.staff[:, FTE].sum(axis=(2, 3))
        heads = paths.staff[:, PEOPLE].sum(axis=(2, 3)) if people else np.full_like(fte, np.nan)
        if self.trainees:
            fte = fte + paths.trainees[:, FTE].sum(axis=2)
            heads = heads + paths.trainees[:, PEOPLE].sum(axis=2) if people else heads
        patients = paths.patients.sum(axis=2)
        return Trajectory(
            self.periods, fte, heads, patients[..., 0], patients[..., -1], self.estimate
        )


def prepare_scenario(stocks: Stocks, scenario: Scenario) -> PreparedScenario:
    """Set a scenario on today's staff.

    Raises:
        UnfitScenario: the date does not fit, or the file does not count these staff here.
        UnknownName: a place is not in the data.
    """
    counted = declared().assumptions.counts[scenario.count]
    groups = tuple(g for g in counted if g in STRUCTURED)
    quarters = quarters_to(stocks.period, scenario.by)
    inside = stocks.rows(scenario.place)
    begin = starting_staff(stocks, groups, quarters, scenario)
    g = 0
    if not begin.patients[0, inside, g].sum():
        raise UnfitScenario(
            f"The file for {stocks.period} counts no {declared().metric(f'{scenario.count}_rate').short} here.",
            "Choose other staff or another place.",
        )
    touched = {
        stocks.codes[i]
        for done in scenario.interventions
        if done.staff == scenario.staff
        for i in np.flatnonzero(network(stocks, done))
    }
    own = [stocks.codes[i] for i in np.flatnonzero(inside)]
    labels = np.unique([code if code in touched else "" for code in own], return_inverse=True)[1]
    pools = AreaPools.of(inside, labels.astype(np.intp))
    needed = begin.patients[..., g] * area_targets(stocks, scenario) / PER
    patients = np.stack([begin.patients[..., g], needed], axis=2)
    return PreparedScenario(
        stocks, scenario, groups, TRAINEE in counted, quarters, pools,
        replace(begin, patients=patients).pool_areas(pools),
    )  # fmt: skip


def area_targets(stocks: Stocks, scenario: Scenario) -> Array:
    """The target of each area: its own, else that of the scenario inside its place; NaN without any."""
    common = np.nan if scenario.target is None else scenario.target
    inside = stocks.rows(scenario.place)
    return np.array(
        [
            scenario.targets.get(code, common if here else np.nan)
            for code, here in zip(stocks.codes, inside, strict=True)
        ]
    )
