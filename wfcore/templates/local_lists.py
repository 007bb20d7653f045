"""Lists of people and posts that an analyst brings: columns, lists to choose from, and an invented example of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from wfcore.declared import declared
from wfcore.months import FinancialYear

Row = Sequence[str | float]


@dataclass(frozen=True)
class LocalList:
    """A template: `title` is what it is for, `choices` what may stand in a column, `example` its invented rows.

    `dates`: columns of dates that no other table has.
    """

    title: str
    columns: tuple[str, ...]
    example: Callable[[FinancialYear], list[Row]]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    dates: tuple[str, ...] = ()


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
        "joiners": LocalList(
            "Joiners and leavers: one row for each place, span of months and staff; leavers are people",
            (
                "place",
                "from",
                "to",
                "staff",
                "joiners",
                "leavers",
                "leavers_fte",
                "staff_start",
                "staff_end",
                "reason",
                "source",
            ),
            _joiners,
            {"staff": _staff_names()},
        ),
        "vacancies": LocalList(
            "Vacancies: one row for each vacant post, and one for each place that answered none or not at all",
            ("place", "role", "wte", "opened", "filled", "covered_by", "intention", "answered"),
            _vacancies,
            {
                "role": _role_names(),
                "covered_by": [one.name for one in declared().people.covered_by.values()],
                "answered": list(declared().people.answered),
            },
            dates=("filled",),
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


def _staff_names() -> list[str]:
    names = [declared().metric(f"{stem}_rate").short for stem in declared().assumptions.counts]
    return [*names, "all staff"]


def _role_names() -> list[str]:
    staff = declared().staff
    groups = [staff.groups[group].name for group in staff.practice_roles]
    return [*groups, *(name for roles in staff.practice_roles.values() for name in roles.values())]


def _joiners(year: FinancialYear) -> list[Row]:
    brook, meadow, *_ = _codes()
    before = year.plus(-1)
    return [
        (brook, before.months[0], before.months[-1], "GPs", 9, 8, 5.5, 60, 61, "", "invented"),
        (brook, before.months[0], before.months[-1], "nurses", 5, 6, 4.2, 40, 39, "", "invented"),
        (meadow, before.months[0], before.months[-1], "all staff", 21, 24, "", 240, 237, "", "invented"),
    ]  # fmt: skip


def _vacancies(year: FinancialYear) -> list[Row]:
    brook, meadow, harbour, hillside = _codes()
    since = year.months[2]
    return [
        (brook, "salaried by practice", 1, since, "", "locum", "recruit (invented)", "yes"),
        (brook, "practice nurse", 0.6, since, year.months[5], "nobody", "", "yes"),
        (
            meadow,
            "receptionist",
            1.5,
            since,
            "",
            "other staff",
            "two posts made one (invented)",
            "yes",
        ),
        (harbour, "", 0, "", "", "", "no vacancy (invented)", "yes"),
        (hillside, "", "", "", "", "", "no answer (invented)", "no"),
    ]
