"""Every metric's worked example comes out as it is printed."""

from pathlib import Path

import pytest

from tests.definitions.examples import measured
from wfcore.declared import declared

STEMS = {metric.stem: metric for metric in declared().metrics.values()}
ALLOWED = {"fte", "rate", "patients_per", "value", "coverage_practices", "coverage_patients"}


@pytest.mark.parametrize("stem", STEMS)
def test_example(stem: str, tmp_path: Path):
    metric = STEMS[stem]
    assert set(metric.example.expect) <= ALLOWED
    assert metric.example.expect
    found = measured(metric, tmp_path / "store")
    for key, expected in metric.example.expect.items():
        # Expectations are printed with six decimals.
        assert found[key] == pytest.approx(expected, rel=1e-6, abs=5.1e-7), key


@pytest.mark.parametrize("stem", STEMS)
def test_example_tells_every_figure_of_the_metric(stem: str):
    metric = STEMS[stem]
    figures = {"value"} if metric.kind in ("share", "patients") else {"fte", "rate", "patients_per"}
    assert figures <= set(metric.example.expect)
    units = [cell[0] for cell in metric.example.cells]
    assert len(units) == len(set(units))


def test_some_example_has_a_unit_that_gave_nothing():
    printed = [str(c) for m in STEMS.values() for cell in m.example.cells for c in cell[2:]]
    assert {"NA", "ND", "silent"} <= set(printed)


def test_an_example_that_is_wrong_would_be_found(tmp_path: Path):
    metric = STEMS["gp"]
    cells = [list(cell) for cell in metric.example.cells]
    cells[0][2] = 3.6
    wrong = metric.model_copy(
        update={"example": metric.example.model_copy(update={"cells": cells})}
    )
    assert measured(wrong, tmp_path / "store")["fte"] != pytest.approx(
        metric.example.expect["fte"], rel=1e-6
    )
