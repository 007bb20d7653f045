"""Many questions of one version."""

from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest

from tests.unit.making import figures, lists_csv, pcn_csv, places_csv, staff_csv
from wfcore.declared import declared
from wfcore.errors import UnknownName
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.store import Version

PERIODS = ["2025-06", "2025-09", "2025-10"]
PLACES = [("A00001", "U00001", "East"), ("A00002", "U00001", "East"), ("A00003", "U00002", "West")]


@pytest.fixture(scope="module")
def made() -> VersionMeasures:
    files: list[str | bytes] = []
    for i, period in enumerate(PERIODS):
        moved = [*PLACES[:1], ("A00002", "U00002" if i else "U00001", "East"), PLACES[2]]
        files += [
            staff_csv(
                [("", "A00001", 2 + i), ("", "A00002", "NA" if i == 1 else 3), ("", "A00003", 4)],
                period=period,
            ),
            places_csv(moved, period=period),
            lists_csv(
                [("A00001", 5000 + 100 * i), ("A00002", 6000), ("A00003", 300)], period=period
            ),
        ]
    files.append(
        pcn_csv(
            [
                {"CENSUS_MONTH": month, "PCN_CODE": pcn, "FTE": fte}
                for month, pcn, fte in ((6, "U00001", 3), (9, "U00001", 4), (9, "U00002", 5))
            ]
        )
    )
    return figures(*files)


METRICS = ["gp_rate", "gp_fte", "patients_per_gp", "registered_patients", "nurse_rate"]


@pytest.mark.parametrize("level", [x for x in Level if x is not Level.ENGLAND])
def test_a_trend_is_the_measure_of_each_period(made: VersionMeasures, level: Level):
    for metrics, periods in (
        (METRICS, PERIODS),
        (["pcn_staff_rate", "pcn_staff_fte"], PERIODS[:2]),
    ):
        trend = made.trend(metrics, level)
        each = pl.concat(made.measure(metrics, level, period=period) for period in periods)
        assert trend.equals(each.sort("metric", "area_code", "period"))
        for area in each["area_code"].unique():
            expected = each.filter(pl.col("area_code") == area).sort(
                "metric", "area_code", "period"
            )
            assert made.trend(metrics, level, area).equals(expected)


def test_a_trend_over_chosen_periods(made: VersionMeasures):
    trend = made.trend(["gp_fte"], "borough", "East", periods=["2025-06", "2025-10"])
    assert trend.select("period", "value").rows() == [("2025-06", 5.0), ("2025-10", 7.0)]


def test_a_trend_within(made: VersionMeasures):
    trend = made.trend(["gp_fte"], "practice", within="West")
    assert trend["area_code"].unique().to_list() == ["A00003"]
    assert trend["period"].to_list() == PERIODS


def test_a_trend_of_a_collection_that_is_not_there():
    made = figures(staff_csv([("", "A00001", 2)]))
    assert made.trend(["pcn_staff_fte"], "pcn").is_empty()


def test_periods_and_the_newest(made: VersionMeasures):
    assert made.periods("practice") == PERIODS
    assert made.periods("pcn") == PERIODS[:2]
    assert (made.newest("practice"), made.newest("pcn")) == ("2025-10", "2025-09")
    empty = figures(lists_csv([("A00001", 5000)]))
    with pytest.raises(
        UnknownName,
        match=r"No staff of practices are published yet\. There is: Patients Registered at a GP Practice\.",
    ):
        empty.newest("practice")
    with pytest.raises(UnknownName, match=r"No staff of PCNs are published for 2025-10\.") as error:
        made.measure(["pcn_staff_fte"], "pcn", period="2025-10")
    assert "2025-09" in error.value.advice
    nothing = VersionMeasures(Version.of_tables({}))
    for asked in ("practice", "pcn"):
        with pytest.raises(UnknownName, match="Nothing is published yet"):
            nothing.newest(asked)


def test_each_collection_answers_for_its_own_newest_period(made: VersionMeasures):
    rows = made.measure(["gp_fte", "pcn_staff_fte"], "icb")
    assert rows.select("metric", "period").rows() == [
        ("gp_fte", "2025-10"),
        ("pcn_staff_fte", "2025-09"),
    ]


