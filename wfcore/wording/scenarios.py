"""Scenarios → plain sentences: levers, changes, differences, what stands in for the file."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from wfcore.declared import Metric, declared
from wfcore.projecting import LIST_GROWTH, Intervention, Scenario, Stocks
from wfcore.wording.figures import month, number

RECRUITS_FROM = {
    "new": "outside: they are new",
    "other_pcns": "other networks",
    "community_pharmacy": "community pharmacy",
}
_ALMOST = 0.005
_Fact = tuple[str, Callable[[Scenario], object]]


def metric_of(scenario: Scenario) -> Metric:
    """The rate that a scenario is about."""
    return declared().metric(f"{scenario.count}_rate")


def lever_name(lever: str) -> str:
    """A lever as a reader says it."""
    found = declared().assumptions.adjustable(lever)
    return found.name if found else "Local programme"


def name_inside(name: str) -> str:
    """A name inside a sentence; GPs stay GPs."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def lever_unit(lever: str) -> str:
    """The unit of a lever."""
    found = declared().assumptions.adjustable(lever)
    return found.unit if found else ""


def lever_value(figure: float, unit: str) -> str:
    """A lever's value with its unit."""
    if unit == "off or on":
        return "on" if figure else "off"
    text = number(figure, 2).rstrip("0").rstrip(".") if figure % 1 else number(figure, 0)
    if unit.startswith("%"):
        return f"{text}{unit}"
    return f"{text} {unit.replace('people', 'person') if text == '1' else unit}"


def share_change(before: float, after: float) -> str:
    """A change of a percentage, in points and relative to what it was: both, always."""
    points = after - before
    if not points:
        return "no change"
    figure = lever_value(abs(points), "").strip()
    said = f"{figure} percentage point{'' if figure == '1' else 's'}"
    way = "up" if points > 0 else "down"
    if before <= 0:  # there is no share of nothing
        return f"{way} {said}"
    if after <= 0:
        return f"{way} {said}, to nothing"
    relative = lever_value(round(abs(points / before * 100), 1), "")
    return f"{way} {said}, which is {relative.strip()}% {'more' if points > 0 else 'less'}"


def lever_moved(lever: str, before: float, after: float) -> str:
    """One change of a scenario: from what, to what."""
    unit = lever_unit(lever)
    said = f"{lever_name(lever)}: {lever_value(before, unit)} → {lever_value(after, unit)}"
    return f"{said} ({share_change(before, after)})" if unit.startswith("%") else said


def scenario_changes(
    scenario: Scenario,
    own_growth: float | None = None,
    networks: Mapping[str, str] | None = None,
) -> list[str]:
    """Everything a scenario changes, a line each; `networks` are their names by code."""
    moved = {
        (staff, lever): (scenario.start_of(staff, lever), scenario.lever(staff, lever))
        if staff
        else ((own_growth or 0) * 100, float(scenario.list_growth or 0))
        for staff, lever in scenario.moved_levers()
    }
    lines = [lever_moved(lever, *ends) for (_, lever), ends in moved.items()]
    return [*lines, *(intervention(i, networks) for i in scenario.interventions)]


def intervention(done: Intervention, names: Mapping[str, str] | None = None) -> str:
    """One intervention, in a line; `names` are those of networks by code."""
    unit = lever_unit(done.lever)
    agreed = "agreed in a memorandum of understanding" if done.mou else "not yet agreed"
    cost = f", £{number(done.cost_gbp, 0)}" if done.cost_gbp else ""
    where = (names or {}).get(done.place, done.place)
    return (
        f"{done.name} in {where}: {name_inside(lever_name(done.lever))} {lever_value(done.size, unit)}, "
        f"{month(done.start)} to {month(done.end)}{cost}, {agreed}"
    )


