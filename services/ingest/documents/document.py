"""The text of a file, and where in it something stands."""

from __future__ import annotations

from dataclasses import dataclass


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
class Omitted:
    """Text that is in the file and that its reader would not see; `rule` says what hides it."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text in reading order. Lines end in a newline, pages follow one another."""

    media_type: str
    text: str
    pages: tuple[Page, ...]
    omitted: tuple[Omitted, ...] = ()
    pages_left_out: int = 0  # pictured ones, beyond those that are looked at

    def span(self, start: int, end: int) -> Span:
        """Return the span of `text[start:end]`, on the page where it starts."""
        page = next((page.number for page in self.pages if page.start <= start < page.end), 1)
        return Span(page, start, end)

    def quote(self, span: Span) -> str:
        """Return the text that `span` points at."""
        return self.text[span.start : span.end]
