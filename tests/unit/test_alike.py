"""Places like a place: which they are, never itself or its own network, and how it stands beside them."""

import math
import statistics

import pytest

from tests.unit.making import figures, lists_csv, places_csv, scores_csv, staff_csv
from wfcore.answers import Answer, answer_question, choice_of, question_of
from wfcore.comparing import alike_of
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures

# Practice, network, patients, full-time GPs, deprivation score; lists and scores without any pattern.
PRACTICES = [
    (f"A{at:05}", f"U{at // 3:05}", 3_000 + (at * 7919) % 9_000, 1 + (at * 13) % 7, 8 + (at * 31) % 40)
    for at in range(1, 31)
]  # fmt: skip


@pytest.fixture(scope="module")
def world() -> VersionMeasures:
    return figures(
        staff_csv([("", code, posts) for code, _, _, posts, _ in PRACTICES]),
        lists_csv([(code, patients) for code, _, patients, *_ in PRACTICES]),
        places_csv([(code, network, "East") for code, network, *_ in PRACTICES]),
        scores_csv([(code, 2025, score) for code, *_, score in PRACTICES]),
    )


def expected(code: str) -> list[str]:
    """By another road: squared distances in standard deviations of log list and score, one by one."""
    me = next(p for p in PRACTICES if p[0] == code)
    rest = [p for p in PRACTICES if p[1] != me[1]]
    sizes = [math.log(p[2]) for p in (me, *rest)]
    scores = [p[4] for p in (me, *rest)]
    far = {
        p[0]: ((math.log(p[2]) - math.log(me[2])) / statistics.pstdev(sizes)) ** 2
        + ((p[4] - me[4]) / statistics.pstdev(scores)) ** 2
        for p in rest
    }
    return sorted(far, key=lambda other: far[other])[:10]


@pytest.mark.parametrize("code", ["A00001", "A00014", "A00030"])
def test_the_nearest_of_other_networks(world: VersionMeasures, code: str):
    found = alike_of(world, "gp_rate", Level.PRACTICE, code, "2025-09")
    assert found is not None
    assert found.known == ("patients", "score")
    assert found.places["area_code"].to_list() == expected(code)


def answer_for(about: VersionMeasures, place: str) -> Answer:
    choice = choice_of(about, place)
    return answer_question(about, question_of(choice, "alike"))


def test_havering_is_held_against_those_the_statisticians_list(england_figures: VersionMeasures):
    answer = answer_for(england_figures, "Havering")
    assert answer.table is not None
    assert answer.table.rows["area_name"].to_list()[:4] == [
        "Havering",
        "Bexley",
        "Thurrock",
        "Medway",
    ]
    rows = answer.table.rows.select("value", "numerator", "denominator").rows()
    here, others = rows[0][0], rows[1:]
    together = sum(staff for _, staff, _ in others) / sum(patients for *_, patients in others) * 1e5
    assert f"have {together:.1f}. Of these" in answer.verdict
    # Half a post or 1%, whichever is more, is what is clear: here 1% is 0.4 and half a post of Gravesham 0.4.
    assert sum(value > here + 0.9 for value, *_ in others) == 7
    assert "seven have more" in answer.verdict


def test_no_invented_place_is_like_a_real_one(england_figures: VersionMeasures):
    for place in ("Havering North PCN", "15F", "F82023"):
        answer = answer_for(england_figures, place)
        assert answer.table is not None
        assert answer.table.rows["area_name"].n_unique() == answer.table.rows.height
        assert not answer.table.rows["flags"].str.contains("invented").any()


def test_an_invented_place_has_none(england_figures: VersionMeasures):
    assert answer_for(england_figures, "QZZ").verdict.startswith("No places can be named")
