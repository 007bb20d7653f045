"""How wide a range is before anything is changed: past moves of places of the size, and stand-ins."""

from dataclasses import dataclass, replace

import numpy as np

from wfcore.declared import declared
from wfcore.measuring import VersionMeasures
from wfcore.projecting.drivers import MONTHS
from wfcore.projecting.flows import FTE, Array
from wfcore.projecting.growth_history import history_of
from wfcore.projecting.past_moves import MovesOfSize, moves_of_size
from wfcore.projecting.stocks import STRUCTURED, Stocks
from wfcore.projecting.trajectories import PreparedScenario, prepare_scenario

_GP = STRUCTURED.index("gp_qualified")


@dataclass(frozen=True)
class Spread:
    """Half of the range that holds 8 of 10 cases, quarter by quarter.

    `moves`: of past moves, as a log of the rate; `standing`: of what stands in for the file, a share
    of the rate. `cases`: how many past moves of places of this size are in it.
    """

    moves: Array
    standing: Array
    cases: int


def spread_of(figures: VersionMeasures, asked: PreparedScenario) -> Spread:
    """The spread of a place, worked out once for a version, whatever the levers are."""
    scenario, today = asked.scenario, asked.stocks
    set_ = tuple((what, *sorted(values.items())) for what, values in scenario.today.items())
    key = ("spread", today.period, scenario.place, scenario.count, asked.quarters, set_)
    count = history_of(today, scenario)
    return figures.cached(
        key, lambda: _spread(asked, moves_of_size(figures, count, _posts(asked), today.period))
    )


def declared_spread(asked: PreparedScenario) -> Spread:
    """The same without earlier months: what is declared of places of this size."""
    count = history_of(asked.stocks, asked.scenario)
    return _spread(asked, MovesOfSize(count, _posts(asked), 0, 1.0))


def _posts(asked: PreparedScenario) -> float:
    start = asked.start
    in_training = start.trainees[FTE].sum() if asked.trainees else 0.0
    return float(start.young[FTE].sum() + start.older[FTE].sum() + in_training)


def _spread(asked: PreparedScenario, moves: MovesOfSize) -> Spread:
    years = np.arange(asked.quarters + 1) * MONTHS / 12
    return Spread(moves.half_width(years), _standing(asked), moves.cases)


def _standing(asked: PreparedScenario) -> Array:
    """How far the course moves when what stands in is as far out as in 8 of 10 places."""
    today, scenario = asked.stocks, asked.scenario.baseline()
    network = len({today.codes[i] for i in np.flatnonzero(today.rows(scenario.place))}) == 1
    course = asked.baseline().rate[:, 0]
    squares = np.zeros_like(course)
    for what, set_on in (("share_55", _with_share_55), ("trainee_share", _with_trainee_share)):
        known = declared().assumptions.stand_ins[what]
        if scenario.staff in today.stood_in.get(what, ()) and what not in scenario.today:
            ends = [
                prepare_scenario(set_on(today, scenario.staff, value), scenario)
                .baseline()
                .rate[:, 0]
                for value in known.ends(scenario.staff, network=network)
            ]
            squares += np.max([(end / course - 1) ** 2 for end in ends], axis=0)
    return np.sqrt(squares)


def _with_share_55(today: Stocks, staff: str, value: float) -> Stocks:
    aged = today.aged.copy()
    groups = declared().assumptions.groups
    aged[:, [groups[g].scenario == staff for g in STRUCTURED]] = value
    return replace(today, aged=aged)


def _with_trainee_share(today: Stocks, staff: str, value: float) -> Stocks:
    """All GPs stay as many; another share of them is in training."""
    now = declared().assumptions.stand_ins["trainee_share"].value[staff]
    fte, people = today.fte.copy(), today.people.copy()
    for staff_now in (fte, people):
        staff_now[:, _GP] *= (1 - value) / (1 - now)
    return replace(today, fte=fte, people=people, trainees=today.trainees * value / now)
