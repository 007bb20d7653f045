"""The course of one count of staff in one place: FTE, people, patients and what the targets need."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from wfcore.declared import declared
from wfcore.errors import UnfitScenario
from wfcore.geography import Level
from wfcore.months import Month
from wfcore.projecting.drivers import (
    MONTHS,
    Player,
    model_constants,
    network,
    pool_rates,
    quarters_to,
    rates,
    starting_staff,
)
from wfcore.projecting.flows import FTE, PEOPLE, Array, Rates, StartingStaff, run_flows
from wfcore.projecting.scenarios import Scenario
from wfcore.projecting.stocks import STRUCTURED, TRAINEE, Stocks

PER = 100_000
BASELINE = "baseline"


@dataclass(frozen=True)
class Trajectory:
    """One place's course, quarter by quarter (quarter, run); today first.

    `needed` is the FTE that the targets of its networks ask for, NaN where none is set.
    """

    periods: tuple[str, ...]
    fte: Array
    people: Array
    patients: Array
    needed: Array

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

    def frame(self) -> pl.DataFrame:
        """`period, fte, people, patients, rate, target, gap_fte` of the first run."""
        columns = {
            "period": list(self.periods),
            "fte": self.fte[:, 0],
            "people": self.people[:, 0],
            "patients": self.patients[:, 0],
            "rate": self.rate[:, 0],
            "target": self.needed[:, 0] / self.patients[:, 0] * PER,
            "gap_fte": self.gap_fte[:, 0],
        }
        return pl.DataFrame(columns).with_columns(pl.col(pl.Float64).fill_nan(None))


@dataclass(frozen=True)
class PreparedScenario:
    """A scenario set on today's staff of its place: everything that does not depend on the levers.

    `labels` says which areas can be taken together, because nothing treats them differently.
    """

    stocks: Stocks
    scenario: Scenario
    groups: tuple[str, ...]
    trainees: bool
    quarters: int
    inside: np.ndarray
    labels: np.ndarray
    start: StartingStaff

    def rates(
        self, runs: Sequence[frozenset[Player]] | None = None, scenario: Scenario | None = None
    ) -> Rates:
        """The rates of the place, areas taken together."""
        asked = scenario or self.scenario
        whole = rates(asked, self.stocks, self.groups, self.quarters, runs)
        return pool_rates(rates_of_areas(whole, self.inside), self.labels)

    def trajectory(self, given: Rates, *, people: bool = False) -> Trajectory:
        """Run the flows."""
        paths = run_flows(self.start, given, model_constants(), people=people)
        fte = paths.staff[:, FTE].sum(axis=(2, 3))
        heads = paths.staff[:, PEOPLE].sum(axis=(2, 3)) if people else np.full_like(fte, np.nan)
        if self.trainees:
            fte = fte + paths.trainees[:, FTE].sum(axis=2)
            heads = heads + paths.trainees[:, PEOPLE].sum(axis=2) if people else heads
        patients = paths.patients.sum(axis=2)
        begin = Month(self.stocks.period)
        periods = tuple(begin.plus(MONTHS * k) for k in range(self.quarters + 1))
        return Trajectory(periods, fte, heads, patients[..., 0], patients[..., -1])


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
    begin = starting_staff(stocks, groups, quarters)
    g = 0
    if not begin.patients[0, inside, g].sum():
        raise UnfitScenario(
            f"The file for {stocks.period} counts no {declared().metric(f'{scenario.count}_rate').short} here.",
            "Choose other staff or another place.",
        )
    codes = stocks.codes
    touched = {
        codes[i]
        for done in scenario.interventions
        if done.staff == scenario.staff
        for i in np.flatnonzero(network(stocks, done))
    }
    own = [codes[i] if codes[i] in touched else "" for i in np.flatnonzero(inside)]
    labels = np.unique(own, return_inverse=True)[1].astype(np.intp)
    needed = begin.patients[..., g] * area_targets(stocks, scenario) / PER
    patients = np.stack([begin.patients[..., g], needed], axis=2)
    there = StartingStaff(
        young=begin.young[:, inside],
        older=begin.older[:, inside],
        joiners=begin.joiners[:, inside],
        trainees=begin.trainees[:, inside],
        patients=patients[:, inside],
        trains=begin.trains,
    ).pool_areas(labels)
    return PreparedScenario(
        stocks, scenario, groups, TRAINEE in counted, quarters, inside, labels, there
    )


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


def rates_of_areas(given: Rates, rows: np.ndarray) -> Rates:
    """The rates of some areas."""
    chosen = np.flatnonzero(rows)
    return replace(
        given,
        **{n: v.take(chosen, 2) if v.shape[2] > 1 else v for n, v in vars(given).items()},
    )


def by_area(stocks: Stocks, scenario: Scenario, level: Level | str) -> pl.DataFrame:
    """The scenario beside its baseline for every staff group, in the ICB that holds the place.

    Args:
        stocks: today's staff.
        scenario: what is changed; areas outside its place keep the baseline.
        level: `pcn`, `borough` or `icb`.

    Returns:
        `period, level, area_code, area_name, staff_group, scenario, fte, patients, rate, target,
        gap_fte`: FTE and registered patients of those that reported, rate per 100,000, the last two
        null where no target is set for the group. Every level is the sum of its networks.

    Raises:
        UnfitScenario: the level is not one of the three, or the date does not fit.
    """
    if str(level) not in ("pcn", "borough", "icb"):
        raise UnfitScenario(f"{level} is not a level of a projection.", "Use pcn, borough or icb.")
    quarters = quarters_to(stocks.period, scenario.by)
    begin = starting_staff(stocks, STRUCTURED, quarters)
    counted = declared().assumptions.counts[scenario.count]
    aims = area_targets(stocks, scenario)
    frames: list[pl.DataFrame] = []
    own = scenario.name if scenario.name not in ("", BASELINE) else "scenario"
    for name, asked in ((BASELINE, scenario.baseline()), (own, scenario)):
        paths = run_flows(
            begin, rates(asked, stocks, STRUCTURED, quarters), model_constants(), people=False
        )
        shown = {
            g: (paths.staff[:, FTE, 0, :, i], paths.patients[:, 0, :, i])
            for i, g in enumerate(STRUCTURED)
        }
        shown[TRAINEE] = (paths.trainees[:, FTE, 0], shown["gp_qualified"][1])
        for group, (fte, patients) in shown.items():
            aimed = aims if counted == [group] else np.full(stocks.areas.height, np.nan)
            frames.append(_long(stocks, group, name, fte, patients, aimed))
        if name == BASELINE and asked == scenario:
            break
    rows = pl.concat(frames)
    code, label = (
        ("area_code", "area_name") if str(level) == "pcn" else (f"{level}_code", f"{level}_name")
    )
    return (
        rows.filter(pl.col(code).is_not_null())
        .group_by("period", code, "staff_group", "scenario", maintain_order=True)
        .agg(
            pl.col(label).first().alias("_name"),
            pl.col("needed").is_null().any().alias("_open"),
            pl.col("fte", "patients", "needed").sum(),
        )
        .with_columns(needed=pl.when(~pl.col("_open")).then("needed"), level=pl.lit(str(level)))
        .rename({code: "_code"})
        .select(
            "period", "level", pl.col("_code").alias("area_code"), pl.col("_name").alias("area_name"),
            "staff_group", "scenario", "fte", "patients",
            rate=pl.when(pl.col("patients") > 0).then(pl.col("fte") / pl.col("patients") * PER),
            target=pl.when(pl.col("patients") > 0).then(pl.col("needed") / pl.col("patients") * PER),
            gap_fte=pl.col("needed") - pl.col("fte"),
        )
    )  # fmt: skip


def _long(
    stocks: Stocks, group: str, name: str, fte: Array, patients: Array, aims: Array
) -> pl.DataFrame:
    there = patients[0] > 0  # who did not report is left out, not shown as nobody
    steps = len(fte)
    places = stocks.areas.drop("row").filter(there)
    return pl.concat([places] * steps).with_columns(
        period=pl.Series([Month(stocks.period).plus(MONTHS * k) for k in range(steps)])
        .repeat_by(places.height)
        .explode(),
        staff_group=pl.lit(group),
        scenario=pl.lit(name),
        fte=pl.Series(fte[:, there].ravel()),
        patients=pl.Series(patients[:, there].ravel()),
        needed=pl.Series((patients * aims / PER)[:, there].ravel()).fill_nan(None),
    )
