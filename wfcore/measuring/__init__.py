"""Metrics × version × level → measures."""

from wfcore.measuring.deprivation import deprivation_of
from wfcore.measuring.disclosure import never_alone, pooled
from wfcore.measuring.figures import Figures
from wfcore.measuring.measures import (
    MEASURES,
    as_level,
    find_area,
    inside,
    measure,
    summed,
)
from wfcore.measuring.receipts import Receipt, receipt
from wfcore.measuring.units import Units, quantity_id, units

__all__ = [
    "MEASURES",
    "Figures",
    "Receipt",
    "Units",
    "as_level",
    "deprivation_of",
    "find_area",
    "inside",
    "measure",
    "never_alone",
    "pooled",
    "quantity_id",
    "receipt",
    "summed",
    "units",
]
