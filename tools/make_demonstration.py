"""Invent the Demonstration place: people who join, work, age and leave, counted as the NHS does.

`python -m tools.make_demonstration [folder]`. The same bytes come out every time, on every machine:
one fixed seed, whole numbers, and only the part of `random` that Python promises to keep.
Nothing published is read. `sample_data/README.md` tells the story that the files hold.
"""

import csv
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from wfcore.declared import declared

SAMPLE = Path(__file__).resolve().parent.parent / "sample_data"
SEED = 20231231

QUARTERS = (
    "2023-12", "2024-03", "2024-06", "2024-09", "2024-12", "2025-03", "2025-06", "2025-09",
)  # fmt: skip
BILLION = 10**9
GROUPS = ("gp", "nurse", "dpc", "admin")
PCN_GROUPS = ("director", "gp", "nurse", "dpc", "admin")
PCN_HEADER = (
    "period", "source", "level", "area_code", "staff_group", "definition", "role", "fte",
    "headcount",
)  # fmt: skip
DEPRIVATION_HEADER = ("source", "practice_code", "year", "score")
IMD_YEAR = "2025"
UPPER_AREAS = {
    "SUB_ICB_CODE": "9ZZ9Z",
    "SUB_ICB_NAME": "Demonstration location (invented)",
    "ICB_CODE": "QZZ",
    "ICB_NAME": "Demonstration place (invented)",
    "REGION_CODE": "Y99",
    "REGION_NAME": "Demonstration region (invented)",
}

# The places.


@dataclass(frozen=True)
class Network:
    """A PCN.

    Rates are FTE per 100,000 patients that its practices aim at, first and last. Deprivation is the
    score, in thousandths, around which the scores of its practices lie.
    """

    name: str
    borough: str
    gp: tuple[float, float]
    nurse: tuple[float, float]
    dpc: tuple[float, float]
    admin: tuple[float, float]
    pcn_staff: float
    deprivation: int