def test_no_metrics_no_rows(made: VersionMeasures):
    assert made.measure([], "pcn").is_empty()


def test_areas(made: VersionMeasures):
    assert made.areas("practice", "2025-09", "borough").select("area_code", "area_name").rows() == [
        ("East", "East"),
        ("West", "West"),
    ]
    assert made.areas("pcn", "2025-06", "pcn")["area_code"].to_list() == ["U00001", "U00002"]
    assert made.areas("practice", "2025-09", "england").is_empty()


@pytest.mark.parametrize("level", list(Level))
def test_a_place_is_its_row_among_all(made: VersionMeasures, level: Level):
    for metrics, period in ((METRICS, "2025-09"), (["pcn_staff_rate", "pcn_staff_fte"], "2025-06")):
        rows = made.measure(metrics, level, period=period)
        for area in [*rows["area_code"].unique(), "nowhere"]:
            mine = made.measure(metrics, level, period=period, area_code=area)
            assert mine.equals(rows.filter(pl.col("area_code") == area))


@pytest.mark.parametrize("level", list(Level))
def test_metrics_asked_together_are_the_same_as_one_by_one(made: VersionMeasures, level: Level):
    everything = list(declared().metrics)
    for period in PERIODS[:2]:
        together = made.measure(everything, level, period=period)
        alone = [made.measure([metric], level, period=period) for metric in everything]
        one_by_one = pl.concat(alone)
        for metric in everything:
            assert one_by_one.filter(metric=metric).equals(together.filter(metric=metric))


def test_answers_are_let_go_before_they_fill_the_memory(
    made: VersionMeasures, monkeypatch: pytest.MonkeyPatch
):
    asked: list[str] = []

    def ask(name: str) -> None:
        made.cached((name,), lambda: asked.append(name) or pl.DataFrame({"row": range(40)}))

    monkeypatch.setattr("wfcore.measuring.version_cache._BYTES_KEPT", 3 * 40 * 8)
    made.clear_cache()
    for name in "abcabc":
        ask(name)
    assert "".join(asked) == "abc"
    for name in "dcba":  # d is one too many: a and b, the oldest, are let go
        ask(name)
    assert "".join(asked) == "abcdba"


def test_nothing_is_an_answer_too(made: VersionMeasures):
    asked: list[int] = []
    for _ in range(2):
        made.cached(("nothing",), lambda: asked.append(1))
    assert len(asked) == 1


def test_find_in_the_newest_period_or_in_another(made: VersionMeasures):
    assert made.find("U00001") == (Level.PCN, "U00001", "NETWORK U00001")
    assert made.find("somewhere", "pcn")[:2] == (Level.ICB, "QXX")
    assert made.find("A00002", "practice", "2025-06")[0] is Level.PRACTICE


def test_figures_of_an_older_version_stay_as_they_were():
    first = figures(staff_csv([("", "A00001", 2)]))
    second = figures(staff_csv([("", "A00001", 3)]))
    assert [f.measure(["gp_fte"], "practice")["value"][0] for f in (first, second)] == [2, 3]


def test_every_metric_can_be_asked_at_every_level(made: VersionMeasures):
    metrics = list(declared().metrics)
    for level in Level:
        rows = made.measure(metrics, level, period="2025-09")
        for column in (
            "numerator",
            "denominator",
            "value",
            "coverage_practices",
            "coverage_patients",
        ):
            assert rows[column].is_finite().fill_null(value=True).all()
        shares = rows.select(pl.max_horizontal("coverage_practices", "coverage_patients"))
        assert (shares.to_series().fill_null(0) <= 1).all()


def test_an_answer_survives_others_being_let_go(
    made: VersionMeasures, monkeypatch: pytest.MonkeyPatch
):
    """Many threads, and room for one answer only: each still gets its own."""
    monkeypatch.setattr("wfcore.measuring.version_cache._ANSWERS_KEPT", 1)

    def ask(n: int) -> str:
        period = PERIODS[n % len(PERIODS)]
        return made.measure(["gp_fte"], "practice", period=period)["period"][0]

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(200))) == [PERIODS[n % 3] for n in range(200)]
