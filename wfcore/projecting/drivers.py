"""What a scenario asks, as the arrays that drive the flows."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from wfcore.declared import Lever, declared
from wfcore.errors import UnfitScenario, UnknownName
from wfcore.months import Month
from wfcore.projecting.flows import (
    AreaPools,
    Array,
    ModelConstants,
    Rates,
    StartingStaff,
    replacing,
)
from wfcore.projecting.scenarios import LIST_GROWTH, Intervention, Scenario
from wfcore.projecting.stocks import STRUCTURED, TRAINEE, Stocks

PROGRAMME = "programme"
# Staff group and lever; without staff group: patient lists, local programme.
Player = tuple[str, str]
MONTHS = 3


@cache
def model_constants() -> ModelConstants:
    """The numbers that no scenario changes."""
    known = declared().assumptions
    return ModelConstants(
        ageing=known.fixed["ageing"].value / 100 / 4,
        training=round(4 * known.fixed["training_years"].value),
        trainee_fte=known.stand_ins["hours"].value[TRAINEE],
    )


def constants_of(stocks: Stocks, groups: Sequence[str]) -> ModelConstants:
    """The same, with how fast these staff turn 55."""
    chosen = [STRUCTURED.index(g) for g in groups]
    return replace(model_constants(), ageing=stocks.ageing[chosen] / 4)


def quarters_to(period: str, by: str) -> int:
    """Whole quarters from the figures to the date asked for.

    Raises:
        UnfitScenario: the date is not later, or too far out.
    """
    quarters = Month(period).months_to(by) // MONTHS
    longest = declared().assumptions.longest_years
    if quarters < 1:
        raise UnfitScenario(
            f"The date {by} is not at least a quarter after the figures, which are of {period}.",
            "Choose a later date, or earlier figures.",
        )
    if quarters > 4 * longest:
        raise UnfitScenario(
            f"The date {by} is more than {longest} years after the figures of {period}.",
            "No path is drawn that far. Choose an earlier date.",
        )
    return quarters


def players(scenario: Scenario) -> list[Player]:
    """What was changed and can move this count, each to be given its part of the difference."""
    moved = [p for p in scenario.moved_levers() if p[0] in ("", scenario.staff)]
    mine = any(i.staff == scenario.staff for i in scenario.interventions)
    return [*moved, *([("", PROGRAMME)] if mine else [])]


def starting_staff(
    stocks: Stocks, groups: Sequence[str], quarters: int, baseline: Scenario | None = None
) -> StartingStaff:
    """The staff of some structured groups as the flows begin with them; who did not report is nobody.

    `baseline` says where the levers start; as declared without one.
    """
    chosen = [STRUCTURED.index(g) for g in groups]
    staff = np.nan_to_num(np.stack([stocks.fte[:, chosen], stocks.people[:, chosen]]))
    older = staff * stocks.aged[:, chosen]
    young = staff - older
    trains = groups.index("gp_qualified") if "gp_qualified" in groups else None
    grown = (1 + stocks.growth) ** (np.arange(quarters + 1)[:, None] / 4)
    now = rates(baseline and baseline.baseline(), stocks, groups, quarters)
    at_55, at_65 = older * stocks.older[:, None][:, :, :, chosen]
    return StartingStaff(
        young=young,
        older=older,
        joiners=replacing(young, older, stocks.trainees, now, model_constants(), trains),
        trainees=stocks.trainees,
        patients=np.nan_to_num(stocks.patients[:, chosen]) * grown[..., None],
        trains=trains,
        at_55=at_55,
        at_65=at_65,
    )


def rates(
    scenario: Scenario | None,
    stocks: Stocks,
    groups: Sequence[str],
    quarters: int,
    runs: Sequence[frozenset[Player]] | None = None,
) -> Rates:
    """The rates of a scenario, of the baseline (no scenario), or of several sets of its changes at once.

    Args:
        scenario: what is changed.
        stocks: the staff it is run on.
        groups: the structured staff groups wanted.
        quarters: how many.
        runs: for each run the changes that are made; all of them when not given.

    Raises:
        UnknownName: the place, or one of an intervention, is not in the data.
    """
    known = declared().assumptions
    staff = [known.groups[g].scenario for g in groups]
    now = {
        lever.id: np.array(
            [[[[_start(scenario, s, lever) if s in lever.applies_to else 0.0 for s in staff]]]]
        )
        for lever in known.levers.values()
    }
    asked = dict(now)
    lists = np.zeros((1, 1, 1))
    if scenario is not None:
        everything = frozenset([*scenario.moved_levers(), ("", PROGRAMME)])
        sets = runs if runs is not None else [everything]
        inside = stocks.rows(scenario.place)
        share = _shares(stocks, inside, groups)
        for staff_key, lever in scenario.moved_levers():
            made = np.array([(staff_key, lever) in one for one in sets])[None, :, None]
            if lever == LIST_GROWTH:
                lists = np.where(made & inside, _more_growth(scenario, stocks, inside), 0.0)
                continue
            touched = np.array([s == staff_key for s in staff])
            where = made[..., None] & touched
            value = scenario.levers[staff_key][lever]
            if known.levers[lever].adds:
                asked[lever] = asked[lever] + np.where(where, value, 0.0) * share
            else:
                there = where if inside.all() else where & inside[:, None]
                asked[lever] = np.where(there, value, asked[lever])
        on = np.array([("", PROGRAMME) in one for one in sets])
        if on.any():
            _programme(scenario, stocks, groups, staff, quarters, asked, on)
    gp = staff.index("gp") if "gp" in staff else 0
    return Rates(
        turnover=asked["turnover"] / 100,
        retiring=asked["retirement"] / 100 / asked["retirement_years"],
        entrant=asked["entrant_fte"],
        entrant_now=now["entrant_fte"],
        recruits=asked["recruits"],
        hours=asked["participation"] / 100,
        conversion=asked["conversion"][..., gp] / 100,
        places=asked["training_places"][..., gp],
        lists=lists,
        lean=asked["retirement_ages"] * known.fixed["age_pace"].value / 100,
        years=asked["retirement_years"],
    )


def _start(scenario: Scenario | None, staff: str, lever: Lever) -> float:
    """Where a lever starts: of the scenario's place where that is known, else as declared."""
    return lever.at("now", staff) if scenario is None else scenario.start_of(staff, lever.id)


