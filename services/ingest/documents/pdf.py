"""PDF to text in reading order, with pdfium."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from itertools import chain, groupby
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from services.ingest.documents import layout, pdf_links, pdf_metadata, pdf_sight
from services.ingest.documents.errors import FileDamaged, FileEncrypted, FileTooLarge
from services.ingest.documents.findings import FindingKind, Hidden
from services.ingest.documents.pdf_words import places_of, words_at
from services.ingest.documents.running import said_once
from services.ingest.documents.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.ingest.documents.rows import Place, Word

MAX_PAGES = 200
MAX_CHARACTERS = 500_000

# ISO 32000-1 annex H.3, note 18: readers look for the end of a file in its last 1024 bytes.
_TAIL = 1024


def pages(data: bytes) -> list[Sheet]:
    """Return the lines of each page, and what it hides: text outside the page, too.

    Raises FileEncrypted, FileDamaged or FileTooLarge.
    """
    _check_end(data)
    with closing(_opened(data)) as document:
        _check_count("pages", len(document), MAX_PAGES)
        read: list[Sheet] = []
        characters = 0
        for index in range(len(document)):
            words, left_out, count = _words(document, index)
            characters += count
            _check_count("characters", characters, MAX_CHARACTERS)
            read.append(Sheet(layout.lines(words), left_out))
        said = pdf_metadata.texts(document, data)
        read[0].hidden.extend(Hidden(FindingKind.METADATA, 0, each) for each in said)
        once = said_once([sheet.lines for sheet in read])
        return [replace(sheet, lines=lines) for sheet, lines in zip(read, once, strict=True)]


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


def _words(document: pdfium.PdfDocument, index: int) -> tuple[list[Word], list[Hidden], int]:
    """Return the words that show on a page, what does not, and how many characters it has."""
    try:
        page = document[index]
        text = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise FileDamaged("a page does not open", part=f"page {index + 1}") from error
    with closing(page), closing(text):
        count = text.count_chars()
        _check_count("characters", count, MAX_CHARACTERS)
        places = places_of(text, count)
        unseen = pdf_sight.hidden(page, text, places)
        words: list[Word] = []
        left_out: defaultdict[FindingKind, list[str]] = defaultdict(list)
        left, bottom, right, top = page.get_bbox()
        parts = [part for place in places for part in _parted(place, unseen)]
        found = words_at([part for part, _ in parts], text)
        for (_, kind), word in zip(parts, found, strict=True):
            if word is None:
                continue
            on_page = left <= word.right and word.left <= right
            if not (on_page and bottom <= word.baseline <= top):
                left_out[FindingKind.HIDDEN_PLACE].append(word.text)
            elif kind is not None:
                left_out[kind].append(word.text)
            else:
                words.append(word)
        words = pdf_links.completed(document, page, words, number=index)
        noted = [Hidden(FindingKind.METADATA, 0, note) for note in pdf_metadata.notes(page)]
    hidden = [Hidden(kind, 0, " ".join(said)) for kind, said in left_out.items()]
    return words, hidden + noted, count


def _parted(
    place: Place, unseen: dict[int, FindingKind]
) -> Iterator[tuple[Place, FindingKind | None]]:
    """Yield the parts of a word, each with why it is hidden.

    A character or two that leave no ink are still of the word that they stand in.
    """
    if not unseen:
        yield place, None
        return
    kinds = [unseen.get(glyph.at) for glyph in place.glyphs]
    least = min(pdf_sight.FEW, len(kinds))
    runs = [list(alike) for _, alike in groupby(kinds, key=lambda kind: kind is None)]
    runs = [run if len(run) >= least else [None] * len(run) for run in runs]
    start = 0
    for is_seen, alike in groupby(chain.from_iterable(runs), key=lambda kind: kind is None):
        run = list(alike)
        part = place._replace(glyphs=place.glyphs[start : start + len(run)])
        yield part, None if is_seen else run[len(run) // 2]
        start += len(run)


def _check_count(unit: str, size: int, limit: int) -> None:
    if size > limit:
        raise FileTooLarge(
            f"the file has too many {unit}", unit=unit, size=str(size), limit=str(limit)
        )
