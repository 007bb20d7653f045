"""Projections → plain sentences: the answer, what it would take, how likely that is."""

from collections.abc import Mapping, Sequence
from math import isnan

import polars as pl

from wfcore.declared import Metric, declared
from wfcore.projecting import (
    LIST_GROWTH,
    PROGRAMME,
    Course,
    Fan,
    Intervention,
    Needed,
    Reach,
    Scenario,
    Sought,
    Verdict,
)
from wfcore.wording.sentences import month, number

RECRUITS_FROM = {
    "new": "outside: they are new",
    "other_pcns": "other networks",
    "community_pharmacy": "community pharmacy",
}
_LESS_THAN = 0.05
_ALMOST = 0.005


def metric_of(scenario: Scenario) -> Metric:
    """The rate that a scenario is about."""
    return declared().metric(f"{scenario.count}_rate")


def _who(metric: Metric) -> str:
    """Who is counted, inside a sentence."""
    return "GPs (all, including trainees)" if metric.stem == "gp" else metric.short


def posts(fte: float, decimals: int = 1) -> str:
    """Full-time posts as they stand in a sentence."""
    figure = number(abs(fte), decimals)
    return f"{figure} full-time post{'' if figure in ('1', '1.0') else 's'}"


def answer(
    scenario: Scenario, place: str, course: Course, baseline: Course, fan: Fan | None = None
) -> str:
    """The sentence that a slider changes: the rate by the date, its range, the gap, the baseline."""
    metric = metric_of(scenario)
    rate, level = float(course.rate[-1, 0]), float(baseline.rate[-1, 0])
    when = month(course.periods[-1])
    said = f"By {when}, {place} would have {number(rate)} {_who(metric)} per 100,000 patients"
    if fan is not None:
        said += f" (likely between {number(float(fan.low[-1]))} and {number(float(fan.high[-1]))})"
    said += gap(course)
    if abs(rate - level) < _ALMOST:
        return f"{said}. That is the course if nothing changes."
    word = "more" if rate > level else "fewer"
    off = number(abs(rate - level)) if abs(rate - level) >= _LESS_THAN else "less than 0.1"
    return f"{said}. That is {off} {word} than if nothing changes ({number(level)})."


def gap(course: Course) -> str:
    """How far from target at the end, as the end of a sentence."""
    short = float(course.gap_fte[-1, 0])
    if isnan(short):
        return ""
    aim = float(course.needed[-1, 0] / course.patients[-1, 0] * 100_000)
    if abs(short) < _LESS_THAN:
        return f", which is the target of {number(aim)}"
    side = "below" if short > 0 else "above"
    off = abs(aim - float(course.rate[-1, 0]))
    effect = "short" if short > 0 else "over"
    return f", {number(off)} {side} the target of {number(aim)}: {posts(short)} {effect}"


def today(scenario: Scenario, place: str, course: Course) -> str:
    """Where the place stands before anything happens."""
    metric = metric_of(scenario)
    said = (
        f"At the end of {month(course.periods[0])}, {place} has {number(float(course.rate[0, 0]))} "
        f"{_who(metric)} per 100,000 patients: {posts(float(course.fte[0, 0]))}"
    )
    short = float(course.gap_fte[0, 0])
    if isnan(short):
        return f"{said}. No target is set."
    aim = float(course.needed[0, 0] / course.patients[0, 0] * 100_000)
    if abs(short) < _LESS_THAN:
        return f"{said}, which is the target of {number(aim)}."
    state = "short of" if short > 0 else "over"
    return f"{said}, {posts(short)} {state} the target of {number(aim)}."


def cases(fewer: float, central: float, more: float) -> str:
    """The three named cases, in a sentence."""
    return (
        f"If every assumption lay at the end of its range that brings fewer staff, the rate would be "
        f"{number(fewer)}; at the other end, {number(more)}. As the sliders stand it is {number(central)}."
    )


