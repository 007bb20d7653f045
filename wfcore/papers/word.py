"""A paper for Word: real styles and lists, head rows marked, alternative text on every picture."""

import io
from typing import Any, cast

import docx
from docx import oxml
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from wfcore.notebook import Table
from wfcore.papers.documents import AUTHOR, LICENCE, NOT_THERE, Document, Section
from wfcore.papers.pictures import picture

_FONT = "Arial"
_SIZE, _SMALL = 9.5, 8.0  # points
_STYLES = {
    "Normal": _SIZE, "Heading 1": 15, "Heading 2": 12, "List Bullet": _SMALL, "Caption": _SIZE,
}  # fmt: skip
_NAVY, _QUIET = RGBColor(0x12, 0x43, 0x6D), RGBColor(0x42, 0x55, 0x63)
_PICTURE_MM = 95
_element = cast("Any", oxml).OxmlElement
_MARGINS = {"left_margin": 17, "right_margin": 17, "top_margin": 14, "bottom_margin": 18}  # mm


def as_word(document: Document) -> bytes:
    """A paper as DOCX."""
    word = docx.Document()
    _styled(word, document)
    word.add_heading(document.title, level=1)
    if document.warning:
        word.add_paragraph().add_run(document.warning).bold = True
    _small(word, document.about)
    for section in document.sections:
        _section(word, section)
    if document.sources:
        word.add_heading("Sources", level=2)
        for source in document.sources:
            word.add_paragraph(source, style="List Bullet")
    _small(word, f"{NOT_THERE} {LICENCE}")
    if document.link:
        _small(word, f"The same, and how each number is made: {document.link}")
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _styled(word: Word, document: Document) -> None:
    core = word.core_properties
    core.title, core.author, core.language = document.title[:255], AUTHOR, "en-GB"
    styles: Any = word.styles
    for name, size in _STYLES.items():
        style = styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), _FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.space_before = Pt(8 if name.startswith("Heading") else 0)
        if name.startswith("Heading") or name == "Caption":
            style.font.color.rgb = _NAVY
    language = _element("w:lang")
    language.set(qn("w:val"), "en-GB")
    styles["Normal"].element.get_or_add_rPr().append(language)
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


def _section(word: Word, section: Section) -> None:
    word.add_heading(section.title, level=2)
    word.add_paragraph().add_run(section.sentence).bold = True
    if section.more:
        word.add_paragraph(" ".join(section.more))
    for at, one in enumerate(section.asks, 1):
        asked = word.add_paragraph(f"{at}. {one.question} ")
        _quiet(asked.add_run(f"Who can answer: {one.who}."))
    if section.chart is not None:
        drawn = picture(section.chart)
        word.add_picture(io.BytesIO(drawn.png()), width=Mm(_PICTURE_MM))
        shape: Any = word.inline_shapes[-1]
        shape._inline.docPr.set("descr", drawn.alt)  # noqa: SLF001 - python-docx has no name for it
        shape._inline.docPr.set("title", section.title)  # noqa: SLF001
    if section.table is not None:
        _table(word, section.table)
    _small(word, " ".join([*section.caveats, section.source]))
    for said in section.commentary:
        word.add_paragraph(said, style="Intense Quote")


def _table(word: Word, table: Table) -> None:
    caption = word.add_paragraph(table.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    rows = [table.head, *table.shown()]
    grid: Any = word.add_table(rows=len(rows), cols=len(table.head), style="Light List Accent 1")
    cells = grid._cells  # noqa: SLF001 - asked once: by row and column it is worked out again each time
    for at, text in enumerate(text for row in rows for text in row):
        column = at % len(table.head)
        paragraph = cells[at].paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.font.size = Pt(_SMALL)
        if table.numeric[column]:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    head = grid.rows[0]._tr  # noqa: SLF001
    mark = _element("w:tblHeader")
    mark.set(qn("w:val"), "true")
    head.get_or_add_trPr().append(mark)
    described = grid._tbl.tblPr  # noqa: SLF001
    for name, text in (("w:tblCaption", table.name), ("w:tblDescription", table.caption)):
        element = _element(name)
        element.set(qn("w:val"), text)
        described.append(element)
    word.add_paragraph().paragraph_format.space_after = Pt(0)


def _small(word: Word, said: str) -> None:
    if said.strip():
        _quiet(word.add_paragraph().add_run(said))


def _quiet(run: Any) -> None:
    run.font.size, run.font.color.rgb = Pt(_SMALL), _QUIET


def _field(paragraph: Any, code: str) -> None:
    """A number that Word works out, such as that of the page."""
    run = paragraph.add_run()
    _quiet(run)
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        element = _element("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)  # noqa: SLF001
