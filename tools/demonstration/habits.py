"""What is usual among its people: roles, hours, ages, how many leave and move up."""

from collections.abc import Mapping
from dataclasses import dataclass, field


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
    second: Mapping[str, str] = field(default_factory=dict[str, str])


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
