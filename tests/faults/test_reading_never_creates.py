"""Nothing that asks makes a store, no command and no page: a mistyped or unmounted address is refused."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.commands import run
from tests.faults.files import as_csv, practices, says
from tests.object_store import object_store
from wfcore.commands import COMMANDS
from wfcore.store import Store

ASKED: dict[str, tuple[str, ...]] = {
    "measures": ("--metric", "gp_rate", "--level", "pcn"),
    "targets": ("--level", "pcn"),
    "change": ("--metric", "gp_rate", "--level", "pcn", "--from", "2024-09", "--to", "2025-09"),
    "arrs": ("--level", "pcn"),
    "places": ("Havering",),
    "quality": (),
    "project": ("scenario.yaml",),
    "goal": (
        "--metric", "gp_rate", "--place", "Havering", "--target", "44", "--by", "2027-03", "--lever", "recruits",
    ),
    "paper": ("--place", "Havering", "--out", "paper.pdf"),
    "paper --from": ("--from", "paper.yaml", "--out", "paper.pdf"),
    "answer": ("enough", "--place", "Havering"),
    "people": ("--place", "Havering"),
    "pipeline": ("--place", "Havering"),
    "history": (),
    "approve": (),
    "restore": ("1", "--by", "tests"),
    "tidy": (),
    "verify": (),
    "backup": ("copy",),
    "publish": ("december.csv", "--by", "tests", "--period", "2025-12"),
    "publish --propose": ("december.csv", "--by", "tests", "--period", "2025-12", "--propose"),
}  # fmt: skip
WITHOUT_A_STORE = {"check", "doctor", "seed", "setup"}  # these ask none, or are there to make one


def missing(_path: Path) -> None:
    """Nothing lies there."""


def file(path: Path) -> None:
    path.write_text("notes", encoding="utf-8")


def other_folder(path: Path) -> None:
    path.mkdir()
    file(path / "notes.txt")


INSTEAD: dict[str, tuple[Callable[[Path], None], str]] = {
    "missing": (missing, "There is no such folder."),
    "empty folder": (Path.mkdir, "The folder is empty."),
    "file": (file, "It is a file, not a folder."),
    "another folder": (other_folder, "The folder holds other things."),
}


def test_every_command_is_asked():
    assert {name.partition(" ")[0] for name in ASKED} | WITHOUT_A_STORE == set(COMMANDS)


@pytest.fixture
def at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the commands name, in which they are run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "december.csv").write_bytes(as_csv(practices()))
    (tmp_path / "scenario.yaml").write_text("place: Havering\nby: 2027-09\n", encoding="utf-8")
    (tmp_path / "paper.yaml").write_text(
        "title: Old\nparts:\n- {kind: enough, level: borough, place: Havering, period: 2025-09}\n",
        encoding="utf-8",
    )
    return tmp_path


def lying(folder: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize("instead", INSTEAD)
@pytest.mark.parametrize("command", ASKED)
def test_it_is_refused_by_its_name_and_nothing_is_made(at_work: Path, command: str, instead: str):
    make, said = INSTEAD[instead]
    store = at_work / "stroe"
    make(store)
    before = lying(at_work)
    answer = run(command.partition(" ")[0], *ASKED[command], "--store", store)
    assert answer.code == 1
    says(answer, f"There is no store at {store}.", said, "--new", "(no_store)")
    assert lying(at_work) == before


def test_the_usual_place_is_not_filled_either(at_work: Path):
    """Without `--store` it is ./store."""
    answer = run("measures", *ASKED["measures"])
    assert answer.code == 1
    says(answer, f"There is no store at {at_work / 'store'}.")
    assert not (at_work / "store").exists()


@pytest.mark.parametrize("make", [missing, Path.mkdir])
@pytest.mark.parametrize(
    ("more", "done"),
    [((), "Published version 1\n"), (("--propose",), "Waits for approval: ")],
)
def test_new_makes_it(
    at_work: Path, make: Callable[[Path], None], more: tuple[str, ...], done: str
):
    store = at_work / "mine"
    make(store)
    answer = run(
        "publish", *ASKED["publish"], *more, "--store", store, "--new", "--accept-warnings"
    )
    assert answer.code == 0, answer.err
    assert answer.out.startswith(done)
    assert run("history", "--store", store).code == 0


def test_new_does_not_begin_a_store_anew(published: Path, at_work: Path):
    given = ("publish", *ASKED["publish"], "--store", published, "--new", "--accept-warnings")
    assert run(*given).out == "Published version 2\n"
    assert len(run("history", "--store", published).rows()) == 2


def test_what_cannot_be_published_makes_no_store(at_work: Path):
    (at_work / "december.csv").write_bytes(as_csv(practices(gp=-4.5)))
    assert run("publish", *ASKED["publish"], "--store", at_work / "mine", "--new").code == 1
    assert not (at_work / "mine").exists()


def test_in_an_object_store():
    with object_store() as bucket:
        for command in ("measures", "history", "backup"):
            answer = run(command, *ASKED[command], "--store", f"{bucket}/stroe")
            assert answer.code == 1
            says(answer, f"There is no store at {bucket}/stroe. Nothing is kept there.")


@pytest.mark.parametrize("instead", INSTEAD)
@pytest.mark.parametrize("analyst", ["on", "off"])
def test_a_page_makes_none_either(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch, analyst: str, instead: str
):
    """Members are told in plain words; analysts where it should be and what makes one."""
    make, said = INSTEAD[instead]
    store = tmp_path / "stroe"
    make(store)
    before = lying(tmp_path)
    monkeypatch.setenv("WORKFORCE_STORE", str(store))
    monkeypatch.setenv("WORKFORCE_ANALYST", analyst)
    app = AppTest.from_file(root / "app.py", default_timeout=60).run()
    assert not app.exception
    (refusal,) = app.error
    if analyst == "on":
        assert "There is no store at" in refusal.value
        assert str(store) in refusal.value.replace("\\", "")
        assert said in refusal.value
        assert "python -m wfcore seed" in refusal.value
    else:
        assert str(tmp_path) not in refusal.value.replace("\\", "")
        assert "Tell whoever runs this notebook" in refusal.value
    assert lying(tmp_path) == before


def test_an_empty_store_says_that_nothing_is_published(
    store: Path, root: Path, monkeypatch: pytest.MonkeyPatch
):
    Store.create(store)
    monkeypatch.setenv("WORKFORCE_STORE", str(store))
    app = AppTest.from_file(root / "app.py", default_timeout=60).run()
    assert [said.value.partition("**\n")[0] for said in app.error] == [
        "**Nothing is published yet."
    ]
    assert not app.info


def test_the_first_make_run_seeds(root: Path):
    """And says so; the stamp keeps later ones from filling an address that is not mounted."""
    planned = subprocess.run(
        [shutil.which("make") or "make", "-n", "-B", "run", "WORKFORCE_STORE=/srv/some where"],
        cwd=root, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    seeds = planned.index('-m wfcore seed --store "/srv/some where"')
    assert seeds < planned.index("touch .venv/.seeded") < planned.index("-m tools.serve")
