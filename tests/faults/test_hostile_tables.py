"""Tables made to keep the doctor waiting, or to lead it astray: read or named, within ten seconds."""

import io
from collections.abc import Callable
from time import process_time
from typing import Any

import pytest
import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]

from wfcore.errors import UnreadableFile
from wfcore.table_checks import Diagnosis, diagnose, tables_of

SECONDS = 10
SMALL = (
    ("PCN", "GPs FTE", "Nurses FTE", "Total FTE"),
    ("A", 1, 2, 3),
    ("B", 2, 3, 5),
    ("C", 4, 4, 8),
)
NAMES = [f"Somewhere {n} PCN" for n in range(1300)]  # as many networks as there are


def workbook(sheets: int, rows: tuple[tuple[object, ...], ...] = SMALL) -> bytes:
    out = io.BytesIO()
    book: Any = xlsxwriter.Workbook(out, {"in_memory": True})
    for n in range(sheets):
        sheet = book.add_worksheet(f"Table {n + 1}")
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
    book.close()
    return out.getvalue()


def grid(headings: list[str], rows: int, name: str = "P{}") -> bytes:
    """A figure in every cell, no two rows alike."""
    body = [
        ",".join([name.format(i), *(str(i * j % 97 + 1) for j in range(len(headings)))])
        for i in range(rows)
    ]
    return "\n".join([",".join(["Place", *headings]), *body]).encode()


def timed(name: str, data: bytes) -> list[Diagnosis]:
    start = process_time()
    try:
        return diagnose(tables_of(name, data), NAMES)
    finally:
        assert process_time() - start < SECONDS


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a,b,c,d,e\n" + b"x,1,2,3,4\n" * 10_000, "more than 10,000 cells.*New quarter"),
        (b",".join([b"1"] * 2000) + b"\n" + b",".join([b"2"] * 2000), "more than 100 columns"),
        (b"PCN,GPs\nA," + b"9" * 10**7 + b"\nB,2\n", "more than 2 MB of text"),
        (b"PCN" + b" " * 10**6 + b"GPs\nA   1\nB   2", "line 1 has 1,000,006 characters"),
        (b'PCN,GPs\n"' + b"a " * 90_000 + b'",1\nB,2\n', "line 2 has 180,004 characters"),
        (b"\n".join([b",".join([b"lorem ipsum"] * 20)] * 400), "no table was found"),
        (b"GPs in post\n", "no table was found"), (b"PCN,GPs,Nurses\n", "no table was found"),
        (b"PCN,GPs\nPCN,GPs\n", "no table was found"), (b"," * 50_000, "no table was found"),
        (b"|" * 50_000 + b"\n|---|\n", "no table was found"), (b"\t" * 9000 + b"x", "no table|columns"),
        (b"", "empty"), (b"PCN,GPs\nA\x00B,1\x00\nB,2\nC,3\n", "zero bytes"),
        (b"PCN,GPs\n" + b"\x00" * 10**5, "zero bytes"),
        (lambda: workbook(1, ((*range(300),),) * 300), "more than 10,000 cells"),
    ],
    ids=[
        "cells", "columns", "ten megabytes", "gap", "quoted", "words", "one line", "headings",
        "headings twice", "commas", "bars", "tabs", "nothing", "zero bytes", "zeros", "wide workbook",
    ],
)  # fmt: skip
def test_what_is_no_table_of_a_paper_is_named(data: bytes | Callable[[], bytes], words: str):
    given = data if isinstance(data, bytes) else data()
    with pytest.raises(UnreadableFile, match=f"(?s){words}") as refused:
        timed("odd", given)
    assert refused.value.advice


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"a,b,c\n" + b'=SUM(A1:A9),=1+1,"=HYPERLINK(""http://x"",""y"")"\n' * 300, None),
        ("地区,全科医生,护士\n北,1,2\nЗапад,2,3\nشرق,٣,٤\nTotal,６,９\n".encode(), 4),
        ("المنطقة\tأطباء\tممرضات\n\u202eشمال\t1\t2\n\u2067جنوب\u2069\t3\t4\nTotal\t4\t6\n".encode(), 3),
        (b'PCN,GPs,Nurses\nA,1,"PCN,x\nA,2"\nB,2,"| a | b |\n| 1 | 2 |"\nTotal,3,4\n', None),
        (b"GPs\n1\n2\n3\n", 3),
        (grid([f"Role {j}" for j in range(98)], 99), 99),
        (grid(["Total"] * 60, 120, "Total"), 120),
        (grid([f"{j} and over (%)" for j in range(60)], 120), 120),
        (grid([f"{1940 + j}" for j in range(80)], 120), 120),
        (grid([f"Rate per 1000 {j}" for j in range(80)], 120), 120),
        (grid([f"of which {j}" for j in range(80)], 120, "of which {}"), 120),
        (grid([f"Change {j}" for j in range(80)], 120), 120),
        (grid([f"Share {j} (%)" for j in range(80)], 120), 120),
        (grid(["GPs"], 4900, "Havering North {} PCN"), 4900),
        (b"PCN,GPs\n" + b"".join(b"x%d,%d\n" % (i, 10**59) for i in range(200)), 200),
        (b"PCN,GPs\n" + b"".join(b"x%d,1e%d\n" % (i, i * 1000) for i in range(200)), 200),
        (b"PCN GPs\n" + b"A 1\n" * 4000, 4000),
    ],
    ids=[
        "formulas", "scripts", "right to left", "a table in a cell", "one column", "wide", "totals",
        "bands", "years", "rates", "of which", "changes", "shares", "names", "digits", "powers", "alike",
    ],
)  # fmt: skip
def test_what_is_odd_is_read_within_ten_seconds(data: bytes, rows: int | None):
    made = timed("odd", data)
    assert rows is None or sum(one.rows for one in made) in (rows, rows - 1)


def test_a_table_inside_a_table_is_read_as_blocks_or_rows():
    inner = b"PCN,GPs,Nurses\nA,1,2\nB,3,4\nPCN,GPs,Nurses\nC,1,2\nD,1,3\nTotal,2,5\n"
    assert sum(one.rows for one in timed("nested", inner)) == 5


@pytest.mark.parametrize("sheets", [1, 200])
def test_every_sheet_of_a_large_workbook_is_read(sheets: int):
    made = timed("book.xlsx", workbook(sheets))
    assert [one.table for one in made] == [f"book.xlsx › Table {n + 1}" for n in range(sheets)]
    assert all(one.rows == 3 for one in made)
