"""No cell of any file that leaves the notebook is run by a spreadsheet."""

import csv
import io

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.security import exports
from tests.security.conftest import Tried
from wfcore.papers.flat import safe_csv
from wfcore.templates import templates

LEADS = ["=", "+", "-", "@", "\t", "\r", " =", "\t@", "＝", "\n+", "\x00="]
texts = st.builds(
    str.__add__, st.sampled_from(["", *LEADS]), st.text(st.characters(codec="utf-8"), max_size=12)
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(texts, min_size=1, max_size=8))
def test_no_text_of_a_csv_runs_and_none_is_lost(cells: list[str]):
    for kind in (pl.String, pl.Categorical, pl.Enum(sorted(set(cells)))):
        frame = pl.DataFrame({"place": pl.Series(cells, dtype=pl.String).cast(kind), "n": -1.5})
        written = safe_csv(frame)
        read = list(csv.DictReader(io.StringIO(written, newline="")))
        assert exports.faults("x.csv", written.encode()) == []
        assert [row["n"] for row in read] == ["-1.5"] * len(cells)
        back = [row["place"] for row in read]
        assert [got in (cell, f"'{cell}") for got, cell in zip(back, cells, strict=True)] == [
            True
        ] * len(cells)


def test_templates_hold_no_formula(tried: Tried):
    made = templates()
    assert [fault for t in made for fault in exports.faults(t.file_name, t.data)] == []
    tried("templates", len(made))


@pytest.mark.parametrize("lead", LEADS)
def test_the_judge_knows_each_lead(lead: str):
    assert exports.runs(f"{lead}SUM(A1)")
    assert not exports.runs("-1.5")
    assert not exports.runs("A surgery = one")
