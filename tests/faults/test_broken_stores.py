"""What happens when the store, the disk or the machine fails while publishing or reading."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands import measures, publish, run
from tests.faults.files import METRICS, State, as_csv, practices, says, state
from wfcore.store import Store

ROOT = Path(__file__).resolve().parents[2]
ASKED = ("measures", "--metric", "gp_rate", "--level", "pcn", "--store")
PUBLISHER = """
import os, signal, sys
from wfcore.__main__ import main
from wfcore.store import delta, opening, writing

step, arguments = sys.argv[1], sys.argv[2:]

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

class Table:
    def __init__(self, real):
        self.real = real
    def __getattr__(self, name):
        if name != "create_write_transaction":
            return getattr(self.real, name)
        if step == "before the commit":
            die()
        def commit(*args, **more):
            self.real.create_write_transaction(*args, **more)
            if step == "after the commit":
                die()
        return commit

real_write, real_table = writing.write_part, delta.open_table

def write(*args):
    if step == "before the first part":
        die()
    real_write(*args)
    if step == "after the second part" and len(args[-1]) == 2:
        die()

writing.write_part = write
opening.open_table = lambda *args: Table(real_table(*args))
print("ready", flush=True)
sys.stdin.readline()
sys.exit(main(arguments))
"""


def publisher(step: str, store: Path, path: Path) -> "subprocess.Popen[str]":
    """A process that is about to publish, and waits for a line."""
    command = [
        sys.executable, "-c", PUBLISHER, step, "publish", str(path), "--store", str(store), "--by",
        "tests", "--period", "2025-12", "--accept-warnings",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.fixture
def december(tmp_path: Path) -> Path:
    """A file for another month, with more in it than the first."""
    path = tmp_path / "december.csv"
    path.write_bytes(as_csv(practices(gp=5.5)))
    return path


def old_or_new(
    store: Path, before: State, levels: tuple[str, ...] = ("practice", "pcn", "icb")
) -> bool:
    """Whether the new version is there; the old one is whole either way."""
    head = Store.open(store).head()
    assert head in (1, 2)
    rows = run("history", "--store", store).rows()
    assert [row["version"] for row in rows] == ["2", "1"][2 - head :]
    figures = dict(zip(("practice", "pcn", "icb"), before.figures, strict=True))
    for level, printed in ((level, figures[level]) for level in levels):
        given = ("measures", "--store", store, "--metric", METRICS, "--level", level)
        assert run(*given, "--period", "2025-09").out == printed
        assert run(*given, "--version", 1).out == printed
        if head == 1:
            assert run(*given).out == printed
        else:
            assert len(measures(store, METRICS, level, "2025-12")) == len(printed.splitlines()) - 1
    return head == 2


def still_works(store: Path, december: Path) -> None:
    """Another version can be published after all that."""
    head = Store.open(store).head()
    december.write_bytes(as_csv(practices(gp=6.5)))
    done = publish(store, december, period="2026-03")
    assert done.out == f"Published version {head + 1}\n", done.err
    value = measures(store, "gp_fte", "icb", "2026-03")["QZ9", "gp_fte"]["value"]
    assert float(value) == pytest.approx(5 * 6.5 + 1.0)


@pytest.mark.parametrize(
    ("step", "new"),
    [
        ("before the first part", False),
        ("after the second part", False),
        ("before the commit", False),
        ("after the commit", True),
    ],
)
def test_killed_at_a_step(published: Path, before: State, december: Path, step: str, new: bool):
    process = publisher(step, published, december)
    out, err = process.communicate("go\n", timeout=60)
    assert (process.returncode, out, err) == (-signal.SIGKILL, "", "")
    assert old_or_new(published, before) is new
    still_works(published, december)


@pytest.mark.nightly("at each of four steps, above")
def test_killed_at_any_moment(first_version: Path, before: State, december: Path, tmp_path: Path):
    """Ten times, at moments spread over the time that publishing takes."""
    process = publisher("never", shutil.copytree(first_version, tmp_path / "timed"), december)
    began = time.monotonic()
    out, _ = process.communicate("go\n", timeout=60)
    takes = time.monotonic() - began
    assert out == "Published version 2\n"
    chance = random.Random(9)
    killed = 0
    for i in range(10):
        store = Path(shutil.copytree(first_version, tmp_path / f"killed {i}"))
        process = publisher("never", store, december)
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
        time.sleep(takes * (i + chance.random()) / 10)
        process.kill()
        out, _ = process.communicate(timeout=60)
        killed += process.returncode == -signal.SIGKILL
        new = old_or_new(store, before, ("pcn",))
        assert new or "Published" not in out  # what was acknowledged is there
    assert killed >= 3
    still_works(store, december)


def limited(size: int) -> Callable[[], None]:
    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@pytest.mark.skipif(os.name != "posix", reason="limits on file size exist on POSIX only")
@pytest.mark.parametrize("size", [0, 1000, 2500])
def test_no_file_may_grow(published: Path, before: State, december: Path, size: int):
    command = [
        sys.executable, "-m", "wfcore", "publish", str(december), "--store", str(published), "--by",
        "tests", "--period", "2025-12", "--accept-warnings",
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=limited(size)
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert "Blocked: The store could not be written" in done.stderr
    assert "Nothing was published. Check free space and rights on the store" in done.stderr
    assert state(published) == before
    still_works(published, december)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KB in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk; file size limits are tested instead")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "wfn-small", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here; file size limits are tested instead")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_the_disk_is_full(
    first_version: Path, before: State, december: Path, small_disk: Path, tmp_path: Path
):
    store = Path(shutil.copytree(first_version, small_disk / "store"))
    free = shutil.disk_usage(small_disk).free
    filler = small_disk / "filler"
    filler.write_bytes(b"0" * (free - 8192))
    answer = publish(store, december, period="2025-12")
    assert answer.code == 1
    says(answer, "The store could not be written", "Nothing was published.", "Check free space")
    assert state(store) == before
    filler.unlink()
    still_works(store, december)


def test_the_store_cannot_be_written(
    first_version: Path, before: State, december: Path, small_disk: Path
):
    store = Path(shutil.copytree(first_version, small_disk / "store"))
    again = ["mount", "-o", "remount,ro", str(small_disk)]
    done = subprocess.run(again, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("a disk cannot be made read-only here")
    answer = publish(store, december, period="2025-12")
    assert answer.code == 1
    says(answer, "The store could not be written", "Nothing was published.", "rights on the store")
    assert state(store) == before
    new = publish(small_disk / "new", december, period="2025-12")
    assert new.code == 1
    says(new, "A store cannot be made at", "Check the folder.")


def test_the_folder_is_read_only(published: Path, before: State, december: Path):
    if os.name != "posix" or os.geteuid() == 0:
        pytest.skip("root may write to a read-only folder; a read-only disk is tested instead")
    folders = [published, *(p for p in published.rglob("*") if p.is_dir())]
    for folder in folders:
        folder.chmod(0o500)
    try:
        answer = publish(published, december, period="2025-12")
        assert answer.code == 1
        says(answer, "The store could not be written", "Nothing was published.")
        assert state(published) == before
    finally:
        for folder in folders:
            folder.chmod(0o700)
    still_works(published, december)


def test_the_store_is_a_file(tmp_path: Path, december: Path):
    blocked = tmp_path / "store"
    blocked.write_text("not a folder")
    answer = publish(blocked, december, period="2025-12")
    assert answer.code == 1
    says(
        answer, f"There is no store at {blocked}. It is a file, not a folder.", "Check the address"
    )
    assert blocked.read_text() == "not a folder"


def test_there_is_no_store(tmp_path: Path):
    answer = run("history", "--store", tmp_path / "nowhere")
    assert answer.code == 1
    says(answer, "There is no store at", "nowhere")
    assert not (tmp_path / "nowhere").exists()


def gone(path: Path) -> None:
    path.unlink()


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def zeroed(path: Path) -> None:
    path.write_bytes(b"\0" * path.stat().st_size)


def overwritten(path: Path) -> None:
    path.write_bytes(b"PAR1" + b"<html>" * 300 + b"PAR1")


@pytest.mark.parametrize("damage", [gone, halved, emptied, zeroed, overwritten])
@pytest.mark.parametrize("kind", ["staff_total", "lists", "places"])
def test_a_part_of_the_newest_version_is_damaged(
    published: Path, before: State, december: Path, damage: Callable[[Path], None], kind: str
):
    assert publish(published, december, period="2025-12").code == 0
    (part,) = (published / "edition=gpw_detailed.2025-12" / f"kind={kind}").glob("*.parquet")
    damage(part)
    answer = run(*ASKED, published)
    assert answer.code == 1
    says(answer, "Version 2 cannot be read", part.name, "bring an earlier version back")
    old = run(
        "measures", "--metric", METRICS, "--level", "pcn", "--store", published, "--version", 1
    )
    assert (old.code, old.out) == (0, before.figures[1])
    assert run("restore", 1, "--store", published, "--by", "tests").out.startswith(
        "Published version 3"
    )
    assert (
        run("measures", "--metric", METRICS, "--level", "pcn", "--store", published).out
        == (before.figures[1])
    )


def test_an_empty_record_changes_nothing(published: Path, before: State, december: Path):
    """A power cut can leave one: the version before is what is read."""
    assert publish(published, december, period="2025-12").code == 0
    (published / "_delta_log" / "00000000000000000002.json").write_bytes(b"")
    asked = ("measures", "--metric", METRICS, "--level", "pcn", "--store", published)
    assert run(*asked).out == before.figures[1]
    still_works(published, december)


@pytest.mark.parametrize("damage", [halved, zeroed])
def test_the_record_of_the_newest_version_is_damaged(
    published: Path, before: State, december: Path, damage: Callable[[Path], None]
):
    assert publish(published, december, period="2025-12").code == 0
    record = published / "_delta_log" / "00000000000000000002.json"
    damage(record)
    for arguments in (
        (*ASKED, published),
        ("history", "--store", published),
        ("restore", 1, "--store", published, "--by", "tests"),
        ("publish", december, "--store", published, "--by", "tests", "--period", "2026-03"),
    ):
        answer = run(*arguments)
        assert answer.code == 1
        says(answer, "cannot be read", "Put it back from a copy.", "take that file away")
    record.unlink()  # as it says
    found = state(published)
    assert (found.history, found.figures) == (before.history, before.figures)
    still_works(published, december)


@pytest.mark.parametrize("size", [4, 400])
def test_random_damage_ends_in_an_answer_or_a_refusal(published: Path, december: Path, size: int):
    assert publish(published, december, period="2025-12").code == 0
    asked = ("measures", "--metric", METRICS, "--level", "pcn", "--store", published)
    whole = run(*asked)
    (part,) = (published / "edition=gpw_detailed.2025-12" / "kind=staff_total").glob("*.parquet")
    good = part.read_bytes()
    chance = random.Random(size)
    refused = 0
    for _ in range(20):
        damaged = bytearray(good)
        at = chance.randrange(len(good) - size)
        damaged[at : at + size] = chance.randbytes(size)
        part.write_bytes(damaged)
        answer = run(*asked)
        if answer.code:
            refused += 1
            assert answer.code == 1
            says(answer, "Version 2 cannot be read")
        else:
            assert len(answer.rows()) == len(whole.rows())
    assert refused >= 5
    part.write_bytes(good)
    assert run(*asked) == whole
