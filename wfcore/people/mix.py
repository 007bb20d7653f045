"""Of what kinds the posts are, month after month: partners and salaried, or the staff groups."""

import polars as pl

from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, cached_per_version
from wfcore.people.roles import RoleCount, role_counts

_GROUPS = ("gp", "nurse", "dpc", "admin")


@cached_per_version
def staff_mix(
    figures: VersionMeasures, level: Level, code: str, periods: tuple[str, ...], *, of_gps: bool
) -> pl.DataFrame:
    """What share of the full-time posts each kind is, in the months that count it.

    Args:
        figures: the data.
        level: of the place.
        code: of the place.
        periods: the months.
        of_gps: kinds of GPs, partners and salaried among them; the four staff groups without it.

    Returns:
        `period, kind, fte, share` (per cent), the months in their order, the kinds as the definitions have them.
    """
    rows: list[tuple[str, str, float, float]] = []
    for period in periods:
        counts = role_counts(figures, level, code, period)
        parts = _kinds(counts) if of_gps else _groups(counts)
        whole = sum(parts.values())
        rows += [(period, kind, fte, fte / whole * 100) for kind, fte in parts.items() if whole]
    schema = {"period": pl.String, "kind": pl.String, "fte": pl.Float64, "share": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _kinds(counts: dict[tuple[str, str], RoleCount]) -> dict[str, float]:
    """Kinds of GPs → posts; nothing where the file does not tell them apart."""
    found: dict[str, float] = {}
    for name, roles in declared().people.kinds_of_gps.items():
        held = [
            one.fte for role in roles if (one := counts.get(("gp", role))) and one.fte is not None
        ]
        if held:
            found[name] = sum(held)
    return found


def _groups(counts: dict[tuple[str, str], RoleCount]) -> dict[str, float]:
    names = declared().staff.groups
    return {
        names[group].name: one.fte
        for group in _GROUPS
        if (one := counts.get((group, "all"))) and one.fte is not None
    }
