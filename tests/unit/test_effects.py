"""What moves the figure of a place warns, however it came."""

import pytest

from tests.unit.making import checked, codes_of, csv_of, places_csv
from wfcore.findings import Finding

Row = dict[str, object]


def practice(n: int, **changed: object) -> Row:
    usual: Row = {
        "PRAC_CODE": f"A{n:05d}", "TOTAL_PATIENTS": 6000 + 100 * n, "TOTAL_GP_FTE": 3.5 + n % 5 / 4,
        "TOTAL_GP_HC": 5 + n % 3, "TOTAL_NURSES_FTE": 1.5 + n % 4 / 5, "TOTAL_NURSES_HC": 3,
    }  # fmt: skip
    return usual | changed


def found(code: str, *rows: Row, without: str = "") -> list[Finding]:
    data = [{k: v for k, v in row.items() if k != without} for row in rows]
    report = checked(csv_of(data), period="2025-09")[1]
    return [f for file in report.files for f in file.findings if f.code == code]


def many(**first: object) -> list[Row]:
    return [practice(0, **first), *map(practice, range(1, 30))]


@pytest.mark.parametrize("without", ["", "TOTAL_PATIENTS"])
@pytest.mark.parametrize("column", ["TOTAL_GP_FTE", "TOTAL_NURSES_FTE", "TOTAL_GP_HC"])
def test_one_practice_with_staff_for_many(column: str, without: str):
    more: Row = {"TOTAL_GP_HC": 500} if column == "TOTAL_GP_FTE" else {}
    more |= {"TOTAL_NURSES_HC": 500} if column == "TOTAL_NURSES_FTE" else {}
    said = found("one_practice_moves_a_place", *many(**more | {column: 412}), without=without)
    assert said[0].severity == "warns"
    assert any("A00000" in f.examples[0] and "412" in f.examples[0] for f in said)


def test_true_practices_are_left_alone():
    # Twice the staff of its neighbours, and a list of two hundred with a doctor of its own.
    rows = many(TOTAL_GP_FTE=8, TOTAL_GP_HC=11)
    assert found("one_practice_moves_a_place", *rows) == []
    few = [*rows, practice(31, TOTAL_PATIENTS=200, TOTAL_GP_FTE=4, TOTAL_GP_HC=5)]
    assert found("one_practice_moves_a_place", *few) == []


def test_a_million_people_in_a_practice_block():
    (said,) = found("no_impossible_headcount", *many(TOTAL_GP_HC=1_000_000))
    assert (said.severity, said.examples) == ("blocks", ("A00000: GP 1,000,000",))
    assert found("no_impossible_headcount", *many(TOTAL_GP_HC=60)) == []


def test_a_column_of_zeros():
    rows = [practice(n, TOTAL_NURSES_FTE=0, TOTAL_NURSES_HC=0) for n in range(30)]
    (said,) = found("columns_are_filled", *rows)
    assert said.examples == ("nurses: 0 in 100% of 30 practices",)
    assert found("columns_are_filled", *rows[:20], *map(practice, range(30, 40))) == []
    rows = [practice(n, TOTAL_NURSES_FTE="", TOTAL_NURSES_HC="") for n in range(30)]
    (said,) = found("columns_are_filled", *rows)
    assert said.examples == ("nurses: nothing in 100% of 30 practices",)


@pytest.mark.parametrize(
    ("code", "column", "said"),
    [
        ("U0000О", "pcn", "cyrillic capital letter o"),
        ("U000O1", "pcn", "U000O1"),
        ("А3A8R", "sub_icb", "cyrillic capital letter a"),
        ("QМF", "icb", "cyrillic capital letter em"),
        ("Υ56", "region", "greek capital letter upsilon"),
    ],
)  # fmt: skip
def test_codes_of_other_alphabets_make_no_area(code: str, column: str, said: str):
    more = {column: code} if column != "pcn" else {}
    cells = [("A00001", code if column == "pcn" else "U00001", "E"), ("A00002", "U00001", "E")]
    report = checked(places_csv(cells, **more))[1]
    (told,) = (
        f for file in report.files for f in file.findings if f.code == "codes_have_the_right_shape"
    )
    assert told.severity == "blocks"
    assert said in told.examples[0]


def test_codes_as_they_are_published_pass():
    for area in ("07H", "A3A8R", "U2G6B"):
        assert (
            codes_of(checked(places_csv([("A00001", "U00001", "E")], sub_icb=area, icb="S1Y5D"))[1])
            == {}
        )
