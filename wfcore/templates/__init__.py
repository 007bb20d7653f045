"""Templates for the tables that an analyst brings: of additional roles, recommendations, people and posts.

Each comes empty and as a filled example of invented PCNs, as CSV and as a workbook with lists to
choose from, and is read back by the same intake as any file.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal

import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]

from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.months import FinancialYear, Month
from wfcore.reading import CHOICES
from wfcore.templates.local_lists import local_lists

TemplateKind = Literal[
    "plan", "claims", "allocation", "spend", "recommendations", "targets", "groups", "figures",
    "learners", "supervision", "stayed", "programmes",
]  # fmt: skip
TemplateRow = Sequence[str | float]

TEMPLATE_KINDS: tuple[TemplateKind, ...] = (
    "plan", "claims", "allocation", "spend", "recommendations", "targets", "groups", "figures",
    "learners", "supervision", "stayed", "programmes",
)  # fmt: skip
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CLAIM_COLUMNS = (
    "pcn_code", "month", "role", "wte", "claimed_gbp", "approved_gbp", "allocation_gbp", "status",
)  # fmt: skip
ALLOCATION_COLUMNS = ("pcn_code", "year", "total_gbp", "devolved_gbp", "note")
SPEND_COLUMNS = ("place", "place_name", "month", "spend", "unit", "note")
RECOMMENDATION_COLUMNS = (
    "reference", "asked", "place", "recommendation", "metric", "number_then", "owner", "due", "status",
    "answer",
)  # fmt: skip
TARGET_COLUMNS = (
    "metric", "level", "place", "place_name", "value", "unit", "by", "better", "set_by", "written_in",
    "reason", "note",
)  # fmt: skip
FIGURE_COLUMNS = (
    "place", "staff", "measure", "per", "month", "value", "patients", "base", "source", "page",
)  # fmt: skip
GROUP_COLUMNS = ("group", "kind", "practice_code", "from", "to")
FIGURE_MEASURES = ("rate", "fte", "headcount", "patients", "share", "patients_per")
_AS_TEXT = (
    "from",
    "to",
    "month",
    "year",
    "asked",
    "due",
    "by",
    "cohort",
)  # a spreadsheet would make a date of 2025-04
_ROWS = 500  # rows of a workbook that offer a list to choose from
_MADE = datetime(2025, 4, 1, tzinfo=UTC)  # a fixed date, so that the same bytes come out
_WORDY = ("role", "recommendation", "metric", "answer", "unit", "written_in", "reason")
_WIDE, _NARROW = 30, 15
_POUNDS_A_MONTH = 4200.0  # of one invented post


@dataclass(frozen=True)
class Template:
    """A file to download.

    `title` is what it is for, `file_name` what it is called, `mime` its type.
    """

    kind: TemplateKind
    title: str
    filled: bool
    file_name: str
    mime: str
    data: bytes

    @property
    def label(self) -> str:
        """What its button says."""
        what = f"Invented {self.kind}" if self.filled else f"{self.kind.capitalize()} template"
        return f"{what} ({'CSV' if self.mime == CSV else 'XLSX'})"


_TITLES: dict[TemplateKind, str] = {
    "plan": "Plan: one row for each PCN, one column for each role",
    "claims": "Claims: one row for each PCN, month and role",
    "allocation": "Allocation: one row for each PCN and year",
    "spend": "Spend: one row for each place and month",
    "recommendations": "Recommendations: one row for each thing that a committee asked for",
    "targets": "Aims (targets): one row for each metric, place and date",
    "groups": "Groups of practices: one row for each practice of a group",
    "figures": "Printed figures: one row for each figure that a paper prints",
}


def templates(today: datetime | None = None) -> tuple[Template, ...]:
    """All templates: each table, empty and filled, as CSV and as workbook.

    Args:
        today: the clock that says which financial year the months to choose from lie in; now when
            not given.
    """
    return _templates(Month.of(today or datetime.now(tz=UTC)).financial_year)


@cache
def _templates(year: FinancialYear) -> tuple[Template, ...]:
    made: list[Template] = []
    for kind in TEMPLATE_KINDS:
        title = _title(kind)
        for filled in (False, True):
            header = _header(kind)
            rows = _invented(kind, year) if filled else []
            stem = f"{kind}-{'invented-example' if filled else 'template'}"
            # A plan has no date of its own: the name says the month it is for.
            if kind == "plan" and filled:
                stem = f"{stem}-{year.months[-1]}"
            made += [
                Template(kind, title, filled, f"{stem}.csv", CSV, _csv(header, rows)),
                Template(
                    kind, title, filled, f"{stem}.xlsx", XLSX, _book(kind, year, header, rows)
                ),
            ]
    return tuple(made)


def role_names() -> tuple[str, ...]:
    """Names of the scheme's roles, as a table should print them."""
    return tuple(role.name for role in declared().arrs.roles.values())


