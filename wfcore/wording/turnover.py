"""Who leaves and which posts are vacant, in words; and of what kinds the posts are."""

from collections.abc import Sequence

import polars as pl

from wfcore.declared import declared
from wfcore.people import Turnover, TurnoverYear, VacancyRate
from wfcore.wording.figures import listed, month, number, percent, posts_phrase
from wfcore.wording.scenarios import share_change

_COVERED = {
    "nobody": "nobody does the work of {posts}",
    "locum": "locums cover {posts}",
    "other_staff": "other staff cover {posts}",
}


def one_in_hundred(rate: float) -> str:
    """A share to a tenth: 0.246 is 24.6%."""
    return f"{number(rate * 100)}%"


def not_in_these_data(what: str) -> str:
    """That nobody brought something."""
    return f"Not in these data: {what}."


def turnover_verdict(place: str, noun: str, found: Turnover) -> str:
    """How many of how many left in the newest year."""
    year = found.latest
    if year is None:
        return f"What was brought about {noun} in {place} covers no whole year, so it gives no turnover."
    until = month(year.until)
    if year.leavers.hidden:
        return f"So few {noun} left {place} in the year to {until} that their number is not shown."
    if year.leavers.value is None:
        return f"Some of those asked in {place} did not say how many {noun} left in the year to {until}."
    left = number(year.leavers.value, 0)
    if year.rate is None or year.mean is None:
        return f"In the year to {until} {left} {noun} left {place}; how many worked there is not counted, or too few."
    return f"In the year to {until} {left} of {number(year.mean, 0)} {noun} left {place}: {one_in_hundred(year.rate)}."


def turnover_detail(found: Turnover, aim: float | None) -> tuple[str, ...]:
    """Joiners, posts, reasons; whether it is persistently high; and what the local aim would mean.

    Args:
        found: the turnover.
        aim: of the place, 0 to 1; None where there is none.
    """
    rules, year, said = declared().people.turnover, found.latest, list[str]()
    if year is not None and year.joiners.value is not None:
        said.append(f"{number(year.joiners.value, 0)} joined in the same time.")
    if year is not None and year.leavers_fte is not None:
        said.append(f"Those who left had worked {posts_phrase(year.leavers_fte)}.")
    if year is not None and (reasons := _reasons(year)):
        said.append(f"Reasons given: {reasons}.")
    if found.is_persistently_high:
        said.append(
            f"It has been above {percent(rules.high)} for {rules.years} years in a row: it is persistently high."
        )
    if aim is not None and year is not None and year.rate is not None and year.mean is not None:
        said += _to_the_aim(year.rate, year.mean, aim)
    return tuple(said)


def _reasons(year: TurnoverYear) -> str:
    return listed(
        [f"{reason} {number(c.value, 0)}" for reason, c in year.reasons if c.value is not None]
    )


def _to_the_aim(rate: float, mean: float, aim: float) -> list[str]:
    now, wanted = rate * mean, aim * mean
    if rate <= aim:
        return [f"That is within the local aim of {percent(aim)}."]
    change = share_change(round(rate * 100, 1), aim * 100)
    return [
        f"The local aim is {percent(aim)}: {change}.",
        f"Of {number(mean, 0)} people {number(wanted)} would leave in a year, not {number(now)}.",
    ]


def turnover_receipt(found: Turnover) -> tuple[str, ...]:
    """How the newest turnover is made."""
    said = ["Turnover: people who left in a year ÷ the mean of staff at its start and end × 100"]
    year = found.latest
    if year is not None and year.rate is not None:
        said.append(
            f"{number(year.leavers.value, 0)} ÷ (({number(year.start, 0)} + {number(year.end, 0)}) ÷ 2) × 100 = "
            f"{one_in_hundred(year.rate)}"
        )
    return (*said, f"Persistently high: {declared().people.turnover.source}")


def vacancies_receipt(found: VacancyRate) -> tuple[str, ...]:
    """How a vacancy rate is made."""
    said = [
        "Vacancy rate: vacant full-time posts ÷ (filled + vacant posts) × 100, where somebody answered"
    ]
    if found.rate is not None:
        vacant, filled = number(found.vacant.value), number(found.in_post)
        said.append(f"{vacant} ÷ ({filled} + {vacant}) × 100 = {one_in_hundred(found.rate)}")
    return tuple(said)


