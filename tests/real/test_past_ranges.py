"""Past ranges on the published files: between 7 and 9 of 10 held, at every level that has enough places."""

import math
from pathlib import Path

import pytest

from tests.real.published import COUNTS, areas_of_practices, detailed, summed, table
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.projecting import past_outcomes, past_ranges
from wfcore.store import Store

# Half of 8 in 10 moves in a year: √((at once² + a year²) ÷ posts + shared²), as assumptions.yaml declares.
LAW = {
    "gp": (0.4**2 + 0.55**2, 0.02**2 + 0.05**2),
    "nurse": (0.4**2 + 0.3**2, 0.03**2),
    "dpc": (0.6**2 + 0.3**2, 0.05**2),
    "admin": (0.65**2 + 0.3**2, 0.03**2 + 0.01**2),
}


@pytest.fixture(scope="module")
def figures(nel: Path) -> VersionMeasures:
    return VersionMeasures(Store.open(nel).read())


@pytest.mark.parametrize("count", LAW)
def test_of_the_networks_7_to_9_in_10_were_inside(count: str, figures: VersionMeasures):
    """The range of September 2024 knows nothing of September 2025."""
    found = past_ranges(figures, count, "QMF", "2025-09")[Level.PCN]
    assert found.cases >= 39
    assert 0.7 <= found.inside / found.cases <= 0.9
    assert found.holds


@pytest.mark.parametrize("count", LAW)
def test_the_ranges_are_those_of_the_law(count: str, figures: VersionMeasures, real_data: Path):
    """Worked out again from the files alone; list growth and assumptions add little in a year."""
    areas = areas_of_practices(real_data)["pcn"]
    then, now = (
        summed(table(detailed(real_data, year)), areas, COUNTS[count]) for year in (2024, 2025)
    )
    rows = past_outcomes(figures, count, "QMF", "2024-09", "2025-09").filter(level="pcn")
    assert rows.height >= 39
    chance, shared = LAW[count]
    for row in rows.iter_rows(named=True):
        code = row["area_code"]
        assert row["happened"] == pytest.approx(float(now[code].rate))
        assert row["unchanged"] == pytest.approx(float(then[code].rate))
        width = math.sqrt(chance / float(then[code].fte) + shared)
        assert math.log(row["baseline"] / row["low"]) == pytest.approx(width, rel=0.12)
        assert math.log(row["high"] / row["baseline"]) == pytest.approx(width, rel=0.12)


def test_the_baseline_is_no_better_than_no_change(figures: VersionMeasures):
    """As worked out apart from this project: both were out by 4.3 on average."""
    found = past_ranges(figures, "gp", "QMF", "2025-09")[Level.PCN]
    assert (round(found.error, 1), round(found.error_unchanged, 1)) == (4.4, 4.4)
    assert not found.is_better
