"""DOCX to text: paragraphs, tables, text boxes, headers and footers, without hidden text.

Names of elements are those of ECMA-376 part 1, section 17.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from services.ingest.documents import docx_metadata, docx_sight
from services.ingest.documents.characters import REPLACEMENT
from services.ingest.documents.docx_styles import Styles, is_on
from services.ingest.documents.errors import FileDamaged
from services.ingest.documents.findings import FindingKind, Hidden
from services.ingest.documents.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from services.ingest.documents.docx_sight import Scene
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


def sheet(package: Package) -> Sheet:
    """Return the lines of the document: headers, body, footers; and what it hides.

    List items begin with a bullet. Cells of a table row are joined by tabs when each is one
    line, and follow one another otherwise. Raises FileDamaged or FileArchiveBomb.
    """
    name = next((n for n, kind in package.content_types().items() if kind == DOCUMENT), "")
    document = package.part(name, role="document")
    body = document.find("body")
    if body is None:
        raise FileDamaged("the document has no body", part="document")
    styles = Styles.of([package.part(n, role="styles") for n in package.related(name, "styles")])
    headers = [package.part(n, role="header") for n in package.related(name, "header")]
    footers = [package.part(n, role="footer") for n in package.related(name, "footer")]
    scene = docx_sight.of_page([document, *headers, *footers])
    text = _Text(styles, docx_sight.page_of(document))
    read = Sheet([])
    for lines in (
        _around(headers, text, scene),
        text.blocks(body, scene),
        _around(footers, text, scene),
    ):
        for line in lines:
            read.hidden.extend(text.left_out(len(read.lines)))
            read.lines.append(line)
    read.hidden.extend(text.left_out(len(read.lines)))
    said = docx_metadata.texts(package, [document, *headers, *footers])
    read.hidden.extend(Hidden(FindingKind.METADATA, 0, each) for each in said)
    return read


def _around(parts: list[Element], text: _Text, scene: Scene) -> list[str]:
    """Return the lines of headers or footers, those that are alike once."""
    seen: dict[tuple[str, ...], None] = {}
    for part in parts:
        seen[tuple(text.blocks(part, scene))] = None
    return [line for block in seen for line in block]


class _Text:
    """Reads elements with the styles of their document."""

    def __init__(self, styles: Styles, page: tuple[int, int]) -> None:
        self._styles = styles
        self._page = page
        self._left_out: list[tuple[FindingKind, str]] = []

    def left_out(self, line: int) -> list[Hidden]:
        """Return what was hidden since this was asked last, as standing before `line`."""
        alike = groupby(self._left_out, key=lambda each: each[0])
        found = [(kind, "".join(said for _, said in parts)) for kind, parts in alike]
        self._left_out.clear()
        return [Hidden(kind, line, said.strip()) for kind, said in found if said.strip()]

    def blocks(self, element: Element, scene: Scene) -> Iterator[str]:
        """Yield the lines of a container of paragraphs and tables."""
        for child in element:
            if child.tag == "p":
                yield from self._paragraph(child, scene)
            elif child.tag == "tbl":
                inner = self._styles.in_table(child, scene)
                for row in _inside(child, "tr"):
                    yield from self._row(row, inner)
            elif child.tag not in _SKIPPED:
                yield from self.blocks(child, scene)

    def _paragraph(self, paragraph: Element, scene: Scene) -> Iterator[str]:
        boxes: list[tuple[Element, Scene]] = []
        inner = docx_sight.of_paragraph(paragraph, scene, self._page)
        text = "".join(self._inline(paragraph, inner, paragraph, boxes))
        if text.strip() and self._styles.is_item(paragraph):
            text = "• " + text.lstrip()
        yield from text.split("\n")
        for box, around in boxes:
            yield from self.blocks(box, around)

    def _inline(
        self,
        element: Element,
        scene: Scene,
        paragraph: Element,
        boxes: list[tuple[Element, Scene]],
    ) -> Iterator[str]:
        """Yield the text of runs below `element`; put the text boxes among them into `boxes`."""
        for child in element:
            if child.tag == "txbxContent":
                boxes.append((child, scene))
            elif child.tag == "r":
                inner = scene.under(self._styles.hides(child, paragraph))
                inner = docx_sight.of_run(child, inner, self._styles, paragraph)
                yield from self._inline(child, inner, paragraph, boxes)
            elif child.tag in ("anchor", "inline"):
                inner = docx_sight.of_drawing(child, scene, self._page)
                yield from self._inline(child, inner, paragraph, boxes)
            elif child.tag in _CHARACTERS or child.tag in ("t", "sym"):
                yield from self._shown(_characters(child), scene)
            elif child.tag not in _SKIPPED:
                yield from self._inline(child, scene, paragraph, boxes)

    def _shown(self, characters: str, scene: Scene) -> Iterator[str]:
        if scene.hidden is None:
            yield characters
        else:
            self._left_out.append((scene.hidden, characters))

    def _row(self, row: Element, scene: Scene) -> list[str]:
        if is_on(row.find("trPr/hidden")):
            scene = scene.under(FindingKind.HIDDEN_MARKUP)
        cells = [
            [line for line in self.blocks(cell, scene.on(cell.find("tcPr"))) if line.strip()]
            for cell in _inside(row, "tc")
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
