"""Printed headings that are new or gone since the file before."""

import polars as pl

from wfcore.store.differences.file_comparison import FileComparison


def column_changes(both: FileComparison) -> pl.DataFrame:
    """`heading, change` (`new` or `gone`) in the order of print.

    Of an edition that came from several files the one most like the draft counts. A version of an
    earlier release kept no headings: then there is nothing to say.
    """
    kept = both.then("headings")
    now = list(both.draft.headings)
    if kept.is_empty() or not now:
        return pl.DataFrame(schema={"heading": pl.String, "change": pl.String})
    files = [file.sort("position")["heading"].to_list() for file in kept.partition_by("file_name")]
    then = max(files, key=lambda headings: len(set(headings) & set(now)))
    here, there = set(now), set(then)
    rows = [(heading, "gone") for heading in then if heading not in here]
    rows += [(heading, "new") for heading in now if heading not in there]
    return pl.DataFrame(rows, schema={"heading": pl.String, "change": pl.String}, orient="row")
