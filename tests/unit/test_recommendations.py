"""What a committee asked: read, checked, kept with a version, and measured again."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.unit.making import codes_of, drafts_of, recommendations_csv
from wfcore import answers
from wfcore.answers import Answer, Choice
from wfcore.checking import check_drafts
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.normalising import Draft
from wfcore.store import Store, accept_all_warnings, compare_to_published
from wfcore.wording import recommendations as said

NOW = datetime(2026, 1, 15, tzinfo=UTC)


def drafted(*rows: dict[str, object], name: str = "asked.csv") -> list[Draft]:
    text = recommendations_csv(rows)
    return drafts_of(text.encode(), name)


def found(*rows: dict[str, object]) -> dict[str, str]:
    return codes_of(check_drafts(drafted(*rows), today=NOW)[1])


def test_what_is_read():
    metric = declared().metric("nurse_rate")
    (one,) = drafted(
        {"reference": "R1", "asked": "04/03/2025", "metric": metric.name.upper(), "number_then": "1,021.5",
         "due": "2025-09", "status": "Done", "answer": "=Yes"},
    )  # fmt: skip
    assert (one.edition, one.licence[:5]) == ("recommendations.standing", "Local")
    (row,) = one.tables["recommendations"].to_dicts()
    assert row == {
        "source": "recommendations", "reference": "R1", "asked": "2025-03-04", "place": "U00001",
        "words": "Say why.", "metric": "nurse_rate", "metric_printed": metric.name.upper(),
        "number_then": 1021.5, "owner": None, "due": "2025-09", "status": "done", "answer": "Yes", "row": 2,
    }  # fmt: skip
    assert found({}) == {}


@pytest.mark.parametrize(
    ("row", "code", "severity"),
    [
        ({"asked": "last spring"}, "date_not_read", "blocks"),
        ({"asked": ""}, "date_not_read", "blocks"),
        ({"due": "soon"}, "date_not_read", "blocks"),
        ({"number_then": "about 40"}, "not_a_number", "blocks"),
        ({"recommendation": " "}, "recommendation_incomplete", "blocks"),
        ({"place": ""}, "recommendation_incomplete", "blocks"),
        ({"recommendation": "x" * 601}, "recommendation_too_long", "blocks"),
        ({"metric": "happiness"}, "unknown_metric", "warns"),
        ({"status": "later"}, "unknown_recommendation_status", "warns"),
        ({"due": "2024-12-31"}, "due_before_asked", "warns"),
        ({"place": "Brook PCN (invented)"}, "invented_rows", "warns"),
    ],
)
def test_what_is_found(row: dict[str, object], code: str, severity: str):
    assert found(row) == {code: severity}


def test_the_same_thing_twice_is_found():
    assert found({}, {"owner": "Somebody else"}) == {"asked_twice": "warns"}


def test_the_longest_that_fits_is_kept_whole():
    (one,) = drafted({"recommendation": "x" * 600})
    assert one.tables["recommendations"]["words"][0] == "x" * 600


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Store:
    """The demonstration place alone: two quarters, its lists, and what was asked."""
    made = Store.create(tmp_path_factory.mktemp("asked") / "store")
    drafts: list[Draft] = []
    for name in ("-2024-12", "-2025-09", "_recommendations"):
        path = root / f"sample_data/demonstration{name}.csv"
        drafts += drafts_of(path.read_bytes(), path.name)
    drafts, report = check_drafts(drafts, today=NOW)
    made.publish(drafts, report, by="tests", accepted=accept_all_warnings(report, "a test"))
    return made


def last(
    store: Store, today: str | None = "2026-01", level: Level = Level.ICB, code: str = "QZZ"
) -> Answer:
    figures = VersionMeasures(store.read())
    names = dict(
        figures.areas("practice", "2025-09", level).select("area_code", "area_name").iter_rows()
    )
    choice = Choice(
        figures, level, code, names[code], declared().metric("gp_rate"), "2025-09",
        ("2024-12", "2025-09"),
    )  # fmt: skip
    (asked,) = answers.standard_questions(choice, ("last",))
    return answers.answer_question(figures, asked, today=today)


def test_the_number_then_and_now(store: Store):
    cell = last(store)
    assert cell.verdict == (
        "Three things were asked of Demonstration place (invented): one is closed and two are open, one of them "
        "overdue."
    )
    assert cell.invented
    rows = {row[0][:2]: row for row in cell.table.shown()} if cell.table else {}
    figures = VersionMeasures(store.read())
    for reference, metric in (("R1", "gp_excl_trainees_rate"), ("R3", "nurse_rate")):
        now = figures.measure([metric], Level.ICB, period="2025-09", area_code="QZZ")["value"][0]
        assert f"{now:.1f} in September 2025" in rows[reference][3]
    assert rows["R1"][2].endswith(" in December 2024")
    assert rows["R3"][2].endswith("21.0, as minuted")
    assert (rows["R1"][5], rows["R2"][5]) == ("30 June 2025, overdue", "31 March 2025")
    assert rows["R2"][6].startswith("answered: A list")


def test_who_owes_an_answer_is_asked(store: Store):
    (one,) = last(store).follow_ups
    assert (one.rule, one.who) == ("recommendation_overdue", "Primary care lead (invented)")
    assert "was due by 30 June 2025" in one.question


def test_without_a_month_nothing_is_overdue(store: Store):
    cell = last(store, today=None)
    assert "overdue" not in cell.verdict
    assert cell.follow_ups == ()


def test_a_place_by_its_name_and_a_place_of_which_nothing_was_asked(store: Store):
    figures = VersionMeasures(store.read())
    boroughs = dict(
        figures.areas("practice", "2025-09", Level.BOROUGH)
        .select("area_name", "area_code")
        .iter_rows()
    )
    east = last(store, level=Level.BOROUGH, code=boroughs["Demoborough East (invented)"])
    assert east.verdict.startswith("One thing was asked of Demoborough East (invented)")
    west = last(store, level=Level.BOROUGH, code=boroughs["Demoborough West (invented)"])
    assert (west.verdict, west.table) == (
        "No recommendations are kept for Demoborough West (invented).", None,
    )  # fmt: skip


def test_places_nobody_knows_and_rows_left_out(store: Store):
    def said_of(*rows: dict[str, object]) -> dict[str, str]:
        drafts, report = check_drafts(drafted(*rows), today=NOW)
        return codes_of(compare_to_published(drafts, report, store))

    assert said_of({"place": "Nowhere"}) == {"unknown_place": "warns"}
    assert said_of({"place": "qzz"}) == {}
    drafts, report = check_drafts(drafted({"place": "QZZ", "reference": "A"}), today=NOW)
    store.publish(drafts, report, by="tests", accepted=accept_all_warnings(report, "a test"))
    assert said_of({"place": "QZZ", "reference": "B"}) == {
        "revision": "warns", "recommendations_left_out": "warns",
    }  # fmt: skip
    assert said_of({"place": "QZZ", "reference": "A", "status": "done"}) == {"revision": "warns"}


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((0, 0, 0), "No recommendations are kept for Here."),
        ((1, 0, 0), "One thing was asked of Here: it is open."),
        ((1, 0, 1), "One thing was asked of Here: it is open and overdue."),
        (
            (4, 1, 2),
            "Four things were asked of Here: one is closed and three are open, two of them overdue.",
        ),
        ((2, 2, 0), "Two things were asked of Here: all are closed."),
        ((2, 0, None), "Two things were asked of Here: all are open."),
    ],
)
def test_the_sentence(counts: tuple[int, int, int | None], words: str):
    assert said.asked_before("Here", *counts) == words
