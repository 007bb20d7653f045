"""Standing lists about places, of people and posts, against the places and the list that the store knows."""

from collections.abc import Iterator

import polars as pl

from wfcore.checking.people import PEOPLE_KINDS, spans_twice, vacancies_twice
from wfcore.checking.pipeline import PIPELINE_KINDS
from wfcore.declared import declared
from wfcore.findings import Finding, of_examples, of_rows
from wfcore.geography import AREA_LEVELS, Level
from wfcore.normalising import Draft
from wfcore.store.version import Version, Wanted


def about_local_lists(draft: Draft, version: Version) -> Iterator[Finding]:
    """What is to be said about a list before it replaces the one before it.

    Args:
        draft: perhaps such a list, its places known where they can be (`with_known_codes`).
        version: what is published.
    """
    for kind in (*PIPELINE_KINDS, *PEOPLE_KINDS):
        table = draft.tables.get(kind)
        if table is None:
            continue
        lost = table.filter(pl.col("place_level").is_null(), pl.col("place_code").is_not_null())
        yield from of_rows(
            "warns",
            "list_of_unknown_place",
            "Places that no published map names, or more than one. Their rows are kept and shown for none. "
            "Write the code, or publish the practice map first.",
            lost.unique("row", maintain_order=True),
            lambda r: f"row {r['row']}: {r['place_code']}",
        )
        before = version.table(kind, [draft.edition])["place_code"].drop_nulls()
        gone = before.filter(~before.is_in(table["place_code"].implode())).unique(
            maintain_order=True
        )
        yield from of_examples(
            "warns",
            "places_left_out",
            "Places of the published list that are not in this file, which replaces it: their rows go. "
            "Put all places into one file.",
            gone.to_list(),
        )
    # A place by its code and by its name is one place only now.
    if (table := draft.tables.get("joiners_leavers")) is not None:
        yield from spans_twice(table)
        yield from _more_than_work_there(table, version)
    if (table := draft.tables.get("vacancies")) is not None:
        yield from vacancies_twice(table)


def _more_than_work_there(table: pl.DataFrame, version: Version) -> Iterator[Finding]:
    """Leavers of a year beyond all the staff that the newest practice file counts in the place."""
    counted = _staff_counted(version)
    left = table.filter(pl.col("leavers") > 0).join(
        counted, on=["place_level", "place_code", "staff"], how="inner"
    )
    yield from of_rows(
        "warns",
        "leavers_above_counted",
        "More people left than the newest practice file counts in the place. Is the row about another place, or are "
        "these all staff?",
        left.filter(pl.col("leavers") > pl.col("counted")),
        lambda r: (
            f"row {r['row']}: {r['leavers']:g} {r['staff_printed']}, {r['counted']:,.0f} counted"
        ),
    )


def _staff_counted(version: Version) -> pl.DataFrame:
    """`place_level, place_code, staff, counted`: people in the newest practice file, where every practice gave them."""
    staffed = version.editions("staff_total")
    practice = [s.id for s in declared().sources.values() if s.collection == "practice"]
    newest = staffed.filter(pl.col("source").is_in(practice)).sort("period").tail(1)
    columns = ["area_code", "staff_group", "definition", "headcount"]
    rows = version.tables([Wanted("staff_total", newest["edition"].to_list(), columns)])[0]
    people = rows.select(
        pl.col("area_code").cast(pl.String), pl.col("staff_group", "definition").cast(pl.String), "headcount"
    )  # fmt: skip
    counts = [
        people.filter(pl.col("staff_group") == of.staff_group, pl.col("definition") == of.definition)
        .select("area_code", "headcount", staff=pl.lit(stem))
        for stem in declared().assumptions.counts
        if (of := declared().metric(f"{stem}_rate").quantity)
    ]  # fmt: skip
    everybody = people.filter(pl.col("definition") == "all")
    counts.append(everybody.select("area_code", "headcount", staff=pl.lit("all")))
    places = version.table("places").sort("period").unique("practice_code", keep="last")
    placed = pl.concat(counts).join(places, left_on="area_code", right_on="practice_code")
    at = {Level.PRACTICE: "area_code", **{level: f"{level}_code" for level in AREA_LEVELS}}
    return pl.concat(
        placed.group_by(place_code=column, staff="staff")
        .agg(counted=pl.col("headcount").sum(), lacking=pl.col("headcount").null_count())
        .filter(pl.col("lacking") == 0)
        .select(pl.lit(level.value).alias("place_level"), "place_code", "staff", "counted")
        for level, column in at.items()
    )
