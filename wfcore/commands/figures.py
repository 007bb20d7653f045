"""Figures of a version: measures, targets, change, quality, additional roles."""

import argparse

from wfcore import comparing
from wfcore.arrs import answers
from wfcore.commands.outcomes import write
from wfcore.measuring import Figures
from wfcore.quality import scores
from wfcore.seeding import seeded
from wfcore.targeting import gaps, targeted_metrics


def figures_of(options: argparse.Namespace) -> Figures:
    """Figures of the version asked for, or of the newest; an empty store is filled first."""
    return Figures(seeded(options.store).read(options.version))


def _ids(options: argparse.Namespace) -> list[str]:
    return [part.strip() for part in (options.metric or "").split(",") if part.strip()]


def measures(options: argparse.Namespace) -> int:
    """Metrics of every area of a level."""
    rows = figures_of(options).measure(
        _ids(options), options.level, period=options.period, within=options.within
    )
    return write(rows, options)


def targets(options: argparse.Namespace) -> int:
    """The gap to each target, of every area of a level."""
    rows = gaps(
        figures_of(options),
        _ids(options) or targeted_metrics(),
        options.level,
        period=options.period,
        within=options.within,
    )
    return write(rows.drop("progress", "target_id"), options)


def change(options: argparse.Namespace) -> int:
    """What changed between two months, in its four parts."""
    rows = comparing.change(
        figures_of(options),
        _ids(options),
        options.level,
        options.start,
        options.end,
        within=options.within,
    )
    return write(rows, options)


def quality(options: argparse.Namespace) -> int:
    """How good each return is."""
    rows = scores(figures_of(options), options.level, within=options.within, period=options.period)
    return write(rows, options)


def arrs(options: argparse.Namespace) -> int:
    """Additional roles of every area of a level."""
    rows = answers(figures_of(options), options.level, within=options.within, period=options.period)
    return write(rows, options)
