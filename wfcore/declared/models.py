"""Frozen models of what stands in `definitions/`."""

import re
from collections import Counter
from functools import cached_property
from typing import Any, Literal

import polars as pl
from pydantic import BaseModel, ConfigDict

from wfcore.declared.gazetteer import authority_codes
from wfcore.geography import ENGLAND_CODE, Level


class Model(BaseModel):
    """Frozen, and refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Decided(Model):
    """A number that somebody decided: who, and when."""

    source: str
    date: str


class Source(Model):
    """A kind of file, recognised by its header."""

    id: str
    title: str
    publisher: str
    page: str
    makes: Literal[
        "staff",
        "lists",
        "places",
        "boroughs",
        "postcodes",
        "settings",
        "deprivation",
        "arrs_plan",
        "arrs_claims",
        "arrs_allocations",
        "arrs_spend",
        "recommendations",
        "targets",
        "area_figures",
        "practice_groups",
        "successions",
        "learners",
        "supervision",
        "stayed",
        "programme_posts",
    ]
    collection: Literal["practice", "pcn", "any"] = "any"
    dated: Literal["content", "asked", "standing"]
    staff_columns: bool = False
    role_columns: bool = False
    ahead: bool = False
    local: bool = False
    for_rates: bool = True
    averages: str = ""
    invented: bool = False
    partial: bool = False
    first_row: str = ""
    positions: list[str] = []
    required: dict[str, list[str]]
    optional: dict[str, list[str]] = {}

    @cached_property
    def first_row_pattern(self) -> re.Pattern[str] | None:
        """Fits the first row of a file without headings, in capitals, each cell between upright strokes."""
        return re.compile(self.first_row) if self.first_row else None

    @property
    def headers(self) -> dict[str, str]:
        """Printed header → our name."""
        return {
            header: name
            for name, headers in (*self.optional.items(), *self.required.items())
            for header in headers
        }


class OtherFile(Model):
    """A kind of file that is known and not taken, and where to go instead.

    Known by `headings`, with spaces for underscores and dots: `*` stands for any characters, `|`
    between two for either. A file published without headings is known by its `first_row`, an
    expression for the cells in capitals between upright strokes. `weak`: only where the headings come
    near no file that is taken.
    """

    title: str
    headings: list[str] = []
    first_row: str = ""
    weak: bool = False
    instead: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Fits a row of headings in capitals, each between upright strokes, if it is this file."""
        if self.first_row:
            return re.compile(self.first_row)
        wanted = (
            "|".join(re.escape(name).replace(r"\*", r"[^|]*") for name in either.split("|"))
            for either in self.headings
        )
        return re.compile("".join(rf"(?=.*\|(?:{either})\|)" for either in wanted))


class Group(Model):
    """A staff group."""

    name: str
    one: str
    singular: str
    stem: str | None = None
    role_stem: str | None = None
    source_flag: str | None = None


class GpDefinition(Model):
    """A way of counting GPs."""

    name: str
    trainees: bool
    columns: list[str]


class Staff(Model):
    """Groups, definitions, roles and bands."""

    groups: dict[str, Group]
    gp_definitions: dict[str, GpDefinition]
    retired_gp_definitions: list[str]
    sexes: dict[str, str]
    age_bands: dict[str, list[str]]
    aged_55_plus: list[str]
    aged_60_plus: list[str]
    patient_age_bands: dict[str, str]
    qualified_in: list[str]
    practice_roles: dict[str, dict[str, str]]
    practice_role_names: dict[str, dict[str, list[str]]]
    header_synonyms: dict[str, str]
    pcn_groups: dict[str, list[str]]
    pcn_roles: dict[str, dict[str, str]]

    @property
    def role_names(self) -> dict[str, str]:
        """Role id → name."""
        practice = {
            f"{group}_{stem.lower()}": name
            for group, roles in self.practice_roles.items()
            for stem, name in roles.items()
        }
        pcn = {role: name for roles in self.pcn_roles.values() for role, name in roles.items()}
        return practice | pcn


class Quantity(Model):
    """What is added up: one cut of one staff group, FTE or headcount.

    `ages` is `known`, `aged_55_plus`, `aged_60_plus` or one age band; `sex` is of cuts by sex.
    """

    staff_group: str
    definition: str = "all"
    breakdown: Literal["total", "role", "age", "sex", "age_sex"] = "total"
    roles: list[str] = []
    ages: str | None = None
    sex: Literal["male", "female"] | None = None
    measure: Literal["fte", "headcount"] = "fte"

    @cached_property
    def name(self) -> str:
        """The quantity in one word, such as `gp_excl_trainees_fte`."""
        parts = [
            self.staff_group,
            self.definition,
            *self.roles,
            self.ages or "",
            self.sex or "",
            self.measure,
        ]
        return "_".join(part for part in parts if part and part != "all")

    def but(self, **changed: str | None) -> "Quantity":
        """The same with something else; a copy of the model would keep the name of this one."""
        return Quantity.model_validate({**self.model_dump(), **changed})


