"""A paper is exported while newer figures of the same month are published."""

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from tests.faults.crowd import publish
from wfcore import papers
from wfcore.answers import choice_of, question_of
from wfcore.measuring import VersionMeasures
from wfcore.papers import FORMATS, Document, Paper, PaperPart
from wfcore.store import Store

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("enough", "spread", "counts", "groups", "quality", "ask")
THEN, NOW = 1, 500  # which file it is: its lists and its staff both say so
RATES = {n: f"{(10 + n / 1000) / (1000 + n) * 100_000:.1f}" for n in (THEN, NOW)}


def texts(document: Document) -> dict[str, str]:
    """What every format says, read back."""
    made = {name: kind.make(document) for name, kind in FORMATS.items()}
    word = docx.Document(io.BytesIO(made["docx"]))
    cells = [c.text for t in word.tables for row in t.rows for c in row.cells]
    return {
        "pdf": "\n".join(p.extract_text() for p in PdfReader(io.BytesIO(made["pdf"])).pages),
        "docx": "\n".join([*(p.text for p in word.paragraphs), *cells]),
        **{name: made[name].decode("utf-8-sig") for name in ("html", "csv", "yaml")},
    }


def paper_of(store: Store) -> Paper:
    choice = choice_of(VersionMeasures(store.read()), "U99000", "gp_rate")
    paper = Paper(parts=tuple(PaperPart(asked=question_of(choice, kind)) for kind in KINDS))
    return paper.commented(0, "Minuted on Tuesday.")


def quiet(store: Store, paper: Paper) -> dict[str, str]:
    """The export with nobody else about, by another reader."""
    alone = Store.open(store.uri)
    return texts(papers.document(paper, lambda n: VersionMeasures(alone.read(n)), made="today"))


def test_a_version_published_between_any_two_parts_is_not_in_the_export(tmp_path: Path):
    store = Store.create(tmp_path / "store")
    publish(store, THEN)
    paper = paper_of(store)
    before = quiet(store, paper)
    heads: list[int] = []

    def asked_while_publishing(version: int) -> VersionMeasures:
        """Every part opens the version anew, and finds a newer one each time."""
        heads.append(publish(store, NOW + len(heads)))
        return VersionMeasures(Store.open(store.uri).read(version))

    document = papers.document(paper, asked_while_publishing, made="today")
    assert len(heads) > len(KINDS)
    publish(store, NOW)  # and one more before it is printed
    assert texts(document) == before
    assert document.saved.parts[0].commentary == "Minuted on Tuesday."
    assert not any(section.lost for section in document.sections)


@pytest.mark.nightly("between any two parts, above")
def test_others_publish_all_the_time_and_the_export_is_of_one_version(tmp_path: Path):
    store = Store.create(tmp_path / "store")
    first = publish(store, THEN)
    paper = paper_of(store)
    before = quiet(store, paper)
    for text in before.values():
        assert RATES[NOW] not in text
    for name in ("pdf", "docx", "html"):
        assert RATES[THEN] in before[name]
        assert f"Data version {first}" in before[name]
    stop, out = tmp_path / "stop", tmp_path / "published.txt"
    with out.open("wb") as told:
        crowd = subprocess.Popen(
            [sys.executable, str(ROOT / "tests/faults/crowd.py"), "publish", store.uri, str(stop), str(NOW)],
            cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=told,
        )  # fmt: skip
    until = time.monotonic() + 60
    exports = 0
    try:
        while (store.head() < first + 3 or exports < 3) and time.monotonic() < until:
            reader = Store.open(store.uri)
            document = papers.document(
                paper, lambda n, reader=reader: VersionMeasures(reader.read(n)), made="today"
            )
            assert texts(document) == before
            exports += 1
    finally:
        stop.touch()
        assert crowd.wait(timeout=60) == 0
    published = [int(line.split()[0]) for line in out.read_text().splitlines()]
    assert published == list(range(first + 1, store.head() + 1))  # none of theirs was lost either
    assert len(published) >= 3
    assert exports >= 3


def test_the_same_paper_asked_of_the_newer_version_says_so(tmp_path: Path):
    store = Store.create(tmp_path / "store")
    publish(store, THEN)
    paper = paper_of(store)
    newer = publish(store, NOW)
    parts = tuple(of_version(part, newer) for part in paper.parts)
    found = quiet(store, paper.model_copy(update={"parts": parts}))
    for name in ("pdf", "docx", "html"):
        assert RATES[NOW] in found[name]
        assert RATES[THEN] not in found[name]
        assert f"Data version {newer}" in found[name]


def of_version(part: PaperPart, version: int) -> PaperPart:
    return part.model_copy(update={"asked": part.asked.but(version=version)})
