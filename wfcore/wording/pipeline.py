"""Sentences about who is trained, who teaches, who stays, and what posts were promised."""

from collections.abc import Sequence

from wfcore.declared import declared
from wfcore.declared.assumptions import StaffKey
from wfcore.measuring.disclosure import Count
from wfcore.pipeline import (
    Conversion,
    PracticesNow,
    ProgrammePosts,
    PromisedPosts,
    Qualifying,
    TaughtGroup,
    Teaches,
    Teaching,
)
from wfcore.targeting import Target
from wfcore.wording.figures import counted, listed, month, number, percent, posts_phrase

HIDDEN = "too few people to show"
NOT_PRINTED = "not printed"


def count_words(count: Count) -> str:
    """A count of people where a number is read: its figure, or why there is none."""
    if count.hidden:
        return HIDDEN
    return NOT_PRINTED if count.value is None else number(count.value, 0)


def route_words(route: str, count: Count) -> str:
    """How many train on a route: `15 NDA`."""
    return f"{route} (too few to show)" if count.hidden else f"{count_words(count)} {route}"


def not_brought(place: str, what: str) -> str:
    """That nobody brought a table.

    Args:
        place: its name.
        what: what it would say, such as "who stays after training".
    """
    return f"These data do not say {what} in {place}."


def who_could_tell() -> str:
    """Whom to ask for these tables."""
    return "The training hub of the integrated care board could tell."


def qualifying_verdict(place: str, found: Qualifying, aim: float | None) -> str:
    """How many qualify in the years that are printed, and how many of them would stay.

    Args:
        place: its name.
        found: its learners.
        aim: the share that is to stay, in per cent; None where nobody set one.
    """
    if not found.printed:
        return _in_training(place, found)
    if found.total.value is None:
        return f"{found.name} qualify in {place}, but too few people to show how many."
    head = f"{number(found.total.value, 0)} {_noun(found)} qualify in {_years(found)}{_gaps(found)}"
    if found.group != "gp":
        return f"{head}."
    parts = list[str]()
    if aim is not None:
        gps = found.total.value * aim / 100
        posts = posts_phrase(gps * starter_hours(found), 0)
        parts.append(f"at {number(aim, 0)}% that is {number(gps, 0)} GPs, about {posts}")
    usual = usual_conversion()
    parts.append(
        f"at the national {_per_cent(usual)}, {number(found.total.value * usual / 100, 0)} GPs"
    )
    return "; ".join([head, *parts]) + "."


def usual_conversion() -> float:
    """The share of those trained who become GPs in the NHS of England, in per cent."""
    return _now("conversion", "gp")


def starter_hours(found: Qualifying) -> float:
    """How much of a full-time post one who starts works; 1 where nobody knows."""
    known = declared().pipeline.learners.get(found.group)
    return _now("entrant_fte", known.staff) if known and known.staff else 1.0


def _now(lever: str, staff: StaffKey) -> float:
    now = declared().assumptions.levers[lever].now
    return float(now[staff] if isinstance(now, dict) else now)


def _per_cent(share: float) -> str:
    return f"{share:g}%"


def _noun(found: Qualifying) -> str:
    return found.name if found.name.startswith("GP") else f"in {found.name[0].lower()}{found.name[1:]}"  # fmt: skip


def _years(found: Qualifying) -> str:
    many = len(found.printed)
    if many == 1:
        return found.printed[0].year
    return f"the {counted(many)} printed years"


def _gaps(found: Qualifying) -> str:
    if not found.missing:
        return ""
    return f" ({listed(found.missing)} {'is' if len(found.missing) == 1 else 'are'} missing)"


def _in_training(place: str, found: Qualifying) -> str:
    if not found.trained:
        hidden = any(one.in_training.hidden for one in found.years)
        return f"{found.name} in {place}: {HIDDEN if hidden else 'no figure is printed yet'}."
    last = found.trained[-1]
    return (
        f"{number(last.in_training.value, 0)} {_noun(found)} were in training in {place} in {last.year}; "
        "who qualifies is not printed."
    )


def made_of(places: int, plural: str) -> str:
    """That a sum is of the places alone that somebody brought."""
    return f"Added up from the {counted(places)} {plural} that are in the table; others may have some too."