def _title(kind: TemplateKind) -> str:
    found = local_lists().get(kind)
    return found.title if found else _TITLES[kind]


def _header(kind: TemplateKind) -> TemplateRow:
    if kind in local_lists():
        return local_lists()[kind].columns
    if kind == "plan":
        return ("Primary Care Network (PCN)", "PCN code", *role_names(), "Total")
    return {
        "claims": CLAIM_COLUMNS, "allocation": ALLOCATION_COLUMNS, "spend": SPEND_COLUMNS,
        "targets": TARGET_COLUMNS, "groups": GROUP_COLUMNS, "figures": FIGURE_COLUMNS,
    }.get(kind, RECOMMENDATION_COLUMNS)  # fmt: skip


def _choices(kind: TemplateKind, year: FinancialYear) -> Mapping[str, Sequence[str]]:
    """Column → what may stand in it."""
    if kind in local_lists():
        years = {"year": [year.plus(k) for k in range(-3, 3)]}
        there = local_lists()[kind]
        return {**there.choices, **{k: v for k, v in years.items() if k in there.columns}}
    if kind == "claims":
        return {
            "month": year.months,
            "role": role_names(),
            "status": declared().rules.local_tables.statuses,
        }
    if kind == "recommendations":
        return {
            "metric": [metric.name for metric in declared().metrics.values()],
            "status": declared().rules.recommendations.statuses,
        }
    if kind == "targets":
        return {
            "metric": [metric.name for metric in declared().metrics.values()],
            "level": list(Level),
            "better": ("higher", "lower"),
        }
    lists: dict[TemplateKind, Mapping[str, Sequence[str]]] = {
        "allocation": {"year": [year.plus(k) for k in (-1, 0, 1)]},
        "spend": {"month": year.months, "unit": ("pounds", "thousands")},
        "figures": {"measure": FIGURE_MEASURES},
        "groups": {"kind": ("federation", "chambers", "neighbourhood team", "hyperlocal set")},
    }
    return lists.get(kind, {})


def _example_of_money(kind: TemplateKind, year: FinancialYear) -> list[TemplateRow]:
    """Invented pounds of networks."""
    pcns = declared().rules.local_tables.invented_pcns
    if kind == "spend":
        return [
            (code, name, month, 50.0 + 5 * at, "thousands", "invented")
            for at, (code, name) in enumerate(pcns.items())
            for month in year.months[:5]
        ]
    return [
        (code, year, 600_000.0 + 50_000 * at, 480_000.0 + 40_000 * at, "invented")
        for at, code in enumerate(pcns)
    ]


def _invented(kind: TemplateKind, year: FinancialYear) -> list[TemplateRow]:
    found = local_lists().get(kind)
    return found.example(year) if found else _example(kind, year)


def _example(kind: TemplateKind, year: FinancialYear) -> list[TemplateRow]:
    """Invented rows: whole and half posts, a dash where nobody is planned, sums that hold."""
    pcns = declared().rules.local_tables.invented_pcns
    roles = role_names()
    if kind == "recommendations":
        asked, due = year.months[1], year.months[-1]
        first, second, *_ = pcns
        return [
            ("R1", f"{asked}-14", first, "Say how the gap in GPs is to be closed. (invented)",
             declared().metric("gp_rate").name, 41.5, "Primary care lead", f"{due}-31", "open", ""),
            ("R2", f"{asked}-14", second, "List every vacancy by practice. (invented)", "", "",
             "Network manager", f"{due}-31", "answered", "A list came in November. (invented)"),
        ]  # fmt: skip
    if kind in ("groups", "figures"):
        return _members(year) if kind == "groups" else _printed_figures(list(pcns.values()), year)
    if kind == "targets":
        (first, name), (second, _), *_ = pcns.items()
        by = year.plus(1).months[-1]
        gps, nurses = (
            declared().metric(f"{stem}_rate").name for stem in ("gp_excl_trainees", "nurse")
        )
        return [
            (gps, Level.PCN.value, first, name, 44, "FTE per 100,000 patients", by, "", "the network (invented)",
             "minutes of its board (invented)", "Agreed after the survey. (invented)", ""),
            (nurses, Level.PCN.value, second, "", 0.15, "FTE per 1,000 patients", by, "", "the network (invented)",
             "minutes of its board (invented)", "", "Written as it was printed."),
        ]  # fmt: skip
    if kind in ("allocation", "spend"):
        return _example_of_money(kind, year)
    if kind == "claims":
        return [
            (
                code, month, role, posts, _POUNDS_A_MONTH * posts,
                _POUNDS_A_MONTH * posts if month == year.months[0] else "",
                600_000.0 + 50_000 * at, "approved" if month == year.months[0] else "submitted",
            )
            for at, code in enumerate(pcns)
            for month in year.months[:2]
            for role, posts in zip(roles[at:], (2.0, 1.5, 1.0), strict=False)
        ]  # fmt: skip
    body: list[list[float]] = [
        [((at + 2 * column) % 7) / 2 for column in range(len(roles))] for at in range(len(pcns))
    ]
    rows: list[TemplateRow] = [
        (name, code, *(fte or "-" for fte in posts), sum(posts))
        for (code, name), posts in zip(pcns.items(), body, strict=True)
    ]
    totals = [sum(column) for column in zip(*body, strict=True)]
    return [*rows, ("Total", "", *totals, sum(totals))]


