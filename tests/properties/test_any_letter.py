"""Whatever somebody writes, and whatever a place is called, every format of a paper is made."""

import dataclasses
import io
import zipfile
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.unit.pdfs import squeezed
from wfcore import papers
from wfcore.answers import choice_of
from wfcore.errors import UnfitPaper
from wfcore.measuring import VersionMeasures
from wfcore.papers import FORMATS, Document
from wfcore.papers.characters import STAND_IN, storable

ANY = st.text(st.characters(exclude_categories=[]), min_size=1, max_size=60)
SIGNS = "✅ 👍 中 日 ＝ 한 ไทย ש ش हिन्दी 🇬🇧 ☐ ₹ ﬁ 𝒳 👨‍👩‍👧 é̩"
NO_FONT = "\U00012000"  # cuneiform


def with_text(figures: VersionMeasures, text: str) -> Document:
    """A paper of a place and a title called so, with a note that says so."""
    choice = choice_of(figures, "Havering", "gp_rate")
    usual = papers.default_paper(choice)
    short = usual.model_copy(update={"parts": usual.parts[2:3], "title": ""})
    noted = short.commented(0, text).titled(text[:100])
    made = papers.document(
        noted, lambda _: figures, made="1 December 2025", link="http://x/?" + text
    )
    (section,) = made.sections
    answer = section.answer
    assert answer.table is not None
    assert answer.picture is not None
    first = next(iter(answer.table.headings))
    rows = answer.table.rows.with_columns(
        pl.lit(text.encode("utf-8", "replace").decode()).alias(first)
    )
    named = dataclasses.replace(
        answer,
        verdict=f"{text} has enough.",
        table=dataclasses.replace(answer.table, rows=rows, caption=text),
        picture={**answer.picture, "description": text or "-", "title": text},
    )
    return storable(
        dataclasses.replace(made, about=text, sections=(dataclasses.replace(section, answer=named),))
    )  # fmt: skip


def opens(kind: str, data: bytes) -> str:
    """The text of a file, read as its readers read it."""
    if kind == "pdf":
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if kind in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            parts = [name for name in file.namelist() if name.endswith(".xml")]
            return "".join("".join(ET.fromstring(file.read(name)).itertext()) for name in parts)
    return data.decode("utf-8-sig")


@pytest.mark.parametrize(
    "examples",
    [8, pytest.param(60, marks=pytest.mark.nightly("properties/test_any_letter.py, fewer texts"))],
)
def test_every_format_is_made_of_any_text(sample_figures: VersionMeasures, examples: int):
    @settings(max_examples=examples, derandomize=True, deadline=None, database=None)
    @given(ANY)
    def made(text: str) -> None:
        _is_made(sample_figures, text)

    made()


def _is_made(sample_figures: VersionMeasures, text: str) -> None:
    document = with_text(sample_figures, text)
    for kind, made in FORMATS.items():
        assert opens(kind, made.make(document)), kind


@pytest.mark.parametrize("kind", FORMATS)
def test_signs_and_scripts_are_set_as_they_are(sample_figures: VersionMeasures, kind: str):
    data = FORMATS[kind].make(with_text(sample_figures, SIGNS))
    read = opens(kind, data)
    if kind == "pdf":
        for sign in "✅👍中日＝한☐₹":
            assert sign in read
        assert STAND_IN not in read
    elif kind != "yaml":  # the file to keep has the words of the paper alone
        assert "✅ 👍 中 日 ＝ 한" in read


def test_a_letter_that_no_font_has_is_replaced_and_named(sample_figures: VersionMeasures):
    document = with_text(sample_figures, f"Note {NO_FONT} end")
    made = papers.as_pdf(document)
    assert made.replaced == {NO_FONT}
    read = squeezed(opens("pdf", made.data))
    assert squeezed(f"Note {STAND_IN} end has enough") in read
    assert (
        squeezed(f"{STAND_IN} stands for letters that no font here has: U+12000 cuneiform sign a.")
        in read
    )
    assert f"Note {NO_FONT} end" in opens("docx", FORMATS["docx"].make(document))


@pytest.mark.parametrize(
    ("library", "label", "kinds"),
    [
        ("wfcore.papers.typesetting._compiled", "PDF", {"pdf"}),
        ("wfcore.papers.pictures.vl_convert.vegalite_to_svg", "", {"pdf", "docx", "html"}),
        ("docx.document.Document.save", "Word", {"docx"}),
        ("xlsxwriter.Workbook.close", "a workbook", {"xlsx"}),
    ],
)
def test_what_a_library_raises_is_a_refusal_and_the_others_stand(
    sample_figures: VersionMeasures,
    monkeypatch: pytest.MonkeyPatch,
    library: str,
    label: str,
    kinds: set[str],
):
    class PanicError(BaseException):
        """As of a library in Rust."""

    def fails(*_: object, **__: object) -> None:
        raise PanicError("it broke")

    document = with_text(sample_figures, "Plain")
    monkeypatch.setattr(library, fails)
    refused: dict[str, str] = {}
    for kind, one in FORMATS.items():
        try:
            one.make(document)
        except UnfitPaper as error:
            refused[kind] = str(error)
    assert refused.keys() == kinds
    for said in refused.values():
        assert f"could not be made as {label}" in said
        assert said.endswith("Take another format.")
