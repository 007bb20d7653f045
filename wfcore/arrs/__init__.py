"""Additional roles: plan, in post and claimed; the allocation, what is used of it and what is left."""

from wfcore.arrs.answers import answers, unplaced_pcns
from wfcore.arrs.growth import Growth, growth_by_period
from wfcore.arrs.in_post import Coverage, pcn_coverage
from wfcore.arrs.money import Denominator, Projection
from wfcore.arrs.overview import Overview, overview
from wfcore.arrs.plan_changes import PlanChange, plan_change
from wfcore.arrs.report import Report, report
from wfcore.arrs.roles import OUTSIDE, name_of
from wfcore.arrs.rosters import NetworkMeasures, usual_month, with_networks
from wfcore.arrs.side_by_side import Counts, compare_counts
from wfcore.arrs.tables import arrs_table

__all__ = [
    "OUTSIDE",
    "Counts",
    "Coverage",
    "Denominator",
    "Growth",
    "NetworkMeasures",
    "Overview",
    "PlanChange",
    "Projection",
    "Report",
    "answers",
    "arrs_table",
    "compare_counts",
    "growth_by_period",
    "name_of",
    "overview",
    "pcn_coverage",
    "plan_change",
    "report",
    "unplaced_pcns",
    "usual_month",
    "with_networks",
]
