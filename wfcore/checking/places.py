"""Rules about the areas that a file names."""

import difflib
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import polars as pl

from wfcore.checking.about import about
from wfcore.declared import Rules, declared
from wfcore.declared.gazetteer import authority_codes, gazetteer
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


def area_codes_are_of_their_level(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """Codes of ICBs under sub-ICB locations or the other way round, and codes of the ONS."""
    known = {"sub_icb": declared().geography.icbs, "icb": declared().geography.sub_icbs}
    wrong: list[str] = []
    for table in (draft.tables[k] for k in ("places", "networks") if k in draft.tables):
        for level in ("pcn", "sub_icb", "icb", "region"):
            codes = table[f"{level}_code"].drop_nulls().unique().sort()
            other = known.get(level, {})
            wrong += [
                f"{level.replace('_', '-')} code: {code}"
                for code in codes
                if code in other or re.fullmatch(r"[EW]\d{8}", code)
            ]
    yield from of_examples(
        "blocks",
        "area_codes_are_of_their_level",
        "Codes that belong in another column: those of ICBs, of sub-ICB locations, or of the Office for National "
        "Statistics.",
        list(dict.fromkeys(wrong)),
        advice="Put the headings over the right columns, or take the file as published.",
    )


@about("places")
def stray_areas(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """Hardly any practice of a sub-ICB location in a file that has others whole: a code typed for another?"""
    geography = declared().geography
    counts = table.drop_nulls("sub_icb_code").group_by("sub_icb_code").len().sort("sub_icb_code")
    shares = {
        code: rows / geography.sub_icbs[code].practices
        for code, rows in counts.iter_rows()
        if code in geography.sub_icbs
    }
    whole = any(share >= rules.low_coverage for share in shares.values())
    stray = counts.filter(
        pl.col("sub_icb_code").is_in([c for c, s in shares.items() if s < rules.stray])
    )
    yield from of_examples(
        "warns",
        "stray_areas",
        "Sub-ICB locations of which the file has hardly a practice, beside others that it has whole. Practices "
        "count in the area of their code.",
        [f"{code}: {rows} practices" for code, rows in stray.iter_rows()] if whole else [],
        advice="Put the code right, or accept: these practices do lie there.",
    )


@about("places")
def areas_are_filled(table: pl.DataFrame, _rules: Rules) -> Iterator[Finding]:
    """A level that a map names for nobody, though it has the column."""
    empty = [
        level for level in ("pcn", "sub_icb", "icb", "region") if not table[f"{level}_code"].count()
    ]
    # A map has all of these columns; a staff file need not.
    if empty and table["source"][0] == "practice_map":
        yield from of_examples(
            "warns",
            "areas_are_filled",
            "Areas that the file names for no practice. There will be no figures of them, unless another file says.",
            [level.replace("_", "-") for level in empty],
            advice="Was the column emptied, or is it a file of another layout?",
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


@about("places")
def one_code_for_a_name(table: pl.DataFrame, _rules: Rules) -> Iterator[Finding]:
    """A name of two areas: networks may share one, larger areas do not."""
    for area, severity in (("pcn", "notes"), ("sub_icb", "warns"), ("icb", "warns")):
        code, name = f"{area}_code", f"{area}_name"
        several = (
            table.drop_nulls([code, name]).sort(code)
            .group_by(pl.col(name).map_elements(plain_name, return_dtype=pl.String).alias("plain"))
            .agg(
                pl.col(name).first(), codes=pl.col(code).unique(maintain_order=True),
                at=pl.col("practice_code").first(),
            )
            .filter(pl.col("codes").list.len() > 1).sort("plain")
        )  # fmt: skip
        yield from of_examples(
            "warns" if severity == "warns" else "notes",
            "two_places_one_name",
            "Names that two areas have. A figure goes by the code; whoever types the name is asked which is meant.",
            [
                f"{printed}: {' and '.join(codes)} (practice {at})"
                for printed, codes, at in several.select(name, "codes", "at").iter_rows()
            ],
            advice="Put the code right if one of them is a slip; else write the code in aims, groups and links.",
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


@cache
def _wards_and_constituencies() -> frozenset[str]:
    """In small letters, those of several words that one alone has: “East” may be any part of a town."""
    names = Counter(a.name.casefold() for a in gazetteer().values() if not a.is_authority)
    return frozenset(name for name, times in names.items() if times == 1 and " " in name)


@about("boroughs")
def boroughs_are_boroughs(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """Names that say that they are areas of another kind."""
    words = "|".join(map(re.escape, rules.not_boroughs))
    known, small = authority_codes(), _wards_and_constituencies()
    wards = [
        n
        for n in table["borough_name"].unique()
        if n and n.casefold() in small and n.casefold() not in known
    ]
    called = pl.col("borough_name").str.contains(rf"(?i)\b(?:{words})\b")
    other = table.filter(called | pl.col("borough_name").is_in(wards))
    yield from of_examples(
        "blocks",
        "boroughs_are_boroughs",
        "Names of areas that are no local authorities. Figures are made for boroughs, "
        "districts and other councils; upload a look-up to these.",
        other["borough_name"].unique().sort(),
        count=other.height,
    )
