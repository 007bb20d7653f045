"""From a printed table to what-ifs: for each place that is known here, the address that starts from its rate."""

from wfcore import wording
from wfcore.answers.printed_tables import PrintedCase
from wfcore.declared import declared
from wfcore.months import Month, is_month
from wfcore.printed import PrintedStanding
from wfcore.projecting import LEVELS, PrintedStart, scenario_of, scenario_to_link

_AHEAD = 24  # months from the printed rate, where nobody says a date


def printed_what_ifs(case: PrintedCase, source: str) -> dict[str, dict[str, str]]:
    """What a reader presses → the address of the what-if, for each place and staff that one can start from.

    Args:
        case: the table.
        source: where it was printed.
    """
    return {
        f"{s.place.name}: {s.staff.name}, {wording.number(s.rate.value, s.rate.decimals)}": _link(
            s, source
        )
        for s in case.standings
        if s.rate is not None
        and s.place.level in LEVELS
        and s.place.code
        and is_month(s.now.when or "")
        if s.staff.stem in declared().assumptions.counts and s.rate.value > 0
    }


def _link(standing: PrintedStanding, source: str) -> dict[str, str]:
    place, rate, stem = standing.place, standing.rate, str(standing.staff.stem)
    month = str(standing.now.when)
    printed = PrintedStart(
        rate=round(rate.value, 4) if rate else 0.0,
        month=month,
        patients=standing.patients,
        source=source[:200],
    )
    scenario = scenario_of(
        {
            "place": place.code, "count": stem, "by": Month(month).plus(_AHEAD), "printed": printed.model_dump(),
            "target": standing.aim.value if standing.aim else None,
        }
    )  # fmt: skip
    gp = scenario.staff == "gp"
    return {
        "level": place.level.value if place.level else "", "place": str(place.code),
        "staff": "gp" if gp else stem, **({"count": stem} if gp else {}), **scenario_to_link(scenario),
    }  # fmt: skip
