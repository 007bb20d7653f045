"""Lists of people and posts that an analyst brings: columns, lists to choose from, and an invented example of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from wfcore.declared import declared
from wfcore.months import FinancialYear

Row = Sequence[str | float]


@dataclass(frozen=True)
class LocalList:
    """A template: `title` is what it is for, `choices` what may stand in a column, `example` its invented rows."""

    title: str
    columns: tuple[str, ...]
    example: Callable[[FinancialYear], list[Row]]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])


@cache
def local_lists() -> dict[str, LocalList]:
    """What its file is called → the list."""
    groups = [group.name for group in declared().pipeline.learners.values()]
    programmes = [one.name for one in declared().pipeline.programmes.values()]
    return {
        "learners": LocalList(
            "Learners: one row for each place, group and year",
            ("place", "group", "year", "in_training", "qualify", "route", "note"),
            _learners,
            {"group": groups},
        ),
        "supervision": LocalList(
            "Supervision: one row for each network or practice and profession",
            ("place", "profession", "educators", "capacity", "learners", "aged_55", "rooms"),
            _supervision,
            {"profession": groups},
        ),
        "stayed": LocalList(
            "Who stayed: one row for each place and cohort; stayed_icb counts those who stayed here too",
            ("place", "group", "cohort", "qualified", "stayed_here", "stayed_icb", "unknown"),
            _stayed,
            {"group": groups},
        ),
        "programmes": LocalList(
            "Programme posts: one row for each place, programme and role",
            ("place", "programme", "role", "year", "promised", "filled", "note"),
            _programmes,
            {"programme": programmes},
        ),
    }


def _codes() -> list[str]:
    return list(declared().rules.local_tables.invented_pcns)


def _learners(year: FinancialYear) -> list[Row]:
    brook, meadow, *_ = _codes()
    following = year.plus(1)
    return [
        (meadow, "GP trainees", year, 12, 5, "", "invented"),
        (brook, "GP trainees", year, "18 (6 projected to qualify)", "", "", "invented"),
        (brook, "GP trainees", following, "Information not yet available", "", "", "invented"),
        (brook, "Adult nursing", year, "6 Direct Entry, 9 TNA", "", "", "invented"),
    ]


def _supervision(_year: FinancialYear) -> list[Row]:
    brook, meadow, harbour, hillside = _codes()
    return [
        (brook, "GP trainees", 9, 20, 18, 5, 6),
        (meadow, "GP trainees", 7, 14, 12, 0, 4),
        (harbour, "GP trainees", 5, 8, 0, 0, 3),
        (hillside, "GP trainees", 0, 0, 0, 0, ""),
    ]


def _stayed(year: FinancialYear) -> list[Row]:
    brook, meadow, *_ = _codes()
    return [
        (brook, "GP trainees", year.plus(-1), 12, 8, 10, 1),
        (meadow, "GP trainees", year.plus(-1), 9, 6, 7, 0),
    ]


def _programmes(year: FinancialYear) -> list[Row]:
    brook, meadow, *_ = _codes()
    return [
        (brook, "SPIN", "Pharmacist", year, 10, 6, "invented"),
        (meadow, "Fellowships", "GP", year, 8, 5, "invented"),
        (meadow, "Apprenticeships", "Nursing associate", year, 6, 0, "invented"),
    ]
