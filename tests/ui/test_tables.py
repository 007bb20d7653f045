"""Tables as they stand on a page."""

import re

from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenApp
from tests.ui.looking import PAGES, nodes, tables, unfold
from wfcore.declared import declared

NETWORK = {"level": "pcn", "place": "U55939", "period": "2025-09", "since": "2024-09"}
CAUSES = ("Staff numbers", "List size", "Joined or left", "Reporting")
INSIDE = ("", "pcn", "practice", "borough")


def test_nothing_is_printed_as_minus_nought(open_app: OpenApp):
    at = unfold(open_app("change", **NETWORK), "fold:table-causes", "fold:table-moved")
    figures = [
        cell
        for table in tables(at)
        for row in table
        for cell in row.values()
        if re.fullmatch("[−-]?[0-9.,]+", cell)
    ]
    assert len(figures) > 50
    assert [f for f in figures if re.fullmatch("[−-]0(\\.0*)?", f)] == []


def test_causes_that_moved_no_place_take_no_column(open_app: OpenApp):
    """Of these practices none joined, left, or began or stopped to report; of boroughs some did."""
    practices = tables(unfold(open_app("change", **NETWORK), "fold:table-moved"))[-1][0]
    assert [c for c in practices if c in CAUSES] == ["Staff numbers", "List size"]
    boroughs = unfold(open_app("change", level="icb", place="QMF"), "fold:table-moved")
    assert "Joined or left" in tables(boroughs)[-1][0]


def test_a_download_does_not_draw_the_page_again(open_app: OpenApp):
    """Streamlit forgets what a download holds when its button is drawn again: the click would be lost."""
    menus = [f"menu:{kind}-{inside}" for kind in declared().answers for inside in INSIDE]
    offered = [
        (page, node.proto.label, node.proto.ignore_rerun)
        for page in PAGES
        for node in nodes(unfold(open_app(page), *menus))
        if getattr(node, "type", "") == "download_button"
    ]
    assert len({page for page, *_ in offered}) >= 8
    assert [each for each in offered if not each[2]] == []


ODD = "a | b\n| c | :red[x] `y` <b>z</b> [w](http://v)"


def one(at_headings: dict[str, str | tuple[str, int]], *rows: tuple[object, ...]) -> AppTest:
    """A table drawn alone."""

    def page(rows: list[tuple[object, ...]], headings: dict[str, str | tuple[str, int]]) -> None:
        import polars as pl

        from pages.parts import display

        display.rows(pl.DataFrame(rows, schema=list(headings), orient="row"), headings)

    given = {"rows": list(rows), "headings": at_headings}
    at = AppTest.from_function(page, kwargs=given).run()
    assert [e.value for e in at.exception] == []
    return at


def test_a_table_is_one_element_and_numbers_stand_at_the_right():
    at = one({"place": "Place", "rate": ("FTE", 1)}, ("Havering", 36.25), ("Newham", None))
    (table,) = at.markdown
    assert table.value.split("\n")[1] == "| :--- | ---: |"
    assert tables(at) == [[{"Place": "Havering", "FTE": "36.3"}, {"Place": "Newham", "FTE": "–"}]]
    assert len(at.main.children) == 1


def test_text_of_a_cell_is_data_and_stays_in_its_cell():
    at = one({"place": ODD, "rate": ("FTE", 1)}, (ODD, 1.0))
    assert tables(at) == [[{" ".join(ODD.split()): " ".join(ODD.split()), "FTE": "1.0"}]]
    assert not re.search(r"(?<!\\)[<`\[]", at.markdown[0].value)


def test_on_a_phone_the_cells_of_a_wide_table_carry_their_headings():
    """350 pixels hold a table there: two short columns stand side by side, six do not."""
    wide = {f"c{n}": f"A heading {n}" for n in range(6)}
    assert ":gray[A heading 5:] f" in one(wide, tuple("abcdef")).markdown[0].value
    assert ":gray" not in one({"a": "Place", "b": ("FTE", 0)}, ("Havering", 3)).markdown[0].value


def test_a_month_stands_in_one_line():
    assert "Sep\u00a02024" in one({"a": "Place", "b": "Month"}, ("x", "Sep 2024")).markdown[0].value


def test_many_rows_stand_in_a_grid_that_scrolls():
    at = one({"a": "Place", "b": ("FTE", 1)}, *[(f"p{n}", n / 10) for n in range(200)])
    assert (len(at.markdown), len(at.dataframe)) == (0, 1)
    assert at.dataframe[0].value["b"].tolist()[:3] == [0.0, 0.1, 0.2]
