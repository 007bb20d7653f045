"""Frozen models of `arrs.yaml`: the additional roles, what they cost at most, and the money there is for them."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from wfcore.declared.models import Decided, Model
from wfcore.geography import Level

Weighting = Literal["none", "outer", "inner"]  # London weighting of a maximum reimbursement


class Rate(Model):
    """Maximum reimbursement for one full-time post in a year, in pounds, from a day on."""

    starts: date
    gbp: float = Field(gt=0)
    outer_london: float | None = None
    inner_london: float | None = None
    source: str

    def with_weighting(self, weighting: Weighting) -> float | None:
        """Pounds with a London weighting; None where that variant is not known."""
        return {"none": self.gbp, "outer": self.outer_london, "inner": self.inner_london}[weighting]


class ArrsRole(Model):
    """A role of the scheme."""

    id: str
    name: str
    parent: str | None = None
    in_post: tuple[str, ...] = ()
    printed: list[str]
    first_year: str | None
    band: str | None
    rates: tuple[Rate, ...] = ()

    @model_validator(mode="after")
    def _rates_in_order(self) -> Self:
        starts = [rate.starts for rate in self.rates]
        if starts != sorted(set(starts)):
            raise ValueError("rates do not stand in order of their first day, each once")
        return self


class SetAside(Model):
    """Roles of the PCN file that are not counted as roles of the scheme."""

    name: str
    arrs: Literal["no", "unclear"]
    why: str
    in_post: list[str]
    printed: list[str]


class ArrsYear(Model):
    """What the scheme pays in one financial year. `confirmed`: seen on a published page."""

    per_weighted_gbp: float | None
    gp_pot_gbp: float | None
    confirmed: bool
    source: str


class Maximum(Model):
    """The maximum reimbursement that holds for a role on a day.

    `last_known`: a newer table of rates is in force, but what it says of this role is not known.
    `weighted`: the figure is the one with the London weighting that was asked for.
    """

    gbp: float
    starts: date | None
    last_known: bool
    weighted: bool
    source: str


class UtilisationPlace(Model):
    """Where a share of the allocation is aimed at."""

    level: Level
    code: str
    name: str


class UtilisationTarget(Decided):
    """The share of the allocation that somebody aspires to use, in a place and what lies in it."""

    value: float
    unit: str
    place: UtilisationPlace
    set_by: str
    note: str

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.value / 100


class ProjectionRule(Decided):
    """How a monthly run rate is taken."""

    run_rate_months: int = Field(ge=1)


class WeightedListRule(Decided):
    """Which weighted lists an allocation may rest on."""

    month: str
    months_apart: int
    least_share: float


class ComparisonRule(Decided):
    """When plan, in post and claimed are called different, and which claims count."""

    tolerance_fte: float
    implausible_share: float
    not_counted: list[str]


class AllocationExample(Model):
    """A sum from a ready reckoner and what must come out of it."""

    title: str
    weighted: float
    year: str
    expect_gbp: float
    source: str


class Arrs(Model):
    """Everything in `arrs.yaml`."""

    words: str
    all_together: list[str]
    rate_tables: list[date]
    rate_note: str
    utilisation_targets: list[UtilisationTarget]
    projection: ProjectionRule
    weighted_lists: WeightedListRule
    comparison: ComparisonRule
    years: dict[str, ArrsYear]
    roles: dict[str, ArrsRole]
    set_aside: dict[str, SetAside]
    examples: dict[str, AllocationExample]

    def faults(self, staff_roles: Mapping[str, str]) -> list[str]:
        """What does not resolve or is said twice, given the PCN roles (id → printed name)."""
        found = [
            f"arrs.yaml: {role.id}: parent {role.parent} is not a role"
            for role in self.roles.values()
            if role.parent is not None and role.parent not in self.roles
        ]
        owners: dict[str, list[str]] = {}
        entries = {
            **{k: v.in_post for k, v in self.roles.items()},
            **{k: tuple(v.in_post) for k, v in self.set_aside.items()},
        }
        for owner, contained in entries.items():
            for part in contained:
                owners.setdefault(part, []).append(owner)
                if part not in staff_roles:
                    found.append(f"arrs.yaml: {owner}: role {part} is not declared")
        found += [
            f"arrs.yaml: {part} is claimed by {', '.join(names)}"
            for part, names in owners.items()
            if len(names) > 1
        ]
        found += [
            f"arrs.yaml: {part} is in no role and not set aside"
            for part in staff_roles
            if part not in owners
        ]
        spelled: dict[str, str] = {}
        for owner, texts in self._spellings(staff_roles).items():
            for text in texts:
                before = spelled.setdefault(plain_spelling(text), owner)
                if before != owner and (owner in self.roles or before in self.roles):
                    found.append(f"arrs.yaml: {text!r} is printed for {before} and for {owner}")
        return found

    def _spellings(self, staff_roles: Mapping[str, str]) -> dict[str, list[str]]:
        """Role or set-aside id → every text that means it."""
        return {
            key: [
                *([entry.name] if isinstance(entry, ArrsRole) else []),
                *entry.printed,
                *(staff_roles[part] for part in entry.in_post if part in staff_roles),
            ]
            for key, entry in (*self.roles.items(), *self.set_aside.items())
        }

    def spelled(self, staff_roles: Mapping[str, str]) -> dict[str, str]:
        """Plain spelling → role id or set-aside id."""
        return {
            plain_spelling(text): owner
            for owner, texts in self._spellings(staff_roles).items()
            for text in texts
        }

    @cached_property
    def _together(self) -> frozenset[str]:
        return frozenset(map(plain_spelling, self.all_together))

    def means_all_roles(self, printed: str) -> bool:
        """Whether a printed heading stands for all roles of the scheme together."""
        return plain_spelling(printed) in self._together

    @cached_property
    def of_staff_role(self) -> dict[str, str]:
        """Detailed role of the PCN file → role id; those set aside are not in it."""
        return {part: role.id for role in self.roles.values() for part in role.in_post}

    @cached_property
    def aside_of(self) -> dict[str, str]:
        """Detailed role of the PCN file → set-aside id."""
        return {part: key for key, aside in self.set_aside.items() for part in aside.in_post}

    def top(self, role: str) -> str:
        """The role itself, or the one it is a part of."""
        return self.roles[role].parent or role

    def parts(self, role: str) -> list[str]:
        """The roles that a role is printed as when its column is split."""
        return [part.id for part in self.roles.values() if part.parent == role]

    def maximum(
        self,
        role: str,
        on: date,
        weighting: Weighting = "none",
        own: Mapping[str, float] | None = None,
    ) -> Maximum | None:
        """What one full-time post is reimbursed at most in a year; None where nobody has said.

        Args:
            role: a role id; a part without rates of its own takes those of its parent.
            on: the day.
            weighting: London weighting. Where that variant is not known the plain rate is given.
            own: pounds entered by the user, by role; they win.
        """
        for name in (role, self.top(role)):
            if own and name in own:
                return Maximum(
                    gbp=own[name], starts=None, last_known=False, weighted=True, source="entered"
                )
        rates = self.roles[role].rates or self.roles[self.top(role)].rates
        held = [rate for rate in rates if rate.starts <= on]
        if not held:
            return None
        rate = held[-1]
        varied = rate.with_weighting(weighting)
        newest = max((day for day in self.rate_tables if day <= on), default=rate.starts)
        return Maximum(
            gbp=rate.gbp if varied is None else varied,
            starts=rate.starts,
            last_known=newest > rate.starts,
            weighted=varied is not None,
            source=rate.source,
        )


def plain_spelling(text: str) -> str:
    """A spelling without what makes no difference: case, spaces, marks, a unit behind it."""
    squeezed = "".join(c for c in text.lower().replace("&", "and") if c.isalnum())
    return squeezed.removesuffix("wte").removesuffix("fte")
