"""What a scenario means network by network: gaps, posts, costs; and what came of it."""

from math import isfinite

import polars as pl

from wfcore import charts, rounding, wording
from wfcore.answers.answer import Answer, AnswerTable
from wfcore.answers.estimated import says_estimates
from wfcore.answers.futures import aim_name
from wfcore.answers.outlooks import Outlook
from wfcore.answers.question import Question
from wfcore.declared import declared
from wfcore.errors import UnfitScenario
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, cached_per_version, deprivation_of
from wfcore.projecting import (
    ALLOCATION_RULES,
    LEVELS,
    AllocationRule,
    ForecastOutcome,
    allocate_posts,
    networks_without_staff,
    outcome_vs_forecast,
    places,
    spending,
    spending_totals,
)
from wfcore.wording import month

USUAL_POSTS = 12
_SUMS = "Local authorities and the integrated care board are the sums of their networks. "


@says_estimates
def answer_networks(outlook: Outlook, question: Question) -> Answer:
    """The networks of the place, and what they add up to."""
    choice = outlook.choice
    table = _places_table(outlook)
    rows = table.as_read()
    networks = table.rows.filter(pl.col("level") == Level.PCN.value)
    silent = networks_without_staff(outlook.stocks, outlook.scenario)
    covered = choice.figures.measure(
        [choice.metric.id], Level.PCN, period=choice.period, within=choice.code
    ).select("area_code", "coverage_patients")
    drawn = networks.join(covered, on="area_code", how="left", maintain_order="left").select(
        "area_name",
        "target",
        "patients",
        "coverage_patients",
        rate_before="rate_baseline",
        rate_after="rate",
    )
    compared = networks.height > 1 and rows["target"].count()
    return Answer(
        question,
        choice.name,
        wording.networks_short(
            rows.filter(pl.col("level") == Level.PCN.value), outlook.course.periods[-1], outlook.aim
        ),
        picture=charts.gap_chart(
            drawn, choice.metric, aim_name=aim_name(outlook), estimated=bool(outlook.estimate)
        )
        if compared
        else None,
        table=table,
        cautions=(
            *(
                [f"Not in it, because they sent no such figures: {', '.join(silent)}."]
                if silent
                else []
            ),
            (
                f"At {outlook.end()}. {_SUMS if rows.height > networks.height else ''}"
                "A minus under “FTE short” is above the aim."
            ),
            wording.fewer_patients(choice.metric),
        ),
    )


def _places_table(outlook: Outlook) -> AnswerTable:
    choice = outlook.choice
    return AnswerTable(
        outlook.name("places"),
        f"{choice.metric.name} in {choice.name}, network by network, by {outlook.end()}",
        _inside(outlook),
        {
            "area_name": "Place",
            "rate_today": ("Today", 1),
            "rate_baseline": ("If nothing changes", 1),
            "rate": ("With these changes", 1),
            "target": (aim_name(outlook), 1),
            "gap_fte": ("FTE short", 1),
            "fte": ("FTE", 1),
            "patients": ("Patients", 0),
        },
        summed=("gap_fte", "fte", "patients"),
    )


def _inside(outlook: Outlook) -> pl.DataFrame:
    """The networks of the place, what they add up to, and which add up to what.

    A borough that lies in another integrated care board too is named as a part, as everywhere.
    """
    choice, place = outlook.choice, outlook.choice.level.value
    order = [level.value for level in LEVELS]
    there = order[: order.index(place) + 1]
    rows = places(outlook.stocks, outlook.scenario).filter(
        pl.col("inside"), pl.col("level").is_in(there)
    )
    names = {
        code: name
        for level in there
        for code, name in choice.figures.measure(
            [choice.metric.id], level, period=choice.period, within=choice.code
        )
        .select("area_code", "area_name")
        .iter_rows()
    }
    return rows.with_columns(
        area_name=pl.col("area_code").replace_strict(names, default=pl.col("area_name")),
        tree=pl.when(pl.col("level") == place)
        .then(pl.lit(""))
        .otherwise(pl.concat_str("level", "area_code", separator="/")),
    )


@says_estimates
def answer_posts(outlook: Outlook, question: Question) -> Answer:
    """A number of posts, given where they help most; options `posts` (FTE) and `rule`.

    Raises:
        UnfitScenario: an option is none that can be used.
    """
    options = question.options or {}
    number, rule = _number(options.get("posts", str(USUAL_POSTS))), _rule(options.get("rule"))
    rows = places(outlook.stocks, outlook.scenario, [Level.PCN]).filter(pl.col("inside"))
    try:
        given = allocate_posts(
            rows, number, rule, _scores(outlook.choice.figures, outlook.choice.period)
        )
    except UnfitScenario as error:  # without a target or scores there is nothing to share out by
        return Answer(question, outlook.choice.name, error.message, detail=(error.advice,))
    scored = given["score"].count()
    last = "Networks without a deprivation score come last."
    return Answer(
        question,
        outlook.choice.name,
        wording.allocation_sentence(given, rule, number),
        table=AnswerTable(
            outlook.name("posts"),
            f"Where {wording.posts_phrase(number, 0 if number.is_integer() else 1)} would go in {outlook.choice.name}",
            given,
            {
                "area_name": "Network",
                "gap_before": ("FTE short before", 1),
                "posts": ("Posts given", 1),
                "gap_after": ("FTE short after", 1),
                "rate_after": ("Rate after", 1),
                "target": (aim_name(outlook), 1),
                **({"score": ("Deprivation (IMD)", 1)} if scored else {}),
            },
        ),
        cautions=(
            f"Gaps are those of this scenario at {outlook.end()}. A minus is above the aim.",
            *([last] if rule == "by_need" and scored < given.height else []),
        ),
    )


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise UnfitScenario(f"{text[:20]!r} is not a number of posts.", "Give a number above 0.")
    return number


