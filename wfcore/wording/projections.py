"""Projections → plain sentences: the answer, its range, what it would take, how likely that is."""

from collections.abc import Sequence
from math import ceil, isnan

import polars as pl

from wfcore import rounding
from wfcore.declared import Metric, declared
from wfcore.projecting import (
    Feasibility,
    ForecastOutcome,
    GoalRange,
    GoalSeekResult,
    Scenario,
    StaffNeeded,
    TargetReach,
    Trajectory,
)
from wfcore.targeting import Aim
from wfcore.wording.breath import fits
from wfcore.wording.courses import held_against, rates_apart
from wfcore.wording.figures import (
    NOT_AVAILABLE,
    about_pounds,
    counted,
    listed,
    month,
    number,
    posts_phrase,
    signed,
)
from wfcore.wording.metrics import who_is_counted
from wfcore.wording.scenarios import (
    lever_name,
    lever_unit,
    lever_value,
    metric_of,
    name_inside,
)
from wfcore.wording.targets import aim_named, way_to

_LESS_THAN = 0.05
_ALMOST = 0.005
_NAMED = 2  # networks that a sentence names
_HAIR = 1e-6  # what seeking leaves open


def without_target(scenario: Scenario) -> str:
    """Why no gap can be named."""
    if scenario.targets:
        return "Not every network has a target, so no gap can be named for the place as a whole."
    return "No target is set, so there is no gap to close."


def from_to(metric: Metric, course: Trajectory) -> str:
    """Where a course begins and where it ends."""
    begin, end = (
        f"{number(float(course.rate[k, 0]))} in {month(course.periods[k])}" for k in (0, -1)
    )
    return f"From {begin} to {end}, {who_is_counted(metric)} per 100,000 patients."


def largest_change(parts: pl.DataFrame) -> str:
    """Which change moves the rate most, of `name, part_rate`."""
    name, part = max(parts.select("name", "part_rate").iter_rows(), key=lambda row: abs(row[1]))
    return f"“{name}” moves the rate most: by {signed(part, 2)} per 100,000 patients."


def networks_short(networks: pl.DataFrame, end: str, aim: Aim | None = None) -> str:
    """How many networks are short of the aim, and which one most; see `projecting.places`."""
    aimed = networks.filter(pl.col("gap_fte").is_not_null())
    if aimed.is_empty():
        return f"No network has a target, so none can be said to be short of it by {month(end)}."
    held = (
        "the aim set for them"
        if aim is None or aim.kind == "several"
        else aim_named(aim, short=True)
    )
    short = aimed.filter(pl.col("gap_fte") >= _LESS_THAN)
    if short.is_empty():
        return f"By {month(end)} no network would be short of {held}."
    name, gap = max(short.select("area_name", "gap_fte").iter_rows(), key=lambda row: row[1])
    return (
        f"By {month(end)}, {short.height} of {aimed.height} networks would be short of {held}. "
        f"{name} would be short most, by {posts_phrase(gap)}."
    )


def three_cases(fewer: float, central: float, more: float) -> str:
    """The three named cases, in a sentence."""
    return (
        f"The rate would be {number(fewer)} if every assumption brought fewest staff, and {number(more)} if each "
        f"brought most. As the sliders stand it is {number(central)}."
    )


def target_takes(needed: StaffNeeded, scenario: Scenario, aim: Aim | None = None) -> str:
    """What the aim takes, net of those who leave."""
    when, way = month(needed.when or scenario.by), way_to(aim or Aim("own", 0))
    if abs(needed.fte_today - needed.fte_needed) < _LESS_THAN:
        return f"Today's staff would be just enough to {way} by {when}."
    if needed.net_a_quarter <= 0:
        spare = posts_phrase(needed.fte_today - needed.fte_needed)
        return f"Today's staff would be enough to {way} by {when}, even with {spare} fewer."
    more = posts_phrase(needed.fte_needed - needed.fte_today)
    return f"To {way} by {when} takes {more} more than today, net of those who leave."


def pace_needed(verdict: Feasibility, scenario: Scenario) -> str:
    """A verdict on a pace, against what has been seen here and elsewhere."""
    said = _pace_needed(verdict)
    if verdict.best is not None and verdict.metric != metric_of(scenario).id:
        counted = who_is_counted(declared().metric(verdict.metric))
        said += f" What has been seen is of {counted}: the file counts no other."
    return said


