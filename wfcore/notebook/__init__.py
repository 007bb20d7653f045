"""Cells: a question, its answer in words, picture, table, receipt, and the questions it raises."""

from wfcore.notebook.asked import KINDS, OF_PCNS, TITLES, Asked, Kind, asked_of
from wfcore.notebook.building import NOTEBOOK, cell, questions, standard
from wfcore.notebook.cells import NO_FIGURE, Ask, Cell, File, Table, ask
from wfcore.notebook.changes import together
from wfcore.notebook.choices import Choice, choice_of
from wfcore.notebook.futures import (
    by_quarter,
    default_target,
    has_declared_target,
    linked_scenario,
    measured,
)
from wfcore.notebook.minutes import STAMP, stamp, stamped_at
from wfcore.notebook.practices import areas_around, practices_of
from wfcore.notebook.prints import printed, read_printed
from wfcore.notebook.staff import Aim, aims, all_staff, of_networks, staff_rates

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
