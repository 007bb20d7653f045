"""The PCN individual-level file → counts and FTE by PCN and role. No identifier leaves this module."""

from collections import Counter
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, of_examples, of_rows
from wfcore.normalising.drafts import TidyTables
from wfcore.normalising.odd_cells import odd_cell_findings, odd_cells
from wfcore.normalising.pcn_plausible import odd_people
from wfcore.normalising.sheets import SHEET_ROW
from wfcore.normalising.values import clean_column, clean_columns, code, name, numbers, value_series
from wfcore.reading import TextTable
from wfcore.tables import LABEL


def pcn_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
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
    if len(bad):
        found += odd_cell_findings(odd_cells(frame, column["fte"], bad.tolist()))
    found += of_examples(
        "warns",
        "fte_missing",
        "Rows without FTE add nothing.",
        (),
        count=0 if len(bad) else int((reasons > 0).sum()),
    )
    found += _negatives(frame, column, values)
    areas = clean_column(frame[column["pcn_code"]], code).alias("area_code")
    found += of_examples(
        "blocks",
        "no_pcn_code",
        "Rows without a PCN code. Their staff would be lost: give the code, or remove the rows.",
        (),
        count=areas.null_count(),
    )
    printed = frame.select(
        areas.cast(LABEL),
        pl.col(column["staff_group"]).cast(LABEL).alias("_group"),
        pl.col(column["detailed_role"]).cast(LABEL).alias("_role"),
        _person(frame, column),
        value_series("fte", values).fill_null(0),
    )
    found += odd_people(frame, column, printed)
    names, nameless = _names(printed)
    rows = (
        printed.lazy()
        .join(names.lazy(), on=["_group", "_role"], how="left", maintain_order="left")
        .select("area_code", "role_at", "group_at", "person", "fte")
        .drop_nulls(["area_code", "role_at"])
        .collect()
    )
    return _staff(rows, names) | {"networks": _networks(table, frame)}, [*found, *nameless]


