"""Ages, sexes and hours of one staff group, place by place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from wfcore.declared import Metric, Quantity, declared
from wfcore.geography import Level, area_code_at, display_name
from wfcore.measuring import VersionMeasures, cached_per_version, units_inside
from wfcore.measuring.disclosure import has_partial_group, suppression_columns

_UNKNOWN = "unknown"
_SEXES = ("female", "male")


@dataclass(frozen=True)
class AgeBand:
    """People of one band of ages; `women` and `men` are None where the file does not tell them apart."""

    band: str
    people: float
    women: float | None
    men: float | None


@dataclass(frozen=True)
class Profile:
    """Who the staff of one group are in a place, counted in its practices.

    `known` are people whose age is known, `aged_55` and `aged_60` how many of them are so old or
    older, `unknown` those whose age is not. `bands` from the youngest. `women` of `sexed` people.
    `fte` and `people` of the practices that give both. `told` of `practices` gave ages, and have
    `covered` of the `patients`. None stands for what no file says, and for what is hidden.
    """

    area_code: str
    area_name: str
    bands: tuple[AgeBand, ...] = ()
    known: float | None = None
    unknown: float | None = None
    aged_55: float | None = None
    aged_60: float | None = None
    women: float | None = None
    sexed: float | None = None
    fte: float | None = None
    people: float | None = None
    told: int = 0
    practices: int = 0
    patients: float = 0.0
    covered: float = 0.0
    hidden: bool = False

    @property
    def share_55(self) -> float | None:
        """Of those whose age is known, the share aged 55 or older: 0 to 1."""
        return _share(self.aged_55, self.known)

    @property
    def share_60(self) -> float | None:
        """Of those whose age is known, the share aged 60 or older: 0 to 1."""
        return _share(self.aged_60, self.known)

    @property
    def share_women(self) -> float | None:
        """Of those whose sex is known, the share of women: 0 to 1."""
        return _share(self.women, self.sexed)

    @property
    def share_covered(self) -> float | None:
        """The share of patients whose practices gave ages: 0 to 1."""
        return _share(self.covered, self.patients)

    @property
    def full_time(self) -> float | None:
        """How much of a full week the average person works: 0 to 1."""
        return _share(self.fte, self.people)


def _share(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def profile_of(
    figures: VersionMeasures, metric: Metric, level: Level, code: str, period: str
) -> Profile:
    """The profile of one place.

    Args:
        figures: the data.
        metric: of practice staff; the profile is of its staff group, as it counts GPs.
        level: of the place.
        code: of the place.
        period: `YYYY-MM`.
    """
    inside = profiles_inside(figures, metric, level, period, units_inside(level, code))
    (found,) = [profile for profile in inside if profile.area_code == code] or [Profile(code, code)]
    return found


def profiles_inside(
    figures: VersionMeasures, metric: Metric, level: Level, period: str, inside: pl.Expr
) -> list[Profile]:
    """The profile of each place of a level.

    Args:
        figures: the data.
        metric: as for `profile_of`.
        level: of the places.
        period: `YYYY-MM`.
        inside: which units to look at; see `units_inside`.
    """
    frame = practices_of(figures, metric, period).filter(inside)
    frame = frame.with_columns(
        code=area_code_at(level), name=_name_at(level)
    ).drop_nulls("code")  # fmt: skip
    return [_profile(area) for area in frame.partition_by("code", maintain_order=True)]


def practices_of(figures: VersionMeasures, metric: Metric, period: str) -> pl.DataFrame:
    """The practices of a month's file, each with what may be known of the people of a staff group.

    Columns as in `Units`, and `fte, people, known, aged_55_plus, aged_60_plus`, each age band, each sex,
    `<band>:<sex>`, `known_fte` and `aged_55_plus_fte`; see `disclosed`.
    """
    return _practices(figures, *_counted(metric), period)


def people_counted(
    figures: VersionMeasures, staff: str, period: str, inside: pl.Expr
) -> float | None:
    """People of a staff count in some practices; None where no file says, or too few are behind it.

    Args:
        figures: the data.
        staff: a count of `metrics.yaml` such as `gp`, or `all` for every staff group together.
        period: `YYYY-MM`.
        inside: which units to look at; see `units_inside`.
    """
    stems = ("gp", "nurse", "dpc", "admin") if staff == "all" else (staff,)
    found = [
        _profile(area).people if (area := practices_of(figures, metric, period).filter(inside)).height else None
        for metric in (declared().metric(f"{stem}_rate") for stem in stems)
    ]  # fmt: skip
    known = [people for people in found if people is not None]
    return sum(known) if len(known) == len(found) else None


def _name_at(level: Level) -> pl.Expr:
    match level:
        case Level.PRACTICE:
            return pl.col("unit_name")
        case Level.ENGLAND:
            return pl.lit("England")
        case _:
            return pl.col(f"{level}_name")


def whole_group_of(metric: Metric) -> Metric:
    """The rate of the whole staff group, its GPs counted likewise: ages are printed of whole groups."""
    rates = {
        (of.staff_group, of.definition): rate
        for rate in declared().metrics.values()
        if (of := rate.quantity) and not of.roles and rate.kind == "rate"
        if (rate.collection, rate.patients) == ("practice", "registered")
    }
    return rates[_counted(metric)]


def _counted(metric: Metric) -> tuple[str, str]:
    """The staff group that a metric is about, and how its GPs are counted; GPs where it is of no practice's staff."""
    of = metric.quantity if metric.collection == "practice" else None
    return (of.staff_group, of.definition) if of else ("gp", "all")


