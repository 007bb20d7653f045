"""Random staff and random scenarios."""

import math

import numpy as np
from hypothesis import assume, settings
from hypothesis import strategies as st

from tests.properties.recalculation import GROUPS
from tests.unit.staffing import area, stocks_of
from wfcore.declared import declared
from wfcore.projecting import (
    Scenario,
    Stocks,
    scenario_of,
)

settings.register_profile("house", derandomize=True, deadline=None, max_examples=100, database=None)
settings.load_profile("house")

some = settings(max_examples=40)
few = settings(max_examples=15)
ASSUMED = declared().assumptions
CODES = ("U00001", "U00002", "U00003", "U00004")
BOROUGHS = ("Westham", "Eastham")
COUNTS = tuple(ASSUMED.counts)


def close(a: float, b: float, tolerance: float = 1e-9) -> bool:
    return math.isclose(a, b, rel_tol=tolerance, abs_tol=tolerance)


# Random staff


def figures(most: float) -> st.SearchStrategy[float]:
    return st.floats(0, most, allow_subnormal=False).map(lambda x: round(x, 3))


@st.composite
def older_ages(draw: st.DrawFn) -> tuple[float, float]:
    """Of those of 55 and over, the shares aged 55 to 59, and 65 and over."""
    young = draw(st.sampled_from([0.0, 0.25, 0.5, 1.0]))
    return young, round(draw(st.floats(0, 1)) * (1 - young), 3)


@st.composite
def areas(draw: st.DrawFn, code: str, borough: str) -> dict[str, object]:
    fte = [draw(figures(60)) for _ in range(4)]
    patients = [float(draw(st.integers(1_000, 90_000)))] * 4
    for g in range(1, 4):
        if draw(st.integers(0, 9)) == 0:  # nobody counted this group here
            fte[g] = patients[g] = math.nan
    return area(
        code,
        borough=borough,
        fte=fte,
        people=[f * draw(st.sampled_from([1.0, 1.25, 2.0])) for f in fte],
        aged=[round(draw(st.floats(0, 1)), 3) for _ in range(4)],
        older=[draw(older_ages()) for _ in range(4)],
        patients=patients,
        trainees=(trained := draw(figures(20)), trained * draw(st.sampled_from([1.0, 1.1]))),
        growth=round(draw(st.floats(-0.05, 0.1)), 4),
    )


@st.composite
def staff(draw: st.DrawFn) -> Stocks:
    """One to four networks in one or two boroughs; one network may lie in both."""
    number = draw(st.integers(1, 4))
    rows = [draw(areas(CODES[i], draw(st.sampled_from(BOROUGHS)))) for i in range(number)]
    if draw(st.booleans()):
        other = BOROUGHS[1 - BOROUGHS.index(str(rows[0]["borough"]))]
        rows.append(draw(areas(CODES[0], other)))
    return stocks_of(*rows)


# Random scenarios


def within(least: float, most: float) -> st.SearchStrategy[float]:
    return st.one_of(
        st.sampled_from([float(least), float(most)]),
        st.floats(least, most, allow_subnormal=False),
    )


@st.composite
def levers(draw: st.DrawFn, staffs: tuple[str, ...]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    # GPs have the most that can go wrong, so they are in most scenarios.
    keys = draw(st.sets(st.sampled_from(staffs), max_size=2))
    for key in sorted(keys | ({"gp"} if draw(st.integers(0, 3)) else set())):
        ours = [*ASSUMED.levers_of(key), *ASSUMED.switches_of(key)]
        chosen = draw(st.lists(st.sampled_from(ours), unique_by=lambda one: one.id, max_size=5))
        found[key] = {one.id: draw(within(one.least, one.most)) for one in chosen}
    return found


def month(quarters: int) -> str:
    return later(3 * quarters)


def later(months: int) -> str:
    year, m = divmod(12 * 2025 + 8 + months, 12)
    return f"{year}-{m + 1:02d}"


@st.composite
def interventions(draw: st.DrawFn, codes: list[str]) -> list[dict[str, object]]:
    """Up to four; those on one lever of one network follow each other without a gap."""
    found: list[dict[str, object]] = []
    free: dict[tuple[str, str, str], int] = {}
    for i in range(draw(st.integers(0, 4))):
        key = draw(st.sampled_from(["gp", "gp", "nurse"]))
        one = draw(st.sampled_from(ASSUMED.levers_of(key)))
        place = draw(st.sampled_from(codes))
        begins = free.get((place, key, one.id), draw(st.integers(-5, 30)))
        ends = begins + draw(st.integers(0, 30))
        free[place, key, one.id] = ends + 1
        found.append(
            {
                "name": f"Scheme {i}", "place": place, "staff": key, "lever": one.id,
                "size": draw(within(one.least, one.most)), "start": later(begins), "end": later(ends),
                "cost_gbp": draw(st.none() | st.floats(0, 1e9)), "mou": draw(st.booleans()),
                "recruits_from": draw(st.sampled_from(["new", "other_pcns", "community_pharmacy"])),
                "role": draw(st.none() | st.sampled_from(list(ASSUMED.costs))),
            }
        )  # fmt: skip
    return draw(st.permutations(found))


@st.composite
def scenarios(draw: st.DrawFn, stocks: Stocks, *, quarters: int = 14) -> Scenario:
    codes = stocks.areas["area_code"].unique().sort().to_list()
    places = ["QXX", "QXX", *codes, *stocks.areas["borough_code"].unique().sort().to_list()]
    target = draw(st.none() | st.floats(0, 200))
    return scenario_of(
        {
            "name": draw(st.sampled_from(["", "Plan A", "baseline", "scenario"])),
            "place": draw(st.sampled_from(places)),
            "by": month(draw(st.integers(1, quarters))),
            "count": draw(st.sampled_from(COUNTS)),
            "target": target,
            "targets": draw(st.dictionaries(st.sampled_from(codes), st.floats(0, 1000), max_size=2)),
            "levers": draw(levers(("gp", "nurse", "dpc", "admin"))),
            "list_growth": draw(st.none() | within(-5, 10)),
            "interventions": draw(interventions(codes)),
        }
    )  # fmt: skip


@st.composite
def asked(draw: st.DrawFn) -> tuple[Stocks, Scenario]:
    """Staff and a scenario that fits them."""
    stocks = draw(staff())
    scenario = draw(scenarios(stocks))
    counted = ASSUMED.counts[scenario.count][0]
    inside = stocks.rows(scenario.place)
    there = np.nan_to_num(stocks.patients[inside, GROUPS.index(counted)]).sum()
    assume(there > 0)
    return stocks, scenario
