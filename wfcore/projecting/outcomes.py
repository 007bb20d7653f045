"""What was said, beside what happened."""

import polars as pl

from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.months import Month
from wfcore.projecting.drivers import MONTHS
from wfcore.projecting.trajectories import PreparedScenario

_SCHEMA = {
    "period": pl.String,
    "baseline": pl.Float64,
    "said": pl.Float64,
    "happened": pl.Float64,
    "difference": pl.Float64,
    "coverage_patients": pl.Float64,
}


def outcome_vs_forecast(
    newest: VersionMeasures, asked: PreparedScenario, level: Level
) -> pl.DataFrame:
    """The course of a scenario against figures published since.

    Args:
        newest: figures of a version that may hold later periods.
        asked: the scenario, set on the staff of its own period.
        level: the level of its place.

    Returns:
        `period, baseline, said, happened, difference, coverage_patients`: rates per 100,000 for each
        later period that falls on a quarter of the course; empty when there is none yet, or when the
        figures count other staff than the scenario does.
    """
    scenario, begin = asked.scenario, asked.stocks.period
    if asked.stocks.stood_in.get("trainee_share") and scenario.count == "gp_excl_trainees":
        return pl.DataFrame(schema=_SCHEMA)
    said = asked.trajectory(asked.rates()).rate[:, 0]
    baseline = asked.trajectory(asked.rates(scenario=scenario.baseline())).rate[:, 0]
    rows: list[tuple[str, float, float, float | None, float | None, float | None]] = []
    for period in newest.periods("practice"):
        months = Month(begin).months_to(period)
        if months <= 0 or months % MONTHS or months // MONTHS > asked.quarters:
            continue
        found = newest.measure(
            [f"{scenario.count}_rate"], level, period=period, area_code=scenario.place
        )
        if found.is_empty() or found["value"][0] is None:
            continue
        k, value = months // MONTHS, float(found["value"][0])
        rows.append(
            (
                period,
                float(baseline[k]),
                float(said[k]),
                value,
                value - float(said[k]),
                float(found["coverage_patients"][0]),
            )
        )
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")
