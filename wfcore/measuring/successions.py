"""Practices that are gone, and who follows them: see the table `successions`."""

import polars as pl

from wfcore.store import Version, Wanted

SUCCESSIONS = Wanted("successions")
_REOPENED = "reopened"


def gone_by(successions: pl.DataFrame, period: str) -> pl.Series:
    """Codes of practices that no file lists from this month on, or from an earlier one."""
    last = successions.filter(pl.col("since") <= period).sort("since", maintain_order=True)
    last = last.unique("practice_code", keep="last")
    return last.filter(pl.col("how") != _REOPENED)["practice_code"]


def gone_in(successions: pl.DataFrame, edition: str) -> pl.Series:
    """Codes of practices that one edition lists no more."""
    mine = pl.format("{}.{}", "source", "period") == edition
    return successions.filter(mine & (pl.col("how") != _REOPENED))["practice_code"]


def followed(successions: pl.DataFrame, start: str, end: str) -> dict[str, str]:
    """Practices gone after one month and by another → those that follow them at the end.

    Args:
        successions: the published successions.
        start: `YYYY-MM`.
        end: `YYYY-MM`, later.
    """
    between = successions.filter(pl.col("since") > start, pl.col("since") <= end).sort("since")
    found: dict[str, str] = {}
    rows = between.select("practice_code", "successor_code", "how").iter_rows()
    for gone, successor, how in rows:
        if how == _REOPENED:
            found.pop(gone, None)
        if successor is not None:
            found = {one: successor if heir == gone else heir for one, heir in found.items()}
            found[gone] = successor
    return {gone: successor for gone, successor in found.items() if gone != successor}


def successors_of(version: Version, start: str, end: str) -> dict[str, str]:
    """`followed`, of a version."""
    return followed(version.tables([SUCCESSIONS])[0], start, end)


def with_kin(table: pl.DataFrame, successions: pl.DataFrame, lacking: pl.Series) -> pl.DataFrame:
    """A table of practices with rows for those it lacks: copied from the one before or after them.

    Args:
        table: with a column `practice_code`.
        successions: the published successions.
        lacking: codes that are wanted.
    """
    pairs = successions.drop_nulls("successor_code")
    if pairs.is_empty():
        return table
    one, other = pairs["practice_code"], pairs["successor_code"]
    kin = pl.DataFrame({"practice_code": pl.concat([one, other]), "_as": pl.concat([other, one])})
    kin = kin.filter(
        pl.col("_as").is_in(lacking.implode()),
        ~pl.col("_as").is_in(table["practice_code"].implode()),
    ).unique("_as", keep="first", maintain_order=True)
    copied = table.join(kin, on="practice_code").with_columns(practice_code="_as")
    return pl.concat([table, copied.select(table.columns)])


def joined_lists(lists: pl.DataFrame, heirs: dict[str, str]) -> pl.DataFrame:
    """`practice_code`, patients and `list_period`, the lists of practices that are gone with their heirs'."""
    if not heirs:
        return lists
    return (
        lists.with_columns(pl.col("practice_code").replace(heirs))
        .group_by("practice_code", maintain_order=True)
        .agg(pl.col(pl.Float64).sum(), pl.col("list_period").first())
    )
