"""The table that the command line prints: plan, in post, claimed and money, by area and role."""

from collections.abc import Iterable

import polars as pl

from wfcore.arrs.allocations import allocations
from wfcore.arrs.claims import select_claims, sum_by_month
from wfcore.arrs.in_post import (
    ALL,
    TOTALS,
    areas_of,
    in_post_by,
    networks,
    period_at,
    periods_of,
)
from wfcore.arrs.money import ArrsBudget, arrs_budget
from wfcore.arrs.plans import plan_at
from wfcore.arrs.rosters import with_networks
from wfcore.arrs.side_by_side import compare_counts
from wfcore.arrs.tables import ARRS, arrs_table, known_sum
from wfcore.declared import declared
from wfcore.errors import UnknownName
from wfcore.geography import Level, plain_name
from wfcore.measuring import VersionMeasures, as_level
from wfcore.months import Month

ARRS_COLUMNS: dict[str, pl.DataType] = {
    "period": pl.String(),
    "level": pl.String(),
    "area_code": pl.String(),
    "area_name": pl.String(),
    "role": pl.String(),
    "planned_fte": pl.Float64(),
    "in_post_fte": pl.Float64(),
    "claimed_wte": pl.Float64(),
    "allocation_gbp": pl.Float64(),
    "approved_gbp": pl.Float64(),
    "utilisation": pl.Float64(),
    "flags": pl.String(),
}
_ABOVE = "may_double_count"  # staff of PCNs may also stand in the practices' own returns


def answers(
    figures: VersionMeasures,
    level: Level | str = Level.PCN,
    *,
    within: str | None = None,
    period: str | None = None,
) -> pl.DataFrame:
    """Everything by area and role.

    Args:
        figures: the version.
        level: `pcn` or anything above.
        within: only PCNs inside this area.
        period: the month; without one the newest with PCN staff that knows `within`. Where no staff
            of that month are published, the networks are those of the nearest map.

    Returns:
        `period, level, area_code, area_name, role, planned_fte, in_post_fte, claimed_wte,
        allocation_gbp, approved_gbp, utilisation, flags`. `role`: a role of the scheme; then `arrs`
        (all of them, with the money of the year), `not_arrs`, `unclear`, `unmapped` and `all`
        (everybody the PCNs reported). `utilisation` is approved ÷ total allocation for the months
        gone, 0 to 1 and above. Flags have `;` between them: the codes of `side_by_side`, the flags
        of `allocations`, and `may_double_count` on `all`, which is not to be added to practice staff.

    Raises:
        UnknownName: neither staff, a plan nor claims of that month; no such level or place.
    """
    level = as_level(level)
    figures = with_networks(figures)
    then = period or period_at(figures, within)
    _refuse_unheld(figures, then)
    both = compare_counts(figures, then, level, within=within)
    staff = in_post_by(figures, then, level, within=within)
    unpublished = both.filter(pl.col("codes").str.contains("no_staff_published"))["area_code"]
    staff = staff.filter(~pl.col("area_code").is_in(unpublished.implode()))
    keys = ["area_code", "area_name", "role"]
    rows = (
        staff.select(*keys, in_post_fte="fte", _staff="flags")
        .join(
            both.select(*keys, "planned_fte", "claimed_wte", "codes"),
            on=keys,
            how="full",
            coalesce=True,
        )
        .join(
            _spent(figures, then, level, within),
            on=["area_code", "role"],
            how="left",
        )
        .with_columns(
            period=pl.lit(then),
            level=pl.lit(level.value),
            flags=_flags(),
        )
    )
    order = {role: i for i, role in enumerate([*declared().arrs.roles, *TOTALS])}
    return (
        rows.with_columns(_order=pl.col("role").replace_strict(order, default=999))
        .sort("area_name", "area_code", "_order")
        .select(pl.col(name).cast(dtype) for name, dtype in ARRS_COLUMNS.items())
    )


def unplaced_pcns(figures: VersionMeasures, period: str | None = None) -> list[str]:
    """Whose plan for a month is in no row of `answers`, by name: no file says where they lie."""
    figures = with_networks(figures)
    then = period or period_at(figures)
    plan = plan_at(arrs_table(figures, "arrs_plan"), then)
    known = _places_of(figures, then)
    named = plan.select(pl.coalesce("pcn_code", "area_name"), "area_name").unique().rows()
    return sorted(name for code, name in named if plain_name(code) not in known)


