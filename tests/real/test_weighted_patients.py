"""Rates for weighted patients from the published payments of 2022/23, worked out again with csv alone."""

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from tests.commands import publish
from tests.real.published import detailed, table
from wfcore.measuring import VersionMeasures
from wfcore.store import Store

WEIGHED = "Number of {} Patients (Last Known Figure)"


@pytest.fixture(scope="module")
def weighed(
    nel: Path, real_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> VersionMeasures:
    store = tmp_path_factory.mktemp("weighed") / "store"
    shutil.copytree(nel, store)
    done = publish(
        store, real_data / "weighted_lists" / "22-23.csv", period="2023-03", why="weights"
    )
    assert done.code == 0, done.err
    return VersionMeasures(Store.open(store).read())


def test_every_practice_of_september_2025(weighed: VersionMeasures, real_data: Path):
    weights = {
        row["Practice Code"]: Fraction(row[WEIGHED.format("Weighted")]) / Fraction(registered)
        for row in table(real_data / "weighted_lists" / "22-23.csv")
        if Fraction(registered := row[WEIGHED.format("Registered")] or "0") > 0
    }  # fmt: skip
    expected: dict[str, tuple[Fraction, Fraction]] = {}
    left_out: set[str] = set()
    for row in table(detailed(real_data, 2025)):
        code, fte = row["PRAC_CODE"], row["TOTAL_GP_FTE"]
        if fte == "NA":
            continue
        if code in weights:
            expected[code] = (Fraction(fte), int(row["TOTAL_PATIENTS"]) * weights[code])
        else:
            left_out.add(code)
    rows = weighed.measure(["gp_rate_weighted"], "practice", period="2025-09")
    found = {row["area_code"]: row for row in rows.iter_rows(named=True)}
    assert len(expected) > 250
    for code, (fte, patients) in expected.items():
        if found[code]["flags"] != "tiny_list":
            assert found[code]["value"] == pytest.approx(float(100_000 * fte / patients)), code
    assert all(found[code]["value"] is None for code in left_out)
    whole = weighed.measure_of("gp_rate_weighted", "icb", "QMF", "2025-09")
    fte, patients = (sum(pair[i] for pair in expected.values()) for i in (0, 1))
    assert whole.value == pytest.approx(float(100_000 * fte / patients))
    receipt = weighed.receipt("gp_rate_weighted", "icb", "QMF", "2025-09")
    assert len(receipt.without_patients) == len(left_out) > 0
