"""What words say of occupations: TF-IDF over their descriptions, in integers.

Each description is a row of unit length (Salton and Buckley 1988); logarithms and roots are
taken here, at compile time, so that what reads the table needs none.
"""

from __future__ import annotations

from collections import Counter
from math import log, sqrt
from typing import TYPE_CHECKING, Final

from taxonomy.compiled import DescribedRow
from taxonomy.words import FUNCTION_WORDS
from taxonomy.work import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST_DESCRIPTIONS: Final = 2
"""A word of one description alone is a name or a slip, and would make it near to nothing."""


def described(descriptions: Sequence[str]) -> list[DescribedRow]:
    """Return what each word says of each description, by word."""
    counts = [words_of(description) for description in descriptions]
    used = Counter(word for words in counts for word in words)
    rarity = {
        word: log((1 + len(counts)) / (1 + users)) + 1
        for word, users in used.items()
        if users >= _LEAST_DESCRIPTIONS and word not in FUNCTION_WORDS
    }
    said: dict[str, list[tuple[int, int]]] = {word: [] for word in sorted(rarity)}
    for row, words in enumerate(counts):
        weights = {
            word: (1 + log(count)) * rarity[word]
            for word, count in sorted(words.items())
            if word in rarity
        }
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        for word, weight in weights.items():
            share = round(1000 * weight / length)
            if share:
                said[word].append((row, share))
    return [DescribedRow(word, round(100 * rarity[word]), tuple(said[word])) for word in said]
