"""A bad plan, claim or allocation is worded, with row and column, and publishes nothing unless accepted."""

from pathlib import Path

import pytest

from tests.commands import CommandResult, run
from tests.faults.files import State, state
from tests.unit.making import allocations_csv, claims_csv, plan_csv, recommendations_csv
from wfcore.store import Store

PLAN = [("Somewhere", 1, "-", 2.5, 3.5), ("Total", 1, "-", 2.5, 3.5)]
BLOCKS = {
    "negative money": (claims_csv([{"claimed_gbp": -1}]), "row 2, claimed_gbp: -1"),
    "hours for FTE": (claims_csv([{"wte": 1500}]), "row 2, wte: 1,500, Clinical Pharmacists"),
    "a month to come": (claims_csv([{"month": "2099-01"}]), "The month 2099-01 has not ended yet"),
    "no month": (claims_csv([{}, {"month": "Sept"}]), "row 3, month: Sept"),
    "words in a plan": (plan_csv([("East", "lots", 1, 1, 2)]), "B2 East, Clinical Pharmacists: lots"),
    "a PCN twice": (plan_csv([PLAN[0], PLAN[0]]), "row 3: Somewhere"),
    "a number in words": (
        recommendations_csv([{"number_then": "forty"}]), "row 2, number_then: forty",
    ),
    "asked some day": (recommendations_csv([{"asked": "spring"}]), "row 2, asked: spring"),
    "asked of nowhere": (recommendations_csv([{"place": ""}]), "row 2, place: blank"),
    "a whole speech": (
        recommendations_csv([{"recommendation": "and so on " * 5_000}]), "row 2, recommendation",
    ),
    "two allocations": (
        allocations_csv([("U00001", "2025/26", 1, 1, "")] * 2), "row 3: U00001 2025/26",
    ),
}  # fmt: skip
WARNS = {
    "totals that do not add up": (
        plan_csv([("East", 1, "-", 2.5, 4.5)]), "row 2 East: 4.5 printed, 3.5 added up",
    ),
    "much FTE": (claims_csv([{"wte": 40}]), "row 2, wte: 40, Clinical Pharmacists"),
    "two claims": (claims_csv([{}, {}]), "rows 2 and 3: U00001 2025-09, Clinical Pharmacists"),
    "no allocation": (claims_csv([{"allocation_gbp": ""}]), "row 2: U00001"),
    "a PCN nobody places": (claims_csv([{"pcn_code": "U12345"}]), "row 2: U12345"),
    "a month of another year": (
        claims_csv([{"month": f"2025-0{m}"} for m in (4, 5, 6)] + [{"month": "2023-04"}]),
        "row 5: 2023-04",
    ),
    "approved above claimed": (claims_csv([{"approved_gbp": 99999}]), "approved_gbp: £99,999.00"),
    "asked of a place nobody knows": (
        recommendations_csv([{"place": "Atlantis"}]), "row 2: Atlantis",
    ),
    "a figure nobody makes": (recommendations_csv([{"metric": "smiles"}]), "row 2: smiles"),
    "swapped dates": (recommendations_csv([{"due": "2024-01-01"}]), "row 2: 2024-01-01"),
    "no pounds": (allocations_csv([("U00001", "2025/26", "", "", "")]), "row 2, total_gbp: blank"),
}  # fmt: skip


def given(store: Path, tmp_path: Path, text: str, *more: str) -> CommandResult:
    path = tmp_path / "local.csv"
    path.write_text(text, encoding="utf-8")
    states = {"month", "year", "asked"} & set(text.splitlines()[0].lower().split(","))
    period = () if states else ("--period", "2025-09")
    return run("publish", path, "--store", store, "--by", "tests", *period, *more)


@pytest.mark.parametrize("case", BLOCKS)
def test_what_blocks_publishes_nothing(published: Path, before: State, tmp_path: Path, case: str):
    text, words = BLOCKS[case]
    answer = given(published, tmp_path, text, "--accept-warnings")
    assert answer.code == 1
    assert words in answer.err
    assert "Traceback" not in answer.err
    assert state(published) == before


@pytest.mark.parametrize("case", WARNS)
def test_what_warns_waits_to_be_accepted_and_loses_nothing(
    published: Path, before: State, tmp_path: Path, case: str
):
    text, words = WARNS[case]
    answer = given(published, tmp_path, text)
    assert answer.code == 1
    assert words in answer.err
    assert "not accepted" in answer.err
    assert state(published) == before
    done = given(published, tmp_path, text, "--accept-warnings")
    assert (done.code, done.out) == (0, "Published version 2\n"), done.err
    version = Store.open(published).read()
    kept = sum(
        version.table(kind)["row"].n_unique()
        for kind in ("arrs_plan", "arrs_claims", "arrs_allocations", "recommendations")
    )
    assert kept == text.count("\n") - 1
    assert version.table("staff_total").height > 0


@pytest.mark.parametrize(
    "text",
    [
        "PCN,Paramedics,Podiatrists,Dietitians\nEast,1,2,3\n",
        "pcn_code,month,role,wte\nU00001,2025-09,GP,1\n",
        "pcn_code,year\nU00001,2025/26\n",
    ],
)
def test_a_heading_that_is_missing_is_named(
    published: Path, before: State, tmp_path: Path, text: str
):
    answer = given(published, tmp_path, text)
    assert answer.code == 2
    assert "these columns are missing" in answer.err
    assert state(published) == before
