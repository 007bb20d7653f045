"""Groups of practices as places: the figures of a version with one more level, that of a group.

A group's figures are sums of its practices, made by the same sums as those of any place, and small
numbers are hidden by the same pools: see `disclosure`. Pools are made of all units of a month before
anybody picks a group, and a figure is shown only where a place holds each of its pools whole. So what a
group leaves of an area, or adds to another group, is a sum of whole pools too: there is no group that
lets somebody subtract his way to fewer people than a pool holds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Self

import polars as pl

from wfcore.declared import Quantity
from wfcore.errors import UnknownName
from wfcore.geography import Membership, PracticeGroup
from wfcore.measuring.expected_patients import ExpectedPatients
from wfcore.measuring.measures import units_inside
from wfcore.measuring.successions import SUCCESSIONS, followed
from wfcore.measuring.table_cache import TableCache
from wfcore.measuring.units import Units
from wfcore.measuring.version_cache import cached_per_version
from wfcore.measuring.version_measures import VersionMeasures
from wfcore.store import Version

_EVER = "9999-12"
_KIND = "practice_groups"


class GroupMeasures(VersionMeasures):
    """The figures of a version in which one group of practices is a place."""

    def __init__(self, figures: VersionMeasures, group: PracticeGroup) -> None:
        super().__init__(figures.version)
        self.map, self.drawn = figures.map, figures.drawn
        self.group = group
        self._of_all = figures

    def on_map(self, chosen: str) -> Self:
        """The same group with every month on one map."""
        return type(self)(self._of_all.on_map(chosen), self.group)

    def over(self, version: Version) -> Self:
        """The same group under a version that differs in other tables alone."""
        return type(self)(self._of_all.over(version), self.group)

    def units(self, collection: str, period: str, opened: TableCache | None = None) -> Units:
        """The units of one period, with `group_code` and `group_name` of those in the group."""
        asked = ("in_group", collection, period)
        return self.cached(
            asked, lambda: self._marked(self._of_all.units(collection, period, opened))
        )

    def gather(self, keys: Iterable[tuple[str, str]]) -> None:
        """Gather the units of collections and periods side by side."""
        self._of_all.gather(keys)

    @property
    def expected(self) -> ExpectedPatients:
        """How many patients areas are known to have."""
        return self._of_all.expected

    def weights(self, opened: TableCache | None = None) -> pl.DataFrame:
        """The rows of lists with weighted patients."""
        return self._of_all.weights(opened)

    def quantities(
        self, collection: str, period: str, wanted: Mapping[str, Quantity]
    ) -> pl.DataFrame:
        """The units of one period with what may be known of other quantities than the metrics'."""
        frame = self._of_all.quantities(collection, period, wanted)
        return frame.with_columns(*self._columns_of(collection, period, None))

    def practices(self, period: str) -> frozenset[str]:
        """Codes of the practices of a month that are in the group: its own, and those they follow."""
        own = self.group.practices_in(period)
        heirs = followed(self.version.table(SUCCESSIONS.kind), period, _EVER)
        later = {m.practice for m in self.group.members if m.until is None}
        return own | {gone for gone, heir in heirs.items() if heir in later}

    def cut_networks(self, period: str, collection: str = "practice") -> list[str]:
        """Names of networks of which some practices are in the group and some are not, in order."""
        units = self.units(collection, period)
        members = units.frame if collection == "practice" else units.members
        is_in = pl.col("unit" if collection == "practice" else "practice_code").is_in(
            list(self.practices(period))
        )
        parts = (
            members.drop_nulls("pcn_code")
            .group_by("pcn_code")
            .agg(pl.col("pcn_name").first(), some=is_in.any(), every=is_in.all())
        )
        cut = parts.filter(pl.col("some") & ~pl.col("every"))
        return sorted(name or code for code, name in cut.select("pcn_code", "pcn_name").iter_rows())

    def _marked(self, units: Units) -> Units:
        frame = units.frame
        members = units.members if units.collection == "pcn" else None
        columns = self._columns_of(units.collection, units.period, members)
        return replace(units, frame=frame.with_columns(*columns))

    def _columns_of(
        self, collection: str, period: str, members: pl.DataFrame | None
    ) -> tuple[pl.Expr, pl.Expr]:
        """Code and name of the group for each unit in it; a network is in it with all its practices."""
        codes = self.practices(period)
        if collection == "pcn":
            placed = self._of_all.units(collection, period).members if members is None else members
            whole = placed.group_by("pcn_code").agg(
                pl.col("practice_code").is_in(list(codes)).all().alias("whole")
            )
            codes = set(whole.filter("whole")["pcn_code"].drop_nulls())
        is_in = pl.col("unit").is_in(list(codes)).fill_null(value=False)
        return (
            pl.when(is_in).then(pl.lit(self.group.code)).alias("group_code"),
            pl.when(is_in).then(pl.lit(self.group.name)).alias("group_name"),
        )


@cached_per_version
def published_groups(figures: VersionMeasures) -> tuple[PracticeGroup, ...]:
    """The groups of a version's table of them, in order of kind and name."""
    table = figures.version.table(_KIND)
    named: dict[tuple[str, str], list[Membership]] = {}
    rows = table.select("group_kind", "group_name", "practice_code", "since", "until")
    for kind, name, *member in rows.sort("group_kind", "group_name", "practice_code").iter_rows():
        named.setdefault((kind, name), []).append(Membership(*member))
    return tuple(
        PracticeGroup(name, tuple(members), kind) for (kind, name), members in named.items()
    )


def group_of(figures: VersionMeasures, code: str) -> PracticeGroup:
    """The group of a link: published under this name, or with its practices in the link itself.

    Raises:
        UnknownName: there is none of this name, or its practices cannot be read.
    """
    if (own := PracticeGroup.of_code(code)) is not None:
        return own
    known = {group.name.casefold(): group for group in published_groups(figures)}
    if (found := known.get(code.strip().casefold())) is not None:
        return found
    raise UnknownName(
        f"There is no group called {code!r} in these data.",
        f"There is: {', '.join(group.name for group in known.values())}."
        if known
        else "Pick its practices on the page Groups of practices, or publish a table of groups.",
    )


@cached_per_version
def with_group(figures: VersionMeasures, code: str) -> GroupMeasures:
    """The figures in which the group of a link is a place.

    Raises:
        UnknownName: there is no such group, or no published figures name any of its practices.
    """
    group = group_of(figures, code)
    found = GroupMeasures(figures, group)
    there = {
        unit
        for period in figures.periods("practice")
        for unit in figures.units("practice", period).frame["unit"]
    }
    if not any(member.practice in there for member in group.members):
        raise UnknownName(
            f"No published figures name any practice of {group.name}.", "Are its codes right?"
        )
    return found


def in_no_group(figures: VersionMeasures, kind: str, period: str, within: str) -> pl.DataFrame:
    """`unit, unit_name` of the practices of a place that no group of a kind has in a month.

    Args:
        figures: the version.
        kind: of the groups, such as federation.
        period: `YYYY-MM`.
        within: code or name of the place.
    """
    level, code, _ = figures.find(within, "practice", period)
    frame = figures.units("practice", period).frame
    grouped = {
        practice
        for group in published_groups(figures)
        if group.kind == kind
        for practice in GroupMeasures(figures, group).practices(period)
    }
    here = frame.filter(units_inside(level, code), ~pl.col("unit").is_in(list(grouped)))
    return here.select("unit", "unit_name").sort("unit")
