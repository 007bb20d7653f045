"""One place, some or all: said of made-up networks, whose sums are done by hand."""

from wfcore.comparing import Verdict, stand_beside, stands_beside
from wfcore.measuring import Measure
from wfcore.wording import one_or_all

ROW = {
    "period": "2025-09", "level": "pcn", "metric": "gp_rate", "coverage_practices": 1.0,
    "coverage_patients": 1.0, "flags": "",
}  # fmt: skip


def place(
    name: str, posts: float | None, patients: float = 50_000, metric: str = "gp_rate"
) -> Measure:
    value = None if posts is None else posts / patients * 100_000
    if metric == "patients_per_gp" and posts is not None:
        return Measure.of_row(
            ROW | {"metric": metric, "area_code": name, "area_name": name, "numerator": patients,
                   "denominator": posts, "value": patients / posts}
        )  # fmt: skip
    return Measure.of_row(
        ROW | {"metric": metric, "area_code": name, "area_name": name, "numerator": posts,
               "denominator": patients, "value": value}
    )  # fmt: skip


def said(*places: Measure, whole: Measure) -> str:
    return one_or_all(
        list(zip(places, stand_beside(places, whole), strict=True)), whole, "networks"
    )


WHOLE = place("Town", 100, 200_000)  # 50 for every 100,000


def test_some():
    """South lacks 10 posts of 25, North 4: both pull, and South most."""
    north, south = place("North", 21), place("South", 15)
    sentence = said(north, south, place("East", 30), place("West", 34), whole=WHOLE)
    assert sentence == (
        "It is some of us. Two of four networks have fewer GPs and trainees for their patients than Town. "
        "South and North pull it down most."
    )


def test_who_has_many_patients_pulls_more():
    """Large lacks 5 for 100,000 × 200,000: 10 posts; Low lacks 20 for 10,000: 2 posts."""
    large, low = place("Large", 90, 200_000), place("Low", 3, 10_000)
    assert "Large and Low pull it down most" in said(low, large, place("East", 40), whole=WHOLE)


def test_one():
    sentence = said(place("South", 15), place("East", 30), place("West", 34), whole=WHOLE)
    assert (
        sentence
        == "It is one place. Of three networks, only South has fewer GPs and trainees for its patients than Town."
    )


def test_none():
    """24.9 of 25 is 0.4% away: no difference."""
    assert said(place("South", 24.9), place("East", 25.1), whole=WHOLE) == (
        "It is no single place. None of the two networks has clearly fewer GPs and trainees for its patients than Town."
    )


def test_more_patients_for_a_post_are_too_many():
    whole = place("Town", 100, 200_000, "patients_per_gp")
    some = [place(name, posts, metric="patients_per_gp") for name, posts in
            (("North", 21), ("South", 15), ("East", 40))]  # fmt: skip
    assert said(*some, whole=whole) == (
        "It is some of us. Two of three networks have more patients for each full-time post of GPs than Town. "
        "South and North pull it up most."
    )


def test_without_figures_it_is_only_a_range():
    assert said(place("South", None), place("East", 30), whole=WHOLE).startswith("Only East has")


def test_what_counts_as_a_difference():
    """1% and half a full-time post, both: 5,000 patients at 45 lack 0.25 of a post against 50."""
    verdicts: dict[float, Verdict] = {2.25: "no clear change", 1.9: "down", 3.1: "up"}
    for posts, verdict in verdicts.items():
        assert stands_beside(place("Small", posts, 5_000), [WHOLE]) == [verdict]
    assert stands_beside(place("Large", 495, 1_000_000), [WHOLE]) == [
        "down"
    ]  # 49.5 of 50, and 5 posts
    assert stands_beside(place("Large", 496, 1_000_000), [WHOLE]) == ["no clear change"]
    assert stands_beside(place("Silent", None), [WHOLE]) == ["not available"]
