"""The check of pinned libraries against a database of advisories, made by hand."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tools.known_vulnerabilities import is_affected, known, main, pinned

PINS = {"streamlit": "1.67.0", "pyyaml": "6.0.3"}


def advisory(name: str, *events: dict[str, str], **more: Any) -> dict[str, Any]:
    ranges = [{"type": "ECOSYSTEM", "events": list(events)}]
    package = {"ecosystem": "PyPI", "name": name}
    return {
        "id": "PYSEC-1",
        "summary": "Bad.",
        "affected": [{"package": package, "ranges": ranges}],
        **more,
    }


def database(folder: Path, *records: dict[str, Any]) -> Path:
    path = folder / "all.zip"
    with zipfile.ZipFile(path, "w") as file:
        for n, record in enumerate(records):
            file.writestr(f"{n}.json", json.dumps(record))
    return path


@pytest.mark.parametrize(
    ("events", "affected"),
    [
        ([{"introduced": "0"}], True),
        ([{"introduced": "0"}, {"fixed": "1.67.0"}], False),
        ([{"introduced": "0"}, {"fixed": "1.67.1"}], True),
        ([{"introduced": "1.68"}], False),
        ([{"introduced": "0"}, {"last_affected": "1.67.0"}], True),
        ([{"introduced": "0"}, {"last_affected": "1.66"}], False),
        ([{"introduced": "0"}, {"fixed": "1.9"}, {"introduced": "1.60"}, {"fixed": "1.70"}], True),
        ([{"introduced": "0"}, {"fixed": "1.9"}, {"introduced": "1.60"}, {"fixed": "1.65"}], False),
    ],
)  # fmt: skip
def test_ranges(events: list[dict[str, str]], affected: bool):
    (one,) = advisory("Streamlit", *events)["affected"]
    assert is_affected(one, "1.67.0") is affected


def test_what_is_pinned_is_found_whatever_its_spelling(tmp_path: Path):
    all_of_it = database(
        tmp_path,
        advisory("PyYAML", {"introduced": "0"}),
        advisory("streamlit", {"introduced": "0"}, withdrawn="2026-01-01T00:00:00Z"),
        advisory("django", {"introduced": "0"}),
        {"id": "GHSA-1", "affected": [{"package": {"name": "Streamlit"}, "versions": ["1.67.0"]}]},
    )
    assert list(known(all_of_it, PINS)) == [
        "pyyaml 6.0.3: PYSEC-1 Bad.",
        "streamlit 1.67.0: GHSA-1",
    ]


def test_the_pins_are_read():
    found = pinned("requirements.txt")
    assert found["pyyaml"] == "6.0.3"
    assert len(found) > 40


def test_without_a_database_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("sys.argv", ["x"])
    assert main() == 2
    assert "NOT looked for" in capsys.readouterr().err
    monkeypatch.setattr(
        "sys.argv", ["x", str(database(tmp_path, advisory("polars", {"introduced": "0"})))]
    )
    assert main() == 1
    assert "polars" in capsys.readouterr().out
