"""How it is counted and printed, as the NHS does."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from tools.demonstration.chance import Dice
from tools.demonstration.people import BILLION, Person, billionths
from tools.demonstration.places import (
    GROUPS,
    NETWORKS,
    OPENING,
    PCN_GROUPS,
    PRACTICES,
    RETURNS,
    SILENT_PCN,
    UPPER_AREAS,
    pcn_of,
)
from tools.demonstration.world import World
from wfcore.declared import declared

PCN_HEADER = (
    "period", "source", "level", "area_code", "staff_group", "definition", "role", "fte",
    "headcount",
)  # fmt: skip
DEPRIVATION_HEADER = ("source", "practice_code", "year", "score")
IMD_YEAR = "2025"
PATIENT_SHARES = {  # per 1,000 patients: males by age band, then females
    "older": (21, 54, 158, 140, 62, 42, 14, 20, 52, 160, 146, 68, 48, 15),
    "mixed": (27, 63, 193, 132, 45, 27, 8, 26, 60, 199, 134, 48, 29, 9),
    "younger": (30, 65, 243, 115, 29, 16, 5, 29, 62, 244, 112, 29, 16, 5),
}


def fte_text(value: int) -> str:
    """Billionths as they are printed: no trailing zeros, a bare 0 for none."""
    return f"{value // BILLION}.{value % BILLION:09d}".rstrip("0").rstrip(".")


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
