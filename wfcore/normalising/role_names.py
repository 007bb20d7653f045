"""Printed names of additional roles → role ids, by the spellings that the definitions list."""

from wfcore.declared import declared


def role_id(printed: str) -> str | None:
    """The role that a printed name stands for, or None when nobody knows it."""
    return declared().arrs_role_of(printed)


def role_names() -> tuple[str, ...]:
    """Names of the scheme's roles, as a table should print them."""
    return tuple(role.name for role in declared().arrs.roles.values())
