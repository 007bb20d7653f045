"""Arrows, points, reciprocals, and moves that ask for a cause."""

import pytest

from tests.unit.table_checks import diagnosis, said, table
from wfcore.table_checks import diagnose, tables_of

ARROWS = """
    PCN | Jun-22 | Sep-22 | Trend
    Crest | 44.03 | 45.07 | {}
    North | 32.47 | 31.77 | ↓
"""


@pytest.mark.parametrize(
    ("arrow", "wrong"), [("↑", False), ("up", False), ("↓", True), ("→", True), ("▼", True)]
)
def test_an_arrow_points_the_way_of_the_figures(arrow: str, wrong: bool):
    text = ARROWS.format(arrow) if arrow != "up" else ARROWS.format("up").replace("↓", "down")
    assert bool(said(text, "arrows_match_signs")) == wrong
    assert diagnosis(text).checked["arrows_match_signs"] == 2


def test_an_arrow_beside_its_figure():
    text = """
        PCN | Jun-22 | Sep-22
        Crest | 44.03 | 45.07 ↓
        North | 32.47 | 31.77 ↓
    """
    assert said(text, "arrows_match_signs") == {
        "warns": ["C2 Crest, Sep-22: 44.03 to 45.07 (+1.04), printed down"]
    }


def test_an_arrow_for_next_to_nothing():
    text = """
        PCN | Jun-22 | Sep-22 | Trend
        Crest | 6.37 | 6.38 | ↑
        North | 6.37 | 6.38 | →
        South | 6.00 | 6.07 | ↑
    """
    assert said(text, "arrows_mean_a_change") == {
        "warns": ["D2 Crest, Trend: 6.37 to 6.38 (+0.01), printed up"]
    }


def test_points_in_words_and_in_columns():
    words = """
        Aim | Measure
        Turnover | down by 2% (from c10% to c8%)
        Vacancies | down by 20% (from 10% to 8%)
    """
    assert said(words, "points_are_named") == {
        "warns": ["B2 Turnover, Measure: “2%” from 10% to 8% is 2 points, or 20%"]
    }
    columns = """
        Place | Share 2022 | Share 2023 | {}
        Brook | 10% | 8% | -2%
        Meadow | 20% | 25% | 5%
    """
    assert len(said(columns.format("Change"), "points_are_named")["warns"]) == 2
    assert said(columns.format("Change, percentage points"), "points_are_named") == {}
    relative = columns.format("Change").replace("-2%", "-20%").replace("5% | 5%", "5% | 25%")
    assert said(relative, "points_are_named") == {}


def test_several_leaps_of_one_place():
    text = """
        PCN | Group | Jun-22 | Sep-22 | Trend
        Marshall | GP | 43.83 | 39.70 | ↓
        Marshall | Nurse | 16.22 | 13.60 | ↓
        Marshall | HCA | 3.74 | 5.74 | ↑
        North | GP | 32.47 | 31.77 | ↓
        North | Nurse | 2.69 | 3.32 | ↑
    """
    assert said(text, "moves_have_a_cause") == {
        "notes": ["E3 Marshall, Nurse, Trend: -16.2%", "E4 Marshall, HCA, Trend: +53.5%"]
    }


def test_reciprocal_columns():
    text = """
        Area | Patients per FTE | FTE per 1,000
        England | 2,074 | 0.48
        Dudley | 1,984 | 0.50
        Walsall | 2,099 | {}
        Wolverhampton | 2,143 | 0.47
    """
    one = diagnosis(text.format("0.48"))
    assert one.checked["reciprocals_agree"] == 4
    assert said(text.format("0.48"), "reciprocals_agree") == {}
    assert said(text.format("0.50"), "reciprocals_agree") == {
        "warns": ["B4 Walsall, Patients per FTE: 2099 printed, 2,000 from 0.50 in FTE per 1,000"]
    }


def test_columns_that_have_nothing_to_do_with_each_other():
    text = """
        Area | GPs | Practices
        A | 10.5 | 9
        B | 31.0 | 12
        C | 22.4 | 3
        D | 7.8 | 13
    """
    assert "reciprocals_agree" not in diagnosis(text).checked


def test_a_person_hidden_by_decimals_shows_in_the_other_table():
    rates = """
        Area | GP FTE per 1,000 | Pharmacist FTE per 1,000
        England | 0.48 | 0.01
        Dudley | 0.50 | 0.00
        SWB | 0.44 | 0.01
        Walsall | 0.48 | 0.01
    """
    people = """
        Area | GP FTE per 1,000 | Pharmacist FTE per 1,000
        England | 2,074 | 111,248
        Dudley | 1,984 | 504,915
        SWB | 2,282 | 85,409
        Walsall | 2,099 | 118,313
    """
    tables = [t for n, x in (("a", rates), ("b", people)) for t in tables_of(n, table(x).encode())]
    first, second = diagnose(tables)
    (hidden,) = [f for f in first.findings if f.code == "nobody_is_rounded_away"]
    assert hidden.examples == (
        "C3 Dudley, Pharmacist FTE per 1,000: 0.00 printed, 0.002 from 504,915 in b",
    )
    assert first.checked["reciprocals_agree"] == second.checked["reciprocals_agree"] == 8
    assert not [f for one in (first, second) for f in one.findings if f.code == "reciprocals_agree"]
    alone = said(rates, "nobody_is_rounded_away")["warns"]
    assert alone == [
        "C3 Dudley, Pharmacist FTE per 1,000: 0.00 printed, which is anything below 0.005"
    ]
    assert said(rates.replace("per 1,000", ""), "nobody_is_rounded_away") == {}
