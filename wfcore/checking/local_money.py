"""Rules about the pounds of claims and allocations: a column in thousands, a figure too many, sums that do not fit.

Each example names row and column of the sheet.
"""

from collections.abc import Iterator

import polars as pl

from wfcore.checking.about import about
from wfcore.declared import Rules
from wfcore.findings import Finding, of_rows
from wfcore.normalising import Draft

_A_YEAR = 12


@about("arrs_claims")
def pounds_fit_the_posts(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """What is claimed for a post is what a post costs; posts of 0 cost nothing."""
    least, most = rules.local_tables.pounds_per_post
    a_year = pl.col("claimed_gbp") * _A_YEAR / pl.col("wte")
    both = table.filter(pl.col("claimed_gbp") > 0, pl.col("wte").is_not_null())
    yield from of_rows(
        "warns",
        "pounds_do_not_fit_posts",
        f"Claims of less than £{least:,} or more than £{most:,} a year for each full-time post. "
        "Is a figure ten times too large, a column in thousands, or are months claimed late?",
        both.filter((pl.col("wte") == 0) | ~a_year.is_between(least, most)),
        lambda r: (
            f"row {r['row']}: £{r['claimed_gbp']:,.2f} in {r['month']} for {r['wte']:g} FTE, {r['role_printed']}"
        ),
    )


@about("arrs_claims")
def approved_is_most_of_claimed(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """A claim that is said to be approved or paid has pounds that were."""
    settled = pl.col("status").is_in(["approved", "paid"])
    yield from of_rows(
        "warns",
        "approved_far_below_claimed",
        "Claims called approved or paid, with hardly any pounds approved. Was the column emptied?",
        table.filter(settled, pl.col("approved_gbp") * rules.effect.factor < pl.col("claimed_gbp")),
        lambda r: f"row {r['row']}: £{r['approved_gbp']:,.2f} of £{r['claimed_gbp']:,.2f}",
    )


@about("arrs_spend")
def spend_has_a_unit(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """Spend says what it is counted in, and for which place."""
    known = ", ".join(rules.local_tables.spend_units)
    yield from of_rows(
        "blocks",
        "spend_without_unit",
        f"Spend without a unit that is known: 237 can be £237 or £237,000. Write one of: {known}.",
        table.filter(pl.col("spend").is_not_null(), pl.col("spend_gbp").is_null()),
        lambda r: f"row {r['row']}: {r['spend']:,g} {r['unit'] or 'without a unit'}",
    )
    yield from of_rows(
        "warns",
        "spend_incomplete",
        "Spend without a figure or a place. What is blank is missing, not 0.",
        table.filter(pl.col("spend").is_null() | pl.col("place_code").is_null()),
        lambda r: f"row {r['row']}: {r['place_code'] or 'no place'}",
    )
    yield from of_rows(
        "blocks",
        "two_spends_for_one_place",
        "A place stands more than once in a month. Find out which row is right and remove the other.",
        table.filter(pl.struct("place_code", "month").is_duplicated()),
        lambda r: f"row {r['row']}: {r['place_code']} {r['month']}",
    )
    yield from of_rows(
        "blocks",
        "spend_below_zero",
        "Spend below 0. Money that was paid back belongs in the month it was spent in.",
        table.filter(pl.col("spend") < 0),
        lambda r: f"row {r['row']}: {r['spend']:,g}",
    )


def allocations_are_of_a_pcn(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """An allocation is that of one PCN for a year, in pounds; what was devolved is more than crumbs of it."""
    least, most = rules.local_tables.allocation_gbp
    for kind, column in (("arrs_claims", "allocation_gbp"), ("arrs_allocations", "total_gbp")):
        table = draft.tables.get(kind)
        if table is None:
            continue
        odd = table.filter(~pl.col(column).is_between(least, most)).unique(
            ["pcn_code", column], keep="first", maintain_order=True
        )
        yield from of_rows(
            "warns",
            "implausible_allocation",
            f"Allocations of a year below £{least:,} or above £{most:,} for one PCN. "
            "Are they in thousands, of a month, or of several PCNs?",
            odd,
            lambda r, of=column: f"row {r['row']}, {of}: £{r[of]:,.2f}",
        )
    table = draft.tables.get("arrs_allocations")
    if table is None:
        return
    share = rules.local_tables.devolved_least
    crumbs = pl.col("devolved_gbp").is_between(0, share * pl.col("total_gbp"), closed="none")
    yield from of_rows(
        "warns",
        "devolved_is_little",
        f"Less than {share:.0%} of the allocation devolved. Is that column in thousands?",
        table.filter(crumbs),
        lambda r: f"row {r['row']}: £{r['devolved_gbp']:,.2f} of £{r['total_gbp']:,.2f}",
    )
