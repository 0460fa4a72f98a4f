"""Texts of people made comparable: case, accents and typographic variants folded away."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = "\u2019\u2018\u02bc\u0060\u00b4"
_DASHES = "\u2010\u2011\u2012\u2013\u2014"
_TYPOGRAPHIC = str.maketrans({**dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_DASHES, "-")})
_POSSESSIVE = re.compile(r"'s\b")
_WORD = re.compile(r"[^\W_]+[+#]*")


def fold(text: str) -> str:
    """Return `text` in lower case without accents, its white space made single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_TYPOGRAPHIC))
    bare = "".join(each for each in decomposed if not unicodedata.combining(each))
    return " ".join(unicodedata.normalize("NFC", bare).casefold().split())


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of `text`; "C++" and "C#" are words."""
    return tuple(_WORD.findall(_POSSESSIVE.sub("", fold(text)).replace("'", "")))
