"""Networks and practices of the Demonstration place, and the story that they live through."""

from dataclasses import dataclass

QUARTERS = (
    "2023-12", "2024-03", "2024-06", "2024-09", "2024-12", "2025-03", "2025-06", "2025-09",
)  # fmt: skip
GROUPS = ("gp", "nurse", "dpc", "admin")
PCN_GROUPS = ("director", "gp", "nurse", "dpc", "admin")
UPPER_AREAS = {
    "SUB_ICB_CODE": "9ZZ9Z",
    "SUB_ICB_NAME": "Demonstration location (invented)",
    "ICB_CODE": "QZZ",
    "ICB_NAME": "Demonstration place (invented)",
    "REGION_CODE": "Y99",
    "REGION_NAME": "Demonstration region (invented)",
}


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
