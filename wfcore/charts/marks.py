"""What a mark says when it is pointed at, or read out: as a sentence would, rounded, with unit and coverage."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from wfcore.declared import Metric
from wfcore.measuring import Measure
from wfcore.wording import number, percent

SAID = "said"
_PATIENTS_IN = {
    "rate": "denominator",
    "fte": "denominator",
    "patients_per": "numerator",
    "patients": "value",
}


def spoken() -> dict[str, Any]:
    """The channels of a mark that says the column `said`, to a mouse and to a screen reader."""
    return {"tooltip": alt.Tooltip(f"{SAID}:N"), "description": alt.Description(f"{SAID}:N")}


def count_of(many: int, noun: str = "place") -> str:
    """`1 place`, `5 places`."""
    head, of, rest = noun.partition(" of ")  # ways of counting
    return f"{many:,} {head}{'' if many == 1 else 's'}{of}{rest}"


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
        say_figure(names, value, metric, size, share)
        for names, value, size, share in zip(
            rows.select(named).rows(), rows["value"], patients, covered, strict=True
        )
    ]
    return pl.Series(SAID, sentences, dtype=pl.String)


def say_parts(
    labels: Sequence[tuple[str, str]], metric: Metric, whole: Measure | None
) -> pl.Series:
    """A sentence for each part of a change: its name, its figure as printed, and whom the whole is about.

    Args:
        labels: name and printed figure of each part.
        metric: their metric.
        whole: the measure that changed, where it is known.

    Returns:
        `said`.
    """
    around = "" if whole is None else _around(metric, whole.patients, whole.coverage_patients)
    said = [f"{name}: {figure} {unit_said(metric)}{around}" for name, figure in labels]
    return pl.Series(SAID, said, dtype=pl.String)


def unit_said(metric: Metric) -> str:
    """The unit of a metric, spelled out."""
    return metric.unit.replace("FTE", "full-time posts")


def _around(metric: Metric, patients: float | None, covered: float | None) -> str:
    known = patients if metric.kind in ("rate", "fte", "patients_per") else None
    return around_said(known, covered)


def around_said(patients: float | None, covered: float | None) -> str:
    """Of how many patients a mark is, and how many of them are covered, where it is known."""
    parts: list[str] = []
    if patients is not None:
        parts.append(f"{number(patients, 0)} patients")
    if covered is not None:
        parts.append(f"{percent(covered)} of patients covered")
    return "".join(f"; {part}" for part in parts)


def say_figure(
    names: Sequence[object],
    value: float | None,
    metric: Metric,
    patients: float | None,
    covered: float | None,
) -> str:
    """The sentence of one mark; see `say_figures`."""
    figure = (
        "not available"
        if value is None
        else f"{number(value, metric.decimals)} {unit_said(metric)}"
    )
    return f"{', '.join(str(name) for name in names)}: {figure}{_around(metric, patients, covered)}"
