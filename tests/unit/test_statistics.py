"""Statistics on arrays: published worked figures, textbook tables, and worlds whose answer is known."""

import numpy as np
import pytest

from wfcore.statistics import gini, slope_index
from wfcore.statistics.students import student_reach

# Ten parts of a population and a share in each, with the slope and relative index published for them.
SIZES = [7291, 7997, 6105, 7666, 5790, 6934, 5918, 5974, 7147, 7534]
SHARES = [
    75.93346, 78.34424, 83.83606, 83.63754, 80.4655, 81.11568, 81.69308, 84.19001, 80.59556, 86.28943,
]  # fmt: skip


def test_the_slope_is_the_published_one():
    found = slope_index(np.array(SIZES, float), np.array(SHARES))
    assert found.difference == pytest.approx(6.934616, abs=1e-5)
    assert found.ratio == pytest.approx(1.088818, abs=1e-6)


# Two-sided 95% of Student's t, from printed tables.
@pytest.mark.parametrize(
    ("free", "printed"),
    [
        (1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (8, 2.306), (10, 2.228),
        (30, 2.042), (120, 1.980), (10_000, 1.960),
    ],
)  # fmt: skip
def test_reaches_are_those_of_printed_tables(free: int, printed: float):
    assert student_reach(free) == pytest.approx(printed, abs=6e-4)


def test_gini_of_four():
    assert gini(np.ones(4), np.array([1.0, 2, 3, 4])) == pytest.approx(0.25)
    assert gini(np.array([10.0, 20, 30]), np.array([5.0, 5, 5])) == pytest.approx(0)


def test_gini_does_not_mind_how_places_are_cut():
    whole = gini(np.array([4.0, 2, 6]), np.array([1.0, 5, 3]))
    cut = gini(np.array([1.0, 3, 2, 6]), np.array([1.0, 1, 5, 3]))
    assert whole == pytest.approx(cut)


def test_a_slope_that_was_put_there_is_found():
    dice = np.random.default_rng(3)
    sizes = dice.uniform(5_000, 60_000, 60)
    along = (np.cumsum(sizes) - sizes / 2) / sizes.sum()
    found = [
        slope_index(sizes, 50 - 12 * along + dice.normal(0, 60, 60) / np.sqrt(sizes / 1000))
        for _ in range(200)
    ]
    assert np.mean([f.difference for f in found]) == pytest.approx(-12, abs=1.5)
    assert np.mean([f.low <= -12 <= f.high for f in found]) == pytest.approx(0.95, abs=0.04)


def test_where_there_is_no_slope_one_in_twenty_is_called_clear():
    dice = np.random.default_rng(4)
    sizes = dice.uniform(5_000, 60_000, 40)
    worlds = [dice.normal(40, 60, 40) / np.sqrt(sizes / 1000) for _ in range(1000)]
    clear = sum(slope_index(sizes, 40 + world - world.mean()).is_clear for world in worlds)
    assert 25 <= clear <= 80


def test_no_line_through_two_places():
    with pytest.raises(ValueError, match="three"):
        slope_index(np.ones(2), np.ones(2))
