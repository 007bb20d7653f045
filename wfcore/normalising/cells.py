"""The staff cells of the practice-level Detailed file: which two headings make one row."""

from dataclasses import dataclass
from functools import cache, lru_cache

from wfcore.declared import Staff, declared


@dataclass(frozen=True)
class StaffCell:
    """One FTE and headcount pair, and what it counts."""

    breakdown: str
    staff_group: str
    definition: str
    role: str
    sex: str
    age_band: str
    qualified_in: str
    fte: str
    headcount: str


@cache
def practice_cells() -> tuple[StaffCell, ...]:
    """All cells the Detailed file can have, ordered by breakdown, group, definition and role."""
    staff = declared().staff
    cells: list[StaffCell] = []
    for group in staff.practice_roles:
        cells += _totals(staff, group) + _roles(staff, group) + _ages(staff, group)
    cells += _qualifications(staff)
    order = {b: i for i, b in enumerate(dict.fromkeys(c.breakdown for c in cells))}
    return tuple(sorted(cells, key=lambda cell: order[cell.breakdown]))


@cache
def known_headers() -> frozenset[str]:
    """Every heading that is half of a cell."""
    return frozenset(h for cell in practice_cells() for h in (cell.fte, cell.headcount))


@lru_cache(4096)  # a file has a thousand headings, and each is asked for many times
def canonical_header(header: str) -> str:
    """The heading of today for a heading of any vintage: EXR → EXTG, misprints put right."""
    staff = declared().staff
    header = staff.header_synonyms.get(header, header)
    for definition in staff.gp_definitions.values():
        today, *earlier = definition.columns
        for old in earlier:
            if f"_{old}_" in header:
                return header.replace(f"_{old}_", f"_{today}_")
    return header


def is_retired(header: str) -> bool:
    """A definition with no modern equal (it also leaves out retainers)."""
    return any(f"_{stem}_" in header for stem in declared().staff.retired_gp_definitions)


def _counted(staff: Staff, group: str) -> list[tuple[str, str]]:
    """Definition and heading stem of the totals of a group."""
    if group == "gp":
        return [(name, d.columns[0]) for name, d in staff.gp_definitions.items()]
    return [("all", staff.groups[group].stem or "")]


def _totals(staff: Staff, group: str) -> list[StaffCell]:
    return [
        StaffCell(
            "total" if sex == "all" else "sex",
            group, definition, "all", sex, "all", "all",
            f"{printed}_{stem}_FTE", f"{printed}_{stem}_HC",
        )
        for definition, stem in _counted(staff, group)
        for sex, printed in staff.sexes.items()
    ]  # fmt: skip


def _roles(staff: Staff, group: str) -> list[StaffCell]:
    prefix = staff.groups[group].role_stem or staff.groups[group].stem
    return [
        StaffCell(
            "role" if sex == "all" else "role_sex",
            group, "all", f"{group}_{stem.lower()}", sex, "all", "all",
            f"{printed}_{prefix}_{stem}_FTE", f"{printed}_{prefix}_{stem}_HC",
        )
        for sex, printed in staff.sexes.items()
        for stem in staff.practice_roles[group]
    ]  # fmt: skip


def _ages(staff: Staff, group: str) -> list[StaffCell]:
    youngest_gp = {"under_25": False, "25_29": False}
    bands = [
        (band, printed[0])
        for band, printed in staff.age_bands.items()
        if (youngest_gp.get(band, True) if group == "gp" else band != "under_30")
    ]
    return [
        StaffCell(
            "age" if sex == "all" else "age_sex",
            group, definition, "all", sex, band, "all",
            f"{printed_sex}_{stem}_FTE_{printed}", f"{printed_sex}_{stem}_HC_{printed}",
        )
        for definition, stem in _counted(staff, group)
        for sex, printed_sex in staff.sexes.items()
        for band, printed in bands
    ]  # fmt: skip


def _qualifications(staff: Staff) -> list[StaffCell]:
    return [
        StaffCell(
            "qualification" if sex == "all" else "qualification_sex",
            "gp", "all", "all", sex, "all", place.lower(),
            f"{printed}_GP_FTE_COQ_{place}", f"{printed}_GP_HC_COQ_{place}",
        )
        for sex, printed in staff.sexes.items()
        for place in staff.qualified_in
    ]  # fmt: skip
