"""Rules about groups of practices, which an analyst brings."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import polars as pl

from wfcore.checking.about import about
from wfcore.checking.keys import PCN_CODE
from wfcore.declared import Rules, declared
from wfcore.declared.gazetteer import authority_codes
from wfcore.findings import Finding, of_examples, of_rows
from wfcore.geography import name_fault, plain_name

_KIND = "practice_groups"


@about(_KIND)
def groups_are_whole(table: pl.DataFrame, _: Rules) -> Iterator[Finding]:
    """Each row names a group, its kind and a practice, under a name that fits a link, with dates in order."""
    blank = pl.col("group_name").is_null() | pl.col("group_kind").is_null()
    yield from of_examples(
        "blocks",
        "group_incomplete",
        "Rows without the name or the kind of their group. Fill them in or take them out.",
        [f"row {row}: blank" for row in table.filter(blank)["row"]],
    )
    empty = pl.col("practice_code").is_null() & pl.col("group_name").is_not_null()
    yield from of_rows(
        "blocks",
        "group_is_empty",
        "Groups without a practice in this row. Write the code of a practice, or take the row out.",
        table.filter(empty),
        lambda r: f"row {r['row']}: {r['group_name']}",
    )
    yield from of_rows(
        "blocks",
        "group_of_networks",
        "Codes of networks where those of practices belong. Write each of the network's practices.",
        table.filter(pl.col("practice_code").str.contains(PCN_CODE)),
        lambda r: f"row {r['row']}: {r['practice_code']} in {r['group_name']}",
    )
    names = table["group_name"].drop_nulls().unique(maintain_order=True)
    yield from of_examples(
        "warns",
        "group_named_like_a_place",
        "Groups with the name of a board, a region or a local authority. Whoever types it is shown that place, and "
        "readers may take the one for the other.",
        [name for name in names if plain_name(name) in _names_of_places()],
        advice="Give the group a name of its own, such as “Leeds federation”.",
    )
    faults = {
        n: name_fault(n) for n in table["group_name"].drop_nulls().unique(maintain_order=True)
    }
    yield from of_examples(
        "blocks",
        "group_name_unfit",
        "Names that cannot stand in a link. Shorten them, and write no ~, : or comma.",
        [f"{name}: {fault}" for name, fault in faults.items() if fault],
    )
    yield from of_rows(
        "blocks",
        "group_dates_swapped",
        "Practices that leave a group before they join it. Are the two dates swapped?",
        table.filter(pl.col("until") < pl.col("since")),
        lambda r: f"row {r['row']}: {r['practice_code']}, from {r['since']} to {r['until']}",
    )


@about(_KIND)
def groups_do_not_clash(table: pl.DataFrame, _: Rules) -> Iterator[Finding]:
    """A practice is once in a group, and in one group of a kind at a time; a name means one group."""
    rows = table.drop_nulls(["group_name", "group_kind", "practice_code"])
    yield from of_examples(
        "blocks",
        "group_names_twice",
        "Practices that a group names twice for the same months. Keep one of the rows.",
        _overlapping(rows, ["group_name", "practice_code"]),
    )
    several = rows.filter(pl.col("group_name").n_unique().over("group_kind", "practice_code") > 1)
    others = _overlapping(several, ["group_kind", "practice_code"], "group_name")
    yield from of_examples(
        "blocks",
        "in_two_groups_of_a_kind",
        "Practices in two groups of one kind at the same time. Say when they left the one, or give the groups "
        "different kinds.",
        others,
    )
    folded = rows.select("group_name", "group_kind", fold=pl.col("group_name").str.to_lowercase())
    twins = folded.unique().filter(pl.len().over("fold") > 1).sort("group_name", "group_kind")
    yield from of_rows(
        "blocks",
        "two_groups_one_name",
        "One name for two groups. Give each a name of its own.",
        twins,
        lambda r: f"{r['group_name']} ({r['group_kind']})",
    )


@cache
def _names_of_places() -> frozenset[str]:
    declared_names = [*declared().geography.icbs.values(), *declared().geography.regions.values()]
    return frozenset(map(plain_name, declared_names)) | frozenset(authority_codes())


def _overlapping(rows: pl.DataFrame, same: list[str], apart: str | None = None) -> list[str]:
    """Rows whose months overlap those of another row that is the same in some columns, and other in one."""
    first = pl.col("since").fill_null("")
    last = pl.col("until").fill_null("9999-12")
    spans = rows.with_columns(first=first, last=last)
    pairs = spans.join(spans, on=same, suffix="_2").filter(
        pl.col("row") != pl.col("row_2"),
        pl.col("first") <= pl.col("last_2"),
        pl.col("first_2") <= pl.col("last"),
    )
    if apart is not None:
        pairs = pairs.filter(pl.col(apart) != pl.col(f"{apart}_2"))
    found: list[dict[str, Any]] = pairs.unique("row", keep="first").sort("row").to_dicts()
    return [
        f"row {r['row']}: {r['practice_code']} in {r.get('group_name') or r.get('group_kind')}, as in row {r['row_2']}"
        for r in found
    ]
