"""Groups of practices: in a link or in a table, summed and never averaged, and no door to small numbers."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from tests.unit.making import (
    codes_of,
    csv_text,
    drafts_of,
    figures,
    lists_csv,
    places_csv,
    publish,
    staff_csv,
)
from wfcore import answers
from wfcore.checking import check_drafts
from wfcore.errors import UnknownName
from wfcore.geography import LONGEST_CODE, MOST_IN_A_LINK, Level, PracticeGroup
from wfcore.measuring import in_no_group, published_groups, with_group
from wfcore.store import Store, compare_to_published
from wfcore.store.groups import about_groups

NOW = datetime(2026, 1, 15, tzinfo=UTC)
CODES = ("A00001", "A00002", "A00003", "A00004")
PLACES = places_csv([
    ("A00001", "U00001", "East"), ("A00002", "U00001", "East"), ("A00003", "U00002", "East"),
    ("A00004", "U00002", "West"),
])  # fmt: skip
LISTS = lists_csv([("A00001", 10_000), ("A00002", 5_000), ("A00003", 20_000), ("A00004", 4_000)])
STAFF = staff_csv([("", "A00001", 5), ("", "A00002", 1), ("", "A00003", 16), ("", "A00004", 2)])
HEAD = ("GROUP", "KIND", "PRACTICE_CODE", "FROM", "TO")


def groups_csv(*rows: tuple[str, ...]) -> str:
    return csv_text(HEAD, (row + ("",) * (len(HEAD) - len(row)) for row in rows))


FED = groups_csv(
    ("River Federation", "federation", "A00001"), ("River Federation", "federation", "A00003"),
    ("Hill Chambers", "chambers", "A00001"),
)  # fmt: skip


@pytest.mark.parametrize("count", [1, 2, 7, 44, MOST_IN_A_LINK])
def test_a_group_travels_in_a_link_and_comes_back_the_same(count: int):
    codes = [f"{'FGHY'[n % 4]}{80000 + 37 * n:05d}" for n in range(count)]
    group = PracticeGroup.of_practices("Romford & Hornchurch", reversed(codes))
    assert PracticeGroup.of_code(group.code) == group
    assert group.practices_in("2025-09") == set(codes)
    assert len(group.code) <= LONGEST_CODE


def test_a_link_that_lost_a_letter_is_refused():
    code = PracticeGroup.of_practices("Mine", ["F82030", "F82007"]).code
    for broken in (code[:-1], code + "A", code[:-3] + "AAA", "Mine~", "Mine~%%%"):
        with pytest.raises(UnknownName, match="cannot be read from this link"):
            PracticeGroup.of_code(broken)


@pytest.mark.parametrize(
    ("name", "codes", "said"),
    [
        ("Mine", ["F82030", "F82030"], "twice"),
        ("Mine", [], "no practices"),
        ("Mine", ["Havering"], "no code of a practice"),
        ("", ["F82030"], "it is blank"),
        ("a~b", ["F82030"], "links need"),
        ("x" * 61, ["F82030"], "longer than"),
        ("Mine", [f"F{n:05d}" for n in range(MOST_IN_A_LINK + 1)], "a link holds 400"),
    ],
)
def test_groups_that_cannot_be(name: str, codes: list[str], said: str):
    with pytest.raises(UnknownName, match=said):
        PracticeGroup.of_practices(name, codes)


def test_its_figures_are_sums_and_never_averages():
    version = figures(PLACES, LISTS, STAFF)
    group = PracticeGroup.of_practices("Mine", ["A00001", "A00003"])
    measure = with_group(version, group.code).measure_of("gp_rate", Level.GROUP, group.code)
    # 5 and 16 FTE for 10,000 and 20,000 patients: 70, where the average of 50 and 80 would be 65.
    assert (measure.numerator, measure.denominator, measure.value) == (
        21.0,
        30_000.0,
        pytest.approx(70.0),
    )
    assert measure.area_name == "Mine"
    assert version.measure(["gp_rate"], Level.GROUP).is_empty()


def test_a_network_is_in_a_group_with_all_its_practices():
    version = figures(PLACES, LISTS, STAFF)
    cut = with_group(
        version, PracticeGroup.of_practices("Mine", ["A00001", "A00002", "A00003"]).code
    )
    assert cut.cut_networks("2025-09") == ["NETWORK U00002"]
    whole = with_group(version, PracticeGroup.of_practices("Mine", ["A00001", "A00002"]).code)
    assert whole.cut_networks("2025-09") == []


def test_published_groups_and_who_is_in_none():
    version = figures(PLACES, LISTS, STAFF, FED)
    assert [(g.name, g.kind) for g in published_groups(version)] == [
        ("Hill Chambers", "chambers"), ("River Federation", "federation"),
    ]  # fmt: skip
    assert with_group(version, "river federation").group.name == "River Federation"
    assert in_no_group(version, "federation", "2025-09", "East")["unit"].to_list() == ["A00002"]
    with pytest.raises(UnknownName, match="no group called 'Sea'") as refused:
        with_group(version, "Sea")
    assert "Hill Chambers, River Federation" in refused.value.advice


def test_membership_has_dates():
    rows = groups_csv(
        ("Fed", "federation", "A00001", "2025-09", ""), ("Fed", "federation", "A00002", "", "2025-06"),
        ("Fed", "federation", "A00003", "2025-10-01", ""),
    )  # fmt: skip
    (group,) = published_groups(figures(PLACES, LISTS, STAFF, rows))
    assert [group.practices_in(m) for m in ("2025-06", "2025-09", "2025-10")] == [
        {"A00002"}, {"A00001"}, {"A00001", "A00003"},
    ]  # fmt: skip


RETURNS = ("returns", "silent", "effect", "completeness")
KINDS = [kind for kind in answers.kinds_of("notebook") if kind not in ("takes", "roles")]


@pytest.mark.parametrize(
    "kind", [*KINDS, "causes", "moved", "people", "over_time", "aims", "groups", *RETURNS]
)
def test_a_group_is_asked_like_any_place(kind: str):
    version = figures(PLACES, LISTS, STAFF, FED)
    choice = answers.choice_of(version, "group:River Federation", "gp_rate")
    (question,) = answers.standard_questions(choice, [kind])
    answer = answers.answer_question(version, question)
    assert answer.place == "River Federation"
    assert answer.verdict


def found(*rows: tuple[str, ...]) -> dict[str, str]:
    return codes_of(check_drafts(drafts_of(groups_csv(*rows)), today=NOW)[1])


FIRST = ("Fed", "federation", "A00001")


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([FIRST, FIRST], "group_names_twice"),
        ([(*FIRST, "", "2025-06"), (*FIRST, "2025-06", "")], "group_names_twice"),
        ([FIRST, ("Other", "federation", "A00001")], "in_two_groups_of_a_kind"),
        ([FIRST, ("Fed", "chambers", "A00002")], "two_groups_one_name"),
        ([FIRST, ("FED", "federation", "A00002")], "two_groups_one_name"),
        ([FIRST, ("Fed", "federation", "")], "group_is_empty"),
        ([("", "federation", "A00001"), FIRST], "group_incomplete"),
        ([("Fed", "", "A00001"), ("Fed", "federation", "A00002")], "group_incomplete"),
        ([("a~b", "federation", "A00001")], "group_name_unfit"),
        ([(*FIRST, "2025-06", "2025-05")], "group_dates_swapped"),
        ([(*FIRST, "soon", "")], "date_not_read"),
    ],
)
def test_bad_groups_block(rows: list[tuple[str, ...]], code: str):
    assert found(*rows).get(code) == "blocks"


def test_good_groups_do_not():
    assert found(FIRST, ("Hill", "chambers", "A00001"), ("Fed", "federation", "A00002")) == {}
    moved = ((*FIRST, "", "2025-05"), ("Other", "federation", "A00001", "2025-06", ""))
    assert found(*moved) == {}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return publish(tmp_path / "store", PLACES, LISTS, STAFF)


def against(store: Store, *rows: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    drafts, report = check_drafts(drafts_of(groups_csv(*rows)), today=NOW)
    checked = compare_to_published(drafts, report, store)
    return {
        f.code: f.examples
        for severity in ("blocks", "warns", "notes")
        for _, f in checked.of(severity)
    }


def test_unknown_codes_are_named_with_their_rows(store: Store):
    assert against(store, FIRST, ("Fed", "federation", "Z99999")) == {
        "group_of_unknown_practice": ("row 3: Z99999 in Fed",)
    }


def test_a_group_over_two_icbs_is_allowed_and_said(tmp_path: Path):
    two = PLACES.replace(",99X,NHS SOMEWHERE,QXX,", ",98X,NHS SOMEWHERE,QYY,", 1)
    store = publish(tmp_path / "two", two, LISTS, STAFF)
    said = against(store, FIRST, ("Fed", "federation", "A00003"))
    assert set(said) == {"group_over_two_icbs"}


def test_groups_that_are_left_out_are_said(store: Store):
    publish(Path(store.uri), FED)
    assert against(store, ("River Federation", "federation", "A00001"))["groups_left_out"] == (
        "Hill Chambers",
    )


def test_a_closed_practice_and_who_follows_it(store: Store):
    version = store.read().with_tables(
        {
            ("gpw_detailed.2025-12", "successions"): pl.DataFrame(
                {
                    "period": ["2025-12", "2025-12"],
                    "source": ["gpw_detailed"] * 2,
                    "practice_code": ["A00001", "A00002"],
                    "successor_code": ["A00004", None],
                    "how": ["merged", "closed"],
                    "since": ["2025-12"] * 2,
                }
            )
        }
    )  # fmt: skip
    drafts = drafts_of(groups_csv(FIRST, ("Fed", "federation", "A00002")))
    (said,) = [
        f for f in about_groups(drafts[0], drafts, version) if f.code == "group_of_closed_practice"
    ]
    assert said.examples == (
        "row 2: A00001, merged in 2025-12: A00004 follows it, add it?",
        "row 3: A00002, closed in 2025-12: write that month's end into TO",
    )
