"""Sentences: rounding, number, direction, and what is not available."""

from dataclasses import replace

import polars as pl
import pytest

from wfcore.comparing import Change, RecentChanges
from wfcore.declared import Flag, declared
from wfcore.measuring import Measure, Receipt
from wfcore.months import Month
from wfcore.quality import NonResponseEffect, ReturnQuality
from wfcore.seeding import shipped_tables
from wfcore.targeting import Gap
from wfcore.targeting.aims import targets_in
from wfcore.wording import (
    against_target,
    age_of_data,
    aspiration,
    change_explained,
    change_since,
    counted_among,
    coverage,
    direction,
    flag_notes,
    headline,
    in_words,
    month,
    number,
    percent,
    place_label,
    returns,
    short_month,
    signed,
    since_last,
    spread,
    value_with_unit,
    verdicts,
    without_figure,
)

ROW = {
    "period": "2025-09", "level": "borough", "area_code": "H", "area_name": "Havering",
    "metric": "gp_rate", "numerator": 144.05, "denominator": 295147.0, "value": 48.807,
    "coverage_practices": 0.975, "coverage_patients": 0.975, "flags": "",
}  # fmt: skip


def row(**more) -> Measure:
    return Measure.of_row(ROW | more)


def change(size: float | None, verdict: str, since: str = "2024-09", **more) -> Change:
    parts = more.pop("parts", {})
    before = None if size is None else ROW["value"] - size
    return Change.of_row(
        ROW | more, since=Month(since), value_from=before, change=size, verdict=verdict, parts=parts
    )


TARGETS = {
    f"nel_{name}_2025": next(
        target
        for table in shipped_tables("targets")
        for target in targets_in(table)
        if (target.metric, target.place.code) == (metric, "QMF")
    )
    for name, metric in (("gp", "gp_excl_trainees_rate"), ("nurse", "nurse_rate"))
}


def gap(target: str, status: str, missing: tuple[float | None, ...], **more) -> Gap:
    rate, fte, progress = missing
    found = TARGETS[target]
    return Gap.of_row(
        ROW | more, target=found, aim=found.value, gap_rate=rate, gap_fte=fte, progress=progress,
        status=status,
    )  # fmt: skip


def receipt(reported: int, units: int, **more) -> Receipt:
    measure = row(**more)
    return Receipt(measure, 1, reported, units, None, None, "", "", pl.DataFrame(), ())


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, 1, "1,234.5"), (-0.04, 1, "0.0"), (-1.26, 1, "−1.3"), (0, 0, "0"),
        (2265.4, 0, "2,265"), (None, 1, "not available"),
    ],
)  # fmt: skip
def test_number(value, decimals, text):
    assert number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"), [(1.04, "+1.0"), (-1.04, "−1.0"), (0.01, "0.0"), (None, "not available")]
)
def test_signed(value, text):
    assert signed(value, 1) == text


@pytest.mark.parametrize(
    ("share", "text"), [(1.0, "100%"), (0.999, "over 99%"), (0.975, "98%"), (0.0, "0%"), (None, "not available")]
)  # fmt: skip
def test_percent_is_never_whole_when_somebody_is_missing(share, text):
    assert percent(share) == text


def test_month():
    assert month("2025-09") == "September 2025"
    assert month("standing") == "standing"


def test_headline():
    earlier = change(0.998, "up")
    above = row(area_name="North East London", value=49.448)
    assert headline(row(), earlier, [above], ago="a year ago") == (
        "Havering has 48.8 GPs and trainees per 100,000 patients, "
        "1.0 more than a year ago; North East London has 49.4."
    )


def test_headline_down_and_no_clear_change():
    down = headline(row(), change(-2.31, "down"), (), ago="a year ago")
    assert down.endswith(", 2.3 fewer than a year ago.")
    same = headline(row(), change(0.2, "no clear change"), (), ago="a year ago")
    assert same.endswith(", no clear change from a year ago.")


def test_headline_says_who_it_is_over_when_many_are_missing():
    thin = receipt(4, 6, metric="pcn_staff_rate", value=10.615, coverage_patients=0.717)
    said = headline(thin.measure, None, (), ago="", among=counted_among(thin))
    assert (
        said == "Havering has 10.6 network staff per 100,000 patients (4 of 6 networks reported)."
    )
    assert counted_among(receipt(39, 40)) == ""


