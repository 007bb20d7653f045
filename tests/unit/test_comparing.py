"""A change, split over four causes that add up, and when it is called a change."""

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import polars as pl
import pytest

from tests.unit.making import csv_of, figures, lists_csv, one, pcn_csv, places_csv, staff_csv
from wfcore.comparing import (
    CHANGE_PARTS,
    a_year_before,
    change_of,
    changes_of,
    decompose_change,
    the_one_before,
)
from wfcore.errors import UnknownName
from wfcore.measuring import VersionMeasures

THEN, NOW = "2025-06", "2025-09"
Unit = tuple[str, str, object, int]  # practice, PCN, FTE, patients


def two(then: list[Unit], now: list[Unit]) -> VersionMeasures:
    files: list[str | bytes] = []
    for period, units in ((THEN, then), (NOW, now)):
        files += [
            staff_csv([("", code, fte) for code, _, fte, _ in units], period=period),
            places_csv([(code, pcn, "East") for code, pcn, _, _ in units], period=period),
            lists_csv([(code, patients) for code, _, _, patients in units], period=period),
        ]
    return figures(*files)


def changed(
    made: VersionMeasures, metric: str = "gp_rate", level: str = "pcn", area: str = "U00001"
):
    return one(decompose_change(made, [metric], level, THEN, NOW, area_code=area))


def parts(row: dict[str, object]) -> dict[str, float]:
    return {name.removeprefix("part_"): row[name] for name in CHANGE_PARTS}


A, B, C = ("A00001", "A00002", "A00003")
BASE: list[Unit] = [(A, "U00001", 3.0, 6000), (B, "U00001", 2.0, 4000)]


def test_only_staff_changed():
    row = changed(two(BASE, [(A, "U00001", 4.0, 6000), BASE[1]]))
    assert (row["value_from"], row["value"]) == (pytest.approx(50.0), pytest.approx(60.0))
    assert parts(row) == {
        "staff": pytest.approx(10.0),
        "list": pytest.approx(0, abs=1e-9),
        "membership": pytest.approx(0, abs=1e-9),
        "reporting": pytest.approx(0, abs=1e-9),
    }
    assert row["verdict"] == "up"


def test_only_lists_changed():
    row = changed(two(BASE, [(A, "U00001", 3.0, 8500), BASE[1]]))
    assert row["change"] == pytest.approx(-10.0)
    assert row["part_list"] == pytest.approx(-10.0)
    assert sum(abs(v) for k, v in parts(row).items() if k != "list") < 1e-9
    assert row["verdict"] == "down"


def test_a_practice_that_moves_between_networks():
    then = [*BASE, (C, "U00002", 6.0, 6000)]
    now = [BASE[0], (B, "U00002", 2.0, 4000), then[2]]
    made = two(then, now)
    for area, before, after in (("U00001", 50.0, 50.0), ("U00002", 100.0, 80.0)):
        row = changed(made, area=area)
        assert (row["value_from"], row["value"]) == (pytest.approx(before), pytest.approx(after))
        assert row["part_membership"] == pytest.approx(after - before)
        assert sum(abs(v) for k, v in parts(row).items() if k != "membership") < 1e-9
    # The borough above holds both, so nothing changed there.
    row = changed(made, level="borough", area="East")
    assert row["change"] == pytest.approx(0)
    assert sum(abs(v) for v in parts(row).values()) < 1e-9
    assert row["verdict"] == "no clear change"


def test_a_practice_that_stops_reporting_and_one_that_starts():
    then: list[Unit] = [
        BASE[0],
        (B, "U00001", 8.0, 4000),
        (C, "U00002", "NA", 5000),
        (A[:-1] + "9", "U00002", 2.0, 5000),
    ]
    now: list[Unit] = [BASE[0], (B, "U00001", "NA", 4000), (C, "U00002", 4.0, 5000), then[3]]
    made = two(then, now)
    stopped, started = changed(made), changed(made, area="U00002")
    assert stopped["part_reporting"] == pytest.approx(50.0 - 110.0)
    assert started["part_reporting"] == pytest.approx(60.0 - 40.0)
    for row in (stopped, started):
        assert sum(abs(v) for k, v in parts(row).items() if k != "reporting") < 1e-9


def test_nobody_stayed():
    row = changed(two([(A, "U00001", 3.0, 6000)], [(B, "U00001", 6.0, 6000)]))
    assert row["change"] == pytest.approx(50.0)
    assert row["part_membership"] == pytest.approx(50.0)
    assert sum(abs(v) for k, v in parts(row).items() if k != "membership") < 1e-9


def test_one_stopped_as_another_started():
    then: list[Unit] = [(A, "U00001", 3.0, 6000), (B, "U00001", "NA", 6000)]
    now: list[Unit] = [(A, "U00001", "NA", 6000), (B, "U00001", 6.0, 6000)]
    row = changed(two(then, now))
    assert (row["change"], row["part_reporting"]) == (pytest.approx(50.0), pytest.approx(50.0))
    assert sum(abs(v) for k, v in parts(row).items() if k != "reporting") < 1e-9


