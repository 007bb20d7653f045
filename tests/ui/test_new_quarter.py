"""The analyst's page: a file becomes a version, or one clear refusal and nothing else."""

import csv
import io
import re
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from tests.commands import run
from tests.ui import shipped
from tests.ui.conftest import OpenApp
from tests.ui.looking import choice, everything, lead, paragraphs, tables, unescaped
from wfcore.declared import declared
from wfcore.papers import safe_csv
from wfcore.templates import templates

NAME = "General Practice - December 2025 Practice Level - Detailed.csv"
WARNED = {"F82670": {"TOTAL_PATIENTS": "130000"}}  # more patients than any practice has
HOSTILE = {
    "F82018": "see www.evil.example or mail a@evil.example",
    "F82670": "[Click here](https://evil.example/)",
    "F82002": "![x](https://evil.example/x.png)",
    "F82010": "<style>*{display:none}</style>",
    "F82013": '=HYPERLINK("https://evil.example/","x")',
}
ALIVE = re.compile(
    r"(?<!\\)\]\(|(?<!\\)<|https?\\?:/|www\\?\.|\w\\?@\w", re.IGNORECASE
)  # a link, HTML, a bare address


def upload(at: AppTest, data: bytes, name: str = NAME) -> AppTest:
    at.file_uploader[0].set_value((name, data, "text/csv")).run()
    assert [e.value for e in at.exception] == []
    return at


def confirm(at: AppTest) -> AppTest:
    return at.checkbox(key="upload-confirmed").check().run()


def press(at: AppTest, by: str = "Ann Analyst", *, accept: bool = True) -> AppTest:
    at.text_input(key="publish-by").set_value(by)
    at.text_input(key="publish-why").set_value("the winter quarter")
    if accept:
        for box in at.checkbox:
            if str(box.key).startswith("accept-"):
                box.check()
                at.text_input(key=f"reason-{str(box.key).removeprefix('accept-')}").set_value(
                    "asked the practice"
                )
    next(b for b in at.button if b.label == "Publish").click().run()
    assert [e.value for e in at.exception] == []
    return at


def versions(store: Path) -> list[str]:
    answer = run("history", "--store", store)
    assert answer.code == 0, answer.err
    return answer.out.splitlines()


def test_a_quarter_from_file_to_readers(open_app: OpenApp, own_store: Path):
    before = versions(own_store)
    at = upload(open_app("new-quarter"), shipped.detailed({"F82670": {"TOTAL_GP_FTE": "2.5"}}))
    assert "Its name says December 2025." in paragraphs(at)
    assert at.text_input(key="upload-period").value == "2025-12"
    assert "Quality report" not in [h.value for h in at.header]  # the month comes first

    confirm(at)
    assert "Quality report" in [h.value for h in at.header]
    assert "practices: **261**" in paragraphs(at)
    patients = shipped.practices("2025-09").all_patients
    assert f"registered patients: **{patients:,}**" in paragraphs(at)
    assert versions(own_store) == before

    press(at)
    assert [s.value for s in at.success] == [
        "Published as version 2: December 2025. Readers see it now."
    ]
    assert len(at.file_uploader[0].value) == 0
    history = tables(at)[-1]
    assert [row["Version"] for row in history] == ["2", "1"]
    newest = history[0]
    assert (newest["Who"], newest["Why"], newest["Files"]) == (
        "Ann Analyst",
        "the winter quarter",
        NAME,
    )
    assert len(versions(own_store)) > len(before)

    at.switch_page("pages/committee/overview.py").run()
    assert at.selectbox(key="period").options[0] == "December 2025"
    now = shipped.practices("2025-09", borough="Havering")
    old = next(
        float(row["fte"])
        for row in shipped.rows("nel_practice_staff")
        if (row["period"], row["area_code"], row["staff_group"], row["definition"])
        == ("2025-09", "F82670", "gp", "all")
    )
    rate = (now.fte - old + 2.5) / now.patients * 100_000
    assert at.selectbox(key="period").value == "2025-12"
    assert (
        f"Havering has {rate:.1f} GPs and trainees per 100,000 patients, about as many as North East London."
        in lead(at)
    )
    assert "Version 2 of the data." in paragraphs(at)


def test_a_typed_month_wins_over_the_name(open_app: OpenApp, own_store: Path):
    at = upload(open_app("new-quarter"), shipped.detailed())
    at.text_input(key="upload-period").set_value("2025-11").run()
    confirm(at)
    press(at)
    assert [s.value for s in at.success] == [
        "Published as version 2: November 2025. Readers see it now."
    ]


