"""Today, baseline and scenario at the date asked for, place by place."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.projecting.drivers import model_constants, quarters_to, rates, starting_staff
from wfcore.projecting.flows import FTE, Array, run_flows
from wfcore.projecting.scenarios import Scenario
from wfcore.projecting.stocks import STRUCTURED, TRAINEE, Stocks
from wfcore.projecting.trajectories import PER, area_targets

CODE_COLUMNS = {Level.PCN: "area", Level.BOROUGH: "borough", Level.ICB: "icb"}


def places(
    stocks: Stocks, scenario: Scenario, levels: Sequence[Level] = tuple(CODE_COLUMNS)
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
    quarters = quarters_to(stocks.period, scenario.by)
    begin = starting_staff(stocks, groups, quarters)
    ends: list[Array] = []
    patients = begin.patients[0, :, 0]
    for asked in (scenario.baseline(), scenario):
        paths = run_flows(
            begin, rates(asked, stocks, groups, quarters), model_constants(), people=False
        )
        fte = paths.staff[:, FTE, 0].sum(axis=2)
        if TRAINEE in counted:
            fte = fte + paths.trainees[:, FTE, 0]
        ends += [fte[0], fte[-1], paths.patients[-1, 0, :, 0]]
    today, base, base_patients, _, fte_end, patients_end = ends
    frame = stocks.areas.with_columns(
        inside=pl.Series(stocks.rows(scenario.place)),
        fte_today=pl.Series(today),
        patients_today=pl.Series(patients),
        base=pl.Series(base),
        base_patients=pl.Series(base_patients),
        fte=pl.Series(fte_end),
        patients=pl.Series(patients_end),
        needed=pl.Series(patients_end * area_targets(stocks, scenario) / PER).fill_nan(None),
    )
    known = frame.filter(pl.col("patients_today") > 0)
    return pl.concat(_together(known, level) for level in levels)


def _together(known: pl.DataFrame, level: Level) -> pl.DataFrame:
    code, name = f"{CODE_COLUMNS[level]}_code", f"{CODE_COLUMNS[level]}_name"
    added = ("fte_today", "patients_today", "base", "base_patients", "fte", "patients", "needed")
    return (
        known.filter(pl.col(code).is_not_null())
        .group_by(area_code=code, maintain_order=True)
        .agg(
            pl.col(name).first().alias("area_name"),
            pl.col("inside").all(),
            pl.col("needed").is_null().any().alias("open"),
            pl.col(added).sum(),
        )
        .select(
            pl.lit(level.value).alias("level"), "area_code", "area_name", "inside", "fte_today",
            "patients_today",
            rate_today=pl.col("fte_today") / pl.col("patients_today") * PER,
            rate_baseline=pl.col("base") / pl.col("base_patients") * PER,
            fte="fte", patients="patients",
            rate=pl.col("fte") / pl.col("patients") * PER,
            target=pl.when(~pl.col("open")).then(pl.col("needed") / pl.col("patients") * PER),
            gap_fte=pl.when(~pl.col("open")).then(pl.col("needed") - pl.col("fte")),
        )
    )  # fmt: skip


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
