"""Tables of answers: parts add up, as they are printed, to every total that stands beside them."""

import polars as pl

from wfcore.answers import TREE, AnswerTable

HEADINGS = {"name": "Place", "fte": ("FTE", 1)}


def read(rows: list[tuple[str, str, float | None]]) -> dict[str, str]:
    frame = pl.DataFrame(rows, schema=["name", TREE, "fte"], orient="row")
    table = AnswerTable("x", "x", frame, HEADINGS, summed=("fte",))
    return {row[0]: row[1] for row in table.shown()}


def test_networks_and_boroughs_each_add_up_to_the_place():
    shown = read(
        [
            ("N1", "pcn/1", 0.25), ("N2", "pcn/2", 0.25), ("N3", "pcn/3", 0.5),
            ("B1", "borough/1", 0.5), ("B2", "borough/2", 0.5), ("all", "", 1.0),
        ]
    )  # fmt: skip
    assert shown == {"N1": "0.3", "N2": "0.2", "N3": "0.5", "B1": "0.5", "B2": "0.5", "all": "1.0"}


def test_years_add_up_to_their_role_and_roles_to_everything():
    shown = read(
        [
            ("y1", "gp/a/1", 0.35), ("y2", "gp/a/2", 0.35), ("a", "gp/a", 0.7),
            ("z1", "gp/b/1", 0.44), ("b", "gp/b", 0.44), ("all", "", 1.14),
        ]
    )  # fmt: skip
    assert float(shown["a"]) + float(shown["b"]) == float(shown["all"]) == 1.1
    assert round(float(shown["y1"]) + float(shown["y2"]), 1) == float(shown["a"])
    assert shown["z1"] == shown["b"]


def test_rows_that_are_not_all_of_it_are_rounded_by_themselves():
    assert read([("a", "x/1", 0.25), ("b", "x/2", None), ("all", "", 9.0)]) == {
        "a": "0.3", "b": "–", "all": "9.0",
    }  # fmt: skip