def takes(needed: Needed, scenario: Scenario) -> str:
    """What the target takes, net of those who leave."""
    when = month(needed.when or scenario.by)
    if abs(needed.fte_today - needed.fte_needed) < _LESS_THAN:
        return f"Today's staff would be just enough for the target by {when}."
    if needed.net_a_quarter <= 0:
        spare = posts(needed.fte_today - needed.fte_needed)
        return f"Today's staff would be enough for the target by {when}, even with {spare} fewer."
    net = needed.net_a_quarter
    pace = number(net) if net >= _LESS_THAN else "less than 0.1"
    return (
        f"The target takes {posts(needed.fte_needed - needed.fte_today)} more than today by {when}: "
        f"{pace} each quarter, net of those who leave."
    )


def pace_needed(verdict: Verdict, scenario: Scenario) -> str:
    """A verdict on a pace, against what has been seen here and elsewhere."""
    said = _pace_needed(verdict)
    if verdict.best is not None and verdict.metric != metric_of(scenario).id:
        said += f" What has been seen is of {_who(declared().metric(verdict.metric))}: the file counts no other."
    return said


def _pace_needed(verdict: Verdict) -> str:
    if verdict.judgement == "no history":
        return "There are no earlier figures here to judge that pace by."
    if verdict.judgement == "on course":
        return "That takes no growth in staff."
    best = number(verdict.best)
    when = f"from {month(str(verdict.best_from))} to {month(str(verdict.best_to))}"
    needs = number(verdict.needed) if verdict.needed >= _LESS_THAN else "less than 0.1"
    said = f"It needs {needs} full-time posts a quarter"
    seen = (
        f"the best pace since {month(str(verdict.since))} was {best} a quarter ({when})"
        if (verdict.best or 0) > 0
        else f"staff have not grown between any two months since {month(str(verdict.since))}"
    )
    average = f"and the average {number(verdict.average)}"
    if verdict.judgement == "usual":
        return f"{said}; {seen} {average}: in line with what has happened here."
    if verdict.judgement == "at its best":
        return f"{said}; {seen} {average}: only if every quarter is nearly as good as the best one."
    peer = verdict.peer and verdict.peers_best and verdict.peers_best > 0
    elsewhere = (
        f" For its size, {verdict.peer} once did {number(verdict.peers_best)} a quarter."
        if peer
        else ""
    )
    if verdict.judgement == "unlikely":
        return f"{said}; {seen}: unlikely at this pace.{elsewhere}"
    return f"{said}; {seen}: very unlikely, because no neighbour has done it either.{elsewhere}"


def sought(found: Sought, scenario: Scenario, place: str) -> str:
    """What one lever must be for the target."""
    name, unit = lever_name(found.lever), lever_unit(found.lever)
    when = month(found.when or scenario.by)
    aim = f"{number(found.target)} {_who(metric_of(scenario))} per 100,000 patients"
    if found.easy:
        return f"{place} reaches {aim} by {when} whatever is done with this lever alone."
    if found.value is None:
        return (
            f"{place} cannot reach {aim} by {when} with “{_inside(name)}” alone: at its limit of "
            f"{value(found.limit, unit)} you get to {number(found.reached)}."
        )
    return f"{place} reaches {aim} by {when} if “{_inside(name)}” is {value(found.value, unit)}, nothing else changed."


def reached(reach: Reach, course: Course) -> str:
    """What this scenario reaches, and when."""
    years = declared().assumptions.longest_years
    if isnan(course.needed[-1, 0]):
        return ""
    if reach.met == course.periods[0]:
        if float(course.gap_fte[-1, 0]) > _ALMOST:
            return f"The target is met today, but no longer by {month(course.periods[-1])}."
        return "The target is met today."
    if reach.met is not None:
        return f"On this course the target is met in {month(reach.met)}."
    return (
        f"On this course the target is not met within {years} years; the most it reaches is "
        f"{number(reach.best)}, in {month(reach.best_when)}."
    )


def lever_name(lever: str) -> str:
    """A lever as a reader says it."""
    known = declared().assumptions
    if lever == LIST_GROWTH:
        return known.list_growth.name
    return "Local programme" if lever == PROGRAMME else known.levers[lever].name


def _inside(name: str) -> str:
    """A name inside a sentence; GPs stay GPs."""
    return name[:1].lower() + name[1:]


