"""Today's staff by network and staff group, as a projection starts from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wfcore.declared import Quantity, declared
from wfcore.errors import UnknownName
from wfcore.geography import Level, display_name
from wfcore.measuring import (
    VersionMeasures,
    cached_per_version,
    has_partial_group,
    is_suppressed,
    suppression_columns,
)
from wfcore.projecting.flows import FTE, PEOPLE, Array
from wfcore.projecting.list_growth import list_growth

RowMask = NDArray[np.bool_]
STRUCTURED = tuple(k for k, g in declared().assumptions.groups.items() if g.structured)
TRAINEE = "gp_trainee"
_TRAINS = "gp_qualified"
_NEXT_BAND, _BAND_YEARS = "50_54", 5  # those who turn 55 next
_OLDER = declared().staff.aged_55_plus
_AREAS = ("group", "borough", "icb")
_APART = ["area_code", "borough_code", "group_code"]
LEVELS = (Level.PCN, Level.GROUP, Level.BOROUGH, Level.ICB)


@dataclass(frozen=True)
class Stocks:
    """What a file says about the staff of an ICB, network by network.

    `areas`: `row, area_code, area_name`, code and name of group, borough and ICB, one row for
    each network (two where it lies in two boroughs, or is in a group in part, so that these add up as
    they are measured) and one for each practice outside any. Arrays run over those rows and the structured staff
    groups: `fte` and `people` (NaN where nobody reported), `aged` (share aged 55 and over), `older` (of these the
    shares aged 55 to 59, and 65 and over; 0 where no file says it: age, area, group),
    `patients` (of the practices that reported). `trainees` (count, area). `growth`: yearly growth of
    the lists. `ageing` (group): share of those under 55 who turn 55 in a year, in all of the ICB.
    `stood_in`: for each stand-in, the staff groups it was used for. `pooled`: for each
    staff group, the rows that hold only a part of a pool of small numbers.
    """

    period: str
    version: int
    areas: pl.DataFrame
    fte: Array
    people: Array
    aged: Array
    patients: Array
    trainees: Array
    growth: Array
    stood_in: Mapping[str, tuple[str, ...]]
    older: Array = field(default_factory=lambda: np.zeros((2, 1, len(STRUCTURED))))
    ageing: Array = field(default_factory=lambda: np.full(len(STRUCTURED), _usual_ageing()))
    pooled: Mapping[str, RowMask] = field(default_factory=dict[str, RowMask], repr=False)
    _rows: dict[str, RowMask] = field(default_factory=dict[str, RowMask], repr=False, compare=False)

    @cached_property
    def codes(self) -> list[str]:
        """The code of each row's network."""
        return self.areas["area_code"].to_list()

    @cached_property
    def names(self) -> dict[str, str]:
        """The networks: code → name."""
        return dict(self.areas.select("area_code", "area_name").iter_rows())

    def rows(self, code: str) -> RowMask:
        """Which rows lie in a place.

        Raises:
            UnknownName: the place is not in these data.
        """
        if code in self._rows:
            return self._rows[code]
        found = np.zeros(self.areas.height, dtype=bool)
        for column in ("area_code", *(f"{area}_code" for area in _AREAS)):
            found |= (self.areas[column] == code).fill_null(value=False).to_numpy()
        if not found.any():
            raise UnknownName(
                f"There is no place {code!r} in the figures for {self.period}.",
                "It may have closed or changed its code. Choose another place.",
            )
        found.flags.writeable = False
        self._rows[code] = found
        return found

    def level_of(self, code: str) -> Level:
        """The level of a place that is in these data."""
        columns = {level: f"{level}_code" for level in reversed(LEVELS) if level is not Level.PCN}
        found = (level for level, name in columns.items() if (self.areas[name] == code).any())
        return next(found, Level.PCN)

    def own_growth(self, rows: RowMask) -> float:
        """Yearly growth of the lists of these rows taken together."""
        size = np.nan_to_num(self.patients[rows]).max(axis=1)
        total = size.sum()
        return float((size * self.growth[rows]).sum() / total) if total else 0.0