# All four at once, against the definition: the mean over all orders of switching the causes.

THEN_ALL: list[Unit] = [
    (A, "U00001", 3.0, 6000), (B, "U00001", 2.0, 4000), ("A00004", "U00001", 5.0, 7000),
    ("A00005", "U00001", "NA", 3000),
]  # fmt: skip
NOW_ALL: list[Unit] = [
    (A, "U00001", 4.5, 6500), (C, "U00001", 1.0, 2000), ("A00004", "U00001", "NA", 7100),
    ("A00005", "U00001", 0.75, 3100),
]  # fmt: skip


def exact_parts(kind: str) -> dict[str, Fraction]:
    """By hand: A stayed, B left, C joined, A00004 stopped, A00005 started."""

    def value(now: frozenset[str]) -> Fraction:
        fte = Fraction("4.5") if "staff" in now else Fraction(3)
        patients = Fraction(6500) if "list" in now else Fraction(6000)
        moved = (
            (Fraction(1), Fraction(2000)) if "membership" in now else (Fraction(2), Fraction(4000))
        )
        gave = (
            (Fraction("0.75"), Fraction(3100))
            if "reporting" in now
            else (Fraction(5), Fraction(7000))
        )
        above, below = fte + moved[0] + gave[0], patients + moved[1] + gave[1]
        return {"rate": above / below * 100_000, "fte": above, "patients_per": below / above}[kind]

    causes = ("staff", "list", "membership", "reporting")
    orders = list(permutations(causes))
    total = dict.fromkeys(causes, Fraction(0))
    for order in orders:
        done: frozenset[str] = frozenset()
        for cause in order:
            total[cause] += value(done | {cause}) - value(done)
            done |= {cause}
    return {cause: part / len(orders) for cause, part in total.items()}


@pytest.mark.parametrize(
    ("metric", "kind"),
    [("gp_rate", "rate"), ("gp_fte", "fte"), ("patients_per_gp", "patients_per")],
)
def test_the_parts_are_the_mean_over_all_orders(metric: str, kind: str):
    row = changed(two(THEN_ALL, NOW_ALL), metric)
    for cause, part in exact_parts(kind).items():
        assert row[f"part_{cause}"] == pytest.approx(float(part), rel=1e-9, abs=1e-9)
    assert sum(parts(row).values()) == pytest.approx(row["change"], abs=1e-9)


def test_registered_patients_change_by_lists_and_membership():
    row = changed(two(THEN_ALL, NOW_ALL), "registered_patients")
    assert row["change"] == 18700 - 20000
    assert parts(row) == {
        "staff": 0,
        "list": pytest.approx(500 + 100 + 100),
        "membership": pytest.approx(2000 - 4000),
        "reporting": 0,
    }


def test_a_share_changes_by_staff():
    files = [
        csv_of(
            [
                {
                    "PRAC_CODE": A,
                    "YEAR": 2025,
                    "MONTH": month,
                    "TOTAL_GP_FTE": fte,
                    "TOTAL_GP_HC": heads,
                }
            ]
        )
        for month, fte, heads in ((6, 6, 8), (9, 8, 16))
    ]
    row = one(decompose_change(figures(*files), ["participation_gp"], "practice", THEN, NOW))
    assert (row["change"], row["part_staff"]) == (-0.25, pytest.approx(-0.25))
    assert row["verdict"] == "down"


def test_a_silent_pcn_that_starts():
    rows = [{"CENSUS_MONTH": 6, "FTE": 4}, {"FTE": 4}, {"PCN_CODE": "U00002", "FTE": 8}]
    places = [(A, "U00001", "East"), (B, "U00002", "East")]
    made = figures(
        pcn_csv(rows), places_csv(places), places_csv(places, period=THEN),
        lists_csv([(A, 10000), (B, 10000)]), lists_csv([(A, 10000), (B, 10000)], period=THEN),
    )  # fmt: skip
    row = changed(made, "pcn_staff_rate", "icb", "QXX")
    assert (row["value_from"], row["value"]) == (pytest.approx(40.0), pytest.approx(60.0))
    assert row["part_reporting"] == pytest.approx(20.0)
    new = changed(made, "pcn_staff_rate", "pcn", "U00002")
    assert (new["value_from"], new["change"], new["verdict"]) == (None, None, "not available")
    assert parts(new) == dict.fromkeys(("staff", "list", "membership", "reporting"))


def test_not_available_at_either_end():
    made = two(BASE, [(A, "U00001", "NA", 6000), (B, "U00001", "NA", 4000)])
    row = changed(made)
    assert (row["value_from"], row["value"], row["change"]) == (50.0, None, None)
    assert row["verdict"] == "not available"
    assert set(parts(row).values()) == {None}


