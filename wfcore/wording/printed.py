"""Printed figures → plain sentences. They are as somebody printed them: nothing here was measured."""

from collections.abc import Sequence
from dataclasses import dataclass

from wfcore import rounding
from wfcore.wording.figures import counted, listed, month, number, posts_phrase

_PER = "per 100,000 patients"


@dataclass(frozen=True)
class PlaceAtAim:
    """A place against an aim, for a sentence: short name, rate now and at the earlier time, gap to the aim.

    `more`: the gap as a share of what there is. `figure`, `figure_then`: as they are read. `met`, `had`:
    whether it is and was at the aim; `had` None without an earlier time. `posts`: full-time posts of the
    gap, None where the patients are not known.
    """

    name: str
    figure: str
    figure_then: str
    gap: float
    decimals: int
    more: float | None
    met: bool
    had: bool | None
    posts: float | None = None


def reached_an_aim(
    places: Sequence[PlaceAtAim], *, when: str | None, whose: str, noun: str, aim: str, staff: str
) -> str:
    """How many places of a printed table reach an aim, who, and who is furthest away.

    Args:
        places: at least two.
        when: of the figures; None where nobody says it.
        whose: the place they lie in, empty where it is not known.
        noun: what they are, for one.
        aim: as it is read, in posts per 100,000 patients.
        staff: who is counted.
    """
    met = [place for place in places if place.met]
    of = (
        f"{whose}’s {counted(len(places))} {_many(noun)}"
        if whose
        else f"the {counted(len(places))} {_many(noun)}"
    )
    how_many = counted(len(met)) if met else "none"
    who = f": {listed([f'{p.name} ({p.figure})' for p in met])}" if 0 < len(met) <= 4 else ""
    said = f"{_in(when)}{how_many} of {of} reached {aim} {staff} {_PER}{who}."
    far = max((p for p in places if not p.met), key=lambda p: p.gap, default=None)
    return _begun(said) + (f" {furthest(far)}" if far and len(places) - len(met) > 0 else "")


def furthest(place: PlaceAtAim) -> str:
    """Which place is furthest from an aim, how far, and what that is of what it has."""
    more = f", {number(100 * place.more, 1)}% more than it has" if place.more is not None else ""
    return f"{place.name} is furthest away: {number(place.gap, place.decimals)} short{more}."


def one_at_an_aim(
    place: PlaceAtAim, *, when: str | None, aim: str, staff: str, aimed: float | None
) -> str:
    """One place against an aim, in rate and, where patients are known, in posts.

    Args:
        place: the place.
        when: of the figure.
        aim: as it is read.
        staff: who is counted.
        aimed: the full-time posts that the aim comes to.
    """
    has = _begun(f"{_in(when)}{place.name} has {place.figure} {staff} {_PER}.")
    if aimed is not None and place.posts is not None:
        left = (
            f"{number(place.posts, 1)} short"
            if place.posts > 0
            else f"{number(-place.posts, 1)} to spare"
        )
        return f"{has} The aim of {aim} comes to {posts_phrase(aimed)}: {left}."
    left = "It is reached" if place.met else f"It is {number(place.gap, place.decimals)} short"
    return f"{has} The aim is {aim}. {left}."


def aim_by_place(places: Sequence[PlaceAtAim], *, aim: str, staff: str) -> str:
    """Every place against an aim: who reached it, who lost it, who is how far away."""
    met = [p for p in places if p.met]
    lost = [p for p in places if not p.met and p.had]
    short = [p for p in places if not p.met and not p.had]
    said: list[str] = []
    if met:
        named = [
            f"{p.name} ({p.figure}{f', from {p.figure_then}' if p.had is False else ''})"
            for p in met
        ]
        said.append(f"{listed(named)} met it")
    said += [
        f"{p.name} lost it ({p.figure_then} to {p.figure}, {number(p.gap, p.decimals)} short)"
        for p in lost
    ]
    if short:
        gaps = listed([f"{p.name} {number(p.gap, p.decimals)}" for p in short])
        said.append(f"short of it: {gaps}" if len(short) > 1 else f"{gaps} short")
    return _begun(f"{staff}, aim {aim} {_PER}: {'; '.join(said)}.")


def gap_in_posts(place: PlaceAtAim, patients: float) -> str:
    """A gap as posts, for patients that the reader gave or the table prints."""
    return (
        f"{place.name}: with {number(patients, 0)} patients, {number(place.gap, place.decimals)} {_PER} would be "
        f"{posts_phrase(place.posts)}."
    )


def no_posts(gap: float, decimals: int) -> str:
    """Why a gap of rates is not said in posts."""
    return (
        f"The print gives no numbers of patients, so how many posts {number(gap, decimals)} {_PER} is cannot be said. "
        "Give the patients of a place to see it."
    )


