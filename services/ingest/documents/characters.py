"""Which characters of a file become text: what a reader of the page would see, and nothing else.

Removed are control characters, and all that is invisible and could carry words past a human
reader: zero-width and bidirectional controls, Unicode tags, variation selectors, blank
letters (Unicode TR36 and TR39). Folded are presentation forms that spell ordinary letters:
ligatures, full-width and mathematical letters. Repaired is what was misread on its way into the
file. Everything else keeps its meaning, so `m²` stays `m²`: whole-text NFKC would make it `m2`.
"""

from __future__ import annotations

import re
import unicodedata

from ftfy import fix_encoding

REPLACEMENT = "\ufffd"
"""Stands where a file has a glyph but does not say which character it is."""

# Cc without tab and newline, Cf, and blanks that count as letters or marks.
_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f"
    "\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "]"
)
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_HYPHENS = re.compile("[\u2010\u2011]")
_FOLDED = re.compile(
    "[\ufb00-\ufb4f\uff01-\uff9f\uffa1-\uffdc\uffe0-\uffee\U0001d400-\U0001d7ff\u01c4-\u01cc]"
)
# UTF-8 that was read as Windows-1252 on its way into the file: "â€“" for a dash.
_MISREAD = re.compile(
    "[\u00c2\u00c3][\u0080-\u00bf]|\u00e2[\u0080-\u0094\u20ac\u2014\u2013]|\u00ef\u201a"
)
_MISREAD_BULLETS = re.compile("\u00ef\u201a[\u00a7\u00a8\u00b7]")
# Icon fonts put their pictures here: they mean nothing outside their font.
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# What symbol fonts in office files mean by their private characters: list bullets.
_BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf076\uf0d8\uf0fc\uf0a8\uf0d2\uf02d", "•"))


def visible(text: str) -> str:
    """Return `text` as a reader sees it: NFC, newline and tab its only controls."""
    if text.isascii() and text.isprintable():
        return text
    if _MISREAD.search(text) is not None:
        text = fix_encoding(_MISREAD_BULLETS.sub("•", text))
    text = _BREAKS.sub("\n", text)
    text = _SPACES.sub(" ", text)
    text = _INVISIBLE.sub("", text)
    if text.isascii():
        return text
    text = _HYPHENS.sub("-", text)
    text = _FOLDED.sub(_fold, text)
    text = _PRIVATE.sub(" ", text.translate(_BULLETS))
    return unicodedata.normalize("NFC", _SURROGATES.sub(REPLACEMENT, text))


def _fold(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group())
