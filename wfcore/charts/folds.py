"""Long lists drawn short: the first, the last, and what is looked at; a row says how many stand between."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

MOST = 20  # rows of a picture; its table has all
_ENDS = 8


@dataclass(frozen=True)
class Shown:
    """A row for one place, or for as many as are not drawn; where its first and last stand in the list."""

    first: int
    last: int

    @property
    def many(self) -> int:
        """How many places it stands for."""
        return self.last - self.first + 1


def fold(count: int, ours: Collection[int] = ()) -> list[Shown]:
    """Rows for a list of so many: all of a short one; of a long one its ends, and ours with its neighbours.

    Args:
        count: of the list.
        ours: where in it stands what is looked at.
    """
    near = {at + step for at in ours for step in (-1, 0, 1)}
    rows: list[Shown] = []
    for drawn, run in groupby(
        range(count),
        lambda at: count <= MOST or at < _ENDS or at >= count - _ENDS or at in near,
    ):
        places = list(run)
        apart = drawn or len(places) == 1
        rows += [Shown(at, at) for at in places] if apart else [Shown(places[0], places[-1])]
    return rows
