"""The practices and networks of one month on the map of another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import polars as pl

from wfcore.geography.levels import AREA_LEVELS, Level
from wfcore.geography.placing import first_of_each

AREA_COLUMNS = [f"{level}_{part}" for level in AREA_LEVELS for part in ("code", "name")]


def _columns_of(*levels: Level) -> list[str]:
    return [f"{level}_{part}" for level in levels for part in ("code", "name")]


_PCN = _columns_of(Level.PCN)
_UPPER = _columns_of(Level.SUB_ICB, Level.ICB, Level.REGION)
_ABOVE = _columns_of(Level.ICB, Level.REGION)
_BOROUGH = _columns_of(Level.BOROUGH)
_SIZE = (
    pl.col("registered").fill_null(0) + 1e-6
)  # a practice without a list still says where it went


class PlacedBy(StrEnum):
    """How a unit came to its areas on a map."""

    OWN = "own"  # its own row
    SUCCESSION = "succession"  # the row of the practice that follows it
    NETWORK = "network"  # what became of its network
    AREA = "area"  # what became of its sub-ICB location or ICB
    KEPT = "kept"  # the map knows nobody of there: as it was


@dataclass(frozen=True)
class MonthMap:
    """A map of a month.

    `practices`: `practice_code, registered`, the area columns and `placed_by` (`own` of what the map
    itself prints), each practice once, those with the longest list first. `editions`: what it was made of.
    """

    period: str
    practices: pl.DataFrame
    editions: tuple[str, ...]

    @cached_property
    def networks(self) -> pl.DataFrame:
        """Areas of each network: those of its largest practice."""
        return first_of_each("pcn_code", self.practices.drop_nulls("pcn_code")).select(AREA_COLUMNS)

    @cached_property
    def sub_icbs(self) -> pl.DataFrame:
        """Sub-ICB location, ICB and region, each location once."""
        known = self.practices.drop_nulls("sub_icb_code").select(_UPPER)
        return first_of_each("sub_icb_code", known)


def redraw_practices(then: pl.DataFrame, drawn: MonthMap, heirs: Mapping[str, str]) -> pl.DataFrame:
    """Practices with their areas on another map.

    A practice takes its own row; else that of the practice that follows it; else what became of its
    network or, failing that, of its sub-ICB location or ICB: where most patients of it are now. A
    practice of somewhere the map knows nobody of stays as it was.

    Args:
        then: `practice_code, registered` and the area columns of their own month.
        drawn: the map.
        heirs: practices that are not on it → those that stand for them.

    Returns:
        The area columns and `placed_by` (see `PlacedBy`; null where nobody knows any area), a row
        for each practice in the order given.
    """
    on_map = drawn.practices["practice_code"]
    code = pl.col("practice_code")
    followed = pl.when(~code.is_in(on_map.implode())).then(code.replace(heirs)).otherwise(code)
    rows = then.select("practice_code", "registered", *AREA_COLUMNS, _as=followed).join(
        drawn.practices.select(_as="practice_code", _there="placed_by", **_renamed()),
        on="_as", how="left", maintain_order="left",
    )  # fmt: skip
    there = pl.col("_there").is_not_null()
    how = pl.when(there & (pl.col("_as") == code)).then("_there")
    how = how.when(there).then(pl.lit(PlacedBy.SUCCESSION.value))
    rows = rows.with_columns(placed_by=how)
    lost = rows.filter(~there)
    if lost.height:
        found = _what_became(lost, rows.filter(there), drawn)
        rows = rows.update(found, on="practice_code", how="left", include_nulls=True)
    was = {name: pl.coalesce(_new(name), name) for name in _BOROUGH}
    return rows.select(
        *(was.get(name, pl.col(_new(name))).alias(name) for name in AREA_COLUMNS), "placed_by"
    )


def redraw_networks(then: pl.DataFrame, members: pl.DataFrame, drawn: MonthMap) -> pl.DataFrame:
    """Networks, and practices in none, with their areas on another map.

    A network that is on the map lies where the map says; another where most of its patients are now.

    Args:
        then: `unit` (null for a practice in no network), `group` and the area columns.
        members: the practices of each `group` on the other map, as `redraw_practices` makes them,
            with `registered`.
        drawn: the map.

    Returns:
        The area columns and `placed_by`, a row for each in the order given.
    """
    heirs = _where_most_went(members.drop_nulls("pcn_code"), ["group"], _PCN)
    upper = _where_most_went(members.drop_nulls("sub_icb_code"), ["group"], _UPPER)
    unit, on_map = pl.col("unit"), drawn.networks["pcn_code"].implode()
    heir = pl.when(unit.is_in(on_map)).then(unit).when(unit.is_not_null()).then("heir:pcn_code")
    rows = (
        then.select("unit", "group", *AREA_COLUMNS)
        .join(_prefixed(heirs, "heir"), left_on="group", right_on="heir:group", how="left", maintain_order="left")
        .join(_prefixed(upper, "most"), left_on="group", right_on="most:group", how="left", maintain_order="left")
        .with_columns(_as=heir)
        .join(drawn.networks.select(_as="pcn_code", **_renamed()), on="_as", how="left", maintain_order="left")
        .join(
            _prefixed(drawn.sub_icbs.with_columns(then="sub_icb_code"), "own"),
            left_on="sub_icb_code", right_on="own:then", how="left", maintain_order="left",
        )
    )  # fmt: skip
    networked = pl.col("_as").is_in(on_map).fill_null(value=False)
    kept = ~networked & (pl.col("_as") == unit).fill_null(value=False)
    by_members, by_area = (pl.col(f"{x}:sub_icb_code").is_not_null() for x in ("most", "own"))
    known = pl.any_horizontal(pl.col("pcn_code", "sub_icb_code", "icb_code").is_not_null())
    how = (
        pl.when(networked & (pl.col("_as") == unit)).then(pl.lit(PlacedBy.OWN.value))
        .when(networked).then(pl.lit(PlacedBy.NETWORK.value))
        .when(kept).then(pl.lit(PlacedBy.KEPT.value))
        .when(by_members & unit.is_null()).then(pl.lit(PlacedBy.OWN.value))
        .when(by_members | by_area).then(pl.lit(PlacedBy.AREA.value))
        .when(known).then(pl.lit(PlacedBy.KEPT.value))
    )  # fmt: skip

    def area(name: str) -> pl.Expr:
        if name in _BOROUGH:
            return pl.coalesce(_new(name), name)
        if name in _PCN:
            stays = kept | ~(by_members | by_area)
            return pl.when(networked).then(_new(name)).when(stays).then(name)
        return (
            pl.when(networked).then(_new(name)).when(by_members).then(f"most:{name}")
            .when(by_area).then(f"own:{name}").otherwise(name)
        )  # fmt: skip

    return rows.select(*(area(name).alias(name) for name in AREA_COLUMNS), placed_by=how)


def _what_became(lost: pl.DataFrame, found: pl.DataFrame, drawn: MonthMap) -> pl.DataFrame:
    """`practice_code`, areas on the map under their new names, and `placed_by`, of practices not on it."""
    went = found.select(
        "registered",
        **{f"_then_{c}": pl.col(c) for c in ("pcn_code", "sub_icb_code", "icb_code")},
        **{c: pl.col(_new(c)) for c in AREA_COLUMNS},
    )
    networks = _became("pcn_code", _PCN, drawn.networks, went)
    areas = _became("sub_icb_code", _UPPER, drawn.sub_icbs, went)
    above = _became("icb_code", _ABOVE, drawn.sub_icbs.drop_nulls("icb_code"), went)
    in_both = drawn.practices.select("pcn_code", "sub_icb_code").drop_nulls().unique()
    rows = (
        lost.select("practice_code", *AREA_COLUMNS)
        .join(_prefixed(networks, "n"), left_on="pcn_code", right_on="n:then", how="left", maintain_order="left")
        .join(_prefixed(areas, "a"), left_on="sub_icb_code", right_on="a:then", how="left", maintain_order="left")
        .join(_prefixed(above, "i"), left_on="icb_code", right_on="i:then", how="left", maintain_order="left")
        .join(
            drawn.networks.select("pcn_code", *_UPPER).rename(lambda c: f"p:{c}"),
            left_on="n:pcn_code", right_on="p:pcn_code", how="left", maintain_order="left",
        )
        .join(
            in_both.with_columns(_both=pl.lit(value=True)),
            left_on=["n:pcn_code", "a:sub_icb_code"], right_on=["pcn_code", "sub_icb_code"],
            how="left", maintain_order="left",
        )
    )  # fmt: skip
    network, area = pl.col("n:pcn_code").is_not_null(), pl.col("a:sub_icb_code").is_not_null()
    icb, astride = pl.col("i:icb_code").is_not_null(), pl.col("_both").is_not_null()
    known = pl.any_horizontal(pl.col("pcn_code", "sub_icb_code", "icb_code").is_not_null())
    how = (
        pl.when(network).then(pl.lit(PlacedBy.NETWORK.value))
        .when(area | icb).then(pl.lit(PlacedBy.AREA.value))
        .when(known).then(pl.lit(PlacedBy.KEPT.value))
    )  # fmt: skip

    def above_pcn(name: str) -> pl.Expr:
        by_icb = pl.when(icb).then(f"i:{name}") if name in _ABOVE else pl.when(icb).then(None)
        return (
            pl.when(network & ~astride).then(f"p:{name}").when(area).then(f"a:{name}")
            .otherwise(by_icb.otherwise(name))
        )  # fmt: skip

    placed = {name: above_pcn(name) for name in _UPPER} | {
        name: pl.when(network).then(f"n:{name}").when(~area & ~icb).then(name) for name in _PCN
    }
    return rows.select(
        "practice_code", placed_by=how, **{_new(name): value for name, value in placed.items()}
    )


def _became(
    code: str, columns: Sequence[str], today: pl.DataFrame, went: pl.DataFrame
) -> pl.DataFrame:
    """`then` and columns of what became of each area: itself where it is there, else where most went."""
    same = first_of_each(code, today.select(columns)).with_columns(then=code)
    most = _where_most_went(went.drop_nulls([f"_then_{code}", code]), [f"_then_{code}"], columns)
    both = pl.concat([same, most.rename({f"_then_{code}": "then"}).select(same.columns)])
    return first_of_each("then", both)


def _where_most_went(rows: pl.DataFrame, keys: list[str], columns: Sequence[str]) -> pl.DataFrame:
    """For each key the areas that most of its patients lie in."""
    (code, *_) = columns
    most = rows.group_by(*keys, code).agg(pl.col(columns[1:]).first(), _patients=_SIZE.sum())
    most = most.sort("_patients", code, descending=[True, False])
    return most.unique(keys, keep="first", maintain_order=True).select(*keys, *columns)


def _new(name: str) -> str:
    return f"_now_{name}"


def _renamed() -> dict[str, pl.Expr]:
    return {_new(name): pl.col(name) for name in AREA_COLUMNS}


def _prefixed(frame: pl.DataFrame, prefix: str) -> pl.DataFrame:
    return frame.rename(lambda name: f"{prefix}:{name}")
