"""The practice-level Detailed file, any vintage and any subset of its columns → tidy tables."""

from itertools import groupby

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, finding
from wfcore.geography import AREA_LEVELS, NO_PCN
from wfcore.normalising.cells import Cell, canonical, is_retired, known_headers, practice_cells
from wfcore.normalising.tables import LABEL, REASONS, STAFF_LABELS
from wfcore.normalising.values import cleaned, code, name, numbers, reason_series, value_series
from wfcore.reading import TextTable
from wfcore.reading.recognising import PATIENT_COLUMN, STAFF_COLUMN

_NOT_IN_FILE = np.uint8(REASONS.index("not_in_file") + 1)
_ESTIMATED = np.uint8(REASONS.index("estimated") + 1)
_TRAINEES_ONLY = np.uint8(REASONS.index("trainees_only") + 1)
_NOTHING = (np.empty(0), np.empty(0, dtype=np.uint8), np.empty(0, dtype=np.intp))
_WITHOUT_TRAINEES = ("excl_trainees", "excl_trainees_locums")


def practice_tables(
    table: TextTable, frame: pl.DataFrame
) -> tuple[dict[str, pl.DataFrame], list[Finding]]:
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
    codes = frame.select(code(table.recognised.columns["practice_code"])).to_series().fill_null("")
    estimated = _estimated(frame)
    tables: dict[str, pl.DataFrame] = {}
    present = [c for c in practice_cells() if c.fte in headings or c.headcount in headings]
    odd: list[str] = []
    for breakdown, cells in groupby(present, key=lambda cell: cell.breakdown):
        staff, unreadable = _long(frame, codes, list(cells), headings, estimated)
        tables[f"staff_{breakdown}"] = staff
        odd += unreadable
    lists, list_odd = _lists(table, frame, codes)
    tables |= lists
    odd += list_odd
    if odd:
        found.append(
            finding(
                "blocks",
                "not_a_number",
                "Cells that are neither a number nor a known mark such as NA. Correct them, or ask the publisher.",
                count=len(odd),
                examples=odd,
            )
        )
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
        today = canonical(header)
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
    if retired:
        found.append(
            finding(
                "notes",
                "retired_definition",
                "Columns that also leave out retainers. They have no modern equal and are not used.",
                count=len(retired),
                examples=retired,
            )
        )
    if unknown:
        found.append(
            finding(
                "notes",
                "unknown_roles",
                "Staff columns that no definition names yet. They are not used; group totals include their staff.",
                count=len(unknown),
                examples=unknown,
            )
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


def _long(
    frame: pl.DataFrame,
    codes: pl.Series,
    cells: list[Cell],
    headings: dict[str, str],
    estimated: dict[str, npt.NDArray[np.intp]],
) -> tuple[pl.DataFrame, list[str]]:
    """Stack the cells of one breakdown: all practices of the first cell, then of the second, …"""
    odd: list[str] = []
    measures: list[pl.Series] = []
    for measure in ("fte", "headcount"):
        printed = [headings.get(getattr(cell, measure)) for cell in cells]
        values, reasons, unreadable = _stacked(frame, printed)
        _set_estimates(cells, values, reasons, estimated, frame.height)
        measures += [value_series(measure, values), reason_series(f"{measure}_missing", reasons)]
        odd += unreadable
    every = pl.concat([codes] * len(cells), rechunk=True).alias("area_code")
    return pl.DataFrame([every, *measures]).with_columns(
        pl.lit("practice", dtype=LABEL).alias("level"), *_labels(cells, frame.height)
    ), odd


def _stacked(
    frame: pl.DataFrame, printed: list[str | None]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8], list[str]]:
    """Values and reasons of columns one after another, some of them absent; unreadable cells."""
    there = [i for i, header in enumerate(printed) if header]
    shape = (len(printed), frame.height)
    columns = [frame[header] for header in printed if header]
    read, why, bad = numbers(*columns) if columns else _NOTHING
    odd = [
        f"row {at % frame.height + 2}, {columns[at // frame.height].name}: "
        f"{columns[at // frame.height][int(at % frame.height)]}"
        for at in bad[:5]
    ] + [""] * max(len(bad) - 5, 0)
    if len(there) == len(printed):
        return read, why, odd
    values = np.full(shape, np.nan)
    reasons = np.full(shape, _NOT_IN_FILE)
    values[there] = read.reshape(-1, frame.height)
    reasons[there] = why.reshape(-1, frame.height)
    return values.ravel(), reasons.ravel(), odd


