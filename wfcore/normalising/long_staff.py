"""Long staff files → tidy tables: the High level file, and the project's own layout."""

from collections.abc import Iterator

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
_LEFT_OUT = {  # way of counting GPs → stems of the roles that it leaves out
    "excl_trainees": "trn_gr",
    "excl_locums": "locum",
    "excl_trainees_locums": "trn_gr|locum",
}
_LABELS = ("staff_group", "breakdown", "definition", "role", "sex", "age_band", "qualified_in")


def high_level_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`staff_total` and `staff_role` from the High level file; it counts GPs one way only."""
    column = table.recognised.columns
    values, reasons, bad = numbers(frame[column["value"]])
    found = odd_cell_findings(odd_cells(frame, column["value"], bad.tolist()))
    lookup = pl.DataFrame(
        [(g, r, role) for (g, r), role in _roles_by_name().items()],
        schema={"staff_group": pl.String, "_role": pl.String, "role": pl.String},
        orient="row",
    )
    printed = frame[column["detailed_role"]]
    rows = (
        frame.select(
            area_code=code(column["practice_code"]),
            staff_group=_plain(column["staff_group"]).replace_strict(
                _GROUPS, default=None, return_dtype=pl.String
            ),
            measure=_plain(column["measure"]),
            _role=printed.replace_strict(
                {text: _role_key(text) for text in printed.unique()}, return_dtype=pl.String
            ),
            printed=printed,
            printed_group=pl.col(column["staff_group"]),
        )
        .with_columns(value_series("value", values), reason_series("missing", reasons))
        .join(lookup, on=["staff_group", "_role"], how="left", maintain_order="left")
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
        "Roles that no definition names. They count in their staff group, under “unmapped”.",
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
    mapped = pl.concat([mapped, _together(unmapped)])
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
    tables = _by_breakdown(pl.concat([wide, *_without_trainees(wide)], how="diagonal_relaxed"))
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


def _together(unmapped: pl.DataFrame) -> pl.DataFrame:
    """Roles that nobody has named, as one role of their practice and staff group."""
    keys = ["area_code", "staff_group", "measure"]
    value = pl.when(pl.col("value").count() > 0).then(pl.col("value").sum())
    others = [c for c in unmapped.columns if c not in (*keys, "value")]
    together = unmapped.group_by(keys, maintain_order=True).agg(value, pl.col(others).first())
    return together.select(unmapped.columns)


def _without_trainees(wide: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """GPs without trainees, without locums and without both: the printed total less these roles.

    FTE only: a person may have two roles, so headcounts cannot be taken away from each other. Null
    where a part is missing or the roles are more than the total.
    """
    roles = wide.filter(pl.col("staff_group") == "gp", pl.col("role") != "all")
    totals = wide.filter(pl.col("staff_group") == "gp", pl.col("role") == "all")
    for definition, stems in _LEFT_OUT.items():
        of_these = pl.col("role").str.contains(rf"^gp_({stems})")
        less = (
            roles.filter(of_these)
            .group_by("area_code")
            .agg(less=pl.col("fte").sum(), absent=pl.col("fte").null_count())
        )
        left = totals.join(less, on="area_code", maintain_order="left")
        fte = pl.col("fte") - pl.col("less")
        known = (pl.col("absent") == 0) & (fte > -declared().rules.identity_tolerance)
        yield left.with_columns(
            fte=pl.when(known).then(fte.clip(0)),
            fte_missing=pl.when(~known).then(pl.coalesce("fte_missing", pl.lit("not_valid"))),
            headcount=pl.lit(None, dtype=pl.Float64),
            headcount_missing=pl.lit("not_in_file"),
            definition=pl.lit(definition),
        ).drop("less", "absent")


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
    return {
        (group, _role_key(spelling)): f"{group}_{stem.lower()}"
        for group, roles in staff.practice_roles.items()
        for stem, role_name in roles.items()
        for spelling in (role_name, *staff.practice_role_names[group].get(stem, []))
    }


def _role_key(printed: str) -> str:
    """The words of a role in order of the alphabet: plurals, GP and total make no difference."""
    words = "".join(c if c.isalnum() else " " for c in printed.lower()).split()
    single = {word.removesuffix("s") if len(word) > 3 else word for word in words}
    return " ".join(sorted(single - {"gp", "total"})) or "total"


def _plain(column: str) -> pl.Expr:
    return (
        pl.col(column).str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    )
