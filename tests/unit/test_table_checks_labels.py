"""Headings, names, sections, versions, marks, parts and age bands."""

import pytest

from tests.unit.table_checks import diagnosis, of, said
from wfcore.table_checks.bands import band_of


def test_a_heading_that_stands_twice_with_figures_of_another_size():
    text = """
        PCN | GP (excluding TG) | Nurse | GP (excluding TG)
        Crest | 44.07 | 15.10 | {}
        North | 31.77 | 14.37 | {}
    """
    (found,) = of(diagnosis(text.format("100.49", "102.58")), "headings_stand_once")
    assert found.severity == "blocks"
    assert [spot.column for spot in found.spots] == ["B", "D"]
    (found,) = of(diagnosis(text.format("43.00", "33.00")), "headings_stand_once")
    assert found.severity == "warns"
    assert (
        said(text.replace("GP (excluding TG)", "GP", 1).format(1, 2), "headings_stand_once") == {}
    )


def test_a_row_that_stands_twice():
    text = """
        Group | 22/23 | 23/24
        Dietitians | 18 | 31
        Paramedics | 48 | 62
        {} | 17 | 30
    """
    assert list(said(text.format("Dietitians"), "rows_stand_once")) == ["warns"]
    assert list(
        said(text.format("Dietitians").replace("17 | 30", "170 | 300"), "rows_stand_once")
    ) == ["blocks"]
    assert said(text.format("Podiatrists"), "rows_stand_once") == {}
    assert said(text.format("Total").replace("Dietitians", "Total"), "rows_stand_once") == {}


def test_a_name_that_every_row_misspells():
    text = """
        PCN | FTE
        HAVING CREST PCN | 12.23
        HAVING NORTH PCN | 20.14
    """
    assert said(text, "names_are_known")["warns"] == [
        "A2 HAVING CREST PCN: is HAVERING meant?",
        "A3 HAVING NORTH PCN: is HAVERING meant?",
    ]
    assert said(text.replace("HAVING", "HAVERING"), "names_are_known") == {}


def test_a_place_that_is_like_another_is_no_slip():
    text = """
        PCN | FTE
        Bramley, Wortley & Middleton | 7.00
        Armley | 12.76
        Otley | 8.60
    """
    assert said(text, "names_are_known") == {}


def test_a_name_nearly_that_of_a_known_network():
    text = "PCN | FTE\nHavering Marshal PCN | 7.00\nHavering North PCN | 2.00"
    names = ("Havering Marshall PCN", "Havering North PCN")
    assert said(text, "names_are_known") == {}
    assert said(text, "names_are_known", names) == {
        "warns": ["A2 Havering Marshal PCN: is HAVERING MARSHALL PCN meant?"]
    }


def test_a_borough_misspelt_among_boroughs():
    assert said("Borough | FTE\nHaverng | 7.00\nNewham | 2.00", "names_are_known") == {
        "warns": ["A2 Haverng: is HAVERING meant?"]
    }


def test_a_version_that_stands_twice():
    text = """
        Version | Date | What
        1.5 | 1 March 2023 | draft
        1.6 | 8 March 2023 | comments
        {} | 20 March 2023 | final
    """
    assert len(said(text.format("1.6"), "versions_stand_once")["warns"]) == 2
    assert said(text.format("1.8"), "versions_stand_once") == {}


def test_nursing_is_no_allied_health_profession():
    text = """
        Group | 22/23 | 23/24 | 24/25
        Allied Health Professionals
        Adult Nursing | 3 | 4 | 5
        Paramedics | 3 | 4 | 5
    """
    assert said(text, "rows_stand_in_their_section") == {
        "notes": ["A3 Adult Nursing: under Allied Health Professionals"]
    }


def test_marks():
    text = """
        PCN | GPs, FTE | Nurses, FTE
        Brook | 1.00 | {}
        Meadow | - | 2.00
        Harbour | 3.00* | 2.00
    """
    assert said(text.format("•"), "no_stray_marks") == {"warns": ["C2 Brook, Nurses, FTE: “•”"]}
    assert (
        said(text.format("-"), "no_stray_marks")
        == said(text.format("-"), "one_mark_for_nothing")
        == {}
    )
    assert said(text.format(""), "one_mark_for_nothing")["notes"] == [
        "C2 Brook, Nurses, FTE: 1 × blank, this is the first",
        "B3 Meadow, GPs, FTE: 1 × “-”, this is the first",
    ]
    assert said(text.format("soon"), "figures_are_figures") == {
        "notes": ["C2 Brook, Nurses, FTE: “soon”"]
    }
    assert said(text.format("1"), "footnotes_are_there") == {
        "notes": ["B4 Harbour, GPs, FTE: 3.00*"]
    }
    assert said(text.format("1") + "* estimated", "footnotes_are_there") == {}


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("<34 yrs", 0, 33), ("<44rs", 0, 43), ("> 55 yrs", 56, 200), ("under 30", 0, 29),
        ("30-34", 30, 34), ("30 to 34", 30, 34), ("gp_55plus", 55, 200), ("65 and over", 65, 200),
        ("up to 24", 0, 24), ("over 55", 56, 200), ("55+", 55, 200),
    ],
)  # fmt: skip
def test_a_band_is_read_to_the_letter(label: str, first: int, last: int):
    band = band_of(label)
    assert band is not None
    assert (band.first, band.last) == (first, last)


def test_bands_that_overlap():
    text = """
        Group | Headcount | Age
        Nursing | 1000 | 10.0% <24 yrs 20.0% <34 yrs 20.0% <44rs 20.0% > 45 yrs 30.0% > 55 yrs
    """
    (found,) = of(diagnosis(text), "ages_are_apart")
    assert "Meant may be under 25, 25–34, 35–44, 45–54, 55 and over." in found.spots[
        0
    ].said.replace("46–55, 55", "45–54, 55")
    apart = text.replace("<34 yrs", "24-33").replace("<44rs", "34-44").replace("> 45 yrs", "45-54")
    assert said(apart, "ages_are_apart") == {}
    assert said(apart, "ages_leave_no_gap")["notes"] == [
        "C2 Nursing, Age: between 45-54 and > 55 yrs"
    ]


def test_bands_of_headings_that_meet_twice():
    text = "Age | under 30 | {} | 35-40 | 41+\nGPs | 1 | 2 | 3 | 4\nNurses | 1 | 2 | 3 | 4"
    assert list(said(text.format("30-35"), "ages_are_apart")) == ["warns"]
    assert said(text.format("30-34"), "ages_are_apart") == {}


def test_parts_larger_than_their_whole():
    text = """
        Area | gp_headcount | gp_55plus | gp_60plus | gp_fte
        Dudley | 192 | 45 | {} | {}
        Walsall | 194 | 49 | 33 | 147.3
    """
    assert said(text.format(18, 155.4), "older_bands_are_smaller") == {}
    assert said(text.format(46, 155.4), "older_bands_are_smaller") == {
        "warns": ["D2 Dudley, gp_60plus: 46, but 45 under gp_55plus"]
    }
    assert said(text.format(18, 195.4), "fte_is_within_headcount") == {
        "warns": ["E2 Dudley, gp_fte: 195.4 FTE, 192 people"]
    }
