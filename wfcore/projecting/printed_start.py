"""A what-if that starts from a printed table: today's staff of a place, sized so that its rate is the printed one."""

from dataclasses import replace

import numpy as np

from wfcore.declared import declared
from wfcore.errors import UnfitScenario
from wfcore.projecting.flows import FTE
from wfcore.projecting.scenarios import Scenario
from wfcore.projecting.stocks import STRUCTURED, TRAINEE, Stocks
from wfcore.projecting.trajectories import PER

_TRAINEE_SHARE = "trainee_share"


def start_from_print(today: Stocks, scenario: Scenario) -> Stocks:
    """The staff of a scenario's place as its printed table has it; as they are where it starts from none.

    Ages, hours and who is in training keep their shares. Patients are the printed ones, else those of the file.

    Raises:
        UnfitScenario: the file counts no such staff in the place, so nothing is known of their ages.
    """
    printed = scenario.printed
    if printed is None:
        return today
    rows, counted = today.rows(scenario.place), declared().assumptions.counts[scenario.count]
    groups = [STRUCTURED.index(group) for group in counted if group in STRUCTURED]
    here = np.ix_(np.flatnonzero(rows), np.array(groups))
    size = float(np.nansum(today.patients[rows][:, groups[0]]))
    fte = float(np.nansum(today.fte[here]))
    fte += float(today.trainees[FTE][rows].sum()) if TRAINEE in counted else 0.0
    if not size or not fte:
        raise UnfitScenario(
            f"The file for {today.period} counts none of these staff here: nothing says how old they are.",
            "Choose another place, or another month.",
        )
    patients = printed.patients or size
    times = printed.rate * patients / PER / fte
    sized = {
        name: getattr(today, name).copy() for name in ("fte", "people", "patients", "trainees")
    }
    for name, factor in (("fte", times), ("people", times), ("patients", patients / size)):
        sized[name][here] *= factor
    if scenario.staff == "gp":
        sized["trainees"][:, rows] *= times
    stood_in = {what: groups for what, groups in today.stood_in.items() if what != _TRAINEE_SHARE}
    return replace(today, period=printed.month, stood_in=stood_in, **sized)
