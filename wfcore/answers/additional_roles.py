"""What about additional roles? Plan, in post and claimed; who has them, where, and since when."""

from collections.abc import Sequence

import polars as pl

from wfcore import arrs, charts, rounding
from wfcore.answers.answer import TREE, Answer, AnswerTable, Card, FollowUp, make_follow_up
from wfcore.answers.changes import course_marks
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.answers.role_reports import METRIC, names_of, report_of, role_answer
from wfcore.arrs import OUTSIDE, Report, name_of
from wfcore.declared import declared
from wfcore.wording import arrs as said
from wfcore.wording import arrs_counts as counted
from wfcore.wording import marks_told, month, signed
from wfcore.wording.arrs_at_a_glance import who_claimed, who_planned

_TOGETHER = "arrs"
_UNIT = "full-time posts"
_MOST_ROLES = 8  # in the picture; the table has all
_COUNTS = {
    "planned_fte": ("Planned", 1), "in_post_fte": ("In post", 1), "claimed_wte": ("Claimed", 1),
}  # fmt: skip


def answer_roles(choice: Choice, question: Question) -> Answer:
    """Who is in post, and the three counts by role with what each difference asks.

    Raises:
        UnknownName: no networks' staff are known here.
    """
    report = report_of(choice, question)
    table, everywhere = _three_counts(choice, report)
    return role_answer(
        choice,
        question,
        counted.staff_in_post(report),
        detail=(
            counted.returns_said(report),
            *filter(None, [counted.three_counts(report)]),
            *_aim_of_area(choice, report),
            *([said.growth_split(report.growth)] if report.growth else []),
        ),
        picture=_picture(choice, report),
        cards=_cards(report),
        table=table,
        cautions=(
            *([f"For every role: {'; '.join(everywhere)}."] if everywhere else []),
            (
                "Staff of networks may also stand in the practices' own returns: do not add the two. Claims are "
                "what networks asked to be paid for; the staff return is what they told NHS England. The plan is "
                "their own."
            ),
        ),
        follow_ups=_follow_ups(choice, report),
    )


def _aim_of_area(choice: Choice, report: Report) -> tuple[str, ...]:
    """Whose the plan is where it is the area's own, and the file that says so."""
    rows = report.side_by_side.filter(
        pl.col("role") == _TOGETHER, pl.col("codes").str.contains("aim_of_area")
    )
    if rows.is_empty():
        return ()
    row = rows.row(0, named=True)
    files = choice.figures.version.table("files").filter(
        pl.col("holds").str.contains("arrs_plan"), pl.col("period") == row["plan_for"]
    )
    return (counted.aim_of_area(report, row["plan_for"], files["file_name"].to_list()),)


def _three_counts(choice: Choice, report: Report) -> tuple[AnswerTable | None, list[str]]:
    """The counts by role, what to ask of each, all roles together; and what holds for every role."""
    rows = report.side_by_side.filter(pl.col("role") != _TOGETHER).sort(
        "in_post_fte", "role", descending=[True, False], nulls_last=True
    )
    if rows.is_empty():
        return None, []
    codes = [[c for c in str(listed or "").split(";") if c] for listed in rows["codes"]]
    everywhere = [c for c in codes[0] if all(c in of_role for of_role in codes)]
    why = ["; ".join(said.code_means(c) for c in each if c not in everywhere) for each in codes]
    counts = report.counts
    total = (counts.planned, counts.in_post, counts.claimed, "", "", "All roles together")
    named = rows.select(
        *_COUNTS, pl.Series("why", why, dtype=pl.String), pl.col("role").alias(TREE)
    ).with_columns(name=names_of(rows["role"]))
    table = pl.concat([named, pl.DataFrame([total], schema=named.schema, orient="row")])
    known = {column: heading for column, heading in _COUNTS.items() if table[column].count()}
    # That nothing is there to compare with has been said already.
    alone = counts.planned is None and counts.claimed is None
    unsaid = [c for c in everywhere if not (alone and c in ("no_plan", "no_claims"))]
    return AnswerTable(
        f"additional-roles-{choice.code}-{report.in_post_period}",
        f"Additional roles in {choice.name}, full-time posts, {month(report.in_post_period)}",
        table,
        {"name": "Role", **(known or _COUNTS), **({"why": "What to ask"} if any(why) else {})},
        summed=tuple(_COUNTS),
    ), [said.code_means(c) for c in unsaid]


