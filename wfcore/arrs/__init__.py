"""Additional roles: plan, in post and claimed; the allocation, what is used of it and what is left."""

from wfcore.arrs.answers import ANSWERS, answers
from wfcore.arrs.buying import Start, buys, must_start, starts
from wfcore.arrs.claims import averages, by_month
from wfcore.arrs.growth import Growth, course, growth, split
from wfcore.arrs.in_post import Coverage, coverage, in_post, in_post_by, period_at
from wfcore.arrs.money import (
    Cost,
    Denominator,
    Money,
    Projection,
    YearEnd,
    allocations,
    full_year_effect,
    money,
    run_rate,
    year_end,
)
from wfcore.arrs.overview import Overview, overview
from wfcore.arrs.plans import down_inside_up
from wfcore.arrs.report import Place, Report, place_of, report
from wfcore.arrs.roles import name_of, top_roles
from wfcore.arrs.side_by_side import CODES, Counts, side_by_side
from wfcore.arrs.tables import table

__all__ = [
    "ANSWERS",
    "CODES",
    "Cost",
    "Counts",
    "Coverage",
    "Denominator",
    "Growth",
    "Money",
    "Overview",
    "Place",
    "Projection",
    "Report",
    "Start",
    "YearEnd",
    "allocations",
    "answers",
    "averages",
    "buys",
    "by_month",
    "course",
    "coverage",
    "down_inside_up",
    "full_year_effect",
    "growth",
    "in_post",
    "in_post_by",
    "money",
    "must_start",
    "name_of",
    "overview",
    "period_at",
    "place_of",
    "report",
    "run_rate",
    "side_by_side",
    "split",
    "starts",
    "table",
    "top_roles",
    "year_end",
]
