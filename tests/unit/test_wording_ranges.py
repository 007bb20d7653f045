"""What is said about a range, and about past ranges."""

import numpy as np

from wfcore import wording
from wfcore.geography import Level
from wfcore.projecting import PastRanges, UncertaintyBand

BAND = UncertaintyBand(
    ("2025-09",), np.array([1.0]), np.array([2.0]), number=1000, seed=1, cases=1290
)
HELD = PastRanges(Level.PCN, 48, 38, 4.34, 4.33)


def test_what_a_range_rests_on_and_how_often_it_held():
    said = wording.course_cautions(BAND, HELD)
    assert "How fast staff grew before does not steer it" in said
    assert "how far 8 of 10 of 1,290 past moves of places this size went" in said
    assert said.endswith(
        "Tried on earlier months here, it held for 38 of 48 primary care networks."
    )
    alone = wording.course_cautions(UncertaintyBand(("2025-09",), BAND.low, BAND.high, 10, 1, 0))
    assert "No place of this size has earlier months here" in alone
    assert "Tried" not in alone


def test_a_range_is_likely_when_8_of_10_nearly_held():
    cases = {33: False, 34: True, 43: True, 44: False}  # of 48: 69%, 71%, 90%, 92%
    for inside, holds in cases.items():
        past = PastRanges(Level.PCN, 48, inside, 4.0, 4.0)
        assert past.holds is holds
        said = wording.course_cautions(BAND, past)
        assert ("That is too far from 8 of 10 to call a range likely." in said) is not holds
    few = PastRanges(Level.BOROUGH, 7, 6, 1.0, 1.0)
    assert not few.holds
    assert "Those are too few to call a range likely." in wording.course_cautions(BAND, few)


def test_the_baseline_beside_no_change():
    *_, same = wording.how_drawn(BAND, HELD)
    assert "was out by 4.3 per 100,000 patients on average" in same
    assert "stays as it is was out by 4.3: it was no better." in same
    *_, better = wording.how_drawn(BAND, PastRanges(Level.PCN, 48, 38, 4.2, 4.33))
    assert better.endswith("was out by 4.3: it was better.")
    *_, none = wording.how_drawn(BAND, None)
    assert none.startswith("No past range can be tried here")