@pytest.mark.parametrize("month", ["2025-13", "12/2025", "2099-12"])
def test_a_month_that_is_none_publishes_nothing(open_app: OpenApp, own_store: Path, month: str):
    before = versions(own_store)
    at = upload(open_app("new-quarter"), shipped.detailed())
    at.text_input(key="upload-period").set_value(month).run()
    confirm(at)
    assert at.error
    assert "Publish" not in [b.label for b in at.button]
    assert versions(own_store) == before


def test_a_month_left_empty_is_that_of_the_name_and_must_be_accepted(
    open_app: OpenApp, own_store: Path
):
    before = versions(own_store)
    at = upload(open_app("new-quarter"), shipped.detailed())
    at.text_input(key="upload-period").set_value("").run()
    confirm(at)
    assert any("was read from the file name" in warning.value for warning in at.warning)
    press(at, accept=False)
    assert versions(own_store) == before


@pytest.mark.parametrize("by", ["", "   "])
def test_without_a_name_nothing_is_published(open_app: OpenApp, own_store: Path, by: str):
    before = versions(own_store)
    at = confirm(upload(open_app("new-quarter"), shipped.detailed()))
    press(at, by)
    assert len(at.error) == 1
    assert "name" in at.error[0].value
    assert versions(own_store) == before
    press(at)  # and it can still be given
    assert len(at.success) >= 1
    assert len(versions(own_store)) > len(before)


