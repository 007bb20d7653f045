"""Papers for a committee, as tagged PDF on one side of A4. What is said stands in `wording`."""

from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any

import polars as pl

from wfcore import rounding
from wfcore.answers import NO_FIGURE
from wfcore.arrs import Report, name_of
from wfcore.geography import display_name
from wfcore.papers.characters import storable
from wfcore.papers.documents import AUTHOR, LICENCE_NOTICE, NOT_THERE
from wfcore.papers.refusing import refusing
from wfcore.papers.typesetting import typeset
from wfcore.wording import arrs as said
from wfcore.wording import arrs_counts as counted
from wfcore.wording import month, number, pounds

_TOGETHER = "arrs"
_COUNTS = ("planned_fte", "in_post_fte", "claimed_wte")
_SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5)  # points

# Nothing from data stands in here: all of it arrives as strings, which typst prints as they are.
_ARRS = files("wfcore.papers").joinpath("additional_roles.typ").read_bytes()


@refusing("PDF")
def arrs_paper(report: Report, *, link: str = "", made: str) -> bytes:
    """The report of one place's additional roles.

    Args:
        report: as from `wfcore.arrs.report`.
        link: address of the page that shows the same.
        made: the day it is made on, as it is to be printed.

    Returns:
        A PDF (PDF/UA-1) of one page.
    """
    name = display_name(report.place.name)
    data = {
        "title": f"{name}: additional roles, report for {report.year}",
        "author": AUTHOR,
        "warning": (
            "This place is invented. None of these figures are about anybody."
            if report.invented
            else ""
        ),
        "parts": _parts(report),
        "roles": {
            "heading": "Full-time posts by role",
            "head": ["Role", "Planned", "In post", "Claimed"],
        },
        "months": {
            "heading": f"Claims of {report.year} by month",
            "head": ["Month", "Posts claimed", "£ claimed", "£ approved"],
            "rows": _months(report.spend_by_month),
        },
        "detail": _by_time(report),
        "fits": _fits(report),
        "notes": [NOT_THERE],
        "foot": _foot(report, name, made),
        "link": link,
    }
    return typeset(_ARRS, storable(data))[0]


def _parts(report: Report) -> list[dict[str, Any]]:
    money = [*said.budget_sentences(report), said.full_year_cost(report)]
    if report.money.approved_gbp is not None:
        money.append(said.left_to_spend(report))
    parts = [
        ("", [counted.staff_in_post(report), counted.returns_said(report)]),
        *(
            [("Plan, in post, claimed", [counts])]
            if (counts := counted.three_counts(report))
            else []
        ),
        ("The money", money),
    ]
    if report.growth is not None:
        parts.append(("What changed", [said.growth_split(report.growth)]))
    return [{"heading": heading, "sentences": sentences} for heading, sentences in parts]


def _fits(report: Report) -> list[dict[str, Any]]:
    """Sizes and rows to try, best first: smaller type, then no months by role, then fewer roles."""
    roles = report.side_by_side.filter(pl.col("role") != _TOGETHER).sort(
        "in_post_fte", "role", descending=[True, False], nulls_last=True
    )
    counts = report.counts
    total = _row("All roles together", (counts.planned, counts.in_post, counts.claimed))
    wholes = dict(zip(_COUNTS, (counts.planned, counts.in_post, counts.claimed), strict=True))
    roles = roles.with_columns(_as_read(roles[name], whole) for name, whole in wholes.items())
    named = [
        _row(name_of(str(role)), rest) for role, *rest in roles.select("role", *_COUNTS).rows()
    ]
    whole = [*named, total] if named else []
    fits = [
        {"size": size, "rows": whole, "detail": detail}
        for detail in (True, False)
        for size in _SIZES
    ]
    for kept in range(roles.height - 2, -1, -1):
        others = roles[kept:]
        summed = _row(f"Other roles ({others.height})", [_sum(others[c]) for c in _COUNTS])
        fits.append({"size": _SIZES[-1], "rows": [*named[:kept], summed, total], "detail": False})
    return fits


def _as_read(column: pl.Series, whole: float | None) -> pl.Series:
    """A column as it is printed above its sum."""
    posts = rounding.DECIMALS["fte"]
    printed = None if whole is None else rounding.shown(whole, posts)
    known = rounding.column_parts(column.to_list(), whole, printed, posts)
    return pl.Series(column.name, known, dtype=pl.Float64)


def _by_time(report: Report) -> dict[str, Any]:
    """Posts by role and month as claimed; by quarter as returned where nothing is claimed."""
    claims = report.claims_by_month.select("role", when="month", posts="wte")
    staff = report.staff_by_quarter.filter(~pl.col("role").is_in([_TOGETHER, "all"])).select(
        "role", when="period", posts="fte"
    )
    heading, rows = (
        (f"Posts claimed in {report.year} by role and month", claims)
        if claims.height
        else ("Posts in staff returns by role", staff)
    )
    times = rows["when"].unique().sort().to_list()
    there = rows.filter(pl.col("posts") > 0)["role"].unique()
    grid = (
        rows.filter(pl.col("role").is_in(there.implode()))
        .pivot("when", index="role", values="posts", aggregate_function="first")
        .select("role", *times)
    )
    if grid.is_empty() or len(times) == 1:
        return {"heading": heading, "head": [], "rows": []}
    grid = grid.sort(times[-1], "role", descending=[True, False], nulls_last=True)
    return {
        "heading": heading,
        "head": ["Role", *(_short(when) for when in times)],
        "rows": [_row(name_of(str(role)), posts) for role, *posts in grid.rows()],
    }


def _short(when: str) -> str:
    """`Sep 2025`: twelve of them stand side by side."""
    name, year = month(when).split()
    return f"{name[:3]} {year}"


def _sum(values: pl.Series) -> float | None:
    """The sum of what is known; None when nothing is."""
    known = values.drop_nulls()
    return float(known.sum()) if len(known) else None


def _row(name: str, values: Iterable[float | None]) -> list[str]:
    return [name, *(NO_FIGURE if v is None else number(v) for v in values)]


def _months(spend: pl.DataFrame) -> list[list[str]]:
    rows: Sequence[Any] = spend.select("month", "wte", "claimed_gbp", "approved_gbp").rows()
    return [
        [month(str(when)), _or_none(wte), *(_whole(gbp) for gbp in (claimed, approved))]
        for when, wte, claimed, approved in rows
    ]


def _or_none(value: float | None) -> str:
    return NO_FIGURE if value is None else number(value)


def _whole(value: float | None) -> str:
    return NO_FIGURE if value is None else pounds(value)


def _foot(report: Report, name: str, made: str) -> list[str]:
    code = f" ({report.place.code})" if report.place.code != report.place.name else ""
    invented = ", invented" if report.invented and "invented" not in name else ""
    source = (
        "Source: this project's demonstration place, every figure invented."
        if report.invented
        else "Source: staff in post from NHS England, PCN workforce; plans, claims and allocations as loaded into"
        " this data version."
    )
    covers = f"Staff of {month(report.in_post_period)}, claims up to {month(report.until)}."
    return [
        f"{name}{code}{invented}. {covers} Data version {report.version}. Made {made} with the {AUTHOR}.",
        f"{source} {LICENCE_NOTICE}",
    ]
