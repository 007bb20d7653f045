"""A paper in every format: headings, tables, pictures in words, every number, and nothing from data run."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import docx
import fastexcel
import pytest
from pypdf import PdfReader

from tests.security import exports
from tests.unit.pdfs import squeezed, tags
from wfcore import papers
from wfcore.answers import choice_of, question_of
from wfcore.errors import UnknownName
from wfcore.measuring import VersionMeasures
from wfcore.papers import Document, FiguresOf
from wfcore.papers.documents import follow_ups_of
from wfcore.papers.pdf import column_widths, fewer_rows

SAMPLES = Path(__file__).parents[2] / "sample_data"
PLACES = ("Havering", "U99901", "U55939", "QMF", "QZZ")
HOSTILE = (
    '=HYPERLINK("http://x") #panic() $x$ *a* _b_ [c] @d <script>alert(1)</script> \\f `i` // k &amp; ~ -- '
    '<img src="http://x/y.png">'
)
LINK = (
    "https://example.org/paper?version=1&level=borough&place=Havering&period=2025-09&paper=enough"
)
MADE = "26 November 2026"


@pytest.fixture(scope="module")
def figures_of(sample_figures: VersionMeasures) -> FiguresOf:
    return lambda version: sample_figures


def made(figures_of: FiguresOf, place: str, commentary: str = "", link: str = LINK) -> Document:
    paper = papers.default_paper(choice_of(figures_of(1), place, "gp_rate"))
    if commentary:
        paper = paper.commented(0, commentary)
    return papers.document(paper, figures_of, made=MADE, today="2026-11", link=link)


@pytest.fixture(scope="module")
def havering(figures_of: FiguresOf) -> Document:
    return made(figures_of, "Havering", HOSTILE)


def hostile(document: Document) -> Document:
    """The same as if every name in the data were an attack."""
    first, *others = document.sections
    table = first.answer.table
    assert table is not None
    text = next(iter(table.headings))
    rows = table.rows.with_columns(**{text: table.rows[text] + HOSTILE})
    attack = replace(
        first.answer, verdict=HOSTILE, table=replace(table, rows=rows, caption=HOSTILE)
    )
    bad = replace(first, title=HOSTILE, answer=attack)
    return replace(document, title=HOSTILE, about=HOSTILE, sections=(bad, *others))


def expected(document: Document) -> list[str]:
    """Every text a reader must find, in any format that is read from top to bottom."""
    found = [document.title, document.about]
    for section in document.sections:
        found += [
            section.title,
            section.answer.verdict,
            *section.answer.detail,
            *section.commentary,
        ]
        found += [f"{one.question} Who can answer: {one.who}." for one in section.answer.follow_ups]
        found += [*section.answer.cautions, section.answer.source]
        if section.answer.table:
            found += [section.answer.table.caption, *section.answer.table.head]
            found += [cell for row in section.answer.table.shown() for cell in row]
    return [text for text in found if text.strip()]


def missing(document: Document, text: str) -> list[str]:
    there = squeezed(text)
    return [one for one in expected(document) if squeezed(one) not in there]


# PDF


def pdf_text(data: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


@pytest.mark.parametrize("place", PLACES)
def test_the_default_paper_is_two_sides_of_a4(figures_of: FiguresOf, place: str):
    document = made(figures_of, place)
    print_ = papers.as_pdf(document)
    reader = PdfReader(io.BytesIO(print_.data))
    assert (len(reader.pages), print_.pages, print_.fits) == (2, 2, True)
    assert {tuple(round(x) for x in page.mediabox[2:]) for page in reader.pages} == {(595, 842)}


def test_a_plan_under_a_local_aim_leaves_the_paper_on_two_sides(england_figures: VersionMeasures):
    """Wolverhampton of the first store: its course ahead has a table too wide to stand beside it."""
    choice = choice_of(england_figures, "Wolverhampton", "gp_excl_trainees_rate")
    paper = papers.default_paper(choice)
    whole = papers.document(paper, lambda _: england_figures, made=MADE, link=LINK)
    drawn = [s.answer for s in whole.sections if s.answer.picture]
    assert max(len(one.table.head) for one in drawn if one.table) > 5
    print_ = papers.as_pdf(whole)
    assert len(PdfReader(io.BytesIO(print_.data)).pages) == 2
    assert missing(whole, pdf_text(print_.data)) == []


@pytest.mark.parametrize("place", ["Cornwall", "Birmingham"])
def test_the_usual_paper_of_a_large_place_is_two_sides_too(
    england_figures: VersionMeasures, place: str
):
    """Of a long table the middle stands in the workbook; the caption says how much of it."""
    choice = choice_of(england_figures, place, "gp_excl_trainees_rate")
    whole = papers.document(
        papers.default_paper(choice), lambda _: england_figures, made=MADE, link=LINK
    )
    longest = max(s.answer.table.rows.height for s in whole.sections if s.answer.table)
    assert longest >= 19
    print_ = papers.as_pdf(whole)
    text = " ".join(pdf_text(print_.data).split())
    assert print_.fits
    if missing(whole, pdf_text(print_.data)):
        assert f"of its {longest} rows stand in the Excel file of this paper alone" in text


def test_a_long_table_gives_up_its_middle():
    rows = [[str(at), "x"] for at in range(30)]
    few, said = fewer_rows(rows, 12)
    assert [row[0] for row in few] == [*map(str, range(9)), "… 18 more", "27", "28", "29"]
    assert said == "; 18 of its 30 rows stand in the Excel file of this paper alone"
    assert fewer_rows(rows[:13], 12) == (
        rows[:13],
        "",
    )  # one row is no more than the line that says so
    assert fewer_rows(rows, None) == (rows, "")


def test_the_pdf_is_tagged_with_headings_tables_and_pictures_in_words(havering: Document):
    reader = PdfReader(io.BytesIO(papers.as_pdf(havering).data))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    nodes = tags(reader)
    kinds = [str(node["/S"]) for node in nodes]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(havering.sections) + 1
    tables = [table for _, _, table in havering.tables]
    assert kinds.count("/Table") == len(tables)
    assert kinds.count("/TH") == sum(len(table.head) for table in tables)
    pictures = [str(node["/Alt"]) for node in nodes if node["/S"] == "/Figure"]
    assert pictures == [
        section.answer.alt for section in havering.sections if section.answer.picture
    ]
    assert len(pictures) == 4


def test_the_pdf_says_everything_and_every_page_where_from(havering: Document):
    data = papers.as_pdf(havering).data
    assert missing(havering, pdf_text(data)) == []
    for page in PdfReader(io.BytesIO(data)).pages:
        text = squeezed(page.extract_text())
        for part in ("Havering", "September 2025", "Data version 1", MADE, LINK):
            assert squeezed(part) in text


def test_a_longer_paper_says_how_long_it_is(figures_of: FiguresOf):
    choice = choice_of(figures_of(1), "Havering", "gp_rate")
    paper = papers.default_paper(choice)
    longer = paper.model_copy(update={"parts": paper.parts * 3})
    print_ = papers.as_pdf(papers.document(longer, figures_of, made=MADE))
    assert not print_.fits
    assert print_.pages == len(PdfReader(io.BytesIO(print_.data)).pages) > 2


def test_pictures_need_words_and_fetch_nothing(havering: Document):
    chart = next(section.answer.picture for section in havering.sections if section.answer.picture)
    with pytest.raises(ValueError, match="description"):
        papers.picture({**chart, "description": ""})
    outside = {"url": "http://127.0.0.1:9/secret.json", "format": {"type": "json"}}
    with pytest.raises(ValueError, match=r"(?i)url|allowed"):
        papers.picture({**chart, "layer": [{**chart["layer"][0], "data": outside}]})


# Word


def test_word_has_headings_head_rows_and_pictures_in_words(havering: Document):
    word = docx.Document(io.BytesIO(papers.as_word(havering)))
    styles = [p.style.name for p in word.paragraphs]
    assert styles.count("Heading 1") == 1
    assert styles.count("Heading 2") == len(havering.sections) + 1
    assert len(word.tables) == len(havering.tables)
    for table in word.tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml
    words = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert words == [section.answer.alt for section in havering.sections if section.answer.picture]
    assert word.core_properties.language == "en-GB"
    for page in word.sections:
        assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
        foot = " ".join(p.text for p in page.footer.paragraphs)
        assert havering.about in foot
        assert LINK in foot
    assert "PAGE" in page.footer._element.xml


def test_word_keeps_together_what_belongs_together(havering: Document):
    word = docx.Document(io.BytesIO(papers.as_word(havering)))
    for table in word.tables:
        assert all("w:cantSplit" in row._tr.xml for row in table.rows)
        *above, last = table.rows
        if len(table.rows) <= 14:
            assert all(r.cells[0].paragraphs[0].paragraph_format.keep_with_next for r in above)
        assert not last.cells[0].paragraphs[0].paragraph_format.keep_with_next
    for table, given in zip(word.tables, (t for _, _, t in havering.tables), strict=True):
        wide = sum(column.width.mm for column in table.columns)
        assert wide <= (85.5 if given.name in narrow(havering) else 176.5), given.caption
    styles = {p.text.strip(): p for p in word.paragraphs}
    for section in havering.sections:
        assert styles[section.answer.verdict.strip()].paragraph_format.keep_with_next


def narrow(document: Document) -> list[str]:
    """The tables that stand beside their picture."""
    return [
        s.answer.table.name
        for s in document.sections
        if s.answer.picture and s.answer.table and len(s.answer.table.head) <= 5
    ]


def test_word_numbers_its_questions_from_one_in_every_section(figures_of: FiguresOf):
    whole = made(figures_of, "QZZ")
    questions = whole.sections[-1].answer.follow_ups[:2]
    some = replace(
        whole,
        sections=tuple(
            replace(s, answer=replace(s.answer, follow_ups=questions)) for s in whole.sections[-2:]
        ),
    )
    word = docx.Document(io.BytesIO(papers.as_word(some)))
    asked = [p for p in word.paragraphs if p.style.name == "List Number"]
    lists = [p._p.pPr.numPr.numId.val for p in asked]
    assert len(asked) == 4
    assert lists[0] == lists[1] != lists[2] == lists[3]
    starts = {
        n.numId: n.xpath("./w:lvlOverride/w:startOverride/@w:val")
        for n in word.part.numbering_part.element.num_lst
    }
    assert [starts[number] for number in dict.fromkeys(lists)] == [["1"], ["1"]]


def word_text(data: bytes) -> str:
    word = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in word.paragraphs), *cells])


def test_word_says_everything(havering: Document):
    data = papers.as_word(havering)
    assert missing(havering, word_text(data)) == []
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        links = [n for n in zipped.namelist() if n.endswith(".rels")]
        assert not any(b'TargetMode="External"' in zipped.read(name) for name in links)


# HTML


class Page(HTMLParser):
    """Tags and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._quiet = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._quiet += tag in ("style", "svg")

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in ("style", "svg")

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.text.append(data)


