"""A plan as printed, one row for each PCN and one column for each role → `arrs_plan`."""

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, finding, of_examples
from wfcore.normalising.adding_up import (
    Total,
    disagreements,
    printed_number,
    split_by_rounding,
)
from wfcore.normalising.drafts import TidyTables
from wfcore.normalising.sheets import SHEET_ROW, printed_heading
from wfcore.normalising.values import line
from wfcore.reading import TextTable
from wfcore.unpacking.sheet_xml import column_letters

_MOST_CELLS = 200_000  # England has 1,300 PCNs and about 40 roles
_TOTALS = re.compile(r"\btotals?\b", re.IGNORECASE)
ALL_PCNS = "Total"  # the name of no PCN: a printed total over all of them
_PCN_CODE = re.compile(r"U\d{5}", re.ASCII)
_TIDY: dict[str, pl.DataType] = {
    "area_name": pl.String(), "pcn_code": pl.String(), "role": pl.String(),
    "role_printed": pl.String(), "wte": pl.Float64(), "mark": pl.String(),
    "row": pl.Int64(), "column": pl.String(),
}  # fmt: skip
_AREA = re.compile(r"\b(ICB|ICS|STP|CCG|integrated care (board|system))\b", re.IGNORECASE)

_EARLIER = re.compile(
    r"\b(ICS|STP|integrated care system)$", re.IGNORECASE
)  # what an ICB was before


@dataclass(frozen=True)
class PlanCell:
    """One printed cell: a figure, or the mark that stands in its place."""

    text: str
    value: Decimal | None


@dataclass(frozen=True)
class PlanLine:
    """One printed row: where it stood, whose it is, a cell for each role, and its total."""

    row: int
    name: str
    code: str | None
    cells: tuple[PlanCell, ...]
    total: PlanCell

    def added(self) -> list[Decimal]:
        """The figures of its roles."""
        return [cell.value for cell in self.cells if cell.value is not None]


@dataclass(frozen=True)
class PlanMatrix:
    """The plan of one month: roles with the letters of their columns, PCNs, and the row of totals."""

    roles: tuple[str, ...]
    letters: tuple[str, ...]
    lines: tuple[PlanLine, ...]
    totals: PlanLine | None
    total_letter: str


