"""The report of additional roles that a question asks for, and what its options say."""

from functools import partial
from math import isfinite
from typing import Any

import polars as pl

from wfcore import arrs
from wfcore.answers.answer import Answer, SourceFile
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.answers.receipts import sources_of
from wfcore.arrs import Report
from wfcore.declared import Weighting, declared
from wfcore.errors import UnknownName
from wfcore.months import FinancialYear, Month
from wfcore.wording import arrs_counts as counted

METRIC = "pcn_staff_fte"
_WEIGHTINGS: dict[str, Weighting] = {"inner": "inner", "outer": "outer", "none": "none"}
_MOST_GBP = 500_000


def report_of(choice: Choice, question: Question) -> Report:
    """The report of the place, with what the reader chose.

    Options: `use` (per cent of the allocation aimed at), `london` (weighting), `start` (the month in
    which money left begins to pay, `YYYY-MM`), `maxima` (own maximum reimbursements, pounds a year, as
    `role:40000,other_role:35000`).

    Raises:
        UnknownName: an option cannot be read, or no networks' staff are known here.
    """
    options = question.options or {}
    report = partial(
        arrs.report,
        choice.figures,
        choice.code,
        period=choice.period,
        until=claims_until(choice),
        target=read_number("use", options["use"], 100) / 100 if "use" in options else None,
        weighting=_weighting(options["london"]) if "london" in options else None,
        own_rates=_maxima(options.get("maxima", "")),
    )
    if "start" not in options:
        return report()
    start = Month(options["start"])
    if start not in (months := first_months(report())):
        raise _unread("start", start, f"Use one of: {', '.join(months) or 'no month is left'}.")
    return report(start=start.first_day)


def role_answer(
    choice: Choice, question: Question, verdict: str, *, money: bool = False, **more: Any
) -> Answer:
    """An answer about additional roles, with the files that it rests on.

    Args:
        choice: what is looked at.
        question: the question.
        verdict: what answers it.
        money: whether claims and allocations are among its figures.
        more: the rest of the answer.
    """
    report = report_of(choice, question)
    receipt = choice.receipt(METRIC, report.in_post_period)
    sources = sources_of(receipt)
    if others := counted.others_of_networks(report):
        sources["receipt"] = (*sources["receipt"], others)
    if money:
        sources["files"] = (*_money_files(choice, invented=report.invented), *sources["files"])
    return Answer(question, choice.name, verdict, **sources, **more)


def _money_files(choice: Choice, *, invented: bool) -> list[SourceFile]:
    """The files of claims and allocations of such places."""
    known = declared().sources
    rows = choice.figures.version.table("files").filter(
        pl.col("holds").str.contains("arrs_claims|arrs_allocations|arrs_spend")
    )
    columns = ("source", "file_name", "snapshot_date", "sha256", "licence")
    return [
        SourceFile("money", known[source].title, name, str(dated or ""), sha256, licence or "")
        for source, name, dated, sha256, licence in rows.select(columns).iter_rows()
        if known[source].invented == invented
    ]


def claims_until(choice: Choice) -> str:
    """The month that claims are counted up to: the last with claims, when the newest return is looked at."""
    figures = arrs.with_networks(choice.figures)
    newest = arrs.usual_month(figures, choice.level, choice.code)
    if choice.period != newest:
        return choice.period
    claimed = arrs.arrs_table(choice.figures, "arrs_claims")["month"].drop_nulls()
    return max([choice.period, *map(str, claimed)])


def first_months(report: Report) -> list[str]:
    """Months of the year in which money left could begin to pay for somebody, as `YYYY-MM`."""
    if report.start is None:
        return []
    first = Month.of(report.start)
    return [month for month in FinancialYear(report.year).months if month >= first]


def unknown_maxima(year: str) -> dict[str, str]:
    """Roles of a financial year whose maximum reimbursement no source here says: id → name."""
    scheme, last = declared().arrs, FinancialYear(year).last_day
    return {
        role.id: role.name
        for role in scheme.roles.values()
        if role.parent is None
        and role.first_year is not None
        and role.first_year <= year
        and scheme.maximum(role.id, last) is None
    }


def _weighting(text: str) -> Weighting:
    if text not in _WEIGHTINGS:
        raise _unread("london", text, f"Use {', '.join(_WEIGHTINGS)}.")
    return _WEIGHTINGS[text]


def _maxima(text: str) -> dict[str, float]:
    pairs = [part.partition(":") for part in text.split(",") if part]
    for role, *_ in pairs:
        if role not in declared().arrs.roles:
            raise _unread("maxima", role, "Name a role of the scheme.")
    return {role: read_number("maxima", pounds, _MOST_GBP) for role, _, pounds in pairs}


def read_number(option: str, text: str, most: float) -> float:
    """The number that a reader chose for an option.

    Raises:
        UnknownName: it is none, or not above 0 and at most `most`.
    """
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not isfinite(number) or not 0 < number <= most:
        raise _unread(option, text, f"Give a number above 0, at most {most:,}.")
    return number


def _unread(option: str, text: str, advice: str) -> UnknownName:
    return UnknownName(f"{option}={text[:40]} cannot be used here.", advice)


def names_of(ids: pl.Series) -> pl.Series:
    """What readers call roles, under `name_of`."""
    return pl.Series([arrs.name_of(str(role)) for role in ids], dtype=pl.String)
