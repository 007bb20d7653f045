# ruff: noqa: E501 - one case on a line reads best
"""D. Values: 63 to 92."""

import xlsxwriter

from tests.faults.corpus.cases import Case, book, cells, sheet
from tests.faults.files import HEADER, as_csv, practices, with_cell
from tests.unit.making import csv_of

ROWS = practices()
GOOD = as_csv(ROWS)
GRID = cells(GOOD)
FLAG = "Fully estimated - no data provided"


def everywhere(**columns: str) -> bytes:
    return as_csv([{**r, **columns} for r in ROWS])


def cell(column: str, value: str) -> bytes:
    return with_cell(column, value, row=3)


def late_mark() -> bytes:
    rows = [{**practices()[i % 5], "PRAC_CODE": f"F98{i:03d}"} for i in range(250)]
    rows[220]["TOTAL_GP_FTE"] = "ND"
    rows[220]["TOTAL_GP_EXTG_FTE"] = "ND"
    return as_csv(rows)


def with_parts(**changes: object) -> bytes:
    """A file with sexes, ages and roles of nurses that add up, and what is changed."""
    row: dict[str, object] = {
        "PRAC_CODE": "F99000", "PRAC_NAME": "A", "TOTAL_PATIENTS": 6000, "TOTAL_GP_FTE": 4, "TOTAL_GP_HC": 5,
        "TOTAL_NURSES_FTE": 3, "TOTAL_NURSES_HC": 4, "MALE_NURSES_FTE": 1, "FEMALE_NURSES_FTE": 2,
        "TOTAL_NURSES_HC_UNDER25": 1, "TOTAL_NURSES_HC_25TO29": 3,
        "TOTAL_N_PRAC_NURSE_FTE": 2, "TOTAL_N_PRAC_NURSE_HC": 3, "TOTAL_N_NURSE_SPEC_FTE": 1, "TOTAL_N_NURSE_SPEC_HC": 1,
    }  # fmt: skip
    return csv_of([{**row, **changes}, {**row, "PRAC_CODE": "F99001"}])


def without_cache() -> bytes:
    def then(workbook: xlsxwriter.Workbook) -> None:
        workbook.worksheets()[0].write_formula(1, 9, "=1+3.5", None, "")

    return book({"Data": GRID}, then)


def shown_error(text: str) -> bytes:
    def then(workbook: xlsxwriter.Workbook) -> None:
        workbook.worksheets()[0].write_formula(4, 9, "=1/0", None, text)

    return book({"Data": [*GRID]}, then)


def name(text: str) -> bytes:
    rows = practices()
    rows[1]["PRAC_NAME"] = text
    return as_csv(rows)


def flagged() -> bytes:
    rows = [
        {**r, "GP_SOURCE": FLAG, "TOTAL_GP_FTE": "0", "TOTAL_GP_EXTG_FTE": "0"} for r in ROWS[:1]
    ]
    return as_csv(
        [*rows, *({**r, "GP_SOURCE": "Fully provided"} for r in ROWS[1:])], (*HEADER, "GP_SOURCE")
    )


MARKS = ("", "-", "–", ".", "*", "[x]", "[c]", ":", "EST", "NS", "n/a", "NULL", "None", "—")
NUMBER = "neither a number nor a known mark"
TOLD = "every England file has such practices, so a tick would always be the same: it is told, not asked"
ACTIVE = ('=HYPERLINK("http://x.org","y")', "![x](http://x.org/y.png)", "<style>*{display:none}</style>", "[x](javascript:alert(1))", "+1+cmd|' /C calc'!A0", "@SUM(1+1)", "-2+3+cmd|' /C calc'!A0")  # fmt: skip

