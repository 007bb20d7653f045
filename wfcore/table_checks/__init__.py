"""A printed table → its diagnosis. A check is a function; its name is the finding's code."""

from collections.abc import Collection, Sequence

from wfcore.errors import UnreadableFile
from wfcore.table_checks import (
    averages,
    bands,
    changes,
    courses,
    dates,
    derived,
    footnotes,
    kpis,
    labels,
    marks,
    people,
    reciprocals,
    repeats,
    shares,
    sizes,
    splits,
    totals,
)
from wfcore.table_checks.blocks import blocks_of
from wfcore.table_checks.diagnosis import (
    Check,
    CheckContext,
    Diagnosis,
    Spot,
    TableFinding,
    as_table_finding,
    rank_findings,
)
from wfcore.table_checks.example import EXAMPLE, EXAMPLE_NAME
from wfcore.table_checks.laying_out import table_of
from wfcore.table_checks.pasting import Sheet, read_sheets
from wfcore.table_checks.tables import PrintedTable

# In the order in which a reader should hear of them.
CHECKS: tuple[Check, ...] = (
    repeats.headings_stand_once, repeats.rows_stand_once, repeats.columns_differ,
    reciprocals.reciprocals_agree, reciprocals.nobody_is_rounded_away,
    sizes.points_are_no_commas, sizes.figures_are_of_one_size,
    totals.columns_add_up, totals.rows_add_up, totals.grand_total_agrees,
    totals.totals_are_rounded, totals.totals_are_printed, totals.part_lists_are_named,
    averages.averages_are_means, averages.averages_lie_among_their_parts,
    derived.changes_come_out, derived.ratios_come_out, derived.shares_of_totals_come_out,
    derived.rates_say_per_what,
    shares.shares_make_100, shares.shares_fit_the_headcount, shares.shares_make_the_headcount,
    shares.counts_and_shares_agree, shares.shares_are_possible, shares.splits_are_plausible,
    people.people_are_whole, people.fte_is_within_headcount,
    splits.parts_are_within_the_whole, splits.older_bands_are_smaller,
    changes.arrows_match_signs, changes.arrows_mean_a_change, changes.points_are_named,
    changes.moves_have_a_cause, courses.courses_have_no_leaps,
    bands.ages_are_apart, bands.ages_leave_no_gap,
    labels.rows_fit_the_headings, labels.names_are_known, labels.versions_stand_once,
    labels.rows_stand_in_their_section,
    dates.units_are_named, dates.no_year_is_missing, dates.dates_are_alike,
    dates.dates_are_named,
    kpis.plans_have_their_columns, kpis.indicators_have_a_number,
    kpis.initiatives_have_an_indicator, kpis.plans_have_owner_and_date,
    kpis.indicators_stand_once,
    marks.no_stray_marks, marks.figures_are_figures, marks.one_mark_for_nothing,
    marks.footnotes_are_there, footnotes.no_footnote_is_fused,
)  # fmt: skip
CHECK_CODES = tuple(check.code for check in CHECKS)


def tables_of(name: str, data: bytes) -> list[PrintedTable]:
    """The printed tables of an upload or of pasted text.

    Args:
        name: file name as given; shown, and read for a date or a unit.
        data: CSV, tab-separated or spaced text, XLSX, a ZIP of these, or a PDF with a text layer.

    Raises:
        UnreadableFile: no table is in it.
    """
    blocks = [block for sheet in read_sheets(name, data) for block in blocks_of(sheet)]
    found = [table for block in blocks if (table := table_of(block))]
    if not found:
        raise UnreadableFile(
            f"{name}: no table was found.", "Give it a row of headings and at least one row below."
        )
    return found


def diagnose(tables: Sequence[PrintedTable], names: Collection[str] = ()) -> list[Diagnosis]:
    """Check tables, each by itself and against the others.

    Args:
        tables: as `tables_of` makes them.
        names: of known places, against which names of rows are held.

    Returns:
        One diagnosis for each table, in their order.
    """
    made: list[Diagnosis] = []
    for table in tables:
        others = [other for other in tables if other is not table]
        look = CheckContext(names=frozenset(names), others=others)
        found = [as_table_finding(one) for one in table.noticed]
        found += [finding for check in CHECKS for finding in check.run(table, look)]
        made.append(
            Diagnosis(
                table=table.name,
                rows=len(table.rows),
                columns=table.width,
                checked={code: look.checked[code] for code in CHECK_CODES if look.checked[code]},
                findings=rank_findings(found, list(CHECK_CODES)),
            )
        )
    return made


__all__ = [
    "CHECKS",
    "CHECK_CODES",
    "EXAMPLE",
    "EXAMPLE_NAME",
    "Diagnosis",
    "PrintedTable",
    "Sheet",
    "Spot",
    "TableFinding",
    "diagnose",
    "tables_of",
]
