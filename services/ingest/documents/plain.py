"""Plain text: which encoding it is in, and its text."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as UTF-16's mark does: ask first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b") | {127}


def decode(data: bytes) -> str | None:
    """Return the text of `data`, or None when it is no text.

    A byte order mark decides; then UTF-8 if it is valid, UTF-16 without a mark if every other
    byte is mostly zero, and else Windows-1252, in which every old Western text file reads.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if 0 in data:
        text = _decoded(data, "utf-16-le" if data[1::2].count(0) > len(data) / 4 else "utf-16-be")
        return text if text is not None and _is_mostly_ascii(text) else None
    if not _CONTROLS.isdisjoint(data):
        return None
    text = _decoded(data, "utf-8")
    return _decoded(data, "cp1252") if text is None else text


def pages(text: str) -> list[list[str]]:
    """Return the lines of each page of `text`; a form feed begins a page."""
    return [page.splitlines() for page in text.split("\f")]


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _is_mostly_ascii(text: str) -> bool:
    return sum(character < "\x80" for character in text) > len(text) / 2
