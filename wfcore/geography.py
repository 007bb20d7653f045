"""Levels, names, and which areas each practice belongs to."""

import re
from enum import StrEnum
from functools import lru_cache

import polars as pl


class Level(StrEnum):
    """The levels at which a figure can be shown, smallest first."""

    PRACTICE = "practice"
    PCN = "pcn"
    BOROUGH = "borough"
    SUB_ICB = "sub_icb"
    ICB = "icb"
    REGION = "region"
    ENGLAND = "england"

    @property
    def label(self) -> str:
        """The level as a reader says it."""
        return _LABELS[self]

    @property
    def plural(self) -> str:
        """More than one of them."""
        return _PLURALS[self]

    @property
    def above(self) -> tuple["Level", ...]:
        """The larger levels an area of this level can lie in, smallest first."""
        order = list(Level)
        return tuple(order[order.index(self) + 1 :])


_LABELS = {
    Level.PRACTICE: "practice",
    Level.PCN: "primary care network",
    Level.BOROUGH: "borough",
    Level.SUB_ICB: "sub-ICB location",
    Level.ICB: "integrated care board",
    Level.REGION: "region",
    Level.ENGLAND: "England",
}
_PLURALS = {
    Level.PRACTICE: "practices",
    Level.PCN: "primary care networks",
    Level.BOROUGH: "boroughs",
    Level.SUB_ICB: "sub-ICB locations",
    Level.ICB: "integrated care boards",
    Level.REGION: "regions",
    Level.ENGLAND: "England",
}

AREA_LEVELS = (Level.PCN, Level.BOROUGH, Level.SUB_ICB, Level.ICB, Level.REGION)
ENGLAND_CODE = "E92000001"

# Invented units lie in no England: a demonstration beside real figures adds nothing to them.
_IN_ENGLAND = pl.when(~pl.col("invented")).then(pl.lit(ENGLAND_CODE))

NO_PCN = frozenset({"U", "UNALIGNED", "UNALLOCATED", "NA", ""})

_KEEP_UPPER = {"PCN", "NHS", "GP", "ICB", "CIC", "NEL", "II", "III", "IV", "E4", "UK", "HQ", "LLP"}
_KEEP_LOWER = {"of", "and", "the", "on", "in", "by", "at", "for", "with"}


def area_code_at(level: Level) -> pl.Expr:
    """The code of the area that each unit lies in; null where it lies in none."""
    if level is Level.ENGLAND:
        return _IN_ENGLAND
    return pl.col("unit" if level is Level.PRACTICE else f"{level}_code")


@lru_cache(maxsize=32_768)  # every practice, network and area of England, asked for again and again
def display_name(printed: str | None) -> str:
    """A printed name as a person would write it.

    Capitals become title case, `ICB - CODE` becomes `(CODE)`, and words that say only what kind of body it is go.
    """
    if not printed:
        return ""
    name = " ".join(printed.split())
    name = re.sub(r"^NHS\s+", "", name, flags=re.IGNORECASE)
    name = re.sub(r"\s+(integrated care board|icb)$", "", name, flags=re.IGNORECASE)
    name = re.sub(
        r"\s+(?:integrated care board|icb)\s*[-–]\s*(\w{3,5})$",
        lambda found: f" ({found[1].upper()})",
        name,
        flags=re.IGNORECASE,
    )
    if name.isupper() or name.upper() == name:
        head, code, tail = name.partition(" (") if name.endswith(")") else (name, "", "")
        name = " ".join(_titled(word, first=i == 0) for i, word in enumerate(head.split(" "))) + (
            f"{code}{tail}" if code else ""
        )
    return name.lstrip("=+-@ ")


def plain_name(printed: str | None) -> str:
    """A code or printed name without case and trimmings, to see whether two mean one place."""
    return display_name(printed).casefold()


def _titled(word: str, *, first: bool) -> str:
    if word.strip("()") in _KEEP_UPPER:
        return word
    if word.lower() in _KEEP_LOWER and not first:
        return word.lower()
    if word == "DR":
        return "Dr"
    return re.sub(
        r"[A-Za-z]+('[A-Za-z]+)?",
        lambda found: found[0][0].upper() + found[0][1:].lower(),
        word,
    )


