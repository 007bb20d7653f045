"""One measure, as other rooms take it; many stand in a table, with the columns of `MEASURES`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import polars as pl

from wfcore.declared import Flag, Metric, declared, flags_of
from wfcore.errors import UnknownName
from wfcore.geography import Level
from wfcore.months import Month


@dataclass(frozen=True)
class Measure:
    """One metric of one place in one month.

    `value` is in the unit of the metric and None where it is not available, which `flags` explain;
    `numerator` and `denominator` are what it was made of; the coverages are shares from 0 to 1.
    """

    period: Month
    level: Level
    area_code: str
    area_name: str
    metric: Metric
    numerator: float | None
    denominator: float | None
    value: float | None
    coverage_practices: float | None
    coverage_patients: float | None
    flags: frozenset[Flag]

    @classmethod
    def of_row(cls, row: Mapping[str, Any], **more: Any) -> Self:
        """The measure of a row of a table of measures; `more`: what a kind of measure has besides."""
        return cls(
            period=Month(row["period"]),
            level=Level(row["level"]),
            area_code=row["area_code"],
            area_name=row["area_name"],
            metric=declared().metric(row["metric"]),
            numerator=row["numerator"],
            denominator=row["denominator"],
            value=row["value"],
            coverage_practices=row["coverage_practices"],
            coverage_patients=row["coverage_patients"],
            flags=flags_of(row["flags"]),
            **more,
        )

    @property
    def patients(self) -> float | None:
        """The patients that it is about; None where it is not of patients."""
        return {
            "rate": self.denominator,
            "patients_per": self.numerator,
            "patients": self.value,
        }.get(self.metric.kind)

    @property
    def is_invented(self) -> bool:
        """Whether its figures are about nobody."""
        return Flag.INVENTED in self.flags


def measures_of(rows: pl.DataFrame) -> list[Measure]:
    """The measures of a table, in its order."""
    return [Measure.of_row(row) for row in rows.iter_rows(named=True)]


def the_measure(rows: pl.DataFrame, metric: str, area_code: str, period: str | None) -> Measure:
    """The first measure of a table.

    Raises:
        UnknownName: it has none; the message names what was looked for.
    """
    if rows.is_empty():
        raise UnknownName(
            f"There is no {metric} for {area_code} in {period}.", "Choose another place."
        )
    return Measure.of_row(rows.row(0, named=True))