def lever_unit(lever: str) -> str:
    """The unit of a lever."""
    known = declared().assumptions
    return known.list_growth.unit if lever == LIST_GROWTH else known.levers[lever].unit


def value(figure: float, unit: str) -> str:
    """A lever's value with its unit."""
    text = number(figure, 2).rstrip("0").rstrip(".") if figure % 1 else number(figure, 0)
    if unit.startswith("%"):
        return f"{text}{unit}"
    return f"{text} {unit.replace('people', 'person') if text == '1' else unit}"


def share_change(before: float, after: float) -> str:
    """A change of a percentage, in points and relative to what it was: both, always."""
    points = after - before
    if not points:
        return "no change"
    figure = value(abs(points), "").strip()
    said = f"{figure} percentage point{'' if figure == '1' else 's'}"
    way = "up" if points > 0 else "down"
    if before <= 0:  # there is no share of nothing
        return f"{way} {said}"
    relative = value(round(abs(points / before * 100), 1), "")
    return f"{way} {said}, which is {relative.strip()}% {'more' if points > 0 else 'less'}"


def lever_moved(staff: str, lever: str, after: float, own_growth: float | None = None) -> str:
    """One change of a scenario: from what, to what."""
    known = declared().assumptions
    unit = lever_unit(lever)
    before = (
        (own_growth or 0) * 100 if lever == LIST_GROWTH else known.levers[lever].at("now", staff)
    )
    said = f"{lever_name(lever)}: {value(before, unit)} → {value(after, unit)}"
    return f"{said} ({share_change(before, after)})" if unit.startswith("%") else said


def changes(scenario: Scenario, own_growth: float | None = None) -> list[str]:
    """Everything a scenario changes, a line each."""
    lines = [
        lever_moved(staff, lever, scenario.levers[staff][lever])
        if lever != LIST_GROWTH
        else lever_moved("", LIST_GROWTH, float(scenario.list_growth or 0), own_growth)
        for staff, lever in scenario.moved()
    ]
    return [*lines, *(intervention(i) for i in scenario.interventions)]


def intervention(done: Intervention, names: Mapping[str, str] | None = None) -> str:
    """One intervention, in a line; `names` are those of networks by code."""
    unit = lever_unit(done.lever)
    agreed = "agreed in a memorandum of understanding" if done.mou else "not yet agreed"
    cost = f", £{number(done.cost_gbp, 0)}" if done.cost_gbp else ""
    where = (names or {}).get(done.place, done.place)
    return (
        f"{done.name} in {where}: {_inside(lever_name(done.lever))} {value(done.size, unit)}, "
        f"{month(done.start)} to {month(done.end)}{cost}, {agreed}"
    )


def differences(
    one: Scenario, other: Scenario, names: tuple[str, str], growth: tuple[float, float]
) -> list[str]:
    """What two scenarios assume differently, a line each."""
    lines: list[str] = []
    for what, a, b in (
        ("Place", one.place, other.place),
        ("Staff", metric_of(one).name, metric_of(other).name),
        ("Figures of", one.period and month(one.period), other.period and month(other.period)),
        ("Date", month(one.by), month(other.by)),
        ("Target", _target(one), _target(other)),
    ):
        if a != b:
            lines.append(f"{what}: {a} in {names[0]}, {b} in {names[1]}")
    known = declared().assumptions.levers
    pairs = {
        (s, lever)
        for s in (one.staff, other.staff)
        for lever in known
        if s in known[lever].applies_to
    }
    for staff, lever in sorted(pairs, key=lambda p: (p[0], list(known).index(p[1]))):
        a, b = one.lever(staff, lever), other.lever(staff, lever)
        if a != b:
            lines.append(_between(lever_name(lever), a, b, lever_unit(lever), names))
    a, b = (
        100 * g if s.list_growth is None else s.list_growth
        for s, g in zip((one, other), growth, strict=True)
    )
    if abs(a - b) > _ALMOST:
        lines.append(_between(lever_name(LIST_GROWTH), a, b, lever_unit(LIST_GROWTH), names))
    lines += [
        f"{what}: {a} in {names[0]}, {b} in {names[1]}"
        for what, a, b in (
            (
                "Recruits come from",
                RECRUITS_FROM[one.recruits_from],
                RECRUITS_FROM[other.recruits_from],
            ),
            ("What stands in for the file", _set(one.today), _set(other.today)),
            ("Prices", _set({"£": one.costs}), _set({"£": other.costs})),
            ("Rooms for", _people(one.limits.rooms_for), _people(other.limits.rooms_for)),
            ("Supervisors for", _people(one.limits.supervised), _people(other.limits.supervised)),
        )
        if a != b
    ]
    for mine, theirs, name in ((one, other, names[0]), (other, one, names[1])):
        lines += [
            f"Only in {name}: {intervention(i)}"
            for i in mine.interventions
            if i not in theirs.interventions
        ]
    return lines


