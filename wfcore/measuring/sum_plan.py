"""What several metrics ask of units, worked out once for all levels."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wfcore.declared import Metric, declared
from wfcore.measuring.arrays import RowIndex, Truths
from wfcore.measuring.units import quantity_id

REGISTERED = "registered"
SumTerm = tuple[str, bytes]  # a column, and the units that it is summed over


@dataclass(frozen=True)
class SumPlan:
    """Sums to be made, and for each metric the place of its own among them.

    Truths about metrics stand in a column, beside which areas stand in rows.
    """

    ids: list[str]
    terms: list[SumTerm]
    units: RowIndex
    with_staff: RowIndex
    upper: RowIndex
    lower: RowIndex
    patients: RowIndex
    practices: RowIndex
    scale: npt.NDArray[np.float64]
    rate: Truths
    counted: Truths
    shown_thin: Truths
    personal: Truths
    over_staff: Truths
    all_pcn_staff: Truths


def plan_sums(metrics: Sequence[Metric], reporting: Callable[[Metric], bytes]) -> SumPlan:
    """What metrics ask, given the units that reported each."""
    terms: dict[SumTerm, int] = {}
    here = [reporting(metric) for metric in metrics]
    plain = [reporting(declared().metric(metric.plain)) for metric in metrics]

    def places(columns: Iterable[str]) -> RowIndex:
        pairs = zip(columns, here, strict=True)
        return np.array([terms.setdefault(pair, len(terms)) for pair in pairs])

    def column(truths: Iterable[bool]) -> Truths:
        return np.array(list(truths))[:, None]

    both = [_sides(metric) for metric in metrics]
    return SumPlan(
        ids=[metric.id for metric in metrics],
        units=places("" for _ in metrics),
        with_staff=np.array([terms.setdefault(("", each), len(terms)) for each in plain]),
        upper=places(upper for upper, _ in both),
        lower=places(lower for _, lower in both),
        patients=places(REGISTERED for _ in metrics),
        practices=places("practices" for _ in metrics),
        terms=list(terms),
        scale=np.array([metric.scale for metric in metrics])[:, None],
        rate=column(metric.is_per_patients for metric in metrics),
        counted=column(metric.kind in ("fte", "patients") for metric in metrics),
        shown_thin=column(metric.kind == "patients" for metric in metrics),
        personal=column(metric.personal for metric in metrics),
        over_staff=column(metric.over is not None for metric in metrics),
        all_pcn_staff=column(metric.id == "pcn_staff_rate" for metric in metrics),
    )


def patients_column(metric: Metric) -> str:
    """The column of units that counts the patients a metric is for."""
    return declared().patients[metric.patients].column


def _sides(metric: Metric) -> tuple[str, str]:
    """The columns above and below the line of a metric."""
    upper = quantity_id(metric.quantity) if metric.quantity else REGISTERED
    lower = quantity_id(metric.over) if metric.over else patients_column(metric)
    return (lower, upper) if metric.kind == "patients_per" else (upper, lower)
