"""Rules about the areas that a file names."""

import difflib
import itertools
import re
from collections.abc import Iterator

import polars as pl

from wfcore.checking.about import about
from wfcore.declared import Rules
from wfcore.findings import Finding, finding, of_examples
from wfcore.geography import plain_name
from wfcore.normalising import Draft

_MONTH = "(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
_OF_EXCEL = (
    r"^[0-9]+([.,][0-9]+)?E[+-]?[0-9]+$"  # 1E+05
    rf"|^[0-9]{{1,2}}[-/]?{_MONTH}([-/]?[0-9]{{2,4}})?$|^{_MONTH}[-/]?[0-9]{{2,4}}$"
    r"|^[0-9]{4}-[0-9]{2}-[0-9]{2}|^[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}"
    r"|^[0-9]{5,}$"
)


def codes_survived_excel(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """Codes that became a date, a number with an exponent, or lost what stood before their digits."""
    hurt: dict[str, str] = {}
    for kind in ("places", "networks"):
        table = draft.tables.get(kind)
        if table is None:
            continue
        of_areas = [c for c in table.columns if c.endswith("_code") and c != "borough_code"]
        some = table.select(pl.col(of_areas).str.contains(_OF_EXCEL).any())
        for column in (column for column in of_areas if some[column][0]):
            codes = table[column].drop_nulls().unique()
            for code in codes.filter(codes.str.contains(_OF_EXCEL)).sort():
                hurt.setdefault(str(code), column.replace("_", " "))
    yield from of_examples(
        "blocks",
        "codes_survived_excel",
        "Codes that Excel has turned into dates or numbers. Take the file as published, or import "
        "these columns as text.",
        [f"{what}: {code}" for code, what in hurt.items()],
        count=len(hurt),
    )


@about("places")
def practice_in_one_pcn(table: pl.DataFrame, _rules: Rules) -> Iterator[Finding]:
    """A practice belongs to one PCN at a time."""
    if table["practice_code"].n_unique() == table.height:
        return
    several = (
        table.filter(pl.col("pcn_code").is_not_null())
        .group_by("practice_code")
        .agg(pl.col("pcn_code").unique().sort())
        .filter(pl.col("pcn_code").list.len() > 1)
        .sort("practice_code")
    )
    yield from of_examples(
        "blocks",
        "practice_in_one_pcn",
        "Practices that stand in more than one PCN. Find out which is right and remove the other row.",
        [f"{p}: {', '.join(codes)}" for p, codes in several.iter_rows()],
    )


@about("places")
def one_name_for_a_code(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """A code with two names: spelt in two ways, or typed for another. The code decides."""
    spelt: list[str] = []
    unlike: list[str] = []
    for area in ("pcn", "sub_icb", "icb", "region"):
        code, name = f"{area}_code", f"{area}_name"
        several = (
            table.select(code, name).drop_nulls().unique()
            .group_by(code).agg(pl.col(name).unique().sort())
            .filter(pl.col(name).list.len() > 1).sort(code)
        )  # fmt: skip
        for of, names in several.iter_rows():
            far = (
                min(_likeness(a, b) for a, b in itertools.combinations(names, 2))
                < rules.doctor.near_name
            )
            (unlike if far else spelt).append(f"{of}: {', '.join(names)}")
    yield from of_examples(
        "notes",
        "one_name_for_a_code",
        "Codes of areas with more than one spelling of their name. The code decides.",
        spelt,
    )
    yield from of_examples(
        "warns",
        "two_names_for_a_code",
        "Codes of areas with names that are not alike: was a code typed for another? The code decides, so "
        "practices would count in the wrong area.",
        unlike,
        advice="Put the code of these rows right, or accept with the reason, such as a new name.",
    )


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, plain_name(one), plain_name(other)).ratio()


@about("places")
def rows_from_outside(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """A few practices of other ICBs in a file that is about one."""
    if table["icb_code"].null_count() == table.height:
        return
    counts = (
        table.filter(pl.col("icb_code").is_not_null())
        .group_by("icb_code")
        .len()
        .sort("len", "icb_code", descending=[True, False])
    )
    most, rows = counts.row(0)
    others = counts.filter(pl.col("icb_code") != most)
    if others.height and rows >= rules.one_area * int(counts["len"].sum()):
        yield finding(
            "notes",
            "rows_from_outside",
            f"Most practices are of {most} ({rows:,}), some are of other ICBs. They count in their own areas.",
            count=int(others["len"].sum()),
            examples=[f"{icb}: {count:,} practices" for icb, count in others.iter_rows()],
        )


@about("boroughs")
def boroughs_are_boroughs(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """Names that say that they are areas of another kind."""
    words = "|".join(map(re.escape, rules.not_boroughs))
    other = table.filter(pl.col("borough_name").str.contains(rf"(?i)\b(?:{words})\b"))
    yield from of_examples(
        "blocks",
        "boroughs_are_boroughs",
        "Names of areas that are no local authorities. Figures are made for boroughs, "
        "districts and other councils; upload a look-up to these.",
        other["borough_name"].unique().sort(),
        count=other.height,
    )
