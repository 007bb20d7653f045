"""What a file takes the place of: figures of the same month that a source believed less has for its units."""

from collections.abc import Iterator

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, finding
from wfcore.normalising import Draft
from wfcore.store.version import Version

_CELL = ["staff_group", "definition"]
_ROW = ["area_code", *_CELL]
_SAME = 0.005  # FTE; sources print different numbers of decimals


def takes_the_place(draft: Draft, version: Version) -> Iterator[Finding]:
    """Units are believed from one source a month: what the other one has is shown no more, or differs.

    A count that only the other source has is lost for these units, and that is asked about.
    """
    mine = draft.tables.get("staff_total")
    if mine is None:
        return
    ours = _cells(mine)
    for edition, source, _ in _believed_after(draft, version).iter_rows():
        theirs = _cells(version.table("staff_total", [edition], [*_ROW, "fte"])).join(
            mine.select("area_code").unique(), on="area_code", how="semi"
        )
        title = declared().sources[source].title
        lost = theirs.join(ours.select(_CELL).unique(), on=_CELL, how="anti")
        if lost.height:
            yield finding(
                "warns",
                "counts_lost",
                f"Counts of {draft.period} that the file has not, and {title} has. For the units of this file they "
                "would be shown no more: each is believed from one source a month.",
                count=lost.height,
                examples=[
                    f"{_count_name(group, definition)}: {units:,} practices"
                    for group, definition, units in lost.group_by(_CELL)
                    .agg(pl.len())
                    .sort(_CELL)
                    .iter_rows()
                ],
                advice="Publish the whole file, with these columns.",
            )
        both = theirs.join(ours, on=_ROW, suffix="_now")
        apart = (pl.col("fte_now") - pl.col("fte")).abs()
        other = both.filter(apart > _SAME).sort(apart, descending=True)
        if both.height:
            yield finding(
                "notes",
                "takes_the_place",
                f"For {both['area_code'].n_unique():,} units this file takes the place of {title}, {draft.period}: "
                f"{other.height:,} of {both.height:,} figures differ.",
                count=other.height,
                examples=[
                    f"{r['area_code']}: {_count_name(r['staff_group'], r['definition'])} "
                    f"{r['fte']:,.2f} → {r['fte_now']:,.2f}"
                    for r in other.head(5).iter_rows(named=True)
                ],
            )


def _cells(table: pl.DataFrame) -> pl.DataFrame:
    cells = table.select(*(pl.col(c).cast(pl.String) for c in _ROW), "fte")
    return cells.drop_nulls("fte").unique(_ROW, keep="first")


def _believed_after(draft: Draft, version: Version) -> pl.DataFrame:
    """Editions of the same month and collection whose source is named after that of the draft."""
    sources = declared().sources
    order = list(sources)
    mine = sources[draft.source].collection
    after = [s for s in order[order.index(draft.source) + 1 :] if sources[s].collection == mine]
    return version.editions("staff_total").filter(
        pl.col("source").is_in(after), pl.col("period") == draft.period
    )


def _count_name(group: str, definition: str) -> str:
    """`GPs (fully qualified, excluding trainees)`: what a staff group is called under a definition."""
    for metric in declared().metrics.values():
        quantity = metric.quantity
        if (
            metric.kind == "fte" and metric.collection == "practice" and quantity and not quantity.roles
            and (quantity.staff_group, quantity.definition) == (group, definition)
        ):  # fmt: skip
            return metric.name
    return f"{declared().staff.groups[group].name} ({definition})"
