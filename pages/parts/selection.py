"""The reader's choices: kept in the address bar, so that a link opened cold shows the same.

The only room with session, cache and query code.
"""

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl
import streamlit as st

from pages.parts.display import plain
from pages.parts.place_lists import PlaceLists, last_months
from pages.parts.staff_controls import choose_metric, choose_projected
from wfcore.answers import Choice, Question, count_offered_first
from wfcore.declared import Metric, declared
from wfcore.errors import StoreError, UnknownName
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.months import Month
from wfcore.seeding import seed_store
from wfcore.store import Store, VersionName
from wfcore.wording import month, place_label

_LEVELS = {
    Level.ENGLAND: "England",
    Level.REGION: "Region",
    Level.ICB: "Integrated care board (ICB)",
    Level.SUB_ICB: "Sub-ICB location",
    Level.BOROUGH: "Borough or local authority",
    Level.PCN: "Primary care network (PCN)",
    Level.PRACTICE: "Practice",
}


# Store and version


def store_address() -> str:
    """Where the data are: `WORKFORCE_STORE`, or ./store."""
    return os.environ.get("WORKFORCE_STORE", "./store")


@st.cache_resource(show_spinner="Opening the data …")
def store(address: str) -> Store:
    """The store, seeded from the samples on first use."""
    return seed_store(address)


@st.cache_resource(show_spinner="Reading this version …", max_entries=4)
def figures_at(address: str, name: str) -> VersionMeasures:
    """The figures of a version of a store, opened once for everybody.

    `name`: number and identity, so that a store put back from a copy is read anew.
    """
    wanted = VersionName.read(name)
    version = store(address).read(wanted and wanted.number)
    if version.name != wanted:
        raise StoreError("The data were put back from a copy just now.", "Open the page again.")
    return VersionMeasures(version)


def this_store() -> Store:
    """The store of this process."""
    return store(store_address())


def open_notebook() -> None:
    """Fix the version of this visit, and follow the link where it has changed."""
    _follow_back_and_forward()
    newest = this_store().newest()
    asked = VersionName.read(st.query_params.get("version", ""))
    name = asked or st.session_state.get("_version") or newest
    try:
        name = _known(name)
    except UnknownName as error:
        st.info(f"{plain(error.message)} This is version {newest.number:d}, the newest.")
        name = newest
    _pin(name)


def _pin(name: VersionName) -> None:
    st.session_state["_version"] = name
    st.session_state["_link"] = {"version": str(name)}


def _known(name: VersionName) -> VersionName:
    """A version as this store has it, found by its number and, where it is given, its identity.

    Raises:
        UnknownName: there is none, or other data have its number here.
    """
    head = this_store().head()
    if not 1 <= name.number <= head:
        raise UnknownName(
            f"There is no version {name.number} of the data here.", f"The newest is version {head}."
        )
    known = this_store().name_of(name.number)
    if name.identity not in (None, known.identity):
        raise UnknownName(
            f"Version {name.number} was other data than those that have this number here: they were "
            "put back from a copy, or the link is from elsewhere.",
            f"The newest is version {head}.",
        )
    return known


def write_link() -> None:
    """Put what the page shows into the address bar, at once: each writing is a step of Back."""
    link = st.session_state.get("_link", {})
    if link and link != st.query_params.to_dict():
        st.query_params.from_dict(link)
    st.session_state["_written"] = link


def link_to(question: Question) -> dict[str, str]:
    """What the address of a page must say to ask a question, with what else was chosen here."""
    looked_at = {
        "level": question.level,
        "place": question.place,
        "period": question.period,
        **({"since": question.since} if question.since else {}),
    }
    return st.session_state.get("_link", {}) | looked_at


def _follow_back_and_forward() -> None:
    """Let the link win over the controls when Back or Forward changed it, not a control."""
    written, link = st.session_state.get("_written"), st.query_params.to_dict()
    chosen = _chosen()
    moved = any(st.session_state.get(key, value) != value for key, value in chosen.items())
    if written and link and link != written and not moved:
        for key in chosen.keys() & link.keys():
            st.session_state.pop(key, None)


def say_if_older() -> None:
    """Above a page: that its figures are not the newest, and the way to those."""
    newer = newer_version()
    if newer is None:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        version = st.session_state["_version"].number
        st.write(plain(f"You are looking at version {version}; version {newer} is newer."))
        st.button("See it with the newest data", on_click=look_at_newest)


def look_at_newest() -> None:
    """Let go of the version in the link, as after publishing."""
    newest = this_store().newest()
    _pin(newest)
    st.query_params["version"] = str(newest)


def figures() -> VersionMeasures:
    """The figures of the version in the link."""
    return figures_at(store_address(), str(st.session_state["_version"]))


def figures_of(version: int | VersionName) -> VersionMeasures:
    """The figures of any version.

    Raises:
        UnknownName: there is no such version, or other data have its number here.
    """
    name = version if isinstance(version, VersionName) else VersionName(version)
    return figures_at(store_address(), str(_known(name)))


def name_of(version: int) -> VersionName:
    """A version as links name it.

    Raises:
        UnknownName: there is no such version.
    """
    return _known(VersionName(version))


def newer_version() -> int | None:
    """The newest version, when the link names an earlier one."""
    head = this_store().head()
    return head if head > st.session_state["_version"].number else None


# Choices


def _chosen() -> dict[str, str]:
    """Every choice of this visit, in one place: each control walks through the whole session."""
    return st.session_state.setdefault("_chosen", {})


def forget_choice(key: str) -> None:
    """Let go of a choice, so that its control starts from its default."""
    _chosen().pop(key, None)


