"""One row for every unit that reports (practice or PCN), with its patients, its areas and its figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from wfcore.declared import Metric, Quantity, declared
from wfcore.errors import UnknownName
from wfcore.geography import AREA_COLUMNS, first_of_each
from wfcore.measuring.disclosure import headcounts_needed, with_suppression_groups
from wfcore.measuring.staff import is_local, staff_of, staff_wanted
from wfcore.measuring.successions import SUCCESSIONS
from wfcore.measuring.table_cache import TableCache
from wfcore.measuring.unit_geography import (
    assign_geography,
    lists,
    places_wanted,
    with_those_listed,
)
from wfcore.measuring.weights import WEIGHTS, weights_of
from wfcore.store import Version, Wanted


@dataclass(frozen=True)
class Units:
    """What a period's measures are summed from.

    `frame`: `period, unit, unit_name, practices, registered, weighted` (the registered patients, each
    weighing what one of the practice did in the year of the weights)`, in_file, invented, other_list,
    other_places` (list or map of another month), `local` (counted by an unpublished file), the area
    columns, and for each quantity a column with its value (null when not reported) and
    `<quantity>:absent` (true when the file has no such column). `units` adds the pools of small
    numbers; see `disclosure`. `members`: of PCNs, `practice_code, registered`, the area columns of
    each practice and `group`, by which a PCN or a practice in none is named in both. `map`: the month
    of the map that they were put on, None where they are as they were.
    """

    collection: str
    period: str
    frame: pl.DataFrame
    staff_editions: tuple[str, ...]
    list_editions: tuple[str, ...]
    place_editions: tuple[str, ...]
    weighted_editions: tuple[str, ...]
    members: pl.DataFrame = field(default_factory=pl.DataFrame)
    map: str | None = None


def quantity_id(quantity: Quantity) -> str:
    """The name of a quantity's column."""
    return quantity.name


def quantities(metrics: Iterable[Metric]) -> dict[str, Quantity]:
    """Every quantity that the metrics need."""
    return {
        quantity_id(q): q
        for metric in metrics
        for q in (metric.quantity, metric.over)
        if q is not None
    }


def units(
    version: Version,
    collection: str,
    period: str,
    metrics: Sequence[Metric],
    opened: TableCache | None = None,
    weights: pl.DataFrame | None = None,
) -> Units:
    """Gather the units of one period with the quantities of some metrics; see `gather_units`."""
    wanted = _asked(version, collection, period, metrics)
    found = gather_units(version, collection, period, wanted, opened, weights)
    return replace(found, frame=with_suppression_groups(found.frame, metrics))


def tables_wanted(
    version: Version, collection: str, period: str, metrics: Sequence[Metric]
) -> list[Wanted]:
    """The tables that `units` will read, but for maps and lists of months further away."""
    editions = _editions(version, collection, period)
    return _tables(version, period, editions, _asked(version, collection, period, metrics))


def gather_units(
    version: Version,
    collection: str,
    period: str,
    wanted: dict[str, Quantity],
    opened: TableCache | None = None,
    weights: pl.DataFrame | None = None,
    named: pl.Series | None = None,
) -> Units:
    """Gather the units of one period.

    Args:
        version: the data.
        collection: `practice` or `pcn`.
        period: `YYYY-MM`.
        wanted: the quantities, by the name of their column.
        opened: their tables, if they were opened before.
        weights: the rows of `WEIGHTS`, if they were read before.
        named: codes of units of whom nobody sent staff, in place of those who did.

    Raises:
        UnknownName: nothing is published for that period.
    """
    editions = _editions(version, collection, period) if named is None else []
    if not editions and named is None:
        raise nothing_published(version, collection, period)
    tables = _tables(version, period, editions, wanted)
    opened = opened.of_month(tables) if opened else TableCache(version, tables)
    staff = staff_of(opened, editions, wanted) if named is None else _unheard_of(named, wanted)
    practices, place_editions = assign_geography(opened, period, staff, editions, collection)
    practices = with_those_listed(opened, period, editions, practices)
    listed, list_editions = lists(opened, period, editions, practices["practice_code"])
    weight, weighted_editions = weights_of(
        opened.table(WEIGHTS) if weights is None else weights,
        opened.table(SUCCESSIONS), period, practices["practice_code"],
    )  # fmt: skip
    practices = practices.hstack(listed).with_columns(
        weighted=pl.col("registered") * weight,
        other_list=(pl.col("list_period") != period).fill_null(value=False),
    )
    members = pl.DataFrame()
    if collection == "practice":
        frame = _practice_units(practices, staff)
    else:
        practices = practices.with_columns(group=pl.coalesce("pcn_code", "practice_code"))
        members = practices.select("group", "practice_code", "registered", *AREA_COLUMNS)
        networks = first_of_each("pcn_code", opened.table(_networks(editions)))
        frame = _pcn_units(practices, staff, networks)
    frame = frame.with_columns(period=pl.lit(period))
    editions_read = tuple(editions), list_editions, place_editions, weighted_editions
    return Units(collection, period, frame, *editions_read, members)


def _unheard_of(named: pl.Series, wanted: Iterable[str]) -> pl.DataFrame:
    """Staff of units that sent none; columns of `staff_of`."""
    nothing = {name: pl.lit(None, dtype=pl.Float64) for name in wanted}
    absent = {f"{name}:absent": pl.lit(value=False) for name in wanted}
    return (
        named.alias("unit").to_frame().with_columns(**nothing, **absent, local=pl.lit(value=False))
    )


