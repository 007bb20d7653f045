"""A month that cannot be, or that name, content and analyst say differently."""

from pathlib import Path

import pytest

from tests.commands import publish, run
from tests.faults.files import GOOD, HEADER, State, as_csv, practices, says, state


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("practices.csv", "2099-12", ("The month 2099-12 has not ended yet.",)),
        ("practices.csv", "2014-03", ("2014-03 is before 2015-09", "not comparable")),
        ("practices.csv", None, ("The file has no date and its name has none either.", "Say which")),
    ],
)  # fmt: skip
def test_impossible_months(
    published: Path, before: State, tmp_path: Path, name: str, given: str | None, words: tuple[str]
):
    path = tmp_path / name
    path.write_bytes(GOOD.replace(b"4.5", b"4.6"))
    answer = publish(published, path, period=given)
    assert answer.code == 1
    says(answer, *words)
    assert state(published) == before


def test_a_month_read_from_the_name_is_confirmed_first(
    published: Path, before: State, tmp_path: Path
):
    path = tmp_path / "General Practice – December 2025 Practice Level - Detailed.csv"
    path.write_bytes(GOOD)
    given = ("publish", path, "--store", published, "--by", "tests")
    answer = run(*given)
    assert answer.code == 1
    says(answer, "The month 2025-12 was read from the file name. Confirm it.", path.name)
    assert state(published) == before
    assert run(*given, "--period", "2025-12").out == "Published version 2\n"
    assert run("history", "--store", published).rows()[0]["editions"] == "gpw_detailed.2025-12"


def test_a_month_read_from_the_name_can_be_accepted(published: Path, before: State, tmp_path: Path):
    path = tmp_path / "General Practice – December 2025 Practice Level - Detailed.csv"
    path.write_bytes(GOOD)
    assert publish(published, path).out == "Published version 2\n"
    newest = run("history", "--store", published).rows()[0]
    assert newest["editions"] == "gpw_detailed.2025-12"
    assert newest["accepted_warnings"] == "period_not_confirmed: accepted on the command line"


def test_the_name_says_september_and_the_analyst_june(
    published: Path, before: State, tmp_path: Path
):
    path = tmp_path / "General Practice – September 2025 Practice Level.csv"
    path.write_bytes(GOOD)
    answer = run("publish", path, "--store", published, "--by", "tests", "--period", "2025-06")
    assert answer.code == 1
    says(answer, "The file name says 2025-09, you said 2025-06.", path.name)
    assert state(published) == before


def test_the_content_says_september_and_the_analyst_june(
    published: Path, before: State, tmp_path: Path
):
    path = tmp_path / "practices.csv"
    rows = [{**row, "YEAR": "2025", "MONTH": "12"} for row in practices()]
    path.write_bytes(as_csv(rows, (*HEADER, "YEAR", "MONTH")))
    answer = publish(published, path, period="2025-06")
    assert answer.code == 1
    says(answer, "You said 2025-06, the file itself says 2025-12.")
    assert state(published) == before
    assert publish(published, path).out == "Published version 2\n"
