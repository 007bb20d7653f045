"""Rows that do not fit, rows of totals, and names that are none."""

import pytest

from tests.unit.making import csv_of, draft_of, drafts_of
from wfcore.declared import declared
from wfcore.errors import UnreadableFile
from wfcore.unpacking.rows import all_fit, is_note, parse_rows

SIZES = declared().rules.limits.model_dump()
ROW = {"PRAC_CODE": "A00001", "PRAC_NAME": "A", "TOTAL_PATIENTS": 5000, "TOTAL_GP_FTE": 4}
SECOND = ROW | {"PRAC_CODE": "A00002", "PRAC_NAME": "B"}
TOTAL = {"PRAC_CODE": "Total", "PRAC_NAME": "", "TOTAL_PATIENTS": 10000, "TOTAL_GP_FTE": 8}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["Source: NHS England"], True),
        (["Note", "2025"], True),
        (["* rounded", "to", "five"], True),
        (["[1] Figures", "as at June"], True),
        (["Some words at the end"], True),
        (["A81001", "THE SURGERY"], False),  # a row cut short
        (["A8100"], False),
        (["A81001 SURGERY"], False),
        (["NWRS Staff"], False),  # what stands in the column above
        (["NWRS"], False),
        (["one;two three;four"], False),
        (["word"], False),
        (["", ""], False),
    ],
)
def test_what_is_a_remark(cells: list[str], said: bool):
    assert is_note(cells, {"NWRS Staff", "A81001"}) is said


def test_rows_are_laid_out_with_their_blanks():
    laid = parse_rows("f", "a,b\n1,2\n\n,\n3,4\n\nSource: x\n", ",", 1, 2, SIZES)
    assert laid.rows == [["1", "2"], ["3", "4"]]
    assert laid.blank == [1, 2]
    assert laid.notes == ["Source: x"]


def test_rows_that_do_not_fit_are_all_counted():
    with pytest.raises(UnreadableFile) as error:
        parse_rows("f", "a,b\n" + "1,2,3\n" * 7 + "1,2\n", ",", 1, 2, SIZES)
    assert "row 2 has 3 cells, row 3 has 3 cells" in error.value.message
    assert "(and 2 more)" in error.value.message


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("a,b\n1,2\n\n", True),
        ("a,b\n1\n", False),
        ('a,b\n1,"2\n3"\n', True),
        ("a,b\n1,2,3\n", False),
    ],
)
def test_whether_all_rows_fit(text: str, fits: bool):
    assert all_fit(text, ",", 1, 2) is fits


def test_a_total_below_is_compared_and_left_out():
    draft = draft_of(csv_of([ROW, SECOND, TOTAL]), period="2025-09")
    (found,) = draft.findings
    assert (found.code, found.severity) == ("total_row", "warns")
    assert "agrees with the rows above in 2 columns" in found.message
    assert draft.rows == 2
    assert draft.tables["staff_total"]["area_code"].to_list() == ["A00001", "A00002"]


def test_a_total_that_does_not_agree_says_where():
    draft = draft_of(csv_of([ROW, SECOND, TOTAL | {"TOTAL_GP_FTE": 9}]), period="2025-09")
    (found,) = draft.findings
    assert found.code == "total_row_differs"
    assert found.examples == ("row 4", "TOTAL_GP_FTE: 9.00 printed, 8.00 added up")


def test_totals_between_block():
    draft = draft_of(csv_of([ROW, TOTAL, SECOND]), period="2025-09")
    assert [(f.code, f.severity, f.examples) for f in draft.findings] == [
        ("sub_totals", "blocks", ("row 3: TOTAL",))
    ]


def test_a_practice_called_total_is_a_practice():
    draft = draft_of(csv_of([ROW, SECOND | {"PRAC_NAME": "TOTAL HEALTH"}]), period="2025-09")
    assert draft.findings == ()
    assert draft.rows == 2


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("THE OLD SURGERY - NORTH", None),
        ("@HOME", "active_text"),
        ("=1+1", "active_text"),
        ("-1+1", "active_text"),
        ("- NORTH", None),
        ("<b>BOLD</b>", "active_text"),
        ("A < B", None),
        ("SEE HTTPS://X.ORG", "active_text"),
        ("A\u202eB", "invisible_characters"),
        ("A\x07B", "invisible_characters"),
        ("CAFE\u0301", None),
        ("N" * 201, "names_cut"),
        ("N" * 200, None),
    ],
)
def test_names_that_are_none(name: str, code: str | None):
    draft = draft_of(csv_of([ROW | {"PRAC_NAME": name}]), period="2025-09")
    assert [f.code for f in draft.findings] == ([code] if code else [])
    kept = draft.tables["places"]["practice_name"][0]
    assert kept is None or (kept[0] not in "=+-@" and len(kept) <= 200)


def test_accents_in_two_pieces_are_put_together():
    draft = draft_of(csv_of([ROW | {"PRAC_NAME": "CAFE\u0301"}]), period="2025-09")
    assert draft.tables["places"]["practice_name"].to_list() == ["CAF\u00c9"]


def test_rows_are_named_as_in_the_sheet():
    text = "Title\n\n" + csv_of([ROW, SECOND | {"TOTAL_GP_FTE": "five"}]).decode()
    (draft,) = drafts_of(text, period="2025-09")
    (found,) = (f for f in draft.findings if f.code == "not_a_number")
    assert found.examples == ("row 5, TOTAL_GP_FTE: five",)
