"""One row for every unit that reports, with its patients, its areas and its figures."""

import pytest

from tests.unit.making import (
    csv_of,
    figures,
    lists_csv,
    one,
    pcn_csv,
    places_csv,
    staff_csv,
)
from wfcore.declared import Quantity, declared
from wfcore.measuring import VersionMeasures, quantity_id, units

PLACES = [("A00001", "U00001", "East"), ("A00002", "U00002", "East")]
CELLS = [("", "A00001", 2), ("", "A00002", 3)]


def rows(made: VersionMeasures, collection: str, *columns: str, period: str = "2025-09"):
    frame = made.units(collection, period).frame
    return {r[0]: r[1:] for r in frame.sort("unit").select("unit", *columns).iter_rows()}


def test_every_unit_stands_once():
    made = figures(staff_csv(CELLS), places_csv(PLACES), lists_csv([("A00001", 5000)]))
    assert rows(made, "practice", "registered", "pcn_code", "gp_fte", "in_file", "practices") == {
        "A00001": (5000.0, "U00001", 2.0, True, 1.0),
        "A00002": (None, "U00002", 3.0, True, 1.0),
    }


def test_absent_quantities_are_marked():
    made = figures(staff_csv([*CELLS[:1], ("", "A00002", "NA")]), places_csv(PLACES))
    assert rows(made, "practice", "gp_fte:absent", "nurse_fte", "nurse_fte:absent") == {
        "A00001": (False, None, True),
        "A00002": (False, None, True),
    }


def test_expected_practices_are_there_without_figures():
    made = figures(staff_csv(CELLS[:1]), places_csv(PLACES))
    assert rows(made, "practice", "in_file", "gp_fte") == {
        "A00001": (True, 2.0),
        "A00002": (False, None),
    }


def test_editions_used_are_named():
    made = figures(
        staff_csv(CELLS), places_csv(PLACES, period="2025-08"),
        lists_csv([("A00001", 5000)], period="2025-08"),
        lists_csv([("A00002", 6000)], period="2025-10"),
        "PRACTICE_CODE,BOROUGH\nA00001,North\n",
    )  # fmt: skip
    gathered = made.units("practice", "2025-09")
    assert gathered.staff_editions == ("gpw_detailed.2025-09",)
    assert gathered.list_editions == ("registered_patients.2025-08", "registered_patients.2025-10")
    assert gathered.place_editions == ("practice_map.2025-08", "borough_lookup.standing")
    assert rows(made, "practice", "borough_name", "other_list", "other_places") == {
        "A00001": ("North", True, True),
        "A00002": ("East", True, True),
    }


def test_the_staff_files_own_areas_come_first():
    own = csv_of([{"PRAC_CODE": "A00001", "PCN_CODE": "U00009", "TOTAL_GP_FTE": 2}])
    made = figures(own, places_csv(PLACES), period="2025-09")
    assert rows(made, "practice", "pcn_code")["A00001"] == ("U00009",)


def test_the_map_nearest_in_time_comes_before_the_others():
    made = figures(
        staff_csv(CELLS),
        places_csv([("A00001", "U00005", "East")], period="2025-05"),
        places_csv([("A00001", "U00008", "East")], period="2025-08"),
        places_csv([("A00002", "U00007", "East")], period="2025-11"),
    )
    assert rows(made, "practice", "pcn_code", "other_places") == {
        "A00001": ("U00008", True),
        "A00002": ("U00007", True),
    }


def test_pcn_units_take_patients_of_their_practices():
    places = [
        ("A00001", "U00001", "East"),
        ("A00002", "U00001", "East"),
        ("A00003", "U00002", "West"),
    ]
    made = figures(
        pcn_csv([{"FTE": 4}, {"PCN_CODE": "U00077", "FTE": 2, "PCN_NAME": "NEW PCN"}]),
        places_csv(places), lists_csv([("A00001", 5000), ("A00002", 4000)]),
    )  # fmt: skip
    columns = ("registered", "practices", "borough_code", "in_file", "any_fte", "unit_name")
    assert rows(made, "pcn", *columns) == {
        "U00001": (9000.0, 2.0, "East", True, 4.0, "FIRST PCN"),
        "U00002": (None, 1.0, "West", False, None, "NETWORK U00002"),
        "U00077": (None, None, None, True, 2.0, "NEW PCN"),
    }


def test_units_are_gathered_once_and_kept():
    made = figures(staff_csv(CELLS), places_csv(PLACES))
    assert made.units("practice", "2025-09") is made.units("practice", "2025-09")
    alone = units(made.version, "practice", "2025-09", [declared().metric("gp_rate")])
    assert alone.frame.height == made.units("practice", "2025-09").frame.height
    assert "nurse_fte" not in alone.frame.columns


def test_quantity_ids_are_told_apart():
    by_id: dict[tuple[str, str], Quantity] = {}
    for metric in declared().metrics.values():
        for quantity in (metric.quantity, metric.over):
            if quantity:
                name = (metric.collection, quantity_id(quantity))
                assert by_id.setdefault(name, quantity) == quantity
    assert len(by_id) > 10


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        ({"staff_group": "gp"}, "gp_fte"),
        ({"staff_group": "gp", "definition": "excl_trainees"}, "gp_excl_trainees_fte"),
        ({"staff_group": "dpc", "breakdown": "role", "roles": ["dpc_hca"]}, "dpc_dpc_hca_fte"),
        ({"staff_group": "nurse", "breakdown": "age", "ages": "known", "measure": "headcount"},
         "nurse_known_headcount"),
    ],
)  # fmt: skip
def test_quantity_id(quantity: dict[str, object], expected: str):
    assert quantity_id(Quantity.model_validate(quantity)) == expected


def test_roles_are_added_and_a_missing_one_makes_the_sum_missing():
    data = csv_of(
        [
            {
                "PRAC_CODE": "A00001",
                "TOTAL_GP_FTE": 1,
                "TOTAL_DPC_HCA_FTE": 0.6,
                "TOTAL_PATIENTS": 5000,
            },
            {
                "PRAC_CODE": "A00002",
                "TOTAL_GP_FTE": 1,
                "TOTAL_DPC_HCA_FTE": "NA",
                "TOTAL_PATIENTS": 5000,
            },
        ]
    )
    made = figures(data, period="2025-09")
    assert rows(made, "practice", "dpc_dpc_hca_fte") == {"A00001": (0.6,), "A00002": (None,)}
    row = one(made.measure(["hca_rate"], "practice", area_code="A00001"))
    assert row["value"] == pytest.approx(12.0)
