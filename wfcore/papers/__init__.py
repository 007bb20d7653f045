"""Papers for a committee: kept, printed and shared. What is said stands in `wording`."""

from wfcore.papers.additional_roles import arrs_paper
from wfcore.papers.characters import said_replaced
from wfcore.papers.documents import Document, FiguresOf, Section, document
from wfcore.papers.downloads import explain_table, file_stem, table_workbook, word_table
from wfcore.papers.flat import as_csv, safe_csv
from wfcore.papers.formats import FORMATS, Format
from wfcore.papers.notebooks import (
    MOST_NOTE,
    Cell,
    Notebook,
    notebook_from_word,
    notebook_of_paper,
    notebook_to_paper,
    notebook_to_word,
    standard_notebook,
)
from wfcore.papers.page import as_html
from wfcore.papers.pdf import SIDES, PdfFile, as_pages, as_pdf
from wfcore.papers.pictures import Picture, picture
from wfcore.papers.saved import (
    MOST_COMMENTARY,
    MOST_PARTS,
    MOST_TITLE,
    Paper,
    PaperPart,
    default_paper,
    printed_paper,
)
from wfcore.papers.texts import (
    PAPER_LINK_KEYS,
    count_left_out,
    paper_from_link,
    paper_from_yaml,
    paper_to_link,
    paper_to_yaml,
)
from wfcore.papers.word import as_word
from wfcore.papers.workbook import as_workbook

__all__ = [
    "FORMATS",
    "MOST_COMMENTARY",
    "MOST_NOTE",
    "MOST_PARTS",
    "MOST_TITLE",
    "PAPER_LINK_KEYS",
    "SIDES",
    "Cell",
    "Document",
    "FiguresOf",
    "Format",
    "Notebook",
    "Paper",
    "PaperPart",
    "PdfFile",
    "Picture",
    "Section",
    "arrs_paper",
    "as_csv",
    "as_html",
    "as_pages",
    "as_pdf",
    "as_word",
    "as_workbook",
    "count_left_out",
    "default_paper",
    "document",
    "explain_table",
    "file_stem",
    "notebook_from_word",
    "notebook_of_paper",
    "notebook_to_paper",
    "notebook_to_word",
    "paper_from_link",
    "paper_from_yaml",
    "paper_to_link",
    "paper_to_yaml",
    "picture",
    "printed_paper",
    "safe_csv",
    "said_replaced",
    "standard_notebook",
    "table_workbook",
    "word_table",
]
