"""The sliders and other controls that make a scenario."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.parts import display
from pages.parts.levers import control
from wfcore.answers import LeverMark
from wfcore.declared import declared
from wfcore.months import Month
from wfcore.projecting import (
    LIST_GROWTH,
    Scenario,
    Stocks,
    are_ages_known,
    change_scenario,
    staff_costed,
)
from wfcore.wording import RECRUITS_FROM, lever_name, lever_unit, month

_AT_ONCE = 3  # levers in sight; the others are behind “More levers”
_FOLLOWED_BY = {"retirement": "retirement_ages"}  # a slider and the switch that belongs to it
_TARGET_STEP = 0.5
_TENTH = 0.1
_STEPS = 255  # of a slider's length, in which its ticks stand


def slider(
    box: Any,
    label: str,
    key: str,
    value: float,
    span: tuple[float, float, float],
    help_: str = "",
    *,
    today: float | None = None,
    best: float | None = None,
) -> float:
    """One slider of the scenario, at the scenario's value until somebody moves it.

    Args:
        box: where it stands.
        label: what the reader sees.
        key: of the control.
        value: what the scenario says.
        span: least, most, step.
        help_: what else is to be known.
        today: where it stands now in the place; a tick shows it.
        best: the best that was seen; another tick.
    """
    least, most, step = span
    least, most = float(min(least, value)), float(max(most, value))
    whole = step % 1 == 0 and float(value).is_integer()
    decimals = 0 if whole else 1 if step >= _TENTH else 2
    now, at = control(key, float(value))
    with box.container(key=_ticked(key, {"n": today, "b": best}, least, most)):
        st.slider(
            label, least, most, step=float(step), help=help_ or None, format=f"%.{decimals}f", **at
        )
    return float(now)


def _ticked(key: str, ticks: Mapping[str, float | None], least: float, most: float) -> str:
    """The name of a slider's box, from which the style reads where its ticks stand: the powers of two of each."""
    name = f"ticks-{key.replace('.', '-')}-"
    for tick, value in ticks.items():
        if value is not None and least <= value <= most:
            at = round(_STEPS * (value - least) / (most - least))
            name += f"{tick}-" + "".join(f"{tick}{2**k}-" for k in range(8) if at >> k & 1)
    return name


def draw_levers(
    box: Any, scenario: Scenario, stock: Stocks, fte: float, marks: Sequence[LeverMark]
) -> Scenario:
    """The sliders of a staff group, those first that matter most; returns the scenario that they say.

    Args:
        box: where they stand.
        scenario: what they show.
        stock: today's staff.
        fte: of the place today; sliders that add people reach a third of it.
        marks: the levers in their order, with what is said below each.

    Raises:
        UnfitScenario: the core refuses what they say.
    """
    for mark in marks[:_AT_ONCE]:
        scenario = _draw_marked(box, scenario, stock, mark, fte)
    others = marks[_AT_ONCE:]
    if more := display.folded("More levers", "levers"):
        with more:
            for mark in others:
                scenario = _draw_marked(st, scenario, stock, mark, fte)
            today = _draw_stand_ins(scenario, stock)
            limits, source = _draw_limits(scenario)
            return change_scenario(scenario, today=today, limits=limits, recruits_from=source)
    moved = {lever for _, lever in scenario.moved_levers()}
    seen = {mark.lever for mark in marks[:_AT_ONCE]}
    seen |= {_FOLLOWED_BY[lever] for lever in seen & set(_FOLLOWED_BY)}
    if names := [lever_name(lever) for lever in sorted(moved - seen)]:
        display.note(f"Moved there: {'; '.join(names)}.")
    return scenario


def _draw_marked(
    box: Any, scenario: Scenario, stock: Stocks, mark: LeverMark, fte: float
) -> Scenario:
    """One slider with what is said below it, and the switch that belongs to it."""
    scenario = draw_one(box, scenario, stock, mark.lever, fte, mark.best)
    box.caption(display.plain(mark.said))
    if (switch := _FOLLOWED_BY.get(mark.lever)) and are_ages_known(stock, scenario):
        scenario = _draw_switch(box, scenario, switch)
    return scenario


def _draw_switch(box: Any, scenario: Scenario, lever: str) -> Scenario:
    found, staff = declared().assumptions.levers[lever], scenario.staff
    on, at = control(f"{staff}.{lever}", bool(scenario.lever(staff, lever)))
    help_ = f"{found.asks}. {found.note or ''} Source: {found.source}."
    box.toggle(display.plain(found.name), help=display.plain(help_), **at)
    return scenario.with_lever(staff, lever, float(on)) if on else _let_go(scenario, lever)


def _let_go(scenario: Scenario, lever: str) -> Scenario:
    """A scenario without what it says of a lever."""
    levers = {
        s: {k: v for k, v in set_.items() if k != lever} for s, set_ in scenario.levers.items()
    }
    return change_scenario(scenario, levers={s: set_ for s, set_ in levers.items() if set_})


def draw_one(
    box: Any,
    scenario: Scenario,
    stock: Stocks,
    lever: str,
    fte: float,
    best: float | None = None,
) -> Scenario:
    """One slider; what other sliders say stays.

    Args:
        box: where it stands.
        scenario: what it shows.
        stock: today's staff.
        lever: its id.
        fte: of the place today.
        best: that was seen there.

    Raises:
        UnfitScenario: the core refuses what it says.
    """
    if lever == LIST_GROWTH:
        return change_scenario(scenario, list_growth=_growth(box, scenario, stock, best))
    staff = scenario.staff
    mine = dict(scenario.levers.get(staff, {}))
    mine[lever] = _lever(box, scenario, lever, fte, best)
    if mine[lever] == scenario.start_of(staff, lever):
        del mine[lever]
    levers = {s: dict(v) for s, v in scenario.levers.items() if s != staff}
    return change_scenario(scenario, levers=levers | ({staff: mine} if mine else {}))


