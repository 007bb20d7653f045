"""The kinds of question that can be asked of a place."""

from collections.abc import Mapping
from typing import Literal

from wfcore.declared.models import Model
from wfcore.geography import Level


class AnswerKind(Model):
    """A question in plain words, whom it is asked of, and what to ask next; see `answers.yaml`.

    `collection`: whose staff it is about; `chosen` as the reader chose. `page`: the address of the
    page that shows it first. `way`: how a link from another answer calls it, if not by its title.
    `notebook`, `paper`: whether the notebook and the usual paper ask it; `printed`: whether it is asked
    of a printed table and not of a version.
    `options`: what else a reader may choose for it, by name; `compares`: whether with an earlier
    month (`since`) or with places (`inside`), where the notebook lets a reader say which.
    """

    id: str
    title: str
    page: str
    way: str = ""
    collection: Literal["chosen", "practice", "pcn"] = "chosen"
    levels: tuple[Level, ...] = tuple(Level)
    notebook: bool = False
    paper: bool = False
    printed: bool = False
    ways_on: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    compares: Literal["since", "inside"] | None = None


def way_on_faults(kinds: Mapping[str, AnswerKind]) -> list[str]:
    """Ways on that lead nowhere, or back to where they start."""
    return [
        f"answers.yaml: {kind.id}: way on {way} is {'the question itself' if way == kind.id else 'not declared'}"
        for kind in kinds.values()
        for way in kind.ways_on
        if way == kind.id or way not in kinds
    ]
