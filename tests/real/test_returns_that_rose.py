"""June 2021 to March 2022: more networks sent returns, and what they brought is not called more staff."""

from collections import defaultdict
from pathlib import Path

import pytest

from tests.commands import run
from tests.real.published import table
from tests.real.test_asked_and_shown import MONTH_OVER, partners

JUNE, MARCH = "6.*June 2021*.csv", "9.*March 2022*.csv"


@pytest.fixture(scope="module")
def store(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both returns with the lists of their months and the networks of March 2022."""
    store, lists = tmp_path_factory.mktemp("rise") / "store", real_data / "registered_patients"
    done = run(
        "publish", real_data / "geography" / "ePCN 2022-04.xlsx",
        *(lists / "2021-06").glob("*.csv"), *(lists / "2022-04").glob("*.csv"),
        *(real_data / "pcn_workforce").glob(JUNE), *(real_data / "pcn_workforce").glob(MARCH),
        "--period", "ePCN 2022-04.xlsx=2022-03", "--store", store, "--new", "--by", "tests", "--accept-warnings",
    )  # fmt: skip
    assert done.code == 0, done.err
    return store


def posts(real_data: Path, pattern: str) -> dict[str, float]:
    """Full-time posts of each network, added up from the rows of the published file."""
    (file,) = (real_data / "pcn_workforce").glob(pattern)
    found = defaultdict[str, float](float)
    for row in table(file):
        found[row["PCN_CODE"]] += float(row["FTE"] or 0)
    return found


def test_the_rise_in_returns_is_booked_as_reporting(real_data: Path, store: Path):
    then, now = posts(real_data, JUNE), posts(real_data, MARCH)
    there = {
        row["PCN Code"]
        for row in partners(real_data / "geography" / "ePCN 2022-04.xlsx")
        if not (ended := row["Practice to PCN Relationship End Date"].strip()) or ended > MONTH_OVER
    }
    began, stopped = now.keys() - then.keys(), then.keys() - now.keys()
    # A network that is gone when March is over brings its posts, and the map has no more of it.
    gone = {"U65725": 1.0, "U54229": -3.8}
    assert {pcn: now.get(pcn, 0) - then.get(pcn, 0) for pcn in (began | stopped) - there} == gone
    assert (len(began), len(stopped)) == (142, 2)
    (row,) = run(
        "change", "--store", store, "--metric", "pcn_staff_fte", "--level", "england",
        "--from", "2021-06", "--to", "2022-03",
    ).rows()  # fmt: skip
    parts = {
        name: float(row[f"part_{name}"]) for name in ("staff", "list", "membership", "reporting")
    }
    both = now.keys() & then.keys()
    brought = sum(now[pcn] for pcn in began) - sum(then[pcn] for pcn in stopped)
    assert float(row["change"]) == pytest.approx(sum(now.values()) - sum(then.values()))
    assert parts["staff"] == pytest.approx(sum(now[pcn] - then[pcn] for pcn in both))
    assert parts["membership"] == pytest.approx(sum(gone.values()))
    assert parts["reporting"] == pytest.approx(brought - sum(gone.values()))
    assert parts["reporting"] / float(row["change"]) == pytest.approx(0.311, abs=0.001)


def test_the_verdict_of_a_region_says_how_much_is_reporting(store: Path):
    """North West: 58% of patients then, 70% now; 198.9 of 503.1 more posts are new returns."""
    (row,) = (
        r
        for r in run(
            "change", "--store", store, "--metric", "pcn_staff_fte", "--level", "region",
            "--from", "2021-06", "--to", "2022-03",
        ).rows()
        if r["area_code"] == "Y62"
    )  # fmt: skip
    assert float(row["part_reporting"]) == pytest.approx(198.9, abs=0.05)
    answer = run(
        "answer", "causes", "--store", store, "--place", "Y62", "--metric", "pcn_staff_fte",
        "--since", "2021-06", "--period", "2022-03",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    assert "198.9" in answer.out
