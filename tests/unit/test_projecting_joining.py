"""People a scenario brings in: where from, and how many train at once. Counted by hand."""

import pytest

from tests.unit.staffing import area, asks, done, stocks_of
from wfcore.projecting import (
    Stocks,
    extra_recruits,
    peak_extra_trainees,
    unknown_networks,
    without_networks,
)


@pytest.fixture
def two() -> Stocks:
    return stocks_of(area("U00001", borough="West"), area("U00002", borough="East"))


def test_recruits_by_where_they_come_from(two: Stocks):
    asked = asks(
        by="2027-03",  # six quarters
        levers={"gp": {"recruits": 4}},
        recruits_from="other_pcns",
        interventions=[
            done(lever="recruits", size=2, start="2025-10", end="2026-09", recruits_from="other_pcns"),
            done(lever="recruits", size=3, start="2026-10", end="2030-09", recruits_from="community_pharmacy"),
            done(lever="recruits", size=9, staff="nurse", recruits_from="other_pcns"),
            done(lever="turnover", size=9, recruits_from="community_pharmacy"),
        ],
    )  # fmt: skip
    assert extra_recruits(two, asked) == pytest.approx(
        {"other_pcns": 6 + 2, "community_pharmacy": 1.5}
    )


def test_schemes_elsewhere_bring_nobody_here(two: Stocks):
    scheme = done(place="U00002", lever="recruits", size=4, recruits_from="other_pcns")
    assert extra_recruits(two, asks(place="West", interventions=[scheme])) == {}
    assert extra_recruits(two, asks(recruits_from="other_pcns")) == {}  # nobody is recruited


@pytest.mark.parametrize(
    ("by", "most"), [("2026-03", 2), ("2026-09", 4), ("2028-09", 12), ("2035-09", 12)]
)
def test_trainees_are_in_training_for_three_years(two: Stocks, by: str, most: float):
    assert peak_extra_trainees(
        two, asks(by=by, levers={"gp": {"training_places": 4}})
    ) == pytest.approx(most)


def test_trainees_of_a_scheme_count_and_those_of_nurses_do_not_exist(two: Stocks):
    scheme = done(lever="training_places", size=4, start="2026-10", end="2027-09")
    assert peak_extra_trainees(two, asks(interventions=[scheme])) == pytest.approx(4)
    assert peak_extra_trainees(two, asks(count="nurse", levers={"gp": {"training_places": 4}})) == 0


def test_networks_that_the_figures_do_not_know(two: Stocks):
    asked = asks(
        targets={"U00001": 40.0, "U00009": 41.0},
        interventions=[done(place="U00008"), done(place="U00002")],
        levers={"gp": {"turnover": 8}},
    )
    assert unknown_networks(two, asked) == ["U00008", "U00009"]
    kept = without_networks(asked, ["U00008", "U00009"])
    assert unknown_networks(two, kept) == []
    assert kept == asks(
        targets={"U00001": 40.0},
        interventions=[done(place="U00002")],
        levers={"gp": {"turnover": 8}},
    )
