"""The YAML in `definitions/`, read once into one frozen tree. All faults are reported together."""

from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Self, cast

import yaml
from pydantic import ValidationError, model_validator

from wfcore.declared.aims import AimRules
from wfcore.declared.answers import AnswerKind, way_on_faults
from wfcore.declared.arrs import Arrs, plain_spelling
from wfcore.declared.assumptions import Assumptions
from wfcore.declared.flags import Flag
from wfcore.declared.metrics import metrics_for_others, metrics_of, patients_of, with_rules
from wfcore.declared.models import (
    Geography,
    Metric,
    Model,
    OtherFile,
    Patients,
    Source,
    Staff,
)
from wfcore.declared.pipeline import PipelineWords
from wfcore.declared.printed import PrintedWords
from wfcore.declared.questions import Questions
from wfcore.declared.rules import Rules
from wfcore.declared.setup import Setup
from wfcore.errors import DefinitionError, UnknownName

_NAMES = (
    "sources", "staff_roles", "metrics", "targets", "geography", "rules", "assumptions", "arrs",
    "other_files", "questions", "answers", "setup", "printed", "pipeline",
)  # fmt: skip
DEFINITIONS = Path(__file__).parent.parent / "definitions"


class Declared(Model):
    """Everything in `definitions/`."""

    sources: dict[str, Source]
    staff: Staff
    metrics: dict[str, Metric]
    patients: dict[str, Patients]
    weighted: dict[str, Metric]
    flags: dict[Flag, str]
    aims: AimRules
    geography: Geography
    rules: Rules
    assumptions: Assumptions
    arrs: Arrs
    other_files: dict[str, OtherFile]
    questions: Questions
    answers: dict[str, AnswerKind]
    setup: Setup
    printed: PrintedWords
    pipeline: PipelineWords

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
            f"staff_roles.yaml: {aged}: {band} is not an age band"
            for aged in ("aged_55_plus", "aged_60_plus")
            for band in getattr(self.staff, aged)
            if band not in self.staff.age_bands
        ]
        assumed = self.assumptions
        faults += [
            f"assumptions.yaml: counts: {stem}: {fault}"
            for stem, groups in assumed.counts.items()
            for fault in (
                *([] if f"{stem}_rate" in self.metrics else ["no such staff count"]),
                *(f"group {g} is not declared" for g in groups if g not in assumed.groups),
            )
        ]
        for code, expected in self.geography.sub_icbs.items():
            if expected.icb not in self.geography.icbs:
                faults.append(f"geography.yaml: {code}: ICB {expected.icb} is not listed")
            if expected.region not in self.geography.regions:
                faults.append(f"geography.yaml: {code}: region {expected.region} is not listed")
        faults += self.arrs.faults(self._pcn_role_names)
        faults += way_on_faults(self.answers)
        faults += [
            f"metrics.yaml: flags: {flag} has no words" for flag in Flag if flag not in self.flags
        ]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def metric(self, name: str) -> Metric:
        """The metric with this id, be it for registered or for other patients.

        Raises:
            UnknownName: no such metric; the advice names the near ones.
        """
        found = (
            self.metrics.get(name)
            or self.weighted.get(name)
            or self.metrics.get(_other_spelling(name))
        )
        if found is None:
            near = [known for known in self.metrics if known.split("_")[0] in name]
            raise UnknownName(
                f"There is no metric called {name!r}.",
                f"Use one of: {', '.join(near or self.metrics)}.",
            )
        return found

    def for_patients(self, name: str, patients: str) -> Metric:
        """A metric for these patients; as it is, where it is for none.

        Raises:
            UnknownName: no such metric.
        """
        found = self.metric(self.metric(name).plain)
        return self.weighted.get(f"{found.id}_{patients}", found)

    @property
    def _pcn_role_names(self) -> dict[str, str]:
        return {key: name for roles in self.staff.pcn_roles.values() for key, name in roles.items()}

    @cached_property
    def _arrs_spellings(self) -> dict[str, str]:
        return self.arrs.spelled(self._pcn_role_names)

    def arrs_role_of(self, printed: str) -> str | None:
        """The additional role that a printed spelling means.

        None for what is no role of the scheme, fits more than one, or that nobody has named.
        """
        found = self._arrs_spellings.get(plain_spelling(printed))
        return found if found in self.arrs.roles else None

    def arrs_aside_of(self, printed: str) -> str | None:
        """The group of set-aside roles that a printed spelling belongs to; None if it is unknown."""
        found = self._arrs_spellings.get(plain_spelling(printed))
        return found if found in self.arrs.set_aside else None

    def source(self, name: str) -> Source:
        """The source with this id.

        Raises:
            UnknownName: there is none; the advice names those there are.
        """
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
    raw = {name: _yaml(folder / f"{name}.yaml") for name in _NAMES}
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
        broken = {fault["loc"][:depth] for fault in error.errors() for depth in (2, 3)}
        whole = {
            section: _without(entries, section, broken=broken)
            if section in ("sources", "metrics", "weighted")
            else entries
            for section, entries in content.items()
        }
        whole["assumptions"] = {
            part: _without(entries, "assumptions", part, broken=broken)
            if part in ("groups", "levers", "stand_ins", "fixed", "costs", "examples")
            else entries
            for part, entries in content["assumptions"].items()
        }
        try:
            Declared.model_validate(whole)
        except ValidationError as more:
            ours = [f" {id_[-1]} " for id_ in broken if len(id_) > 1]
            faults += [
                f for f in _faults(more) if f not in faults and not any(o in f for o in ours)
            ]
        raise DefinitionError(
            f"The definitions have {len(faults)} fault(s): {'; '.join(faults)}",
            f"Correct the files in {folder}.",
        ) from error


