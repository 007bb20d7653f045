"""`python -m wfcore paper`: every format, a paper that was kept, a printed table, and what is refused."""

from pathlib import Path

import pytest

from wfcore.__main__ import main
from wfcore.papers import FORMATS, paper_from_yaml, paper_to_yaml

BEGINS = {
    "pdf": b"%PDF", "docx": b"PK", "html": b"<!DOCTYPE html>", "xlsx": b"PK",
    "csv": b"\xef\xbb\xbfpart,", "yaml": b"title:",
}  # fmt: skip
PRINTED = "place,staff,jun_22,sep_22\nA,GP,50,40\n"


@pytest.fixture
def store(samples: Path) -> str:
    return str(samples)


def test_a_place_in_every_format_and_again_from_its_file(store: str, tmp_path: Path):
    assert set(BEGINS) == set(FORMATS)
    kept, again = tmp_path / "kept.yaml", tmp_path / "again.yaml"
    assert main(["paper", "--store", store, "--place", "Havering", "--out", str(kept)]) == 0
    assert main(["paper", "--store", store, "--from", str(kept), "--out", str(again)]) == 0
    whole = paper_from_yaml(kept.read_bytes())
    assert paper_from_yaml(again.read_bytes()) == whole
    short = tmp_path / "short.yaml"
    short.write_text(
        paper_to_yaml(whole.model_copy(update={"parts": whole.parts[:1]})), encoding="utf-8"
    )
    for ending, begins in BEGINS.items():
        out = tmp_path / f"paper.{ending}"
        assert main(["paper", "--store", store, "--from", str(short), "--out", str(out)]) == 0
        assert out.read_bytes().startswith(begins)


def test_a_printed_table_needs_no_store(tmp_path: Path):
    table, out = tmp_path / "table.csv", tmp_path / "paper.html"
    table.write_text(PRINTED, encoding="utf-8")
    nowhere = tmp_path / "none"
    said = ["--printed", str(table), "--about", "Here", "--source", "A paper"]
    assert main(["paper", "--store", str(nowhere), *said, "--out", str(out)]) == 0
    assert "Source, as printed: A paper." in out.read_text(encoding="utf-8")
    assert not nowhere.exists()


def test_what_is_gone_is_said_and_the_rest_is_made(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    kept, out = tmp_path / "kept.yaml", tmp_path / "paper.html"
    kept.write_text(
        "title: Old\nparts:\n- {kind: enough, level: borough, place: Havering, period: 2025-09, version: 9, "
        "commentary: Mine.}\n",
        encoding="utf-8",
    )
    assert main(["paper", "--store", store, "--from", str(kept), "--out", str(out)]) == 1
    assert "version 9" in capsys.readouterr().err
    assert "Mine." in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--place", "Havering", "--out", "paper.doc"], "no paper is made as that"),
        (["--place", "Atlantis", "--out", "paper.pdf"], "no area called 'Atlantis'"),
        (["--from", "nothing.yaml", "--out", "paper.pdf"], "No such file"),
        (["--place", "Havering", "--out", "no/folder/paper.csv"], "No such file"),
    ],
)
def test_wrong_use_is_said_in_a_line(
    store: str, arguments: list[str], said: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
):  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(["paper", "--store", store, *arguments]) == 2
    assert said in capsys.readouterr().err
