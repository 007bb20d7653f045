"""The YAML in `definitions/`, read once into frozen models. All faults are reported together."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self, cast

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from wfcore.errors import DefinitionError, UnknownName
from wfcore.geography import Level

DEFINITIONS = Path(__file__).parent / "definitions"


class Model(BaseModel):
    """Frozen, and refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Model):
    """A kind of file, recognised by its header."""

    id: str
    title: str
    publisher: str
    page: str
    makes: Literal["staff", "lists", "places", "boroughs"]
    collection: Literal["practice", "pcn", "any"] = "any"
    dated: Literal["content", "asked", "standing"]
    staff_columns: bool = False
    invented: bool = False
    required: dict[str, list[str]]
    optional: dict[str, list[str]] = {}

    @property
    def headers(self) -> dict[str, str]:
        """Printed header → our name."""
        return {
            header: name
            for name, headers in (*self.optional.items(), *self.required.items())
            for header in headers
        }


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
    locums: bool
    columns: list[str]


class Staff(Model):
    """Groups, definitions, roles and bands."""

    groups: dict[str, Group]
    gp_definitions: dict[str, GpDefinition]
    retired_gp_definitions: list[str]
    sexes: dict[str, str]
    age_bands: dict[str, list[str]]
    aged_55_plus: list[str]
    patient_age_bands: dict[str, str]
    qualified_in: list[str]
    practice_roles: dict[str, dict[str, str]]
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
    """What is added up: one cut of one staff group, FTE or headcount."""

    staff_group: str
    definition: str = "all"
    breakdown: Literal["total", "role", "age"] = "total"
    roles: list[str] = []
    ages: str | None = None
    measure: Literal["fte", "headcount"] = "fte"


class Example(Model):
    """A tiny file and what must come out of it."""

    cells: list[list[Any]]
    expect: dict[str, float]


class Metric(Model):
    """A figure the notebook shows: how it is made and what it means."""

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
    better: Literal["higher", "lower", "none"] = "higher"
    nearest: list[str] = []
    example: Example

    @property
    def uses_patients(self) -> bool:
        """Whether registered patients are above or below the line."""
        return self.kind in ("rate", "patients_per", "patients")

    @property
    def reporting_unit(self) -> str:
        """Who reports: practices or PCNs."""
        return "practices" if self.collection == "practice" else "PCNs"


class Place(Model):
    """An area a target belongs to."""

    level: Level
    code: str
    name: str


class Target(Model):
    """What somebody aspires to, and where that is written."""

    id: str
    metric: str | None
    measure: str | None = None
    value: float
    printed: str | None = None
    unit: str
    better: Literal["higher", "lower"]
    by: str | None
    place: Place
    source: str
    note: str | None = None
    overrides: dict[str, float] = {}


class NoClearChange(Model):
    """Below either line a change is not called up or down."""

    relative: float
    fte: float


class Limits(Model):
    """Sizes above which a file is not opened."""

    file_bytes: int
    unpacked_bytes: int
    zip_entries: int
    zip_ratio: int
    columns: int
    header_bytes: int
    sheet_rows: int
    child_memory_bytes: int
    child_seconds: int


class OpensOn(Model):
    """The place shown when a link names none."""

    level: Level
    name: str


class Rules(Model):
    """Thresholds that somebody decided."""

    tokens: dict[str, list[str]]
    tiny_list: int
    implausible_list: int
    low_coverage: float
    list_months_apart: int
    small_base: int
    fte_per_person_warns: float
    practice_fte_blocks: float
    identity_tolerance: float
    fte_change_warns: float
    rows_change_warns: float
    rows_change_blocks: float
    pcn_low_rate: float
    pcn_correction: float
    first_period: str
    zero_means_missing_before: str
    examples: int
    no_clear_change: NoClearChange
    near_target: float
    opens_on: OpensOn
    limits: Limits


class Expected(Model):
    """What the reference list expects of a sub-ICB location."""

    icb: str
    region: str
    practices: int
    patients: int


