"""Small numbers: what is hidden, and what is hidden with it."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tests.commands import run
from tests.unit.making import csv_of, csv_text, figures, lists_csv, places_csv, publish
from wfcore.declared import Quantity
from wfcore.declared.rules import Disclosure
from wfcore.geography import AREA_LEVELS
from wfcore.measuring import VersionMeasures, has_partial_group
from wfcore.measuring.disclosure import disclosed, group_small_units

PLACES = [
    ("A00001", "U00001", "East"),
    ("A00002", "U00001", "East"),
    ("A00003", "U00001", "East"),
    ("A00004", "U00002", "East"),
    ("A00005", "U00002", "East"),
    ("A00006", "U00003", "West"),
    ("A00007", "U00003", "West"),
]
AGED = Quantity(staff_group="gp", breakdown="age", ages="known", measure="headcount")
EVERYBODY = np.zeros(9, dtype=np.intp)


def gps(people: list[int]) -> bytes:
    """A detailed file with as many GPs of known age in each practice, one of them aged 60."""
    return csv_of(
        [
            {
                "PRAC_CODE": f"A0000{i}",
                "TOTAL_PATIENTS": 5000,
                "TOTAL_GP_FTE": n,
                "TOTAL_GP_HC": n,
                "TOTAL_GP_EXTG_HC_40TO44": max(n - 1, 0),
                "TOTAL_GP_EXTG_HC_60TO64": min(n, 1),
            }
            for i, n in enumerate(people, 1)
        ]
    )


def made(people: list[int]) -> VersionMeasures:
    return figures(gps(people), places_csv(PLACES), period="2025-09")


def hidden(
    made: VersionMeasures, level: str, metric: str = "gp_55plus_share", **more: str
) -> set[str]:
    rows = made.measure([metric], level, **more)
    few = rows.filter(pl.col("flags").str.contains("small_number"))
    for column in ("numerator", "denominator", "value"):
        assert few[column].is_null().all()
        assert rows.join(few, on="area_code", how="anti")[column].is_not_null().all()
    return set(few["area_code"])


def test_the_next_smallest_is_hidden_where_a_total_would_tell():
    figures = made([4, 9, 7, 8, 8, 8, 8])
    assert hidden(figures, "practice") == {"A00001", "A00003"}
    assert hidden(figures, "pcn") == hidden(figures, "borough") == hidden(figures, "icb") == set()
    assert hidden(figures, "practice", "participation_gp") == {"A00001", "A00003"}
    assert figures.measure(["gp_fte"], "practice")["value"].to_list() == [4, 9, 7, 8, 8, 8, 8]


def test_two_few_hide_each_other_once_they_are_enough():
    assert hidden(made([3, 9, 2, 8, 8, 8, 8]), "practice") == {"A00001", "A00003"}


def test_two_few_who_are_still_too_few_take_a_third():
    figures = made([2, 9, 2, 8, 8, 8, 8])
    assert hidden(figures, "practice") == {"A00001", "A00002", "A00003"}
    assert hidden(figures, "pcn") == set()


def test_a_network_of_few_takes_a_practice_of_the_next_network_and_both_totals():
    figures = made([9, 9, 9, 2, 2, 8, 8])
    assert hidden(figures, "practice") == {"A00001", "A00004", "A00005"}
    assert hidden(figures, "pcn") == {"U00001", "U00002"}
    assert hidden(figures, "borough") == set()
    # The same when only a part of the table is asked for.
    assert hidden(figures, "practice", within="U00001") == {"A00001"}
    assert hidden(figures, "practice", area_code="A00001") == {"A00001"}
    rows = figures.trend(["gp_55plus_share"], "pcn", "U00001")
    assert rows.select("numerator", "denominator", "value").row(0) == (None, None, None)


def test_few_people_anywhere_hide_everything():
    figures = made([1, 1, 1, 1, 0, 0, 0])
    assert hidden(figures, "icb") == {"QXX"}


def test_a_receipt_of_a_hidden_figure_tells_nothing():
    figures = made([4, 9, 7, 8, 8, 8, 8])
    for code in ("A00001", "A00003"):
        slip = figures.receipt("gp_55plus_share", "practice", code, "2025-09")
        assert [getattr(slip.measure, c) for c in ("numerator", "denominator", "value")] == [
            None
        ] * 3
        assert eval(slip.expression) is None


# A local file: counts of staff themselves are hidden.


def local(people: list[tuple[str, float, object]]) -> VersionMeasures:
    header = ["PERIOD", "SOURCE", "LEVEL", "AREA_CODE", "STAFF_GROUP", "ROLE", "DEFINITION", "FTE",
              "HEADCOUNT"]  # fmt: skip
    rows = [
        ("2025-09", "local_staff", "practice", code, "nurse", "all", "all", fte, heads)
        for code, fte, heads in people
    ]
    lists = lists_csv([(code, 5000) for code, *_ in PLACES])
    return figures(csv_text(header, rows), places_csv(PLACES), lists)


def test_local_counts_of_few_people_are_hidden():
    more = [(f"A0000{i}", 9, 9) for i in (4, 5, 6, 7)]
    figures = local([("A00001", 3.2, 4), ("A00002", 5, 6), ("A00003", 6, 7), *more])
    for metric in ("nurse_fte", "nurse_rate", "patients_per_nurse"):
        rows = figures.measure([metric], "practice")
        shown = rows.filter(pl.col("value").is_not_null())["area_code"].to_list()
        assert shown == ["A00003", "A00004", "A00005", "A00006", "A00007"]
    row = figures.measure(["nurse_fte"], "pcn", area_code="U00001").row(0, named=True)
    assert row["value"] == pytest.approx(14.2)
    assert figures.version.table("files").filter(pl.col("source") == "local_staff")[
        "licence"
    ].to_list() == ["Local figures, under no public licence"]


def test_where_a_local_file_counts_no_heads_posts_stand_for_people():
    figures = local([(c, 4.5 if i == 0 else 8.0 + i, "NA") for i, (c, *_) in enumerate(PLACES)])  # fmt: skip
    rows = figures.measure(["nurse_fte"], "practice")
    assert rows.filter(pl.col("value").is_null())["area_code"].to_list() == ["A00001", "A00002"]


@pytest.mark.parametrize("setting", [0, 4, 11])
def test_the_setting_is_5_to_10(setting: int):
    with pytest.raises(ValueError, match="local_hides_below"):
        Disclosure(personal_base=5, local_hides_below=setting)
    assert Disclosure(personal_base=5, local_hides_below=10).local_hides_below == 10


def test_over_time_the_same_is_hidden_as_in_each_month(store: Path):
    """A pool of one month that is whole must not stand for one of another month that is not."""
    for period, people in (("2025-06", [9, 9, 9, 2, 2, 8, 8]), ("2025-09", [2, 9, 2, 8, 8, 8, 8])):
        published = publish(store, gps(people), places_csv(PLACES), period=period)
    over_time = VersionMeasures(published.read())
    for level in ("practice", "pcn", "borough"):
        rows = over_time.trend(["gp_55plus_share"], level)
        for period in ("2025-06", "2025-09"):
            few = rows.filter(pl.col("flags").str.contains("small_number"), period=period)
            assert few["numerator"].is_null().all()
            assert set(few["area_code"]) == hidden(over_time, level, period=period)
    assert hidden(over_time, "pcn", period="2025-06") == {"U00001", "U00002"}


# The pools themselves


@pytest.mark.parametrize(
    ("people", "pools"),
    [
        ([9, 8, 7], [0, 1, 2]),
        ([9, 1, 7], [0, 1, 1]),
        ([9, 0, 7], [0, 1, 2]),
        ([4, 4, 9], [0, 0, 2]),
        ([1, 4, 9], [0, 0, 2]),
        ([1, 3, 9], [0, 0, 0]),
    ],
)
def test_pools(people: list[float], pools: list[int]):
    base = np.array(people, dtype=np.float64)
    pool, size = group_small_units(base, (base > 0) & (base < 5), [EVERYBODY[:3]], 5)
    assert pool.tolist() == pools
    assert size.tolist() == [pools.count(p) for p in pools]


def test_a_pool_that_never_is_enough_is_whole_nowhere():
    base = np.array([2.0, 1.0, 0.0])
    pool, size = group_small_units(base, base > 0, [EVERYBODY[:3]], 5)
    assert (pool.tolist(), size.tolist()) == ([0, 0, 2], [3, 3, 1])
    assert has_partial_group(pool, size, EVERYBODY[:3], 1).tolist() == [True]


def test_the_command_line_prints_nothing_hidden(store: Path):
    publish(store, gps([4, 9, 7, 8, 8, 8, 8]), places_csv(PLACES), period="2025-09")
    asked = ("--store", store, "--metric", "gp_55plus_share,participation_gp", "--level")
    printed = run("measures", *asked, "practice").rows()
    few = [row for row in printed if "small_number" in row["flags"]]
    assert [row["area_code"] for row in few] == ["A00001", "A00003"] * 2
    assert {row[c] for row in few for c in ("numerator", "denominator", "value")} == {""}
    inside = run("measures", *asked, "practice", "--within", "U00001").rows()
    assert [row for row in inside if "small_number" in row["flags"]] == few


def test_what_is_derived_starts_from_what_may_be_known():
    """Three and seven people aged, pooled: ages by people, people by posts, and those who are many stay."""
    wanted = {
        "fte": Quantity(staff_group="gp"),
        "people": Quantity(staff_group="gp", measure="headcount"),
        "aged": AGED.but(ages="aged_55_plus"),
        "known": AGED,
    }
    rows = [(1.5, 3, 3, 3), (4.5, 9, 1, 9), (5.0, 6, 2, 6), (2.5, 8, 0, 4), (0.0, 0, 0, 0)]
    units = pl.DataFrame(rows, schema=list(wanted), orient="row").with_columns(
        pl.lit(value=False).alias("local"),
        pl.lit(1000.0).alias("registered"),
        *(pl.Series(f"{x}_code", [1, 1, 2, 2, 2]) for x in AREA_LEVELS),
    )
    shown = disclosed(units, wanted)
    assert shown["fte"].to_list() == [
        1.5,
        4.5,
        5.0,
        2.5,
        0.0,
    ]  # published posts are nobody's secret
    assert shown["people"].to_list() == pytest.approx([3, 9, 6, 8, 0])  # 12 people by 1.5 : 4.5
    # 4 of 12, shared 3 : 9; 2 of 10 of the others, shared 6 : 8, as 4 of known age are few.
    assert shown["aged"].to_list() == pytest.approx([1, 3, 2 * 6 / 14, 2 * 8 / 14, 0])
    assert shown["known"].to_list() == pytest.approx([3, 9, 10 * 6 / 14, 10 * 8 / 14, 0])


def test_too_few_people_anywhere_tell_nothing():
    wanted = {"people": Quantity(staff_group="gp", measure="headcount")}
    units = pl.DataFrame(
        {"people": [1.0, 2.0, 0.0], "gp_fte": 1.0, "registered": 9.0}
    ).with_columns(
        pl.lit(value=False).alias("local"), *(pl.lit(1).alias(f"{x}_code") for x in AREA_LEVELS)
    )
    assert disclosed(units, wanted)["people"].to_list() == [None, None, 0.0]


def test_local_people_are_counted_where_the_file_counts_them():
    """Five posts of four people were shown, and four and a half posts of six people hidden."""
    figures = local(
        [(c, 5.0 if i == 0 else 4.5, 4 if i == 0 else 6) for i, (c, *_) in enumerate(PLACES)]
    )
    rows = figures.measure(["nurse_fte"], "practice")
    assert rows.filter(pl.col("value").is_null())["area_code"].to_list() == ["A00001", "A00002"]
