"""What about additional roles? Plan, in post and claimed; who has them, where, and since when."""

from collections.abc import Sequence

import polars as pl

from wfcore import arrs, charts, rounding
from wfcore.answers.answer import TREE, Answer, AnswerTable, Card, FollowUp, make_follow_up
from wfcore.answers.changes import course_marks
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.answers.role_reports import METRIC, report_of, role_answer
from wfcore.arrs import OUTSIDE, Overview, Report, name_of
from wfcore.declared import declared
from wfcore.geography import display_name
from wfcore.wording import arrs as said
from wfcore.wording import arrs_counts as counted
from wfcore.wording import marks_told, month, signed
from wfcore.wording.arrs_at_a_glance import posts_said, who_claimed, who_planned

_TOGETHER = "arrs"
_MOST_ROLES = 8  # in the picture; the table has all
_PANELS, _OTHERS = 2, "All other roles"
_NETWORK = " PCN"  # each row of a picture is one
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
    ).with_columns(name=_names(rows["role"]))
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
    return (
        _card("planned", "Planned", counts.planned, report.in_post_period, (), "", who_planned(counts)),
        _card(
            "in_post", "In post", counts.in_post, report.in_post_period, tuple(in_post),
            f"{signed(moved)} since {month(then[0])}" if then else "",
            f"{over.reported:,} of {over.pcns:,} networks reported",
        ),
        _card(
            "claimed", "Claimed", counts.claimed, months[-1][0] if months else report.until, months, "",
            who_claimed(counts),
        ),
    )  # fmt: skip


def _card(
    name: str, called: str, value: float | None, when: str,
    course: tuple[tuple[str, float], ...], change: str, reported: str,
) -> Card:  # fmt: skip
    return Card(name, called, month(when), value, "full-time posts", 1, course, change, reported)


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


def answer_role_networks(choice: Choice, question: Question) -> Answer:
    """Networks × roles, the fewest additional staff for their patients first."""
    seen = _overview(choice, question)
    ranked = seen.ranking.filter(pl.col("fte").is_not_null())
    if ranked.is_empty():
        return role_answer(choice, question, "No network of this place reported.")
    cells = seen.grid.with_columns(role_name=_names(seen.grid["role"])).rename(
        {"pcn_name": "area_name", "fte": "value", "registered": "patients"}
    )
    present = cells.filter(pl.col("value") > 0)["role_name"].unique(maintain_order=True).to_list()
    return role_answer(
        choice,
        question,
        said.fewest_and_most(ranked),
        detail=tuple(
            f"{title}: {', '.join(name_of(role).lower() for role in roles)}."
            for title, roles in (
                ("Roles that nobody has", [r for r in seen.nobody if r not in seen.only_planned]),
                ("Roles only planned", seen.only_planned),
            )
            if roles
        ),
        picture=_multiples(cells, ranked["pcn_name"].to_list()),
        table=AnswerTable(
            f"additional-roles-{choice.code}-networks",
            f"Additional roles in the networks of {choice.name}, {month(seen.period)}",
            seen.ranking.join(
                cells.filter(pl.col("role_name").is_in(present)).pivot(
                    "role_name", index="pcn_code", values="value"
                ),
                on="pcn_code",
                how="left",
                maintain_order="left",
            ),
            {
                "pcn_name": "Network",
                "fte": ("Full-time posts", 1),
                "per_100k": ("For 100,000 patients", 1),
                **{role: (role, 1) for role in present},
            },
        ),
        cautions=_silent(seen.ranking),
    )


def _silent(ranking: pl.DataFrame) -> tuple[str, ...]:
    """Who is not drawn."""
    silent = ranking.filter(pl.col("fte").is_null())["pcn_name"].to_list()
    names = ", ".join(map(display_name, silent))
    return (f"Not drawn, because nothing was reported, which is not 0: {names}.",) if silent else ()


def _multiples(cells: pl.DataFrame, order: Sequence[str]) -> charts.Chart:
    """The largest roles of the place, and the others together, network by network."""
    sizes = cells.group_by("role_name").agg(pl.col("value").sum())
    largest = sizes.sort(["value", "role_name"], descending=[True, False])["role_name"].to_list()
    panels = [*largest[:_PANELS], _OTHERS]
    panel = pl.when(pl.col("role_name").is_in(panels)).then("role_name").otherwise(pl.lit(_OTHERS))
    # A network that sent nothing has no figure in any role: no sum either.
    sums = cells.group_by("area_name", panel.alias("panel"), maintain_order=True).agg(
        pl.when(pl.col("value").count() > 0).then(pl.col("value").sum()).alias("value"),
        pl.col("patients").first(),
    )
    drawn = sums.with_columns(
        posts_said(sums).alias("said"), pl.col("area_name").str.strip_suffix(_NETWORK)
    )
    called = [name.removesuffix(_NETWORK) for name in order]
    return charts.multiples(drawn, panels, called, noun="network")


def answer_role_falls(choice: Choice, question: Question) -> Answer:
    """Roles that fell in networks whose total rose."""
    seen = _overview(choice, question)
    fell = seen.down_inside_up
    if seen.before is None or fell.is_empty():
        return role_answer(choice, question, "No role fell in a network whose total rose.")
    return role_answer(
        choice,
        question,
        f"Since {month(seen.before)} these roles fell in networks whose total rose: a question to ask.",
        table=AnswerTable(
            f"additional-roles-{choice.code}-down-inside-up",
            f"Roles that fell inside a rise, {choice.name}, full-time posts",
            fell.with_columns(name=_names(fell["role"])),
            {
                "area_name": "Network",
                "name": "Role",
                "then": ("Before", 1),
                "now": ("Now", 1),
                "change": ("Change", 1),
                "total_change": ("Change of the network", 1),
            },
            differences={"change": ("now", "then")},
        ),
    )


def _overview(choice: Choice, question: Question) -> Overview:
    period = report_of(choice, question).in_post_period
    return arrs.overview(choice.figures, period, choice.code)


def answer_role_staff(choice: Choice, question: Question) -> Answer:
    """Staff by role and quarter, this year and the one before."""
    report = report_of(choice, question)
    rows = report.staff_by_quarter.filter(~pl.col("role").is_in([_TOGETHER, "all"]))
    of_scheme = rows.filter(~pl.col("role").is_in(OUTSIDE))
    present = rows.filter(pl.col("fte") > 0)["role"].unique(maintain_order=True)
    rows = rows.filter(pl.col("role").is_in(present.implode()))
    if rows.is_empty():
        nobody = "Nobody is reported in additional roles in these months."
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
        grid.with_columns(name=_names(grid["role"])).sort(
            months[-1], descending=True, nulls_last=True
        ),
        {"name": heading, **{period: (month(period), 1) for period in months}},
    )


def answer_role_years(choice: Choice, question: Question) -> Answer:
    """Every return against the one before: what staff made of it, and what reporting did."""
    steps = arrs.growth_by_period(choice.figures, within=choice.code)
    covered = choice.figures.trend([METRIC], choice.level, choice.code)
    path = steps.select("period", value="fte", area_name=pl.lit(choice.name)).join(
        covered.select("period", "coverage_patients"),
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


def _names(ids: pl.Series) -> pl.Series:
    return pl.Series([name_of(str(role)) for role in ids], dtype=pl.String)