def _set(values: Mapping[str, Mapping[str, float]]) -> str:
    """What a scenario sets itself, or that it sets nothing."""
    known = declared().assumptions
    said: list[str] = []
    for what, figures in values.items():
        for key, figure in figures.items():
            if what in known.stand_ins:
                said.append(
                    f"{known.stand_ins[what].name}, {_staff(key)}: {value(figure, '')}".strip()
                )
            else:
                said.append(f"{known.costs[key].name} £{number(figure, 0)}")
    return "; ".join(said) or "as declared"


def _people(figure: float | None) -> str:
    return "not known" if figure is None else f"{number(figure, 0)} more people"


def _target(scenario: Scenario) -> str:
    own = f", {len(scenario.targets)} of its own for networks" if scenario.targets else ""
    return ("none" if scenario.target is None else number(scenario.target)) + own


def _between(name: str, a: float, b: float, unit: str, names: tuple[str, str]) -> str:
    said = f"{name}: {value(a, unit)} in {names[0]}, {value(b, unit)} in {names[1]}"
    return f"{said} ({share_change(a, b)})" if unit.startswith("%") else said


def beside(names: tuple[str, str], courses: tuple[Course, Course]) -> str:
    """Which of two scenarios ends higher, and by how much."""
    a, b = (float(c.rate[-1, 0]) for c in courses)
    if abs(a - b) < _LESS_THAN:
        return f"{names[0]} and {names[1]} end at the same rate, {number(a)} per 100,000 patients."
    high, low = (names, (a, b)) if a > b else (names[::-1], (b, a))
    fte = abs(float(courses[0].fte[-1, 0]) - float(courses[1].fte[-1, 0]))
    return (
        f"{high[0]} ends at {number(low[0])} per 100,000 patients and {high[1]} at {number(low[1])}: "
        f"{number(low[0] - low[1])} apart, or {posts(fte)}."
    )


def stand_ins(
    stood_in: Mapping[str, Sequence[str]],
    scenario: Scenario | None = None,
    *,
    every_group: bool = False,
) -> list[str]:
    """Which assumptions stand in for what the file does not say, a sentence each.

    Args:
        stood_in: of `Stocks`.
        scenario: only what bears on its count is said, and what it sets itself; all without one.
        every_group: whether to say what bears on other staff than its count as well.
    """
    known = declared().assumptions
    mine = (
        None if scenario is None or every_group else {*known.counts[scenario.count], scenario.staff}
    )
    said: list[str] = []
    for what, groups in stood_in.items():
        standing = known.stand_ins[what]
        ours = [g for g in groups if mine is None or g in mine]
        if not ours:
            continue
        set_: Mapping[str, float] = {} if scenario is None else scenario.today.get(what, {})
        figures = [
            f"{value(set_.get(g, standing.value[g]) * 100, '%')} of {_staff(g)}"
            if what != "hours"
            else f"{value(set_.get(g, standing.value[g]), 'FTE')} for {_staff(g)}"
            for g in ours
        ]
        ours_set = [g for g in ours if g in set_]
        source = "set in this scenario" if ours_set else f"source: {standing.source}"
        if 0 < len(ours_set) < len(ours):
            listed = ", ".join(_staff(g) for g in ours_set)
            source = f"for {listed} set in this scenario, else {standing.source}"
        said.append(
            f"{standing.name}: the file does not say, so an assumption stands in, "
            f"{', '.join(figures)} ({source})."
        )
    return said