def _wanted(group: str, definition: str) -> dict[str, Quantity]:
    people = Quantity(staff_group=group, definition=definition, measure="headcount")
    aged = people.but(breakdown="age")
    bands = declared().staff.age_bands
    by_age = {
        ages: aged.but(ages=ages) for ages in ("known", "aged_55_plus", "aged_60_plus", *bands)
    }
    cut = people.but(breakdown="age_sex")
    by_both = {f"{band}:{sex}": cut.but(ages=band, sex=sex) for band in bands for sex in _SEXES}
    by_time = {
        f"{ages}_fte": aged.but(ages=ages, measure="fte") for ages in ("known", "aged_55_plus")
    }
    by_sex = {sex: people.but(breakdown="sex", sex=sex) for sex in _SEXES}
    return {
        "fte": people.but(measure="fte"),
        "people": people,
        **by_age,
        **by_time,
        **by_sex,
        **by_both,
    }


@cached_per_version
def _practices(figures: VersionMeasures, group: str, definition: str, period: str) -> pl.DataFrame:
    """The practices of a month's file, each with what may be known of its people."""
    frame = figures.quantities("practice", period, _wanted(group, definition))
    return frame.filter("in_file")


def _profile(area: pl.DataFrame) -> Profile:
    told = area.filter(pl.col("known").is_not_null())
    sexed = area.drop_nulls(_SEXES)
    worked = area.drop_nulls(["fte", "people"])
    ages_hidden, sexes_hidden, hours_hidden = (
        _is_cut(area, names)
        for names in (["known", *declared().staff.age_bands], _SEXES, ["people"])
    )

    def summed(rows: pl.DataFrame, name: str, *, hidden: bool) -> float | None:
        return None if hidden or rows.is_empty() else _sum(rows, name)

    women = summed(sexed, "female", hidden=sexes_hidden)
    men = summed(sexed, "male", hidden=sexes_hidden)
    return Profile(
        area["code"][0] if "code" in area.columns else "",
        display_name(area["name"][0]) if "name" in area.columns else "",
        bands=() if ages_hidden or told.is_empty() else _bands(told),
        known=summed(told, "known", hidden=ages_hidden),
        unknown=summed(told, _UNKNOWN, hidden=ages_hidden),
        aged_55=summed(told, "aged_55_plus", hidden=ages_hidden),
        aged_60=summed(told, "aged_60_plus", hidden=ages_hidden),
        women=women,
        sexed=None if women is None or men is None else women + men,
        fte=summed(worked, "fte", hidden=hours_hidden),
        people=summed(worked, "people", hidden=hours_hidden),
        told=told.height,
        practices=area.height,
        patients=_sum(area, "registered"),
        covered=_sum(told, "registered"),
        hidden=ages_hidden,
    )


def _bands(told: pl.DataFrame) -> tuple[AgeBand, ...]:
    """The bands that the file prints, from the youngest; those of unknown age at the end."""
    found: list[AgeBand] = []
    for band in declared().staff.age_bands:
        if told[band].null_count() == told.height:
            continue
        cuts = [f"{band}:{sex}" for sex in _SEXES]
        both = told.select(cuts).null_count().row(0) == (0, 0)
        women, men = (_sum(told, cut) if both else None for cut in cuts)
        found.append(AgeBand(band, _sum(told, band), women, men))
    return tuple(found)


def _sum(rows: pl.DataFrame, name: str) -> float:
    """Rounded: what small numbers of a pool are shared out by leaves crumbs."""
    return round(float(rows[name].fill_null(0).sum()), 6)


def _is_cut(area: pl.DataFrame, names: Sequence[str]) -> bool:
    """Whether the place holds a part of some pool of small numbers only."""
    for name in names:
        pool, size = suppression_columns(name)
        if pool not in area.columns:
            continue
        pools, sizes = area[pool].to_numpy().astype(np.intp), area[size].to_numpy()
        if has_partial_group(pools, sizes, np.zeros(area.height, dtype=np.intp), 1)[0]:
            return True
    return False
