"""How well did each report, who sent nothing, what does that do to the rate, and how was it before?"""

from collections.abc import Iterator

import polars as pl

from wfcore import charts, wording
from wfcore.answers.answer import Answer, AnswerTable, capitalised
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.answers.receipts import follow_up_silent, sources_of
from wfcore.declared import Flag, Metric, declared
from wfcore.geography import Level
from wfcore.measuring import units_inside
from wfcore.quality import ReturnQuality, returns_behind

_MONTHS = 12  # columns of the picture
_ON_A_PHONE = 2  # columns that fit there


def returns_of(choice: Choice) -> ReturnQuality:
    """The returns behind the figure of the place."""
    return returns_behind(choice.figures, choice.metric, choice.level, choice.code, choice.period)


def answer_returns(choice: Choice, question: Question) -> Answer:
    """The score of every return, by its parts."""
    behind, parts = returns_of(choice), declared().rules.quality.parts
    made = sources_of(choice.receipt(behind.metric.id))
    made["receipt"] = (*_parts_of_a_score(), *made["receipt"])
    return Answer(
        question,
        choice.name,
        wording.returns.returns_summary(choice.name, behind.scored, behind.metric.reporting_unit),
        detail=(
            f"{wording.month(choice.period)}. A score is about the return, not about the care.",
        ),
        table=AnswerTable(
            f"quality-{behind.metric.collection}-{choice.code}-{choice.period}",
            f"The score of each return in {choice.name}, {wording.month(choice.period)}",
            behind.scored.with_columns(pl.col(list(parts)) * 100),
            {"area_name": "Place", "score": ("Score of 100", 0), "patients": ("Patients", 0)}
            | {name: (f"{part.name}, %", 0) for name, part in parts.items()},
        ),
        cautions=("How a score is made, part by part, stands under “How is this number made?”.",),
        follow_ups=follow_up_silent(choice.receipt(behind.metric.id)),
        **made,
    )


def _parts_of_a_score() -> Iterator[str]:
    """What each part of a score asks, and how they are joined."""
    for part in declared().rules.quality.parts.values():
        yield f"{part.name} (weight {part.weight:g}): {part.words}"
    yield (
        "The score is their mean by weight, over the parts that can be judged; a dash is one that "
        "cannot. Who sent nothing has 0"
    )


def answer_silent(choice: Choice, question: Question) -> Answer:
    """Who sent no figure, those with most patients first."""
    behind = returns_of(choice)
    return Answer(
        question,
        choice.name,
        wording.returns.who_is_silent(behind),
        table=AnswerTable(
            f"silent-{behind.metric.id}-{choice.code}-{choice.period}",
            f"Without a figure for {behind.metric.short}, {wording.month(choice.period)}",
            behind.silent,
            {"area_name": "Place", "patients": ("Patients affected", 0), "area_code": "Code"},
        )
        if behind.silent.height
        else None,
        follow_ups=follow_up_silent(choice.receipt(behind.metric.id))
        if behind.silent.height
        else (),
        **sources_of(choice.receipt(behind.metric.id)),
    )


def answer_effect(choice: Choice, question: Question) -> Answer:
    """What those that sent nothing do to the rate."""
    behind = returns_of(choice)
    noun = behind.metric.reporting_unit
    return Answer(
        question,
        choice.name,
        wording.returns.nonresponse_sentence(behind),
        cautions=(
            (
                f"Lowest and highest tenth are of the {noun} of {choice.name} that reported. Those without an earlier "
                "figure are left at the rate shown."
            ),
        )
        if behind.gap
        else (),
        **sources_of(choice.receipt(behind.metric.id)),
    )


def _unplaced(choice: Choice, metric: Metric) -> list[str]:
    """Codes of the practices or networks of the place that lie in no local authority yet."""
    if choice.level not in Level.BOROUGH.above:
        return []
    frame = choice.figures.units(metric.collection, choice.period).frame
    here = frame.filter(units_inside(choice.level, choice.code), pl.col("borough_code").is_null())
    return here["unit"].sort().to_list()


def answer_completeness(choice: Choice, question: Question) -> Answer:
    """The share of patients covered, by local authority and month."""
    behind = returns_of(choice)
    metric = behind.metric
    periods = choice.figures.periods(metric.collection)[-_MONTHS:]
    around = choice.code if choice.level in Level.BOROUGH.above else None
    if around is None and (above := choice.above()):
        around = above[1]
    counted = ~pl.col("flags").str.contains(Flag.NOT_IN_FILE, literal=True)
    rows = choice.figures.trend([metric.id], Level.BOROUGH, periods=periods, within=around)
    # Who sent what a file does not count cannot be told: that month is no month of silence.
    asked = rows.filter(counted.any().over("period"))
    covered = asked.select(
        "metric",
        "area_code",
        "area_name",
        "period",
        month=pl.col("period").map_elements(wording.month, return_dtype=pl.String),
        share=pl.when(counted).then("coverage_patients"),
        patients="denominator",
    ).with_columns(
        covered=pl.col("share").map_elements(wording.percent, return_dtype=pl.String).fill_null("–")
    )
    months = covered["period"].unique().sort().to_list()
    lacking = sorted(set(rows["period"]) - set(months))
    kinds = {wording.kind_of_place(Level.BOROUGH, code) for code in covered["area_code"].unique()}
    one = kinds.pop() if len(kinds) == 1 else Level.BOROUGH.label
    return Answer(
        question,
        choice.name,
        wording.returns.coverage_by_authority(covered, metric, choice.period),
        detail=(wording.months_lacking(lacking, metric),) if lacking else (),
        picture=charts.returns_chart(
            covered.with_columns(
                month=pl.col("period").map_elements(wording.short_month, return_dtype=pl.String)
            ),
            [wording.short_month(period) for period in months],
            covered["area_name"].unique().sort().to_list(),
        )
        if months
        else None,
        wide=len(months) > _ON_A_PHONE,
        table=AnswerTable(
            f"completeness-{metric.id}",
            f"Share of patients covered, by {one} and month",
            covered.sort("area_name", "period"),
            {"area_name": capitalised(one), "month": "Month", "covered": "Patients covered"},
        )
        if months
        else None,
        cautions=(
            (
                f"Share of patients whose {metric.reporting_unit} sent a figure for {metric.short} to the National "
                f"Workforce Reporting Service (NWRS), by {one}. Darkest is everybody, lightest is "
                f"{wording.percent(declared().rules.low_coverage)} or fewer."
            ),
            *wording.returns.without_authority(choice.name, _unplaced(choice, metric)),
        )
        if months
        else (),
        **sources_of(choice.receipt(behind.metric.id)),
    )
