"""Sentences about the diagnosis of a table: what was found, and what was looked at."""

from wfcore.table_checks import Diagnosis

# What a check compares, after its number.
CHECK_NAMES = {
    "headings_stand_once": "headings",
    "rows_stand_once": "names of rows",
    "reciprocals_agree": "figures against their reciprocal",
    "nobody_is_rounded_away": "decimals",
    "columns_add_up": "totals of columns",
    "rows_add_up": "totals of rows",
    "grand_total_agrees": "ways to the grand total",
    "totals_are_rounded": "totals with fewer decimals",
    "totals_are_printed": "places of totals",
    "averages_are_means": "averages",
    "shares_make_100": "lists of shares",
    "shares_fit_the_headcount": "shares against the headcount",
    "shares_make_the_headcount": "lists of shares against the headcount",
    "counts_and_shares_agree": "counts with their share",
    "shares_are_possible": "shares for what is possible",
    "splits_are_plausible": "shares against like groups",
    "fte_is_within_headcount": "rows of FTE against people",
    "older_bands_are_smaller": "parts against their whole",
    "arrows_match_signs": "arrows against signs",
    "arrows_mean_a_change": "arrows for a clear change",
    "points_are_named": "changes of percentages",
    "moves_have_a_cause": "places for leaps",
    "ages_are_apart": "lists of age bands",
    "ages_leave_no_gap": "lists of age bands for gaps",
    "rows_fit_the_headings": "rows for their length",
    "names_are_known": "names against known places",
    "versions_stand_once": "version numbers",
    "rows_stand_in_their_section": "rows against their section",
    "units_are_named": "table for its unit",
    "no_year_is_missing": "dates in a run",
    "dates_are_alike": "dates for their kind",
    "dates_are_named": "table for its date",
    "plans_have_their_columns": "columns that a plan needs",
    "indicators_have_a_number": "indicators for a number",
    "initiatives_have_an_indicator": "initiatives for an indicator",
    "plans_have_owner_and_date": "owners and dates",
    "indicators_stand_once": "indicators for repeats",
    "no_stray_marks": "cells for stray marks",
    "figures_are_figures": "cells for words",
    "one_mark_for_nothing": "cells without a figure",
    "footnotes_are_there": "marks for their footnote",
}


def diagnosis_summary(one: Diagnosis) -> str:
    """How many things are to be put right, in a sentence."""
    counts = {
        severity: sum(found.severity == severity for found in one.findings)
        for severity in ("blocks", "warns", "notes")
    }
    wrong = counts["blocks"] + counts["warns"]
    if not one.findings:
        return "Nothing to remark."
    notes = f"{counts['notes']} to know" if counts["notes"] else ""
    if not wrong:
        return f"Nothing to put right, {notes}."
    things = "1 thing" if wrong == 1 else f"{wrong} things"
    return f"{things} to put right{f', {notes}' if notes else ''}."


def what_was_checked(one: Diagnosis) -> str:
    """What was compared, so that silence can be told from not having looked."""
    listed = ", ".join(f"{n:,} {CHECK_NAMES[code]}" for code, n in one.checked.items())
    return f"Looked at: {listed}."


def diagnosis_text(one: Diagnosis) -> str:
    """A diagnosis as lines of text, gravest finding first."""
    lines = [f"{one.table}: {one.rows:,} rows, {one.columns:,} columns. {diagnosis_summary(one)}"]
    for found in one.findings:
        lines.append(f"  [{found.severity}] {found.message} ({found.code}, {found.count:,})")
        lines += [f"      {example}" for example in found.examples]
    lines.append(f"  {what_was_checked(one)}")
    return "\n".join(lines)
