"""Drafts against what is published: the same file again, a revision, and what moved since the period before."""

from collections.abc import Sequence

import polars as pl

from wfcore.checking import FileReport, QualityReport
from wfcore.declared import declared
from wfcore.findings import Finding, finding
from wfcore.normalising import Draft
from wfcore.normalising.tables import STANDING
from wfcore.snapshots.local_tables import against_known
from wfcore.snapshots.store import Publication, Store
from wfcore.snapshots.version import Version


def compare_with_published(
    drafts: Sequence[Draft], report: QualityReport, store: Store
) -> QualityReport:
    """The report with findings about the newest version of the store added."""
    version = store.read()
    history = store.history()
    files = version.table("files")
    local = against_known(drafts, version)
    reports: list[FileReport] = []
    for one, file, about in zip(drafts, report.files, local, strict=True):
        more = [
            *_published_before(one, files, history),
            *_moved(one, version),
            *_older_scores(one, version),
            *about,
        ]
        reports.append(file.model_copy(update={"findings": (*more, *file.findings)}))
    return QualityReport(files=tuple(reports))


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
        )
    ]


def _moved(draft: Draft, version: Version) -> list[Finding]:
    """Size of the file against the period before of the same source."""
    staff = draft.tables.get("staff_total")
    if staff is None or draft.period == STANDING:
        return []
    earlier = version.editions("staff_total").filter(
        (pl.col("source") == draft.source) & (pl.col("period") < draft.period)
    )
    if earlier.is_empty():
        return []
    rules = declared().rules
    edition, _, period = earlier.row(-1)
    before = version.table("staff_total", [edition])
    found: list[Finding] = []
    units_now, units_then = staff["area_code"].n_unique(), before["area_code"].n_unique()
    share = units_now / units_then - 1
    if abs(share) > rules.rows_change_warns:
        what = "PCNs" if str(staff["level"][0]) == "pcn" else "practices"
        found.append(
            finding(
                "blocks" if share < -rules.rows_change_blocks else "warns",
                "rows_changed",
                f"{units_now:,} {what} against {units_then:,} in {period} ({share:+.0%}). "
                "Is part of the file missing, or is it for another area?",
            )
        )
        return found
    totals = (
        _by_group(staff, "now")
        .join(_by_group(before, "then"), on="staff_group")
        .filter((pl.col("now") / pl.col("then") - 1).abs() > rules.fte_change_warns)
        .filter(pl.col("then") > 0)
    )
    if totals.height:
        found.append(
            finding(
                "notes",
                "fte_changed",
                f"Staff groups whose FTE moved by more than {rules.fte_change_warns:.0%} since {period}.",
                count=totals.height,
                examples=[f"{g}: {t:,.1f} → {n:,.1f}" for g, n, t in totals.iter_rows()],
            )
        )
    return found


def _older_scores(draft: Draft, version: Version) -> list[Finding]:
    """Scores of an older Index would put those of a newer one out of use."""
    scores = draft.tables.get("deprivation")
    if scores is None:
        return []
    before = version.table("deprivation", [draft.edition])["year"].max()
    now = scores["year"].max()
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


def _by_group(staff: pl.DataFrame, name: str) -> pl.DataFrame:
    return (
        staff.filter(pl.col("definition") == "all")
        .group_by(pl.col("staff_group").cast(pl.String))
        .agg(pl.col("fte").sum().alias(name))
        .sort("staff_group")
    )
