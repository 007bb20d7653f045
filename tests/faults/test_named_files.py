"""What a command line meets: names of any bytes, pipes, endless files, letters that steer a terminal."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import run
from tests.faults.files import as_csv, practices
from wfcore.commands.terminal import harmless

ROOT = Path(__file__).resolve().parent.parent.parent
ODD = os.fsdecode(b"pr\xffact\x1b[31m.csv")
HUGE = 3 * 2**30


def command(*arguments: str, **more: str) -> list[str]:
    return [sys.executable, "-m", "wfcore", *arguments]


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """A good file whose name is no UTF-8 and colours a terminal."""
    path = tmp_path / ODD
    path.write_bytes(as_csv(practices()))
    return path


def test_a_name_of_any_bytes_is_checked_published_and_shown(named: Path, tmp_path: Path):
    checked = run("check", named, "--period", "2025-06")
    assert checked.code == 0
    assert checked.out.startswith("pr\ufffdact\\u001b[31m.csv: General Practice Workforce")
    as_json = run("check", named, "--period", "2025-06", "--json")
    assert json.loads(as_json.out)["files"][0]["file"] == "pr\ufffdact\x1b[31m.csv"
    store = tmp_path / "store"
    done = run(
        "publish",
        named,
        "--period",
        "2025-06",
        "--new",
        "--accept-warnings",
        "--by",
        "G",
        "--store",
        store,
    )
    assert done.code == 0, done.err
    assert "\x1b" not in run("history", "--store", store).out
    out = tmp_path / os.fsdecode(b"fig\xffures.csv")
    assert run("history", "--store", store, "--csv", out).code == 0
    assert out.read_text(encoding="utf-8").startswith("version,")


@pytest.mark.parametrize("what", ["check", "doctor", "project", "--from"])
def test_the_size_is_looked_at_before_reading(
    what: str, tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch
):
    huge = tmp_path / "huge.csv"
    huge.touch()
    os.truncate(huge, HUGE)  # sparse: it takes no room
    opened = {"--from": ("paper", "--from", huge, "--out", tmp_path / "o.csv")}.get(
        what, (what, huge)
    )
    if what in ("project", "--from"):
        opened = (*opened, "--store", samples)
    refused = run(*opened)
    assert refused.code == 2
    assert "huge.csv: the file is 3,072 MB; the limit is 25 MB." in refused.err


def test_a_pipe_is_read_and_an_endless_one_is_not_kept(named: Path, tmp_path: Path):
    fed = f'"{sys.executable}" -m wfcore check <(cat "$1") --period 2025-06'
    read = subprocess.run(
        ["bash", "-c", fed, "bash", os.fsencode(named)], cwd=ROOT, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert (read.returncode, read.stdout.rstrip().endswith("Publishable.")) == (0, True), (
        read.stderr
    )
    endless = run("check", "/dev/zero")
    assert endless.code == 2
    assert "zero: the file goes on and on; the limit is 25 MB." in endless.err


@pytest.mark.parametrize("kept", [0, 40])
def test_a_reader_that_goes_ends_nothing(samples: Path, kept: int):
    """`| head` closes the pipe; the command did its work and says so, without a traceback."""
    asked = command(
        "measures", "--store", str(samples), "--metric", "gp_rate", "--level", "practice"
    )
    with subprocess.Popen(
        asked, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(kept)
        process.stdout.close()
        said = process.stderr.read().decode()
        assert (process.wait(), "Traceback" in said, "BrokenPipe" in said) == (0, False, False), (
            said
        )


def test_a_terminal_that_cannot_write_a_letter(named: Path):
    checked = subprocess.run(
        command("check", "--help"), cwd=ROOT, capture_output=True, check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )  # fmt: skip
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    "letter", ["\x1b", "\x9b", "\x07", "\x00", "\r", "\u202e", "\u2066", "\udcff", "\u2028"]
)
def test_nothing_steers_a_terminal(letter: str):
    spelled = f"\\u{ord(letter):04x}"
    assert harmless(f"a{letter}b\tc\nd") == f"a{spelled}b\tc\nd"
    assert json.loads(harmless(json.dumps(f"a{letter}b", ensure_ascii=False))) == f"a{letter}b"
    for asked in (
        ("check", f"no{letter}such"),
        ("arrs", "--level", f"x{letter}"),
        ("goal", f"{letter}"),
    ):
        if "\x00" not in letter or asked[0] != "check":
            told = run(*asked)
            assert letter not in told.out + told.err, asked
            assert told.code == 2


def test_what_is_kept_or_looked_up_is_text(samples: Path):
    told = run("measures", "--store", samples, "--metric", "gp_\udcff", "--level", "pcn")
    assert (told.code, "is not UTF-8 text" in told.err) == (2, True)
