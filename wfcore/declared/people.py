"""Words of tables about joiners, leavers and vacancies, and how turnover is read."""

import re
from functools import cached_property

from pydantic import Field

from wfcore.declared.models import Model


class Cover(Model):
    """Who does the work of a vacant post."""

    name: str
    spelled: list[str]


class TurnoverRules(Model):
    """Turnover above `high` (0 to 1) for so many `years` is persistently high."""

    high: float
    years: int
    months_apart: int
    source: str


class PublishedYear(Model):
    """Leavers of England in a year: full-time posts, and people."""

    since: str = Field(alias="from")
    until: str = Field(alias="to")
    fte: float
    people: float


class PublishedLeavers(Model):
    """What is published of leavers, of England alone."""

    staff: str
    title: str
    publisher: str
    years: dict[str, PublishedYear]


class PeopleWords(Model):
    """Spellings of staff, roles and cover, and how turnover is read; see `definitions/people.yaml`."""

    demonstration: str
    everybody: list[str]
    roles: dict[str, list[str]]
    covered_by: dict[str, Cover]
    answered: dict[str, list[str]]
    kinds_of_gps: dict[str, list[str]]
    turnover: TurnoverRules
    england: PublishedLeavers

    @cached_property
    def _roles(self) -> dict[str, str]:
        return {word: role for role, words in self.roles.items() for word in words}

    def is_everybody(self, printed: str) -> bool:
        """Whether a printed spelling means all staff groups together."""
        return _plain(printed) in self.everybody

    def role_called(self, printed: str) -> str | None:
        """The role that a printed spelling means, beside its own name; None for what nobody has named."""
        return self._roles.get(_plain(printed))

    def cover_called(self, printed: str) -> str | None:
        """Who covers, by id; None for what nobody has named."""
        word = _plain(printed)
        return next((key for key, one in self.covered_by.items() if word in one.spelled), None)

    def said_answered(self, printed: str) -> bool | None:
        """Whether a practice answered; None where the cell says neither."""
        word = _plain(printed)
        said = next((key for key, words in self.answered.items() if word in words), None)
        return None if said is None else said == "yes"


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.casefold()).split())
