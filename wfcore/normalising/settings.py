"""What a store decides for itself → a tidy table."""

import polars as pl

from wfcore.findings import of_examples
from wfcore.geography import LOCAL_AUTHORITY, Level
from wfcore.normalising.drafts import TidyTables
from wfcore.normalising.values import name
from wfcore.reading import TextTable

OPENS_ON, OPENS_ON_LEVEL = "opens_on", "opens_on_level"
_LEVELS = {*(level.value for level in Level), LOCAL_AUTHORITY}


def setting_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`settings`; one that nothing reads, or a level that is none, blocks."""
    column = table.recognised.columns
    rows = frame.select(setting=name(column["setting"]), chosen=name(column["value"])).drop_nulls()
    known = pl.col("setting").is_in([OPENS_ON, OPENS_ON_LEVEL])
    level = (pl.col("setting") != OPENS_ON_LEVEL) | pl.col("chosen").is_in(_LEVELS)
    return {"settings": rows}, list(
        of_examples(
            "blocks",
            "unknown_setting",
            f"Settings that nothing reads, or with a value that fits none. There are {OPENS_ON} (a code) and "
            f"{OPENS_ON_LEVEL} (a level).",
            [f"{setting}: {value}" for setting, value in rows.filter(~(known & level)).iter_rows()],
        )
    )
