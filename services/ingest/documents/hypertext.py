"""HTML to text: headings, paragraphs, lists and tables, without what a browser would not show.

Nothing is fetched or run. Text that the page hides is reported, not kept.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from services.ingest.documents import plain
from services.ingest.documents.errors import FileDamaged
from services.ingest.documents.findings import MAX_TEXT, FindingKind, Hidden
from services.ingest.documents.hypertext_styles import Sheets, Style, hidden_by
from services.ingest.documents.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

MAX_DEPTH = 200
MAX_NODES = 200_000

_SKIPPED = frozenset(
    """
    audio base button canvas datalist embed head iframe input link map meta noscript object
    option progress script select style svg template textarea title video
    """.split()  # noqa: SIM905  # a list of its words is a page long
)
_INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s
    samp small span strike strong sub sup time tt u var wbr
    """.split()  # noqa: SIM905  # a list of its words is a page long
)
_SPACE = re.compile(r"[ \t\n\f\r]+")
_CHARSET = re.compile(
    rb"""<meta[^>]{1,200}charset\s*=\s*["']?\s*([A-Za-z0-9_:-]{1,40})""", re.IGNORECASE
)
_DECLARED_WITHIN = 4096  # bytes; the standard says 1024
_KINDS = {
    "colour": FindingKind.HIDDEN_COLOUR,
    "opacity": FindingKind.HIDDEN_COLOUR,
    "font size": FindingKind.HIDDEN_SIZE,
    "off the page": FindingKind.HIDDEN_PLACE,
}
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes) -> str | None:
    """Return the source of a page: a byte order mark decides, then what the page declares."""
    declared = _CHARSET.search(data[:_DECLARED_WITHIN])
    if declared is None or data.startswith(_MARKS):
        return plain.decode(data)
    try:
        return data.decode(declared[1].decode("ascii"))
    except (LookupError, UnicodeDecodeError):
        return plain.decode(data)


def read(html: str) -> Sheet:
    """Return the lines that a browser would show, and what the page hides.

    A row of a table is a line with tabs between its cells, an item of a list begins with a
    bullet. Raises FileDamaged for a page nested deeper than any page is.
    """
    tree = LexborHTMLParser(html)
    if tree.body is None:
        return Sheet([])
    page = _Page(Sheets.of(tree))
    return Sheet(list(page.lines(tree.body)), page.hidden)


class _Page:
    """Reads elements with the style sheets of their page."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self._nodes = 0
        self.hidden: list[Hidden] = []

    def lines(self, body: LexborNode) -> Iterator[str]:
        """Yield the lines of the page."""
        for line in "".join(self._text(body, Style(), depth=1)).split("\n"):
            if line.strip():
                yield line

    def _text(self, element: LexborNode, outer: Style, *, depth: int) -> Iterator[str]:
        """Yield pieces of text, with a newline wherever a line ends."""
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise FileDamaged("the page is nested too deeply", part="nesting")
        style = self._sheets.style(element, outer)
        rule = hidden_by(element, style)
        if rule:
            self._omit(rule, element)
            return
        tag = element.tag or ""
        if tag == "br":
            yield "\n"
        elif tag == "tr":
            yield "\n" + self._row(element, style, depth) + "\n"
        elif tag in _INLINE:
            yield from self._children(element, style, depth)
        else:
            inside = "".join(self._children(element, style, depth)).strip("\n")
            bullet = "• " if tag == "li" and inside.strip() else ""
            yield f"\n{bullet}{inside.lstrip() if bullet else inside}\n"

    def _children(self, element: LexborNode, style: Style, depth: int) -> Iterator[str]:
        is_kept_as_is = element.tag == "pre"
        for child in element.iter(include_text=True):
            if child.tag == "-text":
                text = child.text_content or ""
                if style.hides_text and text.strip():
                    self._omit(style.hides_text, child)
                else:
                    yield text if is_kept_as_is else _SPACE.sub(" ", text)
            elif child.tag not in _SKIPPED and child.is_element_node:
                yield from self._text(child, style, depth=depth + 1)

    def _row(self, row: LexborNode, style: Style, depth: int) -> str:
        cells = [
            [line for line in text.split("\n") if line.strip()]
            for cell in row.iter()
            if (text := "".join(self._text(cell, style, depth=depth + 1))).strip()
        ]
        if all(len(cell) <= 1 for cell in cells):
            return "\t".join(line.strip() for cell in cells for line in cell)
        return "\n".join(line for cell in cells for line in cell)

    def _omit(self, rule: str, element: LexborNode) -> None:
        text = element.text_content if element.tag == "-text" else element.text(separator=" ")
        shown = " ".join((text or "").split())
        if shown:
            self.hidden.append(
                Hidden(_KINDS.get(rule, FindingKind.HIDDEN_MARKUP), 0, shown[:MAX_TEXT])
            )
