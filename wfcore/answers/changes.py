"""Is it getting better, did it really change, and where?"""

import polars as pl

from wfcore import charts, wording
from wfcore.answers import receipts
from wfcore.answers.asked import Asked
from wfcore.answers.cells import Ask, Cell, Table, ask
from wfcore.answers.choices import Choice
from wfcore.comparing import PARTS, change
from wfcore.declared import Metric, declared
from wfcore.geography import Level
from wfcore.measuring import Figures
from wfcore.months import Month

QUARTER = 3  # months
_BARS = 120
LOW = 190  # pixels, of a course that stands beside its table
_GROUPS = ("gp_rate", "nurse_rate", "dpc_rate", "hca_rate", "admin_rate")
_BAND = (
    "No clear change means a move of less than {share} or of less than {posts} of a full-time post."
)


def better(choice: Choice, asked: Asked) -> Cell:
    """What changed since then and through what; the course before it as a picture."""
    figures, metric = choice.figures, choice.metric
    start = _start(choice, asked)
    made = figures.receipt(metric.id, choice.level, choice.code, choice.period)
    if start is None:
        return Cell(
            asked,
            choice.name,
            f"{choice.name} has no figures before {wording.month(choice.period)}.",
            more=("A change needs two months.",),
            receipt=receipts.lines(made),
            files=receipts.files(made),
            invented="invented" in made.flags,
        )
    then = figures.receipt(metric.id, choice.level, choice.code, start)
    row = change(
        figures, [metric.id], choice.level, start, choice.period, area_code=choice.code
    ).row(0, named=True)
    noun = metric.reporting_unit
    known = row[PARTS[0]] is not None
    seasons = Month(start).number != Month(choice.period).number
    return Cell(
        asked,
        choice.name,
        wording.change_explained(row, noun, wording.month(start)),
        chart=_course(choice) or (charts.parts(row, metric, height=_BARS) if known else None),
        table=_causes(choice, row, start) if known else None,
        caveats=(
            no_clear_change(),
            *(
                [
                    (
                        "The two months are not the same time of year. Trainees change posts each August, "
                        "so the same month a year apart is the fairer comparison."
                    )
                ]
                if seasons
                else []
            ),
        ),
        receipt=(*receipts.lines(made), *receipts.lines(then)),
        files=receipts.files(made, then),
        asks=(*_of_change(choice, row, start), *moved_together(choice)),
        invented="invented" in str(row["flags"]),
    )


def _start(choice: Choice, asked: Asked) -> str | None:
    before = choice.before()
    if asked.since is not None and asked.since in choice.periods and asked.since < choice.period:
        return asked.since
    return before[0] if before else None


def no_clear_change() -> str:
    """The declared rule in words."""
    rule = declared().rules.no_clear_change
    posts = "half" if rule.fte == 0.5 else f"{rule.fte:g}"
    return _BAND.format(share=f"{rule.relative:.0%}", posts=posts)


def _course(choice: Choice) -> charts.Chart | None:
    """The place and the area above over time; None with fewer than three figures."""
    figures, metric = choice.figures, choice.metric
    until = pl.col("period") <= choice.period
    path = figures.trend([metric.id], choice.level, choice.code).filter(until)
    if path["value"].count() < 3:
        return None
    above = choice.above()
    if above:
        path = pl.concat([path, figures.trend([metric.id], above[0], above[1]).filter(until)])
    return charts.trend(path, metric, height=LOW)


def _causes(choice: Choice, row: dict[str, object], start: str) -> Table:
    metric, noun = choice.metric, choice.metric.reporting_unit
    causes = [wording.cause(part, noun) for part in PARTS]
    return Table(
        f"{metric.id}-{choice.code}-{start}-to-{choice.period}-causes",
        f"What made the difference from {wording.month(start)} to {wording.month(choice.period)}",
        pl.DataFrame(
            {
                "cause": [*(c[0].upper() + c[1:] for c in causes), "Change"],
                "part": [*(row[part] for part in PARTS), row["change"]],
            },
            schema={"cause": pl.String, "part": pl.Float64},
        ),
        {"cause": "Cause", "part": (wording.heading(metric), max(metric.decimals, 2))},
    )


