"""Shares of a whole, of people, and of like groups."""

from fractions import Fraction

import pytest

from tests.unit.table_checks import diagnosis, of, said


@pytest.mark.parametrize(
    ("cell", "severities"),
    [
        ("63% Male 37% Female", []),
        ("33.3% A 33.3% B 33.3% C", ["notes"]),
        ("63% Male 35% Female", ["warns"]),
        ("5.1% A 5.2% B", []),  # not shares of one whole
    ],
)
def test_shares_in_a_cell_make_100(cell: str, severities: list[str]):
    text = f"""
        Group | FTE | Split
        GPs | 5 | {cell}
        Nurses | 6 | 50% Male 50% Female
    """
    assert list(said(text, "shares_make_100")) == severities


def test_shares_side_by_side_make_100():
    text = """
        Group | % under 35 | % 35 to 54 | % 55 and over
        GPs | 20 | 50 | 30
        Nurses | 25 | 45 | {}
        Admin | 30 | 40 | 30
    """
    assert said(text.format(30), "shares_make_100") == {}
    assert said(text.format(31), "shares_make_100") == {
        "notes": ["B3 Nurses, % under 35: they make 101"]
    }
    assert list(said(text.format(34), "shares_make_100")) == ["warns"]


def possible(share: str, base: int) -> bool:
    """GRIM by trying every number of people."""
    printed, unit = Fraction(share), Fraction(1, 10 ** len(share.partition(".")[2]))
    return any(abs(Fraction(100 * k, base) - printed) <= unit / 2 for k in range(base + 1))


@pytest.mark.parametrize("base", [37, 41, 617, 648, 2333])
def test_grim_agrees_with_trying_every_number_of_people(base: int):
    shares = [f"{tenths / 10:.1f}" for tenths in range(0, 1001, 7)]
    rows = "\n".join(f"Group {n} | {base} | {share}%" for n, share in enumerate(shares))
    one = diagnosis(f"Group | Headcount | Share aged 55\n{rows}")
    named = {spot.row for found in of(one, "shares_fit_the_headcount") for spot in found.spots}
    impossible = {n + 2 for n, share in enumerate(shares) if not possible(share, base)}
    assert named == impossible
    assert one.checked["shares_fit_the_headcount"] == len(shares)
    assert bool(impossible) == (base < 1000)


def test_shares_of_another_base_are_left_alone():
    text = """
        Group | Headcount | % of FTE aged 55
        GPs | 37 | 29.1%
        Nurses | 36 | 22.2%
    """
    assert said(text, "shares_fit_the_headcount") == {}


def test_shares_that_make_another_number_of_people():
    text = """
        Group | Headcount | Ages
        Care | {} | 3.9% unknown 6.1% under 24 22.3% 24-34 18.7% 35-44 23.3% 45-54 25.7% 55+
        Admin | 2333 | 40.0% under 45 60.0% 45+
    """
    assert said(text.format(825), "shares_make_the_headcount") == {
        "warns": ["C2 Care, Ages: they are 824 people, not 825"]
    }
    assert said(text.format(824), "shares_make_the_headcount") == {}


def test_a_count_with_its_share():
    text = """
        Area | Headcount | Aged 55 and over
        Dudley | 192 | 45 (23.4%)
        Walsall | 194 | 49 ({}%)
    """
    assert said(text.format("25.3"), "counts_and_shares_agree") == {}
    assert said(text.format("26.3"), "counts_and_shares_agree") == {
        "warns": ["C3 Walsall, Aged 55 and over: 49 (26.3%): 49 of 194 is 25.26%"]
    }


def test_an_impossible_share():
    text = """
        Group | FTE | Split
        GPs | 5 | 104% Male 2% Female
        Nurses | 6 | 50% Male 50% Female
    """
    assert said(text, "shares_are_possible") == {"warns": ["C2 GPs, Split: 104%"]}


SPLIT = """
    Group | Headcount | Split
    GP | 648 | 63% Male 37% Female
    Nursing | 617 | {}% Male {}% Female
    Direct Patient Care | 825 | 6% Male 94% Female
    Admin | 2333 | 9% Male 91% Female
"""


def test_a_split_unlike_that_of_like_groups():
    found = said(SPLIT.format(47, 53), "splits_are_plausible")
    assert found["warns"][0] == "C3 Nursing, Split: 47% Male; Direct Patient Care 6%, Admin 9%"
    assert said(SPLIT.format(3, 97), "splits_are_plausible") == {}


def test_a_split_unlike_that_of_every_other_row():
    rows = "\n".join(f"Place {n} | {50 + n}% Male {50 - n}% Female" for n in range(5))
    one = f"Place | Split | FTE\n{rows}\nPlace 9 | 91% Male 9% Female"
    found = said(one, "splits_are_plausible")["notes"]  # a small place may well differ: asked
    assert [text.split(";")[0] for text in found] == [
        "B7 Place 9, Split: 91% Male",
        "B7 Place 9, Split: 9% Female",
    ]
    assert said(f"Place | Split | FTE\n{rows}", "splits_are_plausible") == {}
