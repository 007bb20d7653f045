"""Where posts would help most."""

import itertools
import random

import polars as pl
import pytest

from wfcore.errors import UnfitScenario
from wfcore.projecting import allocate_posts


def places(*rows: tuple[float, float, float | None]) -> pl.DataFrame:
    """FTE, patients and target of each."""
    return pl.DataFrame(
        {
            "area_code": [f"U{i:05d}" for i in range(len(rows))],
            "area_name": [f"Network {i}" for i in range(len(rows))],
            "fte": [float(r[0]) for r in rows],
            "patients": [float(r[1]) for r in rows],
            "target": [None if r[2] is None else float(r[2]) for r in rows],
        },
        schema_overrides={"target": pl.Float64},
    )


def given(rows: pl.DataFrame) -> dict[str, float]:
    return dict(rows.select("area_code", "posts").iter_rows())


# 40, 30 and 20 GPs short of 50 in 100,000: gaps of 10, 10 and 15 FTE.
THREE = places((40, 100_000, 50), (15, 50_000, 50), (10, 50_000, 50))


def test_evenly_to_the_furthest_below_for_its_size():
    # 30 and 20 per 100,000 below: ten posts bring the last up; then both in turn.
    found = allocate_posts(THREE, 5, "evenly")
    assert given(found) == {"U00002": 5, "U00001": 0, "U00000": 0}
    found = allocate_posts(THREE, 9, "evenly")
    assert given(found) == {"U00002": 7, "U00001": 2, "U00000": 0}
    row = found.row(0, named=True)
    assert (row["gap_before"], row["gap_after"]) == (15, 8)
    assert (row["rate_before"], row["rate_after"]) == pytest.approx((20, 34))
    assert row["score"] is None


def test_evenly_stops_when_every_gap_is_closed():
    found = allocate_posts(THREE, 100, "evenly")
    assert given(found) == {"U00002": 15, "U00000": 10, "U00001": 10}
    assert found["gap_after"].to_list() == [0, 0, 0]


def test_a_part_of_a_post_comes_last():
    assert given(allocate_posts(THREE, 2.5, "evenly")) == {"U00002": 2.5, "U00000": 0, "U00001": 0}
    assert sum(given(allocate_posts(THREE, 7.25, "by_gap")).values()) == pytest.approx(7.25)


def test_evenly_leaves_the_smallest_largest_gap_there_can_be():
    """Every way of giving out whole posts is tried."""
    chance = random.Random(11)
    for _ in range(40):
        n = chance.randint(2, 4)
        rows = [
            (round(chance.uniform(5, 30), 2), chance.choice([2e4, 5e4, 9e4]), chance.choice([30, 44, 60]))
            for _ in range(n)
        ]  # fmt: skip
        posts = chance.randint(1, 7)
        needs = [t * p / 1e5 - f for f, p, t in rows]

        def largest(shares: tuple[int, ...], rows=rows, needs=needs) -> float:
            return max(
                (need - share) / row[1]
                for need, share, row in zip(needs, shares, rows, strict=True)
            )

        best = min(
            largest(shares)
            for shares in itertools.product(range(posts + 1), repeat=n)
            if sum(shares) <= posts
        )
        found = given(allocate_posts(places(*rows), posts, "evenly"))
        ours = tuple(int(found[f"U{i:05d}"]) for i in range(n))
        # Below 0 every target is met and nothing more is given.
        assert largest(ours) <= max(best, 0) + 1e-12


def test_by_gap_in_proportion_whole_posts_by_largest_remainder():
    # 35 short: 7 posts are 2, 2 and 3; 8 are 2.29, 2.29 and 3.43, and the eighth goes to the last.
    assert given(allocate_posts(THREE, 7, "by_gap")) == {"U00000": 2, "U00001": 2, "U00002": 3}
    assert given(allocate_posts(THREE, 8, "by_gap")) == {"U00000": 2, "U00001": 2, "U00002": 4}
    met = places((60, 100_000, 50), (40, 100_000, 50))
    assert given(allocate_posts(met, 4, "by_gap")) == {"U00000": 0, "U00001": 4}
    assert given(allocate_posts(places((60, 100_000, 50)), 4, "by_gap")) == {"U00000": 0}


def test_by_need_the_most_deprived_first():
    scores = {"U00000": 30.0, "U00001": 40.0, "U00002": None}
    found = allocate_posts(THREE, 14, "by_need", scores)
    assert given(found) == {"U00001": 10, "U00000": 4, "U00002": 0}
    assert dict(found.select("area_code", "score").iter_rows()) == scores
    assert sum(given(allocate_posts(THREE, 50, "by_need", scores)).values()) == 35
    met = places((60, 100_000, 50), (40, 100_000, 50))
    assert given(allocate_posts(met, 4, "by_need", {"U00000": 90, "U00001": 1})) == {
        "U00000": 0,
        "U00001": 4,
    }


def test_the_largest_share_comes_first():
    assert allocate_posts(THREE, 9, "evenly")["area_code"].to_list() == [
        "U00002",
        "U00001",
        "U00000",
    ]
    # Among equals the larger gap, then the code.
    assert allocate_posts(THREE, 1, "evenly")["area_code"].to_list() == [
        "U00002",
        "U00000",
        "U00001",
    ]


@pytest.mark.parametrize("posts", [0, -1, 10_001, float("nan"), float("inf")])
def test_posts_that_make_no_sense(posts: float):
    with pytest.raises(UnfitScenario, match="Give a number of posts above 0"):
        allocate_posts(THREE, posts, "evenly")


def test_nothing_to_go_by():
    with pytest.raises(UnfitScenario, match="No target is set"):
        allocate_posts(places((1, 1000, None)), 1, "evenly")
    for scores in (None, {}, {"U99999": 1.0}, {"U00000": None}):
        with pytest.raises(UnfitScenario, match="No deprivation scores are loaded"):
            allocate_posts(THREE, 1, "by_need", scores)


def test_places_without_target_or_patients_are_left_out():
    found = allocate_posts(places((1, 1000, 44), (1, 1000, None), (1, 0, 44)), 1, "evenly")
    assert found["area_code"].to_list() == ["U00000"]
