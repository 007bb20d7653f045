"""The commands of the command line; each takes its options and returns an exit code."""

import argparse
from collections.abc import Callable

from wfcore.commands import answering, areas, figures, futures, intake, printing, versions
from wfcore.commands.outcomes import BLOCKED, DONE, WRONG

COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "check": intake.check,
    "publish": versions.publish,
    "places": figures.find_places,
    "measures": figures.measures,
    "targets": figures.targets,
    "change": figures.change,
    "arrs": figures.arrs,
    "approve": versions.approve,
    "tidy": versions.tidy,
    "verify": versions.verify,
    "backup": versions.backup,
    "history": versions.history,
    "restore": versions.restore,
    "seed": versions.seed,
    "setup": areas.setup,
    "quality": figures.quality,
    "project": futures.project,
    "goal": futures.goal,
    "doctor": intake.doctor,
    "paper": printing.paper,
    "answer": answering.answer,
    "people": answering.page_answers,
    "pipeline": answering.page_answers,
}

__all__ = ["BLOCKED", "COMMANDS", "DONE", "WRONG"]