def first_of_each(column: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The first row of each code, in the order of the table; most tables have but one."""
    if frame[column].n_unique() == frame.height:
        return frame
    return frame.unique(column, keep="first", maintain_order=True)


def place_practices(
    practices: pl.DataFrame,
    editions: list[pl.DataFrame],
    boroughs: pl.DataFrame,
    parents: pl.DataFrame,
) -> pl.DataFrame:
    """Give every practice one row with all its areas.

    Args:
        practices: `practice_code, practice_name`: the practices that need a place, each once.
        editions: places tables, the one to believe first at the front. Each practice takes its
            areas from the first edition that has it.
        boroughs: `practice_code, borough_code, borough_name`; wins over a borough in an edition.
        parents: `sub_icb_code, icb_code, icb_name, region_code, region_name`, for editions that do
            not print them (ePCN).

    Returns:
        `practice_code, practice_name, postcode`, code and name of pcn, borough, sub_icb, icb and
        region, `invented`, `rank` (which edition; null when none had it). The practices that were
        given come first, in their order.
    """
    columns = ["postcode"] + [
        f"{level}_{part}" for level in AREA_LEVELS for part in ("code", "name")
    ]
    ranked = [
        edition.select("practice_code", "practice_name", *columns, "invented").with_columns(
            rank=pl.lit(i, dtype=pl.Int32)
        )
        for i, edition in enumerate(editions)
    ]
    known = pl.concat(ranked) if ranked else None
    if known is None:
        placed = practices.with_columns(
            *[pl.lit(None, dtype=pl.String).alias(name) for name in columns],
            invented=pl.lit(value=False),
            rank=pl.lit(None, dtype=pl.Int32),
        )
    elif practices["practice_code"].equals(known["practice_code"]):
        placed = known.with_columns(practices["practice_name"])
    elif practices.is_empty():
        placed = first_of_each("practice_code", known)
    else:
        known = first_of_each("practice_code", known)
        wanted = pl.concat(
            [
                practices.select("practice_code", "practice_name"),
                known.select("practice_code", "practice_name"),
            ]
        ).unique("practice_code", keep="first", maintain_order=True)
        placed = wanted.join(
            known.drop("practice_name"), on="practice_code", how="left", maintain_order="left"
        ).with_columns(pl.col("invented").fill_null(value=False))
    if boroughs.height:
        placed = _in_boroughs(placed, boroughs)
    placed = _fill_from_neighbours(placed)
    upper = ("icb_code", "icb_name", "region_code", "region_name")
    if any(placed[c].null_count() for c in upper):
        placed = placed.join(
            parents, on="sub_icb_code", how="left", suffix="_parent", maintain_order="left"
        ).with_columns(pl.coalesce(c, f"{c}_parent").alias(c) for c in upper)
    return placed.select("practice_code", "practice_name", *columns, "invented", "rank")


def _in_boroughs(placed: pl.DataFrame, boroughs: pl.DataFrame) -> pl.DataFrame:
    """The borough of the look-up wins over a printed one."""
    looked_up = first_of_each(
        "practice_code",
        boroughs.select(
            "practice_code", _code=pl.col("borough_code"), _name=pl.col("borough_name")
        ),
    )
    return (
        placed.join(looked_up, on="practice_code", how="left", maintain_order="left")
        .with_columns(
            borough_code=pl.coalesce("_code", "borough_code"),
            borough_name=pl.coalesce("_name", "borough_name"),
        )
        .drop("_code", "_name")
    )


def _fill_from_neighbours(placed: pl.DataFrame) -> pl.DataFrame:
    """A practice known only by its borough takes the sub-ICB all its neighbours share."""
    if placed["sub_icb_code"].null_count() == 0:
        return placed
    upper = [
        f"{level}_{part}" for level in ("sub_icb", "icb", "region") for part in ("code", "name")
    ]
    agreed = (
        placed.filter(pl.col("sub_icb_code").is_not_null() & pl.col("borough_code").is_not_null())
        .group_by("borough_code")
        .agg(
            pl.col("sub_icb_code").n_unique().alias("_n"),
            *[pl.col(c).drop_nulls().first().alias(f"_{c}") for c in upper],
        )
        .filter(pl.col("_n") == 1)
        .drop("_n")
    )
    return (
        placed.join(agreed, on="borough_code", how="left", maintain_order="left")
        .with_columns(
            *[
                pl.when(pl.col("sub_icb_code").is_null()).then(f"_{c}").otherwise(c).alias(c)
                for c in upper
            ]
        )
        .drop([f"_{c}" for c in upper])
    )