def remembered(
    key: str,
    options: Sequence[str],
    default: str,
    draw: Callable[..., Any],
    label: str,
    *,
    format_func: Callable[[str], str] = str,
    **more: Any,
) -> str:
    """A choice kept in the address bar under its key; anything unknown there falls back, and is said.

    Args:
        key: the name in the address bar.
        options: what can be chosen.
        default: chosen when the link says nothing, or something that is not here.
        draw: `st.sidebar.selectbox` or its kin.
        label: what the reader sees.
        format_func: how an option is called.
        more: passed on to the widget.
    """
    # A widget that moves to another page, or gets other options, forgets its value; the link drops
    # what no page has named yet. So a choice is kept beside them too.
    candidates = (
        st.session_state.get(key),
        st.query_params.get(key),
        _chosen().get(key),
    )
    asked = st.query_params.get(key)
    opened_cold = key not in st.session_state and key not in _chosen()
    st.session_state[key] = next((c for c in candidates if c in options), default)
    if opened_cold and asked and asked not in options:
        shown = format_func(st.session_state[key])
        st.info(
            f"{label}: the link asks for “{plain(asked[:40])}”, which is not in these figures. "
            f"{'It may have closed or changed its code. ' if key == 'place' else ''}"
            f"This shows {plain(shown)}."
        )
    chosen = str(draw(label, options, key=key, format_func=format_func, **more))
    _chosen()[key] = chosen
    st.session_state["_link"][key] = chosen
    return chosen


def choose(
    *,
    levels: Sequence[Level] = tuple(Level),
    practice_staff_only: bool = False,
    projected: bool = False,
    only: str | None = None,
) -> Choice:
    """Draw the controls and return what is chosen.

    Args:
        levels: levels the page can show.
        practice_staff_only: leave out staff whom only networks report.
        projected: only rates of staff that a projection can be made of.
        only: id of the one metric the page is about; no staff are chosen then.
    """
    data = figures()
    bar = st.sidebar
    first = count_offered_first(data, _asked("place") or declared().rules.opens_on.name).stem
    metric = (
        declared().metric(only)
        if only
        else choose_projected(remembered, bar, first)
        if projected
        else choose_metric(remembered, bar, first, practice_staff_only=practice_staff_only)
    )
    newest = data.newest(metric.collection)
    places = PlaceLists(data, metric, _looked_at(data, metric))
    level = _choose_level(bar, places, levels)
    areas = _filtered(bar, places, level)
    codes = areas["area_code"].to_list()
    names = dict(areas.select("area_code", "area_name").iter_rows())
    last = last_months(areas, newest)
    if not codes:
        raise UnknownName("No place fits these choices.", "Choose another borough or level.")
    code = remembered(
        "place",
        codes,
        places.first(level, areas, _asked("place")),
        bar.selectbox,
        "Place",
        format_func=lambda c: place_label(level, c, names[c], last.get(c)),
    )
    periods = tuple(data.periods_of(metric.collection, level, code)) or (newest,)
    period = remembered(
        "period",
        list(reversed(periods)),
        periods[-1],
        bar.selectbox,
        "Month of the figures",
        format_func=month,
    )
    return Choice(data, level, code, names[code], metric, period, periods)


def _choose_level(bar: Any, places: PlaceLists, levels: Sequence[Level]) -> Level:
    there = [level for level in _LEVELS if level in levels and places.areas(level).height]
    if not there:
        raise UnknownName(
            f"No figures for {places.metric.short} are published yet.", "Choose other staff."
        )
    opens_on = declared().rules.opens_on.level
    default = opens_on if opens_on in there else there[0]
    return Level(
        remembered(
            "level", [x.value for x in there], default.value, bar.selectbox, "Kind of place",
            format_func=lambda x: _LEVELS[Level(x)],
        )
    )  # fmt: skip


def _looked_at(data: VersionMeasures, metric: Metric) -> tuple[str, ...]:
    """The three newest periods and the one asked for, so that what has closed since can be named."""
    periods = data.periods(metric.collection)
    return tuple(p for p in reversed(periods) if p in periods[-3:] or p == _asked("period"))


def _asked(key: str) -> str | None:
    """A choice before its control is drawn."""
    return st.session_state.get(key) or st.query_params.get(key) or _chosen().get(key)


def _filtered(bar: Any, places: PlaceLists, level: Level) -> pl.DataFrame:
    """Networks and practices are many: narrow them by borough, and practices by network."""
    areas = places.areas(level)
    if level not in (Level.PCN, Level.PRACTICE):
        return areas
    named = _asked("place")
    home = "all" if named in areas["area_code"] else places.home_borough(named)
    outer = None
    for key, wider, label in (
        ("borough", Level.BOROUGH, "In borough or local authority"),
        ("pcn", Level.PCN, "In network"),
    ):
        if wider is level or not places.areas(wider).height:
            continue
        options = places.areas(wider, outer)
        names: dict[str, str] = dict(options.select("area_code", "area_name").iter_rows())
        names = {"all": "Anywhere", **names}
        default = home if key == "borough" else "all"
        picked = remembered(
            key, list(names), default if default in names else "all", bar.selectbox, label,
            format_func=names.__getitem__,
        )  # fmt: skip
        if picked != "all":
            outer = picked
    narrowed = places.areas(level, outer)
    return narrowed if narrowed.height else areas


def this_month() -> str:
    """The month it is now, as `YYYY-MM`."""
    return Month.of(datetime.now(tz=UTC))


# What the analyst's page keeps while it is open


def kept(key: str) -> Any:
    """Something kept for this session, or None."""
    return st.session_state.get(f"_kept_{key}")


def keep(key: str, value: Any) -> None:
    """Keep something for this session; None forgets it."""
    st.session_state[f"_kept_{key}"] = value
