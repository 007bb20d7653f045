"""The sums of the papers run through the flows of a scenario."""

import pytest

from wfcore.projecting import work_example


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("gap", {"target": 50, "rate": 40}, {"gap_rate": 10, "more_percent": 25}),
        (
            "need",
            {"target": 50, "patients": 200_000, "fte": 90},
            {"needed_fte": 100, "gap_fte": 10},
        ),
        ("retirement", {"aged_55": 40, "share": 25, "years": 2}, {"left": 10, "remain": 30}),
        ("retirement", {"aged_55": 40, "share": 100, "years": 5}, {"left": 40, "remain": 0}),
        ("training", {"places": 10, "conversion": 50, "entrant_fte": 0.5}, {"fte": 2.5}),
        ("money", {"pounds": 100, "each": 8}, {"candidates": 12.5}),
        ("share", {"before": 20, "after": 25}, {"points": 5, "relative_percent": 25}),
    ],
)
def test_by_hand(kind: str, given: dict[str, float], expected: dict[str, float]):
    assert work_example(kind, given) == pytest.approx(expected)


def test_an_unknown_kind():
    with pytest.raises(KeyError):
        work_example("magic", {})
