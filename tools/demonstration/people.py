"""People and their teams: who joins, ages, moves up and leaves."""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.demonstration.chance import Dice
from tools.demonstration.habits import (
    MOVES,
    PRACTICE_PROFILES,
    PROGRESS,
    QUALIFIED_IN,
    ROLE_HOURS,
    TRAINEE_AGES,
    TRAINEE_HOURS,
    Profile,
)
from tools.demonstration.places import SETTLED_GPS
from wfcore.months import Month

BILLION = 10**9


@dataclass(eq=False)
class Person:
    """Somebody at work.

    Attributes:
        born: a month, counted from the year 0; None where the age is unknown.
        hours: role → contracted hours a week.
    """

    sex: str
    born: int | None
    qualified_in: str
    hours: dict[str, float]

    def age(self, month: int) -> int | None:
        """Completed years."""
        return None if self.born is None else (month - self.born) // 12

    @property
    def main_role(self) -> str:
        """The role they were hired for."""
        return next(iter(self.hours))

    @property
    def in_training(self) -> bool:
        """A GP trainee, or a foundation doctor."""
        return self.main_role.startswith("TRN_GR_")


Team = list[Person]


def billionths(hours: float) -> int:
    """FTE to nine decimal places, 37.5 hours being 1, as a whole number."""
    return (int(hours * 4) * BILLION + 75) // 150


def size(team: Team) -> int:
    """FTE of a team without its trainees, in billionths."""
    return sum(
        billionths(hours)
        for person in team
        if not person.in_training
        for hours in person.hours.values()
    )


def recruit(
    team: Team,
    group: str,
    wanted: int,
    month: int,
    dice: Dice,
    profile: Profile | None = None,
    *,
    start: bool = False,
) -> None:
    """Fill vacancies of a third of a post and more; after the start, some stay open for a while."""
    profile = profile or PRACTICE_PROFILES[group]
    while True:
        gap = wanted - size(team)
        enough = BILLION * 15 // 100 if not team else BILLION * 35 // 100
        if gap <= enough or not (start or dice.chance(720)):
            return
        team.append(newcomer(team, group, gap, month, dice, profile, start=start))


def newcomer(
    team: Team, group: str, gap: int, month: int, dice: Dice, profile: Profile, *, start: bool
) -> Person:
    """Somebody new, in a role the team needs, for hours that do not overfill it."""
    held = {role for person in team for role in person.hours}
    role = profile.first if profile.first not in held else dice.weighted(profile.roles)
    options = ROLE_HOURS.get(role, profile.hours)
    fitting = [hours for hours in options if billionths(hours) <= gap + BILLION // 5]
    hours = {role: dice.one(fitting) if fitting else min(options)}
    if role in profile.second and hours[role] >= 16 and dice.chance(60):
        hours[profile.second[role]] = dice.one((4, 5, 6, 7.5))
    ages = profile.ages[0] if start else profile.ages[1]
    return somebody(ages, profile.female, hours, month, dice, doctor=group == "gp")


def somebody(
    ages: tuple[int, int],
    female: int,
    hours: dict[str, float],
    month: int,
    dice: Dice,
    *,
    doctor: bool,
) -> Person:
    """A person of about the middle of these ages; of a few the age is unknown."""
    age = (dice.whole(*ages) + dice.whole(*ages)) // 2
    born = month - 12 * age - dice.whole(0, 11)
    unknown = dice.chance(5 if doctor else 12)
    sex = "FEMALE" if dice.chance(female) else "MALE"
    place = dice.weighted(QUALIFIED_IN) if doctor else ""
    return Person(sex, None if unknown else born, place, hours)


def settled_gps(month: int) -> Team:
    """The GPs of the practice where all are 55 or older."""
    roles = ("SEN_PTNR", "PTNR_PROV", "SAL_BY_PRAC")
    return [
        Person(sex, month - 12 * age - 5, place, {role: hours})
        for (sex, age, place, hours), role in zip(SETTLED_GPS, roles, strict=True)
    ]


def pass_a_quarter(team: Team, profile: Profile, month: int, dice: Dice) -> None:
    """Some leave or retire, some move up, some change their hours. Trainees follow `rotate`."""
    for person in list(team):
        if person.in_training:
            continue
        role = person.main_role
        if dice.chance(leaving(person, profile, month)):
            team.remove(person)
        elif list(person.hours) == [role] and dice.chance(PROGRESS.get(role, (role, 0))[1]):
            person.hours = {PROGRESS[role][0]: person.hours[role]}
        elif dice.chance(30):
            person.hours[role] = dice.one(ROLE_HOURS.get(role, profile.hours))


def leaving(person: Person, profile: Profile, month: int) -> int:
    """How many of a thousand like this leave in a quarter."""
    if person.main_role.startswith("LOCUM_"):
        return 150
    age = person.age(month) or 0
    return profile.leaving + (35 if age >= 58 else 0) + (60 if age >= 65 else 0)


def rotate(team: Team, places: Sequence[str], period: str, dice: Dice, wanted: int) -> None:
    """Trainees come and go: most in August, half-year posts in February too.

    Somebody who finishes may stay on where a salaried post is free.
    """
    month = period[-2:]
    for person in [person for person in team if person.in_training]:
        grade = person.main_role.removeprefix("TRN_GR_")
        finishing = grade not in MOVES[month] and (month == "09" or dice.chance(80))
        vacancy = wanted - size(team) > BILLION * 4 // 10
        if finishing and vacancy and dice.chance(400):
            person.hours = {"SAL_BY_PRAC": dice.one((20, 24, 28, 30))}
        elif finishing or grade in MOVES[month]:
            team.remove(person)
    fill_places(
        team,
        [grade for grade in places if month == "09" or grade in MOVES[month]],
        Month(period).ordinal,
        dice,
    )


def fill_places(team: Team, places: Sequence[str], month: int, dice: Dice) -> None:
    """New trainees for the training places that nobody holds."""
    vacant = list(places)
    for person in team:
        grade = person.main_role.removeprefix("TRN_GR_")
        if person.in_training and grade in vacant:
            vacant.remove(grade)
    for grade in vacant:
        hours = {f"TRN_GR_{grade}": dice.weighted(TRAINEE_HOURS)}
        ages = (24, 29) if grade == "F1_2" else TRAINEE_AGES
        team.append(somebody(ages, 580, hours, month, dice, doctor=True))


def name_senior_partner(team: Team) -> None:
    """Where the senior partner has gone, the oldest partner follows."""
    if any("SEN_PTNR" in person.hours for person in team):
        return
    partners = [person for person in team if person.main_role == "PTNR_PROV" and person.born]
    if partners:
        oldest = min(partners, key=lambda person: person.born or 0)
        oldest.hours = {"SEN_PTNR": oldest.hours["PTNR_PROV"]}