def qualifying_detail(found: Qualifying, aim: float | None, plural: str) -> tuple[str, ...]:
    """The parts of the sum, how those in training moved, and what share of them qualifies."""
    said = [] if found.is_own else [made_of(found.places, plural)]
    shown = [one for one in found.printed if one.qualify.value is not None]
    if found.total.value is not None and len(shown) > 1:
        parts = " + ".join(number(one.qualify.value, 0) for one in shown)
        said.append(f"That is {parts} = {number(found.total.value, 0)}.")
    if found.total.value is not None and found.group == "gp":
        hours = starter_hours(found)
        said.append(
            f"A new GP is taken to work {number(hours, 2)} of a full-time post, the national figure."
        )
        if aim is None:
            said.append("Nobody set an aim here for how many stay.")
    both = [one for one in shown if one.in_training.value]
    if both:
        one = both[0]
        share = (one.qualify.value or 0.0) / (one.in_training.value or 1.0) * 100
        said.append(
            f"In {one.year}, {number(one.qualify.value, 0)} of {number(one.in_training.value, 0)} "
            f"in training qualify ({number(share, 1)}%)."
        )
    if found.growth is not None:
        first, last = found.trained[0], found.trained[-1]
        moved = (found.growth - 1) * 100
        way = "up" if moved >= 0 else "down"
        said.append(
            f"In training: {number(first.in_training.value, 0)} in {first.year}, "
            f"{number(last.in_training.value, 0)} in {last.year}, {way} {number(abs(moved), 1)}%."
        )
    return tuple(said)


def conversion_verdict(place: str, found: Conversion, aim: float | None) -> str:
    """What share stayed, against the aim, and whether one person decides it."""
    if found.share is None:
        if found.stayed.is_known:
            return f"Too few GPs qualified in {place} to show how many stayed."
        return f"The table for {place} does not say who stayed."
    head = (
        f"Of {number(found.known, 0)} new GPs in {place} whose work is known, "
        f"{number(found.stayed.value, 0)} stayed: {percent(found.share)}"
    )
    if aim is None:
        return f"{head}."
    apart = found.share * 100 - aim
    if found.range and found.range[0] * 100 < aim <= found.range[1] * 100:
        return f"{head}. So much is not known that it may be above or below the aim of {number(aim, 0)}%."
    if abs(apart) <= (found.one_person or 0) * 100:
        return f"{head}. The aim is {number(aim, 0)}%: one person decides."
    return f"{head}, {'above' if apart > 0 else 'below'} the aim of {number(aim, 0)}%."


def conversion_detail(found: Conversion, plural: str) -> tuple[str, ...]:
    """How much one person moves it, how far it could be either way, and whose rows these are."""
    said = [] if found.is_own else [made_of(found.places, plural)]
    if found.share is not None and found.one_person:
        said.append(
            f"One person more or less moves this by {number(found.one_person * 100, 1)} points, "
            "so a year or two prove little."
        )
    if found.range is not None:
        low, high = found.range
        said.append(
            f"Of {number(found.unknown.value, 0)} nobody knows: counting them, "
            f"it lies between {percent(low)} and {percent(high)}."
        )
    return tuple(said)


def teaching_verdict(
    place: str, period: str, plural: str, found: Teaching | None, now: PracticesNow | None
) -> str:
    """How many places teach, could, do not; without a table, how many practices have GP trainees.

    Args:
        place: its name.
        period: `YYYY-MM`, of the practice file.
        plural: what the places inside are called.
        found: who teaches, where somebody brought it.
        now: practices with GP trainees, where the file says.
    """
    if found is None and now is None:
        return not_brought(place, "who teaches")
    if found is None and now is not None:
        return practices_now_sentence(place, period, now)
    if found is None:
        return ""
    whole = max(found.expected, len(found.places))
    if len(found.places) == 1 and (whole == 1 or found.places[0].name == place):
        return f"{found.places[0].name} {_DOES[found.places[0].status]}."
    parts = [
        f"{counted(many)} {one if many == 1 else more}"
        for status, one, more in _STATUSES
        if (many := len(found.with_status(status)))
    ]
    silent = f" {_capital(counted(found.silent))} did not say." if found.silent else ""
    said = listed(parts) or "none said whether it teaches"
    return f"Of {counted(whole)} {plural} in {place}, {said}.{silent if parts else ''}"


_STATUSES: tuple[tuple[Teaches, str, str], ...] = (
    ("teaches", "teaches", "teach"),
    ("could", "could", "could"),
    ("does not", "does not", "do not"),
)
_DOES: dict[Teaches, str] = {
    "teaches": "teaches", "could": "could teach, and has no learners", "does not": "does not teach",
    "not said": "did not say whether it teaches",
}  # fmt: skip


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def practices_now_sentence(place: str, period: str, now: PracticesNow) -> str:
    """How many practices have GP trainees in the month of the file."""
    if not now.teaching:
        return f"No practice of {place} has GP trainees by the file for {month(period)}."
    have = "has" if now.teaching == 1 else "have"
    return (
        f"{_capital(counted(now.teaching))} of {counted(now.told)} practices in {place} {have} GP trainees: "
        f"{posts_phrase(now.fte)} in {month(period)}."
    )


