"""Have we enough? And: which count of GPs do they mean?"""

from dataclasses import replace

import polars as pl

from wfcore import charts, wording
from wfcore.answers.aims import with_aim_files
from wfcore.answers.answer import Answer, AnswerTable, FollowUp, make_follow_up
from wfcore.answers.cards import carded_rates, cards_of, table_of_all_staff
from wfcore.answers.choices import GP_COUNTS, Choice
from wfcore.answers.nearest import month_counting, nearest_figures, nobody_counted
from wfcore.answers.question import Question
from wfcore.answers.receipts import flag_sentences, follow_up_silent, sources_of
from wfcore.comparing import Change, change_of, latest_changes
from wfcore.declared import Flag, Metric, declared
from wfcore.geography import Level, display_name
from wfcore.measuring import Measure, place_events
from wfcore.projecting import EstimatedFigure, estimated_today
from wfcore.targeting import Gap, gaps_of, nearest_available, targets_of

_COUNTED: dict[str, type[pl.DataType]] = {
    "metric": pl.String, "area_name": pl.String, "value": pl.Float64, "fte": pl.Float64,
    "people": pl.Float64, "value_from": pl.Float64, "change": pl.Float64,
    "verdict": pl.String,
}  # fmt: skip
_OF_NETWORKS = "pcn_gp_rate"
_OTHER_COLLECTION = (
    "Staff of networks (PCNs) are another collection, with its own months. "
    "A person may be in both, so do not add them to the others."
)
_ONE_PRACTICE = "A single practice is small: one person joining or leaving moves its rate a lot."
_PEOPLE = ("gp_55plus_share", "nurse_55plus_share", "participation_gp", "participation_nurse")


def answer_enough(choice: Choice, question: Question) -> Answer:
    """The rate, against then, the area above and the target; all staff as a table."""
    receipt, measure = choice.receipt(), choice.measure()
    before = choice.before()
    wanted = dict.fromkeys([choice.metric.id, *carded_rates(choice)])
    own, *_ = seen = latest_changes(
        choice.figures, list(wanted), choice.level, choice.code, choice.period
    )
    targeted, short = _targets(choice)
    earlier, ago = own.year or own.last, before[1] if before else ""
    held = _held(choice)
    guess = _estimate(choice, measure)
    detail = [
        wording.coverage(receipt) if measure.value is not None else nearest_figures(choice),
        wording.direction(choice.metric),
        wording.that_is(earlier, ago) if held else "",
        wording.since_last(own),
        *targeted,
    ]
    table = table_of_all_staff(choice, seen)
    networks = declared().metric("pcn_staff_rate").short in table.rows["staff"]
    return Answer(
        question,
        choice.name,
        wording.instead_of_a_figure(
            choice.name, choice.metric.short, wording.month(choice.period), guess
        )
        if guess
        else wording.headline(
            measure,
            earlier,
            [choice.measure_in(area) for area in choice.around()],
            ago=ago,
            among=wording.counted_among(receipt),
            held=held,
        ),
        detail=tuple(sentence for sentence in detail if sentence),
        table=table,
        cards=cards_of(choice, seen, guess),
        cautions=(
            *nobody_counted(choice, measure),
            *flag_sentences(receipt),
            *([_OTHER_COLLECTION] if networks else []),
            *(_one_practice(choice, earlier) if choice.level is Level.PRACTICE else ()),
        ),
        follow_ups=(*short, *_uncounted(choice, measure), *follow_up_silent(receipt)),
        ways_on=tuple(question.but(period=near) for near in [month_counting(choice)] if near),
        estimate=wording.why_estimated(guess.estimate) if guess else "",
        **with_aim_files(choice, sources_of(receipt)),
    )


def _one_practice(choice: Choice, earlier: Change | None) -> tuple[str, ...]:
    """That it is small; and whom it has taken over since it was last looked at."""
    since = [str(earlier.since), choice.period] if earlier else []
    events = place_events(
        choice.figures, choice.metric.collection, choice.level, choice.code, since
    )
    return (_ONE_PRACTICE, *wording.without_the_merged(events))


