"""Names of a printed table → the places that they mean, as far as the store knows them."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from wfcore.declared import declared
from wfcore.geography import Level, display_name
from wfcore.measuring import VersionMeasures
from wfcore.normalising.printed_words import has_words, plain_text
from wfcore.searching import FoundPlace, search_places
from wfcore.table_checks.roles import is_average, is_total

AS_PRINTED = "as printed"
SAME_NAME = "the areas of that name"
_BODIES = re.compile(r"\b(nhs|ccg|clinical commissioning group|pcn|icb|council|borough of)\b", re.I)
_ALIKE = 80  # of 100 (rapidfuzz): less alike is another word
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


@dataclass(frozen=True)
class Matched:
    """Printed names with their places, what there is to ask, and the area that holds them, if one is known."""

    places: dict[str, PrintedPlace]
    doubts: tuple[Doubt, ...]
    within: PrintedPlace | None


def match_places(
    names: Collection[str],
    figures: VersionMeasures | None,
    told: Mapping[str, str],
    about: str = "",
) -> Matched:
    """The place of each printed name, and what there is to ask.

    Args:
        names: as printed.
        figures: the version that knows places; without it every name stays as printed.
        told: answers: a name, or the words that doubt them, → the place meant, or `as printed`.
        about: what the table is about, as its reader said.
    """
    matcher = _Matcher(figures, told)
    for at, printed in enumerate(dict.fromkeys(names)):
        matcher.take(printed, search=at < _MOST_LOOKED_UP)
    within = matcher.look_within(about)
    doubts = [Doubt(words, meant, tuple(pairs)) for (words, meant), pairs in matcher.doubts.items()]
    return Matched(matcher.found, tuple(doubts), within)


@dataclass
class _Matcher:
    """Names that were taken so far, with their places and doubts."""

    figures: VersionMeasures | None
    told: Mapping[str, str]
    found: dict[str, PrintedPlace] = field(default_factory=dict[str, PrintedPlace])
    doubts: dict[tuple[str, str], list[tuple[str, str]]] = field(
        default_factory=dict[tuple[str, str], list[tuple[str, str]]]
    )

    def take(self, printed: str, *, search: bool) -> None:
        """One name, by itself."""
        plain = _as_printed(printed)
        place, doubt = _meant(plain, self.figures, self.told, search=search)
        self._keep(plain, place, doubt)

    def _keep(
        self, plain: PrintedPlace, place: PrintedPlace, doubt: tuple[str, str] | None
    ) -> None:
        if doubt is not None:
            self.doubts.setdefault(doubt, []).append((plain.printed, place.name))
            said = self.told.get(doubt[0], "")
            place = plain if said.casefold() == AS_PRINTED else replace(place, doubt=doubt[0])
        self.found[plain.printed] = place

    def look_within(self, about: str) -> PrintedPlace | None:
        """The area that the table is about, or that its names begin with; names are looked for inside it."""
        if self.figures is None:
            return None
        open_ = [p for p in self.found.values() if p.code is None and not p.around]
        area = self._area(about) if about else None
        doubt = (f"names in {area.name}", SAME_NAME) if area else None
        head = "" if area else _common_head([p.printed for p in open_])
        if head and (near := self._area(head)) is not None:
            area, doubt = near, (head, near.name)
        if area is None and open_:
            rows = [p for p in self.found.values() if p.level in _AREAS]
            area = rows[0] if len(rows) == 1 else None
            doubt = (f"names in {area.name}", SAME_NAME) if area else None
        if area is None or doubt is None or self.told.get(doubt[0], "").casefold() == AS_PRINTED:
            return None
        inside = [p for p in open_ if self._inside(p, area, head, doubt)]
        if inside and area.printed in self.found:
            self.found[area.printed] = replace(area, around=True)
        if head and not inside:
            self.doubts.setdefault(doubt, []).append((head, area.name))
        return area

    def _inside(
        self, plain: PrintedPlace, area: PrintedPlace, head: str, doubt: tuple[str, str]
    ) -> bool:
        """Whether a name is that of a place inside an area, without or with the words that it lacks."""
        assert self.figures is not None
        bare = plain.printed.removeprefix(head).strip()
        for wanted in (bare, f"{area.name} {bare}", f"{area.name} {bare} PCN"):
            near = search_places(self.figures, display_name(wanted)).found
            here = [p for p in near if area.name in p.said or p.name.startswith(area.name)]
            if (known := _of_this_name(wanted, here)) is not None:
                self._keep(plain, _known(plain, known), doubt)
                return True
        return False

    def _area(self, name: str) -> PrintedPlace | None:
        """The area of a name that is said, or nearly one's name."""
        assert self.figures is not None
        near = [
            p for p in search_places(self.figures, name).found if not p.via and p.level in _AREAS
        ]
        exact = _of_this_name(name, near)
        alike = [p for p in near if _are_alike(name, p.name)]
        known = exact or (alike[0] if alike else None)
        return _known(PrintedPlace(name, name), known) if known else None


_AREAS = (Level.BOROUGH, Level.SUB_ICB, Level.ICB)


def _as_printed(printed: str) -> PrintedPlace:
    name = printed if len(printed) <= _ACRONYM else display_name(printed)
    return PrintedPlace(printed, name, around=_is_around(printed))


def _common_head(names: Collection[str]) -> str:
    """The words that all of several names begin with."""
    split = [name.split() for name in names]
    if len(split) < 2:
        return ""
    least = min(map(len, split))
    same = next((k for k in range(least) if any(o[k] != split[0][k] for o in split)), least)
    return " ".join(split[0][:same])


def _are_alike(one: str, other: str) -> bool:
    """Whether one word is the other with a slip of the pen: the same letter first, most of the others too."""
    a, b = plain_text(one), plain_text(other)
    return a[:1] == b[:1] and fuzz.ratio(a, b) >= _ALIKE


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
        fitting = [p for p in shorter.found if _is_such(wanted, p)]
        if (known := _of_this_name(bare, fitting)) is not None:
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


def _is_such(printed: str, place: FoundPlace) -> bool:
    """Whether a place is of the kind that a name says it is; a network is no practice."""
    network = bool(has_words(plain_text(printed), declared().printed.kinds_of_place["network"]))
    return (place.level is Level.PCN) == network


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
    if len(apart) != 1 or min(map(len, apart[0])) <= _ACRONYM or not _are_alike(*apart[0]):
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