def _staff(key: str) -> str:
    known = declared().assumptions
    if key in known.groups and key not in known.staff:
        return "GPs in training"
    return {"gp": "GPs", "nurse": "nurses", "dpc": "direct patient care", "admin": "admin"}[key]


def not_new(scenario: Scenario, place: str, fte: float) -> list[str]:
    """A warning where recruits are only moved."""
    sources = {i.recruits_from for i in scenario.interventions if i.lever == "recruits"}
    if scenario.lever(scenario.staff, "recruits"):
        sources.add(scenario.recruits_from)
    said: list[str] = []
    if "other_pcns" in sources:
        said.append(
            f"Recruits from other networks are moved, not new: what {place} gains ({posts(fte)}) "
            "its neighbours lose, and the area as a whole gains nothing from them."
        )
    if "community_pharmacy" in sources:
        said.append(
            "Recruits from community pharmacy are moved, not new: patients gain here what they lose at the chemist's."
        )
    return said


def limits(scenario: Scenario, course: Course, extra_trainees: float) -> list[str]:
    """Where rooms or supervision do not reach."""
    said: list[str] = []
    rooms, supervised = scenario.limits.rooms_for, scenario.limits.supervised
    more = float((course.people - course.people[0])[:, 0].max())
    if rooms is not None and more > rooms:
        said.append(
            f"There are rooms for {_more(rooms, 'person', 'people')}; this scenario needs {number(more, 0)}."
        )
    if supervised is not None and extra_trainees > supervised:
        said.append(
            f"Supervisors can take {_more(supervised, 'trainee', 'trainees')}; "
            f"this scenario has {number(extra_trainees, 0)}."
        )
    return said


def _more(count: float, one: str, many: str) -> str:
    figure = number(count, 0)
    return f"{figure} more {one if figure == '1' else many}"


def money(rows: pl.DataFrame) -> str:
    """What a scenario costs beyond the baseline, in a sentence."""
    if rows.is_empty():
        return "It costs nothing beyond the course if nothing changes."
    years = int(rows.select(pl.col("year").max()).item())
    if rows["pounds"].null_count():
        missing = ", ".join(
            rows.filter(pl.col("pounds").is_null())["role"].unique().sort().to_list()
        )
        return f"What a post costs is not known here for: {missing}. Enter a cost to see the sum."
    total = float(rows["pounds"].sum())
    span = "the first year" if years == 1 else f"the {years} years"
    verb = "costs" if total >= 0 else "saves"
    return f"Beyond the course if nothing changes, it {verb} £{number(abs(total), 0)} over {span}."


def happened(row: Mapping[str, object]) -> str:
    """One later period: what was said and what came."""
    came, was = float(str(row["happened"])), float(str(row["said"]))
    off = came - was
    side = (
        "as said"
        if abs(off) < _LESS_THAN
        else f"{number(abs(off))} {'more' if off > 0 else 'fewer'} than said"
    )
    return f"For {month(str(row['period']))} the scenario said {number(was)}; it was {number(came)}: {side}."


def given_out(rows: pl.DataFrame, how: str, asked: float) -> str:
    """Where posts go, and why."""
    some = rows.filter(pl.col("posts") > 0)
    listed = [
        f"{p} {number(n, 0 if float(n).is_integer() else 1)}"
        for p, n in some.select("area_name", "posts").iter_rows()
    ]
    reason = {
        "evenly": "each post goes to the network furthest below its target, so that the largest "
        "gap left is as small as it can be",
        "by_gap": "in proportion to the gaps",
        "by_need": "the most deprived network is brought up to its target first, then the next",
    }[how]
    if not listed:
        return "Every network is at its target: there is no gap to close."
    left = asked - float(some["posts"].sum())
    over = f" Left over, because every gap is closed: {posts(left)}." if left > _LESS_THAN else ""
    return f"{'; '.join(listed)}: {reason}.{over}"
