"""Groups of practices: in a link or in a table, summed and never averaged, and no door to small numbers."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from tests.commands import run
from tests.unit.making import (
    codes_of,
    csv_text,
    drafts_of,
    figures,
    lists_csv,
    places_csv,
    publish,
    staff_csv,
    targets_csv,
)
from wfcore import answers
from wfcore.arrs.in_post import in_post_by
from wfcore.checking import check_drafts
from wfcore.errors import UnknownName
from wfcore.geography import LONGEST_CODE, MOST_IN_A_LINK, Level, PracticeGroup
from wfcore.measuring import VersionMeasures, in_no_group, published_groups, with_group
from wfcore.searching import code_meant, search_places
from wfcore.store import Store, accept_all_warnings, compare_to_published, with_known_codes
from wfcore.store.groups import about_groups
from wfcore.targeting import gaps_of

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
KINDS = [kind for kind in answers.kinds_of("notebook") if kind not in ("roles", "alike")]


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


# Groups in what-ifs, among additional roles, in the search box and on the command line.


@pytest.fixture(scope="module")
def samples_figures(samples: Path) -> VersionMeasures:
    return VersionMeasures(Store.open(samples).read())


def of_borough(figures: VersionMeasures, name: str = "Havering") -> PracticeGroup:
    frame = figures.units("practice", figures.newest("practice")).frame
    return PracticeGroup.of_practices("All", frame.filter(borough_name=name)["unit"])


def asked(figures: VersionMeasures, place: str, kind: str, metric: str) -> answers.Answer:
    choice = answers.choice_of(figures, place, metric)
    (question,) = answers.standard_questions(choice, [kind])
    return answers.answer_question(figures, question)


@pytest.mark.parametrize("kind", ["takes", "quarters", "networks", "costs", "posts"])
def test_a_what_if_of_all_practices_of_a_borough_is_that_of_the_borough(
    samples_figures: VersionMeasures, kind: str
):
    """Another road: the borough is summed by its own code, the group by its practices."""
    whole = asked(samples_figures, "Havering", kind, "gp_rate")
    group = of_borough(samples_figures)
    mine = asked(samples_figures, f"group:{group.code}", kind, "gp_rate")
    assert mine.verdict.replace("All", "Havering") == whole.verdict
    assert (mine.table is None) is (whole.table is None)
    if mine.table is not None and whole.table is not None:
        figures = [t.rows.select(pl.selectors.numeric()).rows() for t in (mine.table, whole.table)]
        assert figures[0] == [pytest.approx(row, nan_ok=True) for row in figures[1]]


def test_a_what_if_of_part_of_a_network_starts_from_its_practices(samples_figures: VersionMeasures):
    rows = samples_figures.measure(["gp_rate"], "practice", within="Havering").drop_nulls("value")
    group = PracticeGroup.of_practices("Three", rows["area_code"].head(3))
    found = asked(samples_figures, f"group:{group.code}", "networks", "gp_rate")
    assert found.table is not None
    (whole,) = found.table.rows.filter(tree="").to_dicts()
    measured = with_group(samples_figures, group.code).measure_of("gp_rate", "group", group.code)
    assert whole["rate_today"] == pytest.approx(measured.value)
    parts = found.table.rows.filter(pl.col("tree") != "")
    for column in ("fte", "patients"):
        assert parts[column].sum() == pytest.approx(whole[column])


def test_additional_roles_of_a_group_are_those_of_its_whole_networks(
    samples_figures: VersionMeasures,
):
    period = samples_figures.newest("pcn")
    members = samples_figures.units("pcn", period).members
    codes = members["pcn_code"].drop_nulls().unique().sort().to_list()
    one, two, cut = (members.filter(pcn_code=code)["practice_code"].to_list() for code in codes[:3])
    group = PracticeGroup.of_practices("Two and a bit", [*one, *two, *cut[:1]])
    found = asked(samples_figures, f"group:{group.code}", "roles", "pcn_staff_rate")
    assert found.table is not None
    (total,) = found.table.rows.filter(tree="")["in_post_fte"].to_list()
    alone = in_post_by(samples_figures, period, "pcn").filter(
        pl.col("area_code").is_in(codes[:2]), role="arrs"
    )
    assert total == pytest.approx(alone["fte"].sum())
    assert any("some are not, so their own staff are in no figure" in c for c in found.detail[:1])


def test_a_group_is_found_in_the_search_box():
    version = figures(PLACES, LISTS, STAFF, FED)
    found = search_places(version, "river federation")
    assert found.sure
    assert found.found[0].label == "River Federation – group of practices (federation)"
    assert code_meant(version, "river federation") == "group:River Federation"


@pytest.mark.parametrize("kind", ["enough", "better", "spread", "takes", "quality"])
@pytest.mark.parametrize("typed", ["River Federation", "group:River Federation"])
def test_the_command_line_asks_groups_by_name(tmp_path: Path, kind: str, typed: str):
    store = tmp_path / "store"
    earlier = staff_csv([("2025-06", f"A0000{n}", n) for n in range(1, 5)])
    publish(store, PLACES, LISTS, STAFF, earlier, FED)
    answer = run("answer", kind, "--store", store, "--place", typed, "--metric", "gp_rate")
    assert answer.code == 0, answer.err
    assert "River Federation" in answer.out


@pytest.mark.parametrize("level", ["", "group"])
def test_an_aim_of_a_published_group_holds_for_it_alone(store: Store, level: str):
    """River Federation has 21 FTE for 30,000 patients: 70 per 100,000, 3 posts short of 80."""
    publish(Path(store.uri.removeprefix("file://")), FED)
    place = "River Federation" if level else "group:River Federation"
    row = {"metric": "gp_rate", "place": place, "level": level, "value": 80}
    drafts = with_known_codes(drafts_of(targets_csv([row])), store)
    drafts, report = check_drafts(drafts, today=NOW)
    report = compare_to_published(drafts, report, store)
    store.publish(drafts, report, by="Ann", accepted=accept_all_warnings(report, "a test"))
    figures_ = VersionMeasures(store.read())
    group = with_group(figures_, "River Federation")
    (gap,) = gaps_of(group, "gp_rate", Level.GROUP, group.group.code, "2025-09")
    assert (gap.aim, gap.gap_fte) == (80, pytest.approx(3.0))
    assert gaps_of(figures_, "gp_rate", Level.PRACTICE, "A00001", "2025-09") == []


@pytest.mark.parametrize(
    ("asked_for", "rows"),
    [
        ([], [("Hill Chambers", 5, 10_000, 50), ("River Federation", 21, 30_000, 70)]),
        (["--within", "River Federation"], [("River Federation", 21, 30_000, 70)]),
        (["--practices", "A00001,A00002", "--named", "Mine"], [("Mine", 6, 15_000, 40)]),
    ],
)
def test_a_command_measures_groups(
    tmp_path: Path, asked_for: list[str], rows: list[tuple[object, ...]]
):
    """Sums of their practices: 5 of 10,000; 5 + 16 of 10,000 + 20,000; 5 + 1 of 10,000 + 5,000."""
    publish(tmp_path / "store", PLACES, LISTS, STAFF, FED)
    answer = run(
        "measures", "--store", tmp_path / "store", "--metric", "gp_rate", "--level", "group", *asked_for
    )  # fmt: skip
    found = [
        (r["area_name"], *(float(r[c]) for c in ("numerator", "denominator", "value")))
        for r in answer.rows()
    ]
    assert found == rows
