"""The hyperlocal programme: a target and interventions for each network, as tables to fill in."""

from collections.abc import Mapping
from typing import Any, cast

import polars as pl
import streamlit as st

from pages.parts import display, levers
from wfcore.answers import Outlook, programme_rows, with_programme
from wfcore.answers.programme import network_labels
from wfcore.declared import declared
from wfcore.errors import UnfitScenario
from wfcore.geography import Level
from wfcore.months import Month
from wfcore.projecting import Scenario, places
from wfcore.wording import RECRUITS_FROM


def form(outlook: Outlook) -> None:
    """Both tables in a form; what they say counts once Apply is pressed."""
    st.header("A programme for each network", anchor=False)
    display.say(
        "Give each network an aim of its own, and list what is planned there. Each scheme has a row: from which month "
        "to which, and whether a memorandum of understanding has been agreed. Start in the empty row. It counts once "
        "you press Apply."
    )
    choice, scenario = outlook.choice, outlook.scenario
    networks = places(outlook.stocks, scenario, [Level.PCN]).filter(pl.col("inside"))
    with st.form("programme", border=False):
        aims = _targets(scenario, networks, choice.metric.decimals)
        done = _interventions(scenario, networks)
        if st.form_submit_button("Apply"):
            try:
                levers.change_to(with_programme(levers.current(choice), aims, done, networks))
            except UnfitScenario as error:
                display.refusal(error)
            else:
                levers.redraw()
                st.rerun()


def _targets(scenario: Scenario, networks: pl.DataFrame, decimals: int) -> pl.DataFrame:
    """`area_code, target`, as edited."""
    held = pl.col("area_code").replace_strict(
        dict(scenario.targets), default=None, return_dtype=pl.Float64
    )
    column = st.column_config
    edited = _edited(
        networks.select("area_name", "rate_today", target=held),
        {
            "area_name": column.TextColumn("Network", disabled=True),
            "rate_today": column.NumberColumn("Today", format=f"%.{decimals}f", disabled=True),
            "target": column.NumberColumn(
                "Own aim (blank: that of the place)",
                min_value=0.0,
                max_value=1000.0,
                format="%.1f",
            ),
        },
        "targets",
        fixed=True,
    )
    return edited.select("target").with_columns(networks["area_code"])


def _interventions(scenario: Scenario, networks: pl.DataFrame) -> pl.DataFrame:
    """The interventions, one a row, as edited."""
    known = declared().assumptions
    rows = programme_rows(scenario, networks)
    ahead = (Month(str(scenario.period)).plus(k) for k in range(1, 12 * known.longest_years + 1))
    months = sorted({*ahead, *rows["start"], *rows["end"]})
    networks_named = sorted({*network_labels(networks).values(), *rows["place"]})
    levers_named = [lever.name for lever in known.levers_of(scenario.staff)]
    roles = [cost.name for cost in known.costs.values() if cost.group == scenario.staff]
    sources = list(RECRUITS_FROM.values())
    column = st.column_config
    return _edited(
        rows,
        {
            "name": column.TextColumn("Intervention", max_chars=80),
            "place": column.SelectboxColumn("Network", options=networks_named),
            "lever": column.SelectboxColumn("Lever", options=levers_named),
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
                "Recruits come from", options=sources, default=RECRUITS_FROM["new"]
            ),
            "role": column.SelectboxColumn("Role", options=roles),
        },
        "interventions",
        fixed=False,
    )


def _edited(
    rows: pl.DataFrame, columns: Mapping[str, Any], key: str, *, fixed: bool
) -> pl.DataFrame:
    """A table to fill in. Streamlit checks it in the browser only; the core checks it again."""
    edited = st.data_editor(
        rows, column_config=dict(columns), hide_index=True, width="stretch",
        num_rows="fixed" if fixed else "dynamic", key=f"lever:{key}", placeholder="–",
    )  # fmt: skip
    return cast("pl.DataFrame", edited).cast(dict(rows.schema.items()))
