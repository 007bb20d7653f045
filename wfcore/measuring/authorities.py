"""The local authority of each practice: of a look-up, a map that prints it, or its postcode."""

import polars as pl

from wfcore.declared import declared
from wfcore.declared.gazetteer import gazetteer
from wfcore.geography import authority_by_postcode, first_of_each, plain_postcode
from wfcore.measuring.successions import SUCCESSIONS, with_kin
from wfcore.measuring.table_cache import TableCache
from wfcore.store import Wanted

AUTHORITIES = Wanted("boroughs")
_COLUMNS = ["practice_code", "borough_code", "borough_name"]
_PLACED = [*_COLUMNS, "postcode"]
_PRINTED = pl.col("borough_code").is_not_null()


def authorities_of(
    opened: TableCache, maps: dict[str, pl.DataFrame], others: list[str], units: pl.Series
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """`practice_code, borough_code, borough_name`; and which editions gave any.

    Where a map prints no authorities, as the published ones do not, those that other maps print, the
    nearest first, stand in: a practice seldom moves house. Whom nobody names is placed by its postcode.

    Args:
        opened: the tables of the version.
        maps: the maps that place the units, the one to believe first at the front.
        others: more editions of maps, the nearest first.
        units: codes of the units.
    """
    successions = opened.table(SUCCESSIONS)
    published = opened.table(AUTHORITIES).select(_PLACED)
    looked_up = with_kin(published, successions, units)
    standing = tuple(opened.version.editions("boroughs")["edition"]) if looked_up.height else ()
    if not any(_lacking(table, looked_up).height for table in maps.values()):
        return looked_up.select(_COLUMNS), standing
    lent = dict(zip(others, opened.parts(list(map(_lent_by, others))), strict=True))
    printed = {edition: table.select(_PLACED) for edition, table in maps.items()} | lent
    lending = [edition for edition, table in printed.items() if table["borough_code"].count()]
    every = pl.concat([looked_up, *(printed[e].filter(_PRINTED) for e in lending)])
    found = with_kin(first_of_each("practice_code", every), successions, units)
    lacking = pl.concat([_lacking(table, found) for table in maps.values()]).unique("practice_code")
    by_postcode, directory = _by_postcode(opened, lacking, found, maps)
    whole = pl.concat([found.select(_COLUMNS), by_postcode])
    one_code = pl.col("borough_code").first().over("borough_name")  # a map may have the name for it
    return whole.with_columns(one_code), (*standing, *lending, *directory)


def _lacking(table: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """`practice_code, postcode, icb_code` of the practices of a map that are in no authority yet."""
    known = pl.col("practice_code").is_in(found["practice_code"].implode())
    return table.filter(~_PRINTED, ~known).select("practice_code", "postcode", "icb_code")


def _by_postcode(
    opened: TableCache, lacking: pl.DataFrame, found: pl.DataFrame, maps: dict[str, pl.DataFrame]
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """By a directory of postcodes, else by who has the same postcode, sector or district."""
    lacking = lacking.with_columns(plain_postcode("postcode")).drop_nulls("postcode")
    if lacking.is_empty():
        return found.select(_COLUMNS).clear(), ()
    at = pl.col("postcode").is_in(lacking["postcode"].implode())
    wanted = Wanted("postcodes", columns=["postcode", "borough_code"], where=at)
    listed = opened.version.tables([wanted])[0]
    names = {code: area.name for code, area in gazetteer().items()}
    exact = lacking.join(listed, on="postcode").with_columns(
        borough_name=pl.col("borough_code").replace(names)
    )
    columns = ["practice_code", "postcode", "icb_code"]
    addresses = pl.concat([table.select(columns) for table in maps.values()])
    addresses = addresses.unique("practice_code", keep="first", maintain_order=True)
    known = found.join(addresses, on="practice_code", how="left", suffix="_printed").select(
        "borough_code",
        "borough_name",
        "icb_code",
        postcode=pl.coalesce("postcode_printed", "postcode"),
    )
    near = authority_by_postcode(
        lacking.join(exact, on="practice_code", how="anti"),
        known,
        declared().geography.postcode_neighbours,
    )
    editions = opened.version.editions("postcodes")["edition"] if exact.height else ()
    return pl.concat([exact.select(_COLUMNS), near.select(_COLUMNS)]), tuple(editions)


def _lent_by(edition: str) -> Wanted:
    return Wanted("places", [edition], _PLACED, _PRINTED)
