"""What a file says of each unit's staff: the quantities that metrics are made of, added up by unit."""

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.declared import Quantity, declared
from wfcore.measuring.successions import SUCCESSIONS, gone_in
from wfcore.measuring.table_cache import TableCache
from wfcore.store import Wanted
from wfcore.tables import LABEL


def staff_of(opened: TableCache, editions: list[str], wanted: dict[str, Quantity]) -> pl.DataFrame:
    """The staff of each unit of one period.

    Args:
        opened: the tables; see `staff_wanted`.
        editions: those of the period, the one to believe first at the front.
        wanted: the quantities, by the name of their column.

    Returns:
        `unit`, each once; for each quantity its value (null when not reported) and
        `<quantity>:absent`; `local`, whether an unpublished file counted it. A practice that one
        edition lists no more is not taken from one that is believed less.
    """
    first, *others = editions
    frames, successions = [_one_edition(opened, first, wanted)], opened.table(SUCCESSIONS)
    gone = gone_in(successions, first)
    for edition in others:
        frame = _one_edition(opened, edition, wanted)
        frames.append(frame.filter(~pl.col("unit").is_in(gone.implode())))
        gone = pl.concat([gone, gone_in(successions, edition)])
    if len(frames) == 1:
        return frames[0]
    return pl.concat(frames).unique("unit", keep="first", maintain_order=True)


def is_local(edition: str) -> bool:
    """Whether the file behind an edition is a local, unpublished one."""
    return declared().source(edition.split(".", maxsplit=1)[0]).local


def staff_wanted(editions: list[str], wanted: dict[str, Quantity]) -> list[Wanted]:
    """The tables that `staff_of` reads."""
    kinds = _by_breakdown(wanted).items()
    return [
        _rows(edition, kind, list(mine.values())) for edition in editions for kind, mine in kinds
    ]


def _by_breakdown(wanted: dict[str, Quantity]) -> dict[str, dict[str, Quantity]]:
    """The quantities by the table that holds them; the totals first, which name every unit."""
    found: dict[str, dict[str, Quantity]] = {"total": {}}
    for key, quantity in wanted.items():
        found.setdefault(quantity.breakdown, {})[key] = quantity
    return found


def _one_edition(opened: TableCache, edition: str, wanted: dict[str, Quantity]) -> pl.DataFrame:
    by_breakdown = _by_breakdown(wanted)
    tables = [opened.table(Wanted(f"staff_{kind}", [edition])) for kind in by_breakdown]
    unit = tables[0]["area_code"].unique(maintain_order=True)
    columns = {
        column.name: column
        for rows, mine in zip(tables, by_breakdown.values(), strict=True)
        for column in _values(rows, unit, mine)
    }
    kept = (columns[name] for key in wanted for name in (key, f"{key}:absent"))
    local = pl.Series("local", [is_local(edition)]).new_from_index(0, len(unit))
    return pl.DataFrame([unit.alias("unit"), *kept, local])


def _rows(edition: str, breakdown: str, wanted: list[Quantity]) -> Wanted:
    """Only the rows and columns that some quantity needs, so that most of a file is never read."""
    needed = None if breakdown == "total" else pl.any_horizontal(_matches(q) for q in wanted)
    columns = ["area_code", "staff_group", "definition"]
    columns += ["role"] if any(q.roles for q in wanted) else []
    columns += ["age_band"] if any(q.ages for q in wanted) else []
    columns += ["sex"] if any(q.sex for q in wanted) else []
    for measure in dict.fromkeys(q.measure for q in wanted):
        columns += [measure, f"{measure}_missing"]
    return Wanted(f"staff_{breakdown}", [edition], columns, needed)


def _matches(quantity: Quantity) -> pl.Expr:
    """Rows of the staff table that a quantity adds up."""
    wanted = pl.col("definition") == quantity.definition
    if quantity.staff_group != "any":
        wanted &= pl.col("staff_group") == quantity.staff_group
    if quantity.roles:
        wanted &= pl.any_horizontal(pl.col("role") == role for role in quantity.roles)
    if quantity.sex:
        wanted &= pl.col("sex") == quantity.sex
    if quantity.ages in ("aged_55_plus", "aged_60_plus"):
        bands: list[str] = getattr(declared().staff, quantity.ages)
        wanted &= pl.any_horizontal(pl.col("age_band") == band for band in bands)
    elif quantity.ages == "known":
        wanted &= pl.col("age_band") != "unknown"
    elif quantity.ages:
        wanted &= pl.col("age_band") == quantity.ages
    return wanted


