"""What is missing to a target, as a rate and as FTE."""

import pytest

from tests.unit.making import csv_of, figures, one, targets_csv
from wfcore.declared import declared
from wfcore.errors import UnknownName
from wfcore.measuring import VersionMeasures
from wfcore.targeting import (
    UNAVAILABLE_FLAGS,
    nearest_available,
    target_gaps,
    targeted_metrics,
    targets_of,
)

# The demonstration place has targets of its own: 44 GPs, 20 nurses, 24 nurses in U99902.
ROWS = [
    ("X99001", "U99901", 10_000, 5.0, 2.0),
    ("X99002", "U99902", 20_000, 8.6, 4.0),
    ("X99003", "U99903", 10_000, 4.2, "NA"),
]


DEMO = "demonstration_targets.standing"


def made(
    *, gp_column: str = "TOTAL_GP_EXTG_FTE", aims: list[dict[str, object]] | None = None
) -> VersionMeasures:
    rows = [
        {
            "INVENTED": "yes", "PRAC_CODE": code, "YEAR": 2025, "MONTH": 9, "PCN_CODE": pcn,
            "PCN_NAME": f"NETWORK {pcn}", "SUB_ICB_CODE": "Z0Z0Z", "ICB_CODE": "QZZ",
            "REGION_CODE": "Y00", "TOTAL_PATIENTS": patients, gp_column: gps, "TOTAL_NURSES_FTE": nurses,
        }
        for code, pcn, patients, gps, nurses in ROWS
    ]  # fmt: skip
    return figures(csv_of(rows), *([targets_csv(aims)] if aims else []))


def by_area(rows) -> dict[str, dict[str, object]]:
    return {r["area_code"]: r for r in rows.iter_rows(named=True)}


def test_gap_as_a_rate_and_as_fte():
    rows = by_area(target_gaps(made(), ["gp_excl_trainees_rate"], "pcn"))
    expected = {
        # target × patients ÷ 100,000 − FTE; negative where the target is passed
        "U99901": (50.0, 44 - 50.0, 44 * 10_000 / 100_000 - 5.0, "met"),
        "U99902": (43.0, 44 - 43.0, 44 * 20_000 / 100_000 - 8.6, "near"),
        "U99903": (42.0, 44 - 42.0, 44 * 10_000 / 100_000 - 4.2, "near"),
    }
    for area, (value, gap_rate, gap_fte, status) in expected.items():
        row = rows[area]
        assert row["value"] == pytest.approx(value)
        assert row["gap_rate"] == pytest.approx(gap_rate)
        assert row["gap_fte"] == pytest.approx(gap_fte)
        assert row["progress"] == pytest.approx(value / 44)
        assert (row["status"], row["target"], row["target_id"]) == (status, 44, f"{DEMO}/2")


def test_overrides_and_missing_figures():
    rows = by_area(target_gaps(made(), ["nurse_rate"], "pcn"))
    assert {a: r["target"] for a, r in rows.items()} == {"U99901": 20, "U99902": 24, "U99903": 20}
    assert rows["U99901"]["status"] == "met"  # exactly on it
    assert rows["U99901"]["gap_fte"] == pytest.approx(0)
    assert rows["U99902"]["gap_fte"] == pytest.approx(24 * 0.2 - 4.0)
    assert rows["U99902"]["status"] == "far"
    missing = rows["U99903"]
    assert (missing["status"], missing["gap_rate"], missing["gap_fte"], missing["progress"]) == (
        UNAVAILABLE_FLAGS, None, None, None,
    )  # fmt: skip


def test_the_gap_of_an_area_is_over_those_that_reported():
    row = one(target_gaps(made(), ["nurse_rate"], "icb"))
    assert (row["numerator"], row["denominator"], row["target"]) == (6.0, 30_000.0, 20)
    assert row["gap_fte"] == pytest.approx(20 * 0.3 - 6.0)


@pytest.mark.parametrize(
    ("fte", "status"),
    [(8.8, "met"), (8.79, "met"), (8.78, "near"), (8.361, "near"), (8.359, "far"), (0, "far")],
)
# 8.79 of 20,000 patients is 43.95, which is printed as 44.0.
def test_near_is_within_five_per_cent(fte: float, status: str, monkeypatch):
    monkeypatch.setitem(globals(), "ROWS", [("X99002", "U99902", 20_000, fte, 1)])
    assert one(target_gaps(made(), ["gp_excl_trainees_rate"], "icb"))["status"] == status


