"""What was noticed about a file: what, where, what to do."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, Literal

import polars as pl
from pydantic import BaseModel, ConfigDict

from wfcore.declared import declared

Severity = Literal["blocks", "warns", "notes"]

SHOWN = 80  # characters of any value from a file that a message repeats


class Finding(BaseModel):
    """One thing noticed, with a few examples.

    `code` is the same in the page, the command line, the history and `docs/reference/findings.md`.
    `advice` is what to do, where the message does not say it already.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    severity: Severity
    message: str
    count: int = 1
    examples: tuple[str, ...] = ()
    advice: str = ""


def finding(
    severity: Severity,
    code: str,
    message: str,
    *,
    count: int = 1,
    examples: Iterable[object] = (),
    advice: str = "",
) -> Finding:
    """Make a finding; examples are cut to `rules.yaml`'s number, and to 80 characters each."""
    most = declared().rules.examples
    shown: list[str] = []
    for example in examples:
        if len(shown) == most:
            break
        text = str(example)
        shown.append(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")
    return Finding(
        code=code,
        severity=severity,
        message=message,
        count=count,
        examples=tuple(shown),
        advice=advice,
    )


def of_examples(
    severity: Severity,
    code: str,
    message: str,
    examples: Collection[object] | pl.Series,
    *,
    count: int | None = None,
    advice: str = "",
) -> Iterator[Finding]:
    """A finding about what its examples name, or nothing where there is nothing to name.

    Args:
        severity: as in `finding`.
        code: as in `finding`.
        message: as in `finding`; made whether there is anything or not.
        examples: one for each thing, of which the first are shown.
        count: how many things there are, where not each has its example.
        advice: as in `finding`.
    """
    count = len(examples) if count is None else count
    if count:
        yield finding(severity, code, message, count=count, examples=examples, advice=advice)


def of_rows(
    severity: Severity,
    code: str,
    message: str,
    rows: pl.DataFrame,
    each: Callable[[dict[str, Any]], object],
    *,
    advice: str = "",
) -> Iterator[Finding]:
    """A finding about rows of a table, or nothing where there are none.

    Args:
        severity: as in `finding`.
        code: as in `finding`.
        message: as in `finding`; made whether there are rows or not.
        rows: counted, and the first of them shown.
        each: a row → its example.
        advice: as in `finding`.
    """
    if rows.height:
        examples = map(each, rows.head(declared().rules.examples).to_dicts())
        yield finding(severity, code, message, count=rows.height, examples=examples, advice=advice)
