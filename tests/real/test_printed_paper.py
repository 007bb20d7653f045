"""The Havering paper of December 2022, rebuilt from its printed tables."""

import csv
import html
import io
import re
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from wfcore import papers
from wfcore.answers import printed_case
from wfcore.table_checks import tables_of

SOURCE = "Primary Care workforce update, Havering HOSC, December 2022"


@pytest.fixture(scope="module")
def table(real_data: Path) -> str:
    path = real_data / "seed_tables" / "havering_rates_verbatim.csv"
    return path.read_text(encoding="utf-8-sig")


@pytest.fixture(scope="module")
def document(table: str) -> papers.Document:
    (read,) = tables_of("havering.csv", table.encode())
    paper = papers.printed_paper(printed_case(read, None, None), SOURCE, "Havering")

    def none(version: int):
        raise AssertionError(version)

    return papers.document(paper, none, made="26 November 2026")


def test_same_figures_under_headings_that_hold(table: str, document: papers.Document):
    (section,) = document.sections
    assert section.answer.table is not None
    printed = list(csv.DictReader(io.StringIO(table)))
    shown = section.answer.table.shown()
    assert sorted((row[2], row[3]) for row in shown) == sorted(
        (line["jun_22"], line["sep_22"]) for line in printed
    )
    by_staff = {
        staff: [r for r in shown if r[0] == staff] for staff in dict.fromkeys(r[0] for r in shown)
    }
    assert [len(rows) for rows in by_staff.values()] == [4, 4, 4, 4]
    *_, fourth = by_staff
    assert fourth == "Not GPs (heading printed twice)"
    assert {row[2] for row in by_staff[fourth]} == {"103.01", "109.69", "103.48", "105.02"}
    assert {row[2] for row in by_staff["Fully qualified GPs"]} == {
        "44.03",
        "43.83",
        "32.47",
        "37.50",
    }


def test_a_hundredth_is_no_clear_change(document: papers.Document):
    (section,) = document.sections
    assert section.answer.table is not None
    words = {tuple(row[2:4]): row[5] for row in section.answer.table.shown()}
    assert words["44.03", "44.07"] == "no clear change"
    assert words["6.37", "6.38"] == "no clear change"
    for word in words.values():
        assert word in ("no clear change", "up", "down")
    assert words["43.83", "39.70"] == "down"
    assert words["3.74", "5.74"] == "up"


def test_what_to_ask_about_marshall(table: str, document: papers.Document):
    (section,) = document.sections
    marshall = [one for one in section.answer.follow_ups if one.rule == "groups_moved_together"]
    assert [("Marshall" in one.question) for one in marshall] == [True]
    (asked,) = marshall
    assert "between June 2022 and September 2022" in asked.question  # one quarter
    for figure in ("GPs −9.4%", "nurses −16.2%", "healthcare assistants +53.5%"):
        assert figure in asked.question
    # The same by hand, from the table as it was printed.
    block = [
        line for line in csv.DictReader(io.StringIO(table)) if "MARSHALL" in line["pcn_as_printed"]
    ]
    moved = [float(line["sep_22"]) / float(line["jun_22"]) - 1 for line in block]
    assert [f"{100 * m:+.1f}" for m in moved[:3]] == ["-9.4", "-16.2", "+53.5"]
    assert "list" in asked.question
    assert "practice join or leave" in asked.question
    assert "how staff are reported" in asked.question
    assert {one.rule for one in section.answer.follow_ups} >= {
        "heading_twice",
        "arrow_without_change",
    }


def test_the_pdf_prints_all_of_it(table: str, document: papers.Document):
    made = papers.as_pdf(document)
    assert made.fits
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made.data)).pages)
    for figure in re.findall(r"\d+\.\d\d", table):
        assert figure in text
    assert not set("↑↓") & set(text)
    assert SOURCE in " ".join(text.split())


def test_word_and_web_page_print_the_same_without_arrows(table: str, document: papers.Document):
    word = docx.Document(io.BytesIO(papers.as_word(document)))
    cells = [cell.text for grid in word.tables for row in grid.rows for cell in row.cells]
    said = "\n".join([*(p.text for p in word.paragraphs), *cells])
    page = html.unescape(
        re.sub(r"<svg.*?</svg>|<[^>]+>", " ", papers.as_html(document), flags=re.DOTALL)
    )
    figures = re.findall(r"\d+\.\d\d", table)
    assert len(figures) == 32
    for text in (said, page):
        assert [figure for figure in figures if figure not in text] == []
        assert not set("↑↓▲▼") & set(text)
        assert "Not GPs (heading printed twice)" in text
        assert "no clear change" in text
        assert "healthcare assistants +53.5%" in text
        assert SOURCE in " ".join(text.split())
