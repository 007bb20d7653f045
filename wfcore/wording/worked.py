"""The worked examples of the papers → plain sentences."""

from collections.abc import Mapping

from wfcore.wording.figures import number, posts_phrase
from wfcore.wording.scenarios import share_change


def worked_example(kind: str, given: Mapping[str, float], found: Mapping[str, float]) -> str:
    """One example in a sentence: what goes in, what comes out.

    Args:
        kind: as in `assumptions.yaml`.
        given: its numbers.
        found: of `projecting.worked`.
    """
    sentences = {
        "gap": _gap,
        "need": _need,
        "retirement": _retirement,
        "training": _training,
        "money": _money,
        "share": _share,
        "growth": _growth,
        "part": _part,
        "vacancy": _vacancy,
        "leavers": _leavers,
    }
    return sentences[kind](given, found)


def _gap(given: Mapping[str, float], found: Mapping[str, float]) -> str:
    target, rate, gap = number(given["target"], 0), number(given["rate"], 2), found["gap_rate"]
    if gap <= 0:
        return f"At {rate} per 100,000 the local aim of {target} is met, by {number(-gap, 2)}."
    return (
        f"At {rate} per 100,000 the local aim of {target} is missed by {number(gap, 2)}: it takes "
        f"{number(found['more_percent'])}% more."
    )


def _need(given: Mapping[str, float], found: Mapping[str, float]) -> str:
    return (
        f"{number(given['patients'], 0)} patients at {number(given['target'], 0)} per 100,000 need "
        f"{posts_phrase(found['needed_fte'])}. There are {number(given['fte'])}: {number(found['gap_fte'])} short."
    )


def _retirement(given: Mapping[str, float], found: Mapping[str, float]) -> str:
    return (
        f"Of {number(given['aged_55'], 0)} aged 55 and over, {number(given['share'], 0)}% leave within "
        f"{number(given['years'], 0)} years: {number(found['left'])} go and {number(found['remain'])} stay."
    )


def _training(given: Mapping[str, float], found: Mapping[str, float]) -> str:
    return (
        f"{number(given['places'], 0)} places, of which {number(given['conversion'])}% yield a GP, at "
        f"{number(given['entrant_fte'], 2)} FTE each: {number(found['fte'], 0)} FTE."
    )


def _money(given: Mapping[str, float], found: Mapping[str, float]) -> str:
    return (
        f"£{number(given['pounds'], 0)} at £{number(given['each'], 0)} each pays for "
        f"{number(found['candidates'], 0)} candidates."
    )


def _share(given: Mapping[str, float], found: Mapping[str, float]) -> str:
    del found  # a sentence about a share always says both
    before, after = number(given["before"], 0), number(given["after"], 0)
    return f"From {before}% to {after}% is {share_change(given['before'], given['after'])}."


def _growth(given: Mapping[str, float], found: Mapping[str, float]) -> str:
    before, after, more = (number(n, 0) for n in (given["before"], given["after"], found["more"]))
    return f"From {before} to {after} is {more} more: {number(found['relative_percent'])}%."


def _part(given: Mapping[str, float], found: Mapping[str, float]) -> str:
    part, whole = number(given["part"], 0), number(given["whole"], 0)
    return f"{part} of {whole} is {number(found['percent'])}%."


def _vacancy(given: Mapping[str, float], found: Mapping[str, float]) -> str:
    vacant, filled = number(given["vacant"]), number(given["in_post"])
    return f"{vacant} ÷ ({filled} + {vacant}) is {number(found['percent'])}%."


def _leavers(given: Mapping[str, float], found: Mapping[str, float]) -> str:
    staff, rate = number(given["staff"], 0), number(given["percent"], 0)
    return f"{rate}% of {staff} people: {number(found['leavers'])} leave in a year."
