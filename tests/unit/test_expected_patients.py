"""How many patients an area has: by the newest list of England, else by the packaged one, with its date."""

import csv
import io
from pathlib import Path

import pytest

from tests.commands import run
from tests.unit.making import csv_text, lists_csv, publish, staff_csv
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures

# Location → its board, region and patients, as the packaged list has them; one practice each.
PACKAGED = {
    code: (e.icb, e.region, e.patients) for code, e in declared().geography.sub_icbs.items()
}
PRACTICE = {code: f"A{at:05d}" for at, code in enumerate(sorted(PACKAGED), 1)}
LEEDS, OLDHAM = "15F", "00Y"
HEADER = (
    "PERIOD", "SOURCE", "PRACTICE_CODE", "PRACTICE_NAME", "PCN_CODE", "PCN_NAME", "SUB_ICB_CODE", "ICB_CODE",
    "REGION_CODE",
)  # fmt: skip


def england_map(month: str, boards: dict[str, str] | None = None) -> str:
    """A map of England with a practice in each location; `boards`: locations that lie in another one now."""
    return csv_text(
        HEADER,
        [
            (month, "practice_map", PRACTICE[code], code, "", "", code, (boards or {}).get(code, icb), region)
            for code, (icb, region, _) in PACKAGED.items()
        ],
    )  # fmt: skip


def england_lists(month: str, changed: dict[str, float] | None = None) -> str:
    sizes = {code: patients for code, (_, _, patients) in PACKAGED.items()} | (changed or {})
    return lists_csv([(PRACTICE[code], size) for code, size in sizes.items()], period=month)


def figures(folder: Path, *files: str) -> VersionMeasures:
    return VersionMeasures(publish(folder, *files).read())


def test_the_newest_list_says_how_many_patients_an_area_has(store: Path):
    """Twice as many in Leeds since: its board, its region and England grew by as many."""
    _, _, leeds = PACKAGED[LEEDS]
    grown = england_lists("2025-09", {LEEDS: 2 * leeds})
    expected = figures(store, england_map("2025-09"), england_lists("2025-06"), grown).expected
    assert expected.patients_of(Level.SUB_ICB, LEEDS) == 2 * leeds
    for level, code in ((Level.ICB, "QWO"), (Level.REGION, "Y63"), (Level.ENGLAND, "E92000001")):
        before = sum(
            patients
            for icb, region, patients in PACKAGED.values()
            if code in (icb, region, "E92000001")
        )
        assert expected.patients_of(level, code) == before + leeds, code
        assert not expected.is_packaged(level, code)


def test_a_board_that_was_redrawn_has_the_patients_of_its_locations(store: Path):
    """The packaged list does not know the board: it is of before it was made."""
    both = {LEEDS: "QZZ", OLDHAM: "QZZ"}
    expected = figures(store, england_map("2025-09", both), england_lists("2025-09")).expected
    assert expected.patients_of(Level.ICB, "QZZ") == PACKAGED[LEEDS][2] + PACKAGED[OLDHAM][2]
    assert declared().geography.expected_patients(Level.ICB, "QZZ") is None
    # Boards of the region are those of the newest map, where units lie on it.
    north_west = {icb for icb, region, _ in PACKAGED.values() if region == "Y62"}
    assert expected.icbs_of(Level.REGION, "Y62", ["QZZ"]) == len(north_west | {"QZZ"})
    assert expected.icbs_of(Level.REGION, "Y62", sorted(north_west)) == len(north_west)


@pytest.mark.parametrize("share", [0.5, 0.0])
def test_a_location_of_which_the_list_holds_a_part_has_its_packaged_patients(
    store: Path, share: float
):
    _, _, leeds = PACKAGED[LEEDS]
    expected = figures(
        store, england_map("2025-09"), england_lists("2025-09", {LEEDS: share * leeds})
    ).expected
    assert expected.patients_of(Level.SUB_ICB, LEEDS) == leeds
    assert expected.is_packaged(Level.SUB_ICB, LEEDS)
    assert expected.is_packaged(Level.ICB, "QWO")
    assert not expected.is_packaged(Level.SUB_ICB, OLDHAM)


def test_a_list_of_a_part_of_england_is_no_list_of_england(store: Path):
    """Lists of one place alone: the packaged list speaks, and every table says so with its date."""
    few = lists_csv([(PRACTICE[LEEDS], PACKAGED[LEEDS][2])], period="2025-09")
    staff = staff_csv([("", PRACTICE[LEEDS], 500)], period="2025-09")
    made = figures(store, england_map("2025-09"), few, staff)
    assert made.expected.is_packaged(Level.ENGLAND, "E92000001")
    answer = run("measures", "--store", store, "--metric", "gp_rate", "--level", "england")
    (row,) = csv.DictReader(io.StringIO(answer.out))
    assert row["flags"].split(";")[:2] == ["not_covered", "packaged_list"]
    whole = sum(patients for _, _, patients in PACKAGED.values())
    assert float(row["coverage_patients"]) == pytest.approx(PACKAGED[LEEDS][2] / whole)
    assert (
        declared()
        .flags["packaged_list"]
        .endswith("from the list of November 2025 that comes with the notebook")
    )


def test_by_the_newest_list_an_area_may_be_covered_too_little(store: Path):
    """Half of Leeds in the file: of the doubled list it is half, and no figure is offered."""
    _, _, leeds = PACKAGED[LEEDS]
    rows = [(PRACTICE[LEEDS], leeds), ("B00001", leeds)]
    lists = lists_csv(
        [*rows, *((PRACTICE[c], p) for c, (_, _, p) in PACKAGED.items() if c != LEEDS)],
        period="2025-09",
    )
    own = csv_text(
        HEADER, [("2025-09", "practice_map", "B00001", "B", "", "", LEEDS, "QWO", "Y63")]
    )
    places = england_map("2025-09") + own.split("\n", 1)[1]
    made = figures(store, places, lists, staff_csv([("", PRACTICE[LEEDS], 500)], period="2025-09"))
    (row,) = made.measure(["gp_rate"], "sub_icb").filter(area_code=LEEDS).to_dicts()
    assert (row["value"], row["flags"].split(";")[0]) == (None, "not_covered")
    assert "packaged_list" not in row["flags"]
    assert row["coverage_patients"] == pytest.approx(0.5)
