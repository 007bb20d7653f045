import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.unit.making import checked, lists_csv, publish
from wfcore import audit
from wfcore.access import VIEWER, Actor, acting_as
from wfcore.errors import NotAllowed, NotPublishable
from wfcore.store import Store

SEPT = lists_csv([("A00001", 5000)])
OCT = lists_csv([("A00001", 5200)], period="2025-10")
CANARIES = ["Canary Surgery", "ann.canary", "canary-token", "canary=1", "lists-canary.csv"]


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "audit.jsonl"
    monkeypatch.setenv("WORKFORCE_AUDIT", str(path))
    return path


def lines(log: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def without_time(log: Path) -> list[dict[str, object]]:
    return [{k: v for k, v in line.items() if k != "time"} for line in lines(log)]


def test_publishing_and_restoring_leave_a_line_each(log: Path, store: Path):
    made = publish(store, SEPT)
    publish(store, OCT)
    made.restore(1, by="Ann")
    assert without_time(log) == [
        {"event": event, "outcome": "done", "version": n, "role": "analyst", "mode": "on"}
        for n, event in enumerate(["publish", "publish", "restore"], start=1)
    ]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]{12}\+00:00", l["time"]) for l in lines(log))  # noqa: E741


def test_refusals_say_who_by_role_and_digest_and_why_by_class(
    log: Path, store: Path, monkeypatch: pytest.MonkeyPatch
):
    made = publish(store, SEPT)
    drafts, report = checked(OCT)
    with pytest.raises(NotPublishable):
        made.publish(drafts, report, by="")
    monkeypatch.setenv("WORKFORCE_ANALYST", "sign-in")
    ended = Actor("analyst", "ann.canary@nhs.example", "0123456789ab", until=time.time() - 1)
    with acting_as(ended), pytest.raises(NotAllowed):
        made.publish(drafts, report, by="ann.canary")
    with acting_as(VIEWER), pytest.raises(NotAllowed):
        made.restore(1, by="ann.canary")
    refused = {"outcome": "refused", "code": "NotAllowed", "mode": "sign-in"}
    assert without_time(log)[1:] == [
        {"event": "publish", "outcome": "refused", "role": "analyst", "code": "NotPublishable",
         "mode": "on"},
        {"event": "publish", "role": "analyst", "session": "0123456789ab"} | refused,
        {"event": "restore", "role": "viewer"} | refused,
    ]  # fmt: skip
    assert "canary" not in log.read_text(encoding="utf-8")


def test_nothing_but_the_listed_fields_is_ever_written(log: Path):
    for canary in CANARIES:
        audit.record("publish", "failed", session=canary, code=canary)
        audit.record("signed_in", "done", actor=Actor("analyst", canary, "0123456789ab"))
    written = log.read_text(encoding="utf-8")
    assert len(lines(log)) == 2 * len(CANARIES)
    assert {key for line in lines(log) for key in line} <= {
        "time", "event", "outcome", "version", "role", "session", "code", "mode",
    }  # fmt: skip
    assert [canary for canary in CANARIES if canary in written] == []


@pytest.mark.parametrize(("event", "outcome"), [("canary", "done"), ("publish", "canary")])
def test_an_event_nobody_listed_is_a_bug(log: Path, event: str, outcome: str):
    with pytest.raises(ValueError, match="knows no"):
        audit.record(event, outcome)


def test_without_the_setting_nothing_is_written(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.delenv("WORKFORCE_AUDIT", raising=False)
    publish(store, SEPT)
    assert capfd.readouterr() == ("", "")
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_dash_means_standard_error(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("WORKFORCE_AUDIT", "-")
    audit.record("ready", "done", version=3)
    out, err = capfd.readouterr()
    assert out == ""
    assert json.loads(err)["version"] == 3


def test_a_log_that_cannot_be_written_stops_nobody(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("WORKFORCE_AUDIT", str(tmp_path / "no such folder" / "audit.jsonl"))
    assert publish(store, SEPT).head() == 1
    assert "The audit log cannot be written." in capfd.readouterr().err


def test_lines_of_several_processes_do_not_mix(log: Path, root: Path):
    code = (
        "from wfcore import audit\n"
        "for n in range(300): audit.record('publish', 'done', version=n, session='s' * 50)"
    )
    running = [subprocess.Popen([sys.executable, "-c", code], cwd=root) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert sorted(int(str(line["version"])) for line in lines(log)) == sorted([*range(300)] * 3)


def test_an_error_of_ours_is_recorded_and_goes_on(log: Path, monkeypatch: pytest.MonkeyPatch):
    @audit.audited("publish")
    def broken() -> int:
        raise KeyError("Canary Surgery")

    with pytest.raises(KeyError):
        broken()
    assert without_time(log) == [
        {"event": "publish", "outcome": "failed", "role": "analyst", "code": "KeyError",
         "mode": "on"}
    ]  # fmt: skip


def test_the_store_is_audited(store: Path):
    assert all(hasattr(getattr(Store, name), "__wrapped__") for name in ("publish", "restore"))
