"""What was said, beside what happened."""

from dataclasses import dataclass

from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.months import Month
from wfcore.projecting.drivers import MONTHS
from wfcore.projecting.trajectories import PreparedScenario


@dataclass(frozen=True)
class ForecastOutcome:
    """One later period: rates per 100,000 that were projected and measured; coverage is a share of patients."""

    period: str
    baseline: float
    said: float
    happened: float
    coverage_patients: float

    @property
    def difference(self) -> float:
        """What was measured less what the scenario said."""
        return self.happened - self.said


def outcome_vs_forecast(
    newest: VersionMeasures, asked: PreparedScenario, level: Level
) -> list[ForecastOutcome]:
    """The course of a scenario against figures published since.

    Args:
        newest: figures of a version that may hold later periods.
        asked: the scenario, set on the staff of its own period.
        level: the level of its place.

    Returns:
        One for each later period that falls on a quarter of the course; none when there is none yet,
        or when the figures count other staff than the scenario does.
    """
    scenario, begin = asked.scenario, asked.stocks.period
    if asked.stocks.stood_in.get("trainee_share") and scenario.count == "gp_excl_trainees":
        return []
    said, baseline = asked.course().rate[:, 0], asked.baseline().rate[:, 0]
    outcomes: list[ForecastOutcome] = []
    for period in newest.periods("practice"):
        k, between = divmod(Month(begin).months_to(period), MONTHS)
        if between or not 0 < k <= asked.quarters:
            continue
        metric = f"{scenario.count}_rate"
        rows = newest.measure([metric], level, period=period, area_code=scenario.place)
        for value, covered in rows.select("value", "coverage_patients").iter_rows():
            if value is not None:
                outcomes.append(
                    ForecastOutcome(
                        period, float(baseline[k]), float(said[k]), float(value), float(covered)
                    )
                )
    return outcomes
