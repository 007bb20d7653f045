"""How good the figures are, in words."""

from collections.abc import Sequence

import polars as pl

from wfcore.declared import Metric
from wfcore.geography import Level
from wfcore.quality import ReturnQuality
from wfcore.wording.figures import month, number, percent
from wfcore.wording.places import kinds_of_places

_NAMED = 12  # units that a sentence names


def returns_summary(name: str, scored: pl.DataFrame, noun: str) -> str:
    """The sentence that answers the page: who reported, and how good that is."""
    if scored.is_empty():
        return f"Nobody in {name} was to report, so nothing can be said of the figures."
    sent = scored.filter(pl.col("returned") > 0)
    if scored.height == 1:
        return f"{name} sent {'a' if sent.height else 'no'} return{_scores(sent['score'])}."
    who = f"{sent.height:,} of {scored.height:,} {noun}"
    if sent.height == scored.height:
        who = f"both {noun}" if scored.height == 2 else f"all {scored.height:,} {noun}"
    return f"In {name}, {who} sent a return{_scores(sent['score'])}."


def _scores(scores: pl.Series) -> str:
    """Most scores are at the top, so half of them and the lowest say more than both ends."""
    if scores.is_empty():
        return ""
    low, middle = (number(figure, 0) for figure in (scores.min(), scores.median()))
    if scores.len() == 1:
        return f", which scores {low} out of 100"
    if low == number(scores.max(), 0):
        return f". Each scores {low} out of 100"
    half = "the full 100" if middle == "100" else f"{middle} or more out of 100"
    return f". Half of them score {half}, and none less than {low}"


def nonresponse_sentence(behind: ReturnQuality) -> str:
    """What those that sent nothing do to the rate."""
    gap, short, noun = behind.gap, behind.metric.short, behind.metric.reporting_unit
    if gap is None:
        if behind.silent.is_empty():
            return f"All {noun} with patients sent a figure for {short}, so none is missing from the rate."
        return f"What the {noun} without a figure for {short} do to the rate cannot be worked out here."
    last = (
        f" At their own last figures ({gap.known} of {gap.silent} have one) it would be {number(gap.last, 1)}."
        if gap.last is not None
        else f" No earlier figure is known for {'it' if gap.silent == 1 else 'them'}."
    )
    one = gap.silent == 1
    many = f"One {noun.removesuffix('s')}" if one else f"{gap.silent:,} {noun}"
    low, shown, high = (number(figure, 1) for figure in (gap.low, gap.shown, gap.high))
    they, have = ("it", "has") if one else ("they", "have")
    without = f"{many} sent no figure for {short}."
    whose = f"{they[0].upper()}{they[1:]} {have} {number(gap.patients, 0)} patients."
    if low == shown == high:
        stays = f"Whatever {they} {have}, the rate stays near {shown} per 100,000 patients."
        return f"{without} {stays} {whose}{last}"
    them = "it" if one else "them"
    return (
        f"{without} With {them}, the rate of {shown} per 100,000 patients would be between {low} and {high}. {whose} "
        f"It would be {low} if {they} {have} as few as the lowest tenth of the others, and {high} if as many as the "
        f"highest tenth.{last}"
    )


def who_is_silent(behind: ReturnQuality) -> str:
    """Whether somebody sent no figure, above the table that names them."""
    noun, short = behind.metric.reporting_unit, behind.metric.short
    if behind.silent.is_empty():
        return f"Nobody is missing: every return has a figure for {short}."
    if behind.silent.height == 1:
        return f"One {noun.removesuffix('s')} sent no figure for {short}."
    return f"{behind.silent.height:,} {noun} sent no figure for {short}, those with most patients first."


def coverage_by_authority(covered: pl.DataFrame, metric: Metric, period: str) -> str:
    """The local authorities with the smallest and the largest share of patients covered in a month.

    Args:
        covered: `area_code, area_name, period, share`.
        metric: whose returns they are.
        period: the month; the newest there is where that one is not among them.
    """
    if covered.is_empty():
        return f"These figures do not say which local authority the {metric.reporting_unit} lie in."
    last = period if period in covered["period"] else covered["period"].max()
    rows = covered.filter(pl.col("period") == last, pl.col("share").is_not_null()).sort("share")
    if rows.is_empty():
        kinds = kinds_of_places(Level.BOROUGH, covered["area_code"])
        return f"For {month(str(last))} nobody in these {kinds} sent a figure for {metric.short}."
    low, high = (
        f"{percent(share)} of patients in {name}"
        for name, share in (rows.select("area_name", "share").row(at) for at in (0, -1))
    )
    if rows.height == 1:
        return f"In {month(str(last))}, figures for {metric.short} cover {low}."
    if rows["share"].n_unique() == 1:
        share = percent(rows["share"][0])
        return f"In {month(str(last))}, figures for {metric.short} cover {share} of patients in each of these."
    return f"In {month(str(last))}, figures for {metric.short} cover from {low} to {high}."


def without_authority(name: str, units: Sequence[str]) -> list[str]:
    """Who lies in no local authority yet, as a sentence; nothing where everybody does."""
    if not units:
        return []
    shown = ", ".join(units[:_NAMED]) + (" …" if len(units) > _NAMED else "")
    have = "has" if len(units) == 1 else "have"
    return [f"Of {name} {len(units)} {have} no local authority yet: {shown}."]
