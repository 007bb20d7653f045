"""What a scenario costs beyond its baseline, year by year."""

import polars as pl

from wfcore.declared import declared
from wfcore.projecting.courses import Question, question
from wfcore.projecting.drivers import MONTHS, lasting, months_to, network
from wfcore.projecting.flows import Array
from wfcore.projecting.scenarios import Intervention, Scenario, changed
from wfcore.projecting.stocks import Stocks

QUARTERS = 4
_SCHEMA = {
    "year": pl.Int64,
    "role": pl.String,
    "what": pl.String,
    "fte_years": pl.Float64,
    "pounds_each": pl.Float64,
    "pounds": pl.Float64,
}


def spending(stocks: Stocks, scenario: Scenario) -> pl.DataFrame:
    """Extra full-time posts and pounds for each year after the figures.

    The levers come first, then each intervention in the order of the scenario; every step is costed
    at the price of its own role, so the posts add up to the difference from the baseline. A scheme's
    own cost is spread evenly over the time it lasts and stands in a row without posts. Schemes of
    networks outside the place are left out.

    Returns:
        `year` (1 is the first after the figures), `role` (a cost of `assumptions.yaml`), `what`,
        `fte_years`, `pounds_each` for a full-time post in a year, `pounds`; null where nobody has
        said what a post costs.
    """
    staff = scenario.staff
    inside = stocks.rows(scenario.place)
    mine = [
        i
        for i in scenario.interventions
        if i.staff == staff and (network(stocks, i) & inside).any()
    ]
    rows: list[tuple[int, str, str, float | None, float | None, float | None]] = []
    before = _fte(question(stocks, scenario.baseline()))
    steps: list[tuple[str, str, tuple[Intervention, ...]]] = [("levers", staff, ())]
    steps += [(i.name, i.role or staff, tuple(mine[: n + 1])) for n, i in enumerate(mine)]
    for what, role, done in steps:
        after = _fte(question(stocks, changed(scenario, interventions=done)))
        each = scenario.costs.get(role, declared().assumptions.costs[role].value)
        for year, extra in enumerate(_yearly(after - before), start=1):
            rows.append((year, role, what, extra, each, None if each is None else extra * each))
        before = after
    for done in mine:
        if done.cost_gbp:
            rows += _scheme(stocks, done, len(before) - 1)
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row").filter(
        (pl.col("fte_years").abs() > 0) | pl.col("fte_years").is_null()
    )


def _fte(asked: Question) -> Array:
    return asked.course(asked.rates()).fte[:, 0]


def _yearly(extra: Array) -> list[float]:
    """FTE-years of each year: the middle of each quarter stands for it."""
    middles = (extra[:-1] + extra[1:]) / 2 / QUARTERS
    return [float(middles[i : i + QUARTERS].sum()) for i in range(0, len(middles), QUARTERS)]


def _scheme(
    stocks: Stocks, done: Intervention, quarters: int
) -> list[tuple[int, str, str, float | None, float | None, float | None]]:
    lasts = lasting(stocks.period, done.start, done.end, quarters)
    total = (months_to(done.start, done.end) + 1) / MONTHS
    role = done.role or done.staff
    return [
        (1 + i // QUARTERS, role, f"{done.name}: cost of the scheme", None, None,
         float(done.cost_gbp or 0) * float(lasts[i : i + QUARTERS].sum()) / total)
        for i in range(0, quarters, QUARTERS)
        if lasts[i : i + QUARTERS].sum()
    ]  # fmt: skip
