"""A table that is consistent gives no warning; one cell spoiled beyond rounding does."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from wfcore.errors import WorkforceError
from wfcore.table_checks import Diagnosis, diagnose, tables_of

settings.register_profile("house", derandomize=True, deadline=None, max_examples=100, database=None)
settings.load_profile("house")

SUMS = {"rows_add_up", "columns_add_up", "grand_total_agrees"}


@dataclass(frozen=True)
class Made:
    """A table whose totals are rounded from the true sums, not added from the rounded cells."""

    cells: list[list[Decimal]]
    places: int

    def printed(self) -> list[list[str]]:
        columns = list(zip(*self.cells, strict=True))
        rows = [[*row, sum(row)] for row in self.cells]
        rows.append([*map(sum, columns), sum(map(sum, columns))])
        unit = Decimal(1).scaleb(-self.places)
        return [[f"{v.quantize(unit, ROUND_HALF_UP):f}" for v in row] for row in map(list, rows)]

    def tolerance(self, figures: int) -> Decimal:
        return Decimal(1).scaleb(-self.places) / 2 * figures


@st.composite
def tables(draw: st.DrawFn, least: int = 0) -> Made:
    width, height = draw(st.integers(2, 6)), draw(st.integers(2, 7))
    value = st.decimals(min_value=least, max_value=500, places=4)
    cells = draw(
        st.lists(st.lists(value, min_size=width, max_size=width), min_size=height, max_size=height)
    )
    return Made(cells, draw(st.integers(0, 2)))


def text_of(printed: list[list[str]]) -> str:
    headings = [
        "Area",
        *(f"Role {chr(65 + n)}, FTE" for n in range(len(printed[0]) - 1)),
        "Total FTE",
    ]
    names = [*(f"Place {chr(65 + n)}" for n in range(len(printed) - 1)), "Total"]
    body = ["\t".join([name, *row]) for name, row in zip(names, printed, strict=True)]
    return "\n".join(["March 2025", "\t".join(headings), *body])


def doctored(printed: list[list[str]]) -> Diagnosis:
    (one,) = diagnose(tables_of("made", text_of(printed).encode()))
    return one


@given(tables())
def test_honest_rounding_gives_no_warning(made: Made):
    one = doctored(made.printed())
    assert [f for f in one.findings if f.severity != "notes"] == []


@given(tables(least=1), st.data())
def test_a_cell_spoiled_beyond_rounding_is_found(made: Made, data: st.DataObject):
    printed = made.printed()
    i = data.draw(st.integers(0, len(printed) - 2))
    j = data.draw(st.integers(0, len(printed[0]) - 2))
    width, height = len(printed[0]) - 1, len(printed) - 1
    # Rounding may have gone the other way by as much again.
    least = 2 * made.tolerance(max(width, height)) + Decimal(1).scaleb(-made.places)
    off = (least + data.draw(st.integers(0, 10**4))).quantize(
        Decimal(1).scaleb(-made.places), ROUND_HALF_UP
    )
    printed[i][j] = f"{Decimal(printed[i][j]) + off:f}"
    one = doctored(printed)
    warned = [f for f in one.findings if f.severity == "warns" and f.code in SUMS]
    assert {"rows_add_up", "columns_add_up"} <= {f.code for f in warned}
    (by_row,) = [f for f in warned if f.code == "rows_add_up"]
    assert i + 3 in {spot.row for spot in by_row.spots}


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str):
    try:
        made = diagnose(tables_of("any", text.encode("utf-8", errors="replace")))
    except WorkforceError:
        return
    assert [one.table for one in made] == ["any"]


@given(st.lists(st.lists(st.sampled_from(
    ["", "-", "1", "2.5", "1,000", "5%", "-3", "Total", "↑", "•", "22/23", "Mar 2022", "<34 yrs", "KPI", "Version",
     "63% Male 37% Female", "Headcount", "FTE", "Average", "216 (24.5%)", "=1+1", "0.00"]), min_size=1, max_size=6),
    min_size=2, max_size=8))  # fmt: skip
def test_any_table_of_odd_cells_is_diagnosed(rows: list[list[str]]):
    try:
        made = diagnose(tables_of("odd", "\n".join("\t".join(row) for row in rows).encode()))
    except WorkforceError:
        return
    for one in made:
        for found in one.findings:
            assert found.message
            assert found.count >= 1


def test_the_largest_table_takes_little_time():
    body = "\n".join(
        f"Place {n} PCN\t{n}.25\t{n}.50\t{2 * n}.75\t{n + 1}\t5{n % 10}%" for n in range(1600)
    )
    text = f"Place\tGPs, FTE\tNurses, FTE\tTotal FTE\tHeadcount\t% aged 55\n{body}"
    start = process_time()
    diagnose(tables_of("large", text.encode()), [f"Somewhere {n} PCN" for n in range(1400)])
    assert process_time() - start < 10
