"""How far places have moved, and how often past ranges were right, on stores with two months."""

import math
from collections.abc import Mapping

import numpy as np
import pytest

from tests.unit.making import csv_text, figures, lists_csv, places_csv
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.projecting import past_outcomes, past_ranges
from wfcore.projecting.past_moves import declared_width, moves_of_size, period_pairs

CODES = [f"A{i:05d}" for i in range(1, 31)]
PCNS = {code: f"U{i:05d}" for i, code in enumerate(CODES, 1)}


def nurses(months: Mapping[str, Mapping[str, float]]) -> VersionMeasures:
    """A network of 10,000 patients for each practice; nurses by month and practice, FTE."""
    header = ["PERIOD", "SOURCE", "LEVEL", "AREA_CODE", "STAFF_GROUP", "ROLE", "DEFINITION",
              "AGE_BAND", "FTE", "HEADCOUNT"]  # fmt: skip
    files = [places_csv([(code, PCNS[code], "Westham") for code in CODES])]
    for period, fte in months.items():
        rows = (
            (period, "gpw_detailed", "practice", code, "nurse", "all", "all", "all", n, "NA")
            for code, n in fte.items()
        )
        files.append(csv_text(header, rows))
        files.append(lists_csv([(code, 10_000) for code in CODES], period=period))
    return figures(*files)


def moved(share: float, only: int = 30) -> dict[str, float]:
    """16 FTE in each network, so many of them a share more and less in turns."""
    return {c: 16 * (1 + share * (-1) ** i) if i < only else 16.0 for i, c in enumerate(CODES)}


STILL = dict.fromkeys(CODES, 16.0)


def test_what_is_declared_goes_with_the_root_of_posts_and_time():
    # Nurses: √((0.3² + 0.4² h) ÷ F + 0.03² h)
    for fte, years in ((16, 1), (4, 2), (400, 0.5)):
        expected = math.sqrt((0.09 + 0.16 * years) / fte + 0.0009 * years)
        assert declared_width("nurse", np.array(fte), np.array(years)) == pytest.approx(expected)
    assert declared_width("nurse", np.array(16.0), np.array(0.0)) == 0


def test_without_earlier_months_the_declared_stands():
    found = moves_of_size(nurses({"2025-09": STILL}), "nurse", 16.0, "2025-09")
    assert (found.cases, found.factor) == (0, 1.0)
    near = nurses({"2025-06": STILL, "2025-09": moved(0.5)})  # three months are no move
    assert moves_of_size(near, "nurse", 16.0, "2025-09").cases == 0


def test_places_that_move_further_make_ranges_wider():
    store = nurses({"2024-09": STILL, "2025-09": moved(0.3)})
    found = moves_of_size(store, "nurse", 16.0, "2025-09")
    assert found.cases == 30
    # All went 30%; half up (a log of 0.262), half down (0.357): 8 of 10 went less than 0.357.
    usual = math.sqrt(0.25 / 16 + 0.0009)
    assert found.factor == pytest.approx((30 * -math.log(0.7) / usual + 100) / 130)
    assert found.half_width(np.array([1.0]))[0] == pytest.approx(found.factor * usual)
    assert moves_of_size(store, "nurse", 64.0, "2025-09").cases == 0  # of another size
    assert moves_of_size(store, "nurse", 480.0, "2025-09").cases == 3  # borough, sub-ICB, ICB
    assert moves_of_size(store, "nurse", 16.0, "2024-09").cases == 0  # not known then


def test_pairs_of_months_are_five_months_to_three_years_apart():
    store = nurses(dict.fromkeys(("2021-09", "2024-09", "2025-03", "2025-06", "2025-09"), STILL))
    assert period_pairs(store, "2025-09") == [
        ("2025-03", "2025-09", 6), ("2024-09", "2025-09", 12), ("2024-09", "2025-06", 9),
        ("2024-09", "2025-03", 6), ("2021-09", "2024-09", 36),
    ]  # fmt: skip


def test_how_many_past_ranges_held():
    """Six of thirty networks moved by half, the others not at all."""
    store = nurses({"2024-09": STILL, "2025-09": moved(0.5, only=6)})
    found = past_ranges(store, "nurse", "QXX", "2025-09")
    networks = found[Level.PCN]
    assert (networks.cases, networks.inside, networks.holds) == (30, 24, True)
    assert networks.error_unchanged == pytest.approx(
        6 * 80 / 30
    )  # 8 of 16 posts for 10,000 patients
    assert networks.error == pytest.approx(16, rel=0.02)  # leavers are replaced, nearly
    assert (found[Level.BOROUGH].cases, found[Level.BOROUGH].holds) == (1, False)
    assert not past_ranges(store, "nurse", "QXX", "2024-09")
    assert not past_ranges(store, "dpc", "QXX", "2025-09")


def test_a_past_range_knows_nothing_of_what_came():
    """The range of September 2024 is the declared one, whatever happened a year on."""
    calm, wild = (
        past_outcomes(
            nurses({"2024-09": STILL, "2025-09": moved(share)}),
            "nurse",
            "QXX",
            "2024-09",
            "2025-09",
        )
        for share in (0.01, 0.9)
    )
    for side in ("low", "high", "baseline", "unchanged"):
        assert calm[side].to_list() == wild[side].to_list()
    assert calm["happened"].to_list() != wild["happened"].to_list()


def test_a_month_between_two_quarters_lies_on_the_line_between_them():
    store = nurses({"2025-04": STILL, "2025-09": STILL})
    low = past_outcomes(store, "nurse", "QXX", "2025-04", "2025-09").filter(level="pcn")["low"]
    ends = [160 * math.exp(-math.sqrt((0.09 + 0.16 * y) / 16 + 0.0009 * y)) for y in (0.25, 0.5)]
    assert low[0] == pytest.approx((ends[0] + 2 * ends[1]) / 3, rel=0.01)