def _estimate(choice: Choice, measure: Measure) -> EstimatedFigure | None:
    """What stands in for a figure that the file does not count, as a projection starts from it."""
    if measure.value is not None or Flag.NOT_IN_FILE not in measure.flags:
        return None
    return estimated_today(
        choice.figures, choice.metric.id, choice.level, choice.code, choice.period
    )


def _held(choice: Choice) -> str:
    """How the place stands against a target of the count that is looked at."""
    if not targets_of(choice.figures, choice.metric.id):
        return ""
    gaps = gaps_of(choice.figures, choice.metric.id, choice.level, choice.code, choice.period)
    said = [wording.standing(gap) for gap in gaps]
    return next((one for one in said if one), "")


def _uncounted(choice: Choice, measure: Measure) -> tuple[FollowUp, ...]:
    if measure.value is not None:
        return ()
    when, what = wording.month(choice.period), choice.metric.short
    return (make_follow_up("not_available", period=when, what=what, place=choice.name),)


def _targets(choice: Choice) -> tuple[list[str], list[FollowUp]]:
    """Where the place stands against each target set for these staff, and what to ask of it.

    GPs counted otherwise are held against the targets' own count.
    """
    metric = choice.metric
    goal = metric.id if targets_of(choice.figures, metric.id) else "gp_excl_trainees_rate"
    sentences: list[str] = []
    follow_ups: list[FollowUp] = []
    if goal != metric.id and not (
        metric.stem.startswith("gp") and targets_of(choice.figures, goal)
    ):
        return sentences, follow_ups
    place = (choice.level, choice.code, choice.period)
    if metric.patients != "registered":
        held = gaps_of(choice.figures, goal, *place)
        return [wording.not_held(metric.patients, gap.target, gap.aim) for gap in held], []
    for gap in gaps_of(choice.figures, goal, *place):
        # Of the count that is looked at the nearest figure has been said.
        unsaid = gap.value is None and goal != metric.id
        near = nearest_available(choice.figures, goal, *place) if unsaid else None
        said = (
            wording.against_target(gap, near)
            if goal != metric.id or not wording.standing(gap)
            else ""
        )
        guess = _estimate(replace(choice, metric=gap.metric), gap)
        sentences += [
            said,
            *([wording.estimated_gap(gap, guess)] if guess else []),
            wording.aspiration(gap.target),
        ]
        follow_ups += _below(gap)
    return sentences, follow_ups


def _below(gap: Gap) -> list[FollowUp]:
    if gap.status not in ("near", "far") or gap.gap_fte is None:
        return []
    posts = wording.posts_phrase(gap.gap_fte)
    return [make_follow_up("below_target", posts=posts, place=gap.area_name)]


def answer_people(choice: Choice, question: Question) -> Answer:
    """Shares of people over 55, and hours of a person."""
    measures = [choice.measure(name) for name in _PEOPLE]
    known = [measure for measure in measures if measure.value is not None]
    sentences = [wording.headline(measure, None, (), ago="") for measure in known]
    first, *others = sentences or [
        f"The file for {wording.month(choice.period)} does not count people by age or by hours in {choice.name}."
    ]
    rows = {
        "metric": [m.metric.id for m in measures],
        "what": [m.metric.name for m in measures],
        "value": [wording.number(m.value, m.metric.decimals) for m in measures],
        "unit": [m.metric.unit for m in measures],
    }
    table = AnswerTable(
        f"ages-and-hours-{choice.code}-{choice.period}",
        f"Ages and hours of staff of practices in {choice.name}, {wording.month(choice.period)}",
        pl.DataFrame(rows),
        {"what": "Of the practices' own staff", "value": "Figure", "unit": "Unit"},
    )
    return Answer(
        question,
        choice.name,
        first,
        detail=tuple(others),
        table=table if known else None,
        cautions=(
            (
                "Shares are of people counted in practices: somebody who works in two counts twice. "
                f"A share of fewer than {declared().rules.disclosure.personal_base} people is hidden."
            ),
        )
        if known
        else (),
        **sources_of(choice.receipt((known or measures)[0].metric.id)),
    )


