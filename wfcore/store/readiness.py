"""Whether checked drafts may be published: nothing blocks, and every warning has its reason."""

from collections.abc import Mapping, Sequence

from wfcore.checking import QualityReport
from wfcore.errors import NotPublishable
from wfcore.normalising import Draft
from wfcore.normalising.values import line


def accept_all_warnings(report: QualityReport, reason: str) -> dict[str, str]:
    """Every warning of a report accepted for one reason: code → reason."""
    return {found.code: reason for _, found in report.of("warns")}


def assert_publishable(
    drafts: Sequence[Draft], report: QualityReport, by: str, accepted: Mapping[str, str]
) -> None:
    """Refuse what must not be published.

    Args:
        drafts: what is to be published.
        report: their report.
        by: who signs.
        accepted: code of a warning → why it is accepted.

    Raises:
        NotPublishable: a finding blocks, a warning is not accepted or without a reason, or nobody
            signs.
    """
    if not line(by):
        raise NotPublishable("Nobody signs for it.", "Give the name of who publishes.")
    if not drafts:
        raise NotPublishable("There is nothing to publish.", "Choose a file.")
    if {(d.source, d.period) for d in drafts} != {(f.source, f.period) for f in report.files}:
        raise NotPublishable("The report is not about these files.", "Check them again.")
    report = report.said_once()
    if not report.publishable:
        raise NotPublishable(
            f"{len(report.of('blocks'))} finding(s) block it: "
            + " ".join(dict.fromkeys(x.message for _, x in report.of("blocks"))),
            "Correct the files and check them again. Nothing was published.",
        )
    left = [found for _, found in report.of("warns") if not line(accepted.get(found.code, ""))]
    if left:
        raise NotPublishable(
            f"{len(left)} warning(s) are not accepted with a reason: "
            + " ".join(dict.fromkeys(f"{x.message} ({x.code})" for x in left)),
            "Accept each by its name and say why, or correct the files. Nothing was published.",
        )
