"""The controls of the place; one that the page cannot show is kept, and what stands for it is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from pages.parts import kept, words
from wfcore.declared import Metric, declared
from wfcore.errors import UnknownName
from wfcore.geography import Level, display_name
from wfcore.measuring import VersionMeasures
from wfcore.wording import closed_since, no_figures_of, place_label, stands_for

_LEVELS = {
    Level.ENGLAND: "England",
    Level.REGION: "Region",
    Level.ICB: "Integrated care board (ICB)",
    Level.SUB_ICB: "Sub-ICB location",
    Level.BOROUGH: "Borough",
    Level.PCN: "Primary care network (PCN)",
    Level.PRACTICE: "Practice",
}
_FILTERS = {Level.BOROUGH: "In borough", Level.PCN: "In network"}
_FAMILY = ("level", "borough", "pcn", "place")
Area = tuple[Level, str, str]  # level, code and name


@dataclass(frozen=True)
class _Asked:
    """Where the page may look: figures, metric, the levels it can show, and what it is about."""

    data: VersionMeasures
    metric: Metric
    levels: Sequence[Level]
    about: str

    def areas(self, level: Level) -> pl.DataFrame:
        """Areas of a level in the newest period that has each of them."""
        return self.data.areas_of_any(self.metric.collection, self.periods(), level)

    def there(self) -> list[Level]:
        """The levels of the page that the figures have, largest first.

        Raises:
            UnknownName: none.
        """
        there = [level for level in _LEVELS if level in self.levels and self.areas(level).height]
        if not there:
            raise UnknownName(
                f"No figures for {self.metric.short} are published yet.", "Choose other staff."
            )
        return there

    def collections(self) -> tuple[str, str]:
        """The collection of the metric, and the other one."""
        own = self.metric.collection
        return own, "pcn" if own == "practice" else "practice"

    def about_of(self, level: Level) -> str:
        """What cannot be shown of a level: what the page is about, or these staff."""
        return self.about if level not in self.levels else f"Figures of {self.metric.short}"

    def periods(self) -> list[str]:
        """The three newest periods and the one asked for, so that what has closed since can be named."""
        periods = self.data.periods(self.metric.collection)
        asked = kept.chosen("period")
        return [p for p in reversed(periods) if p in periods[-3:] or p == asked]

    def inside(self, level: Level, outer: str) -> pl.Expr:
        """Whether an area lies in another, in any of the periods looked at."""
        size = "registered_patients" if self.metric.collection == "practice" else "pcn_staff_fte"
        months = list(reversed(self.periods()))
        inside = self.data.trend([size], level, periods=months, within=outer)
        return pl.col("area_code").is_in(inside["area_code"].implode())


def choose_place(
    bar: Any, data: VersionMeasures, metric: Metric, levels: Sequence[Level], about: str
) -> Area:
    """Draw the controls of level and place; returns the place that is shown.

    Args:
        bar: where the controls stand.
        data: the figures.
        metric: what is shown of the place.
        levels: levels the page can show.
        about: what the page shows, as the subject of a sentence in the plural.

    Raises:
        UnknownName: nothing is published for these staff, or no place fits.
    """
    asked = _Asked(data, metric, levels, about)
    by_hand = kept.was_moved(*_FAMILY)
    if by_hand:
        _take_what_is_shown()
    elif kept.chosen("level") is None:
        _find_level(asked)
    level, chosen = _choose_level(bar, asked)
    areas = _filtered(bar, asked, level, chosen)
    if not areas.height:
        raise UnknownName("No place fits these choices.", "Choose another borough or level.")
    names = dict(areas.select("area_code", "area_name").iter_rows())
    if chosen is None:
        code = _fitting(asked, level, areas, by_hand=by_hand)
    else:
        code = chosen.shown or _first_place(level, areas)
        smallest = min(asked.there(), key=list(Level).index)
        about = asked.about_of(chosen.level)
        words.remark(stands_for(about, chosen.level, chosen.name, level, smallest))
    kept.draw(
        "place", list(names), code, bar.selectbox, "Place",
        format_func=lambda c: place_label(level, c, names[c]),
    )  # fmt: skip
    return level, code, names[code]


@dataclass(frozen=True)
class _Chosen:
    """A place that is chosen and that the page cannot show, and the code of what it shows; None for any inside."""

    level: Level
    code: str
    name: str
    shown: str | None


def _take_what_is_shown() -> None:
    """Whoever moves one of the controls means it of the place that the page shows."""
    for key in _FAMILY:
        if not kept.was_moved(key) and (value := kept.shown(key)):
            kept.choose(key, value)
    if kept.was_moved("level"):
        kept.forget("place")


def _find_level(asked: _Asked) -> None:
    """Let a link name a place alone."""
    place = kept.chosen("place")
    if not place or place in asked.areas(_default_level(asked.there()))["area_code"]:
        return
    for level in Level:
        if _seen_anywhere(asked, level, place):
            kept.choose("level", level.value)
            return


def _default_level(there: Sequence[Level]) -> Level:
    opens_on = declared().rules.opens_on.level
    return opens_on if opens_on in there else there[0]


def _choose_level(bar: Any, asked: _Asked) -> tuple[Level, _Chosen | None]:
    """The level that is shown, and the place that it stands in for."""
    there = asked.there()
    named = {level.value: level for level in there}
    wanted = kept.chosen("level")
    chosen, level = None, _default_level(there)
    if wanted in {x.value for x in Level} and wanted not in named:
        found = _standing_in(asked, there, Level(wanted), kept.chosen("place") or "")
        if found is None:
            kept.forget("level")
        else:
            level, chosen = found
    pick = kept.draw if chosen else kept.remembered
    shown = pick(
        "level", list(named), level.value, bar.selectbox, "Kind of place",
        format_func=lambda x: _LEVELS[Level(x)],
    )  # fmt: skip
    return named[shown], chosen


def _standing_in(
    asked: _Asked, there: Sequence[Level], level: Level, code: str
) -> tuple[Level, _Chosen] | None:
    """What the page shows for a place of a level that it has not: what holds it, else what lies in it."""
    if (seen := _seen_anywhere(asked, level, code)) is None:
        return None
    collection, period, name = seen
    for outer in (x for x in level.above if x in there):
        holder = asked.data.holder(collection, period, level, code, outer)
        if holder in asked.areas(outer)["area_code"]:
            return outer, _Chosen(level, code, name, holder)
    for inner in (x for x in there if level in x.above):
        if asked.areas(inner).filter(asked.inside(inner, code)).height:
            return inner, _Chosen(level, code, name, None)
    return None


def _last_seen(
    data: VersionMeasures, level: Level, code: str, collection: str
) -> tuple[str, str, str] | None:
    """A collection, the month of the newest figures of a place in it, or that chosen, and its name."""
    periods = data.periods_of(collection, level, code)
    if not periods:
        return None
    asked = kept.chosen("period")
    period = asked if asked in periods else periods[-1]
    rows = data.areas(collection, period, level).filter(pl.col("area_code") == code)
    return collection, period, display_name(rows["area_name"][0]) if rows.height else code


def _seen_anywhere(asked: _Asked, level: Level, code: str) -> tuple[str, str, str] | None:
    seen = (_last_seen(asked.data, level, code, own) for own in asked.collections())
    return next(filter(None, seen), None)


def _fitting(asked: _Asked, level: Level, areas: pl.DataFrame, *, by_hand: bool) -> str:
    """The place that is chosen, or the first one; then it is said, unless another control asked for it."""
    wanted, first = kept.taken("place"), _first_place(level, areas)
    if wanted is None or wanted in areas["area_code"]:
        return wanted or first
    if by_hand:
        kept.choose("place", first)
        return first
    names = dict(areas.select("area_code", "area_name").iter_rows())
    shown = place_label(level, first, names[first])
    here, elsewhere = (_last_seen(asked.data, level, wanted, own) for own in asked.collections())
    if elsewhere and not here:
        words.remark(no_figures_of(asked.metric, elsewhere[2], shown))
    else:
        kept.forget("place")
        kept.say_unknown("Place", wanted, shown, closed_since(here[1]) if here else "")
    return first


def _filtered(bar: Any, asked: _Asked, level: Level, chosen: _Chosen | None) -> pl.DataFrame:
    """Areas of a level. Networks and practices are many: narrow them by borough, and practices by network."""
    areas = asked.areas(level)
    if chosen and chosen.shown is None:
        areas = areas.filter(asked.inside(level, chosen.code))
    if level not in (Level.PCN, Level.PRACTICE):
        return areas
    outer = "all"
    for wider, label in _FILTERS.items():
        options = asked.areas(wider)
        if wider is level or not options.height:
            continue
        if outer != "all":
            options = options.filter(asked.inside(wider, outer))
        names: dict[str, str] = dict(options.select("area_code", "area_name").iter_rows())
        names = {"all": "Anywhere", **names}
        value = _narrowing(asked, level, areas, wider, names, chosen)
        kept.draw(
            wider.value, list(names), value, bar.selectbox, label, format_func=names.__getitem__
        )
        outer = value if value != "all" else outer
    narrowed = areas.filter(asked.inside(level, outer)) if outer != "all" else areas
    return narrowed if narrowed.height else areas


def _narrowing(
    asked: _Asked, level: Level, areas: pl.DataFrame, wider: Level, names: Mapping[str, str],
    chosen: _Chosen | None,
) -> str:  # fmt: skip
    """What a list is narrowed to: what is chosen, unless the place that was asked for lies elsewhere."""
    if chosen and chosen.shown is None:
        return chosen.code if chosen.level is wider and chosen.code in names else "all"
    by_hand, wanted = kept.was_moved(wider.value), kept.taken(wider.value)
    named = chosen.shown if chosen else kept.chosen("place")
    there = named in areas["area_code"]
    value = wanted if wanted and wanted in names else "all" if there else _usual(wider, names)
    if value != "all" and there and not by_hand:
        inside = areas.filter(asked.inside(level, value))
        value = value if named in inside["area_code"] else "all"
    if wanted is not None:
        kept.choose(wider.value, value)
    return value


def _usual(wider: Level, names: Mapping[str, str]) -> str:
    """Where a list starts: in the borough that was looked at, else in the one that the notebook opens on."""
    last = kept.shown("place") if kept.shown("level") == wider else None
    opens_on = declared().rules.opens_on
    first = opens_on.name if opens_on.level is wider else "all"
    return last if last and last in names else first if first in names else "all"


def _first_place(level: Level, areas: pl.DataFrame) -> str:
    opens_on = declared().rules.opens_on
    named = areas.filter(pl.col("area_name") == opens_on.name)
    if opens_on.level is level and named.height:
        return str(named["area_code"][0])
    real = areas.filter(~pl.col("flags").str.contains("invented"))
    return str((real if real.height else areas)["area_code"][0])
