"""The tables of a programme → a scenario, without a page."""

import polars as pl
import pytest

from tests.unit.staffing import asks, done
from wfcore.answers import with_programme
from wfcore.errors import UnfitScenario

NETWORKS = pl.DataFrame(
    {
        "area_code": ["U00001", "U00002", "U00003"],
        "area_name": ["North PCN", "North PCN", "South PCN"],
    }
)
ROW = {
    "name": "Fellowship", "place": "South PCN", "lever": "Extra recruits a year", "size": 4.0, "start": "2025-12",
    "end": "2027-09", "cost_gbp": None, "mou": True, "recruits_from": "other networks", "role": None,
}  # fmt: skip


def aims(*targets: float | None) -> pl.DataFrame:
    return NETWORKS.select("area_code", target=pl.Series(targets, dtype=pl.Float64))


def table(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(
        [ROW | row for row in rows], schema_overrides={"size": pl.Float64, "cost_gbp": pl.Float64}
    )


def test_a_row_becomes_an_intervention_and_others_stay():
    asked = asks(targets={"U00009": 40.0}, interventions=[done(staff="nurse", name="Nurses")])
    made = with_programme(asked, aims(44.0, None, None), table({}), NETWORKS)
    assert made.targets == {"U00009": 40.0, "U00001": 44.0}
    assert [i.name for i in made.interventions] == ["Nurses", "Fellowship"]
    new = made.interventions[1]
    assert (new.place, new.lever, new.size, new.mou) == ("U00003", "recruits", 4.0, True)
    assert new.recruits_from == "other_pcns"


def test_two_networks_of_one_name_are_told_apart():
    made = with_programme(
        asks(), aims(None, None, None), table({"place": "North PCN (U00002)"}), NETWORKS
    )
    assert made.interventions[0].place == "U00002"


def test_a_row_that_is_not_finished_is_named_and_an_empty_one_is_nothing():
    empty = dict.fromkeys(ROW)
    assert (
        with_programme(asks(), aims(None, None, None), table(empty), NETWORKS).interventions == ()
    )
    with pytest.raises(
        UnfitScenario, match="Row 2 of the interventions still needs a size, a last month"
    ):
        with_programme(
            asks(), aims(None, None, None), table({}, {"size": None, "end": None}), NETWORKS
        )


def test_two_rows_that_set_one_lever_at_once_are_refused_by_the_name_of_the_network():
    one = {"lever": "Leavers under 55", "size": 5.0}
    with pytest.raises(UnfitScenario, match="in South PCN between 2025-12 and 2027-09"):
        with_programme(
            asks(), aims(None, None, None), table(one, one | {"name": "Other"}), NETWORKS
        )
