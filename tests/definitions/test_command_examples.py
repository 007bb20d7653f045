"""Every command that the README and the guides show is run as it stands."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.commands import publish, run
from tests.faults.files import as_csv, practices
from tests.unit.making import lists_csv, xlsx_of
from tests.unit.pdfs import pdf_of, typst_table

ROOT = Path(__file__).resolve().parents[2]
GENERATED = "findings.md"  # its examples are advice in a sentence
PAGES = [
    ROOT / "README.md",
    *(page for page in sorted((ROOT / "docs").rglob("*.md")) if page.name != GENERATED),
]
# A word that stands for the reader's own → what it is here.
STANDS_FOR = {
    "FILE…": "FILE.csv", "FILE...": "FILE.csv", "FILES": "FILE.csv", "FILE": "FILE.csv", "NAME": "Ann",
    "WHY": "monthly", "COMMAND": "measures", "N": "1", "STORE": "store", "COPY": "copy", "TARGET": "copy",
    "./store": "store", "/srv/workforce/store": "store", "/srv/backup/workforce": "copy", "/mnt/copy": "copy",
}  # fmt: skip


ADDED = ("answer lists", "pharmacist_rate")


def examples() -> list[tuple[str, str]]:
    """Page and command line of each example, in the order of the pages."""
    found: list[tuple[str, str]] = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        lines = re.findall(r"python -m wfcore ([^`\n|]+)", text)
        found += [(page.name, line.strip()) for line in lines if " " in line.strip()]
    for name in ADDED:  # what a guide adds is run by its own test, test_how_to.py
        found = [(page, line) for page, line in found if name not in line]
    return list(dict.fromkeys(found))


EXAMPLES = examples()


def words(line: str) -> list[str]:
    given = shlex.split(line.replace(" …", "…"))
    return [STANDS_FOR.get(word, word) for word in given]


def test_there_are_examples_of_most_commands():
    assert len(EXAMPLES) > 25
    assert {line.split()[0] for _, line in EXAMPLES} >= {
        "publish", "measures", "arrs", "paper", "backup", "verify", "restore"
    }  # fmt: skip


@pytest.fixture(scope="module")
def prepared(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of four versions, a copy of it, and the files that examples name."""
    folder = tmp_path_factory.mktemp("examples")
    shutil.copytree(samples, folder / "store")
    small = as_csv(practices())
    (folder / "FILE.csv").write_bytes(small)
    name = "General Practice – September 2025 Practice Level - Detailed.csv"
    (folder / name).write_bytes(small)
    (folder / "scenario.yaml").write_text("place: Havering\nby: 2027-09\n", encoding="utf-8")
    (folder / "rates.csv").write_text(
        "PCN,GP,Nurse,Nurse\nNorth,31.77,14.37,102.58\nSouth,40.65,18.62,106.94\n", encoding="utf-8"
    )
    table = [["Place", "GPs", "Nurses"], ["A", "10.0 FTE", "5.0 FTE"], ["B", "8.0 FTE", "4.0 FTE"]]
    (folder / "Figure 2.xlsx").write_bytes(xlsx_of({"Figure 2": table}))
    (folder / "Paper.pdf").write_bytes(pdf_of(typst_table(table)))
    for month in ("2016-01", "2016-02", "2016-03"):
        lists = folder / f"{month}.csv"
        lists.write_text(lists_csv([("F99000", 6000)], period=month), encoding="utf-8")
        assert publish(folder / "store", lists).code == 0
    assert run("backup", folder / "copy", "--store", folder / "store").code == 0
    return folder


@pytest.fixture
def at_work(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The prepared folder to oneself."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("page", "line"), EXAMPLES)
def test_it_runs_as_it_stands(at_work: Path, page: str, line: str):
    given = words(line)
    if "FILE.csv" in given and given[0] in ("check", "publish"):
        # The reader's own files: their month and what is to be accepted stand in their report.
        given += [] if "--period" in given else ["--period", "2025-09"]
    if given[0] == "publish":  # to a store of such files
        given += ["--accept-warnings"]
        shutil.rmtree(at_work / "store")
        assert publish(at_work / "store", at_work / "2016-01.csv").code == 0
    answer = run(*given)
    assert answer.code in ((0, 1) if given[0] == "doctor" else (0,)), f"{page}: {answer.err}"