def most_and_fewest(
    highest: tuple[str, str], lowest: tuple[str, str], *, when: str | None, what: str
) -> str:
    """Which place has most and which least, where nobody has set an aim.

    Args:
        highest: name and figure.
        lowest: the same.
        when: of the figures.
        what: is counted; see `counted_in_print`.
    """
    if highest[1] == lowest[1]:
        return _begun(f"{_in(when)}every place has the same figure: {highest[1]} ({what}).")
    return _begun(
        f"{_in(when)}{highest[0]} is highest with {highest[1]} and {lowest[0]} lowest with {lowest[1]} ({what})."
    )


def counted_in_print(staff: str, measure: str, per: int | None) -> str:
    """What a printed figure counts, of whom."""
    return f"{staff}, {printed_unit(measure, per)}"


def spread_then_and_now(
    staff: str, apart: str, apart_then: str | None, when: str | None, then: str | None
) -> str:
    """How far the highest and the lowest place are apart, as printed."""
    if apart_then is None or then is None or when is None:
        return _begun(f"{staff}: the highest and the lowest place are {apart} apart.")
    way = (
        "as far apart as before"
        if apart == apart_then
        else "further apart"
        if _more(apart, apart_then)
        else "closer"
    )
    return _begun(
        f"{staff}: the highest and the lowest place were {apart_then} apart in {month(then)} and {apart} in "
        f"{month(when)}: {way}."
    )


def _more(one: str, other: str) -> bool:
    return float(one.replace(",", "")) > float(other.replace(",", ""))


def taken_as(pairs: Sequence[tuple[str, str]]) -> str:
    """What a table was taken to say where it left something open."""
    return f"Where the print leaves it open, it was taken so: {'; '.join(f'{k}: {v}' for k, v in pairs)}."


def printed_exactness(half: float) -> str:
    """How exact printed figures and what is made of them are."""
    return f"Figures are as printed, so each may be off by {half:g}, half of its last place, and each gap as well."


def other_count(printed: str, staff: str) -> str:
    """That an aim is set in a count that the print does not name."""
    return f"The table says “{printed}” and not which GPs; the aim is set for {staff}."


def whose_aim(aim: str, who: str, by: str) -> str:
    """Who set an aim, by when."""
    if not who:
        return f"The aim of {aim} {_PER} was given by the reader."
    until = f" by {month(by)}" if by else ""
    return (
        f"The aim of {aim} {_PER}{until} was set by {who}: a local aspiration, not a requirement."
    )


_UNITS = {
    "rate": "full-time posts", "patients_per": "patients for each full-time post", "fte": "full-time posts",
    "headcount": "people", "share": "per cent", "patients": "patients",
}  # fmt: skip


def printed_unit(measure: str, per: int | None) -> str:
    """What a printed figure is in."""
    return f"{_UNITS.get(measure, measure)}{f' per {per:,} patients' if per else ''}"


def figures_kept(place: str, many: int, papers: int) -> str:
    """How many printed figures of a place are kept, and from how many papers."""
    if not many:
        return f"No printed figures of {place} are kept here."
    figures = "One printed figure" if many == 1 else f"{_begun(counted(many))} printed figures"
    named = f", from {counted(papers)} paper{'' if papers == 1 else 's'}" if papers else ""
    return (
        f"{figures} of {place} and the places inside it {'is' if many == 1 else 'are'} kept{named}."
    )


def how_to_keep_figures() -> str:
    """How printed figures come to be kept."""
    return "An analyst can publish them, from the table doctor or with the template of printed figures."


def two_counts_apart(place: str, staff: str, first: str, second: str, apart: float) -> str:
    """That two sources count the same staff, what each says, and how far apart they are."""
    return f"Two sources count {staff} in {place}: {first} and {second} full-time posts. {apart_by(apart)}"


def apart_by(apart: float) -> str:
    """How far apart two counts are."""
    return (
        "They agree." if not rounding.shown(apart, 1) else f"They are {number(abs(apart))} apart."
    )


def no_two_counts(place: str) -> str:
    """That nothing is counted twice."""
    return f"No two sources that are kept here count the same staff of {place}."


def never_merged() -> str:
    """That neither of two counts replaces the other."""
    return (
        "Neither replaces the other, and no figure in this notebook is made of both. Each says whom it counts, "
        "in which month and where: ask those who made them before one is quoted against the other."
    )


def never_joined() -> str:
    """That printed figures stand by themselves."""
    return (
        "These are as somebody printed them. None is mixed into the rates that are worked out here, and two ways of "
        "counting are not joined: they stand side by side."
    )


def _in(when: str | None) -> str:
    return f"in {month(when)} " if when else ""


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _many(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def older_of(found: Sequence[tuple[str, str, float, float]]) -> list[str]:
    """Who is 55 or older, for each staff group: place, staff, how many are, of how many."""
    said: dict[str, list[str]] = {}
    for place, staff, older, every in found:
        share = f"{number(older, 0)} of {number(every, 0)} ({number(100 * older / every)}%)"
        said.setdefault(staff, []).append(f"{place} {share}".strip())
    return [
        f"{staff[:1].upper()}{staff[1:]} aged 55 or older: {listed(places)}."
        for staff, places in said.items()
    ]
