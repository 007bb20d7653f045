"""One row for every unit that reports (practice or PCN), with its patients, its areas and its figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from wfcore.declared import Metric, Quantity, declared
from wfcore.errors import UnknownName
from wfcore.geography import AREA_LEVELS, place_practices
from wfcore.normalising.tables import STANDING
from wfcore.snapshots import Version

_EDITIONS_AT_MOST = 6  # opened to place the units of one file
_NO_CODES = pl.DataFrame(schema={"practice_code": pl.String})
_NO_LISTS = pl.DataFrame(
    schema={"practice_code": pl.String, "registered": pl.Float64, "list_period": pl.String}
)
AREA_COLUMNS = [f"{level}_{part}" for level in AREA_LEVELS for part in ("code", "name")]


@dataclass(frozen=True)
class Units:
    """What a period's measures are summed from.

    `frame`: `period, unit, unit_name, practices, registered, in_file, invented, other_list,
    other_places` (list or map of another month), the area columns, and for each quantity a column
    with its value (null when not reported) and `<quantity>:absent` (true when the file has no such
    column).
    """

    collection: str
    period: str
    frame: pl.DataFrame
    staff_editions: tuple[str, ...]
    list_editions: tuple[str, ...]
    place_editions: tuple[str, ...]


def quantity_id(quantity: Quantity) -> str:
    """The name of a quantity's column."""
    parts = [
        quantity.staff_group,
        quantity.definition,
        *quantity.roles,
        quantity.ages or "",
        quantity.measure,
    ]
    return "_".join(part for part in parts if part and part != "all")


def quantities(metrics: Iterable[Metric]) -> dict[str, Quantity]:
    """Every quantity that the metrics need."""
    return {
        quantity_id(q): q
        for metric in metrics
        for q in (metric.quantity, metric.over)
        if q is not None
    }


def months_between(one: str, other: str) -> int:
    """Whole months from one period to another, never negative."""
    (year, month), (other_year, other_month) = (map(int, p.split("-")) for p in (one, other))
    return abs((year - other_year) * 12 + month - other_month)


def units(version: Version, collection: str, period: str, metrics: Sequence[Metric]) -> Units:
    """Gather the units of one period.

    Args:
        version: the data.
        collection: `practice` or `pcn`.
        period: `YYYY-MM`.
        metrics: the metrics whose quantities are wanted.

    Raises:
        UnknownName: nothing is published for that period.
    """
    sources = [s.id for s in declared().sources.values() if s.collection == collection]
    editions = [
        edition
        for source in sources
        for edition in version.editions("staff_total").filter(
            (pl.col("source") == source) & (pl.col("period") == period)
        )["edition"]
    ]
    if not editions:
        known = version.periods(collection)
        raise UnknownName(
            f"Nothing is published for {period}.",
            f"There is: {', '.join(known)}." if known else "Publish a file first.",
        )
    staff = _staff(version, editions, quantities(metrics))
    placed, place_editions = _placed(version, period, staff, editions, collection)
    lists, list_editions = _lists(version, period, editions, placed["practice_code"])
    practices = placed.join(lists, on="practice_code", how="left").with_columns(
        other_list=(pl.col("list_period") != period).fill_null(value=False)
    )
    frame = (
        _practice_units(practices, staff)
        if collection == "practice"
        else _pcn_units(practices, staff, _networks(version, editions))
    ).with_columns(period=pl.lit(period))
    return Units(collection, period, frame, tuple(editions), list_editions, place_editions)


def _staff(version: Version, editions: list[str], wanted: dict[str, Quantity]) -> pl.DataFrame:
    """`unit` and the quantities; where two sources have a unit, the first source is believed."""
    frames = [
        _one_edition(version, edition, wanted).with_columns(_order=pl.lit(i))
        for i, edition in enumerate(editions)
    ]
    stacked = pl.concat(frames) if len(frames) > 1 else frames[0]
    return (
        stacked.sort("_order", maintain_order=True)
        .unique("unit", keep="first", maintain_order=True)
        .drop("_order")
    )


def _one_edition(version: Version, edition: str, wanted: dict[str, Quantity]) -> pl.DataFrame:
    kinds = {q.breakdown for q in wanted.values()} | {"total"}
    rows = {
        breakdown: _rows(version, edition, [q for q in wanted.values() if q.breakdown == breakdown])
        for breakdown in kinds
    }
    names = rows["total"]["area_code"].unique(maintain_order=True)
    frame = pl.DataFrame({"unit": names})
    for key, quantity in wanted.items():
        frame = frame.join(
            _values(rows[quantity.breakdown], key, quantity),
            on="unit",
            how="left",
            maintain_order="left",
        ).with_columns(pl.col(f"{key}:absent").fill_null(value=True))
    return frame


