"""Checkpoints: what the library writes every hundred versions, so that not every record is read.

They say nothing that the records do not say, so a damaged one costs time and no data.
"""

import contextlib
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from wfcore.store.address import Address
from wfcore.store.log import LOG_FOLDER, part_of, records, replayed, version_numbers
from wfcore.store.proposals import StagedFile

ASIDE = "_set_aside"  # Delta passes over what begins with an underscore
NEWEST = f"{LOG_FOLDER}/_last_checkpoint"


def versions_by_path(paths: Iterable[str]) -> dict[str, int]:
    """Those among the paths of a store, each with its version."""
    names = ((path, path.removeprefix(f"{LOG_FOLDER}/")) for path in paths)
    return {
        path: int(name[:20])
        for path, name in names
        if name[:20].isdigit() and ".checkpoint" in name[20:]
    }


def find_wrong(address: Address) -> list[str]:
    """Paths of the checkpoints that do not say what the records say, and of a pointer to none.

    Raises:
        StoreError: a record is missing or damaged, so that nothing is certain.
    """
    # Somebody may publish meanwhile: records come before checkpoints, these before the pointer to
    # them, so they are looked at the other way round.
    pointed_at = _pointed_at(address)
    paths = [file.path for file in address.list_files(LOG_FOLDER)]
    versions = versions_by_path(paths)
    last = max(version_numbers(address.names(LOG_FOLDER)), default=0)
    held: dict[str, StagedFile] = {}
    table: Mapping[str, Any] | None = None
    faults = [path for path, number in versions.items() if number > last]
    for record in records(address, last) if versions else ():
        held, table = replayed(held, record), record.table or table
        faults += [
            path
            for path, number in versions.items()
            if number == record.number and not is_sound(address, path, held.values(), table)
        ]
    if NEWEST in paths and pointed_at not in set(versions.values()):
        faults.append(NEWEST)
    return faults


def is_sound(
    address: Address, path: str, parts: Iterable[StagedFile], table: Mapping[str, Any] | None
) -> bool:
    """Whether a checkpoint holds these parts and this table, and can be read at all."""
    try:
        rows = pl.read_parquet(io.BytesIO(address.read(path)), columns=["add", "metaData"])
        held = {part_of(content) for content in rows["add"].drop_nulls().to_list()}
        about = rows["metaData"].drop_nulls().to_list()
        return held == set(parts) and [_of_table(each) for each in about] == [_of_table(table)]
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        return False
    except (ValueError, KeyError, TypeError):
        return False


def _of_table(table: Mapping[str, Any] | None) -> tuple[str, object] | None:
    return (table["id"], json.loads(table["schemaString"])) if table else None


def _pointed_at(address: Address) -> int | None:
    try:
        return int(json.loads(address.read(NEWEST))["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def set_aside(address: Address) -> list[str]:
    """Move wrong checkpoints out of the log, where nothing reads them; tidying takes them away later.

    Returns:
        Paths of what was moved.

    Raises:
        StoreError: a record is missing or damaged: then a checkpoint may be all that is left.
        OSError: it cannot be moved.
    """
    faults = find_wrong(address)
    if faults and NEWEST not in faults:
        faults.append(NEWEST)  # it may point to one of them
    for path in faults:
        with contextlib.suppress(FileNotFoundError):  # another process was quicker
            address.write(path.replace(LOG_FOLDER, ASIDE, 1), address.read(path))
            address.delete(path)
    return faults
