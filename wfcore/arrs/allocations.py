"""The allocation of a year, from the best source that says it."""

import polars as pl

from wfcore.arrs.claims import select_claims
from wfcore.arrs.in_post import networks
from wfcore.arrs.tables import arrs_table, joined_flags, known_sum
from wfcore.declared import declared
from wfcore.measuring import VersionMeasures, cached_per_version
from wfcore.months import FinancialYear, Month
from wfcore.tables import STANDING

PUBLISHED = "published local allocation"
IN_CLAIMS = "allocation as the claims give it"
COMPUTED = "weighted patients × pounds for each"
ALLOCATIONS: dict[str, pl.DataType] = {
    "pcn_code": pl.String(),
    "year": pl.String(),
    "total_gbp": pl.Float64(),
    "devolved_gbp": pl.Float64(),
    "gp_pot_gbp": pl.Float64(),
    "weighted": pl.Float64(),
    "per_weighted_gbp": pl.Float64(),
    "list_period": pl.String(),
    "practices": pl.Int64(),
    "practices_weighted": pl.Int64(),
    "method": pl.String(),
    "flags": pl.String(),
}


@cached_per_version
def allocations(figures: VersionMeasures, period: str, year: str) -> pl.DataFrame:
    """The allocation of every PCN of a period.

    A published local allocation is believed; else the latest one that the claims of the year give;
    else the weighted lists of the practices that the PCN has in that period, times the pounds of
    the year.

    Returns:
        `pcn_code, year, total_gbp, devolved_gbp, gp_pot_gbp, weighted, per_weighted_gbp,
        list_period, practices, practices_weighted, method, flags`. Unknown figures are null.
        `flags` (`;` between them): `allocation_missing`, `weighted_incomplete` (some practices
        have no weighted list), `weighted_of_other_month`, `unconfirmed_rate`.
    """
    pcns = networks(figures, period).filter(pl.col("pcn_code").is_not_null()).select("pcn_code")
    local = (
        arrs_table(figures, "arrs_allocations")
        .filter(pl.col("financial_year") == year)
        .unique("pcn_code", keep="last", maintain_order=True)
        .select("pcn_code", "total_gbp", "devolved_gbp")
    )
    beside = (
        select_claims(arrs_table(figures, "arrs_claims"), year=year)
        .filter(pl.col("allocation_gbp").is_not_null())
        .sort("month", maintain_order=True)
        .group_by("pcn_code")
        .agg(pl.col("allocation_gbp").last().alias("_beside"))
    )
    known = declared().arrs.years.get(year)
    per = known.per_weighted_gbp if known else None
    pot = known.gp_pot_gbp if known else None
    rows = (
        pcns.join(weighted_lists(figures, period, year), on="pcn_code", how="left")
        .join(local, on="pcn_code", how="left")
        .join(beside, on="pcn_code", how="left")
    )
    enough = pl.col("practices_weighted") >= (
        declared().arrs.weighted_lists.least_share * pl.col("practices")
    )
    computed = pl.when(enough).then(pl.col("weighted") * per) if per is not None else pl.lit(None)
    month = f"{year[:4]}-{declared().arrs.weighted_lists.month}"
    ways = {PUBLISHED: "total_gbp", IN_CLAIMS: "_beside", COMPUTED: "_computed"}
    rows = rows.with_columns(_computed=computed.cast(pl.Float64)).with_columns(
        total_gbp=pl.coalesce(*ways.values()),
        gp_pot_gbp=(pl.when(enough).then(pl.col("weighted") * pot) if pot else pl.lit(None)),
        per_weighted_gbp=pl.lit(per),
        year=pl.lit(year),
        method=pl.coalesce(
            pl.when(pl.col(column).is_not_null()).then(pl.lit(way)) for way, column in ways.items()
        ),
    )
    worked = pl.col("method") == COMPUTED
    unsure = known is not None and not known.confirmed
    notes = {
        "allocation_missing": pl.col("total_gbp").is_null(),
        "weighted_incomplete": (
            pl.col("method").fill_null(COMPUTED).eq(COMPUTED)
            & pl.col("practices_weighted").is_between(1, pl.col("practices") - 1)
        ),
        "weighted_of_other_month": worked & (pl.col("list_period") != month),
        "unconfirmed_rate": worked & pl.lit(unsure),
    }
    return rows.with_columns(flags=joined_flags(notes)).select(
        pl.col(name).cast(dtype) for name, dtype in ALLOCATIONS.items()
    )


def weighted_lists(figures: VersionMeasures, period: str, year: str) -> pl.DataFrame:
    """Weighted patients of each PCN: those of its practices, from the list nearest to 1 January.

    Returns:
        `pcn_code, weighted, practices, practices_weighted, list_period`. A list further away than
        the definitions allow is not used.
    """
    rule = declared().arrs.weighted_lists
    wanted = Month(f"{FinancialYear(year)[:4]}-{rule.month}")
    members = _members(figures, period)
    periods = figures.version.editions("lists").filter(pl.col("period") != STANDING)
    near = sorted(
        (wanted.distance(row["period"]), row["period"], row["edition"])
        for row in periods.iter_rows(named=True)
        if wanted.distance(row["period"]) <= rule.months_apart
    )
    lists = pl.DataFrame(
        schema={"practice_code": pl.String, "weighted": pl.Float64, "list_period": pl.String}
    )
    for _, when, edition in near:
        found = (
            figures.version.table("lists", [edition], ["practice_code", "weighted"])
            .filter(pl.col("weighted").is_not_null())
            .join(lists, on="practice_code", how="anti")
            .unique("practice_code", keep="first")
            .with_columns(list_period=pl.lit(when))
        )
        lists = pl.concat([lists, found.select(lists.columns)])
    return (
        members.join(lists, on="practice_code", how="left")
        .group_by("pcn_code")
        .agg(
            known_sum("weighted"),
            pl.len().cast(pl.Int64).alias("practices"),
            pl.col("weighted").count().cast(pl.Int64).alias("practices_weighted"),
            pl.col("list_period").drop_nulls().mode().sort().first(),
        )
    )


@cached_per_version
def _members(figures: VersionMeasures, period: str) -> pl.DataFrame:
    """`practice_code, pcn_code`: the practices of each PCN, from the map nearest to a month."""
    editions = figures.version.editions("places").filter(pl.col("period") != STANDING)
    near = sorted(
        (Month(period).distance(row["period"]), row["period"], row["edition"])
        for row in editions.iter_rows(named=True)
    )
    found = pl.DataFrame(schema={"practice_code": pl.String, "pcn_code": pl.String})
    for _, _, edition in near:
        rows = (
            figures.version.table("places", [edition], ["practice_code", "pcn_code"])
            .filter(pl.col("pcn_code").is_not_null())
            # A PCN takes its practices from one map: an older one also names those since closed.
            .join(found, on="pcn_code", how="anti")
            .join(found, on="practice_code", how="anti")
        )
        found = pl.concat([found, rows])
    return found.unique("practice_code", keep="first")
