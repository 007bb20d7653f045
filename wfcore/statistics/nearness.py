"""Which rows of a table are most like one of them."""

import numpy as np
import numpy.typing as npt

Table = npt.NDArray[np.float64]


def standardised(features: Table) -> Table:
    """Each column from its mean in standard deviations; a column without any spread is 0."""
    spread = features.std(axis=0)
    return (features - features.mean(axis=0)) / np.where(spread > 0, spread, 1)


def distances_from(features: Table, at: int) -> npt.NDArray[np.float64]:
    """How far each row is from one of them: Euclidean, every column counting alike.

    Args:
        features: a row for each place, finite.
        at: the row looked at; its own distance is 0.
    """
    known = standardised(features)
    return np.sqrt(((known - known[at]) ** 2).sum(axis=1))
