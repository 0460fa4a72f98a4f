"""A zip archive that is safe to open: what it unpacks to is counted while it is unpacked.

What the archive declares of itself is checked first, because that is cheap, and never
believed: each entry is then inflated in bounded steps and its real size, and those of the
archives inside it, are counted against one budget.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

from services.ingest.documents.errors import FileArchiveBomb, FileDamaged, FileEncrypted

MAX_ENTRIES = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_ENTRY = 50 * 1024 * 1024
MAX_RATIO = 250  # deflate's own limit is 1032; XML of office files reaches about 60
MAX_DEPTH = 3
_RATIO_FROM = 1024 * 1024  # smaller entries may be as dense as they like
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that ECMA-376 part 2 allows


@dataclass(slots=True)
class _Budget:
    """What may still be unpacked, over all depths."""

    bytes: int = MAX_UNPACKED
    entries: int = MAX_ENTRIES

    def spend(self, *, size: int = 0, entries: int = 0) -> None:
        self.bytes -= size
        self.entries -= entries
        if self.bytes < 0:
            raise _bomb("unpacked size")
        if self.entries < 0:
            raise _bomb("entries")


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the XML entries by name in lower case, after all entries passed the checks.

    Raises FileArchiveBomb, FileEncrypted, or FileDamaged.
    """
    return _unpacked(data, _Budget(), depth=1)


def check_directory(data: bytes) -> None:
    """Check what the archive says of itself, without unpacking any of it.

    Raises FileArchiveBomb, FileEncrypted, or FileDamaged. A directory may lie: `unpacked`
    does not believe it.
    """
    entries = _listed(data)
    _Budget().spend(entries=len(entries))
    _check_declared(entries)


def _unpacked(data: bytes, budget: _Budget, *, depth: int) -> dict[str, bytes]:
    if depth > MAX_DEPTH:
        raise _bomb("depth")
    entries = _listed(data)
    budget.spend(entries=len(entries))
    _check_declared(entries)
    kept: dict[str, bytes] = {}
    for entry in entries:
        content = _inflated(data, entry, budget)
        if content.startswith(b"PK\x03\x04"):
            _unpacked(content, budget, depth=depth + 1)
        if entry.filename.endswith((".xml", ".rels")):
            kept[entry.filename.lower().replace("\\", "/")] = content
    return kept


def _listed(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError) as error:
        raise FileDamaged("the archive has no readable directory", part="directory") from error
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise FileEncrypted("the archive opens only with a password")
    return entries


def _check_declared(entries: list[zipfile.ZipInfo]) -> None:
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _bomb("unpacked size")
    for entry in entries:
        _check_entry(entry.file_size, entry.compress_size)


def _check_entry(size: int, compressed: int) -> None:
    if size > MAX_ENTRY:
        raise _bomb("entry size")
    if size > _RATIO_FROM and size > MAX_RATIO * compressed:
        raise _bomb("ratio")


def _inflated(data: bytes, entry: zipfile.ZipInfo, budget: _Budget) -> bytes:
    """Return the entry's content, unpacking at most one byte more than is allowed."""
    raw = _raw(data, entry)
    if entry.compress_type == zipfile.ZIP_STORED:
        content = raw
    else:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = inflater.decompress(raw, min(MAX_ENTRY, budget.bytes) + 1)
        except zlib.error as error:
            raise _damaged() from error
    _check_entry(len(content), len(raw))
    budget.spend(size=len(content))
    if len(content) > entry.file_size:
        raise _bomb("declared size")
    if len(content) < entry.file_size or zlib.crc32(content) != entry.CRC:
        raise _damaged()
    return content


def _raw(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """Return the entry's bytes as they stand in the archive (APPNOTE.TXT 4.3.7)."""
    start = entry.header_offset
    header = data[start : start + 30]
    if entry.compress_type not in _METHODS or header[:4] != b"PK\x03\x04":
        raise _damaged()
    start += 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    raw = data[start : start + entry.compress_size]
    if len(raw) < entry.compress_size:
        raise _damaged()
    return raw


def _damaged() -> FileDamaged:
    return FileDamaged("an entry of the archive is broken", part="entry")


def _bomb(rule: str) -> FileArchiveBomb:
    return FileArchiveBomb("the archive unpacks to more than a document can be", rule=rule)