def _of_change(choice: Choice, row: dict[str, object], start: str) -> tuple[Ask, ...]:
    size = row["change"]
    since = wording.month(start)
    if not isinstance(size, float):
        return ()
    if row["verdict"] == "no clear change":
        return (ask("no_clear_change", place=choice.name, start=since),)
    limit = declared().questions.limits.part_of_change
    others = {
        part: float(str(row[part])) / size
        for part in PARTS
        if part != "part_staff" and row[part] is not None
    }
    part = max(others, key=others.__getitem__, default=None)
    if part is not None and others[part] > limit:
        cause = wording.cause(part, choice.metric.reporting_unit)
        return (ask("not_staff", place=choice.name, cause=cause),)
    worse = row["verdict"] == ("up" if choice.metric.better == "lower" else "down")
    return (ask("fell", place=choice.name, start=since),) if worse else ()


def moved_together(choice: Choice) -> tuple[Ask, ...]:
    """The question raised when several staff groups move far within one quarter."""
    last = max((p for p in choice.periods if p < choice.period), default=None)
    if last is None or choice.metric.collection != "practice":
        return ()
    if Month(last).months_to(choice.period) > QUARTER:
        return ()
    moves = [
        (metric.short, float(str(row["value_from"])), float(str(row["value"])))
        for metric, row in _moves(choice.figures, choice.level, choice.code, last, choice.period)
        if row["value_from"] and row["value"] is not None
    ]
    return together(choice.name, moves, last, choice.period)


def _moves(
    figures: Figures, level: Level, code: str, start: str, end: str
) -> list[tuple[Metric, dict[str, object]]]:
    rows = change(figures, _GROUPS, level, start, end, area_code=code)
    return [(declared().metric(r["metric"]), r) for r in rows.iter_rows(named=True)]


def together(
    place: str, moves: list[tuple[str, float, float]], start: str, end: str
) -> tuple[Ask, ...]:
    """The same question of any figures: staff group, then, now."""
    limits = declared().questions.limits
    far = [
        (name, now / then - 1)
        for name, then, now in moves
        if then and abs(now / then - 1) >= limits.moved_a_quarter
    ]
    if len(far) < limits.groups_moved:
        return ()
    listed = wording.listed([f"{name} {wording.signed(100 * share, 1)}%" for name, share in far])
    return (
        ask(
            "groups_moved_together",
            moved=listed[0].upper() + listed[1:],
            place=place,
            start=wording.month(start),
            end=wording.month(end),
        ),
    )


def moved(choice: Choice, asked: Asked) -> Cell:
    """The places inside, then and now."""
    figures, metric = choice.figures, choice.metric
    start = _start(choice, asked)
    inner = list(choice.inside())
    if start is None or not inner:
        return better(choice, asked)
    level = Level(asked.inside) if asked.inside in inner else inner[0]
    rows = change(figures, [metric.id], level, start, choice.period, within=choice.code)
    made = figures.receipt(metric.id, choice.level, choice.code, choice.period)
    then = figures.receipt(metric.id, choice.level, choice.code, start)
    counted = dict(rows.group_by("verdict").len().iter_rows())
    what, when = (
        wording.in_words(metric),
        f"from {wording.month(start)} to {wording.month(choice.period)}",
    )
    return Cell(
        asked,
        choice.name,
        f"{what[0].upper()}{what[1:]} in the {level.plural} of {choice.name}, {when}: "
        f"{wording.verdicts(counted)}",
        chart=(
            charts.two_periods(rows, metric, start, choice.period)
            if rows["change"].count()
            else None
        ),
        table=Table(
            f"{metric.id}-{level}-{start}-to-{choice.period}",
            f"{metric.name}, {level.plural} in {choice.name}",
            rows.sort("change", descending=True, nulls_last=True),
            {
                "area_name": "Place",
                "value_from": (wording.month(start), metric.decimals),
                "value": (wording.month(choice.period), metric.decimals),
                "change": ("Change", max(metric.decimals, 1)),
                "verdict": "In words",
            },
        ),
        caveats=(no_clear_change(),),
        receipt=(*receipts.lines(made), *receipts.lines(then)),
        files=receipts.files(made, then),
        invented=bool(rows["flags"].str.contains("invented").any()),
    )
