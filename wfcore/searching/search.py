"""A few words, a code or a postcode → the places that fit best."""

import contextlib
import re
from dataclasses import dataclass

import polars as pl
from rapidfuzz import fuzz, process

from wfcore.declared.gazetteer import authority_of_today, gazetteer
from wfcore.errors import UnknownName
from wfcore.geography import GROUP_PREFIX, Level
from wfcore.measuring import VersionMeasures
from wfcore.searching.place_index import FoundPlace, PlaceIndex, place_index, plain_words
from wfcore.store import Wanted

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)\s*(?:([0-9])\s*([A-Z]{2})?)?")
_MOST = 8  # results
_LIKE = 72  # of 100: less alike is another word
_SURE, _BEGINS, _WORD, _INSIDE, _NEARLY = 100.0, 96.0, 92.0, 86.0, 85.0
_NO_AUTHORITY = (
    "{}: these data do not say in which local authority it lies. An analyst can bring a directory of postcodes "
    "(ONSPD or NSPL), which says so. Until then type the name of the authority."
)
_ORDER = list(reversed(Level))  # larger areas first


@dataclass(frozen=True)
class PlaceSearch:
    """What was found, the best first, and what to say where it was nothing or not what was typed.

    `sure`: the best is what was typed, letter by letter, and no other is.
    """

    found: tuple[FoundPlace, ...]
    note: str = ""
    sure: bool = False


def search_places(figures: VersionMeasures, typed: str) -> PlaceSearch:
    """The places that a name, code, postcode, ward or constituency may mean; typing errors are forgiven.

    Args:
        figures: the version.
        typed: by a reader, anything.
    """
    index, typed = place_index(figures), " ".join(typed.split())[:200]
    if not plain_words(typed):
        return PlaceSearch((), "Type a name, a code or a postcode.")
    if numbers := index.codes.get(typed.casefold()):
        return PlaceSearch(_places(index, numbers), sure=len(numbers) == 1)
    if postcode := _POSTCODE.fullmatch(typed.upper()):
        return _by_postcode(index, figures, postcode)
    return _by_name(index, plain_words(typed))


def _place_named(figures: VersionMeasures, typed: str) -> FoundPlace:
    """The one place that is meant, for whoever cannot be asked.

    Raises:
        UnknownName: none or several may be meant; the advice names them.
    """
    found = search_places(figures, typed)
    if found.sure:
        return found.found[0]
    if found.note and not found.found:
        raise UnknownName(f"There is no area called {typed!r} in these data.", found.note)
    near = "; ".join(f"{place.label} ({place.code})" for place in found.found[:5])
    raise UnknownName(
        f"There is no area called {typed!r} in these data.",
        f"Did you mean: {near}?"
        if near
        else "Use the code, such as U55939, the name or a postcode.",
    )


def code_meant(figures: VersionMeasures, typed: str) -> str:
    """What `find` of the figures understands, for whatever `search_places` is sure about.

    Raises:
        UnknownName: none or several may be meant; the advice names them.
    """
    for collection in ("practice", "pcn"):
        with contextlib.suppress(UnknownName):
            figures.find(typed, collection)
            return typed
    found = _place_named(figures, typed)
    return GROUP_PREFIX + found.code if found.level is Level.GROUP else found.code


def _by_name(index: PlaceIndex, typed: str) -> PlaceSearch:
    scores = _holding(index, typed)
    exact = [number for number, score in scores.items() if score == _SURE]
    if len(scores) < _MOST:
        for near in (_alike(index, typed), _respelt(index, typed)):
            scores = (
                near | scores | {n: max(near[n], scores[n]) for n in near.keys() & scores.keys()}
            )
    order = sorted(
        scores, key=lambda number: (-scores[number], _rank(index.places[number]), number)
    )
    if not order and typed not in index.nowhere:
        return PlaceSearch(
            (),
            f"No place here is called “{typed}”. Try fewer letters, a code, or the postcode of a practice.",
        )
    if not exact and (known := index.nowhere.get(typed)):
        return PlaceSearch(_places(index, order), _NO_AUTHORITY.format(known))
    real = [number for number in exact if not index.places[number].via]
    meant = {(index.places[n].level, index.places[n].code) for n in real or exact}
    return PlaceSearch(_places(index, order), sure=len(meant) == 1)