def test_headline_without_a_figure_says_why():
    said = headline(row(value=None, flags="tiny_list;invented"), None, (), ago="")
    assert said.startswith("Havering: ")
    assert "not available for September 2025" in said
    assert "too small" in said
    assert "invented" not in said


@pytest.mark.parametrize(
    ("metric", "value", "text"),
    [
        ("nurse_fte", 48.63, "48.6 full-time posts of nurses"),
        ("patients_per_gp", 2048.9, "2,049 patients for each full-time post of GPs"),
        ("patients_per_nurse", 5680.6, "5,681 patients for each full-time post of nurses"),
        ("registered_patients", 302717.0, "302,717 registered patients"),
        ("gp_55plus_share", 28.17, "28.2% fully qualified GPs aged 55 and over"),
        ("participation_gp", 0.7314, "0.73 full-time posts for each GP"),
        ("gp_rate", None, "not available"),
    ],
)
def test_value_with_unit(metric, value, text):
    assert value_with_unit(declared().metric(metric), value) == text


@pytest.mark.parametrize(
    ("reported", "units", "metric", "text"),
    [
        (40, 40, "gp_rate", "All 40 practices reported."),
        (2, 2, "pcn_staff_rate", "Both networks reported."),
        (1, 1, "gp_rate", ""),
    ],
)
def test_coverage_of_all(reported, units, metric, text):
    assert coverage(receipt(reported, units, metric=metric, coverage_patients=1.0)) == text


def test_coverage_of_some():
    said = coverage(receipt(39, 40))
    assert said.startswith("39 of 40 practices reported, with 98% of patients.")
    assert "care" not in said
    assert "care" in coverage(receipt(4, 6, metric="pcn_staff_rate", coverage_patients=0.7))


@pytest.mark.parametrize(
    ("today", "end"), [("2025-09", "September 2025."), ("2025-10", ", 1 month ago."), ("2026-11", ", 14 months ago.")]
)  # fmt: skip
def test_age_of_data(today, end):
    assert age_of_data("2025-09", today).endswith(end)


def test_against_target():
    target = TARGETS["nel_nurse_2025"]
    far = gap("nel_nurse_2025", "far", (1.96, 8.33, 0.87), metric="nurse_rate", value=13.04)
    assert against_target(far) == (
        "Havering is below the local aim of 15 nurses per 100,000 patients by 2025, set by NHS North East London. "
        "It has 13.0 (87% of it), so 2.0 are missing, about 8.3 full-time posts."
    )
    assert "reached the local aim" in against_target(replace(far, status="met"))
    assert "close to" in against_target(replace(far, status="near"))
    assert aspiration(target).startswith("This aim is a local aspiration, not a requirement.")


def test_a_target_that_cannot_be_assessed_is_not_swapped():
    blank = gap(
        "nel_gp_2025", "cannot be assessed from this file", (None, None, None),
        metric="gp_excl_trainees_rate", value=None, flags="not_in_file",
    )  # fmt: skip
    said = against_target(blank, row())
    assert "cannot be assessed from this file" in said
    assert "48.8 GPs and trainees per 100,000 patients, which is not the same count" in said


def test_spread_comes_before_the_average():
    rows = [
        row(area_name="A", value=36.2),
        row(area_name="B", value=62.6),
        row(area_name="C", value=None),
    ]
    assert spread(rows, row(), "primary care networks") == (
        "GPs per 100,000 patients range from 36.2 in A to 62.6 in B; Havering together has 48.8. "
        "1 of 3 primary care networks has no figure."
    )
    assert spread([], None, "boroughs") == "There are no boroughs to show."
    assert spread(rows[2:], None, "boroughs") == ("No figure for GPs is known in these boroughs.")
    assert spread(rows[:1], None, "boroughs").startswith("Only A has a figure")


# Rounded one by one they would make 0.9; the largest remainder is that of those who joined or left.
PARTS = {"part_staff": 2.13, "part_list": -0.67, "part_membership": -0.46, "part_reporting": 0.0}


def test_change_explained():
    said = change_explained(change(1.0, "up", parts=PARTS))
    assert said == (
        "In Havering, GPs per 100,000 patients rose by 1.0 since September 2024. "
        "More staff added 2.1; longer lists took away 0.7 and practices joining or leaving 0.4."
    )


