"""Successions that are brought: a table of the analyst's, and the list of practices with its dates."""

import csv
from pathlib import Path

import pytest

from tests.commands import publish, run
from tests.unit.making import (
    codes_of,
    csv_text,
    draft_of,
    drafts_of,
    lists_csv,
    places_csv,
    staff_csv,
    table_of,
)
from tests.unit.making import publish as published
from wfcore.measuring import VersionMeasures

HEAD = ("PRACTICE_CODE", "SUCCESSOR_CODE", "HOW", "SINCE")


def listed(*rows: tuple[str, str, str, str]) -> str:
    return csv_text(HEAD, rows)


@pytest.mark.parametrize(
    ("rows", "code", "row"),
    [
        ([("A00001", "A00002", "", "2025-06"), ("A00002", "A00001", "", "2025-07")],
         "succession_in_a_circle", "row 2 and row 3: A00001 → A00002 → A00001"),
        ([("A00001", "A00001", "merged", "2025-06")], "succession_in_a_circle", "row 2: A00001 → A00001"),
        ([("A00009", "A00001", "", "2025-05"), ("A00001", "A00002", "", "2025-06"),
          ("A00002", "A00003", "", "2025-07"), ("A00003", "A00001", "", "2025-08")],
         "succession_in_a_circle", "row 3 and row 4 and row 5: A00001 → A00002 → A00003 → A00001"),
        ([("A00001", "A00002", "", "2025-06"), ("A00001", "A00003", "", "2025-06-30")],
         "succession_twice", "row 3: A00001, since 2025-06"),
        ([("A00001", "A00002", "", "soon")], "date_not_read", "row 2, since"),
        ([("A00001", "", "merged", "2025-06")], "succession_unclear", "row 2: A00001 merged, successor blank"),
        ([("A00001", "A00002", "closed", "2025-06")], "succession_unclear", "row 2: A00001 closed"),
        ([("A00001", "A00002", "swallowed", "2025-06")], "succession_unclear", "row 2: A00001 swallowed"),
        ([("The Surgery", "A00002", "", "2025-06")], "succession_without_practice", "row 2: THESURGERY"),
    ],
)  # fmt: skip
def test_bad_successions_block_with_their_row(
    rows: list[tuple[str, str, str, str]], code: str, row: str
):
    (draft,) = drafts_of(listed(*rows))
    found = {f.code: f for f in draft.findings}
    assert found[code].severity == "blocks"
    assert any(example.startswith(row) for example in found[code].examples), found[code].examples


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_published(tmp_path: Path):
    store = published(tmp_path / "store", places_csv([("A00001", "U00001", "East")]))
    before = store.history()[0].version
    bad = tmp_path / "bad.csv"
    bad.write_text(
        listed(("A00001", "A00001", "", "2025-06"), ("A00002", "A00003", "closed", "never"))
    )
    answer = run("publish", bad, "--store", tmp_path / "store", "--by", "Ann", "--accept-warnings")
    assert answer.code != 0
    for code in ("succession_in_a_circle", "succession_unclear", "date_not_read"):
        assert code in answer.out + answer.err
    assert store.history()[0].version == before


def test_one_that_opened_again_is_no_circle():
    rows = (
        ("A00001", "A00002", "", "2025-06"), ("A00001", "", "reopened", "2025-08"),
        ("A00002", "A00001", "", "2025-09"),
    )  # fmt: skip
    assert codes_of(draft_of(listed(*rows))) == {}


def test_an_accepted_list_places_who_is_gone_with_who_took_over(tmp_path: Path):
    """A00002 merged into A00001, of another borough; its staff of June count there on today's map."""
    june = staff_csv([("2025-06", "A00001", 5), ("2025-06", "A00002", 3)])
    files = {
        "june": june, "september": staff_csv([("2025-09", "A00001", 8)]),
        "map": places_csv([("A00001", "U00001", "East")], period="2025-09"),
        "before": places_csv([("A00002", "U00002", "West")], period="2025-06"),
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text)
    store = tmp_path / "store"
    assert publish(store, *(tmp_path / f"{name}.csv" for name in files)).code == 0

    def east() -> float:
        asked = ("measures", "--metric", "gp_fte", "--level", "borough", "--period", "2025-06")
        rows = run(*asked, "--map", "today", "--store", store).rows()
        return sum(float(row["value"]) for row in rows if row["area_name"] == "East")

    assert east() == 5
    (tmp_path / "gone.csv").write_text(listed(("A00002", "A00001", "", "2025-09")))
    assert publish(store, tmp_path / "gone.csv").code == 0
    assert east() == 8


