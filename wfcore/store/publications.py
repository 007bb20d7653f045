"""What a version's commit says about it: who, when, why, which files, what was accepted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from wfcore.checking import QualityReport
from wfcore.normalising import Draft
from wfcore.normalising.values import line


@dataclass(frozen=True)
class Publication:
    """One entry of the history.

    `accepted`: code of a warning → the reason it was accepted for. `approved_by` is the second
    person, where one was asked; `proposal` is what that person approved.
    """

    version: int
    at: datetime
    by: str
    action: str
    why: str
    editions: tuple[str, ...]
    files: tuple[dict[str, Any], ...]
    accepted: Mapping[str, str] = field(default_factory=dict[str, str])
    report: QualityReport | None = None
    approved_by: str = ""
    proposal: str = ""


def metadata_of(
    drafts: Sequence[Draft],
    report: QualityReport,
    *,
    by: str,
    why: str,
    accepted: Mapping[str, str],
) -> dict[str, str]:
    """What travels with the commit of drafts: text by name."""
    raised = {found.code for _, found in report.of("warns")}
    return {
        "action": "publish",
        "by": line(by, 120),
        "why": line(why, 1000),
        "at": log_time_now(),
        "editions": json.dumps(sorted({d.edition for d in drafts})),
        "files": json.dumps(
            [
                {
                    "file": line(d.file_name),
                    "sha256": d.sha256,
                    "source": d.source,
                    "period": d.period,
                    "rows": d.rows,
                }
                for d in drafts
            ]
        ),
        "accepted": json.dumps(
            {code: line(accepted[code], 500) for code in sorted(raised & accepted.keys())}
        ),
        "report": report.model_dump_json(),
    }


def publication(entry: Mapping[str, Any]) -> Publication:
    """An entry of the log as `metadata_of` wrote it, or an earlier release of it."""
    report = entry.get("report")
    accepted: Any = json.loads(entry.get("accepted", "{}"))
    if isinstance(accepted, list):  # earlier releases kept the codes alone
        accepted = dict.fromkeys(cast("list[str]", accepted), "")
    return Publication(
        version=entry.get("version", 0),
        at=datetime.fromisoformat(entry["at"]),
        by=entry["by"],
        action=entry["action"],
        why=entry.get("why", ""),
        editions=tuple(json.loads(entry.get("editions", "[]"))),
        files=tuple(json.loads(entry.get("files", "[]"))),
        accepted=accepted,
        report=QualityReport.model_validate_json(report) if report else None,
        approved_by=entry.get("approved_by", ""),
        proposal=entry.get("proposal", ""),
    )


def log_time_now() -> str:
    """This moment, as the log spells it."""
    return log_time(datetime.now(tz=UTC))


def log_time(at: datetime) -> str:
    """A moment, as the log spells it."""
    return at.isoformat(timespec="microseconds")
