"""How many of a text's words are words, in the language in which most of them are.

A person writes one language, with English words in it. To allow any word of any language would
allow half of what scrambled letters make.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from taxonomy.rarity import LANGUAGES

if TYPE_CHECKING:
    from taxonomy.rarity import Rarity

# Latin, Greek and Cyrillic letters, for which there are lists; of others nothing is known.
_WORD = re.compile(r"(?:(?=[A-Za-z\u00aa-\u052f\u1e00-\u1fff])[^\W\d_]){3,}")
_ENGLISH = 1 << LANGUAGES.index("en")


def known_percent(text: str, words: Rarity) -> int:
    """Return the share of the words of `text` that its language knows, 0 to 100; 100 without any.

    Its language is the one that knows the most, with English. Words with a capital count only
    where they are known: most others are names.
    """
    plain, names = _masks(text, words)
    return max(_percent(plain, names, _ENGLISH | 1 << bit) for bit in range(len(LANGUAGES)))


def language_of(text: str, words: Rarity) -> str:
    """Return the language that knows the most words of `text`; of several the first listed."""
    plain, names = _masks(text, words)
    shares = [_percent(plain, names, 1 << bit) for bit in range(len(LANGUAGES))]
    return LANGUAGES[shares.index(max(shares))]


def _masks(text: str, words: Rarity) -> tuple[Counter[int], Counter[int]]:
    """Return how often words stand that the same languages know: without a capital, and with."""
    plain: Counter[int] = Counter()
    names: Counter[int] = Counter()
    for word, count in Counter(_WORD.findall(text)).items():
        (names if word[0].isupper() else plain)[words.common_in(word)] += count
    return plain, names


def _percent(plain: Counter[int], names: Counter[int], languages: int) -> int:
    known = sum(count for mask, count in plain.items() if mask & languages)
    named = sum(count for mask, count in names.items() if mask & languages)
    counted = plain.total() + named
    return 100 * (known + named) // counted if counted else 100
