"""The stock and flow, against sums done by hand."""

from dataclasses import replace

import numpy as np
import pytest

from wfcore.projecting.flows import (
    AreaPools,
    ModelConstants,
    Rates,
    StartingStaff,
    for_a_quarter,
    replacing,
    run_flows,
)

ONE, NONE = np.ones((1, 1, 1, 1)), np.zeros((1, 1, 1, 1))
FLAT = np.zeros((1, 1, 1))
STILL = Rates(NONE, NONE, ONE, ONE, NONE, NONE, FLAT, FLAT, FLAT)
NO_AGEING = ModelConstants(ageing=0.0, training=12, trainee_fte=1.0)


def begin(
    quarters: int, young: float = 0, older: float = 0, joiners: float = 0, trainees: float = 0,
    *, trains: bool = False, patients: float = 1000,
) -> StartingStaff:  # fmt: skip
    """FTE as given, twice as many people."""

    def both(value: float) -> np.ndarray:
        return np.array([[[value]], [[2 * value]]])

    return StartingStaff(
        both(young), both(older), both(joiners), both(trainees)[..., 0],
        np.full((quarters + 1, 1, 1), patients), 0 if trains else None,
    )  # fmt: skip


def fte(start: StartingStaff, rates: Rates, fixed: ModelConstants = NO_AGEING) -> list[float]:
    return run_flows(start, rates, fixed).staff[:, 0, 0, 0, 0].tolist()


def test_four_quarters_make_the_year():
    assert (1 - for_a_quarter(np.array(0.1))) ** 4 == pytest.approx(0.9, rel=1e-15)
    left = fte(begin(8, young=100), replace(STILL, turnover=NONE + 0.1))
    assert left[4] == pytest.approx(90)
    assert left[8] == pytest.approx(81)
    assert left[1] == pytest.approx(97.4004, abs=1e-4)  # the fourth root of 0.9


def test_those_over_55_go_at_an_even_pace_until_all_are_gone():
    # Half within 4 years is an eighth of the first number a year: all are gone after 8.
    left = fte(begin(36, older=80), replace(STILL, retiring=NONE + 0.125))
    assert left[:3] == [80, 77.5, 75]
    assert left[16] == 40
    assert left[32:] == [0, 0, 0, 0, 0]


def test_those_who_turn_55_go_at_the_same_pace_from_then_on():
    # A tenth of 100 turns 55 in the first quarter, a tenth of 90 in the second; a fifth goes a quarter.
    rates = replace(STILL, retiring=NONE + 0.8)
    left = fte(begin(3, young=100), rates, ModelConstants(0.1, 12, 1.0))
    assert left == pytest.approx([100, 100, 90 + 8, 81 + 9 * 0.8 + 6 + 0])


def test_a_pace_that_changes_changes_for_everybody():
    pace = np.array([0.4, 0.4, 0.0, 2.0]).reshape(4, 1, 1, 1)
    left = fte(begin(5, older=100), replace(STILL, retiring=pace))
    assert left == pytest.approx([100, 90, 80, 80, 30, 0])  # the last pace goes on


def test_recruits_join_at_the_hours_of_a_new_starter():
    rates = replace(STILL, recruits=NONE + 8, entrant=ONE * 0.5, entrant_now=ONE * 0.5)
    paths = run_flows(begin(2, young=10), rates, NO_AGEING)
    assert paths.staff[:, 0, 0, 0, 0].tolist() == [
        10,
        11,
        12,
    ]  # 2 people a quarter, half a post each
    assert paths.staff[:, 1, 0, 0, 0].tolist() == [20, 22, 24]


def test_replacements_work_more_when_new_starters_do():
    rates = replace(STILL, entrant=ONE * 0.75, entrant_now=ONE * 0.5)
    paths = run_flows(begin(1, joiners=4), rates, NO_AGEING)
    assert paths.staff[1, :, 0, 0, 0].tolist() == [6, 8]  # 4 × 0.75 ÷ 0.5; as many people as before


