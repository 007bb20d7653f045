"""The page of methods, section by section."""

import re
from pathlib import Path
from typing import Any, cast

import polars as pl
import streamlit as st

from pages.parts import display, words
from wfcore import wording
from wfcore.declared import declared
from wfcore.measuring import VersionMeasures
from wfcore.projecting import work_example
from wfcore.targeting import published_targets
from wfcore.wording.glossary import glossary

_ROOT = Path(__file__).parent.parent.parent
_HIDDEN = declared().rules.disclosure
_LIMITS = (
    "Practices that send nothing are left out of a rate, staff and patients. Their patients are named as not covered.",
    "Practice rows add up to less than national totals: estimates for missing practices are not in them.",
    "FTE adds up. Headcount does not: a person may be counted in two practices.",
    "Network (PCN) staff are another collection. A person may be in both, so the two are not added.",
    "Registered patients are people on lists, not weighted for need. Lists hold more than residents.",
    "Locums who work now and then are not counted at all; regular locums are.",
    "Local authorities (boroughs, districts, counties) are in no workforce file: a lookup or a postcode tells them.",
    *declared().geography.counted_together,
    "Trainees change posts each August: compare the same month a year apart.",
    "Turnover and vacancies are not in these files, so a scenario starts from declared rates.",
    "A scenario is a what-if, not a forecast: it knows nothing of funding, pay or the wider labour market.",
)
_MODEL = (
    (
        "A scenario is a set of changed assumptions, run through the same sum as the baseline, quarter by "
        "quarter, for each network. Staff under 55 leave at the turnover rate. From 55 they retire at an even "
        "pace. Leavers are replaced as they are today, and recruits come on top. GP trainees finish, and "
        "some of them stay. Patient lists grow as those of the place have done, practices that opened or closed "
        "counted."
    ),
    (
        "Leavers of all ages together are those of the source: "
        f"{declared().assumptions.fixed['leaving_gp'].value:g}% of England's GPs a year. Staff turn 55 as the ages in "
        "the file say, where it prints them."
    ),
    (
        "Who replaces a leaver fills the post that was left, with its hours. The files count posts, not who fills "
        "them, and posts were kept in past years though new starters work less. The hours of a new starter count for "
        "recruits on top and for trainees who stay."
    ),
    (
        "How fast the place grew before does not steer the course. It is set beside what a target takes, and the "
        "range is as wide as such places have moved."
    ),
)
_RANGES = (
    (
        "The range joins how far places of the same size have moved in these data, what stands in for the file, and "
        "what is assumed. Where the data have no earlier months, a declared law by size stands: chance goes with the "
        "root of the posts and of the time."
    ),
    (
        "Each earlier month is taken as if it were the newest, and its range is held against what came. A range is "
        "called likely only where past ranges held about as often as they should."
    ),
)
_NATIONAL = (
    (
        "National models work in the same way: staff of today, less those who leave by age, plus those who join, "
        "times the hours they work. The Long Term Workforce Plan of NHS England (2023) and the projections of the "
        "Health Foundation's REAL Centre (2022) do so for England."
    ),
    (
        "They add what no local file holds: doctors from abroad, those who come back, leaving rates of each year of "
        "age, and demand worked out from age and illness. Here demand is a target for each patient on the list."
    ),
    (
        "Their GPs start at 0.65 of a full-time post and 70 to 75 of 100 training places yield a GP; so do ours. Their "
        "leavers are 6% to 7% a year or more. They give named cases, low and high; here a range is also "
        "held against the past, place by place."
    ),
)
_SMALL_NUMBERS = (
    (
        f"Shares by age and hours for each head are hidden below {_HIDDEN.personal_base} people. Staff counted in a "
        f"local file are hidden below {_HIDDEN.local_hides_below}."
    ),
    (
        "Other figures that would give a hidden one away are hidden with it. Nobody can work out a hidden figure from "
        "the other figures of the same version, wherever they are shown."
    ),
    "What made a change is not told where a hidden practice takes part in it.",
    (
        "Two months, or two versions of one month, are not protected against each other. Who knows that nobody "
        "else came or went can guess a hidden figure from their difference."
    ),
    "Nothing is hidden that the published file prints for each practice: FTE, and rates made of it.",
)


