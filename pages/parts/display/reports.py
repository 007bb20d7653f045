"""Quality reports: what was read and what was found."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import polars as pl
import streamlit as st

from pages.parts.display.escaping import plain
from wfcore.checking import QualityReport
from wfcore.findings import Finding

_Found = TypeVar("_Found", bound=Finding)
_SEVERITIES = {
    "blocks": ("Must be put right", st.error),
    "warns": ("Accept it or put it right", st.warning),
    "notes": ("Good to know", st.info),
}


def report(checked: QualityReport) -> None:
    """A quality report: what was read, then what was found, gravest first."""
    for file in checked.said_once().files:
        st.subheader(plain(file.title or file.file), anchor=False)
        st.markdown(f"{plain(file.file)}, {plain(file.period or 'no date')}, {file.rows:,} rows")
        if file.totals:
            st.markdown(" · ".join(f"{plain(k)}: **{plain(v)}**" for k, v in file.totals.items()))
        findings(file.findings)
        if (
            not file.findings and file in checked.files
        ):  # else what it shares with others stands above
            st.success("Nothing to remark.")


def findings(listed: Iterable[_Found], title_of: Callable[[_Found], str] | None = None) -> None:
    """Findings in their order, each with its examples.

    Args:
        listed: the findings.
        title_of: gives each its title, where they are not those of an intake; then findings are numbered.
    """
    for at, found in enumerate(listed, start=1):
        title, box = _SEVERITIES[found.severity]
        title = f"{at}. {title_of(found)}" if title_of else title
        examples = "".join(f"\n- {plain(example)}" for example in found.examples)
        count = f" ({found.count:,})" if found.count > 1 else ""
        advice = f"\n\n{plain(found.advice)}" if found.advice else ""
        box(f"**{title}**{count}. {plain(found.message)}{examples}{advice}")


def finding_rows(checked: QualityReport) -> pl.DataFrame:
    """The report as a table to download."""
    return pl.DataFrame(
        [
            (
                f.file, f.source, f.period, x.severity, x.code, x.message, x.count,
                "; ".join(x.examples), x.advice,
            )
            for f in checked.files
            for x in f.findings
        ],
        schema=[
            "file", "source", "period", "severity", "code", "message", "count", "examples", "advice",
        ],
        orient="row",
    )  # fmt: skip
