"""The units of a version, gathered once for each month: as they were, or on another month's map."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from typing import Self

import polars as pl

from wfcore.declared import Metric, Quantity, declared
from wfcore.errors import UnknownName
from wfcore.geography import MonthMap
from wfcore.measuring.disclosure import disclosed, with_suppression_groups
from wfcore.measuring.expected_patients import ExpectedPatients, expected_patients
from wfcore.measuring.month_maps import month_map, networks_on_maps, newest_map, units_on_map
from wfcore.measuring.table_cache import TableCache
from wfcore.measuring.unit_arrays import UnitArrays
from wfcore.measuring.unit_geography import FOR_ALL_MONTHS
from wfcore.measuring.units import (
    Units,
    gather_units,
    nothing_published,
    quantities,
    tables_wanted,
    units,
)
from wfcore.measuring.version_cache import VersionCache
from wfcore.measuring.weights import WEIGHTS
from wfcore.months import is_month
from wfcore.store import Version

_SIDE_BY_SIDE = 4  # periods gathered at once; more only wait for each other
TODAY, THEN = "today", "then"


class GatheredUnits(VersionCache):
    """The gathered units of each period asked for. Safe to share between threads.

    `map`: the map that every month is put on, as a link names it, `today`, `then` or a month; `drawn`:
    what stands on it, None where each month is as it was.
    """

    def __init__(
        self,
        version: Version,
        then: Self | None = None,
        chosen: str = THEN,
        drawn: MonthMap | None = None,
        gathered: dict[tuple[str, str], Units] | None = None,
    ) -> None:
        super().__init__()
        self.version = version
        self.map = chosen
        self.drawn = drawn
        self._then = then
        self._units = {} if gathered is None else gathered
        self._periods: dict[str, list[str]] = {}
        self._weights: pl.DataFrame | None = None
        self._stacks: dict[tuple[str, ...], UnitArrays] = {}
        self._gathering: dict[tuple[str, str], threading.Lock] = {}
        self._on_maps: dict[str, Self] = {}
        self._drawing = threading.Lock()

    def on_map(self, chosen: str) -> Self:
        """The same figures with every month on one map.

        Args:
            chosen: `today`, the newest map that is published; `then`, each month as it was; or a
                month, `YYYY-MM`.

        Raises:
            UnknownName: it is none of these.
        """
        if chosen == self.map:
            return self
        if self._then is not None:
            return self._then.on_map(chosen)
        newest = self._newest_map
        month = newest if chosen == TODAY else chosen
        if month is None:
            return self
        if not is_month(month):
            raise UnknownName(
                f"There is no map called {chosen!r}.",
                "Choose today, then (each month as it was), or a month such as 2025-09.",
            )
        with self._drawing:
            if month not in self._on_maps:
                named = TODAY if month == newest else month
                self._on_maps[month] = type(self)(
                    self.version, self, named, month_map(self.version, month)
                )
        return self._on_maps[month]

    def over(self, version: Version) -> Self:
        """The same gathered units under a version that differs in other tables alone, such as aims."""
        return type(self)(version, self._then, self.map, self.drawn, self._units)

    @property
    def expected(self) -> ExpectedPatients:
        """How many patients areas are known to have, by the newest list."""
        return self._then.expected if self._then is not None else self._expected

    @cached_property
    def _expected(self) -> ExpectedPatients:
        return expected_patients(self.version)

    @cached_property
    def _newest_map(self) -> str | None:
        return newest_map(self.version)

    def periods(self, collection: str) -> list[str]:
        """Periods with staff of a collection, oldest first."""
        if collection not in self._periods:
            self._periods[collection] = self.version.periods(collection)
        return self._periods[collection]

    def newest(self, collection: str) -> str:
        """The newest period of a collection.

        Raises:
            UnknownName: there is none.
        """
        periods = self.periods(collection)
        if not periods:
            raise nothing_published(self.version, collection)
        return periods[-1]

    def units(self, collection: str, period: str, opened: TableCache | None = None) -> Units:
        """The units of one period, with the quantities of every metric of the collection."""
        key = (collection, period)
        if key not in self._units:
            with self._gathering.setdefault(key, threading.Lock()):
                if key not in self._units:
                    self._units[key] = self._gathered(collection, period, opened)
        return self._units[key]

    def _gathered(self, collection: str, period: str, opened: TableCache | None) -> Units:
        if self._then is not None and self.drawn is not None:
            return units_on_map(
                self.version, self._then.units(collection, period, opened), self.drawn
            )
        asked = collection, period, collected_metrics(collection), opened, self.weights(opened)
        return units(self.version, *asked)

    def silent_networks(self, period: str, named: pl.Series) -> Units:
        """The networks of a month without their staff: those of the nearest map; columns as in `units`.

        Args:
            period: `YYYY-MM`.
            named: codes of networks that are among them, whatever that map says.
        """
        if self._then is not None and self.drawn is not None:
            then = self._then.silent_networks(period, named)
            return units_on_map(self.version, then, self.drawn)
        every = pl.concat([named, networks_on_maps(self.version, period)]).drop_nulls().unique()
        asked = collected_metrics("pcn")
        found = gather_units(
            self.version, "pcn", period, quantities(asked), None, self.weights(), every.sort()
        )
        silent = found.frame.with_columns(in_file=pl.lit(value=False))
        return replace(found, frame=with_suppression_groups(silent, asked))

    def weights(self, opened: TableCache | None = None) -> pl.DataFrame:
        """The rows of `WEIGHTS`: lists with weighted patients, of every year."""
        if self._then is not None:
            return self._then.weights(opened)
        if self._weights is None:
            self._weights = (opened or TableCache(self.version, [])).table(WEIGHTS)
        return self._weights

    def quantities(
        self, collection: str, period: str, wanted: Mapping[str, Quantity]
    ) -> pl.DataFrame:
        """The units of one period with what may be known of other quantities than the metrics'.

        Columns as in `Units`, each quantity under its name in `wanted`; see `disclosed`.
        """
        gathered = gather_units(
            self.version, collection, period, dict(wanted), None, self.weights()
        )
        if self.drawn is not None:
            gathered = units_on_map(self.version, gathered, self.drawn)
        return disclosed(gathered.frame, wanted)

    def gather(self, keys: Iterable[tuple[str, str]]) -> None:
        """Gather the units of collections and periods side by side: most of it is reading files."""
        lacking = [key for key in keys if key not in self._units]
        if len(lacking) > 1:
            opened = self._prefetch(lacking)
            with ThreadPoolExecutor(min(len(lacking), _SIDE_BY_SIDE)) as pool:
                for units_there in [pool.submit(self.units, *key, opened) for key in lacking]:
                    units_there.result()

    def _prefetch(self, keys: Sequence[tuple[str, str]]) -> TableCache:
        """The tables of one period together: they share maps and lists. Of many they would fill memory.

        Of many periods those that all ask for.
        """
        if len({period for _, period in keys}) > 1:
            return TableCache(self.version, FOR_ALL_MONTHS)
        asked = (tables_wanted(self.version, *key, collected_metrics(key[0])) for key in keys)
        weights = [WEIGHTS] if self._weights is None else []
        return TableCache(self.version, [*weights, *(one for tables in asked for one in tables)])


def collected_metrics(collection: str) -> list[Metric]:
    """Every metric of a collection."""
    return [m for m in declared().metrics.values() if m.collection == collection]
