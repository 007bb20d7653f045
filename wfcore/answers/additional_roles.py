"""What about additional roles? Plan, in post and claimed, and the money."""

import polars as pl

from wfcore import arrs, charts, wording
from wfcore.answers import receipts
from wfcore.answers.answer import Answer, AnswerTable, FollowUp, make_follow_up
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.arrs import Report, name_of
from wfcore.declared import declared
from wfcore.wording import arrs as said

_TOGETHER = "arrs"
_METRIC = "pcn_staff_fte"
_MOST_ROLES = 8  # in the picture; the table has all


def answer_roles(choice: Choice, question: Question) -> Answer:
    """The three counts by role; use of the allocation.

    Raises:
        UnknownName: no networks' staff are known here.
    """
    figures = choice.figures
    found = arrs.report(figures, choice.code, period=choice.period)
    made = figures.receipt(_METRIC, choice.level, choice.code, found.in_post_period)
    return Answer(
        question,
        choice.name,
        said.staff_in_post(found),
        detail=(
            said.coverage_phrase(found.coverage),
            said.three_counts(found.counts),
            *said.allocation_uses(found),
            *([said.growth_split(found.growth)] if found.growth else []),
        ),
        picture=_picture(choice, found),
        table=_table(choice, found),
        cautions=(
            (
                "Staff of networks may also stand in the practices' own returns: do not add the two. Claims are "
                "what networks asked to be paid for; the staff return is what they told NHS England."
            ),
        ),
        receipt=receipts.receipt_lines(made),
        files=receipts.files(made),
        follow_ups=_asks(choice, found),
        invented=found.invented,
    )


def _table(choice: Choice, found: Report) -> AnswerTable | None:
    rows = found.side_by_side.filter(pl.col("role") != _TOGETHER).sort(
        "in_post_fte", "role", descending=[True, False], nulls_last=True
    )
    if rows.is_empty():
        return None
    counts = found.counts
    total = pl.DataFrame(
        {
            "name": ["All roles together"],
            "planned_fte": [counts.planned],
            "in_post_fte": [counts.in_post],
            "claimed_wte": [counts.claimed],
        },
        schema=dict.fromkeys(["planned_fte", "in_post_fte", "claimed_wte"], pl.Float64)
        | {"name": pl.String},
    )
    columns = ["name", "planned_fte", "in_post_fte", "claimed_wte"]
    headed = {
        "planned_fte": ("Planned", 1), "in_post_fte": ("In post", 1), "claimed_wte": ("Claimed", 1),
    }  # fmt: skip
    known = {name: heading for name, heading in headed.items() if rows[name].count()}
    named = rows.with_columns(name=pl.Series([name_of(role) for role in rows["role"]]))
    return AnswerTable(
        f"additional-roles-{choice.code}-{found.in_post_period}",
        f"Additional roles in {choice.name}, full-time posts, {wording.month(found.in_post_period)}",
        pl.concat([named.select(columns), total.select(columns)]),
        {"name": "Role", **(known or headed)},
    )


def _picture(choice: Choice, found: Report) -> charts.Chart | None:
    """The roles that most people have here."""
    most = found.staff.sort("fte", descending=True).head(_MOST_ROLES)
    if most.is_empty():
        return None
    named = most.select(
        value="fte", name=pl.col("role").map_elements(name_of, return_dtype=pl.String)
    )
    when = wording.month(found.in_post_period)
    return charts.posts_chart(named, f"Full-time posts in post by role in {choice.name}, {when}")


def _asks(choice: Choice, found: Report) -> tuple[FollowUp, ...]:
    name, counts = choice.name, found.counts
    asks: list[FollowUp] = []
    if found.coverage.reported < found.coverage.pcns:
        silent = found.coverage.pcns - found.coverage.reported
        asks.append(make_follow_up("no_staff_return", silent=silent, pcns=found.coverage.pcns))
    if counts.planned is None and counts.claimed is None:
        asks.append(make_follow_up("no_plan", place=name))
    if counts.suspicious:
        asks.append(make_follow_up("claimed_above_plan", place=name))
    whole = found.money.use_of("total")
    aim = declared().arrs.utilisation_target.share
    if whole is not None and whole.in_year is not None and whole.in_year < aim:
        asks.append(make_follow_up("allocation_unused", place=name))
    return tuple(asks)
