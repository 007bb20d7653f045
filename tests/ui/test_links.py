"""A link shows the same to everybody, whatever was in it and whatever was published since."""

import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import ScriptRunContext
from streamlit.testing.v1 import AppTest

from tests.commands import publish
from tests.ui import shipped
from tests.ui.conftest import OpenApp
from tests.ui.looking import (
    BOXES,
    COMMITTEE,
    PAGES,
    banner,
    choice,
    lead,
    nodes,
    paragraphs,
    pick,
    unfold,
)

FIRST = "Havering has 48.8 GPs and trainees per 100,000 patients, fewer than North East London."


def version_of(at: AppTest) -> int:
    """The number of the version in the address."""
    given = at.query_params["version"]
    return int((given if isinstance(given, str) else given[0]).partition("-")[0])


@pytest.fixture
def newer(own_store, tmp_path):
    """A function that publishes a new quarter behind the back of the sessions."""

    def published() -> None:
        file = tmp_path / "detailed.csv"
        file.write_bytes(
            shipped.detailed({"F82670": {"TOTAL_GP_FTE": "2.5", "TOTAL_PATIENTS": "5000"}})
        )
        done = publish(own_store, file, period="2025-12", why="the next quarter")
        assert done.out == "Published version 2\n", done.err

    return published


@pytest.mark.parametrize(
    ("page", "choices"),
    [
        ("overview", {"staff": "nurse", "place": "Newham"}),
        ("overview", {"count": "gp_excl_locums", "as": "patients_per", "period": "2024-09"}),
        ("overview", {"staff": "pcn_staff", "level": "pcn", "borough": "Newham"}),
        ("compare", {"staff": "admin", "level": "icb", "place": "QMF", "compare": "inside-pcn"}),
        ("change", {"staff": "pcn_staff", "place": "Redbridge", "since": "2022-09"}),
        ("practice", {"borough": "Newham", "staff": "dpc"}),
    ],
)
def test_every_choice_is_in_the_link_and_the_link_gives_it_back(
    open_app: OpenApp, page: str, choices: dict[str, str]
):
    at = open_app(page)
    untouched = lead(at)
    for key, value in choices.items():
        pick(at, key, value)
    link = {key: at.query_params[key] for key in at.query_params}
    link = {key: value[0] if isinstance(value, list) else value for key, value in link.items()}
    assert {key: link[key] for key in choices} == choices
    assert re.fullmatch(r"1-[0-9a-f]{10}", link["version"])
    drawn = {box.key for box in unfold(at, *BOXES).selectbox if not box.key.startswith("receipt-")}
    assert set(link) == drawn | {"version"}
    assert lead(at) != untouched
    again = open_app(page, link)
    assert lead(again) == lead(at)
    assert paragraphs(again) == paragraphs(at)


NONSENSE = [
    {"level": "moon"},
    {"place": "<script>alert(1)</script>"},
    {"period": "9999-99"},
    {"staff": "astronaut", "count": "", "as": "kg"},
    {"borough": "Atlantis", "pcn": "U00000", "compare": "?", "since": "yesterday"},
    {"map": "²"},
    {"version": "abc"},
    {"version": "-1"},
    {"version": "0"},
    {"version": "²"},
    {"version": "٣"},
    {"version": "9" * 400},
]


@pytest.mark.parametrize("link", NONSENSE, ids=str)
def test_what_a_link_cannot_mean_falls_back(open_app: OpenApp, link: dict[str, str]):
    at = open_app(link=link)
    assert [e.value for e in at.error] == []
    assert version_of(at) == 1
    assert lead(at).startswith(FIRST)
    assert "script" not in lead(at) + paragraphs(at)


ODD = (
    "", " ", "\u00a0", "²", "-1", "1e9", "nan", "None", "../../etc/passwd", "%00", "<b>x</b>", "a" * 4000, "=1+1", "✅",
    "\u202e", "group:", "~", ",", "2025-13", "0000-00", "Havering\nLeeds",
)  # fmt: skip
WORDS = (
    "level", "place", "staff", "count", "as", "period", "since", "map", "version", "borough", "pcn", "compare",
    "gp.turnover", "target", "by", "practices", "named", "view",
)  # fmt: skip


