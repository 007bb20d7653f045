"""Where the units of a file lie and how many patients they have: from its own tables, else the nearest."""

from collections.abc import Iterable

import polars as pl

from wfcore.declared import declared
from wfcore.geography import AREA_LEVELS, first_of_each, place_practices
from wfcore.measuring.authorities import AUTHORITIES, authorities_of
from wfcore.measuring.successions import SUCCESSIONS, followed, gone_by, joined_lists, with_kin
from wfcore.measuring.table_cache import TableCache
from wfcore.months import Month
from wfcore.store import Version, Wanted
from wfcore.tables import STANDING

FOR_ALL_MONTHS = (AUTHORITIES, SUCCESSIONS)
EDITIONS_AT_MOST = 6  # opened to place the units of one file
NOBODY = pl.DataFrame(schema={"practice_code": pl.String, "practice_name": pl.String})
_NO_LIST = {
    "registered": pl.repeat(None, pl.len(), dtype=pl.Float64),
    "list_period": pl.repeat(None, pl.len(), dtype=pl.String),
}


def places_wanted(version: Version, period: str, editions: list[str]) -> list[Wanted]:
    """The tables that `placed` and `lists` read first, and mostly all that they read."""
    maps, of_patients = (
        nearest_editions(version, "places", period, editions),
        _in_reach(version, period, editions),
    )
    return [
        AUTHORITIES,
        SUCCESSIONS,
        *map(areas_printed, list(maps)[:1]),
        *map(_list_of, of_patients[:1]),
    ]


