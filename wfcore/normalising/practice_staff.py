"""The practice-level Detailed file, any vintage and any subset of its columns → tidy tables."""

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, finding, of_examples
from wfcore.geography import AREA_LEVELS, NO_PCN
from wfcore.normalising.cells import canonical_header, is_retired, known_headers, practice_cells
from wfcore.normalising.drafts import TidyTables
from wfcore.normalising.grids import FigureGrid, read_grid
from wfcore.normalising.odd_cells import dotted_thousands, odd_cell_findings
from wfcore.normalising.registrars import hold_against_registrars
from wfcore.normalising.values import clean_column, code, name
from wfcore.normalising.wide_staff import (
    BLANK_CELL,
    NOT_IN_FILE,
    hide_estimates,
    long_tables,
    staff_headings,
)
from wfcore.reading import TextTable
from wfcore.reading.recognising import PATIENT_COLUMN, STAFF_COLUMN


def practice_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """Tidy tables of the rows of one period.

    Args:
        table: the recognised file.
        frame: its rows, as text under printed headings.

    Returns:
        Tables by kind (`staff_*`, `lists`, `lists_sex_age`, `returns`, `places`) and what was
        noticed: unreadable cells, headings that no definition names, older names.
    """
    found: list[Finding] = []
    headings, notes = _headings(frame.columns)
    found += notes
    codes = clean_column(frame[table.recognised.columns["practice_code"]], code).fill_null("")
    present = [c for c in practice_cells() if c.fte in headings or c.headcount in headings]
    patients = [header for header in frame.columns if PATIENT_COLUMN.match(header)]
    grid, odd = read_grid(frame, [*staff_headings(present, headings), *patients])
    if "source" in table.recognised.columns:  # our own layout puts several sources into one file
        grid.reword(BLANK_CELL, NOT_IN_FILE)
    headings, exr = hold_against_registrars(grid, headings)
    found += exr
    present = [c for c in present if c.fte in headings or c.headcount in headings]
    hide_estimates(grid, present, headings, _estimated(frame))
    tables = long_tables(grid, codes, present, headings)
    tables |= _lists(table, grid, codes, patients)
    found += odd_cell_findings(odd)
    found += dotted_thousands(frame, patients)
    tables |= _returns(frame, codes)
    places = _places(table, frame, codes)
    if places is not None:
        tables["places"] = places
    return tables, found


def _headings(printed: list[str]) -> tuple[dict[str, str], list[Finding]]:
    """Heading of today → heading as printed, and remarks about older or unknown ones."""
    found: list[Finding] = []
    headings: dict[str, str] = {}
    older: list[str] = []
    unknown: list[str] = []
    retired: list[str] = []
    for header in printed:
        if not STAFF_COLUMN.match(header):
            continue
        if is_retired(header):
            retired.append(header)
            continue
        today = canonical_header(header)
        if today not in known_headers():
            unknown.append(header)
            continue
        if today != header and "TRAINEE_DPC" not in header:
            older.append(header)
        headings[today] = header
    if older or any(h.startswith(("CCG_", "STP_")) for h in printed):
        found.append(
            finding(
                "warns",
                "older_layout",
                "An older layout. Its numbers may have been replaced: for history, use the set that "
                "NHS England issued again in July 2022.",
                count=max(len(older), 1),
                examples=older or [h for h in printed if h.startswith(("CCG_", "STP_"))],
            )
        )
    found += of_examples(
        "notes",
        "retired_definition",
        "Columns that also leave out retainers. They have no modern equal and are not used.",
        retired,
    )
    found += of_examples(
        "notes",
        "unknown_roles",
        "Staff columns that no definition names yet. They are not used; group totals include their staff.",
        unknown,
    )
    return headings, found


def _estimated(frame: pl.DataFrame) -> dict[str, npt.NDArray[np.intp]]:
    """Group → rows whose figures the publisher's flag calls fully estimated."""
    marked: dict[str, npt.NDArray[np.intp]] = {}
    for group, declared_group in declared().staff.groups.items():
        flag = declared_group.source_flag
        if flag and flag in frame.columns:
            full = frame[flag].str.to_lowercase().str.starts_with("fully estimated")
            marked[group] = np.flatnonzero(full.fill_null(value=False).to_numpy())
    return marked


def _lists(
    table: TextTable, grid: FigureGrid, codes: pl.Series, headers: list[str]
) -> dict[str, pl.DataFrame]:
    """Registered patients: the total, and the split by sex and age where it is printed."""
    tables: dict[str, pl.DataFrame] = {}
    bands = {printed: band for band, printed in declared().staff.patient_age_bands.items()}
    split: list[pl.DataFrame] = []
    for header in headers:
        sex, _, rest = header.partition("_PATIENTS_")
        labels = (
            (sex.lower(), bands.get(rest))
            if rest
            else {
                "TOTAL_MALE": ("male", "all"),
                "TOTAL_FEMALE": ("female", "all"),
                "TOTAL_UNKNOWN_GENDER": ("unknown", "all"),
            }.get(header, ("all", "all"))
        )
        if labels[1] is None:
            continue
        one = pl.DataFrame(
            {
                "practice_code": codes,
                "sex": pl.Series([labels[0]]).new_from_index(0, grid.rows),
                "age_band": pl.Series([labels[1]]).new_from_index(0, grid.rows),
                "registered": grid.figures[header],
                "registered_missing": grid.spelled(grid.reasons[header]),
                "weighted_missing": grid.spelled(np.full(grid.rows, 1, dtype=np.uint8)),
            }
        )
        if header == table.column("patients"):
            if not one["registered_missing"].eq_missing("not_in_file").all():
                tables["lists"] = one
        else:
            split.append(one)
    if split:
        tables["lists_sex_age"] = pl.concat(split)
    return tables


def _returns(frame: pl.DataFrame, codes: pl.Series) -> dict[str, pl.DataFrame]:
    flags = {
        group: declared_group.source_flag
        for group, declared_group in declared().staff.groups.items()
        if declared_group.source_flag in frame.columns
    }
    if not flags:
        return {}
    named = pl.DataFrame({g: clean_column(frame[flag or ""], name) for g, flag in flags.items()})
    return {
        "returns": named.with_columns(codes.alias("practice_code")).unpivot(
            index="practice_code", variable_name="staff_group", value_name="status"
        )
    }


def _places(table: TextTable, frame: pl.DataFrame, codes: pl.Series) -> pl.DataFrame | None:
    """The file's own names and areas; without any area it still gives the practice its name."""
    columns: dict[str, pl.Series] = {}
    for our_name in (
        "practice_name",
        *(f"{level}_{p}" for level in AREA_LEVELS for p in ("code", "name")),
    ):
        printed = table.column(our_name)
        if printed:
            named = our_name.endswith("_name") or "borough" in our_name
            columns[our_name] = clean_column(frame[printed], name if named else code)
    if not columns:
        return None
    places = pl.DataFrame(columns).with_columns(
        practice_code=codes, invented=pl.lit(table.source.invented)
    )
    return without_no_pcn(places)


def without_no_pcn(places: pl.DataFrame) -> pl.DataFrame:
    """`U`, `Unallocated` and their kin are not a PCN."""
    if "pcn_code" not in places.columns:
        return places
    none = pl.col("pcn_code").is_in(NO_PCN)
    cleaned = places.with_columns(pl.when(~none).then("pcn_code").alias("pcn_code"))
    if "pcn_name" in places.columns:
        cleaned = cleaned.with_columns(
            pl.when(pl.col("pcn_code").is_not_null()).then("pcn_name").alias("pcn_name")
        )
    return cleaned
