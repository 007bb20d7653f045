"""Figures of a version: measures, targets, change, quality, additional roles."""

import argparse

from wfcore import comparing
from wfcore.arrs import answers
from wfcore.commands.outcomes import write_rows
from wfcore.measuring import VersionMeasures
from wfcore.quality import scores
from wfcore.store import Store
from wfcore.targeting import target_gaps, targeted_metrics


def figures_of(options: argparse.Namespace) -> VersionMeasures:
    """Figures of the version asked for, or of the newest.

    Raises:
        StoreError: there is no store; one is never made by asking.
    """
    return VersionMeasures(Store.open(options.store).read(options.version))


def _ids(options: argparse.Namespace) -> list[str]:
    return [part.strip() for part in (options.metric or "").split(",") if part.strip()]


def measures(options: argparse.Namespace) -> int:
    """Metrics of every area of a level."""
    rows = figures_of(options).measure(
        _ids(options), options.level, period=options.period, within=options.within
    )
    return write_rows(rows, options)


def targets(options: argparse.Namespace) -> int:
    """The gap to each target, of every area of a level."""
    rows = target_gaps(
        figures_of(options),
        _ids(options) or targeted_metrics(),
        options.level,
        period=options.period,
        within=options.within,
    )
    return write_rows(rows.drop("progress", "target_id"), options)


def change(options: argparse.Namespace) -> int:
    """What changed between two months, in its four parts."""
    rows = comparing.decompose_change(
        figures_of(options),
        _ids(options),
        options.level,
        options.start,
        options.end,
        within=options.within,
    )
    return write_rows(rows, options)


def quality(options: argparse.Namespace) -> int:
    """How good each return is."""
    rows = scores(figures_of(options), options.level, within=options.within, period=options.period)
    return write_rows(rows, options)


def arrs(options: argparse.Namespace) -> int:
    """Additional roles of every area of a level."""
    rows = answers(figures_of(options), options.level, within=options.within, period=options.period)
    return write_rows(rows, options)