def test_html_says_everything_in_one_file_that_fetches_nothing(havering: Document):
    html = papers.as_html(havering)
    page = Page(html)
    assert missing(havering, " ".join(page.text)) == []
    names = [tag for tag, _ in page.tags]
    assert names.count("h1") == 1
    assert names.count("h2") == len(havering.sections) + 1
    assert names.count("table") == names.count("caption") == len(havering.tables)
    assert not {"script", "img", "link", "iframe", "object", "base", "form"} & set(names)
    for tag, attributes in page.tags:
        assert not [a for a in attributes if a.startswith("on")], tag
        assert tag == "a" or not {"href", "src", "xlink:href"} & set(attributes), tag
    assert [a["href"] for tag, a in page.tags if tag == "a"] == [LINK]
    words = [a["aria-label"] for tag, a in page.tags if tag == "svg"]
    assert words == [section.answer.alt for section in havering.sections if section.answer.picture]
    scopes = [a.get("scope") for tag, a in page.tags if tag == "th"]
    assert scopes.count("col") == sum(len(table.head) for *_, table in havering.tables)
    assert not re.search(r"url\(|@import", html)


# Data


def sheets(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {
            name: book.read(name).decode()
            for name in book.namelist()
            if name.endswith((".xml", ".rels"))
        }


@pytest.mark.parametrize("attacked", [False, True])
def test_the_workbook_has_a_table_a_sheet_and_no_formula(havering: Document, attacked: bool):
    data = papers.as_workbook(hostile(havering) if attacked else havering)
    files = sheets(data)
    own = [name for name in files if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
    tables = [name for name in files if name.startswith("xl/tables/")]
    assert len(tables) == len(own) - 1  # the cover has none
    assert not any("<f>" in files[name] or "<f " in files[name] for name in own)
    assert not any(
        "hyperlink" in text.lower() for name, text in files.items() if name.endswith(".rels")
    )
    assert not any("<mergeCell" in files[name] for name in own)
    names = [ET.fromstring(files[name]).get("name") for name in tables]
    assert len(set(names)) == len(names)
    book = fastexcel.read_excel(data)
    assert book.sheet_names[:3] == ["Cover", "Notes", "Words"]
    assert book.sheet_names[-2:] == ["Questions", "Sources"]


def test_the_workbook_holds_numbers_as_numbers_and_explains_its_shorthand(havering: Document):
    book = fastexcel.read_excel(papers.as_workbook(havering))
    for part, _, table in havering.tables:
        rows = book.load_sheet(f"Table {part}", header_row=None, dtypes="string").to_polars().rows()
        assert list(rows[2]) == table.head
        for read, raw in zip(
            rows[3:], table.as_read().select(list(table.headings)).iter_rows(), strict=True
        ):
            for cell, value in zip(read, raw, strict=True):
                if isinstance(value, float):
                    assert float(cell) == pytest.approx(value)
                else:
                    assert cell == ("[x]" if value is None else value)
    notes = book.load_sheet("Notes", header_row=2).to_polars()
    assert {"[x]", "[z]"} <= set(notes["Shorthand"])
    asked = book.load_sheet("Questions", header_row=2).to_polars()["Question"].to_list()
    assert asked == [one.question for one in follow_ups_of(havering)]


def test_the_csv_has_every_cell_and_starts_no_formula(havering: Document):
    for document in (havering, hostile(havering)):
        rows = list(csv.DictReader(io.StringIO(papers.as_csv(document))))
        cells = [c for *_, t in document.tables for row in t.shown() for c in row]
        assert [row["text"].removeprefix("'") for row in rows] == cells
        for row in rows:
            assert not exports.runs(row["text"])
            assert not row["table"].startswith(("=", "+", "-", "@"))
    numbers = [row for row in rows if row["value"]]
    assert len(numbers) > 20


# Text from data is data


def test_an_attack_stands_there_as_it_was_written(havering: Document):
    bad = hostile(havering)
    print_ = papers.as_pdf(bad)
    assert squeezed(HOSTILE) in squeezed(pdf_text(print_.data))
    assert squeezed(HOSTILE) in squeezed(word_text(papers.as_word(bad)))
    page = Page(papers.as_html(bad))
    assert squeezed(HOSTILE) in squeezed(" ".join(page.text))
    assert "script" not in [tag for tag, _ in page.tags]


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "file:///etc/hosts", '"><b>'])
def test_only_web_addresses_are_links(figures_of: FiguresOf, link: str):
    document = made(figures_of, "U55939", link=link)
    page = Page(papers.as_html(document))
    assert "a" not in [tag for tag, _ in page.tags]
    reader = PdfReader(io.BytesIO(papers.as_pdf(document).data))
    assert not any("/Annots" in page for page in reader.pages)


