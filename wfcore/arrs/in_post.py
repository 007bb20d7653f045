"""Who is in post: FTE by PCN, role and quarter, from the PCN staff tables of a version.

A PCN that sent nothing is missing, never 0: its FTE is null and its patients leave the coverage.
"""

from dataclasses import dataclass

import polars as pl

from wfcore.arrs.roles import NOT_ARRS, OUTSIDE, UNCLEAR, UNMAPPED, folded, of_staff_roles
from wfcore.arrs.rosters import NetworkMeasures, areas_with_silent
from wfcore.arrs.tables import ARRS, known_sum
from wfcore.declared import declared
from wfcore.errors import UnknownName
from wfcore.geography import Level, area_code_at
from wfcore.measuring import VersionMeasures, as_level, cached_per_version, units_inside
from wfcore.months import Month

ALL = "all"  # everybody in the file
TOTALS = (ARRS, NOT_ARRS, UNCLEAR, UNMAPPED, ALL)


@dataclass(frozen=True)
class Coverage:
    """How much of a place a sum is over.

    Patients include those of practices in no PCN; None where no list is near enough in time.
    `published`: whether a staff return of the month was to hold any of the PCNs.
    """

    pcns: int
    reported: int
    patients: float | None
    patients_reported: float | None
    silent: tuple[str, ...] = ()
    published: bool = True

    @property
    def share(self) -> float | None:
        """Share of patients covered, 0 to 1; None without lists."""
        if not self.patients or self.patients_reported is None:
            return None
        return self.patients_reported / self.patients


def periods_of(figures: VersionMeasures, within: str | None) -> list[str]:
    """Periods with staff returns in which a place is known, oldest first; all without a place."""
    returned = figures.of_returns if isinstance(figures, NetworkMeasures) else figures
    return [
        period
        for period in returned.periods("pcn")
        if within is None or _known(returned, within, period)
    ]


def _known(figures: VersionMeasures, place: str, period: str) -> bool:
    try:
        figures.find(place, "pcn", period)
    except UnknownName:
        return False
    return True


def period_at(figures: VersionMeasures, within: str | None = None) -> str:
    """The newest period with staff returns that knows a place; without any the newest of plan or claims.

    Raises:
        UnknownName: there is none, or no period knows the place.
    """
    if returned := periods_of(figures, within):
        return returned[-1]
    if within is None:
        return figures.newest("pcn")
    level, code, name = figures.find(within, "pcn")  # says what is wrong with the name
    if held := figures.periods_of("pcn", level, code):
        return held[-1]
    raise UnknownName(
        f"There are no PCN staff, plan or claims of {name}.",
        f"There are PCN staff of: {', '.join(figures.periods('pcn')) or 'no month'}.",
    )


def networks(figures: VersionMeasures, period: str, within: str | None = None) -> pl.DataFrame:
    """The PCNs of a period and the practices in none.

    Returns:
        `pcn_code` (null for practices in no PCN), `pcn_name`, code and name of `borough, sub_icb,
        icb, region` and of a group that is looked at, `registered` patients, `reported` (whether
        the PCN is in the file), `published` (whether a file of its month was to hold it), `invented`.

    Raises:
        UnknownName: no such period, or no area called `within`.
    """
    frame = figures.units("pcn", period).frame
    if within is not None:
        level, code, _ = figures.find(within, "pcn", period)
        frame = frame.filter(units_inside(level, code))
    levels = ("group", "borough", "sub_icb", "icb", "region")
    areas = [f"{a}_{p}" for a in levels for p in ("code", "name") if f"{a}_{p}" in frame.columns]
    return frame.select(
        pl.col("unit").alias("pcn_code"),  # as that month's plan, claims and staff call it
        pl.col("unit_name").alias("pcn_name"),
        *areas,
        "registered",
        pl.col("in_file").alias("reported"),
        pl.col("published")
        if "published" in frame.columns
        else pl.lit(value=True).alias("published"),
        "invented",
    )


