"""What was said, beside what happened."""

from collections.abc import Sequence

import pytest

from tests.unit.making import figures, lists_csv, places_csv
from tests.unit.staffing import asks
from tests.unit.test_projecting_stocks import gps, staff_file
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.projecting import outcome_vs_forecast, prepare_scenario, stocks

PLACES = places_csv([("A00001", "U00001", "W"), ("A00002", "U00002", "W")])
LISTS = (("A00001", 5000), ("A00002", 4000))


def made(
    *months: tuple[str, Sequence[tuple[str, object, object, object, object]]],
) -> VersionMeasures:
    files = [PLACES]
    for period, rows in months:
        files.append(staff_file(gps(*rows), period))
        files.append(lists_csv(LISTS, period=period))
    return figures(*files)


FIRST = ("2025-03", [("A00001", 3, 3, 2.5, 3), ("A00002", 2, 2, 2, 2)])


def test_later_months_on_a_quarter_of_the_course():
    newest = made(
        FIRST,
        ("2025-06", [("A00001", 4, 4, 3, 3), ("A00002", 2, 2, 2, 2)]),
        ("2025-08", [("A00001", 9, 9, 9, 9), ("A00002", 2, 2, 2, 2)]),  # between two quarters
        ("2025-09", [("A00001", "NA", "NA", "NA", "NA"), ("A00002", 2, 2, 1, 1)]),
        ("2025-12", [("A00001", 4, 4, 3, 3), ("A00002", 2, 2, 2, 2)]),  # after its date
    )
    begin = stocks(newest, "2025-03", "QXX")
    asked = prepare_scenario(
        begin, asks(period="2025-03", by="2025-09", levers={"gp": {"recruits": 4}})
    )
    found = outcome_vs_forecast(newest, asked, Level.ICB)
    assert [one.period for one in found] == ["2025-06", "2025-09"]
    assert [one.happened for one in found] == pytest.approx([5 / 9000 * 1e5, 1 / 4000 * 1e5])
    assert [one.coverage_patients for one in found] == pytest.approx([1, 4 / 9])
    assert found[0].baseline == pytest.approx(4.5 / 9000 * 1e5)
    assert found[0].said == pytest.approx((4.5 + 0.65) / 9000 * 1e5)
    assert found[0].difference == pytest.approx((5 - 4.5 - 0.65) / 9000 * 1e5)


def test_nothing_yet():
    newest = made(FIRST)
    asked = prepare_scenario(stocks(newest, "2025-03", "QXX"), asks(by="2025-12"))
    assert outcome_vs_forecast(newest, asked, Level.ICB) == []


def test_a_network_that_is_no_longer_there_has_no_later_figure():
    newest = made(FIRST, ("2025-06", [("A00001", 4, 4, 3, 3)]))
    asked = prepare_scenario(stocks(newest, "2025-03", "QXX"), asks(place="U00002", by="2025-12"))
    assert outcome_vs_forecast(newest, asked, Level.PCN) == []


def test_figures_that_count_other_staff_are_not_set_beside_it():
    """The first file does not part qualified GPs from trainees, the second does."""
    files = [
        PLACES,
        staff_file([(code, "gp", "all", "all", 3, 3) for code, _ in LISTS], "2025-03"),
        lists_csv(LISTS, period="2025-03"),
        staff_file(gps(*((code, 4, 4, 3, 3) for code, _ in LISTS)), "2025-06"),
        lists_csv(LISTS, period="2025-06"),
    ]
    newest = figures(*files)
    begin = stocks(newest, "2025-03", "QXX")
    asked = prepare_scenario(begin, asks(by="2025-12"))
    assert outcome_vs_forecast(newest, asked, Level.ICB) == []
    both = outcome_vs_forecast(
        newest, prepare_scenario(begin, asks(by="2025-12", count="gp")), Level.ICB
    )
    assert [one.happened for one in both] == pytest.approx([8 / 9000 * 1e5])
