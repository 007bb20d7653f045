"""Columns that stand in many tables, and how a column says its unit and why it may be empty."""

import dataframely as dy

WHY_EMPTY = {
    "not_in_file": "the file has no such column",
    "not_supplied": "printed as `NA`: the practice did not supply it",
    "not_valid": "printed as `ND`, or no figure that can be read",
    "blank": "the cell is blank",
    "estimated": "a published 0 that the publisher's flag calls an estimate",
    "trainees_only": "the others of the group are an estimate, so trainees alone are known",
    "suppressed": "the publisher hid a small number",
}
REASONS = tuple(WHY_EMPTY)


def label(description: str, *, key: bool = False) -> dy.Categorical:
    """One of few words."""
    # Categorical, not Enum: an Enum keeps its whole list in the Parquet file, and a file written before
    # a role was added to the definitions could not be read together with one written after.
    return dy.Categorical(primary_key=key, description=description)


def text(description: str, *, nullable: bool = False, key: bool = False) -> dy.String:
    """Words, a code or a name."""
    return dy.String(nullable=nullable, primary_key=key, description=description)


def figure(unit: str, description: str) -> dy.Float64:
    """A number with its unit; null where the file gives none."""
    return dy.Float64(nullable=True, metadata={"unit": unit}, description=description)


def count(unit: str, description: str) -> dy.Int64:
    """A whole number with its unit."""
    return dy.Int64(metadata={"unit": unit}, description=description)


def reason(column: str) -> dy.Categorical:
    """Why there is no figure in the column beside it; null where there is one."""
    return dy.Categorical(
        nullable=True,
        check=lambda value: value.cast(dy.String().dtype).is_in(REASONS),
        description=f"Why `{column}` is empty; null where it is not.",
    )


def sheet_row() -> dy.Int64:
    """Where a row stood in the sheet, so that a finding and a receipt can name it."""
    return dy.Int64(description="Row of the sheet where it stood.")


class Sourced(dy.Schema):
    """Rows of a file of a source."""

    source = text("The source, by its id in `sources.yaml`.")


class Dated(dy.Schema):
    """Rows of a file of a source about a month."""

    period = text("The month whose last day the figures describe, `YYYY-MM`, or `standing`.")
    source = text("The source, by its id in `sources.yaml`.")
