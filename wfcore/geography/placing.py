"""Which areas each practice belongs to."""

import polars as pl

from wfcore.geography.levels import AREA_LEVELS


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
