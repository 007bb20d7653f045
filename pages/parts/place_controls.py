"""The choice of the place; one that the page cannot show is kept, and what stands for it is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from pages.parts import kept, words
from pages.parts.kept import Box
from pages.parts.place_lists import PlaceLists
from wfcore.arrs import NetworkMeasures
from wfcore.declared import Metric
from wfcore.errors import UnknownName
from wfcore.geography import Level, display_name
from wfcore.measuring import VersionMeasures, opening_place
from wfcore.wording import closed_since, no_figures_of, place_label, stands_for

_LEVELS = {
    Level.ENGLAND: "England",
    Level.REGION: "Region",
    Level.ICB: "Integrated care board (ICB)",
    Level.SUB_ICB: "Sub-ICB location",
    Level.BOROUGH: "Local authority",
    Level.PCN: "Primary care network (PCN)",
    Level.GROUP: "Group of practices",
    Level.PRACTICE: "Practice",
}
_FILTERS = {Level.BOROUGH: "In local authority", Level.PCN: "In network"}
_FAMILY = ("level", "borough", "pcn", "place")
Area = tuple[Level, str, str]  # level, code and name


@dataclass(frozen=True)
class _Asked:
    """Where the page may look: lists of places, the levels it can show, and what it is about.

    `by_hand`: whether a reader has just moved one of the controls; `near`: where lists open.
    """

    lists: PlaceLists
    levels: Sequence[Level]
    about: str
    by_hand: bool
    near: str | None

    @property
    def data(self) -> VersionMeasures:
        """The figures."""
        return self.lists.figures

    @property
    def metric(self) -> Metric:
        """What is shown of a place."""
        return self.lists.metric

    def areas(self, level: Level, inside: str | None = None) -> pl.DataFrame:
        """Areas of a level, of one larger area or of all."""
        return self.lists.areas(level, inside)

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


def choose_place(
    data: VersionMeasures, metric: Metric, levels: Sequence[Level], about: str
) -> tuple[Area, list[Box]]:
    """The place that is shown, and the choices of level and place that led to it, nothing drawn.

    Args:
        data: the figures.
        metric: what is shown of the place.
        levels: levels the page can show.
        about: what the page shows, as the subject of a sentence in the plural.

    Raises:
        UnknownName: nothing is published for these staff, or no place fits.
    """
    by_hand = kept.was_moved(*_FAMILY)
    near = kept.shown("place") if by_hand else kept.chosen("place")
    lists = PlaceLists(data, metric, _looked_at(data, metric))
    asked = _Asked(lists, levels, about, by_hand, near)
    if by_hand:
        _take_what_is_shown()
    elif kept.chosen("level") is None:
        _find_level(asked)
    kind, chosen = _choose_level(asked)
    level = Level(kind.value)
    areas, filters = _filtered(asked, level, chosen)
    if not areas.height:
        raise UnknownName("No place fits these choices.", "Choose another place or kind of place.")
    names = dict(zip(areas["area_code"], areas["area_name"], strict=True))
    last = lists.last_months(level)
    if chosen is None:
        code = _fitting(asked, level, areas)
    else:
        code = chosen.shown or lists.first(level, areas, chosen.code)
        smallest = min(asked.there(), key=list(Level).index)
        about = asked.about_of(chosen.level)
        words.remark(stands_for(about, chosen.area, (level, code), smallest))
    place = kept.settle(
        "place", "Place", list(names), code, lambda c: place_label(level, c, names[c], last.get(c))
    )
    return (level, code, names[code]), [kind, *filters, place]


def _looked_at(data: VersionMeasures, metric: Metric) -> tuple[str, ...]:
    """The three newest periods and the one asked for, so that what has closed since can be named.

    And those without returns that hold networks of which no return is known.
    """
    periods, asked = data.periods(metric.collection), kept.chosen("period")
    returned = data.of_returns.periods("pcn") if isinstance(data, NetworkMeasures) else periods
    newest = {*returned[-3:], *(p for p in periods if p not in returned), asked}
    return tuple(p for p in reversed(periods) if p in newest)


@dataclass(frozen=True)
class _Chosen:
    """A place that is chosen and that the page cannot show, and the code of what it shows; None for any inside."""

    level: Level
    code: str
    name: str
    shown: str | None

    @property
    def area(self) -> Area:
        """Level, code and name."""
        return self.level, self.code, self.name


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
    if not place or place in asked.areas(_default_level(asked.data, asked.there()))["area_code"]:
        return
    for level in Level:
        if _seen_anywhere(asked, level, place):
            kept.choose("level", level.value)
            return


def _default_level(data: VersionMeasures, there: Sequence[Level]) -> Level:
    usual = opening_place(data).level
    return usual if usual in there else there[0]


def _choose_level(asked: _Asked) -> tuple[Box, _Chosen | None]:
    """The level that is shown, and the place that it stands in for."""
    there = asked.there()
    named = {level.value: level for level in there}
    wanted = kept.chosen("level")
    chosen, level = None, _default_level(asked.data, there)
    if wanted in {x.value for x in Level} and wanted not in named:
        found = _standing_in(asked, there, Level(wanted), kept.chosen("place") or "")
        if found is None:
            kept.forget("level")
        else:
            level, chosen = found
    choose = kept.settle if chosen else kept.offer
    return (
        choose("level", "Kind of place", list(named), level.value, lambda x: _LEVELS[Level(x)]),
        chosen,
    )


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
        if asked.areas(inner, code).height:
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


def _fitting(asked: _Asked, level: Level, areas: pl.DataFrame) -> str:
    """The place that is chosen, or the first one; then it is said, unless another control asked for it."""
    wanted = kept.taken("place")
    if wanted is not None and wanted in areas["area_code"].to_list():
        return wanted
    called = areas.filter(pl.col("area_name").str.to_lowercase() == (wanted or "").lower())
    if called.height:  # a link by hand, or of a time when the place had no code
        kept.choose("place", str(called["area_code"][0]))
        return str(called["area_code"][0])
    first = asked.lists.first(level, areas, asked.near)
    if asked.by_hand:
        kept.choose("place", first)
    if asked.by_hand or wanted is None:
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


def _filtered(
    asked: _Asked, level: Level, chosen: _Chosen | None
) -> tuple[pl.DataFrame, list[Box]]:
    """Areas of a level. Networks and practices are many: narrow them by borough, and practices by network."""
    lists, inside = asked.lists, chosen.code if chosen and chosen.shown is None else None
    areas = asked.areas(level, inside) if inside else lists.around(level, asked.near)
    if level not in (Level.PCN, Level.PRACTICE):
        return areas, []
    outer, boxes = None, list[Box]()
    for wider, label in _FILTERS.items():
        if wider is level or not asked.areas(wider).height:
            continue
        options = asked.areas(wider, outer) if outer else lists.around(wider, asked.near)
        names: dict[str, str] = dict(options.select("area_code", "area_name").iter_rows())
        names = {"all": _anywhere(lists, asked.near), **names}
        value = _narrowing(asked, level, areas, wider, names, chosen)
        boxes.append(kept.settle(wider.value, label, list(names), value, names.__getitem__))
        outer = value if value != "all" else outer
    narrowed = _within(asked, level, areas, outer) if outer else areas
    return narrowed if narrowed.height else areas, boxes


def _anywhere(lists: PlaceLists, near: str | None) -> str:
    """How a list is called that is not narrowed any more."""
    boards = lists.boards_near(near)
    areas = lists.areas(Level.ICB).filter(pl.col("area_code").is_in(boards))
    return f"Anywhere in {' and '.join(areas['area_name'])}" if areas.height else "Anywhere"


def _within(asked: _Asked, level: Level, areas: pl.DataFrame, outer: str) -> pl.DataFrame:
    return areas.join(asked.areas(level, outer), on="area_code", how="semi", maintain_order="left")


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
    usual = asked.lists.home_borough(asked.near) if wider is Level.BOROUGH else "all"
    usual = "all" if there or usual not in names else usual
    value = wanted if wanted and wanted in names else usual
    if value != "all" and there and not by_hand:
        inside = _within(asked, level, areas, value)
        value = value if named in inside["area_code"] else "all"
    if wanted is not None or asked.by_hand:
        kept.choose(wider.value, value)
    return value