def test_a_target_met_to_the_last_figure_is_met(monkeypatch):
    # 2.42 ÷ 5,500 × 100,000 is 44, but not in binary.
    monkeypatch.setitem(globals(), "ROWS", [("X99002", "U99902", 5500, 2.42, 1)])
    row = one(target_gaps(made(), ["gp_excl_trainees_rate"], "icb"))
    assert row["value"] < 44
    assert row["status"] == "met"


def test_places_without_a_target_are_left_out():
    codes = {"PRAC_CODE": "A00001", "PCN_CODE": "U00001", "ICB_CODE": "QXX"}
    row = codes | {"TOTAL_PATIENTS": 5000, "TOTAL_GP_EXTG_FTE": 1}
    other = figures(csv_of([row]), period="2025-09")
    assert target_gaps(other, ["gp_excl_trainees_rate"], "pcn").is_empty()
    assert target_gaps(other, ["gp_excl_trainees_rate"], "england").is_empty()
    # An area larger than the place has no target either.
    assert target_gaps(made(), ["gp_excl_trainees_rate"], "region").is_empty()


def test_one_place_within_another():
    rows = target_gaps(made(), ["gp_excl_trainees_rate"], "pcn", within="U99902", period="2025-09")
    assert rows["area_code"].to_list() == ["U99902"]
    rows = target_gaps(made(), ["gp_excl_trainees_rate"], "pcn", area_code="U99901")
    assert rows["area_code"].to_list() == ["U99901"]


def test_nobody_has_set_a_target_for_a_single_practice():
    made_of = made()
    assert target_gaps(made_of, ["gp_excl_trainees_rate"], "practice").is_empty()
    named = made(aims=[{"level": "practice", "place": "X99002", "value": 40}])
    row = one(target_gaps(named, ["gp_excl_trainees_rate"], "practice"))
    assert (row["area_code"], row["target"]) == ("X99002", 40.0)


def test_what_the_file_cannot_tell_and_the_nearest_it_can():
    other = made(gp_column="TOTAL_GP_EXL_FTE")
    row = one(target_gaps(other, ["gp_excl_trainees_rate"], "icb"))
    assert (row["value"], row["status"], row["gap_fte"]) == (None, UNAVAILABLE_FLAGS, None)
    assert "not_in_file" in row["flags"]
    near = nearest_available(other, "gp_excl_trainees_rate", "icb", "QZZ", "2025-09")
    assert near is not None
    assert near.metric.id == "gp_excl_locums_rate"
    assert near.value == pytest.approx(17.8 / 40_000 * 100_000)


def test_nothing_is_nearest_where_nothing_is_near():
    other = made(gp_column="TOTAL_ADMIN_FTE")
    assert nearest_available(other, "nurse_rate", "icb", "QZZ", "2025-09") is None
    assert nearest_available(other, "gp_excl_trainees_rate", "icb", "QZZ", "2025-09") is None


def test_the_nearest_is_taken_in_the_declared_order():
    rows = [
        {"PRAC_CODE": "A00001", "TOTAL_PATIENTS": 10_000, "TOTAL_GP_FTE": 6, "TOTAL_GP_EXL_FTE": 5}
    ]
    other = figures(csv_of(rows), period="2025-09")
    near = nearest_available(other, "gp_excl_trainees_rate", "practice", "A00001", "2025-09")
    assert declared().metric("gp_excl_trainees_rate").nearest[0] == "gp_rate"
    assert near is not None
    assert (near.metric.id, near.value) == ("gp_rate", pytest.approx(60.0))


def test_a_metric_without_a_target():
    with pytest.raises(UnknownName, match="No target is set for admin_rate") as error:
        target_gaps(made(), ["admin_rate"], "pcn")
    assert "nurse_rate" in error.value.advice


def test_which_metrics_have_targets():
    of_all = made()
    assert targeted_metrics(of_all) == ["gp_excl_trainees_rate", "nurse_rate"]
    assert [(t.place.code, t.value, t.by) for t in targets_of(of_all, "nurse_rate")] == [
        ("QMF", 15, "2025"), ("QZZ", 20, "2027-03"), ("U99902", 24, "2027-03"),
    ]  # fmt: skip
    assert targets_of(of_all, "admin_rate") == []
