"""Words of a DOCX that no page shows: properties, comments, descriptions of pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from services.ingest.documents.package import Package

_PARTS = ("core-properties+xml", "custom-properties+xml", "extended-properties+xml", "comments+xml")
_DESCRIBED = ("docPr", "cNvPr", "tblCaption", "tblDescription", "docVar", "shape", "rect")
_DESCRIPTIONS = ("descr", "title", "alt", "val")


def texts(package: Package, roots: list[Element]) -> Iterator[str]:
    """Yield each property, comment and description that has words."""
    for name, kind in package.content_types().items():
        if kind.endswith(_PARTS):
            for entry in package.part(name, role="properties"):
                yield from _worded(" ".join(entry.itertext()))
    for root in roots:
        for element in root.iter():
            if element.tag in _DESCRIBED:
                for attribute in _DESCRIPTIONS:
                    yield from _worded(element.get(attribute, ""))


def _worded(text: str) -> Iterator[str]:
    text = " ".join(text.split())
    if text:
        yield text
