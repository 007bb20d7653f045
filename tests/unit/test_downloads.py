"""A table that is taken away explains itself: in words, as shown and in full, with place, source and cautions."""

import csv
import io
import re
import zipfile
from dataclasses import replace

import polars as pl
import pytest

from tests.security import exports
from tests.ui import shipped
from wfcore.answers import Answer, AnswerTable, answer_question, choice_of, question_of
from wfcore.declared import declared
from wfcore.errors import WorkforceError
from wfcore.measuring import VersionMeasures
from wfcore.papers import explain_table, file_stem, safe_csv, table_workbook, word_table

ABOUT = (
    "Asked of", "Code asked of", "Unit", "Month of the figures", "Version of the data", "Source", "Cautions",
)  # fmt: skip
LOOKED_AT = [
    ("Havering", "gp_rate", "2025-09"),
    ("QZZ", "gp_excl_trainees_rate", "2025-09"),
    ("QZZ", "pcn_staff_rate", "2025-09"),
    ("U29424", "pcn_staff_rate", "2026-06"),
    ("QMF", "gp_fte", "2024-09"),
    ("F82670", "patients_per_nurse", "2025-09"),
]


@pytest.fixture(scope="module")
def answered(sample_figures: VersionMeasures) -> list[Answer]:
    """Every answer with a table, of places of every kind."""
    found: list[Answer] = []
    for place, metric, period in LOOKED_AT:
        choice = choice_of(sample_figures, place, metric, period)
        for kind in declared().answers:
            if kind.startswith("printed"):
                continue
            try:
                answer = answer_question(sample_figures, question_of(choice, kind))
            except WorkforceError:
                continue
            found += [answer] if answer.table is not None else []
    assert len({answer.question.kind for answer in found}) > 25
    return found


def read(answer: Answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(safe_csv(explain_table(answer)), newline="")))


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("today", "On today's map"),
        ("then", "As they were in each month"),
        ("2025-11", "On the map of November 2025"),
    ],
)
def test_a_file_says_on_which_map_its_places_are(
    england_figures: VersionMeasures, chosen: str, said: str
):
    """The column `Places` of a file, and the places in it: North Central London was merged on 1 April 2026."""
    figures = england_figures.on_map(chosen)
    choice = choice_of(figures, "Y56", "gp_excl_trainees_rate", "2025-12")
    question = question_of(choice, "spread", inside="icb")
    rows = read(answer_question(figures, question))
    assert {row["Places"] for row in rows} == {said}
    boards = {row["Place"] for row in rows}
    assert ("North Central London" in " ".join(boards)) is (chosen != "today")
    assert len([row for row in rows if row["Place"] != "London"]) >= (4 if chosen == "today" else 5)


def test_every_file_says_what_of_where_when_and_from_what(answered: list[Answer]):
    for answer in answered:
        rows, table = read(answer), answer.table
        assert table
        assert rows or not table.rows.height
        for row in rows:
            assert set(ABOUT) <= set(row), answer.question.kind
            assert row["Asked of"].lstrip("'") == answer.place
            assert row["Code asked of"] == answer.question.place
            assert row["Month of the figures"] == answer.question.period
            assert row["Version of the data"] == "1"
            assert row["Unit"]
            assert all(caution in row["Cautions"] for caution in answer.cautions)
            assert not answer.files or answer.files[0].title in row["Source"]


def test_figures_are_as_shown_and_in_full_beside(answered: list[Answer]):
    looked_at = 0
    for answer in answered:
        table, made = answer.table, explain_table(answer)
        assert table
        for column, heading in table.headings.items():
            if not isinstance(heading, tuple):
                continue
            shown = [text.replace("−", "-").replace(",", "") for text in _column(table, column)]
            written = made[heading[0]].to_list()
            assert [_as_text(v, heading[1]) for v in written] == shown, (answer.question, heading)
            full = f"{heading[0]}, in full"
            if not table.rows[column].dtype.is_integer() and "exact" not in table.rows.columns:
                beside = made.columns[made.columns.index(heading[0]) + 1]
                assert beside == full
                assert made[full].cast(pl.Float64).to_list() == table.rows[column].to_list()
            looked_at += 1
    assert looked_at > 100


def _column(table: AnswerTable, column: str) -> list[str]:
    at = list(table.headings).index(column)
    return [row[at] for row in table.shown()]


def _as_text(value: float | None, decimals: int) -> str:
    return "–" if value is None else f"{value:.{decimals}f}"


