"""All figures of one version: whatever was worked out once is kept.

Questions about one place are answered from the answer for all places of its level, so the next
place costs a look-up.
"""

from collections.abc import Sequence

import polars as pl

from wfcore.declared import Flag, Metric, declared
from wfcore.geography import Level, area_code_at
from wfcore.measuring.areas import code_of_most
from wfcore.measuring.gathered_units import THEN, GatheredUnits
from wfcore.measuring.measures import (
    MEASURES,
    area_names,
    as_level,
    find_among,
    group_units,
    measures_table,
    sum_by_area,
)
from wfcore.measuring.nouns import Measure, the_measure
from wfcore.measuring.receipts import Receipt, explain_measure, files_behind
from wfcore.measuring.sums import Sums
from wfcore.measuring.unit_arrays import UnitArrays
from wfcore.measuring.version_cache import cached_per_version

# A metric that every area of a collection has.
_SIZE = {"practice": "registered_patients", "pcn": "pcn_staff_fte"}


class VersionMeasures(GatheredUnits):
    """The measures of a version, for pages and commands that ask many questions of it."""

    def periods_of(self, collection: str, level: Level | str, area_code: str) -> list[str]:
        """Periods in which a place has reporting units of a collection, oldest first."""
        return list(self._periods_by_place(collection, as_level(level)).get(area_code, ()))

    @cached_per_version
    def _periods_by_place(self, collection: str, level: Level) -> dict[str, list[str]]:
        wanted = tuple(self.periods(collection))
        columns = self._stacked(collection, wanted) if wanted else None
        sums = group_units(columns, collection, level) if columns else None
        if sums is None:
            return {}
        asked = sums.columns.sum_plan([declared().metric(_SIZE[collection])])
        (reporting,) = sums.aggregate(asked)[asked.practices]
        covered = sums.areas.rows.filter(sums.areas.covered & (reporting > 0)).sort("period")
        found: dict[str, list[str]] = {}
        for code, period in covered.select("area_code", "period").iter_rows():
            found.setdefault(code, []).append(period)
        return found

    @cached_per_version
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
        level = as_level(level)
        by_collection: dict[str, list[Metric]] = {}
        for metric in (declared().metric(name) for name in metrics):
            by_collection.setdefault(metric.collection, []).append(metric)
        newest = {collection: period or self.newest(collection) for collection in by_collection}
        self.gather(newest.items())
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

    @cached_per_version
    def measure_of(
        self, metric: str, level: Level | str, area_code: str, period: str | None = None
    ) -> Measure:
        """The measure of one place; of the newest period without one.

        Raises:
            UnknownName: there is none.
        """
        rows = self.measure([metric], level, period=period, area_code=area_code)
        return the_measure(rows, metric, area_code, period)

    @cached_per_version
    def _columns(self, collection: str, period: str, within: str | None) -> UnitArrays:
        """The units of a period as arrays, which every level adds up."""
        if within is None:
            return UnitArrays(self.units(collection, period).frame, self.expected)
        everywhere = self._columns(collection, period, None)
        return everywhere.inside(*self.find(within, collection, period)[:2])

    @cached_per_version
    def _grouped(
        self, collection: str, level: Level, period: str, within: str | None
    ) -> Sums | None:
        """The units of a period by area: every metric adds up the same groups."""
        outer = None if within is None else self.find(within, collection, period)[0]
        sums = group_units(self._columns(collection, period, within), collection, level, outer)
        whole = self._grouped(collection, level, period, None) if sums and within else None
        return sums.as_parts_of(whole) if sums and whole else sums

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
        return self._rows(collection, level, period, within).get(area_code)

    @cached_per_version
    def _rows(
        self, collection: str, level: Level, period: str, within: str | None
    ) -> dict[str, int]:
        sums = self._grouped(collection, level, period, within)
        codes = sums.areas.rows["area_code"] if sums else ()
        return {code: row for row, code in enumerate(codes)}

    @cached_per_version
    def places_without(self, metric: str, level: Level, period: str) -> frozenset[str]:
        """Codes of the places of a level whose files of a month lack a metric; see `Flag.NOT_IN_FILE`."""
        collection = declared().metric(metric).collection
        if self._columns(collection, period, None).has_quantities(metric) is None:
            return frozenset()
        sums = self._grouped(collection, level, period, None)
        return frozenset(
            sums.areas.rows["area_code"].filter(sums.absent([metric])[0]) if sums else ()
        )

    @cached_per_version
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
        level = as_level(level)
        chosen = [declared().metric(name) for name in metrics]
        frames: list[pl.DataFrame] = []
        for collection in dict.fromkeys(m.collection for m in chosen):
            mine = [m for m in chosen if m.collection == collection]
            wanted = tuple(periods or self.periods(collection))
            if wanted and area_code is not None and within is None:
                sums = self._place(collection, level, wanted, area_code)
                frames.append(measures_table(sums, mine, level))
            elif wanted:
                frame, inside = self._stacked(collection, wanted).frame, (within, area_code)
                frames.append(sum_by_area(frame, mine, level, *inside, expected=self.expected))
        if len(frames) == len(metrics) == 1 and area_code is not None:
            return frames[0]  # one row a period, oldest first already
        return (
            pl.concat(frames).sort("metric", "area_code", "period")
            if frames
            else pl.DataFrame(schema=MEASURES)
        )

    @cached_per_version
    def _place(
        self, collection: str, level: Level, periods: tuple[str, ...], area_code: str
    ) -> Sums | None:
        """The units of one place by period: every metric adds up the same groups."""
        columns = self._stacked(collection, periods).inside(level, area_code)
        return group_units(columns, collection, level)

    @cached_per_version
    def receipt(self, metric: str, level: Level | str, area_code: str, period: str) -> Receipt:
        """How one of the numbers is made."""
        collection = declared().metric(metric).collection
        measure = self.measure_of(metric, level, area_code, period)
        one, here = self.units(collection, period), self._columns(collection, period, None)
        files = self.cached(
            ("files", collection, period, measure.is_invented, measure.metric.patients),
            lambda: files_behind(self.version, one, measure),
        )
        return explain_measure(
            self.version.number, measure, one, here.inside(measure.level, area_code), files
        )

    def areas(self, collection: str, period: str, level: Level | str) -> pl.DataFrame:
        """`period, area_code, area_name, flags` of the areas offered, in order of name."""
        return self.areas_of_any(collection, (period,), level)

    @cached_per_version
    @cached_per_version
    def areas_of_any(
        self, collection: str, periods: Sequence[str], level: Level | str
    ) -> pl.DataFrame:
        """The areas offered in any of these periods, each as in the first that has it; columns of `areas`.

        An area of which the files hold too little for a figure is listed and not offered.
        """
        frames = [self.measure([_SIZE[collection]], level, period=p) for p in periods]
        return (
            pl.concat(frames)
            .filter(~pl.col("flags").str.contains(Flag.NOT_COVERED, literal=True))
            .select("period", "area_code", "area_name", "flags")
            .unique("area_code", keep="first", maintain_order=True)
            .sort("area_name", maintain_order=True)
        )

    def count_areas(self, collection: str, level: Level, *, period: str, within: str) -> int:
        """How many places of a level lie in a larger area."""
        sums = self._grouped(collection, level, period, within)
        return 0 if sums is None else int(sums.areas.covered.sum())

    def has_parts(self, collection: str, level: Level, *, period: str, within: str) -> bool:
        """Whether a place of a level lies in a larger area with a part of it alone."""
        inside, whole = (
            self._grouped(collection, level, period, outer) for outer in (within, None)
        )
        return inside is not None and whole is not None and inside.is_part_of(whole)

    def find(
        self, name: str, collection: str = "practice", period: str | None = None
    ) -> tuple[Level, str, str]:
        """Level, code and name of the area with this code or name: in the newest period that has it.

        Raises:
            UnknownName: there is none in the period, or in any.
        """
        newest = period or self.newest(collection)
        earlier = [] if period else self.periods(collection)[-2::-1]
        wanted = name.strip().casefold()
        then = next((p for p in (newest, *earlier) if wanted in self._names(collection, p)), newest)
        return find_among(self._names(collection, then), name)

    @cached_per_version
    def unplaced(self, collection: str, period: str, level: Level | str) -> pl.DataFrame:
        """The units of a month that lie in no area of a level: rows of `Units.frame`.

        With the areas of the level they add up to the whole. What is invented is not among them.
        """
        code = area_code_at(as_level(level))
        frame = self.units(collection, period).frame
        return frame.filter(~pl.col("invented"), code.is_null())

    def came_from(
        self, collection: str, period: str, level: Level, area_code: str
    ) -> list[tuple[str, float]]:
        """Other areas that patients of a place of this map lay in, in a month: names and shares of all.

        The largest first; empty where all of them lay in it, and where each month is as it was.
        """
        if self.drawn is None or level in (Level.PRACTICE, Level.GROUP, Level.ENGLAND):
            return []
        lay = self._lay_elsewhere(collection, period, level).get(area_code, [])
        return [(name, share) for code, name, share in lay if code != area_code]

    @cached_per_version
    def _lay_elsewhere(
        self, collection: str, period: str, level: Level
    ) -> dict[str, list[tuple[str, str, float]]]:
        """Each place of this map of which a part lay elsewhere in a month → codes, names and shares."""
        code, name = f"{level}_code", f"{level}_name"
        then = self.on_map(THEN).units(collection, period).frame
        sizes = (
            then.select(code, name, "registered", now=self.units(collection, period).frame[code])
            .drop_nulls("now")
            .group_by("now", code)
            .agg(pl.col(name).first(), pl.col("registered").sum())
            .sort("registered", code, descending=[True, False])
        )
        moved = sizes.filter(pl.col(code) != pl.col("now"))["now"].unique()
        lay: dict[str, list[tuple[str, str, float]]] = {}
        whole = dict(sizes.group_by("now").agg(pl.col("registered").sum()).iter_rows())
        for now, of, label, size in sizes.filter(pl.col("now").is_in(moved.implode())).iter_rows():
            if of is not None and whole[now]:
                lay.setdefault(now, []).append((of, label or of, size / whole[now]))
        return lay

    def knows(self, name: str, collection: str) -> bool:
        """Whether some period has a place of this code or name."""
        wanted = name.strip().casefold()
        return any(wanted in self._names(collection, p) for p in reversed(self.periods(collection)))

    @cached_per_version
    def heir_of(self, collection: str, level: Level, area_code: str) -> str | None:
        """Name of the area that most patients of a place of another month are in on this map."""
        then = self.on_map(THEN)
        for period in reversed(then.periods_of(collection, level, area_code)):
            there = then.units(collection, period).frame[f"{level}_code"] == area_code
            here = self.units(collection, period).frame.filter(there)
            sizes = here.group_by(f"{level}_name").agg(pl.col("registered").sum()).drop_nulls()
            if sizes.height:
                return sizes.sort("registered", descending=True)[f"{level}_name"][0]
        return None

    @cached_per_version
    def _names(self, collection: str, period: str) -> dict[str, tuple[Level, str, str]]:
        return area_names(self.units(collection, period).frame)

    @cached_per_version
    def parents(
        self, collection: str, period: str, level: Level | str, area_code: str
    ) -> list[tuple[Level, str, str]]:
        """Level, code and name of the areas this one lies in and the data cover, smallest first.

        Of areas that are the same units under two names the larger one is kept.
        """
        here = as_level(level)
        mine = self._columns(collection, period, None).inside(here, area_code)
        found: list[tuple[Level, str, str]] = []
        units_in = mine.height
        for outer in here.above:
            code = code_of_most(mine, outer)
            name, size = self._names_and_sizes(collection, period, outer).get(code, ("", 0))
            if not name or size == mine.height:
                continue
            if found and size == units_in:
                found.pop()
            found.append((outer, str(code), name))
            units_in = size
        return found

    def holder(
        self, collection: str, period: str, level: Level | str, area_code: str, outer: Level
    ) -> str | None:
        """Code of the area of a larger level that most of a place lies in; None where there is none."""
        everywhere = self._columns(collection, period, None)
        return code_of_most(everywhere.inside(as_level(level), area_code), outer)

    @cached_per_version
    def _names_and_sizes(
        self, collection: str, period: str, level: Level
    ) -> dict[str | None, tuple[str, int]]:
        """Name and number of units of each area offered."""
        frame = self.units(collection, period).frame
        codes = frame.select(area_code_at(level)).to_series()
        sizes = dict(codes.value_counts(name="units").iter_rows())
        areas = self.areas(collection, period, level).select("area_code", "area_name")
        return {code: (name, sizes.get(code, 0)) for code, name in areas.iter_rows()}

    def _stacked(self, collection: str, periods: tuple[str, ...]) -> UnitArrays:
        """Units of several periods one after the other; stacking copies nothing."""
        key = (collection, *periods)
        if key not in self._stacks:
            self.gather((collection, period) for period in periods)
            frames = [self.units(collection, period).frame for period in periods]
            self._stacks[key] = UnitArrays(pl.concat(frames, how="diagonal"), self.expected)
        return self._stacks[key]
