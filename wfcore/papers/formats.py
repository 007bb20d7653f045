"""What a paper can be made into."""

from collections.abc import Callable
from dataclasses import dataclass

from wfcore.papers.documents import Document
from wfcore.papers.flat import as_csv
from wfcore.papers.page import as_html
from wfcore.papers.pdf import as_pdf
from wfcore.papers.texts import paper_to_yaml
from wfcore.papers.word import as_word
from wfcore.papers.workbook import as_workbook

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Format:
    """One kind of file: what a reader calls it, its type on the web, and how it is made."""

    label: str
    mime: str
    make: Callable[[Document], bytes]


FORMATS = {
    "pdf": Format("PDF", "application/pdf", lambda paper: as_pdf(paper).data),
    "docx": Format("Word", f"{_OFFICE}.wordprocessingml.document", as_word),
    "html": Format("Web page", "text/html", lambda paper: as_html(paper).encode()),
    "xlsx": Format("Data (XLSX)", f"{_OFFICE}.spreadsheetml.sheet", as_workbook),
    "csv": Format("Data (CSV)", "text/csv", lambda paper: as_csv(paper).encode("utf-8-sig")),
    "yaml": Format(
        "Paper to open again (YAML)",
        "application/yaml",
        lambda paper: paper_to_yaml(paper.saved).encode(),
    ),
}
