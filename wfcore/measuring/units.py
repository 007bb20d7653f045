"""One row for every unit that reports (practice or PCN), with its patients, its areas and its figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.declared import Metric, Quantity, declared
from wfcore.errors import UnknownName
from wfcore.geography import AREA_LEVELS, place_practices
from wfcore.measuring.disclosure import people_asked, with_pools
from wfcore.normalising.tables import LABEL, STANDING
from wfcore.normalising.values import months_between
from wfcore.snapshots import Version, Wanted

_EDITIONS_AT_MOST = 6  # opened to place the units of one file
_NO_CODES = pl.DataFrame(schema={"practice_code": pl.String})
_NO_NAMES = pl.DataFrame(schema={"practice_code": pl.String, "practice_name": pl.String})
_NO_LISTS = pl.DataFrame(
    schema={"practice_code": pl.String, "registered": pl.Float64, "list_period": pl.String}
)
AREA_COLUMNS = [f"{level}_{part}" for level in AREA_LEVELS for part in ("code", "name")]


@dataclass(frozen=True)
class Units:
    """What a period's measures are summed from.

    `frame`: `period, unit, unit_name, practices, registered, in_file, invented, other_list,
    other_places` (list or map of another month), `local` (counted by an unpublished file), the area
    columns, and for each quantity a column with its value (null when not reported) and
    `<quantity>:absent` (true when the file has no such column). `units` adds the pools of small
    numbers; see `disclosure`.
    """

    collection: str
    period: str
    frame: pl.DataFrame
    staff_editions: tuple[str, ...]
    list_editions: tuple[str, ...]
    place_editions: tuple[str, ...]


def quantity_id(quantity: Quantity) -> str:
    """The name of a quantity's column."""
    return quantity.name


def quantities(metrics: Iterable[Metric]) -> dict[str, Quantity]:
    """Every quantity that the metrics need."""
    return {
        quantity_id(q): q
        for metric in metrics
        for q in (metric.quantity, metric.over)
        if q is not None
    }


def units(version: Version, collection: str, period: str, metrics: Sequence[Metric]) -> Units:
    """Gather the units of one period with the quantities of some metrics; see `gathered`."""
    here = _editions(version, collection, period)
    local = any(_is_local(edition) for edition in here)
    wanted = people_asked(metrics, local=local) | quantities(metrics)
    found = gathered(version, collection, period, wanted)
    return replace(found, frame=with_pools(found.frame, metrics))


def gathered(version: Version, collection: str, period: str, wanted: dict[str, Quantity]) -> Units:
    """Gather the units of one period.

    Args:
        version: the data.
        collection: `practice` or `pcn`.
        period: `YYYY-MM`.
        wanted: the quantities, by the name of their column.

    Raises:
        UnknownName: nothing is published for that period.
    """
    editions = _editions(version, collection, period)
    if not editions:
        known = version.periods(collection)
        raise UnknownName(
            f"Nothing is published for {period}.",
            f"There is: {', '.join(known)}." if known else "Publish a file first.",
        )
    staff = _staff(version, editions, wanted)
    placed, place_editions = _placed(version, period, staff, editions, collection)
    lists, list_editions = _lists(version, period, editions, placed["practice_code"])
    practices = placed.join(
        lists, on="practice_code", how="left", maintain_order="left"
    ).with_columns(other_list=(pl.col("list_period") != period).fill_null(value=False))
    frame = (
        _practice_units(practices, staff)
        if collection == "practice"
        else _pcn_units(practices, staff, _networks(version, editions))
    ).with_columns(period=pl.lit(period))
    return Units(collection, period, frame, tuple(editions), list_editions, place_editions)


def _editions(version: Version, collection: str, period: str) -> list[str]:
    """The staff of one period, in the order in which sources are believed."""
    sources = [s.id for s in declared().sources.values() if s.collection == collection]
    there = list(version.editions("staff_total").iter_rows())
    return [edition for s in sources for edition, of, then in there if (of, then) == (s, period)]


def _is_local(edition: str) -> bool:
    return declared().source(edition.split(".", maxsplit=1)[0]).local


def _staff(version: Version, editions: list[str], wanted: dict[str, Quantity]) -> pl.DataFrame:
    """`unit` and the quantities; where two sources have a unit, the first source is believed."""
    frames = [_one_edition(version, edition, wanted) for edition in editions]
    if len(frames) == 1:
        return frames[0]
    return pl.concat(frames).unique("unit", keep="first", maintain_order=True)


def _one_edition(version: Version, edition: str, wanted: dict[str, Quantity]) -> pl.DataFrame:
    by_breakdown: dict[str, dict[str, Quantity]] = {"total": {}}
    for key, quantity in wanted.items():
        by_breakdown.setdefault(quantity.breakdown, {})[key] = quantity
    tables = version.tables(
        [_rows(edition, breakdown, list(mine.values())) for breakdown, mine in by_breakdown.items()]
    )
    unit = tables[0]["area_code"].unique(maintain_order=True)
    columns = {
        column.name: column
        for rows, mine in zip(tables, by_breakdown.values(), strict=True)
        for column in _values(rows, unit, mine)
    }
    kept = (columns[name] for key in wanted for name in (key, f"{key}:absent"))
    local = pl.Series("local", [_is_local(edition)]).new_from_index(0, len(unit))
    return pl.DataFrame([unit.alias("unit"), *kept, local])