def stocks(
    figures: VersionMeasures,
    period: str,
    icb: str,
    today: Mapping[str, Mapping[str, float]] | None = None,
) -> Stocks:
    """The staff of one ICB in one period, gathered once for a version.

    Args:
        figures: the data.
        period: `YYYY-MM` of practice staff.
        icb: code of the integrated care board.
        today: values a reader has set for stand-ins, in place of those of `assumptions.yaml`.

    Raises:
        UnknownName: the ICB has no practices in that period.
    """
    set_ = today or {}
    asked = tuple((what, g, value) for what, values in set_.items() for g, value in values.items())
    return figures.cached(
        ("stocks", period, icb, asked), lambda: _gathered(figures, period, icb, set_)
    )


def _gathered(
    figures: VersionMeasures, period: str, icb: str, today: Mapping[str, Mapping[str, float]]
) -> Stocks:
    frame = _practices(figures, period, icb)
    areas = (
        frame.select(
            "area_code", "area_name", *[f"{a}_{p}" for a in _AREAS for p in ("code", "name")]
        )
        .unique(_APART, keep="first", maintain_order=True)
        .sort("area_name", *_APART)
        .with_row_index("row")
    )
    at = frame.join(
        areas.select(*_APART, "row"),
        on=_APART,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )["row"].to_numpy()
    used: dict[str, list[str]] = {}
    assumed = _StandIns(today, used)
    counted = _Counted(frame, at, areas.height)
    fte, patients = np.empty((2, areas.height, len(STRUCTURED)))
    people, aged = np.empty((2, areas.height, len(STRUCTURED)))
    older = np.empty((2, areas.height, len(STRUCTURED)))
    for g, group in enumerate(STRUCTURED):
        fte[:, g], patients[:, g] = counted.with_patients(f"{group}:fte")
        heads = counted.whole(f"{group}:people")
        people[:, g] = heads if heads is not None else fte[:, g] / assumed("hours", group)
        aged[:, g] = counted.share(f"{group}:aged", f"{group}:known", assumed, group)
        older[:, :, g] = counted.older(group)
    trainees = np.zeros((2, areas.height))
    g = STRUCTURED.index(_TRAINS)
    all_fte, all_patients = counted.with_patients("gp:fte")
    if np.isnan(fte[:, g]).all() and not np.isnan(all_fte).all():
        share = assumed("trainee_share", "gp")
        fte[:, g], patients[:, g] = all_fte * (1 - share), all_patients
        people[:, g] = fte[:, g] / assumed("hours", _TRAINS)
        trainees[FTE] = np.nan_to_num(all_fte * share)
        trainees[PEOPLE] = trainees[FTE] / assumed("hours", TRAINEE)
    else:
        trainees[FTE] = counted.beyond("gp:fte", f"{_TRAINS}:fte")
        if counted.whole("gp:people") is None or np.isnan(people[:, g]).all():
            trainees[PEOPLE] = trainees[FTE] / assumed("hours", TRAINEE)
        else:
            trainees[PEOPLE] = counted.trainees()
    return Stocks(
        period=period,
        version=figures.version.number,
        areas=areas,
        fte=fte,
        people=people,
        aged=aged,
        patients=patients,
        trainees=trainees,
        growth=list_growth(figures, period, frame.with_columns(row=pl.Series(at)), areas.height),
        stood_in={what: tuple(groups) for what, groups in used.items()},
        older=older,
        ageing=np.array([counted.ageing(group) for group in STRUCTURED]),
        pooled={group: counted.pooled(group) for group in STRUCTURED},
    )


def _usual_ageing() -> float:
    return declared().assumptions.fixed["ageing"].value / 100


class _StandIns:
    """Values for what a file does not say; remembers which were used."""

    def __init__(self, set_: Mapping[str, Mapping[str, float]], used: dict[str, list[str]]) -> None:
        self._set, self._used = set_, used

    def __call__(self, what: str, group: str) -> float:
        value = declared().assumptions.stand_ins[what].value
        scenario = (
            declared().assumptions.groups[group].scenario
            if group in declared().assumptions.groups
            else group
        )
        key = group if group in value else scenario
        noted = self._used.setdefault(what, [])
        if key not in noted:
            noted.append(key)
        return float(self._set.get(what, {}).get(key, value[key]))


