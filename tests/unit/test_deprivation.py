"""Deprivation scores, from the file to the mean of an area."""

from pathlib import Path

import polars as pl
import pytest

from tests.unit.making import (
    checked,
    codes_of,
    csv_of,
    csv_text,
    draft_of,
    drafts_of,
    figures,
    lists_csv,
    pcn_csv,
    places_csv,
    publish,
    scores_csv,
    staff_csv,
)
from wfcore.checking import QualityReport
from wfcore.errors import UnknownName
from wfcore.measuring import VersionMeasures, deprivation_of
from wfcore.normalising import Draft
from wfcore.store import Store, compare_to_published, delta
from wfcore.tables import STANDING, TABLES, schema

EXPORT = {
    "Indicator ID": 93553, "Indicator Name": "Deprivation score (IMD 2019)",
    "Parent Code": "E92000001", "Parent Name": "England", "Area Code": "A00001",
    "Area Name": "THE SURGERY", "Area Type": "GP", "Time period": "2019", "Value": "32.3609392614188",
}  # fmt: skip
PLACES = [("A00001", "U00001", "East"), ("A00002", "U00001", "East"), ("A00003", "U00002", "West")]
STAFF = [("", code, 2) for code, _, _ in PLACES]
LISTS = [("A00001", 1000), ("A00002", 3000), ("A00003", 2000)]
SCORES = [("A00001", 2025, 10), ("A00002", 2025, 30), ("A00003", 2025, 50)]


def tidy_csv(cells: list[tuple[str, str, int, object]]) -> str:
    return csv_text(["SOURCE", "PRACTICE_CODE", "YEAR", "SCORE"], cells)


def scores(draft: Draft) -> list[tuple[object, ...]]:
    table = draft.tables["deprivation"].with_columns(pl.col("score_missing").cast(pl.String))
    return table.select("practice_code", "index_year", "score", "score_missing").rows()


def export(*rows: dict[str, object]) -> bytes:
    return csv_of(rows, list(EXPORT))


# Reading


def test_a_table_of_practices():
    draft = draft_of(scores_csv([(" a00001", "2025", "33.519"), ("A00002", "2025.0", "NA")]))
    assert (draft.period, draft.dated_by, draft.edition, draft.note) == (
        STANDING, "content", "imd_practice.standing", "",
    )  # fmt: skip
    assert dict(draft.tables["deprivation"].schema) == schema("deprivation")
    assert set(draft.tables["deprivation"]["source"]) == {"imd_practice"}
    assert scores(draft) == [
        ("A00001", 2025, 33.519, None),
        ("A00002", 2025, None, "not_supplied"),
    ]
    assert [f.code for f in draft.findings] == ["codes_trimmed"]
    assert draft.file_record()["snapshot_date"].to_list() == [""]


@pytest.mark.parametrize("year", ["", "2019/20", "soon", "251", "20255"])
def test_a_year_that_cannot_be_read_blocks(year: str):
    draft = draft_of(scores_csv([("A00001", 2025, 1), ("A00002", year, 2)]))
    assert codes_of(draft) == {"no_year": "blocks"}
    assert draft.findings[0].examples == ("A00002",)


def test_a_year_of_two_digits_is_of_this_century():
    draft = draft_of(scores_csv([("A00001", "25", 1)]))
    assert scores(draft) == [("A00001", 2025, 1.0, None)]


def test_a_score_that_is_no_number_blocks():
    draft = draft_of(scores_csv([("A00001", 2025, 1), ("A00002", 2025, "high")]))
    assert codes_of(draft) == {"not_a_number": "blocks"}
    assert draft.findings[0].examples == ("A00002: high",)


def test_the_export_gives_practices_only():
    england = {"Area Code": "E92000001", "Area Name": "England", "Area Type": "England"}
    obesity = {"Indicator Name": "Obesity: QOF prevalence"}
    newer = {
        "Area Type": "GPs",
        "Area Code": "A00002",
        "Indicator Name": "Deprivation score (IMD 2025)",
    }
    draft = draft_of(
        export(EXPORT, EXPORT | england, EXPORT | obesity, EXPORT | newer | {"Time period": 2025})
    )
    assert draft.edition == "imd_fingertips.standing"
    assert scores(draft) == [
        ("A00001", 2019, 32.3609392614188, None),
        ("A00002", 2025, 32.3609392614188, None),
    ]
    (note,) = draft.findings
    assert (note.code, note.severity, note.count) == ("other_rows", "notes", 2)
    assert note.examples == (
        "England: Deprivation score (IMD 2019)",
        "GP: Obesity: QOF prevalence",
    )