def answer_counts(choice: Choice, question: Question) -> Answer:
    """The same place by every way of counting GPs, and the change by each."""
    figures, before = choice.figures, choice.before()
    start = question.since or (before[0] if before else None)
    all_gps, *_ = metrics = [choice.likewise(f"{stem}_rate") for stem in GP_COUNTS]
    metrics.append(choice.likewise(_OF_NETWORKS))
    measures = [
        choice.measure(metric.id)
        for metric in metrics
        if choice.period in figures.periods_of(metric.collection, choice.level, choice.code)
    ]
    changes = {
        m.metric.id: change for m in measures if (change := _change(choice, m.metric, start))
    }
    own = [m for m in measures if m.value is not None and m.metric.plain != _OF_NETWORKS]
    receipt, *others = [choice.receipt(m.metric.id) for m in own] or [choice.receipt(all_gps.id)]
    frame = _counts(choice, measures, changes)
    rungs = wording.rungs(own)
    return Answer(
        question,
        choice.name,
        wording.counts_of_gps(choice.name, choice.period, own),
        detail=wording.counts_moved(list(changes.values())),
        picture=charts.ladder(rungs, all_gps, whole=own[0]) if len(rungs) > 1 else None,
        table=AnswerTable(
            f"gp-counts-{choice.code}-{choice.period}",
            f"GPs in {choice.name} by each way of counting, {wording.month(choice.period)}",
            frame,
            {
                "area_name": "GPs counted",
                "people": ("People", 0),
                "fte": ("FTE", 1),
                "value": (wording.heading(all_gps), 1),
                **({"change": (f"Since {wording.month(start)}", 1)} if start else {}),
                "verdict": "In words",
            },
            differences={"change": ("value", "value_from")} if start else {},
        ),
        cautions=(
            (
                "GPs whom networks employ are another collection: they are outside every count of practices, "
                "and may also be in one."
            ),
        ),
        follow_ups=_of_counts(choice, own, changes),
        **sources_of(receipt, beside=others),
    )


def _change(choice: Choice, metric: Metric, start: str | None) -> Change | None:
    if start is None or start not in choice.figures.periods(metric.collection):
        return None
    return change_of(choice.figures, metric.id, choice.level, choice.code, start, choice.period)


def _counts(choice: Choice, measures: list[Measure], changes: dict[str, Change]) -> pl.DataFrame:
    """One way of counting a row: its name, people, FTE, rate, and the rate before."""
    rows = [
        {
            "metric": measure.metric.id,
            "area_name": wording.count_name(measure),
            "value": measure.value,
            "fte": measure.numerator if measure.value is not None else None,
            "people": _people(choice) if measure.metric.stem == "gp" else None,
            "value_from": change.value_from if change else None,
            "change": change.change if change else None,
            "verdict": change.verdict if change else "not available",
        }
        for measure in measures
        for change in [changes.get(measure.metric.id)]
    ]
    return pl.DataFrame(rows, schema=_COUNTED)


def _people(choice: Choice) -> float | None:
    """Headcount, added up over practices: who works in two counts twice."""
    hours = choice.measure("participation_gp")
    return hours.denominator if hours.value is not None else None


def _of_counts(
    choice: Choice, own: list[Measure], changes: dict[str, Change]
) -> tuple[FollowUp, ...]:
    asks: list[FollowUp] = []
    moved = {changes[m.metric.id].verdict for m in own if m.metric.id in changes}
    if {"up", "down"} <= moved:
        asks.append(make_follow_up("counts_disagree", place=choice.name))
    values = {measure.metric.plain: measure.value or 0.0 for measure in own}
    with_, without = values.get("gp_rate"), values.get("gp_excl_trainees_rate")
    if with_ is not None and without is not None and with_ > without:
        widest, narrowest = (wording.number(v, 1) for v in (with_, without))
        asks.append(
            make_follow_up(
                "trainees_counted",
                widest=widest,
                narrowest=narrowest,
                place=choice.name,
                per=wording.per_patients(own[0].metric),
            )
        )
    if with_ is not None and without is None:
        when = wording.month(choice.period)
        what = "fully qualified GPs apart from trainees"
        asks.append(
            make_follow_up("not_available", period=when, what=what, place=display_name(choice.name))
        )
    return tuple(asks)
