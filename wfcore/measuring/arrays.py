"""Whole columns as numpy arrays."""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
RowIndex = npt.NDArray[np.intp]
Truths = npt.NDArray[np.bool_]
