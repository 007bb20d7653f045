"""Staff per 100,000 patients from NHS England's workforce files: the core, without a screen.

As a library: `docs/reference/library.md` has every public name with an example that is run as a test. What
stands in `__all__` is promised; the rooms behind it may move.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wfcore.answers import Answer, Question, answer_question, choice_of, question_of
    from wfcore.comparing import Change, change_of, decompose_change
    from wfcore.errors import WorkforceError
    from wfcore.geography import Level
    from wfcore.measuring import Measure, VersionMeasures
    from wfcore.months import Month
    from wfcore.projecting import Scenario, project, scenario_from_yaml
    from wfcore.seeding import seed_store
    from wfcore.store import Store, Version
    from wfcore.targeting import Gap, gaps_of, target_gaps

__version__ = "0.2.0"

__all__ = [
    "Answer",
    "Change",
    "Gap",
    "Level",
    "Measure",
    "Month",
    "Question",
    "Scenario",
    "Store",
    "Version",
    "VersionMeasures",
    "WorkforceError",
    "answer_question",
    "change_of",
    "choice_of",
    "decompose_change",
    "gaps_of",
    "project",
    "question_of",
    "scenario_from_yaml",
    "seed_store",
    "target_gaps",
]

# A name is looked up when it is first used: the child process that unpacks uploads imports this
# package too, and must start without polars.
_ROOMS = {
    "answers": ("Answer", "Question", "answer_question", "choice_of", "question_of"),
    "comparing": ("Change", "change_of", "decompose_change"),
    "errors": ("WorkforceError",),
    "geography": ("Level",),
    "measuring": ("Measure", "VersionMeasures"),
    "months": ("Month",),
    "projecting": ("Scenario", "project", "scenario_from_yaml"),
    "seeding": ("seed_store",),
    "store": ("Store", "Version"),
    "targeting": ("Gap", "gaps_of", "target_gaps"),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    """A public name of one of the rooms."""
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
