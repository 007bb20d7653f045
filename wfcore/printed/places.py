"""Names of a printed table → the places that they mean, as far as the store knows them."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from wfcore.declared import declared
from wfcore.geography import Level, display_name
from wfcore.measuring import VersionMeasures
from wfcore.normalising.printed_words import has_words, plain_text
from wfcore.searching import FoundPlace, search_places
from wfcore.table_checks.roles import is_average, is_total

AS_PRINTED = "as printed"
SAME_NAME = "the areas of that name"
_BODIES = re.compile(r"\b(nhs|ccg|clinical commissioning group|pcn|icb|council|borough of)\b", re.I)
_ACRONYM = 4  # letters: SWB is no name in capitals
_MOST_LOOKED_UP = 60  # names that are near no other take a search each


@dataclass(frozen=True)
class PrintedPlace:
    """A place as a table prints it.

    `name` is what it is called here, `level` and `code` those of the store, None where it is not known.
    `around`: whether it is a total or an area that holds the others. `doubt`: the question by which it
    was found, empty where the name says it.
    """

    printed: str
    name: str
    level: Level | None = None
    code: str | None = None
    around: bool = False
    doubt: str = ""


@dataclass(frozen=True)
class Doubt:
    """Names that are nearly those of places: `words` as printed, `meant` as known; `names` the pairs."""

    words: str
    meant: str
    names: tuple[tuple[str, str], ...]


def match_places(
    names: Collection[str], figures: VersionMeasures | None, told: Mapping[str, str]
) -> tuple[dict[str, PrintedPlace], list[Doubt]]:
    """The place of each printed name, and what there is to ask.

    Args:
        names: as printed.
        figures: the version that knows places; without it every name stays as printed.
        told: answers: a name, or the words that doubt them, → the place meant, or `as printed`.
    """
    found: dict[str, PrintedPlace] = {}
    doubts: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for at, printed in enumerate(dict.fromkeys(names)):
        name = printed if len(printed) <= _ACRONYM else display_name(printed)
        plain = PrintedPlace(printed, name, around=_is_around(printed))
        place, doubt = _meant(plain, figures, told, search=at < _MOST_LOOKED_UP)
        if doubt is not None:
            doubts.setdefault(doubt, []).append((printed, place.name))
            said = told.get(doubt[0], "")
            place = plain if said.casefold() == AS_PRINTED else replace(place, doubt=doubt[0])
        found[printed] = place
    return found, [Doubt(words, meant, tuple(pairs)) for (words, meant), pairs in doubts.items()]


def _meant(
    plain: PrintedPlace, figures: VersionMeasures | None, told: Mapping[str, str], *, search: bool
) -> tuple[PrintedPlace, tuple[str, str] | None]:
    """A place and, where it is only probable, the words that differ."""
    said = told.get(plain.printed, "")
    if figures is None or said.casefold() == AS_PRINTED:
        return plain, None
    wanted = said or plain.printed
    exact = search_places(figures, display_name(wanted))
    if (known := _of_this_name(wanted, exact.found)) is not None:
        return _known(plain, known), None
    bare = " ".join(_BODIES.sub(" ", wanted).split())
    if bare and bare.casefold() != wanted.casefold():
        shorter = search_places(figures, display_name(bare))
        if (known := _of_this_name(bare, shorter.found)) is not None:
            return _known(plain, known), (_shape(wanted, bare), SAME_NAME)
    if search and not said:
        for near in exact.found:
            if not near.via and (words := _one_word_apart(wanted, near.name)):
                return _known(plain, near), words
    return plain, None


def _of_this_name(wanted: str, found: Collection[FoundPlace]) -> FoundPlace | None:
    """The place that is called or coded so, not by another name; larger areas first."""
    text = plain_text(display_name(wanted))
    return next(
        (
            p
            for p in found
            if not p.via and text in (plain_text(p.name), p.code.casefold(), p.code.lower())
        ),
        None,
    )


def _known(plain: PrintedPlace, place: FoundPlace) -> PrintedPlace:
    around = plain.around or place.level is Level.ENGLAND
    return replace(plain, name=place.name, level=place.level, code=place.code, around=around)


def _shape(printed: str, bare: str) -> str:
    """`NHS … CCG`: the words around a name."""
    at = printed.casefold().find(bare.casefold())
    return printed if at < 0 else f"{printed[:at]}…{printed[at + len(bare) :]}"


def _one_word_apart(printed: str, known: str) -> tuple[str, str] | None:
    """The word that is another in a known name, and that; None where more differ."""
    mine, theirs = display_name(printed).split(), known.split()
    if len(mine) != len(theirs):
        return None
    apart = [(a, b) for a, b in zip(mine, theirs, strict=True) if plain_text(a) != plain_text(b)]
    if len(apart) != 1 or min(map(len, apart[0])) < 4:
        return None
    as_printed = printed.split()[mine.index(apart[0][0])]
    return as_printed, apart[0][1]


def _is_around(printed: str) -> bool:
    """Whether a name says that it is a total, or an area around the others."""
    return (
        is_total(printed)
        or is_average(printed)
        or bool(has_words(plain_text(printed), declared().printed.around))
    )


def short_names(names: Collection[str]) -> dict[str, str]:
    """Names without the words that all of them begin or end with: `Hill North PCN` is North."""
    split = {name: name.split() for name in names}
    if len(split) < 2:
        return {name: name for name in names}
    first, *others = split.values()
    least = min(map(len, split.values()))
    head = next((k for k in range(least) if any(o[k] != first[k] for o in others)), least)
    tail = next((k for k in range(least) if any(o[-1 - k] != first[-1 - k] for o in others)), least)
    if head + tail >= least:
        return {name: name for name in names}
    return {name: " ".join(words[head : len(words) - tail]) for name, words in split.items()}


def noun_of(places: Collection[PrintedPlace]) -> str:
    """What kind of place most of them are, for one: `network`, `practice`, `CCG`, or `place`."""
    by_level = {Level.PCN: "network", Level.PRACTICE: "practice", Level.BOROUGH: "borough"}
    for noun, words in declared().printed.kinds_of_place.items():
        named = [bool(has_words(plain_text(p.printed), words)) for p in places]
        if named and all(named):
            return noun
    levels = {by_level.get(p.level, "place") if p.level else "place" for p in places}
    return levels.pop() if len(levels) == 1 else "place"