@cached_per_version
def fte_in_post(figures: VersionMeasures, period: str) -> pl.DataFrame:
    """FTE of every PCN by role.

    Returns:
        `pcn_code, role, fte`, sorted. `role`: each role of the scheme that had begun, then
        `not_arrs`, `unclear` and `unmapped`, so that the rows of a PCN add up to its file. `fte` is
        null where the PCN is silent, and for a role that no file of its source prints before
        a later period (before it was collected); 0 where a PCN reports and has nobody.
    """
    units = figures.units("pcn", period)
    sources = tuple(sorted({edition.rpartition(".")[0] for edition in units.staff_editions}))
    pcns = units.frame.filter(pl.col("unit").is_not_null()).select(
        pcn_code="unit", reported="in_file"
    )
    seen = _rows(figures, units.staff_editions)
    roles = [*_begun(period, set(seen["role"])), *OUTSIDE]
    later = {role for role, first in _first_seen(figures, sources).items() if first > period}
    never_printed = {r.id for r in declared().arrs.roles.values() if not r.in_post}
    silent = pl.col("role").is_in(sorted(later | never_printed))
    return (
        pcns.join(pl.DataFrame({"role": roles}), how="cross")
        .join(seen, on=["pcn_code", "role"], how="left")
        .with_columns(
            fte=pl.when(~pl.col("reported"))
            .then(None)
            .when(pl.col("fte").is_null() & ~silent)
            .then(0.0)
            .otherwise("fte")
        )
        .select("pcn_code", "role", "fte")
        .sort("pcn_code", "role")
    )


def _rows(figures: VersionMeasures, editions: tuple[str, ...]) -> pl.DataFrame:
    """`pcn_code, role, fte` of what the files say; of two files with a PCN the first is believed."""
    frames = [
        figures.version.table("staff_role", [edition], ["level", "area_code", "role", "fte"])
        .filter(pl.col("level") == "pcn")
        .with_columns(_order=pl.lit(i))
        for i, edition in enumerate(editions)
    ]
    if not frames:
        return pl.DataFrame(schema={"pcn_code": pl.String, "role": pl.String, "fte": pl.Float64})
    rows = pl.concat(frames)
    if len(frames) > 1:
        rows = rows.filter(pl.col("_order") == pl.col("_order").min().over("area_code"))
    return (
        rows.with_columns(
            role=pl.col("role")
            .cast(pl.String)
            .replace_strict(of_staff_roles(), default=UNMAPPED, return_dtype=pl.String)
        )
        .group_by(pl.col("area_code").alias("pcn_code"), "role")
        .agg(pl.col("fte").sum())
    )


def _begun(period: str, seen: set[str]) -> list[str]:
    """Roles that the scheme had by then, and any that a file has before."""
    year = Month(period).financial_year
    return [
        role.id
        for role in declared().arrs.roles.values()
        if role.id in seen or (role.first_year is not None and role.first_year <= year)
    ]


@cached_per_version
def _first_seen(figures: VersionMeasures, sources: tuple[str, ...]) -> dict[str, str]:
    """Role → first period in which a file of one of these sources has anybody in it."""
    known = figures.version.editions("staff_role").filter(pl.col("source").is_in(sources))
    found = (
        figures.version.table("staff_role", known["edition"].to_list(), ["role", "period"])
        .group_by(pl.col("role").cast(pl.String))
        .agg(pl.col("period").min())
    )
    first: dict[str, str] = {}
    for detail, period in found.iter_rows():
        role = of_staff_roles().get(detail, UNMAPPED)
        first[role] = min(period, first.get(role, period))
    return first


def pcn_coverage(figures: VersionMeasures, period: str, within: str | None = None) -> Coverage:
    """Over whom a sum of one period is, in PCNs and patients."""
    return _covered(networks(figures, period, within))


def _covered(rows: pl.DataFrame) -> Coverage:
    named = rows.filter(pl.col("pcn_code").is_not_null())
    said = named.filter("reported")
    silent = named.filter(~pl.col("reported")).sort("pcn_code")["pcn_name"].to_list()
    listed = rows["registered"].count() > 0
    return Coverage(
        pcns=named.height,
        reported=said.height,
        patients=float(rows["registered"].sum()) if listed else None,
        patients_reported=float(said["registered"].sum()) if listed else None,
        silent=tuple(str(name) for name in silent),
        published=bool(named["published"].any()) or named.is_empty(),
    )


