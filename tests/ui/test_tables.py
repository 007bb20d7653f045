"""Tables as they stand on a page."""

import json
from math import copysign

from tests.ui.conftest import OpenApp
from tests.ui.looking import PAGES, nodes

NETWORK = {"level": "pcn", "place": "U55939", "period": "2025-09", "since": "2024-09"}


def test_nothing_is_printed_as_minus_nought(open_app: OpenApp):
    at = open_app("change", **NETWORK)
    figures = [
        value
        for table in at.dataframe
        for column in table.value.select_dtypes("float").columns
        for value in table.value[column].dropna()
    ]
    assert len(figures) > 50
    assert [v for v in figures if round(v, 1) == 0 and copysign(1, v) < 0] == []


def test_causes_that_moved_no_place_take_no_column(open_app: OpenApp):
    """Of these practices none joined, left, or began or stopped to report; of boroughs some did."""
    practices = open_app("change", **NETWORK).dataframe[-1].value
    assert [c for c in practices.columns if c.startswith("part_")] == ["part_staff", "part_list"]
    boroughs = open_app("change", level="icb", place="QMF").dataframe[-1].value
    assert "part_membership" in boroughs.columns


def test_a_download_does_not_draw_the_page_again(drawn: OpenApp):
    """Streamlit forgets what a download holds when its button is drawn again: the click would be lost."""
    offered = [
        (page, node.proto.label, node.proto.ignore_rerun)
        for page in PAGES
        for node in nodes(drawn(page))
        if getattr(node, "type", "") == "download_button"
    ]
    assert len({page for page, *_ in offered}) >= 8
    assert [each for each in offered if not each[2]] == []


def test_a_name_beside_a_figure_leaves_it_room_on_a_phone(open_app: OpenApp):
    """350 pixels hold the table there; a heading of 15 letters and a figure under it take some 130."""
    causes = open_app("change", level="borough", place="Havering").dataframe[0].proto
    width = json.loads(causes.columns)["cause"]["width"]
    assert 110 <= width <= 350 - 130
    assert causes.row_height > 64  # from there on Streamlit gives a long name a second line
