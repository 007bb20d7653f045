"""A table is pasted or uploaded, and comes back with what is wrong with it and where."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import diagnosed
from tests.commands import run
from tests.ui.conftest import OpenApp
from tests.ui.looking import everything, lead, paragraphs, unescaped, unfold
from tests.ui.test_new_quarter import press
from tests.unit.making import xlsx_of
from tests.unit.pdfs import pdf_of, typst_table
from tests.unit.test_prints import HAVERING
from wfcore.papers import safe_csv
from wfcore.table_checks import CHECK_CODES, CHECKS, EXAMPLE, diagnose, tables_of

WRONG = "PCN\tGPs, FTE\tNurses, FTE\tTotal FTE\nCrest\t1.00\t2.00\t3.00\nNorth\t2.00\t•\t2.00\nTotal\t3.00\t2.00\t6.00"
HOSTILE = (
    "PCN\tGPs, FTE\tNurses, FTE\n[Click](https://evil.example/)\t1.00\t•\n"
    '=HYPERLINK("https://evil.example/")\t2.00\t<b>x</b>\n![x](https://evil.example/x.png)\t-\t2.00'
)
ALIVE = re.compile(r"(?<!\\)\]\(|(?<!\\)<|https?\\?:/|www\\?\.", re.IGNORECASE)


def paste(at: AppTest, text: str) -> AppTest:
    at.text_area[0].set_value(text).run()
    assert [e.value for e in at.exception] == []
    return at


def boxes(at: AppTest) -> list[str]:
    return [unescaped(box.value) for box in (*at.error, *at.warning, *at.info)]


def test_a_pasted_table_is_checked_and_shown(open_app: OpenApp):
    at = paste(open_app("table-doctor"), WRONG)
    assert "3 things to put right, 1 to know." in paragraphs(at)
    assert [box.split(". ")[1].split("**")[0] for box in boxes(at)] == [
        *["Put it right"] * 3,
        "Good to know",
    ]
    assert "D4 Total, Total FTE: 6.00 printed, 5.00 added up (+1.00)" in "\n".join(boxes(at))
    shown = at.table[0].value
    assert list(shown.columns) == ["Row", "A", "B", "C", "D"]
    assert shown["D"].to_list() == [
        "Total FTE",
        "3.00",
        "2.00",
        ":orange-background[**6.00** (1, 2)]",
    ]
    assert shown["C"].to_list()[2] == ":orange-background[**•** (3)]"
    assert "3 places of totals" not in paragraphs(at)
    assert "3 totals of columns, 3 totals of rows" in paragraphs(at)


def test_the_example_says_that_it_is_invented(open_app: OpenApp):
    at = open_app("table-doctor")
    assert len(at.table) == 0
    at.button(key="doctor-example").click().run()
    assert [e.value for e in at.exception] == []
    assert at.text_area[0].value == EXAMPLE
    assert "This table is invented. None of its figures are about anybody." in boxes(at)
    assert "6 things to put right." in paragraphs(at)
    assert everything(at).count("(invented)") > 4


def test_files_of_every_kind(open_app: OpenApp):
    at = open_app("table-doctor")
    rows = [row.split("\t") for row in WRONG.splitlines()]
    at.file_uploader[0].set_value([
        ("Figure 2.xlsx", xlsx_of({"Figure 2": rows}), "application/octet-stream"),
        ("Figure 3.csv", b"PCN,GP FTE\nCrest,1\n", "text/csv"),
        ("Paper.pdf", pdf_of(typst_table(rows)), "application/pdf"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n", "text/csv"),
    ]).run()  # fmt: skip
    assert [e.value for e in at.exception] == []
    assert [unescaped(h.value) for h in at.header] == [
        "Figure 2.xlsx › Figure 2",
        "Figure 3.csv",
        "Paper.pdf › page 1",
    ]
    assert "picture.csv: this is a picture, not a table." in "\n".join(boxes(at))


def test_nothing_hostile_comes_alive(open_app: OpenApp):
    at = paste(open_app("table-doctor"), HOSTILE)
    drawn = [
        e.value for e in (*at.markdown, *at.caption, *at.error, *at.warning, *at.info, *at.header)
    ]
    drawn += [cell for column in at.table[0].value for cell in at.table[0].value[column]]
    assert any("evil.example" in text for text in drawn)
    assert [text for text in drawn if ALIVE.search(str(text))] == []


def test_downloads(open_app: OpenApp):
    made = diagnose(tables_of("paper", HOSTILE.encode()))
    printed = list(csv.DictReader(io.StringIO(safe_csv(diagnosed.rows(made)))))
    assert {row["code"] for row in printed} == {f.code for one in made for f in one.findings}
    assert all(
        not cell.startswith(("=", "+", "-", "@")) for row in printed for cell in row.values()
    )
    at = paste(open_app("table-doctor"), WRONG)
    labels = [b.label for b in at.get("download_button")]
    assert labels == ["Download the findings (CSV)", "Download the findings (JSON)"]
    assert json.loads(diagnosed.as_json(made))["tables"][0]["table"] == "paper"


def test_only_for_analysts(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WORKFORCE_ANALYST", "off")
    at = open_app("overview")
    with pytest.raises(ValueError, match="table_doctor"):
        at.switch_page("pages/analyst/table_doctor.py")


def test_run_without_the_frame_the_page_refuses(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WORKFORCE_ANALYST", "off")
    at = AppTest.from_file(str(root / "pages" / "analyst" / "table_doctor.py")).run(timeout=60)
    assert len(at.exception) == 1
    assert len(at.file_uploader) == len(at.text_area) == len(at.title) == len(at.button) == 0


def test_every_check_has_words():
    assert len({check.compares for check in CHECKS}) == len(CHECKS) > 40
    assert len(CHECK_CODES) == len(set(CHECK_CODES))


def test_the_page_says_what_it_is_for(open_app: OpenApp):
    at = open_app("table-doctor")
    assert lead(at) == "Paste a table from a paper, and find its faults before the meeting does."
    assert "Nothing is kept or published." in paragraphs(at)


def test_a_table_that_is_used_answers_and_asks(open_app: OpenApp):
    at = paste(open_app("table-doctor"), HAVERING)
    next(b for b in at.button if b.label == "Use this table").click().run()
    assert [e.value for e in at.exception] == []
    assert "North is furthest away: 12.23 short, 38.5% more than it has." in paragraphs(at)
    labels = [unescaped(box.label) for box in at.selectbox]
    assert any("Whom does set 2 count?" in label for label in labels)
    second = next(box for box in at.selectbox if "set 2" in unescaped(box.label))
    second.set_value("admin staff").run()
    assert "heading printed twice" not in paragraphs(at)
    at.selectbox(key=second.key).set_value(None).run()  # an answer may be taken back
    assert "shown apart" in paragraphs(at)


def test_a_used_table_becomes_the_paper(open_app: OpenApp):
    at = paste(open_app("table-doctor"), HAVERING)
    next(b for b in at.button if b.label == "Use this table").click().run()
    next(b for b in at.button if b.label == "Make it the paper").click().run()
    assert [e.value for e in at.exception] == []
    assert lead(at) == "2 parts are in the paper."
    assert "North is furthest away: 12.23 short" in everything(at)


def test_a_used_table_is_published_as_printed_and_taken_back(open_app: OpenApp, own_store: Path):
    """24 figures of four networks; what files measure stays as it is; restored, they are gone."""
    link = {"level": "pcn", "place": "U55939"}
    before = lead(open_app("overview", link))
    at = paste(open_app("table-doctor"), HAVERING)
    next(b for b in at.button if b.label == "Use this table").click().run()
    mark = next(str(b.key).removeprefix("use-") for b in at.button if b.label == "Use this table")
    at.session_state[f"fold:keep-{mark}"] = True
    at.session_state[f"fold:more-{mark}"] = True
    at.run()
    at.text_input(key=f"source-{mark}").set_value("Havering paper, December 2022").run()
    assert "24 figures. They stand on a line of their own" in paragraphs(at)
    assert len(run("history", "--store", own_store).rows()) == 1  # nothing is kept so far
    press(at)
    assert [s.value for s in at.success] == ["Published as version 2. Readers see it now."]
    assert "All of them are published." in paragraphs(at)  # once more would add nothing
    assert "Publish" not in [b.label for b in at.button]
    read = unfold(open_app("overview", link), "fold:as_printed", "fold:table-as_printed")
    assert lead(read) == before
    said = everything(read)
    assert "What has been printed about this place?" in said
    assert "Havering paper, December 2022" in said
    assert "31.77" in said
    measured = run("measures", "--store", own_store, "--metric", "gp_excl_trainees_rate", "--level", "pcn")  # fmt: skip
    assert measured.code == 0
    assert "31.77" not in measured.out
    at.text_input(key="undo-by").set_value("Ann Analyst")
    at.text_input(key="undo-why").set_value("a slip")
    next(b for b in at.button if b.label == "Take it back").click().run()
    assert "Taken back: version 1 is here again, as version 3." in [s.value for s in at.success]
    gone = open_app("overview", link)
    assert lead(gone) == before
    assert "What has been printed about this place?" not in everything(gone)