def areas_of(
    figures: VersionMeasures, period: str, level: Level | str, within: str | None = None
) -> pl.DataFrame:
    """`area_code, area_name` and a list `pcns` of each area at a level, by name.

    Also where no PCN reported; not where the files hold a part alone, whose sum would be no figure.
    """
    level = as_level(level)
    rows = networks(figures, period, within).filter(pl.col("pcn_code").is_not_null())
    offered = areas_with_silent(figures, period, level).select("area_code", "area_name")
    return (
        rows.group_by(area_code=area_code_at(level))
        .agg(pl.col("pcn_code").sort().alias("pcns"))
        .join(offered, on="area_code", how="inner")
        .select("area_code", "area_name", "pcns")
        .sort("area_name")
    )


@cached_per_version
def in_post_by(
    figures: VersionMeasures,
    period: str,
    level: Level | str = Level.PCN,
    *,
    within: str | None = None,
    fold: bool = True,
) -> pl.DataFrame:
    """FTE in post by area and role, with coverage.

    Args:
        figures: the version.
        period: `YYYY-MM`.
        level: `pcn` or anything above.
        within: only PCNs inside this area.
        fold: parts of a role are added to it; otherwise each stands by itself.

    Returns:
        `period, level, area_code, area_name, role, fte, pcns, pcns_reported, patients,
        patients_reported, flags`. `role` also holds `arrs` (the roles of the scheme together),
        `not_arrs`, `unclear`, `unmapped` and `all` (everybody in the file). `fte` is null when no PCN of
        the area reported. `flags`: `not_reported` (nobody did) or `partly_reported`.
    """
    level = as_level(level)
    areas = areas_of(figures, period, level, within)
    rows = fte_in_post(figures, period)
    rows = rows.with_columns(folded()) if fold else rows
    outside = pl.col("role").is_in(OUTSIDE)
    stacked = pl.concat(
        [
            rows,
            rows.filter(~outside).with_columns(role=pl.lit(ARRS)),
            rows.with_columns(role=pl.lit(ALL)),
        ]
    )
    units = figures.units("pcn", period).frame.select("registered", "in_file", pcn_code="unit")
    members = areas.explode("pcns").rename({"pcns": "pcn_code"})
    sizes = _sizes(members.join(units, on="pcn_code", how="left"), figures, period, level)
    added = (
        members.join(stacked, on="pcn_code", how="left")
        .group_by("area_code", "role")
        .agg(known_sum("fte"))
    )
    order = {r: i for i, r in enumerate([*declared().arrs.roles, *TOTALS])}
    flags = (
        pl.when(pl.col("pcns_reported") == 0)
        .then(pl.lit("not_reported"))
        .when(pl.col("pcns_reported") < pl.col("pcns"))
        .then(pl.lit("partly_reported"))
        .otherwise(pl.lit(""))
    )
    return (
        areas.drop("pcns")
        .join(added, on="area_code", how="left")
        .join(sizes, on="area_code", how="left")
        .with_columns(period=pl.lit(period), level=pl.lit(level.value), flags=flags)
        .with_columns(_order=pl.col("role").replace_strict(order, default=999))
        .sort("area_name", "area_code", "_order")
        .select(
            "period", "level", "area_code", "area_name", "role", "fte", "pcns", "pcns_reported",
            "patients", "patients_reported", "flags",
        )
    )  # fmt: skip


def _sizes(
    members: pl.DataFrame, figures: VersionMeasures, period: str, level: Level
) -> pl.DataFrame:
    """PCNs and patients of each area; patients of practices in no PCN are theirs too."""
    registered = pl.col("registered")
    sizes = members.group_by("area_code").agg(
        pl.len().alias("pcns"),
        pl.col("in_file").sum().alias("pcns_reported"),
        known_sum("registered").alias("patients"),
        pl.when(registered.count() > 0)
        .then(registered.filter("in_file").sum())
        .alias("patients_reported"),
    )
    if level is Level.PCN:
        return sizes
    alone = (
        figures.units("pcn", period)
        .frame.filter(pl.col("unit").is_null())
        .group_by(area_code=area_code_at(level))
        .agg(pl.col("registered").sum().alias("_alone"))
    )
    return (
        sizes.join(alone, on="area_code", how="left")
        .with_columns(patients=pl.col("patients") + pl.col("_alone").fill_null(0))
        .drop("_alone")
    )
