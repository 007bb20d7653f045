"""The what-if worked out again, slowly: area by area, quarter by quarter, cohort by cohort.

Written from docs/explanation/architecture.md and the notes of assumptions.yaml. It takes numbers from a scenario and
from stocks and shares no code with the engine; today's values stand here once more, as literals.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

GROUPS = ("gp_qualified", "nurse", "dpc", "admin")
STAFF = ("gp", "nurse", "dpc", "admin")
TURNOVER = {"gp": 7.5, "nurse": 9.0, "dpc": 9.0, "admin": 9.0}
ENTRANT = {"gp": 0.65, "nurse": 0.73, "dpc": 0.73, "admin": 0.74}
NOW = {
    "retirement": 50.0, "retirement_years": 4.0, "retirement_ages": 0.0, "conversion": 72.5,
    "training_places": 0.0, "recruits": 0.0, "participation": 0.0,
}  # fmt: skip
ADDING = ("training_places", "recruits")
A_TRAINEES_FTE = 0.996
QUALIFY_A_QUARTER = 1 / 12
QUARTERS_OF_TRAINING = 12


def months_between(earlier: str, later: str) -> int:
    (y0, m0), (y1, m1) = (map(int, text.split("-")) for text in (earlier, later))
    return 12 * (y1 - y0) + m1 - m0


@dataclass
class Again:
    """FTE, people and patients (row, group) → one figure for each quarter, today first."""

    fte: dict[tuple[int, str], list[float]] = field(default_factory=dict)
    people: dict[tuple[int, str], list[float]] = field(default_factory=dict)
    patients: dict[tuple[int, str], list[float]] = field(default_factory=dict)


class Recalculation:
    """One scenario on one set of stocks."""

    def __init__(self, stocks, scenario) -> None:
        self.stocks, self.scenario = stocks, scenario
        self.quarters = months_between(stocks.period, scenario.by) // 3
        self.rows = range(stocks.areas.height)

    def inside(self, place: str, row: int) -> bool:
        codes = self.stocks.areas.row(row, named=True)
        return place in (codes["area_code"], codes["borough_code"], codes["icb_code"])

    def patients_of(self, row: int, g: int) -> float:
        patients = float(self.stocks.patients[row, g])
        return patients if patients == patients else 0.0  # NaN is nobody

    def share(self, place: str, row: int, g: int) -> float:
        """The part of those who join a place that comes to one row: by its patients."""
        if not self.inside(place, row):
            return 0.0
        whole = sum(self.patients_of(r, g) for r in self.rows if self.inside(place, r))
        return self.patients_of(row, g) / whole if whole else 0.0

    def lever(self, name: str, g: int, row: int, quarter: int) -> float:
        """A lever in one quarter: the mean of its three months."""
        staff = STAFF[g]
        now = {"entrant_fte": ENTRANT, "turnover": TURNOVER}.get(name, {}).get(staff)
        now = NOW[name] if now is None else now
        asked = self.scenario.levers.get(staff, {}).get(name)
        here = self.inside(self.scenario.place, row)
        if name in ADDING:
            own = (asked or 0.0) * self.share(self.scenario.place, row, g)
        else:
            own = asked if asked is not None and here else now
        months = []
        for month in range(3 * quarter + 1, 3 * quarter + 4):
            value = own
            for one in self.scenario.interventions:
                begins = months_between(self.stocks.period, one.start)
                ends = months_between(self.stocks.period, one.end)
                mine = one.staff == staff and one.lever == name and self.inside(one.place, row)
                if mine and begins <= month <= ends:
                    if name in ADDING:
                        value += one.size * self.share(one.place, row, g)
                    else:
                        value = one.size
            months.append(value)
        return sum(months) / 3

    def run(self) -> Again:
        found = Again()
        for row in self.rows:
            for g, group in enumerate(GROUPS):
                steps = list(self.staff(row, g))
                found.fte[row, group] = [s[0] for s in steps]
                found.people[row, group] = [s[1] for s in steps]
                if group == "gp_qualified":
                    found.fte[row, "gp_trainee"] = [s[2] for s in steps]
                    found.people[row, "gp_trainee"] = [s[3] for s in steps]
                found.patients[row, group] = [self.lists(row, g, k) for k in range(len(steps))]
        return found

    def lists(self, row: int, g: int, quarter: int) -> float:
        own = float(self.stocks.growth[row])
        grown = self.patients_of(row, g) * (1 + own) ** (quarter / 4)
        asked, place = self.scenario.list_growth, self.scenario.place
        if asked is None or not self.inside(place, row):
            return grown
        sizes = {
            r: max(self.patients_of(r, g) for g in range(4))
            for r in self.rows
            if self.inside(place, r)
        }
        whole = sum(sizes.values())
        mean = sum(n * float(self.stocks.growth[r]) for r, n in sizes.items()) / whole
        return grown * ((1 + asked / 100) / (1 + mean)) ** (quarter / 4)

    def staff(self, row: int, g: int) -> Iterator[tuple[float, float, float, float]]:
        """FTE and people of the group, FTE and people in training, quarter by quarter."""
        gp = g == 0
        amounts = []
        for source in (self.stocks.fte, self.stocks.people):
            value = float(source[row, g])
            amounts.append(value if value == value else 0.0)
        aged = float(self.stocks.aged[row, g])
        young = [n * (1 - aged) for n in amounts]
        at_55, at_65 = (float(self.stocks.older[band, row, g]) for band in (0, 1))
        # people of 55 and over, what is left, how they lean, and when they turned 55 or it began
        cohorts = [
            [[n * aged * part for n in amounts], 1.0, lean, 0]
            for part, lean in ((at_55, -1), (1 - at_55 - at_65, 0), (at_65, 1))
        ]
        training = [float(self.stocks.trainees[c][row]) for c in (0, 1)] if gp else [0.0, 0.0]
        begin = list(training)
        classes: dict[int, float] = {}
        stay_now = begin[1] * QUALIFY_A_QUARTER * NOW["conversion"] / 100
        replacing = []
        for c in (0, 1):
            gone = young[c] * (1 - (1 - TURNOVER[STAFF[g]] / 100) ** 0.25)
            gone += amounts[c] * aged * NOW["retirement"] / 100 / NOW["retirement_years"] / 4
            stay = stay_now * (ENTRANT["gp"] if c == 0 else 1)
            replacing.append(max(gone - (stay if gp else 0.0), 0.0))
        hours = 1.0
        yield amounts[0], amounts[1], training[0], training[1]
        for k in range(self.quarters):

            def now(name: str, k: int = k) -> float:
                return self.lever(name, g, row, k)

            each = now("entrant_fte")
            recruits = now("recruits") / 4
            joining = [
                replacing[0] * each / ENTRANT[STAFF[g]] + recruits * each,
                replacing[1] + recruits,
            ]
            if gp:
                # Extra trainees of one quarter leave together, three years on.
                leaving = classes.pop(k, 0.0)
                stay = (begin[1] * QUALIFY_A_QUARTER + leaving) * now("conversion") / 100
                joining = [joining[0] + stay * each, joining[1] + stay]
                classes[k + QUARTERS_OF_TRAINING] = now("training_places") / 4
                training = [
                    begin[c] + sum(classes.values()) * (A_TRAINEES_FTE, 1)[c] for c in (0, 1)
                ]
            wears = now("retirement") / 100 / now("retirement_years") / 4
            for cohort in cohorts:
                # Twice the even pace at first for the oldest, none at the end of the years; the youngest turned round.
                middle = (k - cohort[3] + 0.5) / (4 * now("retirement_years"))
                lean = cohort[2] * now("retirement_ages") if middle < 1 else 0
                cohort[1] -= wears * (1 + lean * (1 - 2 * middle))
            remain = [n * (1 - now("turnover") / 100) ** 0.25 for n in young]
            turned = [n * float(self.stocks.ageing[g]) / 4 for n in remain]
            cohorts.append([turned, 1.0, -1, k + 1])
            young = [remain[c] - turned[c] + joining[c] for c in (0, 1)]
            total = [
                young[c] + sum(one[0][c] * max(one[1], 0.0) for one in cohorts) for c in (0, 1)
            ]
            hours *= (1 + now("participation") / 100) ** 0.25
            yield total[0] * hours, total[1], training[0] * hours, training[1]
