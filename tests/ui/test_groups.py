"""A reader picks practices, looks at them as one place, and hands the link on."""

from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenApp
from tests.ui.looking import everything, lead
from wfcore.geography import PracticeGroup

HAVERING = {"level": "borough", "place": "Havering", "period": "2025-09"}
MINE = PracticeGroup.of_practices("North of Havering", ["F82007", "F82030"])


def look(open_app: OpenApp, page: str = "overview", **more: str) -> AppTest:
    return open_app(
        page, {"level": "group", "place": MINE.code, "period": "2025-09", "staff": "gp", **more}
    )


def test_picking_practices_makes_a_link(open_app: OpenApp):
    at = open_app("groups", HAVERING)
    assert "No groups are published" in everything(at)
    at.multiselect(key="group-picked-Havering").set_value(["F82030", "F82007"])
    at.text_input(key="group-name").set_value("North of Havering").run()
    assert [e.value for e in at.exception] == []
    assert "Look at North of Havering" in everything(at)
    assert "their own staff are in no figure of it: " in everything(at)


def test_a_link_opens_on_the_group_for_whoever_did_not_make_it(open_app: OpenApp):
    # 8.216533 and 5.973333 FTE for 10,352 and 14,953 patients: 14.189867 for 25,305 are 56.1.
    at = look(open_app)
    assert lead(at).startswith(
        "North of Havering has 56.1 GPs and trainees per 100,000 patients, more than Havering."
    )
    for page in ("compare", "change", "quality", "notebook"):
        other = look(open_app, page)
        assert [e.value for e in other.error] == []
        assert "North of Havering" in everything(other)


def test_a_page_that_cannot_show_groups_says_what_it_shows(open_app: OpenApp):
    shown = everything(look(open_app, "what-if"))
    assert "North of Havering" in shown


def test_a_link_that_lost_a_letter_is_said_and_the_page_goes_on(open_app: OpenApp):
    at = open_app("overview", {"level": "group", "place": MINE.code[:-1]})
    assert "cannot be read from this link" in everything(at)
    assert len(lead(at)) > 20


def test_a_name_in_a_link_is_text(open_app: OpenApp):
    hostile = PracticeGroup.of_practices("<img src=x> [a](b)", ["F82007"])
    at = open_app("overview", {"level": "group", "place": hostile.code, "period": "2025-09"})
    for text in (m.value for m in at.markdown):
        assert "<img" not in text.replace("\\<", "")
