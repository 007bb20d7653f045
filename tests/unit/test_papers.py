"""Papers: one side of A4, tagged, with every number of the report, and nothing from data run as markup."""

import io
import math
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from pypdf import PdfReader

from tests.unit.pdfs import squeezed, tags
from wfcore import arrs
from wfcore.arrs import Report
from wfcore.arrs.report import ReportPlace
from wfcore.measuring import VersionMeasures
from wfcore.papers import arrs_paper
from wfcore.wording import arrs as said
from wfcore.wording import arrs_counts as counted
from wfcore.wording import month, number, pounds

PLACES = ("U99901", "Havering", "U55939")
LINK = "https://example.org/additional-roles?version=1&level=pcn&place=U99901&period=2025-09"
HOSTILE = (
    '#panic() $x$ *a* _b_ [c] @d <e> \\f "g" \'h\' `i` = j // k /* l */ #include "m" \\u{41} ~ --'
)
Make = Callable[[str], Report]


@pytest.fixture(scope="module")
def make(sample_figures: VersionMeasures) -> Make:
    made = {place: arrs.report(sample_figures, place) for place in PLACES}
    return lambda place: made[place]


def read(report: Report, link: str = LINK) -> PdfReader:
    data = arrs_paper(report, link=link, made="3 March 2026")
    assert data.startswith(b"%PDF")
    return PdfReader(io.BytesIO(data))


def text_of(reader: PdfReader) -> str:
    """Text of all pages, spaces and line ends as one space."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize("place", PLACES)
def test_one_tagged_page_in_british_english_with_a_title(make: Make, place: str):
    reader = read(make(place))
    root: Any = reader.trailer["/Root"]
    assert len(reader.pages) == 1
    width, height = reader.pages[0].mediabox[2:]
    assert (round(width), round(height)) == (595, 842)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert "additional roles" in str(reader.metadata.title)
    assert reader.metadata.author == "Primary Care Workforce Notebook"


def test_headings_tables_and_their_head_rows_are_tagged(make: Make):
    found = [node["/S"] for node in tags(read(make("U99901")))]
    assert found.count("/H1") == 1
    assert found.count("/Table") == 3
    assert found.count("/TH") == 4 + 4 + 7  # by role, by month, six months by role
    assert "/Link" in found


def either_side(figure: float | None) -> str:
    """A figure with one decimal, up or down: rounded so that the column makes its total."""
    if figure is None:
        return "–"
    tenths = {math.floor(figure * 10 + 1e-9), math.ceil(figure * 10 - 1e-9)}
    return "|".join(re.escape(number(tenth / 10)) for tenth in sorted(tenths))


@pytest.mark.parametrize("place", PLACES)
def test_every_sentence_and_every_number_is_there(make: Make, place: str):
    report = make(place)
    text = squeezed(text_of(read(report)))
    sentences = [
        counted.staff_in_post(report),
        counted.returns_said(report),
        counted.three_counts(report),
        *said.budget_sentences(report),
        said.full_year_cost(report),
        *([said.left_to_spend(report)] if report.money.approved_gbp is not None else []),
        *([said.growth_split(report.growth)] if report.growth else []),
    ]
    at = 0
    for sentence in sentences:
        at = text.index(squeezed(sentence), at)
    counts = ("planned_fte", "in_post_fte", "claimed_wte")
    printed: dict[str, list[float]] = {count: [] for count in counts}
    for row in report.side_by_side.filter(pl.col("role") != "arrs").iter_rows(named=True):
        name = re.escape(squeezed(arrs.name_of(row["role"])))
        found = re.search(name + "".join(f"({either_side(row[c])})" for c in counts), text)
        assert found, row["role"]
        for count, cell in zip(counts, found.groups(), strict=True):
            printed[count] += [] if cell == "–" else [float(cell.replace(",", ""))]
    for count, whole in zip(
        counts, (report.counts.planned, report.counts.in_post, report.counts.claimed), strict=True
    ):
        if printed[count] and whole is not None:
            assert number(sum(printed[count])) == number(whole), count
    for when, wte, claimed, approved in report.spend_by_month.select(
        "month", "wte", "claimed_gbp", "approved_gbp"
    ).iter_rows():
        money = ["–" if gbp is None else pounds(gbp) for gbp in (claimed, approved)]
        assert squeezed("".join([month(when), number(wte), *money])) in text
    claimed_by = report.claims_by_month.sort("month")
    for role in claimed_by.filter(pl.col("wte") > 0)["role"].unique():
        posts = claimed_by.filter(pl.col("role") == role)["wte"]
        if len(posts) == claimed_by["month"].n_unique():  # no month of this role is missing
            assert squeezed("".join([arrs.name_of(role), *map(number, posts)])) in text


def test_the_foot_says_what_when_and_from_where(make: Make):
    text = text_of(read(make("U55939")))
    assert "Staff of June 2026" in text
    assert "Data version 1. Made 3 March 2026" in text
    assert "Open Government Licence v3.0" in text
    assert squeezed(LINK) in squeezed(text)
    assert "invented" not in text


def test_an_invented_place_says_so(make: Make):
    report = make("U99901")
    named = replace(report, place=replace(report.place, name="Brook PCN"))
    assert "This place is invented." in text_of(read(named))
    assert "Brook PCN (U99901), invented." in text_of(read(named))


@pytest.mark.parametrize("place", PLACES)
def test_names_print_literally_and_run_nothing(make: Make, place: str):
    report = make(place)
    there = report.place
    hostile = replace(report, place=ReportPlace(there.level, HOSTILE, HOSTILE, there.pcns))
    reader = read(hostile, link="")
    assert len(reader.pages) == 1
    assert squeezed(HOSTILE) in squeezed(text_of(reader))
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith(HOSTILE)


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", '"#panic()', "file:///etc/hosts"])
def test_only_web_addresses_are_links(make: Make, link: str):
    reader = read(make("U55939"), link=link)
    assert "/Annots" not in reader.pages[0]
    assert squeezed(link) in squeezed(text_of(reader))


def test_long_tables_stay_on_one_page(make: Make):
    report = make("U99901")
    roles = report.side_by_side.filter(pl.col("role") != "arrs")
    many = pl.concat(
        roles.with_columns(
            role=pl.col("role") + f"_{copy}", in_post_fte=pl.col("in_post_fte") + 100 - copy
        )
        for copy in range(6)
    )
    months = pl.concat([report.spend_by_month] * 2)
    reader = read(replace(report, side_by_side=many, spend_by_month=months))
    text = text_of(reader)
    assert len(reader.pages) == 1
    found = re.search(r"Other roles \((\d+)\) [\d.,]+ ([\d.,]+) ", text)
    assert found
    left_out = int(found[1])
    assert 1 < left_out < many.height
    fewest = many["in_post_fte"].sort(descending=True)[-left_out:]
    apart = abs(float(found[2].replace(",", "")) - float(fewest.sum()))
    assert apart <= 0.05 * left_out + 1e-9  # the sum of what would have been printed


def test_without_staff_plan_or_claims_it_is_still_a_page(make: Make):
    report = make("U55939")
    bare = replace(
        report,
        side_by_side=report.side_by_side.clear(),
        staff=report.staff.clear(),
        staff_fte=None,
        staff_by_quarter=report.staff_by_quarter.clear(),
        full_year=None,
        growth=None,
    )
    reader = read(bare)
    assert len(reader.pages) == 1
    assert "/Table" not in [node["/S"] for node in tags(reader)]
    assert "not reported, which is not 0" in text_of(reader)