def test_headings_are_words_and_differ(answered: list[Answer]):
    for answer in answered:
        names = explain_table(answer).columns
        assert len({name.lower() for name in names}) == len(names)
        assert [name for name in names if "_" in name or name != name.strip()] == []


def test_a_minus_is_one_that_programs_read_and_nothing_runs(answered: list[Answer]):
    minus = 0
    for answer in answered:
        written = safe_csv(explain_table(answer))
        assert not re.search(r"−[0-9]", written), answer.question.kind
        assert exports.faults("x.csv", written.encode()) == []
        minus += bool(re.search(r",-[0-9]", written))
    assert minus


def test_a_figure_with_its_sign_stays_plain_and_what_could_run_does_not(answered: list[Answer]):
    change = re.compile(r"[+-][0-9.,]+ \([A-Z][a-z]{2} 20[0-9]{2}\)")
    cells = [
        c for a in answered if a.question.kind == "enough" for row in read(a) for c in row.values()
    ]
    assert [cell for cell in cells if change.fullmatch(cell)]
    assert [cell for cell in cells if cell.startswith("'")] == []
    runs = ["+cmd|' /C calc'!A0", "+1+1", "-1 (A1)", "+0.5 (Dec(1))", "+1.2.3", "=1", "+1"]
    assert safe_csv(pl.DataFrame({"x": runs})).splitlines()[1:] == [f"'{c}" for c in runs]
    plain = ["1,234.5", "+0.5 (Dec 2025)", "-0.2 (Jun 2025)"]
    written = csv.reader(io.StringIO(safe_csv(pl.DataFrame({"x": plain}))))
    assert list(written)[1:] == [[c] for c in plain]


def test_the_file_is_called_by_what_it_shows_its_place_and_its_month(answered: list[Answer]):
    for answer in answered:
        stem = file_stem(answer)
        assert re.sub(r"[^a-z0-9]+", "-", answer.place.lower()).strip("-") in stem.lower()
        assert answer.question.period in stem
        assert re.fullmatch(r"[\w.-]+", stem), stem


def test_the_rate_of_a_network_by_another_road(sample_figures: VersionMeasures):
    choice = choice_of(sample_figures, "QMF", "gp_rate", "2025-09")
    rows = read(answer_question(sample_figures, question_of(choice, "spread", inside="borough")))
    (havering,) = [row for row in rows if row["Place"] == "Havering"]
    known = shipped.practices("2025-09", borough="Havering")
    assert havering["FTE per 100,000"] == f"{known.rate:.1f}"
    assert float(havering["FTE per 100,000, in full"]) == pytest.approx(known.rate)
    assert float(havering["FTE, in full"]) == pytest.approx(known.fte)
    assert havering["Patients"] == str(known.patients)
    assert havering["Kind of place"] == "borough"
    assert havering["Unit"].startswith("FTE per 100,000 registered patients")


def test_a_workbook_has_its_notes_and_sources_on_sheets_of_their_own(answered: list[Answer]):
    answer = next(a for a in answered if a.question.kind == "spread")
    data = table_workbook(answer)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        sheets = re.findall(r'<sheet name="([^"]+)"', file.read("xl/workbook.xml").decode())
        texts = file.read("xl/sharedStrings.xml").decode()
    assert sheets == ["Cover", "Notes", "Words", "Table 1", "Questions", "Sources"]
    assert "Havering, September 2025, version 1 of the data." in texts
    books = [table_workbook(a) for a in answered]
    assert [fault for book in books for fault in exports.faults("x.xlsx", book)] == []


def test_two_headings_that_are_one_word_stay_two_columns():
    rows = pl.DataFrame({"a": [0.25], "b": [-0.04], "fte_today": [1], "A": ["−3 · −x"]})
    made = word_table(rows, {"a": ("Rate", 1), "b": ("rate", 1), "A": "Said"})
    assert made.to_dicts() == [
        {
            "Rate": 0.3, "Rate, in full": 0.25, "rate (2)": 0.0, "rate, in full (2)": -0.04,
            "Said": "-3 · −x", "FTE today": 1,
        }
    ]  # fmt: skip


@pytest.mark.parametrize("letter", ["a", "ü", "中", "𝒜", "é"])
def test_a_file_name_fits_on_a_disk(answered: list[Answer], letter: str):
    """A disk takes 255 bytes; letters that are no plain ones are left out."""
    stem = file_stem(replace(answered[0], place=letter * 400))
    assert len(f"{stem}.xlsx".encode()) == (
        155 if letter == "a" else len(f"{file_stem(answered[0])}.xlsx")
    )
