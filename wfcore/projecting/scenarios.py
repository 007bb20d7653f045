"""A scenario: a set of changed parameters, checked whole before anything is worked out."""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from wfcore.declared import Lever, ListGrowth, StandIn, declared
from wfcore.errors import UnfitScenario
from wfcore.geography import LONGEST_CODE

RecruitSource = Literal["new", "other_pcns", "community_pharmacy"]
LIST_GROWTH = "list_growth"

_MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"
_MOST_NAME = 80
_MOST_INTERVENTIONS = 100


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        faults = [fault for fault in self._faults() if fault]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _faults(self) -> Iterator[str | None]:
        """What does not fit together, a fault each; None for what does."""
        yield None


class Intervention(_Strict):
    """One thing done in one network: a lever set (or people added) from one month to another.

    `size` is the value the lever takes between `start` and `end`; for levers that add people it is
    added. `cost_gbp` is in pounds over the whole time.
    """

    name: str = Field(min_length=1, max_length=_MOST_NAME)
    place: str = Field(min_length=1, max_length=40)
    staff: str
    lever: str
    size: float
    start: str = Field(pattern=_MONTH)
    end: str = Field(pattern=_MONTH)
    cost_gbp: float | None = Field(default=None, ge=0, le=1e9)
    mou: bool = False
    recruits_from: RecruitSource = "new"
    role: str | None = None

    def _faults(self) -> Iterator[str | None]:
        own = f"intervention “{self.name}”"
        yield _lever_fault(self.staff, self.lever, self.size, own)
        found = declared().assumptions.levers.get(self.lever)
        if found is not None and found.switch:
            yield f"{own}: “{found.name}” holds for the place as a whole"
        if self.end < self.start:
            yield f"{own} ends before it starts"
        if self.role is not None and self.role not in declared().assumptions.costs:
            yield f"{own}: there is no cost for role {self.role!r}"


class CapacityLimits(_Strict):
    """What supervision and buildings allow, where somebody has said so. People, not FTE."""

    rooms_for: float | None = Field(default=None, ge=0, le=10000)
    supervised: float | None = Field(default=None, ge=0, le=10000)


class LeverStart(_Strict):
    """Where a lever starts because somebody counted it.

    `origin`: in the place itself, or in a larger area that stands in for it; `place` the name of that area;
    `said` what it was counted in, when, and how it was made.
    """

    value: float
    origin: Literal["measured", "stood in"]
    place: str = Field(min_length=1, max_length=200)
    said: str = Field(max_length=400)


class PrintedStart(_Strict):
    """A printed rate that a scenario starts from, in place of what was measured.

    `rate` in FTE per 100,000 patients, `month` `YYYY-MM`, `patients` where the table names them, `source` where it
    was printed.
    """

    rate: float = Field(gt=0, le=1000)
    month: str = Field(pattern=_MONTH)
    patients: float | None = Field(default=None, ge=1, le=1e8)
    source: str = Field(default="", max_length=200)


class Scenario(_Strict):
    """What is asked: a place, a count of staff, a target, a date and the levers that are moved.

    A lever that is not named stays as it is now, so an empty scenario is the baseline. Values are
    in the units of `definitions/assumptions.yaml`; `target` and `targets` are FTE per 100,000
    registered patients; months are `YYYY-MM`. `starts`: where levers start that are counted for the place;
    the others start as declared.
    """

    name: str = Field(default="", max_length=_MOST_NAME)
    place: str = Field(min_length=1, max_length=LONGEST_CODE)
    version: int | None = Field(default=None, ge=1)
    period: str | None = Field(default=None, pattern=_MONTH)
    by: str = Field(pattern=_MONTH)
    count: str = "gp_excl_trainees"
    target: float | None = Field(default=None, ge=0, le=1000)
    targets: Mapping[str, float] = {}
    levers: Mapping[str, Mapping[str, float]] = {}
    list_growth: float | None = None
    starts: Mapping[str, Mapping[str, LeverStart]] = {}
    today: Mapping[str, Mapping[str, float]] = {}
    printed: PrintedStart | None = None
    costs: Mapping[str, float] = {}
    limits: CapacityLimits = CapacityLimits()
    recruits_from: RecruitSource = "new"
    interventions: tuple[Intervention, ...] = Field(default=(), max_length=_MOST_INTERVENTIONS)

    @field_validator("interventions", mode="before")
    @classmethod
    def _as_tuple(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]

    def _faults(self) -> Iterator[str | None]:
        known = declared().assumptions
        if self.count not in known.counts:
            yield f"count {self.count!r} is not one of {', '.join(known.counts)}"
        for staff, levers in self.levers.items():
            for lever, value in levers.items():
                yield _lever_fault(staff, lever, value, "levers")
        for staff, starts in self.starts.items():
            for lever, start in starts.items():
                yield _lever_fault(staff, lever, start.value, "starts")
        if self.list_growth is not None:
            yield _outside(self.list_growth, known.list_growth, LIST_GROWTH)
        for code, target in self.targets.items():
            yield _outside(target, (0, 1000), f"target of {code}")
        yield from self._stand_in_faults()
        yield from self._overlaps()

    def _stand_in_faults(self) -> Iterator[str | None]:
        known = declared().assumptions
        for what, values in self.today.items():
            stand_in = known.stand_ins.get(what)
            if stand_in is None:
                yield f"today: {what!r} is not one of {', '.join(known.stand_ins)}"
                continue
            for group, value in values.items():
                if group not in stand_in.value:
                    yield f"today: {what}: {group!r} is not a staff group of it"
                else:
                    yield _outside(value, stand_in, f"today: {what}: {group}")
        for cost, pounds in self.costs.items():
            if cost not in known.costs:
                yield f"costs: {cost!r} is not one of {', '.join(known.costs)}"
            else:
                yield _outside(pounds, (0, 1e6), f"costs: {cost}")

    def _overlaps(self) -> Iterator[str]:
        """Two interventions may both add people; they may not both set one lever at one time."""
        known = declared().assumptions.levers
        for one, other in combinations(self.interventions, 2):
            same = (one.place, one.staff, one.lever) == (other.place, other.staff, other.lever)
            start, end = max(one.start, other.start), min(one.end, other.end)
            if same and not known[one.lever].adds and start <= end:
                yield (
                    f"interventions “{one.name}” and “{other.name}” both set “{known[one.lever].name}” "
                    f"in {one.place} between {start} and {end}: end one before the other starts"
                )

    @property
    def staff(self) -> str:
        """The staff group whose levers move this count."""
        assumed = declared().assumptions
        return assumed.groups[assumed.counts[self.count][0]].scenario

    def lever(self, staff: str, lever: str) -> float:
        """The value a lever has in this scenario."""
        return self.levers.get(staff, {}).get(lever, self.start_of(staff, lever))

    def start_of(self, staff: str, lever: str) -> float:
        """The value a lever has if nothing is changed."""
        start = self.starts.get(staff, {}).get(lever)
        return (
            declared().assumptions.levers[lever].at("now", staff) if start is None else start.value
        )

    def moved_levers(self) -> list[tuple[str, str]]:
        """Staff group and lever of each lever that differs from now; lists have no staff group."""
        found = [
            (staff, lever)
            for staff, levers in self.levers.items()
            for lever, value in levers.items()
            if value != self.start_of(staff, lever)
        ]
        return [*found, *([("", LIST_GROWTH)] if self.list_growth is not None else [])]

    def with_lever(self, staff: str, lever: str, value: float) -> "Scenario":
        """This scenario with one lever at another value, checked again."""
        if lever == LIST_GROWTH:
            return change_scenario(self, list_growth=value)
        levers = {k: dict(v) for k, v in self.levers.items()}
        levers.setdefault(staff, {})[lever] = value
        return change_scenario(self, levers=levers)

    def baseline(self) -> "Scenario":
        """The same question with nothing changed."""
        return self.model_copy(
            update={"levers": {}, "list_growth": None, "interventions": (), "name": ""}
        )


