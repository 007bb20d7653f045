"""One practice against its network and its borough."""

import polars as pl
import streamlit as st

from pages.parts import display, pins, selection
from wfcore import answers, wording
from wfcore.answers.places import GROUPS
from wfcore.geography import Level

choice = selection.choose(levels=(Level.PRACTICE,), practice_staff_only=True)
figures, metric = choice.figures, choice.metric
asked = answers.question_of(choice, "practice")
answer = answers.answer_question(figures, asked, today=selection.this_month())
small, empty = answer.cautions

display.title("How does one practice compare?")
display.invented_banner("invented" if answer.invented else "")
display.lead(answer.verdict)
display.say(*answer.detail)
display.note(small, wording.age_of_data(choice.period, selection.this_month()))
pins.draw(asked)
around = answers.areas_around(choice)
others: list[tuple[Level, str, str]] = []
if around:
    near = answers.practices_of(choice, around[-1]).sort("value", descending=True, nulls_last=True)
    others = [
        (Level.PRACTICE, c, n)
        for c, n in near.select("area_code", "area_name").iter_rows()
        if c != choice.code
    ]
    st.header(f"Among the practices of {display.plain(around[-1][2])}", anchor=False)
    if answer.picture is not None:
        display.chart(answer.picture)
    display.table(
        near.with_columns(
            notes=pl.Series(
                [" ".join(wording.flag_notes(f, leave_out=("invented",))) for f in near["flags"]],
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
if answer.table is not None:
    display.table(answer.table.rows, answer.table.headings, name=answer.table.name)
display.note(empty)
display.receipts(
    figures,
    [(choice.level, choice.code, choice.name), *around, *others],
    list(dict.fromkeys([metric.id, *GROUPS])),
    [choice.period],
)