# What did we ask last time?


def test_what_was_asked_last_time_fits_and_says_every_number(figures_of: FiguresOf):
    choice = choice_of(figures_of(1), "QZZ", "gp_rate")
    paper = papers.Paper(parts=(papers.PaperPart(asked=question_of(choice, "last")),))
    document = papers.document(paper, figures_of, made=MADE, today="2026-11")
    (section,) = document.sections
    assert section.answer.table is not None
    asked_for = (SAMPLES / "demonstration_recommendations.csv").read_text(encoding="utf-8-sig")
    given = list(csv.DictReader(io.StringIO(asked_for)))
    mine = [row for row in given if row["place"] == "QZZ"]
    assert section.answer.table.rows.height == len(mine) == 3
    printed = papers.as_pdf(document)
    assert printed.pages == 1
    texts = (
        pdf_text(printed.data),
        word_text(papers.as_word(document)),
        " ".join(Page(papers.as_html(document)).text),
    )
    for text in texts:
        for row in mine:
            wanted = [row["recommendation"], row["owner"], row["answer"]]
            wanted += [f"{row['number_then']}, as minuted"] if row["number_then"] else []
            for words in wanted:
                assert squeezed(words) in squeezed(text)
    # The widest columns are those with most to say, and the first is not all of it.
    table = section.answer.table
    shares = dict(zip(table.head, column_widths(table.shown(), table.numeric), strict=True))
    assert max(shares, key=shares.__getitem__) in ("What was asked", "Number then")
    assert 0 < 2 * shares["Asked"] < 3 * shares["What was asked"]


