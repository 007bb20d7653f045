"""Is it getting better, did it really change, and where?"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from wfcore import charts, rounding, wording
from wfcore.answers.answer import Answer, AnswerTable, FollowUp, capitalised, make_follow_up
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.answers.receipts import sources_of
from wfcore.comparing import CHANGE_PARTS, Change, changes_of, decompose_change
from wfcore.declared import Flag, Metric, declared
from wfcore.geography import Level
from wfcore.measuring import measure_then, measures_of, place_events
from wfcore.months import Month

QUARTER = 3  # months
_HAIR = 1e-9
LOW = 190  # pixels, of a course that stands beside its table
_GROUPS = ("gp_rate", "nurse_rate", "dpc_rate", "hca_rate", "admin_rate")
_SEASONS = (
    "The two months are not the same time of year. Trainees change posts each August, "
    "so the same month a year apart is the fairer comparison."
)
_PARTS = "The four parts add up exactly to the change."
_NO_LIST = (
    "Some months have no rate, because no list size is known within {months} months of them. "
    "Choose “full-time posts” to see the staff themselves."
)
_BAND = (
    "No clear change means a move of less than {share} or of less than {posts} of a full-time post."
)


def answer_better(choice: Choice, question: Question) -> Answer:
    """What changed since then and through what; the course before it as a picture."""
    return _explained(choice, question, _recent_course)


def answer_causes(choice: Choice, question: Question) -> Answer:
    """The same change, drawn by its causes."""
    answer = _explained(choice, question, lambda _: None)
    parts = () if answer.table is None else (_PARTS,)
    return replace(answer, cautions=(*parts, *answer.cautions[1:]))


def _explained(
    choice: Choice,
    question: Question,
    course: Callable[[Choice], charts.Chart | None],
) -> Answer:
    """The change since then by its causes; `course`: what is drawn in place of the causes, if anything."""
    metric, start, receipt = choice.metric, _start(choice, question), choice.receipt()
    if start is None:
        return Answer(
            question,
            choice.name,
            f"{choice.name} has no figures before {wording.month(choice.period)}.",
            detail=("A change needs two months. Choose a later one, or publish another.",),
            **sources_of(receipt),
        )
    (change,) = _changes(choice, [metric.id], start)
    values = [wording.number(value, metric.decimals) for value in (change.value_from, change.value)]
    return Answer(
        question,
        choice.name,
        wording.change_explained(change),
        detail=(f"From {values[0]} to {values[1]}: {metric.name}.",)
        if change.change is not None
        else (),
        picture=course(choice) or _by_causes(change),
        table=_causes(choice, change) if change.parts else None,
        cautions=(
            clear_change_rule(),
            *([_SEASONS] if start[5:] != choice.period[5:] else []),
        ),
        follow_ups=(*_of_change(change), *joint_moves(choice)),
        **sources_of(receipt, choice.receipt(period=start)),
    )


def _by_causes(change: Change) -> charts.Chart | None:
    """From then to now, cause by cause, in figures as they are printed."""
    then, now = change.value_from, change.value
    if not change.parts or then is None or now is None:
        return None
    parts = wording.cause_parts(change)
    return charts.waterfall(
        pl.DataFrame({"name": list(map(wording.short_cause, parts)), "part": list(parts.values())}),
        change.metric,
        start=(wording.month(change.since), rounding.shown(then, change.metric.decimals)),
        end=(wording.month(change.period), rounding.shown(now, change.metric.decimals)),
        whole=change,
    )


def _changes(choice: Choice, metrics: Sequence[str], start: str) -> list[Change]:
    rows = decompose_change(
        choice.figures, metrics, choice.level, start, choice.period, area_code=choice.code
    )
    return changes_of(rows, start)


def _start(choice: Choice, question: Question) -> str | None:
    since, before = question.since, choice.before()
    if since is not None and since in choice.periods and since < choice.period:
        return since
    return before[0] if before else None


def clear_change_rule() -> str:
    """The declared rule in words."""
    rule = declared().rules.no_clear_change
    posts = "half" if rule.fte == 0.5 else f"{rule.fte:g}"
    return _BAND.format(share=f"{rule.relative:.0%}", posts=posts)


def _recent_course(choice: Choice) -> charts.Chart | None:
    """The place and the area above up to now; None with fewer than three figures."""
    path = _path(choice).filter(pl.col("period") <= choice.period)
    own = path.filter(area_code=choice.code)
    if own["value"].count() < 3:
        return None
    return charts.trend(path, choice.metric, height=LOW, marks=course_marks(choice, own))


def _path(choice: Choice) -> pl.DataFrame:
    """The measures of the place, then of the area above, in every month."""
    figures, metric, above = choice.figures, choice.metric.id, choice.above()
    places = [(choice.level, choice.code), *([above[:2]] if above else [])]
    return pl.concat(figures.trend([metric], level, code) for level, code in places)


def answer_over_time(choice: Choice, question: Question) -> Answer:
    """The place and the area above, month by month."""
    metric, path = choice.metric, _path(choice)
    here = path.filter(area_code=choice.code)
    own, marks = measures_of(here), course_marks(choice, here)
    no_list = any(Flag.NO_LIST in measure.flags for measure in own)
    return Answer(
        question,
        choice.name,
        wording.then_and_now(own),
        detail=(*_lacking(choice), *wording.marks_told(marks)),
        picture=charts.trend(path, metric, marks=marks) if path["value"].count() > 1 else None,
        table=AnswerTable(
            f"{metric.id}-{choice.code}-over-time",
            f"{metric.name}, month by month",
            path.with_columns(
                month=path["period"].map_elements(wording.month, return_dtype=pl.String)
            ),
            {
                "area_name": "Place",
                "month": "Month",
                "value": (wording.heading(metric), metric.decimals),
            },
        ),
        cautions=(_NO_LIST.format(months=declared().rules.list_months_apart),) if no_list else (),
        **sources_of(choice.receipt()),
    )


def course_marks(
    choice: Choice, own: pl.DataFrame | None, metric: Metric | None = None
) -> tuple[tuple[str, str], ...]:
    """Month and words: where the course of the place is not of quite the same place, or count, as before.

    Args:
        choice: the place.
        own: its course, `period, value`; nothing is told of none.
        metric: what the course shows, where it is not what was chosen.
    """
    periods = [] if own is None else own.drop_nulls("value")["period"].to_list()
    metric = metric or choice.metric
    events = place_events(choice.figures, metric.collection, choice.level, choice.code, periods)
    return wording.trend_marks(metric, events, periods)


def _lacking(choice: Choice) -> tuple[str, ...]:
    """The months left out of the course because their files count in another way."""
    counted = choice.months_counting()
    lacking = [period for period in choice.periods if period not in counted]
    return (wording.months_lacking(lacking, choice.metric),) if lacking else ()


def _causes(choice: Choice, change: Change) -> AnswerTable:
    metric, start = choice.metric, change.since
    causes = [wording.cause(part, metric.reporting_unit) for part in CHANGE_PARTS]
    return AnswerTable(
        f"{metric.id}-{choice.code}-{start}-to-{choice.period}-causes",
        f"What made the difference from {wording.month(start)} to {wording.month(choice.period)}",
        pl.DataFrame(
            {
                "cause": [*map(capitalised, causes), "Change"],
                "part": [*wording.cause_parts(change).values(), wording.moved_by(change)],
                "exact": [*(change.parts[part] for part in CHANGE_PARTS), change.change],
            },
            schema={"cause": pl.String, "part": pl.Float64, "exact": pl.Float64},
        ),
        {"cause": "Cause", "part": (wording.heading(metric), metric.decimals)},
    )


def _of_change(change: Change) -> tuple[FollowUp, ...]:
    place, since = change.area_name, wording.month(change.since)
    if change.change is None:
        return ()
    if change.verdict == "no clear change":
        return (make_follow_up("no_clear_change", place=place, start=since),)
    limit, size = declared().questions.limits.part_of_change, wording.moved_by(change)
    moved = wording.cause_parts(change).items()  # as the reader sees them
    others = {part: each / size for part, each in moved if part != "part_staff" and size}
    part = max(others, key=others.__getitem__, default=None)
    if part is not None and others[part] > limit:
        cause = wording.cause(part, change.metric.reporting_unit)
        return (make_follow_up("not_staff", place=place, cause=cause),)
    worse = change.verdict == ("up" if change.metric.better == "lower" else "down")
    return (make_follow_up("fell", place=place, start=since),) if worse else ()


def joint_moves(choice: Choice) -> tuple[FollowUp, ...]:
    """The question raised when several staff groups move far within one quarter."""
    last = max((p for p in choice.periods if p < choice.period), default=None)
    if last is None or choice.metric.collection != "practice":
        return ()
    if Month(last).months_to(choice.period) > QUARTER:
        return ()
    moves = [
        (change.metric.short, change.value_from, change.value)
        for change in _changes(choice, _GROUPS, last)
        if change.value_from and change.value is not None
    ]
    return joint_moves_among(choice.name, moves, last, choice.period)


def joint_moves_among(
    place: str, moves: list[tuple[str, float, float]], start: str, end: str
) -> tuple[FollowUp, ...]:
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
        make_follow_up(
            "groups_moved_together",
            moved=listed[0].upper() + listed[1:],
            place=place,
            start=wording.month(start),
            end=wording.month(end),
        ),
    )


def answer_moved(choice: Choice, question: Question) -> Answer:
    """The places inside, then and now, and what moved them."""
    metric, start = choice.metric, _start(choice, question)
    if start is None:
        return _explained(choice, question, _recent_course)
    level = choice.nearest_inside(question.inside)
    if level is None:
        return Answer(
            question,
            choice.name,
            f"The data have no smaller places inside {choice.name}.",
            **sources_of(choice.receipt()),
        )
    rows = decompose_change(
        choice.figures, [metric.id], level, start, choice.period, within=choice.code
    )
    called = wording.kinds_of_places(level, rows["area_code"])
    return Answer(
        question,
        choice.name,
        wording.places_moved(
            metric,
            choice.name,
            wording.said_shortly(level, rows["area_code"]),
            dict(rows.group_by("verdict").len().iter_rows()),
            start,
        ),
        picture=(
            charts.change_chart(
                rows.join(_then(choice, level, start), on="area_code", how="left"),
                metric,
                start,
                choice.period,
            )
            if rows["change"].count()
            else None
        ),
        table=AnswerTable(
            f"{metric.id}-{level}-{start}-to-{choice.period}",
            f"{metric.name}, {called} in {choice.name}",
            rows.sort("change", descending=True, nulls_last=True),
            {
                "area_name": "Place",
                "value_from": (wording.short_month(start), metric.decimals),
                "value": (wording.short_month(choice.period), metric.decimals),
                "change": ("Change", metric.decimals),
                "verdict": "In words",
                **{
                    part: (wording.short_cause(part), metric.decimals)
                    for part in CHANGE_PARTS
                    if _is_seen(rows[part])
                },
            },
            differences={"change": ("value", "value_from")},
            splits={"change": CHANGE_PARTS},
        ),
        cautions=(clear_change_rule(),),
        **sources_of(choice.receipt(), choice.receipt(period=start)),
    )


def _then(choice: Choice, level: Level, start: str) -> pl.DataFrame:
    """What the earlier figures of the places inside rest on."""
    rows = measure_then(
        choice.figures, choice.metric.id, level, start, choice.period, within=choice.code
    )
    return rows.select(
        "area_code", pl.col("numerator", "denominator", "coverage_patients").name.suffix("_from")
    )


def _is_seen(part: pl.Series) -> bool:
    """Whether a cause moved any of the places, be it by a hair: without it the others would not add up."""
    return any(abs(value) > _HAIR for value in part.drop_nulls())
