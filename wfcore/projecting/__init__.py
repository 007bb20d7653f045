"""Scenarios on today's staff → courses, contributions, goals, ranges, costs."""

from wfcore.projecting.aftermath import aftermath
from wfcore.projecting.allotments import HOWS, How, allot
from wfcore.projecting.contributions import contributions
from wfcore.projecting.courses import Course, Question, by_area, question
from wfcore.projecting.drivers import PROGRAMME
from wfcore.projecting.flows import Array
from wfcore.projecting.goals import Needed, Reach, Sought, needed, reach, seek
from wfcore.projecting.joining import in_training, recruited
from wfcore.projecting.paces import Verdict, history_of, paces, verdict
from wfcore.projecting.places import lost, places, silent
from wfcore.projecting.ranges import CASES, Fan, case, fan
from wfcore.projecting.scenarios import (
    LIST_GROWTH,
    Intervention,
    Limits,
    Scenario,
    changed,
    scenario_of,
    without,
)
from wfcore.projecting.spending import paid_for, spending, totals
from wfcore.projecting.stocks import LEVELS, STRUCTURED, Stocks, icb_of, stocks
from wfcore.projecting.texts import from_link, from_yaml, to_link, to_yaml
from wfcore.projecting.worked import worked

__all__ = [
    "CASES",
    "HOWS",
    "LEVELS",
    "LIST_GROWTH",
    "PROGRAMME",
    "STRUCTURED",
    "Array",
    "Course",
    "Fan",
    "How",
    "Intervention",
    "Limits",
    "Needed",
    "Question",
    "Reach",
    "Scenario",
    "Sought",
    "Stocks",
    "Verdict",
    "aftermath",
    "allot",
    "by_area",
    "case",
    "changed",
    "contributions",
    "fan",
    "from_link",
    "from_yaml",
    "history_of",
    "icb_of",
    "in_training",
    "lost",
    "needed",
    "paces",
    "paid_for",
    "places",
    "question",
    "reach",
    "recruited",
    "scenario_of",
    "seek",
    "silent",
    "spending",
    "stocks",
    "to_link",
    "to_yaml",
    "totals",
    "verdict",
    "without",
    "worked",
]
