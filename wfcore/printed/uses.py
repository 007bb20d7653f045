"""What each column of a printed table is used for, by what stands over it and in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from wfcore.declared import declared
from wfcore.normalising.printed_words import Said, has_words, plain_text, read_words
from wfcore.printed.around import is_a_body, is_an_age, overlaid
from wfcore.table_checks import PrintedTable
from wfcore.table_checks.roles import is_average, is_total

LEFT_OUT = "leave out"
ColumnUse = Literal[
    "place", "staff", "age", "month", "figures", "patients", "left out", "beside"
]  # `staff` names rows by whom they count, or by what: posts, patients, a rate
_NOT_COUNTED = ("practices", "practice", "arrow", "rank", "net", "balance")


@dataclass(frozen=True)
class PrintedColumn:
    """What a column is used for, and what its heading says of the figures under it."""

    letter: str
    heading: str
    use: ColumnUse
    said: Said


def label_uses(table: PrintedTable, told: Mapping[str, str]) -> tuple[ColumnUse, ...]:
    """What each column of names is for."""
    uses: list[ColumnUse] = [_label_use(table, told, j) for j in range(table.labels)]
    if "place" not in uses and uses.count("staff") > 1:
        uses[uses.index("staff")] = "place"
    named = {"place", "staff", "age"} & set(uses)
    if not named and "beside" in uses:
        uses[uses.index("beside")] = "place"
    return tuple(uses)


def _label_use(table: PrintedTable, told: Mapping[str, str], j: int) -> ColumnUse:
    said = told.get(table.letters(j), "").casefold()
    if said in ("place", "staff", "month", "age"):
        return said
    cells = dict.fromkeys(plain_text(row.cells[j].text) for row in table.rows if row.cells[j].text)
    names = [cell for cell in cells if not is_total(cell)]
    reads = [read_words(cell) for cell in names]
    most = max(len(reads), 1) / 2
    if sum(r.when is not None and not r.rest and r.staff is None for r in reads) > most:
        return "month"
    if sum(is_an_age(cell) for cell in names) > most:
        return "age"
    if sum(_says_what(r) for r in reads) > most:
        return "staff"
    heading, words = plain_text(table.headings[j]), declared().printed.columns
    for use in ("place", "month", "staff"):
        if heading in words[use]:
            return use
    return "place" if j == 0 or not reads else "beside"


def _says_what(said: Said) -> bool:
    """Whether the name of a row says whom it counts, or what: `Nurses`, `Registered patients`."""
    counts = said.measure is not None and not said.rest
    return (said.staff is not None or counts) and not is_a_body(said)


def used_columns(
    table: PrintedTable, told: Mapping[str, str], labels: tuple[ColumnUse, ...]
) -> tuple[PrintedColumn, ...]:
    """Every column with what it is used for."""
    posts = any(_has(heading, "in_post") for heading in table.headings[table.labels :])
    made: list[PrintedColumn] = []
    for j, heading in enumerate(table.headings):
        letter = table.letters(j)
        said = overlaid(read_words(told.get(letter, "")), read_words(heading))
        use = labels[j] if j < table.labels else _figure_use(table, told, j, said, posts=posts)
        made.append(PrintedColumn(letter, heading, use, said))
    says = any(c.said.measure for c in made if c.use in ("figures", "patients"))
    return tuple(replace(c, use="left out") if says and _is_odd(c, told) else c for c in made)


def _has(heading: str, words: Literal["in_post", "not_in_post"]) -> bool:
    return bool(has_words(plain_text(heading), getattr(declared().printed, words)))


def _is_odd(column: PrintedColumn, told: Mapping[str, str]) -> bool:
    """Whether a column says nothing of what it counts, but words that nobody knows: `GP aged 55+`."""
    staff = column.said.staff
    is_role = staff is not None and staff.stem is None and staff.sure
    silent = column.said.measure is None and bool(column.said.rest) and not is_role
    return column.use == "figures" and silent and not told.get(column.letter)


def _figure_use(
    table: PrintedTable, told: Mapping[str, str], j: int, said: Said, *, posts: bool
) -> ColumnUse:
    heading, answer = table.headings[j], told.get(table.letters(j), "")
    if answer.casefold() == LEFT_OUT or j not in table.figure_columns:
        return "left out"
    if said.measure == "patients":
        return "patients"
    if answer:
        return "figures"
    nobody = said.staff is None and has_words(plain_text(heading), _NOT_COUNTED)
    ahead = posts and _has(heading, "not_in_post")
    moved = said.measure in ("money", "change") or is_average(heading)
    bare = is_total(heading) and said.staff is None and said.measure is None
    whole = bare and len(table.figure_columns) > 2
    return "left out" if nobody or ahead or moved or whole else "figures"
