"""How things are shown: sentences, charts with their tables, receipts, findings, downloads."""

from pages.parts.display.assumed import assumptions
from pages.parts.display.escaping import plain
from pages.parts.display.receipts import receipts
from pages.parts.display.reports import finding_rows, findings, report
from pages.parts.display.sentences import (
    answer,
    invented_banner,
    lead,
    note,
    refusal,
    refused_in_words,
    say,
    title,
)
from pages.parts.display.style import house_style
from pages.parts.display.tables import chart, rows
from pages.parts.display.taking import (
    Download,
    csv_file,
    download,
    folded,
    menu,
    offer,
    paper,
    table,
    take_away,
    text_or_file,
)

__all__ = [
    "Download",
    "answer",
    "assumptions",
    "chart",
    "csv_file",
    "download",
    "finding_rows",
    "findings",
    "folded",
    "house_style",
    "invented_banner",
    "lead",
    "menu",
    "note",
    "offer",
    "paper",
    "plain",
    "receipts",
    "refusal",
    "refused_in_words",
    "report",
    "rows",
    "say",
    "table",
    "take_away",
    "text_or_file",
    "title",
]