def assign_geography(
    opened: TableCache, period: str, staff: pl.DataFrame, editions: list[str], collection: str
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Practices with their areas: those of the file, and those the nearest map expects.

    Editions are opened one after another, the file's own first and then the nearest in time, until
    every unit of the file is placed.

    Returns:
        `practice_code, practice_name, postcode`, the area columns, `invented, rank, in_file,
        other_places`, each practice once and those of the file first, in the order of `staff`; and
        the editions that were used.
    """
    apart = nearest_editions(opened.version, "places", period, editions)
    column = "practice_code" if collection == "practice" else "pcn_code"
    lacking = staff["unit"]
    successions = opened.table(SUCCESSIONS)
    names: list[pl.DataFrame] = []
    maps: dict[str, pl.DataFrame] = {}
    for edition in apart:
        if lacking.is_empty() or len(maps) >= EDITIONS_AT_MOST:
            break
        table = opened.table(areas_printed(edition))
        names.append(table.select("practice_code", "practice_name"))
        some = pl.any_horizontal(pl.col(f"{x}_code").is_not_null() for x in AREA_LEVELS)
        placing = table if _has_full_level(table) else table.filter(some)
        if collection == "practice":
            placing = with_kin(placing, successions, lacking)
        if lacking.equals(placing[column]):
            maps[edition] = placing
            break
        found = lacking.is_in(placing[column].implode())
        if found.any():
            maps[edition] = placing
            lacking = lacking.filter(~found)
    boroughs, lent = authorities_of(
        opened, maps, [e for e in apart if e not in maps][:EDITIONS_AT_MOST], staff["unit"]
    )
    wanted = _named(staff["unit"], names) if collection == "practice" else NOBODY
    parents = parents_known(opened, period, maps.values(), apart)
    practices = place_practices(wanted, list(maps.values()), boroughs, parents).with_columns(
        in_file=pl.int_range(pl.len()) < wanted.height
    )
    if practices.height > wanted.height:
        practices = practices.filter(
            pl.col("in_file")
            | (
                ~pl.col("practice_code").is_in(gone_by(successions, period).implode())
                & _expected(maps, apart, staff, collection)
                & _beside(practices, staff, collection)
            )
        )
    ranks = practices["rank"].head(wanted.height) if collection == "practice" else practices["rank"]
    there = set(ranks.to_list())
    used = [edition for rank, edition in enumerate(maps) if rank in there]
    elsewhen = [rank for rank, edition in enumerate(maps) if apart[edition]]
    standing = (*(e for e in lent if e not in used),)
    return practices.with_columns(
        other_places=pl.col("rank").is_in(elsewhen).fill_null(value=False) & ~pl.col("invented")
    ), (*used, *standing)


def with_those_listed(
    opened: TableCache, period: str, editions: list[str], practices: pl.DataFrame
) -> pl.DataFrame:
    """Placed practices, and behind them those that only the nearest list names, where it says where they lie.

    They are in no map, so in no network, and nobody reports for them. Their patients are there all the
    same. Only of the ICBs that the others lie in.
    """
    nearest = _in_reach(opened.version, period, editions)[:1]
    if not nearest:
        return practices
    listed = opened.table(_list_of(nearest[0])).drop_nulls("sub_icb_code")
    gone = gone_by(opened.table(SUCCESSIONS), period)
    known = pl.concat([practices["practice_code"], gone])
    more = listed.filter(~pl.col("practice_code").is_in(known.implode()))
    if more.is_empty():
        return practices
    upper = [c for c in practices.columns if c.startswith(("sub_icb_", "icb_", "region_"))]
    above = practices.select(upper).drop_nulls(["sub_icb_code", "icb_code"])
    placed = more.select("practice_code", "sub_icb_code").join(
        first_of_each("sub_icb_code", above), on="sub_icb_code"
    )
    truths = {c: pl.lit(value=False) for c in ("in_file", "invented", "other_places")}
    return pl.concat([practices, placed.with_columns(**truths)], how="diagonal")


def lists(
    opened: TableCache, period: str, editions: list[str], practices: pl.Series
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The list of each practice: of the file itself, else the nearest month in reach.

    Returns:
        `registered, list_period`, a row for each practice in the order given, null where there is
        none; and the editions that were used.
    """
    codes = practices.to_frame("practice_code")
    successions = opened.table(SUCCESSIONS)
    found, lacking = codes.select(**_NO_LIST), len(practices)
    used: list[str] = []
    for edition in _in_reach(opened.version, period, editions):
        if not lacking:
            break
        listed = opened.table(_list_of(edition)).select(
            "practice_code", "registered", list_period="period"
        )
        heirs = followed(successions, edition.partition(".")[2], period)
        listed = joined_lists(listed, heirs)
        more = codes.join(
            first_of_each("practice_code", listed),
            on="practice_code",
            how="left",
            maintain_order="left",
        ).drop("practice_code")
        if used:
            more = found.select(pl.coalesce(c, more[c]) for c in found.columns)
        if more["registered"].null_count() < lacking:
            found, lacking = more, more["registered"].null_count()
            used.append(edition)
    return found, tuple(used)


def parents_known(
    opened: TableCache, period: str, maps: Iterable[pl.DataFrame], apart: dict[str, int]
) -> pl.DataFrame:
    """`sub_icb_code, icb_code, icb_name, region_code, region_name`, for maps that do not print them all.

    By the map nearest in time that prints them; the packaged list is one of its own month.
    """
    packaged = declared().geography
    if not any(table["icb_code"].null_count() for table in maps):
        return packaged.parents()
    printing = list(apart)[:EDITIONS_AT_MOST]
    where = pl.col("icb_code").is_not_null() & ~pl.col("invented")
    columns = packaged.parents().columns
    printed = opened.version.tables([Wanted("places", [e], columns, where) for e in printing])
    far = Month(period).distance(packaged.as_of)
    near = [t for e, t in zip(printing, printed, strict=True) if apart[e] <= far]
    every = pl.concat([*near, packaged.parents(), *printed]).drop_nulls("sub_icb_code")
    return first_of_each("sub_icb_code", every)


def areas_printed(edition: str) -> Wanted:
    """The whole map of an edition."""
    return Wanted("places", [edition])


def _list_of(edition: str) -> Wanted:
    columns = ["practice_code", "registered", "period", "sub_icb_code"]
    return Wanted("lists", [edition], columns, pl.col("registered") > 0)


def nearest_editions(version: Version, kind: str, period: str, own: list[str]) -> dict[str, int]:
    """Editions with a table of this kind and how many months they are apart.

    A file's own editions come first, then the nearest month; of two as near, the earlier. Maps without
    networks come behind all others.
    """
    order = {source: i for i, source in enumerate(declared().sources)}
    partial = {source.id for source in declared().sources.values() if source.partial}
    found = [row for row in version.editions(kind).iter_rows() if row[2] != STANDING]
    apart = {edition: Month(period).distance(its_period) for edition, _, its_period in found}
    found.sort(
        key=lambda row: (
            row[1] in partial, row[0] not in own, apart[row[0]], row[2], order.get(row[1], 99)
        )
    )  # fmt: skip
    return {edition: apart[edition] for edition, _, _ in found}


def _in_reach(version: Version, period: str, own: list[str]) -> list[str]:
    """Editions with lists that rates may rest on, the nearest first."""
    unfit = {source.id for source in declared().sources.values() if not source.for_rates}
    reach = declared().rules.list_months_apart
    return [
        edition
        for edition, apart in nearest_editions(version, "lists", period, own).items()
        if apart <= reach and edition.split(".")[0] not in unfit
    ]


def _named(codes: pl.Series, tables: list[pl.DataFrame]) -> pl.DataFrame:
    """`practice_code, practice_name` of these practices, from the first table that prints a name."""
    first = tables[0] if tables else NOBODY
    if first["practice_code"].equals(codes) and not first["practice_name"].null_count():
        return first
    wanted = codes.to_frame("practice_code")
    printed = pl.concat([NOBODY, *tables]).drop_nulls()
    return wanted.join(
        first_of_each("practice_code", printed),
        on="practice_code",
        how="left",
        maintain_order="left",
    )


def _has_full_level(table: pl.DataFrame) -> bool:
    """Whether every practice of a map is placed, as in most maps."""
    return any(table[f"{level}_code"].null_count() == 0 for level in AREA_LEVELS)


def _expected(
    maps: dict[str, pl.DataFrame], apart: dict[str, int], staff: pl.DataFrame, collection: str
) -> pl.Expr:
    """Practices that ought to be there though the file does not name them.

    A practice that only an older map knows may have closed: it is no gap in the returns.
    """
    known: list[pl.Series] = []
    placed_pcns: set[str] = set()
    reach = declared().rules.list_months_apart
    for edition, table in maps.items():
        if collection == "practice":
            if apart[edition] <= reach and not known:
                known.append(table["practice_code"])
        elif known:
            fresh = set(staff["unit"].to_list()) - placed_pcns
            known.append(table.filter(pl.col("pcn_code").is_in(fresh))["practice_code"])
        else:
            known.append(table["practice_code"])
        if collection == "pcn":
            placed_pcns.update(table["pcn_code"].drop_nulls().to_list())
    codes = pl.concat(known) if known else NOBODY["practice_code"]
    return pl.col("practice_code").is_in(codes.implode())


def _beside(placed: pl.DataFrame, staff: pl.DataFrame, collection: str) -> pl.Expr:
    """Practices of the ICBs that the file is about: a map of England expects more than a local file."""
    in_file = pl.col("in_file")
    if collection == "pcn":
        in_file = pl.col("pcn_code").is_in(staff["unit"].implode())
    reached = placed.filter(in_file)["icb_code"].drop_nulls().unique()
    return pl.col("icb_code").is_in(reached.implode()).fill_null(value=True)
