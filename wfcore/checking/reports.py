"""What was found in files, as a report a person or a program can read."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

import polars as pl
from pydantic import BaseModel, ConfigDict

from wfcore.declared import declared
from wfcore.findings import Finding, Severity
from wfcore.months import Month, is_month
from wfcore.normalising import Draft
from wfcore.normalising.plans import is_kept_total, names_an_area


class FileReport(BaseModel):
    """What was found in one source and period of a file."""

    model_config = ConfigDict(frozen=True)

    file: str
    source: str
    period: str
    rows: int
    sha256: str = ""
    title: str = ""
    dated_by: str = ""
    totals: dict[str, str] = {}
    findings: tuple[Finding, ...] = ()


class QualityReport(BaseModel):
    """All findings of one intake."""

    model_config = ConfigDict(frozen=True)

    files: tuple[FileReport, ...]

    def of(self, severity: Severity) -> list[tuple[FileReport, Finding]]:
        """Findings of one severity with the file they belong to."""
        return [(f, x) for f in self.files for x in f.findings if x.severity == severity]

    def said_once(self) -> "QualityReport":
        """The report as people read it: what several months of one file share stands once, with the months."""
        shared = _shared(self.files)
        files: list[FileReport] = []
        for file in self.files:
            own = [x for x in file.findings if _kind(file, x) not in shared]
            files.append(file.model_copy(update={"findings": tuple(own)}))
        return QualityReport(files=(*_joined(shared, self.files), *files))

    @property
    def publishable(self) -> bool:
        """Nothing blocks."""
        return not self.of("blocks")


_Kind = tuple[str, str, str, str, str]  # of a finding: file, source, severity, code, message
_THE_MONTH = "\0"


def _kind(file: FileReport, found: Finding) -> _Kind:
    """What makes findings of two months the same: all but rows, and the month where the words name it."""
    message = found.message.replace(file.period, _THE_MONTH) if file.period else found.message
    return file.file, file.source, found.severity, found.code, message


def _shared(files: Iterable[FileReport]) -> dict[_Kind, dict[str, Finding]]:
    """Kind of finding → month → finding, of those that a file has for several months."""
    months: dict[_Kind, dict[str, Finding]] = {}
    for file in files:
        for found in file.findings:
            months.setdefault(_kind(file, found), {})[file.period] = found
    return {kind: found for kind, found in months.items() if len(found) > 1}


def _joined(
    shared: dict[_Kind, dict[str, Finding]], files: Iterable[FileReport]
) -> list[FileReport]:
    """A report for each file and set of months that share findings."""
    rows = {(file.file, file.source, file.period): file.rows for file in files}
    together: dict[tuple[str, str, tuple[str, ...]], list[Finding]] = {}
    for (file, source, _, _, message), months in shared.items():
        of_file = file, source, tuple(sorted(months))
        # A finding of the whole file is the same in each month, and counts once.
        each = list({(x.count, x.examples): x for x in months.values()}.values())
        turns = [e for turn in zip_longest(*(x.examples for x in each)) for e in turn if e]
        found = each[0].model_copy(
            update={
                "message": message.replace(_THE_MONTH, _span(of_file[2])),
                "count": sum(x.count for x in each),
                "examples": tuple(turns[: declared().rules.examples]),
            }
        )
        together.setdefault(of_file, []).append(found)
    return [
        FileReport(
            file=file, source=source, title=_title(source), period=_span(months),
            rows=sum(rows[file, source, month] for month in months),
            findings=tuple(gravest_first(found)),
        )
        for (file, source, months), found in together.items()
    ]  # fmt: skip


def _span(months: Sequence[str]) -> str:
    """`2022-04 to 2022-08` where none is left out, else each of them."""
    first, last = months[0], months[-1]
    if not all(map(is_month, months)) or Month(first).months_to(last) != len(months) - 1:
        return ", ".join(months)
    return f"{first} to {last}"


def _title(source: str) -> str:
    known = declared().sources.get(source)
    return known.title if known else ""


def file_report(draft: Draft, found: list[Finding]) -> FileReport:
    """The report of one draft, gravest findings first."""
    return FileReport(
        file=draft.file_name,
        source=draft.source,
        title=_title(draft.source),
        period=draft.period,
        rows=draft.rows,
        sha256=draft.sha256,
        dated_by=draft.dated_by,
        totals=_totals(draft),
        findings=tuple(gravest_first(found)),
    )


def gravest_first(found: Iterable[Finding]) -> list[Finding]:
    """Findings by severity; those of one severity keep their order."""
    order = {"blocks": 0, "warns": 1, "notes": 2}
    return sorted(found, key=lambda one: order[one.severity])


def _totals(draft: Draft) -> dict[str, str]:
    """A few figures by which an analyst sees that it is the right file."""
    totals: dict[str, str] = {}
    staff = draft.tables.get("staff_total")
    if staff is not None:
        level = str(staff["level"][0])
        totals["PCNs" if level == "pcn" else "practices"] = f"{staff['area_code'].n_unique():,}"
        groups = declared().staff.groups
        for group, fte in (
            staff.filter(pl.col("definition") == "all")
            .group_by("staff_group")
            .agg(pl.col("fte").sum())
            .sort("staff_group")
            .iter_rows()
        ):
            totals[f"{groups[group].name}, FTE"] = f"{fte:,.1f}"
    for kind, label in (
        ("places", "practices placed"),
        ("boroughs", "practices with a local authority"),
        ("postcodes", "postcodes with a local authority"),
    ):
        if kind in draft.tables and staff is None:
            totals[label] = f"{draft.tables[kind].height:,}"
    if "lists" in draft.tables:
        totals["registered patients"] = f"{draft.tables['lists']['registered'].sum():,.0f}"
        if draft.tables["lists"]["weighted"].count():
            totals["weighted patients"] = f"{draft.tables['lists']['weighted'].sum():,.0f}"
    totals |= _local_totals(draft)
    totals |= {
        what: f"{draft.tables[kind][counted].sum():,.0f}"
        for kind, counted, what in _PEOPLE
        if kind in draft.tables
    }
    if "deprivation" in draft.tables:
        scored = draft.tables["deprivation"].filter(pl.col("score").is_not_null())
        totals["practices with a deprivation score"] = f"{scored['practice_code'].n_unique():,}"
        totals["year of the Index"] = ", ".join(
            map(str, scored["index_year"].drop_nulls().unique().sort())
        )
    return totals


def _pounds(column: pl.Series) -> str:
    """The sum of what is known; of nothing known there is no sum."""
    known = column.drop_nulls()
    return f"£{known.sum():,.0f}" if known.len() else "not in the file"


_PEOPLE = (
    ("learners", "in_training", "learners in training"),
    ("supervision", "educators", "educators"),
    ("stayed", "qualified", "qualified"),
    ("programme_posts", "promised", "posts promised"),
)


def _local_totals(draft: Draft) -> dict[str, str]:
    """The same of plans, claims and allocations."""
    totals: dict[str, str] = {}
    if "arrs_plan" in draft.tables:
        plan = draft.tables["arrs_plan"]
        plan = plan.filter(~is_kept_total(plan))
        names = plan["area_name"].unique()
        whole = sum(map(names_an_area, names))
        totals |= {"ICBs": f"{whole:,}"} if whole else {}
        totals |= {"PCNs": f"{len(names) - whole:,}"} if whole < len(names) else {}
        totals["roles"] = f"{plan['role_printed'].n_unique():,}"
        totals["FTE planned"] = f"{plan['wte'].sum():,.2f}"
    if "arrs_claims" in draft.tables:
        claims = draft.tables["arrs_claims"]
        totals["PCNs"] = f"{claims['pcn_code'].n_unique():,}"
        totals["FTE claimed"] = f"{claims['wte'].sum():,.2f}"
        totals["claimed"] = _pounds(claims["claimed_gbp"])
    if "arrs_allocations" in draft.tables:
        allocated = draft.tables["arrs_allocations"]
        totals["PCNs"] = f"{allocated['pcn_code'].n_unique():,}"
        totals["allocated"] = _pounds(allocated["total_gbp"])
    if "arrs_spend" in draft.tables:
        totals["spent"] = _pounds(draft.tables["arrs_spend"]["spend_gbp"])
    if "recommendations" in draft.tables:
        asked = draft.tables["recommendations"]
        closed = asked["status"].is_in(declared().rules.recommendations.closed).sum()
        totals["recommendations"] = f"{asked.height:,}"
        totals["not closed"] = f"{asked.height - closed:,}"
    if "practice_groups" in draft.tables:
        groups = draft.tables["practice_groups"]
        totals["groups"] = f"{groups['group_name'].n_unique():,}"
        totals["practices in a group"] = f"{groups['practice_code'].n_unique():,}"
    if "area_figures" in draft.tables:
        totals["printed figures"] = f"{draft.tables['area_figures'].height:,}"
    if "targets" in draft.tables:
        totals["aims"] = f"{draft.tables['targets'].height:,}"
    return totals