def _values(rows: pl.DataFrame, units: pl.Series, wanted: dict[str, Quantity]) -> list[pl.Series]:
    """Value of each quantity and whether its column is absent; a missing part makes the whole missing."""
    labels = pl.DataFrame([c for c in rows if c.dtype == LABEL and "missing" not in c.name])
    runs, lengths = _runs(labels)
    matches = runs.select(_matches(q).fill_null(value=False).alias(k) for k, q in wanted.items())
    measures = {q.measure for q in wanted.values()}
    figures = {measure: rows[measure].to_numpy() for measure in measures}
    absent = {
        measure: rows[f"{measure}_missing"].eq_missing("not_in_file").to_numpy()
        for measure in measures
    }
    tiled = _is_tiled(rows["area_code"], units)
    grid = tiled and bool((lengths == len(units)).all())
    at = np.empty(0, dtype=np.intp) if grid else _places(rows["area_code"], units, tiled=tiled)
    columns: list[pl.Series] = []
    for key, quantity in wanted.items():
        measure, match = quantity.measure, matches[key].to_numpy()
        if grid:
            cells = (-1, len(units))
            value, lacking = _added_cells(
                figures[measure].reshape(cells)[match], absent[measure].reshape(cells)[match]
            )
        else:
            here = np.flatnonzero(np.repeat(match, lengths))
            value, lacking = _added(
                at[here], figures[measure][here], absent[measure][here], len(units)
            )
        columns.append(pl.Series(key, value, nan_to_null=True))
        columns.append(pl.Series(f"{key}:absent", lacking))
    return columns


def _is_tiled(codes: pl.Series, units: pl.Series) -> bool:
    """Whether the codes are all units again and again, as in the table of a wide file."""
    times, rest = divmod(len(codes), max(len(units), 1))
    return (
        rest == 0 and times > 0 and bool((codes == pl.concat([units] * times, rechunk=False)).all())
    )


def _places(codes: pl.Series, units: pl.Series, *, tiled: bool) -> npt.NDArray[np.intp]:
    """The place of each code among the units, behind the last one for others."""
    if tiled:
        return np.tile(np.arange(len(units)), len(codes) // len(units))
    place = pl.DataFrame({"code": units}).with_row_index("place")
    looked_up = pl.DataFrame({"code": codes}).join(
        place, on="code", how="left", maintain_order="left"
    )
    return looked_up["place"].fill_null(len(units)).to_numpy().astype(np.intp)


def _runs(labels: pl.DataFrame) -> tuple[pl.DataFrame, npt.NDArray[np.intp]]:
    """Each row that differs from the one before it, and how many rows in all are like it."""
    starts = np.zeros(labels.height, dtype=np.bool_)
    starts[:1] = True
    for codes in (label.to_numpy() for label in labels.select(pl.all().to_physical())):
        starts[1:] |= codes[1:] != codes[:-1]
    first = np.flatnonzero(starts)
    return labels[first], np.diff(np.append(first, labels.height))


def _added(
    at: npt.NDArray[np.intp],
    figures: npt.NDArray[np.float64],
    absent: npt.NDArray[np.bool_],
    units: int,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Figures added up by unit, and which units lack the column; no row is no column."""

    def count(weights: npt.NDArray[np.float64] | npt.NDArray[np.bool_] | None = None):
        return np.bincount(at, weights, units + 1)[:units]

    gap = np.isnan(figures)
    rows = count()
    none = rows == 0
    weights = np.where(gap, 0.0, figures)
    value = count(weights)
    missing = none | (count(gap) > 0) if gap.any() else none
    lacking = none | (count(absent) > 0) if absent.any() else none
    # Only polars carries the last digits of fractions along; whole numbers need no such care.
    if (rows > 1).any() and (weights != np.rint(weights)).any():
        sums = pl.DataFrame({"at": at, "of": weights}).group_by("at").agg(pl.col("of").sum())
        value[sums["at"].to_numpy()] = sums["of"].to_numpy()
    return np.where(missing, np.nan, value), lacking


def _added_cells(
    figures: npt.NDArray[np.float64], absent: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """The same of cells × units: cells added up as polars does, which carries the last digits along."""
    cells, units = figures.shape
    value, carried = np.zeros(units), np.zeros(units)
    lacking = np.zeros(units, dtype=np.bool_)
    if not cells:
        value[:], lacking[:] = np.nan, True
    for cell in range(cells):  # a missing one makes the sum missing
        more = figures[cell] - carried
        whole = value + more
        carried = (whole - value) - more
        value = whole
        lacking |= absent[cell]
    return value, lacking
