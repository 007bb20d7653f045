"""Pages as councils send them: turned sideways, with raised marks of footnotes, with tables beside each other."""

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader, PdfWriter, Transformation

from tests.unit.pdfs import pdf_of, typst_table
from wfcore.table_checks import PrintedTable, diagnose, tables_of

ROWS = [
    ["PCN", "GP FTE", "Nurse FTE", "Total"], ["East", "51.2", "27.0", "78.2"],
    ["West", "46.0", "24.5", "70.5"], ["South", "52.4", "27.3", "79.7"], ["Total", "149.6", "78.8", "228.4"],
]  # fmt: skip
PAGE = pdf_of("Table 1: Staff, FTE, September 2025", typst_table(ROWS), "Source: NHS England")


def cells(table: PrintedTable) -> list[list[str]]:
    return [list(table.headings), *([c.text for c in row.cells] for row in table.rows)]


def saved(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def shown_turned(degrees: int) -> Callable[[], bytes]:
    """The page lies on its side for whoever opens it."""

    def made() -> bytes:
        writer = PdfWriter()
        writer.add_page(PdfReader(io.BytesIO(PAGE)).pages[0])
        writer.pages[0].rotate(degrees)
        return saved(writer)

    return made


def drawn_turned(*, upright: bool) -> Callable[[], bytes]:
    """The table is drawn sideways, and the page may be turned back when it is opened."""

    def made() -> bytes:
        page, writer = PdfReader(io.BytesIO(PAGE)).pages[0], PdfWriter()
        wide, tall = float(page.mediabox.width), float(page.mediabox.height)
        sheet = writer.add_blank_page(tall, wide)
        sheet.merge_transformed_page(page, Transformation().rotate(90).translate(tall, 0))
        if upright:
            sheet.rotate(90)
        return saved(writer)

    return made


@pytest.mark.parametrize(
    "made",
    [shown_turned(90), shown_turned(180), shown_turned(270), drawn_turned(upright=True), drawn_turned(upright=False)],
)  # fmt: skip
def test_a_page_on_its_side_is_read_as_one_turns_it(made: Callable[[], bytes]):
    (table,) = tables_of("paper.pdf", made())
    assert cells(table) == ROWS
    assert table.above[1:] == ("Table 1: Staff, FTE, September 2025",)
    assert table.below == ("Source: NHS England",)


def test_a_raised_digit_is_a_mark_and_not_part_of_the_figure():
    """46.0 with a small 2 at its head is not 46.02; a name keeps its mark apart as well."""
    raised = "#super(typographic: false)"
    table = typst_table([ROWS[0][:3], *(row[:3] for row in ROWS[1:])])
    table = table.replace('[#"46.0"]', f"[46.0{raised}[2]]").replace(
        '"West"]', f'"West"{raised}[3]]'
    )
    notes = f"{raised}[2] Two practices did not report.\n\n{raised}[3] Merged in 2024."
    (read,) = tables_of("paper.pdf", pdf_of(f"Staff, FTE{raised}[1], September 2025", table, notes))
    assert cells(read)[2] == ["West³", "46.0²", "24.5"]
    assert [float(value) for _, value in read.figures(1)] == [51.2, 46.0, 52.4, 149.6]
    assert read.above[1:] == ("Staff, FTE¹, September 2025",)
    (one,) = diagnose([read])
    assert [f.code for f in one.findings if f.severity != "notes"] == []


@pytest.mark.parametrize("ruled", [True, False])
def test_tables_beside_each_other_are_two(*, ruled: bool):
    left, right = [row[:2] for row in ROWS], [[row[0], row[2]] for row in ROWS]
    page = pdf_of(
        "#grid(columns: 2, gutter: 2cm, [", typst_table(left, ruled), "],[",
        typst_table(right, ruled), "])",
    )  # fmt: skip
    assert [cells(table) for table in tables_of("paper.pdf", page)] == [left, right]


@pytest.mark.parametrize("ruled", [True, False])
def test_headings_that_every_page_repeats_are_no_rows(*, ruled: bool):
    rows = [[f"Network {n}", f"{40 + n % 7}.{n % 10}", f"{20 + n % 5}.{n % 9}"] for n in range(130)]
    head, body = (
        ",".join(f"[{cell}]" for row in part for cell in row) for part in ([ROWS[0][:3]], rows)
    )
    stroke = "1pt" if ruled else "none"
    page = pdf_of(f"#table(columns: 3, stroke: {stroke}, table.header({head}), {body})")
    (table,) = tables_of("paper.pdf", page)
    assert cells(table) == [ROWS[0][:3], *rows]
    assert table.name == "paper.pdf › pages 1 to 4"