CASES = [
    Case(63, "NA", "notes", "missing_figures", "missing, not zero", lambda: cell("TOTAL_GP_FTE", "NA")),
    Case(64, "ND", "notes", "missing_figures", "GPs: 1", lambda: cell("TOTAL_GP_FTE", "ND")),
    *(
        Case(65, f"mark {mark!r}", "notes", "missing_figures", "leave the rates", lambda m=mark: cell("TOTAL_GP_FTE", m))
        for mark in MARKS
    ),
    *(
        Case(65, f"mark nobody knows {mark!r}", "blocks", "not_a_number", f"row 5, TOTAL_GP_FTE: {mark}", lambda m=mark: cell("TOTAL_GP_FTE", m))
        for mark in ("?", "tbc", "--", "nil", "[y]")
    ),
    Case(66, "0 that is an estimate", "notes", "missing_figures", "GPs: 1", flagged, period="2022-12"),
    Case(66, "0 of an old file without flags", "warns", "zeros_of_old_files", "before 2023-02", lambda: cell("TOTAL_NURSES_FTE", "0"), period="2022-12"),
    Case(67, "a true 0", "accepted", "", "", lambda: as_csv([{**r, "TOTAL_NURSES_FTE": "0", "TOTAL_NURSES_HC": "0"} if i == 3 else r for i, r in enumerate(ROWS)]), never=("missing_figures",)),
    Case(68, "a mark after 220 numbers", "notes", "missing_figures", "GPs: 1", late_mark),
    Case(69, "a comma for thousands", "accepted", "", "", lambda: cell("TOTAL_PATIENTS", "6,234.0")),
    Case(69, "thousands of the Continent", "blocks", "decimal_comma", "TOTAL_PATIENTS: 6.234,5", lambda: cell("TOTAL_PATIENTS", "6.234,5")),
    *(
        Case(70, f"mark behind a number {text!r}", "blocks", "not_a_number", NUMBER, lambda t=text: cell("TOTAL_NURSES_HC", t))
        for text in ("364*", "12 [1]", "3 (est)", "2¹")
    ),
    *(
        Case(71, f"a unit {text!r}", "blocks", "not_a_number", f"TOTAL_GP_FTE: {text}", lambda t=text: cell("TOTAL_GP_FTE", t))
        for text in ("£3", "3%", "3 FTE", "3h")
    ),
    Case(72, "FTE below 0", "blocks", "no_negative_figures", "F99003: GP", lambda: cell("TOTAL_GP_FTE", "-1.5")),
    Case(72, "headcount below 0", "blocks", "no_negative_figures", "F99003", lambda: cell("TOTAL_GP_HC", "-6")),
    Case(72, "patients below 0", "blocks", "no_negative_figures", "F99003", lambda: cell("TOTAL_PATIENTS", "-6000")),
    *(
        Case(73, f"no number {text!r}", "blocks", "not_a_number", NUMBER, lambda t=text: cell("TOTAL_GP_FTE", t))
        for text in ("1e999", "inf", "nan", "-Infinity", "0x1F", "1_000", "１２", "٣", "=1+1")
    ),
    Case(74, "26 digits", "blocks", "not_a_number", "12345678901234567890123456", lambda: cell("TOTAL_PATIENTS", "12345678901234567890123456")),
    Case(74, "13 digits", "blocks", "not_a_number", NUMBER, lambda: cell("TOTAL_GP_HC", "1234567890123")),
    Case(75, "headcount with decimals", "blocks", "headcount_is_whole", "F99003: GP 5.5", lambda: cell("TOTAL_GP_HC", "5.5")),
    Case(76, "1.6 FTE a person", "notes", "long_hours", "1.5 FTE for each person", lambda: as_csv([*ROWS[:4], {**ROWS[4], "TOTAL_NURSES_FTE": "3.2"}]), differs="some 20 practices of England are above 1.5 each year, so it is told; above 2 it is asked"),
    Case(76, "2.5 FTE a person", "warns", "very_long_hours", "More than 2 FTE", lambda: cell("TOTAL_NURSES_FTE", "5")),
    Case(77, "people without hours", "notes", "people_without_hours", "F99003: nurse 2 people", lambda: cell("TOTAL_NURSES_FTE", "0"), differs=TOLD),
    Case(78, "hours without people", "blocks", "fte_without_people", "FTE where the headcount is 0", lambda: cell("TOTAL_NURSES_HC", "0")),
    Case(79, "roles do not add up", "blocks", "roles_add_up", "does not add up", lambda: with_parts(TOTAL_N_NURSE_SPEC_FTE=2)),
    Case(79, "roles do not add up in one of many", "warns", "roles_add_up", "F99000 nurse", lambda: many_parts(TOTAL_N_NURSE_SPEC_FTE=2)),
    Case(80, "fewer people in roles", "blocks", "people_in_roles", "F99000 nurse: 4, in roles 3", lambda: with_parts(TOTAL_N_PRAC_NURSE_HC=2)),
    Case(80, "more people in roles", "accepted", "", "", lambda: with_parts(TOTAL_N_PRAC_NURSE_HC=4)),
    Case(81, "more GPs without trainees", "blocks", "fewer_staff_under_narrower_definition", "F99003", lambda: cell("TOTAL_GP_EXTG_FTE", "9")),
    Case(82, "men and women exceed all", "warns", "sexes_exceed_total", "total 3, parts 4", lambda: with_parts(MALE_NURSES_FTE=2)),
    Case(82, "some sexes unknown", "accepted", "", "", lambda: with_parts(MALE_NURSES_FTE=0.5)),
    Case(83, "ages do not add up", "warns", "ages_do_not_add_up", "total 4, parts 3", lambda: with_parts(TOTAL_NURSES_HC_25TO29=2)),
    Case(84, "no patients", "warns", "no_patients", "F99003", lambda: cell("TOTAL_PATIENTS", "0")),
    Case(84, "patients missing", "warns", "no_patients", "not available", lambda: cell("TOTAL_PATIENTS", "NA")),
    Case(85, "a tiny list", "notes", "tiny_lists", "F99003: 40", lambda: cell("TOTAL_PATIENTS", "40"), differs="some 50 practices of each file, and one in North East London with a single patient: told, not asked"),
    Case(85, "a huge list", "warns", "huge_lists", "F99003: 150,000", lambda: cell("TOTAL_PATIENTS", "150000")),
    Case(86, "patients in thousands", "blocks", "lists_in_thousands", "look divided by 1,000", lambda: everywhere(TOTAL_PATIENTS="6.1")),
    Case(87, "few patients for each GP", "notes", "patients_per_gp", "Fewer than 300", lambda: cell("TOTAL_PATIENTS", "900"), differs=TOLD),
    Case(87, "many patients for each GP", "warns", "one_list_moves_a_place", "F99003: 90,000 patients", lambda: cell("TOTAL_PATIENTS", "90000")),
    Case(88, "a practice code with an exponent", "blocks", "codes_have_the_right_shape", "1.23E+05", lambda: cell("PRAC_CODE", "1.23E+05")),
    Case(88, "a practice code that is a date", "blocks", "codes_have_the_right_shape", "03-MAR", lambda: cell("PRAC_CODE", "03-Mar")),
    Case(88, "a practice code without its zeros", "blocks", "codes_have_the_right_shape", "F993", lambda: cell("PRAC_CODE", "F993")),
    Case(88, "an area code that is a number", "blocks", "codes_survived_excel", "sub icb code: 1E+05", lambda: cell("SUB_ICB_CODE", "1E+05")),
    Case(88, "patients with an exponent", "blocks", "digits_lost", "TOTAL_PATIENTS: 1.23E+04", lambda: cell("TOTAL_PATIENTS", "1.23E+04")),
    *(
        Case(89, f"{text} in a CSV", "blocks", "error_cells", f"row 5, TOTAL_GP_FTE: {text}", lambda t=text: cell("TOTAL_GP_FTE", t))
        for text in ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#####")
    ),
    *(
        Case(89, f"{text} in a workbook", "blocks", "error_cells", f"row 5, TOTAL_GP_FTE: {text}", lambda t=text: shown_error(t), "x.xlsx")
        for text in ("#REF!", "#N/A", "#DIV/0!")
    ),
    Case(90, "a formula without a result", "refused", "formula_without_result", "J2", without_cache, "x.xlsx"),
    *(
        Case(91, f"a name that does something {i}", "warns", "active_text", "PRAC_NAME: ", lambda t=text: name(t))
        for i, text in enumerate(ACTIVE)
    ),
    Case(91, "a formula as text in a workbook", "warns", "active_text", "=HYPERLINK", lambda: sheet([[c if c != "SURGERY 1" else ACTIVE[0] for c in r] for r in GRID]), "x.xlsx"),
    Case(92, "hours", "blocks", "fte_is_not_hours", "look like hours", lambda: as_csv([{**r, "TOTAL_GP_FTE": f"{float(r['TOTAL_GP_FTE']) * 37.5:.1f}"} for r in ROWS])),
    Case(92, "sessions", "blocks", "fte_is_not_hours", "or sessions", lambda: as_csv([{**r, "TOTAL_GP_FTE": f"{float(r['TOTAL_GP_FTE']) * 9:.0f}"} for r in ROWS])),
]  # fmt: skip


def many_parts(**changes: object) -> bytes:
    """The same with enough practices that one is less than one in twenty."""
    one, first, second = with_parts(**changes).decode().splitlines()
    rows = [first, *(second.replace("F99001", f"F98{i:03d}") for i in range(40))]
    return "\n".join([one, *rows, ""]).encode()