def scenario_differences(
    one: Scenario,
    other: Scenario,
    names: tuple[str, str],
    growth: tuple[float, float],
    places: Mapping[str, str] | None = None,
) -> list[str]:
    """What two scenarios assume differently, a line each.

    Args:
        one: a scenario.
        other: the one beside it.
        names: of the two.
        growth: each place's own growth of its lists, a share a year.
        places: names of places by code; a code stands for itself without.
    """
    called, both = places or {}, (one, other)
    place: _Fact = ("Place", lambda s: called.get(s.place, s.place))
    aims: list[_Fact] = [
        (f"Own aim of {called.get(code, code)}", lambda s, code=code: _aim(s.targets.get(code)))
        for code in sorted({*one.targets, *other.targets})
    ]
    own = [
        100 * lists if s.list_growth is None else s.list_growth
        for s, lists in zip(both, growth, strict=True)
    ]
    known = declared().assumptions
    moved = [
        (lever.id, one.lever(staff, lever.id), other.lever(staff, lever.id))
        for staff in sorted({one.staff, other.staff})
        for lever in (*known.levers_of(staff), *known.switches_of(staff))
    ]
    moved = [(lever, a, b) for lever, a, b in moved if a != b]
    if abs(own[0] - own[1]) > _ALMOST:
        moved.append((LIST_GROWTH, own[0], own[1]))
    return [
        *_differ([place, *_ASKED, *aims], both, names),
        *(_between(lever, a, b, names) for lever, a, b in moved),
        *_differ(_TAKEN, both, names),
        *(
            f"Only in {name}: {intervention(i, called)}"
            for name, mine, theirs in ((names[0], one, other), (names[1], other, one))
            for i in mine.interventions
            if i not in theirs.interventions
        ),
    ]


def _differ(
    facts: Sequence[_Fact], both: tuple[Scenario, Scenario], names: tuple[str, str]
) -> Iterator[str]:
    for what, say in facts:
        a, b = map(say, both)
        if a != b:
            yield f"{what}: {a} in {names[0]}, {b} in {names[1]}"


def _set(values: Mapping[str, Mapping[str, float]]) -> str:
    """What a scenario sets itself, or that it sets nothing."""
    known = declared().assumptions
    said: list[str] = []
    for what, figures in values.items():
        for key, figure in figures.items():
            if what in known.stand_ins:
                said.append(
                    f"{known.stand_ins[what].name}, {staff_name(key)}: {lever_value(figure, '')}".strip()
                )
            else:
                said.append(f"{known.costs[key].name} £{number(figure, 0)}")
    return "; ".join(said) or "as declared"


def _people(figure: float | None) -> str:
    return "not known" if figure is None else f"{number(figure, 0)} more people"


def _aim(target: float | None) -> str:
    return "none" if target is None else number(target)


def _between(lever: str, a: float, b: float, names: tuple[str, str]) -> str:
    unit = lever_unit(lever)
    said = f"{lever_name(lever)}: {lever_value(a, unit)} in {names[0]}, {lever_value(b, unit)} in {names[1]}"
    return f"{said} ({share_change(a, b)})" if unit.startswith("%") else said


_ASKED: tuple[_Fact, ...] = (
    ("Staff", lambda s: metric_of(s).name),
    ("Figures of", lambda s: s.period and month(s.period)),
    ("Date", lambda s: month(s.by)),
    ("Data version", lambda s: s.version or "newest"),
    ("Aim", lambda s: _aim(s.target)),
)
_TAKEN: tuple[_Fact, ...] = (
    ("Recruits come from", lambda s: RECRUITS_FROM[s.recruits_from]),
    ("What stands in for the file", lambda s: _set(s.today)),
    ("Prices", lambda s: _set({"£": s.costs})),
    ("Rooms for", lambda s: _people(s.limits.rooms_for)),
    ("Supervisors for", lambda s: _people(s.limits.supervised)),
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
            f"{lever_value(set_.get(g, standing.value[g]) * 100, '%')} of {staff_name(g)}"
            if what != "hours"
            else f"{lever_value(set_.get(g, standing.value[g]), 'FTE')} for {staff_name(g)}"
            for g in ours
        ]
        ours_set = [g for g in ours if g in set_]
        source = "Set in this scenario" if ours_set else f"Source: {standing.source}"
        if 0 < len(ours_set) < len(ours):
            listed = ", ".join(staff_name(g) for g in ours_set)
            source = f"For {listed} set in this scenario, else {standing.source}"
        said.append(
            f"{standing.name}: the file does not say, so this is assumed: {', '.join(figures)}. {source}."
        )
    return said


def small_numbers(today: Stocks, scenario: Scenario) -> list[str]:
    """Of whom the figures of a place are those of it and its neighbours together."""
    rules, here = declared().rules.disclosure, today.rows(scenario.place)
    known = declared().assumptions.groups
    return [
        f"{known[group].name}: fewer than {max(rules.personal_base, rules.local_hides_below)} are counted "
        "in some practices here or beside it, so what rests on ages and hours is that of these practices "
        "together."
        for group in declared().assumptions.counts[scenario.count]
        if group in today.pooled and today.pooled[group][here].all()
    ]


def staff_name(key: str) -> str:
    """A staff group inside a sentence."""
    known = declared().assumptions
    if key in known.groups and key not in known.staff:
        return "GPs in training"
    return {"gp": "GPs", "nurse": "nurses", "dpc": "direct patient care", "admin": "admin"}[key]
