# pyright: basic
"""Lines of the benchmark about a quarter that can be trusted: its report, and publishing while others read."""

import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from bench.england import England
from wfcore.checking import QualityReport, check_drafts
from wfcore.declared import declared
from wfcore.measuring import VersionMeasures
from wfcore.normalising import Draft, normalise
from wfcore.reading import read_upload
from wfcore.store import (
    Store,
    accept_all_warnings,
    compare_to_published,
    find_differences,
)

VIEWERS = 25
SEEN_WITHIN = 10.0  # seconds
_PAUSE = 0.2  # between the actions of a viewer
_PUBLICATIONS = 2

Line = Callable[[str, float, float, float | None], None]
InTurns = Callable[[Callable[[], object], Callable[[], object], int], tuple[float, float]]


def measure(data: bytes, england: England, there: Path, line: Line, in_turns: InTurns) -> None:
    """Print both lines."""
    _report(data, there, line, in_turns)
    _publishing(england, there)


def _read(data: bytes, period: str) -> list[Draft]:
    return normalise(read_upload("england.csv", data, declared())[0], period)


def _checked(data: bytes, period: str) -> tuple[list[Draft], QualityReport]:
    return check_drafts(_read(data, period))


def _report(data: bytes, there: Path, line: Line, in_turns: InTurns) -> None:
    store = Store.create(there / "trust")
    drafts, report = _checked(data, "2025-06")
    store.publish(drafts, report, by="bench", accepted=accept_all_warnings(report, "measured"))
    read = _read(data, "2025-09")

    def ours() -> None:
        drafts, report = check_drafts(read)
        found = find_differences(drafts, store.read())
        compare_to_published(drafts, report, store, found)

    line(
        "quality report and differences, against reading",
        *in_turns(ours, lambda: _read(data, "2025-09"), 5),
        1,
    )


def _publishing(england: England, there: Path) -> None:
    """Viewers ask for a rate, as pages do: each follows the newest version, figures are shared.

    Raises:
        SystemExit: a viewer got an error or a mix of versions.
    """
    uri = there / "watched"
    store = Store.create(uri)
    figures = cache(lambda version: VersionMeasures(store.read(version)))
    one_at_a_time = threading.Lock()  # as a page's cache does: the first works it out for all
    rates: dict[int, float] = {}
    published: dict[int, float] = {}

    def rate(version: int) -> float:
        with one_at_a_time:
            found = figures(version)
        return float(found.measure(["gp_rate"], "england")["value"][0])

    def publish(quarter: int) -> None:
        drafts, report = _checked(england.headline(quarter), "2025-09")
        accepted = accept_all_warnings(report, "measured")
        version = store.publish(drafts, report, by="bench", accepted=accepted)
        published[version] = time.monotonic()
        rates[version] = _rate(store, version)

    publish(0)
    stop, errors = threading.Event(), list[str]()
    seen: list[list[tuple[int, float, float]]] = [[] for _ in range(VIEWERS)]
    looking = (uri, rate, stop, errors)
    viewers = [threading.Thread(target=_view, args=(*looking, mine)) for mine in seen]
    for viewer in viewers:
        viewer.start()
    for quarter in range(1, _PUBLICATIONS + 1):
        publish(quarter)
        time.sleep(1)
    newest = store.head()
    deadline = time.monotonic() + 6 * SEEN_WITHIN
    while any(not mine or mine[-1][0] < newest for mine in seen) and time.monotonic() < deadline:
        time.sleep(0.05)
    stop.set()
    for viewer in viewers:
        viewer.join()
    mixed = [look for mine in seen for look in mine if look[1] != rates[look[0]]]
    if errors or mixed:
        raise SystemExit(f"Viewers met errors {errors[:3]} or mixes {mixed[:3]}.")
    late = max(
        min(at for version, _, at in mine if version == newest) - published[newest] for mine in seen
    )
    verdict = "ok" if late <= SEEN_WITHIN else "over"
    looks = sum(map(len, seen))
    print(
        f"{f'{VIEWERS} viewers on the new version, {looks} looks':44}{late:>7.1f} s{'':18}"
        f"{SEEN_WITHIN:>7.0f}  {verdict}"
    )


def _view(
    uri: Path,
    rate: Callable[[int], float],
    stop: threading.Event,
    errors: list[str],
    mine: list[tuple[int, float, float]],
) -> None:
    """Look at the newest version again and again: version, rate, moment."""
    own = Store.open(uri)
    while not stop.is_set():
        try:
            version = own.head()
            mine.append((version, rate(version), time.monotonic()))
        except Exception as error:  # noqa: BLE001 - whatever a viewer meets counts
            errors.append(repr(error))
        time.sleep(_PAUSE)


def _rate(store: Store, version: int) -> float:
    return float(VersionMeasures(store.read(version)).measure(["gp_rate"], "england")["value"][0])
