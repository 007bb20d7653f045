"""A paper for Word: real styles and lists, head rows marked, alternative text on every picture.

Type and pictures are as large as lets what fills two sides as a PDF fill two sides here. Word sets its
pages with the fonts of each machine, so a line more or less can move a page.
"""

import io
from dataclasses import dataclass
from typing import Any, cast

import docx
from docx import oxml
from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from wfcore.answers import AnswerTable
from wfcore.errors import UnfitPaper
from wfcore.papers.documents import AUTHOR, LICENCE_NOTICE, NOT_THERE, Document, Section
from wfcore.papers.pdf import as_pdf
from wfcore.papers.pictures import picture
from wfcore.papers.refusing import refusing

_FONT = "Arial"
_QUIETLY, _IN_TABLE = "Quiet", "Table text"  # styles of our own
_NAVY, _QUIET = RGBColor(0x12, 0x43, 0x6D), RGBColor(0x42, 0x55, 0x63)
_TEXT_MM, _HALF_MM = 180, 87  # what the margins leave, and each of two columns
_PADDING_MM = 3.8  # what the first and the last cell of a row keep clear at their sides
_NARROW = 6  # columns of a table that stands beside its picture
_LETTER_MM, _CELL_MM = 1.5, 4.0  # of a letter in a table, and what a cell needs besides
_MOST_LETTERS = 30  # of a column before it wraps
_SHORT = 16  # letters of a column that does not wrap
_LEAST = 0.4  # of what a long column takes; with less, all give way
_WHOLE = 14  # rows of a table that stands on one page
_MARGINS = {"left_margin": 15, "right_margin": 15, "top_margin": 10, "bottom_margin": 14}  # mm


@dataclass(frozen=True)
class _Sizes:
    """Points of the text and of what is small, and millimetres of a picture."""

    text: float
    small: float
    picture: int

    def of_styles(self) -> dict[str, float]:
        """Points of each style of Word."""
        return {
            "Normal": self.text, "Heading 1": self.text + 5, "Heading 2": self.text + 1.5,
            "List Bullet": self.small, "List Number": self.text, "Caption": self.small,
        }  # fmt: skip


# The type of the PDF → ours; tried with LibreOffice and the papers of boroughs, networks and an ICB.
_FITS = {
    10.0: _Sizes(9, 7.5, 78),
    9.0: _Sizes(8.5, 7, 74),
    8.5: _Sizes(8.5, 7, 72),
    8.0: _Sizes(8, 6.5, 66),
}
_SMALLEST = _Sizes(7.5, 6.5, 60)
_LONG = _Sizes(9, 7.5, 80)


@refusing("Word")
def as_word(document: Document) -> bytes:
    """A paper as DOCX."""
    word = docx.Document()
    sizes = _sizes_of(document)
    _styled(word, document, sizes)
    word.add_heading(document.title, level=1)
    if document.warning:
        word.add_paragraph().add_run(document.warning).bold = True
    _small(word, document.about)
    for section in document.sections:
        _section(word, section, sizes.picture)
    if document.sources:
        word.add_heading("Sources", level=2)
        for source in document.sources:
            word.add_paragraph(source, style="List Bullet")
    _small(word, f"{NOT_THERE} {LICENCE_NOTICE}")
    if document.link:
        _small(word, f"The same, and how each number is made: {document.link}")
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _sizes_of(document: Document) -> _Sizes:
    """As large as fits two sides; of a long paper where no PDF tells."""
    try:
        printed = as_pdf(document)
    except UnfitPaper:
        return _LONG
    return _FITS.get(printed.size, _SMALLEST) if printed.fits else _LONG


