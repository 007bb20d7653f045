"""Every place of a version under all that it may be called, made once."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import polars as pl

from wfcore.declared.gazetteer import KINDS, NamedArea, authority_of_today, gazetteer
from wfcore.geography import AREA_LEVELS, ENGLAND_CODE, Level, display_name, plain_postcode
from wfcore.measuring import VersionMeasures, cached_per_version, published_groups
from wfcore.store import Wanted
from wfcore.wording import kind_of_place, month

_HOLDERS = {  # level → the levels that say where a place lies, the first that is known
    Level.PRACTICE: (Level.BOROUGH, Level.SUB_ICB),
    Level.PCN: (Level.BOROUGH, Level.SUB_ICB),
    Level.BOROUGH: (Level.ICB,),
    Level.SUB_ICB: (Level.ICB,),
    Level.ICB: (Level.REGION,),
}
_COLUMNS = [f"{level}_{part}" for level in AREA_LEVELS for part in ("code", "name")]


@dataclass(frozen=True)
class FoundPlace:
    """A place with figures, and how it is told apart: `said` is what it is and where it lies.

    `via`: what else was named, as a ward or a code that is gone, that leads to it.
    """

    level: Level
    code: str
    name: str
    said: str
    via: str = ""

    def by(self, via: str) -> "FoundPlace":
        """The same, found by another name."""
        return replace(self, via=via)

    @property
    def label(self) -> str:
        """The place in one line."""
        place = f"{self.name} – {self.said}"
        return f"{self.via} → {place}" if self.via else place


@dataclass(frozen=True)
class PlaceIndex:
    """Places and the terms that lead to them.

    `terms`: plain words → numbers of places; `codes` and `postcodes` alike, to be met exactly;
    `lies_in`: practice → its authority; `nowhere`: plain words of a constituency or ward that no
    authority here is known to hold → its name and what it is.
    """

    places: list[FoundPlace] = field(default_factory=list[FoundPlace])
    terms: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    codes: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    postcodes: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    lies_in: dict[int, int] = field(default_factory=dict[int, int])
    nowhere: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, place: FoundPlace, *names: str, codes: tuple[str, ...] = ()) -> int:
        """Take in a place under its names and codes; returns its number."""
        number = len(self.places)
        self.places.append(place)
        for name in dict.fromkeys(plain_words(name) for name in names):
            if name:
                self.terms.setdefault(name, []).append(number)
        for code in codes:
            self.codes.setdefault(code.casefold(), []).append(number)
        return number

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of every name."""
        return frozenset(word for term in self.terms for word in term.split())

    def number_of(self, level: Level, code: str) -> int | None:
        """The place of this level and code."""
        for number in self.codes.get(code.casefold(), ()):
            if self.places[number].level is level and not self.places[number].via:
                return number
        return None


