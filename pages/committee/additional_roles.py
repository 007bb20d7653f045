"""What about additional roles? Plan, in post and claimed; the money, and what is left of it."""

from functools import partial

import streamlit as st

from pages.parts import display, pins, roles, selection
from wfcore import arrs, wording
from wfcore.geography import Level
from wfcore.months import Month
from wfcore.wording import arrs as said

LEVELS = (Level.ICB, Level.BOROUGH, Level.PCN)
SHARES = ("60", "70", "80", "90", "100")

choice = selection.choose(levels=LEVELS, only="pcn_staff_rate")
display.title("What about additional roles?")
figures = choice.figures
share = selection.remembered(
    "use",
    SHARES,
    "80",
    st.sidebar.selectbox,
    "Aim to use of the allocation",
    format_func="{}%".format,
)
target = None if share == "80" else int(share) / 100  # 80% is the declared aspiration
asked = partial(arrs.report, figures, choice.code, period=roles.until(choice), target=target)
found = asked()
if found.weighting != "none":
    weighting = selection.remembered(
        "london", ("outer", "inner"), "outer", st.sidebar.selectbox, "London weighting",
        format_func=str.capitalize,
    )  # fmt: skip
    asked = partial(asked, weighting="inner" if weighting == "inner" else "outer")
    found = asked()
display.invented_banner(roles.flags(choice))
display.lead(said.staff_in_post(found))
display.say(said.coverage_phrase(found.coverage))
display.note(wording.age_of_data(found.in_post_period, selection.this_month()))

if choice.level is not Level.PCN:
    st.header("Network by network", anchor=False)
    roles.networks(choice, arrs.overview(figures, found.in_post_period, choice.code))

st.header("Plan, in post, claimed", anchor=False)
display.say(said.three_counts(found.counts))
roles.side_by_side(choice, found)
pins.pin(choice, "roles")

st.header("The money", anchor=False)
if maxima := roles.own_maxima(found.year):
    asked = partial(asked, own_rates=maxima)
    found = asked()
for line in said.budget_sentences(found):
    display.say(line)
for one in found.year_end.by_method:
    display.note(said.projected_year_end(one, found))
display.say(said.full_year_cost(found))
roles.by_month(choice, found)

if box := display.folded(
    "What could the money left still buy?", "buys", expanded=choice.level is Level.PCN
):
    with box:
        days = roles.first_days(found)
        if days:
            day = selection.remembered(
                "start",
                days,
                days[0],
                st.selectbox,
                "From the first day of",
                format_func=wording.month,
            )
            found = asked(start=Month(day).first_day)
        display.say(said.left_to_spend(found))
        roles.buys(choice, found)

roles.paper(choice, found)

st.header("Who is there, by role", anchor=False)
roles.by_quarter(choice, found)
if found.growth is not None:
    display.say(said.growth_split(found.growth))

if box := display.folded("Over the years: more staff, or more networks reporting?", "years"):
    with box:
        roles.over_the_years(choice, arrs.growth_by_period(figures, within=choice.code))

display.note(said.rate_note())
display.note(
    "Staff of networks may also stand in the practices' own returns: do not add the two. Claims are what "
    "networks asked to be paid for; the staff return is what they told NHS England. The plan is their own."
)
display.receipts(
    figures,
    [(choice.level, choice.code, choice.name)],
    ["pcn_staff_fte", "pcn_dpc_fte"],
    [found.in_post_period],
)