def _picture(choice: Choice, report: Report) -> charts.Chart | None:
    """The roles that most people have here, a year ago (or as near as returns are) and now."""
    most = list(counted.posts_by_role(report).items())[:_MOST_ROLES]
    now, then = report.in_post_period, str(report.staff_by_quarter["period"].min())
    if not most or now == then:
        return None
    before = dict(report.staff_by_quarter.filter(period=then).select("role", "fte").iter_rows())
    rests = {
        f"{name}{month}": value
        for month, over in (
            ("", report.coverage),
            ("_from", arrs.pcn_coverage(choice.figures, then, choice.code)),
        )
        for name, value in (
            ("denominator", over.patients_reported), ("coverage_patients", over.share)
        )
    }  # fmt: skip
    rows = pl.DataFrame(
        [(name_of(role), value, before.get(role) or 0.0) for role, value in most],
        schema={"area_name": pl.String, "value": pl.Float64, "value_from": pl.Float64},
        orient="row",
    )
    return charts.change_chart(
        rows.with_columns(
            (pl.col("value") - pl.col("value_from")).alias("change"),
            *(pl.lit(value, dtype=pl.Float64).alias(name) for name, value in rests.items()),
        ),
        declared().metric("pcn_staff_fte"),
        then,
        now,
        called=f"Additional roles in {choice.name}, full-time posts,",
        noun="role",
        by_size=True,
    )


def _cards(report: Report) -> tuple[Card, ...]:
    """Planned, in post and claimed, each with what is known of it."""
    counts, over = report.counts, report.coverage
    course = report.staff_by_quarter.filter(
        pl.col("role") == _TOGETHER, pl.col("fte").is_not_null()
    )
    in_post: list[tuple[str, float]] = course.select("period", "fte").sort("period").rows()
    then = in_post[0] if len(in_post) > 1 else None
    moved = rounding.apart(in_post[-1][1], then[1], 1) if then else 0.0
    claimed = report.spend_by_month.select("month", "wte").drop_nulls().sort("month")
    months = tuple((str(when), float(posts)) for when, posts in claimed.iter_rows())
    plan_for, when = counted.count_month(report, "plan_for"), month(report.in_post_period)
    claimed_in = month(months[-1][0]) if months else counted.count_month(report, "claimed_month")
    return (
        Card(
            "planned", "Planned", plan_for, counts.planned, _UNIT, 1, (), "",
            who_planned(report, plan_for),
        ),
        Card(
            "in_post", "In post", when, counts.in_post, _UNIT, 1, tuple(in_post) if over.published else (),
            f"{signed(moved)} since {month(then[0])}" if then and over.published else "",
            f"{over.reported:,} of {over.pcns:,} networks reported"
            if over.published
            else f"no staff return of {when} is published here",
        ),
        Card(
            "claimed", "Claimed", claimed_in, counts.claimed, _UNIT, 1, months, "", who_claimed(counts),
        ),
    )  # fmt: skip