@dataclass(frozen=True)
class _Counted:
    """Columns of the practices, added up by area."""

    frame: pl.DataFrame
    at: np.ndarray
    areas: int

    def column(self, name: str) -> Array:
        return self.frame[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()

    def _sum(self, values: Array, there: np.ndarray) -> Array:
        some = np.bincount(self.at, there, self.areas) > 0
        total = np.bincount(self.at, np.where(there, values, 0.0), self.areas)
        return np.where(some, total, np.nan)

    def with_patients(self, name: str) -> tuple[Array, Array]:
        """FTE and the patients of the practices that gave it and have a list."""
        values, lists = self.column(name), self.column("registered")
        there = ~np.isnan(values) & (np.nan_to_num(lists) > 0)
        return self._sum(values, there), self._sum(lists, there)

    def whole(self, name: str) -> Array | None:
        """People by area; None where the file does not count them."""
        values = self.column(name)
        there = ~np.isnan(values)
        return self._sum(values, there) if there.any() else None

    def beyond(self, whole: str, part: str) -> Array:
        """What the whole counts beyond its part, in the practices that gave both and have a list."""
        more = self.column(whole) - self.column(part)
        return self._listed(more)

    def trainees(self) -> Array:
        """People in training: all GPs but the qualified; where small numbers hide them, by their posts."""
        more = self.column("gp:people") - self.column(f"{_TRAINS}:people")
        posts = self.column("gp:fte") - self.column(f"{_TRAINS}:fte")
        hidden = self.hidden("gp:people") | self.hidden(f"{_TRAINS}:people")
        there = hidden & ~np.isnan(more) & ~np.isnan(posts)
        each = more[there].sum() / posts[there].sum() if posts[there].sum() > 0 else 0.0
        return self._listed(np.where(hidden, posts * each, more))

    def _listed(self, values: Array) -> Array:
        """Added up by area in the practices that have a list; nobody is fewer than none."""
        there = ~np.isnan(values) & (np.nan_to_num(self.column("registered")) > 0)
        return np.maximum(np.nan_to_num(self._sum(values, there)), 0)

    def hidden(self, name: str) -> np.ndarray:
        """Which practices' figures are those of a pool, shared out."""
        return self.frame.select(hidden=is_suppressed(name, self.frame))["hidden"].to_numpy()

    def pooled(self, group: str) -> RowMask:
        """Areas that hold only a part of a pool of small numbers of a staff group."""
        found = np.zeros(self.areas, dtype=np.bool_)
        for part in ("fte", "people", "aged", *_OLDER):
            pool, size = suppression_columns(f"{group}:{part}")
            if pool in self.frame.columns:
                pools, sizes = (self.frame[name].to_numpy() for name in (pool, size))
                found |= has_partial_group(pools, sizes, self.at, self.areas)
        return found

    def share(self, part: str, whole: str, assumed: _StandIns, group: str) -> Array:
        """The area's own share, of the ages that may be known; that of the ICB where there are none.

        The stand-in where no file says it, or too few people are in all of the data.
        """
        some, known = self.column(part), self.column(whole)
        there = ~np.isnan(some) & ~np.isnan(known)
        if not np.where(there, known, 0).sum() > 0:
            return np.full(self.areas, assumed("share_55", group))
        parts, wholes = (
            np.nan_to_num(self._sum(some, there)),
            np.nan_to_num(self._sum(known, there)),
        )
        own = wholes > 0
        return np.where(own, parts / np.where(own, wholes, 1), parts.sum() / wholes.sum())

    def older(self, group: str) -> Array:
        """Of those aged 55 and over, the shares aged 55 to 59 and 65 and over, as `share` takes them; 0 if unknown."""
        columns = [self.column(f"{group}:{band}") for band in _OLDER]
        there = ~np.isnan(sum(columns))
        bands: Array = np.nan_to_num([self._sum(column, there) for column in columns])
        whole = bands.sum(axis=0)
        if not whole.sum() > 0:
            return np.zeros((2, self.areas))
        shares = np.where(
            whole > 0,
            bands / np.where(whole > 0, whole, 1),
            bands.sum(axis=1)[:, None] / bands.sum(),
        )
        return np.array([shares[0], shares[2] + shares[3]])

    def ageing(self, group: str) -> float:
        """A fifth of those of 50 to 54 among those under 55; what is declared where no file prints them."""
        parts = [self.column(f"{group}:{what}") for what in ("turning", "aged", "known")]
        there = ~np.isnan(parts).any(axis=0)
        turning, aged, known = (float(part[there].sum()) for part in parts)
        few = min(turning, known - aged) < declared().rules.disclosure.personal_base
        return _usual_ageing() if few else turning / (known - aged) / _BAND_YEARS


def _practices(figures: VersionMeasures, period: str, icb: str) -> pl.DataFrame:
    """Practices of the ICB that the file names, with what the model counts in each."""
    wanted = {
        "gp:fte": Quantity(staff_group="gp"),
        "gp:people": Quantity(staff_group="gp", measure="headcount"),
    }
    for key, group in declared().assumptions.groups.items():
        if group.structured:
            of = group.quantity
            wanted[f"{key}:fte"] = of
            wanted[f"{key}:people"] = of.but(measure="headcount")
            by_age = of.but(breakdown="age", measure="headcount")
            wanted[f"{key}:aged"] = by_age.but(ages="aged_55_plus")
            wanted[f"{key}:known"] = by_age.but(ages="known")
            wanted[f"{key}:turning"] = by_age.but(ages=_NEXT_BAND)
            wanted |= {f"{key}:{band}": by_age.but(ages=band) for band in _OLDER}
    frame = _with_groups(figures.quantities("practice", period, wanted))
    here = (pl.col("icb_code") == icb) | pl.col("group_code").is_not_null()
    frame = frame.filter(here & pl.col("in_file"))
    if frame.is_empty():
        raise UnknownName(
            f"There are no practices of {icb!r} in the figures for {period}.",
            "Choose another month or another place.",
        )
    return frame.with_columns(
        area_code=pl.coalesce("pcn_code", "unit"),
        area_name=pl.coalesce("pcn_name", "unit_name").map_elements(
            display_name, return_dtype=pl.String
        ),
        **{
            f"{a}_name": pl.col(f"{a}_name").map_elements(display_name, return_dtype=pl.String)
            for a in _AREAS
        },
    )


def _with_groups(frame: pl.DataFrame) -> pl.DataFrame:
    """Practices with the columns of a group; empty where none is looked at."""
    lacking = [c for c in ("group_code", "group_name") if c not in frame.columns]
    return frame.with_columns(pl.lit(None, pl.String).alias(c) for c in lacking)


@cached_per_version
def icb_of(figures: VersionMeasures, period: str, code: str) -> tuple[Level, str, str, str]:
    """Level, code and name of a place, and the code of the ICB it lies in.

    Args:
        figures: the data.
        period: `YYYY-MM` of practice staff.
        code: code or name of a network, a group, a borough or an integrated care board. A group over
            several boards is taken with that of most of its practices.

    Raises:
        UnknownName: no such place, or one of another level.
    """
    level, found, name = figures.find(code, "practice", period)
    if level not in LEVELS:
        raise UnknownName(
            f"{name} is no place to project: a projection is made for a network, a group of practices, "
            "a local authority or an integrated care board.",
            "Choose one of those.",
        )
    frame = figures.units("practice", period).frame
    inside = frame.filter(pl.col(f"{level}_code") == found)["icb_code"].drop_nulls()
    if inside.is_empty():
        raise UnknownName(
            f"{name} has no integrated care board in these data.", "Choose another place."
        )
    return level, found, display_name(name), str(inside.mode().sort()[0])
