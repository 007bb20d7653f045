"""Where axes begin and end, and where figures stand on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TypeGuard

_LEAST = 0.15  # of a figure: the least that an axis about points reaches


def is_known(value: object) -> TypeGuard[float]:
    """Whether there is a figure: neither null nor what comes of dividing by nothing."""
    return isinstance(value, int | float) and isfinite(value)


def axis_start(values: Sequence[float]) -> float:
    """Where an axis of amounts starts: at 0, so that lengths do not exaggerate."""
    return min(0.0, *values) if values else 0.0


def axis_from_zero(values: Sequence[float], *lines: float | None) -> list[float]:
    """Ends of an axis that starts at 0, with room for the figures beside the dots."""
    highest = [*values, *filter(is_known, lines)]
    return [axis_start(values), (max(highest) if highest else 1.0) * 1.12]


def axis_of_lines(values: Sequence[float], *lines: float | None) -> list[float]:
    """Ends of an axis with room around lines; it need not start at 0."""
    there = [*values, *filter(is_known, lines)]
    least, most = (min(there), max(there)) if there else (0.0, 1.0)
    room = max((most - least) * 0.35, abs(most) * 0.05, 0.5)
    return [max(least - room, 0.0), most + room]


def axis_of_points(values: Sequence[float], right: float = 0.35) -> list[float]:
    """Ends of an axis about points and hanging bars that need not start at 0.

    `right`: room for figures there, as a share of what is drawn.
    """
    least, most = (min(values), max(values)) if values else (0.0, 1.0)
    room = max(most - least, abs(most) * _LEAST, 1.0)  # what is small looks small
    return [max(least - room * 0.12, min(least, 0.0)), most + room * right]


@dataclass(frozen=True)
class Upright:
    """A vertical axis: its ends, and its height in pixels."""

    ends: tuple[float, float]
    height: int

    def pixel(self, value: float) -> float:
        """How far below the top a value stands."""
        return self.height * (self.ends[1] - value) / (self.ends[1] - self.ends[0])

    def value(self, pixel: float) -> float:
        """The value that stands this far below the top."""
        return self.ends[1] - pixel * (self.ends[1] - self.ends[0]) / self.height


def spread_labels(wanted: Sequence[float], sizes: Sequence[float], room: float) -> list[float]:
    """Middles of boxes, as near to where they are wanted as they can be without touching.

    Boxes that would touch stand close, around the middle of where they are wanted.

    Args:
        wanted: middle of each box, in ascending order.
        sizes: of the boxes.
        room: where the boxes have to end; they begin at 0.
    """
    heaps: list[tuple[float, list[int]]] = []  # where a heap begins, and what stands in it
    for box in range(len(wanted)):
        begin, members = _heap([box], wanted, sizes, room)
        while heaps and heaps[-1][0] + sum(sizes[m] for m in heaps[-1][1]) > begin:
            begin, members = _heap([*heaps.pop()[1], *members], wanted, sizes, room)
        heaps.append((begin, members))
    middles: list[float] = []
    for begin, members in heaps:
        at = begin
        for member in members:
            middles.append(at + sizes[member] / 2)
            at += sizes[member]
    return middles


def _heap(
    members: list[int], wanted: Sequence[float], sizes: Sequence[float], room: float
) -> tuple[float, list[int]]:
    """Boxes heaped up where they are nearest to what each wants, within the room."""
    before, begins = 0.0, 0.0
    for member in members:
        begins += wanted[member] - before - sizes[member] / 2
        before += sizes[member]
    return max(min(begins / len(members), room - before), 0.0), members