def _rows(edition: str, breakdown: str, wanted: list[Quantity]) -> Wanted:
    """Only the rows and columns that some quantity needs, so that most of a file is never read."""
    needed = None if breakdown == "total" else pl.any_horizontal(_matches(q) for q in wanted)
    columns = ["area_code", "staff_group", "definition"]
    columns += ["role"] if any(q.roles for q in wanted) else []
    columns += ["age_band"] if any(q.ages for q in wanted) else []
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
    if quantity.ages == "aged_55_plus":
        wanted &= pl.any_horizontal(
            pl.col("age_band") == band for band in declared().staff.aged_55_plus
        )
    elif quantity.ages == "known":
        wanted &= pl.col("age_band") != "unknown"
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


def _nearest(version: Version, kind: str, period: str, own: list[str]) -> dict[str, int]:
    """Editions with a table of this kind and how many months they are apart.

    A file's own editions come first, then the nearest month; of two as near, the earlier.
    """
    order = {source: i for i, source in enumerate(declared().sources)}
    found = [row for row in version.editions(kind).iter_rows() if row[2] != STANDING]
    apart = {edition: months_between(period, its_period) for edition, _, its_period in found}
    found.sort(key=lambda row: (row[0] not in own, apart[row[0]], row[2], order.get(row[1], 99)))
    return {edition: apart[edition] for edition, _, _ in found}