def _holding(index: PlaceIndex, typed: str) -> dict[int, float]:
    """Places whose names hold what was typed → how well."""
    scores: dict[int, float] = {}
    for term, numbers in index.terms.items():
        if typed in term:
            score = _fit(typed, term)
            for number in numbers:
                scores[number] = max(score, scores.get(number, 0))
    return scores


def _alike(index: PlaceIndex, typed: str) -> dict[int, float]:
    """Places whose names are nearly what was typed → how near."""
    near = process.extract(
        typed, index.terms.keys(), scorer=fuzz.ratio, limit=_MOST, score_cutoff=_LIKE
    )
    return {number: min(score, _NEARLY) for term, score, _ in near for number in index.terms[term]}


def _respelt(index: PlaceIndex, typed: str) -> dict[int, float]:
    """Places that hold each word that was typed, or the one that comes nearest, at the start of a word."""
    words: list[str] = []
    worst = _NEARLY
    for word in typed.split():
        near = process.extractOne(word, index.words, scorer=fuzz.ratio, score_cutoff=_LIKE)
        if near is None:
            return {}
        words.append(near[0])
        worst = min(worst, near[1])
    held = _holding(index, " ".join(words))
    return {
        number: worst - (_SURE - score) / 4 for number, score in held.items() if score > _INSIDE
    }


def _fit(typed: str, term: str) -> float:
    if typed == term:
        return _SURE
    if term.startswith(typed):
        return _BEGINS
    return _WORD if f" {typed}" in term else _INSIDE


def _rank(place: FoundPlace) -> tuple[bool, int, str]:
    return bool(place.via), _ORDER.index(place.level), place.name


def _by_postcode(
    index: PlaceIndex, figures: VersionMeasures, postcode: re.Match[str]
) -> PlaceSearch:
    outward, sector, unit = postcode.groups()
    if unit:
        whole = f"{outward} {sector}{unit}"
        if numbers := index.postcodes.get(whole):
            return PlaceSearch(_places(index, numbers), sure=len(numbers) == 1)
        if found := _in_directory(index, figures, whole):
            return PlaceSearch(found, sure=len(found) == 1)
    near = _places(index, [*_authorities_at(index, outward), *index.postcodes.get(outward, ())])
    known = f"{outward} {sector}{unit}" if unit else outward
    if not near:
        note = (
            f"No practice of these data has a postcode like {known}. Type the name of the town, the ward or the "
            "practice, or let an analyst bring a directory of postcodes."
        )
        return PlaceSearch((), note)
    note = f"No practice has the postcode {known}. These are in {outward}." if unit else ""
    return PlaceSearch(near, note)


def _in_directory(
    index: PlaceIndex, figures: VersionMeasures, postcode: str
) -> tuple[FoundPlace, ...]:
    """The authority of a postcode, and by which ward or constituency, if a directory is published."""
    wanted = Wanted("postcodes", where=pl.col("postcode") == postcode)
    for row in figures.version.tables([wanted])[0].iter_rows(named=True):
        area = authority_of_today(row["borough_code"])
        number = index.number_of(Level.BOROUGH, area.code) if area else None
        if number is not None:
            named = (gazetteer().get(row[c] or "") for c in ("ward_code", "constituency_code"))
            parts = ", ".join([postcode, *(one.name for one in named if one)])
            return (index.places[number].by(parts),)
    return ()


def _authorities_at(index: PlaceIndex, outward: str) -> list[int]:
    """The authorities in which the practices of a postcode district lie, those with most first."""
    lie = [index.lies_in.get(number) for number in index.postcodes.get(outward, ())]
    known = [number for number in lie if number is not None]
    return sorted(set(known), key=lambda number: -known.count(number))


def _places(index: PlaceIndex, numbers: list[int]) -> tuple[FoundPlace, ...]:
    return tuple(index.places[number] for number in dict.fromkeys(numbers))[:_MOST]