@pytest.mark.parametrize(
    ("then", "now", "patients", "verdict"),
    [
        # 1% of the earlier value, and half a post: both must be passed.
        (100.0, 100.9, 200_000, "no clear change"),  # 0.9 FTE but only 0.9%
        (100.0, 101.1, 200_000, "up"),
        (100.0, 98.9, 200_000, "down"),
        (2.0, 2.4, 10_000, "no clear change"),  # 20% but only 0.4 FTE
        (2.0, 2.6, 10_000, "up"),
        (2.0, 1.4, 10_000, "down"),
        (2.0, 2.0, 10_000, "no clear change"),
    ],
)
@pytest.mark.parametrize("metric", ["gp_rate", "gp_fte", "patients_per_gp"])
def test_when_a_change_is_clear(metric: str, then: float, now: float, patients: int, verdict: str):
    made = two([(A, "U00001", then, patients)], [(A, "U00001", now, patients)])
    turned = {"up": "down", "down": "up"}
    expected = turned.get(verdict, verdict) if metric == "patients_per_gp" else verdict
    assert changed(made, metric)["verdict"] == expected


def test_many_metrics_and_areas_in_order():
    made = two([*BASE, (C, "U00002", 1.0, 5000)], [*BASE, (C, "U00002", 2.0, 5000)])
    rows = decompose_change(made, ["gp_fte", "gp_rate"], "pcn", THEN, NOW)
    assert rows.select("metric", "area_code", "change").rows() == [
        ("gp_fte", "U00001", 0.0), ("gp_fte", "U00002", 1.0),
        ("gp_rate", "U00001", 0.0), ("gp_rate", "U00002", 20.0),
    ]  # fmt: skip
    inside = decompose_change(made, ["gp_fte"], "practice", THEN, NOW, within="U00002")
    assert inside.select("area_code", "change").rows() == [(C, 1.0)]
    total = rows.select(pl.sum_horizontal(CHANGE_PARTS) - pl.col("change")).to_series().abs().max()
    assert total < 1e-9


def test_a_move_is_the_change_without_its_causes():
    made = two([*BASE, (C, "U00002", 1.0, 5000)], [*BASE, (C, "U00002", 2.0, 5000)])
    rows = decompose_change(made, ["gp_rate"], "pcn", THEN, NOW)
    whole = changes_of(rows, THEN)
    assert len(whole) == 2
    for change, row in zip(whole, rows.iter_rows(named=True), strict=True):
        assert {part: row[part] for part in CHANGE_PARTS} == change.parts
        assert (change.since, change.period, change.area_code) == (THEN, NOW, row["area_code"])
        columns = ("numerator", "denominator", "value", "value_from", "change", "verdict")
        assert [getattr(change, name) for name in columns] == [row[name] for name in columns]
        moved = change_of(made, "gp_rate", "pcn", change.area_code, THEN, NOW)
        assert moved == replace(change, parts={})
    assert change_of(made, "gp_rate", "pcn", "U99999", THEN, NOW) is None


def test_an_unknown_period():
    with pytest.raises(UnknownName, match="2024-06"):
        decompose_change(two(BASE, BASE), ["gp_rate"], "pcn", "2024-06", NOW)


def test_which_earlier_period():
    periods = ["2024-06", "2024-09", "2025-06"]
    assert a_year_before(periods, "2025-06") == "2024-06"
    assert a_year_before(periods, "2025-09") == "2024-09"
    assert a_year_before(periods, "2024-06") is None
    assert the_one_before(periods, "2025-06") == "2024-09"
    assert the_one_before(periods, "2025-09") == "2025-06"
    assert the_one_before(periods, "2024-06") is None


def across(boards: dict[str, str], fte: dict[str, float], period: str) -> list[str | bytes]:
    """A borough whose practices lie in two integrated care boards: practice → board, and its FTE."""
    maps = places_csv([(code, "U00001", "East") for code in boards], period=period)
    head, *lines = maps.splitlines()
    board = head.split(",").index("ICB_CODE"), head.split(",").index("SUB_ICB_CODE")
    cells = [line.split(",") for line in lines]
    for row, icb in zip(cells, boards.values(), strict=True):
        row[board[0]], row[board[1]] = icb, f"S{icb[1:]}"
    return [
        staff_csv([("", code, each) for code, each in fte.items()], period=period),
        "\n".join([head, *map(",".join, cells)]) + "\n",
        lists_csv([(code, 10_000) for code in fte], period=period),
    ]


def test_of_a_place_in_two_boards_only_the_part_inside_is_compared():
    boards = {A: "QAA", B: "QAA", C: "QBB"}
    made = figures(
        *across(boards, {A: 4.0, B: 4.0, C: 1.0}, THEN),
        *across(boards, {A: 5.0, B: 4.0, C: 1.0}, NOW),
    )
    row = one(decompose_change(made, ["gp_rate"], "pcn", THEN, NOW, within="QAA"))
    # 8 of 20,000 then, 9 now; with the practice in the other board it would be 9 of 30,000.
    assert (row["value_from"], row["value"]) == (pytest.approx(40.0), pytest.approx(45.0))
    assert row["change"] == pytest.approx(sum(parts(row).values())) == pytest.approx(5.0)
    whole = one(decompose_change(made, ["gp_rate"], "pcn", THEN, NOW))
    assert whole["value_from"] == pytest.approx(30.0)
