"""Where a store lies: a folder or an object store, and the files in it."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from deltalake._internal import DeltaFileSystemHandler

_HALF = ".half"  # what a file is called until its last byte is on the disk


@dataclass(frozen=True)
class StoredFile:
    """A file of a store: its path from there, its size and when it was written."""

    path: str
    bytes: int
    at: datetime


@dataclass(frozen=True)
class Address:
    """A folder or an `s3://` address. Paths are relative to it, with `/` between their parts."""

    uri: str
    storage_options: dict[str, str] | None = None

    @property
    def local(self) -> bool:
        """Whether it is a folder."""
        return "://" not in self.uri

    def full_path(self, path: str) -> str:
        """The address of a file."""
        return f"{self.uri.rstrip('/')}/{path}"

    def write(self, path: str, data: bytes) -> None:
        """Write a file whole or not at all.

        It and its name are on the disk once this returns; the folders above it once they are settled.

        Raises:
            OSError: it cannot be written.
        """
        if not self.local:
            stream = self._handler.open_output_stream(path, {})
            stream.write(data)
            stream.close()
            return
        target = Path(self.uri, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_name(target.name + _HALF)
        try:
            with half.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            half.rename(target)
        except OSError:
            half.unlink(missing_ok=True)
            raise
        _settle(target.parent)

    def fsync_path(self, path: str) -> None:
        """Put a file or folder and its name on the disk, and those of every folder above it.

        For what another writer made, and for new folders. An object store has done so already.

        Raises:
            OSError: it is not there, or the disk refuses.
        """
        if self.local:
            place, root = Path(self.uri, path), Path(self.uri)
            while place != root:
                _settle(place)
                place = place.parent
            _settle(root)

    def fsync_root(self) -> None:
        """Put the name of the store's own folder on the disk, for one that was just made or moved.

        Raises:
            OSError: the disk refuses.
        """
        if self.local:
            _settle(Path(self.uri).parent)

    def read(self, path: str) -> bytes:
        """The bytes of a file.

        Raises:
            OSError: there is none.
        """
        if self.local:
            return Path(self.uri, path).read_bytes()
        file = self._handler.open_input_file(path)
        return bytes(file.read(file.size()))

    def names(self, folder: str) -> frozenset[str]:
        """The names of the files in a folder; none where there is no such folder.

        Raises:
            OSError: it cannot be looked at.
        """
        if not self.local:
            return frozenset(file.path.rpartition("/")[2] for file in self.list_files(folder))
        try:
            with os.scandir(Path(self.uri, folder)) as entries:
                return frozenset(entry.name for entry in entries)
        except FileNotFoundError:
            return frozenset()

    def mark(self, path: str) -> tuple[object, ...]:
        """What changes when a file is replaced: size, time and, in a folder, its number.

        Raises:
            OSError: there is none.
        """
        if self.local:
            state = Path(self.uri, path).stat()
            return state.st_size, state.st_mtime_ns, state.st_ino
        (info,) = self._handler.get_file_info([path])
        return info.size, info.mtime

    def delete(self, path: str) -> None:
        """Take a file away, if it is there.

        Raises:
            OSError: it cannot be taken away.
        """
        if self.local:
            Path(self.uri, path).unlink(missing_ok=True)
        else:
            self._handler.delete_file(path)

    def list_files(self, folder: str = "") -> list[StoredFile]:
        """Every file in a folder and below, ordered by path; none where there is no such folder."""
        if self.local:
            found = [
                StoredFile(
                    path.relative_to(self.uri).as_posix(),
                    path.stat().st_size,
                    datetime.fromtimestamp(path.stat().st_mtime, tz=UTC),
                )
                for path in Path(self.uri, folder).rglob("*")
                if path.is_file()
            ]
        else:
            infos: list[Any] = self._handler.get_file_info_selector(
                folder, allow_not_found=True, recursive=True
            )
            found = [
                StoredFile(str(info.path).lstrip("/"), int(info.size), info.mtime)
                for info in infos
                if info.is_file
            ]
        return sorted(found, key=lambda file: file.path)

    @cached_property
    def _handler(self) -> Any:
        # Its public wrapper cannot write plain bytes.
        return DeltaFileSystemHandler(self.uri, self.storage_options)


def _settle(path: Path) -> None:
    """Have the system put a file or a folder on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
