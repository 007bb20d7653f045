"""What differs between a draft and what is published, gathered: tables and findings."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding
from wfcore.normalising import Draft
from wfcore.store.differences import effects, figures, rules, successions, totals, units
from wfcore.store.differences.columns import column_changes
from wfcore.store.differences.file_comparison import FileComparison, compare_files
from wfcore.store.differences.fingerprints import unchanged_units
from wfcore.store.version import Version


@dataclass(frozen=True)
class Differences:
    """One draft against the published edition it follows or replaces.

    `tables`: name → rows, only those that have any. Names and columns are those of `units`, `totals`,
    `figures`, `columns` and `fingerprints`: `covers_more, new, gone, moved_pcn, moved_sub_icb, merged,
    recoded_practices, renamed, recoded, totals, by_icb, movers, unchanged, columns, restated`.
    """

    file_name: str
    source: str
    period: str
    against: str = ""  # the period compared with; empty when the source was never published
    replaces: bool = False
    tables: dict[str, pl.DataFrame] = field(default_factory=dict[str, pl.DataFrame])
    findings: tuple[Finding, ...] = ()


def find_differences(drafts: Sequence[Draft], version: Version) -> list[Differences]:
    """What differs, for each draft.

    Where its source has no earlier period: only whether its figures are those of a later one.

    Args:
        drafts: as `checking.check` returns them.
        version: the published version to compare with.

    Raises:
        StoreError: a file of the version is missing or damaged.
    """
    return [_of(draft, version, compare_files(draft, version, drafts)) for draft in drafts]


def _of(draft: Draft, version: Version, both: FileComparison | None) -> Differences:
    local = declared().sources[draft.source].local
    again = () if local else tuple(rules.looks_like_another_period(draft, version))
    if both is None:
        return Differences(draft.file_name, draft.source, draft.period, findings=again)
    if not local and both.elsewhere:
        found = (*again, *rules.covers_other_places(both))
        return Differences(draft.file_name, draft.source, draft.period, both.period, findings=found)
    tables: dict[str, pl.DataFrame] = {}
    if not local:
        paired = successions.paired_units(both)
        tables = {
            "covers_more": both.covers_more,
            "new": units.added_units(both),
            "gone": units.removed_units(both),
            "moved_pcn": units.moved_units(both, "pcn"),
            "moved_sub_icb": units.moved_units(both, "sub_icb"),
            "merged": successions.told(paired, "merged"),
            "recoded_practices": successions.told(paired, "recoded"),
            "renamed": units.renamed_units(both),
            "recoded": units.recoded_pcns(both),
            "totals": totals.compare_totals(both),
            "by_icb": totals.compare_icbs(both),
            "movers": totals.largest_movers(both),
            "columns": column_changes(both),
            "unchanged": unchanged_units(both),
        }
    tables["restated"], restated = figures.restated_figures(both)
    found = [
        *again,
        *_findings(both, tables),
        *rules.figures_restated(both, tables["restated"], restated),
    ]
    return Differences(
        draft.file_name,
        draft.source,
        draft.period,
        both.period,
        both.replaces,
        {name: rows for name, rows in tables.items() if rows.height},
        tuple(found),
    )


_RULES: tuple[tuple[str, Callable[[FileComparison, pl.DataFrame], Iterator[Finding]]], ...] = (
    ("covers_more", rules.covers_more),
    ("new", rules.rows_changed),
    ("totals", rules.patients_changed),
    ("totals", rules.gp_fte_changed),
    ("by_icb", rules.icb_changed),
    ("totals", rules.fte_changed),
    ("merged", rules.practice_merged),
    ("recoded_practices", rules.practice_recoded),
    ("moved_pcn", rules.pcn_changed),
    ("moved_sub_icb", rules.sub_icb_changed),
    ("recoded", rules.pcn_recoded),
    ("columns", rules.columns_gone),
    ("columns", rules.columns_new),
    ("gone", rules.rows_gone),
    ("new", rules.rows_new),
    ("renamed", rules.names_changed),
    ("movers", effects.unit_moves_a_place),
    ("new", effects.list_moves_a_place),
    ("movers", rules.biggest_movers),
    ("unchanged", rules.same_as_last_time),
    ("totals", rules.trainees_moved_in_august),
)


def _findings(both: FileComparison, tables: dict[str, pl.DataFrame]) -> Iterator[Finding]:
    for name, rule in _RULES:
        if name in tables:
            yield from rule(both, tables[name])