def _refuse_unheld(figures: VersionMeasures, period: str) -> None:
    """Say which months there are where no count holds this one."""
    months = {
        "PCN staff of": periods_of(figures, None),
        "plans for": arrs_table(figures, "arrs_plan")["plan_for"].drop_nulls().unique().sort(),
        "claims of": arrs_table(figures, "arrs_claims")["month"].drop_nulls().unique().sort(),
        "spend of": arrs_table(figures, "arrs_spend")["month"].drop_nulls().unique().sort(),
    }
    if any(period in there for there in months.values()):
        return
    there = [f"{what} {', '.join(known)}" for what, known in months.items() if len(known)]
    raise UnknownName(
        f"There are no PCN staff, plan or claims for {period}.", f"There is: {'; '.join(there)}."
    )


def _places_of(figures: VersionMeasures, period: str) -> set[str]:
    """Codes and names of the networks of a month and of the areas above them, plain."""
    columns = ["pcn_code", "sub_icb_code", "sub_icb_name", "icb_code", "icb_name"]
    frame = networks(figures, period).select(columns)
    return {plain_name(text) for c in columns for text in frame[c].drop_nulls().unique()}


def _flags() -> pl.Expr:
    said = pl.coalesce(pl.when(pl.col("codes") != "").then("codes"), "_staff")
    said = pl.when(said != "").then(said)
    double = pl.when(pl.col("role") == ALL).then(pl.lit(_ABOVE))
    flags = pl.concat_str([said, pl.col("_money"), double], separator=";", ignore_nulls=True)
    return pl.when(flags != "").then(flags)


def _spent(figures: VersionMeasures, period: str, level: Level, within: str | None) -> pl.DataFrame:
    """Money of the year on the row `arrs` of each area; on a role's row what was approved for it."""
    year = Month(period).financial_year
    areas = areas_of(figures, period, level, within)
    members = areas.explode("pcns").rename({"pcns": "pcn_code"})
    allocated = allocations(figures, period, year)
    claims = members.join(
        select_claims(arrs_table(figures, "arrs_claims"), year=year).filter(
            pl.col("month") <= period
        ),
        on="pcn_code",
    )
    by_area = {key[0]: rows for key, rows in claims.partition_by("area_code", as_dict=True).items()}
    flags = allocated["flags"].str.split(";")
    known = allocated.with_columns(_flags=flags).join(members, on="pcn_code")
    rows = known.group_by("area_code", maintain_order=True).agg(
        pl.when(pl.col("total_gbp").null_count() == 0)
        .then(pl.col("total_gbp").sum())
        .alias("allocation_gbp"),
        pl.col("_flags").explode().drop_nulls().unique().sort().alias("_money"),
    )
    money_rows: list[tuple[object, ...]] = []
    for code, total, said in rows.iter_rows():
        mine = by_area.get(code)
        if mine is None:  # nobody claimed: only the allocation is known
            money_rows.append((code, ARRS, total, None, None, _joined(said)))
            continue
        pcns = areas.filter(pl.col("area_code") == code)["pcns"][0].to_list()
        spent = arrs_budget(mine, allocated, pcns, year, period)
        money_rows.append(
            (code, ARRS, spent.total_gbp, spent.approved_gbp, _use(spent), _joined(spent.flags))
        )
        money_rows += [(code, role, None, gbp, None, None) for role, gbp in _by_role(mine)]
    return pl.DataFrame(
        money_rows,
        schema={
            "area_code": pl.String, "role": pl.String, "allocation_gbp": pl.Float64,
            "approved_gbp": pl.Float64, "utilisation": pl.Float64, "_money": pl.String,
        },
        orient="row",
    )  # fmt: skip


def _joined(flags: Iterable[str]) -> str | None:
    # What nobody claimed stands among the codes of the three counts already.
    return ";".join(f for f in flags if f and f != "no_claims") or None


def _use(spent: ArrsBudget) -> float | None:
    whole = spent.use_of("total")
    return whole.in_year if whole else None


def _by_role(claims: pl.DataFrame) -> list[tuple[str, float | None]]:
    sums = sum_by_month(claims, "role").group_by("role").agg(known_sum("approved_gbp"))
    return [(str(role), gbp) for role, gbp in sums.iter_rows() if role != ARRS]
