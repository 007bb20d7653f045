"""Networks and months of the three counts: a month has networks where a plan, claims or returns hold it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Self

import polars as pl

from wfcore.arrs.tables import arrs_table
from wfcore.declared import Flag, Quantity
from wfcore.errors import UnknownName
from wfcore.geography import AREA_COLUMNS, Level, area_code_at, plain_name
from wfcore.measuring import (
    ExpectedPatients,
    GroupMeasures,
    TableCache,
    Units,
    VersionMeasures,
    as_level,
    cached_per_version,
)
from wfcore.months import Month
from wfcore.store import Version

# What of a unit is known also of a month in which it sent nothing.
_OF_PLACE = (
    "unit", "unit_name", "group", "practices", "registered", "weighted", "invented", "other_list",
    "other_places", "placed_by", *AREA_COLUMNS,
)  # fmt: skip


class NetworkMeasures(VersionMeasures):
    """The figures of a version in which a month has networks also where nobody's staff return is published.

    Of such a month they are those of the nearest map, and none of them reported. A network that a plan or
    claims name and no return does is a place too.
    """

    def __init__(self, figures: VersionMeasures) -> None:
        super().__init__(figures.version)
        self.map, self.drawn = figures.map, figures.drawn
        self.of_returns = figures

    def on_map(self, chosen: str) -> Self:
        """The same with every month on one map."""
        return type(self)(self.of_returns.on_map(chosen))

    def over(self, version: Version) -> Self:
        """The same under a version that differs in other tables alone."""
        return type(self)(self.of_returns.over(version))

    def gather(self, keys: Iterable[tuple[str, str]]) -> None:
        """Gather the units of collections and periods side by side."""
        self.of_returns.gather(key for key in keys if key[1] in self.of_returns.periods(key[0]))

    def weights(self, opened: TableCache | None = None) -> pl.DataFrame:
        """The rows of lists with weighted patients."""
        return self.of_returns.weights(opened)

    @property
    def expected(self) -> ExpectedPatients:
        """The patients that areas are known to have."""
        return self.of_returns.expected

    def quantities(
        self, collection: str, period: str, wanted: Mapping[str, Quantity]
    ) -> pl.DataFrame:
        """The units of one period with what may be known of other quantities than the metrics'."""
        return self.of_returns.quantities(collection, period, wanted)

    def units(self, collection: str, period: str, opened: TableCache | None = None) -> Units:
        """The units of one period, and with them networks that its plans and claims name and no return does.

        Of a month without returns they are the networks of the nearest map, none of which reported.
        """
        if collection != "pcn":
            return self.of_returns.units(collection, period, opened)
        return self.cached(("networks", period), lambda: self._with_silent(period))

    def _with_silent(self, period: str) -> Units:
        named = _months_named(self.of_returns).filter(pl.col("month") == period)["pcn_code"]
        named = named.drop_nulls()
        if period not in self.of_returns.periods("pcn"):
            silent = self._placed(self.of_returns.silent_networks(period, named), named)
            return replace(silent, frame=silent.frame.with_columns(published=pl.lit(value=False)))
        returned = self.of_returns.units("pcn", period)
        frame = returned.frame.with_columns(published=pl.lit(value=True))
        lacking = named.filter(~named.is_in(frame["unit"].drop_nulls().implode()))
        if not lacking.len():
            return replace(returned, frame=frame)
        silent = self._placed(self.of_returns.silent_networks(period, lacking), lacking).frame
        more = _beside(silent, lacking, frame).with_columns(published=pl.lit(value=False))
        return replace(returned, frame=pl.concat([frame, more], how="diagonal"))

    def _placed(self, silent: Units, named: pl.Series) -> Units:
        """Silent networks, those that no map places as the return nearest in time places them."""
        frame = silent.frame
        months = self.of_returns.periods("pcn")
        for month in sorted(months, key=lambda one: (Month(one).distance(silent.period), one)):
            placed = frame.drop_nulls("icb_code")["unit"].drop_nulls()
            named = named.filter(~named.is_in(placed.implode()))
            there = self.of_returns.units("pcn", month).frame
            if not named.len() or not there["unit"].is_in(named.implode()).any():
                continue
            frame = frame.filter(~pl.col("unit").is_in(named.implode()).fill_null(value=False))
            more = _beside(there, named, frame).select(
                column for column in _OF_PLACE if column in there.columns
            )
            more = more.with_columns(in_file=pl.lit(value=False), period=pl.lit(silent.period))
            frame = pl.concat([frame, more], how="diagonal")
        absent = [column for column in frame.columns if column.endswith(":absent")]
        truths = pl.col("local", "other_list", "other_places", "invented", *absent)
        return replace(silent, frame=frame.with_columns(truths.fill_null(value=False)))

    def periods(self, collection: str) -> list[str]:
        """Periods with staff; for networks that no return names also a month that places them."""
        returned = self.of_returns.periods(collection)
        return returned if collection != "pcn" else self.cached(("months",), self._placing)

    def _placing(self) -> list[str]:
        returned = self.of_returns.periods("pcn")
        seen = {code for p in returned for code in self.of_returns.units("pcn", p).frame["unit"]}
        unseen = _months_named(self.of_returns).filter(
            ~pl.col("pcn_code").is_in(list(seen - {None}))
        )
        last = unseen.group_by("pcn_code").agg(pl.col("month").max())["month"]
        return sorted({*returned, *last})

    def find(
        self, name: str, collection: str = "practice", period: str | None = None
    ) -> tuple[Level, str, str]:
        """Level, code and name of an area; of networks also one that another month has."""
        try:
            return super().find(name, collection, period)
        except UnknownName:
            if collection != "pcn" or period is None:
                raise
            return super().find(name, collection)

    def newest(self, collection: str) -> str:
        """The newest period of a collection; of networks a month with returns, where there is one."""
        periods = self.of_returns.periods(collection) or self.periods(collection)
        return periods[-1] if periods else self.of_returns.newest(collection)

    def periods_of(self, collection: str, level: Level | str, area_code: str) -> list[str]:
        """Periods of a place, oldest first; of networks those that any of the three counts holds."""
        returned = self.of_returns.periods_of(collection, level, area_code)
        if collection != "pcn":
            return returned
        return sorted({*returned, *self._months_by_place(as_level(level)).get(area_code, ())})

    @cached_per_version
    def _months_by_place(self, level: Level) -> dict[str, list[str]]:
        """Area code → months of plans and claims of its networks, and of its own aims."""
        if not self.periods("pcn"):
            return {}
        placed = pl.concat(
            self.units("pcn", period).frame.select(
                pcn_code="unit", area_code=area_code_at(level), area_name=_name_at(level)
            )
            for period in self.periods("pcn")
        ).drop_nulls("area_code")
        named = _months_named(self.of_returns)
        aims = named.filter(pl.col("pcn_code").is_null())
        months = {plain_name(name): month for name, month in aims.select("area", "month").rows()}
        own = placed.select("area_code", "area_name").unique()
        of_networks = named.join(placed.unique(["pcn_code", "area_code"]), on="pcn_code")
        found: dict[str, list[str]] = {}
        for code, month in of_networks.select("area_code", "month").unique().rows():
            found.setdefault(code, []).append(month)
        for code, name in own.rows():
            for known in (code, name):
                if known and (month := months.get(plain_name(known))):
                    found.setdefault(code, []).append(month)
        spent = arrs_table(self.of_returns, "arrs_spend").filter(place_level=level.value)
        for code, month in spent.select("place_code", "month").unique().rows():
            found.setdefault(code, []).append(month)
        return found

    def areas_of_any(
        self, collection: str, periods: Sequence[str], level: Level | str
    ) -> pl.DataFrame:
        """The areas offered in any of these periods; of networks also those of which nobody reported."""
        if collection != "pcn":
            return self.of_returns.areas_of_any(collection, periods, level)
        return (
            pl.concat(areas_with_silent(self, period, level) for period in periods)
            .unique("area_code", keep="first", maintain_order=True)
            .sort("area_name", maintain_order=True)
        )


