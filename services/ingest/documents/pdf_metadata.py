"""Words of a PDF that no page shows: properties, XMP, and notes stuck to a page."""

from __future__ import annotations

import ctypes
import html
import re
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium_c

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdfium2 import PdfDocument, PdfPage

_NAMED = ("Title", "Author", "Subject", "Keywords")
_PACKET = re.compile(rb"<x:xmpmeta.{0,100000}?</x:xmpmeta>", re.DOTALL)
_TAG = re.compile("<[^>]*>")
_MAX_NOTES = 200
_MAX_NOTE = 4000  # bytes of UTF-16


def texts(document: PdfDocument, data: bytes) -> Iterator[str]:
    """Yield each property that has words, and those of the XMP packet if it can be read."""
    for name in _NAMED:
        said = document.get_metadata_value(name)
        if said:
            yield said
    packet = _PACKET.search(data)
    if packet is not None:
        for said in _TAG.split(packet[0].decode("utf-8", "replace")):
            if said.strip():
                yield html.unescape(said.strip())


def notes(page: PdfPage) -> Iterator[str]:
    """Yield what the annotations of a page say (12.5.6.4, Contents)."""
    buffer = ctypes.create_string_buffer(_MAX_NOTE)
    out = ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR))
    for index in range(min(pdfium_c.FPDFPage_GetAnnotCount(page.raw), _MAX_NOTES)):
        note = pdfium_c.FPDFPage_GetAnnot(page.raw, index)
        length = pdfium_c.FPDFAnnot_GetStringValue(note, b"Contents", out, _MAX_NOTE)
        pdfium_c.FPDFPage_CloseAnnot(note)
        if 2 < length <= _MAX_NOTE:  # more than the zero at its end
            yield buffer.raw[: length - 2].decode("utf-16-le", "replace")
