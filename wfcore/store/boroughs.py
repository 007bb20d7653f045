"""Look-ups and maps against the boroughs that are published: none is lost, split or moved in silence."""

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, finding, of_examples, of_rows
from wfcore.geography import authority_by_postcode, display_name, plain_name
from wfcore.normalising import Draft
from wfcore.store.version import Version

_COLUMNS = ["practice_code", "borough_code", "borough_name", "postcode"]


def about_boroughs(draft: Draft, drafts: Sequence[Draft], version: Version) -> Iterator[Finding]:
    """What a look-up would do to published boroughs, or a map without boroughs.

    Args:
        draft: looked at.
        drafts: all of the upload.
        version: what is published.
    """
    if "boroughs" in draft.tables:
        yield from _moved(draft.tables["boroughs"], _known([], version))
    places = draft.tables.get("places")
    prints_areas = places is not None and places["sub_icb_code"].count() > 0
    if places is not None and prints_areas and not places["borough_code"].count():
        yield from _kept(places, drafts, version)


def _known(drafts: Sequence[Draft], version: Version) -> pl.DataFrame:
    """Look-ups, else the newest map that prints one: `practice_code, borough_code, borough_name, postcode`."""
    printed = pl.col("borough_name").is_not_null()
    tables = [d.tables["boroughs"].select(_COLUMNS) for d in drafts if "boroughs" in d.tables]
    tables.append(version.table("boroughs", columns=_COLUMNS))
    maps = version.table("places", columns=["period", *_COLUMNS], where=printed)
    tables.append(maps.sort("period", descending=True).select(_COLUMNS))
    return pl.concat(tables).unique("practice_code", keep="first", maintain_order=True)


def _moved(lookup: pl.DataFrame, known: pl.DataFrame) -> Iterator[Finding]:
    """Practices that a look-up takes out of a published borough."""
    both = known.join(
        lookup.select("practice_code", now="borough_name"), on="practice_code", how="left"
    )
    both = both.with_columns(_then=_plain("borough_name"), _now=_plain("now")).with_columns(
        _new=~pl.col("_now").is_in(_plain_names(known).implode())
    )
    gone = pl.col("_now").is_not_null() & (pl.col("_now") != pl.col("_then"))
    moved = (
        both.with_columns(_moves=gone)
        .group_by("borough_name", maintain_order=True)
        .agg(
            pl.len().alias("practices"),
            pl.col("_moves").sum().alias("moves"),
            pl.col("_new").filter(pl.col("_moves")).any().alias("new"),
            pl.col("now").filter(pl.col("_moves")).first().alias("to"),
        )
        .filter(pl.col("moves") > 0)
    )
    part = pl.col("new") & (pl.col("moves") < pl.col("practices"))
    yield from of_rows(
        "blocks",
        "borough_split",
        "The look-up would take a part of a published local authority out of it, under a name that is no "
        "published one. Constituencies, wards and localities are no authorities and cannot be loaded as such.",
        moved.filter(part),
        _said,
        advice="If these are local authorities, upload a look-up with every practice of those they come from.",
    )
    yield from of_rows(
        "warns",
        "borough_changed",
        "Practices that the look-up puts in another local authority than the published one.",
        moved.filter(~part),
        _said,
        advice="Figures of both change in every month. Accept with the reason.",
    )


def _said(row: dict[str, Any]) -> str:
    return f"{row['borough_name']}: {row['moves']} of {row['practices']} practices → {row['to']}"


def _kept(places: pl.DataFrame, drafts: Sequence[Draft], version: Version) -> Iterator[Finding]:
    """A map that prints no authorities, over data that have some."""
    both = places.join(_known(drafts, version), on="practice_code", how="left", suffix="_known")
    placed = pl.col("borough_name_known").is_not_null()
    here = both.filter(placed.mean().over("sub_icb_code") > 0.5)
    if here.is_empty():
        return
    yield finding(
        "notes",
        "boroughs_kept",
        "The map prints no local authorities. Those that are published are kept.",
        count=here.filter(placed).height,
    )
    near = _near(here.filter(~placed), here.filter(placed))
    yield from of_examples(
        "notes",
        "placed_by_postcode",
        "Practices that no look-up names. They are placed by who has their postcode, its sector or its district.",
        [f"{code}: {name} ({how})" for code, _, name, how in near.iter_rows()],
    )
    rest = here.filter(~placed).join(near, on="practice_code", how="anti")
    yield from of_examples(
        "notes",
        "without_borough",
        "Practices that no look-up, no map and no postcode near them puts in a local authority. They count "
        "in none until a look-up or a directory of postcodes names them.",
        [
            f"{len(codes)} of {display_name(area) or 'no sub-ICB location'}: {', '.join(codes)}"
            for area, codes in rest.group_by("sub_icb_name", maintain_order=True)
            .agg(pl.col("practice_code").fill_null("blank"))
            .iter_rows()
        ],
        count=rest.height,
    )


def _near(lacking: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    known = placed.select(
        "icb_code",
        borough_code="borough_code_known",
        borough_name="borough_name_known",
        postcode=pl.coalesce("postcode", "postcode_known"),
    )
    wanted = lacking.select("practice_code", "postcode", "icb_code")
    return authority_by_postcode(wanted, known, declared().geography.postcode_neighbours)


def _plain(column: str) -> pl.Expr:
    return pl.col(column).map_elements(plain_name, return_dtype=pl.String)


def _plain_names(known: pl.DataFrame) -> pl.Series:
    return known.select(_plain("borough_name").unique()).to_series()
