"""How time passes: every list and every team, at one quarter after another."""

from tools.demonstration.chance import Dice
from tools.demonstration.habits import PCN_PROFILES, PCN_RATES, PRACTICE_PROFILES
from tools.demonstration.people import (
    BILLION,
    Team,
    fill_places,
    name_senior_partner,
    pass_a_quarter,
    recruit,
    rotate,
    settled_gps,
)
from tools.demonstration.places import (
    ARRIVALS,
    CLOSED_BY,
    CLOSING,
    GROUPS,
    NETWORKS,
    OPEN_FROM,
    OPENING,
    PCN_GROUPS,
    PRACTICES,
    QUARTERS,
    SETTLED,
    SETTLED_CUT,
    SETTLED_CUT_HOURS,
    TAKEN_ON_BY,
    is_open,
    pcn_of,
)
from wfcore.months import Month


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
        return Month(self.period).ordinal

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