def _rule(text: str | None) -> AllocationRule:
    if text is not None and text not in ALLOCATION_RULES:
        listed = ", ".join(ALLOCATION_RULES)
        raise UnfitScenario(f"{text[:20]!r} is no way to share posts out.", f"Use {listed}.")
    return text or ALLOCATION_RULES[0]


@cached_per_version
def _scores(figures: VersionMeasures, period: str) -> dict[str, float | None]:
    """Deprivation score of each network; empty when none is loaded."""
    frame = figures.units("practice", period).frame
    rows = deprivation_of(figures.version, frame, Level.PCN)
    return dict(rows.select("area_code", "score").iter_rows())


@says_estimates
def answer_costs(outlook: Outlook, question: Question) -> Answer:
    """What it costs beyond the baseline, by staff group and role, by year and in all."""
    rows = spending(outlook.stocks, outlook.scenario)
    headings = {
        "staff": "Staff",
        "role": "At the price of",
        "year": "Year",
        "fte_years": ("Extra full-time posts", 1),
        "pounds": _pounds(rows),
    }
    totals = spending_totals(rows).with_columns(
        tree=pl.concat_str("staff_group", "role", "year", separator="/", ignore_nulls=True)
    )
    return _costs(outlook, question, totals, headings, "costs", rows)


@says_estimates
def answer_cost_parts(outlook: Outlook, question: Question) -> Answer:
    """The same, slider by slider and scheme by scheme."""
    rows = spending(outlook.stocks, outlook.scenario)
    parts = pl.concat(
        [rows.sort("year", maintain_order=True), spending_totals(rows).tail(1)], how="diagonal"
    ).with_columns(
        what=pl.col("what").replace({"levers": "The sliders"}).fill_null("Together"),
        tree=pl.when(pl.col("year").is_null())
        .then(pl.lit(""))
        .otherwise(pl.int_range(pl.len()).cast(pl.String)),
    )
    headings = {
        "year": "Year",
        "what": "What",
        "role": "At the price of",
        "fte_years": ("Extra full-time posts", 1),
        "pounds_each": ("£ for each, a year", 0),
        "pounds": _pounds(rows),
    }
    return _costs(outlook, question, parts, headings, "costs-parts", rows)


def _pounds(rows: pl.DataFrame) -> tuple[str, int]:
    """The heading of pounds, and how exactly anybody knows them: as their sum is said."""
    known = [float(pounds) for pounds in rows["pounds"].drop_nulls()]
    return "£", rounding.known_decimals(sum(known) or max(known, default=0.0))


def _costs(
    outlook: Outlook,
    question: Question,
    shown: pl.DataFrame,
    headings: dict[str, str | tuple[str, int]],
    name: str,
    rows: pl.DataFrame,
) -> Answer:
    """An answer about costs: the sum of the rows in words, and a table with names in words."""
    known = declared().assumptions
    years = {
        year: f"{year} (to {outlook.end(12 * year)})" for year in rows["year"].unique().drop_nulls()
    }
    named = shown.with_columns(
        staff=pl.col("staff_group")
        .replace_strict({s: _capital(wording.staff_name(s)) for s in known.staff})
        .fill_null("All staff"),
        role=pl.col("role")
        .replace_strict({key: cost.name for key, cost in known.costs.items()})
        .fill_null("All roles"),
        year=pl.col("year")
        .replace_strict(years, default=None, return_dtype=pl.String)
        .fill_null("All years"),
    )
    caption = f"Costs beyond the course if nothing changes, {outlook.choice.name}"
    return Answer(
        question,
        outlook.choice.name,
        wording.scenario_cost(rows),
        table=AnswerTable(
            outlook.name(name), caption, named, headings, summed=("fte_years", "pounds")
        )
        if rows.height
        else None,
    )


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


@says_estimates
def answer_outcome(
    outlook: Outlook, question: Question, newest: VersionMeasures | None = None
) -> Answer:
    """What the scenario said, beside what has been measured since.

    Args:
        outlook: the scenario, on the staff of its own month.
        question: the question.
        newest: a version that may hold later months; that of the question without it.
    """
    choice = outlook.choice
    rows = outcome_vs_forecast(newest or choice.figures, outlook.prepared, choice.level)
    if not rows:
        return Answer(question, choice.name, wording.no_outcome_yet(choice.period))
    first, *others = map(wording.outcome_sentence, rows)
    return Answer(
        question, choice.name, first, detail=tuple(others), table=_outcomes(outlook, rows)
    )


def _outcomes(outlook: Outlook, rows: list[ForecastOutcome]) -> AnswerTable:
    columns = ("period", "baseline", "said", "happened", "difference", "coverage_patients")
    frame = pl.DataFrame({name: [getattr(row, name) for row in rows] for name in columns})
    return AnswerTable(
        outlook.name("afterwards"),
        f"{outlook.choice.metric.name}, {outlook.choice.name}: as the scenario said, and as it was",
        frame.with_columns(month=pl.Series([month(row.period) for row in rows])),
        {
            "month": "Month",
            "baseline": ("If nothing changed", 1),
            "said": ("The scenario said", 1),
            "happened": ("It was", 1),
            "difference": ("Difference", 1),
        },
        differences={"difference": ("happened", "said")},
    )
