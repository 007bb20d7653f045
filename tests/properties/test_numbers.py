"""A number is read however it is written, and what is none is never one."""

import math
import re
from fractions import Fraction

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from wfcore.normalising.values import numbers

# Numbers


def parsed(cell: str) -> float | None:
    values, reasons, bad = numbers(pl.Series([cell]))
    assert (math.isnan(values[0])) == (reasons[0] > 0)
    assert len(bad) == 0 or reasons[0] > 0
    return None if math.isnan(values[0]) else float(values[0])


@given(st.floats(-999, 999))
def test_any_small_number_comes_back_however_it_is_written(number: float):
    assert parsed(repr(number)) == number


@given(st.one_of(st.floats(min_value=1e9), st.floats(max_value=-1e9)))
def test_what_has_more_digits_than_any_figure_is_no_number(number: float):
    assert parsed(repr(number)) is None
    assert parsed(f"{number:f}") is None


@given(st.decimals(-(10**9 - 1), 10**9 - 1, places=9))
def test_any_printed_decimal_comes_back(number: object):
    printed = f"{number:f}"
    assert parsed(printed) == float(Fraction(printed))
    assert parsed(f" {printed} ") == float(Fraction(printed))
    assert parsed(f"{number:,f}") == float(Fraction(printed))


NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|-?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)


@settings(max_examples=500)
@given(
    st.one_of(st.text(max_size=40), st.text(alphabet="0123456789+-.,eE_x infna*%£()", max_size=12))
)
def test_what_is_no_number_is_never_one(cell: str):
    found = parsed(cell)
    if found is not None:
        assert math.isfinite(found)
        stripped = cell.strip()
        assert NUMBER.fullmatch(stripped)
        assert found == float(stripped.replace(",", ""))
