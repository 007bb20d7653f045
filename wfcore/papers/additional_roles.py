"""Papers for a committee, as tagged PDF on one side of A4. What is said stands in `wording`."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
import typst

from wfcore.arrs import Report, name_of
from wfcore.geography import display_name
from wfcore.wording import arrs as said
from wfcore.wording import month, number

AUTHOR = "Primary Care Workforce Notebook"
NO_FIGURE = "–"
_TOGETHER = "arrs"
_COUNTS = ("planned_fte", "in_post_fte", "claimed_wte")
_SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5)  # points

# Nothing from data stands in here: all of it arrives as strings, which typst prints as they are.
# The first of `fits` (type size, rows of roles, whether with the months by role) that measures one page is taken.
_ARRS = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, author: data.author, date: none)
#set page(paper: "a4", margin: (x: 17mm, y: 14mm), footer: none)
#set text(lang: "en", region: "GB", font: "Libertinus Serif", hyphenate: false)
#let navy = rgb("#12436D")
#let grid-of(head, rows, last) = table(
  columns: (1fr,) + (auto,) * (head.len() - 1),
  align: (column, row) => if column == 0 { left } else { right },
  inset: (x: 0.4em, y: 0.24em),
  stroke: (column, row) => (bottom: if row == 0 { 0.8pt + navy } else { 0.3pt + rgb("#768692") }),
  table.header(..head.map(cell => strong(cell))),
  ..rows.enumerate().map(((at, row)) => row.map(cell =>
    if last and at == rows.len() - 1 { strong(cell) } else { text(cell) })).flatten(),
)
#let paper(fit) = {
  set text(size: fit.size * 1pt)
  set par(leading: 0.5em, spacing: 0.65em)
  show heading: set text(fill: navy)
  show heading: set block(above: 1em, below: 0.55em)
  show heading.where(level: 1): set text(size: 1.3em)
  show heading.where(level: 2): set text(size: 1em)
  show table: set text(size: 0.95em)
  show table: set par(leading: 0.35em)
  heading(level: 1, data.title)
  if data.warning != "" { par(strong(data.warning)) }
  for part in data.parts {
    if part.heading != "" { heading(level: 2, part.heading) }
    for (at, sentence) in part.sentences.enumerate() {
      if part.heading == "" and at == 0 { par(text(size: 1.15em, sentence)) } else { par(sentence) }
    }
  }
  let roles = {
    heading(level: 2, data.roles.heading)
    grid-of(data.roles.head, fit.rows, true)
  }
  let months = {
    heading(level: 2, data.months.heading)
    grid-of(data.months.head, data.months.rows, false)
  }
  if fit.rows.len() > 0 and data.months.rows.len() > 0 {
    v(0.5em)
    grid(columns: (1fr, 1fr), column-gutter: 1.6em, roles, months)
  } else if fit.rows.len() > 0 { roles } else if data.months.rows.len() > 0 { months }
  if fit.detail and data.detail.rows.len() > 0 {
    heading(level: 2, data.detail.heading)
    grid-of(data.detail.head, data.detail.rows, false)
  }
  for note in data.notes { par(text(size: 0.9em, note)) }
}
#let foot(fit) = {
  set text(size: fit.size * 0.85pt)
  set par(leading: 0.4em, spacing: 0.5em)
  line(length: 100%, stroke: 0.5pt + navy)
  for sentence in data.foot { par(sentence) }
  if data.link.starts-with("https://") or data.link.starts-with("http://") {
    par(link(data.link))
  } else if data.link != "" { par(data.link) }
}
#context {
  let (width, height) = (210mm - 34mm, 297mm - 28mm)
  let tall(fit) = measure(block(width: width, paper(fit))).height
  let low(fit) = measure(block(width: width, foot(fit))).height
  let fitting = data.fits.find(fit => tall(fit) + low(fit) + 6mm <= height)
  let fit = if fitting == none { data.fits.last() } else { fitting }
  paper(fit)
  v(1fr)
  foot(fit)
}
"""


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
        "notes": [f"{NO_FIGURE} is not available, which is not 0."],
        "foot": _foot(report, name, made),
        "link": link,
    }
    return typst.compile(
        _ARRS.encode(),
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )


def _parts(report: Report) -> list[dict[str, Any]]:
    money = [*said.money(report), said.full_year(report)]
    if report.money.approved_gbp is not None:
        money.append(said.left(report))
    parts = [
        ("", [said.in_post(report), said.covered(report.coverage)]),
        ("Plan, in post, claimed", [said.three_counts(report.counts)]),
        ("The money", money),
    ]
    if report.growth is not None:
        parts.append(("What changed", [said.grew(report.growth)]))
    return [{"heading": heading, "sentences": sentences} for heading, sentences in parts]


def _fits(report: Report) -> list[dict[str, Any]]:
    """Sizes and rows to try, best first: smaller type, then no months by role, then fewer roles."""
    roles = report.side_by_side.filter(pl.col("role") != _TOGETHER).sort(
        "in_post_fte", "role", descending=[True, False], nulls_last=True
    )
    counts = report.counts
    total = _row("All roles together", (counts.planned, counts.in_post, counts.claimed))
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
    return NO_FIGURE if value is None else number(value, 2)


def _whole(value: float | None) -> str:
    return NO_FIGURE if value is None else said.pounds(value)


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
        f"{source} Contains public sector information licensed under the Open Government Licence v3.0.",
    ]
