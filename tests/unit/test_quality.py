"""The score of a return, who is silent, and what a gap does."""

from pathlib import Path

import pytest

from tests.commands import run
from tests.unit.making import checked, csv_of, csv_text, figures, lists_csv, places_csv
from wfcore.declared import declared
from wfcore.errors import UnknownName
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.quality import nonresponders, nonresponse_effect, scores
from wfcore.store import Store, accept_all_warnings

CODES = [f"A0000{i}" for i in range(1, 7)]
PLACES = [(code, "U00001" if i < 4 else "U00002", "East") for i, code in enumerate(CODES)]
NOW, THEN = "2025-09", "2024-09"
GPS = declared().metric("gp_rate")


def staff(gps: list[object], nurses: list[object], year: int) -> bytes:
    return csv_of(
        [
            {"PRAC_CODE": code, "YEAR": year, "MONTH": 9, "TOTAL_PATIENTS": 10000, "TOTAL_GP_FTE": gp,
             "TOTAL_NURSES_FTE": nurse, "TOTAL_DPC_FTE": 1 if gp != "NA" else "NA",
             "TOTAL_ADMIN_FTE": 9 if gp != "NA" else "NA"}
            for code, gp, nurse in zip(CODES, gps, nurses, strict=True)
        ]
    )  # fmt: skip


@pytest.fixture
def two(store: Path) -> VersionMeasures:
    """Still, moved, silent, half, jumped, far out."""
    before = checked(
        staff([5, 5, 7, 4, 4, 5], [3, 3, 3, 3, 3, 3], 2024), places_csv(PLACES, period=THEN),
        lists_csv([(c, 10000) for c in CODES], period=THEN), period=THEN,
    )  # fmt: skip
    now = checked(
        staff([5, 6, "NA", 5, 9, 90], [3, 3.1, "NA", "NA", 3.2, 3], 2025), places_csv(PLACES),
        lists_csv([(c, 10000) for c in CODES]), period=NOW,
    )  # fmt: skip
    made = Store.create(store)
    for drafts, report in (before, now):
        made.publish(drafts, report, by="Ann", accepted=accept_all_warnings(report, "a test"))
    return VersionMeasures(made.read())


def test_each_part(two: VersionMeasures):
    found = {r["area_code"]: r for r in scores(two, "practice").iter_rows(named=True)}

    def parts(code: str) -> list[object]:
        return [found[code][name] for name in declared().rules.quality.parts]

    # Returned, complete, fresh, plausible, stable.
    assert parts("A00001") == [1, 1, 0, 1, 1]
    assert parts("A00002") == [1, 1, 1, 1, 1]
    assert parts("A00003") == [0, None, None, None, None]
    assert parts("A00004")[:3] == [1, 0.75, 1]
    assert parts("A00005")[4] == 0.75
    assert parts("A00006")[3] == 0.75
    # By hand, weights 4, 2, 1, 2, 1: only freshness is lost; then everything.
    assert [found[code]["score"] for code in CODES[:3]] == pytest.approx([90, 100, 0])
    assert next(iter(found)) == "A00003"


def test_without_an_earlier_file_nothing_is_said_of_change():
    made = figures(staff([5] * 6, [3] * 6, 2025), places_csv(PLACES), period=NOW)
    rows = scores(made, "practice")
    assert rows["fresh"].null_count() == rows["stable"].null_count() == 6
    assert rows["score"].to_list() == [100] * 6


def test_a_file_of_another_place_says_nothing_of_change(two: VersionMeasures, store: Path):
    header = ["PERIOD", "SOURCE", "LEVEL", "AREA_CODE", "STAFF_GROUP", "ROLE", "DEFINITION", "FTE"]
    other = ("2025-06", "gpw_detailed", "practice", "B00001", "gp", "all", "all", 4)
    drafts, report = checked(csv_text(header, [other]))
    Store.open(store).publish(
        drafts, report, by="Ann", accepted=accept_all_warnings(report, "a test")
    )
    with_it = VersionMeasures(Store.open(store).read())
    assert with_it.periods("practice") == [THEN, "2025-06", NOW]
    assert scores(with_it, "practice").equals(scores(two, "practice"))


def test_only_inside_a_place(two: VersionMeasures):
    assert set(scores(two, "practice", within="U00002")["area_code"]) == {"A00005", "A00006"}
    with pytest.raises(UnknownName, match="no return of its own"):
        scores(two, "borough")


def test_who_is_silent(two: VersionMeasures):
    rows = nonresponders(two, GPS, Level.PCN, "U00001", NOW)
    assert rows.select("area_code", "patients").rows() == [("A00003", 10000)]
    assert nonresponders(two, GPS, Level.PCN, "U00002", NOW).is_empty()


def test_what_the_gap_does(two: VersionMeasures):
    found = nonresponse_effect(two, GPS, Level.PCN, "U00001", NOW)
    assert found is not None
    # 5, 6 and 5 FTE over 30,000 patients; tenths of 50, 60, 50 are 50 and 58; last known 7 FTE.
    assert found.shown == pytest.approx(1600 / 30)
    assert found.low == pytest.approx((16 + 5.0) / 0.4)
    assert found.high == pytest.approx((16 + 5.8) / 0.4)
    assert found.last == pytest.approx((16 + 7) / 0.4)
    assert (found.known, found.silent, found.patients) == (1, 1, 10000)
    assert nonresponse_effect(two, GPS, Level.PCN, "U00002", NOW) is None


def test_the_command_line(two: VersionMeasures, store: Path):
    rows = run("quality", "--store", store, "--within", "U00001").rows()
    assert next((r["area_code"], r["score"]) for r in rows) == ("A00003", "0.0")
    assert {r["area_code"] for r in rows} == set(CODES[:4])
    assert run("quality", "--store", store, "--level", "pcn").code == 2  # no PCN staff published