# The list of practices of the Organisation Data Service


def ods_row(
    code: str, opened: str, closed: str = "", status: str = "A", setting: str = "4"
) -> list[str]:
    cells = [""] * 27
    cells[:4] = [code, f"SURGERY {code}", "Y56", "QMF"]
    cells[9:15] = ["E1 1AA", opened, closed, status, "B", "A3A8R"]
    cells[25] = setting
    return cells


ODS = "".join(
    ",".join(f'"{cell}"' for cell in row) + "\n"
    for row in (
        ods_row("A00001", "19740401"), ods_row("A00002", "20250915"),
        ods_row("A00003", "19740401", "20250930", "C"), ods_row("A00004", "19740401", "20251001", "C"),
        ods_row("A00005", "19740401", status="D"), ods_row("A00006", "19740401", setting="0"),
        ods_row("A00007", "20251001"),
    )
)  # fmt: skip


def test_who_was_open_when_the_month_was_over():
    draft = draft_of(ODS, "epraccur.csv", "2025-09")
    assert draft.tables["places"]["practice_code"].to_list() == ["A00001", "A00002", "A00004"]
    gone = draft.tables["successions"].select("practice_code", "successor_code", "how", "since")
    assert gone.rows() == [("A00003", None, "closed", "2025-09")]
    assert codes_of(draft) == {"headings_by_position": "notes", "practices_of_a_day": "notes"}
    assert table_of(ODS, "epraccur.csv").first_row == 1


def test_it_places_only_whom_no_map_names(tmp_path: Path):
    """A00002 opened after the map was drawn; A00001 keeps its network; A00003 is expected no more."""
    names = [("A00001", "U00001", "East"), ("A00003", "U00001", "East")]
    store = published(
        tmp_path / "store", staff_csv([("", "A00001", 5), ("", "A00002", 2)]),
        lists_csv([("A00001", 5000), ("A00002", 2000), ("A00003", 1000)], period="2025-08"),
        places_csv(names, period="2025-08", sub_icb="A3A8R", icb="QMF", region="Y56"),
    )  # fmt: skip
    figures = VersionMeasures(store.read())
    before = figures.units("practice", "2025-09").frame
    assert set(before["unit"]) == {"A00001", "A00002", "A00003"}
    store = published(tmp_path / "store", ODS.encode(), period="2025-09")
    after = VersionMeasures(store.read()).units("practice", "2025-09").frame
    rows = {
        unit: tuple(more) for unit, *more in after.select("unit", "pcn_code", "sub_icb_code").rows()
    }
    assert rows["A00001"] == ("U00001", "A3A8R")
    assert rows["A00002"] == (None, "A3A8R")
    assert "A00003" not in rows


def test_as_published(real_data: Path, tmp_path: Path):
    """December 2022: open practices by the csv module; a practice of before has its board and no network."""
    path = real_data / "geography" / "epraccur 2022-12.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            r for r in csv.reader(file) if r[25] == "4" and r[2][0] == "Y" and r[12] not in "DP"
        ]
    there = {r[0] for r in rows if r[10] <= "20221231" and (not r[11] or r[11] > "20221231")}
    draft = draft_of(path.read_bytes(), path.name, "2022-12")
    assert set(draft.tables["places"]["practice_code"]) == there
    assert 6_300 < len(there) < 6_600
    closed = {r[0]: f"{r[11][:4]}-{r[11][4:6]}" for r in rows if r[11] and r[11] <= "20221231"}
    found = draft.tables["successions"].select("practice_code", "since").iter_rows()
    assert dict(found) == closed
