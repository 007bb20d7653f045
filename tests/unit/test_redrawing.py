"""Practices and networks of one month on the map of another: who is where, and why."""

from collections.abc import Iterable

import polars as pl
import pytest

from tests.unit.making import csv_text, figures, lists_csv, staff_csv
from wfcore.errors import UnknownName
from wfcore.geography import (
    AREA_COLUMNS,
    Level,
    MonthMap,
    PlacedBy,
    redraw_networks,
    redraw_practices,
)
from wfcore.measuring import VersionMeasures

Row = tuple[str, float | None, str | None, str | None, str | None]  # code, list, PCN, sub-ICB, ICB


def practices(rows: Iterable[Row]) -> pl.DataFrame:
    """Each with its list and the codes of its network, sub-ICB location and ICB."""
    frame = pl.DataFrame(
        list(rows),
        schema={"practice_code": pl.String, "registered": pl.Float64}
        | dict.fromkeys(("pcn_code", "sub_icb_code", "icb_code"), pl.String),
        orient="row",
    )
    names = {c: pl.lit(None, pl.String) for c in AREA_COLUMNS if c not in frame.columns}
    return frame.with_columns(**names)


THEN = practices(
    [
        ("STAYED", 1000, "U1", "S1", "Q1"),
        ("MOVED", 500, "U1", "S1", "Q1"),
        ("CLOSED", 800, "U1", "S1", "Q1"),
        ("LARGE", 900, "U2", "S1", "Q1"),
        ("SMALL", 100, "U2", "S2", "Q2"),
        ("WITHOUT", 300, "U2", "S1", "Q1"),
        ("MERGED", 200, "U4", "S2", "Q2"),
        ("ALONE", 400, None, "S2", "Q2"),
        ("LAST", 100, "U5", "S3", "Q1"),
        ("ELSEWHERE", 700, "U9", "S9", "Q9"),
        ("NOWHERE", None, None, None, None),
    ]
)
MAP = MonthMap(
    "2025-07",
    practices(
        [
            ("STAYED", 1000, "U1", "S1", "QNEW"),
            ("LARGE", 900, "U3", "S1", "QNEW"),
            ("MOVED", 500, "U7", "S7", "Q7"),
            ("SMALL", 100, "U6", "S2", "Q2"),
        ]
    ).with_columns(placed_by=pl.lit("own")),
    ("map.2025-07",),
)


def test_where_each_practice_is_now():
    found = redraw_practices(THEN, MAP, {"MERGED": "SMALL", "GONE": "STAYED"})
    codes = found.select("pcn_code", "sub_icb_code", "icb_code", "placed_by").rows()
    assert dict(zip(THEN["practice_code"], codes, strict=True)) == {
        "STAYED": ("U1", "S1", "QNEW", "own"),
        "MOVED": ("U7", "S7", "Q7", "own"),
        "CLOSED": ("U1", "S1", "QNEW", "network"),  # its network is still there
        "LARGE": ("U3", "S1", "QNEW", "own"),
        "SMALL": ("U6", "S2", "Q2", "own"),
        "WITHOUT": ("U3", "S1", "QNEW", "network"),  # most patients of U2 are in U3
        "MERGED": ("U6", "S2", "Q2", "succession"),
        "ALONE": (None, "S2", "Q2", "area"),
        "LAST": (None, None, "QNEW", "area"),  # most of Q1 is in the new board
        "ELSEWHERE": ("U9", "S9", "Q9", "kept"),
        "NOWHERE": (None, None, None, None),
    }


def test_a_network_is_where_the_map_says_else_where_its_patients_went():
    members = THEN.with_columns(group=pl.coalesce("pcn_code", "practice_code"))
    there = redraw_practices(THEN, MAP, {})
    members = members.select("group", "registered").hstack(there)
    networks = practices(
        [
            ("U1", 0, "U1", "S1", "Q1"),
            ("U2", 0, "U2", "S1", "Q1"),
            ("U9", 0, "U9", "S9", "Q9"),
            ("U8", 0, "U8", "S2", "Q2"),
            ("ALONE", 0, None, "S2", "Q2"),
        ]
    )
    then = networks.with_columns(group=pl.col("practice_code"), unit=pl.col("pcn_code"))
    found = redraw_networks(then, members, MAP)
    assert found.select("pcn_code", "sub_icb_code", "icb_code", "placed_by").rows() == [
        ("U1", "S1", "QNEW", "own"),
        ("U3", "S1", "QNEW", "network"),
        ("U9", "S9", "Q9", "kept"),  # its one practice stays as it was
        (None, "S2", "Q2", "area"),  # no map names it; its file says where it lay
        (None, "S2", "Q2", "own"),  # a practice in no network
    ]