def test_hours_change_for_all_and_compound():
    paths = run_flows(begin(8, young=100), replace(STILL, hours=NONE + 0.02), NO_AGEING)
    assert paths.staff[4, 0, 0, 0, 0] == pytest.approx(102)
    assert paths.staff[8, 0, 0, 0, 0] == pytest.approx(104.04)
    assert paths.staff[8, 1, 0, 0, 0] == 200


def test_trainees_work_as_much_more_as_everybody():
    start = begin(4, young=10, trainees=20, trains=True)
    paths = run_flows(start, replace(STILL, hours=NONE + 0.05), NO_AGEING)
    assert paths.trainees[4, :, 0, 0] == pytest.approx([21, 40])


def test_trainees_qualify_and_some_stay():
    # 24 people train; a twelfth, 2 people, finish; half of them stay at 0.5 FTE. As many start.
    rates = replace(STILL, conversion=FLAT + 0.5, entrant=ONE * 0.5, entrant_now=ONE * 0.5)
    paths = run_flows(begin(3, trainees=12, trains=True), rates, ModelConstants(0, 12, 1.0))
    assert paths.staff[:, 0, 0, 0, 0] == pytest.approx([0, 0.5, 1, 1.5])
    assert paths.staff[:, 1, 0, 0, 0] == pytest.approx([0, 1, 2, 3])
    assert paths.trainees[:, :, 0, 0].tolist() == [pytest.approx([12, 24])] * 4


def test_more_trainees_start_and_qualify_when_their_time_is_over():
    # 12 start each quarter and train for two; who starts at the end of one finishes two later.
    rates = replace(STILL, places=FLAT + 48, conversion=FLAT + 1.0)
    paths = run_flows(begin(5, trains=True), rates, ModelConstants(0, 2, 0.9))
    assert paths.trainees[:, 1, 0, 0] == pytest.approx([0, 12, 24, 24, 24, 24])
    assert paths.trainees[:, 0, 0, 0] == pytest.approx([0, 10.8, 21.6, 21.6, 21.6, 21.6])
    assert paths.staff[:, 1, 0, 0, 0] == pytest.approx([0, 0, 0, 12, 24, 36])


def test_patients_grow_on_top_of_their_own():
    start = replace(begin(4), patients=np.array([100, 101, 102, 103, 104.0])[:, None, None])
    paths = run_flows(start, replace(STILL, lists=FLAT + 0.5), NO_AGEING)
    assert paths.patients[4, 0, 0, 0] == pytest.approx(156)
    assert paths.patients[2, 0, 0, 0] == pytest.approx(102 * 1.5**0.5)


def test_leavers_are_replaced_less_the_trainees_who_stay():
    young, older = np.array([[[100.0]], [[150.0]]]), np.array([[[16.0]], [[20.0]]])
    now = replace(
        STILL, turnover=NONE + 0.1, retiring=NONE + 0.125, conversion=FLAT + 0.5,
        entrant=ONE * 0.65, entrant_now=ONE * 0.65,
    )  # fmt: skip
    fixed = ModelConstants(0, 12, 1.0)
    trainees = np.array([[10.0], [12.0]])
    joiners = replacing(young, older, trainees, now, fixed, 0)
    stay = 12 / 12 * 0.5
    assert joiners[0, 0, 0] == pytest.approx(100 * (1 - 0.9**0.25) + 0.5 - stay * 0.65)
    assert joiners[1, 0, 0] == pytest.approx(150 * (1 - 0.9**0.25) + 0.625 - stay)
    # More who stay than leave: nobody else joins, and nobody is sent away.
    many = replacing(young, older, trainees * 100, now, fixed, 0)
    assert many.tolist() == [[[0]], [[0]]]


def test_runs_go_side_by_side():
    rates = replace(STILL, turnover=np.array([0.0, 0.1, 0.5]).reshape(1, 3, 1, 1))
    paths = run_flows(begin(4, young=100), rates, NO_AGEING, people=False)
    assert paths.staff.shape == (5, 1, 3, 1, 1)
    assert paths.staff[4, 0, :, 0, 0] == pytest.approx([100, 90, 50])