@pytest.mark.parametrize(
    "other", [{"Area Type": "PCNs"}, {"Indicator Name": "Life expectancy at birth"}]
)
def test_an_export_of_something_else_blocks(other: dict[str, object]):
    draft = draft_of(export(EXPORT | other))
    assert codes_of(draft) == {"no_practice_scores": "blocks"}
    assert draft.tables == {}


def test_our_own_layout_says_where_each_row_is_from():
    text = tidy_csv(
        [
            ("imd_practice", "A00001", 2025, 20),
            ("demonstration_deprivation", "X99001", 2025, 30),
            ("nobody", "A00002", 2025, 40),
        ]
    )
    drafts = {d.source: d for d in drafts_of(text)}
    assert {s: (d.period, d.rows, d.note) for s, d in drafts.items()} == {
        "imd_practice": (STANDING, 1, ""),
        "demonstration_deprivation": (STANDING, 1, "invented"),
        "nobody": (STANDING, 1, ""),
    }
    assert codes_of(drafts["nobody"]) == {"unknown_source": "blocks"}
    assert set(drafts["imd_practice"].tables["deprivation"]["source"]) == {"imd_practice"}


# Checking


def test_good_scores_need_nothing():
    _, report = checked(scores_csv([("A00001", 2025, 4), ("A00002", 2025, 65)]))
    assert codes_of(report) == {}
    assert report.files[0].totals == {
        "practices with a deprivation score": "2",
        "year of the Index": "2025",
    }


@pytest.mark.parametrize("score", [-0.1, 100.1, 32844])
def test_scores_outside_the_scale_block(score: float):
    _, report = checked(scores_csv([("A00001", 2025, 20), ("A00002", 2025, score)]))
    assert codes_of(report) == {"scores_lie_between_0_and_100": "blocks"}
    assert report.files[0].findings[0].examples == (f"A00002: {score:g}",)


def test_missing_scores_are_noted():
    _, report = checked(scores_csv([("A00001", 2025, 20), ("A00002", 2025, "")]))
    assert codes_of(report) == {"missing_scores": "notes"}
    assert report.files[0].totals["practices with a deprivation score"] == "1"


def test_a_code_stands_once_in_each_year():
    again = scores_csv([("A00001", 2025, 20), ("A00001", 2025, 20)])
    assert codes_of(checked(again)[1]) == {"repeated_rows": "warns"}
    unlike = scores_csv([("A00001", 2025, 20), ("A00001", 2025, 21)])
    assert codes_of(checked(unlike)[1]) == {"same_code_different_values": "blocks"}
    _, report = checked(scores_csv([("A00001", 2019, 20), ("A00001", 2025, 21)]))
    assert codes_of(report) == {}
    assert report.files[0].totals["year of the Index"] == "2019, 2025"


def test_codes_of_practices():
    _, report = checked(scores_csv([("A00001", 2025, 20), ("E92000001", 2025, 21)]))
    assert codes_of(report) == {"codes_have_the_right_shape": "blocks"}


def against(folder: Path, text: str) -> QualityReport:
    drafts, report = checked(text)
    return compare_to_published(drafts, report, Store.open(folder))


def test_against_what_is_published(store: Path):
    publish(store, scores_csv([("A00001", 2025, 20)]))
    assert codes_of(against(store, scores_csv([("A00001", 2025, 20)]))) == {
        "already_published": "blocks"
    }
    newer = against(store, scores_csv([("A00001", 2030, 20)]))
    assert codes_of(newer) == {"revision": "warns"}
    assert newer.files[0].findings[0].message.startswith("A file of this kind is already published")
    older = against(store, scores_csv([("A00001", 2019, 20)]))
    assert codes_of(older) == {"revision": "warns", "older_scores": "warns"}
    assert "are of 2019; it replaces those of 2025" in older.files[0].findings[1].message
    assert (
        codes_of(against(store, export(EXPORT).decode())) == {}
    )  # another layout replaces nothing


# The store


def test_without_scores_there_is_an_empty_table(store: Path):
    table = Store.create(store).read().table("deprivation")
    assert table.is_empty()
    assert dict(table.schema) == schema("deprivation")


