"""Is it one place or all of us? The spread first, the average second."""

from collections.abc import Sequence

import polars as pl

from wfcore import charts, wording
from wfcore.answers.answer import Answer, AnswerTable, FollowUp, capitalised, make_follow_up
from wfcore.answers.choices import Area, Choice
from wfcore.answers.question import Question
from wfcore.answers.receipts import follow_up_silent, sources_of
from wfcore.comparing import stand_beside
from wfcore.declared import Flag, declared, flags_of
from wfcore.geography import Level
from wfcore.measuring import Measure, measures_of, units_inside
from wfcore.targeting import UNAVAILABLE_FLAGS, Gap, gaps_of, target_gaps, targets_of

GROUPS = ("gp_rate", "nurse_rate", "dpc_rate", "admin_rate")
BESIDE = "beside"  # the places of the same level in the area above
# Said once, in the receipt, rather than in every row.
_EVERYWHERE = (Flag.PLACES_OTHER_MONTH, Flag.LIST_OTHER_MONTH, Flag.INVENTED)


def compared_with(choice: Choice, inside: str | None) -> tuple[Level, Area] | None:
    """Level of the places that are set beside each other, and the area around them.

    Args:
        choice: what is looked at.
        inside: the level of places inside it, or `beside`; the nearest there is without one.
    """
    inner = None if inside == BESIDE else choice.nearest_inside(inside)
    if inner:
        return inner, (choice.level, choice.code, choice.name)
    above = choice.above()
    return (choice.level, above) if above else None


def stands_alone(choice: Choice, question: Question) -> Answer:
    """What is said of a place that has nothing beside it and nothing in it."""
    return Answer(
        question,
        choice.name,
        "There is nothing in the data to compare this place with.",
        detail=("Choose a smaller or larger one.",),
        **sources_of(choice.receipt()),
    )


def answer_spread(choice: Choice, question: Question) -> Answer:
    """The places inside this one (or beside it), ranked."""
    compared = compared_with(choice, question.inside)
    if compared is None:
        return stands_alone(choice, question)
    level, outer = compared
    metric = choice.metric
    rows = choice.figures.measure([metric.id], level, period=choice.period, within=outer[1])
    measures, around = measures_of(rows), choice.measure_in(outer)
    receipt = choice.figures.receipt(metric.id, outer[0], outer[1], choice.period)
    aim, reached = _aims(choice, level, outer[1], rows["area_code"].to_list())
    called = wording.kinds_of_places(level, rows["area_code"])
    average = None if around.value is None or metric.kind == "fte" else (outer[2], around.value)
    verdict = wording.one_or_all(
        list(zip(measures, stand_beside(measures, around), strict=True)),
        around,
        wording.said_shortly(level, rows["area_code"]),
        _gaps(choice, measures) if aim is not None else (),
    )
    return Answer(
        question,
        choice.name,
        verdict,
        detail=tuple(
            said
            for said in (
                _range(measures, around, called, verdict),
                "" if metric.kind == "rate" else wording.direction(metric),
                *reached,
            )
            if said
        ),
        picture=(
            charts.ranking_chart(
                rows,
                metric,
                here=choice.code if level is choice.level else None,
                target=aim,
                average=average,
                noun="practice" if level is Level.PRACTICE else "place",
            )
            if rows["value"].count()
            else None
        ),
        table=AnswerTable(
            f"{metric.id}-{level}-{outer[1]}-{choice.period}",
            f"{metric.name}, {called} in {outer[2]}, {wording.month(choice.period)}",
            *ranked_table(rows, choice, "Place"),
        ),
        cautions=(*partly_covered(rows, choice), *_in_none(choice, level, outer)),
        follow_ups=(*_of_spread(measures), *follow_up_silent(receipt)),
        **sources_of(receipt),
    )


def _gaps(choice: Choice, measures: list[Measure]) -> list[Gap]:
    """How each place with a figure stands to the aim that all of them have."""
    held = (
        gaps_of(choice.figures, choice.metric.id, m.level, m.area_code, choice.period)
        for m in measures
        if m.value is not None
    )
    return [gaps[0] for gaps in held if gaps]


def _range(measures: list[Measure], around: Measure, called: str, verdict: str) -> str:
    """From where to where the places range, where the verdict has not said it."""
    said = wording.spread(measures, around, called)
    return "" if said == verdict else said


def _in_none(choice: Choice, level: Level, outer: Area) -> tuple[str, ...]:
    """What lies in the area, and in none of the places that are listed."""
    collection = choice.metric.collection
    units = choice.figures.unplaced(collection, choice.period, level)
    inside = units.filter(units_inside(outer[0], outer[1]))
    said = wording.lies_nowhere(level, collection, inside)
    return (said,) if said else ()


def partly_covered(rows: pl.DataFrame, choice: Choice) -> tuple[str, ...]:
    """Why patients in a table are fewer than on another page, where somebody did not report."""
    partly = (rows["coverage_patients"] < 1).any() and choice.metric.is_per_patients
    return (wording.fewer_patients(choice.metric),) if partly else ()