def counted() -> None:
    """Every metric: why, formula, unit, worked example."""
    data = declared()
    st.header("What is counted", anchor=False)
    for whom in data.patients.values():
        if whom.caution:
            display.say(f"{whom.caution} {whom.missing} Source: {whom.source}.")
    every = [*data.metrics.values(), *data.weighted.values()]
    for stem in dict.fromkeys(m.stem for m in every):
        family = [m for m in every if m.stem == stem]
        first = next((m for m in family if m.kind == "rate"), family[0])
        title = first.name.replace(" per 100,000 patients", "")
        with st.expander(display.plain(title)):
            display.say(first.why)
            for metric in family:
                made = f"{display.plain(metric.formula)}. {display.plain(metric.unit)}."
                st.markdown(f"- **{display.plain(metric.name)}** (`{metric.id}`): {made}")
            st.markdown("**Worked example**")
            cells = first.example.cells
            heads = ["Unit", "Patients", "Figure", "Out of"][: len(cells[0])]
            worked_out = pl.DataFrame(
                [[str(c) for c in row] for row in cells], schema=heads, orient="row"
            )
            st.dataframe(cast("Any", worked_out.to_arrow()), hide_index=True, width="content")
            for key, value in first.example.expect.items():
                st.markdown(f"- {key.replace('_', ' ')}: {value:,.6g}")


def targets(figures: VersionMeasures) -> None:
    """Every target of the version, with its source."""
    data = declared()
    st.header("Targets", anchor=False)
    display.say(
        f"Every target here is {data.aims.words}. It holds for the place it was set for and the places in it. "
        "What an area has on average is no target: a place may match it."
    )
    display.table(
        pl.DataFrame(
            [
                (
                    t.place.name,
                    data.metrics[t.metric].name if t.metric else t.measure,
                    t.as_printed or f"{t.value:g}",
                    "" if t.as_printed else t.unit,
                    wording.due_by(t) or "no date",
                    t.set_by,
                    t.source,
                )
                for t in published_targets(figures)
            ],
            schema=["place", "measure", "target", "unit", "by", "who", "source"],
            orient="row",
        ),
        {
            "place": "Place",
            "measure": "Measure",
            "target": "Target",
            "unit": "Unit",
            "by": "By",
            "who": "Set by",
            "source": "Source",
        },
        name="targets",
    )


def projections() -> None:
    """How a scenario is worked out, the papers' own sums, and what is taken for granted."""
    data = declared()
    st.header("What would it take?", anchor=False)
    for said in _MODEL:
        display.say(said)
    st.subheader("How sure it is", anchor=False)
    for said in _RANGES:
        display.say(said)
    st.subheader("Beside national models", anchor=False)
    for said in _NATIONAL:
        display.say(said)
    display.say("These are the sums of the papers, done by the same code, and run as tests.")
    for example in data.assumptions.examples.values():
        said = wording.worked_example(
            example.kind, example.given, work_example(example.kind, example.given)
        )
        words.heard(example.title, said, example.source)
        st.markdown(
            f"- **{display.plain(example.title)}**. {display.plain(said)} Source: {display.plain(example.source)}."
        )
    for staff, name in (
        ("gp", "GPs"),
        ("nurse", "Nurses"),
        ("dpc", "Direct patient care"),
        ("admin", "Admin"),
    ):
        display.assumptions(staff, f"What is taken for granted: {name}")


def limits() -> None:
    """What is hidden, and what the figures cannot tell."""
    st.header("Small numbers", anchor=False)
    st.markdown("\n".join(f"- {display.plain(line)}" for line in _SMALL_NUMBERS))
    st.header("Known limits", anchor=False)
    st.markdown("\n".join(f"- {display.plain(limit)}" for limit in _LIMITS))


def files() -> None:
    """The files that are read."""
    data = declared()
    st.header("Files we read", anchor=False)
    for source in data.sources.values():
        if source.required and source.publisher != "this project":
            st.markdown(
                f"- **{display.plain(source.title)}**, {display.plain(source.publisher)}: {display.plain(source.page)}."
            )
    display.note(
        "Contains public sector information licensed under the Open Government Licence v3.0."
    )


def words_used() -> None:
    """The glossary."""
    st.header("Words", anchor=False)
    listed = "\n".join(f"- **{term.name}**: {term.meaning}" for term in glossary())
    words.heard(listed)
    st.markdown(listed)


def guides() -> None:
    """The guides, folded."""
    st.header("Guides", anchor=False)
    for guide in ("for-members", "for-analysts"):
        heading, _, body = (
            (_ROOT / "docs" / "tutorials" / f"{guide}.md")
            .read_text(encoding="utf-8")
            .partition("\n")
        )
        if box := display.folded(heading.removeprefix("# "), guide):
            body = re.sub(
                r"^!\[.*\n", "", body, flags=re.MULTILINE
            )  # the reader has the pages themselves
            body = re.sub(r"\[(.+?)\]\([\w./-]+\)", r"\1", body)  # documents that are not served
            words.heard(body)
            with box:
                st.markdown(re.sub(r"^## ", "### ", body, flags=re.MULTILINE))
