# ruff: noqa: E501 - one case on a line reads best
"""C. Layouts: 45 to 62."""

import xlsxwriter

from tests.faults.corpus.cases import Case, book, cells, sheet
from tests.faults.corpus.containers import LONG
from tests.faults.files import HEADER, as_csv, practices
from tests.unit.making import claims_csv, csv_of, detailed_header, pcn_csv

ROWS = practices()
GOOD = as_csv(ROWS)
GRID = cells(GOOD)
FTE = [h for h in HEADER if h.endswith("_FTE")]
SUM = {
    "PRAC_CODE": "Total",
    "TOTAL_PATIENTS": str(sum(int(r["TOTAL_PATIENTS"]) for r in ROWS)),
    **{h: f"{sum(float(r[h]) for r in ROWS):.2f}" for h in FTE},
}


def renamed(changes: dict[str, str]) -> bytes:
    header = [changes.get(h, h) for h in HEADER]
    return as_csv([{changes.get(k, k): v for k, v in r.items()} for r in ROWS], header)


def extended(*more: str) -> bytes:
    return as_csv([{**r, **dict.fromkeys(more, "1")} for r in ROWS], (*HEADER, *more))


def hidden(what: str) -> bytes:
    def then(workbook: xlsxwriter.Workbook) -> None:
        page = workbook.worksheets()[0]
        if what == "rows":
            page.set_row(2, None, None, {"hidden": True})
        elif what == "columns":
            page.set_column(4, 5, None, None, {"hidden": True})
        elif what == "filter":
            page.autofilter(0, 0, 5, 3)
            page.filter_column(0, "x == F99000")
        else:
            workbook.worksheets()[1].hide()

    return book(
        {"Data": GRID, "More": [["x"]]} if what != "sheet" else {"Cover": [["x"]], "Data": GRID},
        then,
    )


def two_rows() -> list[list[str]]:
    """`TOTAL_GP` over `FTE` and `HC`, as merged cells look."""
    upper = ["PRAC_CODE", "PRAC_NAME", "TOTAL_PATIENTS", "TOTAL_GP", "", "TOTAL_NURSES", ""]
    lower = ["", "", "", "FTE", "HC", "FTE", "HC"]
    return [upper, lower, *([r["PRAC_CODE"], r["PRAC_NAME"], r["TOTAL_PATIENTS"], r["TOTAL_GP_FTE"], r["TOTAL_GP_HC"], r["TOTAL_NURSES_FTE"], r["TOTAL_NURSES_HC"]] for r in ROWS)]  # fmt: skip


def as_text(grid: list[list[str]]) -> bytes:
    return "".join(",".join(row) + "\n" for row in grid).encode()


def swapped() -> bytes:
    return as_csv(
        [{**r, "TOTAL_GP_FTE": r["TOTAL_GP_HC"], "TOTAL_GP_HC": r["TOTAL_GP_FTE"],
          "TOTAL_GP_EXTG_FTE": "5", "TOTAL_GP_EXTG_HC": "3.5"} for r in ROWS]
    )  # fmt: skip


def official() -> bytes:
    """All columns of the file of today, one of them with its words in another order."""
    header = [
        "FEMALE_TRAINEE_DPC_NURSE_ASSOC_HC" if h == "FEMALE_DPC_TRAINEE_NURSE_ASSOC_HC" else h
        for h in detailed_header()
    ]
    rows = [{"PRAC_CODE": f"F9900{i}", "PRAC_NAME": "A", "PCN_CODE": "U99001", "PCN_NAME": "B PCN",
             "SUB_ICB_CODE": "Z9Z9Z", "ICB_CODE": "QZ9", "REGION_CODE": "Y99", "TOTAL_PATIENTS": 6000} for i in range(3)]  # fmt: skip
    return csv_of(rows, header)


TITLE = b"General Practice Workforce,,\nSeptember 2025,,\n,,\n"
NOTES = b'Source: NHS England\nNote: as at 30 September 2025\n"[1] Figures, rounded"\n'
INDIVIDUAL = b"UNIQUE_IDENTIFIER,STAFF_GROUP,DETAILED_STAFF_ROLE,AGE_YEARS,FTE,SNAPSHOT_DATE\n1,GP,GP Partner,44,1,2025-09-30\n"
APPOINTMENTS = b"SUB_ICB_LOCATION_CODE,APPOINTMENT_MONTH,APPT_STATUS,HCP_TYPE,APPT_MODE,COUNT_OF_APPOINTMENTS\nA3A8R,2023-06-01,Attended,GP,Telephone,9\n"
POSTCODES = b"PCD,OSLAUA,LSOA11,ICB\nE1 1AA,E09000030,E01000001,E54000029\n"
ROUTED = "there is one box for all files: it goes where it belongs, and the report names it"

