"""Figures of a version: measures, targets, change, quality, additional roles."""

import argparse
import sys
from collections.abc import Sequence

import polars as pl

from wfcore import comparing
from wfcore.answers import on_fitting_map
from wfcore.arrs import answers, unplaced_pcns
from wfcore.commands.outcomes import WRONG, write_rows
from wfcore.declared import declared
from wfcore.errors import UnknownName
from wfcore.geography import GROUP_PREFIX, Level, PracticeGroup, display_name
from wfcore.measuring import VersionMeasures, published_groups, units_inside, with_group
from wfcore.quality import scores
from wfcore.searching import code_meant, search_places
from wfcore.store import Store
from wfcore.targeting import aim_history, aims_table, target_gaps, targeted_metrics
from wfcore.wording import lies_nowhere, month


def figures_of(options: argparse.Namespace) -> VersionMeasures:
    """Figures of the version asked for, or of the newest, on the map asked for; a place is given its code.

    Of a place that today's map has not they are as they were, unless a map is asked for, and it is said.

    Raises:
        StoreError: there is no store; one is never made by asking.
        UnknownName: there is no such place; the advice names near ones.
    """
    version = VersionMeasures(Store.open(options.store).read(options.version))
    figures, why = on_fitting_map(version, getattr(options, "place", None), options.map)
    if why:
        print(why, file=sys.stderr)
    for named in ("place", "within"):
        typed = getattr(options, named, None)
        if typed and not typed.startswith(GROUP_PREFIX):
            setattr(options, named, code_meant(figures, typed))
    return figures


def find_places(options: argparse.Namespace) -> int:
    """The places that what is typed may mean."""
    found = search_places(figures_of(options), " ".join(options.query))
    if found.note:
        print(found.note, file=sys.stderr)
    rows = [(f.level.value, f.code, f.name, f.said, f.via) for f in found.found]
    head = ["level", "code", "name", "what_and_where", "found_by"]
    return write_rows(pl.DataFrame(rows, head, orient="row"), options) if rows else WRONG


def place_asked(options: argparse.Namespace) -> str:
    """The place that is asked about: as it is named, or the group of practices that are.

    Raises:
        UnknownName: the practices make no group.
    """
    if not options.practices:
        return options.place
    return (
        GROUP_PREFIX + PracticeGroup.of_practices(options.named, options.practices.split(",")).code
    )


def _asked_of(options: argparse.Namespace) -> list[VersionMeasures]:
    """The figures to ask: those of the version; for groups, of each group."""
    figures, within = figures_of(options), options.within or ""
    if options.practices:
        return [with_group(figures, place_asked(options).removeprefix(GROUP_PREFIX))]
    if within.startswith(GROUP_PREFIX):
        grouped = with_group(figures, within.removeprefix(GROUP_PREFIX))
        options.within = grouped.group.code
        return [grouped]
    if options.level != Level.GROUP:
        return [figures]
    return [with_group(figures, group.code) for group in published_groups(figures)] or [figures]


def _ids(options: argparse.Namespace) -> list[str]:
    """The metrics that are asked for, each once; none where a command has its own.

    Raises:
        UnknownName: there is an option for them, and it names none.
    """
    ids = [part.strip() for part in (options.metric or "").split(",") if part.strip()]
    if options.metric is not None and not ids:
        raise UnknownName(
            "--metric names no metric.", f"Use one of: {', '.join(declared().metrics)}."
        )
    return list(dict.fromkeys(ids))


def _for_patients(options: argparse.Namespace, figures: VersionMeasures) -> list[str]:
    """The metrics asked for, for the patients asked for; says which file gives these where none has."""
    asked, ids = options.patients, _ids(options)
    if asked:
        ids = [declared().for_patients(name, asked).id for name in ids]
    for whom in {declared().metric(name).patients for name in ids}:
        if (missing := declared().patients[whom].missing) and figures.weights().is_empty():
            print(missing, file=sys.stderr)
    return ids


def measures(options: argparse.Namespace) -> int:
    """Metrics of every area of a level."""
    figures, *_ = every = _asked_of(options)
    ids = _for_patients(options, figures)
    rows = pl.concat(
        one.measure(ids, options.level, period=options.period, within=options.within)
        for one in every
    )
    if rows.is_empty():
        _say_why(figures, ids, options, options.period)
    _say_unplaced(figures, ids, options, options.period)
    return write_rows(rows, options)


def _say_unplaced(
    figures: VersionMeasures, ids: Sequence[str], options: argparse.Namespace, *months: str | None
) -> None:
    """Name the units that are in no row, because they lie in no area of the level."""
    level = Level(options.level)
    if options.within is not None or level in (Level.PRACTICE, Level.GROUP, Level.ENGLAND):
        return
    for collection in dict.fromkeys(declared().metric(name).collection for name in ids):
        for then in dict.fromkeys(each or figures.newest(collection) for each in months):
            if said := lies_nowhere(level, collection, figures.unplaced(collection, then, level)):
                print(f"{month(then)}: {said}", file=sys.stderr)


