"""Is it one place or all of us? The spread first, the average second."""

import polars as pl

from wfcore import charts, wording
from wfcore.answers import receipts
from wfcore.answers.answer import Answer, AnswerTable, FollowUp, make_follow_up
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.targeting import target_gaps, targets_of

GROUPS = ("gp_rate", "nurse_rate", "dpc_rate", "admin_rate")
BESIDE = "beside"  # the places of the same level in the area above


def _set(choice: Choice, question: Question) -> tuple[Level, Level, str, str] | None:
    """Level of the places, then level, code and name of the area around them."""
    inner, above = list(choice.inside()), choice.above()
    if inner and question.inside != BESIDE:
        level = Level(question.inside) if question.inside in inner else inner[0]
        return level, choice.level, choice.code, choice.name
    return (choice.level, *above) if above else None


def _alone(choice: Choice, question: Question) -> Answer:
    return Answer(question, choice.name, "There is nothing in the data to compare this place with.")


def answer_spread(choice: Choice, question: Question) -> Answer:
    """The places inside this one (or beside it), ranked."""
    found = _set(choice, question)
    if found is None:
        return _alone(choice, question)
    level, outer_level, outer, outer_name = found
    figures, metric = choice.figures, choice.metric
    rows = figures.measure([metric.id], level, period=choice.period, within=outer)
    around = figures.measure([metric.id], outer_level, period=choice.period, area_code=outer).row(
        0, named=True
    )
    made = figures.receipt(metric.id, outer_level, outer, choice.period)
    average = (
        (outer_name, float(around["value"]))
        if around["value"] is not None and metric.kind != "fte"
        else None
    )
    aim, reached = _aim(choice, level, outer)
    return Answer(
        question,
        choice.name,
        wording.spread(rows.rows(named=True), around, level.plural),
        detail=(
            f"{metric.name}, {wording.month(choice.period)}. {wording.direction(metric)}",
            *reached,
        ),
        picture=(
            charts.ranking_chart(
                rows,
                metric,
                here=choice.code if level is choice.level else None,
                target=aim,
                average=average,
            )
            if rows["value"].count()
            else None
        ),
        table=AnswerTable(
            f"{metric.id}-{level}-{outer}-{choice.period}",
            f"{metric.name}, {level.plural} in {outer_name}, {wording.month(choice.period)}",
            rows.with_columns(
                covered=pl.Series(
                    [wording.percent(share) for share in rows["coverage_patients"]],
                    dtype=pl.String,
                )
            ).sort("value", descending=True, nulls_last=True),
            {
                "area_name": "Place",
                "value": (wording.heading(metric), metric.decimals),
                "covered": "Patients covered",
            },
        ),
        receipt=receipts.receipt_lines(made),
        files=receipts.files(made),
        follow_ups=(*_of_spread(rows), *receipts.follow_up_silent(made)),
        invented=bool(rows["flags"].str.contains("invented").any()),
    )


def _aim(choice: Choice, level: Level, outer: str) -> tuple[float | None, tuple[str, ...]]:
    """The target of these places, and how many reach it."""
    metric = choice.metric
    if not targets_of(metric.id):
        return None, ()
    gap = target_gaps(choice.figures, [metric.id], level, period=choice.period, within=outer)
    if gap.is_empty():
        return None, ()
    aim = float(gap["target"].mode().sort()[0])
    met = gap.filter(pl.col("status") == "met").height
    known = gap["value"].count()
    said = f"{met} of {known} {level.plural} with a figure reach the target of {wording.number(aim, 0)}."
    aspiration = wording.aspiration(declared().targets[str(gap["target_id"][0])])
    return aim, ((said,) if known else ()) + (aspiration,)


def _of_spread(rows: pl.DataFrame) -> tuple[FollowUp, ...]:
    known = rows.filter(pl.col("value") > 0).sort("value")
    if known.height < 2:
        return ()
    low, high = known.row(0, named=True), known.row(-1, named=True)
    times = high["value"] / low["value"]
    if times < declared().questions.limits.wide_spread:
        return ()
    return (
        make_follow_up(
            "wide_spread",
            high_place=high["area_name"],
            low_place=low["area_name"],
            times=wording.number(times, 1),
        ),
    )


def answer_groups(choice: Choice, question: Question) -> Answer:
    """Every staff group in every place, as a grid."""
    found = _set(choice, question)
    figures = choice.figures
    if found is None or choice.period not in figures.periods("practice"):
        return _alone(choice, question)
    level, outer_level, outer, outer_name = found
    rows = figures.measure(list(GROUPS), level, period=choice.period, within=outer)
    metrics = [declared().metric(m) for m in GROUPS]
    order = (
        rows.filter(pl.col("metric") == GROUPS[0])
        .sort("value", descending=True, nulls_last=True)["area_name"]
        .to_list()
    )
    wide = rows.pivot(on="metric", index=["area_code", "area_name"], values="value")
    made = figures.receipt(GROUPS[0], outer_level, outer, choice.period)
    return Answer(
        question,
        choice.name,
        wording.spreads_of_groups(
            [
                (m.short, rows.filter(pl.col("metric") == m.id)["value"].drop_nulls().to_list())
                for m in metrics
            ],
            level.plural,
        ),
        picture=charts.heatmap(rows, metrics, order),
        table=AnswerTable(
            f"staff-groups-{level}-{outer}-{choice.period}",
            f"Staff per 100,000 patients, {level.plural} in {outer_name}, {wording.month(choice.period)}",
            wide.sort(pl.col("area_name").replace_strict({n: i for i, n in enumerate(order)})),
            {"area_name": "Place"} | {m.id: (m.short[0].upper() + m.short[1:], 1) for m in metrics},
        ),
        cautions=(
            (
                "A darker cell means more staff for the same patients than in most of these places. "
                "It is not a ranking of good and bad."
            ),
        ),
        receipt=receipts.receipt_lines(made),
        files=receipts.files(made),
        invented=bool(rows["flags"].str.contains("invented").any()),
    )
