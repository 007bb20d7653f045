"""How many patients an area is known to have: by the newest list of England in the store, else by the packaged one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import nan

import polars as pl

from wfcore.declared import declared
from wfcore.geography import ENGLAND_CODE, Level
from wfcore.store import Version, Wanted
from wfcore.tables import STANDING

_TRIED = 3  # lists, the newest first, of which one is of all England
_PLACED = ["sub_icb_code", "icb_code", "region_code"]
AreaKey = tuple[Level, str]


@dataclass(frozen=True)
class ExpectedPatients:
    """What a version tells of the size of areas above networks.

    `patients`: of each area on the newest map; `icbs`: ICBs in a region and in England there. Both are
    empty where no list is of all England: then the packaged list alone speaks, as it does of areas that
    the newest map does not know and of locations that the list holds too little of (`by_packaged`).
    """

    patients: Mapping[AreaKey, float] = field(default_factory=dict[AreaKey, float])
    icbs: Mapping[AreaKey, int] = field(default_factory=dict[AreaKey, int])
    by_packaged: frozenset[AreaKey] = frozenset()

    def patients_of(self, level: Level, code: str) -> float:
        """Patients expected in an area; NaN where nobody says."""
        packaged = declared().geography.expected_patients(level, code)
        found = self.patients.get((level, code), packaged)
        return nan if found is None else found

    def is_packaged(self, level: Level, code: str) -> bool:
        """Whether the packaged list says so, which is of its own month."""
        area = (level, code)
        known = declared().geography.expected_patients(level, code) is not None
        return area in self.by_packaged or (known and area not in self.patients)

    def icbs_of(self, level: Level, code: str, there: Iterable[str | None]) -> int:
        """ICBs expected in a region or in England, on the map that units lie on, which have these ICBs."""
        geography = declared().geography
        if set(there) - {None} <= set(geography.icbs):
            return geography.expected_icbs(level, code)
        return self.icbs.get((level, code), geography.expected_icbs(level, code))


def expected_patients(version: Version) -> ExpectedPatients:
    """What the newest list of all England says, placed by the newest map of it."""
    geography = declared().geography
    whole = geography.expected_patients(Level.ENGLAND, ENGLAND_CODE) or 0
    places = _newest_map(version)
    if places is None:
        return ExpectedPatients()
    for edition in _newest_first(version, "lists")[:_TRIED]:
        wanted = Wanted("lists", [edition], ["practice_code", "registered", "sub_icb_code"])
        (listed,) = version.tables([wanted])
        if (listed["registered"].sum() or 0) >= geography.whole_list_from_share * whole:
            return _by_area(listed, places)
    return ExpectedPatients()


def _newest_first(version: Version, kind: str) -> list[str]:
    """Editions with a table of this kind that are of real places and of their own month."""
    sources = declared().sources
    editions = version.editions(kind).sort("period", descending=True)
    return [
        edition
        for edition, source, period in editions.iter_rows()
        if period != STANDING
        and not (sources[source].invented or sources[source].partial)
        and (kind != "lists" or sources[source].for_rates)
    ]


def _newest_map(version: Version) -> pl.DataFrame | None:
    """`practice_code` and its areas, on the newest map that has every region; None where there is none."""
    geography = declared().geography
    parents = geography.parents().select(_PLACED).unique("sub_icb_code")
    for edition in _newest_first(version, "places")[:_TRIED]:
        (table,) = version.tables([Wanted("places", [edition], ["practice_code", *_PLACED])])
        table = table.join(parents, on="sub_icb_code", how="left", suffix="_packaged").select(
            "practice_code", "sub_icb_code",
            *(pl.coalesce(c, f"{c}_packaged").alias(c) for c in ("icb_code", "region_code")),
        )  # fmt: skip
        if table["region_code"].n_unique() >= len(geography.regions):
            return table.unique("practice_code", keep="first")
    return None


def _by_area(listed: pl.DataFrame, places: pl.DataFrame) -> ExpectedPatients:
    """The patients of a list by area of a map; of a location that it holds too little of, the packaged ones."""
    geography = declared().geography
    rows = listed.join(
        places.select("practice_code", there="sub_icb_code"), on="practice_code", how="left"
    ).select("registered", sub_icb_code=pl.coalesce("there", "sub_icb_code"))
    parents = places.drop_nulls("sub_icb_code").unique("sub_icb_code", keep="first")
    sums: dict[str | None, float] = dict(
        rows.group_by("sub_icb_code").agg(pl.col("registered").sum()).iter_rows()
    )
    patients: defaultdict[AreaKey, float] = defaultdict(float)
    icbs: dict[AreaKey, set[str]] = {}
    packaged: set[AreaKey] = set()
    for location, icb, region in parents.select(_PLACED).iter_rows():
        areas = [(Level.SUB_ICB, location), (Level.ICB, icb), (Level.REGION, region)]
        areas.append((Level.ENGLAND, ENGLAND_CODE))
        of_location, known = sums.get(location, 0.0), geography.sub_icbs.get(location)
        if known and of_location < geography.offered_from_share * known.patients:
            of_location = known.patients
            packaged |= set(areas)
        for area in areas:
            patients[area] += of_location
            icbs.setdefault(area, set()).add(icb)
    patients[Level.ENGLAND, ENGLAND_CODE] += sums.get(None, 0.0)
    counted = {area: len(codes) for area, codes in icbs.items()}
    return ExpectedPatients(dict(patients), counted, frozenset(packaged))
