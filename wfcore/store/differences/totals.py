"""Totals and coverage of staff groups, areas and patients, now and then; who moved most."""

import polars as pl

from wfcore.declared import declared
from wfcore.store.differences.file_comparison import FileComparison, placed_in_icb

_CUT = ["staff_group", "definition"]
_FIGURES = {"then": pl.Float64, "now": pl.Float64}


def compare_totals(both: FileComparison) -> pl.DataFrame:
    """Registered patients, and FTE and coverage of each staff group.

    Returns:
        `what, definition, unit, then, now, change, share` (of what it was), and of staff
        `reported_then, units_then, reported_now, units_now` (units that gave a figure, and all),
        `patients_covered_then, patients_covered_now` (share of the patients of the file, 0 to 1;
        null without lists).
    """
    now, then = (
        _by_group(staff, units)
        for staff, units in zip(
            (both.now("staff_total"), both.then("staff_total")), both.units, strict=True
        )
    )
    staff = now.join(then, on=_CUT, how="full", coalesce=True, suffix="_then").select(
        what="staff_group",
        definition="definition",
        unit=pl.lit("FTE"),
        then="fte_then",
        now="fte",
        reported_then="reported_then",
        units_then="units_then",
        reported_now="reported",
        units_now="units",
        patients_covered_then="covered_then",
        patients_covered_now="covered",
    )
    here, there = (side["patients"] for side in both.units)
    patients = pl.DataFrame(
        {
            "what": ["registered patients"],
            "definition": ["all"],
            "unit": ["patients"],
            "then": [there.sum() if there.count() else None],
            "now": [here.sum() if here.count() else None],
        },
        schema_overrides=_FIGURES,
    )
    return _with_change(pl.concat([patients, staff.sort("what", "definition")], how="diagonal"))


def compare_icbs(both: FileComparison) -> pl.DataFrame:
    """`icb_code, icb_name, what` (patients or GP FTE)`, then, now, change, share`.

    An ICB is that which each side prints; where one does not, that of the newest published map.
    """
    sides = [
        _by_icb(staff, placed_in_icb(units, both.known).filter(pl.col("icb_code").is_not_null()))
        for staff, units in zip(
            (both.now("staff_total"), both.then("staff_total")), both.units, strict=True
        )
    ]
    now, then = sides
    return _with_change(
        now.join(then, on=["icb_code", "what"], how="full", coalesce=True, suffix="_then")
        .select(
            "icb_code",
            pl.coalesce("icb_name", "icb_name_then").alias("icb_name"),
            "what",
            pl.col("value_then").alias("then"),
            pl.col("value").alias("now"),
        )
        .sort("what", "icb_code")
    )


def largest_movers(both: FileComparison) -> pl.DataFrame:
    """Units on both sides whose FTE of a group changed by much, largest first.

    Returns:
        `code, name, staff_group, then, now, change, share` (of what it was; null after 0)`,
        of_area` (change ÷ what the whole file had then of the group).
    """
    rules = declared().rules.differences
    now, then = (
        side.filter(pl.col("definition").cast(pl.String) == "all").select(
            pl.col("area_code").alias("code"), pl.col("staff_group").cast(pl.String), "fte"
        )
        for side in (both.now("staff_total"), both.then("staff_total"))
    )
    whole = then.group_by("staff_group").agg(pl.col("fte").sum().alias("whole"))
    names = both.units[0].select("code", "name")
    pairs = now.join(then, on=["code", "staff_group"], suffix="_then").select(
        "code", "staff_group", pl.col("fte_then").alias("then"), pl.col("fte").alias("now")
    )
    return (
        _with_change(pairs)
        .filter(
            pl.col("change").abs() >= rules.mover_fte,
            pl.col("change").abs() >= rules.mover_share * pl.col("then"),
        )
        .join(whole, on="staff_group")
        .join(names, on="code", how="left")
        .with_columns(of_area=_share(pl.col("change"), pl.col("whole")))
        .sort(pl.col("change").abs(), descending=True)
        .head(rules.movers)
        .select("code", "name", "staff_group", "then", "now", "change", "share", "of_area")
    )


def _by_group(staff: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    there = pl.col("fte").is_not_null()
    rows = staff.join(
        units.select(area_code="code", patients="patients"), on="area_code", how="left"
    )
    # A group that only the headcount columns print has no FTE to add up.
    return rows.group_by(pl.col(c).cast(pl.String) for c in _CUT).agg(
        fte=pl.when(there.any()).then(pl.col("fte").sum()),
        reported=there.sum().cast(pl.Int64),
        units=pl.len().cast(pl.Int64),
        covered=_share(pl.col("patients").filter(there).sum(), pl.col("patients").sum()),
    )


def _by_icb(staff: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    gps = staff.filter(
        pl.col("staff_group").cast(pl.String) == "gp", pl.col("definition").cast(pl.String) == "all"
    ).select(code="area_code", fte="fte")
    rows = units.join(gps, on="code", how="left")
    return pl.concat(
        rows.group_by("icb_code").agg(
            pl.col("icb_name").drop_nulls().first(),
            pl.lit(what).alias("what"),
            pl.when(pl.col(column).count() > 0).then(pl.col(column).sum()).alias("value"),
        )
        for what, column in (("patients", "patients"), ("GP FTE", "fte"))
    ).drop_nulls("value")


def _with_change(rows: pl.DataFrame) -> pl.DataFrame:
    change = pl.col("now") - pl.col("then")
    at = rows.columns.index("now") + 1
    columns = rows.columns
    return rows.with_columns(change=change, share=_share(change, pl.col("then"))).select(
        *columns[:at], "change", "share", *columns[at:]
    )


def _share(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.when(whole > 0).then(part / whole)
