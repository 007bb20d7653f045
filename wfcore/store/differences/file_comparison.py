"""What is compared: a draft, and the published edition that it follows or replaces."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from wfcore.declared import declared
from wfcore.normalising import Draft
from wfcore.store.version import Version
from wfcore.tables import STANDING, schema

_UNIT = {  # kinds that name every unit of a file, and the column of its code
    "staff_total": "area_code",
    "lists": "practice_code",
    "places": "practice_code",
    "networks": "pcn_code",
}
_CODES = ("area_code", "practice_code", "pcn_code")  # the first that a table has names its units
_MOSTLY = 0.5
_AREAS = ("pcn_code", "pcn_name", "sub_icb_code", "sub_icb_name", "icb_code", "icb_name")


@dataclass(frozen=True)
class FileComparison:
    """A draft beside the last published edition of its source: what both hold, where the draft covers more.

    `period` is that edition's; the same as the draft's when the draft replaces it. `beside`: the
    drafts of the same upload, whose maps say where units lie.
    """

    draft: Draft
    version: Version
    edition: str
    period: str
    beside: Sequence[Draft] = ()

    @property
    def replaces(self) -> bool:
        """Whether the draft is for the period that is published already."""
        return self.edition == self.draft.edition

    @property
    def elsewhere(self) -> bool:
        """Whether the draft follows an edition with which it shares no unit."""
        now, then = self.units
        apart = now.join(then, on="code", how="semi").is_empty()
        return not self.replaces and bool(now.height and then.height) and apart

    @property
    def level(self) -> str:
        """What a unit is: `practice` or `pcn`."""
        staff = self.draft.tables.get("staff_total")
        if staff is not None:
            return str(staff["level"][0])
        return "pcn" if self._kind == "networks" else "practice"

    @property
    def noun(self) -> str:
        """What units are called."""
        return "PCNs" if self.level == "pcn" else "practices"

    @property
    def since(self) -> str:
        """The other side, in words."""
        return "the published file" if self.replaces else self.period

    def now(self, kind: str) -> pl.DataFrame:
        """A table of the draft; empty when it has none of this kind."""
        found = self.draft.tables.get(kind)
        table = pl.DataFrame(schema=schema(kind)) if found is None else found
        more = self.covers_more["code"]
        unit = next((c for c in _CODES if c in table.columns), None)
        return table.filter(~pl.col(unit).is_in(more.implode())) if unit and len(more) else table

    def then(self, kind: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The same table of the published edition."""
        return self.version.table(kind, [self.edition], columns)

    @cached_property
    def units(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Every unit now and then: `code, name, patients`, code and name of PCN, sub-ICB and ICB.

        What a side does not print itself is null; so is the PCN of a PCN. Without the units of areas
        that only the draft covers.
        """
        now, then = self._every
        return now.join(self.covers_more, on="code", how="anti"), then

    @cached_property
    def covers_more(self) -> pl.DataFrame:
        """`code, icb_code, icb_name` of the units of ICBs that the published edition did not cover.

        An ICB is newly covered when most of its units are new, while another's are not; units of no
        known ICB count as one. Merged ICBs are not: their units are known.
        """
        now, then = self._every
        placed = placed_in_icb(now, self.known).with_columns(
            before=pl.col("code").is_in(then["code"].implode())
        )
        shares = placed.group_by("icb_code").agg(new=pl.col("before").mean() < _MOSTLY)
        if shares.filter(~pl.col("new"), pl.col("icb_code").is_not_null()).is_empty():
            placed = placed.clear()
        return (
            placed.join(shares, on="icb_code", nulls_equal=True)
            .filter(pl.col("new") & ~pl.col("before"))
            .select("code", "icb_code", "icb_name")
        )

    @cached_property
    def _every(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        if self._kind is None:
            nothing = pl.DataFrame(
                schema=dict.fromkeys(("code", "name", *_AREAS), pl.String)
                | {"patients": pl.Float64}
            )
            return nothing, nothing
        return (
            self._side(*(self._drafted(k) for k in (self._kind, "lists", self._map))),
            self._side(self.then(self._kind), self.then("lists"), self.then(self._map)),
        )

    @cached_property
    def known(self) -> pl.DataFrame:
        """`code, name` and the areas of each unit as the newest published map has them, else a map of this upload."""
        maps = self.version.editions(self._map).filter(pl.col("period") != STANDING)
        if maps.is_empty():
            maps = self.version.editions(self._map)
        newest = self.version.table(self._map, maps["edition"].tail(1).to_list())
        uploaded = (
            d.tables[self._map] for d in (self.draft, *self.beside) if self._map in d.tables
        )
        own = _UNIT[self._map]
        name = "pcn_name" if own == "pcn_code" else "practice_name"
        tables = [
            table.select(
                pl.col(own).alias("code"),
                pl.col(name).alias("name"),
                *(c for c in _AREAS if c in table.columns and c not in (own, name)),
            )
            for table in (newest, *uploaded)
        ]
        some = pl.any_horizontal(pl.col("^(pcn|sub_icb|icb)_code$").is_not_null())
        return pl.concat([table.filter(some) for table in tables]).unique(
            "code", keep="first", maintain_order=True
        )

    def _drafted(self, kind: str) -> pl.DataFrame:
        found = self.draft.tables.get(kind)
        return pl.DataFrame(schema=schema(kind)) if found is None else found

    @property
    def _kind(self) -> str | None:
        return next((kind for kind in _UNIT if kind in self.draft.tables), None)

    @property
    def _map(self) -> str:
        return "networks" if self.level == "pcn" else "places"

    def _side(self, table: pl.DataFrame, lists: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
        codes = table.select(code=_UNIT[self._kind or "lists"]).unique().drop_nulls().sort("code")
        own = _UNIT[self._map]
        name = "pcn_name" if own == "pcn_code" else "practice_name"
        placed = places.select(
            pl.col(own).alias("code"),
            pl.col(name).alias("name"),
            *(c if c not in (own, name) else pl.lit(None, pl.String).alias(c) for c in _AREAS),
        ).unique("code", keep="first")
        sizes = lists.select(code="practice_code", patients="registered").unique(
            "code", keep="first"
        )
        return codes.join(placed, on="code", how="left").join(sizes, on="code", how="left")


def placed_in_icb(units: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """`code, patients, icb_code, icb_name`: as a side prints it, else by a map, else by its sub-ICB."""
    parents = (
        declared()
        .geography.parents()
        .select("sub_icb_code", parent_code="icb_code", parent_name="icb_name")
    )
    areas = ("sub_icb_code", "icb_code", "icb_name")
    maps = known.select("code", *(pl.col(c).alias(f"known_{c}") for c in areas))
    return (
        units.join(maps, on="code", how="left")
        .with_columns(pl.coalesce(c, f"known_{c}").alias(c) for c in areas)
        .join(parents, on="sub_icb_code", how="left")
        .select(
            "code",
            "patients",
            pl.coalesce("icb_code", "parent_code").alias("icb_code"),
            pl.coalesce("icb_name", "parent_name").alias("icb_name"),
        )
    )


def compare_files(
    draft: Draft, version: Version, beside: Sequence[Draft] = ()
) -> FileComparison | None:
    """The draft beside what is published of its period, else of the newest period before it.

    None where the source has neither.
    """
    editions = version.editions().filter(pl.col("source") == draft.source)
    if draft.edition in editions["edition"]:
        return FileComparison(draft, version, draft.edition, draft.period, beside)
    earlier = editions.filter(pl.col("period") < draft.period, pl.col("period") != STANDING)
    if earlier.is_empty() or draft.period == STANDING:
        return None
    edition, _, period = earlier.sort("period").row(-1)
    return FileComparison(draft, version, edition, period, beside)
