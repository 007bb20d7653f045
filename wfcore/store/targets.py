"""Aims against the places, the counts and the aims that the store knows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from wfcore.checking import check_drafts
from wfcore.checking.pipeline import PIPELINE_KINDS
from wfcore.declared import Quantity, declared
from wfcore.findings import Finding, of_examples, of_rows
from wfcore.geography import AREA_LEVELS, ENGLAND_CODE, Level, display_name, plain_name
from wfcore.normalising import Draft
from wfcore.store.version import Version, Wanted

_KIND, _GROUPS = "targets", "practice_groups"
_WITH_PLACES = (_KIND, "arrs_spend", *PIPELINE_KINDS)  # rows about a place of any level
_OF_ROWS = ("aim_in_the_past", "aim_not_counted", "aim_of_nobody")  # about aims one by one
_PLACED = ("places", "networks", "boroughs")
_Place = tuple[Level, str, str]  # level, code and printed name


def known_places(drafts: Sequence[Draft], version: Version) -> dict[str, set[_Place]]:
    """A code or name, without case and trimmings → the places that it may mean."""
    tables = [version.table(kind) for kind in _PLACED]
    tables += [one.tables[kind] for one in drafts for kind in _PLACED if kind in one.tables]
    england = (Level.ENGLAND, ENGLAND_CODE, "England")
    found: dict[str, set[_Place]] = {
        plain_name("England"): {england},
        plain_name(ENGLAND_CODE): {england},
    }
    named: dict[tuple[Level, str], str] = {}
    for table in tables:
        for level in (Level.PRACTICE, *AREA_LEVELS):
            code, name = f"{level}_code", f"{level}_name"
            if code not in table.columns or name not in table.columns:
                continue
            for a, b in table.select(code, name).unique().drop_nulls(code).iter_rows():
                place = (level, a, named.setdefault((level, a), b or a))
                for known_as in {a, b or a}:
                    found.setdefault(plain_name(known_as), set()).add(place)
    for group in _group_names(drafts, version):
        found.setdefault(plain_name(group), set()).add((Level.GROUP, group, group))
    return found


def _group_names(drafts: Sequence[Draft], version: Version) -> set[str]:
    """Names of groups of practices: of the upload, whose list replaces the published one, else of that."""
    mine = [one.tables[_GROUPS] for one in drafts if _GROUPS in one.tables]
    tables = mine or [version.table(_GROUPS, columns=["group_name"])]
    return {name for table in tables for name in table["group_name"].drop_nulls().unique()}


def with_aims_placed(drafts: Sequence[Draft], version: Version) -> list[Draft]:
    """The drafts, each aim and spend with level, code and name of its place, where one place alone is meant.

    What names no known place, or more than one, stays as it is written.
    """
    if not any(kind in one.tables for one in drafts for kind in _WITH_PLACES):
        return list(drafts)
    known = known_places(drafts, version)
    return [_placed(one, known) for one in drafts]


def _placed(draft: Draft, known: dict[str, set[_Place]]) -> Draft:
    placed = {
        kind: pl.DataFrame(
            [_with_place(row, known) for row in table.iter_rows(named=True)], schema=table.schema
        )
        for kind in _WITH_PLACES
        if (table := draft.tables.get(kind)) is not None
    }
    return replace(draft, tables={**draft.tables, **placed})


def _with_place(row: dict[str, Any], known: dict[str, set[_Place]]) -> dict[str, Any]:
    meant = _meant(row, known)
    if len(meant) != 1:
        return row
    ((level, code, name),) = meant
    return row | {
        "place_level": level.value,
        "place_code": code,
        "place_name": row["place_name"] or display_name(name),
    }


def _meant(row: dict[str, Any], known: dict[str, set[_Place]]) -> set[_Place]:
    found = known.get(plain_name(row["place_code"] or ""), set[_Place]())
    wanted = row["place_level"]
    meant = {place for place in found if wanted is None or place[0] == wanted}
    # A list without codes calls an area by its name; with a code it is the same area.
    coded = {(level, name) for level, code, name in meant if code != name}
    return {place for place in meant if place[1] != place[2] or (place[0], place[2]) not in coded}


def about_aims(draft: Draft, drafts: Sequence[Draft], version: Version) -> Iterator[Finding]:
    """What is to be said about a list of aims before it replaces the one before it.

    Args:
        draft: perhaps such a list.
        drafts: all drafts of the upload, which may bring places and staff.
        version: what is published.
    """
    table = draft.tables.get(_KIND)
    if table is None:
        return
    new = _new_rows(table, draft, version)
    known = known_places(drafts, version)
    yield from _places(new.filter(pl.col("place_code").is_not_null()), known)
    yield from _counts(new, drafts, version)
    yield from _against_published(table, version.table(_KIND, [draft.edition]))


def about_what_is_new(
    found: Sequence[Finding], draft: Draft, version: Version
) -> Sequence[Finding]:
    """Findings about a list of aims without the warnings about rows that are published as they are.

    Args:
        found: about the whole list.
        draft: the list; any other keeps its findings.
        version: what is published, where each of those rows was accepted with a reason.
    """
    table = draft.tables.get(_KIND)
    if table is None:
        return found
    new = _new_rows(table, draft, version)
    if new.height == table.height:
        return found
    _, report = check_drafts([replace(draft, tables={**draft.tables, _KIND: new})])
    warned = [one for _, one in report.of("warns") if one.code in _OF_ROWS]
    return [*warned, *(one for one in found if one.code not in _OF_ROWS)]


def _new_rows(table: pl.DataFrame, draft: Draft, version: Version) -> pl.DataFrame:
    """The aims that are not published as they are, wherever they stood in their file."""
    before = version.table(_KIND, [draft.edition])
    columns = [name for name in table.columns if name != "row"]
    return table.join(before, on=columns, how="anti", nulls_equal=True)


def _places(table: pl.DataFrame, known: dict[str, set[_Place]]) -> Iterator[Finding]:
    rows = list(table.iter_rows(named=True))
    meant = [len(_meant(row, known)) for row in rows]
    whole = [bool(row["place_level"] and row["place_code"] and row["place_name"]) for row in rows]
    yield from of_examples(
        "blocks",
        "aim_for_unknown_place",
        "Aims for places that no published file names, by this code or name. Correct them, or say level, code "
        "and name of a place whose files are still to come.",
        [_row_and_place(r) for r, many, said in zip(rows, meant, whole, strict=True) if not many and not said],
    )  # fmt: skip
    yield from of_examples(
        "blocks",
        "aim_place_not_certain",
        "Names that more than one place bears. Write the code, or the level beside it.",
        [_row_and_place(r) for r, many in zip(rows, meant, strict=True) if many > 1],
    )
    yield from of_examples(
        "warns",
        "aim_before_its_place",
        "Aims for places that no published file names yet. They are kept, and hold once a file does.",
        [_row_and_place(r) for r, many, said in zip(rows, meant, whole, strict=True) if not many and said],
    )  # fmt: skip


def _row_and_place(row: dict[str, Any]) -> str:
    return f"row {row['row']}: {row['place_code']}"


def _counts(table: pl.DataFrame, drafts: Sequence[Draft], version: Version) -> Iterator[Finding]:
    """Aims for a count that no file has."""
    lacking = [
        m
        for m in table["metric"].drop_nulls().unique().sort()
        if not _is_counted(m, drafts, version)
    ]
    yield from of_rows(
        "warns",
        "aim_without_figures",
        "Aims for a count that no published file has. They are shown, and cannot be assessed until one has it.",
        table.filter(pl.col("metric").is_in(lacking)),
        lambda r: f"row {r['row']}: {declared().metric(r['metric']).name}",
    )  # fmt: skip


def _is_counted(metric: str, drafts: Sequence[Draft], version: Version) -> bool:
    """Whether some file, published or of this upload, has a figure of each quantity of a metric."""
    one = declared().metric(metric)
    needed = [q for q in (one.quantity, one.over) if q is not None]
    return all(_has(quantity, one.collection, drafts, version) for quantity in needed)


def _has(quantity: Quantity, collection: str, drafts: Sequence[Draft], version: Version) -> bool:
    kind = f"staff_{quantity.breakdown}"
    rows = (pl.col("staff_group") == quantity.staff_group) & (
        pl.col("definition") == quantity.definition
    )
    if quantity.staff_group == "any":
        rows = pl.lit(value=True)
    if quantity.roles:
        rows &= pl.col("role").cast(pl.String).is_in(quantity.roles)
    rows &= pl.col(quantity.measure).is_not_null()
    mine = {s.id for s in declared().sources.values() if s.collection == collection}
    if any(
        d.source in mine and kind in d.tables and d.tables[kind].filter(rows).height for d in drafts
    ):
        return True
    editions = (
        version.editions(kind).filter(pl.col("source").is_in(mine)).sort("period", descending=True)
    )
    return any(
        version.tables([Wanted(kind, [edition], ["staff_group"], rows)])[0].height
        for edition in editions["edition"]
    )  # fmt: skip


def _against_published(table: pl.DataFrame, before: pl.DataFrame) -> Iterator[Finding]:
    """What is new, other, or withdrawn since the last edition."""
    then, now = _by_identity(before), _by_identity(table)
    yield from of_examples(
        "warns",
        "aims_left_out",
        "Aims of the published list that are not in this file, which replaces it: they are withdrawn. "
        "Add them, or say why they go.",
        [_in_words(row) for key, row in then.items() if key not in now],
    )
    yield from of_examples(
        "notes",
        "aims_changed",
        "Aims that are other than in the published list.",
        [
            f"{_in_words(row)}, before {then[key]['value']:g}"
            for key, row in now.items()
            if key in then and row["value"] is not None and row["value"] != then[key]["value"]
        ],
    )
    yield from of_examples(
        "notes",
        "aims_added",
        "Aims that the published list has not.",
        [_in_words(row) for key, row in now.items() if key not in then] if then else [],
    )


def _by_identity(table: pl.DataFrame) -> dict[tuple[str | None, ...], dict[str, Any]]:
    """What tells one aim from another → its row."""
    return {
        (
            row["place_level"],
            row["place_code"],
            row["metric"] or row["metric_printed"],
            row["due"],
        ): row
        for row in table.iter_rows(named=True)
    }


def _in_words(row: dict[str, Any]) -> str:
    by = f" by {row['due']}" if row["due"] else ""
    return f"{row['place_name'] or row['place_code']}: {row['metric_printed']} {row['value'] or 0:g}{by}"