def _pace_needed(verdict: Feasibility) -> str:
    if verdict.judgement == "on course":
        return "That takes no growth in staff."
    needs = number(verdict.needed) if verdict.needed >= _LESS_THAN else "less than 0.1"
    said = f"It needs {needs} full-time posts a quarter"
    if verdict.judgement == "no history":
        return f"{said}. There are no earlier figures here to judge that pace by."
    best = number(verdict.best)
    when = f"from {month(str(verdict.best_from))} to {month(str(verdict.best_to))}"
    seen = (
        f"the best pace since {month(str(verdict.since))} was {best} a quarter ({when})"
        if (verdict.best or 0) > 0
        else f"staff have not grown between any two months since {month(str(verdict.since))}"
    )
    mean = number(verdict.average)
    average = "" if mean == best else f" and the average {mean}"
    if verdict.judgement == "usual":
        return f"{said}; {seen}{average}: in line with what has happened here."
    if verdict.judgement == "at its best":
        return f"{said}; {seen}{average}: only if every quarter is nearly as good as the best one."
    peer = verdict.peer and verdict.peers_best and verdict.peers_best > 0
    elsewhere = (
        f" For its size, {verdict.peer} once did {number(verdict.peers_best)} a quarter."
        if peer
        else ""
    )
    if verdict.judgement == "unlikely":
        return f"{said}; {seen}: unlikely at this pace.{elsewhere}"
    return f"{said}; {seen}: very unlikely, because no neighbour has done it either.{elsewhere}"


def goal_seek_answer(
    found: GoalSeekResult, scenario: Scenario, place: str, sure: GoalRange | None = None
) -> str:
    """What one lever must be for the target; about, between what and why, where it rests on stand-ins."""
    name, unit = lever_name(found.lever), lever_unit(found.lever)
    when = month(found.when or scenario.by)
    aim = f"{number(found.target)} {who_is_counted(metric_of(scenario))} per 100,000 patients"
    as_guessed = f", as {' and as '.join(sure.reasons)}" if sure else ""
    if found.easy:
        about = f" (about{as_guessed})" if sure else ""
        return f"{place} reaches {aim} by {when} whatever is done with this lever alone{about}."
    if found.value is None:
        about, but = ("about ", _might(sure, unit)) if sure else ("", "")
        return (
            f"{place} cannot reach {aim} by {when} with “{name_inside(name)}” alone: at its limit of "
            f"{lever_value(found.limit, unit)} you get to {about}{number(found.reached)}{as_guessed}{but}."
        )
    if sure is None:
        what = lever_value(_whole(found.value, unit), unit)
        return f"{place} reaches {aim} by {when} if “{name_inside(name)}” is {what}, nothing else changed."
    what = lever_value(rounding.shown(_whole(found.value, unit), 1), unit)
    return (
        f"{place} would reach {aim} by {when} if “{name_inside(name)}” is about {what} ({_between(sure, unit)}"
        f"{as_guessed}), nothing else changed."
    )


def _whole(value: float, unit: str) -> float:
    """What a lever has to be, as it can be asked for: people are whole, and as many as it takes."""
    return ceil(value - _HAIR) if unit.startswith("people") else value


def _between(sure: GoalRange, unit: str) -> str:
    decimals = 0 if unit.startswith("people") else 1
    low, high = (number(_whole(end, unit), decimals) for end in (sure.low, sure.high))
    ends = f"{low} to {high}"
    return f"{ends}, or out of reach" if sure.missed else ends


def _might(sure: GoalRange, unit: str) -> str:
    return f"; it might with {_between(sure, unit)}" if sure.met else ""


def reach_sentence(reach: TargetReach, course: Trajectory, aim: Aim | None = None) -> str:
    """What this scenario reaches, and when."""
    years = declared().assumptions.longest_years
    if course.aim is None:
        return ""
    held = aim_named(held_against(course.aim, aim))
    if aim is not None and aim.kind == "stay":
        return _stays(course)
    if reach.met == course.periods[0]:
        if float(course.gap_fte[-1, 0]) > _ALMOST:
            return f"Today is at or above {held}, but no longer by {month(course.periods[-1])}."
        return f"Today is at or above {held}."
    if reach.met is not None:
        return f"This course reaches {held}, in {month(reach.met)}."
    return (
        f"Within {years} years this course does not reach {held}. The most is {number(reach.best)}, in "
        f"{month(reach.best_when)}."
    )


def _stays(course: Trajectory) -> str:
    """Whether a place whose aim is today's rate keeps it to the end."""
    today, end = float(course.rate[0, 0]), float(course.rate[-1, 0])
    when = month(course.periods[-1])
    if (
        rounding.apart(end, today, rounding.DECIMALS["rate"]) < 0
        or float(course.gap_fte[-1, 0]) > _LESS_THAN
    ):
        return f"This course does not keep today's rate of {number(today)}: it would be {number(end)} by {when}."
    return f"This course keeps today's rate of {number(today)} or more by {when}."


