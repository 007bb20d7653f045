"""Cells: a question, its answer in words, picture, table, receipt, and the questions it raises."""

from wfcore.answers.asked import KINDS, OF_PCNS, TITLES, Asked, Kind, asked_of
from wfcore.answers.building import NOTEBOOK, cell, questions, standard
from wfcore.answers.cells import NO_FIGURE, Ask, Cell, File, Table, ask
from wfcore.answers.changes import together
from wfcore.answers.choices import Choice, choice_of
from wfcore.answers.futures import (
    by_quarter,
    default_target,
    has_declared_target,
    linked_scenario,
    measured,
)
from wfcore.answers.minutes import STAMP, stamp, stamped_at
from wfcore.answers.practices import areas_around, practices_of
from wfcore.answers.prints import printed, read_printed
from wfcore.answers.staff import Aim, aims, all_staff, of_networks, staff_rates

__all__ = [
    "KINDS",
    "NOTEBOOK",
    "NO_FIGURE",
    "OF_PCNS",
    "STAMP",
    "TITLES",
    "Aim",
    "Ask",
    "Asked",
    "Cell",
    "Choice",
    "File",
    "Kind",
    "Table",
    "aims",
    "all_staff",
    "areas_around",
    "ask",
    "asked_of",
    "by_quarter",
    "cell",
    "choice_of",
    "default_target",
    "has_declared_target",
    "linked_scenario",
    "measured",
    "of_networks",
    "practices_of",
    "printed",
    "questions",
    "read_printed",
    "staff_rates",
    "stamp",
    "stamped_at",
    "standard",
    "together",
]
