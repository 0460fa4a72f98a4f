"""A file's bytes to its document."""

from __future__ import annotations

from services.ingest.documents import archive, detect, docx, legible, pdf, plain
from services.ingest.documents.characters import visible
from services.ingest.documents.document import Document, Page
from services.ingest.documents.errors import (
    FileEmpty,
    FileEncrypted,
    FileTooLarge,
    FileTypeUnsupported,
)
from services.ingest.documents.package import Package

MAX_BYTES = 10 * 1024 * 1024


def read(data: bytes) -> Document:
    """Return the text of a PDF, a DOCX or a plain text file, in reading order.

    The type is told from the content. The text holds only what a reader of the page would
    see: see `characters.visible`. Where a DOCX breaks its pages is not known before it is laid
    out, so it is one page. Raises a FileRefused for a file that gives no readable text.
    """
    check_size(data)
    media_type, pages = _pages(data)
    document = _document(media_type, pages)
    legible.check(document)
    return document


def admit(data: bytes) -> None:
    """Check what can be told of a file without reading it: for before it is stored.

    Its size, its type by content, and what an archive says of itself. Raises a FileRefused.
    """
    check_size(data)
    media_type = detect.media_type(data)
    if media_type == detect.ZIP:
        archive.check_directory(data)
    elif media_type == detect.ENCRYPTED_OFFICE:
        raise FileEncrypted("the file opens only with a password")
    elif media_type not in (detect.PDF, detect.PLAIN):
        raise FileTypeUnsupported("files of this type are not read", detected=media_type)


def check_size(data: bytes) -> None:
    """Raise FileEmpty or FileTooLarge, before anything else looks at `data`."""
    if not data:
        raise FileEmpty("the file is empty")
    if len(data) > MAX_BYTES:
        raise FileTooLarge(
            "the file is too large", unit="bytes", size=str(len(data)), limit=str(MAX_BYTES)
        )


def _pages(data: bytes) -> tuple[str, list[list[str]]]:
    media_type = detect.media_type(data)
    if media_type == detect.PDF:
        return media_type, pdf.pages(data)
    if media_type == detect.ENCRYPTED_OFFICE:
        raise FileEncrypted("the file opens only with a password")
    if media_type == detect.ZIP:
        package = Package(data)
        media_type = detect.package_type(package)
        if media_type == detect.DOCX:
            return media_type, [docx.lines(package)]
    text = plain.decode(data) if media_type == detect.PLAIN else None
    if text is None:
        raise FileTypeUnsupported("files of this type are not read", detected=media_type)
    _check_characters(len(text))
    return media_type, plain.pages(text)


def _check_characters(count: int) -> None:
    if count > pdf.MAX_CHARACTERS:
        raise FileTooLarge(
            "the file has too much text",
            unit="characters",
            size=str(count),
            limit=str(pdf.MAX_CHARACTERS),
        )


def _document(media_type: str, pages: list[list[str]]) -> Document:
    parts: list[str] = []
    spans: list[Page] = []
    start = 0
    for number, lines in enumerate(pages, start=1):
        text = _text(lines)
        parts.append(text)
        spans.append(Page(number, start, start + len(text)))
        start += len(text)
    _check_characters(start)
    return Document(media_type, "".join(parts), tuple(spans))


def _text(lines: list[str]) -> str:
    """Return the lines cleaned, each ending in a newline, without blank ones in succession."""
    kept: list[str] = []
    for line in visible("\n".join(lines)).split("\n"):
        clean = _tidy(line)
        if clean or (kept and kept[-1]):
            kept.append(clean)
    while kept and not kept[-1]:
        kept.pop()
    return "".join(line + "\n" for line in kept)


def _tidy(line: str) -> str:
    """Return the line with single spaces within its cells, and single tabs between them."""
    cells = (" ".join(cell.split()) for cell in line.split("\t"))
    return "\t".join(cell for cell in cells if cell)
