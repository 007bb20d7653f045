"""The money of additional roles: what is claimed and used, where the year ends, what is left to buy."""

from datetime import date

import polars as pl

from wfcore import arrs, charts
from wfcore.answers.additional_roles import pivot_table
from wfcore.answers.answer import Answer, AnswerTable
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.answers.role_reports import report_of, role_answer
from wfcore.months import FinancialYear, Month
from wfcore.wording import arrs as said
from wfcore.wording import month, percent
from wfcore.wording.arrs_at_a_glance import amounts_in_short, in_short


def answer_role_money(choice: Choice, question: Question) -> Answer:
    """What is claimed and used of the allocation, and where the year ends."""
    report = report_of(choice, question)
    amounts = amounts_in_short(report)
    months = report.spend_by_month
    whole = said.budget_sentences(report)
    return role_answer(
        choice,
        question,
        in_short(report) or whole[0],
        money=True,
        detail=(
            *([said.use_against_target(report)] if report.target_share and amounts else []),
            *([said.year_end_range(report)] if amounts else whole[1:]),
        ),
        picture=charts.bullet(*amounts) if amounts else None,
        table=AnswerTable(
            f"additional-roles-{choice.code}-{report.year.replace('/', '-')}-claims",
            f"Claims of {report.year} in {choice.name}, month by month",
            months.with_columns(
                when=pl.Series([month(str(m)) for m in months["month"]], dtype=pl.String)
            ),
            {
                "when": "Month",
                "wte": ("Claimed posts", 1),
                "claimed_gbp": ("£ claimed", 0),
                "approved_gbp": ("£ approved", 0),
            },
        )
        if months.height
        else None,
        cautions=(said.rate_note(),),
    )


def answer_role_claims(choice: Choice, question: Question) -> Answer:
    """Claimed posts, role by role and month by month."""
    report = report_of(choice, question)
    rows = report.claims_by_month
    claimed = rows.filter(pl.col("wte") > 0)["role"].unique()
    rows = rows.filter(pl.col("role").is_in(claimed.implode()))
    if rows.is_empty():
        nothing = f"No claims for {report.year} have been published here."
        cost = said.full_year_cost(report)
        return role_answer(choice, question, nothing, money=True, detail=(cost,))
    return role_answer(
        choice,
        question,
        said.average_claimed(report),
        money=True,
        detail=(
            *said.allocation_uses(report),
            *(said.projected_year_end(each, report) for each in report.year_end.by_method),
            said.full_year_cost(report),
        ),
        table=pivot_table(
            f"additional-roles-{choice.code}-{report.year.replace('/', '-')}-claims-by-role",
            f"Claimed posts by role in {choice.name}",
            rows,
            "wte",
            "Claimed posts",
        ),
    )


def answer_role_spend(choice: Choice, question: Question) -> Answer:
    """What a place spent in each month of the year, as it is printed and in pounds."""
    report = report_of(choice, question)
    months = FinancialYear(report.year).months
    spent = (
        arrs.arrs_table(choice.figures, "arrs_spend")
        .filter(
            pl.col("place_level") == choice.level.value,
            (pl.col("place_code") == choice.code) | (pl.col("place_name") == choice.name),
        )
        .filter(pl.col("month").is_in(months), pl.col("spend_gbp").is_not_null())
        .sort("month")
    )
    if spent.is_empty():
        nothing = f"No spend of {choice.name} for {report.year} has been published here."
        return role_answer(choice, question, nothing, money=True)
    return role_answer(
        choice,
        question,
        said.spent_on_average(choice.name, spent),
        money=True,
        detail=tuple(said.spend_explained(spent, report.spend_by_month)),
        table=AnswerTable(
            f"additional-roles-{choice.code}-{report.year.replace('/', '-')}-spend",
            f"Spend on additional roles of {choice.name} in {report.year}",
            spent.with_columns(
                when=pl.Series([month(str(m)) for m in spent["month"]], dtype=pl.String)
            ),
            {"when": "Month", "spend": ("As printed", 1), "unit": "Unit", "spend_gbp": ("£", 0)},
        ),
    )


def answer_role_buys(choice: Choice, question: Question) -> Answer:
    """What the pounds left would pay for, one role at a time."""
    report = report_of(choice, question)
    buys = pl.DataFrame(report.buys)
    unknown = [] if buys.is_empty() else buys.filter(pl.col("fte").is_null())["role_name"].to_list()
    return role_answer(
        choice,
        question,
        said.left_to_spend(report),
        money=True,
        table=AnswerTable(
            f"additional-roles-{choice.code}-what-the-rest-buys",
            f"What is left of {report.year} would pay for one of these, {choice.name}",
            buys.drop_nulls("fte").drop("rate_from"),
            {
                "role_name": "Role",
                "maximum_gbp": ("£ a year at most", 0),
                "post_gbp": ("£ to 31 March", 0),
                "fte": ("Posts and parts", 1),
                "whole_posts": ("Whole posts", 0),
            },
        )
        if buys.height
        else None,
        cautions=(f"The maximum reimbursement is not known here for: {', '.join(unknown)}.",)
        if unknown
        else (),
    )


def answer_role_starts(choice: Choice, question: Question) -> Answer:
    """How many posts must start by when for the allocation to be used."""
    report = report_of(choice, question)
    starts = pl.DataFrame(report.starts)
    if starts.is_empty():
        nothing = "Nothing is known to be free for more posts, so none must start by a day."
        return role_answer(choice, question, nothing, money=True)
    needed = starts.filter(pl.col("whole_posts") > 0, pl.col("by").is_not_null())
    if needed.is_empty():
        return role_answer(choice, question, said.enough_in_post(report), money=True)
    goals = {"target": f"use {percent(report.target_share)}", "all": "use all of it"}
    table = AnswerTable(
        f"additional-roles-{choice.code}-start-by",
        f"What must start by when in {choice.name}",
        needed.with_columns(
            goal=pl.col("aim").replace_strict(goals),
            day=pl.Series([_day(by) for by in needed["by"]], dtype=pl.String),
        ).drop("by"),
        {
            "goal": "To",
            "role_name": "Role",
            "whole_posts": ("Whole posts", 0),
            "day": "Start by",
        },
    )
    return role_answer(
        choice,
        question,
        said.must_start(report, aimed="target" in needed["aim"]),
        money=True,
        table=table,
    )


def _day(day: date) -> str:
    return f"{day.day} {month(Month.of(day))}"
