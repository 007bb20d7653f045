"""Have we enough? Against whom, and said by whom."""

from collections.abc import Sequence
from dataclasses import replace

from wfcore import wording
from wfcore.answers.aims import with_aim_files
from wfcore.answers.answer import Answer, FollowUp, capitalised, make_follow_up
from wfcore.answers.cards import carded_rates, cards_of, table_of_all_staff
from wfcore.answers.choices import Choice
from wfcore.answers.nearest import month_counting, nearest_figures, nobody_counted
from wfcore.answers.neighbours import picture_among
from wfcore.answers.question import Question
from wfcore.answers.receipts import flag_sentences, follow_up_silent, sources_of
from wfcore.comparing import Change, latest_changes, stands_beside
from wfcore.declared import Flag, declared
from wfcore.geography import Level
from wfcore.measuring import Measure, place_events
from wfcore.projecting import EstimatedFigure, estimated_today
from wfcore.targeting import Gap, gaps_of, nearest_available, targets_of
from wfcore.wording import Beside

_OTHER_COLLECTION = (
    "Staff of networks (primary care networks, PCNs) are another collection, with its own months. "
    "A person may be in both, so do not add them to the others."
)
_ONE_PRACTICE = "A single practice is small: one person joining or leaving moves its rate a lot."


_RATES = ("rate", "patients_per")


def answer_enough(choice: Choice, question: Question) -> Answer:
    """Enough or not, against whom, said by whom; every staff group as a card."""
    receipt, measure, before = choice.receipt(), choice.measure(), choice.before()
    around = choice.around()
    wanted = dict.fromkeys([choice.metric.id, *carded_rates(choice)])
    own, *_ = seen = latest_changes(
        choice.figures, list(wanted), choice.level, choice.code, choice.period
    )
    targeted, short = _targets(choice)
    guess = _estimate(choice, measure)
    # A place without larger ones is held against itself at an earlier time.
    alone = choice.metric.kind in _RATES and not any(other.value is not None for other in around)
    moved = wording.that_is(own.year or own.last, before[1] if before else "")
    earlier, ago = own.year or own.last, before[1] if before else ""
    beside = list(zip(around, stands_beside(measure, around), strict=True))
    first = _first(choice, beside, earlier, guess)
    seconds = () if not measure.value else _seconds(choice, moved, alone=alone, aims=bool(targeted))
    verdict = wording.in_one_breath(first, seconds)
    table = table_of_all_staff(choice, seen)
    networks = capitalised(declared().metric("pcn_staff_rate").short) in table.rows["staff"]
    detail = [
        _in_full(choice, wording.figures_beside(measure, beside, earlier, ago=ago)),
        wording.coverage(receipt) if measure.value is not None else nearest_figures(choice),
        "" if choice.metric.kind == "rate" else wording.direction(choice.metric),
        moved.replace("That", "The figure", 1) if moved not in seconds and not alone else "",
        wording.since_last(own),
        *targeted,
    ]
    return Answer(
        question,
        choice.name,
        verdict,
        detail=tuple(sentence for sentence in detail if sentence),
        picture=picture_among(choice, around),
        table=table,
        cards=cards_of(choice, seen, guess),
        cautions=(
            *nobody_counted(choice, measure),
            *flag_sentences(receipt),
            *([_OTHER_COLLECTION] if networks else []),
            *(
                _one_practice(choice, own.year or own.last)
                if choice.level is Level.PRACTICE
                else ()
            ),
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


def _first(
    choice: Choice, beside: Sequence[Beside], earlier: Change | None, guess: EstimatedFigure | None
) -> str:
    """The first sentence: against whom."""
    measure, receipt, before = choice.measure(), choice.receipt(), choice.before()
    if guess:
        return wording.estimated_here(choice.name, choice.metric, guess)
    if measure.value is None:
        return wording.cannot_be_said(measure, receipt.units)
    if measure.value == 0:
        return wording.nobody_sent(measure)
    return wording.enough_or_not(
        measure,
        beside,
        earlier,
        ago=before[1] if before else "",
        among=wording.counted_among(receipt),
    )


def _seconds(choice: Choice, moved: str, *, alone: bool, aims: bool) -> tuple[str, ...]:
    """Ways to say the second sentence: said by whom; the change where an aim is set for another count."""
    for gap in _held(choice):
        if said := wording.aim_standing(gap):
            return said
    if aims or choice.metric.kind not in _RATES:
        return () if alone or not moved else (moved,)
    return wording.no_aim()


def _in_full(choice: Choice, figures: str) -> str:
    """The figures that the verdict rests on: of whom it compares with, and of the aim."""
    aims = (wording.aim_in_full(gap) for gap in _held(choice))
    return f"{figures} {next(filter(None, aims), '')}".strip()


def _estimate(choice: Choice, measure: Measure) -> EstimatedFigure | None:
    """What stands in for a figure that the file does not count, as a projection starts from it."""
    if measure.value is not None or Flag.NOT_IN_FILE not in measure.flags:
        return None
    return estimated_today(
        choice.figures, choice.metric.id, choice.level, choice.code, choice.period
    )


def _held(choice: Choice) -> list[Gap]:
    """How the place stands against the targets of the count that is looked at."""
    if not targets_of(choice.figures, choice.metric.id):
        return []
    return gaps_of(choice.figures, choice.metric.id, choice.level, choice.code, choice.period)


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
            if goal != metric.id or not wording.aim_standing(gap)
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