def targets(options: argparse.Namespace) -> int:
    """The gap to each target, of every area of a level."""
    if options.history:
        return write_rows(aim_history(Store.open(options.store)), options)
    figures, *_ = every = _asked_of(options)
    if options.list:
        return write_rows(aims_table(figures.version).drop("row"), options)
    ids = _ids(options) or targeted_metrics(figures)
    asked = {"period": options.period, "within": options.within}
    rows = pl.concat(target_gaps(one, ids, options.level, **asked) for one in every)
    if rows.is_empty() and figures.measure(ids, options.level, **asked).is_empty():
        _say_why(figures, ids, options, options.period)
    elif rows.is_empty():
        print(f"No target is set for any {Level(options.level).label} here.", file=sys.stderr)
    return write_rows(rows.drop("progress", "target_id"), options)


def change(options: argparse.Namespace) -> int:
    """What changed between two months, in its four parts.

    Raises:
        UnknownName: it is one month twice.
    """
    if options.start == options.end:
        raise UnknownName(
            f"--from and --to are both {options.start}: nothing changes within a month.",
            "Name two months.",
        )
    if options.start > options.end:
        print(
            f"From {month(options.start)} back to {month(options.end)}: a fall is printed where there was a rise.",
            file=sys.stderr,
        )
    figures, *_ = every = _asked_of(options)
    ids = _for_patients(options, figures)
    rows = pl.concat(
        comparing.decompose_change(
            one, ids, options.level, options.start, options.end, within=options.within
        )
        for one in every
    )
    if rows.is_empty():
        _say_why(figures, ids, options, options.end)
    _say_unplaced(figures, ids, options, options.start, options.end)
    return write_rows(rows, options)


def quality(options: argparse.Namespace) -> int:
    """How good each return is."""
    rows = scores(figures_of(options), options.level, within=options.within, period=options.period)
    return write_rows(rows, options)


def arrs(options: argparse.Namespace) -> int:
    """Additional roles of every area of a level."""
    figures = figures_of(options)
    rows = answers(figures, options.level, within=options.within, period=options.period)
    if rows.is_empty():
        _say_why(figures, ["pcn_staff_fte"], options, options.period)
    elif options.within is None and (lost := unplaced_pcns(figures, options.period)):
        print(
            f"In no row, because no map or PCN file names them: {', '.join(lost)}. Their plan is kept.",
            file=sys.stderr,
        )
    if len(rows) and options.period and options.period not in figures.periods("pcn"):
        known = ", ".join(figures.periods("pcn"))
        print(
            f"No PCN staff of {month(options.period)} are published, so nobody is counted in post. "
            f"There is: {known}.",
            file=sys.stderr,
        )
    return write_rows(rows, options)


def _say_why(
    figures: VersionMeasures, ids: Sequence[str], options: argparse.Namespace, period: str | None
) -> None:
    collection = declared().metric(ids[0]).collection
    then = period or figures.newest(collection)
    level = Level(options.level)
    said = _why_nothing(figures, collection, level, then, options.within)
    print(f"Nothing to list: {said}", file=sys.stderr)


def _why_nothing(
    figures: VersionMeasures, collection: str, level: Level, period: str, within: str | None
) -> str:
    """Why a level has no areas: how staff are counted, what lies in what, or what no file says."""
    if level is Level.PRACTICE and collection == "pcn":
        return "staff of PCNs are counted by network, not by practice. Use --level pcn or a larger one."
    if level is Level.GROUP:
        return "no groups are published. Name practices with --practices, or publish a table of groups."
    frame, where = figures.units(collection, period).frame, ""
    if within is not None:
        outer, code, name = figures.find(within, collection, period)
        if level in outer.above:
            return f"{display_name(name)} is a {outer.label}: {level.plural} are larger, and none lies inside it."
        frame, where = frame.filter(units_inside(outer, code)), f" in {display_name(name)}"
    placed = frame.filter(pl.col(f"{level}_code").is_not_null()) if level in _PLACED else frame
    if placed.is_empty():
        return (
            f"no file says which {level.label} the practices{where} lie in in {month(period)}. {_PLACED[level]}"
            if level in _PLACED
            else f"nothing is published{where} for {month(period)}."
        )
    return f"the files hold too little of any {level.label}{where}."


_MAP = "Publish the practice map of a month nearby."
_PLACED = {
    Level.PCN: _MAP,
    Level.BOROUGH: "Publish a look-up of practices to local authorities.",
    Level.SUB_ICB: _MAP,
    Level.ICB: _MAP,
    Level.REGION: _MAP,
}
