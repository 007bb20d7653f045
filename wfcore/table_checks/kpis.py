"""Tables of indicators and deliverables: who, by when, how much."""

import re
from collections.abc import Iterator
from itertools import pairwise

from wfcore.reading.recognising import plain_header
from wfcore.table_checks.dates import dates_in
from wfcore.table_checks.diagnosis import CheckContext, Spot, TableFinding, at, checks, compares
from wfcore.table_checks.tables import PrintedTable

_NUMBER = re.compile(r"\d+(?!\d|st\b|nd\b|rd\b|th\b)", re.IGNORECASE)


@checks("columns that a plan needs")
def plans_have_their_columns(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A plan has a baseline, a target, an owner and a date."""
    parts = table.plan
    if not parts:
        return
    wanted = ("baseline", "target", "owner", "date")
    look.compared(len(wanted))
    missing = [name for name in wanted if name not in parts]
    if missing:
        listed = ", ".join(missing)
        yield look.finding(
            "warns",
            f"The plan has no column for: {listed}. Nobody can say later whether it was kept. Add them.",
            [],
        )


@checks("indicators for a number")
def indicators_have_a_number(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """An indicator says how much."""
    j = table.plan.get("kpi")
    if j is None:
        return
    filled = [(i, cell.text) for i, cell in table.column(j) if cell.text]
    look.compared(len(filled))
    bare = [at(table, i, j, text) for i, text in filled if not _says_how_much(text)]
    yield from look.about(
        bare,
        "warns",
        f"{len(filled) - len(bare)} of {len(filled)} indicators name a number. Say how much, from where, by when.",
    )


def _says_how_much(text: str) -> bool:
    """Whether a number stands in a text, other than in a date or an ordinal."""
    for date in dates_in(text):
        text = text.replace(date.printed, "")
    return bool(_NUMBER.search(text))


@compares(
    "initiatives for an indicator",
    "warns",
    "Initiatives without an indicator. Say how anybody will know that they worked.",
)
def initiatives_have_an_indicator(
    table: PrintedTable, _look: CheckContext
) -> Iterator[Spot | None]:
    """What is planned has an indicator, in its row or in those that go on with it."""
    parts = table.plan
    j, what = parts.get("kpi"), parts.get("deliverable")
    if j is None or what is None:
        return
    begins = [i for i, cell in table.column(what) if cell.text]
    for i, until in pairwise([*begins, len(table.rows)]):
        bare = not any(row.cells[j].text for row in table.rows[i:until])
        yield at(table, i, what, table.rows[i].cells[what].text) if bare else None


@checks("owners and dates")
def plans_have_owner_and_date(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """Each row of a plan has an owner, and a date that is one."""
    parts = table.plan
    for name in ("owner", "date"):
        j = parts.get(name)
        if j is None:
            continue
        cells = list(table.column(j))
        look.compared(len(cells))
        bare = [
            at(table, i, j, cell.text or "blank")
            for i, cell in cells
            if not cell.text or (name == "date" and not dates_in(cell.text))
        ]
        yield from look.about(
            bare,
            "warns",
            "Rows without an owner. Name one."
            if name == "owner"
            else "Rows without a date, or with words for one. Name a month.",
        )


@checks("indicators for repeats")
def indicators_stand_once(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """An indicator stands once."""
    j = table.plan.get("kpi")
    if j is None:
        return
    groups: dict[str, list[int]] = {}
    for i, cell in table.column(j):
        if cell.text:
            groups.setdefault(plain_header(cell.text).rstrip(". "), []).append(i)
    look.compared(len(groups))
    spots = [
        at(table, i, j, f"{len(rows)} × {table.rows[i].cells[j].text}")
        for rows in sorted(groups.values(), key=len, reverse=True)
        if len(rows) > 1
        for i in rows
    ]
    yield from look.about(
        spots,
        "warns",
        "The same indicator stands in several rows. Count it once, or say how the rows share it.",
    )