def which_ends_higher(names: tuple[str, str], courses: tuple[Trajectory, Trajectory]) -> str:
    """Which of two scenarios ends higher, and by how much."""
    a, b = (float(c.rate[-1, 0]) for c in courses)
    if not rounding.apart(a, b, rounding.DECIMALS["rate"]):
        return f"{names[0]} and {names[1]} end at the same rate, {number(a)} per 100,000 patients."
    high, low = (names, (a, b)) if a > b else (names[::-1], (b, a))
    one, other = (float(course.fte[-1, 0]) for course in courses)
    fte = abs(rounding.apart(one, other, rounding.DECIMALS["fte"]))
    return (
        f"{high[0]} ends at {number(low[0])} per 100,000 patients and {high[1]} at {number(low[1])}: "
        f"{rates_apart(*low)} apart, or {posts_phrase(fte)}."
    )


def figures_compared(
    what: str, decimals: int, a: float | None, b: float | None
) -> tuple[str, str, str, str]:
    """One figure of two scenarios and their difference, each as it is read."""
    known = [None if x is None or isnan(x) else float(x) for x in (a, b)]
    apart = None if None in known else rounding.apart(known[1] or 0, known[0] or 0, decimals)
    one, other, difference = (
        NOT_AVAILABLE if x is None else number(x, decimals) for x in (*known, apart)
    )
    return what, one, other, difference


def scenario_cost(rows: pl.DataFrame) -> str:
    """What a scenario costs beyond the baseline, in a sentence."""
    if rows.is_empty():
        return "It costs nothing beyond the course if nothing changes."
    missing = rows.filter(pl.col("pounds").is_null())["role"].unique().sort()
    priced = rows.drop_nulls("pounds")
    costs = declared().assumptions.costs
    unknown = (
        f"What a post costs is not known here for: {', '.join(name_inside(costs[r].name) for r in missing)}."
        if missing.len()
        else ""
    )
    if priced.is_empty():
        return f"{unknown} Enter a cost to see the sum."
    years, total = int(rows.select(pl.col("year").max()).item()), float(priced["pounds"].sum())
    span = "the first year" if years == 1 else f"the {years} years"
    what = "the rest" if unknown else "it"
    verb = "costs" if total >= 0 else "saves"
    said = f"Beyond the course if nothing changes, {what} {verb} {about_pounds(abs(total))} over {span}."
    return f"{unknown} {said}".strip()


def outcome_sentence(outcome: ForecastOutcome) -> str:
    """One later period: what was said and what came."""
    off = rounding.apart(outcome.happened, outcome.said, rounding.DECIMALS["rate"])
    side = (
        "as said" if not off else f"{number(abs(off))} {'more' if off > 0 else 'fewer'} than said"
    )
    return (
        f"For {month(outcome.period)} the scenario said {number(outcome.said)}; it was "
        f"{number(outcome.happened)}: {side}."
    )


def no_outcome_yet(period: str) -> str:
    """That nothing has been published since."""
    return (
        f"There are no figures after {month(period)} yet. Ask again when the next ones are published: they "
        "will stand beside what the scenario said."
    )


def allocation_sentence(rows: pl.DataFrame, how: str, asked: float) -> str:
    """Where posts go, and why."""
    some = rows.filter(pl.col("posts") > 0)
    gets = [
        (number(n, 0 if float(n).is_integer() else 1), p)
        for p, n in some.select("area_name", "posts").iter_rows()
    ]
    reason = {
        "evenly": "each post goes to the network furthest below the aim, so that the largest "
        "gap left is as small as it can be",
        "by_gap": "they are shared out in proportion to the gaps",
        "by_need": "the most deprived network is brought up to the aim first, then the next",
    }[how]
    if not gets:
        return "Every network has reached the aim: there is no gap to close."
    given = float(some["posts"].sum())
    left = asked - given
    spare = posts_phrase(left, 0 if round(left, 1).is_integer() else 1)
    over = f" Every gap is then closed; left over: {spare}." if left > _LESS_THAN else ""
    return f"{_given(gets, given)} {reason[0].upper()}{reason[1:]}.{over}"


def _given(gets: Sequence[tuple[str, str]], posts: float) -> str:
    """The first of those that are given posts, and how many others; the table has them all."""
    many = posts_phrase(posts, 0 if float(posts).is_integer() else 1)
    (number_, name), *others = gets
    first = f"{number_} of {many} would go to {name}"
    said = [
        f"{listed([first, *(f'{n} to {p}' for n, p in others[:named]), *_and_more(len(others) - named)])}."
        for named in (_NAMED - 1, 0)
    ]
    return next(filter(fits, said), said[-1])


def _and_more(others: int) -> list[str]:
    return [f"the others to {counted(others)} more"] if others > 0 else []
