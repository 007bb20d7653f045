"""Drafts against what is published: the same file again, a revision, and what moved since the period before."""

from collections.abc import Sequence

import polars as pl

from wfcore.checking import FileReport, QualityReport
from wfcore.checking.reports import gravest_first
from wfcore.findings import Finding, finding
from wfcore.normalising import Draft
from wfcore.store.boroughs import about_boroughs
from wfcore.store.consequences import consequences, nothing_differs
from wfcore.store.differences import Differences, find_differences
from wfcore.store.groups import about_groups
from wfcore.store.local_lists import about_local_lists
from wfcore.store.local_tables import check_against_known
from wfcore.store.placing import about_placing
from wfcore.store.publications import Publication
from wfcore.store.recommendations import about_recommendations
from wfcore.store.store import Store
from wfcore.store.successions import about_successions
from wfcore.store.targets import about_aims, about_what_is_new
from wfcore.store.version import Version
from wfcore.tables import STANDING


def compare_to_published(
    drafts: Sequence[Draft],
    report: QualityReport,
    store: Store | None,
    found: Sequence[Differences] | None = None,
) -> QualityReport:
    """The report with what publication would do added, and with findings about the newest version of the store.

    Args:
        drafts: checked drafts.
        report: their report.
        store: what they would be published to; None for a new one.
        found: their differences from the newest version, where somebody has worked them out.
    """
    if store is None:
        return _with(report, consequences(drafts, None))
    version = store.read()
    history = store.history()
    files = version.table("files")
    report = _with(report, consequences(drafts, version))
    local = check_against_known(drafts, version)
    if found is None:
        found = find_differences(drafts, version)
    reports: list[FileReport] = []
    for one, file, differs, about in zip(drafts, report.files, found, local, strict=True):
        again = _published_before(one, files, history)
        if any(x.code == "revision" for x in again) and nothing_differs(one, drafts, version):
            again = [_nothing_differs(one)]
        asked = [*about_recommendations(one, drafts, version), *about_aims(one, drafts, version)]
        placed = [*about_boroughs(one, drafts, version), *about_placing(one, drafts, version)]
        asked += [*about_groups(one, drafts, version), *about_successions(one, version)]
        asked += about_local_lists(one, version)
        kept = about_what_is_new(file.findings, one, version)
        more = [*again, *_older_scores(one, version), *asked, *about, *placed, *kept]
        if not any(x.code == "already_published" for x in again):
            more += differs.findings
        reports.append(file.model_copy(update={"findings": tuple(gravest_first(more))}))
    return QualityReport(files=tuple(reports))


def _with(report: QualityReport, found: Sequence[Sequence[Finding]]) -> QualityReport:
    """The report with more findings about each file, gravest first."""
    return QualityReport(
        files=tuple(
            file.model_copy(update={"findings": tuple(gravest_first([*more, *file.findings]))})
            for file, more in zip(report.files, found, strict=True)
        )
    )


def _nothing_differs(draft: Draft) -> Finding:
    when = "" if draft.period == STANDING else f" for {draft.period}"
    return finding(
        "notes",
        "nothing_differs",
        f"Nothing differs from what is published{when}: the same figures, in another file. "
        "Publishing it changes no figure.",
        examples=[draft.file_name],
    )


def _published_before(
    draft: Draft, files: pl.DataFrame, history: Sequence[Publication]
) -> list[Finding]:
    here = files.filter((pl.col("source") == draft.source) & (pl.col("period") == draft.period))
    if here.is_empty():
        return []
    last = next((p for p in history if draft.edition in p.editions), None)
    when = f" on {last.at:%d %B %Y} by {last.by} (version {last.version})" if last else ""
    if draft.sha256 in here["sha256"]:
        return [
            finding(
                "blocks",
                "already_published",
                f"This very file is already published{when}. There is nothing to do.",
                examples=[draft.file_name],
                advice="Take it away. To publish the others, upload them alone.",
            )
        ]
    what, them = (
        ("A file of this kind is", "it")
        if draft.period == STANDING
        else (f"Figures for {draft.period} are", "them")
    )
    return [
        finding(
            "warns",
            "revision",
            f"{what} already published{when}. This file replaces {them}; "
            "the earlier version stays in the history.",
            examples=here["file_name"],
            advice="Look at the figures that differ, and accept with the reason the publisher gives.",
        )
    ]


def _older_scores(draft: Draft, version: Version) -> list[Finding]:
    """Scores of an older Index would put those of a newer one out of use."""
    scores = draft.tables.get("deprivation")
    if scores is None:
        return []
    before = version.table("deprivation", [draft.edition])["index_year"].max()
    now = scores["index_year"].max()
    if not isinstance(before, int) or not isinstance(now, int) or now >= before:
        return []
    return [
        finding(
            "warns",
            "older_scores",
            f"The newest deprivation scores in this file are of {now}; it replaces those of {before}. "
            "Accept this only if you are sure.",
            examples=[draft.file_name],
        )
    ]
