"""A printed table → its figures, what there is to ask, and how the figures stand. Printed is not measured."""

from wfcore.printed.asking import MEASURES, PrintedQuestion, questions_of
from wfcore.printed.figures import PrintedFigure, PrintedRate
from wfcore.printed.places import PrintedPlace, noun_of, short_names
from wfcore.printed.reading import LEFT_OUT, WHOLE, PrintedColumn, Reading, read_printed
from wfcore.printed.standing import (
    HeldAim,
    PrintedSpread,
    PrintedStanding,
    spread_of,
    standings_of,
)

__all__ = [
    "LEFT_OUT",
    "MEASURES",
    "WHOLE",
    "HeldAim",
    "PrintedColumn",
    "PrintedFigure",
    "PrintedPlace",
    "PrintedQuestion",
    "PrintedRate",
    "PrintedSpread",
    "PrintedStanding",
    "Reading",
    "noun_of",
    "questions_of",
    "read_printed",
    "short_names",
    "spread_of",
    "standings_of",
]