def test_a_change_made_by_reporting_says_so():
    parts = PARTS | {
        "part_staff": 0.1,
        "part_list": 0.0,
        "part_membership": 0.0,
        "part_reporting": 0.9,
    }
    said = change_explained(change(1.0, "up", parts=parts, metric="pcn_staff_rate"))
    assert "networks that started or stopped reporting, not from people hired or lost" in said


def test_a_small_change_is_not_called_up_or_down():
    parts = dict.fromkeys(PARTS, 0.0) | {"part_staff": 0.04}
    said = change_explained(change(0.04, "no clear change", parts=parts))
    assert "show no clear change (0.0)" in said
    assert "rose" not in said


def test_a_change_without_one_end():
    assert "not available" in change_explained(change(None, "not available"))


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ({"up": 2, "down": 2, "no clear change": 1}, "two went up, two went down and one shows no clear change."),
        ({"no clear change": 2, "not available": 1},
         "two show no clear change and one cannot be compared."),
    ],
)  # fmt: skip
def test_verdicts(counts, text):
    assert verdicts(counts) == text


def test_since_last_only_when_it_is_not_a_year_ago_too():
    year, last = change(1.0, "up"), change(-0.5, "down", "2025-06")
    now = RecentChanges(row(), year, last)
    assert since_last(now) == "Against the figures before, it is 0.5 fewer than in June 2025."
    assert since_last(replace(now, last=year)) == ""
    assert since_last(replace(now, last=replace(last, verdict="no clear change"))) == (
        "There is no clear change from the figures before, June 2025."
    )
    # Without a year before, the headline has said it.
    assert since_last(replace(now, year=None)) == ""


def test_moved():
    assert change_since(change(1.04, "up")) == "+1.0 (Sep 2024)"
    assert change_since(change(0.04, "no clear change")) == "no clear change (Sep 2024)"
    assert change_since(change(None, "not available")) == "not available (Sep 2024)"
    assert change_since(None) == "nothing to compare with"


def test_small_words():
    assert without_figure(0, "practices") == ""
    assert without_figure(1, "practices") == "One practice sent no figure."
    assert without_figure(3, "practices") == "Three practices sent no figure."
    assert flag_notes([Flag.INVENTED, Flag.TINY_LIST], leave_out=[Flag.INVENTED]) == [
        "The list is too small for a rate to mean anything."
    ]
    assert place_label("pcn", "U55939", "HAVERING NORTH PCN") == "Havering North PCN (U55939)"


@pytest.mark.parametrize("metric", list(declared().metrics))
def test_every_metric_can_be_said(metric):
    one = declared().metric(metric)
    for said in (value_with_unit(one, 12.34), in_words(one), direction(one)):
        assert said
        assert "  " not in said
        assert "None" not in said
        assert "_" not in said


def test_a_month_in_a_table_of_many_columns():
    assert [short_month(p) for p in ("2025-09", "2025-05", "2025/26")] == [
        "Sep 2025", "May 2025", "2025/26",
    ]  # fmt: skip


def test_one_silent_practice_is_not_many():
    gap = NonResponseEffect(
        shown=48.8, low=47.9, high=49.5, last=None, known=0, silent=1, patients=7570
    )
    said = returns.nonresponse_sentence(behind(gap))
    assert said.startswith("One practice sent no figure for GPs. With it, the rate of 48.8")
    assert "It would be 47.9 if it has as few as the lowest tenth" in said
    assert said.endswith("No earlier figure is known for it.")
    many = returns.nonresponse_sentence(behind(replace(gap, silent=2)))
    assert many.startswith("2 practices sent no figure for GPs. With them, ")
    assert many.endswith("known for them.")
    assert returns.who_is_silent(behind(gap)) == "One practice sent no figure for GPs."


def test_a_gap_that_is_not_there_says_which_way():
    assert returns.nonresponse_sentence(behind(None)) == (
        "What the practices without a figure for GPs do to the rate cannot be worked out here."
    )
    assert "so none is missing" in returns.nonresponse_sentence(behind(None, silent=0))


def behind(gap: NonResponseEffect | None, silent: int = 1) -> ReturnQuality:
    rows = pl.DataFrame({"area_code": [f"A{n}" for n in range(silent)]})
    return ReturnQuality(declared().metric("gp_rate"), pl.DataFrame(), rows, gap)
