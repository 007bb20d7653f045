"""The PCN individual-level file → counts and FTE by PCN and role. No identifier leaves this module."""

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, Severity, finding
from wfcore.normalising.odd_cells import odd_cell_findings, odd_cells
from wfcore.normalising.sheets import ROW
from wfcore.normalising.tables import LABEL
from wfcore.normalising.values import code, name, numbers, value_series
from wfcore.reading import TextTable


def pcn_tables(
    table: TextTable, frame: pl.DataFrame
) -> tuple[dict[str, pl.DataFrame], list[Finding]]:
    """Tidy tables of the rows of one period.

    A PCN with any row has an explicit 0 for each staff group that others report and it does not;
    a PCN without rows is absent, which means missing. Contracted-service rows have no identifier
    and may repeat exactly: they are people, add to FTE and never to headcount.

    Returns:
        `staff_total`, `staff_role` and `networks`, and what was noticed.
    """
    found: list[Finding] = []
    column = table.recognised.columns
    values, reasons, bad = numbers(frame[column["fte"]])
    found += odd_cell_findings(odd_cells(frame, column["fte"], bad.tolist()))
    if reasons.any() and not len(bad):
        found.append(
            finding(
                "warns",
                "fte_missing",
                "Rows without FTE add nothing.",
                count=int((reasons > 0).sum()),
            )
        )
    staff = declared().staff
    groups = {printed: group for group, names in staff.pcn_groups.items() for printed in names}
    roles = {
        (group, _plain(printed)): role
        for group, names in staff.pcn_roles.items()
        for role, printed in names.items()
    }
    contracted = (
        pl.col(column["data_source"]).str.to_lowercase().str.contains("contracted", literal=True)
        if "data_source" in column
        else pl.lit(value=False)
    )
    person = (
        pl.when(~contracted & (pl.col(column["person"]) != "")).then(pl.col(column["person"]))
        if "person" in column
        else pl.lit(None, dtype=pl.String)
    )
    found += _negatives(frame, column, values)
    rows = frame.select(
        area_code=code(column["pcn_code"]),
        staff_group=pl.col(column["staff_group"])
        .str.strip_chars()
        .replace_strict(groups, default=None, return_dtype=pl.String),
        printed_group=pl.col(column["staff_group"]),
        printed_role=pl.col(column["detailed_role"]),
        person=person,
    ).with_columns(value_series("fte", values))
    unknown = rows.filter(pl.col("staff_group").is_null())["printed_group"]
    if len(unknown):
        found.append(
            finding(
                "blocks",
                "unknown_staff_group",
                "Staff groups that no definition names. Add them to staff_roles.yaml.",
                count=len(unknown),
                examples=unknown.unique().sort(),
            )
        )
    nameless = rows["area_code"].null_count()
    if nameless:
        found.append(
            finding(
                "blocks",
                "no_pcn_code",
                "Rows without a PCN code. Their staff would be lost: give the code, or remove the rows.",
                count=nameless,
            )
        )
    lookup = pl.DataFrame(
        [(group, printed, role) for (group, printed), role in roles.items()],
        schema={"staff_group": pl.String, "_plain": pl.String, "role": pl.String},
        orient="row",
    )
    rows = (
        rows.filter(pl.col("staff_group").is_not_null() & pl.col("area_code").is_not_null())
        .with_columns(_plain=_plain_expr("printed_role"))
        .join(lookup, on=["staff_group", "_plain"], how="left")
        .with_columns(pl.col("role").fill_null("unmapped"))
    )
    unmapped = rows.filter(pl.col("role") == "unmapped")
    if unmapped.height:
        found.append(
            finding(
                "warns",
                "unmapped_roles",
                "Roles that no definition names. They count in their staff group, under “unmapped”.",
                count=unmapped.height,
                examples=unmapped["printed_role"].unique().sort(),
            )
        )
    return {
        "staff_total": _totals(rows),
        "staff_role": _summed(rows, ["area_code", "staff_group", "role"], "role"),
        "networks": _networks(table, frame),
    }, found


def _negatives(
    frame: pl.DataFrame,
    column: dict[str, str],
    values: npt.NDArray[np.float64],
) -> list[Finding]:
    """The publisher prints a few hours just below 0; any larger negative is an error."""
    smallest = declared().rules.pcn_correction
    below = (
        frame.select(row=ROW, pcn=code(column["pcn_code"]))
        .with_columns(value_series("fte", values))
        .filter(pl.col("fte") < 0)
    )
    kept = pl.col("fte") >= -smallest
    found: list[Finding] = []
    cases: tuple[tuple[Severity, str, pl.DataFrame, str], ...] = (
        (
            "notes",
            "negative_correction",
            below.filter(kept),
            "FTE just below 0, a correction of the publisher: kept as published.",
        ),
        (
            "blocks",
            "no_negative_figures",
            below.filter(~kept),
            "FTE below 0. Correct it, or ask the publisher.",
        ),
    )
    for severity, code_, rows, message in cases:
        if rows.height:
            found.append(
                finding(
                    severity,
                    code_,
                    message,
                    count=rows.height,
                    examples=[f"row {r['row']}, {r['pcn']}: {r['fte']}" for r in rows.to_dicts()],
                )
            )
    return found


def _summed(rows: pl.DataFrame, keys: list[str], breakdown: str) -> pl.DataFrame:
    return (
        rows.group_by(keys)
        .agg(pl.col("fte").sum(), pl.col("person").drop_nulls().n_unique().alias("headcount"))
        .sort(keys)
        .with_columns(_labels(breakdown))
    )


def _totals(rows: pl.DataFrame) -> pl.DataFrame:
    """Every reporting PCN × every staff group that the file has."""
    grid = rows.select("area_code").unique().join(rows.select("staff_group").unique(), how="cross")
    return (
        grid.join(
            rows.group_by("area_code", "staff_group").agg(
                pl.col("fte").sum(), pl.col("person").drop_nulls().n_unique().alias("headcount")
            ),
            on=["area_code", "staff_group"],
            how="left",
        )
        .with_columns(pl.col("fte", "headcount").fill_null(0), pl.lit("all").alias("role"))
        .sort("area_code", "staff_group")
        .with_columns(_labels("total"))
    )


def _labels(breakdown: str) -> list[pl.Expr]:
    none = pl.lit(None, dtype=LABEL)
    return [
        pl.lit("pcn").alias("level"),
        pl.lit(breakdown).alias("breakdown"),
        pl.lit("all").alias("definition"),
        pl.lit("all").alias("sex"),
        pl.lit("all").alias("age_band"),
        pl.lit("all").alias("qualified_in"),
        none.alias("fte_missing"),
        none.alias("headcount_missing"),
    ]


def _networks(table: TextTable, frame: pl.DataFrame) -> pl.DataFrame:
    column = table.recognised.columns
    wanted = [
        f"{level}_{part}"
        for level in ("pcn", "sub_icb", "icb", "region")
        for part in ("code", "name")
    ]
    return (
        frame.select(
            (code(column[c]) if c.endswith("_code") else name(column[c])).alias(c)
            for c in wanted
            if c in column
        )
        .filter(pl.col("pcn_code").is_not_null())
        .unique("pcn_code", keep="first", maintain_order=True)
        .sort("pcn_code")
        .with_columns(invented=pl.lit(value=False))
    )


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def _plain_expr(column: str) -> pl.Expr:
    return (
        pl.col(column).str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    )