def _members(year: FinancialYear) -> list[TemplateRow]:
    """Three practices of an invented group."""
    return [
        (declared().rules.local_tables.invented_group, "federation", code, year.months[0], "")
        for code in ("X99001", "X99002", "X99006")
    ]


def _printed_figures(pcns: Sequence[str], year: FinancialYear) -> list[TemplateRow]:
    """A rate and a count of posts, as an invented paper prints them."""
    paper, when = ("A paper (invented)", "Table 1"), year.months[5]
    return [
        (pcns[0], "GP (excluding TG)", "rate", 100_000, when, 41.25, 30_000, "", *paper),
        (pcns[1], "Nurses", "fte", "", when, 6.5, 28_000, "", *paper),
    ]


def _csv(header: TemplateRow, rows: Sequence[TemplateRow]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _book(
    kind: TemplateKind, year: FinancialYear, header: TemplateRow, rows: Sequence[TemplateRow]
) -> bytes:
    """A workbook: the table, and a sheet with the lists to choose from."""
    out = io.BytesIO()
    # Nothing in a cell is ever a formula or a link.
    book: Any = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": _title(kind), "created": _MADE.replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(kind.capitalize())
    sheet.freeze_panes(1, 1)
    choices = _choices(kind, year)
    for at, name in enumerate(header):
        sheet.set_column(at, at, _WIDE if at == 0 or name in _WORDY else _NARROW)
        sheet.write_string(0, at, str(name), bold)
        if name in _AS_TEXT:
            sheet.set_column(at, at, _NARROW, text)
    for down, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(down, at, cell, text if header[at] in _AS_TEXT else None)
            else:
                sheet.write_number(down, at, cell)
    _offer(book, sheet, header, choices)
    book.close()
    return out.getvalue()


def _offer(
    book: Any, sheet: Any, header: TemplateRow, choices: Mapping[str, Sequence[str]]
) -> None:
    """Lists to choose from in the columns that have one; figures elsewhere are not below 0."""
    last = len(header) - 1
    for at, name in enumerate(header):
        if str(name).endswith("_gbp") or name in ("wte", "value", "patients", "per"):
            sheet.data_validation(1, at, _ROWS, at, _not_negative())
    if not choices:
        sheet.data_validation(1, 2, _ROWS, last, _not_negative(ignore_text=True))
        return
    lists = book.add_worksheet(CHOICES)
    for column, (name, words) in enumerate(choices.items()):
        lists.write_string(0, column, name)
        lists.set_column(column, column, _WIDE)
        for down, word in enumerate(words, start=1):
            lists.write_string(down, column, word)
        at = list(header).index(name)
        letter = chr(ord("A") + column)
        sheet.data_validation(
            1, at, _ROWS, at,
            {
                "validate": "list",
                "source": f"={CHOICES}!${letter}$2:${letter}${len(words) + 1}",
                "error_type": "warning",
                "error_title": "Not in the list",
                "error_message": "The notebook may not know this. Keep it only if it is meant.",
            },
        )  # fmt: skip


def _not_negative(*, ignore_text: bool = False) -> dict[str, object]:
    return {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "error_type": "information" if ignore_text else "warning",
        "error_title": "Not a number of 0 or more",
        "error_message": "A dash is fine where nobody is planned."
        if ignore_text
        else "Write a number, without a pound sign.",
    }
