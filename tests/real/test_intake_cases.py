"""Files that misled once, from ../shared/cases where it is: each with its right figures."""

from pathlib import Path

import pytest

from tests.commands import measures, publish, run
from tests.conftest import NO_DATA
from wfcore.seeding import seed_store
from wfcore.store import Store


@pytest.fixture(scope="session")
def cases(real_data: Path) -> Path:
    """The folder of cases, beside the published files."""
    folder = real_data.parent / "cases" / "intake"
    if not folder.is_dir():
        pytest.skip(NO_DATA)
    return folder


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return Path(seed_store(tmp_path / "sample").uri)


def one(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


def havering(store: Path, metric: str, period: str) -> dict[str, str]:
    rows = measures(store, metric, "borough", period)
    (row,) = (
        row for (_, name), row in rows.items() if row["area_name"] == "Havering" and name == metric
    )
    return row


@pytest.mark.parametrize("more", [[], ["I2b_*.csv"]])
def test_mergers_closures_and_codes(cases: Path, sample: Path, more: list[str]):
    """141.48 FTE for 295,147 patients: the rows of the file whose practices lie in Havering."""
    files = [one(cases, pattern) for pattern in ("I2_*.csv", *more)]
    assert publish(sample, *files, period="2025-12").code == 0
    now, then = (havering(sample, "gp_rate", period) for period in ("2025-12", "2025-09"))
    assert float(now["numerator"]) == pytest.approx(141.48, abs=0.005)
    assert float(now["denominator"]) == 295_147
    assert float(now["value"]) == pytest.approx(47.9, abs=0.05)
    assert float(now["value"]) / float(then["value"]) - 1 == pytest.approx(-0.018, abs=0.0005)
    # One of 37 did not report: Rainham. 40 less two merged and one closed.
    assert float(now["coverage_practices"]) == pytest.approx(36 / 37)


def test_a_merger_moves_no_staff(cases: Path, sample: Path):
    def staff_part() -> float:
        rows = run(
            "change", "--store", sample, "--metric", "gp_fte", "--level", "pcn",
            "--from", "2024-09", "--to", "2025-09",
        ).rows()  # fmt: skip
        (row,) = (r for r in rows if r["area_name"] == "Havering North PCN")
        assert float(row["part_membership"]) == 0
        return float(row["part_staff"])

    before = staff_part()
    assert publish(sample, one(cases, "General Practice*"), period="2025-09").code == 0
    assert before == pytest.approx(2.11, abs=0.005)
    assert staff_part() == pytest.approx(before, abs=1e-5)


def test_a_constituency_leaves_boroughs_alone(cases: Path, sample: Path):
    before = havering(sample, "gp_rate", "2025-09")
    refused = publish(sample, one(cases, "I3_*"))
    assert refused.code == 1
    assert "borough_split" in refused.err
    assert Store.open(sample).head() == 1
    assert havering(sample, "gp_rate", "2025-09") == before