def _labels(cells: list[Cell], rows: int) -> list[pl.Expr | pl.Series]:
    """What each cell is about; a label that all of them share is kept as one value."""
    at = pl.Series(np.repeat(np.arange(len(cells), dtype=np.uint32), rows))
    columns: list[pl.Expr | pl.Series] = []
    for label in STAFF_LABELS[1:]:
        values = [getattr(cell, label) for cell in cells]
        columns.append(
            pl.lit(values[0], dtype=LABEL).alias(label)
            if len(set(values)) == 1
            else pl.Series(label, values, dtype=LABEL).gather(at)
        )
    return columns


def _set_estimates(
    cells: list[Cell],
    values: npt.NDArray[np.float64],
    reasons: npt.NDArray[np.uint8],
    estimated: dict[str, npt.NDArray[np.intp]],
    rows: int,
) -> None:
    """A printed 0 that is an estimate is not a 0; trainees alone do not make a GP count complete."""
    value_grid = values.reshape(len(cells), rows)
    reason_grid = reasons.reshape(len(cells), rows)
    for group, columns in estimated.items():
        if len(columns) == 0:
            continue
        block = np.array([i for i, cell in enumerate(cells) if cell.staff_group == group])
        if len(block) == 0:
            continue
        where = np.ix_(block, columns)
        zero = value_grid[where] == 0
        reason_grid[where] = np.where(zero, _ESTIMATED, reason_grid[where])
        value_grid[where] = np.where(zero, np.nan, value_grid[where])
        if group == "gp":
            partial = np.array([i for i in block if cells[i].definition in _WITHOUT_TRAINEES])
            if len(partial):
                where = np.ix_(partial, columns)
                filled = np.isfinite(value_grid[where])
                reason_grid[where] = np.where(filled, _TRAINEES_ONLY, reason_grid[where])
                value_grid[where] = np.nan


def _lists(
    table: TextTable, frame: pl.DataFrame, codes: pl.Series
) -> tuple[dict[str, pl.DataFrame], list[str]]:
    """Registered patients: the total, and the split by sex and age where it is printed."""
    tables: dict[str, pl.DataFrame] = {}
    odd: list[str] = []
    patients = table.column("patients")
    bands = {printed: band for band, printed in declared().staff.patient_age_bands.items()}
    split: list[pl.DataFrame] = []
    for header in frame.columns:
        if not PATIENT_COLUMN.match(header):
            continue
        values, reasons, bad = numbers(frame[header])
        odd += [f"row {at + 2}, {header}: {frame[header][int(at)]}" for at in bad]
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
                "sex": pl.Series([labels[0]]).new_from_index(0, frame.height),
                "age_band": pl.Series([labels[1]]).new_from_index(0, frame.height),
                "registered": value_series("registered", values),
                "registered_missing": reason_series("registered_missing", reasons),
                "weighted_missing": reason_series(
                    "weighted_missing", np.full(frame.height, 1, dtype=np.uint8)
                ),
            }
        )
        if header == patients:
            tables["lists"] = one
        else:
            split.append(one)
    if split:
        tables["lists_sex_age"] = pl.concat(split)
    return tables, odd


def _returns(frame: pl.DataFrame, codes: pl.Series) -> dict[str, pl.DataFrame]:
    flags = {
        group: declared_group.source_flag
        for group, declared_group in declared().staff.groups.items()
        if declared_group.source_flag in frame.columns
    }
    if not flags:
        return {}
    named = pl.DataFrame({g: cleaned(frame[flag or ""], name) for g, flag in flags.items()})
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
            columns[our_name] = cleaned(frame[printed], name if named else code)
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
