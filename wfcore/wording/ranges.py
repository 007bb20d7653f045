"""Ranges → plain sentences: where a rate may be, what that rests on, how past ranges did."""

from collections.abc import Sequence

from wfcore.declared import declared
from wfcore.projecting import PastRanges, UncertaintyBand
from wfcore.wording.figures import number


def range_phrase(fan: UncertaintyBand, reasons: Sequence[str] = ()) -> str:
    """Where the rate may be at the end; likely only where such ranges have held before. Empty without a range.

    `reasons`: why the course rests on stand-ins, after “as”.
    """
    if not fan.high[-1] > 0:
        return ""
    low, high = number(float(fan.low[-1])), number(float(fan.high[-1]))
    guessed = f", as {' and as '.join(reasons)}" if reasons else ""
    return f"{'likely' if fan.likely else 'could be'} {low} to {high}{guessed}"


def course_cautions(band: UncertaintyBand, past: PastRanges | None = None) -> str:
    """What a course is, what it assumes if nothing changes, what its range is and how such ranges did."""
    words = declared().assumptions.words
    held = f" {_held(past)}" if past else ""
    return (
        f"{words[0].upper()}{words[1:]}. If nothing changes, leavers are replaced as today, staff grow older, "
        f"trainees finish, and lists grow as they have done. How fast staff grew before does not steer it. "
        f"{_rests_on(band)}{held}"
    )


def _rests_on(band: UncertaintyBand) -> str:
    if not band.high[-1] > 0:
        return "Nobody of these staff is counted here today, so there is nothing to draw a range around."
    draws = declared().assumptions.draws
    of_ten = f"{(draws.high - draws.low) / 10:g} of 10"
    if band.cases:
        moves = (
            f"The range is how far {of_ten} of {band.cases:,} past moves of places this size went"
        )
    else:
        moves = f"No place of this size has earlier months here: the range is what {of_ten} places elsewhere moved"
    return f"{moves}, with the ranges of what is assumed."


def _held(past: PastRanges) -> str:
    places = past.level.plural if past.cases != 1 else past.level.label
    said = f"Tried on earlier months here, it held for {past.inside} of {past.cases} {places}."
    if past.holds:
        return said
    few = past.cases < declared().assumptions.past_moves.least_cases
    return f"{said} {'Those are too few' if few else 'That is too far from 8 of 10'} to call a range likely."


def how_drawn(band: UncertaintyBand, past: PastRanges | None) -> list[str]:
    """How the range is made, how past ranges did, and whether the baseline is better than no change."""
    said = [
        (
            "The range joins three things. First, how far places of this size have moved before. Second, what "
            "stands in for the file, as far as it may be out. Third, what is assumed: "
            f"{band.number:,} times, each assumption is drawn anywhere in its range, most often near the middle. "
            "Whoever leaves in such a trial is replaced. The same scenario always has the same range."
        )
    ]
    if past is None:
        return [
            *said,
            "No past range can be tried here: the data have no two months of this count.",
        ]
    baseline, unchanged = number(past.error), number(past.error_unchanged)
    better = (
        "it was better"
        if past.is_better
        else "it was no better. Read the course as what would have to change, not as what will come"
    )
    return [
        *said,
        _held(past),
        (
            f"The course if nothing changes was out by {baseline} per 100,000 patients on average. To say that "
            f"the rate stays as it is was out by {unchanged}: {better}."
        ),
    ]
