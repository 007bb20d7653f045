"""The example of docs/how-to/add-a-source.md is read, checked and published as it stands."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from wfcore import normalising
from wfcore.checking import check_drafts
from wfcore.declared import declared, loading
from wfcore.declared.loading import DEFINITIONS, load
from wfcore.reading import read_upload

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "add-a-source.md"
ENTRY, MAKER, LINE, FILE = re.findall(
    r"^```\w+\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The id of the source, which is declared and has its function while the test runs."""
    folder = Path(shutil.copytree(DEFINITIONS, tmp_path / "definitions"))
    with (folder / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\n{ENTRY}")
    monkeypatch.setattr(loading, "load", lambda: load(folder))
    declared.cache_clear()
    names: dict[str, Any] = {}
    exec(compile(MAKER, str(PAGE), "exec"), names)
    written = re.fullmatch(r'\s*"(\w+)": (\w+),\n', LINE)
    assert written is not None
    monkeypatch.setitem(normalising._MAKERS, written[1], names[written[2]])
    yield written[1]
    monkeypatch.undo()
    declared.cache_clear()


def test_the_file_is_recognised_read_and_checked(added: str):
    assert list(yaml.safe_load(ENTRY)) == [added]
    (table,) = read_upload("lists of the council.csv", FILE.encode(), declared())
    assert table.source.id == added
    drafts, report = check_drafts(normalising.normalise(table, "2026-06"))
    (draft,) = drafts
    lists = draft.tables["lists"].select("practice_code", "registered", "registered_missing")
    assert lists.rows() == [("F82030", 9400.0, None), ("F82009", None, "not_supplied")]
    assert not report.of("blocks")


def test_a_cell_that_is_no_number_is_named(added: str):
    (table,) = read_upload("lists.csv", FILE.replace('"9,400"', "many").encode(), declared())
    _, report = check_drafts(normalising.normalise(table, "2026-06"))
    assert "many" in report.model_dump_json()
