"""DOCX to text: paragraphs, tables, text boxes, headers and footers, without hidden text.

Names of elements are those of ECMA-376 part 1, section 17.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.ingest.documents.characters import REPLACEMENT
from services.ingest.documents.docx_styles import Styles, is_on
from services.ingest.documents.errors import FileDamaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from services.ingest.documents.package import Package

DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

# Deleted or moved text, field codes, what stands in for newer markup, properties.
_SKIPPED = frozenset(
    {
        *("del", "moveFrom", "delText", "instrText", "delInstrText", "Fallback", "rPr", "pPr"),
        *("sectPr", "tblPr", "trPr", "tcPr", "tblGrid", "sdtPr", "sdtEndPr"),
    }
)
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def lines(package: Package) -> list[str]:
    """Return the lines of the document: headers, body, footers.

    List items begin with a bullet. Cells of a table row are joined by tabs when each is one
    line, and follow one another otherwise. Raises FileDamaged or FileArchiveBomb.
    """
    name = next((n for n, kind in package.content_types().items() if kind == DOCUMENT), "")
    document = package.part(name, role="document")
    body = document.find("body")
    if body is None:
        raise FileDamaged("the document has no body", part="document")
    styles = Styles.of([package.part(n, role="styles") for n in package.related(name, "styles")])
    text = _Text(styles)
    headers = _around(package, name, "header", text)
    footers = _around(package, name, "footer", text)
    return [*headers, *text.blocks(body), *footers]


def _around(package: Package, name: str, kind: str, text: _Text) -> list[str]:
    """Return the lines of headers or footers, those that are alike once."""
    seen: dict[tuple[str, ...], None] = {}
    for part in package.related(name, kind):
        seen[tuple(text.blocks(package.part(part, role=kind)))] = None
    return [line for block in seen for line in block]


class _Text:
    """Reads elements with the styles of their document."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles

    def blocks(self, element: Element) -> Iterator[str]:
        """Yield the lines of a container of paragraphs and tables."""
        for child in element:
            if child.tag == "p":
                yield from self._paragraph(child)
            elif child.tag == "tbl":
                for row in _inside(child, "tr"):
                    yield from self._row(row)
            elif child.tag not in _SKIPPED:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        boxes: list[Element] = []
        hidden = self._styles.hide_paragraph(paragraph)
        text = "".join(self._inline(paragraph, boxes, hidden=hidden))
        if text.strip() and self._styles.is_item(paragraph):
            text = "• " + text.lstrip()
        yield from text.split("\n")
        for box in boxes:
            yield from self.blocks(box)

    def _inline(self, element: Element, boxes: list[Element], *, hidden: bool) -> Iterator[str]:
        """Yield the text of runs below `element`; put the text boxes among them into `boxes`."""
        for child in element:
            if child.tag == "txbxContent":
                boxes.append(child)
            elif child.tag == "r":
                hides = self._styles.hide_run(child, otherwise=hidden)
                yield from self._inline(child, boxes, hidden=hides)
            elif child.tag in _CHARACTERS or child.tag in ("t", "sym"):
                yield "" if hidden else _characters(child)
            elif child.tag not in _SKIPPED:
                yield from self._inline(child, boxes, hidden=hidden)

    def _row(self, row: Element) -> list[str]:
        if is_on(row.find("trPr/hidden")):
            return []
        cells = [
            [line for line in self.blocks(cell) if line.strip()] for cell in _inside(row, "tc")
        ]
        if all(len(cell) <= 1 for cell in cells):
            return ["\t".join(line for cell in cells for line in cell)]
        return [line for cell in cells for line in cell]


def _characters(element: Element) -> str:
    if element.tag == "t":
        return element.text or ""
    if element.tag == "sym":
        try:
            return chr(int(element.get("char", ""), 16))
        except (ValueError, OverflowError):
            return REPLACEMENT
    return _CHARACTERS[element.tag]


def _inside(element: Element, tag: str) -> Iterator[Element]:
    """Yield the children of this `tag`, also those inside content controls and the like."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _SKIPPED:
            yield from _inside(child, tag)