def _styled(word: Word, document: Document, sizes: _Sizes) -> None:
    core = word.core_properties
    core.title, core.author, core.language = document.title[:255], AUTHOR, "en-GB"
    styles: Any = word.styles
    for name, size in sizes.of_styles().items():
        style = styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), _FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.space_before = Pt(6 if name.startswith("Heading") else 0)
        style.paragraph_format.line_spacing = 1.0
        if name.startswith("Heading") or name == "Caption":
            style.font.color.rgb = _NAVY
    quiet = styles.add_style(_QUIETLY, WD_STYLE_TYPE.CHARACTER)
    quiet.font.size, quiet.font.color.rgb = Pt(sizes.small), _QUIET
    cell = styles.add_style(_IN_TABLE, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style, cell.font.size = styles["Normal"], Pt(sizes.small)
    cell.paragraph_format.space_after = Pt(0)
    styles["Normal"].element.get_or_add_rPr().append(_element("lang", val="en-GB"))
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    for name, size in _MARGINS.items():
        setattr(page, name, Mm(size))
    foot = page.footer.paragraphs[0]
    _quiet(foot.add_run(f"{document.about} Page "))
    _field(foot, "PAGE")
    _quiet(foot.add_run(" of "))
    _field(foot, "NUMPAGES")
    if document.link:
        _quiet(page.footer.add_paragraph().add_run(document.link))


def _section(word: Word, section: Section, picture_mm: int) -> None:
    word.add_heading(section.title, level=2)
    said = [word.add_paragraph()]
    said[0].add_run(section.answer.verdict).bold = True
    if section.answer.detail:
        said.append(word.add_paragraph(" ".join(section.answer.detail)))
    for paragraph in (
        said if section.answer.picture is not None or section.answer.table is not None else said[:1]
    ):
        paragraph.paragraph_format.keep_with_next = True
    _questions(word, section)
    # Columns of the page keep picture and table in their order, which a floating picture does not.
    table = section.answer.table
    beside = section.answer.picture is not None and table is not None and len(table.head) <= _NARROW
    if beside:
        _columns(word, 2)
    if section.answer.picture is not None:
        drawn = picture(section.answer.picture)
        word.add_picture(io.BytesIO(drawn.png()), width=Mm(picture_mm))
        if beside:
            word.paragraphs[-1].add_run().add_break(WD_BREAK.COLUMN)
        else:
            word.paragraphs[-1].paragraph_format.keep_with_next = table is not None
        shape: Any = word.inline_shapes[-1]
        shape._inline.docPr.set("descr", drawn.alt)  # noqa: SLF001 - python-docx has no name for it
        shape._inline.docPr.set("title", section.title)  # noqa: SLF001
    if table is not None:
        _table(word, table, (_HALF_MM if beside else _TEXT_MM) - _PADDING_MM)
    _small(word, section.small_print)
    if beside:
        _columns(word, 1)
    for said in section.commentary:
        word.add_paragraph(said, style="Intense Quote")


def _questions(word: Word, section: Section) -> None:
    """A list that Word numbers, from 1 in every section."""
    if not section.answer.follow_ups:
        return
    numbering: Any = word.part.numbering_part.element
    styles: Any = word.styles
    usual = styles["List Number"].element.pPr.numPr.numId.val
    (kind,) = [n.abstractNumId.val for n in numbering.num_lst if n.numId == usual]
    again = numbering.add_num(kind)
    again.add_lvlOverride(ilvl=0).add_startOverride(1)
    for one in section.answer.follow_ups:
        asked: Any = word.add_paragraph(f"{one.question} ", style="List Number")
        numbered = asked._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
        numbered.get_or_add_ilvl().val = 0
        numbered.get_or_add_numId().val = again.numId
        _quiet(asked.add_run(f"Who can answer: {one.who}."))


def _columns(word: Word, many: int) -> None:
    """Go on in so many columns of the page, from here."""
    page: Any = word.add_section(WD_SECTION.CONTINUOUS)
    (columns,) = page._sectPr.xpath("./w:cols")  # noqa: SLF001
    columns.set(qn("w:num"), str(many))
    columns.set(qn("w:space"), "340")  # twentieths of a point: 6 mm
    # What ended here stands in an empty paragraph: the last one with words can hold it.
    paragraphs: list[Any] = list(word.paragraphs)
    *_, last, empty = paragraphs
    if last._p.getnext() is empty._p:  # noqa: SLF001
        last._p.get_or_add_pPr().append(empty._p.pPr.sectPr)  # noqa: SLF001
        empty._p.getparent().remove(empty._p)  # noqa: SLF001


def _table(word: Word, table: AnswerTable, most: float) -> None:
    caption = word.add_paragraph(table.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    rows = [table.head, *table.shown()]
    grid: Any = word.add_table(rows=len(rows), cols=len(table.head))
    cells = grid._cells  # noqa: SLF001 - asked once: by row and column it is worked out again each time
    widths = _widths(rows, most)
    grid.autofit = False
    for column, width in enumerate(widths):
        grid.columns[column].width = Mm(width)
    for at, text in enumerate(text for row in rows for text in row):
        row, column = divmod(at, len(table.head))
        cells[at].width = Mm(widths[column])
        paragraph = cells[at].paragraphs[0]
        paragraph.style = _IN_TABLE
        paragraph.paragraph_format.keep_with_next = row == 0 or (
            len(rows) <= _WHOLE and row < len(rows) - 1
        )
        paragraph.add_run(text).bold = row == 0
        if table.numeric[column]:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for at, row in enumerate(grid.rows):
        for mark in ("cantSplit", "tblHeader") if at == 0 else ("cantSplit",):
            row._tr.get_or_add_trPr().append(_element(mark))  # noqa: SLF001
    described = grid._tbl.tblPr  # noqa: SLF001
    described.append(_ruled())
    described.append(_element("tblCaption", val=table.name))
    described.append(_element("tblDescription", val=table.caption))


def _widths(rows: list[list[str]], most: float) -> list[float]:
    """Millimetres of each column: what its longest text takes; where there is less room, long ones give way."""
    longest = [
        min(
            max(len(text) for text in (*(f"{word} " for word in head.split()), *column)),
            _MOST_LETTERS,
        )
        for head, *column in zip(*rows, strict=True)
    ]
    wanted = [_CELL_MM + _LETTER_MM * letters for letters in longest]
    kept = sum(w for w, letters in zip(wanted, longest, strict=True) if letters <= _SHORT)
    share = (most - kept) / max(sum(wanted) - kept, 1)
    if share > 1:
        return wanted
    if share < _LEAST:
        return [w * most / sum(wanted) for w in wanted]
    return [w if n <= _SHORT else share * w for w, n in zip(wanted, longest, strict=True)]


def _ruled() -> Any:
    """Thin lines between rows, as in print."""
    borders = _element("tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(side, val="single", sz="4", space="0", color="768692"))
    return borders


def _element(name: str, **values: str) -> Any:
    """A part of Word's XML with its attributes."""
    element = cast("Any", oxml).OxmlElement(f"w:{name}")
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _small(word: Word, said: str) -> None:
    if said.strip():
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(3)
        paragraph.paragraph_format.keep_together = True
        _quiet(paragraph.add_run(said))


def _quiet(run: Any) -> None:
    run.style = _QUIETLY


def _field(paragraph: Any, code: str) -> None:
    """A number that Word works out, such as that of the page."""
    asked = _element("instrText")
    asked.text = code
    begin, separate, end = (
        _element("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end")
    )
    for element in (begin, asked, separate, None, end):
        run = paragraph.add_run("1" if element is None else "")
        _quiet(run)
        if element is not None:
            run._r.append(element)  # noqa: SLF001