@pytest.mark.nightly("ui/test_links.py, what a link cannot mean")
@pytest.mark.parametrize("word", WORDS)
def test_odd_values_of_every_word(open_app: OpenApp, word: str):
    """378 links: none ends in an error, shows a path or what the library said."""
    for value in ODD:
        at = open_app(link={word: value})
        said = " ".join([lead(at), paragraphs(at), *(e.value for e in at.error)])
        assert not at.exception, (word, value)
        assert not [
            w for w in ("Traceback", "Kernel error", "/work/", "/tmp/", "polars") if w in said
        ], (word, value)
        assert version_of(at) == 1, (word, value)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({"level": "pcn", "place": "U00000"}, "Place: the link asks for “U00000”"),
        ({"period": "2031-01"}, "Month of the figures: the link asks for “2031-01”"),
        ({"level": "moon"}, "Kind of place: the link asks for “moon”"),
        ({"place": "<script>x</script>"}, "asks for “\\<script\\>"),
    ],
)
def test_what_falls_back_is_said_once(open_app: OpenApp, link: dict[str, str], said: str):
    at = open_app(link=link)
    (note,) = [i.value for i in at.info]
    assert said in note
    assert "This shows " in note
    assert [i.value for i in at.run().info] == []


@pytest.mark.parametrize(
    "link",
    [
        {},
        {"level": "practice", "place": "F82670"},
        {"level": "icb", "place": "QMF", "staff": "nurse"},
    ],
)
def test_a_link_that_fits_is_shown_without_a_word(open_app: OpenApp, link: dict[str, str]):
    at = open_app(link=link)
    assert [i.value for i in at.info] == []
    pick(at, "level", "pcn")
    assert [i.value for i in at.info] == []


@pytest.mark.parametrize("page", COMMITTEE)
def test_a_link_full_of_nonsense_falls_back_on_every_page(open_app: OpenApp, page: str):
    nonsense = {key: value for link in NONSENSE for key, value in link.items()}
    at = open_app(page, nonsense)
    assert [e.value for e in at.error] == []
    assert lead(at) == lead(open_app(page))


def test_a_version_that_is_not_there_is_named(open_app: OpenApp):
    at = open_app(version="999")
    assert [i.value for i in at.info] == [
        "There is no version 999 of the data here. This is version 1, the newest."
    ]
    assert lead(at).startswith(FIRST)


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ({"level": "pcn", "place": "U99901"}, "Brook PCN (invented)"),
        ({"level": "practice", "place": "X99015", "period": "2024-06"}, "Hornbeam"),
        ({"level": "practice", "place": "F82053", "period": "2024-09"}, "Upminster Medical Centre"),
    ],
)
def test_a_link_need_not_name_the_borough(open_app: OpenApp, link: dict[str, str], name: str):
    assert lead(open_app(link=link)).startswith(name)


def test_a_link_keeps_its_version_and_offers_the_newest(open_app: OpenApp, newer):
    at = open_app()
    newer()
    at.run()
    assert lead(at).startswith(FIRST)
    assert "You are looking at version 1; version 2 is newer." in paragraphs(at)
    old = open_app(version="1")
    assert lead(old).startswith(FIRST)
    assert old.selectbox(key="period").options[0] == "September 2025"
    (button,) = [b for b in old.button if b.label == "See it with the newest data"]
    button.click().run()
    assert version_of(old) == 2
    assert "is newer" not in paragraphs(old)
    assert "Version 2 of the data." in paragraphs(old)


@pytest.mark.parametrize("page", [page for page in COMMITTEE if page not in ("what-if", "meeting")])
def test_an_old_link_offers_the_newest_on_every_page(open_app: OpenApp, newer, page: str):
    newer()
    old = open_app(page, version="1")
    assert "You are looking at version 1; version 2 is newer." in paragraphs(old)
    (button,) = [b for b in old.button if b.label == "See it with the newest data"]
    button.click().run()
    assert [e.value for e in old.exception] == []
    assert version_of(old) == 2
    assert "is newer" not in paragraphs(old)


