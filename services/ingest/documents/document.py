"""The text of a file, and where in it something stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.ingest.documents.findings import Finding

_INK = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a document's text: `text[start:end]`, in code points, on a page from 1."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A line that was read off a picture: `text[start:end]`, and how surely, 0 to 100."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page's text stands in the document's: `text[start:end]`.

    `ocr_confidence` is the mean of its lines' by their length, 0 to 100, where the page was
    read off a picture (0 if nothing was found on it), and None where the file holds the text.
    """

    number: int
    start: int
    end: int
    ocr_confidence: float | None = None
    ocr_lines: tuple[ScannedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text in reading order. Lines end in a newline, pages follow one another."""

    media_type: str
    text: str
    pages: tuple[Page, ...]
    findings: tuple[Finding, ...] = ()
    pages_left_out: int = 0  # pictured ones, beyond those that are looked at

    def span(self, start: int, end: int) -> Span:
        """Return the span of `text[start:end]`, on the page where it starts."""
        page = next((page.number for page in self.pages if page.start <= start < page.end), 1)
        return Span(page, start, end)

    def readable(self) -> Document:
        """Return the document with blanks for what was found in its text to speak to a screener.

        Facts are taken from this one; offsets are the same in both.
        """
        places = sorted({(each.span.start, each.span.end) for each in self.findings})
        parts: list[str] = []
        at = 0
        for start, end in places:
            parts += (self.text[at:start], _INK.sub(" ", self.text[start:end]))
            at = end
        return replace(self, text="".join((*parts, self.text[at:]))) if at else self

    def quote(self, span: Span) -> str:
        """Return the text that `span` points at."""
        return self.text[span.start : span.end]
