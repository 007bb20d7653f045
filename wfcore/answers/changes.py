"""Is it getting better, did it really change, and where?"""

import polars as pl

from wfcore import charts, wording
from wfcore.answers import receipts
from wfcore.answers.answer import Answer, AnswerTable, FollowUp, make_follow_up
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.comparing import CHANGE_PARTS, decompose_change
from wfcore.declared import Metric, declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.months import Month

QUARTER = 3  # months
_BARS = 120
LOW = 190  # pixels, of a course that stands beside its table
_GROUPS = ("gp_rate", "nurse_rate", "dpc_rate", "hca_rate", "admin_rate")
_BAND = (
    "No clear change means a move of less than {share} or of less than {posts} of a full-time post."
)


def answer_better(choice: Choice, question: Question) -> Answer:
    """What changed since then and through what; the course before it as a picture."""
    figures, metric = choice.figures, choice.metric
    start = _start(choice, question)
    made = figures.receipt(metric.id, choice.level, choice.code, choice.period)
    if start is None:
        return Answer(
            question,
            choice.name,
            f"{choice.name} has no figures before {wording.month(choice.period)}.",
            detail=("A change needs two months.",),
            receipt=receipts.receipt_lines(made),
            files=receipts.files(made),
            invented="invented" in made.flags,
        )
    then = figures.receipt(metric.id, choice.level, choice.code, start)
    row = decompose_change(
        figures, [metric.id], choice.level, start, choice.period, area_code=choice.code
    ).row(0, named=True)
    noun = metric.reporting_unit
    known = row[CHANGE_PARTS[0]] is not None
    seasons = Month(start).number != Month(choice.period).number
    return Answer(
        question,
        choice.name,
        wording.change_explained(row, noun, wording.month(start)),
        picture=_course(choice)
        or (charts.causes_chart(row, metric, height=_BARS) if known else None),
        table=_causes(choice, row, start) if known else None,
        cautions=(
            clear_change_rule(),
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
        receipt=(*receipts.receipt_lines(made), *receipts.receipt_lines(then)),
        files=receipts.files(made, then),
        follow_ups=(*_of_change(choice, row, start), *joint_moves(choice)),
        invented="invented" in str(row["flags"]),
    )


def _start(choice: Choice, question: Question) -> str | None:
    before = choice.before()
    if (
        question.since is not None
        and question.since in choice.periods
        and question.since < choice.period
    ):
        return question.since
    return before[0] if before else None


def clear_change_rule() -> str:
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


def _causes(choice: Choice, row: dict[str, object], start: str) -> AnswerTable:
    metric, noun = choice.metric, choice.metric.reporting_unit
    causes = [wording.cause(part, noun) for part in CHANGE_PARTS]
    return AnswerTable(
        f"{metric.id}-{choice.code}-{start}-to-{choice.period}-causes",
        f"What made the difference from {wording.month(start)} to {wording.month(choice.period)}",
        pl.DataFrame(
            {
                "cause": [*(c[0].upper() + c[1:] for c in causes), "Change"],
                "part": [*(row[part] for part in CHANGE_PARTS), row["change"]],
            },
            schema={"cause": pl.String, "part": pl.Float64},
        ),
        {"cause": "Cause", "part": (wording.heading(metric), max(metric.decimals, 2))},
    )


def _of_change(choice: Choice, row: dict[str, object], start: str) -> tuple[FollowUp, ...]:
    size = row["change"]
    since = wording.month(start)
    if not isinstance(size, float):
        return ()
    if row["verdict"] == "no clear change":
        return (make_follow_up("no_clear_change", place=choice.name, start=since),)
    limit = declared().questions.limits.part_of_change
    others = {
        part: float(str(row[part])) / size
        for part in CHANGE_PARTS
        if part != "part_staff" and row[part] is not None
    }
    part = max(others, key=others.__getitem__, default=None)
    if part is not None and others[part] > limit:
        cause = wording.cause(part, choice.metric.reporting_unit)
        return (make_follow_up("not_staff", place=choice.name, cause=cause),)
    worse = row["verdict"] == ("up" if choice.metric.better == "lower" else "down")
    return (make_follow_up("fell", place=choice.name, start=since),) if worse else ()


def joint_moves(choice: Choice) -> tuple[FollowUp, ...]:
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
    return joint_moves_among(choice.name, moves, last, choice.period)


def _moves(
    figures: VersionMeasures, level: Level, code: str, start: str, end: str
) -> list[tuple[Metric, dict[str, object]]]:
    rows = decompose_change(figures, _GROUPS, level, start, end, area_code=code)
    return [(declared().metric(r["metric"]), r) for r in rows.iter_rows(named=True)]


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
    """The places inside, then and now."""
    figures, metric = choice.figures, choice.metric
    start = _start(choice, question)
    inner = list(choice.inside())
    if start is None or not inner:
        return answer_better(choice, question)
    level = Level(question.inside) if question.inside in inner else inner[0]
    rows = decompose_change(figures, [metric.id], level, start, choice.period, within=choice.code)
    made = figures.receipt(metric.id, choice.level, choice.code, choice.period)
    then = figures.receipt(metric.id, choice.level, choice.code, start)
    counted = dict(rows.group_by("verdict").len().iter_rows())
    what, when = (
        wording.in_words(metric),
        f"from {wording.month(start)} to {wording.month(choice.period)}",
    )
    return Answer(
        question,
        choice.name,
        f"{what[0].upper()}{what[1:]} in the {level.plural} of {choice.name}, {when}: "
        f"{wording.verdicts(counted)}",
        picture=(
            charts.change_chart(rows, metric, start, choice.period)
            if rows["change"].count()
            else None
        ),
        table=AnswerTable(
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
        cautions=(clear_change_rule(),),
        receipt=(*receipts.receipt_lines(made), *receipts.receipt_lines(then)),
        files=receipts.files(made, then),
        invented=bool(rows["flags"].str.contains("invented").any()),
    )
