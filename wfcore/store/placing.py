"""Units that no map would place, and maps that would empty a level: counted and named before anything is published."""

from collections.abc import Iterator, Sequence

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, finding, of_examples
from wfcore.geography import Level, first_of_each
from wfcore.months import Month, is_month
from wfcore.normalising import Draft
from wfcore.store.version import Version

_AREAS = (Level.SUB_ICB, Level.ICB)
_ABOVE = pl.any_horizontal(pl.col(f"{level}_code").is_not_null() for level in _AREAS)
_COLUMNS = ["practice_code", "pcn_code", "sub_icb_code", "icb_code"]


def about_placing(draft: Draft, drafts: Sequence[Draft], version: Version) -> Iterator[Finding]:
    """What a draft's units would lose at the levels of areas.

    Args:
        draft: looked at.
        drafts: all of the upload.
        version: what it would be published to.
    """
    if draft.source in _invented():
        return
    places = draft.tables.get("places")
    if places is not None:
        yield from _emptied(places, version)
    staff = draft.tables.get("staff_total")
    if staff is not None and is_month(draft.period) and "practice" in staff["level"]:
        yield from _placed_nowhere(draft, staff["area_code"].drop_nulls().unique(), drafts, version)


def _invented() -> set[str]:
    return {source.id for source in declared().sources.values() if source.invented}


def _emptied(places: pl.DataFrame, version: Version) -> Iterator[Finding]:
    """A map that places practices, without a level above that published maps have for the same ones."""
    if not places["sub_icb_code"].count():
        return
    parents = declared().geography.parents()["sub_icb_code"]
    known = version.table("places", columns=_COLUMNS, where=pl.col("icb_code").is_not_null())
    above = places.filter(
        pl.col("icb_code").is_not_null()
        | pl.col("sub_icb_code").is_in(parents.implode())
        | pl.col("sub_icb_code").is_in(known["sub_icb_code"].implode())
    )
    had = places.filter(pl.col("practice_code").is_in(known["practice_code"].implode()))
    least = declared().geography.offered_from_share
    if had.height and above.height < (1 - least) * places.height:
        odd = places.filter(~pl.col("practice_code").is_in(above["practice_code"].implode()))
        yield finding(
            "blocks",
            "level_emptied",
            f"{odd.height:,} of {places.height:,} practices of this map lie in no integrated care board: "
            "it prints none, and nothing that is published says where their sub-ICB locations lie. "
            "No board would have figures.",
            count=odd.height,
            examples=odd["sub_icb_code"].drop_nulls().unique().sort(),
            advice="Publish a practice map that prints the boards, before this file or with it.",
        )


def _placed_nowhere(
    draft: Draft, units: pl.Series, drafts: Sequence[Draft], version: Version
) -> Iterator[Finding]:
    """Practices of a return that count in England alone, with their patients and what that does to coverage."""
    tables = [d.tables["places"].select(_COLUMNS) for d in drafts if "places" in d.tables]
    placed = pl.concat([version.table("places", columns=_COLUMNS), *tables]).filter(_ABOVE)
    codes = units.to_frame("practice_code")
    heirs = version.table("successions", columns=["practice_code", "successor_code"])
    mine = [d.tables["successions"] for d in drafts if "successions" in d.tables]
    kin = pl.concat([heirs, *(t.select(heirs.columns) for t in mine)]).drop_nulls()
    followed = kin.filter(
        pl.col("successor_code").is_in(placed["practice_code"].implode())
        | pl.col("practice_code").is_in(placed["practice_code"].implode())
    )
    known = pl.concat(
        [placed["practice_code"], followed["practice_code"], followed["successor_code"]]
    )
    lost = codes.filter(~pl.col("practice_code").is_in(known.implode())).sort("practice_code")
    whole = codes.height
    if lost.is_empty() or whole - lost.height < declared().geography.offered_from_share * whole:
        return  # of nearly all that are lost another finding tells
    sizes = _lists_near(draft, drafts, version)
    sized = codes.join(sizes, on="practice_code", how="left")
    without = sized.join(lost, on="practice_code", how="semi")
    patients, everyone = (float(table["registered"].sum()) for table in (without, sized))
    share = f", {patients / everyone:.2%} of all," if everyone else ""
    one = lost.height == 1
    yield from of_examples(
        "warns",
        "not_placed",
        f"{lost.height:,} of {whole:,} practices, with {patients:,.0f} patients{share} "
        f"{'is' if one else 'are'} in no map. {'It counts' if one else 'They count'} in England, and in no "
        "network, board or region: the figures of these cover so many patients less.",
        [
            f"{code}: {size:,.0f} patients" if size is not None else code
            for code, size in without.select("practice_code", "registered").sort("practice_code").iter_rows()
        ],
        count=lost.height,
        advice="Publish a practice map of a month nearby that names them, or accept that they lie nowhere.",
    )  # fmt: skip


def _lists_near(draft: Draft, drafts: Sequence[Draft], version: Version) -> pl.DataFrame:
    """`practice_code, registered`: of the draft, else of the upload or the nearest month."""
    there = [(d.period, d.tables["lists"]) for d in drafts if "lists" in d.tables]
    mine = [table for period, table in there if period == draft.period]
    others = {e: p for e, _, p in version.editions("lists").iter_rows() if is_month(p)}
    nearest = sorted(others, key=lambda e: (Month(draft.period).distance(others[e]), e))[:2]
    tables = [*mine, *(t for p, t in there if p != draft.period), version.table("lists", nearest)]
    lists = [t.select("practice_code", "registered").drop_nulls() for t in tables]
    return first_of_each("practice_code", pl.concat(lists))
