"""Practices that merged, closed or were given another code, on a place small enough to add up by hand.

Twenty practices of one network and borough, list 5,000 and 4 FTE each; one thing happens by September.
"""

from collections.abc import Collection
from pathlib import Path

import polars as pl
import pytest

from tests.unit.making import (
    checked,
    codes_of,
    csv_of,
    csv_text,
    lists_csv,
    pcn_csv,
    places_csv,
    publish,
)
from wfcore.comparing import decompose_change
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.quality import nonresponders, scores
from wfcore.store import Store, accept_all_warnings, compare_to_published

JUNE, SEPTEMBER, DECEMBER = "2025-06", "2025-09", "2025-12"
Row = dict[str, object]


def practice(code: str, patients: int = 5000, gps: object = 4, nurses: object = 2) -> Row:
    return {
        "PRAC_CODE": code, "PRAC_NAME": f"SURGERY {code}", "TOTAL_PATIENTS": patients,
        "TOTAL_GP_FTE": gps, "TOTAL_NURSES_FTE": nurses,
    }  # fmt: skip


CODES = [f"A{n:05d}" for n in range(1, 21)]
THEN = [practice(code) for code in CODES]
MAP = places_csv([(code, "U00001", "East") for code in CODES], period=JUNE)
PUBLISHED_MAP = csv_text(  # without boroughs, as it is published
    ["EXTRACT_DATE", "PRACTICE_CODE", "PRACTICE_NAME", "PCN_CODE", "SUB_ICB_LOCATION_CODE", "ICB_CODE",
     "COMM_REGION_CODE"],
    [("01SEP2025", code, "S", "U00001", "99X", "QXX", "Y99") for code in [*CODES, "A00099"]],
)  # fmt: skip


def september(*, without: Collection[str] = (), **changed: Row) -> list[Row]:
    """The rows of September: those of June without some, others changed or new."""
    rows = {str(r["PRAC_CODE"]): r for r in THEN if r["PRAC_CODE"] not in without}
    return list((rows | changed).values())


def figures(folder: Path, now: list[Row], *more: bytes | str) -> VersionMeasures:
    """June and its map are published, then September."""
    publish(folder, csv_of(THEN), MAP, period=JUNE)
    drafts, report = checked(csv_of(now), *more, period=SEPTEMBER)
    store = Store.open(folder)
    report = compare_to_published(drafts, report, store)
    store.publish(drafts, report, by="Ann", accepted=accept_all_warnings(report, "known"))
    return VersionMeasures(store.read())


def successions(of: VersionMeasures) -> list[tuple[str, str | None, str]]:
    table = of.version.table("successions")
    assert set(table["since"]) <= {SEPTEMBER}
    return sorted(table.select("practice_code", "successor_code", "how").iter_rows())


def parts(of: VersionMeasures, metric: str = "gp_fte") -> dict[str, float]:
    (row,) = decompose_change(of, [metric], "borough", JUNE, SEPTEMBER, area_code="East").to_dicts()
    return {
        name: round(row[f"part_{name}"], 9) for name in ("staff", "list", "membership", "reporting")
    }


def silent(of: VersionMeasures) -> list[str]:
    metric = declared().metric("gp_rate")
    return nonresponders(of, metric, Level.BOROUGH, "East", SEPTEMBER)["area_code"].to_list()


def test_a_merger_moves_nothing_and_leaves_nobody_silent(store: Path):
    of = figures(store, september(without={"A00002"}, A00001=practice("A00001", 10000, 8, 4)))
    assert successions(of) == [("A00002", "A00001", "merged")]
    assert parts(of) == {"staff": 0, "list": 0, "membership": 0, "reporting": 0}
    assert parts(of, "gp_rate") == {"staff": 0, "list": 0, "membership": 0, "reporting": 0}
    assert silent(of) == []
    (row,) = of.measure(["gp_rate"], "borough", period=SEPTEMBER).to_dicts()
    assert (row["numerator"], row["denominator"], row["coverage_practices"]) == (80, 100_000, 1)
    # The merged return did not jump, beside what both sent before.
    stable = dict(
        scores(of, "practice", period=SEPTEMBER).select("area_code", "stable").iter_rows()
    )
    assert stable["A00001"] == 1