NETWORKS = {
    "U99901": Network(
        "Brook PCN (invented)", "Demoborough East (invented)",
        (50.5, 51.0), (26.5, 27.0), (27.0, 30.0), (122.0, 121.0), 1.2, 15_500,
    ),
    "U99902": Network(
        "Meadow PCN (invented)", "Demoborough East (invented)",
        (47.5, 44.5), (22.5, 22.0), (23.0, 25.0), (118.0, 116.0), 1.0, 21_000,
    ),
    "U99903": Network(
        "Harbour PCN (invented)", "Demoborough West (invented)",
        (40.5, 43.5), (18.0, 20.0), (31.0, 33.0), (113.0, 115.0), 0.95, 29_500,
    ),
    "U99904": Network(
        "Hillside PCN (invented)", "Demoborough West (invented)",
        (38.5, 38.0), (17.5, 16.5), (24.0, 27.0), (116.0, 112.0), 0.75, 34_000,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Practice:
    """A practice when it is first seen.

    Attributes:
        factor: its GPs for its patients, against its PCN, in hundredths.
        growth: of its list, a quarter, in ten-thousandths.
        profile: the ages of its patients.
        trainees: grades of its training places.
    """

    name: str
    pcn: str
    patients: int
    factor: int
    growth: int
    profile: str
    trainees: tuple[str, ...]


_PRACTICES = """
X99001 U99901 12400 108  30 older   ST1,ST3,ST3      Alder Surgery
X99002 U99901  8200  94  20 mixed   ST3              Ash Medical Centre
X99003 U99901  5600  97 -20 older   -                Aspen Surgery
X99004 U99901 15900 105  50 mixed   ST1,ST2,ST3,F1_2 Beech Health Centre
X99005 U99901  9700  96  40 mixed   ST3,F1_2         Birch Practice
X99006 U99901  6800  92  10 older   -                Blackthorn Surgery
X99007 U99902 11100 104  40 mixed   ST2,ST3          Cedar Health Centre
X99008 U99902  7400 102  30 mixed   ST3              Cherry Tree Practice
X99009 U99902  4300  90 -10 older   -                Elder Surgery
X99010 U99902 13600 106  60 younger ST1,ST2,ST3,ST3  Elm Medical Centre
X99011 U99902  9000  98  20 mixed   F1_2             Fir Surgery
X99012 U99902  3700  80 -30 older   -                Hawthorn Surgery
X99013 U99903 10300 106  50 younger ST1,ST3          Hazel Health Centre
X99014 U99903  6200  95  40 mixed   -                Holly Surgery
X99015 U99903  3400  85 -40 older   -                Hornbeam Surgery
X99016 U99903 14800 104  80 younger ST2,ST3,ST4,F1_2 Juniper Medical Centre
X99017 U99903  8800  98  60 younger ST3              Larch Practice
X99018 U99903 12000  97  70 mixed   ST1,ST3          Lime Tree Health Centre
X99019 U99904  9600  98  60 younger -                Maple Surgery
X99020 U99904 17200 108  90 younger ST1,ST2,ST3      Oak Health Centre
X99021 U99904  7900  95  50 mixed   -                Pine Surgery
X99022 U99904  5200  86  40 younger -                Poplar Surgery
X99023 U99904 11700 102  70 mixed   ST3,F1_2         Rowan Medical Centre
X99024 U99904  6600  94  50 mixed   -                Spindle Practice
X99025 U99903  1450 100   0 younger -                Sycamore Practice
"""


def _practice(line: str) -> tuple[str, Practice]:
    code, pcn, patients, factor, growth, profile, trainees, name = line.split(maxsplit=7)
    grades = () if trainees == "-" else tuple(trainees.split(","))
    return code, Practice(
        f"{name} (invented)", pcn, int(patients), int(factor), int(growth), profile, grades
    )


PRACTICES = dict(_practice(line) for line in _PRACTICES.strip().splitlines())

# The story.

CLOSING, CLOSED_BY, TAKEN_ON_BY = "X99015", "2024-09", "X99013"
OPENING, OPEN_FROM, ARRIVALS = "X99025", "2025-03", 1_050
MOVING, MOVED_BY, MOVED_TO = "X99006", "2025-06", "U99902"
SETTLED = "X99012"  # nobody joins or leaves; every GP is 55 or older
SETTLED_GPS = (  # sex, age, qualified in, weekly hours
    ("MALE", 57, "UK", 24),
    ("FEMALE", 61, "UK", 16),
    ("MALE", 67, "ASIA_SOUTH", 12),
)
SETTLED_CUT, SETTLED_CUT_HOURS = "2025-03", 8  # the oldest works less from then on
SILENT_PCN = ("U99903", "2024-12")
NO_DATA = "Fully estimated - no data provided"
NOT_CURRENT = "Fully estimated - no valid or current data"
PARTLY = "Includes FTE Estimates"
RETURNS = {  # how a group was returned where it was not "Fully provided"
    ("X99011", "nurse", "2025-06"): NO_DATA,
    ("X99011", "nurse", "2025-09"): NO_DATA,
    ("X99021", "admin", "2024-06"): NOT_CURRENT,
    ("X99008", "nurse", "2024-12"): PARTLY,
    ("X99024", "dpc", "2025-03"): PARTLY,
    ("X99024", "dpc", "2025-06"): PARTLY,
}

# The people.


@dataclass(frozen=True)
class Profile:
    """What is usual in a staff group.

    Attributes:
        roles: role → how common.
        first: the role that is filled before any other.
        hours: usual contracted hours a week.
        ages: of those there at the start, of those who join.
        female: women of a thousand.
        leaving: of a thousand under 58, in a quarter.
        second: role → a second role that a few hold beside it.
    """

    roles: Mapping[str, int]
    first: str
    hours: tuple[float, ...]
    ages: tuple[tuple[int, int], tuple[int, int]]
    female: int
    leaving: int
    second: Mapping[str, str] = field(default_factory=dict)


PRACTICE_PROFILES = {
    "gp": Profile(
        {"PTNR_PROV": 40, "SAL_BY_PRAC": 46, "SAL_BY_OTH": 3, "RET": 4,
         "LOCUM_VAC": 3, "LOCUM_ABS": 3, "LOCUM_OTH": 1},
        "SEN_PTNR", (16, 18, 20, 24, 24.5, 25, 28, 30, 32, 33.5, 36, 37.5),
        ((31, 66), (30, 50)), 560, 18, {"SAL_BY_PRAC": "LOCUM_ABS"},
    ),
    "nurse": Profile(
        {"PRAC_NURSE": 60, "ADV_NURSE_PRAC": 17, "NURSE_SPEC": 6, "ENH_PRAC_NURSE": 4,
         "NURSE_OTH": 4, "EXT_ROLE_NURSE": 3, "TRAINEE_NURSE": 2, "NURSE_DISP": 2,
         "NURSE_PTNR": 2},
        "PRAC_NURSE", (12, 15, 16, 18, 20, 22.5, 25, 28, 30, 34, 37.5),
        ((24, 65), (23, 55)), 950, 25, {"PRAC_NURSE": "NURSE_SPEC"},
    ),
    "dpc": Profile(
        {"HCA": 36, "PHARMA": 13, "GPA": 10, "PHLEB": 8, "PHYSICIAN_ASSOC": 6, "PARAMED": 5,
         "DISPENSER": 5, "NURSE_ASSOC": 4, "PHARMT": 3, "TRAINEE_NURSE_ASSOC": 2,
         "ADV_PARAMED_PRAC": 2, "ADV_PHARMA_PRAC": 2, "SPLW": 2, "PHYSIO": 1, "APP_HCA": 1,
         "HLTH_SPRT_WRK": 1, "TRAINEE_PHARMT": 1, "THERA_COU": 1, "OTH": 3},
        "HCA", (10, 14, 15, 18, 20, 24, 25, 28, 30, 32.5, 37.5),
        ((21, 64), (20, 52)), 850, 38, {"HCA": "PHLEB", "DISPENSER": "HCA"},
    ),
    "admin": Profile(
        {"RECEPT": 54, "OTH": 17, "MED_SECRETARY": 12, "MANAGER": 5, "TELEPH": 3,
         "ESTATES_ANC": 3, "APP": 2, "MANAGE_PTNR": 1, "DT_LEAD": 1},
        "MANAGER", (12, 15, 16, 18.5, 20, 22, 24, 25, 27.5, 30, 32, 35, 37.5),
        ((19, 68), (18, 58)), 930, 33, {"RECEPT": "MED_SECRETARY", "OTH": "RECEPT"},
    ),
}  # fmt: skip
PCN_PROFILES = {
    "director": Profile(
        {"pcn_clinical_director_medical": 1}, "pcn_clinical_director_medical", (6, 8, 10),
        ((38, 60), (38, 55)), 500, 20,
    ),
    "gp": Profile(
        {"pcn_salaried_by_pcn": 1}, "pcn_salaried_by_pcn", (16, 18, 20, 24),
        ((31, 40), (31, 38)), 600, 40,
    ),
    "nurse": Profile(
        {"pcn_advanced_nurse_practitioner": 2, "pcn_enhanced_practice_nurse": 1},
        "pcn_advanced_nurse_practitioner", (20, 24, 30, 37.5),
        ((30, 60), (28, 50)), 930, 30,
    ),
    "dpc": Profile(
        {"pcn_pharmacist": 24, "pcn_care_coordinator": 21, "pcn_social_prescribing_link_worker": 13,
         "pcn_pharmacy_technician": 9, "pcn_physiotherapist": 8, "pcn_paramedic": 6,
         "pcn_general_practice_assistant": 6, "pcn_health_and_wellbeing_coach": 5,
         "pcn_physician_associate": 4, "pcn_advanced_pharmacist_practitioner": 2,
         "pcn_dietician": 1, "pcn_podiatrist": 1, "pcn_nursing_associate": 2,
         "pcn_mental_health_and_wellbeing_practitioner": 2},
        "pcn_pharmacist", (15, 18.5, 22.5, 30, 35, 37.5, 37.5),
        ((23, 60), (22, 50)), 770, 45,
        {"pcn_care_coordinator": "pcn_social_prescribing_link_worker"},
    ),
    "admin": Profile(
        {"pcn_manager": 2, "pcn_digital_and_transformation_lead": 2, "pcn_other_admin": 1},
        "pcn_manager", (15, 22.5, 30, 37.5), ((25, 62), (24, 52)), 800, 40,
    ),
}  # fmt: skip
PCN_RATES = {  # FTE per 100,000 patients in each quarter, before the factor of the PCN
    "director": (0.45,) * 8,
    "gp": (0.0, 0.0, 0.0, 0.0, 0.9, 1.2, 1.5, 1.8),
    "nurse": (1.0, 1.0, 1.2, 1.3, 1.5, 1.6, 1.8, 2.0),
    "dpc": (35.0, 35.5, 36.0, 36.5, 37.0, 37.5, 37.5, 38.0),
    "admin": (3.4, 3.5, 3.6, 3.6, 3.7, 3.8, 3.8, 3.9),
}
TRAINEE_HOURS: Mapping[float, int] = {40: 78, 32: 14, 24: 8}
TRAINEE_AGES = (27, 38)
MOVES = {  # month of the snapshot → grades that moved on in the quarter, ST3 and ST4 apart
    "03": ("ST1", "ST2"),
    "06": ("F1_2",),
    "09": ("ST1", "ST2", "F1_2"),
    "12": ("F1_2",),
}
QUALIFIED_IN = {
    "UK": 132, "ASIA_SOUTH": 24, "AFRICA": 16, "EEA": 12, "MIDDLE_EAST": 4, "EUROPE_OTHER": 2,
    "ASIA_OTHER": 2, "AUS_PAC": 2, "NORTH_AMERICA": 2, "CEN_AMERICA": 1, "SOUTH_AMERICA": 1,
    "UNKNOWN": 2,
}  # fmt: skip
PROGRESS = {  # role → the next one, and how many of a thousand take it in a quarter
    "SAL_BY_PRAC": ("PTNR_PROV", 8),
    "PRAC_NURSE": ("ADV_NURSE_PRAC", 5),
    "TRAINEE_NURSE": ("PRAC_NURSE", 90),
    "TRAINEE_NURSE_ASSOC": ("NURSE_ASSOC", 120),
    "TRAINEE_PHARMT": ("PHARMT", 120),
    "APP_HCA": ("HCA", 200),
    "APP": ("RECEPT", 200),
    "RECEPT": ("MED_SECRETARY", 4),
}
ROLE_HOURS = {
    "SEN_PTNR": (30, 32, 33.5, 36, 37.5, 40),
    "RET": (8, 12, 16),
    "LOCUM_VAC": (8, 12, 16, 20),
    "LOCUM_ABS": (6, 8, 12, 16),
    "LOCUM_OTH": (4, 6, 8, 12),
}
PATIENT_SHARES = {  # per 1,000 patients: males by age band, then females
    "older": (21, 54, 158, 140, 62, 42, 14, 20, 52, 160, 146, 68, 48, 15),
    "mixed": (27, 63, 193, 132, 45, 27, 8, 26, 60, 199, 134, 48, 29, 9),
    "younger": (30, 65, 243, 115, 29, 16, 5, 29, 62, 244, 112, 29, 16, 5),
}


Option = TypeVar("Option")


class Dice:
    """A stream of chance with its own name, so that a change to one leaves the others alone."""

    def __init__(self, *name: str):
        self._random = random.Random("/".join((str(SEED), *name)))  # noqa: S311

    def chance(self, thousandths: int) -> bool:
        """True in so many cases of a thousand."""
        return self._random.random() * 1000 < thousandths

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends possible."""
        return low + int(self._random.random() * (high - low + 1))

    def one(self, options: Sequence[Option]) -> Option:
        """One of them, all alike."""
        return options[self.whole(0, len(options) - 1)]

    def weighted(self, options: Mapping[Option, int]) -> Option:
        """One of them, each as likely as its weight."""
        return self.one([option for option, weight in options.items() for _ in range(weight)])


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


def fte_text(value: int) -> str:
    """Billionths as they are printed: no trailing zeros, a bare 0 for none."""
    return f"{value // BILLION}.{value % BILLION:09d}".rstrip("0").rstrip(".")


def month_of(period: str) -> int:
    """Months since the year 0."""
    year, month = period.split("-")
    return int(year) * 12 + int(month) - 1


def pcn_of(practice: str, period: str) -> str:
    """The PCN a practice belongs to."""
    if practice == MOVING and period >= MOVED_BY:
        return MOVED_TO
    return PRACTICES[practice].pcn


def is_open(practice: str, period: str) -> bool:
    """Whether a practice has patients."""
    if practice == CLOSING:
        return period < CLOSED_BY
    return practice != OPENING or period >= OPEN_FROM


# How time passes.


class World:
    """Every list and every team, at one quarter after another."""

    def __init__(self):
        self.quarter = 0
        self.patients: dict[str, int] = {}
        self.teams: dict[tuple[str, str], Team] = {}
        self._dice = {
            (place, group): Dice(place, group)
            for place in (*PRACTICES, *NETWORKS)
            for group in ("patients", *PCN_GROUPS)
        }
        for code in PRACTICES:
            self._practice_begins(code)
        for code in NETWORKS:
            for group in PCN_GROUPS:
                self._pcn_team(code, group)

    @property
    def period(self) -> str:
        """The quarter as `YYYY-MM`."""
        return QUARTERS[self.quarter]

    @property
    def month(self) -> int:
        """The quarter as a month since the year 0."""
        return month_of(self.period)

    def pcn_patients(self, pcn: str) -> int:
        """Patients of the practices that belong to a PCN now."""
        return sum(n for code, n in self.patients.items() if pcn_of(code, self.period) == pcn)

    def advance(self) -> None:
        """Three months go by."""
        self.quarter += 1
        for code in list(self.patients):
            dice = self._dice[code, "patients"]
            share = PRACTICES[code].growth + dice.whole(-25, 25)
            self.patients[code] += self.patients[code] * share // 10_000
        if self.period == CLOSED_BY:
            self._close()
        if self.period > OPEN_FROM:
            self.patients[OPENING] += ARRIVALS
        for code in PRACTICES:
            if code in self.patients:
                for group in GROUPS:
                    self._practice_team(code, group)
            else:
                self._practice_begins(code)
        for code in NETWORKS:
            for group in PCN_GROUPS:
                self._pcn_team(code, group)

    def _practice_begins(self, code: str) -> None:
        if not is_open(code, self.period):
            return
        self.patients[code] = PRACTICES[code].patients + self._dice[code, "patients"].whole(-60, 60)
        for group in GROUPS:
            team = self.teams[code, group] = []
            dice = self._dice[code, group]
            if (code, group) == (SETTLED, "gp"):
                team += settled_gps(self.month)
                continue
            recruit(team, group, self._wanted(code, group), self.month, dice, start=True)
            if group == "gp":
                fill_places(team, PRACTICES[code].trainees, self.month, dice)

    def _practice_team(self, code: str, group: str) -> None:
        team, dice = self.teams[code, group], self._dice[code, group]
        if (code, group) == (SETTLED, "gp"):
            if self.period == SETTLED_CUT:
                team[-1].hours = {team[-1].main_role: SETTLED_CUT_HOURS}
            return
        wanted = self._wanted(code, group)
        pass_a_quarter(team, PRACTICE_PROFILES[group], self.month, dice)
        if group == "gp":
            rotate(team, PRACTICES[code].trainees, self.period, dice, wanted)
            name_senior_partner(team)
        recruit(team, group, wanted, self.month, dice)

    def _pcn_team(self, code: str, group: str) -> None:
        team = self.teams.setdefault((code, group), [])
        dice = self._dice[code, group]
        rate = PCN_RATES[group][self.quarter] * NETWORKS[code].pcn_staff
        wanted = int(rate * self.pcn_patients(code) * (BILLION // 100_000))
        if self.quarter:
            pass_a_quarter(team, PCN_PROFILES[group], self.month, dice)
        recruit(team, group, wanted, self.month, dice, PCN_PROFILES[group], start=not self.quarter)

    def _wanted(self, code: str, group: str) -> int:
        """FTE that a practice would like to have, in billionths; trainees come on top."""
        practice = PRACTICES[code]
        first, last = getattr(NETWORKS[practice.pcn], group)
        rate = first + (last - first) * self.quarter / (len(QUARTERS) - 1)
        factor = practice.factor if group == "gp" else 100
        return int(rate * factor * self.patients[code] * (BILLION // 10_000_000))

    def _close(self) -> None:
        """A practice closes; its patients go next door, and most of its staff with them."""
        self.patients[TAKEN_ON_BY] += self.patients.pop(CLOSING)
        for group in GROUPS:
            dice = self._dice[CLOSING, group]
            for person in self.teams.pop((CLOSING, group)):
                if person.main_role != "SEN_PTNR" and dice.chance(750):
                    self.teams[TAKEN_ON_BY, group].append(person)


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
        month_of(period),
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


# How it is counted.


@cache
def columns() -> dict[str, str]:
    """Official column → the staff group it counts, "" for the others."""
    staff = declared().staff
    patients = [
        f"{sex}_PATIENTS_{band}"
        for sex in ("MALE", "FEMALE")
        for band in staff.patient_age_bands.values()
    ]
    named = dict.fromkeys(
        (
            "PRAC_CODE", "PRAC_NAME", "PCN_CODE", "PCN_NAME", *UPPER_AREAS,
            "TOTAL_PATIENTS", "TOTAL_MALE", "TOTAL_FEMALE", "TOTAL_UNKNOWN_GENDER", *patients,
            *(staff.groups[group].source_flag or "" for group in GROUPS),
        ),
        "",
    )  # fmt: skip
    for group in GROUPS:
        named |= dict.fromkeys(staff_columns(group), group)
    return named


def staff_columns(group: str) -> Iterator[str]:
    """The columns of one staff group, in the order of the official list of blocks."""
    staff = declared().staff
    sexes = staff.sexes.values()
    stems = group_stems(group)
    role_stems = [
        f"{role_prefix(group)}_{role}"
        for role, name in staff.practice_roles[group].items()
        if "(until" not in name
    ]
    for measure in ("HC", "FTE"):
        yield from (f"{sex}_{stem}_{measure}" for sex in sexes for stem in (*stems, *role_stems))
    bands = list(age_bands(group).values())
    yield from (f"{sex}_{stems[0]}_HC_{band}" for sex in sexes for band in bands)
    yield from (f"TOTAL_{stems[0]}_FTE_{band}" for band in bands)
    if group == "gp":
        yield from (f"{sex}_GP_HC_COQ_{place}" for sex in sexes for place in staff.qualified_in)
        yield from (
            f"{sex}_{stem}_HC_{band}" for stem in stems[1:] for sex in sexes for band in bands
        )


def group_stems(group: str) -> list[str]:
    """Stems of the totals of a group: four ways of counting for GPs, one for the others."""
    staff = declared().staff
    if group == "gp":
        return [definition.columns[0] for definition in staff.gp_definitions.values()]
    return [staff.groups[group].stem or ""]


def role_prefix(group: str) -> str:
    """What stands before a role in its columns."""
    found = declared().staff.groups[group]
    return found.role_stem or found.stem or ""


@cache
def age_bands(group: str) -> dict[str, str]:
    """Our band → the printed one; GPs have one band under 30, the others two."""
    other = ("under_25", "25_29") if group == "gp" else ("under_30",)
    bands = declared().staff.age_bands
    return {band: printed[0] for band, printed in bands.items() if band not in other}


def age_band(group: str, age: int | None) -> str:
    """The printed band of an age."""
    bands = age_bands(group)
    if age is None:
        return bands["unknown"]
    if age >= 70:
        return bands["70_plus"]
    youngest = next(iter(bands))
    if age < int(youngest.removeprefix("under_")):
        return bands[youngest]
    start = age - age % 5
    return bands[f"{start}_{start + 4}"]


def counted_roles(stem: str, roles: Iterable[str]) -> list[str]:
    """The roles of a person that a way of counting includes."""
    trainees, locums = "EXTG" not in stem, not stem.endswith("L")
    return [
        role
        for role in roles
        if (trainees or not role.startswith("TRN_GR_"))
        and (locums or not role.startswith("LOCUM_"))
    ]


def count_person(cells: Counter[str], group: str, person: Person, month: int) -> None:
    """Add one person to every column that counts them."""
    band = age_band(group, person.age(month))
    stems = group_stems(group)
    for stem in stems:
        roles = counted_roles(stem, person.hours) if group == "gp" else list(person.hours)
        if not roles:
            continue
        fte = sum(billionths(person.hours[role]) for role in roles)
        if stem == stems[0]:
            cells[f"TOTAL_{stem}_FTE_{band}"] += fte
        for sex in ("TOTAL", person.sex):
            cells[f"{sex}_{stem}_HC"] += 1
            cells[f"{sex}_{stem}_FTE"] += fte
            cells[f"{sex}_{stem}_HC_{band}"] += 1
    for sex in ("TOTAL", person.sex):
        for role, hours in person.hours.items():
            cells[f"{sex}_{role_prefix(group)}_{role}_HC"] += 1
            cells[f"{sex}_{role_prefix(group)}_{role}_FTE"] += billionths(hours)
        if group == "gp":
            cells[f"{sex}_GP_HC_COQ_{person.qualified_in}"] += 1


def count_patients(practice: str, patients: int, quarter: int) -> dict[str, str]:
    """Patients by sex and age; of a few the sex is unknown. Age rises a little every quarter."""
    dice = Dice(practice, "ages")
    bands = list(declared().staff.patient_age_bands.values())
    names = [f"{sex}_PATIENTS_{band}" for sex in ("MALE", "FEMALE") for band in bands]
    weights = [
        (20 * share + (quarter if place % len(bands) >= 4 else 0)) * (100 + dice.whole(-6, 6))
        for place, share in enumerate(PATIENT_SHARES[PRACTICES[practice].profile])
    ]
    unknown = patients // 3_000
    parts = apportion(patients - unknown, weights)
    return {
        "TOTAL_PATIENTS": str(patients),
        "TOTAL_MALE": str(sum(parts[: len(bands)])),
        "TOTAL_FEMALE": str(sum(parts[len(bands) :])),
        "TOTAL_UNKNOWN_GENDER": str(unknown),
    } | {name: str(part) for name, part in zip(names, parts, strict=True)}


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Whole parts that add up to the total; what is left goes to the largest remainders."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def practice_row(world: World, practice: str) -> dict[str, str]:
    """One practice as the Detailed file would print it."""
    period = world.period
    pcn = pcn_of(practice, period)
    borough = NETWORKS[pcn].borough
    row = {
        "PRAC_CODE": practice,
        "PRAC_NAME": PRACTICES[practice].name,
        "PCN_CODE": pcn,
        "PCN_NAME": NETWORKS[pcn].name,
        **UPPER_AREAS,
        **count_patients(practice, world.patients[practice], world.quarter),
        "INVENTED": "yes",
        "YEAR": period[:4],
        "MONTH": str(int(period[-2:])),
        "BOROUGH_CODE": borough,
        "BOROUGH_NAME": borough,
    }
    cells: Counter[str] = Counter()
    flags: dict[str, str] = {}
    for group in GROUPS:
        flags[group] = RETURNS.get((practice, group, period), "Fully provided")
        row[declared().staff.groups[group].source_flag or ""] = flags[group]
        for person in world.teams[practice, group]:
            count_person(cells, group, person, world.month)
    for column, group in columns().items():
        if group and flags[group].startswith("Fully estimated"):
            row[column] = "NA"
        elif group:
            row[column] = fte_text(cells[column]) if "_FTE" in column else str(cells[column])
    return row


def pcn_rows(world: World) -> Iterator[list[str]]:
    """The staff of every PCN that reported, by group and by role."""
    for pcn in NETWORKS:
        if (pcn, world.period) == SILENT_PCN:
            continue
        for group in sorted(PCN_GROUPS):
            team = world.teams[pcn, group]
            known = declared().staff.pcn_roles[group]
            held = {role for person in team for role in person.hours}
            for role in ("all", *(role for role in known if role in held)):
                fte = [
                    billionths(hours)
                    for person in team
                    for own, hours in person.hours.items()
                    if role in ("all", own)
                ]
                people = sum(role == "all" or role in person.hours for person in team)
                yield [
                    world.period, "demonstration_pcn", "pcn", pcn, group, "all", role,
                    fte_text(sum(fte)), str(people),
                ]  # fmt: skip


def deprivation_rows() -> Iterator[list[str]]:
    """The score of every practice but the newest: an Index is older than what opens after it."""
    for code, practice in PRACTICES.items():
        if code != OPENING:
            around = NETWORKS[practice.pcn].deprivation
            whole, rest = divmod(around + Dice(code, "deprivation").whole(-5_000, 5_000), 1_000)
            yield ["demonstration_deprivation", code, IMD_YEAR, f"{whole}.{rest:03d}"]


def printed_names() -> dict[str, str]:
    """Regular heading → the heading with the publisher's other word order."""
    synonyms = declared().staff.header_synonyms
    return {
        regular: printed
        for printed, regular in synonyms.items()
        if sorted(printed.split("_")) == sorted(regular.split("_"))
    }


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write one file: UTF-8, a line feed at the end of every line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_all(folder: Path) -> None:
    """Write the eight practice files, the one of the PCNs and the one of deprivation."""
    world = World()
    names = [*columns(), "INVENTED", "YEAR", "MONTH", "BOROUGH_CODE", "BOROUGH_NAME"]
    misprints = printed_names()
    header = [misprints.get(name, name) for name in names]
    staff_of_pcns: list[list[str]] = []
    while True:
        rows = [practice_row(world, code) for code in sorted(world.patients)]
        write_csv(
            folder / f"demonstration-{world.period}.csv",
            header,
            [[row[name] for name in names] for row in rows],
        )
        staff_of_pcns += pcn_rows(world)
        if world.period == QUARTERS[-1]:
            break
        world.advance()
    write_csv(folder / "demonstration_pcn_staff.csv", PCN_HEADER, staff_of_pcns)
    write_csv(folder / "demonstration_deprivation.csv", DEPRIVATION_HEADER, deprivation_rows())


def main() -> None:
    """Write into `sample_data/`, or the folder that is named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    folder.mkdir(parents=True, exist_ok=True)
    write_all(folder)
    for path in sorted(folder.glob("demonstration*.csv")):
        print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
