"""Rules about staff figures."""

from collections.abc import Iterator

import polars as pl

from wfcore.checking.about import about
from wfcore.checking.added_up import join_printed_totals, sum_cells
from wfcore.declared import Rules, declared
from wfcore.findings import Finding, finding, of_examples, of_rows
from wfcore.normalising import Draft


def no_negative_figures(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """FTE, headcount and list sizes are never below 0."""
    examples: list[str] = []
    count = 0
    for table in draft.tables.values():
        if "level" in table.columns and str(table["level"][0]) == "pcn":
            continue  # looked at row by row while reading, where single rows still exist
        measures = [m for m in ("fte", "headcount", "registered", "weighted") if m in table.columns]
        if not measures or (table.select(pl.col(measures).min()).min_horizontal()[0] or 0) >= 0:
            continue
        bad = table.filter(pl.any_horizontal(pl.col(m) < 0 for m in measures))
        count += bad.height
        examples += [
            f"{r.get('area_code') or r.get('practice_code')}: {_label(r)} {m} {r[m]:g}".replace(
                ":  ", ": "
            )
            for r in bad.head(5).to_dicts()
            for m in measures
            if (r[m] or 0) < 0
        ]
    yield from of_examples(
        "blocks",
        "no_negative_figures",
        "Figures below 0. Correct them, or ask the publisher.",
        examples,
        count=count,
    )


@about("staff_total")
def no_impossible_fte(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """More FTE in one practice than any has is a damaged cell."""
    if str(table["level"][0]) != "practice":
        return
    bad = table.filter(pl.col("fte") > rules.practice_fte_blocks)
    yield from of_rows(
        "blocks",
        "no_impossible_fte",
        f"More than {rules.practice_fte_blocks:,.0f} FTE in one practice: hours instead of FTE, or a damaged cell.",
        bad,
        lambda r: f"{r['area_code']}: {_label(r)} {r['fte']:,.1f}",
    )


@about("staff_total")
def fewer_staff_under_narrower_definition(table: pl.DataFrame, _rules: Rules) -> Iterator[Finding]:
    """Leaving people out cannot raise the count."""
    if (table["definition"] == "all").all():
        return
    wide = (
        table.filter(pl.col("staff_group") == "gp")
        .select("area_code", pl.col("definition").cast(pl.String), "fte")
        .pivot(on="definition", index="area_code", values="fte", aggregate_function="first")
    )
    wrong: set[str] = set()
    for narrow in ("excl_trainees", "excl_locums", "excl_trainees_locums"):
        for broad in ("all", "excl_trainees", "excl_locums"):
            if narrow in wide.columns and broad in wide.columns and len(narrow) > len(broad):
                if {narrow, broad} == {"excl_trainees", "excl_locums"}:
                    continue
                wrong.update(wide.filter(pl.col(narrow) > pl.col(broad) + 1e-6)["area_code"])
    yield from of_examples(
        "blocks",
        "fewer_staff_under_narrower_definition",
        "GPs without trainees or locums outnumber all GPs. Columns are swapped or damaged.",
        sorted(wrong),
    )


def roles_add_up(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """The FTE of the roles of a group adds up to its printed total."""
    totals, roles = draft.tables.get("staff_total"), draft.tables.get("staff_role")
    if totals is None or roles is None or str(totals["level"][0]) != "practice":
        return
    of_roles = sum_cells(roles, ["fte"]).select("area_code", "staff_group", of_roles="fte")
    whole = totals.filter(pl.col("definition") == "all").select("area_code", "staff_group", "fte")
    compared = join_printed_totals(whole, of_roles).drop_nulls("fte")
    off = compared.filter((pl.col("fte") - pl.col("of_roles")).abs() > rules.identity_tolerance)
    if off.height:
        share = off.height / compared.height
        sums = (
            compared.filter(pl.col("staff_group").is_in(off["staff_group"].unique().implode()))
            .group_by("staff_group", maintain_order=True)
            .agg(pl.col("fte", "of_roles").sum())
        )
        yield finding(
            "blocks" if share > 0.05 else "warns",
            "roles_add_up",
            "The FTE of the roles does not add up to the printed total of the staff group. "
            "A role column may be missing or new.",
            count=off.height,
            examples=[
                *(
                    f"all practices, {g}: total {t:,.1f}, roles {r:,.1f}"
                    for g, t, r in sums.iter_rows()
                ),
                *(
                    f"{a} {g}: total {t:.2f}, roles {r:.2f}"
                    for a, g, t, r in off.head(5).iter_rows()
                ),
            ],
        )


@about("staff_total")
def people_and_fte_agree(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """FTE needs people, people come whole, and few work twice the hours of a full week."""
    if table["headcount"].null_count() == table.height:
        return
    if str(table["level"][0]) != "practice":
        return
    nobody = table.filter((pl.col("headcount") == 0) & (pl.col("fte") > 0))
    yield from of_rows(
        "blocks",
        "fte_without_people",
        "FTE where the headcount is 0. One of the two is damaged: ask the publisher.",
        nobody,
        lambda r: f"{r['area_code']}: {_label(r)} {r['fte']:.2f} FTE",
    )
    parts = table.filter(pl.col("headcount") != pl.col("headcount").round())
    yield from of_rows(
        "blocks",
        "headcount_is_whole",
        "Headcounts that are not whole numbers: FTE and headcount columns may be swapped.",
        parts,
        lambda r: f"{r['area_code']}: {_label(r)} {r['headcount']}",
    )
    yield from _long_hours(table, rules)
    idle = table.filter(pl.col("definition") == "all", pl.col("headcount") > 0, pl.col("fte") == 0)
    yield from of_rows(
        "notes",
        "people_without_hours",
        "People without any FTE: contracts without fixed hours, or hours that were not given.",
        idle,
        lambda r: f"{r['area_code']}: {_label(r)} {r['headcount']:.0f} people",
    )


def _long_hours(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """More than a full week for each person: legal, seldom so for a whole group."""
    each = pl.col("fte") / pl.col("headcount")
    known = table.filter(pl.col("headcount") > 0).with_columns(each=each)
    notes, warns = rules.fte_per_person_notes, rules.fte_per_person_warns
    for severity, code, above, rows in (
        ("warns", "very_long_hours", warns, known.filter(pl.col("each") > warns)),
        ("notes", "long_hours", notes, known.filter(pl.col("each").is_between(notes, warns, closed="right"))),
    ):  # fmt: skip
        yield from of_rows(
            "warns" if severity == "warns" else "notes",
            code,
            f"More than {above:g} FTE for each person.",
            rows,
            lambda r: (
                f"{r['area_code']}: {_label(r)} {r['fte']:.2f} FTE, {r['headcount']:.0f} people"
            ),
            advice="A full week is 1 FTE. Look for a damaged headcount or for hours instead of FTE.",
        )


def zeros_of_old_files(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """Before February 2023 a 0 could mean that nothing was sent; only the source flags tell."""
    table = draft.tables.get("staff_total")
    if table is None or not draft.period or draft.period >= rules.zero_means_missing_before:
        return
    if str(table["level"][0]) != "practice" or "returns" in draft.tables:
        return
    zeros = table.filter(pl.col("definition") == "all", pl.col("fte") == 0)
    yield from of_rows(
        "warns",
        "zeros_of_old_files",
        f"Files before {rules.zero_means_missing_before} print 0 also where a practice sent nothing, "
        "and this one has no columns that tell. Use the file with its SOURCE columns.",
        zeros,
        lambda r: f"{r['area_code']}: {_label(r)}",
    )


@about("staff_total")
def missing_figures(table: pl.DataFrame, _rules: Rules) -> Iterator[Finding]:
    """How many units gave no figure, by staff group: they are missing, not zero."""
    missing = (
        table.filter(
            pl.col("definition") == "all",
            pl.col("fte").is_null(),
            pl.col("fte_missing") != "not_in_file",
        )
        .group_by("staff_group")
        .agg(pl.len(), pl.col("area_code").head(3))
        .sort("staff_group")
    )
    if missing.height:
        yield finding(
            "notes",
            "missing_figures",
            "Practices that gave no figure for a staff group. They are missing, not zero, and leave the rates.",
            count=int(missing["len"].sum()),
            examples=[
                f"{declared().staff.groups[g].name}: {n} ({', '.join(codes)}…)"
                for g, n, codes in missing.iter_rows()
            ],
        )


def _label(row: dict[str, object]) -> str:
    group = row.get("staff_group")
    if not group:
        return ""
    name = declared().staff.groups[str(group)].singular
    return name if row.get("definition") in (None, "all") else f"{name} {row['definition']}"
