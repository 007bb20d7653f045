"""What is said of several months of one file at once, and dates that are years off."""

import pytest

from tests.unit.making import TODAY, checked, claims_csv, csv_text, recommendations_csv, targets_csv
from wfcore.commands.intake import report_text
from wfcore.errors import NotPublishable
from wfcore.store import accept_all_warnings, assert_publishable

MONTHS = ("2025-04", "2025-05", "2025-06")


def once(text: str) -> list[tuple[str, int, str, int, tuple[str, ...]]]:
    """Months, rows, code, count and examples of what a file is told."""
    told = checked(text)[1].said_once()
    return [(f.period, f.rows, x.code, x.count, x.examples) for f in told.files for x in f.findings]


def test_what_months_share_is_said_once_with_the_months():
    rows = [{"month": m, "claimed_gbp": ""} for m in MONTHS]
    where = tuple(f"row {n}, claimed_gbp: blank" for n in (2, 3, 4))
    assert once(claims_csv(rows)) == [("2025-04 to 2025-06", 3, "claims_incomplete", 3, where)]


def test_months_apart_are_named_and_what_one_has_alone_stays_with_it():
    rows = [
        {"month": "2025-04", "claimed_gbp": ""},
        {"month": "2025-05", "status": "maybe"},
        {"month": "2025-06", "claimed_gbp": ""},
    ]
    assert once(claims_csv(rows)) == [
        ("2025-04, 2025-06", 2, "claims_incomplete", 2, ("row 2, claimed_gbp: blank", "row 4, claimed_gbp: blank")),
        ("2025-05", 1, "unknown_status", 1, ("row 3, status: maybe",)),
    ]  # fmt: skip


def test_a_month_that_the_words_name_is_said_as_a_span():
    (told,) = [
        x
        for _, x in checked(claims_csv([{"month": f"2019-0{m}"} for m in (4, 5, 6)]))[1]
        .said_once()
        .of("warns")
        if x.code == "before_the_scheme"
    ]
    assert told.message.startswith("2019-04 to 2019-06 is before 2019-07")
    assert (told.count, told.examples) == (3, ("row 2", "row 3", "row 4"))


def test_nothing_of_a_month_is_lost_and_acceptance_is_as_before():
    """What is published keeps each month's own findings; a person reads each once."""
    drafts, report = checked(claims_csv([{"month": m, "claimed_gbp": ""} for m in MONTHS]))
    assert [f.period for f, _ in report.of("warns")] == list(MONTHS)
    assert report_text(report).count("Claims without a role, FTE or pounds.") == 1
    with pytest.raises(NotPublishable, match=r"^1 warning\(s\)"):
        assert_publishable(drafts, report, "Ann", {})
    assert_publishable(drafts, report, "Ann", accept_all_warnings(report, "no pounds were kept"))


GROUPS = ("GROUP", "KIND", "PRACTICE_CODE", "FROM", "TO")
GONE = ("PRACTICE_CODE", "SUCCESSOR_CODE", "HOW", "SINCE")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (csv_text(GROUPS, [("Hill", "federation", "A00001", "2052-04", "")]), "row 2, since: 2052-04"),
        (csv_text(GROUPS, [("Hill", "federation", "A00001", "", "2062-04-01")]), "row 2, until: 2062-04"),
        (csv_text(GROUPS, [("Hill", "federation", "A00001", "2026-04", "2031-03")]), ""),
        (csv_text(GROUPS, [("Hill", "federation", "A00001", "", "")]), ""),
        (csv_text(GONE, [("A00001", "A00002", "merged", "2052-01")]), "A00001, since: 2052-01"),
        (csv_text(GONE, [("A00001", "A00002", "merged", "2025-10")]), ""),
        (targets_csv([{"by": "2082"}]), "row 2, due: 2082"),
        (targets_csv([{"by": "2041-01"}]), "row 2, due: 2041-01"),
        (targets_csv([{"by": "2040"}]), ""),
        (recommendations_csv([{"asked": "2052-03-04"}]), "row 2, asked: 2052-03-04"),
        (recommendations_csv([{"asked": "2025-03-04", "due": "2052-03"}]), "row 2, due: 2052-03"),
        (recommendations_csv([{"asked": "2025-03-04", "due": "2026-03"}]), ""),
    ],
)  # fmt: skip
def test_a_date_years_off_is_asked_about(text: str, said: str):
    """On 15 December 2025: a slip of the year is 10 or 100 of them; what an area may mean is none."""
    assert TODAY.year == 2025
    found = [x for _, x in checked(text)[1].of("warns") if x.code == "date_far_off"]
    assert [x.examples for x in found] == ([(said,)] if said else [])
