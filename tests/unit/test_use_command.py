"""`doctor --use` and `paper --printed`: a table in any layout, on the command line."""

import json
from pathlib import Path

import pytest

from tests.unit.test_prints import HAVERING, LEEDS
from wfcore.__main__ import main

LONG = "PCN,Staff,Jun-22,Sep-22\nHavering Crest PCN,GP,44.03,44.07\nHavering North PCN,GP,32.47,31.77\n"


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["doctor", *words, "--use"]) in (0, 1)  # 1: the doctor found something
    return capsys.readouterr().out


def written(folder: Path, text: str) -> str:
    path = folder / "table.tsv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_gaps_of_a_wide_table(
    tmp_path: Path, samples: Path, capsys: pytest.CaptureFixture[str]
):
    table = written(tmp_path, HAVERING)
    out = said(
        capsys, table, "--store", str(samples), "--answer", "GP (excluding TG) #2=admin staff"
    )
    assert "North is furthest away: 12.23 short, 38.5% more than it has." in out
    assert "Marshall lost it (16.22 to 13.60, 1.40 short)" in out
    assert "Taken: admin staff." in out
    assert "heading printed twice" not in out


def test_a_long_table_says_that_gps_may_be_others(
    tmp_path: Path, samples: Path, capsys: pytest.CaptureFixture[str]
):
    out = said(capsys, written(tmp_path, LONG), "--store", str(samples))
    assert "one of Havering’s two networks reached 44 GPs" in out
    assert "not which GPs" in out
    out = said(
        capsys, written(tmp_path, LONG), "--store", str(samples), "--patients", "North=47000",
        "--answer", "GP=fully qualified GPs",
    )  # fmt: skip
    assert "would be 5.7 full-time posts" in out
    assert "not which GPs" not in out


def test_a_table_of_staff_needs_patients_and_aim(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    nowhere = str(tmp_path / "none")
    given = ["--place", "Leeds", "--month", "2021-09", "--patients", "898,846", "--aim", "58"]
    out = said(capsys, written(tmp_path, LEEDS), "--store", nowhere, *given, "--json")
    (used,) = json.loads(out)["used"]
    assert used["answers"][0]["verdict"].endswith(
        "The aim of 58 comes to 521.3 full-time posts: 92.8 short."
    )
    assert {q["key"] for q in used["questions"]} == {"month", "place"}


def test_a_wide_table_becomes_a_paper(tmp_path: Path, samples: Path):
    out = tmp_path / "paper.html"
    words = ["--printed", written(tmp_path, HAVERING), "--source", "A paper", "--out", str(out)]
    assert main(["paper", "--store", str(samples), *words, "--answer", "H=leave out"]) == 0
    text = out.read_text(encoding="utf-8")
    assert "12.23 short, 38.5% more than it has" in text
    assert "Source, as printed: A paper" in text


def test_what_cannot_be_read_of_an_option_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit):
        main(["doctor", written(tmp_path, LONG), "--use", "--patients", "many"])
    assert "is not NUMBER or NAME=NUMBER" in capsys.readouterr().err
