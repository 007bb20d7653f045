"""Plan, in post and claimed, side by side: three counts of the same people that are never added up."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from wfcore.arrs.area_aims import area_aims
from wfcore.arrs.in_post import areas_of, fte_in_post, networks, periods_of
from wfcore.arrs.plans import plan_at
from wfcore.arrs.roles import OUTSIDE, UNMAPPED, folded, top_roles
from wfcore.arrs.rosters import with_networks
from wfcore.arrs.tables import ARRS, arrs_table, joined_flags, known_sum
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, as_level
from wfcore.months import Month

# What may explain a difference, in the order it is said. A code is a thing to ask about, not a finding of fact.
EXPLANATION_CODES = (
    "no_staff_published",  # of this month nobody's staff return is
    "not_reported",  # the PCN sent no staff return
    "partly_reported",  # some PCNs of the area did not
    "no_plan",
    "aim_of_area",  # the plan is what the area itself set, not a sum over its PCNs
    "partly_planned",
    "no_claims",
    "partly_claimed",
    "claim_above_plan",  # a question, not a success
    "lag",  # the claims are of another month than the staff
    "other_employer",  # claimed for somebody whom another body employs and reports
    "claim_after_leaving",  # staff fell and claims did not
    "in_post_not_claimed",
    "below_plan",
)
_STALE = 12  # months after which claims say nothing of a month


@dataclass(frozen=True)
class Counts:
    """Three counts of one thing, as FTE; None where one is not known."""

    planned: float | None
    in_post: float | None
    claimed: float | None

    @property
    def claimed_of_planned(self) -> float | None:
        """Claimed as a share of the plan; above 1 it is a question, not a success."""
        return _over(self.claimed, self.planned)

    @property
    def in_post_of_claimed(self) -> float | None:
        """In post as a share of what is claimed."""
        return _over(self.in_post, self.claimed)

    @property
    def claimed_less_in_post(self) -> float | None:
        """Claimed for, and not in the staff return."""
        return _less(self.claimed, self.in_post)

    @property
    def suspicious(self) -> bool:
        """Whether more is claimed than was planned."""
        share = self.claimed_of_planned
        return share is not None and share > declared().arrs.comparison.implausible_share


def _over(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def _less(one: float | None, other: float | None) -> float | None:
    return one - other if one is not None and other is not None else None


def claims_month(claims: pl.DataFrame, period: str) -> str | None:
    """The last month with claims up to a period; None when there is none in the year before it."""
    found = [m for m in claims["month"].drop_nulls().unique() if m <= period]
    newest = max(found, default=None)
    return newest if newest and Month(newest).months_to(period) < _STALE else None


def compare_counts(
    figures: VersionMeasures,
    period: str,
    level: Level | str = Level.PCN,
    *,
    within: str | None = None,
) -> pl.DataFrame:
    """Plan, in post and claimed by area and role.

    Args:
        figures: the version.
        period: the month; the plan is the next one due, the claims those of the latest month up to it.
        level: `pcn` or anything above.
        within: only PCNs inside this area.

    Returns:
        `period, level, area_code, area_name, role, planned_fte, in_post_fte, claimed_wte, plan_for,
        claimed_month, claimed_less_in_post, claimed_less_planned, in_post_less_planned, codes`.
        `role`: those that are part of no other, `unmapped` where something is, and `arrs` for all
        together. A count is null where no PCN of the area has it; a PCN with a plan (or claims)
        that does not name a role has 0 of it,
        unless it says only how many all roles together are. `codes`: `;` between them, see `CODES`.
    """
    level = as_level(level)
    figures = with_networks(figures)
    areas = areas_of(figures, period, level, within)
    pcns = sorted({pcn for members in areas["pcns"] for pcn in members})
    claims = arrs_table(figures, "arrs_claims")
    month = claims_month(claims, period)
    before = max((p for p in periods_of(figures, within) if p < period), default=None)
    plan = plan_at(arrs_table(figures, "arrs_plan").filter(pl.col("pcn_code").is_in(pcns)), period)
    parts = {
        "planned_fte": _planned(plan),
        "in_post_fte": _in_post(figures, period),
        "claimed_wte": _claimed(claims, month),
        "_in_post_before": _in_post(figures, before),
        "_claimed_before": _claimed(claims, claims_month(claims, before) if before else None),
    }
    rows = _grid(pcns, parts)
    for name, frame in parts.items():
        rows = _joined(rows, frame, name)
    rows = pl.concat([rows, _together(rows, parts)])
    members = areas.explode("pcns").rename({"pcns": "pcn_code"})
    returns = (
        members.join(networks(figures, period).select("pcn_code", "published"), on="pcn_code")
        .group_by("area_code")
        .agg(pl.col("published").any())
    )
    added = members.join(rows, on="pcn_code", how="left").group_by(
        "area_code", "area_name", "role", maintain_order=True
    )
    counted = added.agg(
        *map(known_sum, parts),
        pl.col("pcn_code").n_unique().alias("_pcns"),
        *(
            pl.col("pcn_code").filter(pl.col(name).is_not_null()).n_unique().alias(f"_n_{name}")
            for name in ("planned_fte", "in_post_fte", "claimed_wte")
        ),
    )
    # Whether a PCN reported is known of all roles together: one role may not have been collected.
    whole = counted.filter(pl.col("role") == ARRS).select(
        "area_code",
        *(
            pl.col(f"_n_{name}").alias(f"_all_{name}")
            for name in ("planned_fte", "in_post_fte", "claimed_wte")
        ),
    )
    counted = _with_aims(counted, area_aims(figures, period, areas))
    order = {role: i for i, role in enumerate([*top_roles(), UNMAPPED, ARRS])}
    due = plan["plan_for"].drop_nulls()
    return (
        counted.join(whole, on="area_code", how="left")
        .join(returns, on="area_code", how="left")
        .with_columns(
            period=pl.lit(period),
            level=pl.lit(level.value),
            plan_for=pl.coalesce(
                "aimed_for", pl.when(pl.col("planned_fte").is_not_null()).then(pl.lit(due.max()))
            ),
            claimed_month=pl.when(pl.col("claimed_wte").is_not_null()).then(pl.lit(month)),
            claimed_less_in_post=pl.col("claimed_wte") - pl.col("in_post_fte"),
            claimed_less_planned=pl.col("claimed_wte") - pl.col("planned_fte"),
            in_post_less_planned=pl.col("in_post_fte") - pl.col("planned_fte"),
        )
        .with_columns(codes=_codes(period, month))
        .with_columns(_order=pl.col("role").replace_strict(order, default=999))
        .sort("area_name", "area_code", "_order")
        .select(
            "period", "level", "area_code", "area_name", "role", "planned_fte", "in_post_fte",
            "claimed_wte", "plan_for", "claimed_month", "claimed_less_in_post",
            "claimed_less_planned", "in_post_less_planned", "codes",
        )
    )  # fmt: skip


def _with_aims(counted: pl.DataFrame, aims: pl.DataFrame) -> pl.DataFrame:
    """Where no PCN of an area has a plan, what the area itself means to have; `aimed_for` its month."""
    bare = counted.filter((pl.col("role") == ARRS) & (pl.col("_n_planned_fte") == 0))["area_code"]
    joined = counted.join(
        aims.filter(pl.col("area_code").is_in(bare.implode())),
        on=["area_code", "role"], how="left", maintain_order="left",
    )  # fmt: skip
    return joined.with_columns(pl.coalesce("planned_fte", "aim").alias("planned_fte"))


def _planned(plan: pl.DataFrame) -> pl.DataFrame:
    """A mark for nobody is 0."""
    return _by_role(plan.with_columns(pl.col("wte").fill_null(0.0)), "wte")


def _in_post(figures: VersionMeasures, period: str | None) -> pl.DataFrame:
    if period is None:
        return pl.DataFrame(schema={"pcn_code": pl.String, "role": pl.String, "fte": pl.Float64})
    return _by_role(fte_in_post(figures, period).filter(~pl.col("role").is_in(OUTSIDE)), "fte")


def _claimed(claims: pl.DataFrame, month: str | None) -> pl.DataFrame:
    return _by_role(claims.filter(pl.col("month") == month) if month else claims.clear(), "wte")


def _by_role(rows: pl.DataFrame, count: str) -> pl.DataFrame:
    """`pcn_code, role, fte`; null where no row has a figure."""
    return (
        rows.with_columns(pl.col("role").fill_null(UNMAPPED))
        .with_columns(folded())
        .group_by("pcn_code", "role")
        .agg(known_sum(count).alias("fte"))
    )


def _grid(pcns: Sequence[str], parts: dict[str, pl.DataFrame]) -> pl.DataFrame:
    named = {role for frame in parts.values() for role in frame["role"].drop_nulls()}
    roles = [role for role in [*top_roles(), UNMAPPED] if role in named]
    return pl.DataFrame({"pcn_code": pcns}, schema={"pcn_code": pl.String}).join(
        pl.DataFrame({"role": roles or [UNMAPPED]}, schema={"role": pl.String}), how="cross"
    )


def _together(rows: pl.DataFrame, parts: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """All roles of each PCN: as it says itself where it prints a total, else its roles added up."""
    sums = rows.group_by("pcn_code", maintain_order=True).agg(map(known_sum, parts))
    for name, frame in parts.items():
        said = frame.filter(role=ARRS).select("pcn_code", pl.col("fte").alias("_said"))
        sums = sums.join(said, on="pcn_code", how="left", maintain_order="left")
        sums = sums.with_columns(pl.coalesce("_said", name).alias(name)).drop("_said")
    return sums.select("pcn_code", pl.lit(ARRS).alias("role"), *parts)


def _joined(rows: pl.DataFrame, frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Beside each PCN and role its FTE; 0 where the PCN has a figure for another role."""
    joined = rows.join(
        frame.rename({"fte": name}), on=["pcn_code", "role"], how="left", maintain_order="left"
    )
    if name.startswith(("in_post", "_in_post")):
        return joined  # says itself what is 0 and what is missing
    there = frame.filter(pl.col("role") != ARRS)["pcn_code"].unique().implode()
    return joined.with_columns(
        pl.when(pl.col("pcn_code").is_in(there)).then(pl.col(name).fill_null(0.0)).alias(name)
    )


