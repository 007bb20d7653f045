"""What every test may use, what kind it is, and the report on skipped tests at the end."""

import functools
import os
import re
from collections import Counter, OrderedDict
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext
from streamlit.components.v2 import manifest_scanner

from tests.small_store import seed_small_store
from tools.browsing import find_chromium, running_profile
from wfcore.declared import Declared, declared
from wfcore.measuring import VersionMeasures
from wfcore.reading import containers
from wfcore.seeding import seed_store
from wfcore.store import Store, Version, VersionName
from wfcore.unpacking import UnpackedPart
from wfcore.unpacking.child import work
from wfcore.unpacking.parts import Sizes

ROOT = Path(__file__).resolve().parent.parent
KINDS = {path.name for path in (ROOT / "tests").iterdir() if any(path.glob("test_*.py"))}
SLOWEST = ("browser", "security")  # begun first, so that no worker ends alone with one of them
NO_DATA = "the real NHS files are not here: ../shared/data, or the folder in WFN_REAL_DATA"
# Only what no installation could change. Any other skip fails the test.
MAY_BE_SKIPPED = (
    NO_DATA,
    "root may write to a read-only folder; a read-only disk is tested instead",
    "only root may mount a small disk; file size limits are tested instead",
    "a small disk cannot be mounted here; file size limits are tested instead",
    "a disk cannot be made read-only here",
    "limits on file size exist on POSIX only",
    "children are forked",
    "/proc tells which file an fsync is for",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with its kind, which is its folder."""
    for item in items:
        kind = item.path.relative_to(ROOT / "tests").parts[0]
        if KINDS & {mark.name for mark in item.iter_markers()}:
            raise pytest.UsageError(f"{item.nodeid}: its folder says what kind a test is")
        item.add_marker(kind)
        for mark in item.iter_markers("nightly"):
            _look_at_reason(item.nodeid, mark)
    items.sort(key=lambda item: item.path.parent.name not in SLOWEST)


def _look_at_reason(test: str, mark: pytest.Mark) -> None:
    """A nightly test says what holds its place in check, and that is there."""
    named = re.findall(r"\w+/\w+\.py", str(mark.args))
    if not mark.args or not all((ROOT / "tests" / name).is_file() for name in named):
        raise pytest.UsageError(f"{test}: nightly says what holds its place in check")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that was skipped for a reason that an installation could change."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and _reason(report) not in MAY_BE_SKIPPED:
        report.outcome = "failed"
        report.longrepr = f"Skipped for a reason that tests/conftest.py lacks: {_reason(report)}"
    return report


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of published NHS files: WFN_REAL_DATA, or ../shared/data beside the project."""
    folder = Path(os.environ.get("WFN_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(NO_DATA)
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium."""
    path = find_chromium()
    if path is None:
        pytest.fail("no Chromium on PATH: sh tools/programs.sh chromium")
    return path


@pytest.fixture(scope="session")
def profile(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """One Chromium for every test of a worker: Playwright cannot be started twice in a process.

    It keeps the files of the app and their compiled code, half the work of a page that is opened cold.
    """
    with running_profile(chromium, tmp_path_factory.mktemp("profile")) as running:
        yield running


@pytest.fixture(scope="session")
def browser(profile: BrowserContext) -> Browser:
    """The same Chromium, for visitors who must know nothing of each other."""
    assert profile.browser is not None
    return profile.browser


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small store, North East London and the demonstration place: to read, or to copy."""
    return Path(seed_small_store(_of_all_workers(tmp_path_factory) / "samples").uri)


@pytest.fixture(scope="session")
def england(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store that a first start makes of all of `sample_data/`: to read, or to copy."""
    return Path(seed_store(_of_all_workers(tmp_path_factory) / "england").uri)


@pytest.fixture(scope="session")
def england_figures(england: Path) -> VersionMeasures:
    """Their figures, which keep what was worked out."""
    return VersionMeasures(Store.open(england).read())


def _of_all_workers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def sample_figures(samples: Path) -> VersionMeasures:
    """Their figures, which keep what was worked out."""
    return VersionMeasures(Store.open(samples).read())


_KEPT: OrderedDict[tuple[str, VersionName, int], tuple[Declared, VersionMeasures]] = OrderedDict()
_MOST_KEPT = 4


@pytest.fixture(autouse=True)
def kept_figures(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands keep what they worked out of a version for the next command, as pages do for the next page.

    Not where the store itself is damaged, changed or refused between two commands.
    """
    if request.path.parent.name in ("faults", "stores"):
        return

    def kept(version: Version) -> VersionMeasures:
        known = (version.uri, version.name, id(declared()))
        _KEPT[known] = _KEPT.pop(known, None) or (declared(), VersionMeasures(version))
        while len(_KEPT) > _MOST_KEPT:
            _KEPT.popitem(last=False)
        return _KEPT[known][1]

    for room in ("figures", "printing", "printed_files"):
        monkeypatch.setattr(f"wfcore.commands.{room}.VersionMeasures", kept)


@pytest.fixture(scope="session", autouse=True)
def components_found_once() -> Iterator[None]:
    """Streamlit asks every installed library, for every page that is run, whether it brings components."""
    with pytest.MonkeyPatch.context() as patch:
        found = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture(autouse=True)
def unpacked_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uploads are unpacked in this process: the same work without a start of Python for each file.

    In a child, as for readers, they are in tests of faults, of attacks, and where `in_a_child` is asked for.
    """
    kind = request.path.relative_to(ROOT / "tests").parts[0]
    if kind in ("faults", *SLOWEST) or "in_a_child" in request.fixturenames:
        return

    def here(job: str, name: str, data: bytes, sizes: Sizes, **more: Any) -> list[UnpackedPart]:
        return work(job, name, data, sizes, more)

    monkeypatch.setattr(containers, "in_child", here)


@pytest.fixture
def in_a_child() -> None:
    """Uploads are unpacked in a process of their own, which may die."""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """An empty folder for published versions, for one test."""
    folder = tmp_path / "store"
    folder.mkdir()
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were skipped, and why, reasons together; and what was tried."""
    _bad_inputs(terminalreporter)
    _say_what_was_tried(terminalreporter)
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    if not reasons:
        terminalreporter.write_line("No test was skipped.")
        return
    terminalreporter.section(f"{reasons.total()} skipped, and why")
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"{count:5d}  {reason}")


def _bad_inputs(terminalreporter: pytest.TerminalReporter) -> None:
    """The report of tests/faults/test_corpus.py, from whatever process each test ran in."""
    told = [
        str(value).split()
        for report in terminalreporter.stats.get("passed", [])
        for name, value in getattr(report, "user_properties", [])
        if name == "bad input"
    ]
    if not told:
        return
    outcomes = Counter(outcome for _, outcome, _ in told)
    numbers = {number for number, _, _ in told}
    slowest = max(float(seconds) for _, _, seconds in told)
    said = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
    terminalreporter.section("bad inputs")
    terminalreporter.write_line(
        f"{len(numbers)} of 118 numbers, {len(told)} files: {said}; slowest {slowest:.1f} s."
    )


def _say_what_was_tried(terminalreporter: pytest.TerminalReporter) -> None:
    """Add up what tests have counted with `record_property("tried", (what, number))`."""
    counted: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", []):
                if name == "tried" and report.when == "call":
                    counted[value[0]] += value[1]
    if counted:
        terminalreporter.section(f"Tried by the security tests: {counted.total()}")
        for what, number in sorted(counted.items()):
            terminalreporter.write_line(f"{number:7d}  {what}")


def _reason(report: pytest.TestReport) -> str:
    place = report.longrepr
    said = place[2] if isinstance(place, tuple) else str(place)
    return said.removeprefix("Skipped: ")
