"""Where a practice lies by its postcode, when no look-up names it."""

import polars as pl

POSTCODE = r"^[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}$"
# How a practice was placed → how its postcode is cut for that, from the most exact.
_CUTS = {
    "same postcode": pl.col("postcode"),
    "same postcode sector": pl.col("postcode").str.head(-2),
    "same postcode district": pl.col("postcode").str.split(" ").list.first(),
}


def plain_postcode(printed: str | pl.Expr) -> pl.Expr:
    """A column of postcodes in capitals with one space before the last three signs."""
    column = pl.col(printed) if isinstance(printed, str) else printed
    packed = column.str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "")
    return (packed.str.head(-3) + " " + packed.str.tail(3)).replace("  ", None)


def authority_by_postcode(
    lacking: pl.DataFrame, known: pl.DataFrame, least: dict[str, int]
) -> pl.DataFrame:
    """The local authority of practices by who else has their postcode, its sector or its district.

    Nobody is placed where those who are known there lie in more than one authority, or where the
    authority holds nobody of the same integrated care board: an address may be that of a head office.

    Args:
        lacking: `practice_code, postcode, icb_code` of those to place, postcodes in any spelling.
        known: `postcode, borough_code, borough_name, icb_code` of practices that are known.
        least: how a practice is placed, as `same postcode sector` → how many must be known there.

    Returns:
        `practice_code, borough_code, borough_name, method`, a row for each that could be placed.
    """
    here = lacking.with_columns(plain_postcode("postcode")).drop_nulls("postcode")
    there = known.with_columns(plain_postcode("postcode")).drop_nulls(["postcode", "borough_code"])
    near = there.select("borough_code", "icb_code").drop_nulls().unique()
    found = [
        pl.DataFrame(
            schema=dict.fromkeys(
                ("practice_code", "borough_code", "borough_name", "method"), pl.String
            )
        )
    ]
    for method, cut in _CUTS.items():
        agreed = (
            there.group_by(_at=cut)
            .agg(
                pl.col("borough_code").first(),
                pl.col("borough_name").first(),
                _alike=pl.col("borough_code").n_unique() == 1,
                _known=pl.len(),
            )
            .filter("_alike", pl.col("_known") >= least.get(method, 1))
        )
        placed = (
            here.with_columns(_at=cut)
            .join(agreed, on="_at")
            .join(near, on=["borough_code", "icb_code"], how="semi")
            .sort("practice_code")
        )
        found.append(
            placed.select("practice_code", "borough_code", "borough_name", method=pl.lit(method))
        )
        here = here.join(placed, on="practice_code", how="anti")
    return pl.concat(found)
