"""What a scenario costs beyond its baseline, year by year."""

import polars as pl

from wfcore.declared import declared
from wfcore.errors import UnfitScenario
from wfcore.months import Month
from wfcore.projecting.drivers import MONTHS, active_share, network
from wfcore.projecting.flows import Array
from wfcore.projecting.scenarios import Intervention, Scenario, change_scenario
from wfcore.projecting.stocks import Stocks
from wfcore.projecting.trajectories import PreparedScenario, prepare_scenario

QUARTERS = 4
_COUNTS = {"gp": "gp_excl_trainees"}  # of staff that a scenario changes and does not count
_Row = tuple[str, int, str, str, float | None, float | None, float | None]
_SCHEMA = {
    "staff_group": pl.String,
    "year": pl.Int64,
    "role": pl.String,
    "what": pl.String,
    "fte_years": pl.Float64,
    "pounds_each": pl.Float64,
    "pounds": pl.Float64,
}


def spending(stocks: Stocks, scenario: Scenario) -> pl.DataFrame:
    """Extra full-time posts and pounds for each year after the figures, for all staff that are changed.

    The levers come first, then each intervention in the order of the scenario; every step is costed
    at the price of its own role, so the posts add up to the difference from the baseline. A scheme's
    own cost is spread evenly over the time it lasts and stands in a row without posts. Schemes of
    networks outside the place are left out.

    Returns:
        `staff_group` (gp, nurse, dpc, admin), `year` (1 is the first after the figures), `role` (a cost
        of `assumptions.yaml`), `what`, `fte_years`, `pounds_each` for a full-time post in a year,
        `pounds`; null where nobody has said what a post costs, or the file does not count such staff.
    """
    rows = [row for staff in staff_costed(scenario) for row in _of_staff(stocks, scenario, staff)]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row").filter(
        (pl.col("fte_years").abs() > 0) | pl.col("fte_years").is_null()
    )


def staff_costed(scenario: Scenario) -> list[str]:
    """The staff groups of a scenario: the one it counts first, then every other that it changes."""
    also = {s for s, _ in scenario.moved_levers()} | {i.staff for i in scenario.interventions}
    others = [s for s in declared().assumptions.staff if s in also and s != scenario.staff]
    return [scenario.staff, *others]


def spending_totals(rows: pl.DataFrame) -> pl.DataFrame:
    """The same added up: each role in each year, then in all years, then everything.

    Args:
        rows: of `spending`.

    Returns:
        `staff_group, role, year, fte_years, pounds`: `year` is null for all years together, and so are
        `staff_group` and `role` for all staff together; `pounds` is null where a part is not known.
    """
    sums = (
        pl.col("fte_years").sum(),
        pl.when(~pl.col("pounds").is_null().any()).then(pl.col("pounds").sum()).alias("pounds"),
    )
    frames = [
        part
        for (group, role), some in rows.group_by("staff_group", "role", maintain_order=True)
        for part in (
            some.group_by("staff_group", "role", "year").agg(sums).sort("year"),
            some.select(sums).with_columns(staff_group=pl.lit(group), role=pl.lit(role)),
        )
    ]
    total = rows.select(sums).head(rows.height)
    keys = {"staff_group": pl.String, "role": pl.String, "year": pl.Int64}
    return pl.concat([pl.DataFrame(schema=keys), *frames, total], how="diagonal")


def _of_staff(stocks: Stocks, scenario: Scenario, staff: str) -> list[_Row]:
    """Year by year for one staff group: its levers, its interventions, what the schemes cost."""
    inside = stocks.rows(scenario.place)
    mine = [
        i
        for i in scenario.interventions
        if i.staff == staff and (network(stocks, i) & inside).any()
    ]
    steps: list[tuple[str, str, tuple[Intervention, ...]]] = [("levers", staff, ())]
    steps += [(i.name, i.role or staff, tuple(mine[: n + 1])) for n, i in enumerate(mine)]
    rows: list[_Row] = []
    counted = scenario
    if staff != scenario.staff:
        counted = change_scenario(
            scenario, count=_COUNTS.get(staff, staff), target=None, targets={}
        )
    try:
        before = _fte(prepare_scenario(stocks, counted.baseline()))
    except UnfitScenario:
        if staff == scenario.staff:
            raise
        return [(staff, 1, role, what, None, None, None) for what, role, _ in steps]
    for what, role, done in steps:
        after = _fte(prepare_scenario(stocks, change_scenario(counted, interventions=done)))
        each = scenario.costs.get(role, declared().assumptions.costs[role].value)
        for year, extra in enumerate(_yearly(after - before), start=1):
            pounds = None if each is None else extra * each
            rows.append((staff, year, role, what, extra, each, pounds))
        before = after
    for done in mine:
        if done.cost_gbp:
            rows += _scheme(stocks, done, len(before) - 1)
    return rows


def _fte(asked: PreparedScenario) -> Array:
    return asked.course().fte[:, 0]


def _yearly(extra: Array) -> list[float]:
    """FTE-years of each year: the middle of each quarter stands for it."""
    middles = (extra[:-1] + extra[1:]) / 2 / QUARTERS
    return [float(middles[i : i + QUARTERS].sum()) for i in range(0, len(middles), QUARTERS)]


def _scheme(stocks: Stocks, done: Intervention, quarters: int) -> list[_Row]:
    lasts = active_share(stocks.period, done.start, done.end, quarters)
    total = (Month(done.start).months_to(done.end) + 1) / MONTHS
    role = done.role or done.staff
    return [
        (done.staff, 1 + i // QUARTERS, role, f"{done.name}: cost of the scheme", None, None,
         float(done.cost_gbp or 0) * float(lasts[i : i + QUARTERS].sum()) / total)
        for i in range(0, quarters, QUARTERS)
        if lasts[i : i + QUARTERS].sum()
    ]  # fmt: skip
