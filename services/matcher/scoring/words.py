"""Words as an advert and a resume are compared by them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD: Final = re.compile(r"[^\W\d_][\w+#]+")


def keys_of(text: str) -> frozenset[str]:
    """Return the words of a text, each as it is compared."""
    return frozenset(keys_in(text))


def keys_in(text: str) -> Iterator[str]:
    """Yield each word of a text as it is compared, without case and accents, in order."""
    for found in _WORD.finditer(_plain(text)):
        yield found[0]


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