def _rows(version: Version, edition: str, wanted: list[Quantity]) -> pl.DataFrame:
    """Only the rows that some quantity needs, so that most of a file is never read."""
    kind = f"staff_{wanted[0].breakdown if wanted else 'total'}"
    needed = None
    if wanted and wanted[0].breakdown != "total":
        needed = pl.any_horizontal(_matches(q) for q in wanted)
    columns = (
        "area_code", "staff_group", "definition", "role", "age_band",
        "fte", "fte_missing", "headcount", "headcount_missing",
    )  # fmt: skip
    return version.table(kind, [edition], columns, needed)


def _matches(quantity: Quantity) -> pl.Expr:
    """Rows of the staff table that a quantity adds up."""
    wanted = pl.col("definition") == quantity.definition
    if quantity.staff_group != "any":
        wanted &= pl.col("staff_group") == quantity.staff_group
    if quantity.roles:
        wanted &= pl.any_horizontal(pl.col("role") == role for role in quantity.roles)
    if quantity.ages == "aged_55_plus":
        wanted &= pl.any_horizontal(
            pl.col("age_band") == band for band in declared().staff.aged_55_plus
        )
    elif quantity.ages == "known":
        wanted &= pl.col("age_band") != "unknown"
    return wanted


def _values(rows: pl.DataFrame, key: str, quantity: Quantity) -> pl.DataFrame:
    """`unit`, value and whether the column is absent; a missing part makes the whole missing."""
    measure = quantity.measure
    matched = rows.filter(_matches(quantity)).select(
        unit="area_code",
        value=measure,
        absent=(pl.col(f"{measure}_missing") == "not_in_file").fill_null(value=False),
    )
    if quantity.breakdown == "total" and quantity.staff_group != "any":
        return matched.select(
            "unit", pl.col("value").alias(key), pl.col("absent").alias(f"{key}:absent")
        )
    return (
        matched.group_by("unit")
        .agg(
            pl.col("value").sum(),
            pl.col("value").is_null().any().alias("gap"),
            pl.col("absent").any(),
        )
        .select(
            "unit",
            pl.when(~pl.col("gap")).then("value").alias(key),
            pl.col("absent").alias(f"{key}:absent"),
        )
    )


def _nearest(version: Version, kind: str, period: str) -> pl.DataFrame:
    """Editions with a table of this kind, nearest month first; of two as near, the earlier."""
    order = {source: i for i, source in enumerate(declared().sources)}
    found = version.editions(kind).filter(pl.col("period") != STANDING)
    return (
        found.with_columns(
            apart=pl.Series([months_between(period, p) for p in found["period"]], dtype=pl.Int32),
            _source=pl.col("source").replace_strict(order, default=99, return_dtype=pl.Int32),
        )
        .sort("apart", "period", "_source")
        .drop("_source")
    )


