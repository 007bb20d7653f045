"""Papers for a committee: kept, printed and shared. What is said stands in `wording`."""

from wfcore.papers.additional_roles import arrs_paper
from wfcore.papers.documents import Document, FiguresOf, Section, document
from wfcore.papers.flat import as_csv, safe_csv
from wfcore.papers.formats import FORMATS, Format
from wfcore.papers.page import as_html
from wfcore.papers.pdf import SIDES, Printed, as_pdf
from wfcore.papers.pictures import Picture, picture
from wfcore.papers.saved import (
    MOST_COMMENTARY,
    MOST_PARTS,
    MOST_TITLE,
    Paper,
    Part,
    default_paper,
    printed_paper,
)
from wfcore.papers.texts import LINK_KEYS, from_link, from_yaml, left_out, to_link, to_yaml
from wfcore.papers.word import as_word
from wfcore.papers.workbook import as_workbook

__all__ = [
    "FORMATS",
    "LINK_KEYS",
    "MOST_COMMENTARY",
    "MOST_PARTS",
    "MOST_TITLE",
    "SIDES",
    "Document",
    "FiguresOf",
    "Format",
    "Paper",
    "Part",
    "Picture",
    "Printed",
    "Section",
    "arrs_paper",
    "as_csv",
    "as_html",
    "as_pdf",
    "as_word",
    "as_workbook",
    "default_paper",
    "document",
    "from_link",
    "from_yaml",
    "left_out",
    "picture",
    "printed_paper",
    "safe_csv",
    "to_link",
    "to_yaml",
]
