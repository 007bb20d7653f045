"""How far a mean of few figures may be off: Student's t."""

from math import atan, cos, pi, prod, sin, sqrt
from statistics import NormalDist

_NINETEEN_OF_TWENTY = 0.95
_MANY = 200  # from here the normal distribution is the same to two decimals
_HALVINGS = 60


def student_reach(free: int, inside: float = _NINETEEN_OF_TWENTY) -> float:
    """Standard errors on either side of an estimate that hold a share of all estimates.

    Args:
        free: degrees of freedom, at least 1.
        inside: the share, between 0 and 1.
    """
    if free > _MANY:
        return NormalDist().inv_cdf((1 + inside) / 2)
    low, high = 0.0, 1e4
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, free) < inside else (low, middle)
    return high


def _within(reach: float, free: int) -> float:
    """The share within so many standard errors (Abramowitz and Stegun 26.7.3 and 26.7.4)."""
    angle = atan(reach / sqrt(free))
    even = free % 2 == 0
    terms = [
        prod((2 * k - even) / (2 * k + 1 - even) for k in range(1, at + 1))
        * cos(angle) ** (2 * at + 1 - even)
        for at in range((free - 1 + even) // 2)
    ]
    along = sin(angle) * sum(terms)
    return along if even else 2 / pi * (angle + along)
