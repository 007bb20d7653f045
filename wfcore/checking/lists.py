"""Rules about list sizes and places."""

from collections.abc import Iterator

import polars as pl

from wfcore.checking.about import about
from wfcore.declared import Rules, declared
from wfcore.findings import Finding, finding, of_examples, of_rows
from wfcore.geography import display_name
from wfcore.normalising import Draft


def list_sizes_are_plausible(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """List sizes: there, not in thousands, neither tiny nor huge."""
    staff = draft.tables.get("staff_total")
    table = draft.tables.get("lists")
    if table is None:
        if staff is not None and str(staff["level"][0]) == "practice":
            yield finding(
                "notes",
                "no_list_sizes",
                "The file has no list sizes. Rates need the registered patients of the same month.",
            )
        return
    sizes = table["registered"]
    median = sizes.median()
    if isinstance(median, float) and median < 100:
        yield finding(
            "blocks",
            "lists_in_thousands",
            f"The middle list size is {median:.0f}: the figures look divided by 1,000.",
        )
    broken = table.filter(pl.col("registered") != pl.col("registered").round())
    averages = declared().sources[draft.source].averages
    if not averages:
        yield from of_rows(
            "warns",
            "patients_are_whole",
            "Lists that are not whole numbers. Patients come whole; averages, and rates, do not.",
            broken,
            lambda r: f"{r['practice_code']}: {r['registered']:g}",
        )
    none = table.filter(pl.col("registered").is_null() | (pl.col("registered") == 0))
    yield from of_examples(
        "notes" if averages else "warns",  # a year's file has who closed before it
        "no_patients",
        "Practices without patients. Their rates are not available.",
        none["practice_code"],
    )
    small = table.filter(pl.col("registered").is_between(1, rules.tiny_list - 1))
    yield from of_rows(
        "notes",
        "tiny_lists",
        f"Lists of fewer than {rules.tiny_list} patients. No rate is shown for them on their own; "
        "areas above include them.",
        small,
        lambda r: f"{r['practice_code']}: {r['registered']:.0f}",
    )
    large = table.filter(pl.col("registered") > rules.implausible_list)
    yield from of_rows(
        "warns",
        "huge_lists",
        f"Lists of more than {rules.implausible_list:,} patients.",
        large,
        lambda r: f"{r['practice_code']}: {r['registered']:,.0f}",
    )


def sexes_are_no_more_than_all_patients(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """Men, women and bands of age of a list are no more than the list."""
    split, lists = draft.tables.get("lists_sex_age"), draft.tables.get("lists")
    if split is None or lists is None:
        return
    cut = pl.when(pl.col("age_band").cast(pl.String) == "all").then(pl.lit("sexes"))
    whole = lists.select("practice_code", whole="registered").unique("practice_code")
    added = (
        split.filter(pl.col("sex").cast(pl.String) != "all")
        .group_by("practice_code", cut=cut.otherwise(pl.lit("sexes and ages")))
        .agg(pl.col("registered").sum())
        .join(whole, on="practice_code")
        .filter(pl.col("registered") > pl.col("whole") * (1 + rules.identity_tolerance))
        .sort("cut", "practice_code")
    )
    both = split.filter(pl.col("age_band").cast(pl.String) == "all").drop_nulls("registered")
    named = set(both["sex"].cast(pl.String).unique())
    people, all_patients = float(both["registered"].sum()), float(whole["whole"].sum())
    few = lists.height >= rules.hours.many and people < rules.usual.sexes * all_patients
    if few and {"male", "female"} <= named:
        yield finding(
            "warns",
            "sexes_below_list",
            f"Men and women together are {people:,.0f} of {all_patients:,.0f} patients.",
            advice="Is a column ten times too small, or are patients of a sex missing?",
        )
    yield from of_rows(
        "warns",
        "sexes_exceed_list",
        "Men and women together, or their bands of age, are more than the patients of the practice. "
        "Have columns changed places?",
        added,
        lambda r: (
            f"{r['practice_code']}: {r['whole']:,.0f} patients, {r['cut']} {r['registered']:,.0f}"
        ),
    )


@about("lists")
def lists_are_not_twins(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """Neighbours in code seldom have one list size: one may have been copied from the other."""
    code = pl.col("practice_code")
    lists = table.filter(pl.col("registered") >= rules.tiny_list).select(
        "registered",
        practice=code,
        letter=code.str.slice(0, 1),
        number=code.str.slice(1).cast(pl.Int64, strict=False),
    )
    few = lists.height < rules.hours.many
    if few or lists["registered"].n_unique() * 2 <= lists.height:
        return  # an example, or round figures: a size says nothing about who has it
    apart = pl.col("number_other") - pl.col("number")
    twins = lists.join(lists, on=["registered", "letter"], suffix="_other").filter(
        apart.is_between(1, rules.twin_codes)
    )
    yield from of_rows(
        "notes",
        "lists_are_not_twins",
        "Two practices with neighbouring codes and one list size. It can be chance; look whether one "
        "was copied from the other.",
        twins.sort("practice"),
        lambda r: f"{r['practice']} and {r['practice_other']}: {r['registered']:,.0f}",
    )


@about("places")
def practices_without_pcn(table: pl.DataFrame, _rules: Rules) -> Iterator[Finding]:
    """Practices in no network are grouped as such."""
    if table["pcn_code"].null_count() == table.height:
        return
    alone = table.filter(pl.col("pcn_code").is_null())
    yield from of_examples(
        "notes",
        "practices_without_pcn",
        "Practices that are not in a PCN. They count in the areas above.",
        [
            f"{c} {display_name(n)}"
            for c, n in alone.select("practice_code", "practice_name").iter_rows()
        ],
    )