def test_who_is_in_the_file_and_sent_nothing_is_still_silent(store: Path):
    blank = practice("A00003", gps="NA")
    grown = practice("A00001", 10000, 8, 4)
    of = figures(store, september(without={"A00002"}, A00001=grown, A00003=blank))
    assert silent(of) == ["A00003"]


def test_two_into_one(store: Path):
    of = figures(
        store, september(without={"A00002", "A00003"}, A00001=practice("A00001", 15000, 12, 6))
    )
    assert successions(of) == [("A00002", "A00001", "merged"), ("A00003", "A00001", "merged")]
    assert parts(of) == {"staff": 0, "list": 0, "membership": 0, "reporting": 0}


def test_growth_is_the_list_of_one(store: Path):
    of = figures(
        store, september(without={"A00002", "A00003"}, A00001=practice("A00001", 10000, 8, 4))
    )
    assert [how for _, _, how in successions(of)] == ["merged", "closed"]


def test_closed_is_gone_not_silent(store: Path):
    of = figures(store, september(without={"A00002"}))
    assert successions(of) == [("A00002", None, "closed")]
    assert parts(of) == {"staff": 0, "list": 0, "membership": -4, "reporting": 0}
    assert silent(of) == []


def test_another_code_keeps_its_areas_and_its_past(store: Path):
    again = practice("A00099") | {"PRAC_NAME": "SURGERY A00002"}
    of = figures(store, september(without={"A00002"}, A00099=again))
    assert successions(of) == [("A00002", "A00099", "recoded")]
    assert parts(of) == {"staff": 0, "list": 0, "membership": 0, "reporting": 0}
    unit = of.units("practice", SEPTEMBER).frame.filter(pl.col("unit") == "A00099")
    assert unit.select("borough_code", "pcn_code", "sub_icb_code").rows() == [
        ("East", "U00001", "99X")
    ]
    assert silent(of) == []


def test_a_map_without_boroughs_keeps_those_that_are_published(store: Path):
    again = practice("A00099") | {"PRAC_NAME": "SURGERY A00002"}
    of = figures(store, september(without={"A00002"}, A00099=again), PUBLISHED_MAP)
    (row,) = of.measure(["gp_fte"], "borough", period=SEPTEMBER).to_dicts()
    assert (row["area_code"], row["value"], row["coverage_practices"]) == ("East", 80, 1)
    drafts, report = checked(PUBLISHED_MAP)
    told = codes_of(compare_to_published(drafts, report, Store.open(store)))
    assert told["boroughs_kept"] == "notes"


def test_a_file_of_another_place_closes_nobody(store: Path):
    of = figures(store, [practice(code) for code in CODES[:15]])
    assert successions(of) == []
    assert len(silent(of)) == len(CODES) - 15


def test_who_comes_back_is_not_gone(store: Path):
    of = figures(store, september(without={"A00002"}, A00001=practice("A00001", 10000, 8, 4)))
    publish(store, csv_of([r | {"TOTAL_NURSES_FTE": 3} for r in THEN]), period=DECEMBER)
    later = VersionMeasures(Store.open(store).read())
    rows = later.version.table("successions").select("practice_code", "how", "since").rows()
    assert sorted(rows) == [("A00002", "merged", SEPTEMBER), ("A00002", "reopened", DECEMBER)]
    (row,) = decompose_change(later, ["gp_fte"], "borough", JUNE, DECEMBER).to_dicts()
    assert (row["part_membership"], row["change"]) == (0, 0)
    assert parts(of)["membership"] == 0


