"""Places on one line: no words on words, no line through words, on any screen; ours and the aim are there."""

import itertools
from collections.abc import Iterator, Sequence

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wfcore import charts
from wfcore.charts import strips
from wfcore.declared import declared

GP = declared().metric("gp_rate")
SCREENS = (290, 358, 400, 830)  # pixels across: phones, half a screen, a whole one
# Arial bold, in thousandths of its size (its published metrics).
ARIAL_BOLD = dict(zip("abcdefghijklmnopqrstuvwxyz", (
    556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611,
    556, 778, 556, 556, 500), strict=True)) | dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (
    722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722,
    667, 944, 667, 667, 611), strict=True)) | dict.fromkeys("0123456789", 556) | dict.fromkeys(" .,", 278)  # fmt: skip


def places(*values: float | None) -> pl.DataFrame:
    names = [f"Place {n}" for n in range(len(values))]
    return pl.DataFrame(
        {"area_code": names, "area_name": names, "value": values},
        schema_overrides={"value": pl.Float64},
    )


def drawn(
    values: Sequence[float | None], references: Sequence[charts.Reference] = ()
) -> charts.Chart:
    return charts.places_strip(
        places(*values), GP, "Places", here="Place 0", references=references,
    )  # fmt: skip


@pytest.mark.parametrize(
    "words",
    ["North East London 37.9", "City and Hackney 53.8", "Local aim 44", "Wimbledon Mammoth"],
)
def test_words_are_never_measured_too_narrow(words: str):
    exact = 12 * sum(ARIAL_BOLD[letter] for letter in words) / 1000
    assert exact * 0.97 <= strips.width_of(words, 12) <= exact * 1.25


def boxes(chart: charts.Chart, across: int) -> Iterator[tuple[float, float, float, float]]:
    """Where the words and lines of the references stand, in pixels of a screen."""
    low, high = chart["layer"][1]["encoding"]["x"]["scale"]["domain"]
    for row in chart["datasets"]["lines"].iter_rows(named=True):
        at = across * (row["value"] - low) / (high - low)
        wide = strips.width_of(row["label"], 12)
        left = at + 4 if row["align"] == "left" else at - 4 - wide
        yield at, row["y"], left, left + wide


@example([72.0], 25.0, 51.375, 51.0)  # apart on a phone, one on the other where there is more room
@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.floats(20, 90), min_size=1, max_size=40),
    st.floats(25, 85),
    st.floats(25, 85),
    st.floats(25, 85),
)
def test_nothing_overlaps(values: list[float], england: float, above: float, aim: float):
    named = [
        charts.Reference("England", england, f"{england:.1f}"),
        charts.Reference("North East London", above, f"{above:.1f}"),
        charts.Reference("Local aim", aim, f"{aim:.0f}", aim=True),
    ]
    chart = drawn(values, named)
    for across in SCREENS:
        found = list(boxes(chart, across))
        assert all(left >= -0.01 and right <= across + 14 for _, _, left, right in found)
        for (at, top, *_), (_, lane, left, right) in itertools.permutations(found, 2):
            assert top != lane  # each on a line of its own
            if top < lane:  # the line of what stands above goes down past these words
                assert not left < at < right


def test_dots_of_one_value_stand_on_each_other():
    rows = drawn([40.0, 40.1, 40.2, 50.0])["datasets"]
    assert rows["here"]["y"].to_list() == [max(rows["places"]["y"].to_list())]
    near = rows["places"].filter(pl.col("value") < 45)
    assert near["y"].n_unique() == 2


def test_who_has_no_figure_is_not_drawn_and_ours_is_named():
    chart = drawn([36.2, None, 53.8], [charts.Reference("Local aim", 44.0, "44", aim=True)])
    assert chart["datasets"]["here"]["label"].to_list() == ["Place 0 36.2"]
    assert chart["datasets"]["places"].height == 1
    assert chart["datasets"]["ends"]["label"].to_list() == ["Place 2 53.8", "highest"]
    assert chart["description"].endswith(
        "Place 0 36.2; Local aim 44; lowest Place 0 36.2; highest Place 2 53.8."
    )


def test_a_long_name_is_cut_and_its_figure_never():
    said = strips.shortened("Bath and North East Somerset, Swindon and Wiltshire", 12, 145, "46.7")
    assert said.endswith("… 46.7")
    assert strips.width_of(said, 12) <= 145
    assert strips.shortened("Leeds", 12, 145, "47.0") == "Leeds 47.0"


def test_a_cut_axis_says_so():
    x = drawn([36.2, 53.8])["layer"][1]["encoding"]["x"]
    assert x["title"][-1] == "(the line does not start at 0)"
    from_zero = drawn([0.0, 53.8])["layer"][1]["encoding"]["x"]
    assert from_zero["scale"]["domain"][0] == 0
    assert "not start" not in " ".join(from_zero["title"])