def _follow_ups(choice: Choice, report: Report) -> tuple[FollowUp, ...]:
    counts, over = report.counts, report.coverage
    follow_ups: list[FollowUp] = []
    if over.reported < over.pcns:
        silent = over.pcns - over.reported
        follow_ups.append(make_follow_up("no_staff_return", silent=silent, pcns=over.pcns))
    if counts.planned is None and counts.claimed is None:
        follow_ups.append(make_follow_up("no_plan", place=choice.name))
    if counts.suspicious:
        follow_ups.append(make_follow_up("claimed_above_plan", place=choice.name))
    whole = report.money.use_of("total")
    aim = report.target_share
    used = None if whole is None else whole.in_year
    if used is not None and used < (aim or 1):
        follow_ups.append(make_follow_up("allocation_unused", place=choice.name))
    return tuple(follow_ups)


def answer_role_staff(choice: Choice, question: Question) -> Answer:
    """Staff by role and quarter, this year and the one before."""
    report = report_of(choice, question)
    rows = report.staff_by_quarter.filter(~pl.col("role").is_in([_TOGETHER, "all"]))
    of_scheme = rows.filter(~pl.col("role").is_in(OUTSIDE))
    present = rows.filter(pl.col("fte") > 0)["role"].unique(maintain_order=True)
    rows = rows.filter(pl.col("role").is_in(present.implode()))
    if rows.is_empty():
        nobody = "Nobody is reported in additional roles in these months."
        if not report.coverage.published:
            nobody = counted.nobody_can_say(choice.period)
        return role_answer(choice, question, nobody)
    return role_answer(
        choice,
        question,
        said.roles_filled(of_scheme),
        table=pivot_table(
            f"additional-roles-{choice.code}-by-quarter",
            f"Full-time posts by role in {choice.name}",
            rows.rename({"period": "month"}),
            "fte",
            "Role",
        ),
    )


def pivot_table(
    name: str, caption: str, rows: pl.DataFrame, value: str, heading: str
) -> AnswerTable:
    """Roles × months, the largest of the last month first.

    Args:
        name: of a file that holds it.
        caption: what it shows.
        rows: `role, month` and the value.
        value: the column that is shown.
        heading: of the roles.
    """
    months: Sequence[str] = rows["month"].unique().sort().to_list()
    grid = rows.pivot("month", index="role", values=value, aggregate_function="first")
    return AnswerTable(
        name,
        caption,
        grid.with_columns(name=names_of(grid["role"])).sort(
            months[-1], descending=True, nulls_last=True
        ),
        {"name": heading, **{period: (month(period), 1) for period in months}},
    )


def answer_role_years(choice: Choice, question: Question) -> Answer:
    """Every return against the one before: what staff made of it, and what reporting did."""
    steps = arrs.growth_by_period(choice.figures, within=choice.code)
    # A rate has the patients of those who reported.
    covered = choice.figures.trend(["pcn_staff_rate"], choice.level, choice.code)
    path = steps.select("period", value="fte", area_name=pl.lit(choice.name)).join(
        covered.select("period", "coverage_patients", "denominator"),
        on="period",
        how="left",
        maintain_order="left",
    )
    metric = declared().metric(METRIC)
    marks = course_marks(choice, path, metric)
    return role_answer(
        choice,
        question,
        said.growth_of_years(steps),
        detail=marks_told(marks),
        picture=charts.trend(path, metric, called="Additional roles, FTE,", marks=marks),
        table=AnswerTable(
            f"additional-roles-{choice.code}-over-the-years",
            f"Additional roles in {choice.name}, return by return",
            steps.with_columns(
                when=pl.Series([month(str(period)) for period in steps["period"]], dtype=pl.String),
                before=pl.col("fte").shift(),
                gone=-pl.col("stopped"),
            ),
            {
                "when": "Month",
                "fte": ("Full-time posts", 1),
                "pcns_reported": ("Networks that reported", 0),
                "change": ("Change", 1),
                "staff": ("More staff", 1),
                "started": ("Began to report", 1),
                "gone": ("Stopped reporting", 1),
            },
            differences={"change": ("fte", "before")},
            splits={"change": ("staff", "started", "gone")},
        ),
        cautions=("Returns are not evenly spaced: some quarters are not among the data here.",),
    )
