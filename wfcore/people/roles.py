"""Every role that a practice file counts, in a place: posts, and posts for its patients."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from wfcore.declared import Quantity, declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, cached_per_version, units_inside

_ALL = "all"


@dataclass(frozen=True)
class RoleCount:
    """Posts of one role, or of all of a staff group (`role` is `all`), in one place and month.

    `fte` and `patients` are of the practices that reported it and have a list; None where none did.
    """

    group: str
    role: str
    name: str
    fte: float | None
    patients: float | None
    practices: int

    def per(self, patients: int) -> float | None:
        """Full-time posts for so many registered patients."""
        return (
            None if self.fte is None or not self.patients else self.fte / self.patients * patients
        )

    @property
    def patients_each(self) -> float | None:
        """Registered patients for each full-time post."""
        return self.patients / self.fte if self.fte and self.patients else None


def role_counts(
    figures: VersionMeasures, level: Level, code: str, period: str
) -> dict[tuple[str, str], RoleCount]:
    """Staff group and role → its posts; roles that the file of the month does not count are left out.

    Args:
        figures: the data.
        level: of the place.
        code: of the place.
        period: `YYYY-MM`.
    """
    frame = _practices(figures, period).filter(units_inside(level, code))
    listed = frame["registered"].fill_null(0).to_numpy() > 0
    found: dict[tuple[str, str], RoleCount] = {}
    for (group, role), (name, column) in _counted().items():
        if frame[f"{column}:absent"].all():
            continue
        posts = frame[column].to_numpy()
        there = listed & ~np.isnan(posts.astype(np.float64))
        many = int(there.sum())
        sums = (
            float(np.nansum(np.where(there, values.astype(np.float64), 0)))
            for values in (posts, frame["registered"].fill_null(0).to_numpy())
        )
        fte, patients = sums if many else (None, None)
        found[group, role] = RoleCount(group, role, name, fte, patients, many)
    return found


def _counted() -> dict[tuple[str, str], tuple[str, str]]:
    """Staff group and role → what it is called, and the column of its posts."""
    staff = declared().staff
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for group, roles in staff.practice_roles.items():
        found[group, _ALL] = staff.groups[group].name, f"{group}:{_ALL}"
        for stem, name in roles.items():
            role = f"{group}_{stem.lower()}"
            found[group, role] = name, role
    return found


@cached_per_version
def _practices(figures: VersionMeasures, period: str) -> pl.DataFrame:
    wanted = {
        column: Quantity(staff_group=group)
        if role == _ALL
        else Quantity(staff_group=group, breakdown="role", roles=[role])
        for (group, role), (_, column) in _counted().items()
    }
    return figures.quantities("practice", period, wanted).filter("in_file")
