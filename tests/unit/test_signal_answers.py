"""Is it signal? Ten years of quarters of an invented borough, with a change that is known."""

from itertools import pairwise

import numpy as np
import pytest

from tests.unit.making import figures, lists_csv, places_csv, staff_csv
from wfcore import answers
from wfcore.comparing import assured, year_stretches
from wfcore.months import Month

CODES = ("A00001", "A00002", "A00003")
QUARTERS = [str(Month("2015-12").plus(3 * n)) for n in range(40)]
LIST = 10_000


def made(posts: list[float], periods: list[str] = QUARTERS) -> answers.Answer:
    """The answer for nurses of a borough of three practices that share its posts evenly."""
    staff = staff_csv(
        [(period, code, f / 3) for period, f in zip(periods, posts, strict=True) for code in CODES],
        group="nurse",
    )
    files: list[str] = [staff]
    east = [(code, "U00001", "East") for code in CODES]
    files += [places_csv(east, period=period) for period in (periods[0], periods[-1])]
    files += [lists_csv([(code, LIST) for code in CODES], period=period) for period in periods]
    store = figures(*files)
    choice = answers.choice_of(store, "East", "nurse_fte")
    return answers.answer_question(store, answers.question_of(choice, "signal"))


def flat() -> list[float]:
    """Forty quarters about 60 posts."""
    return list(60 + np.random.default_rng(5).normal(0, 0.5, 40).round(2))


def test_a_flat_course_has_no_signal_at_its_end():
    answer = made(flat())
    assert answer.verdict.startswith("No signal. In the year to September 2025, nurses in East")
    assert answer.picture is not None
    assert answer.table is not None
    assert answer.table.rows.height == 36  # the first year has none before it


def test_a_fall_at_the_end_is_a_signal_and_says_by_how_much():
    posts = flat()
    posts[-1] = posts[-5] - 9.0
    answer = made(posts)
    assert answer.verdict == (
        "A signal. In the year to September 2025, nurses in East fell by 9.0. That is more than chance."
    )
    assert "lies further down than chance goes" in " ".join(answer.detail)
    assert "Signals: " in answer.alt
    assert "September 2025: −9.0" in answer.alt


def test_with_fewer_than_twelve_changes_it_cannot_be_told_and_something_else_is_said():
    answer = made(flat()[:15], QUARTERS[:15])  # 11 changes
    assert answer.verdict == (
        "It cannot be told yet. There are 11 changes on a year ago for East; limits of chance need 12."
    )
    assert answer.picture is None
    assert "In East," in answer.detail[0]
    assert made(flat()[:16], QUARTERS[:16]).picture is not None  # 12


def known(values: list[float]) -> list[tuple[str, float]]:
    """A figure for each quarter."""
    return list(zip(QUARTERS, values, strict=False))


def test_no_change_is_taken_across_a_break_and_limits_begin_anew():
    values = [float(n % 2) for n in range(20)] + [100.0 + n % 2 for n in range(20)]
    before, after = year_stretches(known(values), {QUARTERS[20]})
    assert [len(before.changes), len(after.changes)] == [16, 16]
    assert before.changes[-1][0] < QUARTERS[20] <= QUARTERS[24] == after.changes[0][0]
    assert max(abs(change) for _, change in (*before.changes, *after.changes)) == 0


def test_too_short_a_stretch_has_its_changes_and_no_limits():
    first, second = year_stretches(known([1.0, 2.0] * 20), {QUARTERS[30]})
    assert first.limits is not None
    assert (len(second.changes), second.limits, second.signals) == (6, None, ())


def test_changes_are_on_the_same_month_a_year_before_even_where_a_quarter_is_missing():
    values = [float(n) for n in range(40)]
    some = [each for each in known(values) if each[0] != QUARTERS[8]]
    (stretch,) = year_stretches(some, ())
    assert {change for _, change in stretch.changes} == {4.0}
    assert QUARTERS[12] not in dict(stretch.changes)
    assert all(one < other for one, other in pairwise(dict(stretch.changes)))


@pytest.mark.parametrize(
    ("aim", "met", "how"), [(0.0, 20, "always"), (1.5, 10, "sometimes"), (50.0, 0, "never")]
)
def test_an_aim_is_held_against_the_months_since_the_last_break(aim: float, met: int, how: str):
    values = [9.0] * 20 + [1.0, 1.0, 2.0, 2.0] * 5
    found = assured(known(values), {QUARTERS[20]}, aim)
    assert (found.met, found.months, found.how) == (met, 20, how)


def test_an_aim_over_few_months_is_counted_and_not_judged():
    found = assured(known([1.0, 3.0, 3.0]), (), 2.0)
    assert (found.met, found.months, found.how) == (2, 3, None)