def test_a_link_without_version_shows_the_newest(open_app: OpenApp, newer):
    newer()
    at = open_app(level="practice", place="F82670")
    assert version_of(at) == 2
    assert at.selectbox(key="period").options[0] == "December 2025"
    assert lead(at).startswith(
        "Abbamoor Surgery has 50.0 GPs and trainees per 100,000 patients, about as many as"
    )
    assert (
        "40.6 GPs and trainees per 100,000 patients. Abbamoor Surgery is less than half a "
        in paragraphs(at)
    )


def test_choices_survive_a_change_of_page(open_app: OpenApp):
    at = open_app()
    pick(at, "place", "Newham")
    pick(at, "staff", "nurse")
    pick(at, "period", "2024-09")
    for page in ("compare", "change", "methods", "new_quarter", "overview"):
        folder = "analyst" if page == "new_quarter" else "committee"
        for key in list(at.query_params):  # as the browser does when a page is chosen
            del at.query_params[key]
        at.switch_page(f"pages/{folder}/{page}.py").run()
        assert [e.value for e in at.exception] == []
        if page not in ("methods", "new_quarter"):
            kept = {key: choice(at, key).value for key in ("place", "staff", "period")}
            assert kept == {"place": "Newham", "staff": "nurse", "period": "2024-09"}, page
    assert lead(at).startswith("Newham has ")
    assert "nurses" in lead(at)


@pytest.mark.parametrize("page", ["overview", "compare", "change", "quality"])
def test_ways_on_keep_what_was_chosen(open_app: OpenApp, page: str):
    chosen = {"level": "borough", "place": "Newham", "staff": "nurse", "period": "2024-09"}
    at = open_app(page, chosen | {"period": "2025-09"} if page == "change" else chosen)
    ways = [n.proto for n in nodes(at) if getattr(n, "type", "") == "page_link"]
    assert ways
    for way in ways:
        link = {key: values[0] for key, values in parse_qs(way.query_string).items()}
        assert [link[key] for key in ("place", "level", "staff")] == ["Newham", "borough", "nurse"]
        assert link["version"].split("-")[0] == "1"
        reached = open_app(way.page or "overview", link)
        assert choice(reached, "place").value == "Newham"
        assert [i.value for i in reached.info if "the link asks" in i.value] == []


def test_an_address_that_was_overtaken_takes_nothing_back(open_app: OpenApp):
    at = open_app()
    early = dict(at.query_params)
    pick(at, "place", "Newham")
    said = lead(at)
    for key, value in early.items():  # pressed before the address followed: it goes along once more
        at.query_params[key] = value
    at.run()
    assert lead(at) == said
    assert at.query_params["place"] == ["Newham"] or at.query_params["place"] == "Newham"


def test_back_wins_over_the_controls(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch):
    at = open_app()
    before = lead(at)
    pick(at, "place", "Newham")
    at.query_params["place"] = "Havering"  # as Back does
    monkeypatch.setattr("pages.parts.selection.went_back", lambda: True)
    at.run()
    assert lead(at) == before
    assert choice(at, "place").value == "Havering"


# The invented place says so.


@pytest.mark.parametrize("page", COMMITTEE)
def test_the_invented_place_says_so(open_app: OpenApp, page: str):
    level, place = ("practice", "X99001") if page == "practice" else ("icb", "QZZ")
    at = open_app(page, level=level, place=place)
    assert banner(at)
    assert "(invented)" in lead(at) or page == "compare"
    assert "invented" in paragraphs(at)


@pytest.mark.parametrize("page", COMMITTEE)
def test_no_other_place_does(open_app: OpenApp, page: str):
    at = open_app(page)
    assert not banner(at)
    assert "invented" not in lead(at) + paragraphs(at)


def test_the_invented_place_reaches_the_full_set_of_answers(open_app: OpenApp):
    at = open_app(level="icb", place="QZZ", count="gp_excl_trainees")
    assert "the local aim of 44 set by" in paragraphs(at)
    assert "Ages and hours" in [fold.label for fold in at.expander]


