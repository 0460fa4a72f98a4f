"""Links of a PDF page (ISO 32000-1 section 12.5.6.5) that its text shows in part or not at all.

What is put into the text is an address and no prose, so that nobody is told anything by it:
only whole addresses of mail, telephone numbers, and people's pages on sites known for them.
"""

from __future__ import annotations

import ctypes
import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pypdfium2.raw as pdfium_c

from services.ingest.documents.pdf_drawing import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdfium2 import PdfDocument, PdfPage

    from services.ingest.documents.rows import Word

_MAX_LINKS = 200
_MAX_URI = 300  # bytes
_MIN_WORDS = 5  # of a page of text: what has fewer may be a scan, which is looked at
_LOCAL = 7  # digits at the end of a number that tell it
_NO_DIGIT = re.compile(r"\D")
_START = re.compile(r"^(?:https?://)?(?:www\.)?|^mailto:|^tel:", re.IGNORECASE)
_PERSONAL = re.compile(
    r"mailto:[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|tel:\+?[\d().-]{7,20}"
    r"|https?://(?:[a-z]{2,3}\.)?(?:linkedin\.com/in|xing\.com/profile|github\.com|gitlab\.com"
    r"|behance\.net|dribbble\.com|kaggle\.com|orcid\.org|twitter\.com|x\.com)/[\w.@-]{2,60}/?",
    re.ASCII | re.IGNORECASE,
)


def completed(
    document: PdfDocument, page: PdfPage, words: list[Word], *, number: int
) -> list[Word]:
    """Return `words` with addresses in one piece that go on in the next line.

    On the first page, number 0, people's own addresses that are not shown are added behind
    the words or the picture that they are linked from.
    """
    if len(words) < _MIN_WORDS:
        return words
    shown = "".join(word.text for word in words).casefold()
    for uri, boxes in _links(document, page).items():
        address = _address(uri)
        linked = [word for word in words if any(_stands_in(word, box) for box in boxes)]
        if _address("".join(word.text for word in linked)).casefold() == address.casefold():
            words = _in_one_piece(words, linked)
        elif number == 0 and _is_personal(uri) and not _is_shown(uri, shown):
            behind = words.index(linked[-1]) + 1 if linked else len(words)
            end = linked[-1] if linked else _pictured(boxes[-1], words)
            added = replace(end, text=address, left=end.right)
            words = [*words[:behind], added, *words[behind:]]
    return words


def _links(document: PdfDocument, page: PdfPage) -> dict[str, list[Box]]:
    """Return where each address is linked from; icons and words may have boxes of their own."""
    boxes: defaultdict[str, list[Box]] = defaultdict(list)
    for uri, box in _each(document, page):
        if uri:
            boxes[uri].append(box)
    return boxes


def _each(document: PdfDocument, page: PdfPage) -> Iterator[tuple[str, Box]]:
    at, link, box = ctypes.c_int(), pdfium_c.FPDF_LINK(), pdfium_c.FS_RECTF()
    buffer = ctypes.create_string_buffer(_MAX_URI)
    for _ in range(_MAX_LINKS):
        if not pdfium_c.FPDFLink_Enumerate(page.raw, ctypes.byref(at), ctypes.byref(link)):
            return
        action = pdfium_c.FPDFLink_GetAction(link)
        if not action or not pdfium_c.FPDFLink_GetAnnotRect(link, ctypes.byref(box)):
            continue
        size = pdfium_c.FPDFAction_GetURIPath(document.raw, action, buffer, _MAX_URI)
        if 1 < size <= _MAX_URI:
            bottom, top = sorted((box.bottom, box.top))  # some writers have them swapped
            uri = unquote(buffer.value.decode("utf-8", "replace"))
            yield uri, Box(box.left, bottom, box.right, top)


def _stands_in(word: Word, box: Box) -> bool:
    return box.holds((word.left + word.right) / 2, word.baseline + word.size / 4)


def _address(uri: str) -> str:
    """Return an address as people write it."""
    return _START.sub("", uri).partition("?")[0].rstrip("/")


def _is_personal(uri: str) -> bool:
    return _PERSONAL.fullmatch(uri.partition("?")[0].replace("://www.", "://")) is not None


def _is_shown(uri: str, shown: str) -> bool:
    """Say whether the text of a page, without spaces, has an address; countries may be left out."""
    if uri.casefold().startswith("tel:"):
        return _NO_DIGIT.sub("", uri)[-_LOCAL:] in _NO_DIGIT.sub("", shown)
    return _address(uri).casefold() in shown


def _pictured(box: Box, words: list[Word]) -> Word:
    """Return the place of a linked picture, level with the words beside it."""
    middle = (box.bottom + box.top) / 2
    near = min(words, key=lambda word: abs(word.baseline + word.size / 4 - middle))
    is_level = box.bottom <= near.baseline + near.size / 4 <= box.top
    return replace(near, right=box.right, baseline=near.baseline if is_level else box.bottom)


def _in_one_piece(words: list[Word], linked: list[Word]) -> list[Word]:
    if linked[0].baseline - linked[-1].baseline < linked[0].size / 2:
        return words
    rest = linked[1:]
    text = "".join(word.text for word in linked)
    whole = replace(linked[0], text=text)
    return [whole if word is linked[0] else word for word in words if word not in rest]
