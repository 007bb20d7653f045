"""How fast a place has really changed, and what that says about a plan."""

from dataclasses import replace

import pytest

from tests.unit.making import figures, lists_csv, places_csv
from tests.unit.staffing import area, asks, stocks_of
from tests.unit.test_projecting_stocks import gps, staff_file
from wfcore.projecting import Pace, assess_feasibility, growth_history, history_of


def seen(*rows: tuple[str, str, str, float, float | None]) -> tuple[Pace, ...]:
    """Area, from, to, FTE a quarter, patients; a year each."""
    return tuple(Pace(a, f"Network {a}", f, t, 4.0, p, n) for a, f, t, p, n in rows)


SEEN = seen(
    ("U1", "2023-09", "2024-09", -0.5, 40_000),
    ("U1", "2024-09", "2025-09", 1.0, 50_000),
    ("U2", "2024-09", "2025-09", 2.0, 80_000),
    ("U3", "2024-09", "2025-09", 1.0, 25_000),
)


def test_changes_by_quarter_are_what_staff_numbers_made():
    """A practice that begins to report brings no staff."""
    places = places_csv(
        [("A00001", "U00001", "W"), ("A00002", "U00001", "W"), ("A00003", "U00002", "W")]
    )
    lists = [("A00001", 5000), ("A00002", 3000), ("A00003", 2000)]
    made = figures(
        places,
        staff_file(gps(("A00001", 5, 6, 4, 5), ("A00002", "NA", "NA", "NA", "NA"), ("A00003", 3, 4, 2, 3)), "2024-09"),
        lists_csv(lists, period="2024-09"),
        staff_file(gps(("A00001", 6, 7, 5, 6), ("A00002", 9, 9, 9, 9), ("A00003", 3, 4, 1.5, 2)), "2025-03"),
        lists_csv(lists, period="2025-03"),
    )  # fmt: skip
    found = growth_history(made, "gp_excl_trainees", "pcn", "QXX", "2025-03")
    rows = {pace.area_code: pace for pace in found}
    assert rows["U00001"].a_quarter == pytest.approx(0.5)  # 1 FTE in two quarters
    assert rows["U00002"].a_quarter == pytest.approx(-0.25)
    assert (rows["U00001"].quarters, rows["U00001"].patients) == (2, 8000)
    assert (rows["U00002"].period_from, rows["U00002"].period) == ("2024-09", "2025-03")
    assert growth_history(made, "gp", "pcn", "QXX", "2024-09") == ()  # nothing before it


@pytest.mark.parametrize(
    ("needed", "judgement"),
    [
        (-0.1, "on course"), (0, "on course"),
        (0.25, "usual"),  # the mean of -0.5 and 1 over equal times
        (0.26, "at its best"), (1.0, "at its best"),
        (1.01, "unlikely"), (2.0, "unlikely"),  # U3 did 1 with half the patients
        (2.01, "unheard of"),
    ],
)  # fmt: skip
def test_a_pace_beside_those_that_have_been_seen(needed: float, judgement: str):
    found = assess_feasibility(SEEN, "U1", needed, "gp_rate")
    assert found.judgement == judgement
    assert (found.best, found.best_from, found.best_to) == (1, "2024-09", "2025-09")
    assert (found.since, found.average) == ("2023-09", 0.25)
    assert (found.peer, found.peers_best) == ("Network U3", 2)


def test_without_peers():
    found = assess_feasibility(SEEN[:2], "U1", 3, "gp_rate")
    assert (found.judgement, found.peer, found.peers_best) == ("unlikely", None, None)


def test_without_history():
    found = assess_feasibility(SEEN, "U9", 1, "gp_rate")
    assert (found.judgement, found.best, found.average) == ("no history", None, None)
    assert assess_feasibility((), "U1", 1, "gp_rate").judgement == "no history"


def test_a_place_whose_patients_are_not_known_has_no_peers():
    """There is no size to compare them by; this was a type error."""
    rows = seen(("U1", "2024-09", "2025-09", 1.0, None), ("U2", "2024-09", "2025-09", 2.0, 8e4))
    found = assess_feasibility(rows, "U1", 3, "gp_rate")
    assert (found.judgement, found.peer) == ("unlikely", None)


def test_averages_are_by_time():
    rows = seen(("U1", "2023-09", "2024-09", 1, 1e4), ("U1", "2024-09", "2025-09", 4, 1e4))
    rows = (replace(rows[0], quarters=1.0), replace(rows[1], quarters=2.0))
    assert assess_feasibility(rows, "U1", 9, "gp_rate").average == pytest.approx(
        (1 * 1 + 4 * 2) / 3
    )


def test_whose_history_stands_for_a_count():
    undivided = stocks_of(area(), stood_in={"trainee_share": ("gp",)})
    assert history_of(stocks_of(area()), asks()) == "gp_excl_trainees"
    assert history_of(undivided, asks()) == "gp"
    assert history_of(undivided, asks(count="gp")) == "gp"
    assert history_of(undivided, asks(count="nurse")) == "nurse"
