"""Rounding: half up, differences of what is shown, parts that add up as shown."""

from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfcore import rounding

# Figures of files and what is made of them have at most six decimals here.
FIGURES = st.integers(-(10**12), 10**12).map(lambda n: n / 1_000_000)
PLACES = st.integers(0, 3)


def by_pencil(value: float, decimals: int) -> Decimal:
    unit = Decimal(1).scaleb(-decimals)
    return Decimal(repr(value)).quantize(unit, rounding=ROUND_HALF_UP)


@given(FIGURES, PLACES)
def test_a_figure_is_rounded_as_with_a_pencil(value: float, decimals: int):
    assert Decimal(repr(rounding.shown(value, decimals))) == by_pencil(value, decimals)


@given(st.lists(FIGURES, max_size=6), PLACES)
def test_a_column_is_rounded_as_its_figures(values: list[float], decimals: int):
    rows = pl.DataFrame({"x": [*values, None]}, schema={"x": pl.Float64})
    read = rounding.column_shown(rows["x"], decimals).to_list()
    assert read == [*(rounding.shown(value, decimals) for value in values), None]


@given(FIGURES, FIGURES, PLACES)
def test_a_difference_is_that_of_what_is_shown(one: float, other: float, decimals: int):
    apart = Decimal(repr(rounding.apart(one, other, decimals)))
    assert apart == by_pencil(one, decimals) - by_pencil(other, decimals)


@given(st.lists(FIGURES, min_size=1, max_size=8), PLACES)
def test_parts_add_up_and_none_is_a_unit_off(parts: list[float], decimals: int):
    whole = sum(parts)
    read = [Decimal(repr(part)) for part in rounding.parts_shown(parts, whole, decimals)]
    assert sum(read) == by_pencil(round(whole, 7), decimals)
    unit = Decimal(1).scaleb(-decimals)
    for part, exact in zip(read, parts, strict=True):
        assert abs(part - Decimal(repr(exact))) <= unit


@pytest.mark.parametrize(
    ("parts", "whole", "read"),
    [
        # 48.2 to 49.4 is 1.2, though what is behind it is 1.26.
        ([0.84, 0.42], 1.2, [0.8, 0.4]),
        ([33.35, 33.35, 33.35], 100.05, [33.4, 33.4, 33.3]),
        ([-0.25, 0.25], 0.0, [-0.2, 0.2]),
        ([], 0.0, []),
    ],
)
def test_parts(parts: list[float], whole: float, read: list[float]):
    assert rounding.parts_shown(parts, whole, 1) == read


@pytest.mark.parametrize(
    ("pounds", "known"),
    [(1_918_235, 1_920_000), (2_019_018, 2_020_000), (1_234.4, 1_230), (987, 987), (12.6, 13), (0, 0)],
)  # fmt: skip
def test_money_that_is_worked_out(pounds: float, known: float):
    assert rounding.as_known(pounds) == known
    assert rounding.as_known(-pounds) == -known


def test_a_least_is_never_more_than_what_is_known():
    assert rounding.as_known(1_918_235, floored=True) == 1_910_000
    assert rounding.as_known(2_019_018, floored=True) == 2_010_000


def test_money_that_is_worked_out_adds_up_to_its_sum_as_known():
    parts, whole = [1_004_900.0, 204_900.0, 24_900.0], 1_234_700.0
    decimals = rounding.known_decimals(whole)
    assert (decimals, rounding.shown(whole, decimals)) == (-4, 1_230_000)
    # 100, 20 and 2 tens of thousands, and the one that is left to the largest remainder.
    assert rounding.parts_shown(parts, whole, decimals) == [1_010_000, 200_000, 20_000]
    assert [rounding.known_decimals(p) for p in (0, None, 99.5, 1_000)] == [0, 0, 0, -1]
    rows = pl.DataFrame({"x": [1_234_700.0, None, -15_000.0]})
    assert rounding.column_shown(rows["x"], -4).to_list() == [1_230_000, None, -20_000]


def test_parts_of_which_some_are_not_known():
    assert rounding.column_parts([0.25, None, 0.25], 0.5, 0.5, 1) == [0.3, None, 0.2]
    assert rounding.column_parts([0.25, 0.25], 9.0, 9.0, 1) == [0.3, 0.3]  # not all of it
    assert rounding.column_parts([0.25, None], None, None, 1) == [0.3, None]