def teaching_detail(
    place: str, period: str, found: Teaching | None, now: PracticesNow | None
) -> tuple[str, ...]:
    """Learners and places of each profession, educators near retirement, practices with trainees now."""
    if found is None:
        also = ("Who else could teach, and how many, these data do not say.",) if now else ()
        return (*also, who_could_tell())
    said = [line for group in found.groups for line in _taught(group)]
    said += [
        f"{one.name} has {number(group.learners.value, 0)} learners for "
        f"{number(group.capacity, 0)} places ({group.name}): more learners than places."
        for one in found.places
        for group in one.groups
        if one.name != place and group.free is not None and group.free < 0
    ]
    if now is not None:
        said.append(practices_now_sentence(place, period, now))
    return tuple(said)


def _taught(group: TaughtGroup) -> list[str]:
    said = list[str]()
    if group.capacity is not None and group.learners.is_known:
        free = (
            f", {number(group.free, 0)} free" if group.free is not None and group.free > 0 else ""
        )
        over = " That is more learners than places." if (group.free or 0) < 0 else ""
        learners = "some" if group.learners.hidden else number(group.learners.value, 0)
        said.append(
            f"{group.name}: {learners} learners for {number(group.capacity, 0)} places{free}.{over}"
        )
    if group.share_55 is not None and group.educators.value is not None:
        said.append(
            f"{number(group.aged_55.value, 0)} of the {number(group.educators.value, 0)} who teach "
            f"{group.name} are 55 or older ({percent(group.share_55)})."
        )
    return said


def programme_verdict(place: str, found: ProgrammePosts) -> str:
    """How many promised posts are filled; with the programme that lacks most."""
    known = [one for one in found.posts if one.share is not None]
    if not known:
        few = any(one.filled.hidden for one in found.posts)
        why = "too few people hold them to be shown" if few else "who holds them is not said"
        return f"{number(found.promised, 0)} posts were promised in {place}; {why}."
    filled = sum(one.filled.value or 0.0 for one in known)
    promised = sum(one.promised or 0.0 for one in known)
    if len(known) == 1:
        return f"{_filled(known[0])} in {place}."
    least = max(known, key=lambda one: (one.promised or 0.0) - (one.filled.value or 0.0))
    lacks = ""
    if filled < promised:
        there = f"{number(least.filled.value, 0)} of {number(least.promised, 0)}"
        lacks = f" Most are lacking in {post_name(least)}: {there}."
    return (
        f"{number(filled, 0)} of {number(promised, 0)} promised posts are filled in {place}.{lacks}"
    )


def post_name(post: PromisedPosts) -> str:
    """Programme and role, as a line is called."""
    return f"{post.name}, {post.role}" if post.role else post.name


def _filled(post: PromisedPosts) -> str:
    return (
        f"{number(post.filled.value, 0)} of {number(post.promised, 0)} promised posts "
        f"({post_name(post)}) are filled"
    )


def programme_detail(found: ProgrammePosts) -> tuple[str, ...]:
    """What each programme is, and whom the verdict leaves out."""
    named = declared().pipeline.programmes
    kinds = dict.fromkeys(one.programme for one in found.posts if one.programme in named)
    said = [f"{named[kind].name}: {named[kind].words}." for kind in kinds]
    left = [post_name(one) for one in found.posts if one.share is None]
    if left and len(left) < len(found.posts):
        said.append(f"Not counted, because a figure is missing or too small to show: {listed(left)}.")  # fmt: skip
    return tuple(said)


def stands_measured(target: Target, found: Count) -> str:
    """Where a place stands to an aim that these tables measure, in few words."""
    if found.value is None:
        return HIDDEN if found.hidden else "not said by the table"
    reached = (
        found.value >= target.value if target.better == "higher" else found.value <= target.value
    )
    return f"{number(found.value, 0)} now: {'reached' if reached else 'not reached'}"


def aim_of_posts(target: Target) -> str:
    """What somebody aims at in a programme."""
    return f"The aim of {target.set_by}: {number(target.value, 0)} {target.measure}."


def few_rule() -> str:
    """What is hidden, in a sentence."""
    least = declared().rules.disclosure.local_hides_below
    return f"Counts of fewer than {least} people are hidden, with their nearest neighbour."


def hidden_counts(counts: Sequence[Count]) -> tuple[str, ...]:
    """The rule of small numbers, where it hides something."""
    return (few_rule(),) if any(count.hidden for count in counts) else ()
