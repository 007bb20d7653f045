"""All figures of one version: whatever was worked out once is kept.

Questions about one place are answered from the answer for all places of its level, so the next
place costs a look-up.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import polars as pl

from wfcore.declared import Metric, Quantity, declared
from wfcore.errors import UnknownName
from wfcore.geography import ENGLAND_CODE, Level
from wfcore.measuring.areas import code_and_name
from wfcore.measuring.measures import (
    MEASURES,
    area_names,
    as_level,
    find_among,
    group_units,
    measures_table,
    sum_by_area,
    units_inside,
)
from wfcore.measuring.receipts import Receipt, explain_measure, files_behind
from wfcore.measuring.sums import Sums
from wfcore.measuring.table_cache import TableCache
from wfcore.measuring.unit_arrays import UnitArrays
from wfcore.measuring.units import Units, gather_units, tables_wanted, units
from wfcore.store import Version

_ANSWERS_KEPT = 4096
_BYTES_KEPT = 256 * 2**20  # of all answers together; a round through England's pages takes 100 MB
_SIDE_BY_SIDE = 4  # periods gathered at once; more only wait for each other

_UNKNOWN = object()  # None is an answer

CachedResult = TypeVar("CachedResult")


class VersionMeasures:
    """The measures of a version, for pages and commands that ask many questions of it.

    Holds the gathered units of each period asked for. Safe to share between threads.
    """

    def __init__(self, version: Version) -> None:
        self.version = version
        self._units: dict[tuple[str, str], Units] = {}
        self._periods: dict[str, list[str]] = {}
        self._answers: dict[tuple[object, ...], Any] = {}
        self._bytes_kept = 0
        self._stacks: dict[tuple[str, ...], pl.DataFrame] = {}
        self._places: dict[tuple[str, ...], dict[str, list[int]]] = {}
        self._gathering: dict[tuple[str, str], threading.Lock] = {}

    def periods(self, collection: str) -> list[str]:
        """Periods with staff of a collection, oldest first."""
        if collection not in self._periods:
            self._periods[collection] = self.version.periods(collection)
        return self._periods[collection]

    def periods_of(self, collection: str, level: Level | str, area_code: str) -> list[str]:
        """Periods in which a place has reporting units of a collection, oldest first."""
        asked = ("periods", collection, str(level))
        found = self.cached(asked, lambda: self._periods_by_place(collection, as_level(level)))
        return list(found.get(area_code, ()))

    def _periods_by_place(self, collection: str, level: Level) -> dict[str, list[str]]:
        wanted = tuple(self.periods(collection))
        columns = UnitArrays(self._stacked(collection, wanted)) if wanted else None
        sums = group_units(columns, collection, level) if columns else None
        if sums is None:
            return {}
        asked = sums.columns.sum_plan([declared().metric(_size(collection))])
        (reporting,) = sums.aggregate(asked)[asked.practices]
        covered = sums.areas.rows.filter(reporting > 0).sort("period")
        found: dict[str, list[str]] = {}
        for code, period in covered.select("area_code", "period").iter_rows():
            found.setdefault(code, []).append(period)
        return found

    def units(self, collection: str, period: str, opened: TableCache | None = None) -> Units:
        """The units of one period, with the quantities of every metric of the collection."""
        key = (collection, period)
        if key not in self._units:
            with self._gathering.setdefault(key, threading.Lock()):
                if key not in self._units:
                    self._units[key] = units(self.version, *key, _of(collection), opened)
        return self._units[key]

    def quantities(
        self, collection: str, period: str, wanted: Mapping[str, Quantity]
    ) -> pl.DataFrame:
        """The units of one period with other quantities than those of the metrics; see `Units`."""
        return gather_units(self.version, collection, period, dict(wanted)).frame

    def measure(
        self,
        metrics: Sequence[str],
        level: Level | str,
        *,
        period: str | None = None,
        within: str | None = None,
        area_code: str | None = None,
    ) -> pl.DataFrame:
        """Measures of one period at one level; see `measuring.measure`."""
        asked = ("measure", tuple(metrics), str(level), period, within, area_code)
        return self.cached(
            asked,
            lambda: self._measure(
                metrics, as_level(level), period, within=within, area_code=area_code
            ),
        )

    def _measure(
        self,
        metrics: Sequence[str],
        level: Level,
        period: str | None,
        *,
        within: str | None,
        area_code: str | None,
    ) -> pl.DataFrame:
        by_collection: dict[str, list[Metric]] = {}
        for metric in (declared().metric(name) for name in metrics):
            by_collection.setdefault(metric.collection, []).append(metric)
        newest = {collection: period or self.newest(collection) for collection in by_collection}
        self._gather(newest.items())
        frames: list[pl.DataFrame] = []
        for collection, mine in by_collection.items():
            then = newest[collection]
            if area_code is None:
                sums = self._grouped(collection, level, then, within)
                frames.append(measures_table(sums, mine, level))
                continue
            row = self.row_of(collection, level, then, area_code, within=within)
            for metric in mine:
                all_places = self.measure([metric.id], level, period=then, within=within)
                frames.append(all_places.clear() if row is None else all_places.slice(row, 1))
        return pl.concat(frames) if frames else pl.DataFrame(schema=MEASURES)

    def _gather(self, keys: Iterable[tuple[str, str]]) -> None:
        """Gather the units of collections and periods side by side: most of it is reading files."""
        lacking = [key for key in keys if key not in self._units]
        if len(lacking) > 1:
            opened = self._prefetch(lacking)
            with ThreadPoolExecutor(min(len(lacking), _SIDE_BY_SIDE)) as pool:
                for units_there in [pool.submit(self.units, *key, opened) for key in lacking]:
                    units_there.result()

    def _prefetch(self, keys: Sequence[tuple[str, str]]) -> TableCache | None:
        """The tables of one period together: they share maps and lists. Of many they would fill memory."""
        if len({period for _, period in keys}) > 1:
            return None
        asked = (tables_wanted(self.version, *key, _of(key[0])) for key in keys)
        return TableCache(self.version, [wanted for tables in asked for wanted in tables])

    def _columns(self, collection: str, period: str, within: str | None) -> UnitArrays:
        """The units of a period as arrays, which every level adds up."""

        def taken_out() -> UnitArrays:
            frame = self.units(collection, period).frame
            if within is not None:
                frame = frame.filter(units_inside(*self.find(within, collection, period)[:2]))
            return UnitArrays(frame)

        return self.cached(("columns", collection, period, within), taken_out)

    def _grouped(
        self, collection: str, level: Level, period: str, within: str | None
    ) -> Sums | None:
        """The units of a period by area: every metric adds up the same groups."""
        return self.cached(
            ("grouped", collection, level, period, within),
            lambda: group_units(self._columns(collection, period, within), collection, level),
        )

    def row_of(
        self,
        collection: str,
        level: Level,
        period: str,
        area_code: str,
        *,
        within: str | None = None,
    ) -> int | None:
        """The row of a place in the measures of its level."""

        def rows() -> dict[str, int]:
            sums = self._grouped(collection, level, period, within)
            codes = sums.areas.rows["area_code"] if sums else ()
            return {code: row for row, code in enumerate(codes)}

        found = self.cached(("rows", collection, level, period, within), rows)
        return found.get(area_code)

    def trend(
        self,
        metrics: Sequence[str],
        level: Level | str,
        area_code: str | None = None,
        *,
        periods: Sequence[str] | None = None,
        within: str | None = None,
    ) -> pl.DataFrame:
        """Measures over several periods, all in one pass; columns of `measuring.measure`.

        Args:
            metrics: ids of metrics of one collection.
            level: of the areas.
            area_code: one area; all without it.
            periods: those wanted, else every one published; answered oldest first.
            within: code or name of a larger area.

        Raises:
            UnknownName: no such metric, level or area.
        """
        asked = ("trend", tuple(metrics), str(level), area_code, tuple(periods or ()), within)
        return self.cached(
            asked,
            lambda: self._trend(
                metrics, as_level(level), area_code, periods=periods, within=within
            ),
        )

    def _trend(
        self,
        metrics: Sequence[str],
        level: Level,
        area_code: str | None,
        *,
        periods: Sequence[str] | None,
        within: str | None,
    ) -> pl.DataFrame:
        chosen = [declared().metric(name) for name in metrics]
        frames: list[pl.DataFrame] = []
        for collection in dict.fromkeys(m.collection for m in chosen):
            mine = [m for m in chosen if m.collection == collection]
            wanted = tuple(periods or self.periods(collection))
            if wanted and area_code is not None and within is None:
                sums = self._place(collection, level, wanted, area_code)
                frames.append(measures_table(sums, mine, level))
            elif wanted:
                frame = self._part(collection, wanted, level, area_code)
                frames.append(sum_by_area(frame, mine, level, within=within, area_code=area_code))
        return (
            pl.concat(frames).sort("metric", "area_code", "period")
            if frames
            else pl.DataFrame(schema=MEASURES)
        )

    def _place(
        self, collection: str, level: Level, periods: tuple[str, ...], area_code: str
    ) -> Sums | None:
        """The units of one place by period: every metric adds up the same groups."""
        if level is Level.ENGLAND and area_code != ENGLAND_CODE:
            return None
        asked = (collection, level, periods, area_code)
        columns = self.cached(
            ("part", *asked), lambda: UnitArrays(self._part(collection, periods, level, area_code))
        )
        return self.cached(("place", *asked), lambda: group_units(columns, collection, level))

    def receipt(self, metric: str, level: Level | str, area_code: str, period: str) -> Receipt:
        """How one of the numbers is made."""
        return self.cached(
            ("receipt", metric, str(level), area_code, period),
            lambda: self._receipt(metric, as_level(level), area_code, period),
        )

    def _receipt(self, metric: str, level: Level, area_code: str, period: str) -> Receipt:
        collection = declared().metric(metric).collection
        one = self.units(collection, period)
        rows = self.measure([metric], level, period=period, area_code=area_code)
        files = self.cached(("files", collection, period), lambda: files_behind(self.version, one))
        return explain_measure(
            self.version.number, rows, declared().metric(metric), area_code, one, files
        )

    def areas(self, collection: str, period: str, level: Level | str) -> pl.DataFrame:
        """`period, area_code, area_name, flags` of the areas offered, in order of name."""
        return self.areas_of_any(collection, (period,), level)

    def areas_of_any(
        self, collection: str, periods: Sequence[str], level: Level | str
    ) -> pl.DataFrame:
        """The areas offered in any of these periods, each as in the first that has it; columns of `areas`."""

        def listed() -> pl.DataFrame:
            frames = [self.measure([_size(collection)], level, period=p) for p in periods]
            return (
                pl.concat(frames)
                .select("period", "area_code", "area_name", "flags")
                .unique("area_code", keep="first", maintain_order=True)
                .sort("area_name", maintain_order=True)
            )

        return self.cached(("areas", collection, tuple(periods), str(level)), listed)

    def has_areas(self, collection: str, level: Level, *, period: str, within: str) -> bool:
        """Whether anything of a level lies in a larger area."""
        return self._grouped(collection, level, period, within) is not None

    def find(
        self, name: str, collection: str = "practice", period: str | None = None
    ) -> tuple[Level, str, str]:
        """Level, code and name of the area with this code or name."""
        then = period or self.newest(collection)
        names = self.cached(
            ("names", collection, then), lambda: area_names(self.units(collection, then).frame)
        )
        return find_among(names, name)

    def parents(
        self, collection: str, period: str, level: Level | str, area_code: str
    ) -> list[tuple[Level, str, str]]:
        """Level, code and name of the areas this one lies in and the data cover, smallest first.

        Of areas that are the same units under two names the larger one is kept.
        """
        return self.cached(
            ("parents", collection, period, str(level), area_code),
            lambda: self._parents(collection, period, as_level(level), area_code),
        )

    def _parents(
        self, collection: str, period: str, here: Level, area_code: str
    ) -> list[tuple[Level, str, str]]:
        frame = self.units(collection, period).frame
        column, _ = code_and_name(here)
        mine = frame.filter(pl.col(column) == area_code) if here is not Level.ENGLAND else frame
        found: list[tuple[Level, str, str]] = []
        units_in = mine.height
        for outer in here.above:
            code = _code_of(mine, outer)
            name, size = self._names_and_sizes(collection, period, outer).get(code, ("", 0))
            if not name or size == mine.height:
                continue
            if found and size == units_in:
                found.pop()
            found.append((outer, str(code), name))
            units_in = size
        return found

    def _names_and_sizes(
        self, collection: str, period: str, level: Level
    ) -> dict[str | None, tuple[str, int]]:
        """Name and number of units of each area offered."""

        def counted() -> dict[str | None, tuple[str, int]]:
            frame = self.units(collection, period).frame
            codes = (
                pl.repeat(ENGLAND_CODE, frame.height, eager=True)
                if level is Level.ENGLAND
                else frame[f"{level}_code"]
            )
            sizes = dict(codes.value_counts(name="units").iter_rows())
            areas = self.areas(collection, period, level).select("area_code", "area_name")
            return {code: (name, sizes.get(code, 0)) for code, name in areas.iter_rows()}

        return self.cached(("sizes", collection, period, level), counted)

    def _stacked(self, collection: str, periods: tuple[str, ...]) -> pl.DataFrame:
        """Units of several periods in one frame; stacking copies nothing, one filter serves all."""
        key = (collection, *periods)
        if key not in self._stacks:
            self._gather((collection, period) for period in periods)
            frames = [self.units(collection, period).frame for period in periods]
            self._stacks[key] = pl.concat(frames, how="diagonal")
        return self._stacks[key]

    def _part(
        self, collection: str, periods: tuple[str, ...], level: Level, area_code: str | None
    ) -> pl.DataFrame:
        """The units of one area in several periods; of every area when no code is given."""
        frame = self._stacked(collection, periods)
        if area_code is None or level is Level.ENGLAND:
            return frame
        column, _ = code_and_name(level)
        key = (collection, *periods, column)
        if key not in self._places:
            found = frame.select(column).with_row_index("row").drop_nulls()
            by_code = found.group_by(column).agg("row")
            self._places[key] = dict(by_code.select(column, "row").iter_rows())
        return frame[self._places[key].get(area_code, [])]

    def clear_cache(self) -> None:
        """Let go of answers, not of gathered units; the benchmark measures working them out."""
        self._answers.clear()
        self._bytes_kept = 0

    def cached(self, asked: tuple[object, ...], answer: Callable[[], CachedResult]) -> CachedResult:
        """An answer worked out once: a version never changes, and pages ask the same again.

        What other rooms work out from this version may be kept here too, under their own name.
        """
        found = self._answers.get(asked, _UNKNOWN)
        if found is not _UNKNOWN:
            return found
        found = answer()
        self._bytes_kept += _size_of(found)
        if len(self._answers) >= _ANSWERS_KEPT or self._bytes_kept > _BYTES_KEPT:
            self._forget_older_half()  # another thread may be reading: it holds its own answer
            self._bytes_kept += _size_of(found)
        self._answers[asked] = found
        return found

    def _forget_older_half(self) -> None:
        older = list(self._answers)
        for asked in older[: (len(older) + 1) // 2]:
            self._answers.pop(asked, None)
        self._bytes_kept = sum(_size_of(answer) for answer in list(self._answers.values()))

    def newest(self, collection: str) -> str:
        """The newest period of a collection.

        Raises:
            UnknownName: there is none.
        """
        periods = self.periods(collection)
        if not periods:
            raise UnknownName("Nothing is published yet.", "Publish a file first.")
        return periods[-1]


def _size_of(answer: object) -> int:
    """Bytes, about; what is no table is small."""
    if isinstance(answer, UnitArrays):
        return 2 * _size_of(answer.frame)  # figures, and what each unit adds
    if isinstance(answer, Sums):
        return int(answer.areas.group.nbytes)
    if isinstance(answer, pl.DataFrame):  # counted by hand: weighing every text takes longer
        return answer.height * sum(16 if dtype == pl.String else 8 for dtype in answer.dtypes)
    return 0


def _code_of(units_here: pl.DataFrame, level: Level) -> str | None:
    """Code of the area of this level that most of these units lie in."""
    if level is Level.ENGLAND:
        return ENGLAND_CODE
    found = Counter(units_here[f"{level}_code"].to_list())
    found.pop(None, None)
    return min(found, key=lambda code: (-found[code], code), default=None)


def _size(collection: str) -> str:
    """A metric that every area of the collection has."""
    return "registered_patients" if collection == "practice" else "pcn_staff_fte"


def _of(collection: str) -> list[Metric]:
    return [m for m in declared().metrics.values() if m.collection == collection]