def without_networks(scenario: Scenario, codes: Collection[str]) -> Scenario:
    """A scenario without the targets and interventions of some networks."""
    return change_scenario(
        scenario,
        targets={code: aim for code, aim in scenario.targets.items() if code not in codes},
        interventions=[i.model_dump() for i in scenario.interventions if i.place not in codes],
    )


def change_scenario(scenario: Scenario, **more: Any) -> Scenario:
    """A scenario with other values, checked again.

    Raises:
        UnfitScenario: what does not fit, all at once.
    """
    return scenario_of({**scenario.model_dump(), **more})


def scenario_of(content: object) -> Scenario:
    """A scenario from plain names and values.

    Raises:
        UnfitScenario: what does not fit, all at once.
    """
    try:
        return Scenario.model_validate(content)
    except ValidationError as error:
        faults = [_fault(fault) for fault in error.errors()]
        raise UnfitScenario(
            f"This scenario cannot be used: {'; '.join(faults)}.",
            "Nothing was changed. Correct it, or start from the baseline.",
        ) from error


def _fault(fault: Mapping[str, Any]) -> str:
    limits: Mapping[str, Any] = fault.get("ctx", {})
    value = fault["input"]
    given = (repr(value) if isinstance(value, str) else str(value))[:40]
    plain = {
        "string_pattern_mismatch": f"{given} is not a month; write it as 2027-03",
        "extra_forbidden": "no such name in a scenario",
        "missing": "is missing",
        "greater_than_equal": f"{given} is below {limits.get('ge', 0):g}",
        "less_than_equal": f"{given} is above {limits.get('le', 0):g}",
        "string_too_short": "is empty",
        "string_too_long": f"has more than {limits.get('max_length')} characters",
        "too_long": f"has more than {limits.get('max_length')} entries",
        "literal_error": f"{given} is not one of {limits.get('expected')}",
        "float_type": f"{given} is not a number",
        "finite_number": f"{given} is not a number",
        "int_type": f"{given} is not a whole number",
        "string_type": f"{given} is not text: put it in quotes",
        "bool_type": f"{given} is not true or false",
    }
    said = plain.get(fault["type"]) or re.sub(
        r"^(Value error|Assertion failed), ", "", str(fault["msg"])
    )
    where = ": ".join(str(part) for part in fault["loc"])
    return f"{where}: {said}" if where else said


def _lever_fault(staff: str, lever: str, value: float, where: str) -> str | None:
    known = declared().assumptions
    if staff not in known.staff:
        return f"{where}: staff group {staff!r} is not one of {', '.join(known.staff)}"
    found = known.levers.get(lever)
    if found is None or staff not in found.applies_to:
        others = ", ".join(other.id for other in known.levers_of(staff))
        return f"{where}: {lever!r} is not a lever of {staff}, there are {others}"
    return _outside(value, found, f"{where}: {staff}: {lever}")


def _outside(
    value: float, span: Lever | ListGrowth | StandIn | tuple[float, float], what: str
) -> str | None:
    least, most = span if isinstance(span, tuple) else (span.least, span.most)
    fits = least <= value <= most
    return None if fits else f"{what}: {value:g} is outside {least:g} to {most:g}"