@cached_per_version
def areas_with_silent(figures: VersionMeasures, period: str, level: Level | str) -> pl.DataFrame:
    """`period, area_code, area_name, flags` of areas of networks, also those of which nobody reported.

    Not those of which the files hold a part alone, whose sum would be no figure.
    """
    flags = pl.col("flags").str
    part = flags.contains(Flag.NOT_COVERED, literal=True)
    silent = flags.contains(Flag.NOT_REPORTED, literal=True)
    rows = figures.measure(["pcn_staff_fte"], level, period=period)
    return rows.filter(~part | silent).select("period", "area_code", "area_name", "flags")


def _beside(frame: pl.DataFrame, named: pl.Series, others: pl.DataFrame) -> pl.DataFrame:
    """Units of the regions that some networks lie in, without those that others has already."""
    regions = frame.filter(pl.col("unit").is_in(named.implode()))["region_code"].drop_nulls()
    return frame.filter(
        pl.col("region_code").is_in(regions.implode()),
        ~pl.col("group").is_in(others["group"].drop_nulls().implode()),
    )


def _name_at(level: Level) -> pl.Expr:
    if level is Level.ENGLAND:
        return pl.lit("England")
    return pl.col("unit_name" if level in (Level.PCN, Level.PRACTICE) else f"{level}_name")


@cached_per_version
def _months_named(figures: VersionMeasures) -> pl.DataFrame:
    """`pcn_code, area, month` of every plan and claim; an area's own aim has no code."""
    plan = arrs_table(figures, "arrs_plan")
    claims = arrs_table(figures, "arrs_claims")
    return pl.concat(
        [
            plan.select("pcn_code", area="area_name", month="plan_for"),
            claims.select("pcn_code", "month", area=pl.lit(None, dtype=pl.String)),
        ],
        how="diagonal",
    ).unique()


@cached_per_version
def with_networks(figures: VersionMeasures) -> VersionMeasures:
    """The figures in which each month that a plan, claims or returns hold has networks."""
    if isinstance(figures, NetworkMeasures):
        return figures
    if isinstance(figures, GroupMeasures):
        return figures
    return NetworkMeasures(figures)


def usual_month(figures: VersionMeasures, level: Level | str, area_code: str) -> str | None:
    """The month a place's roles are looked at first: its newest return, else the newest a count holds."""
    returned = figures.of_returns if isinstance(figures, NetworkMeasures) else figures
    months = returned.periods_of("pcn", level, area_code) or figures.periods_of(
        "pcn", level, area_code
    )
    return months[-1] if months else None
