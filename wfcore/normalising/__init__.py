"""Text tables → tidy tables in our names and types; null keeps its reason."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, finding
from wfcore.normalising.area_figures import area_figure_tables
from wfcore.normalising.authorities import authority_tables, borough_tables, postcode_tables
from wfcore.normalising.claims import allocation_tables, claim_tables, spend_tables
from wfcore.normalising.deprivation import deprivation_tables, fingertips_tables
from wfcore.normalising.drafts import Draft, TidyTables, draft
from wfcore.normalising.groups import group_tables
from wfcore.normalising.long_staff import high_level_tables, tidy_staff_tables
from wfcore.normalising.misspelt import counts_that_nothing_reads, misspelt_headings
from wfcore.normalising.naming import odd_names
from wfcore.normalising.ods_practices import ods_practice_tables
from wfcore.normalising.pcn_staff import pcn_tables
from wfcore.normalising.pipeline import (
    learner_tables,
    programme_tables,
    stayed_tables,
    supervision_tables,
)
from wfcore.normalising.plans import plan_tables
from wfcore.normalising.practice_staff import practice_tables
from wfcore.normalising.recommendations import recommendation_tables
from wfcore.normalising.reference_files import (
    epcn_tables,
    map_tables,
    payment_tables,
    registered_tables,
    tidy_list_tables,
)
from wfcore.normalising.settings import setting_tables
from wfcore.normalising.sheets import unreadable_dates, with_rows
from wfcore.normalising.successions import succession_tables
from wfcore.normalising.sum_rows import without_sum_rows
from wfcore.normalising.targets import target_tables
from wfcore.normalising.values import (
    financial_year,
    other_date,
    period_in_name,
    period_of,
    period_of_date,
)
from wfcore.reading import TextTable
from wfcore.tables import STANDING

Maker = Callable[[TextTable, pl.DataFrame], TidyTables]

_MAKERS: dict[str, Maker] = {
    "gpw_detailed": practice_tables,
    "demonstration": practice_tables,
    "gpw_high_level": high_level_tables,
    "pcn_individual": pcn_tables,
    "registered_patients": registered_tables,
    "practice_map": map_tables,
    "epcn": epcn_tables,
    "borough_lookup": borough_tables,
    "ods_practices": ods_practice_tables,
    "settings": setting_tables,
    "lad_2022": authority_tables,
    "tidy_authorities": authority_tables,
    "postcode_directory": postcode_tables,
    "imd_practice": deprivation_tables,
    "imd_fingertips": fingertips_tables,
    "arrs_plan": plan_tables,
    "arrs_claims": claim_tables,
    "arrs_allocations": allocation_tables,
    "arrs_spend": spend_tables,
    "recommendations": recommendation_tables,
    "targets": target_tables,
    "area_figures": area_figure_tables,
    "practice_groups": group_tables,
    "learners": learner_tables,
    "supervision": supervision_tables,
    "stayed": stayed_tables,
    "programme_posts": programme_tables,
    "successions_list": succession_tables,
    "nhs_payments": payment_tables,
    "tidy_staff": tidy_staff_tables,
    "tidy_practices": practice_tables,
    "tidy_lists": tidy_list_tables,
    "tidy_places": map_tables,
    "tidy_deprivation": deprivation_tables,
}

_WITH_DATES = {"epcn": epcn_tables, "ods_practices": ods_practice_tables}
_DATE = "_date_"
_ORIGIN = "_origin_"


def normalise(table: TextTable, period: str | None = None) -> list[Draft]:
    """Make drafts of a recognised table, one for each period (and origin) it holds.

    Args:
        table: as `reading.read_upload` returns it.
        period: `YYYY-MM` that the analyst gives; used where the file has no date of its own, and
            compared with it where it has.

    Returns:
        Drafts. `dated_by` is `name` where the period was only read from the file name.
    """
    make = _MAKERS[table.source.id]
    whole, sums = without_sum_rows(table, with_rows(table))
    odd = (*odd_names(table), *misspelt_headings(table), *counts_that_nothing_reads(table))
    table = replace(table, findings=(*table.findings, *odd, *sums))
    dates = _dates(table, whole)
    if dates is None:
        in_name = period_in_name(table.name) or period_in_name(table.upload)
        chosen, dated_by = (period, "given") if period else (in_name, "name" if in_name else "")
        told = _WITH_DATES.get(table.source.id)
        tables, found = told(table, whole, chosen) if told else make(table, whole)
        # Relationships and practices carry dates, so such a file tells any month before it was drawn.
        looks_back = bool(told and period and in_name and period < in_name)
        if period and in_name and period != in_name and not looks_back:
            found.append(
                finding(
                    "warns",
                    "period_differs_from_name",
                    f"The file name says {in_name}, you said {period}. Accept this only if you are sure.",
                    examples=[table.name],
                )
            )
        return [draft(table, chosen, dated_by, tables, tuple(found), rows=whole.height)]
    drafts: list[Draft] = []
    for (date, origin), frame in _by_date(whole, dates):
        tables, found = make(table, frame)
        if not date:
            found.append(_no_date(table, frame, period))
        found += _in_doubt(table, frame)
        source = str(origin) or table.source.id
        if source not in declared().sources:
            found.append(
                finding(
                    "blocks",
                    "unknown_source",
                    "A source that no definition names.",
                    examples=[source],
                )
            )
        invented = source in declared().sources and declared().sources[source].invented
        drafts.append(
            draft(
                table,
                str(date) or period,
                "content" if date or not period else "given",
                tables,
                tuple(found),
                rows=frame.height,
                source=source,
                note="invented" if invented else "",
            )
        )
    return drafts


def _no_date(table: TextTable, frame: pl.DataFrame, period: str | None) -> Finding:
    """What to say of rows whose date cannot be read; a month that is given stands in for it."""
    examples = unreadable_dates(table, frame)
    if period is None:
        return finding(
            "blocks",
            "no_date",
            "Rows whose date cannot be read. Correct the date columns, or say which month it is for.",
            count=frame.height,
            examples=examples,
        )
    return finding(
        "warns",
        "date_given",
        f"Dates that cannot be read are taken for {period}, as you said.",
        count=frame.height,
        examples=examples,
    )


def _in_doubt(table: TextTable, frame: pl.DataFrame) -> Iterator[Finding]:
    """Dates with figures alone that may have the month first."""
    column = table.column("extract_date")
    if column is None:
        return
    text = str(frame[column][0])
    if other := other_date(text):
        yield finding(
            "warns",
            "date_in_doubt",
            f"The date {text} is read as a day of {period_of_date(text)}. Lists are drawn on the first of a month: "
            f"with the month first it would be {other}.",
            examples=[f"{column}: {text}"],
            advice="Write the date as 2025-11-01, or accept it if the day is right.",
        )


def _dates(table: TextTable, frame: pl.DataFrame) -> pl.DataFrame | None:
    """Period and origin of each row, or None when the content has no date."""
    column = table.recognised.columns
    # Only the project's own layouts say of each row which publication it was copied from.
    origin = pl.col(column["source"]).str.strip_chars() if "source" in column else pl.lit("")
    if table.source.dated == STANDING:
        date = pl.lit(STANDING).alias(_DATE)
    elif "period" in column:
        date = _mapped(frame, [column["period"]], lambda text: period_of_date(text[0]))
    elif "financial_year" in column:
        date = _mapped(frame, [column["financial_year"]], _first_month_of)
    elif "extract_date" in column:
        date = _mapped(frame, [column["extract_date"]], lambda text: period_of_date(text[0]))
    elif "year" in column and "month" in column:
        date = _mapped(
            frame, [column["year"], column["month"]], lambda text: period_of(text[0], text[1])
        )
    else:
        return None
    return frame.select(date, origin.alias(_ORIGIN))


def _by_date(
    frame: pl.DataFrame, dates: pl.DataFrame
) -> Iterator[tuple[tuple[str, str], pl.DataFrame]]:
    """The rows of each period and origin, in the order of the file; most files have but one."""
    if all(_is_constant(column) for column in dates):
        yield dates.row(0), frame
        return
    keys = dates.columns
    dated = frame.with_columns(dates)
    for (date, origin), rows in dated.partition_by(keys, as_dict=True, maintain_order=True).items():
        yield (str(date), str(origin)), rows.drop(keys)


def _is_constant(column: pl.Series) -> bool:
    return bool((column == column[0]).all())


def _first_month_of(text: tuple[str, ...]) -> str | None:
    year = financial_year(text[0])
    return year.months[0] if year else None


def _mapped(
    frame: pl.DataFrame, columns: list[str], read: Callable[[tuple[str, ...]], str | None]
) -> pl.Series:
    """Read each distinct date once; files have very few."""
    if all(_is_constant(frame[column]) for column in columns):
        period = read(frame.select(columns).row(0)) or ""
        return pl.repeat(period, frame.height, dtype=pl.String, eager=True).alias(_DATE)
    distinct = frame.select(columns).unique()
    periods = [read(row) or "" for row in distinct.iter_rows()]
    return frame.select(columns).join(
        distinct.with_columns(pl.Series(_DATE, periods, dtype=pl.String)),
        on=columns,
        how="left",
        maintain_order="left",
    )[_DATE]


__all__ = ["Draft", "normalise"]
