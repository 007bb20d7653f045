"""Rules about learners, supervision, who stayed and promised posts, which an analyst brings."""

from collections.abc import Iterator, Sequence

import polars as pl

from wfcore.checking.about import about
from wfcore.checking.people import PEOPLE_KINDS, with_place_key
from wfcore.declared import Rules, declared
from wfcore.findings import Finding, of_examples, of_rows
from wfcore.geography import plain_name
from wfcore.normalising import Draft

PIPELINE_KINDS = ("learners", "supervision", "stayed", "programme_posts")


def learners_are_known(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """A group or programme that no definition spells so: kept as printed, and joined to no other."""
    for kind, table in _of_pipeline(draft):
        column = "programme" if kind == "programme_posts" else "learners"
        printed = "programme_printed" if kind == "programme_posts" else "group_printed"
        unknown = table.filter(pl.col(column).is_null()).unique(
            printed, keep="first", maintain_order=True
        )
        yield from of_rows(
            "warns",
            "unknown_learners",
            "Learners, professions or programmes that nobody knows. They are kept as printed, on a line of their own. "
            f"Correct the spelling, or use one of: {', '.join(_known(column))}.",
            unknown,
            lambda row, printed=printed: f"row {row['row']}: {row[printed] or 'blank'}",
        )


def _known(column: str) -> list[str]:
    words = declared().pipeline
    named = words.programmes if column == "programme" else words.learners
    return [one.name for one in named.values()]


@about("learners")
def learners_make_sense(table: pl.DataFrame, _rules: Rules) -> Iterator[Finding]:
    """No more finish than are there, and a year stands once."""
    yield from of_rows(
        "warns",
        "more_qualify_than_train",
        "More who qualify than are in training. Are the two columns swapped?",
        table.filter(pl.col("qualify") > pl.col("in_training")),
        lambda r: f"row {r['row']}: {r['qualify']:g} of {r['in_training']:g}",
    )
    yield from _twice(table, ["learners", "group_printed", "of_year", "route"], "of_year")


@about("supervision")
def supervision_makes_sense(table: pl.DataFrame, _rules: Rules) -> Iterator[Finding]:
    """Learners fit the places there are, and who is 55 or older is one of the educators."""
    yield from of_rows(
        "warns",
        "learners_above_capacity",
        "More learners than capacity. Are the two columns swapped, or is the capacity an old one?",
        table.filter(pl.col("taught") > pl.col("capacity")),
        lambda r: f"row {r['row']}: {r['taught']:g} learners, capacity {r['capacity']:g}",
    )
    yield from of_rows(
        "blocks",
        "aged_above_educators",
        "More educators aged 55 or older than educators. Correct one of the two.",
        table.filter(pl.col("aged_55") > pl.col("educators")),
        lambda r: f"row {r['row']}: {r['aged_55']:g} of {r['educators']:g}",
    )
    yield from _twice(table, ["learners", "group_printed"], "group_printed")


@about("stayed")
def stayed_makes_sense(table: pl.DataFrame, _rules: Rules) -> Iterator[Finding]:
    """Parts of those who qualified are no more than these."""
    whole = pl.col("qualified")
    # Who is not counted stayed nowhere that is known; who stayed here stayed in the ICB.
    known = pl.max_horizontal("stayed_here", "stayed_icb").fill_null(0)
    yield from of_rows(
        "blocks",
        "stayed_above_qualified",
        "More who stayed, or of whom nobody knows, than qualified. Correct the row.",
        table.filter((known + pl.col("unknown").fill_null(0)) > whole),
        lambda r: f"row {r['row']}: cohort {r['cohort'] or 'unread'}, {r['qualified']:g} qualified",
    )
    yield from of_rows(
        "blocks",
        "stayed_here_above_icb",
        "More who stayed here than in the ICB. STAYED_ICB counts all who stayed in it: add those who stayed here.",
        table.filter(pl.col("stayed_here") > pl.col("stayed_icb")),
        lambda r: f"row {r['row']}: {r['stayed_here']:g} here, {r['stayed_icb']:g} in the ICB",
    )
    yield from _twice(table, ["learners", "group_printed", "cohort"], "cohort")


@about("programme_posts")
def programme_posts_make_sense(table: pl.DataFrame, _rules: Rules) -> Iterator[Finding]:
    """What was filled was promised."""
    yield from of_rows(
        "warns",
        "filled_above_promised",
        "More posts filled than promised. Are the two columns swapped?",
        table.filter(pl.col("filled") > pl.col("promised")),
        lambda r: f"row {r['row']}: {r['filled']:g} of {r['promised']:g}",
    )
    yield from _twice(table, ["programme", "programme_printed", "role", "of_year"], "role")


def _twice(table: pl.DataFrame, columns: Sequence[str], said: str) -> Iterator[Finding]:
    """The same place, group and year in two rows, under one spelling or two.

    Args:
        table: the rows.
        columns: what is known of the group, how it is printed, and what else tells rows apart.
        said: the column that an example names.
    """
    known, printed, *others = columns
    keyed = with_place_key(table, pl.coalesce(known, pl.col(printed).str.to_lowercase()))
    key = ["_place", "place_level", "_key", *others]
    again = keyed.filter(pl.col("row").n_unique().over(key) > 1).unique("row", maintain_order=True)
    yield from of_rows(
        "blocks",
        "pipeline_row_twice",
        "Rows for the same place, group and year. Find out which is right and remove the other.",
        again,
        lambda r: f"row {r['row']}: {r['place_name'] or r['place_code']}, {r[said] or 'blank'}",
    )


def list_rows_are_your_own(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """Rows of the filled example that were left among one's own."""
    if declared().sources[draft.source].invented:
        return
    pcns = rules.local_tables.invented_pcns
    invented = {plain_name(text) for text in (*pcns, *pcns.values())}
    for table in (draft.tables[k] for k in (*PIPELINE_KINDS, *PEOPLE_KINDS) if k in draft.tables):
        rows = table.unique("row", maintain_order=True)
        yield from of_examples(
            "warns",
            "invented_rows",
            "Rows of invented PCNs, as in the filled example. Take them out before you publish your own.",
            [
                f"row {row}"
                for row, place in rows.select("row", "place_code").iter_rows()
                if plain_name(place or "") in invented
            ],
        )


def _of_pipeline(draft: Draft) -> Iterator[tuple[str, pl.DataFrame]]:
    return ((kind, draft.tables[kind]) for kind in PIPELINE_KINDS if kind in draft.tables)
