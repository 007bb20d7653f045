"""Roles: what the PCN file prints → role of the scheme, and parts → the column they were split from."""

import polars as pl

from wfcore.declared import declared

NOT_ARRS = "not_arrs"  # in the PCN file, no role of the scheme
UNCLEAR = "unclear"  # in the PCN file, and no source settles it
UNMAPPED = "unmapped"  # a spelling that nobody has named
OUTSIDE = (NOT_ARRS, UNCLEAR, UNMAPPED)


def of_staff_roles() -> dict[str, str]:
    """Detailed role of the PCN file → role, `not_arrs` or `unclear`."""
    arrs = declared().arrs
    aside = {
        part: NOT_ARRS if arrs.set_aside[key].arrs == "no" else UNCLEAR
        for part, key in arrs.aside_of.items()
    }
    return arrs.of_staff_role | aside


def top_roles() -> list[str]:
    """Roles that are part of no other, in the order they are declared."""
    return [role.id for role in declared().arrs.roles.values() if role.parent is None]


def name_of(role: str) -> str:
    """A role as a reader says it."""
    others = {
        NOT_ARRS: "Other staff, not of the scheme",
        UNCLEAR: "Other staff, perhaps of the scheme",
        UNMAPPED: "Roles nobody has named",
        "arrs": "All additional roles",
        "all": "All staff reported by PCNs",
    }
    known = declared().arrs.roles.get(role)
    return known.name if known else others.get(role, role)


def folded(column: str = "role") -> pl.Expr:
    """A column of roles with each part named as the column it was split from."""
    tops = {role.id: role.parent for role in declared().arrs.roles.values() if role.parent}
    return pl.col(column).replace(tops).alias(column)