def nothing_published(version: Version, collection: str, period: str | None = None) -> UnknownName:
    """The refusal where there are no staff of a collection, at all or for a month: says what there is."""
    known, others = version.periods(collection), version.editions()
    whose = "practices" if collection == "practice" else "PCNs"
    if known:
        empty = others.filter(pl.col("period") == period).is_empty()
        return UnknownName(
            f"{'Nothing is' if empty else f'No staff of {whose} are'} published for {period}.",
            f"There is: {', '.join(known)}.",
        )
    if others.is_empty():
        return UnknownName("Nothing is published yet.", "Publish a file first.")
    there = {declared().sources[source].title for source in others["source"]}
    return UnknownName(
        f"No staff of {whose} are published yet. There is: {'; '.join(sorted(there))}.",
        f"Publish the workforce file of {whose}.",
    )


def _editions(version: Version, collection: str, period: str) -> list[str]:
    """The staff of one period, in the order in which sources are believed."""
    sources = [s.id for s in declared().sources.values() if s.collection == collection]
    there = list(version.editions("staff_total").iter_rows())
    return [edition for s in sources for edition, of, then in there if (of, then) == (s, period)]


def _asked(
    version: Version, collection: str, period: str, metrics: Sequence[Metric]
) -> dict[str, Quantity]:
    """The quantities that the metrics of a period need, and the people that local figures rest on."""
    local = any(is_local(edition) for edition in _editions(version, collection, period))
    return headcounts_needed(metrics, local=local) | quantities(metrics)


def _tables(
    version: Version, period: str, editions: list[str], wanted: dict[str, Quantity]
) -> list[Wanted]:
    placing = places_wanted(version, period, editions)
    return [*staff_wanted(editions, wanted), *placing, _networks(editions)]


def _networks(editions: list[str]) -> Wanted:
    return Wanted("networks", editions)


def _practice_units(practices: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """Practices in the order of their staff, and behind these the silent ones."""
    named = practices.rename({"practice_code": "unit", "practice_name": "unit_name"})
    return pl.concat([named, staff.drop("unit")], how="horizontal_extend").with_columns(
        practices=pl.lit(1.0)
    )


def _pcn_units(
    practices: pl.DataFrame, staff: pl.DataFrame, networks: pl.DataFrame
) -> pl.DataFrame:
    """PCNs of the map and of the file; practices in no PCN stay as units that cannot report."""
    practices = practices.with_columns(_weight=pl.col("registered").fill_null(0)).sort(
        "_weight", descending=True, maintain_order=True
    )
    boroughs = (
        practices.filter(pl.col("borough_code").is_not_null())
        .group_by("group", "borough_code", "borough_name", maintain_order=True)
        .agg(pl.col("_weight").sum())
        .sort("_weight", descending=True, maintain_order=True)
        .unique("group", keep="first", maintain_order=True)
        .drop("_weight")
    )
    upper = [c for c in AREA_COLUMNS if not c.startswith(("pcn_", "borough_"))]
    grouped = (
        practices.group_by("group", maintain_order=True)
        .agg(
            pl.col("pcn_code").first(),
            *[pl.col(c).drop_nulls().first() for c in ("pcn_name", *upper)],
            pl.when(pl.col("registered").count() > 0)
            .then(pl.col("registered").sum())
            .alias("registered"),
            # A network is weighted when all its practices are that have a list.
            pl.when((pl.col("weighted").is_not_null() | pl.col("registered").is_null()).all())
            .then(pl.when(pl.col("weighted").count() > 0).then(pl.col("weighted").sum()))
            .alias("weighted"),
            pl.len().cast(pl.Float64).alias("practices"),
            pl.col("invented", "other_list", "other_places").any(),
        )
        .join(boroughs, on="group", how="left", maintain_order="left")
    )
    known = staff.rename({"unit": "pcn_code"})
    joined = grouped.join(known, on="pcn_code", how="left", maintain_order="left")
    more = known.join(grouped, on="pcn_code", how="anti")
    if more.height:
        joined = pl.concat([joined, more], how="diagonal")
    if networks.height:
        printed = networks.select(
            "pcn_code",
            *[
                pl.col(c).alias(f"_{c}")
                for c in networks.columns
                if c.endswith(("_code", "_name")) and c != "pcn_code"
            ],
        )
        joined = joined.join(printed, on="pcn_code", how="left", maintain_order="left")
        parts = [c.removeprefix("_") for c in printed.columns if c != "pcn_code"]
        joined = joined.with_columns(pl.coalesce(f"_{c}", c).alias(c) for c in parts).drop(
            [f"_{c}" for c in parts]
        )
    absent = [c for c in staff.columns if c.endswith(":absent")]
    return joined.with_columns(
        unit=pl.col("pcn_code"),
        group=pl.coalesce("group", "pcn_code"),
        unit_name=pl.col("pcn_name"),
        in_file=pl.col("pcn_code").is_in(known["pcn_code"].implode()).fill_null(value=False),
        **{c: pl.col(c).fill_null(value=False) for c in ("invented", "other_list", "other_places")},
        # A PCN that sent nothing is silent; only one that sent a file can lack a column.
        **{c: pl.col(c).fill_null(value=False) for c in absent},
    )
