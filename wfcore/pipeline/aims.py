"""Aims that no metric counts and the tables of the pipeline measure: who is to stay, which posts to fill."""

from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.measuring.disclosure import Count
from wfcore.pipeline.conversion import conversion
from wfcore.pipeline.programmes import programme_posts
from wfcore.targeting import Target, aims_here

CONVERSION = "conversion"


def aim_for(
    figures: VersionMeasures, about: str, level: Level, code: str, period: str
) -> Target | None:
    """The aim that holds for a place; None where nobody set one.

    Args:
        figures: the data.
        about: `conversion`, or the id of a programme.
        level: of the place.
        code: of the place.
        period: `YYYY-MM`, a month of the practice files.
    """
    if period not in figures.periods("practice"):
        return None
    here = aims_here(figures, level, code, period)
    return next((one.target for one in here if _is_about(one.target, about)), None)


def _is_about(target: Target, about: str) -> bool:
    if target.metric is not None or declared().pipeline.aim_called(target.measure) != about:
        return False
    return about != CONVERSION or 0 < target.value <= 100


def measured_aim(
    figures: VersionMeasures, target: Target, level: Level, code: str, period: str
) -> Count | None:
    """Where a place stands to an aim that no metric counts; None where these tables do not measure it.

    Args:
        figures: the data.
        target: the aim.
        level: of the place.
        code: of the place.
        period: `YYYY-MM`.

    Returns:
        A share of those who qualified in per cent, or filled posts.
    """
    about = declared().pipeline.aim_called(target.measure)
    if about is None:
        return None
    if about == CONVERSION:
        found = conversion(figures, level, code, period)
        if found is None:
            return None
        return Count(None if found.share is None else found.share * 100, found.share is None)
    posts = programme_posts(figures, level, code, period)
    mine = [one for one in posts.posts if one.programme == about] if posts else []
    if not mine:
        return None
    hidden = any(one.filled.hidden for one in mine)
    known = [one.filled.value for one in mine if one.filled.value is not None]
    return Count(None if hidden or not known else sum(known), hidden)
