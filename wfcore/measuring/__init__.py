"""Metrics × version × level → measures."""

from wfcore.measuring.figures import Figures
from wfcore.measuring.measures import (
    MEASURES,
    as_level,
    find_area,
    inside,
    measure,
    offered,
    summed,
)
from wfcore.measuring.receipts import Receipt, receipt
from wfcore.measuring.units import Units, months_between, quantity_id, units

__all__ = [
    "MEASURES",
    "Figures",
    "Receipt",
    "Units",
    "as_level",
    "find_area",
    "inside",
    "measure",
    "months_between",
    "offered",
    "quantity_id",
    "receipt",
    "summed",
    "units",
]
