"""Damaged files and scenarios end as a table or as a refusal with a code, for as long as there is time.

A quarter of a minute for each kind; `make fuzz` goes on for hours.
"""

import io
import time
import zipfile
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tools.fuzz import CELLS, CSV, PLAIN, SCENARIO, XML, YAML, good_book, good_zip
from wfcore.checking import check_drafts
from wfcore.declared import declared
from wfcore.errors import UnfitScenario, UnreadableFile
from wfcore.normalising import normalise
from wfcore.projecting import scenario_from_yaml
from wfcore.reading import read_upload

SECONDS = 15
BATCH = 40
HANG = 5

pytestmark = pytest.mark.nightly(
    "faults/test_corpus.py, faults/test_scenario_files.py, properties/test_properties.py: any upload"
)


def damaged(data: bytes, pieces: tuple[bytes, ...]) -> st.SearchStrategy[bytes]:
    """A good input with pieces put in, taken out, or written over."""
    piece = st.one_of(st.sampled_from(pieces), st.binary(max_size=8), st.just(b""))
    change = st.tuples(st.integers(0, len(data)), st.integers(0, 40), piece)

    def apply(changes: list[tuple[int, int, bytes]]) -> bytes:
        made = data
        for at, gone, new in changes:
            made = made[:at] + new + made[at + gone :]
        return made

    return st.lists(change, min_size=1, max_size=5).map(apply)


def with_damaged_member(data: bytes, pieces: tuple[bytes, ...]) -> st.SearchStrategy[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}

    def packed(changed: tuple[str, bytes]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in (members | dict([changed])).items():
                archive.writestr(name, text)
        return out.getvalue()

    one = st.sampled_from(sorted(members)).flatmap(
        lambda name: st.tuples(st.just(name), damaged(members[name], pieces))
    )
    return st.one_of(one.map(packed), damaged(data, (b"PK\x03\x04", b"\xff" * 4)))


def for_a_while(inputs: st.SearchStrategy[bytes], meet: Callable[[bytes], str]) -> Counter[str]:
    """Meet inputs until the time is up; what each ended with."""
    ended: Counter[str] = Counter()
    until = time.monotonic() + SECONDS
    batch = 0
    while time.monotonic() < until:

        @seed(batch)
        @settings(
            max_examples=BATCH,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(inputs)
        def once(data: bytes) -> None:
            started = time.process_time()
            ended[meet(data)] += 1
            assert time.process_time() - started < HANG

        once()
        batch += 1
    return ended


def read(data: bytes) -> str:
    try:
        tables = read_upload("fuzz.csv", data, declared())
        drafts = [draft for table in tables for draft in normalise(table, "2025-09")]
        check_drafts(drafts)
    except UnreadableFile as refused:
        refusal = refused
    else:
        return "read"
    assert refusal.advice
    assert refusal.code != "unreadable"
    return refusal.code


def test_damaged_text():
    ended = for_a_while(st.sampled_from(CSV).flatmap(lambda csv: damaged(csv, CELLS)), read)
    assert len(ended) > 5
    assert read(PLAIN) == "read"


def test_damaged_workbooks():
    ended = for_a_while(with_damaged_member(good_book(), XML), read)
    assert len(ended) > 3
    assert read(good_book()) == "read"


def test_damaged_zips():
    ended = for_a_while(with_damaged_member(good_zip(), CELLS), read)
    assert len(ended) > 3
    assert read(good_zip()) == "read"


def test_damaged_scenarios():
    def meet(data: bytes) -> str:
        try:
            scenario_from_yaml(data)
        except UnfitScenario as refused:
            return "refused" if refused.message else "without words"
        return "read"

    ended = for_a_while(damaged(SCENARIO, YAML), meet)
    assert set(ended) == {"read", "refused"}
