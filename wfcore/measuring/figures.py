"""All figures of one version, with the units of each period gathered once and kept."""

import threading
from collections.abc import Callable, Sequence

import polars as pl

from wfcore.declared import Metric, declared
from wfcore.errors import UnknownName
from wfcore.geography import ENGLAND_CODE, Level
from wfcore.measuring.measures import MEASURES, as_level, find_area, inside, summed
from wfcore.measuring.receipts import Receipt, receipt
from wfcore.measuring.units import Units, units
from wfcore.snapshots import Version

_ANSWERS_KEPT = 4096


class Figures:
    """The measures of a version, for pages and commands that ask many questions of it.

    Holds the gathered units of each period asked for. Safe to share between threads.
    """

    def __init__(self, version: Version) -> None:
        self.version = version
        self._units: dict[tuple[str, str], Units] = {}
        self._areas: dict[tuple[str, str, str], pl.DataFrame] = {}
        self._periods: dict[str, list[str]] = {}
        self._answers: dict[tuple[object, ...], pl.DataFrame] = {}
        self._stacks: dict[tuple[str, ...], pl.DataFrame] = {}
        self._places: dict[tuple[str, ...], dict[str, list[int]]] = {}
        self._gathering = threading.Lock()

    def periods(self, collection: str) -> list[str]:
        """Periods with staff of a collection, oldest first."""
        if collection not in self._periods:
            self._periods[collection] = self.version.periods(collection)
        return self._periods[collection]

    def periods_of(self, collection: str, level: Level | str, area_code: str) -> list[str]:
        """Periods in which a place has reporting units of a collection, oldest first."""
        rows = self.trend([_size(collection)], level, area_code)
        return sorted(rows.filter(pl.col("coverage_practices") > 0)["period"])

    def units(self, collection: str, period: str) -> Units:
        """The units of one period, with the quantities of every metric of the collection."""
        key = (collection, period)
        if key not in self._units:
            with self._gathering:
                if key not in self._units:
                    self._units[key] = units(self.version, collection, period, _of(collection))
        return self._units[key]

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
        return self._once(
            asked, lambda: self._measure(metrics, level, period, within=within, area_code=area_code)
        )

    def _measure(
        self,
        metrics: Sequence[str],
        level: Level | str,
        period: str | None,
        *,
        within: str | None,
        area_code: str | None,
    ) -> pl.DataFrame:
        chosen = [declared().metric(name) for name in metrics]
        frames: list[pl.DataFrame] = []
        for collection in dict.fromkeys(m.collection for m in chosen):
            mine = [m for m in chosen if m.collection == collection]
            newest = period or self.newest(collection)
            frame = self.units(collection, newest).frame
            frames.append(summed(frame, mine, as_level(level), within=within, area_code=area_code))
        return pl.concat(frames) if frames else pl.DataFrame(schema=MEASURES)

    def trend(
        self,
        metrics: Sequence[str],
        level: Level | str,
        area_code: str | None = None,
        *,
        periods: Sequence[str] | None = None,
        within: str | None = None,
    ) -> pl.DataFrame:
        """Measures over several periods, all in one pass; periods oldest first."""
        asked = ("trend", tuple(metrics), str(level), area_code, tuple(periods or ()), within)
        return self._once(
            asked, lambda: self._trend(metrics, level, area_code, periods=periods, within=within)
        )

    def _trend(
        self,
        metrics: Sequence[str],
        level: Level | str,
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
            if wanted:
                frame = self._part(collection, wanted, as_level(level), area_code)
                frames.append(
                    summed(frame, mine, as_level(level), within=within, area_code=area_code)
                )
        return (
            pl.concat(frames).sort("metric", "area_code", "period")
            if frames
            else pl.DataFrame(schema=MEASURES)
        )

    def receipt(self, metric: str, level: Level | str, area_code: str, period: str) -> Receipt:
        """How one of the numbers is made."""
        collection = declared().metric(metric).collection
        return receipt(
            self.version, metric, level, area_code, period, self.units(collection, period)
        )

    def areas(self, collection: str, period: str, level: Level | str) -> pl.DataFrame:
        """`period, area_code, area_name, flags` of the areas offered, in order of name."""
        key = (collection, period, as_level(level).value)
        if key not in self._areas:
            self._areas[key] = (
                self.measure([_size(collection)], level, period=period)
                .select("period", "area_code", "area_name", "flags")
                .sort("area_name")
            )
        return self._areas[key]

    def find(
        self, name: str, collection: str = "practice", period: str | None = None
    ) -> tuple[Level, str, str]:
        """Level, code and name of the area with this code or name."""
        return find_area(self.units(collection, period or self.newest(collection)).frame, name)

    def parents(
        self, collection: str, period: str, level: Level | str, area_code: str
    ) -> list[tuple[Level, str, str]]:
        """Level, code and name of the areas this one lies in and the data cover, smallest first.

        Of areas that are the same units under two names the larger one is kept.
        """
        here = as_level(level)
        frame = self.units(collection, period).frame
        column = "unit" if here is Level.PRACTICE else f"{here}_code"
        mine = frame.filter(pl.col(column) == area_code) if here is not Level.ENGLAND else frame
        found: list[tuple[Level, str, str]] = []
        units_in = mine.height
        for outer in here.above:
            code = _code_of(mine, outer)
            size = frame.filter(inside(outer, code)).height if code else 0
            rows = self.areas(collection, period, outer).filter(pl.col("area_code") == code)
            if code is None or size == mine.height or rows.is_empty():
                continue
            if found and size == units_in:
                found.pop()
            found.append((outer, code, str(rows["area_name"][0])))
            units_in = size
        return found

    def _stacked(self, collection: str, periods: tuple[str, ...]) -> pl.DataFrame:
        """Units of several periods in one frame; stacking copies nothing, one filter serves all."""
        key = (collection, *periods)
        if key not in self._stacks:
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
        column = "unit" if level is Level.PRACTICE else f"{level}_code"
        key = (collection, *periods, column)
        if key not in self._places:
            found = frame.select(column).with_row_index("row").drop_nulls()
            by_code = found.group_by(column).agg("row")
            self._places[key] = dict(by_code.select(column, "row").iter_rows())
        return frame[self._places[key].get(area_code, [])]

    def forget(self) -> None:
        """Let go of answers, not of gathered units; the benchmark measures working them out."""
        self._answers.clear()

    def _once(self, asked: tuple[object, ...], answer: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """An answer worked out once: a version never changes, and pages ask the same again."""
        found = self._answers.get(asked)
        if found is None:
            found = answer()
            if len(self._answers) >= _ANSWERS_KEPT:
                self._answers.clear()  # another thread may be reading: it holds its own answer
            self._answers[asked] = found
        return found

    def newest(self, collection: str) -> str:
        """The newest period of a collection.

        Raises:
            UnknownName: there is none.
        """
        periods = self.periods(collection)
        if not periods:
            raise UnknownName("Nothing is published yet.", "Publish a file first.")
        return periods[-1]


def _code_of(units_here: pl.DataFrame, level: Level) -> str | None:
    """Code of the area of this level that most of these units lie in."""
    if level is Level.ENGLAND:
        return ENGLAND_CODE
    codes = units_here[f"{level}_code"].drop_nulls()
    return str(codes.mode().sort()[0]) if len(codes) else None


def _size(collection: str) -> str:
    """A metric that every area of the collection has."""
    return "registered_patients" if collection == "practice" else "pcn_staff_fte"


def _of(collection: str) -> list[Metric]:
    return [m for m in declared().metrics.values() if m.collection == collection]
