"""Metrics from their families in `metrics.yaml`, and the words that hold a number of `rules.yaml`."""

from typing import Any

from wfcore.months import Month, is_month

Raw = dict[str, Any]


def with_rules(text: Any, rules: Raw) -> Any:
    """Words in which a declared number stands as a name, with the number; as they are where it is missing."""
    known = {
        "{low_coverage}": f"{rules['low_coverage']:.0%}" if "low_coverage" in rules else "",
        "{personal_base}": str(rules.get("disclosure", {}).get("personal_base", "")),
        "{list_months}": str(rules.get("list_months_apart", "")),
        "{packaged_list}": _in_words(rules.get("packaged_list", "")),
        "{weighted_months}": str(rules.get("weighted_months_apart", "")),
    }
    for gap, number in known.items():
        text = text.replace(gap, number) if isinstance(text, str) and number else text
    return text


def _in_words(month: str) -> str:
    return f"{Month(month).first_day:%B %Y}" if is_month(month) else month


def patients_of(raw: Raw, rules: Raw) -> Raw:
    """Whom rates are for, with the declared numbers in their words."""
    return {
        key: {part: with_rules(said, rules) for part, said in whom.items() if part != "families"}
        for key, whom in raw["patients"].items()
    }


def metrics_of(raw: Raw, rules: Raw, **more: str) -> dict[str, Raw]:
    """The metrics for registered patients, with the declared numbers in their words."""
    return {
        key: {**one, **more, "why": with_rules(one.get("why"), rules)}
        for key, one in _metrics(raw).items()
    }


def metrics_for_others(raw: Raw, rules: Raw) -> dict[str, Raw]:
    """The rates for patients other than the registered ones."""
    return {
        id_: one
        for key, whom in raw["patients"].items()
        if "families" in whom
        for id_, one in metrics_of(
            raw | {"families": whom["families"], "standalone": {}}, rules, patients=key
        ).items()
    }


def _metrics(raw: Raw) -> dict[str, Raw]:
    """Staff counts become one metric for each family; the rest stand as they are."""
    made: dict[str, Raw] = {}
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