CASES = [
    Case(45, "titles above", "notes", "title_rows", "found in row 4", lambda: TITLE + GOOD),
    Case(45, "titles above in a workbook", "notes", "title_rows", "found in row 3", lambda: sheet([["Workforce"], [], *GRID]), "x.xlsx"),
    Case(45, "headings too far down", "refused", "unknown_headings", "match no file", lambda: b"title\n" * 25 + GOOD),
    Case(46, "headings on two rows", "refused", "headings_on_two_rows", "on two rows, 1 and 2", lambda: as_text(two_rows())),
    Case(46, "headings on two rows in a workbook", "refused", "headings_on_two_rows", "Put each heading on one row", lambda: sheet([["Title"], *two_rows()]), "x.xlsx"),
    Case(47, "a total below that agrees", "warns", "total_row", "agrees with the rows above", lambda: as_csv([*ROWS, SUM])),
    Case(47, "a total below called England", "warns", "total_row", "row 7", lambda: as_csv([*ROWS, {**SUM, "PRAC_CODE": "ENGLAND"}])),
    Case(47, "a total below without a code", "warns", "total_row", "left out", lambda: as_csv([*ROWS, {**SUM, "PRAC_CODE": "", "PRAC_NAME": "Total"}])),
    Case(47, "a total below that does not agree", "warns", "total_row_differs", "is not the sum", lambda: as_csv([*ROWS, {**SUM, "TOTAL_GP_FTE": "99"}]), differs="published totals hold estimates that no practice has, so a difference is asked about and does not block"),
    Case(48, "sub-totals between", "blocks", "sub_totals", "row 4: TOTAL", lambda: as_csv([*ROWS[:2], SUM, *ROWS[2:], SUM])),
    Case(48, "sub-totals of PCNs", "blocks", "sub_totals", "NETWORK 0 PCN TOTAL", lambda: as_csv([*ROWS[:2], {**SUM, "PRAC_CODE": "NETWORK 0 PCN Total"}, *ROWS[2:]])),
    Case(49, "remarks below", "notes", "footnotes", "Source: NHS England", lambda: GOOD + b"\n" + NOTES),
    Case(49, "remarks below in a workbook", "notes", "footnotes", "Remarks under the table", lambda: sheet([*GRID, [], ["Source: NHS England"]]), "x.xlsx"),
    Case(50, "blank rows inside", "notes", "blank_rows", "Blank rows were left out", lambda: GOOD.replace(b"\nF99002", b"\n,,,,,,,,,,,,,,\n\nF99002")),
    Case(50, "a blank column inside", "notes", "blank_columns", "Blank columns", lambda: as_text([[*r[:3], "", *r[3:]] for r in GRID])),
    *(
        Case(51, f"hidden {what}", "warns", "hidden_parts", "are included", lambda w=what: hidden(w), "x.xlsx")
        for what in ("rows", "columns", "filter", "sheet")
    ),
    Case(52, "several sheets", "notes", "part_not_used", "not recognised", lambda: book({"Cover": [["About"]], "Data": GRID, "Notes": [["n"]]}), "x.xlsx"),
    Case(52, "two sheets that fit", "blocks", "two_files_for_one_period", "Publish one of them", lambda: book({"Data": GRID, "Copy": GRID}), "x.xlsx"),
    Case(53, "a heading twice", "refused", "headings_twice", "more than once: TOTAL_GP_FTE", lambda: renamed({"TOTAL_NURSES_FTE": "TOTAL_GP_FTE"})),
    Case(53, "a heading twice in a workbook", "refused", "headings_twice", "more than once", lambda: sheet([[*GRID[0], "PCN_CODE"], *([*r, "x"] for r in GRID[1:])]), "x.xlsx"),
    Case(54, "cells without a heading", "refused", "heading_missing", "column 16 has cells but no heading", lambda: as_text([[*r, "" if not i else str(i)] for i, r in enumerate(GRID)])),
    Case(55, "FTE and headcount swapped", "blocks", "columns_are_not_swapped", "look swapped", swapped),
    Case(56, "columns in another order", "accepted", "", "", lambda: as_csv(ROWS, HEADER[::-1])),
    Case(57, "columns nobody knows", "notes", "unknown_columns", "NEW_COLUMN", lambda: extended("NEW_COLUMN")),
    Case(57, "roles nobody knows", "notes", "unknown_roles", "TOTAL_DPC_WIZARD_FTE", lambda: extended("TOTAL_DPC_WIZARD_FTE", "TOTAL_DPC_WIZARD_HC")),
    Case(58, "no practice code", "refused", "unknown_headings", "these columns are missing: PRAC_CODE", lambda: renamed({"PRAC_CODE": "WHO"})),
    Case(58, "practice code misspelt", "refused", "unknown_headings", "nearest here: PRAC_CDOE", lambda: renamed({"PRAC_CODE": "PRAC_CDOE"})),
    Case(58, "no staff", "refused", "unknown_headings", "staff columns such as TOTAL_GP_FTE", lambda: as_csv(ROWS, HEADER[:9])),
    Case(59, "EXR and EXRL", "warns", "older_layout", "July 2022", lambda: renamed({"TOTAL_GP_EXTG_FTE": "TOTAL_GP_EXR_FTE", "TOTAL_GP_EXTG_HC": "TOTAL_GP_EXR_HC"})),
    Case(59, "CCG and STP", "warns", "older_layout", "An older layout", lambda: renamed({"SUB_ICB_CODE": "CCG_CODE", "ICB_CODE": "STP_CODE"})),
    Case(60, "words in another order", "accepted", "", "", official),
    Case(60, "staff groups of the old census", "warns", "older_layout", "TOTAL_NURSE_FTE", lambda: renamed({"TOTAL_NURSES_FTE": "TOTAL_NURSE_FTE", "TOTAL_NURSES_HC": "TOTAL_NURSE_HC"}), differs="only the old census wrote them so, and its figures were issued again"),
    Case(61, "High level file", "notes", "no_list_sizes", "no list sizes", lambda: LONG),
    Case(62, "PCN file", "accepted", "", "", lambda: pcn_csv([{}]), period=None, differs=ROUTED),
    Case(62, "claims", "accepted", "", "", lambda: claims_csv([{}]).encode(), period=None, differs=ROUTED),
    Case(62, "individual level", "refused", "other_file", "this is the file “General Practice Workforce, individual level”", lambda: INDIVIDUAL),
    Case(62, "appointments", "refused", "other_file", "“Appointments in General Practice”", lambda: APPOINTMENTS),
    Case(62, "postcodes", "notes", "unknown_columns", "ICB", lambda: POSTCODES),
]  # fmt: skip
