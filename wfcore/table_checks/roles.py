"""What the name of a row or column says of its part in the table: a total, an average, some of another."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from wfcore.declared import declared
from wfcore.table_checks.units import pattern

_TOTAL = re.compile(r"\b(sub-?|sub |grand |over-?all )?totals?\b|^sum\b", re.IGNORECASE)
_WHOLE = re.compile(
    r"^(all|over-?all|combined|sum|(full|whole) year)\b|^(year|year to date|ytd)$", re.IGNORECASE
)
_BARE = re.compile(
    r"^((sub|grand|over-?all|running|column|row)?[ -]?totals?|sum|all|overall)\b\W*\w*\W*$",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(excluding|excl\.?|less|without|minus|except|not including)\b", re.IGNORECASE
)
_AVERAGE = re.compile(r"^(the )?(weighted |simple )?(average|mean|median)\b", re.IGNORECASE)
_AVERAGE_WITHIN = re.compile(r"\b(average|mean|median)\b(?! of\b)", re.IGNORECASE)
_SOME = re.compile(
    r"^\W*(including|includes?|incl)\b|\b(of (which|whom|these|those)|which are|thereof|"
    r"(included|counted) (in|with) (the )?(above|total)|memo(randum)?( item)?)\b",
    re.IGNORECASE,
)
_CARRIED = re.compile(r"\b(brought|carried) forward\b|\b[bc]/f(wd)?\b", re.IGNORECASE)
_INCLUDING = re.compile(
    r"\(?\b(?:incl\.?|including|includes)\s+(?P<inner>[^()]+)\)?", re.IGNORECASE
)
_AGED = re.compile(
    r"\baged? \d\d|(?<!\d)\d\d ?(?:-|–|to) ?\d\d(?![\d/])|\b\d\d( years)? (and|or) (over|above|older)|"
    r"\b\d\d ?(\+|plus\b)|\b(over|under) \d\ds?\b",
    re.IGNORECASE,
)
_ONCE = re.compile(
    r"\b(distinct|unique|de-?duplicated|counted (only )?once|individuals?|no double[ -]count\w*|"
    r"counted in (each|both|more than one|every)|do(es)? not (add|sum)|may not (add|sum)|"
    r"more than one (pcn|practice|role|network|place))\b",
    re.IGNORECASE,
)


def is_total(name: str) -> bool:
    """Whether a row or column says that it is a total; `All GPs excluding trainees` is one of some rows alone."""
    text = name.replace("_", " ")
    return bool(_TOTAL.search(text) or (_WHOLE.search(text) and not _LESS.search(text)))


def is_bare_total(name: str) -> bool:
    """Whether nothing but the word stands there, so that it is the total of what is near it."""
    return bool(_BARE.search(name.replace("_", " ").strip()))


def is_average(name: str) -> bool:
    """Whether a row or column says that it is an average."""
    return bool(_AVERAGE.search(name.replace("_", " ")))


def is_average_within(name: str) -> bool:
    """Whether a row is an average of the others, such as `Borough average (weighted)`."""
    return bool(_AVERAGE_WITHIN.search(name.replace("_", " ")))


def is_carried(name: str) -> bool:
    """Whether a row carries a sum from one page to the next."""
    return bool(_CARRIED.search(name))


def is_some(name: str) -> bool:
    """Whether it is some of another row or column (`of which: partners`), and added to nothing."""
    return bool(_SOME.search(name.replace("_", " ")))


def is_aged(name: str) -> bool:
    """Whether it is of an age and over, such as `GPs aged 55 and over`."""
    return bool(_AGED.search(name.replace("_", " ")))


def included_in(name: str) -> str:
    """What a name says it includes: `ANP` of `Nurse (incl. ANP)`; empty where it says nothing."""
    found = _INCLUDING.search(name)
    return found["inner"].strip() if found and found.start() else ""


def are_counted_once(text: str) -> bool:
    """Whether a text says that people are counted once, so that parts may make more than the whole."""
    return bool(_ONCE.search(text))


@lru_cache(maxsize=4096)
def area_rank(name: str) -> int:
    """How wide an area a name is of: 3 a country, 2 a region, 1 a system or comparator, 0 anything else."""
    return next((rank for rank, known in _areas() if known.search(name.strip())), 0)


@cache
def _areas() -> tuple[tuple[int, re.Pattern[str]], ...]:
    areas, geography = declared().rules.doctor.wider_areas, declared().geography
    regions = [*areas.regions, *geography.regions.values()]
    return (
        (3, _named(areas.countries)),
        (2, _named(regions)),
        (1, pattern(areas.words)),
        (1, _named(areas.systems)),
    )


def _named(areas: Sequence[str]) -> re.Pattern[str]:
    """Names that stand alone, or with no more than what kind of area or figure it is."""
    names = "|".join(re.escape(area) for area in sorted(areas, key=len, reverse=True))
    more = (
        r"totals?|average|mean|median|overall|region|figures?|as a whole|nhs|sha|stp|ics|icb|ccgs?"
    )
    return re.compile(
        rf"^(the |nhs |all |[A-Z]\d\d,? )*({names})([\s:,(–-]*({more})\b)*\W*\d?$", re.IGNORECASE
    )
