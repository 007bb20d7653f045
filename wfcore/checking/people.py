"""Rules about joiners, leavers and vacant posts, which an analyst brings."""

from collections.abc import Iterator, Sequence

import polars as pl

from wfcore.checking.about import about
from wfcore.declared import Rules, declared
from wfcore.findings import Finding, of_rows
from wfcore.geography import plain_name

PEOPLE_KINDS = ("joiners_leavers", "vacancies")
_SHARE = 0.05  # full-time posts for each leaver below which a column holds shares, not posts


@about("joiners_leavers")
def joiners_make_sense(table: pl.DataFrame, _rules: Rules) -> Iterator[Finding]:
    """Spans run forward, staff are known, and no more people leave than were there."""
    yield from of_rows(
        "blocks",
        "span_reversed",
        "Spans that end before they begin. Are FROM and TO swapped?",
        table.filter(pl.col("since") > pl.col("until")),
        lambda r: f"row {r['row']}: {r['since']} to {r['until']}",
    )
    yield from of_rows(
        "warns",
        "unknown_staff",
        "Staff that nobody knows. They are kept as printed and make no turnover. Use one of: "
        f"{', '.join(_known_staff())}.",
        table.filter(pl.col("staff").is_null()),
        lambda r: f"row {r['row']}: {r['staff_printed'] or 'blank'}",
    )
    there = pl.col("staff_start") + pl.col("joiners").fill_null(0)
    yield from of_rows(
        "blocks",
        "leavers_above_staff",
        "More people left than were there. Correct LEAVERS, or the staff at the start.",
        table.filter(pl.col("leavers") > there),
        lambda r: f"row {r['row']}: {r['leavers']:g} of {r['staff_start'] + (r['joiners'] or 0):g}",
    )
    yield from _posts_of_leavers(table)
    yield from spans_twice(table)


def _known_staff() -> list[str]:
    names = [declared().metric(f"{stem}_rate").short for stem in declared().assumptions.counts]
    return [*names, "all staff"]


def _posts_of_leavers(table: pl.DataFrame) -> Iterator[Finding]:
    def say(row: dict[str, float]) -> str:
        return f"row {row['row']}: {row['leavers_fte']:g} posts, {row['leavers']:g} people"

    yield from of_rows(
        "warns",
        "leavers_fte_above_people",
        "More full-time posts than people who left. Are the two columns swapped?",
        table.filter(pl.col("leavers_fte") > pl.col("leavers")),
        say,
    )
    yield from of_rows(
        "warns",
        "leavers_fte_is_share",
        "Far fewer full-time posts than people who left: is LEAVERS_FTE a share? Write full-time posts.",
        table.filter(pl.col("leavers_fte") > 0, pl.col("leavers_fte") < _SHARE * pl.col("leavers")),
        say,
    )


def spans_twice(table: pl.DataFrame) -> Iterator[Finding]:
    """The same people in two rows: the same span again, a span inside another, a total beside its reasons."""
    keyed = _keyed(table, pl.coalesce("staff", pl.col("staff_printed").str.to_lowercase()))
    whose, span = ["_place", "place_level", "_key"], ["since", "until"]
    dated = keyed.drop_nulls(span)
    reason = pl.col("reason").fill_null("").str.to_lowercase()
    again = dated.filter(pl.len().over([*whose, *span, reason.alias("_reason")]) > 1)
    yield from _rows_twice(
        "span_twice",
        "Rows for the same place, span, staff and reason. Find out which is right and remove the other.",
        again,
    )
    blank = reason == ""
    beside = dated.filter(blank.any().over([*whose, *span]) & (~blank).any().over([*whose, *span]))
    yield from _rows_twice(
        "total_beside_reasons",
        "Rows without a reason beside rows with one, for the same span: their leavers would be counted twice. "
        "Give the row without one a reason such as “not known”, or take it out.",
        beside,
    )
    later = dated.select(*whose, *span).unique().sort("since", "until")
    parted = later.filter(
        (pl.col("since") <= pl.col("until").cum_max().shift(1).over(whose)).fill_null(value=False)
    )
    yield from _rows_twice(
        "spans_overlap",
        "Spans of the same staff that overlap: a month would be counted twice. Leave one of them out.",
        dated.join(parted, on=[*whose, *span], how="semi", nulls_equal=True),
    )


