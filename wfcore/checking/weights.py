"""Rules about patients weighted for the work they make: a weight is near 1, and over an area they even out."""

from collections.abc import Iterator

import polars as pl

from wfcore.checking.about import about
from wfcore.declared import Rules
from wfcore.findings import Finding, finding, of_rows


@about("lists")
def weights_are_plausible(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """A column in thousands, emptied or of another thing shows in weighted ÷ registered patients."""
    if table["weighted_missing"].cast(pl.String).eq_missing(pl.Series(["not_in_file"])).all():
        return
    some = table.filter(pl.col("registered") >= rules.tiny_list)
    none = some.filter(pl.col("weighted").is_null() | (pl.col("weighted") == 0))
    yield from of_rows(
        "warns",
        "weights_missing",
        "Practices with patients and without weighted patients. They leave every rate for weighted patients.",
        none,
        lambda r: f"{r['practice_code']}: {r['registered']:,.0f} registered",
    )
    weighed = some.filter(pl.col("weighted") > 0)
    weight = pl.col("weighted") / pl.col("registered")
    least, most = rules.weights.one
    yield from of_rows(
        "warns",
        "implausible_weights",
        f"Practices whose patients weigh less than {least:g} or more than {most:g} each. In England nearly all "
        "weigh 0.6 to 1.6: a figure ten times too large, or the list of another practice?",
        weighed.filter(~weight.is_between(least, most)),
        lambda r: (
            f"{r['practice_code']}: {r['weighted']:,.0f} weighted, {r['registered']:,.0f} registered"
        ),
    )
    registered, weighted = float(weighed["registered"].sum()), float(weighed["weighted"].sum())
    least, most = rules.weights.many
    if weighed.height >= rules.hours.many and not least <= weighted / registered <= most:
        yield finding(
            "warns",
            "weights_do_not_even_out",
            f"{weighted:,.0f} weighted patients for {registered:,.0f} registered. In England both are as many, "
            "in any ICB nearly. Is a column in thousands, or another than it is called?",
        )