# Receipts.


def receipt(at: AppTest):
    (fold,) = [e for e in at.expander if e.label == "How is this number made?"]
    return fold


def test_a_receipt_says_how_the_number_is_made(open_app: OpenApp):
    at = unfold(open_app(), "fold:receipts")
    text = "\n".join(e.value for e in receipt(at).markdown).replace("\\", "")
    for part in (
        "Value: 48.807 FTE per 100,000 registered patients",
        "Numerator: 144.053",
        "Denominator: 295,147",
        "Formula: FTE ÷ registered patients × 100,000",
        "Reported: 39 of 40 practices",
        "Patients covered: 295,147 of 302,717 (97%)",
        "Data version: 1",
        "Did not report: ",
        "nel_practice_staff.csv",
        "nel_lists.csv",
        "2025-09-30",
        "Open Government Licence v3.0",
    ):
        assert part in text, part
    expression = receipt(at).code[0].value
    assert "gp_fte" in expression
    assert "Havering" in expression


def test_a_receipt_can_be_had_for_every_number_of_the_page(open_app: OpenApp):
    at = unfold(open_app(), "fold:receipts")
    place, metric, period = receipt(at).selectbox
    assert (place.options[0], metric.options[0], period.options) == (
        "Havering",
        "GPs (all, including trainees) per 100,000 patients",
        ["September 2025", "September 2024"],
    )
    figures = {card.label: float(card.value) for card in at.metric}
    for index, name in enumerate(metric.options):
        receipt(at).selectbox[1].select_index(index).run()
        assert [e.value for e in (*at.exception, *at.error)] == []
        said = "\n".join(e.value for e in receipt(at).markdown).replace("\\", "")
        assert f"**{name}**, Havering" in said
        for staff, now in figures.items():
            if name.removesuffix(" per 100,000 patients").split(" (")[0] == staff:
                assert round(receipt_value(said), 1) == now
    receipt(at).selectbox[1].set_value("pcn_staff_rate").run()
    assert receipt(at).selectbox[2].options[:2] == ["June 2026", "November 2025"]
    assert round(receipt_value(receipt(at).markdown[2].value), 1) == figures["Network staff"]


def receipt_value(said: str) -> float:
    """The value of a receipt, which has more decimals than the table."""
    (value,) = re.findall(r"Value: ([\d.]+\d) ", said)
    assert len(value.partition(".")[2]) == 3
    return float(value)


def of_one_practice(store: Path, tmp_path: Path, gps: str) -> None:
    """Publish a quarter in which one practice of 5,000 patients has so many GPs."""
    file = tmp_path / f"{gps}.csv"
    file.write_bytes(shipped.detailed({"F82670": {"TOTAL_GP_FTE": gps, "TOTAL_PATIENTS": "5000"}}))
    done = publish(store, file, period="2025-12", why=gps)
    assert done.out == "Published version 2\n", done.err


PRACTICE = {"level": "practice", "place": "F82670", "as": "fte"}


def test_a_store_put_back_from_a_copy_under_a_running_reader(
    open_app: OpenApp, own_store: Path, tmp_path: Path
):
    """Another version 2 than the one that readers have open: nobody sees the figures of the first."""
    copy = shutil.copytree(own_store, tmp_path / "copy")
    of_one_practice(own_store, tmp_path, "3")
    reader = open_app(link=PRACTICE)
    assert "3.0" in lead(reader)
    link = {key: reader.query_params[key] for key in reader.query_params}
    link = {key: value if isinstance(value, str) else value[0] for key, value in link.items()}
    own_store.rename(tmp_path / "broken")
    shutil.copytree(copy, own_store)
    of_one_practice(own_store, tmp_path, "7")
    assert "7.0" in lead(open_app(link=PRACTICE))
    assert "7.0" in lead(open_app(link=PRACTICE | {"version": "2"}))  # an old link: by its number
    reader.run()  # at the next action
    for at in (reader, open_app(link=link)):
        assert "7.0" in lead(at)
        (note,) = [i.value for i in at.info]
        assert note.startswith("Version 2 was other data than those that have this number here")
        assert note.endswith("This is version 2, the newest.")
    assert [i.value for i in reader.run().info] == []