def ranked_table(
    rows: pl.DataFrame, choice: Choice, whose: str
) -> tuple[pl.DataFrame, dict[str, str | tuple[str, int]]]:
    """Measures from the highest, with what they rest on in words; and the headings of their columns."""
    metric = choice.metric
    notes = [
        " ".join(wording.flag_notes(flags_of(f), leave_out=_EVERYWHERE)) for f in rows["flags"]
    ]
    ranked = rows.with_columns(
        covered=pl.Series(map(wording.percent, rows["coverage_patients"]), dtype=pl.String),
        notes=pl.Series(notes, dtype=pl.String),
    ).sort("value", descending=True, nulls_last=True)
    patients = declared().patients[metric.patients].said.capitalize()
    above, below = (patients, "FTE") if metric.kind == "patients_per" else ("FTE", patients)
    return ranked, {
        "area_name": whose,
        "value": (wording.heading(metric), metric.decimals),
        **(
            {}
            if metric.kind == "fte"
            else {
                "numerator": (above, int(above == "FTE")),
                "denominator": (below, int(below == "FTE")),
            }
        ),
        "covered": "Patients covered",
        **({"notes": "Notes"} if any(notes) else {}),
    }


def _aims(
    choice: Choice, level: Level, outer: str, codes: Sequence[str]
) -> tuple[float | None, tuple[str, ...]]:
    """The one aim that all of these places have, if they have; and how many reach each aim."""
    metric = choice.metric
    by_id = {target.id: target for target in targets_of(choice.figures, metric.id)}
    if not by_id:
        return None, ()
    gaps = _gaps_inside(choice, level, outer, codes)
    if not gaps:
        return None, ()
    held = {code for code, *_ in gaps}
    called = wording.kinds_of_places(level, [code for code in codes if code in held])
    statuses: dict[tuple[str, float], list[str]] = {}
    for _, name, value, status in gaps:
        statuses.setdefault((name, value), []).append(status)
    said: list[str] = []
    for (name, value), there in statuses.items():
        met, known = there.count("met"), len(there) - there.count(UNAVAILABLE_FLAGS)
        if known:
            said.append(wording.reached_by(by_id[name], value, met, known, called))
    sources = [wording.aspiration(by_id[name]) for name in dict.fromkeys(n for n, _ in statuses)]
    alike = len({value for _, value in statuses}) == 1
    alike = alike and len(held) == len(codes)
    return next(iter(statuses))[1] if alike else None, (*said, *sources)


def _gaps_inside(
    choice: Choice, level: Level, outer: str, codes: Sequence[str]
) -> list[tuple[str, str, float, str]]:
    """Place, aim, its value and how the place stands to it, of what lies in an area."""
    figures, metric, period = choice.figures, choice.metric, choice.period
    if figures.has_parts(metric.collection, level, period=period, within=outer):
        rows = target_gaps(figures, [metric.id], level, period=period, within=outer)
        return rows.select("area_code", "target_id", "target", "status").rows()
    return [
        (code, gap.target.id, gap.aim, gap.status)
        for code in codes
        for gap in gaps_of(figures, metric.id, level, code, period)
    ]


def _of_spread(measures: list[Measure]) -> tuple[FollowUp, ...]:
    known = sorted((m.value, at) for at, m in enumerate(measures) if m.value and m.value > 0)
    if len(known) < 2:
        return ()
    (low, lowest), (high, highest) = known[0], known[-1]
    if high / low < declared().questions.limits.wide_spread:
        return ()
    return (
        make_follow_up(
            "wide_spread",
            high_place=measures[highest].area_name,
            low_place=measures[lowest].area_name,
            times=wording.number(high / low, 1),
        ),
    )


def answer_groups(choice: Choice, question: Question) -> Answer:
    """Every staff group in every place, as a grid."""
    compared, figures = compared_with(choice, question.inside), choice.figures
    metrics = [choice.likewise(name) for name in GROUPS]
    groups = [metric.id for metric in metrics]
    if compared is None:
        return stands_alone(choice, question)
    level, outer = compared
    rows = figures.measure(groups, level, period=choice.period, within=outer[1])
    around = figures.measure(groups, outer[0], period=choice.period, area_code=outer[1])
    called = wording.kinds_of_places(level, rows["area_code"])
    shortly = wording.said_shortly(level, rows["area_code"])
    spreads = [(m.short, rows.filter(metric=m.id)["value"].drop_nulls().to_list()) for m in metrics]
    order = (
        rows.filter(metric=groups[0])
        .sort("value", descending=True, nulls_last=True)["area_name"]
        .to_list()
    )
    wide = rows.pivot(on="metric", index=["level", "area_code", "area_name"], values="value")
    return Answer(
        question,
        choice.name,
        wording.spreads_of_groups(spreads, shortly, wording.per_patients(metrics[0])),
        detail=tuple(
            said
            for said in (
                wording.spreads_beside(spreads),
                *wording.groups_together(measures_of(around)),
            )
            if said
        ),
        picture=charts.heatmap(rows, metrics, order),
        table=AnswerTable(
            f"staff-groups-{level}-{outer[1]}-{choice.period}",
            f"Staff {wording.per_patients(metrics[0])}, {called} in {outer[2]}, {wording.month(choice.period)}",
            wide.sort(pl.col("area_name").replace_strict({n: i for i, n in enumerate(order)})),
            {"area_name": "Place"} | {m.id: (capitalised(m.short), 1) for m in metrics},
        ),
        cautions=(
            (
                "A darker cell means more staff for the same patients than in most of these places. "
                "A dash means that nobody there reported. It is not a ranking of good and bad."
            ),
        ),
        **sources_of(figures.receipt(groups[0], outer[0], outer[1], choice.period)),
    )
