"""Frozen models of `assumptions.yaml`: what a projection takes for granted, and what a scenario may change."""

from typing import Literal, Self

from pydantic import model_validator

from wfcore.declared.models import Decided, Model, Quantity

StaffKey = Literal["gp", "nurse", "dpc", "admin"]


class ModelGroup(Model):
    """A staff group of the projection."""

    name: str
    one: str
    scenario: StaffKey
    stem: str | None
    quantity: Quantity
    structured: bool


class Lever(Decided):
    """One thing a scenario may change: its value now, its range, and who says so."""

    id: str
    name: str
    asks: str
    unit: str
    applies_to: list[StaffKey]
    now: float | dict[StaffKey, float]
    fewer: float | dict[StaffKey, float]
    more: float | dict[StaffKey, float]
    least: float
    most: float
    step: float
    better: Literal["higher", "lower"]
    adds: bool = False
    switch: bool = False
    note: str | None = None

    def at(self, case: Literal["now", "fewer", "more"], staff: str) -> float:
        """The value for a staff group now, or at an end of the range."""
        value = {"now": self.now, "fewer": self.fewer, "more": self.more}[case]
        return {str(k): v for k, v in value.items()}[staff] if isinstance(value, dict) else value

    def end_from(self, start: float, case: Literal["fewer", "more"], staff: str) -> float:
        """An end of the range, as far from where the lever starts as it is declared from now, within its limits."""
        return min(max(start + self.at(case, staff) - self.at("now", staff), self.least), self.most)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for staff in self.applies_to:
            for case in (self.now, self.fewer, self.more):
                if isinstance(case, dict) and staff not in case:
                    raise ValueError(f"there is no value for {staff}")
            for case in ("now", "fewer", "more"):
                value = self.at(case, staff)
                if not self.least <= value <= self.most:
                    raise ValueError(f"{case} {value} for {staff} lies outside its limits")
            fewer, more = self.at("fewer", staff), self.at("more", staff)
            if (more - fewer) * (1 if self.better == "higher" else -1) < 0:
                raise ValueError(f"`fewer` and `more` for {staff} are the wrong way round")
        return self


class Survey(Decided):
    """What a survey of intentions says, as the levers of a named scenario."""

    name: str
    says: str
    levers: dict[str, float]
    caution: str


class ListGrowth(Decided):
    """The lever that starts from the place's own lists."""

    name: str
    asks: str
    unit: str
    fewer: float
    more: float
    least: float
    most: float
    step: float
    better: Literal["lower"]


class StandInSpread(Model):
    """How far the true value lies from a stand-in in 8 of 10 places: in one network, in a larger area."""

    area: float
    network: float


class StandIn(Decided):
    """What is taken where a file does not say it."""

    name: str
    value: dict[str, float]
    least: float
    most: float
    reason: str = "the file does not say it"
    spread: StandInSpread

    def ends(self, group: str, *, network: bool) -> tuple[float, float]:
        """The value at the two ends of its spread, within its limits."""
        wide = self.spread.network if network else self.spread.area
        value = self.value[group]
        return max(value - wide, self.least), min(value + wide, self.most)


class FixedNumbers(Decided):
    """A number of the model that no scenario changes."""

    name: str
    value: float
    unit: str


class UnitCost(Model):
    """Pounds for one full-time post in a year; None where nobody has said."""

    name: str
    group: StaffKey
    value: float | None
    source: str
    date: str | None


class Draws(Model):
    """How the range of a projection is drawn."""

    number: int
    seed: int
    low: float
    high: float


class MoveLaw(Model):
    """How far a rate moves, a share of itself; see `past_moves` in `assumptions.yaml`."""

    posts: float
    posts_at_once: float
    shared: float
    shared_at_once: float


class PastMoves(Decided):
    """What a range rests on: how places of one size move, and when a range may be called likely."""

    counts: dict[str, MoveLaw]
    near: float
    prior_worth: int
    months: tuple[int, int]
    newest: int
    outcomes: int
    holds: tuple[float, float]
    least_cases: int
    note: str


class WorkedExample(Model):
    """A sum from a paper and what must come out of it."""

    title: str
    kind: Literal[
        "gap",
        "need",
        "retirement",
        "training",
        "money",
        "share",
        "growth",
        "part",
        "vacancy",
        "leavers",
    ]
    given: dict[str, float]
    expect: dict[str, float]
    source: str


class Assumptions(Model):
    """Everything in `assumptions.yaml`."""

    words: str
    longest_years: int
    trusted_years: int
    groups: dict[str, ModelGroup]
    counts: dict[str, list[str]]
    levers: dict[str, Lever]
    list_growth: ListGrowth
    surveys: dict[str, Survey]
    stand_ins: dict[str, StandIn]
    fixed: dict[str, FixedNumbers]
    costs: dict[str, UnitCost]
    draws: Draws
    past_moves: PastMoves
    examples: dict[str, WorkedExample]

    @property
    def staff(self) -> list[str]:
        """Staff groups that a scenario has levers for."""
        return list(dict.fromkeys(group.scenario for group in self.groups.values()))

    def adjustable(self, lever: str) -> Lever | ListGrowth | None:
        """A lever, or the growth of lists; None where there is no such name."""
        return self.list_growth if lever == "list_growth" else self.levers.get(lever)

    def levers_of(self, staff: str) -> list[Lever]:
        """Levers of a staff group that are moved along a range, in the order they are shown."""
        return [
            lever
            for lever in self.levers.values()
            if staff in lever.applies_to and not lever.switch
        ]

    def switches_of(self, staff: str) -> list[Lever]:
        """Levers of a staff group that are on or off."""
        return [
            lever for lever in self.levers.values() if staff in lever.applies_to and lever.switch
        ]