def _growth(box: Any, scenario: Scenario, stock: Stocks, best: float | None) -> float | None:
    """The slider of list growth; None while it stands at what the place's lists have done."""
    growth = declared().assumptions.list_growth
    own = round(100 * stock.own_growth(stock.rows(scenario.place)), 1)
    lists = slider(
        box, f"{growth.name} ({growth.unit})", LIST_GROWTH,
        own if scenario.list_growth is None else scenario.list_growth,
        (growth.least, growth.most, growth.step),
        f"{growth.asks}. It starts from {own:g}%, what its own lists have done.",
        today=own, best=best,
    )  # fmt: skip
    return None if lists == own else lists


def _lever(box: Any, scenario: Scenario, lever: str, fte: float, best: float | None) -> float:
    found = declared().assumptions.levers[lever]
    staff = scenario.staff
    now = scenario.start_of(staff, lever)
    note = f" {found.note}" if found.note else ""
    unit = lever_unit(lever)
    if lever == "retirement":  # a share means nothing without its years
        unit += f" in {scenario.lever(staff, 'retirement_years'):g} years"
    most = min(found.most, max(10.0, 5 * round(fte / 15))) if found.adds else found.most
    return slider(
        box, f"{found.name} ({unit})", f"{staff}.{lever}",
        scenario.lever(staff, lever), (found.least, most, found.step),
        f"{found.asks}. Now: {now:g}. Source: {found.source}.{note}",
        today=now, best=best,
    )  # fmt: skip


def _draw_stand_ins(scenario: Scenario, stock: Stocks) -> dict[str, dict[str, float]]:
    """What stands in where the file does not say it, to be set by whoever knows better."""
    known = declared().assumptions
    mine = {*known.counts[scenario.count], scenario.staff}
    today = {what: dict(values) for what, values in scenario.today.items()}
    for what, groups in stock.stood_in.items():
        found = known.stand_ins[what]
        for group in (g for g in groups if g in mine and what != "hours"):
            value = slider(
                st, f"{found.name} (the file does not say)", f"{what}.{group}",
                today.get(what, {}).get(group, found.value[group]),
                (found.least, found.most, 0.01), f"Source: {found.source}.",
            )  # fmt: skip
            if value != found.value[group]:
                today.setdefault(what, {})[group] = value
            else:
                today.get(what, {}).pop(group, None)
    return {what: values for what, values in today.items() if values}


def _draw_limits(scenario: Scenario) -> tuple[dict[str, float | None], str]:
    """Rooms, supervisors, and where recruits come from."""
    given = scenario.limits
    rooms = _blank_or(given.rooms_for, "Rooms for how many more people (blank: not known)", "rooms")
    supervised = given.supervised
    if scenario.staff == "gp":
        supervised = _blank_or(supervised, "Supervisors for how many more trainees", "supervised")
    source, at = control("from", scenario.recruits_from, index=list(RECRUITS_FROM).index)
    st.selectbox(
        "Recruits come from", list(RECRUITS_FROM), format_func=RECRUITS_FROM.__getitem__, **at
    )
    return {"rooms_for": rooms, "supervised": supervised}, source


def _blank_or(value: float | None, label: str, key: str) -> float | None:
    now, at = control(key, value)
    st.number_input(label, min_value=0.0, max_value=10000.0, step=1.0, **at)
    return now


def draw_aim(scenario: Scenario, rate: float) -> Scenario:
    """The aim and its date, in a fold."""
    fold = display.folded("Aim and date", "aim")
    return _aim_drawn(fold, scenario, rate) if fold else scenario


def _aim_drawn(box: Any, scenario: Scenario, rate: float) -> Scenario:
    on, at = control("aimed", scenario.target is not None)
    box.toggle("Hold it against an aim", **at)
    target = rate if scenario.target is None else scenario.target
    most = max(10.0, round(2 * max(rate, target) / 10) * 10)
    shown = slider(
        box, "Aim (FTE per 100,000 patients)", f"target.{scenario.count}", round(target, 1),
        (0, most, _TARGET_STEP), "It starts from the target of the place; without one, from the area around it.",
    )  # fmt: skip
    longest = 4 * declared().assumptions.longest_years
    begin = Month(str(scenario.period))
    months = sorted({scenario.by, *(begin.plus(3 * k) for k in range(1, longest + 1))})
    date, at = control("by", scenario.by)
    box.select_slider("By when", months, format_func=month, **at)
    unmoved = scenario.target is not None and shown == round(target, 1)
    return change_scenario(
        scenario, target=(scenario.target if unmoved else shown) if on else None, by=str(date)
    )


def draw_prices(scenario: Scenario) -> Scenario:
    """What a full-time post costs in a year, for every role the scenario pays for."""
    known = declared().assumptions.costs
    schemes = [i.role or i.staff for i in scenario.interventions]
    roles = [*staff_costed(scenario), *schemes]
    costs = dict(scenario.costs)
    for role in dict.fromkeys(roles):
        found = known[role]
        price, at = control(f"cost.{role}", scenario.costs.get(role, found.value))
        st.number_input(
            f"£ a year for one full-time post: {found.name}",
            min_value=0.0, max_value=1e6, step=1000.0, format="%.0f",
            help=f"Employer's costs included. Source: {found.source}.", **at,
        )  # fmt: skip
        if price in (None, found.value):
            costs.pop(role, None)
        else:
            costs[role] = float(price)
    return change_scenario(scenario, costs=costs)