def plain_words(text: str) -> str:
    """Words without case, accents and marks; & is and."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(re.sub(r"['’.]", "", bare).replace("-", " ").translate(_MARKS).split())


_MARKS = {ord(mark): " " for mark in ',;:/()[]"“”_–—'}


@cached_per_version
def place_index(figures: VersionMeasures) -> PlaceIndex:
    """The places of a version: those of the newest figures, then those that only earlier files have."""
    index = PlaceIndex()
    index.add(
        FoundPlace(Level.ENGLAND, ENGLAND_CODE, "England", "the whole country"),
        "England",
        codes=(ENGLAND_CODE,),
    )
    placed = pl.concat(list(_rows(figures)), how="diagonal")
    newest = min((figures.newest(c) for c in ("practice", "pcn") if figures.periods(c)), default="")
    for level in (Level.REGION, Level.ICB, Level.BOROUGH, Level.SUB_ICB, Level.PCN, Level.PRACTICE):
        _add_level(index, placed, level, newest)
    _add_postcodes(index, placed, figures)
    _add_gone(index, figures)
    _add_groups(index, figures)
    _add_parts(index, figures)
    return index


def _rows(figures: VersionMeasures) -> Iterator[pl.DataFrame]:
    """Units with their areas: of the newest figures of each collection, then of all maps, the newest first."""
    for collection, unit in (("practice", "practice"), ("pcn", "pcn")):
        if figures.periods(collection):
            frame = figures.units(collection, figures.newest(collection)).frame
            own = [pl.col("unit").alias(f"{unit}_code"), pl.col("unit_name").alias(f"{unit}_name")]
            areas = [c for c in _COLUMNS if c in frame.columns and not c.startswith(f"{unit}_")]
            yield frame.select(*own, *areas, last=pl.lit(None, dtype=pl.String))
    columns = ["period", "practice_code", "practice_name", "postcode", *_COLUMNS]
    maps = figures.version.table("places", columns=columns)
    yield maps.sort("period", descending=True, maintain_order=True).rename({"period": "last"})


def _add_level(index: PlaceIndex, placed: pl.DataFrame, level: Level, newest: str) -> None:
    holders = [f"{h}_{part}" for h in _HOLDERS.get(level, ()) for part in ("code", "name")]
    rows = placed.select(f"{level}_code", f"{level}_name", *holders, "last").drop_nulls(
        f"{level}_code"
    )
    for row in rows.unique(f"{level}_code", keep="first", maintain_order=True).iter_rows():
        code, printed, *held, last = row
        name = display_name(printed) or code
        if code == printed and any(
            index.places[n].level is level for n in index.terms.get(plain_words(name), ())
        ):
            continue  # earlier files have the name for a code
        lies = next((display_name(n) for n in held[1::2] if n), "")
        said = ", ".join(filter(None, [kind_of_place(level, code), lies]))
        if last and last < newest:
            said += f", until {month(last)}"
        place = FoundPlace(level, str(code), name, said)
        index.add(place, name, printed or "", codes=(str(code),))


def _add_postcodes(index: PlaceIndex, placed: pl.DataFrame, figures: VersionMeasures) -> None:
    """Practices under their postcodes, whole and outward: of the look-up, and of maps."""
    wanted = Wanted("boroughs", columns=["practice_code", "postcode"])
    rows = pl.concat(
        [placed.select("practice_code", "postcode"), figures.version.tables([wanted])[0]]
    )
    rows = rows.select("practice_code", plain_postcode("postcode")).drop_nulls()
    pairs = placed.select("practice_code", "borough_code").drop_nulls()
    lies = dict(pairs.unique("practice_code", keep="first").iter_rows())
    for practice, postcode in rows.unique("practice_code", maintain_order=True).iter_rows():
        number = index.number_of(Level.PRACTICE, practice)
        authority = index.number_of(Level.BOROUGH, lies.get(practice, ""))
        if number is not None and authority is not None:
            index.lies_in[number] = authority
        if number is not None:
            for typed in (postcode, postcode.split(" ")[0]):
                index.postcodes.setdefault(typed, []).append(number)


def _add_gone(index: PlaceIndex, figures: VersionMeasures) -> None:
    """Practices that others followed, to the one that did; authorities likewise."""
    rows = figures.version.table("successions", columns=["practice_code", "successor_code", "how"])
    for gone, heir, how in rows.drop_nulls("successor_code").iter_rows():
        number = index.number_of(Level.PRACTICE, heir)
        before = index.number_of(Level.PRACTICE, gone)
        if number is not None and number != before:
            name = index.places[before].name if before is not None else gone
            via = f"{name} ({gone}), {how}"
            index.add(index.places[number].by(via), name, codes=(gone,))


def _add_groups(index: PlaceIndex, figures: VersionMeasures) -> None:
    """The published groups of practices."""
    for group in published_groups(figures):
        said = f"group of practices ({group.kind})"
        index.add(FoundPlace(Level.GROUP, group.code, group.name, said), group.name)


def _add_parts(index: PlaceIndex, figures: VersionMeasures) -> None:
    """Wards, constituencies and authorities that are gone, each to the authority that has figures."""
    directory = _by_directory(figures)
    for area in gazetteer().values():
        if area.is_authority and not area.within:
            continue
        what = KINDS.get(area.code[:3], f"former {kind_of_place(Level.BOROUGH, area.code)}")
        via, is_known = f"{area.name}, {what}", False
        for holder in area.within or directory.get(area.code, ()):
            today = authority_of_today(holder)
            number = _authority(index, today) if today else None
            is_known = is_known or number is not None
            if number is not None and index.places[number].name != area.name:
                index.add(index.places[number].by(via), area.name, codes=(area.code,))
        if not is_known:
            index.nowhere.setdefault(plain_words(area.name), via)


def _by_directory(figures: VersionMeasures) -> dict[str, list[str]]:
    """Constituency → the authorities that its postcodes lie in, those with most first."""
    columns = ["constituency_code", "borough_code"]
    rows = figures.version.tables([Wanted("postcodes", columns=columns)])[0].drop_nulls()
    counted = rows.group_by(columns).len().sort("len", "borough_code", descending=[True, False])
    lists = counted.group_by("constituency_code", maintain_order=True).agg("borough_code")
    return dict(lists.iter_rows())


def _authority(index: PlaceIndex, today: NamedArea) -> int | None:
    """The authority by its code, or by its name where a look-up has no codes."""
    by_code = index.number_of(Level.BOROUGH, today.code)
    return index.number_of(Level.BOROUGH, today.name) if by_code is None else by_code
