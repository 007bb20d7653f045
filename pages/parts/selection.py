"""The reader's choices: kept in the address bar, so that a link opened cold shows the same.

The only room with session, cache and query code.
"""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts import bar, kept, words
from pages.parts.display import plain
from pages.parts.kept import Box
from pages.parts.place_controls import choose_place
from pages.parts.staff_controls import choose_metric, choose_projected
from wfcore.answers import Choice, Question, count_offered_first, on_fitting_map
from wfcore.arrs import usual_month, with_networks
from wfcore.declared import declared
from wfcore.errors import StoreError, UnknownName
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, opening_place, with_group
from wfcore.months import Month, is_month
from wfcore.store import Store, VersionName
from wfcore.wording import map_label, month

_WRITTEN = "_written"  # the address as this visit wrote it last
_TRAIL = "_written_before"  # and before that
_PAGE = "_page"
_STEPS = 20
# What a page without these choices keeps in its address, for the page that comes next.
_OF_EVERY_PAGE = ("staff", "count", "as", "level", "borough", "pcn", "place", "period", "map")


# Store and version


def store_address() -> str:
    """Where the data are: `WORKFORCE_STORE`, or ./store."""
    return os.environ.get("WORKFORCE_STORE", "./store")


@st.cache_resource(show_spinner="Opening the data …")
def store(address: str) -> Store:
    """The store; asking for a page never makes one.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    return Store.open(address)


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


def open_notebook(page: str) -> None:
    """Fix the version of this visit, and follow the link where it has changed.

    Args:
        page: its part of the address.
    """
    _follow_link(page)
    newest = this_store().newest()
    asked = VersionName.read(st.query_params.get("version", ""))
    name = asked or st.session_state.get("_version") or newest
    try:
        name = _known(name) if newest.number and name != newest else newest
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
    if link and "level" not in link:
        link |= {key: held for key in _OF_EVERY_PAGE if (held := kept.chosen(key))}
    if link and link != st.query_params.to_dict():
        st.query_params.from_dict(link)
    if (before := st.session_state.get(_WRITTEN)) not in (None, link):
        trail = st.session_state.setdefault(_TRAIL, [])
        trail.append(before)
        del trail[:-_STEPS]
    st.session_state[_WRITTEN] = link


def end_page() -> NoReturn:
    """End the run here, with what was chosen in the address; what is sent after a stop is lost."""
    write_link()
    bar.finish()
    st.stop()


def link_to(question: Question) -> dict[str, str]:
    """What the address of a page must say to ask a question, with what else was chosen here.

    What the page shows for a choice that it cannot use does not take the place of the choice.
    """
    looked_at = {
        "level": question.level,
        "place": question.place,
        "period": question.period,
        **({"since": question.since} if question.since else {}),
        **({"map": question.map} if question.map != map_chosen() else {}),
    }
    if (question.level, question.place) == (kept.shown("level"), kept.shown("place")):
        del looked_at["level"], looked_at["place"]
    if question.period == kept.shown("period"):
        del looked_at["period"]
    return st.session_state.get("_link", {}) | looked_at


def link_here() -> dict[str, str]:
    """What the address of this page says by now."""
    return dict(st.session_state.get("_link", {}))


def asked(word: str) -> str:
    """What the address says under a word; empty where it says nothing."""
    return st.query_params.get(word, "")


def keep_in_link(**words_of: str) -> None:
    """Keep words in the address that no control holds."""
    st.session_state["_link"] |= words_of


def page() -> str:
    """The page that is shown, as its address spells it."""
    return st.session_state.get(_PAGE) or "overview"


def address_here(anchor: str) -> str:
    """A whole address to copy, of an answer on the page that is shown."""
    root = str(st.context.url or "").partition("?")[0].rpartition("/")[0]
    shown = st.session_state.get(_PAGE, "")
    return f"{root}/{shown}?{urlencode(st.session_state.get('_link', {}))}#{anchor}"


def link_of_place(level: Level, code: str) -> dict[str, str]:
    """What the address of a page must say to look at a place, with what else was chosen here."""
    return st.session_state.get("_link", {}) | {"level": level.value, "place": code}


def _follow_link(page: str) -> None:
    """Let the address win over what is held, when it was opened, or Back or Forward changed it.

    Whoever is quicker than the address sends an earlier one along with what they press. It is not what
    they ask for.
    """
    link, written = st.query_params.to_dict(), st.session_state.get(_WRITTEN)
    on_same_page = st.session_state.get(_PAGE) == page
    overtaken = on_same_page and link in st.session_state.get(_TRAIL, []) and not went_back()
    followed = bool(link) and link != written and not kept.was_moved()
    st.session_state[_PAGE] = page
    st.session_state["_followed"] = followed = followed and not (written and overtaken)
    if followed:
        kept.take(link)


def went_back() -> bool:
    """Whether Back or Forward of the browser asked for this run."""
    context = get_script_run_ctx()
    return bool(context and context.is_history_navigation)


def followed_a_link() -> bool:
    """Whether this run shows what an address asks for, and not what was done on the page."""
    return bool(st.session_state.get("_followed"))


def say_if_older() -> None:
    """Above a page: that its figures are not the newest, and the way to those."""
    newer = newer_version()
    if newer is None:
        return
    with st.container(key="older", horizontal=True, vertical_alignment="center"):
        version = st.session_state["_version"].number
        st.caption(plain(f"You are looking at version {version}; version {newer} is newer."))
        st.button("See it with the newest data", type="tertiary", on_click=look_at_newest)


def look_at_newest() -> None:
    """Let go of the version in the link, as after publishing."""
    newest = this_store().newest()
    _pin(newest)
    st.query_params["version"] = str(newest)
    st.session_state[_WRITTEN] = st.query_params.to_dict()


def figures() -> VersionMeasures:
    """The figures of the version in the link, on the map that is chosen."""
    return figures_at(store_address(), str(st.session_state["_version"])).on_map(map_chosen())


def map_chosen() -> str:
    """The map that places are those of: `today`, `then` (each month as it was) or a month."""
    asked = kept.chosen("map") or ""
    return asked if asked == "then" or is_month(asked) else "today"


def figures_of(version: int | VersionName) -> VersionMeasures:
    """The figures of any version, on the map that is chosen.

    Raises:
        UnknownName: there is no such version, or other data have its number here.
    """
    name = version if isinstance(version, VersionName) else VersionName(version)
    return figures_at(store_address(), str(_known(name))).on_map(map_chosen())


def name_of(version: int) -> VersionName:
    """A version as links name it.

    Raises:
        UnknownName: there is no such version.
    """
    here = st.session_state.get("_version")
    return here if here and here.number == version else _known(VersionName(version))


def newer_version() -> int | None:
    """The newest version, when the link names an earlier one."""
    head = this_store().head()
    return head if head > st.session_state["_version"].number else None


# Choices


def choose(
    *,
    levels: Sequence[Level] = tuple(Level),
    about: str = "Figures",
    practice_staff_only: bool = False,
    projected: bool = False,
    only: str | None = None,
) -> Choice:
    """Draw the choices into the bar and return what is looked at; what the page cannot use is kept, and said.

    Args:
        levels: levels the page can show.
        about: what the page shows, as the subject of a sentence in the plural.
        practice_staff_only: leave out staff whom only networks report.
        projected: only rates of staff that a projection can be made of.
        only: id of the one metric the page is about; no staff are chosen then.
    """
    _follow_place()
    data = _with_chosen_group(figures())
    of_networks = only is not None and declared().metric(only).collection == "pcn"
    data = with_networks(data) if of_networks else data
    if kept.was_moved("level", "borough", "pcn", "place"):
        kept.hold_shown("staff", "count")
    first = count_offered_first(data, kept.chosen("place") or opening_place(data).place).stem
    metric, staff = (
        (declared().metric(only), [])
        if only
        else choose_projected(first)
        if projected
        else choose_metric(data, first, practice_staff_only=practice_staff_only)
    )
    newest = data.newest(metric.collection)
    (level, code, name), place = choose_place(data, metric, levels, about)
    if level is Level.GROUP:
        data = with_group(data, code)
    periods = tuple(data.periods_of(metric.collection, level, code)) or (newest,)
    first_month = (usual_month(data, level, code) if of_networks else None) or periods[-1]
    period = kept.offer(
        "period", "Month of the figures", list(reversed(periods)), first_month, month,
        known=lambda asked: month(asked) if asked in _all_periods(data) else None,
    )  # fmt: skip
    seldom = [*staff[1:], *_maps(data)]
    bar.draw(bar.Choices(data, name, place, staff[:1], period, seldom))
    return Choice(data, level, code, name, metric, period.value, periods)


def _with_chosen_group(data: VersionMeasures) -> VersionMeasures:
    """The figures in which the group that a link names is a place; one that is none is said and let go."""
    place = kept.chosen("place")
    if kept.chosen("level") != Level.GROUP or not place:
        return data
    try:
        return with_group(data, place)
    except UnknownName as error:
        words.remark(f"{error.message} {error.advice}")
        kept.forget("level", "place")
        return data


def _follow_place() -> None:
    """Show places as they were where a link without a map names one that is on today's map no more."""
    found, why = on_fitting_map(
        figures(), kept.chosen("place"), map_chosen() if kept.chosen("map") else None
    )
    if why:
        kept.choose("map", found.map)
        words.remark(why)


def _maps(data: VersionMeasures) -> list[Box]:
    """The choice of the map, where there is one; a month stands in it when a link asked for one."""
    if data.on_map("today").drawn is None:
        return []
    maps = list(dict.fromkeys(["today", "then", data.map]))
    return [kept.offer("map", "Places", maps, "today", map_label)]


def _all_periods(data: VersionMeasures) -> set[str]:
    return {*data.periods("practice"), *data.periods("pcn")}


def this_month() -> str:
    """The month it is now, as `YYYY-MM`."""
    return Month.of(datetime.now(tz=UTC))


# What the analyst's page keeps while it is open


def stowed(key: str) -> Any:
    """Something kept for this session, or None."""
    return st.session_state.get(f"_kept_{key}")


def stow(key: str, value: Any) -> None:
    """Keep something for this session; None forgets it."""
    st.session_state[f"_kept_{key}"] = value
