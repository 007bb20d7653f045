"""What we use of libraries that they do not promise is there, in the versions we pin."""

import io
import re
from pathlib import Path

import docx
import polars as pl
import pytest
import streamlit
from docx.oxml.ns import qn
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.server import server_util
from streamlit.web.server.starlette import starlette_agent_routes, starlette_routes

from gate import headers, paths
from wfcore.answers import Answer, AnswerTable, Question
from wfcore.charts import trend
from wfcore.declared import declared
from wfcore.papers import Document, Paper, Section, as_word

ROOT = Path(__file__).resolve().parents[2]
STATIC = Path(streamlit.__file__).parent / "static"


def test_streamlit_is_told_who_declares_the_pages(monkeypatch: pytest.MonkeyPatch):
    # Asked of nobody, Streamlit goes by the folder.
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    PagesManager(str(ROOT / "app.py"))
    assert PagesManager.uses_pages_directory is True
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    PagesManager(str(ROOT / "app.py"))
    assert PagesManager.uses_pages_directory is False


def test_every_script_of_streamlits_page_is_allowed_by_its_hash():
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    inside = [tag for tag in re.findall(r"<script\b[^>]*>", page) if "src=" not in tag]
    assert inside
    assert len(headers.inline_scripts()) == len(inside)


def test_cookies_of_a_sign_in_are_called_as_we_expect():
    for name in (server_util.AUTH_COOKIE_NAME, server_util.TOKENS_COOKIE_NAME):
        assert headers._is_login(f"{name}=abc; Path=/")
    assert not headers._is_login(f"{starlette_routes.XSRF_COOKIE_NAME}=abc; Path=/")


def test_addresses_are_those_that_streamlit_answers():
    assert f"/{starlette_routes.BASE_ROUTE_UPLOAD_FILE}/" == paths.UPLOADS
    assert f"/{starlette_routes.ROUTE_SCRIPT_HEALTH}" in paths.NOT_SERVED
    agents = [v for k, v in vars(starlette_agent_routes).items() if k.startswith("_ROUTE_AGENT_")]
    assert agents
    assert all(f"/{route}".startswith(paths.NOT_SERVED) for route in agents)


def test_every_part_that_the_style_names_is_in_streamlits_pages():
    style = (ROOT / "pages/parts/display/style.css").read_text(encoding="utf-8")
    named = set(re.findall(r'data-testid="(\w+)"', style))
    bundle = "".join(p.read_text(encoding="utf-8") for p in (STATIC / "static/js").glob("*.js"))
    assert len(named) > 10
    assert {name for name in named if name not in bundle} == set()


@pytest.fixture(scope="module")
def word() -> docx.document.Document:
    """A paper of one section, which has a picture and a narrow table."""
    measures = pl.DataFrame(
        [("A place", "2025-06", 40.0), ("A place", "2025-09", 41.0)],
        schema=["area_name", "period", "value"],
        orient="row",
    )
    answer = Answer(
        Question(kind="enough", level="borough", place="A", period="2025-09", version=1),
        "A place",
        "An answer.",
        picture=trend(measures, declared().metric("gp_rate")),
        table=AnswerTable(
            "figures", "Figures", measures, {"period": "Month", "value": ("Rate", 1)}
        ),
    )
    section = Section("A question", answer)
    paper = Document("A paper", "About it.", "", "", (section,), (), Paper())
    return docx.Document(io.BytesIO(as_word(paper)))


def test_a_picture_and_its_table_stand_in_two_columns(word: docx.document.Document):
    columns = [s._sectPr.xpath("./w:cols")[0].get(qn("w:num")) for s in word.sections]
    assert columns == [None, "2", "1"]  # the first has what Word takes for granted


def test_every_page_is_numbered_by_word(word: docx.document.Document):
    foot = word.sections[0].footer.paragraphs[0]
    codes = [e.text for e in foot._p.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]
    marks = [e.get(qn("w:fldCharType")) for e in foot._p.iter(qn("w:fldChar"))]
    assert marks == ["begin", "separate", "end"] * 2
