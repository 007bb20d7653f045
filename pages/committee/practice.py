"""One practice against its network and its borough."""

import polars as pl
import streamlit as st

from pages.parts import display, selection
from wfcore import charts, wording
from wfcore.declared import declared
from wfcore.geography import Level

GROUPS = ("gp_rate", "nurse_rate", "dpc_rate", "admin_rate")

choice = selection.choose(levels=(Level.PRACTICE,), practice_staff_only=True)
figures, metric = choice.figures, choice.metric

display.title("How does one practice compare?")
row = figures.measure([metric.id], Level.PRACTICE, period=choice.period, area_code=choice.code).row(
    0, named=True
)
display.invented_banner(row["flags"])
parents = figures.parents("practice", choice.period, Level.PRACTICE, choice.code)
around = [p for p in parents if p[0] in (Level.PCN, Level.BOROUGH)] or parents[:2]
beside = {
    level: figures.measure([metric.id], level, period=choice.period, area_code=code).row(
        0, named=True
    )
    for level, code, _ in around
}
said = wording.headline(row, None, None, ago="")
for other in beside.values():
    if row["value"] is not None and other["value"] is not None:
        said = (
            said.removesuffix(".")
            + f"; {other['area_name']} has {wording.number(other['value'], metric.decimals)}."
        )
display.lead(said)
size = figures.measure(
    ["registered_patients"], Level.PRACTICE, period=choice.period, area_code=choice.code
).row(0, named=True)
display.say(
    f"It has {wording.number(size['value'], 0)} registered patient{'s' if size['value'] != 1 else ''}."
    if size["value"]
    else "",
    wording.direction(metric),
)
display.note(
    "A practice is small: one person joining or leaving moves its rate a lot.",
    wording.age_of_data(choice.period, selection.this_month()),
)
others: list[tuple[Level, str, str]] = []
if around:
    level, code, name = around[-1]
    near = figures.measure([metric.id], Level.PRACTICE, period=choice.period, within=code)
    others = [
        (Level.PRACTICE, c, n)
        for c, n in near.select("area_code", "area_name").iter_rows()
        if c != choice.code
    ]
    st.header(f"Among the practices of {display.plain(name)}", anchor=False)
    known = near.filter(pl.col("value").is_not_null())
    if row["value"] is not None and known.height > 1:
        lower = known.filter(pl.col("value") < row["value"]).height
        display.say(
            f"{lower} of the other {known.height - 1} practices with a figure have a lower one.",
            wording.without_figure(near.height - known.height),
        )
    if known.height:
        average = beside[level]["value"]
        display.chart(
            charts.strip(
                near,
                metric,
                here=choice.code,
                average=(name, average) if average is not None else None,
            )
        )
    display.table(
        near.sort("value", descending=True, nulls_last=True).with_columns(
            notes=pl.Series(
                [
                    " ".join(wording.flag_notes(f, leave_out=("invented",)))
                    for f in near.sort("value", descending=True, nulls_last=True)["flags"]
                ],
                dtype=pl.String,
            )
        ),
        {
            "area_name": "Practice",
            "value": (wording.heading(metric), metric.decimals),
            "notes": "Notes",
        },
        name=f"{metric.id}-practices-{choice.period}",
        height=265,  # half a row shows that there are more
    )

st.header("Every staff group", anchor=False)
columns = [
    ("This practice", Level.PRACTICE, choice.code),
    *((name, level, code) for level, code, name in around),
]
wide = pl.DataFrame({"group": [declared().metric(m).short for m in GROUPS]})
for name, level, code in columns:
    values = figures.measure(list(GROUPS), level, period=choice.period, area_code=code)
    found = dict(values.select("metric", "value").iter_rows())
    wide = wide.with_columns(pl.Series(name, [found.get(m) for m in GROUPS], dtype=pl.Float64))
display.table(
    wide.with_columns(
        pl.col("group").str.slice(0, 1).str.to_uppercase() + pl.col("group").str.slice(1)
    ),
    {"group": "Staff per 100,000 patients"} | {name: (name, 1) for name, _, _ in columns},
    name=f"practice-{choice.code}-{choice.period}",
)
display.note(
    "An empty cell means that the practice did not report that group, or that its list is too small for a rate."
)
display.receipts(
    figures,
    [(choice.level, choice.code, choice.name), *around, *others],
    list(dict.fromkeys([metric.id, *GROUPS])),
    [choice.period],
)
