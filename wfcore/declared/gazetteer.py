"""Local authorities, wards and constituencies of England by code, and what an area calls its authority."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "definitions" / "gazetteer.csv"
KINDS = {"E05": "ward", "E14": "constituency"}  # first three characters of the code → what it is


@dataclass(frozen=True)
class NamedArea:
    """An authority, a ward or a constituency.

    `within`: of a ward the code of its authority; of a constituency those in which at least a part of it
    lies, as far as its name tells; of an authority that is gone the one that followed it.
    """

    code: str
    name: str
    within: tuple[str, ...]

    @property
    def is_authority(self) -> bool:
        """Whether it is a local authority, of today or gone."""
        return self.code[:3] not in KINDS


@cache
def gazetteer() -> dict[str, NamedArea]:
    """Code → area, of all England."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: NamedArea(row["code"], row["name"], tuple(row["within"].split()))
            for row in csv.DictReader(file)
        }


@cache
def authority_codes() -> dict[str, str]:
    """Name of an authority in small letters → its code; of two of one name that of today."""
    known = [area for area in gazetteer().values() if area.is_authority]
    known.sort(key=lambda area: not area.within)
    return {area.name.casefold(): area.code for area in known}


def authority_code(known_as: str) -> str:
    """The code of an authority that has its name for a code, as where a look-up has none; else what was given."""
    return authority_codes().get(known_as.casefold(), known_as)


def authority_of_today(code: str) -> NamedArea | None:
    """The authority that has this code or followed the one that had it; None where nobody knows it."""
    area = gazetteer().get(code)
    while area is not None and area.is_authority and area.within:
        area = gazetteer().get(area.within[0])
    return area
