"""What places are called, and what a page shows for one that it cannot show → plain words."""

from collections.abc import Iterable, Sequence

from wfcore.declared import Metric, declared
from wfcore.geography import Level, display_name
from wfcore.wording.figures import month

_SHORT = {Level.PCN: ("network", "networks")}  # as one says it of a place just named


def kind_of_place(level: Level | str, code: str = "") -> str:
    """What a place is, in the word its area uses: borough, district; its level where nobody knows."""
    known = declared().geography.authority_kind(code) if level == Level.BOROUGH else None
    return known[0] if known else Level(level).label


def said_shortly(level: Level | str, codes: Iterable[str]) -> str:
    """The same as one says it where the first words have made it clear: networks."""
    return _SHORT[Level(level)][1] if level in _SHORT else kinds_of_places(level, codes)


def kinds_of_places(level: Level | str, codes: Iterable[str]) -> str:
    """What several places are, in one word where their areas use the same one."""
    if level != Level.BOROUGH:
        return Level(level).plural
    kinds = {declared().geography.authority_kind(code) for code in codes}
    alike = kinds.pop() if len(kinds) == 1 else None
    return alike[1] if alike else Level.BOROUGH.plural


def stands_for(
    about: str, chosen: tuple[Level, str, str], shown: tuple[Level, str], smallest: Level
) -> str:
    """What stands for a place that is chosen and cannot be shown.

    Args:
        about: what is not made for it, as a subject in the plural.
        chosen: level, code and name of the place that is chosen.
        shown: level and code of what is shown: what holds it, or one of those in it.
        smallest: the smallest level that can be shown.
    """
    level, code, name = chosen
    label, _ = _said(*shown)
    not_made = f"{about} are not made for {_said(level, code)[1]}"
    if shown[0] not in level.above:
        return f"{not_made}: this is one {label} of {name}, which stays chosen."
    if smallest in level.above:
        _, start = _said(smallest, shown[1] if smallest is shown[0] else "")
        return f"{about} start at {start}: this is the {label} of {name}, which stays chosen."
    return f"{not_made}: this is the {label} around {name}, which stays chosen."


def no_figures_of(metric: Metric, name: str, shown: str) -> str:
    """What is shown for a place that has other figures, and none of these staff."""
    return f"There are no figures of {metric.short} for {name}, which stays chosen. This shows {shown}."


def closed_since(period: str) -> str:
    """Why a place is not in the figures of the last months, though it was in earlier ones."""
    return (
        f"Its last figures are those of {month(period)}: it has closed or changed its code since."
    )


def _said(level: Level, code: str = "") -> tuple[str, str]:
    called = kind_of_place(level, code), kinds_of_places(level, [code])
    return _SHORT.get(level, called)


def group_without_networks() -> str:
    """Why some questions cannot be asked of a group of practices."""
    return " Of a group, additional roles are told where it has all practices of a network."


def in_no_group_sentence(place: str, kind: str, names: Sequence[str]) -> str:
    """The practices of a place that no group of a kind has."""
    if not names:
        return f"Every practice of {place} is in a group ({kind})."
    who = (
        f"One practice of {place} is"
        if len(names) == 1
        else f"{len(names)} practices of {place} are"
    )
    return f"{who} in no group ({kind}): {', '.join(names)}."


def cut_networks_sentence(names: Sequence[str]) -> str:
    """That staff of networks are not in a group that has only some of their practices; empty without any."""
    if not names:
        return ""
    listed = ", ".join(display_name(name) for name in names)
    return (
        "Some practices of these networks are in it and some are not, so their own staff are in no figure of it: "
        f"{listed}."
    )
