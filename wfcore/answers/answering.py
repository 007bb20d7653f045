"""A question → its answer; and the questions that a notebook asks of a place."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import polars as pl

from wfcore.answers import (
    additional_roles,
    aims,
    alike,
    as_printed,
    changes,
    enough,
    fairness,
    future_places,
    futures,
    maps,
    outlook_pairs,
    people,
    pipeline,
    places,
    practices,
    printed_tables,
    quality,
    recommendations,
    returns,
    role_money,
    role_networks,
    role_plans,
    signals,
    staff,
    turnover,
    two_counts,
)
from wfcore.answers.answer import Answer, FollowUp
from wfcore.answers.choices import Choice
from wfcore.answers.outlooks import Outlook, outlook_of, scenario_of_question
from wfcore.answers.question import Question, question_of
from wfcore.answers.receipts import sources_of
from wfcore.arrs import usual_month, with_networks
from wfcore.declared import AnswerKind, Metric, declared
from wfcore.errors import UnfitScenario, UnknownName
from wfcore.measuring import GroupMeasures, VersionMeasures, cached_per_version
from wfcore.wording import (
    cut_networks_sentence,
    patients_explained,
    projected_otherwise,
    starts_for_others,
)


def answer_question(
    figures: VersionMeasures | None, question: Question, *, today: str | None = None
) -> Answer:
    """The answer to a question.

    Args:
        figures: the version it is asked of; a printed table can do without one.
        question: the question.
        today: the month it is now, `YYYY-MM`; without it nothing is said about the age of figures.

    Raises:
        UnknownName: the metric, place or month is not in this version, or such a place has no answer.
        UnfitScenario: its scenario cannot be used.
    """
    if question.printed is not None or figures is None:
        return printed_tables.answer_printed(question, figures)
    return _answer(figures, question.model_dump_json(), today)


@cached_per_version
def _answer(figures: VersionMeasures, asked: str, today: str | None) -> Answer:
    question = Question.model_validate_json(asked)  # a scenario in it cannot be hashed
    choice = question.choice(figures, today)
    if choice.metric.patients == "registered":
        answer = ANSWER_OF_KIND[question.kind](choice, question)
    else:
        answer = _for_other_patients(choice, question)
    if said := _of_cut_networks(choice):
        answer = replace(answer, detail=(said, *answer.detail))
    onward = standard_questions(choice, declared().answers[question.kind].ways_on)
    if question.since:
        onward = [way.but(since=question.since) for way in onward]
    return replace(answer, ways_on=(*answer.ways_on, *onward))


def _of_cut_networks(choice: Choice) -> str:
    """Which networks' own staff are not in a group that is looked at; empty where that is of no matter."""
    if not isinstance(choice.figures, GroupMeasures) or choice.metric.collection != "pcn":
        return ""
    return cut_networks_sentence(choice.figures.cut_networks(choice.period, "pcn"))


def _for_other_patients(choice: Choice, question: Question) -> Answer:
    """An answer about a rate that is not for registered patients: it says whom it is for."""
    patients, answer_of = choice.metric.patients, ANSWER_OF_KIND[question.kind]
    plain = replace(choice, metric=declared().metric(choice.metric.plain))
    if question.kind in _FUTURES:
        answer = _with_caution(answer_of(plain, question), projected_otherwise(patients))
        return replace(answer, detail=(*answer.detail, *_today_for_others(choice)))
    if question.kind in _FOR_REGISTERED:
        return answer_of(plain, question)
    answer, name = answer_of(choice, question), declared().patients[patients].name
    if not any(name in line for line in answer.receipt):
        return answer
    files = choice.receipt().files
    days = files.filter(pl.col("use") == name)["snapshot_date"].to_list()
    return _with_caution(answer, patients_explained(patients, days))


def _today_for_others(choice: Choice) -> tuple[str, ...]:
    """What can be said beside a what-if for the patients that were asked for: today's rate, and what it lacks."""
    if choice.metric.kind != "rate":
        return ()
    outer = choice.above()
    above = (
        choice.figures.measure_of(choice.metric.id, *outer[:2], choice.period) if outer else None
    )
    said = starts_for_others(choice.measure(), above)
    return (said,) if said else ()


_FOR_REGISTERED = ("aims",)  # what is set is set for registered patients


def _with_caution(answer: Answer, said: str) -> Answer:
    return replace(answer, cautions=(said, *answer.cautions))


def kinds_of(use: str) -> tuple[str, ...]:
    """The kinds of question of the `notebook` or the usual `paper`, in their order."""
    return tuple(kind.id for kind in declared().answers.values() if getattr(kind, use))


def standard_questions(choice: Choice, kinds: Iterable[str] | None = None) -> list[Question]:
    """Questions of a place, those left out that nothing can be said to.

    A question of another collection is asked of the same month, or else of the newest that it has.

    Args:
        choice: what is looked at.
        kinds: of the questions; those of the notebook without it.
    """
    asked: list[Question] = []
    for kind in map(
        declared().answers.__getitem__, kinds_of("notebook") if kinds is None else kinds
    ):
        if choice.level not in kind.levels:
            continue
        metric = _metric(choice, kind)
        periods = choice.figures.periods_of(metric.collection, choice.level, choice.code)
        if metric.collection == choice.metric.collection or choice.period in periods:
            asked.append(question_of(choice, kind.id, metric=metric.id))
        elif period := _usual_month(choice, metric, periods):
            asked.append(question_of(choice, kind.id, period=period, metric=metric.id))
    return asked


