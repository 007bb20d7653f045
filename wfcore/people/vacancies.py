"""Which posts are vacant, of how many, and who answered: silence is not none."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from wfcore.declared import Metric
from wfcore.geography import Level, area_code_at, display_name
from wfcore.measuring import VersionMeasures, cached_per_version, units_inside
from wfcore.measuring.arrays import Truths
from wfcore.measuring.disclosure import Count, PooledCounts
from wfcore.measuring.local_rows import LocalRows, pools_of, rows_brought, rows_inside
from wfcore.people.profiles import practices_of, whole_group_of

_KIND = "vacancies"
_COVERS = ("nobody", "locum", "other_staff")
_MONTH = 7  # letters of `2025-09`


@dataclass(frozen=True)
class VacancyRate:
    """Vacant posts of one staff group in a place, and the posts filled beside them in the places that answered.

    `vacant` and each of `covered` (who does the work → posts) are full-time posts. `answered` of
    `places` said something, with `share_answered` of their patients. Of the others nothing is known.
    """

    area_code: str
    area_name: str
    staff: str
    level: Level
    vacant: Count
    covered: dict[str, Count]
    in_post: float | None
    answered: int
    places: int
    share_answered: float | None
    source: str = ""
    invented: bool = False

    @property
    def rate(self) -> float | None:
        """Vacant ÷ (in post + vacant): 0 to 1; None where one of them is not known, or hidden."""
        if self.vacant.value is None or self.in_post is None:
            return None
        return vacancy_rate(self.vacant.value, self.in_post)


def vacancy_rate(vacant: float, in_post: float) -> float | None:
    """Vacant ÷ (in post + vacant), full-time posts: 0 to 1; None where there are no posts at all."""
    posts = in_post + vacant
    return vacant / posts if posts else None


@dataclass(frozen=True)
class _Open:
    """What each place said: `posts` open in the month, with `pools`; and the places that answered."""

    rows: LocalRows
    pools: PooledCounts


def vacancies_of(
    figures: VersionMeasures, metric: Metric, level: Level, code: str, period: str
) -> VacancyRate | None:
    """The vacancies of a place; None where nobody brought any return about it.

    Args:
        figures: the data.
        metric: of practice staff; vacant are posts of its staff group, in post who it counts.
        level: of the place.
        code: of the place.
        period: `YYYY-MM`; posts are vacant that were opened by its end and not filled.
    """
    whole = whole_group_of(metric)
    staff = whole.quantity.staff_group if whole.quantity else "gp"
    said = _said(figures, staff, period)
    found = rows_inside(figures, said.rows, level, code, period)
    if found is None:
        return None
    return _rate(figures, whole, said, (level, code, code), found.inside, found.level, period)


def vacancies_inside(
    figures: VersionMeasures, metric: Metric, place: tuple[Level, str], inner: Level, period: str
) -> list[VacancyRate]:
    """The vacancies of each place of a level; one of which nobody said anything has no answer.

    Args:
        figures: the data.
        metric: as for `vacancies_of`.
        place: level and code of what holds them.
        inner: their level.
        period: `YYYY-MM`.
    """
    frame = practices_of(figures, whole_group_of(metric), period).filter(units_inside(*place))
    areas = frame.select(code=area_code_at(inner), name=pl.col(f"{inner}_name")).drop_nulls("code")
    found: list[VacancyRate] = []
    for code, name in areas.unique("code", maintain_order=True).sort("code").iter_rows():
        one = vacancies_of(figures, metric, inner, code, period)
        named = display_name(name or code)
        silent = VacancyRate(code, named, "", inner, Count(), {}, None, 0, 0, None)
        found.append(replace(one, area_name=named) if one else silent)
    return found


@cached_per_version
def _said(figures: VersionMeasures, staff: str, period: str) -> _Open:
    """One row for each place that the return names: `answered`, `posts` that are open, and by who covers."""
    every = rows_brought(figures, _KIND).frame
    month = pl.lit(period)
    is_open = (
        (pl.col("wte") > 0)
        & (pl.col("staff") == staff)
        & (pl.col("opened").str.slice(0, _MONTH) <= month).fill_null(value=True)
        & (pl.col("filled_on").str.slice(0, _MONTH) > month).fill_null(value=True)
    ).fill_null(value=False)
    posts = pl.col("wte").filter(is_open)
    areas = [name for name in every.columns if name.endswith("_code") and name != "place_code"]
    rows = every.group_by("place_level", "place_code", maintain_order=True).agg(
        pl.col("answered").any() | (pl.col("wte") > 0).any(),
        posts=posts.sum(),
        **{cover: posts.filter(pl.col("covered_by").filter(is_open) == cover).sum() for cover in _COVERS},
        **{name: pl.col(name).first() for name in areas},
        source=pl.col("source").first(),
        invented=pl.col("invented").any(),
    ).with_columns(
        pl.when(pl.col("answered").fill_null(value=False)).then("posts").alias("posts"),
        pl.lit(staff).alias("group"),
    )  # fmt: skip
    pools = {name: pools_of(rows, name, ()) for name in ("posts", *_COVERS)}
    return _Open(LocalRows(rows, pools), pools["posts"])


def _rate(
    figures: VersionMeasures,
    whole: Metric,
    said: _Open,
    place: tuple[Level, str, str],
    inside: Truths,
    of: Level,
    period: str,
) -> VacancyRate:
    level, code, name = place
    rows = said.rows
    told = inside & rows.frame["posts"].is_not_null().to_numpy()
    codes = rows.frame.filter(pl.Series(told))["place_code"].to_list()
    units = practices_of(figures, whole, period).filter(units_inside(level, code))
    at = units.with_columns(_at=area_code_at(of)).drop_nulls("_at")
    answered = at.filter(pl.col("_at").is_in(codes))
    posts, patients = answered["fte"].drop_nulls(), float(at["registered"].sum())
    return VacancyRate(
        code,
        name,
        str(rows.frame["group"][0]),
        of,
        rows.count("posts", told) if told.any() else Count(),
        {cover: rows.count(cover, told) for cover in _COVERS} if told.any() else {},
        float(posts.sum()) if len(posts) else None,
        len(codes),
        at["_at"].n_unique(),
        float(answered["registered"].sum()) / patients if patients else None,
        str(rows.frame.filter(pl.Series(inside))["source"][0]),
        bool(np.any(rows.frame["invented"].to_numpy() & inside)),
    )
