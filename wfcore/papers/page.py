"""A paper as one HTML file: pictures inside, no script, nothing fetched, fit to print."""

import html
import re
from importlib.resources import files

from wfcore.answers import AnswerTable
from wfcore.papers.documents import AUTHOR, LICENCE_NOTICE, NOT_THERE, Document, Section
from wfcore.papers.pictures import picture
from wfcore.papers.refusing import refusing

_STYLE = files("wfcore.papers").joinpath("page.css").read_text(encoding="utf-8")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


@refusing("a web page")
def as_html(document: Document) -> str:
    """A paper as a whole page of HTML."""
    title, about = _text(document.title), _text(document.about)
    sections = "\n".join(_section(n, s) for n, s in enumerate(document.sections, 1))
    sources = "".join(f"<li>{_text(source)}</li>" for source in document.sources)
    warning = f'<p class="warning">{_text(document.warning)}</p>' if document.warning else ""
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="author" content="{AUTHOR}">
<title>{title}</title>
<style>
{_STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{warning}
<p class="small">{about}</p>
{sections}
{f'<section><h2>Sources</h2><ul class="small">{sources}</ul></section>' if sources else ""}
</main>
<footer>
<p>{_text(NOT_THERE)} {_text(LICENCE_NOTICE)}</p>
<p>{about} {_link(document.link)}</p>
</footer>
</body>
</html>
"""


def _text(said: str) -> str:
    return html.escape(said, quote=True)


def _link(address: str) -> str:
    if not re.match(r"https?://", address):
        return _text(address)
    return f'The same, and how each number is made: <a href="{_text(address)}">{_text(address)}</a>'


def _section(number: int, section: Section) -> str:
    parts = [
        f'<section aria-labelledby="part-{number}">',
        f'<h2 id="part-{number}">{_text(section.title)}</h2>',
        f'<p class="answer">{_text(section.answer.verdict)}</p>',
    ]
    if section.answer.detail:
        parts.append(f"<p>{_text(' '.join(section.answer.detail))}</p>")
    if section.answer.follow_ups:
        asked = "".join(
            f'<li>{_text(one.question)} <span class="small">Who can answer: {_text(one.who)}.</span></li>'
            for one in section.answer.follow_ups
        )
        parts.append(f"<ol>{asked}</ol>")
    both = section.answer.picture is not None and section.answer.table is not None
    parts.append('<div class="both">' if both else "<div>")
    if section.answer.picture is not None:
        parts.append(f"<figure>{_drawn(section)}</figure>")
    parts.append("<div>")
    if section.answer.table is not None:
        parts.append(_table(section.answer.table))
    small = section.small_print
    parts.append(f'<p class="small">{_text(small)}</p>' if small else "")
    parts.append("</div></div>")
    if section.commentary:
        said = "".join(f"<p>{_text(line)}</p>" for line in section.commentary)
        parts.append(f"<blockquote>{said}</blockquote>")
    return "\n".join([*parts, "</section>"])


def _drawn(section: Section) -> str:
    """The picture as SVG: one image with its words, whose inside is not read out piece by piece."""
    assert section.answer.picture is not None
    drawn = picture(section.answer.picture)
    inside = drawn.svg.partition("<svg")[2].partition(">")
    size = f'viewBox="0 0 {drawn.width:g} {drawn.height:g}" width="{drawn.width:g}" height="{drawn.height:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{_text(drawn.alt)}" {size}>'
        f"{inside[2]}"
    )


def _table(table: AnswerTable) -> str:
    def cell(text: str, column: int, *, head: bool) -> str:
        number = ' class="number"' if table.numeric[column] else ""
        if head:
            return f'<th scope="col"{number}>{_text(text)}</th>'
        if column == 0:
            return f'<th scope="row"{number}>{_text(text)}</th>'
        return f"<td{number}>{_text(text)}</td>"

    head = "".join(cell(text, at, head=True) for at, text in enumerate(table.head))
    rows = "".join(
        f"<tr>{''.join(cell(text, at, head=False) for at, text in enumerate(row))}</tr>"
        for row in table.shown()
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{_text(table.caption)}"><table>'
        f"<caption>{_text(table.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
        "</table></div>"
    )
