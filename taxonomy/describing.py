"""What words say of occupations: TF-IDF over their descriptions, in integers.

Each description is a row of unit length (Salton and Buckley 1988). To it comes what is said of
the ten descriptions that mean most alike, by the table of their cosines, twice as much in all as
its own words; then the 60 words that say most stay. Logarithms and roots are taken here, at compile
time, so that what reads the table needs none.
"""

from __future__ import annotations

from collections import Counter
from math import log, sqrt
from typing import TYPE_CHECKING, Final, TypeAlias

from taxonomy.compiled import DescribedRow
from taxonomy.words import FUNCTION_WORDS
from taxonomy.work import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from taxonomy.sources.tables import Pair

Weights: TypeAlias = "dict[str, float]"

NEAREST: Final = 10
_LEAST_DESCRIPTIONS: Final = 2
"""A word of one description alone is a name or a slip, and would make it near to nothing."""
_LENT: Final = 2.0
_MOST_WORDS: Final = 60


def described(descriptions: Mapping[str, str], alike: Iterable[Pair]) -> list[DescribedRow]:
    """Return what each word says of each description, by word.

    `alike` has cosines of descriptions, by their ids.
    """
    counts = [words_of(description) for description in descriptions.values()]
    rarity = _rarity(counts)
    own = [_unit(_weighed(words, rarity)) for words in counts]
    said: dict[str, list[tuple[int, int]]] = {word: [] for word in sorted(rarity)}
    for row, words in enumerate(_lent(own, _near(list(descriptions), alike))):
        for word, weight in _unit(_strongest(words)).items():
            if share := round(1000 * weight):
                said[word].append((row, share))
    return [DescribedRow(word, round(100 * rarity[word]), tuple(said[word])) for word in said]


def _rarity(counts: Sequence[Counter[str]]) -> Weights:
    used = Counter(word for words in counts for word in words)
    return {
        word: log((1 + len(counts)) / (1 + users)) + 1
        for word, users in used.items()
        if users >= _LEAST_DESCRIPTIONS and word not in FUNCTION_WORDS
    }


def _weighed(words: Counter[str], rarity: Weights) -> Weights:
    known = sorted(word for word in words if word in rarity)
    return {word: (1 + log(words[word])) * rarity[word] for word in known}


def _unit(words: Weights) -> Weights:
    length = sqrt(sum(weight * weight for weight in words.values())) or 1.0
    return {word: weight / length for word, weight in words.items()}


def _near(ids: Sequence[str], alike: Iterable[Pair]) -> list[list[tuple[int, int]]]:
    """Return for each row the rows that lend to it, each with its cosine in hundredths."""
    rows = {each: row for row, each in enumerate(ids)}
    near: list[list[tuple[int, int]]] = [[] for _ in ids]
    for pair in alike:
        if pair.first in rows and pair.second in rows:
            near[rows[pair.first]].append((rows[pair.second], pair.cosine))
    return near


def _lent(own: Sequence[Weights], near: Sequence[Sequence[tuple[int, int]]]) -> Iterable[Weights]:
    """Yield each row's words with those lent to it, in proportion to the cosines."""
    for words, lenders in zip(own, near, strict=True):
        whole = sum(cosine for _, cosine in lenders)
        sums = dict(words)
        for row, cosine in lenders:
            for word, weight in own[row].items():
                sums[word] = sums.get(word, 0.0) + _LENT * weight * cosine / whole
        yield sums


def _strongest(words: Weights) -> Weights:
    kept = sorted(words, key=lambda word: (-words[word], word))[:_MOST_WORDS]
    return {word: words[word] for word in sorted(kept)}
