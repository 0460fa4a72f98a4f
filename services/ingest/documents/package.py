"""An office file as a package of parts (ECMA-376 part 2): which part is which."""

from __future__ import annotations

from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from services.ingest.documents import archive, markup
from services.ingest.documents.errors import FileDamaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

TYPES = "[content_types].xml"


class Package:
    """The XML parts of an office file.

    Opening raises what `archive.unpacked` raises. Part names are in lower case.
    """

    def __init__(self, data: bytes) -> None:
        self._entries = archive.unpacked(data)

    def content_types(self) -> dict[str, str]:
        """Return the content type of each part that declares its own; empty if it is no package."""
        if TYPES not in self._entries:
            return {}
        root = markup.parsed(self._entries[TYPES], part="content types")
        return {
            _normal(entry.get("PartName", "")): entry.get("ContentType", "")
            for entry in root.iter("Override")
        }

    def has(self, name: str) -> bool:
        """Say whether there is a part `name`."""
        return name in self._entries

    def part(self, name: str, *, role: str) -> Element:
        """Return the root of the part `name`; FileDamaged with `role` when it is not there."""
        if name not in self._entries:
            raise FileDamaged("a part of the file is missing", part=role)
        return markup.parsed(self._entries[name], part=role)

    def related(self, name: str, kind: str) -> Iterator[str]:
        """Yield the names of the parts of `kind`, such as "header", that `name` refers to."""
        relations = join(dirname(name), "_rels", name.rpartition("/")[2] + ".rels")
        if relations not in self._entries:
            return
        for relation in markup.parsed(self._entries[relations], part="relations"):
            is_kind = relation.get("Type", "").endswith("/" + kind)
            if is_kind and relation.get("TargetMode") != "External":
                yield _normal(join("/", dirname(name), relation.get("Target", "")))


def _normal(name: str) -> str:
    return normpath(join("/", unquote(name))).lstrip("/").lower()
