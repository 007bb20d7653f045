"""Staff beside deprivation: who has fewer, which places are left behind, what cannot be told."""

import numpy as np
import pytest

from tests.unit.making import figures, lists_csv, places_csv, scores_csv, staff_csv
from wfcore.answers import Answer, answer_question, choice_of, question_of
from wfcore.measuring import VersionMeasures

Place = tuple[int, float, float]  # patients, full-time GPs, deprivation score


def figures_of(places: list[Place], *, scored: bool = True) -> VersionMeasures:
    """One network of practices, each with its own list, posts and score."""
    codes = [f"A{at:05}" for at in range(1, len(places) + 1)]
    files = [
        staff_csv([("", code, posts) for code, (_, posts, _) in zip(codes, places, strict=True)]),
        lists_csv([(code, size) for code, (size, *_) in zip(codes, places, strict=True)]),
        places_csv([(code, "U00001", "East") for code in codes]),
        *([scores_csv([(c, 2025, s) for c, (*_, s) in zip(codes, places, strict=True)])] if scored else []),
    ]  # fmt: skip
    return figures(*files)


def ask(about: VersionMeasures) -> Answer:
    choice = choice_of(about, "U00001", "gp_rate")
    return answer_question(about, question_of(choice, "fair"))


def ordered(*, falls: bool, many: int = 20) -> list[Place]:
    return [(10_000, (30 - at if falls else 10 + at) / 5, 10.0 + 2 * at) for at in range(many)]


def test_more_deprived_places_have_fewer():
    answer = ask(figures_of(ordered(falls=True)))
    # Four practices of 10,000 in each fifth: (30 + 29 + 28 + 27) / 5 posts for 40,000 patients, and 14 to 11.
    assert "more deprived places have fewer" in answer.verdict
    assert "fifth of patients has 25.0" in answer.verdict
    assert answer.verdict.endswith("the least deprived 57.0.")
    assert answer.picture is not None


def test_and_the_other_way_round():
    answer = ask(figures_of(ordered(falls=False)))
    assert "more deprived places have more" in answer.verdict
    assert any(said.startswith("None of the practices is both") for said in answer.detail)


def test_no_pattern_is_an_answer():
    posts = np.random.default_rng(1).permutation(20) / 4 + 4
    places = [(10_000, float(fte), 10.0 + at) for at, fte in enumerate(posts)]
    assert ask(figures_of(places)).verdict.startswith("There is no clear pattern in ")


def test_the_deprived_and_short_are_named():
    places = [(10_000, 6.0 if at != 19 else 1.0, 10.0 + at) for at in range(20)]
    answer = ask(figures_of(places))
    assert answer.table is not None
    behind = answer.table.rows.filter("is_behind")["value"].to_list()
    assert min(behind) == pytest.approx(10)  # 1 post for 10,000


def test_five_practices_are_too_few():
    answer = ask(figures_of(ordered(falls=True, many=5)))
    assert "too few to see a pattern" in answer.verdict
    assert answer.picture is None


def test_without_scores_it_says_so():
    answer = ask(figures_of(ordered(falls=True), scored=False))
    assert answer.verdict.startswith("Nothing is known of how deprived")
    assert answer.picture is None


def test_scores_of_two_indices_are_not_ranked_together():
    places = ordered(falls=True)
    codes = [f"A{at:05}" for at in range(1, len(places) + 1)]
    version = figures(
        staff_csv([("", c, posts) for c, (_, posts, _) in zip(codes, places, strict=True)]),
        lists_csv([(c, size) for c, (size, *_) in zip(codes, places, strict=True)]),
        places_csv([(c, "U00001", "East") for c in codes]),
        scores_csv(
            [
                (c, 2019 if at < 4 else 2025, score)
                for at, (c, (*_, score)) in enumerate(zip(codes, places, strict=True))
            ]
        ),
    )
    answer = ask(version)
    assert any(
        said.startswith("Four of 20 practices have no figure or no score")
        for said in answer.cautions
    )
    assert answer.table is not None
    assert answer.table.rows.height == 16
