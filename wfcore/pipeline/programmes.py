"""Posts that a programme promised, and how many of them somebody holds."""

from dataclasses import dataclass

import polars as pl

from wfcore.declared import declared
from wfcore.geography import Level, display_name
from wfcore.measuring import VersionMeasures, cached_per_version
from wfcore.measuring.arrays import Truths
from wfcore.measuring.disclosure import Count
from wfcore.measuring.local_rows import LocalRows, rows_at, rows_brought, rows_inside

_KIND = "programme_posts"
_MAPPED = (Level.PCN, Level.PRACTICE, Level.BOROUGH)


@dataclass(frozen=True)
class PromisedPosts:
    """Posts of one programme and role, in a place; `promised` None where the file does not say."""

    programme: str
    name: str
    role: str
    promised: float | None
    filled: Count

    @property
    def share(self) -> float | None:
        """Filled of promised: 0 to 1, or more."""
        if self.filled.value is None or self.filled.silent or not self.promised:
            return None
        return self.filled.value / self.promised


@dataclass(frozen=True)
class ProgrammePosts:
    """Programmes of a place: all together by programme and role, and each place inside it.

    `by_place`: name of the place and its posts.
    """

    level: Level
    is_own: bool
    posts: tuple[PromisedPosts, ...]
    by_place: tuple[tuple[str, tuple[PromisedPosts, ...]], ...]

    @property
    def promised(self) -> float:
        """All posts that are promised."""
        return sum(one.promised or 0.0 for one in self.posts)


@cached_per_version
def programme_posts(
    figures: VersionMeasures, level: Level, code: str, period: str
) -> ProgrammePosts | None:
    """Posts promised and filled in a place; None where nobody brought them.

    Args:
        figures: the data.
        level: of the place.
        code: of the place.
        period: `YYYY-MM`, for which practices a group of practices holds.
    """
    rows = rows_brought(figures, _KIND)
    found = rows_inside(figures, rows, level, code, period)
    if found is None:
        return None
    inner = [rows_at(figures, rows, (level, code), at, period) for at in _MAPPED]
    inside = next((there for there in inner if there.any()), found.inside)
    codes = rows.frame.filter(pl.Series(inside))["place_code"].unique(maintain_order=True)
    by_place = [_of_place(rows, inside & rows.where(place_code=one)) for one in codes]
    return ProgrammePosts(
        found.level, found.is_own, _posts(rows, found.inside), tuple(sorted(by_place))
    )


def _of_place(rows: LocalRows, inside: Truths) -> tuple[str, tuple[PromisedPosts, ...]]:
    first = rows.frame.filter(pl.Series(inside)).row(0, named=True)
    return display_name(first["place_name"] or first["place_code"]), _posts(rows, inside)


def _posts(rows: LocalRows, inside: Truths) -> tuple[PromisedPosts, ...]:
    frame = rows.frame.filter(pl.Series(inside))
    named = declared().pipeline.programmes
    found: list[PromisedPosts] = []
    columns = ["group", "role", "programme_printed"]
    kinds = frame.select(columns).unique(columns[:2], maintain_order=True)
    for group, role, printed in kinds.iter_rows():
        mine = inside & rows.where(group=group, role=role)
        promised = rows.frame.filter(pl.Series(mine))["promised"]
        known = named.get(group)
        found.append(
            PromisedPosts(
                group,
                known.name if known else printed or group,
                role or "",
                float(promised.sum()) if promised.count() else None,
                rows.count("filled", mine),
            )
        )
    return tuple(found)
