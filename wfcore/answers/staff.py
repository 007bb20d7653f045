"""Have we enough? And: which count of GPs do they mean?"""

from dataclasses import dataclass
from typing import Any

import polars as pl

from wfcore import charts, comparing, wording
from wfcore.answers import receipts
from wfcore.answers.answer import Answer, AnswerTable, FollowUp, make_follow_up
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.declared import Metric, Target, declared
from wfcore.geography import display_name
from wfcore.targeting import nearest_available, target_gaps, targets_of

OTHERS = ("nurse_rate", "dpc_rate", "admin_rate", "pcn_staff_rate")
GP_COUNTS = ("gp", "gp_excl_trainees", "gp_excl_locums", "gp_qualified_permanent")
OF_NETWORKS = "pcn_gp"
_OTHER_COLLECTION = (
    "Staff of networks (PCNs) are another collection, with its own months. "
    "A person may be in both, so do not add them to the others."
)


def answer_enough(choice: Choice, question: Question) -> Answer:
    """The rate, against then, the area above and the target; all staff as a table."""
    figures, metric = choice.figures, choice.metric
    row = _row(choice, metric.id)
    made = figures.receipt(metric.id, choice.level, choice.code, choice.period)
    before, above = choice.before(), choice.above()
    earlier = (
        comparing.change_of(figures, metric.id, choice.level, choice.code, before[0], choice.period)
        if before
        else None
    )
    outer = (
        figures.measure([metric.id], above[0], period=choice.period, area_code=above[1]).row(
            0, named=True
        )
        if above
        else None
    )
    units = (made.units_reported, made.units, metric.reporting_unit)
    said = wording.headline(
        row,
        earlier,
        outer,
        ago=before[1] if before else "",
        among=wording.counted_among(row, *units),
    )
    targeted, short = _targets(choice)
    more = [
        wording.coverage(row, *units) if row["value"] is not None else _nearest(choice),
        wording.direction(metric),
        *targeted,
    ]
    seen = comparing.latest_changes(
        figures, staff_rates(choice), choice.level, choice.code, choice.period
    )
    table = all_staff(choice, seen)
    return Answer(
        question,
        choice.name,
        said,
        detail=tuple(s for s in more if s),
        table=table,
        cautions=(*receipts.flag_sentences(made), *of_networks(table)),
        receipt=receipts.receipt_lines(made),
        files=receipts.files(made),
        follow_ups=(*short, *_uncounted(choice, row), *receipts.follow_up_silent(made)),
        invented="invented" in str(row["flags"]),
    )


def _row(choice: Choice, metric: str) -> dict[str, object]:
    rows = choice.figures.measure(
        [metric], choice.level, period=choice.period, area_code=choice.code
    )
    return rows.row(0, named=True)


def _nearest(choice: Choice) -> str:
    """The figure that is there in place of the one that is not."""
    near = nearest_available(
        choice.figures, choice.metric.id, choice.level, choice.code, choice.period
    )
    if near is None:
        return ""
    value = wording.value_with_unit(declared().metric(near.metric), near.value)
    return f"The nearest figure this file has: {value}. It is not the same count."


def _uncounted(choice: Choice, row: dict[str, object]) -> tuple[FollowUp, ...]:
    if row["value"] is not None:
        return ()
    when, what = wording.month(choice.period), choice.metric.short
    return (make_follow_up("not_available", period=when, what=what, place=choice.name),)


def _targets(choice: Choice) -> tuple[list[str], list[FollowUp]]:
    """Where the place stands against each target set for these staff, and what to ask of it."""
    said: list[str] = []
    asks: list[FollowUp] = []
    for aim in aims(choice):
        said += [aim.sentence, wording.aspiration(aim.target)]
        if aim.gap["status"] in ("near", "far"):
            posts = wording.posts_phrase(float(aim.gap["gap_fte"]))
            asks.append(make_follow_up("below_target", posts=posts, place=choice.name))
    return said, asks


@dataclass(frozen=True)
class Aim:
    """A target set for a place: `gap` is a row of `targeting.gaps`, `sentence` says it."""

    target: Target
    gap: dict[str, Any]
    sentence: str


def aims(choice: Choice) -> list[Aim]:
    """The targets set for these staff here; for GPs counted otherwise, those of the targets' own count."""
    metric = choice.metric
    goal = metric.id if targets_of(metric.id) else "gp_excl_trainees_rate"
    if goal != metric.id and not metric.stem.startswith("gp"):
        return []
    found: list[Aim] = []
    rows = target_gaps(
        choice.figures, [goal], choice.level, period=choice.period, area_code=choice.code
    )
    for gap in rows.iter_rows(named=True):
        target = declared().targets[str(gap["target_id"])]
        near = (
            nearest_available(choice.figures, goal, choice.level, choice.code, choice.period)
            if gap["value"] is None
            else None
        )
        instead = (near.metric, near.value) if near else None
        found.append(Aim(target, gap, wording.against_target(gap, target, instead)))
    return found


def staff_rates(choice: Choice) -> list[str]:
    """The rates of every staff group, GPs in the chosen way of counting."""
    metric = choice.metric
    return [f"{metric.stem}_rate" if metric.stem.startswith("gp") else "gp_rate", *OTHERS]


