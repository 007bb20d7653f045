"""What a post is reimbursed at most, as a place counts it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from wfcore.declared import Maximum, Weighting, declared


@dataclass(frozen=True)
class PostRates:
    """London weighting of a place, and the maxima that the user entered: role → pounds a year."""

    weighting: Weighting = "none"
    own: Mapping[str, float] = field(default_factory=dict[str, float])

    def maximum(self, role: str, on: date) -> Maximum | None:
        """What one full-time post is reimbursed at most in a year; None where nobody has said."""
        return declared().arrs.maximum(role, on, self.weighting, self.own)


PLAIN = PostRates()