def test_columns_without_sentences_are_as_wide_as_their_words():
    assert column_widths([["A long name of a place", "1.0", "97%"]], [False, True, False]) == [
        1,
        0,
        0,
    ]
    assert column_widths([], [False, True]) == [1, 0]
    assert column_widths([["Name", "x" * 100, "97%", "1.0"]], [False, False, False, True]) == [
        2,
        10,
        0,
        0,
    ]


# What is not there any more


def test_what_is_gone_is_explained_and_keeps_its_words(figures_of: FiguresOf):
    document = made(figures_of, "Havering", "Keep me.")
    kept = papers.paper_from_yaml(papers.paper_to_yaml(document.saved))
    said = document.sections[0].answer.verdict

    def gone(version: int) -> VersionMeasures:
        raise UnknownName(f"There is no version {version} of the data here.")

    for paper, figures, why in (
        (kept, gone, "There is no version 1"),
        (kept.model_copy(update={"data": ((1, "0" * 12),)}), figures_of, "kept with other data"),
        (moved_away(kept), figures_of, "Atlantis (local authority) is not in version 1"),
    ):
        again = papers.document(paper, figures, made=MADE)
        first = again.sections[0]
        assert first.lost
        assert why in first.answer.verdict
        assert first.commentary == ("Keep me.",)
        assert said in first.answer.detail[0]
        text = pdf_text(papers.as_pdf(again).data)
        for words in (why, "Keep me.", said):
            assert squeezed(words) in squeezed(text)
        assert again.saved.parts[0] == paper.parts[0]


def moved_away(paper: papers.Paper) -> papers.Paper:
    first, *others = paper.parts
    there = first.model_copy(update={"asked": first.asked.but(place="Atlantis")})
    return paper.model_copy(update={"parts": (there, *others)})
