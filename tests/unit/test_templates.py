"""Templates of the local tables: each is read back by the intake."""

import io
import zipfile
from datetime import UTC, datetime

import pytest

from tests.unit.making import codes_of, drafts_of
from wfcore.checking import check_drafts
from wfcore.declared import declared
from wfcore.errors import UnreadableFile
from wfcore.reading import read_upload
from wfcore.templates import TEMPLATE_KINDS, XLSX, Template, role_names, templates

TODAY = datetime(2026, 1, 15, tzinfo=UTC)
ALL = {t.file_name: t for t in templates(TODAY)}
SOURCES = {
    "plan": "arrs_plan",
    "claims": "arrs_claims",
    "allocation": "arrs_allocations",
    "spend": "arrs_spend",
    "recommendations": "recommendations",
    "figures": "area_figures",
    "targets": "targets",
    "groups": "practice_groups",
    "learners": "learners",
    "supervision": "supervision",
    "stayed": "stayed",
    "programmes": "programme_posts",
}
FILLED = [name for name, t in ALL.items() if t.filled]
EMPTY = [name for name, t in ALL.items() if not t.filled]


def rows(template: Template) -> list[tuple[object, ...]]:
    (kind,) = {k for d in drafts_of(template.data, template.file_name) for k in d.tables}
    return [
        row
        for d in drafts_of(template.data, template.file_name)
        for row in d.tables[kind].drop("source").iter_rows()
    ]


def test_every_table_empty_and_filled_in_two_forms():
    assert len(ALL) == 4 * len(SOURCES)
    assert {t.kind for t in ALL.values()} == set(TEMPLATE_KINDS) == set(SOURCES)
    assert all("invented" in name for name in FILLED)
    assert [t.label for t in templates(TODAY)][:4] == [
        "Plan template (CSV)", "Plan template (XLSX)", "Invented plan (CSV)", "Invented plan (XLSX)",
    ]  # fmt: skip


@pytest.mark.parametrize("name", FILLED)
def test_a_filled_example_passes_the_intake_and_is_called_invented(name: str):
    template = ALL[name]
    (table,) = read_upload(name, template.data, declared())
    assert table.source.id == SOURCES[template.kind]
    assert table.recognised.unknown == ()
    _, report = check_drafts(drafts_of(template.data, name), today=datetime(2026, 6, 1, tzinfo=UTC))
    assert codes_of(report).pop("invented_rows") == "warns"
    assert set(codes_of(report)) <= {
        "invented_rows", "cells_without_figures", "period_not_confirmed", "aim_before_its_place",
    }  # fmt: skip
    assert report.publishable


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_template_is_known_and_asks_for_rows(name: str):
    with pytest.raises(UnreadableFile, match="it has headings but no rows"):
        read_upload(name, ALL[name].data, declared())


@pytest.mark.parametrize("kind", TEMPLATE_KINDS)
def test_csv_and_workbook_hold_the_same(kind: str):
    text, book = (t for t in templates(TODAY) if t.kind == kind and t.filled)
    assert rows(text) == rows(book)


def test_the_plan_has_every_role_and_its_totals_hold():
    plan = next(t for t in templates(TODAY) if t.kind == "plan" and t.filled)
    (draft,) = drafts_of(plan.data, plan.file_name)
    assert (
        tuple(draft.tables["arrs_plan"]["role_printed"].unique(maintain_order=True)) == role_names()
    )
    assert draft.period == "2026-03"
    assert not [code for code in codes_of(draft) if "totals" in code]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("claims", ["2025-04", "2026-03", "submitted", "Clinical"]),
        ("allocation", ["2024/25", "2025/26", "2026/27"]),
    ],
)
def test_workbooks_offer_lists_to_choose_from(kind: str, words: list[str]):
    for template in templates(TODAY):
        if template.kind != kind or template.mime != XLSX:
            continue
        with zipfile.ZipFile(io.BytesIO(template.data)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
            strings = book.read("xl/sharedStrings.xml").decode()
        assert sheet.count('type="list"') == (3 if kind == "claims" else 1)
        assert "Choices!$A$2:$A$" in sheet
        assert "<f>" not in sheet
        for word in words:
            assert word.casefold() in strings.casefold()


def test_the_same_day_gives_the_same_bytes():
    assert templates(TODAY) is not None
    again = {t.file_name: t.data for t in templates(datetime(2025, 4, 1, tzinfo=UTC))}
    assert again == {name: t.data for name, t in ALL.items()}
