"""Rules about plans, claims and allocations of additional roles, which an analyst brings.

Each example names row and column of the sheet.
"""

from collections.abc import Iterator

import polars as pl

from wfcore.checking.about import about
from wfcore.checking.keys import PCN_CODE
from wfcore.declared import Rules, declared
from wfcore.findings import Finding, finding, of_examples, of_rows
from wfcore.months import Month
from wfcore.normalising import Draft
from wfcore.normalising.plans import ALL_PCNS, names_an_area
from wfcore.tables import key

LOCAL_KINDS = ("arrs_plan", "arrs_claims", "arrs_allocations")
_MONEY = ("claimed_gbp", "approved_gbp", "allocation_gbp", "total_gbp", "devolved_gbp")


def pcn_codes_have_the_right_shape(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """PCN codes are U and five figures; a plan may have names alone."""
    for kind, table in _local(draft):
        shape = pl.col("pcn_code").str.contains(PCN_CODE)
        wrong = table.filter(~shape.fill_null(value=kind == "arrs_plan"))
        if wrong.height:
            yield finding(
                "blocks",
                "pcn_codes_have_the_right_shape",
                "Not PCN codes. They are U and five figures; rows of totals and notes must go.",
                count=wrong["row"].n_unique(),
                examples=[
                    f"row {row}, PCN code: {code or 'blank'}"
                    for row, code in wrong.select("row", "pcn_code")
                    .unique()
                    .sort("row")
                    .iter_rows()
                ],
            )


def no_negative_money_or_fte(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """FTE and pounds are never below 0."""
    for _, table in _local(draft):
        columns = [c for c in ("wte", *_MONEY) if c in table.columns]
        bad = [
            f"{_where(row, column)}: {row[column]:,g}"
            for column in columns
            for row in table.filter(pl.col(column) < 0).iter_rows(named=True)
        ]
        yield from of_examples(
            "blocks",
            "no_negative_money_or_fte",
            "FTE or pounds below 0. Money that was paid back belongs in the month it was claimed for.",
            bad,
        )


def fte_of_a_role_is_plausible(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """More FTE of one role in one PCN than any has is hours, or a damaged cell."""
    limits = rules.local_tables
    for _, whole in _local(draft):
        if "wte" not in whole.columns:
            continue
        table = whole.filter(~_of_areas(whole))
        for severity, above, least in (
            ("blocks", limits.fte_blocks, None),
            ("warns", limits.fte_warns, limits.fte_blocks),
        ):
            over = pl.col("wte") > above
            below = (
                ~_of_all_roles(table) & (pl.col("wte") <= least) if least else pl.lit(value=True)
            )
            bad = table.filter(over & below)
            yield from of_rows(
                "blocks" if severity == "blocks" else "warns",
                "no_impossible_fte" if severity == "blocks" else "implausible_fte",
                f"More than {above:g} FTE of one role in one PCN. Are these hours, or people of several PCNs?",
                bad,
                lambda row: f"{_where(row, 'wte')}: {row['wte']:,g}, {row['role_printed']}",
            )


def roles_are_known(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """A role that no definition spells so: kept as printed, but in no role's figure."""
    for kind, table in _local(draft):
        if "role" not in table.columns:
            continue
        unknown = table.filter(pl.col("role").is_null()).unique(
            "role_printed", keep="first", maintain_order=True
        )
        unknown = unknown.filter(~_of_all_roles(unknown))
        if unknown.height:
            at = "column" if kind == "arrs_plan" else "row"
            yield finding(
                "warns",
                "unknown_role",
                "Roles that nobody knows. They are kept as printed and count in totals, but in no role. "
                "Correct the spelling, or have it added to the definitions.",
                count=unknown.height,
                examples=[
                    f"{at} {where}: {role or 'blank'}"
                    for where, role in unknown.select(at, "role_printed").iter_rows()
                ],
            )


@about("arrs_plan")
def aims_of_areas(table: pl.DataFrame, _rules: Rules) -> Iterator[Finding]:
    """A row about a whole ICB is its own aim."""
    yield from of_rows(
        "notes",
        "aims_of_areas",
        "Aims of whole areas. They are shown as what the area itself set, and not divided among its PCNs.",
        table.filter(_of_areas(table), pl.col("area_name") != ALL_PCNS),
        lambda r: f"{_where(r, 'wte')}: {r['role_printed']} {r['wte'] or 0:,g}",
    )


@about("arrs_claims")
def one_claim_for_a_role(table: pl.DataFrame, _rules: Rules) -> Iterator[Finding]:
    """Two claims for the same PCN, month and role: two posts, or one claimed twice."""
    key = ["pcn_code", "month", "role_printed"]
    again = (
        table.filter(pl.struct(key).is_duplicated())
        .group_by(key, maintain_order=True)
        .agg(pl.col("row"))
    )
    yield from of_examples(
        "warns",
        "two_claims_for_one_role",
        "More than one claim for the same PCN, month and role. They are added up; if one repeats "
        "the other, take it out.",
        [
            f"rows {' and '.join(map(str, rows))}: {pcn} {month}, {role}"
            for pcn, month, role, rows in again.head(5).iter_rows()
        ],
        count=again.height,
    )


@about("arrs_claims")
def no_more_approved_than_claimed(table: pl.DataFrame, _rules: Rules) -> Iterator[Finding]:
    """Nobody is paid more than was asked for."""
    above = table.filter(pl.col("approved_gbp") > pl.col("claimed_gbp") + 0.005)
    yield from of_rows(
        "warns",
        "approved_above_claimed",
        "More approved than claimed. Are the two columns swapped?",
        above,
        lambda r: (
            f"{_where(r, 'approved_gbp')}: £{r['approved_gbp']:,.2f}, claimed £{r['claimed_gbp']:,.2f}"
        ),
    )


@about("arrs_claims")
def claims_are_whole(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """Claims without FTE, money or role, and with a status nobody knows."""
    blank = [
        _where(row, column)
        for column in ("role_printed", "wte", "claimed_gbp")
        for row in table.filter(pl.col(column).is_null()).iter_rows(named=True)
    ]
    yield from of_examples(
        "warns",
        "claims_incomplete",
        "Claims without a role, FTE or pounds. What is blank is missing, not 0.",
        [f"{where}: blank" for where in blank],
    )
    known = rules.local_tables.statuses
    odd = table.filter(~pl.col("status").is_in(known))
    yield from of_rows(
        "warns",
        "unknown_status",
        f"Statuses that nobody knows. Use one of: {', '.join(known)}.",
        odd,
        lambda r: f"{_where(r, 'status')}: {r['status']}",
    )


def one_allocation_for_a_pcn(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """A PCN has one allocation in a year, and what was devolved is a part of it."""
    claims, table = draft.tables.get("arrs_claims"), draft.tables.get("arrs_allocations")
    if claims is not None:
        several = (
            claims.group_by("pcn_code", maintain_order=True)
            .agg(pl.col("allocation_gbp").drop_nulls().unique(maintain_order=True))
            .filter(pl.col("allocation_gbp").list.len() > 1)
        )
        yield from of_examples(
            "warns",
            "allocation_differs",
            "A PCN with more than one allocation in a month. Write the allocation of the whole year on each row.",
            [
                f"{pcn}: {' and '.join(f'£{pounds:,.2f}' for pounds in amounts[:3])}"
                for pcn, amounts in several.iter_rows()
            ],
        )
    if table is None:
        return
    twice = table.filter(pl.struct(key("arrs_allocations")).is_duplicated())
    yield from of_rows(
        "blocks",
        "two_allocations_for_one_pcn",
        "A PCN stands more than once in a year. Find out which row is right and remove the other.",
        twice,
        lambda r: f"row {r['row']}: {r['pcn_code']} {r['financial_year']}",
    )
    none = table.filter(pl.col("total_gbp").is_null())
    yield from of_rows(
        "warns",
        "allocation_missing",
        "PCNs without an allocation. What share of it they use is not known.",
        none,
        lambda r: f"{_where(r, 'total_gbp')}: blank",
    )
    above = table.filter(pl.col("devolved_gbp") > pl.col("total_gbp") + 0.005)
    yield from of_rows(
        "warns",
        "devolved_above_total",
        "More devolved than allocated. Are the two columns swapped?",
        above,
        lambda r: (
            f"{_where(r, 'devolved_gbp')}: £{r['devolved_gbp']:,.2f}, total £{r['total_gbp']:,.2f}"
        ),
    )


def not_before_the_scheme(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """Nothing was planned or claimed before the scheme began."""
    first = rules.local_tables.first_month
    if "-" not in draft.period or draft.period >= first:
        return
    for kind, table in _local(draft):
        if kind == "arrs_allocations" and Month(draft.period).year == Month(first).year:
            continue  # its first year began before it did
        yield finding(
            "warns",
            "before_the_scheme",
            f"{draft.period} is before {first}, when the scheme began. Is the month right?",
            count=table["row"].n_unique(),
            examples=[f"row {row}" for row in table["row"].unique().sort()],
        )


def nothing_invented(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """Rows of the filled example that were left among one's own."""
    if declared().sources[draft.source].invented:
        return
    invented = rules.local_tables.invented_pcns
    spent = draft.tables.get("arrs_spend")
    places = [] if spent is None else [spent.rename({"place_code": "pcn_code"})]
    for table in [*(table for _, table in _local(draft)), *places]:
        mine = pl.col("pcn_code").is_in(list(invented))
        if "area_name" in table.columns:
            mine |= pl.col("area_name").is_in(list(invented.values()))
        rows = table.filter(mine.fill_null(value=False))["row"].unique().sort()
        yield from of_examples(
            "warns",
            "invented_rows",
            "Rows of invented PCNs, as in the filled example. Take them out before you publish your own.",
            [f"row {row}" for row in rows],
        )


@about("arrs_claims")
def totals_are_their_roles(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """A claim for all roles, beside claims that say which, is their sum."""
    marked = table.with_columns(_total=_of_all_roles(table))
    sums = marked.group_by("pcn_code", "month", maintain_order=True).agg(
        pl.col("row").filter("_total").first(),
        total=pl.col("wte").filter("_total").sum(),
        parts=pl.col("wte").filter(~pl.col("_total")).sum(),
        cells=(~pl.col("_total")).sum(),
    )
    apart = (pl.col("total") - pl.col("parts")).abs() > rules.local_tables.total_apart_fte
    yield from of_rows(
        "warns",
        "total_of_roles_differs",
        "Claims for all roles together that are not the sum of the roles beside them. The roles count, the total "
        "does not. Which is right?",
        sums.filter(apart, pl.col("row").is_not_null(), pl.col("cells") > 0),
        lambda r: (
            f"row {r['row']}: {r['pcn_code']} {r['month']}, {r['total']:g} in all, {r['parts']:g} added up"
        ),
    )


def _of_all_roles(table: pl.DataFrame) -> pl.Series:
    """The rows about all roles together."""
    printed = table["role_printed"].fill_null("")
    return printed.map_elements(
        declared().arrs.means_all_roles, return_dtype=pl.Boolean, skip_nulls=False
    )


def _of_areas(table: pl.DataFrame) -> pl.Series:
    """The rows of a plan that are about a whole area, or all PCNs together."""
    if "area_name" not in table.columns:
        return pl.repeat(value=False, n=table.height, eager=True)
    names = table["area_name"].fill_null("")
    areas = names.map_elements(names_an_area, return_dtype=pl.Boolean, skip_nulls=False)
    return areas | names.eq(ALL_PCNS)


def _local(draft: Draft) -> Iterator[tuple[str, pl.DataFrame]]:
    return ((kind, draft.tables[kind]) for kind in LOCAL_KINDS if kind in draft.tables)


def _where(row: dict[str, object], column: str) -> str:
    """`C5 Armley` in a plan, `row 5, claimed_gbp` in a list."""
    if row.get("column"):
        return f"{row['column']}{row['row']} {row['area_name']}"
    return f"row {row['row']}, {column.removesuffix('_printed')}"
