"""Tables by age: how many of some staff are 55 or older, where the printed bands tell."""

from collections.abc import Iterable
from typing import NamedTuple

from wfcore.printed.reading import WHOLE
from wfcore.printed.standing import PrintedStanding
from wfcore.table_checks.bands import band_of, is_open

OLDER = 55  # from here on, as the papers count those who may retire


class OlderStaff(NamedTuple):
    """Staff of a place that are 55 or older, of all whose band of ages is printed; `place` empty for the table."""

    place: str
    staff: str
    older: float
    all_ages: float


def older_staff(standings: Iterable[PrintedStanding]) -> list[OlderStaff]:
    """Those of 55 or older in each place, newest figures; none where a band has 55 inside or a band is missing."""
    groups: dict[tuple[str, str, str], list[PrintedStanding]] = {}
    for s in standings:
        if s.staff.age and s.now.measure in ("headcount", "fte"):
            groups.setdefault((s.place.name, s.staff.within, s.now.measure), []).append(s)
    made: list[OlderStaff] = []
    for (place, staff, _), listed in groups.items():
        bands = [(band, s.now.value) for s in listed if (band := band_of(s.staff.age))]
        apart = all(b.first >= OLDER or b.last < OLDER or _from_55(b.printed) for b, _ in bands)
        ends = any(is_open(band) for band, _ in bands)
        whole = sum(value for _, value in bands)
        if apart and ends and len(bands) > 1 and whole > 0:
            older = sum(value for band, value in bands if band.last >= OLDER)
            made.append(OlderStaff("" if place == WHOLE else place, staff, older, whole))
    return made


def _from_55(printed: str) -> bool:
    """Whether a band is meant to begin at 55: `>55` is read so, as papers print it."""
    return printed.replace(" ", "").startswith((f">{OLDER}", f"over{OLDER}"))