@cache
def _known() -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Printed staff group → ours; our staff group and printed role → our role."""
    staff = declared().staff
    return (
        {printed: group for group, names in staff.pcn_groups.items() for printed in names},
        {
            (group, _plain(printed)): role
            for group, names in staff.pcn_roles.items()
            for role, printed in names.items()
        },
    )


def _names(printed: pl.DataFrame) -> tuple[pl.DataFrame, list[Finding]]:
    """Our staff group and role for each printed pair, looked up once; and what no definition names."""
    groups, roles = _known()
    pairs = printed.group_by("_group", "_role").agg(pl.len())
    ours: list[tuple[str | None, str]] = []
    unknown, unmapped = Counter[str](), Counter[str]()
    for printed_group, printed_role, rows in pairs.iter_rows():
        group = groups.get(printed_group.strip())
        role = roles.get((group or "", _plain(printed_role)), "unmapped")
        ours.append((group, role))
        if group is None:
            unknown[printed_group] += rows
        elif role == "unmapped":
            unmapped[printed_role] += rows
    found = [
        *of_examples(
            "blocks",
            "unknown_staff_group",
            "Staff groups that no definition names. Add them to staff_roles.yaml.",
            sorted(unknown),
            count=unknown.total(),
        ),
        *of_examples(
            "warns",
            "unmapped_roles",
            "Roles that no definition names. They count in their staff group, under “unmapped”.",
            sorted(unmapped),
            count=unmapped.total(),
        ),
    ]
    known = [(group, role) for group, role in ours if group is not None]
    roles_here = {pair: at for at, pair in enumerate(sorted(set(known)))}
    groups_here = {group: at for at, group in enumerate(sorted({group for group, _ in known}))}
    return pairs.select(
        "_group",
        "_role",
        pl.Series("staff_group", [group for group, _ in ours], dtype=LABEL),
        pl.Series("role", [role for _, role in ours], dtype=LABEL),
        pl.Series(
            "role_at", [roles_here.get((group or "", role)) for group, role in ours], dtype=pl.Int64
        ),
        pl.Series("group_at", [groups_here.get(group or "") for group, _ in ours], dtype=pl.Int64),
    ), found


def _person(frame: pl.DataFrame, column: dict[str, str]) -> pl.Expr:
    """Whom each row is about; null for contracted services and where nobody is named."""
    if "person" not in column:
        return pl.lit(None, dtype=pl.String).alias("person")
    named = pl.col(column["person"]) != ""
    if "data_source" in column:
        sources = frame[column["data_source"]].unique()
        contracted = [source for source in sources if "contracted" in source.lower()]
        named &= ~pl.col(column["data_source"]).is_in(contracted)
    return pl.when(named).then(pl.col(column["person"])).alias("person")


def _negatives(
    frame: pl.DataFrame,
    column: dict[str, str],
    values: npt.NDArray[np.float64],
) -> list[Finding]:
    """The publisher prints a few hours just below 0; any larger negative is an error."""
    smallest = declared().rules.pcn_correction
    at = np.flatnonzero(values < 0)
    if not len(at):
        return []
    below = (
        frame[at]
        .select(pcn=code(column["pcn_code"]), row=SHEET_ROW)
        .with_columns(fte=pl.Series(values[at]))
    )
    kept = pl.col("fte") >= -smallest

    def shown(row: dict[str, Any]) -> str:
        return f"row {row['row']}, {row['pcn']}: {row['fte']}"

    return [
        *of_rows(
            "notes",
            "negative_correction",
            "FTE just below 0, a correction of the publisher: kept as published.",
            below.filter(kept),
            shown,
        ),
        *of_rows(
            "blocks",
            "no_negative_figures",
            "FTE below 0. Correct it, or ask the publisher.",
            below.filter(~kept),
            shown,
        ),
    ]


def _staff(rows: pl.DataFrame, names: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """FTE and people of each PCN in each role it has, and in every staff group that the file has.

    Args:
        rows: `area_code, role_at, group_at, person, fte`, one row for each row of the file.
        names: `staff_group, role, role_at, group_at`: what stands at each place.
    """
    areas = rows["area_code"].unique().sort()
    # Where each PCN stands in that order, found by the number behind its label.
    numbers_behind = areas.to_physical().to_numpy()
    order = np.zeros(int(numbers_behind.max(initial=0)) + 1, dtype=np.int64)
    order[numbers_behind] = np.arange(len(areas))
    area = order[rows["area_code"].to_physical().to_numpy()]
    tables: dict[str, pl.DataFrame] = {}
    for kind, place in (("total", "group_at"), ("role", "role_at")):
        here = names.lazy().drop_nulls(place).unique(place).sort(place).collect()
        cell = area * here.height + rows[place].to_numpy()
        size = len(areas) * here.height
        fte = np.bincount(cell, weights=rows["fte"].to_numpy(), minlength=size)
        named = pl.LazyFrame({"cell": cell, "person": rows["person"]})
        people = named.drop_nulls().unique().collect()
        headcount = np.bincount(people["cell"].to_numpy(), minlength=size)
        # A PCN that reports has an explicit 0 in each staff group, and of roles those that it has.
        shown = np.arange(size) if kind == "total" else np.flatnonzero(np.bincount(cell))
        names_here = here[shown % here.height]
        tables[f"staff_{kind}"] = pl.DataFrame(
            {
                "area_code": areas.gather(shown // here.height),
                "staff_group": names_here["staff_group"],
                "fte": fte[shown],
                "headcount": headcount[shown],
            }
        ).with_columns(
            pl.lit("all").alias("role") if kind == "total" else names_here["role"], *_labels(kind)
        )
    return tables


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
    first = (
        frame.lazy()
        .select(column[c] for c in wanted if c in column)
        .unique(column["pcn_code"], keep="first", maintain_order=True)
        .collect()
    )
    clean = {column[c]: code if c.endswith("_code") else name for c in wanted if c in column}
    return (
        clean_columns(first, clean)
        .rename({column[c]: c for c in wanted if c in column})
        .lazy()
        .filter(pl.col("pcn_code").is_not_null())
        .unique("pcn_code", keep="first", maintain_order=True)
        .sort("pcn_code")
        .with_columns(invented=pl.lit(value=False))
        .collect()
    )


@lru_cache(maxsize=2_000)
def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())
