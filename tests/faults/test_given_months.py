"""Months given on the command line: each file its own, none ignored, and the month that is asked for."""

from pathlib import Path

import pytest

from tests.commands import CommandResult, run
from tests.faults.files import as_csv, practices, says
from tests.unit.making import claims_csv, lists_csv, pcn_csv, places_csv, plan_csv

FIRST, SECOND = ("FIRST PCN", 2, 1, "", 3), ("SECOND PCN", "-", 4, 1.5, 5.5)
LATER = ("FIRST PCN", 6, 1, 2, 9)
PLACES = [("F99001", "U00001", "East"), ("F99002", "U00002", "East")]


@pytest.fixture
def at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two plans, PCN staff of September 2025 and places."""
    monkeypatch.chdir(tmp_path)
    second = {"PCN_CODE": "U00002", "PCN_NAME": "SECOND PCN", "FTE": 4, "UNIQUE_IDENTIFIER": "P2"}
    files: dict[str, str | bytes] = {
        "plan a.csv": plan_csv([FIRST, SECOND]),
        "plan b.csv": plan_csv([LATER]),
        "staff.csv": pcn_csv([{"FTE": 3}, second]),
        "places.csv": places_csv(PLACES).replace("NETWORK U00001", "FIRST PCN").replace(
            "NETWORK U00002", "SECOND PCN"
        ),
        "lists.csv": lists_csv([("F99001", 6000), ("F99002", 7000)]),
        "claims.csv": claims_csv([{"month": "2025-07", "wte": 2.5}]),
        "practices.csv": as_csv(practices()),
    }  # fmt: skip
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(data)
    return tmp_path


def published(*arguments: str) -> CommandResult:
    return run("publish", *arguments, "--new", "--by", "tests", "--accept-warnings")


def test_each_undated_file_has_a_month_of_its_own(at_work: Path):
    done = published(
        "staff.csv", "places.csv", "plan a.csv", str(at_work / "plan b.csv"), "--period",
        "plan a.csv=2025-12", "--period", f"{at_work / 'plan b.csv'}=2026-03",
    )  # fmt: skip
    assert done.code == 0, done.err
    (row,) = run("history").rows()
    assert {"arrs_plan.2025-12", "arrs_plan.2026-03"} <= set(row["editions"].split("; "))


def test_one_file_has_its_own_and_the_others_that_for_all(at_work: Path):
    done = published(
        "staff.csv",
        "practices.csv",
        "plan b.csv",
        "--period",
        "2025-09",
        "--period",
        "plan b.csv=2026-03",
    )
    assert done.code == 0, done.err
    (row,) = run("history").rows()
    found = set(row["editions"].split("; "))
    assert {"arrs_plan.2026-03", "gpw_detailed.2025-09", "pcn_individual.2025-09"} <= found


@pytest.mark.parametrize(
    ("periods", "words"),
    [
        (("plan c.csv=2026-03",), ("plan c.csv, which is not one of the files", "plan a.csv")),
        (("2026-03", "2025-12"), ("two months for all files: 2026-03 and 2025-12", "FILE=2025-09")),
        (("plan a.csv=2026-03", "plan a.csv=2025-12"), ("two months for plan a.csv",)),
        (("plan a.csv=2026-13",), ("'2026-13' is not a month",)),
        (("=",), ("'' is not a month",)),
    ],
)
def test_months_that_contradict_each_other(
    at_work: Path, periods: tuple[str, ...], words: tuple[str]
):
    given = [text for period in periods for text in ("--period", period)]
    answer = run("check", "plan a.csv", *given)
    assert answer.code == 2
    says(answer, *words)


@pytest.mark.parametrize(
    ("files", "period", "code", "said"),
    [
        # A file that says its own month: the same is said, another is refused.
        (("staff.csv",), "2025-09", 0, "The file itself says 2025-09, as you said. (period_not_used"),
        (("staff.csv",), "2025-12", 1, "You said 2025-12, the file itself says 2025-09."),
        (("lists.csv",), "2025-09", 0, "The file itself says 2025-09, as you said."),
        (("lists.csv",), "2025-06", 1, "You said 2025-06, the file itself says 2025-09."),
        (("lists.csv", "staff.csv"), "2025-10", 1, "You said 2025-10, the file itself says 2025-09."),
        (("lists.csv",), "lists.csv=2025-10", 1, "You said 2025-10, the file itself says 2025-09."),
        # Beside one that needs the month it is said, and nothing more.
        (("practices.csv", "lists.csv"), "2025-10", 0,
         "The file itself says 2025-09, so 2025-10 is not used for it."),
        # Undated staff of another month than dated staff of the same upload.
        (("practices.csv", "lists.csv"), "lists.csv=2025-10", 1, "You said 2025-10"),
    ],
)  # fmt: skip
def test_a_month_given_for_a_file_that_states_its_own(
    at_work: Path, files: tuple[str, ...], period: str, code: int, said: str
):
    answer = run("check", *files, "--period", period)
    assert said in answer.out, answer.out
    if code:
        assert (answer.code, answer.out.splitlines()[-1]) == (1, "Blocked.")
    else:
        assert "period_differs_from_file" not in answer.out


@pytest.fixture
def store(at_work: Path) -> Path:
    done = published(
        "staff.csv", "places.csv", "lists.csv", "claims.csv", "plan a.csv", "plan b.csv", "--period",
        "plan a.csv=2025-12", "--period", "plan b.csv=2026-03",
    )  # fmt: skip
    assert done.code == 0, done.err
    return at_work


def totals(answer: CommandResult) -> dict[str, tuple[str, str, str]]:
    """Area → planned, in post and claimed of all roles of the scheme."""
    return {
        row["area_code"]: (row["planned_fte"], row["in_post_fte"], row["claimed_wte"])
        for row in answer.rows()
        if row["role"] == "arrs"
    }


def test_a_plan_of_a_month_without_staff_is_that_of_the_month_asked_for(store: Path):
    asked = run("arrs", "--period", "2026-03")
    assert asked.code == 0
    assert {row["period"] for row in asked.rows()} == {"2026-03"}
    assert totals(asked) == {"U00001": ("9.0", "", "2.5"), "U00002": ("5.5", "", "")}
    flags = [set(row["flags"].split(";")) for row in asked.rows()]
    assert all("no_staff_published" in found and "not_reported" not in found for found in flags)
    assert "No PCN staff of March 2026 are published" in asked.err
    assert "There is: 2025-09." in asked.err
    before = totals(run("arrs", "--period", "2025-12"))
    assert before == {"U00001": ("3.0", "", "2.5"), "U00002": ("5.5", "", "")}
    icb = totals(run("arrs", "--period", "2026-03", "--level", "icb"))
    assert icb == {"QXX": ("14.5", "", "2.5")}


def test_networks_that_no_file_places_are_named(store: Path):
    assert "In no row" not in run("arrs", "--period", "2026-03").err
    (store / "plan c.csv").write_text(plan_csv([("THIRD PCN", 1, "", "", 1), SECOND]), "utf-8")
    assert published("plan c.csv", "--period", "2026-06").code == 0
    asked = run("arrs", "--period", "2026-06")
    assert "In no row, because no map or PCN file names them: THIRD PCN." in asked.err


def test_claims_of_a_month_without_staff(store: Path):
    assert totals(run("arrs", "--period", "2025-07"))["U00001"] == ("3.0", "", "2.5")


def test_a_month_with_staff_is_as_it_was(store: Path):
    asked = run("arrs", "--period", "2025-09")
    assert totals(asked) == {"U00001": ("3.0", "3.0", "2.5"), "U00002": ("5.5", "4.0", "")}
    assert (asked.out, asked.err) == (run("arrs").out, "")


@pytest.mark.parametrize("period", ["2026-02", "2024-03", "2025-08"])
def test_a_month_that_has_nothing_is_refused_and_what_there_is_is_said(store: Path, period: str):
    answer = run("arrs", "--period", period)
    assert answer.code == 2
    says(
        answer,
        f"There are no PCN staff, plan or claims for {period}.",
        "PCN staff of 2025-09; plans for 2025-12, 2026-03; claims of 2025-07.",
    )
