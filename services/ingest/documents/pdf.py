"""PDF to text in reading order, with pdfium."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from services.ingest.documents import layout
from services.ingest.documents.errors import FileDamaged, FileEncrypted, FileTooLarge
from services.ingest.documents.pdf_words import words_of

if TYPE_CHECKING:
    from services.ingest.documents.rows import Word

MAX_PAGES = 200
MAX_CHARACTERS = 500_000

# ISO 32000-1 annex H.3, note 18: readers look for the end of a file in its last 1024 bytes.
_TAIL = 1024


def pages(data: bytes) -> list[list[str]]:
    """Return the lines of each page.

    Text outside the page is left out. Raises FileEncrypted, FileDamaged or FileTooLarge.
    """
    _check_end(data)
    with closing(_opened(data)) as document:
        _check_count("pages", len(document), MAX_PAGES)
        read: list[list[str]] = []
        characters = 0
        for index in range(len(document)):
            words, count = _words(document, index)
            characters += count
            _check_count("characters", characters, MAX_CHARACTERS)
            read.append(layout.lines(words))
        return read


def _check_end(data: bytes) -> None:
    tail = data[-_TAIL:]
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise FileDamaged("the file is cut short", part="end")


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise FileEncrypted("the file opens only with a password") from error
        raise FileDamaged("the file does not open", part="structure") from error
    if len(document) == 0:
        raise FileDamaged("the file has no pages", part="pages")
    return document


def _words(document: pdfium.PdfDocument, index: int) -> tuple[list[Word], int]:
    """Return the words that stand on a page, and how many characters it has in all."""
    try:
        page = document[index]
        text = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise FileDamaged("a page does not open", part=f"page {index + 1}") from error
    with closing(page), closing(text):
        count = text.count_chars()
        _check_count("characters", count, MAX_CHARACTERS)
        left, bottom, right, top = page.get_bbox()
        words = [
            word
            for word in words_of(text, count)
            if left <= word.right and word.left <= right and bottom <= word.baseline <= top
        ]
    return words, count


def _check_count(unit: str, size: int, limit: int) -> None:
    if size > limit:
        raise FileTooLarge(
            f"the file has too many {unit}", unit=unit, size=str(size), limit=str(limit)
        )