class Geography(Model):
    """Sub-ICB locations and the areas above them."""

    reference_period: str
    offered_from_share: float
    offered_from_share_of_icbs: float
    regions: dict[str, str]
    icbs: dict[str, str]
    sub_icbs: dict[str, Expected]

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
        if level is Level.SUB_ICB:
            found = [e.patients for c, e in self.sub_icbs.items() if c == code]
        elif level is Level.ICB:
            found = [e.patients for e in self.sub_icbs.values() if e.icb == code]
        elif level is Level.REGION:
            found = [e.patients for e in self.sub_icbs.values() if e.region == code]
        elif level is Level.ENGLAND:
            found = [e.patients for e in self.sub_icbs.values()]
        else:
            found = []
        return sum(found) if found else None


class Declared(Model):
    """Everything in `definitions/`."""

    sources: dict[str, Source]
    staff: Staff
    metrics: dict[str, Metric]
    flags: dict[str, str]
    targets: dict[str, Target]
    target_words: str
    geography: Geography
    rules: Rules

    @model_validator(mode="after")
    def _ids_resolve(self) -> Self:
        faults: list[str] = []
        roles = self.staff.role_names
        for metric in self.metrics.values():
            for quantity in (metric.quantity, metric.over):
                if quantity is None:
                    continue
                where = f"metrics.yaml: {metric.id}"
                if quantity.staff_group not in (*self.staff.groups, "any"):
                    faults.append(f"{where}: staff group {quantity.staff_group} is not declared")
                if quantity.definition not in self.staff.gp_definitions:
                    faults.append(f"{where}: definition {quantity.definition} is not declared")
                faults += [
                    f"{where}: role {role} is not declared"
                    for role in quantity.roles
                    if role not in roles
                ]
            faults += [
                f"metrics.yaml: {metric.id}: nearest {near} is not a metric"
                for near in metric.nearest
                if near not in self.metrics
            ]
        faults += [
            f"targets.yaml: {target.id}: metric {target.metric} is not declared"
            for target in self.targets.values()
            if target.metric is not None and target.metric not in self.metrics
        ]
        faults += [
            f"staff_roles.yaml: aged_55_plus: {band} is not an age band"
            for band in self.staff.aged_55_plus
            if band not in self.staff.age_bands
        ]
        for code, expected in self.geography.sub_icbs.items():
            if expected.icb not in self.geography.icbs:
                faults.append(f"geography.yaml: {code}: ICB {expected.icb} is not listed")
            if expected.region not in self.geography.regions:
                faults.append(f"geography.yaml: {code}: region {expected.region} is not listed")
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def metric(self, name: str) -> Metric:
        """The metric with this id.

        Raises:
            UnknownName: no such metric; the advice names the near ones.
        """
        found = self.metrics.get(name) or self.metrics.get(_other_spelling(name))
        if found is None:
            near = [known for known in self.metrics if known.split("_")[0] in name]
            raise UnknownName(
                f"There is no metric called {name!r}.",
                f"Use one of: {', '.join(near or self.metrics)}.",
            )
        return found

    def source(self, name: str) -> Source:
        """The source with this id."""
        if name not in self.sources:
            raise UnknownName(
                f"There is no source called {name!r}.", f"Known: {', '.join(self.sources)}."
            )
        return self.sources[name]


def _other_spelling(name: str) -> str:
    """`gp_fte_rate` and `patients_per_gp_fte` mean `gp_rate` and `patients_per_gp`."""
    if name.endswith("_fte_rate"):
        return name.removesuffix("_fte_rate") + "_rate"
    return name.removesuffix("_fte") if name.startswith("patients_per_") else name