def test_warnings_must_be_accepted(open_app: OpenApp, own_store: Path):
    before = versions(own_store)
    at = confirm(upload(open_app("new-quarter"), shipped.detailed(WARNED)))
    assert "need your acceptance" in paragraphs(at)
    boxes = [b for b in at.checkbox if str(b.key).startswith("accept-")]
    assert len(boxes) == len(at.warning) > 0
    press(at, accept=False)
    assert at.error
    assert versions(own_store) == before
    press(at)
    assert at.success[0].value.startswith("Published as version 2")
    assert tables(at)[-1][0]["Warnings accepted, with reasons"] != ""


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.csv", b""),
        ("page.csv", b"<!DOCTYPE html><html><body>Sign in</body></html>"),
        ("other.csv", b"colour,size\nred,1\n"),
        ("noise.csv", bytes(range(256)) * 8),
        ("not.xlsx", b"PK\x03\x04 nothing more"),
        ("not.zip", b"PK\x03\x04 nothing more"),
        ("header only.csv", b"PRAC_CODE,PRAC_NAME,TOTAL_PATIENTS,TOTAL_GP_FTE\n"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_gets_one_clear_error(
    open_app: OpenApp, own_store: Path, name: str, data: bytes
):
    before = versions(own_store)
    at = upload(open_app("new-quarter"), data, name)
    assert len(at.error) == 1
    assert 20 < len(at.error[0].value) < 500
    assert "Traceback" not in at.error[0].value
    assert "Publish" not in [b.label for b in at.button]
    assert versions(own_store) == before


def test_a_blocked_file_cannot_be_published(open_app: OpenApp, own_store: Path):
    data = shipped.detailed({"F82670": {"TOTAL_GP_FTE": "-3"}})
    at = confirm(upload(open_app("new-quarter"), data))
    assert "must be put right" in paragraphs(at)
    assert any("below 0" in error.value for error in at.error)
    assert "Publish" not in [b.label for b in at.button]


def test_an_earlier_version_comes_back(open_app: OpenApp, own_store: Path):
    at = press(confirm(upload(open_app("new-quarter"), shipped.detailed())))
    at.text_input(key="restore-by").set_value("Ann")
    at.text_input(key="restore-why").set_value("a mistake")
    next(b for b in at.button if b.label == "Bring it back").click().run()
    assert [s.value for s in at.success] == ["Version 1 is back, as version 3."]
    assert [row["Version"] for row in tables(at)[-1]] == ["3", "2", "1"]
    at.switch_page("pages/committee/overview.py").run()
    assert at.selectbox(key="period").options[0] == "September 2025"


# Who may.


def test_without_an_analyst_the_page_is_gone(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WORKFORCE_ANALYST", "off")
    at = open_app()
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        at.switch_page("pages/analyst/new_quarter.py")


def test_run_without_the_frame_the_page_refuses(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WORKFORCE_ANALYST", "off")
    at = AppTest.from_file(str(root / "pages" / "analyst" / "new_quarter.py")).run(timeout=60)
    assert len(at.exception) == 1
    assert len(at.file_uploader) == len(at.title) == len(at.button) == 0


# What a file may say.


def test_hostile_names_are_text(open_app: OpenApp, own_store: Path):
    data = shipped.detailed({code: {"PRAC_NAME": name} for code, name in HOSTILE.items()})
    at = press(confirm(upload(open_app("new-quarter"), data)))
    assert at.success
    for code, name in HOSTILE.items():
        link = {"level": "practice", "place": code, "period": "2025-12", "borough": "all"}
        for page in ("overview", "practice"):
            at = open_app(page, link)
            assert choice(at, "place").value == code
            markdown = [e.value for e in (*at.markdown, *at.caption, *at.header)]
            shown = "".join(markdown)
            assert name.removeprefix("=") in unescaped(shown)
            for text in markdown:
                assert not ALIVE.search(text), text


def test_a_download_opens_safely():
    names = [*HOSTILE.values(), "+1", "-1", "@SUM(A1)", "\tx", "\rx", "Plain Surgery"]
    rows = pl.DataFrame({"area_name": names, "value": [-1.5] * len(names)})
    found = list(csv.DictReader(io.StringIO(safe_csv(rows), newline="")))
    assert [row["area_name"].lstrip("'") for row in found] == names
    for row in found:
        assert not row["area_name"].startswith(("=", "+", "-", "@", "\t", "\r"))
        assert float(row["value"]) == -1.5  # numbers stay numbers
    assert found[-1]["area_name"] == "Plain Surgery"


def test_a_hostile_heading_of_a_file_is_text(open_app: OpenApp, own_store: Path):
    data = shipped.detailed().replace(b"TOTAL_ADMIN_FTE", b"[x](https://evil.example/)")
    at = confirm(upload(open_app("new-quarter"), data, "![a](b) 2025-12.csv"))
    shown = everything(at)
    assert "evil.example" in shown.lower()
    for element in (*at.markdown, *at.info, *at.warning, *at.error, *at.subheader):
        assert not ALIVE.search(element.value)


def test_templates_of_local_tables_are_offered(open_app: OpenApp):
    at = open_app("new-quarter")
    assert "Local tables" in [h.value for h in at.header]
    labels = [b.proto.label for b in at.get("download_button")]
    assert {t.label for t in templates()} <= set(labels)


def test_a_filled_example_goes_through_the_page(open_app: OpenApp, own_store: Path):
    example = next(t for t in templates() if t.kind == "allocation" and t.filled)
    at = upload(open_app("new-quarter"), example.data, example.file_name)
    assert "PCNs: **4**" in paragraphs(at)
    assert any("invented PCNs" in w.value for w in at.warning)
    press(at)
    assert "Published as version 2" in at.success[0].value


# Reasons, several files, what waits, the second person.


def button(at: AppTest, label: str) -> AppTest:
    next(b for b in at.button if b.label == label).click().run()
    assert [e.value for e in at.exception] == []
    return at


def test_a_warning_is_accepted_with_its_reason_and_history_shows_both(
    open_app: OpenApp, own_store: Path
):
    before = versions(own_store)
    at = confirm(upload(open_app("new-quarter"), shipped.detailed(WARNED)))
    at.text_input(key="publish-by").set_value("Ann")
    for box in at.checkbox:
        if str(box.key).startswith("accept-"):
            box.check()
    button(at, "Publish")
    assert "not accepted with a reason" in unescaped(at.error[0].value)
    assert versions(own_store) == before
    press(at)
    accepted = tables(at)[-1][0]["Warnings accepted, with reasons"]
    assert "huge_lists: asked the practice" in accepted
    assert "patients_changed: asked the practice" in accepted


def test_each_file_has_its_own_month(open_app: OpenApp, own_store: Path):
    other = shipped.detailed({"F82670": {"TOTAL_GP_FTE": "3"}}).replace(b"0000", b"1000")
    at = open_app("new-quarter")
    at.file_uploader[0].set_value(
        [(NAME, shipped.detailed(), "text/csv"),
         ("General Practice - November 2025 Detailed.csv", other, "text/csv")]
    ).run()  # fmt: skip
    assert at.text_input(key="upload-period").value == "2025-12"
    assert at.text_input(key="upload-period-2").value == "2025-11"
    confirm(at)
    assert "Quality report" not in [h.value for h in at.header]  # one month is still open
    at.checkbox(key="upload-confirmed-2").check().run()
    press(at)
    assert at.success[0].value == (
        "Published as version 2: December 2025, November 2025. Readers see it now."
    )


def test_one_refused_file_holds_the_others_back(open_app: OpenApp, own_store: Path):
    at = open_app("new-quarter")
    at.file_uploader[0].set_value(
        [(NAME, shipped.detailed(), "text/csv"), ("other.csv", b"colour,size\nred,1\n", "text/csv")]
    ).run()
    assert len(at.error) == 1
    assert "Take away what cannot be read to go on with the others." in paragraphs(at)
    assert "Publish" not in [b.label for b in at.button]
    upload(at, shipped.detailed())
    press(confirm(at))
    assert at.success


def test_the_file_of_another_month_is_refused(open_app: OpenApp, own_store: Path):
    press(confirm(upload(open_app("new-quarter"), shipped.detailed())))
    at = upload(open_app("new-quarter"), shipped.detailed() + b"\n", "March 2026 Detailed.csv")
    confirm(at)
    assert any("This looks like 2025-12" in unescaped(error.value) for error in at.error)
    assert "Publish" not in [b.label for b in at.button]


def test_the_same_bytes_again(open_app: OpenApp, own_store: Path):
    press(confirm(upload(open_app("new-quarter"), shipped.detailed())))
    at = confirm(upload(open_app("new-quarter"), shipped.detailed()))
    assert any(
        "already published on" in error.value and "by Ann Analyst" in error.value
        for error in at.error
    )


def test_differences_are_tables_to_download(open_app: OpenApp, own_store: Path):
    at = confirm(upload(open_app("new-quarter"), shipped.detailed(WARNED)))
    fold = next(e for e in at.expander if "what differs from September 2025" in e.label)
    at.session_state["fold:differs-gpw_detailed-2025-12"] = True
    at.run()
    totals = next(
        frame.value for frame in at.dataframe if "reported_then" in frame.value.columns
    ).set_index("what")
    old = shipped.practices("2025-09").all_patients
    moved = 130_000 - next(
        int(row["registered"])
        for row in shipped.rows("nel_lists")
        if (row["period"], row["source"], row["practice_code"])
        == ("2025-09", "gpw_detailed", "F82670")
    )
    assert totals.loc["registered patients", "then"] == old
    assert totals.loc["registered patients", "change"] == moved
    assert fold.label.startswith("General Practice Workforce")


def test_what_is_kept_survives_a_new_session(open_app: OpenApp, own_store: Path):
    before = versions(own_store)
    at = confirm(upload(open_app("new-quarter"), shipped.detailed()))
    at.text_input(key="publish-by").set_value("Ann")
    button(at, "Keep for later")
    assert "readers see nothing of it yet" in at.success[0].value
    assert versions(own_store) == before
    at = open_app("new-quarter")
    assert "Waiting" in [h.value for h in at.header]
    next(t for t in at.text_input if str(t.key).startswith("approve-by-")).set_value("Ann")
    button(at, "Publish what waits")
    assert at.success[0].value.startswith("Published as version 2")
    assert "Waiting" not in [h.value for h in at.header]
    assert tables(at)[-1][0]["Approved by"] == "Ann"


def test_a_second_person_approves(
    open_app: OpenApp, own_store: Path, monkeypatch: pytest.MonkeyPatch
):
    rules = declared().rules
    both = rules.publish.model_copy(update={"second_person": True})
    monkeypatch.setitem(rules.__dict__, "publish", both)
    before = versions(own_store)
    at = confirm(upload(open_app("new-quarter"), shipped.detailed()))
    assert "Publish" not in [b.label for b in at.button]
    at.text_input(key="publish-by").set_value("Ann Analyst")
    button(at, "Hand over for approval")
    by = next(t for t in at.text_input if str(t.key).startswith("approve-by-"))
    by.set_value("  ann ANALYST ")
    button(at, "Approve and publish")
    assert "somebody else must approve" in at.error[0].value
    assert versions(own_store) == before
    next(t for t in at.text_input if str(t.key).startswith("approve-by-")).set_value("Bob")
    button(at, "Approve and publish")
    row = tables(at)[-1][0]
    assert (row["Who"], row["Approved by"]) == ("Ann Analyst", "Bob")
