"""Where the number of a cell comes from, in a few lines."""

from collections.abc import Iterable

from wfcore.answers.answer import FollowUp, SourceFile, make_follow_up
from wfcore.declared import declared
from wfcore.measuring import Receipt
from wfcore.wording import flag_notes, month, number, percent


def receipt_lines(made: Receipt) -> tuple[str, ...]:
    """How the number is made, a sentence each: value, numerator, formula, who reported, version."""
    row, metric = made.row, made.metric
    value = f"{number(row['value'], max(metric.decimals, 2))} {metric.unit}"
    said = [f"{metric.name}, {row['area_name']}, {month(str(row['period']))}: {value}"]
    if metric.kind not in ("fte", "patients") and row["value"] is not None:
        below = number(row["denominator"], 0 if metric.kind == "rate" else 2)
        said.append(f"Numerator {number(row['numerator'], 2)}, denominator {below}")
    said.append(f"Formula: {metric.formula}")
    covered = f"{made.units_reported:,} of {made.units:,} {metric.reporting_unit} reported"
    share = row["coverage_patients"]
    if share is not None:
        covered += f", with {percent(share)} of registered patients"
    return (*said, covered, f"Data version {made.version}")


def flag_sentences(made: Receipt) -> tuple[str, ...]:
    """What the flags of the number say, a sentence each; `invented` is said elsewhere."""
    return tuple(flag_notes(";".join(f for f in made.flags if f != "invented")))


def files(*receipts: Receipt) -> tuple[SourceFile, ...]:
    """The files behind some numbers, each once."""
    return unique_files(
        SourceFile(
            str(row["use"]),
            str(row["title"]),
            str(row["file_name"]),
            str(row["snapshot_date"] or ""),
            str(row["sha256"]),
            str(row["licence"]),
        )
        for made in receipts
        for row in made.files.iter_rows(named=True)
    )


def unique_files(given: Iterable[SourceFile]) -> tuple[SourceFile, ...]:
    """Files without those that are named already."""
    return tuple({(f.file_name, f.sha256): f for f in reversed(list(given))}.values())[::-1]


def follow_up_silent(made: Receipt) -> tuple[FollowUp, ...]:
    """The question about those that sent nothing."""
    share = made.row["coverage_patients"]
    few = isinstance(share, float) and share < declared().rules.low_coverage
    when = month(str(made.row["period"]))
    return (make_follow_up("few_reported", period=when),) if few or not made.units_reported else ()