class Example(Model):
    """A tiny file and what must come out of it."""

    cells: list[list[Any]]
    expect: dict[str, float]


class Patients(Model):
    """Whom rates are for: in words, the column of units that counts them, and what must be known of it.

    `name` and `said` are their long and short name; `missing` says which file gives them.
    """

    name: str
    said: str
    column: str = "registered"
    source: str = ""
    caution: str = ""
    missing: str = ""


class Metric(Model):
    """A figure the notebook shows: how it is made and what it means.

    `patients`: whom a rate is for, by its name in `Declared.patients`.
    """

    id: str
    stem: str
    kind: Literal["fte", "rate", "patients_per", "share", "patients"]
    name: str
    short: str
    unit: str
    formula: str
    why: str
    decimals: int
    collection: Literal["practice", "pcn"]
    quantity: Quantity | None
    over: Quantity | None = None
    scale: float = 1
    patients: str = "registered"
    better: Literal["higher", "lower", "none"] = "higher"
    nearest: list[str] = []
    example: Example

    @property
    def uses_patients(self) -> bool:
        """Whether registered patients are above or below the line."""
        return self.kind in ("rate", "patients_per", "patients")

    @property
    def is_per_patients(self) -> bool:
        """Whether it is staff for patients, or patients for staff."""
        return self.kind in ("rate", "patients_per")

    @property
    def plain(self) -> str:
        """Its id, or that of the same for registered patients."""
        return self.id.removesuffix(f"_{self.patients}")

    @property
    def personal(self) -> bool:
        """Whether it is a figure about people derived from their headcount, such as a share by age."""
        return self.over is not None and self.over.measure == "headcount"

    @property
    def reporting_unit(self) -> str:
        """Who reports: practices or networks (PCNs)."""
        return "practices" if self.collection == "practice" else "networks"


class Expected(Model):
    """What the reference list expects of a sub-ICB location."""

    icb: str
    region: str
    practices: int
    patients: int


class Geography(Model):
    """Sub-ICB locations and the areas above them, in the month `as_of`."""

    as_of: str
    offered_from_share: float
    whole_list_from_share: float
    offered_from_share_of_icbs: float
    drawn_whole_from_share: float
    counted_together: tuple[str, ...]
    postcode_neighbours: dict[str, int]
    authority_kinds: dict[str, tuple[str, str]]
    regions: dict[str, str]
    icbs: dict[str, str]
    sub_icbs: dict[str, Expected]

    def authority_kind(self, code: str) -> tuple[str, str] | None:
        """What the area of a local authority calls it, one and more than one; None where nobody knows.

        Args:
            code: of the authority, or its name where a look-up has no codes.
        """
        known = authority_codes().get(code.casefold(), code)
        fitting = [start for start in self.authority_kinds if known.startswith(start)]
        return self.authority_kinds[max(fitting, key=len)] if fitting else None

    def parents(self) -> pl.DataFrame:
        """`sub_icb_code, icb_code, icb_name, region_code, region_name` of the reference list."""
        return pl.DataFrame(
            [
                (code, e.icb, self.icbs[e.icb], e.region, self.regions[e.region])
                for code, e in self.sub_icbs.items()
            ],
            schema=["sub_icb_code", "icb_code", "icb_name", "region_code", "region_name"],
            orient="row",
        )

    def expected_patients(self, level: Level, code: str) -> int | None:
        """Patients expected in an area above PCN; None where the reference does not know it."""
        return self._patients.get((level, code))

    def expected_icbs(self, level: Level, code: str) -> int:
        """ICBs expected in a region or in England."""
        return len(self._icbs_in.get((level, code), ()))

    @cached_property
    def _icbs_in(self) -> dict[tuple[Level, str], set[str]]:
        found: dict[tuple[Level, str], set[str]] = {}
        for e in self.sub_icbs.values():
            found.setdefault((Level.REGION, e.region), set()).add(e.icb)
            found.setdefault((Level.ENGLAND, ENGLAND_CODE), set()).add(e.icb)
        return found

    @cached_property
    def _patients(self) -> dict[tuple[Level, str], int]:
        found: Counter[tuple[Level, str]] = Counter()
        for code, e in self.sub_icbs.items():
            found[Level.SUB_ICB, code] += e.patients
            found[Level.ICB, e.icb] += e.patients
            found[Level.REGION, e.region] += e.patients
            found[Level.ENGLAND, ENGLAND_CODE] += e.patients
        return dict(found)
