"""Plain text: which encoding it is in, and its text."""

from __future__ import annotations

import codecs
import unicodedata

from services.ingest.documents import charsets

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as UTF-16's mark does: ask first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b") | {127}
_MOST_SCRIPTS = 4  # Japanese has three, beside Latin


def decode(data: bytes) -> str | None:
    """Return the text of `data`, or None when it is no text.

    A byte order mark decides; then UTF-16 or UTF-32 if there are zero bytes, UTF-8 if it is
    valid, and else one of the encodings before Unicode, see `charsets`.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if 0 in data:
        return _wide(data)
    if not _CONTROLS.isdisjoint(data):
        return None
    text = _decoded(data, "utf-8")
    return charsets.decode(data) if text is None else text


def pages(text: str) -> list[list[str]]:
    """Return the lines of each page of `text`; a form feed begins a page."""
    return [page.splitlines() for page in text.split("\f")]


def _wide(data: bytes) -> str | None:
    """Return text whose characters have two or four bytes, with no mark that says which."""
    names = ("utf-32-le", "utf-32-be") if len(data) % 4 == 0 else ()
    texts = (_decoded(data, name) for name in (*names, "utf-16-le", "utf-16-be"))
    return next((text for text in texts if text is not None and _is_text(text)), None)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _is_text(text: str) -> bool:
    """Say whether the characters are of one alphabet at most, beside ASCII, and have spaces.

    With its bytes the wrong way round a text has characters from all over Unicode.
    """
    sample = text[:4096]
    if sum(character < "\x80" for character in sample) > len(sample) / 2:
        return True
    scripts = {unicodedata.name(c, "NONE").split()[0] for c in sample if c.isalpha()}
    has_spaces = sample.count(" ") + sample.count("\n") > len(sample) / 50
    return has_spaces and len(scripts) <= _MOST_SCRIPTS
