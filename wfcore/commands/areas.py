"""Setting up an area: which public files are there, which lack, and what the store opens on."""

import argparse
from collections.abc import Iterator

from wfcore.commands.outcomes import DONE
from wfcore.commands.versions import publish
from wfcore.setting_up import (
    SetupArea,
    SetupLine,
    area_named,
    boards,
    is_set_up,
    settings_draft,
    setup_lines,
)
from wfcore.store import Store, Version

_STATES = {"there": "[x]", "partly": "[-]", "missing": "[ ]"}


def setup(options: argparse.Namespace) -> int:
    """List the boards; or what one has and lacks; or publish its files with the place to open on.

    Raises:
        UnknownName: there is no such area.
        StoreError: there is no store, and none is to be made.
        NotPublishable: a finding blocks, or warnings are not accepted.
    """
    version = _newest(options)
    if not options.icb:
        print("\n".join(f"{code}  {name}" for code, name in boards(version).items()))
        return DONE
    area = area_named(options.icb, version)
    done = DONE
    if options.files or options.by:
        done = publish(options, settings_draft(area))
        version = Store.open(options.store).read()
    print("\n".join(_lines(area, version)))
    return done


def _newest(options: argparse.Namespace) -> Version | None:
    """The newest version; None where the store is to be made."""
    if options.new and not Store.exists(options.store):
        return None
    return Store.open(options.store).read()


def _lines(area: SetupArea, version: Version | None) -> Iterator[str]:
    yield f"{area.name} ({area.board})" + (f", {area.code}" if area.code != area.board else "")
    for line in setup_lines(area, version):
        yield f"{_STATES[line.state]} {line.file.title}{'' if line.file.needed else ' (optional)'}: {line.said}"
        yield from (f"      {part}" for part in _more(line))
    opens = version is not None and is_set_up(area, version)
    yield (
        "The notebook opens on it."
        if opens
        else "The notebook does not open on it yet: publish with --by NAME."
    )


def _more(line: SetupLine) -> Iterator[str]:
    yield line.file.gives
    if line.state != "there":
        yield f"{line.file.publication}: {line.file.form}."
        yield line.file.address
