"""Sentences: rounding, number, direction, and what is not available."""

from dataclasses import replace

import pytest

from wfcore.declared import declared
from wfcore.quality import NonResponseEffect
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


def row(**more):
    return {
        "period": "2025-09", "level": "borough", "area_code": "H", "area_name": "Havering",
        "metric": "gp_rate", "numerator": 144.05, "denominator": 295147.0, "value": 48.807,
        "coverage_practices": 0.975, "coverage_patients": 0.975, "flags": "",
    } | more  # fmt: skip


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
    earlier = {"change": 0.998, "verdict": "up"}
    above = row(area_name="North East London", value=49.448)
    assert headline(row(), earlier, above, ago="a year ago") == (
        "Havering has 48.8 GPs (all, including trainees) per 100,000 patients, "
        "1.0 more than a year ago; North East London has 49.4."
    )


def test_headline_down_and_no_clear_change():
    down = headline(row(), {"change": -2.31, "verdict": "down"}, None, ago="a year ago")
    assert down.endswith(", 2.3 fewer than a year ago.")
    same = headline(row(), {"change": 0.2, "verdict": "no clear change"}, None, ago="a year ago")
    assert same.endswith(", no clear change from a year ago.")


def test_headline_says_who_it_is_over_when_many_are_missing():
    thin = row(metric="pcn_staff_rate", value=10.615, coverage_patients=0.717)
    said = headline(thin, None, None, ago="", among=counted_among(thin, 4, 6, "PCNs"))
    assert (
        said
        == "Havering has 10.6 PCN staff (all groups) per 100,000 patients over the 4 of 6 PCNs that reported."
    )
    assert counted_among(row(), 39, 40, "practices") == ""


def test_headline_without_a_figure_says_why():
    said = headline(row(value=None, flags="tiny_list;invented"), None, None, ago="")
    assert said.startswith("Havering: ")
    assert "not available for September 2025" in said
    assert "too small" in said
    assert "invented" not in said


@pytest.mark.parametrize(
    ("metric", "value", "text"),
    [
        ("nurse_fte", 48.63, "48.6 nurses (full-time equivalent)"),
        ("patients_per_gp", 2048.9, "2,049 patients for each full-time GP"),
        ("patients_per_nurse", 5680.6, "5,681 patients for each full-time nurse"),
        ("registered_patients", 302717.0, "302,717 registered patients"),
        ("gp_55plus_share", 28.17, "28.2% fully qualified GPs aged 55 and over"),
        ("participation_gp", 0.7314, "0.73 full-time posts for each GP"),
        ("gp_rate", None, "not available"),
    ],
)
def test_value_with_unit(metric, value, text):
    assert value_with_unit(declared().metric(metric), value) == text


@pytest.mark.parametrize(
    ("reported", "units", "noun", "text"),
    [
        (40, 40, "practices", "All 40 practices reported."),
        (2, 2, "PCNs", "Both PCNs reported."),
        (1, 1, "practices", "The practice reported."),
    ],
)
def test_coverage_of_all(reported, units, noun, text):
    assert coverage(row(coverage_patients=1.0), reported, units, noun) == text


def test_coverage_of_some():
    said = coverage(row(), 39, 40, "practices")
    assert said.startswith("39 of 40 practices reported, with 98% of registered patients.")
    assert "care" not in said
    assert "care" in coverage(row(coverage_patients=0.7), 4, 6, "PCNs")


@pytest.mark.parametrize(
    ("today", "end"), [("2025-09", "September 2025."), ("2025-10", ", 1 month ago."), ("2026-11", ", 14 months ago.")]
)  # fmt: skip
def test_age_of_data(today, end):
    assert age_of_data("2025-09", today).endswith(end)


def test_against_target():
    target = declared().targets["nel_nurse_2025"]
    far = row(
        metric="nurse_rate", value=13.04, target=15.0, gap_rate=1.96, gap_fte=8.33,
        progress=0.87, status="far",
    )  # fmt: skip
    assert against_target(far, target) == (
        "Havering is below the target of 15 nurses per 100,000 patients by 2025: it has 13.0 "
        "(87% of it), so 2.0 are missing, about 8.3 full-time posts."
    )
    assert "reached the target" in against_target(far | {"status": "met"}, target)
    assert "close to" in against_target(far | {"status": "near"}, target)
    assert aspiration(target).startswith("The target is a local aspiration, not a requirement.")


