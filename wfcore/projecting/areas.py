"""Today, baseline and scenario of every area by itself, added up by network, borough and ICB."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from wfcore.declared import declared
from wfcore.errors import UnfitScenario
from wfcore.geography import Level
from wfcore.months import Month
from wfcore.projecting.drivers import MONTHS, constants_of, quarters_to, rates, starting_staff
from wfcore.projecting.flows import FTE, Array, FlowPaths, run_flows
from wfcore.projecting.scenarios import Scenario
from wfcore.projecting.stocks import STRUCTURED, TRAINEE, Stocks
from wfcore.projecting.trajectories import PER, area_targets

BASELINE = "baseline"
_PREFIX = {Level.PCN: "area", Level.GROUP: "group", Level.BOROUGH: "borough", Level.ICB: "icb"}
_SIZED = pl.when(pl.col("patients") > 0)
_RATES = {
    "rate": _SIZED.then(pl.col("fte") / pl.col("patients") * PER),
    "target": _SIZED.then(pl.col("needed") / pl.col("patients") * PER),
    "gap_fte": pl.col("needed") - pl.col("fte"),
}


def places(
    stocks: Stocks, scenario: Scenario, levels: Sequence[Level] = tuple(_PREFIX)
) -> pl.DataFrame:
    """The count of a scenario in every place of some levels, in the ICB that holds its own place.

    Returns:
        `level, area_code, area_name, inside` (whether all of it lies in the scenario's place), `fte_today,
        patients_today, rate_today, rate_baseline, fte, patients, rate, target, gap_fte`: FTE, rates
        per 100,000 registered patients of those that reported; the last five at the date asked for,
        `target` and `gap_fte` null where none is set.

    Raises:
        UnfitScenario: the date does not fit.
    """
    counted = declared().assumptions.counts[scenario.count]
    groups = [g for g in counted if g in STRUCTURED]
    cases = {BASELINE: scenario.baseline(), "scenario": scenario}
    paths = _run_cases(stocks, cases, groups)
    fte = {
        name: path.staff[:, FTE, 0].sum(axis=2)
        + (path.trainees[:, FTE, 0] if TRAINEE in counted else 0.0)
        for name, path in paths.items()
    }
    patients = {name: path.patients[:, 0, :, 0] for name, path in paths.items()}
    ends = {
        "fte_today": fte[BASELINE][0],
        "patients_today": patients[BASELINE][0],
        "base": fte[BASELINE][-1],
        "base_patients": patients[BASELINE][-1],
        "fte": fte["scenario"][-1],
        "patients": patients["scenario"][-1],
        "needed": patients["scenario"][-1] * area_targets(stocks, scenario) / PER,
    }
    rows = stocks.areas.with_columns(
        inside=pl.Series(stocks.rows(scenario.place)),
        **{name: pl.Series(values).fill_nan(None) for name, values in ends.items()},
    ).filter(pl.col("patients_today") > 0)
    if stocks.level_of(scenario.place) is Level.GROUP:
        rows = rows.filter("inside")  # of a network that it cuts, the part in it
    return pl.concat(_sum_areas(rows, level) for level in levels).select(
        "level", "area_code", "area_name", "inside", "fte_today", "patients_today",
        rate_today=pl.col("fte_today") / pl.col("patients_today") * PER,
        rate_baseline=pl.col("base") / pl.col("base_patients") * PER,
        fte="fte", patients="patients", **_RATES,
    )  # fmt: skip


def by_area(stocks: Stocks, scenario: Scenario, level: Level | str) -> pl.DataFrame:
    """The scenario beside its baseline for every staff group, in the ICB that holds the place.

    Args:
        stocks: today's staff.
        scenario: what is changed; areas outside its place keep the baseline.
        level: `pcn`, `group`, `borough` or `icb`.

    Returns:
        `period, level, area_code, area_name, staff_group, scenario, fte, patients, rate, target,
        gap_fte`: FTE and registered patients of those that reported, rate per 100,000, the last two
        null where no target is set for the group. Every level is the sum of its networks.

    Raises:
        UnfitScenario: the level is not one of these, or the date does not fit.
    """
    if level not in _PREFIX:
        raise UnfitScenario(
            f"{level} is not a level of a projection.", "Use pcn, group, borough or icb."
        )
    name = scenario.name if scenario.name not in ("", BASELINE) else "scenario"
    cases = {BASELINE: scenario.baseline()}
    if scenario != cases[BASELINE]:
        cases[name] = scenario
    aims = {str(declared().assumptions.counts[scenario.count]): area_targets(stocks, scenario)}
    rows = pl.concat(
        _long(stocks, group, case, *series, aims.get(str([group])))
        for case, path in _run_cases(stocks, cases, STRUCTURED).items()
        for group, series in _by_group(path).items()
    )
    return _sum_areas(rows, Level(level), "period", "staff_group", "scenario").select(
        "period", "level", "area_code", "area_name", "staff_group", "scenario", "fte", "patients", **_RATES
    )  # fmt: skip


def _run_cases(
    stocks: Stocks, cases: Mapping[str, Scenario], groups: Sequence[str]
) -> dict[str, FlowPaths]:
    """The flows of every area by itself, under the baseline and what is set beside it."""
    quarters = quarters_to(stocks.period, cases[BASELINE].by)
    begin, fixed = (
        starting_staff(stocks, groups, quarters, cases[BASELINE]),
        constants_of(stocks, groups),
    )
    return {
        name: run_flows(begin, rates(asked, stocks, groups, quarters), fixed, people=False)
        for name, asked in cases.items()
    }


def _by_group(path: FlowPaths) -> dict[str, tuple[Array, Array]]:
    """FTE and patients (quarter, area) of each staff group; trainees have the patients of GPs."""
    shown = {
        group: (path.staff[:, FTE, 0, :, i], path.patients[:, 0, :, i])
        for i, group in enumerate(STRUCTURED)
    }
    return {**shown, TRAINEE: (path.trainees[:, FTE, 0], shown["gp_qualified"][1])}


def _long(
    stocks: Stocks, group: str, case: str, fte: Array, patients: Array, aims: Array | None
) -> pl.DataFrame:
    """A row for each quarter and area that reported: who did not is left out, not shown as nobody."""
    reported = patients[0] > 0
    needed = patients * (np.nan if aims is None else aims) / PER
    areas = stocks.areas.drop("row").filter(reported)
    periods = [Month(stocks.period).plus(MONTHS * k) for k in range(len(fte))]
    return pl.concat([areas] * len(fte)).with_columns(
        period=pl.Series(periods).repeat_by(areas.height).explode(),
        staff_group=pl.lit(group),
        scenario=pl.lit(case),
        fte=pl.Series(fte[:, reported].ravel()),
        patients=pl.Series(patients[:, reported].ravel()),
        needed=pl.Series(needed[:, reported].ravel()).fill_nan(None),
    )


def _sum_areas(rows: pl.DataFrame, level: Level, *keys: str) -> pl.DataFrame:
    """Areas added up by a level; what is needed is null where it is not known of all of them."""
    code, name = (f"{_PREFIX[level]}_{part}" for part in ("code", "name"))
    return (
        rows.filter(pl.col(code).is_not_null())
        .group_by(*keys, area_code=code, maintain_order=True)
        .agg(
            pl.col(name).first().alias("area_name"),
            pl.col(pl.Boolean).all(),
            pl.col("needed").is_null().any().alias("open"),
            pl.col(pl.Float64).sum(),
        )
        .with_columns(level=pl.lit(level.value), needed=pl.when(~pl.col("open")).then("needed"))
    )


def unknown_networks(stocks: Stocks, scenario: Scenario) -> list[str]:
    """Codes of networks that a scenario has targets or interventions for and the figures do not know."""
    return sorted(
        {*scenario.targets, *(i.place for i in scenario.interventions)} - set(stocks.codes)
    )


def networks_without_staff(stocks: Stocks, scenario: Scenario) -> list[str]:
    """Networks of the scenario's place that the file gives no such staff for."""
    g = STRUCTURED.index(declared().assumptions.counts[scenario.count][0])
    missing = stocks.rows(scenario.place) & ~(np.nan_to_num(stocks.patients[:, g]) > 0)
    return stocks.areas.filter(missing)["area_name"].unique().sort().to_list()
