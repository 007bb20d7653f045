"""How good the figures are, in words."""

import polars as pl

from wfcore.quality import NonResponseEffect
from wfcore.wording.sentences import number


def returns_summary(name: str, scored: pl.DataFrame, noun: str) -> str:
    """The sentence that answers the page: who reported, and the spread of the scores."""
    if scored.is_empty():
        return f"Nobody in {name} was to report, so nothing can be said of the figures."
    sent = scored.filter(pl.col("returned") > 0)
    said = f"In {name}, {sent.height:,} of {scored.height:,} {noun} sent a return"
    if sent.is_empty():
        return f"{said}."
    low, high, middle = (
        number(figure, 0)
        for figure in (sent["score"].min(), sent["score"].max(), sent["score"].median())
    )
    return f"{said}; their scores go from {low} to {high} of 100, with {middle} in the middle."


def nonresponse_sentence(gap: NonResponseEffect | None, short: str, noun: str) -> str:
    """What those that sent nothing do to the rate."""
    if gap is None:
        return f"No gap can be worked out for {short}: all with a list reported, or nobody did."
    last = (
        f" At their own last figures ({gap.known} of {gap.silent} have one) it would be {number(gap.last, 1)}."
        if gap.last is not None
        else f" No earlier figure is known for {'it' if gap.silent == 1 else 'them'}."
    )
    one = gap.silent == 1
    many = f"One {noun.removesuffix('s')}" if one else f"{gap.silent:,} {noun}"
    return (
        f"{many} with {number(gap.patients, 0)} patients sent no figure for {short}. "
        f"The rate is shown as {number(gap.shown, 1)} per 100,000 patients; it would be "
        f"{number(gap.low, 1)} if {'it' if one else 'they'} stood where the lowest tenth of the others ends, and "
        f"{number(gap.high, 1)} where the highest tenth begins.{last}"
    )