def _codes(period: str, month: str | None) -> pl.Expr:
    """What may explain the differences of a row."""
    tolerance = declared().arrs.comparison.tolerance_fte
    planned, staff, claimed = pl.col("planned_fte"), pl.col("in_post_fte"), pl.col("claimed_wte")
    pcns = pl.col("_pcns")
    over = claimed - staff > tolerance
    fell = pl.col("_in_post_before") - staff > tolerance
    kept = claimed - pl.col("_claimed_before") > -tolerance
    when = {
        "no_staff_published": ~pl.col("published"),
        "not_reported": (pl.col("_all_in_post_fte") == 0) & pl.col("published"),
        "partly_reported": pl.col("_all_in_post_fte").is_between(1, pcns - 1),
        "no_plan": (pl.col("_all_planned_fte") == 0) & pl.col("aimed_for").is_null(),
        "aim_of_area": pl.col("aimed_for").is_not_null(),
        "partly_planned": pl.col("_all_planned_fte").is_between(1, pcns - 1),
        "no_claims": pl.col("_all_claimed_wte") == 0,
        "partly_claimed": pl.col("_all_claimed_wte").is_between(1, pcns - 1),
        "claim_above_plan": claimed - planned > tolerance,
        "lag": ((claimed - staff).abs() > tolerance)
        & pl.lit(month is not None and month != period),
        "other_employer": over,
        "claim_after_leaving": over & fell & kept,
        "in_post_not_claimed": staff - claimed > tolerance,
        "below_plan": planned - staff > tolerance,
    }
    return joined_flags({code: when[code] for code in EXPLANATION_CODES})


def counts_of(row: dict[str, object]) -> Counts:
    """The three counts of one row of `side_by_side`."""

    def figure(name: str) -> float | None:
        value = row[name]
        return value if isinstance(value, float) else None

    return Counts(figure("planned_fte"), figure("in_post_fte"), figure("claimed_wte"))
