"""Aims as a table: read in any printed unit, checked, published, kept with a version, shown to members."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.unit.making import (
    codes_of,
    drafts_of,
    figures,
    lists_csv,
    places_csv,
    publish,
    staff_csv,
    targets_csv,
)
from wfcore import answers
from wfcore.checking import check_drafts
from wfcore.measuring import VersionMeasures
from wfcore.normalising import Draft
from wfcore.store import Store, accept_all_warnings, compare_to_published, with_known_codes
from wfcore.targeting import aims_here, gaps_of, published_targets

NOW = datetime(2026, 1, 15, tzinfo=UTC)
CODES = ("A00001", "A00002", "A00003")
PLACES = places_csv([(code, f"U0000{n}", "East") for n, code in enumerate(CODES, 1)])
LISTS = lists_csv([(code, 10_000) for code in CODES])
STAFF = staff_csv([("", code, 4) for code in CODES])


def drafted(*rows: dict[str, object]) -> list[Draft]:
    return drafts_of(targets_csv(rows).encode(), "aims.csv")


def found(*rows: dict[str, object]) -> dict[str, str]:
    return codes_of(check_drafts(drafted(*rows), today=NOW)[1])


def read(**row: object) -> dict[str, object]:
    (draft,) = drafted(row)
    (aim,) = draft.tables["targets"].to_dicts()
    return aim


@pytest.mark.parametrize(
    ("metric", "value", "unit", "kept"),
    [
        ("gp_excl_trainees_rate", "0.58", "WTE per 1,000", 58.0),
        ("gp_excl_trainees_rate", "0.58 WTE per 1,000 registered patients", "", 58.0),
        ("gp_excl_trainees_rate", "1", "per 2,000 patients", 50.0),
        ("gp_excl_trainees_rate", "4.4", "whole-time equivalents per 10,000 patients", 44.0),
        ("gp_excl_trainees_rate", "44", "FTE/100k", 44.0),
        ("gp_excl_trainees_rate", "2,000", "patients per FTE", 50.0),
        ("patients_per_gp", "1,750", "patients per full-time equivalent", 1750.0),
        ("patients_per_gp", "0.5", "FTE per 1,000 patients", 2000.0),
        ("gp_fte", "379", "wte", 379.0),
        ("gp_55plus_share", "20", "%", 20.0),
        ("fully qualified GPs", "0.58", "WTE per 1,000", 58.0),
        ("fully qualified GPs", "379", "FTE", 379.0),
    ],
)
def test_a_printed_unit_is_converted(metric: str, value: str, unit: str, kept: float):
    aim = read(metric=metric, value=value, unit=unit)
    assert aim["value"] == pytest.approx(kept)
    assert aim["metric"] is not None
    assert (aim["as_printed"] is None) == (float(value.split()[0].replace(",", "")) == kept)


def test_the_metric_follows_the_unit_where_the_name_leaves_it_open():
    assert read(metric="nurses", value="15", unit="per 100,000")["metric"] == "nurse_rate"
    assert read(metric="nurses", value="15", unit="FTE")["metric"] == "nurse_fte"
    assert (
        read(metric="nurses", value="6500", unit="patients per FTE")["metric"]
        == "patients_per_nurse"
    )


@pytest.mark.parametrize(
    ("row", "code", "severity"),
    [
        ({"unit": ""}, "aim_without_unit", "blocks"),
        ({"unit": "%"}, "aim_in_other_unit", "blocks"),
        ({"metric": "gp_55plus_share", "value": 20}, "aim_in_other_unit", "blocks"),
        ({"unit": "headcount per 1,000"}, "aim_in_other_unit", "blocks"),
        ({"unit": "FTE"}, "aim_in_other_unit", "blocks"),
        ({"unit": "FTE per 1,000 weighted patients"}, "aim_in_other_unit", "blocks"),
        ({"value": 1, "unit": "FTE per 1,750 patients"}, "aim_per_undeclared", "blocks"),
        ({"value": "about 44"}, "aim_not_a_number", "blocks"),
        ({"value": ""}, "aim_not_a_number", "blocks"),
        ({"value": 0.58}, "aim_out_of_range", "blocks"),
        ({"value": 4400}, "aim_out_of_range", "blocks"),
        ({"value": -44}, "aim_out_of_range", "blocks"),
        ({"by": "soon"}, "date_not_read", "blocks"),
        ({"by": "2025-03"}, "aim_in_the_past", "warns"),
        ({"by": "2025"}, "aim_in_the_past", "warns"),
        ({"level": "village"}, "unknown_level", "blocks"),
        ({"place": ""}, "aim_incomplete", "blocks"),
        ({"metric": "", "unit": "points"}, "aim_incomplete", "blocks"),
        ({"metric": "happiness", "unit": "points"}, "aim_not_counted", "warns"),
        ({"set_by": ""}, "aim_of_nobody", "warns"),
        ({"source": ""}, "aim_of_nobody", "warns"),
        ({"reason": "x" * 601}, "aim_too_long", "blocks"),
        ({"place": "Brook PCN (invented)"}, "invented_rows", "warns"),
    ],
)  # fmt: skip
def test_what_is_found(row: dict[str, object], code: str, severity: str):
    assert found(row) == {code: severity}


@pytest.mark.parametrize("by", ["", "2026", "2026-01", "2027-03-31", "March 2027", "2026/27"])
def test_dates_that_are_still_ahead(by: str):
    assert found({"by": by}) == {}


def test_all_faults_are_told_at_once_with_their_rows():
    _, report = check_drafts(
        drafted(
            {"unit": ""},
            {"place": "U00001", "unit": "%"},
            {"place": "U00002"},
            {"place": "U00002", "value": 45},
            {"place": "U00003", "value": 4400},
        ),
        today=NOW,
    )
    examples = {one.code: one.examples for _, one in report.of("blocks")}
    assert {code: [e.split(":")[0].split(",")[0] for e in rows] for code, rows in examples.items()} == {
        "aim_without_unit": ["row 2"],
        "aim_in_other_unit": ["row 3"],
        "aim_set_twice": ["row 4", "row 5"],
        "aim_out_of_range": ["row 6"],
    }  # fmt: skip
    assert not report.publishable


def test_two_aims_of_one_metric_under_two_names_are_one():
    rows = ({"metric": "gp_excl_trainees_rate"}, {"metric": "fully qualified GPs", "value": 45})
    assert found(*rows) == {"aim_set_twice": "blocks"}
    assert found(rows[0], rows[1] | {"by": "2028"}) == {}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return publish(tmp_path / "store", PLACES, LISTS, STAFF)


def against(store: Store, *rows: dict[str, object]) -> dict[str, str]:
    drafts, report = check_drafts(with_known_codes(drafted(*rows), store), today=NOW)
    return codes_of(compare_to_published(drafts, report, store))


GP = {"metric": "gp_rate"}


def put(store: Store, *rows: dict[str, object]) -> None:
    drafts, report = check_drafts(with_known_codes(drafted(*rows), store), today=NOW)
    store.publish(drafts, report, by="Ann", accepted=accept_all_warnings(report, "a test"))


def test_places_are_looked_up_in_what_is_published(store: Store):
    assert (
        against(store, GP | {"place": "U00001"}, GP | {"place": "East"}, GP | {"place": "England"})
        == {}
    )
    (draft,) = with_known_codes(drafted(GP | {"place": "network u00001"}), store)
    (aim,) = draft.tables["targets"].to_dicts()
    assert (aim["place_level"], aim["place_code"], aim["place_name"]) == (
        "pcn", "U00001", "Network U00001",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "code", "severity"),
    [
        ({"place": "Narnia"}, "aim_for_unknown_place", "blocks"),
        ({"place": "U99999"}, "aim_for_unknown_place", "blocks"),
        ({"place": "U00001", "level": "icb"}, "aim_for_unknown_place", "blocks"),
        (
            {"place": "QYY", "level": "icb", "place_name": "To come"},
            "aim_before_its_place",
            "warns",
        ),
        ({"place": "U00001", "metric": "nurse_rate"}, "aim_without_figures", "warns"),
    ],
)
def test_places_and_counts_that_nobody_has(
    store: Store, row: dict[str, object], code: str, severity: str
):
    assert against(store, GP | row) == {code: severity}


def test_a_name_of_two_places_is_not_guessed(tmp_path: Path):
    twins = places_csv([("A00001", "U00001", "East"), ("A00002", "U00002", "East")])
    twins = twins.replace("NETWORK U00001", "TWIN PCN").replace("NETWORK U00002", "TWIN PCN")
    store = publish(tmp_path / "store", twins, LISTS, STAFF)
    assert against(store, GP | {"place": "Twin PCN"}) == {"aim_place_not_certain": "blocks"}
    assert against(store, GP | {"place": "U00002"}) == {}


def test_a_new_list_says_what_is_added_changed_and_withdrawn(store: Store):
    first = [GP | {"place": "U00001"}, GP | {"place": "U00002"}]
    put(store, *first)
    assert against(store, GP | {"place": "U00001", "value": 50}, GP | {"place": "East"}) == {
        "revision": "warns", "aims_left_out": "warns", "aims_changed": "notes", "aims_added": "notes",
    }  # fmt: skip


def test_an_own_aim_holds_in_place_of_the_wider_one():
    version = figures(
        PLACES, LISTS, STAFF,
        targets_csv([
            GP | {"level": "borough", "place": "East", "value": 44},
            GP | {"level": "pcn", "place": "U00002", "value": 50},
            GP | {"level": "pcn", "place": "U00002", "value": 52, "by": "2029"},
        ]),
    )  # fmt: skip
    assert [t.value for t in published_targets(version) if t.metric == "gp_rate"] == [44, 50, 52]
    # 4 FTE for 10,000 patients are 40 per 100,000.
    for code, wanted in {"U00001": [44], "U00002": [50, 52]}.items():
        gaps = gaps_of(version, "gp_rate", "pcn", code, "2025-09")
        assert [gap.aim for gap in gaps] == wanted
        assert [gap.gap_fte for gap in gaps] == [pytest.approx((aim - 40) / 10) for aim in wanted]
    here = aims_here(version, "pcn", "U00002", "2025-09")
    assert [(a.target.value, a.is_own, a.yields_to and a.yields_to.code) for a in here] == [
        (50, True, None), (52, True, None), (44, False, "U00002"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("metric", "value", "unit", "posts"),
    [
        # Three practices have 12 FTE for 30,000 patients: 40 per 100,000, 2,500 patients for each.
        ("gp_rate", "50", "FTE per 100,000 patients", 3.0),
        ("gp_fte", "14", "FTE", 2.0),
        ("patients_per_gp", "2,000", "patients per FTE", 3.0),
    ],
)
def test_the_posts_missing_by_each_way_of_counting(
    metric: str, value: str, unit: str, posts: float
):
    aims = targets_csv(
        [{"metric": metric, "place": "East", "level": "borough", "value": value, "unit": unit}]
    )
    version = figures(PLACES, LISTS, STAFF, aims)
    (gap,) = gaps_of(version, metric, "borough", "East", "2025-09")
    assert gap.gap_fte == pytest.approx(posts)
    assert gap.status == "far"


def said(version: VersionMeasures, place: str) -> answers.Answer:
    choice = answers.choice_of(version, place, "gp_rate")
    return answers.answer_question(version, answers.question_of(choice, "aims"))


def test_members_read_which_aims_hold_and_who_set_them():
    aims = targets_csv([
        GP | {"place": "East", "level": "borough", "value": "0.5", "unit": "WTE per 1,000", "reason": "Agreed."},
        {"metric": "turnover", "place": "East", "level": "borough", "value": 8, "unit": "per cent a year"},
    ])  # fmt: skip
    answer = said(figures(PLACES, LISTS, STAFF, aims), "East")
    assert answer.verdict == (
        "2 aims hold for East: 50 GPs per 100,000 patients by March 2027. Set by the board. "
        "1 more is for what is not counted here."
    )
    assert answer.table is not None
    shown = answer.table.shown()
    assert [row[:6] for row in shown] == [
        ["GPs (all, including trainees) per 100,000 patients", "50 GPs per 100,000 patients", "March 2027", "East",
         "the board", "40.0 in September 2025: 10.0 are missing, about 3.0 full-time posts"],
        ["Turnover", "8 per cent a year", "March 2027", "East", "the board", "not counted here"],
    ]  # fmt: skip
    assert "Agreed. Its minutes. Written as" in shown[0][6]
    assert "0.5 WTE per 1,000" in shown[0][6]
    assert "Aims (targets) set for places" in answer.source


def test_where_nobody_set_one_it_says_how():
    answer = said(figures(PLACES, LISTS, STAFF), "East")
    assert answer.verdict == "No aim is published for East."
    assert "page Set aims" in answer.detail[0]
    assert answer.table is None


def test_a_version_without_a_table_of_aims_is_read_with_the_shipped_ones(store: Store):
    before = VersionMeasures(store.read())
    assert ("QMF", 44) in {(t.place.code, t.value) for t in published_targets(before)}
    put(store, GP | {"place": "U00001"})
    after = published_targets(VersionMeasures(store.read()))
    assert [t.place.code for t in after if not t.invented] == ["U00001"]
    assert any(t.invented for t in after)  # the demonstration is another table