def all_staff(choice: Choice, seen: pl.DataFrame) -> AnswerTable:
    """Every staff group: now, since a year ago, since the figures before.

    Args:
        choice: the place.
        seen: their rates, as `comparing.glance` gives them; what is no rate is left out.
    """
    rows = [
        (
            m.short[0].upper() + m.short[1:],
            row["value"],
            wording.change_since(m, row["change_year"], row["verdict_year"], row["period_year"]),
            wording.change_since(m, row["change_last"], row["verdict_last"], row["period_last"]),
            wording.month(row["period"]),
            wording.percent(row["coverage_patients"]),
        )
        for row in seen.iter_rows(named=True)
        for m in [declared().metric(row["metric"])]
        if m.kind == "rate"
    ]
    return AnswerTable(
        f"staff-{choice.code}-{choice.period}",
        f"All staff in {choice.name}, full-time posts per 100,000 patients",
        pl.DataFrame(
            rows, schema=["staff", "now", "year", "last", "month", "covered"], orient="row"
        ),
        {
            "staff": "Staff per 100,000 patients",
            "now": ("Now", 1),
            "year": "Since a year ago",
            "last": "Since the figures before",
            "month": "Month",
            "covered": "Patients covered",
        },
    )


def of_networks(table: AnswerTable) -> tuple[str, ...]:
    """What to know where staff of networks stand in the table of all staff."""
    there = declared().metric("pcn_staff_rate").short in table.rows["staff"]
    return (_OTHER_COLLECTION,) if there else ()


def answer_counts(choice: Choice, question: Question) -> Answer:
    """The same place by every way of counting GPs, and the change by each."""
    figures = choice.figures
    before = choice.before()
    start = question.since or (before[0] if before else None)
    metrics = [declared().metric(f"{stem}_rate") for stem in (*GP_COUNTS, OF_NETWORKS)]
    rows = [found for m in metrics if (found := _counted(choice, m, start)) is not None]
    frame = pl.DataFrame(
        rows,
        schema={
            "metric": pl.String, "area_name": pl.String, "value": pl.Float64, "fte": pl.Float64,
            "people": pl.Float64, "value_from": pl.Float64, "change": pl.Float64, "verdict": pl.String,
        },
        orient="row",
    )  # fmt: skip
    known = frame.filter(pl.col("value").is_not_null())
    own = known.filter(pl.col("metric") != f"{OF_NETWORKS}_rate")
    made = [
        figures.receipt(m, choice.level, choice.code, choice.period) for m in own["metric"]
    ] or [figures.receipt("gp_rate", choice.level, choice.code, choice.period)]
    drawn = known.filter(pl.col("change").is_not_null())
    rate = declared().metric("gp_rate")
    return Answer(
        question,
        choice.name,
        wording.counts_of_gps(choice.name, choice.period, own.rows(named=True)),
        detail=wording.counts_moved(frame.rows(named=True), start),
        picture=(
            charts.change_chart(drawn, rate, start, choice.period)
            if start and drawn.height
            else None
        ),
        table=AnswerTable(
            f"gp-counts-{choice.code}-{choice.period}",
            f"GPs in {choice.name} by each way of counting, {wording.month(choice.period)}",
            frame,
            {
                "area_name": "GPs counted",
                "people": ("People", 0),
                "fte": ("FTE", 1),
                "value": ("FTE per 100,000", 1),
                **({"change": (f"Since {wording.month(start)}", 1)} if start else {}),
                "verdict": "In words",
            },
        ),
        cautions=(
            (
                "GPs whom networks employ are another collection: they are outside every count of practices, "
                "and may also be in one."
            ),
        ),
        receipt=receipts.receipt_lines(made[0]),
        files=receipts.files(*made),
        follow_ups=_of_counts(choice, own),
        invented="invented" in made[0].flags,
    )


def _counted(choice: Choice, metric: Metric, start: str | None) -> tuple[object, ...] | None:
    """One way of counting here: its name, rate, FTE, people, and the rate before; None where it has no month."""
    figures = choice.figures
    if choice.period not in figures.periods_of(metric.collection, choice.level, choice.code):
        return None
    place = {"period": choice.period, "area_code": choice.code}
    row = figures.measure([metric.id], choice.level, **place).row(0, named=True)
    moved = (
        comparing.change_of(figures, metric.id, choice.level, choice.code, start, choice.period)
        if start in figures.periods(metric.collection)
        else None
    )
    name = metric.name.removesuffix(" per 100,000 patients")
    fte = row["numerator"] if row["value"] is not None else None
    people = _people(choice, metric) if metric.stem == "gp" else None
    then, change, verdict = (
        (moved["value_from"], moved["change"], moved["verdict"]) if moved else (None,) * 3
    )
    return metric.id, name, row["value"], fte, people, then, change, verdict or "not available"


def _people(choice: Choice, metric: Metric) -> float | None:
    """Headcount, added up over practices: who works in two counts twice."""
    row = _row(choice, f"participation_{metric.stem}")
    below = row["denominator"]
    return float(below) if isinstance(below, int | float) and row["value"] is not None else None


def _of_counts(choice: Choice, own: pl.DataFrame) -> tuple[FollowUp, ...]:
    asks: list[FollowUp] = []
    clear = set(own["verdict"]) & {"up", "down"}
    if len(clear) == 2:
        asks.append(make_follow_up("counts_disagree", place=choice.name))
    values = dict(own.select("metric", "value").iter_rows())
    with_, without = values.get("gp_rate"), values.get("gp_excl_trainees_rate")
    if with_ is not None and without is not None and with_ > without:
        shown = [wording.number(v, 1) for v in (with_, without)]
        asks.append(
            make_follow_up(
                "trainees_counted", widest=shown[0], narrowest=shown[1], place=choice.name
            )
        )
    if with_ is not None and without is None:
        when = wording.month(choice.period)
        what = "fully qualified GPs apart from trainees"
        asks.append(
            make_follow_up("not_available", period=when, what=what, place=display_name(choice.name))
        )
    return tuple(asks)
