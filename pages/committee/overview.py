"""Have we enough staff? One place: the rate, against then, the area above and the target."""

from pages.parts import display, overview, pins, selection
from wfcore import comparing, wording
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.targeting import nearest_available

choice = selection.choose()
figures, metric = choice.figures, choice.metric

display.title("Have we enough staff?")
mine = figures.measure([metric.id], choice.level, period=choice.period, area_code=choice.code)
row = mine.row(0, named=True)
display.invented_banner(row["flags"])

before = choice.before()
earlier = (
    comparing.change_of(figures, metric.id, choice.level, choice.code, before[0], choice.period)
    if before
    else None
)
above = choice.above()
outer = (
    figures.measure([metric.id], above[0], period=choice.period, area_code=above[1]).row(
        0, named=True
    )
    if above
    else None
)
made = figures.receipt(metric.id, choice.level, choice.code, choice.period)
display.lead(
    wording.headline(
        row,
        earlier,
        outer,
        ago=before[1] if before else "",
        among=wording.counted_among(row, made.units_reported, made.units, metric.reporting_unit),
    )
)

glance = overview.glance(choice)
display.say(
    wording.coverage(row, made.units_reported, made.units, metric.reporting_unit)
    if row["value"] is not None
    else "",
    wording.direction(metric),
    wording.since_last(glance.row(0, named=True)),
)
if row["value"] is None:
    near = nearest_available(figures, metric.id, choice.level, choice.code, choice.period)
    if near:
        other = declared().metric(near.metric)
        display.say(
            f"The nearest figure this file has: {wording.value_with_unit(other, near.value)}. "
            "It is not the same count."
        )
display.note(
    wording.age_of_data(choice.period, selection.this_month()),
    f"Version {choice.version} of the data.",
)

overview.staff_groups(choice, glance)
pins.pin(choice, "enough")
aims = overview.targets(choice)
people = overview.ages_and_hours(choice)
inside = overview.places_inside(choice, row, aims)
overview.over_time(choice)

display.receipts(
    figures,
    [
        (choice.level, choice.code, choice.name),
        *([above] if above else []),
        *inside,
    ],
    [*glance["metric"], *people],
    [choice.period, *(p for p in reversed(choice.periods) if p != choice.period)],
)
if choice.level is Level.PRACTICE:
    display.note("A single practice is small: one person joining or leaving moves its rate a lot.")
