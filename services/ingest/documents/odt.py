"""ODT to text: paragraphs, lists, tables, frames, headers and footers, without hidden text.

Names of elements are those of OASIS OpenDocument 1.3 part 3. The package is opened and its XML
parsed as those of DOCX are, bounded in size and depth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.ingest.documents.errors import FileDamaged, FileEncrypted
from services.ingest.documents.findings import MAX_TEXT, FindingKind, Hidden
from services.ingest.documents.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from services.ingest.documents.package import Package

MANIFEST = "meta-inf/manifest.xml"
_CONTENT, _STYLES = "content.xml", "styles.xml"
_BREAKS = {"tab": "\t", "line-break": "\n", "soft-page-break": ""}
_SKIPPED = frozenset(
    """
    tracked-changes annotation annotation-end desc title forms sequence-decls variable-decls
    user-field-decls table-of-content alphabetical-index binary-data script event-listeners
    """.split()  # noqa: SIM905  # a list of its words is a page long
)
_MAX_SPACES = 100
_MAX_ANCESTORS = 20


def read(package: Package) -> Sheet:
    """Return the lines of the text with its headers above and footers below it, and what it hides.

    Headers or footers that are alike come once. Raises FileEncrypted, FileDamaged or
    FileArchiveBomb.
    """
    if next(package.part(MANIFEST, role="manifest").iter("encryption-data"), None) is not None:
        raise FileEncrypted("the file opens only with a password")
    content = package.part(_CONTENT, role="document")
    roots = [content]
    if package.has(_STYLES):
        roots.append(package.part(_STYLES, role="styles"))
    body = content.find("body/text")
    if body is None:
        raise FileDamaged("the document has no text", part="document")
    text = _Text(_hidden_styles(roots))
    headers = _around(roots[1:], "header", text)
    footers = _around(roots[1:], "footer", text)
    lines = [*headers, *text.blocks(body), *footers]
    return Sheet(lines, text.hidden)


def _around(roots: Iterable[Element], kind: str, text: _Text) -> list[str]:
    """Return the lines of the headers or footers that master pages have, those alike once."""
    seen: dict[tuple[str, ...], None] = {}
    for root in roots:
        for page in root.iter("master-page"):
            for part in page:
                if part.tag in (kind, f"{kind}-left", f"{kind}-first"):
                    seen[tuple(text.blocks(part))] = None
    return [line for block in seen for line in block]


def _hidden_styles(roots: Iterable[Element]) -> frozenset[str]:
    """Return the names of the styles whose text is not shown (20.3.1, text:display="none")."""
    styles = {style.get("name", ""): style for root in roots for style in root.iter("style")}
    return frozenset(name for name in styles if _hides(name, styles))


def _hides(name: str, styles: dict[str, Element]) -> bool:
    for _ in range(_MAX_ANCESTORS):
        style = styles.get(name)
        if style is None:
            return False
        for kind in ("text-properties", "section-properties"):
            properties = style.find(kind)
            shown = None if properties is None else properties.get("display")
            if shown is not None:
                return shown == "none"
        name = style.get("parent-style-name", "")
    return False


class _Text:
    """Reads elements, knowing the styles that hide."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self._hidden = hidden
        self.hidden: list[Hidden] = []

    def blocks(self, element: Element, *, bullet: str = "") -> Iterator[str]:
        """Yield the lines of a container of paragraphs, lists and tables."""
        for child in element:
            if child.tag in _SKIPPED or self._leaves_out(child):
                continue
            if child.tag in ("p", "h"):
                yield from self._paragraph(child, bullet if child.tag == "p" else "")
                bullet = ""
            elif child.tag == "list":
                for item in child:
                    yield from self.blocks(item, bullet="• ")
            elif child.tag == "table-row":
                yield from self._row(child)
            else:
                yield from self.blocks(child, bullet=bullet)

    def _paragraph(self, paragraph: Element, bullet: str) -> Iterator[str]:
        boxes: list[Element] = []
        text = "".join(self._inline(paragraph, boxes))
        lines = text.split("\n")
        if lines[0].strip():
            lines[0] = bullet + lines[0].lstrip()
        yield from lines
        for box in boxes:
            yield from self.blocks(box)

    def _inline(self, element: Element, boxes: list[Element]) -> Iterator[str]:
        """Yield the text in `element`; put the frames in it into `boxes`."""
        yield element.text or ""
        for child in element:
            if child.tag in ("text-box", "table"):
                boxes.append(child)
            elif child.tag == "s":
                yield " " * min(int(child.get("c", "1")), _MAX_SPACES)
            elif child.tag in _BREAKS:
                yield _BREAKS[child.tag]
            elif child.tag not in _SKIPPED and not self._leaves_out(child):
                yield from self._inline(child, boxes)
            yield child.tail or ""

    def _row(self, row: Element) -> list[str]:
        cells = [
            [line for line in self.blocks(cell) if line.strip()]
            for cell in row
            if cell.tag == "table-cell"
        ]
        if all(len(cell) <= 1 for cell in cells):
            return ["\t".join(line for cell in cells for line in cell)]
        return [line for cell in cells for line in cell]

    def _leaves_out(self, element: Element) -> bool:
        """Say whether the element is hidden, and note what is left out with it."""
        is_hidden = (
            element.get("style-name") in self._hidden
            or element.get("display") == "none"
            or (element.tag == "hidden-text" and element.get("is-hidden") != "false")
            or (element.tag == "hidden-paragraph" and element.get("is-hidden") == "true")
            or element.get("visibility") in ("collapse", "filter")
        )
        if is_hidden:
            text = " ".join("".join(element.itertext()).split())
            if text:
                self.hidden.append(Hidden(FindingKind.HIDDEN_MARKUP, 0, text[:MAX_TEXT]))
        return is_hidden