def published_leavers(staff: str) -> tuple[str, ...]:
    """What is published of leavers: England alone, and of GPs alone."""
    if not staff.startswith("gp"):
        return ()
    known = declared().people.england
    _, last = list(known.years.items())[-1]
    return (
        (
            f"Published for England alone, of fully qualified GPs: {number(last.people, 0)} left from "
            f"{month(last.since)} to {month(last.until)} ({number(last.fte, 0)} full-time posts). "
            f"Moves between practices are no leavers there. {known.publisher}, {known.title}."
        ),
    )


def turnover_cautions(found: Turnover) -> tuple[str, ...]:
    """What turnover is not."""
    said = [
        "Turnover is who left in a year, of the mean of staff at its start and end.",
        "How far two counts of staff differ is no turnover: who left and was followed is not seen in it.",
    ]
    if not found.is_own and found.places > 1:
        said.append(
            f"Added up from {found.places} {found.level.plural}: who moved from one to another left one of them."
        )
    if found.short:
        said.append("Spans that make no whole year give no turnover.")
    return tuple(said)


def vacancies_verdict(place: str, noun: str, found: VacancyRate) -> str:
    """What share of posts is vacant, or why nobody knows."""
    if not found.vacant.is_known:
        return (
            f"Nobody who was asked in {place} answered about vacant posts of {noun}. "
            "That does not mean that there are none."
        )
    if found.vacant.hidden:
        return f"Some posts of {noun} in {place} are vacant, too few to be shown."
    if not found.vacant.value:
        return f"No post of {noun} is vacant in {place}, say those who answered."
    posts = number(found.vacant.value)
    if found.rate is None or found.in_post is None:
        return f"In {place} {posts} full-time posts of {noun} are vacant; how many are filled is not counted."
    whole = number(found.vacant.value + found.in_post)
    return (
        f"{one_in_hundred(found.rate)} of the posts of {noun} in {place} are vacant: "
        f"{posts} of {whole} full-time posts."
    )


def vacancies_detail(found: VacancyRate) -> tuple[str, ...]:
    """Who answered, and who does the work meanwhile."""
    said: list[str] = []
    if found.places > 1 or found.answered < found.places:
        said.append(
            f"{found.answered} of {found.places} {found.level.plural} answered"
            + (
                f", with {percent(found.share_answered)} of the patients"
                if found.share_answered is not None
                else ""
            )
            + ("." if found.answered == found.places else "; of the others nothing is known.")
        )
    covered = [
        words.format(posts=posts_phrase(count.value))
        for cover, words in _COVERED.items()
        if (count := found.covered.get(cover)) and count.value
    ]
    if covered:
        said.append(f"Meanwhile {listed(covered)}.")
    return tuple(said)


def vacancies_cautions() -> tuple[str, ...]:
    """What a vacancy rate leaves open."""
    return (
        "Vacant posts ÷ (filled + vacant posts), of those who answered alone.",
        "Who did not answer may have vacancies, and a locum may hide one.",
    )


def vacancy_said(found: VacancyRate) -> str:
    """What one place of several says, in a word or two."""
    if not found.vacant.is_known:
        return "no answer"
    if found.vacant.hidden:
        return "too few to show"
    return "none" if not found.vacant.value else number(found.vacant.value)


def mix_verdict(place: str, mix: pl.DataFrame, whose: str) -> str:
    """The two largest kinds in the newest month, and what they were in the first."""
    if mix.is_empty():
        return f"No file tells the kinds of posts in {place}."
    last, first = mix["period"][-1], mix["period"][0]
    now = mix.filter(pl.col("period") == last).sort("share", descending=True).head(2)
    then = dict(mix.filter(pl.col("period") == first).select("kind", "share").iter_rows())
    parts = [
        f"{kind} {number(share, 0)}" for kind, share in now.select("kind", "share").iter_rows()
    ]
    said = f"Of 100 full-time posts {whose} in {place} these are the most: {listed(parts)}."
    before = [f"{kind} {number(then[kind], 0)}" for kind in now["kind"] if kind in then]
    return f"{said} In {month(first)}: {listed(before)}." if first != last and before else said


def shown_if_brought(lacking: Sequence[str]) -> str:
    """What a page would show, if somebody brought it."""
    return f"Not in these data: {listed(list(lacking))}."


def who_brings_it(place: str) -> str:
    """Who has what a page lacks."""
    return (
        f"NHS England's practice-level file of a month gives ages. The practices of {place} and the workforce lead of "
        "its integrated care board know who left and which posts are vacant."
    )