def _usual_month(choice: Choice, metric: Metric, periods: list[str]) -> str | None:
    """The month in which a place is looked at that has none of a metric in the month chosen."""
    if metric.collection == "pcn":
        return usual_month(with_networks(choice.figures), choice.level, choice.code)
    return periods[-1] if periods else None


def _metric(choice: Choice, kind: AnswerKind) -> Metric:
    """That of the page, or another where the question is of the other collection."""
    if kind.collection in ("chosen", choice.metric.collection) and kind.collection != "pcn":
        return choice.metric
    return choice.likewise("pcn_staff_rate" if kind.collection == "pcn" else "gp_rate")


def gather_follow_ups(answers: Iterable[Answer]) -> tuple[FollowUp, ...]:
    """The questions that several answers raise, each once, in their order."""
    return tuple(dict.fromkeys(each for answer in answers for each in answer.follow_ups))


def answer_ask(choice: Choice, question: Question) -> Answer:
    """All questions that the notebook of a place raises."""
    answered: list[Answer] = []
    for other in standard_questions(choice):
        try:
            if other.kind != question.kind:
                answered.append(answer_question(choice.figures, other, today=choice.today))
        except (UnknownName, UnfitScenario):
            continue
    follow_ups = gather_follow_ups(answered)
    many = f"{len(follow_ups)} questions" if len(follow_ups) != 1 else "One question"
    return Answer(
        question,
        choice.name,
        f"{many} come{'s' if len(follow_ups) == 1 else ''} from these figures of {choice.name}."
        if follow_ups
        else f"Nothing in these figures of {choice.name} raises a question by itself.",
        follow_ups=follow_ups,
        invented=any(answer.invented for answer in answered),
    )


def answer_outlook(outlook: Outlook, question: Question) -> Answer:
    """A question about a scenario that is worked out already, with what today's figure is made from."""
    answer = _FUTURES[question.kind](outlook, question)
    choice = outlook.choice
    made = replace(answer, **aims.with_aim_files(choice, sources_of(choice.receipt())))
    measured = () if outlook.scenario.printed else made.receipt  # a printed rate was not measured
    return replace(made, receipt=(*measured, *answer.receipt))


# The function of each kind of question that is asked of a scenario.
_FUTURES: Mapping[str, Callable[[Outlook, Question], Answer]] = {
    "takes": futures.answer_takes,
    "quarters": futures.answer_quarters,
    "contributions": futures.answer_contributions,
    "certainty": futures.answer_certainty,
    "reach": futures.answer_reach,
    "networks": future_places.answer_networks,
    "posts": future_places.answer_posts,
    "costs": future_places.answer_costs,
    "cost_parts": future_places.answer_cost_parts,
    "outcome": future_places.answer_outcome,
    "beside": outlook_pairs.answer_beside,
}


def _of_scenario(kind: str) -> Callable[[Choice, Question], Answer]:
    """The function of a kind that is asked of a scenario, which is worked out first."""

    def answer(choice: Choice, question: Question) -> Answer:
        outlook = outlook_of(choice, scenario_of_question(choice, question))
        return answer_outlook(outlook, question.but(kind=kind))

    return answer


# The function of each kind of question in answers.yaml that is asked of a version.
ANSWER_OF_KIND: Mapping[str, Callable[[Choice, Question], Answer]] = {
    "enough": enough.answer_enough,
    "aims": aims.answer_aims,
    "as_printed": as_printed.answer_as_printed,
    "two_counts": two_counts.answer_two_counts,
    "better": changes.answer_better,
    "causes": changes.answer_causes,
    "moved": changes.answer_moved,
    "spread": places.answer_spread,
    "groups": places.answer_groups,
    "map": maps.answer_map,
    "counts": staff.answer_counts,
    **{kind: _of_scenario(kind) for kind in _FUTURES},
    "roles": additional_roles.answer_roles,
    "role_networks": role_networks.answer_role_networks,
    "role_falls": role_networks.answer_role_falls,
    "role_money": role_money.answer_role_money,
    "role_claims": role_money.answer_role_claims,
    "role_buys": role_money.answer_role_buys,
    "role_starts": role_money.answer_role_starts,
    "role_staff": additional_roles.answer_role_staff,
    "role_spend": role_money.answer_role_spend,
    "role_plans": role_plans.answer_role_plans,
    "role_plan_falls": role_plans.answer_role_plan_falls,
    "role_growth": role_plans.answer_role_growth,
    "role_years": additional_roles.answer_role_years,
    "quality": quality.answer_quality,
    "last": recommendations.answer_recommendations,
    "ask": answer_ask,
    "practice": practices.answer_practice,
    "near": practices.answer_near,
    "alike": alike.answer_alike,
    "fair": fairness.answer_fair,
    "people": staff.answer_people,
    "ages": people.answer_ages,
    "ageing": people.answer_ageing,
    "turnover": turnover.answer_turnover,
    "vacancies": turnover.answer_vacancies,
    "mix": turnover.answer_mix,
    "every_role": people.answer_every_role,
    "teaching": pipeline.answer_teaching,
    "qualifying": pipeline.answer_qualifying,
    "conversion": pipeline.answer_conversion,
    "programme_posts": pipeline.answer_programme_posts,
    "over_time": changes.answer_over_time,
    "signal": signals.answer_signal,
    "returns": returns.answer_returns,
    "silent": returns.answer_silent,
    "effect": returns.answer_effect,
    "completeness": returns.answer_completeness,
}
