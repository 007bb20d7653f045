"""Files before 2020 count GPs without registrars (EXR): which of today's counts that is, the file itself shows.

Some say EXR leaves out registrars alone and keeps foundation doctors, others that it leaves out both.
Where the registrars of each practice are printed, taking them away from all GPs tells.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from wfcore.declared import declared
from wfcore.findings import Finding, finding
from wfcore.normalising.grids import FigureGrid

_ALL = "TOTAL_GP_FTE"
_FOUNDATION = "TOTAL_GP_TRN_GR_F1_2_FTE"
_OLD = ("_EXR_", "_EXRL_")

_Array = npt.NDArray[np.float64]


def hold_against_registrars(
    grid: FigureGrid, headings: dict[str, str]
) -> tuple[dict[str, str], list[Finding]]:
    """Headings of today → as printed, without those that the file does not bear out; and what was said.

    Args:
        grid: the figures of the file.
        headings: heading of today → heading as printed.
    """
    old = {today: h for today, h in headings.items() if any(mark in h for mark in _OLD)}
    if not old:
        return headings, []
    found = _verdict(grid, headings)
    if found is None:
        return headings, []
    return {today: h for today, h in headings.items() if today not in old}, [found]


def _verdict(grid: FigureGrid, headings: dict[str, str]) -> Finding | None:
    """None where EXR leaves out registrars and foundation doctors, as fully qualified GPs do."""
    without = headings.get("TOTAL_GP_EXTG_FTE")
    trainees = [t for t in headings if t.startswith("TOTAL_GP_TRN_GR_") and t.endswith("_FTE")]
    advice = "Use the file of that month as NHS England issued it again in July 2022."
    if without is None or _ALL not in headings or not trainees:
        return finding(
            "warns",
            "registrars_not_shown",
            "GPs without registrars (EXR), in a file that does not print the registrars: whether "
            "these are the fully qualified GPs cannot be shown. They are not used.",
            examples=_printed(headings),
            advice=advice,
        )
    left_out = _column(grid, headings[_ALL]) - _column(grid, without)
    both = sum((_column(grid, headings[t]) for t in trainees), np.zeros(grid.rows))
    known = np.isfinite(left_out) & np.isfinite(both)
    near = declared().rules.identity_tolerance
    if known.any() and (np.abs(left_out - both)[known] <= near).all():
        return None
    foundation = _column(grid, headings[_FOUNDATION]) if _FOUNDATION in headings else 0.0
    kept = known.any() and (np.abs(left_out - both + foundation)[known] <= near).all()
    return finding(
        "warns",
        "registrars_differ",
        "GPs without registrars (EXR) still hold the foundation doctors in this file. They are not "
        "the fully qualified GPs, and are not used."
        if kept
        else "GPs without registrars (EXR) are not all GPs less the registrars that the file prints. "
        "They are not used.",
        count=int((np.abs(left_out - both)[known] > near).sum()),
        examples=_printed(headings),
        advice=advice,
    )


def _column(grid: FigureGrid, heading: str) -> _Array:
    return grid.figures[heading].to_numpy()


def _printed(headings: dict[str, str]) -> Iterator[str]:
    return (h for h in headings.values() if any(mark in h for mark in _OLD))
