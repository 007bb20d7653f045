"""The hyperlocal programme: a target and interventions for each network, as tables to fill in."""

from collections.abc import Mapping
from typing import Any, cast

import polars as pl
import streamlit as st

from wfcore.declared import declared
from wfcore.errors import UnfitScenario
from wfcore.months import Month
from wfcore.projecting import Scenario, change_scenario
from wfcore.wording import RECRUITS_FROM, lever_name

_BLANK = {
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


def targets_table(scenario: Scenario, networks: pl.DataFrame, decimals: int) -> pl.DataFrame:
    """The networks with a target to fill in; returns it as edited.

    Args:
        scenario: whose targets stand there now.
        networks: `area_code, area_name, rate_today` of the place.
        decimals: of a rate.
    """
    rows = networks.select("area_code", "area_name", "rate_today").with_columns(
        target=pl.col("area_code").replace_strict(
            dict(scenario.targets), default=None, return_dtype=pl.Float64
        )
    )
    return _edited(
        rows.select("area_name", "rate_today", "target"),
        {
            "area_name": st.column_config.TextColumn("Network", disabled=True),
            "rate_today": st.column_config.NumberColumn(
                "Today", format=f"%.{decimals}f", disabled=True
            ),
            "target": st.column_config.NumberColumn(
                "Own target (blank: that of the place)",
                min_value=0.0,
                max_value=1000.0,
                format="%.1f",
            ),
        },
        "targets",
        fixed=True,
    ).with_columns(rows["area_code"])


def interventions_table(scenario: Scenario, networks: pl.DataFrame) -> pl.DataFrame:
    """The interventions to fill in, one a row; returns them as edited."""
    known = declared().assumptions
    staff = scenario.staff
    names = _labels(networks)
    rows = [
        (
            i.name, names.get(i.place, i.place), lever_name(i.lever), i.size, i.start, i.end,
            i.cost_gbp, i.mou, RECRUITS_FROM[i.recruits_from], known.costs[i.role].name if i.role else None,
        )
        for i in scenario.interventions
        if i.staff == staff
    ]  # fmt: skip
    ahead = (Month(str(scenario.period)).plus(k) for k in range(1, 12 * known.longest_years + 1))
    months = sorted({*ahead, *(month for row in rows for month in row[4:6])})
    column = st.column_config
    return _edited(
        pl.DataFrame(rows, schema=_BLANK, orient="row"),
        {
            "name": column.TextColumn("Intervention", max_chars=80),
            "place": column.SelectboxColumn(
                "Network", options=sorted({*names.values(), *(r[1] for r in rows)})
            ),
            "lever": column.SelectboxColumn(
                "Lever", options=[x.name for x in known.levers_of(staff)]
            ),
            "size": column.NumberColumn("Size", help="In the unit of its slider"),
            "start": column.SelectboxColumn("From", options=months),
            "end": column.SelectboxColumn("To", options=months),
            "cost_gbp": column.NumberColumn(
                "£ in all",
                help="What the scheme costs, over all its months",
                min_value=0,
                format="localized",
            ),
            "mou": column.CheckboxColumn(
                "Agreed", help="Is there a memorandum of understanding?", default=False
            ),
            "recruits_from": column.SelectboxColumn(
                "Recruits come from",
                options=list(RECRUITS_FROM.values()),
                default=RECRUITS_FROM["new"],
            ),
            "role": column.SelectboxColumn(
                "Role", options=[c.name for c in known.costs.values() if c.group == staff]
            ),
        },
        "interventions",
        fixed=False,
    )


def with_programme(
    scenario: Scenario, targets: pl.DataFrame, interventions: pl.DataFrame, networks: pl.DataFrame
) -> Scenario:
    """The scenario with what the tables say.

    Raises:
        UnfitScenario: a row is not finished, or the core refuses it.
    """
    known = declared().assumptions
    codes = {label: code for code, label in _labels(networks).items()}
    levers = {x.name: x.id for x in known.levers_of(scenario.staff)}
    sources = {label: key for key, label in RECRUITS_FROM.items()}
    roles = {c.name: key for key, c in known.costs.items()}
    others = [i.model_dump() for i in scenario.interventions if i.staff != scenario.staff]
    mine: list[dict[str, Any]] = []
    for number, row in enumerate(interventions.iter_rows(named=True), start=1):
        if all(row[k] in (None, "") for k in _NEEDED):
            continue
        lacks = [what for key, what in _NEEDED.items() if row[key] in (None, "")]
        if lacks:
            raise UnfitScenario(
                f"Row {number} of the interventions still needs {', '.join(lacks)}.",
                "Fill it in, or delete the row. Nothing was changed.",
            )
        mine.append(
            {
                "name": str(row["name"]), "place": codes.get(str(row["place"]), str(row["place"])),
                "staff": scenario.staff, "lever": levers[str(row["lever"])], "size": float(row["size"]),
                "start": row["start"], "end": row["end"], "cost_gbp": row["cost_gbp"], "mou": bool(row["mou"]),
                "recruits_from": sources.get(str(row["recruits_from"]), "new"),
                "role": roles.get(str(row["role"])) if row["role"] else None,
            }
        )  # fmt: skip
    listed = set(networks["area_code"])
    aims = {code: target for code, target in scenario.targets.items() if code not in listed}
    aims |= {
        c: float(t) for c, t in targets.select("area_code", "target").iter_rows() if t is not None
    }
    try:
        return change_scenario(scenario, targets=aims, interventions=[*others, *mine])
    except UnfitScenario as error:  # the core knows networks by their codes only
        said = error.message
        for code, label in _labels(networks).items():
            said = said.replace(code, label)
        raise UnfitScenario(said, error.advice) from error


def _labels(networks: pl.DataFrame) -> dict[str, str]:
    """The name of each network by its code; two of one name have their codes beside them."""
    twice = networks.filter(pl.col("area_name").is_duplicated())["area_code"].to_list()
    return {
        code: f"{name} ({code})" if code in twice else name
        for code, name in networks.select("area_code", "area_name").iter_rows()
    }


def _edited(
    rows: pl.DataFrame, columns: Mapping[str, Any], key: str, *, fixed: bool
) -> pl.DataFrame:
    """A table to fill in. Streamlit checks it in the browser only; the core checks it again."""
    edited = st.data_editor(
        rows, column_config=dict(columns), hide_index=True, width="stretch",
        num_rows="fixed" if fixed else "dynamic", key=f"lever:{key}", placeholder="–",
    )  # fmt: skip
    return cast("pl.DataFrame", edited).cast(dict(rows.schema.items()))
