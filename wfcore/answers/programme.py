"""A programme as tables: a target for each network, and interventions in words a reader fills in."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from wfcore.declared import declared
from wfcore.errors import UnfitScenario
from wfcore.projecting import Scenario, change_scenario
from wfcore.wording import RECRUITS_FROM, lever_name

_ROW = {
    "name": pl.String, "place": pl.String, "lever": pl.String, "size": pl.Float64, "start": pl.String,
    "end": pl.String, "cost_gbp": pl.Float64, "mou": pl.Boolean, "recruits_from": pl.String, "role": pl.String,
}  # fmt: skip
_NEEDED = {
    "name": "a name",
    "place": "a network",
    "lever": "a lever",
    "size": "a size",
    "start": "a first month",
    "end": "a last month",
}


def programme_rows(scenario: Scenario, networks: pl.DataFrame) -> pl.DataFrame:
    """The interventions of the staff that a scenario counts, in the words of a reader.

    Args:
        scenario: whose they are.
        networks: `area_code, area_name`.

    Returns:
        `name, place` (of the network), `lever, size, start, end, cost_gbp, mou, recruits_from, role`.
    """
    labels, costs = network_labels(networks), declared().assumptions.costs
    rows = [
        {
            **done.model_dump(include=set(_ROW)),
            "place": labels.get(done.place, done.place),
            "lever": lever_name(done.lever),
            "recruits_from": RECRUITS_FROM[done.recruits_from],
            "role": costs[done.role].name if done.role else None,
        }
        for done in scenario.interventions
        if done.staff == scenario.staff
    ]
    return pl.DataFrame(rows, schema=_ROW)


def with_programme(
    scenario: Scenario, targets: pl.DataFrame, interventions: pl.DataFrame, networks: pl.DataFrame
) -> Scenario:
    """The scenario with what the tables say.

    Args:
        scenario: the scenario.
        targets: `area_code, target`, FTE per 100,000.
        interventions: columns of `programme_rows`.
        networks: `area_code, area_name` of the networks that the tables are about.

    Raises:
        UnfitScenario: a row is not finished, or the core refuses it.
    """
    labels = network_labels(networks)
    others = [i.model_dump() for i in scenario.interventions if i.staff != scenario.staff]
    mine = _read(scenario, interventions.iter_rows(named=True), labels)
    aims = {code: target for code, target in scenario.targets.items() if code not in labels}
    filled = targets.drop_nulls("target").select("area_code", "target")
    aims |= {code: float(target) for code, target in filled.iter_rows()}
    try:
        return change_scenario(scenario, targets=aims, interventions=[*others, *mine])
    except UnfitScenario as error:  # the core knows networks by their codes only
        message = error.message
        for code, label in labels.items():
            message = message.replace(code, label)
        raise UnfitScenario(message, error.advice) from error


def _read(
    scenario: Scenario, rows: Iterable[Mapping[str, Any]], labels: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The interventions of filled-in rows, empty rows left out."""
    known = declared().assumptions
    codes = {label: code for code, label in labels.items()}
    levers = {lever.name: lever.id for lever in known.levers_of(scenario.staff)}
    sources = {label: key for key, label in RECRUITS_FROM.items()}
    roles = {cost.name: key for key, cost in known.costs.items()}
    interventions: list[dict[str, Any]] = []
    for number, row in enumerate(rows, start=1):
        lacks = [what for key, what in _NEEDED.items() if row[key] in (None, "")]
        if len(lacks) == len(_NEEDED):
            continue
        if lacks:
            raise UnfitScenario(
                f"Row {number} of the interventions still needs {', '.join(lacks)}.",
                "Fill it in, or delete the row. Nothing was changed.",
            )
        interventions.append(
            {
                **row, "staff": scenario.staff, "place": codes.get(row["place"], row["place"]),
                "lever": levers[row["lever"]], "size": float(row["size"]), "mou": bool(row["mou"]),
                "recruits_from": sources.get(row["recruits_from"], "new"), "role": roles.get(row["role"]),
            }
        )  # fmt: skip
    return interventions


def network_labels(networks: pl.DataFrame) -> dict[str, str]:
    """The name of each network by its code; two of one name have their codes beside them."""
    twice = networks.filter(pl.col("area_name").is_duplicated())["area_code"].to_list()
    return {
        code: f"{name} ({code})" if code in twice else name
        for code, name in networks.select("area_code", "area_name").iter_rows()
    }
