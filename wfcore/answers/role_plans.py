"""Plans of additional roles: the newest against the one before, what fell inside a rise, a claim of what grew."""

import polars as pl

from wfcore import arrs
from wfcore.answers.answer import Answer, AnswerTable
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.answers.role_reports import read_number, report_of, role_answer
from wfcore.arrs import PlanChange, name_of
from wfcore.declared import declared
from wfcore.wording import arrs_plans as said
from wfcore.wording import month

_MOST_POSTS = 100_000


def answer_role_plans(choice: Choice, question: Question) -> Answer:
    """The plan of a place against the one before, role by role."""
    change = _change(choice)
    if change is None:
        return role_answer(choice, question, _fewer_than_two(choice))
    rows = change.by_role.with_columns(
        name=pl.Series([name_of(role) for role in change.by_role["role"]], dtype=pl.String),
        _last=pl.col("role") == "arrs",
    ).sort("_last", maintain_order=True)
    return role_answer(
        choice,
        question,
        said.plan_grew(choice.name, change),
        detail=tuple(said.plan_roles(change)),
        table=AnswerTable(
            f"additional-roles-{choice.code}-plans",
            f"Planned full-time posts in {choice.name}",
            rows.drop("_last", "then_columns", "now_columns"),
            {
                "name": "Role",
                "then": (month(change.then_month), 2),
                "now": (month(change.now_month), 2),
                "change": ("Change", 2),
                "percent": ("Change, %", 1),
            },
            differences={"change": ("now", "then")},
        ),
    )


def answer_role_plan_falls(choice: Choice, question: Question) -> Answer:
    """Roles of which a network plans fewer than before though it plans more posts."""
    change = _change(choice)
    if change is None:
        return role_answer(choice, question, _fewer_than_two(choice))
    fell = change.fell.filter("like_for_like")
    if fell.is_empty():
        return role_answer(choice, question, "No planned role falls in a network whose plan rises.")
    cells = "one planned role falls" if fell.height == 1 else f"{fell.height} planned roles fall"
    return role_answer(
        choice,
        question,
        f"From {month(change.then_month)} to {month(change.now_month)}, {cells} in networks whose plan rises: "
        "a question to ask.",
        detail=_split_columns(change),
        table=AnswerTable(
            f"additional-roles-{choice.code}-plan-falls",
            f"Planned roles that fall inside a rise, {choice.name}, full-time posts",
            fell.with_columns(
                name=pl.Series([name_of(role) for role in fell["role"]], dtype=pl.String)
            ),
            {
                "area_name": "Network",
                "name": "Role",
                "then": (month(change.then_month), 2),
                "now": (month(change.now_month), 2),
                "change": ("Change", 2),
                "total_change": ("Change of the network", 2),
            },
            differences={"change": ("now", "then")},
        ),
    )


def _split_columns(change: PlanChange) -> tuple[str, ...]:
    split = change.fell.filter(~pl.col("like_for_like"))
    if split.is_empty():
        return ()
    roles = ", ".join(sorted({name_of(role).lower() for role in split["role"]}))
    said_of = f"Not among them: {roles}, of which one plan prints more columns than the other."
    return (f"{said_of} What falls there may be planned under another heading.",)


def answer_role_growth(choice: Choice, question: Question) -> Answer:
    """What planned posts add to staff: of how many, and without those that are there already.

    Options: `staff` (those the share is of), `posts` (planned, as somebody says; the plan without it),
    `there` (in post already, as somebody says; the staff returns without it) and `claimed` (claimed for,
    as somebody says).
    """
    given = question.options or {}
    report = report_of(choice, question)
    told = {name: read_number(name, given[name], _MOST_POSTS) for name in given if name in _SAID}
    planned = told.get("posts", report.counts.planned)
    there = told.get("there", report.counts.in_post)
    staff = told.get("staff", _practice_staff(choice))
    beside = said.claims_beside(told.get("claimed"), planned, there)
    if beside and "staff" not in told:
        return role_answer(choice, question, beside[0], detail=tuple(beside[1:]))
    if planned is None or staff is None:
        lacking = "planned posts" if planned is None else "staff"
        verdict = f"A share needs its whole: how many {lacking} it is of is not known here."
    else:
        verdict = said.growth_claim(planned, there, staff)
    return role_answer(
        choice,
        question,
        verdict,
        detail=(*said.counts_of_sources(report, told.get("there")), *beside),
    )


_SAID = ("staff", "posts", "there", "claimed")


def _practice_staff(choice: Choice) -> float | None:
    """FTE of all practice staff of the month, where every group of them is counted."""
    groups = [f"{group}_fte" for group in ("gp", "nurse", "dpc", "admin")]
    if choice.period not in choice.figures.periods_of("practice", choice.level, choice.code):
        return None
    found = [
        choice.figures.measure_of(
            declared().metric(name).id, choice.level, choice.code, choice.period
        ).value
        for name in groups
    ]
    known = [value for value in found if value is not None]
    return sum(known) if len(known) == len(found) else None


def _change(choice: Choice) -> PlanChange | None:
    return arrs.plan_change(choice.figures, choice.period, choice.level, choice.code)


def _fewer_than_two(choice: Choice) -> str:
    return f"{choice.name} has no two plans here to set side by side."
