"""Rules that tell a damaged or mistaken file by figures no practice has."""

from collections.abc import Iterator

import polars as pl

from wfcore.checking.about import practice_totals
from wfcore.checking.added_up import join_printed_totals, sum_cells
from wfcore.declared import Rules
from wfcore.findings import Finding, of_examples, of_rows
from wfcore.normalising import Draft

_GP = (pl.col("staff_group") == "gp") & (pl.col("definition") == "all")


def fte_is_not_hours(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """FTE is a share of 37.5 hours; hours or sessions stand out in the middle practice."""
    table = practice_totals(draft)
    if table is None:
        return
    limits = rules.hours
    people = pl.col("headcount") > 0
    middle = table.filter(_GP, pl.col("fte") > 0)["fte"].median()
    per_person = table.filter(people, pl.col("fte") > 0).select(
        (pl.col("fte") / pl.col("headcount")).median()
    )[0, 0]
    units = table["area_code"].n_unique()
    most = limits.gp_fte_many if units >= limits.many else limits.gp_fte_few
    said: list[str] = []
    large = isinstance(middle, float) and middle > most and units >= limits.least
    if large and not _lists_are_as_large(draft, rules):
        said.append(f"GPs in the middle practice: {middle:,.1f} FTE")
    if per_person is not None and per_person > limits.fte_per_person:
        said.append(f"for each person: {per_person:,.1f} FTE")
    yield from of_examples(
        "blocks",
        "fte_is_not_hours",
        "The FTE look like hours or sessions. FTE is hours divided by 37.5: convert them.",
        said,
    )


def _lists_are_as_large(draft: Draft, rules: Rules) -> bool:
    """Whether the file's own lists explain many GPs: a middle practice with patients enough for each."""
    staff, lists = draft.tables.get("staff_total"), draft.tables.get("lists")
    if staff is None or lists is None:
        return False
    both = staff.filter(_GP, pl.col("fte") > 0).join(
        lists.filter(pl.col("registered") > 0), left_on="area_code", right_on="practice_code"
    )
    patients = both.select((pl.col("registered") / pl.col("fte")).median())[0, 0]
    return patients is not None and patients >= rules.patients_per_gp[0]


def columns_are_not_swapped(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """Headcounts with decimals beside FTE without any: the headings stand over the wrong columns."""
    table = practice_totals(draft)
    if table is None:
        return
    both = table.filter(pl.col("fte") > 0, pl.col("headcount") > 0)
    broken = pl.col("headcount") != pl.col("headcount").round()
    swapped = (
        both.filter(pl.col("definition") == "all")
        .group_by("staff_group")
        .agg(broken.any().alias("hc"), (pl.col("fte") == pl.col("fte").round()).all().alias("fte"))
        .filter(pl.col("hc") & pl.col("fte"))
        .sort("staff_group")
    )
    yield from of_examples(
        "blocks",
        "columns_are_not_swapped",
        "FTE and headcount look swapped: the headcounts have decimals and the FTE have none. "
        "Put the headings right.",
        swapped["staff_group"].cast(pl.String),
        count=swapped.height,
    )


def sexes_and_ages_add_up(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """Men and women are no more than all; the age bands are all."""
    totals = practice_totals(draft)
    if totals is None:
        return
    whole = totals.filter(pl.col("definition") == "all")
    for kind, code, message in (
        (
            "staff_sex",
            "sexes_exceed_total",
            "Men and women together are more than the printed total. Compare with the publisher's file.",
        ),
        (
            "staff_age",
            "ages_do_not_add_up",
            "The age bands do not add up to the printed headcount. Compare with the publisher's file.",
        ),
    ):
        parts = draft.tables.get(kind)
        if parts is None:
            continue
        measure = "headcount" if kind == "staff_age" else "fte"
        added = sum_cells(parts, [measure], "all").rename({measure: "added"})
        if added.is_empty():  # the file has this cut only for other ways of counting
            continue
        compared = join_printed_totals(
            whole.select("area_code", "staff_group", measure), added
        ).filter(pl.col(f"{measure}_absent") == 0)
        more = pl.col("added") - pl.col(measure)
        off = compared.filter(
            (more if kind == "staff_sex" else more.abs()) > rules.identity_tolerance
        ).sort("area_code", "staff_group")
        yield from of_rows(
            "warns",
            code,
            message,
            off,
            lambda r, of=measure: (
                f"{r['area_code']} {r['staff_group']}: total {r[of]:g}, parts {r['added']:g}"
            ),
        )


def people_in_roles(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """Everybody has a role, and some have two, so roles never count fewer people than the group."""
    totals, roles = practice_totals(draft), draft.tables.get("staff_role")
    if totals is None or roles is None:
        return
    added = sum_cells(roles, ["headcount"]).rename({"headcount": "in_roles"})
    whole = totals.filter(pl.col("definition") == "all")
    few = (
        join_printed_totals(whole.select("area_code", "staff_group", "headcount"), added)
        .filter(pl.col("headcount_absent") == 0, pl.col("in_roles") < pl.col("headcount"))
        .sort("area_code", "staff_group")
    )
    yield from of_rows(
        "blocks",
        "people_in_roles",
        "Fewer people in the roles of a staff group than in the group. A role column may be damaged.",
        few,
        lambda r: (
            f"{r['area_code']} {r['staff_group']}: {r['headcount']:g}, in roles {r['in_roles']:g}"
        ),
    )


def patients_per_gp_are_plausible(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """Practices with very few or very many patients for each GP: each England file has some."""
    table, lists = practice_totals(draft), draft.tables.get("lists")
    if table is None or lists is None:
        return
    low, high = rules.patients_per_gp
    rates = (
        table.filter(_GP, pl.col("fte") > 0)
        .select(pl.col("area_code").alias("practice_code"), "fte")
        .join(lists.select("practice_code", "registered"), on="practice_code")
        .filter(pl.col("registered") >= rules.tiny_list)
        .with_columns(each=pl.col("registered") / pl.col("fte"))
        .filter(~pl.col("each").is_between(low, high))
        .sort("practice_code")
    )
    yield from of_rows(
        "notes",
        "patients_per_gp",
        f"Fewer than {low:,} or more than {high:,} patients for each full-time GP.",
        rates,
        lambda r: (
            f"{r['practice_code']}: {r['each']:,.0f} ({r['registered']:,.0f} patients, {r['fte']:.2f} FTE)"
        ),
        advice="Look at these practices before you show them on their own.",
    )
