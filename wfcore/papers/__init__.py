"""Papers for a committee: kept, printed and shared. What is said stands in `wording`."""

from wfcore.papers.additional_roles import arrs_paper
from wfcore.papers.documents import Document, Section, document
from wfcore.papers.pdf import Printed, as_pdf
from wfcore.papers.pictures import Picture, picture
from wfcore.papers.saved import (
    MOST_COMMENTARY,
    MOST_PARTS,
    MOST_TITLE,
    Paper,
    Part,
    default_paper,
    fingerprint,
)

__all__ = [
    "MOST_COMMENTARY",
    "MOST_PARTS",
    "MOST_TITLE",
    "Document",
    "Paper",
    "Part",
    "Picture",
    "Printed",
    "Section",
    "arrs_paper",
    "as_pdf",
    "default_paper",
    "document",
    "fingerprint",
    "picture",
]
