"""What a mark says when it is pointed at, or read out: as a sentence would, rounded, with unit and coverage."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from wfcore.declared import Metric
from wfcore.wording import number, percent

SAID = "said"
_PATIENTS_IN = {"rate": "denominator", "patients_per": "numerator", "patients": "value"}


def spoken() -> dict[str, Any]:
    """The channels of a mark that says the column `said`, to a mouse and to a screen reader."""
    return {"tooltip": alt.Tooltip(f"{SAID}:N"), "description": alt.Description(f"{SAID}:N")}


def say_figures(rows: pl.DataFrame, metric: Metric, *named: str) -> pl.Series:
    """A sentence for each row: what it is, figure and unit; patients and coverage where they are known.

    Args:
        rows: `value`, the columns named, and, where it is known, `numerator, denominator,
            coverage_patients`.
        metric: their metric.
        named: columns that say whose figure it is, or of when.

    Returns:
        `said`.
    """
    size = _PATIENTS_IN.get(metric.kind, "")
    patients = rows[size] if size in rows.columns else [None] * rows.height
    known = "coverage_patients" in rows.columns
    covered = rows["coverage_patients"] if known else [None] * rows.height
    sentences = [
        _sentence(names, value, metric, size, share)
        for names, value, size, share in zip(
            rows.select(named).rows(), rows["value"], patients, covered, strict=True
        )
    ]
    return pl.Series(SAID, sentences, dtype=pl.String)


def _sentence(
    names: Sequence[object],
    value: float | None,
    metric: Metric,
    patients: float | None,
    covered: float | None,
) -> str:
    figure = "not available" if value is None else f"{number(value, metric.decimals)} {metric.unit}"
    parts = [figure]
    if patients is not None and metric.kind != "patients":
        parts.append(f"{number(patients, 0)} patients")
    if covered is not None:
        parts.append(f"{percent(covered)} of patients covered")
    return f"{', '.join(str(name) for name in names)}: {'; '.join(parts)}"
