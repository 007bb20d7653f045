"""The months that somebody gives for files, and what the files themselves say of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wfcore.checking import QualityReport
from wfcore.errors import WorkforceError
from wfcore.findings import Finding, finding
from wfcore.months import Month
from wfcore.normalising import Draft
from wfcore.tables import STANDING


@dataclass(frozen=True)
class GivenMonths:
    """`for_all`: the month of every file without a date of its own; `of_file`: that of one, by its name."""

    for_all: str | None
    of_file: dict[str, str]

    @classmethod
    def read(cls, given: Sequence[tuple[str, str]], files: Sequence[str]) -> "GivenMonths":
        """What `--period` said, once or several times: file (empty for all) and month.

        Raises:
            WorkforceError: two months for the same, or a file that is not among those given.
        """
        known = {name: name for file in files for name in (file, Path(file).name)}
        of_file: dict[str, str] = {}
        for file, month in given:
            name = Path(file).name if file else ""
            if file and file not in known:
                raise WorkforceError(
                    f"--period names {file}, which is not one of the files.",
                    f"Name one of: {', '.join(map(str, files))}.",
                    code="wrong_period",
                )
            if of_file.setdefault(name, month) != month:
                raise WorkforceError(
                    f"--period gives two months for {file or 'all files'}: {of_file[name]} and {month}.",
                    "Give each file its own: --period FILE=2025-09.",
                    code="wrong_period",
                )
        return cls(of_file.pop("", None), of_file)

    def of(self, file: str) -> str | None:
        """The month given for a file, by its name without folders."""
        return self.of_file.get(file, self.for_all)

    def compared(
        self, drafts: Sequence[Draft], uploads: Sequence[str], report: QualityReport
    ) -> QualityReport:
        """The report, saying of each file with a date of its own whether that is the month given.

        Args:
            drafts: of all files.
            uploads: the name of the file that each comes from.
            report: of the drafts.
        """
        found = [
            _about(draft, self.of_file[name], alone=True) if name in self.of_file
            else _about(draft, self.for_all, alone=self._fits_none(drafts))
            for draft, name in zip(drafts, uploads, strict=True)
        ]  # fmt: skip
        files = (
            file.model_copy(update={"findings": (*more, *file.findings)})
            for file, more in zip(report.files, found, strict=True)
        )
        return QualityReport(files=tuple(files))

    def _fits_none(self, drafts: Sequence[Draft]) -> bool:
        """Whether no file takes the month for all, or none of the staff is of it."""
        staff = [draft for draft in drafts if "staff_total" in draft.tables]
        return not any(draft.period == self.for_all for draft in staff or drafts)


def _about(draft: Draft, month: str | None, *, alone: bool) -> list[Finding]:
    """What to say of a month that was given for a file that states its own; nothing else said it."""
    if month is None or draft.dated_by != "content" or not draft.period:
        return []
    if draft.period == STANDING:
        return [
            finding(
                "notes",
                "period_not_used",
                f"This file is of no one month: {month} is not used for it.",
                examples=[draft.file_name],
            )
        ]
    same = draft.period == month or (
        "arrs_allocations" in draft.tables
        and Month(draft.period).financial_year == Month(month).financial_year
    )
    if same or not alone:
        agrees = "as you said" if same else f"so {month} is not used for it"
        return [
            finding(
                "notes",
                "period_not_used",
                f"The file itself says {draft.period}, {agrees}.",
                examples=[draft.file_name],
            )
        ]
    return [
        finding(
            "blocks",
            "period_differs_from_file",
            f"You said {month}, the file itself says {draft.period}.",
            examples=[draft.file_name],
            advice="A file that states its month needs no --period; --period FILE=2025-09 gives one to another.",
        )
    ]
