"""Drafts → findings and the quality report. A rule is a function; its name is the finding's code."""

from datetime import UTC, datetime

from wfcore.checking.about import Rule
from wfcore.checking.deprivation import (
    missing_scores,
    scores_are_scores,
    scores_lie_between_0_and_100,
)
from wfcore.checking.effects import (
    columns_are_filled,
    no_impossible_headcount,
    one_practice_moves_a_place,
    zeros_are_few,
)
from wfcore.checking.groups import groups_are_whole, groups_do_not_clash
from wfcore.checking.keys import (
    codes_have_the_right_shape,
    without_repeats,
)
from wfcore.checking.known_areas import areas_have_their_own_names, locations_lie_where_they_do
from wfcore.checking.lists import (
    list_sizes_are_plausible,
    lists_are_not_twins,
    practices_without_pcn,
    sexes_are_no_more_than_all_patients,
)
from wfcore.checking.local_money import (
    allocations_are_of_a_pcn,
    approved_is_most_of_claimed,
    pounds_fit_the_posts,
    spend_has_a_unit,
)
from wfcore.checking.local_tables import (
    aims_of_areas,
    claims_are_whole,
    fte_of_a_role_is_plausible,
    no_more_approved_than_claimed,
    no_negative_money_or_fte,
    not_before_the_scheme,
    nothing_invented,
    one_allocation_for_a_pcn,
    one_claim_for_a_role,
    pcn_codes_have_the_right_shape,
    roles_are_known,
    totals_are_their_roles,
)
from wfcore.checking.periods import dates_are_near, the_month_is_known
from wfcore.checking.pipeline import (
    learners_are_known,
    learners_make_sense,
    pipeline_rows_are_your_own,
    programme_posts_make_sense,
    stayed_makes_sense,
    supervision_makes_sense,
)
from wfcore.checking.places import (
    area_codes_are_of_their_level,
    areas_are_filled,
    boroughs_are_boroughs,
    codes_survived_excel,
    one_code_for_a_name,
    one_name_for_a_code,
    practice_in_one_pcn,
    rows_from_outside,
    stray_areas,
)
from wfcore.checking.plausible import (
    columns_are_not_swapped,
    fte_is_not_hours,
    patients_per_gp_are_plausible,
    people_in_roles,
    sexes_and_ages_add_up,
)
from wfcore.checking.recommendations import (
    lists_are_your_own,
    recommendations_are_whole,
    recommendations_make_sense,
)
from wfcore.checking.reports import FileReport, QualityReport, file_report
from wfcore.checking.staff import (
    fewer_staff_under_narrower_definition,
    missing_figures,
    no_impossible_fte,
    no_negative_figures,
    people_and_fte_agree,
    roles_add_up,
    zeros_of_old_files,
)
from wfcore.checking.targets import aims_are_whole, aims_lie_ahead, aims_make_sense
from wfcore.checking.usual import (
    areas_hold_no_more_than_their_patients,
    columns_fit_each_other,
    lists_are_as_large_as_usual,
    one_list_moves_a_place,
    staff_are_as_many_as_usual,
)
from wfcore.checking.weights import weights_are_plausible
from wfcore.declared import declared
from wfcore.findings import Finding, finding
from wfcore.normalising import Draft

_RULES: tuple[Rule, ...] = (
    codes_have_the_right_shape,
    no_negative_figures,
    no_impossible_fte,
    no_impossible_headcount,
    one_practice_moves_a_place,
    columns_are_filled,
    zeros_are_few,
    staff_are_as_many_as_usual,
    columns_fit_each_other,
    lists_are_as_large_as_usual,
    one_list_moves_a_place,
    areas_hold_no_more_than_their_patients,
    fewer_staff_under_narrower_definition,
    fte_is_not_hours,
    columns_are_not_swapped,
    roles_add_up,
    people_in_roles,
    sexes_and_ages_add_up,
    people_and_fte_agree,
    patients_per_gp_are_plausible,
    missing_figures,
    zeros_of_old_files,
    list_sizes_are_plausible,
    lists_are_not_twins,
    weights_are_plausible,
    sexes_are_no_more_than_all_patients,
    practices_without_pcn,
    practice_in_one_pcn,
    one_code_for_a_name,
    one_name_for_a_code,
    codes_survived_excel,
    area_codes_are_of_their_level,
    areas_are_filled,
    areas_have_their_own_names,
    locations_lie_where_they_do,
    stray_areas,
    boroughs_are_boroughs,
    rows_from_outside,
    scores_lie_between_0_and_100,
    missing_scores,
    scores_are_scores,
    pcn_codes_have_the_right_shape,
    no_negative_money_or_fte,
    fte_of_a_role_is_plausible,
    roles_are_known,
    totals_are_their_roles,
    aims_of_areas,
    one_claim_for_a_role,
    no_more_approved_than_claimed,
    pounds_fit_the_posts,
    approved_is_most_of_claimed,
    allocations_are_of_a_pcn,
    spend_has_a_unit,
    claims_are_whole,
    one_allocation_for_a_pcn,
    not_before_the_scheme,
    nothing_invented,
    recommendations_are_whole,
    recommendations_make_sense,
    lists_are_your_own,
    aims_are_whole,
    aims_make_sense,
    groups_are_whole,
    groups_do_not_clash,
    learners_are_known,
    learners_make_sense,
    supervision_makes_sense,
    stayed_makes_sense,
    programme_posts_make_sense,
    pipeline_rows_are_your_own,
)


def check_drafts(
    drafts: list[Draft], *, today: datetime | None = None
) -> tuple[list[Draft], QualityReport]:
    """Check drafts against the rules.

    Args:
        drafts: as `normalising.normalise` makes them.
        today: the clock for the future-period rule; now when not given.

    Returns:
        The drafts with exact repeats removed, and the report. Order is kept.
    """
    rules, now = declared().rules, today or datetime.now(tz=UTC)
    kept: list[Draft] = []
    reports: list[FileReport] = []
    for one in drafts:
        cleaned, repeats = without_repeats(one)
        found = [
            *one.findings,
            *repeats,
            *the_month_is_known(cleaned, rules, now),
            *dates_are_near(cleaned, rules, now),
            *aims_lie_ahead(cleaned, now),
        ]
        for rule in _RULES:
            found += rule(cleaned, rules)
        kept.append(cleaned)
        reports.append(file_report(cleaned, found))
    reports = _across(drafts, reports)
    return kept, QualityReport(files=tuple(reports))


def _across(drafts: list[Draft], reports: list[FileReport]) -> list[FileReport]:
    """Two files of one upload that claim the same source, period and tables."""
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    result: list[FileReport] = []
    for i, (one, report) in enumerate(zip(drafts, reports, strict=True)):
        more: list[Finding] = []
        for kind in one.tables:
            first, other = seen.setdefault((one.edition, kind), (i, one.file_name))
            if first != i:
                more.append(
                    finding(
                        "blocks",
                        "two_files_for_one_period",
                        f"Two files for the same source and month {one.period}. Publish one of them.",
                        examples=[other, one.file_name],
                    )
                )
                break
        result.append(
            report.model_copy(update={"findings": (*more, *report.findings)}) if more else report
        )
    return result


__all__ = ["FileReport", "QualityReport", "check_drafts"]
