"""The examples of the how-to pages are run as they stand."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from tests.definitions.examples import measured
from tests.small_store import seed_small_store
from tests.ui import shipped
from wfcore.answers import answer_question, answering, choice_of, standard_questions
from wfcore.declared import declared, loading
from wfcore.declared.loading import DEFINITIONS, load
from wfcore.measuring import VersionMeasures
from wfcore.wording import value_with_unit

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to"


def blocks(page: str) -> list[str]:
    """The examples of a page, in their order."""
    text = (HOW_TO / page).read_text(encoding="utf-8")
    return re.findall(r"^```\w+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def definitions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """A function that adds an entry to a copy of the definitions, which are then those in use."""

    def added(name: str, entry: str, within: str | None = None) -> None:
        folder = Path(shutil.copytree(DEFINITIONS, tmp_path / "definitions"))
        content = yaml.safe_load((folder / name).read_text(encoding="utf-8"))
        (content if within is None else content[within]).update(yaml.safe_load(entry))
        (folder / name).write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
        monkeypatch.setattr(loading, "load", lambda: load(folder))
        declared.cache_clear()

    yield added
    monkeypatch.undo()
    declared.cache_clear()


def figures(folder: Path) -> VersionMeasures:
    return VersionMeasures(seed_small_store(folder / "store").read())


def test_an_answer_is_added_as_the_page_says(
    definitions: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    entry, module, line = blocks("add-an-answer.md")
    (kind,) = yaml.safe_load(entry)
    written = re.fullmatch(r'"(\w+)": (\w+)\.(\w+),\n', line)
    assert written is not None
    assert (written[1], written[2]) == (kind, kind)
    names: dict[str, object] = {}
    exec(compile(module, f"{kind}.py", "exec"), names)
    definitions("answers.yaml", entry)
    monkeypatch.setitem(answering.ANSWER_OF_KIND, kind, names[written[3]])
    data = figures(tmp_path)
    choice = choice_of(data, "Havering", "gp_rate", "2025-09")
    (question,) = standard_questions(choice, [kind])
    answer = answer_question(data, question)
    patients = shipped.practices("2025-09", borough="Havering").all_patients
    assert answer.verdict == f"Havering has {patients:,.0f} registered patients."
    assert [way.kind for way in answer.ways_on] == yaml.safe_load(entry)[kind]["ways_on"]
    assert answer.files


def test_a_metric_is_added_as_the_page_says(definitions: Callable[..., None], tmp_path: Path):
    (entry,) = blocks("add-a-metric.md")
    ((stem, count),) = yaml.safe_load(entry).items()
    definitions("metrics.yaml", entry, within="staff_counts")
    metric = declared().metric(f"{stem}_rate")
    assert metric.name == f"{count['name']} per 100,000 patients"
    assert count["short"] in value_with_unit(metric, 5.0)
    found = measured(metric, tmp_path / "example")
    for key, expected in count["example"]["expect"].items():
        assert found[key] == pytest.approx(expected), key
    rows = figures(tmp_path).measure([metric.id, f"{stem}_fte"], "borough", period="2025-09")
    assert set(rows["metric"]) == {metric.id, f"{stem}_fte"}
    here = rows.filter(metric=metric.id, area_name="Havering")
    assert here["value"].to_list() == [None]  # the files of North East London do not count them
    assert "not_in_file" in here["flags"][0]