def _placed(
    version: Version, period: str, staff: pl.DataFrame, editions: list[str], collection: str
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Practices with their areas: those of the file, and those the nearest map expects.

    Editions are opened one after another, the file's own first and then the nearest in time, until
    every unit of the file is placed.
    """
    nearest = _nearest(version, "places", period)
    apart = dict(nearest.select("edition", "apart").iter_rows())
    own = [e for e in nearest["edition"] if e in editions]
    column = "practice_code" if collection == "practice" else "pcn_code"
    lacking = set(staff["unit"])
    names: list[pl.DataFrame] = []
    opened: dict[str, pl.DataFrame] = {}
    for edition in [*own, *(e for e in nearest["edition"] if e not in own)]:
        if not lacking or len(opened) >= _EDITIONS_AT_MOST:
            break
        table = version.table("places", [edition])
        names.append(table.select("practice_code", "practice_name"))
        placing = table.filter(
            pl.any_horizontal(pl.col(f"{x}_code").is_not_null() for x in AREA_LEVELS)
        )
        found = lacking.intersection(placing[column])
        if found:
            opened[edition] = placing
            lacking -= found
    boroughs = version.table("boroughs")
    wanted = staff.select(practice_code="unit") if collection == "practice" else _NO_CODES
    named = wanted.join(
        pl.concat(
            [*names, boroughs.select("practice_code", practice_name=pl.lit(None, dtype=pl.String))]
        )
        .drop_nulls()
        .unique("practice_code", keep="first", maintain_order=True),
        on="practice_code",
        how="left",
        maintain_order="left",
    )
    placed = place_practices(
        named, list(opened.values()), boroughs, declared().geography.parents()
    ).with_columns(in_file=pl.col("practice_code").is_in(wanted["practice_code"].implode()))
    placed = placed.filter(
        pl.col("in_file")
        | (_expected(opened, apart, staff, collection) & _beside(placed, staff, collection))
    )
    order = list(opened)
    ranks = placed.filter(pl.col("in_file") if collection == "practice" else pl.lit(value=True))
    used: list[str] = [order[i] for i in ranks["rank"].unique().drop_nulls().sort()]
    elsewhen = [i for i, edition in enumerate(order) if apart[edition]]
    standing = ("borough_lookup.standing",) if boroughs.height else ()
    return placed.with_columns(
        other_places=pl.col("rank").is_in(elsewhen).fill_null(value=False) & ~pl.col("invented")
    ), (*used, *standing)


def _expected(
    opened: dict[str, pl.DataFrame], apart: dict[str, int], staff: pl.DataFrame, collection: str
) -> pl.Expr:
    """Practices that ought to be there though the file does not name them.

    A practice that only an older map knows may have closed: it is no gap in the returns.
    """
    known: set[str] = set()
    placed_pcns: set[str] = set()
    reach = declared().rules.list_months_apart
    for edition, table in opened.items():
        if collection == "practice":
            if apart[edition] <= reach and not known:
                known.update(table["practice_code"])
        else:
            fresh = pl.col("pcn_code").is_in(set(staff["unit"]) - placed_pcns)
            known.update((table.filter(fresh) if known else table)["practice_code"])
            placed_pcns.update(table["pcn_code"].drop_nulls())
    return pl.col("practice_code").is_in(known)


def _beside(placed: pl.DataFrame, staff: pl.DataFrame, collection: str) -> pl.Expr:
    """Practices of the ICBs that the file is about: a map of England expects more than a local file."""
    in_file = pl.col("in_file")
    if collection == "pcn":
        in_file = pl.col("pcn_code").is_in(staff["unit"].implode())
    reached = placed.filter(in_file)["icb_code"].drop_nulls().unique()
    return pl.col("icb_code").is_in(reached.implode()).fill_null(value=True)


def _lists(
    version: Version, period: str, editions: list[str], practices: pl.Series
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """`practice_code, registered, list_period`: the file's own list, else the nearest in reach."""
    nearest = _nearest(version, "lists", period).filter(
        pl.col("apart") <= declared().rules.list_months_apart
    )
    own = [e for e in nearest["edition"] if e in editions]
    lacking = set(practices)
    chosen: list[pl.DataFrame] = []
    used: list[str] = []
    for edition in [*own, *(e for e in nearest["edition"] if e not in own)]:
        if not lacking:
            break
        found = version.table("lists", [edition], ["practice_code", "registered", "period"]).filter(
            pl.col("practice_code").is_in(lacking) & (pl.col("registered") > 0)
        )
        if found.height:
            chosen.append(found)
            used.append(edition)
            lacking -= set(found["practice_code"])
    if not chosen:
        return _NO_LISTS, ()
    lists = pl.concat(chosen).select("practice_code", "registered", list_period="period")
    return lists.unique("practice_code", keep="first"), tuple(used)


def _practice_units(practices: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    return (
        practices.rename({"practice_code": "unit", "practice_name": "unit_name"})
        .join(staff, on="unit", how="left", maintain_order="left")
        .with_columns(practices=pl.lit(1.0))
    )


def _networks(version: Version, editions: list[str]) -> pl.DataFrame:
    return version.table("networks", editions).unique("pcn_code", keep="first", maintain_order=True)


def _pcn_units(
    practices: pl.DataFrame, staff: pl.DataFrame, networks: pl.DataFrame
) -> pl.DataFrame:
    """PCNs of the map and of the file; practices in no PCN stay as units that cannot report."""
    practices = practices.with_columns(
        _group=pl.coalesce("pcn_code", "practice_code"), _weight=pl.col("registered").fill_null(0)
    ).sort("_weight", descending=True, maintain_order=True)
    boroughs = (
        practices.filter(pl.col("borough_code").is_not_null())
        .group_by("_group", "borough_code", "borough_name", maintain_order=True)
        .agg(pl.col("_weight").sum())
        .sort("_weight", descending=True, maintain_order=True)
        .unique("_group", keep="first", maintain_order=True)
        .drop("_weight")
    )
    upper = [c for c in AREA_COLUMNS if not c.startswith(("pcn_", "borough_"))]
    grouped = (
        practices.group_by("_group", maintain_order=True)
        .agg(
            pl.col("pcn_code").first(),
            *[pl.col(c).drop_nulls().first() for c in ("pcn_name", *upper)],
            pl.when(pl.col("registered").count() > 0)
            .then(pl.col("registered").sum())
            .alias("registered"),
            pl.len().cast(pl.Float64).alias("practices"),
            pl.col("invented", "other_list", "other_places").any(),
        )
        .join(boroughs, on="_group", how="left", maintain_order="left")
        .drop("_group")
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
        unit_name=pl.col("pcn_name"),
        in_file=pl.col("pcn_code").is_in(known["pcn_code"].implode()).fill_null(value=False),
        **{c: pl.col(c).fill_null(value=False) for c in ("invented", "other_list", "other_places")},
        # A PCN that sent nothing is silent; only one that sent a file can lack a column.
        **{c: pl.col(c).fill_null(value=False) for c in absent},
    )
