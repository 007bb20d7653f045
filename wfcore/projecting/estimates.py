"""Today's figure where the file does not count these staff: from a stand-in, with the spread of that."""

from collections.abc import Mapping
from dataclasses import dataclass

from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import Measure, VersionMeasures

TRAINEE_SHARE = "trainee_share"
_RESTING = {"gp_excl_trainees": TRAINEE_SHARE}  # count → the stand-in that it can rest on
_WHOLE = "gp"


@dataclass(frozen=True)
class Estimate:
    """That a figure is not counted: a share of it was taken for what the file does not say.

    `share` is what was taken away, `least` and `most` between what it lies in places like this one.
    `reason`: why, after “as”. `own`: whether the reader set the share.
    """

    share: float
    least: float
    most: float
    reason: str
    own: bool = False

    def spread(self, value: float) -> tuple[float, float]:
        """Between what a figure that rests on it may lie."""
        whole = value / (1 - self.share)
        return whole * (1 - self.most), whole * (1 - self.least)


@dataclass(frozen=True)
class EstimatedFigure:
    """A rate per 100,000 patients and its FTE that rest on an estimate, and the patients they are for."""

    estimate: Estimate
    rate: float
    fte: float
    patients: float


def estimate_of(
    count: str, level: Level, today: Mapping[str, Mapping[str, float]] | None = None
) -> Estimate | None:
    """The estimate that a count of staff rests on where the file has only the whole of it.

    Args:
        count: as in `assumptions.yaml`.
        level: of the place; a single practice is too small for it.
        today: values that a reader set for stand-ins.
    """
    if count not in _RESTING or level is Level.PRACTICE:
        return None
    known = declared().assumptions.stand_ins[TRAINEE_SHARE]
    own = (today or {}).get(TRAINEE_SHARE, {}).get(_WHOLE)
    share = known.value[_WHOLE] if own is None else own
    least, most = known.ends(_WHOLE, network=level is Level.PCN)
    return Estimate(share, min(least, share), max(most, share), known.reason, own is not None)


def estimated_today(
    figures: VersionMeasures, metric: str, level: Level, code: str, period: str
) -> EstimatedFigure | None:
    """A rate that the file does not count, as a projection would start from it; None where it cannot.

    Args:
        figures: the data.
        metric: id of the rate.
        level: of the place.
        code: of the place.
        period: `YYYY-MM`.
    """
    found = declared().metric(metric)
    estimate = estimate_of(found.stem, level)
    if estimate is None or found.kind != "rate":
        return None
    whole: Measure = figures.measure_of(f"{_WHOLE}_rate", level, code, period)
    if whole.value is None or whole.numerator is None or whole.denominator is None:
        return None
    left = 1 - estimate.share
    return EstimatedFigure(estimate, whole.value * left, whole.numerator * left, whole.denominator)