def plan_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`arrs_plan`: one row for each PCN and role as printed.

    Columns: `area_name` and `role_printed` as printed; `wte`, FTE, null where a mark is printed;
    `mark`, the mark; `row` and `column` of the sheet. Totals are compared, and not kept where the
    figures add up to them; one that differs by rounding stands beside its figures as all roles together.
    """
    columns = _role_columns(table, frame)
    if frame.height * len(columns) > _MOST_CELLS:
        return {}, [
            finding(
                "blocks",
                "plan_too_large",
                f"{frame.height:,} rows and {len(columns):,} roles are no plan of PCNs. Check the file.",
            )
        ]
    matrix, found = _matrix(table, frame, columns)
    found += [*_unlike_a_plan(matrix), *_totals(matrix), *_marks(matrix)]
    return {"arrs_plan": pl.concat([_tidy(matrix), _rounded_totals(matrix)])}, found


def _role_columns(table: TextTable, frame: pl.DataFrame) -> list[str]:
    """The headings that are roles; a column without a heading is one when something stands in it.

    All roles together are a role only where no role stands by itself.
    """
    ours = {*table.recognised.columns.values(), SHEET_ROW}
    columns = [
        column
        for column in frame.columns
        if column not in ours
        and (not column.startswith("_BLANK_") or (frame[column].str.strip_chars() != "").any())
    ]
    alone = [column for column in columns if not declared().arrs.means_all_roles(column)]
    return alone or columns[:1] or [table.recognised.columns["total"]]


def _matrix(
    table: TextTable, frame: pl.DataFrame, columns: list[str]
) -> tuple[PlanMatrix, list[Finding]]:
    """The printed rows, told apart: PCNs, totals, notes."""
    column = table.recognised.columns
    position = {name: column_letters(at) for at, name in enumerate(frame.columns)}
    code_column = column.get("pcn_code")
    kind = "" if _AREA.search(column["area_name"]) is None else " ICB"
    lines: list[PlanLine] = []
    sums: list[PlanLine] = []
    notes: list[str] = []
    for row in frame.iter_rows(named=True):
        name = line(row[column["area_name"]])
        name = _EARLIER.sub("ICB", name) + (kind if name and not names_an_area(name) else "")
        given = row[code_column].strip().upper() if code_column else ""
        found = _PCN_CODE.fullmatch(given or name.upper())
        one = PlanLine(
            row[SHEET_ROW],
            name,
            found[0] if found else given or None,
            tuple(_cell(row[c]) for c in columns),
            _cell(row[column["total"]]),
        )
        if not one.total.text and not any(cell.text for cell in one.cells):
            notes.append(f"row {one.row}: {name or given}")
        elif _TOTALS.search(name):
            sums.append(one)
        else:
            lines.append(one)
    matrix = PlanMatrix(
        tuple("" if c.startswith("_BLANK_") else line(printed_heading(table, c)) for c in columns),
        tuple(position[c] for c in columns),
        tuple(lines),
        sums[-1] if sums else None,
        position[column["total"]],
    )
    left_out = [*notes, *(f"row {one.row}: {one.name}" for one in sums[:-1])]
    said = of_examples(
        "notes",
        "rows_left_out",
        "Rows without any figure, and totals of parts, were left out.",
        left_out,
    )
    return matrix, list(said)


def names_an_area(name: str) -> bool:
    """Whether a row of a plan is about a whole ICB, by what it calls itself."""
    return bool(_AREA.search(name))


def _cell(printed: str) -> PlanCell:
    text = (
        line(printed, 40) if printed.lstrip()[:1] not in ("=", "+", "-", "@") else printed.strip()
    )
    value = printed_number(text)
    return PlanCell(text if value is not None else text[:40], value)


def _tidy(matrix: PlanMatrix) -> pl.DataFrame:
    ids = [declared().arrs_role_of(role) for role in matrix.roles]
    rows = [
        (
            one.name, one.code, role, printed,
            None if cell.value is None else float(cell.value),
            cell.text if cell.value is None else None,
            one.row, column,
        )
        for one in matrix.lines
        for cell, role, printed, column in zip(
            one.cells, ids, matrix.roles, matrix.letters, strict=True
        )
    ]  # fmt: skip
    return pl.DataFrame(
        rows,
        schema=_TIDY,
        orient="row",
    )


def _rounded_totals(matrix: PlanMatrix) -> pl.DataFrame:
    """Printed totals that differ from their figures by rounding: of PCNs over roles, of roles over PCNs."""
    _, rounded = split_by_rounding(_row_totals(matrix), _figures(matrix))
    whose = {one.row: one for one in matrix.lines}
    all_roles = declared().arrs.all_together[0]
    rows: list[tuple[object, ...]] = [
        (
            whose[total.row].name, whose[total.row].code, None, all_roles,
            float(total.printed), None, total.row, matrix.total_letter,
        )
        for total in rounded
    ]  # fmt: skip
    _, of_roles = split_by_rounding(_column_totals(matrix), _figures(matrix))
    for total in of_roles:
        printed = matrix.roles[total.row]
        role, at = declared().arrs_role_of(printed), matrix.letters[total.row]
        below = matrix.totals.row if matrix.totals else 0
        rows.append((ALL_PCNS, None, role, printed, float(total.printed), None, below, at))
    return pl.DataFrame(rows, schema=_TIDY, orient="row")


def is_kept_total(plan: pl.DataFrame) -> pl.Expr:
    """Rows of `arrs_plan` that are no cell but a printed total beside its cells."""
    together = [
        text for text in plan["role_printed"].unique() if declared().arrs.means_all_roles(text)
    ]
    whole = pl.col("role_printed").is_in(together)
    return (pl.col("area_name") == ALL_PCNS) | (whole & (~whole).any().over("area_name"))


def _column_totals(matrix: PlanMatrix) -> list[Total]:
    """Printed totals of roles, in the place of the row the number of the column."""
    found: list[Total] = []
    for at, (role, where) in enumerate(zip(matrix.roles, matrix.letters, strict=True)):
        printed = matrix.totals.cells[at].value if matrix.totals else None
        cells = [v for one in matrix.lines if (v := one.cells[at].value) is not None]
        if printed is not None:
            called = f"column {where} {role}"[:48]
            found.append(Total(called, printed, _sum(cells), len(cells), at))
    return found


def _figures(matrix: PlanMatrix) -> list[Decimal]:
    """Every figure that is printed, totals too."""
    lines = [*matrix.lines, *([matrix.totals] if matrix.totals else [])]
    totals = [one.total.value for one in lines if one.total.value is not None]
    return [*(figure for one in lines for figure in one.added()), *totals]


def _row_totals(matrix: PlanMatrix) -> list[Total]:
    return [
        Total(
            f"row {one.row} {one.name}"[:40],
            one.total.value,
            _sum(one.added()),
            len(one.added()),
            one.row,
        )
        for one in matrix.lines
        if one.total.value is not None
    ]


def _unlike_a_plan(matrix: PlanMatrix) -> list[Finding]:
    """Rows without a name, PCNs that stand twice, figures under no heading."""
    found: list[Finding] = []
    if not matrix.lines:
        found.append(
            finding("blocks", "no_pcn_rows", "The plan has no row of a PCN. Check the file.")
        )
    nameless = [one for one in matrix.lines if not one.name]
    found += of_examples(
        "blocks",
        "no_pcn_name",
        "Rows with figures but without the name of a PCN. Write the name, or Total.",
        [f"row {one.row}" for one in nameless],
    )
    times = Counter(one.code or one.name.casefold() for one in matrix.lines if one.name)
    twice = [one for one in matrix.lines if times[one.code or one.name.casefold()] > 1]
    found += of_examples(
        "blocks",
        "two_rows_for_one_pcn",
        "A PCN stands in more than one row. Find out which is right, or add them up, and remove the other.",
        [f"row {one.row}: {one.name}" for one in twice],
    )
    bare = [at for role, at in zip(matrix.roles, matrix.letters, strict=True) if not role]
    found += of_examples(
        "blocks",
        "figures_without_heading",
        "Columns with figures but without a heading. Write the role, or empty the column.",
        [f"column {at}" for at in bare],
    )
    return found


def _totals(matrix: PlanMatrix) -> list[Finding]:
    """Totals of rows, of columns, and the grand total three ways: cells, PCNs, roles."""
    everything = [figure for one in matrix.lines for figure in one.added()]
    last = matrix.totals
    of_roles = last.added() if last else []
    figures = _figures(matrix)
    kept = "Those totals are kept beside the figures, and shown as they are printed."
    found = disagreements("row_totals", "Totals of PCNs", _row_totals(matrix), figures, kept=kept)
    silent = [one for one in matrix.lines if one.total.value is None and any(one.added())]
    missing = [f"row {one.row} {one.name}: {one.total.text or 'blank'}" for one in silent]
    if last is None:
        missing.append("no row of totals")
    else:
        for at, (role, where) in enumerate(zip(matrix.roles, matrix.letters, strict=True)):
            if last.cells[at].value is None and any(one.cells[at].value for one in matrix.lines):
                missing.append(f"column {where} {role}: {last.cells[at].text or 'blank'}")
        columns = _column_totals(matrix)
        found += disagreements("column_totals", "Totals of roles", columns, figures, kept=kept)
        if last.total.value is not None:
            by_row = [v for one in matrix.lines if (v := one.total.value) is not None]
            three = [
                Total("all cells", last.total.value, _sum(everything), len(everything)),
                Total("totals of PCNs", last.total.value, _sum(by_row), len(by_row)),
                Total("totals of roles", last.total.value, _sum(of_roles), len(of_roles)),
            ]
            found += disagreements(
                "grand_totals",
                f"Ways to the grand total in {matrix.total_letter}{last.row}",
                three,
                figures,
            )
    found += of_examples(
        "notes",
        "totals_missing",
        "Totals that are not printed, so nothing could be compared.",
        missing,
    )
    return found


def _sum(figures: list[Decimal]) -> Decimal:
    return sum(figures, Decimal())


def _marks(matrix: PlanMatrix) -> list[Finding]:
    """What stands in cells instead of a figure: marks for nobody, slips of the pen, words."""
    rules = declared().rules
    nobody = set(rules.local_tables.no_staff_marks)
    known = {*rules.local_tables.stray_marks, *(t for ts in rules.tokens.values() for t in ts)}
    counts: Counter[str] = Counter()
    stray: list[str] = []
    words: list[str] = []
    for one in matrix.lines:
        for cell, role, where in zip(one.cells, matrix.roles, matrix.letters, strict=True):
            if cell.value is not None:
                continue
            at = f"{where}{one.row} {one.name}, {role}"[:64] + f": {cell.text}"
            if cell.text in nobody:
                counts[cell.text] += 1
            elif cell.text.upper() in known or cell.text in known:
                stray.append(at)
            else:
                words.append(at)
    found: list[Finding] = []
    found += of_examples(
        "blocks",
        "not_a_number",
        "Cells that are neither a figure nor a mark. Write the FTE, or a dash for nobody.",
        words,
    )
    found += of_examples(
        "notes",
        "stray_marks",
        "Marks that are neither a figure nor a dash. They are kept as printed and count as no figure.",
        stray,
    )
    if counts:
        found.append(
            finding(
                "notes",
                "cells_without_figures",
                "Cells without a figure. They are kept as printed: nobody is planned there, or nothing was said.",
                count=counts.total(),
                examples=[
                    f"{'blank' if not mark else f'“{mark}”'}: {n:,}"
                    for mark, n in counts.most_common()
                ],
            )
        )
    return found
