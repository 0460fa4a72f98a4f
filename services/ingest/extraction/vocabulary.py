"""Words of English, Spanish, German and French: how many of a text's are any of them.

The list, `data/words.z`, has the 25,000 most frequent words of each language by
pyspellchecker 0.9 (MIT), folded, and is made anew by `python -m
services.ingest.extraction.vocabulary`.
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path

from services.ingest.extraction.folding import fold

_FILE = Path(__file__).parent / "data" / "words.z"
_WORD = re.compile(r"[^\W\d_]{3,}")
_LANGUAGES = ("en", "es", "de", "fr")
_MOST = 25_000
_SHORTEST = 3


def load() -> frozenset[str]:
    """Return the words, folded."""
    return frozenset(zlib.decompress(_FILE.read_bytes()).decode().split("\n"))


def known_percent(text: str, words: frozenset[str]) -> int:
    """Return the share of the words of `text` that are in `words`, 0 to 100; 100 without any.

    Words with a capital count only where they are known: most others are names.
    """
    known = unknown = 0
    for word in _WORD.findall(text):
        if fold(word) in words:
            known += 1
        elif not word[0].isupper():
            unknown += 1
    return 100 if not known + unknown else 100 * known // (known + unknown)


def _compile() -> None:
    """Write `data/words.z` from the dictionaries of pyspellchecker."""
    from spellchecker import SpellChecker  # noqa: PLC0415  # needed for this alone

    words: set[str] = set()
    for language in _LANGUAGES:
        counts = SpellChecker(language=language).word_frequency.dictionary
        often = sorted(counts, key=lambda word: (-counts[word], word))[:_MOST]
        words.update(fold(word) for word in often if len(word) >= _SHORTEST and word.isalpha())
    _FILE.parent.mkdir(exist_ok=True)
    _FILE.write_bytes(zlib.compress("\n".join(sorted(words)).encode(), 9))


if __name__ == "__main__":
    _compile()
