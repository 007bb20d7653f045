"""All bad inputs of the list, one test for each file: what happens, in which words, at what cost.

Files made here, a number each of the list of 118 bad inputs; the report at the end of the run
counts them. What can only be seen against the period before has one published first.
"""

import os
import resource
import time
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from tests.faults.corpus import against, containers, layouts, places, texts, values
from tests.faults.corpus.cases import Case, Outcome
from wfcore.checking import check_drafts
from wfcore.declared import declared
from wfcore.errors import UnreadableFile
from wfcore.findings import Finding
from wfcore.normalising import normalise
from wfcore.reading import read_upload
from wfcore.store import Store, accept_all_warnings, compare_to_published

CASES = [
    *containers.CASES, *texts.CASES, *layouts.CASES, *values.CASES, *places.CASES, *against.CASES,
]  # fmt: skip
Before = tuple[str, ...]
TODAY = datetime(2025, 12, 15, tzinfo=UTC)
MOST_SECONDS = 10
MOST_KILOBYTES = 1536 * 1024
GRAVITY: dict[Outcome, int] = {"accepted": 0, "notes": 1, "warns": 2, "blocks": 3, "refused": 4}


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[Before, Store]:
    """Stores with what cases find published, made once."""
    made: dict[Before, Store] = {}
    for case in CASES:
        if case.after and published_before(case) not in made:
            drafts = [
                draft
                for name, data in case.after
                for table in read_upload(name, data, declared())
                for draft in normalise(table, case.was)
            ]
            drafts, report = check_drafts(drafts, today=TODAY)
            store = Store.create(Path(tmp_path_factory.mktemp("before")))
            store.publish(
                drafts, report, by="tests", accepted=accept_all_warnings(report, "made for tests")
            )
            made[published_before(case)] = store
    return made


def published_before(case: Case) -> Before:
    """The month and the names of what a case finds published."""
    return case.was, *(name for name, _ in case.after)


def intake(case: Case, data: bytes, store: Store | None) -> list[Finding]:
    """What is found on the road from bytes to a report."""
    drafts = [
        draft
        for table in read_upload(case.name, data, declared())
        for draft in normalise(table, case.period)
    ]
    drafts, report = check_drafts(drafts, today=TODAY)
    if store:
        report = compare_to_published(drafts, report, store)
    for draft in drafts:
        for table in draft.tables.values():
            _refuse_active_text(table)
    return [found for file in report.files for found in file.findings]


def _refuse_active_text(table) -> None:
    """Nothing that would be kept starts a formula or turns the direction of writing."""
    for column in table.select(pl.col(pl.String)).iter_columns():
        odd = column.filter(column.str.contains(r"^[=+\-@\t\r]|[\p{Cc}\p{Cf}]").fill_null(False))
        assert odd.is_empty(), (column.name, odd.to_list())


def _processor() -> float:
    """Seconds of processor time, ours and that of children that have ended."""
    mine = os.times()
    return mine.user + mine.system + mine.children_user + mine.children_system


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_bad_input(case: Case, stores: dict[Before, Store], record_property) -> None:
    data = case.make()
    store = stores.get(published_before(case))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = _processor(), time.perf_counter()
    outcome: Outcome = "accepted"
    found: list[Finding] = []
    refusal: UnreadableFile | None = None
    try:
        found = intake(case, data, store)
    except UnreadableFile as error:
        refusal = error
    if refusal:
        outcome = "refused"
        assert (outcome, refusal.code) == (case.outcome, case.code), str(refusal)
        assert case.words in str(refusal)
        assert refusal.advice
        assert case.name.rsplit(".", 1)[0] in refusal.message or ".csv" in refusal.message
        assert len(str(refusal)) < 1000
    else:
        assert case.outcome != "refused", found
        assert not {f.code for f in found} & set(case.never)
        graver = [f for f in found if GRAVITY[f.severity] > GRAVITY[case.outcome]]
        assert graver == []
        if case.code:
            (mine,) = [f for f in found if f.code == case.code][:1] or [None]
            assert mine is not None, found
            assert mine.severity == case.outcome
            assert case.words in " ".join([mine.message, *mine.examples, mine.advice])
            assert all(len(example) <= 80 for example in mine.examples)
            outcome = mine.severity
        else:
            assert [f for f in found if f.severity != "notes"] == []
    took = _processor() - started[0], time.perf_counter() - started[1]
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert took[0] < MOST_SECONDS, took
    assert after - before < MOST_KILOBYTES
    assert children < MOST_KILOBYTES
    record_property("bad input", f"{case.number} {outcome} {took[1]:.2f}")


def test_every_number_has_a_file() -> None:
    assert {case.number for case in CASES} == set(range(1, 119))
    assert len({case.id for case in CASES}) == len(CASES) >= 180


def test_another_file_is_read_after_all_of_them() -> None:
    """The process that met all of these is alive and reads a good file as before."""
    found = intake(Case(0, "good", "accepted", "", "", lambda: layouts.GOOD), layouts.GOOD, None)
    assert found == []
