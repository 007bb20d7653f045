"""Where the number of an answer comes from, in a few lines."""

from collections.abc import Iterable, Sequence
from typing import TypedDict

import polars as pl

from wfcore.answers.answer import FollowUp, SourceFile, make_follow_up
from wfcore.declared import Flag, declared
from wfcore.measuring import Receipt, VersionMeasures
from wfcore.wording import (
    NOT_AVAILABLE,
    flag_notes,
    month,
    number,
    on_which_map,
    percent,
    reported_of,
)

_IN_A_PART = "Counted for a part of this place alone, which is no figure of the whole."


class Sources(TypedDict):
    """What an answer says of where its number comes from."""

    receipt: tuple[str, ...]
    files: tuple[SourceFile, ...]
    invented: bool


def sources_of(*explained: Receipt, beside: Sequence[Receipt] = ()) -> Sources:
    """Receipt, files and whether they are invented, for an answer about some numbers.

    Args:
        explained: of the numbers that are explained line by line.
        beside: of further numbers, of which only the files are named.
    """
    return Sources(
        receipt=tuple(line for receipt in explained for line in receipt_lines(receipt)),
        files=files(*explained, *beside),
        invented=any(receipt.measure.is_invented for receipt in explained),
    )


def receipt_lines(receipt: Receipt) -> tuple[str, ...]:
    """How the number is made, a sentence each: value, numerator, formula, who reported, version."""
    measure, metric = receipt.measure, receipt.metric
    value = (
        NOT_AVAILABLE
        if measure.value is None
        else f"{number(measure.value, max(metric.decimals, 2))} {metric.unit}"
    )
    lines = [f"{metric.name}, {measure.area_name}, {month(measure.period)}: {value}"]
    if metric.kind not in ("fte", "patients") and measure.value is not None:
        below = number(measure.denominator, 0 if metric.kind == "rate" else 2)
        lines.append(f"Numerator {number(measure.numerator, 2)}, denominator {below}")
    lines.append(f"Formula: {metric.formula}")
    did = "count" if receipt.without_patients else "reported"
    covered = f"{reported_of(receipt)} {did}"
    if measure.coverage_patients is not None:
        covered += f", with {percent(measure.coverage_patients)} of registered patients"
    return (*lines, covered, on_which_map(receipt), f"Data version {receipt.version}")


def flag_sentences(receipt: Receipt) -> tuple[str, ...]:
    """What the flags of the number say, a sentence each; `invented` is said elsewhere."""
    flags = receipt.measure.flags
    partly = Flag.NOT_IN_FILE in flags and receipt.units_reported
    left_out = (Flag.INVENTED, *([Flag.NOT_IN_FILE] if partly else []))
    return (*([_IN_A_PART] if partly else []), *flag_notes(flags, leave_out=left_out))


def files(*receipts: Receipt) -> tuple[SourceFile, ...]:
    """The files behind some numbers, each once."""
    columns = ("use", "title", "file_name", "snapshot_date", "sha256", "licence")
    return unique_files(
        SourceFile(*(str(value or "") for value in row))
        for receipt in receipts
        for row in zip(*(receipt.files[column] for column in columns), strict=True)
    )


def unique_files(given: Iterable[SourceFile]) -> tuple[SourceFile, ...]:
    """Files without those that are named already."""
    return tuple({(f.file_name, f.sha256): f for f in reversed(list(given))}.values())[::-1]


def table_files(figures: VersionMeasures, kind: str, use: str) -> tuple[SourceFile, ...]:
    """The files of a table that somebody brought, of every source that makes it.

    Args:
        figures: the data.
        kind: of the table.
        use: what it is used for.
    """
    makers = [source.id for source in declared().sources.values() if source.makes == kind]
    listed = figures.version.table("files").filter(pl.col("source").is_in(makers))
    columns = ("source", "file_name", "snapshot_date", "sha256", "licence")
    return unique_files(
        SourceFile(use, declared().sources[source].title, name, dated or "", digest, licence)
        for source, name, dated, digest, licence in listed.select(columns).iter_rows()
    )


def follow_up_silent(receipt: Receipt) -> tuple[FollowUp, ...]:
    """The question about those that sent nothing."""
    share = receipt.measure.coverage_patients
    few = share is not None and share < declared().rules.low_coverage
    if not few and receipt.units_reported:
        return ()
    return (make_follow_up("few_reported", period=month(receipt.measure.period)),)
