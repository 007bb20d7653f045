"""Is it one place or all of us? The spread first, the average second."""

import polars as pl
import streamlit as st

from pages.parts import display, pins, selection
from wfcore import charts, wording
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.targeting import target_gaps, targets_of

EVERYWHERE = ("places_other_month", "list_other_month", "invented")  # said once, in the receipt
GROUPS = ("gp_rate", "nurse_rate", "dpc_rate", "admin_rate")

choice = selection.choose(
    levels=(Level.ENGLAND, Level.REGION, Level.ICB, Level.SUB_ICB, Level.BOROUGH, Level.PCN)
)
figures, metric = choice.figures, choice.metric

display.title("Is it one place or all of us?")
here = figures.measure([metric.id], choice.level, period=choice.period, area_code=choice.code).row(
    0, named=True
)
display.invented_banner(here["flags"])
above = choice.above()

choices: dict[str, tuple[str, Level, str, str]] = {}
for level in choice.inside():
    choices[f"inside-{level}"] = (
        f"{level.plural} in {choice.name}",
        level,
        choice.code,
        choice.name,
    )
if above:
    choices["beside"] = (f"{choice.level.plural} in {above[2]}", choice.level, above[1], above[2])
if not choices:
    display.say(
        "There is nothing in the data to compare this place with. Choose a smaller or larger one."
    )
    st.stop()
picked = selection.remembered(
    "compare",
    list(choices),
    next(iter(choices)),
    st.selectbox,
    "Compare",
    format_func=lambda key: choices[key][0][0].upper() + choices[key][0][1:],
)
label, level, outer, outer_name = choices[picked]
outer_level = choice.level if picked != "beside" or not above else above[0]
rows = figures.measure([metric.id], level, period=choice.period, within=outer)
around = figures.measure([metric.id], outer_level, period=choice.period, area_code=outer).row(
    0, named=True
)
display.lead(wording.spread(rows.rows(named=True), around, level.plural))
display.say(f"{metric.name}, {wording.month(choice.period)}.", wording.direction(metric))

aim = None
if targets_of(metric.id):
    gap = target_gaps(figures, [metric.id], level, period=choice.period, within=outer)
    if gap.height:
        aim = float(gap["target"].mode().sort()[0])
        target = declared().targets[gap["target_id"][0]]
        met = gap.filter(pl.col("status") == "met").height
        known = gap.filter(pl.col("value").is_not_null()).height
        if known:
            display.say(
                f"{met} of {known} {level.plural} with a figure reach the target of {wording.number(aim, 0)}."
            )
        display.note(wording.aspiration(target))
if rows["value"].count():
    display.chart(
        charts.ranking_chart(
            rows,
            metric,
            here=choice.code if picked == "beside" else None,
            target=aim,
            average=(outer_name, around["value"])
            if around["value"] is not None and metric.kind != "fte"
            else None,
        )
    )
covered = rows.with_columns(
    covered=pl.Series(
        [wording.percent(share) for share in rows["coverage_patients"]], dtype=pl.String
    ),
    notes=pl.Series(
        [" ".join(wording.flag_notes(f, leave_out=EVERYWHERE)) for f in rows["flags"]],
        dtype=pl.String,
    ),
).sort("value", descending=True, nulls_last=True)
display.table(
    covered,
    {
        "area_name": "Place",
        "value": (wording.heading(metric), metric.decimals),
        "covered": "Patients covered",
    }
    | ({"notes": "Notes"} if (covered["notes"] != "").any() else {}),
    name=f"{metric.id}-{level}-{choice.period}-compared",
)

inside = "beside" if picked == "beside" else level.value
pins.pin(choice, "spread", inside=inside)

st.header("All staff groups at once", anchor=False)
wanted = [m for m in GROUPS if declared().metric(m).collection == "practice"]
practice_period = choice.period if choice.period in figures.periods("practice") else None
if practice_period is None:
    display.say(
        f"The practices' own staff are not published for {wording.month(choice.period)}, "
        "so there is nothing to set side by side."
    )
else:
    grid = figures.measure(wanted, level, period=practice_period, within=outer)
    metrics = [declared().metric(m) for m in wanted]
    order = (
        grid.filter(pl.col("metric") == wanted[0])
        .sort("value", descending=True, nulls_last=True)["area_name"]
        .to_list()
    )
    spreads = [
        f"{m.short}: {wording.number(known.min(), 1)} to {wording.number(known.max(), 1)}"
        for m in metrics
        if (known := grid.filter(pl.col("metric") == m.id)["value"].drop_nulls()).len() > 1
    ]
    middle = figures.measure(wanted, outer_level, period=practice_period, area_code=outer)
    averages = [
        f"{declared().metric(r['metric']).short} {wording.number(r['value'], 1)}"
        for r in middle.iter_rows(named=True)
        if r["value"] is not None
    ]
    display.say(
        f"From lowest to highest, per 100,000 patients: {'; '.join(spreads)}." if spreads else "",
        f"Together, {outer_name} has: {', '.join(averages)}." if averages else "",
    )
    display.chart(charts.heatmap(grid, metrics, order))
    display.note(
        "A darker cell means more staff for the same patients than in most of these places. "
        "A dash means that nobody there reported. It is not a ranking of good and bad."
    )
    wide = grid.pivot(on="metric", index=["area_code", "area_name"], values="value").sort(
        pl.col("area_name").replace_strict({name: i for i, name in enumerate(order)})
    )
    display.table(
        wide,
        {"area_name": "Place"} | {m.id: (m.short[0].upper() + m.short[1:], 1) for m in metrics},
        name=f"staff-groups-{level}-{practice_period}",
    )

if practice_period is not None:
    pins.pin(choice, "groups", inside=inside)

display.receipts(
    figures,
    [
        (choice.level, choice.code, choice.name),
        (outer_level, outer, outer_name),
        *((level, c, n) for c, n in rows.select("area_code", "area_name").iter_rows()),
    ],
    list(dict.fromkeys([metric.id, *wanted])),
    [choice.period],
)