def test_areas_taken_together_are_their_sum():
    start = StartingStaff(
        np.array([[[1.0], [2], [4]]] * 2), np.array([[[8.0], [16], [32]]] * 2),
        np.array([[[0.1], [0.2], [0.4]]] * 2), np.array([[1.0, 2, 4]] * 2),
        np.arange(6.0).reshape(2, 3, 1), 0,
    )  # fmt: skip
    everywhere = np.ones(3, dtype=bool)
    pooled = start.pool_areas(AreaPools.of(everywhere, np.array([1, 0, 1])))
    assert pooled.young[0].ravel().tolist() == [2, 5]
    assert pooled.older[1].ravel().tolist() == [16, 40]
    assert pooled.joiners[0].ravel() == pytest.approx([0.2, 0.5])
    assert pooled.trainees[0].tolist() == [2, 5]
    assert pooled.patients[..., 0].tolist() == [[1, 2], [4, 8]]


# Retirements that follow the ages: of 216 GPs aged 55 and over in the Black Country 136 were 60 or older.

OLD, YOUNG = (40, 96, 80), (80, 96, 40)  # aged 55 to 59, 60 to 64, 65 and over


def retired(ages: tuple[int, int, int], share: float, *, lean: float = 1.0) -> np.ndarray:
    """Who has gone by the end of each quarter, within 4 years; nobody joins."""
    start = replace(
        begin(20, older=sum(ages)),
        at_55=np.full((2, 1, 1), float(ages[0])),
        at_65=np.full((2, 1, 1), float(ages[2])),
    )
    rates = replace(STILL, retiring=NONE + share / 4, lean=NONE + lean, years=NONE + 4)
    return sum(ages) - run_flows(start, rates, NO_AGEING).staff[:, 0, 0, 0, 0]


@pytest.mark.parametrize(("share", "gone"), [(0.5, 108), (0.8, 172.8), (1.0, 216)])
def test_as_many_have_gone_when_the_years_are_over(share: float, gone: float):
    for ages in (OLD, YOUNG, (80, 136, 0), (0, 0, 216)):
        assert retired(ages, share)[16] == pytest.approx(gone)
    assert retired((80, 116, 0), 0.8)[16] == pytest.approx(
        156.8
    )  # the other count of the paper, 196


def test_an_older_place_loses_people_sooner():
    # Halfway 3 in 4 of the leavers of 65 and over have gone, 1 in 4 of those of 55 to 59.
    assert retired(OLD, 0.8)[8] == pytest.approx(0.8 * (40 / 4 + 96 / 2 + 80 * 3 / 4))
    assert retired(YOUNG, 0.8)[8] == pytest.approx(0.8 * (80 / 4 + 96 / 2 + 40 * 3 / 4))
    assert retired((60, 96, 60), 0.8)[:17] == pytest.approx(172.8 * np.arange(17) / 16)
    yearly = np.diff(retired((0, 0, 16), 1.0)[[0, 4, 8, 12, 16]])
    assert yearly == pytest.approx([7, 5, 3, 1])


def test_after_the_years_the_pace_is_even_again():
    gone = retired(OLD, 0.8)
    assert np.diff(gone[16:]) == pytest.approx([0.8 * 216 / 16] * 4)


def test_without_ages_the_pace_stays_even():
    rates = replace(STILL, retiring=NONE + 0.2, lean=NONE + 1, years=NONE + 4)
    paths = run_flows(begin(4, older=216), rates, NO_AGEING)
    assert 216 - paths.staff[4, 0, 0, 0, 0] == pytest.approx(0.2 * 216)


def test_half_a_lean_lies_halfway():
    even, full = retired(OLD, 0.8, lean=0.0), retired(OLD, 0.8)
    assert retired(OLD, 0.8, lean=0.5) == pytest.approx((even + full) / 2)