def test_the_reasons_are_those_that_are_said():
    assert set(PlacedBy) == {"own", "succession", "network", "area", "kept"}


def a_map(period: str, *rows: tuple[str, str, str, str]) -> str:
    """Practice, PCN, sub-ICB and ICB of a month."""
    header = [
        "PERIOD", "SOURCE", "PRACTICE_CODE", "PRACTICE_NAME", "PCN_CODE", "PCN_NAME",
        "SUB_ICB_CODE", "SUB_ICB_NAME", "ICB_CODE", "ICB_NAME", "REGION_CODE", "REGION_NAME",
    ]  # fmt: skip
    return csv_text(
        header,
        (
            (period, "practice_map", code, f"SURGERY {code}", pcn, f"PCN {pcn}", sub, f"SUB {sub}",
             icb, f"ICB {icb}", "Y99", "SOUTHERN")
            for code, pcn, sub, icb in rows
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def redrawn() -> VersionMeasures:
    """Two boards of March that are one in June; a practice closed in between, and one moved network."""
    return figures(
        staff_csv([("2025-03", c, f) for c, f in (("A00001", 2), ("A00002", 3), ("A00003", 5))]),
        staff_csv([("2025-06", c, f) for c, f in (("A00001", 2), ("A00002", 4))]),
        lists_csv([("A00001", 5000), ("A00002", 6000), ("A00003", 4000)], period="2025-03"),
        lists_csv([("A00001", 5000), ("A00002", 6000)], period="2025-06"),
        a_map("2025-03", ("A00001", "U00001", "00A", "QAA"), ("A00002", "U00002", "00B", "QBB"),
              ("A00003", "U00002", "00B", "QBB")),
        a_map("2025-06", ("A00001", "U00001", "00A", "QNN"), ("A00002", "U00001", "00B", "QNN")),
    )  # fmt: skip


def test_a_board_that_is_new_has_a_past(redrawn: VersionMeasures):
    assert redrawn.trend(["gp_fte"], "icb", "QNN")["period"].to_list() == ["2025-06"]
    today = redrawn.on_map("today").trend(["gp_fte"], "icb", "QNN")
    assert today.select("period", "value").rows() == [("2025-03", 10.0), ("2025-06", 6.0)]
    assert redrawn.on_map("2025-03").trend(["gp_fte"], "icb", "QBB")["value"].to_list() == [
        8.0,
        4.0,
    ]


def test_each_map_is_made_once_and_known_by_its_name(redrawn: VersionMeasures):
    today = redrawn.on_map("today")
    assert today is redrawn.on_map("2025-06") is redrawn.on_map("then").on_map("today")
    assert today.on_map("then") is redrawn
    assert [figures.map for figures in (redrawn, today, redrawn.on_map("2025-03"))] == [
        "then", "today", "2025-03",
    ]  # fmt: skip
    with pytest.raises(UnknownName, match="no map called 'yesterday'"):
        redrawn.on_map("yesterday")


def test_a_receipt_says_on_which_map_and_makes_the_number_again(redrawn: VersionMeasures):
    slip = redrawn.on_map("today").receipt("gp_fte", "icb", "QNN", "2025-03")
    assert (slip.map, dict(slip.placed)) == ("2025-06", {PlacedBy.NETWORK: (1, 4000.0)})
    names = {"VersionMeasures": VersionMeasures, "version": redrawn.version, "pl": pl}
    assert eval(slip.expression, names) == 10
    assert redrawn.receipt("gp_fte", "icb", "QBB", "2025-03").map is None


def test_without_a_map_today_is_as_it_was():
    made = figures(staff_csv([("", "A00001", 2)]))
    assert made.on_map("today") is made


def test_a_place_says_where_its_patients_lay_before(redrawn: VersionMeasures):
    today = redrawn.on_map("today")
    came = today.came_from("practice", "2025-03", Level.ICB, "QNN")
    assert came == [("ICB QBB", pytest.approx(10 / 15)), ("ICB QAA", pytest.approx(5 / 15))]
    assert today.came_from("practice", "2025-06", Level.ICB, "QNN") == []
    assert redrawn.came_from("practice", "2025-03", Level.ICB, "QNN") == []
