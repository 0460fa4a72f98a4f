"""Folders that must survive: copied with their holes, synced, replaced whole."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_CHUNK = 1 << 20


def copy_tree(source: Path, target: Path) -> None:
    """Copy the files under `source` to `target`, which must not exist.

    Holes stay holes: the engine's logs are 32 MB files that hold almost nothing.
    """
    target.mkdir()
    for entry in source.iterdir():
        if entry.is_dir():
            copy_tree(entry, target / entry.name)
        else:
            _copy_file(entry, target / entry.name)


def sync_tree(folder: Path) -> None:
    """Return once every file under `folder`, and its name, is on the disk."""
    for entry in folder.iterdir():
        if entry.is_dir():
            sync_tree(entry)
        else:
            _sync(entry)
    _sync(folder)


def replace(path: Path, content: bytes) -> None:
    """Make `content` the content of `path`, on the disk, wholly or not at all."""
    draft = path.with_name(f"{path.name}.new")
    draft.write_bytes(content)
    _sync(draft)
    draft.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy_file(source: Path, target: Path) -> None:
    with source.open("rb") as reading, target.open("xb") as writing:
        size = os.fstat(reading.fileno()).st_size
        writing.truncate(size)
        end = 0
        while (start := _next_data(reading.fileno(), end)) < size:
            end = os.lseek(reading.fileno(), start, os.SEEK_HOLE)
            _copy_range(reading.fileno(), writing.fileno(), start, end)


def _next_data(file: int, offset: int) -> int:
    try:
        return os.lseek(file, offset, os.SEEK_DATA)
    except OSError as error:
        if error.errno != errno.ENXIO:  # which says that there is nothing but a hole
            raise
        return os.fstat(file).st_size


def _copy_range(source: int, target: int, start: int, end: int) -> None:
    while start < end:
        chunk = os.pread(source, min(_CHUNK, end - start), start)
        if not chunk:
            return
        start += os.pwrite(target, chunk, start)