def _content(raw: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The files as one tree, in the shape of `Declared`."""
    metrics, rules = raw["metrics"], raw["rules"]
    listed = {"packaged_list": str(raw["geography"].get("as_of", ""))}
    eras = raw["sources"].pop("eras", {})
    return {
        "sources": {k: _with_id(k, _of_all_eras(v, eras)) for k, v in raw["sources"].items()},
        "staff": raw["staff_roles"],
        "metrics": metrics_of(metrics, rules),
        "patients": patients_of(metrics, rules),
        "weighted": metrics_for_others(metrics, rules),
        "flags": {
            flag: with_rules(text, rules | listed) for flag, text in metrics["flags"].items()
        },
        "aims": raw["targets"],
        "geography": {
            **raw["geography"],
            "sub_icbs": {str(k): _expected(v) for k, v in raw["geography"]["sub_icbs"].items()},
        },
        "rules": raw["rules"],
        "assumptions": {
            **raw["assumptions"],
            "levers": {k: _with_id(k, v) for k, v in raw["assumptions"]["levers"].items()},
        },
        "arrs": {
            **raw["arrs"],
            "roles": {k: _with_id(k, v) for k, v in raw["arrs"]["roles"].items()},
        },
        "other_files": raw["other_files"],
        "questions": raw["questions"],
        "setup": raw["setup"],
        "printed": raw["printed"],
        "pipeline": raw["pipeline"],
        "answers": {key: _with_id(key, value) for key, value in raw["answers"].items()},
    }


def _with_id(key: str, value: object) -> object:
    return {"id": key} | cast("dict[str, Any]", value) if isinstance(value, dict) else value


def _of_all_eras(source: Any, eras: dict[str, list[str]]) -> Any:
    """A source that also knows the headings that its columns had in earlier eras."""
    if not isinstance(source, dict):
        return cast("object", source)
    whole = cast("dict[str, Any]", source)
    parts = {part: whole.get(part) for part in ("required", "optional")}
    return whole | {
        part: {
            name: [*printed, *_of_eras(printed, eras)]
            if isinstance(cast("object", printed), list)
            else printed
            for name, printed in cast("dict[str, list[str]]", named).items()
        }
        for part, named in parts.items()
        if isinstance(named, dict)
    }


def _of_eras(printed: list[str], eras: dict[str, list[str]]) -> list[str]:
    """Headings with the words of earlier eras, in the order of these."""
    found: list[str] = []
    for heading in printed:
        spaced = f" {heading.replace('_', ' ')} "
        word = next((word for word in eras if f" {word} " in spaced), None)
        for old in eras.get(word or "", []):
            earlier = spaced
            for today, names in eras.items():  # a heading may have more than one
                earlier = earlier.replace(f" {today} ", f" {old if today == word else names[0]} ")
            found.append(earlier.strip())
    return [heading for heading in dict.fromkeys(found) if heading not in printed]


def _expected(row: Sequence[Any]) -> Any:
    names = ("icb", "region", "practices", "patients")
    return dict(zip(names, row, strict=True)) if len(row) == len(names) else row


def _without(entries: Any, *place: str, broken: set[tuple[int | str, ...]]) -> Any:
    """The entries in which no fault was found."""
    if not isinstance(entries, dict):
        return entries
    return {k: v for k, v in cast("dict[str, Any]", entries).items() if (*place, k) not in broken}


_FILES = {
    "staff": "staff_roles", "flags": "metrics", "aims": "targets", "patients": "metrics",
    "weighted": "metrics",
}  # fmt: skip


def _faults(error: ValidationError) -> list[str]:
    """Each fault with its file and id."""
    found: list[str] = []
    for fault in error.errors():
        if fault["loc"][:1] == ("weighted",) and found:
            continue  # made of the same entries as the metrics, whose faults are told
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


@cache
def declared() -> Declared:
    """The definitions that ship with the product."""
    return load()