def load(folder: Path = DEFINITIONS) -> Declared:
    """Read a folder of definitions.

    Raises:
        DefinitionError: one message that lists every fault with its file and id.
    """
    raw = {
        name: _yaml(folder / f"{name}.yaml")
        for name in (
            "sources",
            "staff_roles",
            "metrics",
            "targets",
            "geography",
            "rules",
        )
    }
    try:
        content = _content(raw)
    except (KeyError, TypeError, AttributeError) as error:
        raise DefinitionError(
            f"A part of the definitions is missing or not a list of names and values: {error}",
            f"Correct the files in {folder}.",
        ) from error
    try:
        return Declared.model_validate(content)
    except ValidationError as error:
        faults = _faults(error)
        # What does not resolve is only looked for among entries that are whole.
        broken = {fault["loc"][:2] for fault in error.errors()}
        whole = {
            section: {k: v for k, v in entries.items() if (section, k) not in broken}
            if section in ("sources", "metrics", "targets")
            else entries
            for section, entries in content.items()
        }
        try:
            Declared.model_validate(whole)
        except ValidationError as more:
            ours = [f" {id_[-1]} " for id_ in broken if id_]
            faults += [
                f for f in _faults(more) if f not in faults and not any(o in f for o in ours)
            ]
        raise DefinitionError(
            f"The definitions have {len(faults)} fault(s): {'; '.join(faults)}",
            f"Correct the files in {folder}.",
        ) from error


def _content(raw: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The files as one tree, in the shape of `Declared`."""
    metrics = raw["metrics"]
    return {
        "sources": {key: _with_id(key, value) for key, value in raw["sources"].items()},
        "staff": raw["staff_roles"],
        "metrics": _metrics(metrics),
        "flags": metrics["flags"],
        "targets": {key: _with_id(key, value) for key, value in raw["targets"]["targets"].items()},
        "target_words": raw["targets"]["words"],
        "geography": {
            **raw["geography"],
            "sub_icbs": {str(k): _expected(v) for k, v in raw["geography"]["sub_icbs"].items()},
        },
        "rules": raw["rules"],
    }


def _with_id(key: str, value: object) -> object:
    return {"id": key} | cast("dict[str, Any]", value) if isinstance(value, dict) else value


def _expected(row: Sequence[Any]) -> Any:
    names = ("icb", "region", "practices", "patients")
    return dict(zip(names, row, strict=True)) if len(row) == len(names) else row


_FILES = {"staff": "staff_roles", "flags": "metrics", "target_words": "targets"}


def _faults(error: ValidationError) -> list[str]:
    """Each fault with its file and id."""
    found: list[str] = []
    for fault in error.errors():
        if fault["loc"]:
            section, *place = (str(part) for part in fault["loc"])
            where = ".".join(place)
            found.append(f"{_FILES.get(section, section)}.yaml: {where}: {fault['msg']}")
        else:
            found += fault["msg"].removeprefix("Value error, ").split("; ")
    return found


def _yaml(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise DefinitionError(
            f"{path.name} cannot be read: {error}", "Correct the file."
        ) from error
    if not isinstance(content, dict):
        raise DefinitionError(
            f"{path.name} is not a list of names and values.", "Correct the file."
        )
    return cast("dict[str, Any]", content)


def _metrics(raw: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Staff counts become one metric for each family; the rest stand as they are."""
    made: dict[str, dict[str, Any]] = {}
    for key, alone in raw["standalone"].items():
        made[key] = {"id": key, "stem": key, "quantity": None, **alone}
    for stem, count in raw["staff_counts"].items():
        units = "practices" if count.get("collection") == "practice" else "PCNs"
        for kind, family in raw["families"].items():
            key = family["id"].format(stem=stem)
            made[key] = {
                "id": key,
                "stem": stem,
                "kind": kind,
                "name": family["name"].format(name=count["name"]) if "name" in count else None,
                "short": count.get("short"),
                "unit": family["unit"],
                "formula": family["formula"].format(units=units),
                "why": count.get("why"),
                "decimals": family["decimals"],
                "collection": count.get("collection"),
                "quantity": count.get("quantity", {}),
                "scale": raw["per"] if kind == "rate" else 1,
                "better": "lower" if kind == "patients_per" else "higher",
                "nearest": [
                    raw["families"][kind]["id"].format(stem=near)
                    for near in count.get("nearest", [])
                ],
                "example": count.get("example"),
            }
    return made


@cache
def declared() -> Declared:
    """The definitions that ship with the product."""
    return load()
