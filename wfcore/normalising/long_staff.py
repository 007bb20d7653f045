"""Long staff files → tidy tables: the High level file, and the project's own layout."""

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, finding, of_examples
from wfcore.normalising.drafts import TidyTables
from wfcore.normalising.odd_cells import odd_cell_findings, odd_cells
from wfcore.normalising.values import code, name, numbers, reason_series, value_series
from wfcore.reading import TextTable
from wfcore.tables import LABEL, allowed_labels

_GROUPS = {
    "gp": "gp",
    "gps": "gp",
    "nurses": "nurse",
    "nurse": "nurse",
    "direct patient care": "dpc",
    "dpc": "dpc",
    "admin non clinical": "admin",
    "admin": "admin",
}
_LABELS = ("staff_group", "breakdown", "definition", "role", "sex", "age_band", "qualified_in")


def high_level_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`staff_total` and `staff_role` from the High level file; it counts GPs one way only."""
    column = table.recognised.columns
    values, reasons, bad = numbers(frame[column["value"]])
    found = odd_cell_findings(odd_cells(frame, column["value"], bad.tolist()))
    roles = _roles_by_name()
    lookup = pl.DataFrame(
        [(g, r, role) for (g, r), role in roles.items()],
        schema={"staff_group": pl.String, "_role": pl.String, "role": pl.String},
        orient="row",
    )
    rows = (
        frame.select(
            area_code=code(column["practice_code"]),
            staff_group=_plain(column["staff_group"]).replace_strict(
                _GROUPS, default=None, return_dtype=pl.String
            ),
            measure=_plain(column["measure"]),
            _role=_plain(column["detailed_role"]),
            printed=pl.col(column["detailed_role"]),
            printed_group=pl.col(column["staff_group"]),
        )
        .with_columns(value_series("value", values), reason_series("missing", reasons))
        .join(lookup, on=["staff_group", "_role"], how="left")
        .with_columns(
            pl.when(pl.col("_role").is_in(["total", "all"]))
            .then(pl.lit("all"))
            .otherwise(pl.col("role").fill_null("unmapped"))
            .alias("role")
        )
    )
    strange = rows.filter(
        pl.col("staff_group").is_null() | ~pl.col("measure").is_in(["fte", "headcount"])
    )
    if strange.height:
        found.append(
            finding(
                "blocks",
                "unknown_staff_group",
                "Staff groups or measures that no definition names. Is this the High level file as published?",
                count=strange.height,
                examples=strange.select(
                    pl.concat_str("printed_group", pl.lit(" / "), "measure").unique().sort()
                ).to_series(),
            )
        )
        wrong = strange.select("staff_group", "measure").unique()
        rows = rows.join(wrong, on=["staff_group", "measure"], how="anti", nulls_equal=True)
    unmapped = rows.filter(pl.col("role") == "unmapped")
    found += of_examples(
        "warns",
        "unmapped_roles",
        "Roles that no definition names. They count in their staff group only.",
        unmapped["printed"].unique().sort(),
    )
    mapped = rows.filter(pl.col("role") != "unmapped")
    keys = ["area_code", "staff_group", "role"]
    twice = mapped.filter(pl.struct(*keys, "measure").is_duplicated())
    if twice.height:
        found.append(
            finding(
                "blocks",
                "duplicate_rows",
                "The same practice, role and measure stands more than once. Remove one.",
                count=twice.height,
                examples=[" / ".join(map(str, r)) for r in twice.select(keys).unique().iter_rows()],
            )
        )
        mapped = mapped.unique([*keys, "measure"], keep="first", maintain_order=True)
    wide = (
        mapped.group_by(keys, maintain_order=True)
        .agg(
            *[
                pl.col(part).filter(pl.col("measure") == m).first().alias(f"{m}{suffix}")
                for m in ("fte", "headcount")
                for part, suffix in (("value", ""), ("missing", "_missing"))
            ]
        )
        .with_columns(
            pl.when(pl.col(m).is_null())
            .then(pl.col(f"{m}_missing").fill_null("not_in_file"))
            .alias(f"{m}_missing")
            for m in ("fte", "headcount")
        )
        .with_columns(
            pl.lit("practice").alias("level"),
            pl.when(pl.col("role") == "all")
            .then(pl.lit("total"))
            .otherwise(pl.lit("role"))
            .alias("breakdown"),
            *[pl.lit("all").alias(x) for x in ("definition", "sex", "age_band", "qualified_in")],
        )
    )
    tables = _by_breakdown(wide)
    if "practice_name" in column:
        tables["places"] = (
            frame.select(
                practice_code=code(column["practice_code"]),
                practice_name=name(column["practice_name"]),
            )
            .unique("practice_code", keep="first", maintain_order=True)
            .with_columns(invented=pl.lit(value=False))
        )
    return tables, found


def tidy_staff_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`staff_*` from the project's own layout; the breakdown follows from the cuts."""
    column = table.recognised.columns
    found: list[Finding] = []
    measures: list[pl.Series] = []
    for measure in ("fte", "headcount"):
        printed = column.get(measure)
        if printed:
            values, reasons, bad = numbers(frame[printed])
            found += odd_cell_findings(odd_cells(frame, printed, bad.tolist()))
            measures += [
                value_series(measure, values),
                reason_series(f"{measure}_missing", reasons),
            ]
        else:
            measures += [
                pl.Series(measure, [None], dtype=pl.Float64).new_from_index(0, frame.height),
                pl.Series(f"{measure}_missing", ["not_in_file"], dtype=LABEL).new_from_index(
                    0, frame.height
                ),
            ]
    texts = {
        label: pl.col(column[label]).str.strip_chars() if label in column else pl.lit("all")
        for label in ("level", *_LABELS)
        if label != "breakdown"
    }
    if "level" not in column:
        source = declared().sources.get(str(frame[column["source"]][0]).strip())
        texts["level"] = pl.lit(source.collection if source else "")
    rows = frame.select(area_code=code(column["area_code"]), **texts).with_columns(measures)
    for label in texts:
        allowed = allowed_labels()[label]
        wrong = rows.filter(~pl.col(label).is_in(allowed))
        if wrong.height:
            found.append(
                finding(
                    "blocks",
                    "unknown_label",
                    f"{label.replace('_', ' ')}: values that no definition names.",
                    count=wrong.height,
                    examples=wrong[label].unique().sort(),
                )
            )
            rows = rows.filter(pl.col(label).is_in(allowed))
    sexed = pl.when(pl.col("sex") == "all").then(pl.lit("")).otherwise(pl.lit("_sex"))
    cut = (
        pl.when(pl.col("role") != "all").then(pl.lit("role"))
        .when(pl.col("age_band") != "all").then(pl.lit("age"))
        .when(pl.col("qualified_in") != "all").then(pl.lit("qualification"))
        .otherwise(pl.lit(""))
    )  # fmt: skip
    rows = rows.with_columns(
        breakdown=pl.when((cut == "") & (sexed == ""))
        .then(pl.lit("total"))
        .otherwise(pl.concat_str(cut, sexed).str.strip_chars_start("_"))
    )
    return _by_breakdown(rows), found


def _by_breakdown(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    typed = rows.with_columns(pl.col("fte_missing", "headcount_missing").cast(LABEL))
    return {
        f"staff_{key[0]}": part
        for key, part in typed.partition_by("breakdown", as_dict=True, maintain_order=True).items()
    }


def _roles_by_name() -> dict[tuple[str, str], str]:
    """Role names as the publisher's long files print them → role id of a practice role."""
    staff = declared().staff
    found: dict[tuple[str, str], str] = {}
    for group, roles in staff.practice_roles.items():
        for stem, role_name in roles.items():
            words = "".join(c if c.isalnum() else " " for c in role_name.lower())
            found[group, " ".join(words.split())] = f"{group}_{stem.lower()}"
    return found


def _plain(column: str) -> pl.Expr:
    return (
        pl.col(column).str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    )
