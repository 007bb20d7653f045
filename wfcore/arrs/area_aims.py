"""What an ICB itself means to have in additional roles: an aim of the whole area, never divided among its PCNs."""

import polars as pl

from wfcore.arrs.plans import plan_at
from wfcore.arrs.roles import UNMAPPED, folded
from wfcore.arrs.tables import ARRS, arrs_table, known_sum
from wfcore.geography import plain_name
from wfcore.measuring import VersionMeasures


def area_aims(figures: VersionMeasures, period: str, areas: pl.DataFrame) -> pl.DataFrame:
    """The aims of some areas that hold for a month, by role.

    Args:
        figures: the version.
        period: `YYYY-MM`; the aim is the next one due, else the last that was.
        areas: `area_code, area_name`.

    Returns:
        `area_code, role, aim, aimed_for`; `role` is `arrs` for all roles together.
    """
    whole = arrs_table(figures, "arrs_plan").filter(pl.col("pcn_code").is_null())
    codes = {plain_name(name): code for code, name in areas.select("area_code", "area_name").rows()}
    codes |= {plain_name(code): code for code in areas["area_code"]}
    found = [codes.get(plain_name(name)) for name in whole["area_name"]]
    mine = whole.with_columns(area_code=pl.Series(found, dtype=pl.String))
    by_role = (
        plan_at(mine, period)
        .filter(pl.col("area_code").is_not_null())
        .with_columns(folded(), aimed_for="plan_for")
        .with_columns(pl.col("role").fill_null(UNMAPPED))
    )
    keys = ["area_code", "role", "aimed_for"]
    total, divided = by_role.filter(role=ARRS), by_role.filter(pl.col("role") != ARRS)
    added = divided.join(total, on="area_code", how="anti").with_columns(role=pl.lit(ARRS))
    stacked = pl.concat([divided, total, added])
    return stacked.group_by(keys).agg(known_sum("wte").alias("aim"))