def _placed(
    version: Version, period: str, staff: pl.DataFrame, editions: list[str], collection: str
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Practices with their areas: those of the file, and those the nearest map expects.

    Editions are opened one after another, the file's own first and then the nearest in time, until
    every unit of the file is placed.
    """
    apart = _nearest(version, "places", period, editions)
    column = "practice_code" if collection == "practice" else "pcn_code"
    lacking = staff["unit"]
    names: list[pl.DataFrame] = []
    opened: dict[str, pl.DataFrame] = {}
    for edition in apart:
        if lacking.is_empty() or len(opened) >= _EDITIONS_AT_MOST:
            break
        table = version.table("places", [edition])
        names.append(table.select("practice_code", "practice_name"))
        some = pl.any_horizontal(pl.col(f"{x}_code").is_not_null() for x in AREA_LEVELS)
        placing = table if _has_full_level(table) else table.filter(some)
        found = lacking.is_in(placing[column].implode())
        if found.any():
            opened[edition] = placing
            lacking = lacking.filter(~found)
    boroughs = version.table("boroughs")
    wanted = staff.select(practice_code="unit") if collection == "practice" else _NO_CODES
    printed = pl.concat(names).drop_nulls() if names and wanted.height else _NO_NAMES
    named = wanted.join(
        printed.unique("practice_code", keep="first", maintain_order=True),
        on="practice_code",
        how="left",
        maintain_order="left",
    )
    placed = place_practices(
        named, list(opened.values()), boroughs, declared().geography.parents()
    ).with_columns(in_file=pl.col("practice_code").is_in(wanted["practice_code"].implode()))
    if not placed["in_file"].all():
        placed = placed.filter(
            pl.col("in_file")
            | (_expected(opened, apart, staff, collection) & _beside(placed, staff, collection))
        )
    order = list(opened)
    ranks = placed.filter(pl.col("in_file") if collection == "practice" else pl.lit(value=True))
    used: list[str] = [order[i] for i in ranks["rank"].unique().drop_nulls().sort()]
    elsewhen = [i for i, edition in enumerate(order) if apart[edition]]
    standing = ("borough_lookup.standing",) if boroughs.height else ()
    return placed.with_columns(
        other_places=pl.col("rank").is_in(elsewhen).fill_null(value=False) & ~pl.col("invented")
    ), (*used, *standing)


def _has_full_level(table: pl.DataFrame) -> bool:
    """Whether every practice of a map is placed, as in most maps."""
    return any(table[f"{level}_code"].null_count() == 0 for level in AREA_LEVELS)


def _expected(
    opened: dict[str, pl.DataFrame], apart: dict[str, int], staff: pl.DataFrame, collection: str
) -> pl.Expr:
    """Practices that ought to be there though the file does not name them.

    A practice that only an older map knows may have closed: it is no gap in the returns.
    """
    known: list[pl.Series] = []
    placed_pcns: set[str] = set()
    reach = declared().rules.list_months_apart
    for edition, table in opened.items():
        if collection == "practice":
            if apart[edition] <= reach and not known:
                known.append(table["practice_code"])
        elif known:
            fresh = set(staff["unit"].to_list()) - placed_pcns
            known.append(table.filter(pl.col("pcn_code").is_in(fresh))["practice_code"])
        else:
            known.append(table["practice_code"])
        if collection == "pcn":
            placed_pcns.update(table["pcn_code"].drop_nulls().to_list())
    codes = pl.concat(known) if known else _NO_CODES["practice_code"]
    return pl.col("practice_code").is_in(codes.implode())


def _beside(placed: pl.DataFrame, staff: pl.DataFrame, collection: str) -> pl.Expr:
    """Practices of the ICBs that the file is about: a map of England expects more than a local file."""
    in_file = pl.col("in_file")
    if collection == "pcn":
        in_file = pl.col("pcn_code").is_in(staff["unit"].implode())
    reached = placed.filter(in_file)["icb_code"].drop_nulls().unique()
    return pl.col("icb_code").is_in(reached.implode()).fill_null(value=True)


def _lists(
    version: Version, period: str, editions: list[str], practices: pl.Series
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """`practice_code, registered, list_period`: the file's own list, else the nearest in reach."""
    unfit = {source.id for source in declared().sources.values() if not source.for_rates}
    lacking = practices.to_frame().unique()
    chosen: list[pl.DataFrame] = []
    used: list[str] = []
    for edition, apart in _nearest(version, "lists", period, editions).items():
        if lacking.is_empty():
            break
        if apart > declared().rules.list_months_apart or edition.split(".")[0] in unfit:
            continue
        columns = ["practice_code", "registered", "period"]
        listed = version.table("lists", [edition], columns, pl.col("registered") > 0)
        found = listed.join(lacking, on="practice_code", how="semi")
        if found.height:
            chosen.append(found)
            used.append(edition)
            lacking = lacking.join(found, on="practice_code", how="anti")
    if not chosen:
        return _NO_LISTS, ()
    lists = pl.concat(chosen).select("practice_code", "registered", list_period="period")
    return lists.unique("practice_code", keep="first"), tuple(used)


def _practice_units(practices: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    return (
        practices.rename({"practice_code": "unit", "practice_name": "unit_name"})
        .join(staff, on="unit", how="left", maintain_order="left")
        .with_columns(practices=pl.lit(1.0))
    )


def _networks(version: Version, editions: list[str]) -> pl.DataFrame:
    return version.table("networks", editions).unique("pcn_code", keep="first", maintain_order=True)


def _pcn_units(
    practices: pl.DataFrame, staff: pl.DataFrame, networks: pl.DataFrame
) -> pl.DataFrame:
    """PCNs of the map and of the file; practices in no PCN stay as units that cannot report."""
    practices = practices.with_columns(
        _group=pl.coalesce("pcn_code", "practice_code"), _weight=pl.col("registered").fill_null(0)
    ).sort("_weight", descending=True, maintain_order=True)
    boroughs = (
        practices.filter(pl.col("borough_code").is_not_null())
        .group_by("_group", "borough_code", "borough_name", maintain_order=True)
        .agg(pl.col("_weight").sum())
        .sort("_weight", descending=True, maintain_order=True)
        .unique("_group", keep="first", maintain_order=True)
        .drop("_weight")
    )
    upper = [c for c in AREA_COLUMNS if not c.startswith(("pcn_", "borough_"))]
    grouped = (
        practices.group_by("_group", maintain_order=True)
        .agg(
            pl.col("pcn_code").first(),
            *[pl.col(c).drop_nulls().first() for c in ("pcn_name", *upper)],
            pl.when(pl.col("registered").count() > 0)
            .then(pl.col("registered").sum())
            .alias("registered"),
            pl.len().cast(pl.Float64).alias("practices"),
            pl.col("invented", "other_list", "other_places").any(),
        )
        .join(boroughs, on="_group", how="left", maintain_order="left")
        .drop("_group")
    )
    known = staff.rename({"unit": "pcn_code"})
    joined = grouped.join(known, on="pcn_code", how="left", maintain_order="left")
    more = known.join(grouped, on="pcn_code", how="anti")
    if more.height:
        joined = pl.concat([joined, more], how="diagonal")
    if networks.height:
        printed = networks.select(
            "pcn_code",
            *[
                pl.col(c).alias(f"_{c}")
                for c in networks.columns
                if c.endswith(("_code", "_name")) and c != "pcn_code"
            ],
        )
        joined = joined.join(printed, on="pcn_code", how="left", maintain_order="left")
        parts = [c.removeprefix("_") for c in printed.columns if c != "pcn_code"]
        joined = joined.with_columns(pl.coalesce(f"_{c}", c).alias(c) for c in parts).drop(
            [f"_{c}" for c in parts]
        )
    absent = [c for c in staff.columns if c.endswith(":absent")]
    return joined.with_columns(
        unit=pl.col("pcn_code"),
        unit_name=pl.col("pcn_name"),
        in_file=pl.col("pcn_code").is_in(known["pcn_code"].implode()).fill_null(value=False),
        **{c: pl.col(c).fill_null(value=False) for c in ("invented", "other_list", "other_places")},
        # A PCN that sent nothing is silent; only one that sent a file can lack a column.
        **{c: pl.col(c).fill_null(value=False) for c in absent},
    )
