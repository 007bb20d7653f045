"""Nobody can work a hidden figure out from what is shown, however much of it he puts together."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties.linear import reach
from wfcore.declared import declared
from wfcore.geography import AREA_LEVELS, Level
from wfcore.measuring import sum_by_area
from wfcore.measuring.disclosure import with_suppression_groups

METRIC = declared().metric("gp_55plus_share")
LEAST = 5
CODES = {
    Level.PCN: "U1 U2 U3 U4", Level.BOROUGH: "East West", Level.SUB_ICB: "93C A3A8R", Level.ICB: "QXX QYY",
    Level.REGION: "Y56",
}  # fmt: skip
LEVELS = (Level.PRACTICE, *AREA_LEVELS)
practice = st.tuples(
    st.one_of(st.none(), st.integers(0, 9)),
    st.fixed_dictionaries(
        {level: st.sampled_from(codes.split()) for level, codes in CODES.items()}
    ),
)


def units_of(practices: list[tuple[int | None, dict[Level, str]]]) -> pl.DataFrame:
    assert METRIC.quantity
    assert METRIC.over
    rows = [
        {"period": "2025-09", "unit": f"P{i}", "unit_name": f"P{i}", "practices": 1.0, "registered": 5000.0}
        | dict.fromkeys(("in_file",), True)
        | dict.fromkeys(("invented", "other_list", "other_places", "local"), False)
        | {f"{level}_{part}": code for level, code in areas.items() for part in ("code", "name")}
        | {METRIC.over.name: people, METRIC.quantity.name: people and people // 2}
        | {f"{q.name}:absent": False for q in (METRIC.over, METRIC.quantity)}
        for i, (people, areas) in enumerate(practices)
    ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def tables(
    frame: pl.DataFrame, *, pools: bool = True
) -> list[tuple[list[int], float | None, bool]]:
    """Every cell of every table that can be asked for: whose people, how many, whether hidden."""
    frame = with_suppression_groups(frame, [METRIC]) if pools else frame
    withins = [None, *(c for codes in CODES.values() for c in codes.split())]
    cells: list[tuple[list[int], float | None, bool]] = []
    for within in withins:
        inside = [True] * frame.height
        if within is not None:
            inside = [
                within in row for row in frame.select(f"{x}_code" for x in AREA_LEVELS).rows()
            ]
        if not any(inside):
            continue
        for level in LEVELS:
            column = "unit" if level is Level.PRACTICE else f"{level}_code"
            for row in sum_by_area(frame, [METRIC], level, within=within).iter_rows(named=True):
                mine = [
                    int(here and code == row["area_code"])
                    for here, code in zip(inside, frame[column], strict=True)
                ]
                cells.append((mine, row["denominator"], "small_number" in row["flags"]))
    return cells


@settings(max_examples=25, derandomize=True, deadline=None, database=None)
@given(st.lists(practice, min_size=2, max_size=8))
def test_no_hidden_cell_can_be_worked_out(practices: list[tuple[int | None, dict[Level, str]]]):
    people = [n or 0 for n, _ in practices]
    cells = tables(units_of(practices))
    silent = [
        (([int(i == j) for j in range(len(people))]), 0)
        for i, (n, _) in enumerate(practices)
        if not n
    ]
    known = silent + [(mine, int(shown)) for mine, shown, _ in cells if shown is not None]
    # Even who knows how many there are altogether, shown or not, learns nothing where they are enough.
    if sum(people) >= LEAST:
        known.append(([1] * len(people), sum(people)))
    for mine, shown, hidden in cells:
        truth = sum(n for n, here in zip(people, mine, strict=True) if here)
        if shown is not None:
            assert shown == truth >= LEAST
        if hidden and 0 < truth < LEAST and sum(people) >= LEAST:
            least, most = reach(known, mine)
            assert most - least >= LEAST, (people, mine, known)
    # Nobody is hidden without need.
    if all(n is None or n == 0 or n >= LEAST for n, _ in practices):
        needless = [mine for mine, _, hidden in cells if hidden]
        assert not any(n for mine in needless for n, x in zip(people, mine, strict=True) if x)


def test_the_solver_finds_what_is_not_protected():
    practices = [
        (n, {level: codes.split()[0] for level, codes in CODES.items()}) for n in (9, 8, 3)
    ]
    cells = tables(units_of(practices), pools=False)  # fewer than five are hidden, nobody else is
    known = [(mine, int(shown)) for mine, shown, _ in cells if shown is not None]
    assert reach(known, [0, 0, 1]) == (3, 3)


@pytest.mark.parametrize(
    ("known", "wanted", "found"),
    [
        ([([1, 1], 7)], [1, 0], (0, 7)),
        ([([1, 1], 7), ([0, 1], 3)], [1, 0], (4, 4)),
        ([([1, 1, 0], 7), ([0, 1, 1], 3)], [1, 0, 0], (4, 7)),
        (
            [([1, 1, 0], 7), ([0, 1, 1], 3), ([1, 0, 1], 5)],
            [0, 1, 0],
            (3, 2),
        ),  # 2.5, no whole number
        ([([1, 1, 1], 7), ([1, 1, 1], 7)], [1, 0, 1], (0, 7)),
    ],
)
def test_the_solver(known: list[tuple[list[int], int]], wanted: list[int], found: tuple[int, int]):
    assert reach(known, wanted) == found