def test_a_store_made_before_there_were_scores_takes_them(
    store: Path, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as earlier:
        earlier.setattr(delta, "TABLES", tuple(k for k in TABLES if k != "deprivation"))
        Store.create(store)
    version = publish(store, scores_csv(SCORES)).read()
    assert version.table("deprivation")["score"].to_list() == [10, 30, 50]


# Areas


def of(made: VersionMeasures, level: str) -> dict[str, tuple[object, ...]]:
    frame = made.units("practice", "2025-09").frame
    table = deprivation_of(made.version, frame, level)
    assert dict(table.schema) == {
        "area_code": pl.String, "score": pl.Float64, "coverage_patients": pl.Float64,
        "index_year": pl.Int16,
    }  # fmt: skip
    return {row[0]: row[1:] for row in table.iter_rows()}


def base() -> tuple[str, str, str]:
    return staff_csv(STAFF), places_csv(PLACES), lists_csv(LISTS)


def test_an_area_is_the_mean_over_its_patients():
    made = figures(*base(), scores_csv(SCORES))
    assert of(made, "pcn") == {"U00001": (25, 1, 2025), "U00002": (50, 1, 2025)}
    assert of(made, "borough") == {"East": (25, 1, 2025), "West": (50, 1, 2025)}
    whole = (1000 * 10 + 3000 * 30 + 2000 * 50) / 6000
    assert of(made, "icb") == {"QXX": (whole, 1, 2025)}
    assert of(made, "england") == {"E92000001": (whole, 1, 2025)}
    assert of(made, "practice")["A00002"] == (30, 1, 2025)


def test_practices_without_a_score_leave_the_mean():
    made = figures(*base(), scores_csv([("A00001", 2025, 10), ("A00002", 2025, "NA")]))
    assert of(made, "pcn") == {"U00001": (10, 0.25, 2025), "U00002": (None, 0, None)}


def test_practices_without_patients_leave_the_mean():
    lists = lists_csv([("A00001", 1000), ("A00002", 0)])
    made = figures(staff_csv(STAFF), places_csv(PLACES), lists, scores_csv(SCORES))
    assert of(made, "pcn") == {"U00001": (10, 1, 2025), "U00002": (None, None, None)}


def test_nothing_published_means_no_score():
    assert of(figures(*base()), "borough") == {
        "East": (None, 0, None),
        "West": (None, 0, None),
    }


def test_practices_in_no_pcn_count_above():
    places = places_csv([*PLACES[:2], ("A00003", "U", "West")])
    made = figures(staff_csv(STAFF), places, lists_csv(LISTS), scores_csv(SCORES))
    assert set(of(made, "pcn")) == {"U00001"}
    assert of(made, "borough")["West"] == (50, 1, 2025)


def test_the_newest_year_wins_and_years_are_not_mixed():
    both = [("A00001", 2019, 90), ("A00002", 2019, 90), ("A00003", 2019, 60), ("A00001", 2025, 10)]
    made = figures(*base(), scores_csv(both))
    assert of(made, "pcn") == {"U00001": (10, 0.25, 2025), "U00002": (60, 1, 2019)}


def test_the_newest_year_wins_over_two_files(store: Path):
    newer = publish(store, *base(), export(EXPORT), scores_csv([("A00001", 2025, 10)]))
    assert of(VersionMeasures(newer.read()), "practice")["A00001"] == (10, 1, 2025)
    older = scores_csv([("A00001", 2015, 10)])
    made = VersionMeasures(publish(store, older).read())
    assert of(made, "practice")["A00001"] == (32.3609392614188, 1, 2019)


def test_of_one_year_the_source_named_first_is_believed():
    made = figures(*base(), export(EXPORT), scores_csv([("A00001", 2019, 10)]))
    assert of(made, "practice")["A00001"] == (10, 1, 2019)


def test_pcns_have_no_score_of_their_own():
    made = figures(pcn_csv([{}]), places_csv(PLACES), lists_csv(LISTS), scores_csv(SCORES))
    frame = made.units("pcn", "2025-09").frame
    with pytest.raises(ValueError, match="these units are PCNs"):
        deprivation_of(made.version, frame, "borough")


def test_a_level_that_does_not_exist():
    made = figures(*base())
    frame = made.units("practice", "2025-09").frame
    with pytest.raises(UnknownName, match="no level called 'ward'"):
        deprivation_of(made.version, frame, "ward")
