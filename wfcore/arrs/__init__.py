"""Additional roles: plan, in post and claimed; the allocation, what is used of it and what is left."""

from wfcore.arrs.answers import ANSWERS, answers
from wfcore.arrs.buying import LatestStart, latest_start, latest_starts, posts_affordable
from wfcore.arrs.claims import averages, sum_by_month
from wfcore.arrs.growth import Growth, growth_between, growth_by_period, split_growth
from wfcore.arrs.in_post import Coverage, fte_in_post, in_post_by, pcn_coverage, period_at
from wfcore.arrs.money import (
    ArrsBudget,
    Denominator,
    FullYearCost,
    Projection,
    YearEnd,
    allocation_of,
    allocations,
    arrs_budget,
    full_year_effect,
    project_year_end,
    run_rate,
)
from wfcore.arrs.overview import Overview, overview
from wfcore.arrs.plans import Increase, ReconciledPlan, down_inside_up, reconcile_plan, whole_growth
from wfcore.arrs.plans import plan_growth as plan_growth
from wfcore.arrs.report import Report, ReportPlace, place_of, report
from wfcore.arrs.roles import crosswalk, name_of, role_of, top_roles
from wfcore.arrs.side_by_side import EXPLANATION_CODES, Counts, compare_counts
from wfcore.arrs.tables import arrs_table

__all__ = [
    "ANSWERS",
    "EXPLANATION_CODES",
    "ArrsBudget",
    "Counts",
    "Coverage",
    "Denominator",
    "FullYearCost",
    "Growth",
    "Increase",
    "LatestStart",
    "Overview",
    "Projection",
    "ReconciledPlan",
    "Report",
    "ReportPlace",
    "YearEnd",
    "allocation_of",
    "allocations",
    "answers",
    "arrs_budget",
    "arrs_table",
    "averages",
    "compare_counts",
    "crosswalk",
    "down_inside_up",
    "fte_in_post",
    "full_year_effect",
    "growth_between",
    "growth_by_period",
    "in_post_by",
    "latest_start",
    "latest_starts",
    "name_of",
    "overview",
    "pcn_coverage",
    "period_at",
    "place_of",
    "plan_growth",
    "posts_affordable",
    "project_year_end",
    "reconcile_plan",
    "report",
    "role_of",
    "run_rate",
    "split_growth",
    "sum_by_month",
    "top_roles",
    "whole_growth",
]