def test_a_target_that_cannot_be_assessed_is_not_swapped():
    target = declared().targets["nel_gp_2025"]
    blank = row(metric="gp_excl_trainees_rate", value=None, flags="not_in_file", target=44.0)
    said = against_target(blank, target, ("gp_rate", 48.807))
    assert "cannot be assessed from this file" in said
    assert (
        "48.8 GPs (all, including trainees) per 100,000 patients, which is not the same count"
        in said
    )


def test_spread_comes_before_the_average():
    rows = [
        row(area_name="A", value=36.2),
        row(area_name="B", value=62.6),
        row(area_name="C", value=None),
    ]
    assert spread(rows, row(), "primary care networks") == (
        "GPs per 100,000 patients range from 36.2 in A to 62.6 in B; Havering together has 48.8. "
        "1 of 3 primary care networks have no figure."
    )
    assert spread([], None, "boroughs") == "There are no boroughs to show."
    assert spread(rows[2:], None, "boroughs") == (
        "GPs (all, including trainees) per 100,000 patients: no figure is available for these boroughs."
    )
    assert spread(rows[:1], None, "boroughs").startswith("Only A has a figure")


PARTS = {"part_staff": 2.13, "part_list": -0.67, "part_membership": -0.46, "part_reporting": 0.0}


def test_change_explained():
    said = change_explained(row(change=1.0, verdict="up", **PARTS), "practices", "September 2024")
    assert said == (
        "In Havering, GPs per 100,000 patients rose by 1.0 since September 2024. "
        "What made it: staff numbers +2.1, list size −0.7 and practices joining or leaving −0.5."
    )


def test_a_change_made_by_reporting_says_so():
    parts = PARTS | {
        "part_staff": 0.1,
        "part_list": 0.0,
        "part_membership": 0.0,
        "part_reporting": 0.9,
    }
    said = change_explained(row(change=1.0, verdict="up", **parts), "PCNs")
    assert "PCNs that started or stopped reporting, not from people hired or lost" in said


def test_a_small_change_is_not_called_up_or_down():
    parts = dict.fromkeys(PARTS, 0.0) | {"part_staff": 0.04}
    said = change_explained(row(change=0.04, verdict="no clear change", **parts))
    assert "show no clear change (0.0)" in said
    assert "rose" not in said


def test_a_change_without_one_end():
    assert "not available" in change_explained(row(change=None, verdict="not available"))


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ({"up": 2, "down": 2, "no clear change": 1}, "2 went up, 2 went down and 1 shows no clear change."),
        ({"no clear change": 2, "not available": 1},
         "0 went up, 0 went down, 2 show no clear change and 1 cannot be compared."),
    ],
)  # fmt: skip
def test_verdicts(counts, text):
    assert verdicts(counts) == text


def test_since_last_only_when_it_is_not_a_year_ago_too():
    now = row(period_last="2025-06", period_year="2024-09", change_last=-0.5, verdict_last="down")
    assert since_last(now) == "Against the figures before, it is 0.5 fewer than in June 2025."
    assert since_last(now | {"period_last": "2024-09"}) == ""
    assert since_last(now | {"verdict_last": "no clear change"}) == (
        "There is no clear change from the figures before, June 2025."
    )


def test_moved():
    metric = declared().metric("gp_rate")
    assert change_since(metric, 1.04, "up", "2024-09") == "+1.0 (Sep 2024)"
    assert change_since(metric, 0.04, "no clear change", "2024-09") == "no clear change (Sep 2024)"
    assert change_since(metric, None, None, "2024-09") == "not available (Sep 2024)"
    assert change_since(metric, None, None, None) == "nothing to compare with"


def test_small_words():
    assert without_figure(0) == ""
    assert without_figure(1) == "One has no figure."
    assert without_figure(3) == "3 have no figure."
    assert flag_notes("tiny_list;invented", leave_out=("invented",)) == [
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
    said = returns.nonresponse_sentence(gap, "GPs", "practices")
    assert said.startswith("One practice with 7,570 patients sent no figure for GPs.")
    assert "it would be 47.9 if it stood where" in said
    assert said.endswith("No earlier figure is known for it.")
    many = returns.nonresponse_sentence(replace(gap, silent=2), "GPs", "practices")
    assert many.startswith("2 practices with")
    assert many.endswith("known for them.")
