"""Scenarios on today's staff → courses, contributions, goals, ranges, costs."""

from wfcore.projecting.areas import (
    by_area,
    networks_without_staff,
    places,
    unknown_networks,
)
from wfcore.projecting.contributions import contributions
from wfcore.projecting.drivers import PROGRAMME
from wfcore.projecting.estimates import Estimate, EstimatedFigure, estimated_today
from wfcore.projecting.flows import Array
from wfcore.projecting.goals import (
    GoalSeekResult,
    StaffNeeded,
    TargetReach,
    goal_seek,
    staff_needed,
    target_reach,
)
from wfcore.projecting.growth_history import (
    Feasibility,
    Pace,
    assess_feasibility,
    growth_history,
    history_of,
)
from wfcore.projecting.joining import extra_recruits, peak_extra_trainees
from wfcore.projecting.lever_nows import (
    Base,
    LeverNow,
    Retirements,
    are_ages_known,
    lever_nows,
    retirements,
)
from wfcore.projecting.lever_starts import lever_starts
from wfcore.projecting.outcomes import ForecastOutcome, outcome_vs_forecast
from wfcore.projecting.past_ranges import PastRanges, judge_outcomes, past_outcomes, past_ranges
from wfcore.projecting.post_allocation import ALLOCATION_RULES, AllocationRule, allocate_posts
from wfcore.projecting.printed_start import start_from_print
from wfcore.projecting.projection import project, set_on_today
from wfcore.projecting.scenarios import (
    LIST_GROWTH,
    CapacityLimits,
    Intervention,
    PrintedStart,
    Scenario,
    change_scenario,
    scenario_of,
    without_networks,
)
from wfcore.projecting.spending import spending, spending_totals, staff_costed
from wfcore.projecting.spreads import (
    GoalRange,
    Spread,
    goal_range,
    people_range,
    spread_of,
)
from wfcore.projecting.stocks import LEVELS, STRUCTURED, Stocks, icb_of, stocks
from wfcore.projecting.texts import (
    scenario_from_link,
    scenario_from_yaml,
    scenario_to_link,
    scenario_to_yaml,
)
from wfcore.projecting.trajectories import PreparedScenario, Trajectory, prepare_scenario
from wfcore.projecting.uncertainty import CASES, UncertaintyBand, range_case, uncertainty_band
from wfcore.projecting.worked import work_example

__all__ = [
    "ALLOCATION_RULES",
    "CASES",
    "LEVELS",
    "LIST_GROWTH",
    "PROGRAMME",
    "STRUCTURED",
    "AllocationRule",
    "Array",
    "Base",
    "CapacityLimits",
    "Estimate",
    "EstimatedFigure",
    "Feasibility",
    "ForecastOutcome",
    "GoalRange",
    "GoalSeekResult",
    "Intervention",
    "LeverNow",
    "Pace",
    "PastRanges",
    "PreparedScenario",
    "PrintedStart",
    "Retirements",
    "Scenario",
    "Spread",
    "StaffNeeded",
    "Stocks",
    "TargetReach",
    "Trajectory",
    "UncertaintyBand",
    "allocate_posts",
    "are_ages_known",
    "assess_feasibility",
    "by_area",
    "change_scenario",
    "contributions",
    "estimated_today",
    "extra_recruits",
    "goal_range",
    "goal_seek",
    "growth_history",
    "history_of",
    "icb_of",
    "judge_outcomes",
    "lever_nows",
    "lever_starts",
    "networks_without_staff",
    "outcome_vs_forecast",
    "past_outcomes",
    "past_ranges",
    "peak_extra_trainees",
    "people_range",
    "places",
    "prepare_scenario",
    "project",
    "range_case",
    "retirements",
    "scenario_from_link",
    "scenario_from_yaml",
    "scenario_of",
    "scenario_to_link",
    "scenario_to_yaml",
    "set_on_today",
    "spending",
    "spending_totals",
    "spread_of",
    "staff_costed",
    "staff_needed",
    "start_from_print",
    "stocks",
    "target_reach",
    "uncertainty_band",
    "unknown_networks",
    "without_networks",
    "work_example",
]