def test_a_store_put_back_shorter_under_a_running_reader(
    open_app: OpenApp, own_store: Path, tmp_path: Path
):
    copy = shutil.copytree(own_store, tmp_path / "copy")
    first = lead(open_app(link=PRACTICE))
    of_one_practice(own_store, tmp_path, "3")
    reader = open_app(link=PRACTICE)
    assert "3.0" in lead(reader)
    own_store.rename(tmp_path / "broken")
    copy.rename(own_store)
    reader.run()
    assert lead(reader) == first
    assert version_of(reader) == 1
    (note,) = [i.value for i in reader.info]
    assert note == "There is no version 2 of the data here. This is version 1, the newest."


# Every address holds every choice, so a restart of the server takes none of them.


@pytest.mark.parametrize("page", ["methods", "table-doctor", "scenarios", "paper"])
def test_an_address_holds_what_was_chosen_though_its_page_has_no_use_for_it(
    open_app: OpenApp, page: str
):
    chosen = {"level": "borough", "place": "Newham", "staff": "nurse", "period": "2024-09"}
    at = open_app("overview", chosen)
    said = lead(at)
    for key in list(at.query_params):  # as the browser does when a page is chosen
        del at.query_params[key]
    at.switch_page(PAGES[page]).run()
    link = {key: at.query_params[key] for key in at.query_params}
    link = {key: value if isinstance(value, str) else value[0] for key, value in link.items()}
    assert link.items() >= chosen.items()
    cold = open_app(page, link)
    for key in list(cold.query_params):
        del cold.query_params[key]
    assert lead(cold.switch_page(PAGES["overview"]).run()) == said


# One answer alone.


@pytest.mark.parametrize(
    ("page", "link", "same"),
    [
        ("overview", {"place": "Newham", "staff": "nurse"}, True),
        ("compare", {"kind": "spread", "level": "icb", "place": "QMF"}, True),
        ("change", {"since": "2024-09"}, True),
        ("what-if", {"place": "Newham", "set": "gp.retirement:25"}, True),
        ("methods", {"kind": "over_time"}, False),
    ],
)
def test_one_answer_alone_says_what_its_page_says_without_menu_and_bar(
    open_app: OpenApp, page: str, link: dict[str, str], same: bool
):
    at = open_app(page, link, view="answer")
    if same:
        assert lead(at) == lead(open_app(page, {k: v for k, v in link.items() if k != "kind"}))
    assert lead(at)
    assert [*at.selectbox, *at.button, *at.slider, *at.sidebar.children.values()] == []
    assert "bar" not in [str(getattr(n.proto, "id", "")).rpartition("-")[2] for n in nodes(at)]
    (way,) = [n.proto for n in nodes(at) if getattr(n, "type", "") == "link_button"]
    asked = parse_qs(way.url.partition("?")[2].partition("#")[0])
    assert "view" not in asked
    assert asked["place"] == [link.get("place", "Havering")]
    assert lead(at.run()) == lead(at)
    assert at.query_params["view"] in ("answer", ["answer"])


def test_an_answer_that_there_is_not_is_said(open_app: OpenApp):
    at = open_app(view="answer", kind="<script>")
    (said,) = [e.value for e in at.error]
    assert "is no answer that is given for Havering" in said


@pytest.mark.parametrize("page", ["overview", "methods", "meeting", "new-quarter"])
def test_every_page_asks_for_a_run_as_soon_as_a_server_is_there_again(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, page: str
):
    """What makes a browser ask for one: that the page is to do something by itself, a day from now."""
    sent: list[ForwardMsg] = []
    enqueue = ScriptRunContext.enqueue

    def noted(context: ScriptRunContext, message: ForwardMsg) -> None:
        sent.append(message)
        enqueue(context, message)

    monkeypatch.setattr(ScriptRunContext, "enqueue", noted)
    open_app(page)
    waits = [m.auto_rerun.interval for m in sent if m.WhichOneof("type") == "auto_rerun"]
    assert set(waits) == {24 * 3600}
