"""Control charts: published worked figures, the rules in their order, and worlds whose answer is known."""

from itertools import pairwise

import numpy as np
import pytest

from wfcore.statistics import ControlLimits, is_met, limits_of, signals_of

ONE_HIGH = np.array([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1], float)
UNIT = ControlLimits(0, 3)  # near limits at 2


def kinds(values: list[float]) -> list[str]:
    """The kind of signal of each figure against limits of 3 about 0; empty where it is none."""
    found = {signal.at: signal.kind for signal in signals_of(np.array(values, float), UNIT)}
    return [found.get(at, "") for at in range(len(values))]


def test_limits_are_the_published_ones():
    plain, screened = limits_of(ONE_HIGH, screened=False), limits_of(ONE_HIGH)
    assert plain.centre == screened.centre == pytest.approx(1.9444, abs=5e-5)
    assert [plain.low, plain.high] == pytest.approx([-3.0626, 6.9515], abs=5e-5)
    assert [screened.low, screened.high] == pytest.approx([-0.7156, 4.6044], abs=5e-5)


def test_two_of_three_on_either_side_are_chance():
    values = np.array([1, -1] * 7 + [5.5, -5.5])
    assert not [s for s in signals_of(values, limits_of(values)) if s.at >= 14]


def test_on_a_limit_is_not_outside():
    assert kinds([0, 3, -3, 0]) == [""] * 4
    assert kinds([0, 3.01, 0, -3.01]) == ["", "outside", "", "outside"]


def test_six_moves_one_way_are_a_trend_and_five_are_none():
    assert kinds([-1.5, -1, -0.5, 0, 0.5, 1, 1.5]) == ["trend"] * 7
    assert kinds([-1.5, -1, -0.5, 0, 0.5, 1, 0.9]) == [""] * 7
    assert kinds([-1.5, -1, -0.5, -0.5, 0.5, 1, 1.5]) == [""] * 7


def test_two_of_three_near_a_limit_with_all_three_on_one_side():
    assert kinds([2.1, 0.1, 2.2]) == ["near", "", "near"]
    assert kinds([2.1, -0.1, 2.2]) == ["", "", ""]
    assert kinds([-2.1, -2.2, -0.1]) == ["near", "near", ""]


def test_seven_on_one_side_and_not_six():
    up = [0.3, 0.1, 0.4, 0.2, 0.5, 0.1, 0.3]
    assert kinds(up) == ["side"] * 7
    assert kinds([*up[:6], -0.1]) == [""] * 7
    assert kinds([*up[:3], 0, *up[3:]]) == [""] * 8


def test_the_first_rule_that_is_met_names_the_figure():
    assert kinds([0.3, 0.1, 3.5, 0.2, 0.5, 0.1, 0.3])[2] == "outside"


def test_assurance():
    assert [is_met(UNIT, aim) for aim in (-3.0, 0.0, 3.0, 3.1)] == [
        "always", "sometimes", "sometimes", "never",
    ]  # fmt: skip


def in_plain_words(values: list[float], sigma: float) -> set[int]:
    """The same rules about 0 with a spread that is known, said another way: figure by figure, by hand."""
    marked = {at for at, value in enumerate(values) if abs(value) > 3 * sigma}
    for end in range(3, len(values) + 1):
        three = list(enumerate(values))[end - 3 : end]
        for way in (1, -1):
            beyond = {at for at, value in three if way * value > 2 * sigma}
            if min(way * value for _, value in three) > 0 and len(beyond) >= 2:
                marked |= beyond
    for end in range(7, len(values) + 1):
        seven = values[end - 7 : end]
        rises = [after > before for before, after in pairwise(seven)]
        if min(seven) > 0 or max(seven) < 0 or all(rises) or not any(rises):
            marked |= set(range(end - 7, end))
    return marked


def test_a_thousand_flat_worlds_signal_as_often_as_the_rules_promise():
    dice = np.random.default_rng(18)
    worlds = dice.normal(0, 1, (1000, 60))
    found = np.mean([len(signals_of(world, limits_of(world))) / 60 for world in worlds])
    promised = np.mean([len(in_plain_words(list(world), 1)) / 60 for world in worlds])
    assert found == pytest.approx(promised, rel=0.15)
    outside = [s for w in worlds for s in signals_of(w, limits_of(w)) if s.kind == "outside"]
    assert len(outside) / worlds.size == pytest.approx(0.0027, abs=0.002)


def test_a_shift_of_two_spreads_is_found_within_its_run_length():
    # About its old centre, a figure moved by two spreads lies above it 97.7 times in 100.
    dice = np.random.default_rng(19)
    run = 7 / 0.977**7
    waited: list[int] = []
    for _ in range(500):
        before, after = dice.normal(0, 1, 36), dice.normal(2, 1, 36)
        ups = [s.at for s in signals_of(after, limits_of(before)) if s.up]
        waited.append(ups[0] + 1 if ups else 99)
    assert np.mean(waited) <= run
    assert np.mean(np.array(waited) <= run) > 0.95


def test_a_shift_inside_the_figures_is_found_as_often_as_the_rules_promise():
    # The centre of both halves together lies halfway: each half is one spread away from it.
    dice = np.random.default_rng(20)
    worlds = np.hstack([dice.normal(-1, 1, (300, 20)), dice.normal(1, 1, (300, 20))])
    found = [any(s.up and s.at >= 20 for s in signals_of(w, limits_of(w))) for w in worlds]
    promised = [any(at >= 20 for at in in_plain_words(list(w), 1)) for w in worlds]
    assert np.mean(found) == pytest.approx(np.mean(promised), abs=0.06)
    assert np.mean(found) > 0.8