def _rows_twice(code: str, words: str, rows: pl.DataFrame) -> Iterator[Finding]:
    yield from of_rows(
        "blocks",
        code,
        words,
        rows,
        lambda r: (
            f"row {r['row']}: {r['place_name'] or r['place_code']}, {r['since']} to {r['until']}"
        ),
    )


def with_place_key(table: pl.DataFrame, key: pl.Expr) -> pl.DataFrame:
    """The rows with `_place` and `_key`, in which two spellings of a place, or of what is counted, are one."""
    places = [plain_name(text or "") for text in table["place_code"]]
    return table.with_columns(_key=key, _place=pl.Series(places, dtype=pl.String))


def _keyed(table: pl.DataFrame, key: pl.Expr) -> pl.DataFrame:
    """The same of the rows that name a place."""
    return with_place_key(table, key).filter(pl.col("_place") != "")


@about("vacancies")
def vacancies_make_sense(table: pl.DataFrame, _rules: Rules) -> Iterator[Finding]:
    """A post is opened before it is filled, named once, of a known role, and by somebody who answered."""
    yield from of_rows(
        "blocks",
        "filled_before_opened",
        "Posts that were filled before they were vacant. Are OPENED and FILLED swapped?",
        table.filter(_until(pl.col("filled_on")) < _until(pl.col("opened"))),
        lambda r: f"row {r['row']}: opened {r['opened']}, filled {r['filled_on']}",
    )
    named = pl.col("role_printed").is_not_null()
    yield from of_rows(
        "warns",
        "vacancy_of_unknown_role",
        "Roles that nobody knows. They are kept as printed and counted in no staff group. Write the role as the "
        "template offers it.",
        table.filter(named, pl.col("staff").is_null()),
        lambda r: f"row {r['row']}: {r['role_printed']}",
    )
    yield from of_rows(
        "warns",
        "post_without_role",
        "Vacant posts without a role: they are counted in no staff group. Write the role.",
        table.filter(~named, pl.col("wte") > 0),
        lambda r: f"row {r['row']}: {r['wte']:g} posts",
    )
    yield from of_rows(
        "warns",
        "vacancy_of_the_silent",
        "Vacant posts of a place that did not answer, as ANSWERED says. The posts count, and the place as one that "
        "answered.",
        table.filter(pl.col("wte") > 0, pl.col("answered").eq(other=False)),
        lambda r: f"row {r['row']}: {r['wte']:g} posts",
    )
    yield from vacancies_twice(table)


def _until(date: pl.Expr) -> pl.Expr:
    """A date cut to its month where one of the two is no more than a month."""
    days = pl.min_horizontal(pl.col("opened").str.len_chars(), pl.col("filled_on").str.len_chars())
    return pl.when(days > len("2025-09")).then(date).otherwise(date.str.slice(0, len("2025-09")))


def vacancies_twice(table: pl.DataFrame) -> Iterator[Finding]:
    """The same post in two rows, under one spelling or two."""
    keyed = _keyed(table.filter(pl.col("wte") > 0), _role_key())
    key: Sequence[str] = ["_place", "place_level", "_key", "wte", "opened", "filled_on"]
    again = keyed.filter(pl.len().over(key) > 1)
    yield from of_rows(
        "warns",
        "vacancy_twice",
        "Posts of the same role, size and date in one place: is it one post under two spellings? Take one out, or "
        "write two equal posts in one row.",
        again,
        lambda r: (
            f"row {r['row']}: {r['place_name'] or r['place_code']}, {r['role_printed']}, {r['opened']}"
        ),
    )


def _role_key() -> pl.Expr:
    return pl.coalesce("role", "staff", pl.col("role_printed").str.to_lowercase(), pl.lit(""))