def test_an_extract_does_not_bring_back_who_is_gone(store: Path):
    """Another file of the same month, believed less, still has the practice that merged."""
    publish(store, csv_text(
        ["PERIOD", "SOURCE", "LEVEL", "AREA_CODE", "STAFF_GROUP", "ROLE", "DEFINITION", "FTE"],
        [(SEPTEMBER, "gpw_high_level", "practice", code, "gp", "all", "all", 4) for code in CODES],
    ))  # fmt: skip
    of = figures(store, september(without={"A00002"}, A00001=practice("A00001", 10000, 8, 4)))
    (row,) = of.measure(["gp_fte"], "borough", period=SEPTEMBER).to_dicts()
    assert row["value"] == 80


def test_across_networks_only_with_the_staff(store: Path):
    """A00020 is in another network: its growth counts only when the staff moved too."""
    places = places_csv(
        [(c, "U00002" if c == "A00020" else "U00001", "East") for c in CODES], period=JUNE
    )
    for name, gps, expected in (("with", 8, "merged"), ("without", 4, "closed")):
        folder = store / name
        publish(folder, csv_of(THEN), places, period=JUNE)
        nurses = 4 if gps == 8 else 2
        now = september(without={"A00002"}, A00020=practice("A00020", 10000, gps, nurses))
        drafts, report = checked(csv_of(now), period=SEPTEMBER)
        opened = Store.open(folder)
        opened.publish(drafts, report, by="Ann", accepted=accept_all_warnings(report, "x"))
        assert opened.read().table("successions")["how"].to_list() == [expected]


def test_months_of_one_upload_and_months_brought_later(store: Path):
    now = csv_of(september(without={"A00002"}, A00001=practice("A00001", 10000, 8, 4)))
    for folder, order in (
        (store / "a", (JUNE, SEPTEMBER)),
        (store / "b", (SEPTEMBER, JUNE)),
    ):
        publish(folder, MAP)
        for month in order:
            publish(folder, now if month == SEPTEMBER else csv_of(THEN), period=month)
        of = VersionMeasures(Store.open(folder).read())
        assert [row[:2] for row in successions(of)] == [("A00002", "A00001")]
        assert parts(of)["membership"] == 0


def test_a_revision_keeps_what_was_accepted(store: Path):
    now = september(without={"A00002"}, A00001=practice("A00001", 10000, 8, 4))
    of = figures(store, now)
    publish(store, csv_of([*now[:-1], practice("A00020", gps=5)]), period=SEPTEMBER)
    assert successions(VersionMeasures(Store.open(store).read())) == successions(of)


def test_an_older_list_is_joined_too(store: Path):
    """Staff of networks in September over lists of July, when the two practices were still two."""
    of = figures(
        store, september(without={"A00002"}, A00001=practice("A00001", 10000, 8, 4)),
        pcn_csv([{"CENSUS_MONTH": 9}]),
    )  # fmt: skip
    older = lists_csv([(code, 5000) for code in CODES], period="2025-07")
    publish(store, older)
    (row,) = of.measure(["pcn_dpc_rate"], "pcn", period=SEPTEMBER).to_dicts()
    assert row["denominator"] == 100_000


@pytest.mark.parametrize("name", ["Romford constituency", "Emerson Park ward", "North locality"])
def test_areas_of_another_kind_are_no_boroughs(name: str):
    report = checked(csv_text(["PRACTICE_CODE", "BOROUGH"], [("A00001", name)]))[1]
    assert codes_of(report)["boroughs_are_boroughs"] == "blocks"


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ({"A00001": "Elsewhere"}, "borough_split"),
        (dict.fromkeys(CODES, "Elsewhere"), "borough_changed"),  # all of it: another name
        ({"A00001": "East"}, None),
    ],
)
def test_a_lookup_splits_no_borough(store: Path, names: dict[str, str], code: str | None):
    publish(store, csv_of(THEN), MAP, period=JUNE)
    drafts, report = checked(csv_text(["PRACTICE_CODE", "BOROUGH"], names.items()))
    told = codes_of(compare_to_published(drafts, report, Store.open(store)))
    about = {c for c in told if c.startswith("borough_")}
    assert about == ({code} if code else set())
    if code == "borough_split":
        assert told[code] == "blocks"
