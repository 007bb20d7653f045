"""A printed table → its figures, what there is to ask, and how the figures stand. Printed is not measured."""

from wfcore.printed.ages import OlderStaff, older_staff
from wfcore.printed.asking import MEASURE_CHOICES, PrintedQuestion, questions_of
from wfcore.printed.figures import PrintedFigure, PrintedRate
from wfcore.printed.keeping import figure_drafts, kept_rows, rows_as_table, rows_to_keep
from wfcore.printed.places import PrintedPlace, noun_of, short_names
from wfcore.printed.reading import WHOLE, PrintedReading, read_printed
from wfcore.printed.standing import (
    HeldAim,
    PrintedSpread,
    PrintedStanding,
    printed_spread,
    standings_of,
)
from wfcore.printed.uses import LEFT_OUT, PrintedColumn

__all__ = [
    "LEFT_OUT",
    "MEASURE_CHOICES",
    "WHOLE",
    "HeldAim",
    "OlderStaff",
    "PrintedColumn",
    "PrintedFigure",
    "PrintedPlace",
    "PrintedQuestion",
    "PrintedRate",
    "PrintedReading",
    "PrintedSpread",
    "PrintedStanding",
    "figure_drafts",
    "kept_rows",
    "noun_of",
    "older_staff",
    "printed_spread",
    "questions_of",
    "read_printed",
    "rows_as_table",
    "rows_to_keep",
    "short_names",
    "standings_of",
]