def pool_rates(given: Rates, pools: AreaPools) -> Rates:
    """Rates of areas taken together: people are added, shares are those of the first area.

    What is the same in every area stays one entry.
    """
    return replace(
        given,
        **{
            name: (pools.add if name in ("recruits", "places") else pools.first)(values, 2)
            for name, values in vars(given).items()
            if values.shape[2] > 1
        },
    )


def _shares(stocks: Stocks, rows: np.ndarray, groups: Sequence[str]) -> Array:
    """How people who join a place are spread over its areas: by their patients."""
    chosen = [STRUCTURED.index(g) for g in groups]
    patients = np.where(rows[:, None], np.nan_to_num(stocks.patients[:, chosen]), 0.0)
    total = patients.sum(axis=0)
    return np.divide(patients, total, out=np.zeros_like(patients), where=total > 0)


def _more_growth(scenario: Scenario, stocks: Stocks, rows: np.ndarray) -> float:
    """Growth a year on top of each area's own, so that the place grows as asked."""
    return (1 + float(scenario.list_growth or 0) / 100) / (1 + stocks.own_growth(rows)) - 1


def _programme(
    scenario: Scenario,
    stocks: Stocks,
    groups: Sequence[str],
    staff: Sequence[str],
    quarters: int,
    asked: dict[str, Array],
    on: np.ndarray,
) -> None:
    """Put the interventions into the levers they set, for the months they last."""
    before = dict(asked)  # two that share a quarter each count for their own months of it
    for done in scenario.interventions:
        if done.staff not in staff:
            continue
        rows = network(stocks, done)
        if stocks.areas.filter(rows)["area_code"].n_unique() != 1:
            raise UnknownName(
                f"Intervention “{done.name}” is for {done.place}, which is not one network.",
                "Give each network its own.",
            )
        shape = (quarters, len(on), stocks.areas.height, len(staff))
        whole = np.broadcast_to(asked[done.lever], shape).copy()
        lasts = active_share(stocks.period, done.start, done.end, quarters)[:, None, None]
        for g in (g for g, s in enumerate(staff) if s == done.staff):
            here = whole[..., g]
            touched = on[:, None] & rows
            if declared().assumptions.levers[done.lever].adds:
                here += np.where(
                    touched, done.size * lasts * _shares(stocks, rows, groups)[:, g], 0
                )
            else:
                value = np.broadcast_to(before[done.lever], shape)[..., g]
                here += np.where(touched, lasts * (done.size - value), 0)
        asked[done.lever] = whole


def network(stocks: Stocks, done: Intervention) -> np.ndarray:
    """Which rows an intervention is for.

    Raises:
        UnknownName: its network is not in the data.
    """
    try:
        return stocks.rows(done.place)
    except UnknownName as error:
        raise UnknownName(
            f"Intervention “{done.name}” is for {done.place}, which is not in the figures for {stocks.period}.",
            "It may have closed or changed its code, or lie in another area. Leave it out, or give it another network.",
        ) from error


def active_share(period: str, begin: str, end: str, quarters: int) -> Array:
    """The share of each quarter's months that an intervention lasts."""
    months, now = np.arange(quarters * MONTHS) + 1, Month(period)
    active = (months >= now.months_to(begin)) & (months <= now.months_to(end))
    return active.reshape(quarters, MONTHS).mean(axis=1)
