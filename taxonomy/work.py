"""Lines of work: which of them a text speaks of, by the words that describe occupations.

A text is compared with the published descriptions of some 4,700 occupations (ESCO, O*NET),
each by the words that tell it from the others (TF-IDF over them; Salton and Buckley 1988).
How near two texts are is the cosine of how near each is to all the descriptions: explicit
semantic analysis with occupations for concepts (Gabrilovich and Markovitch 2007). So "ledger"
and "audit" are near although no word is shared, because the same occupations are described
by both.

All of it is integers from the compiled file: the same texts compare alike on every machine.
English only: of other languages it knows names of things at best, and says so by `known`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from math import isqrt
from typing import TYPE_CHECKING, Final

import numpy as np

from taxonomy import compiled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

_WORD: Final = re.compile(r"[^\W_]{2,}")
_TIMES: Final = (0, 16, 27, 34, 38, 42, 45, 47, 49, 51, 53, 54, 56, 57, 58, 59, 60)
"""16 times 1 + ln n, for a word that occurs n times; more often counts as the last."""
_SHIFT: Final = 8
"""Bits that products lose, so that the squares of them all fit 64 bits together."""
_UNIT: Final = 1 << 14
_EVEN: Final = 1 << 20
"""What texts that are told together are brought to, so that each says as much."""


def words_of(text: str) -> Counter[str]:
    """Return the words of a text and how often each occurs, in lower case."""
    return Counter(_WORD.findall(text.lower()))


def first_words_of(text: str, most: int) -> Counter[str]:
    """Return the first `most` words of a text and how often each occurs among them."""
    return Counter(found[0] for found in islice(_WORD.finditer(text.lower()), most))


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What a text's words say: rows of the table, ascending, each with its weight.

    `length` is how much they say in all: 0 of a text without a word of any description.
    """

    rows: NDArray[np.int64]
    weights: NDArray[np.int64]
    length: int


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """What each row of the table says for a line of work; `length` makes it comparable."""

    weights: NDArray[np.int64]
    length: int


class LinesOfWork:
    """The descriptions, by words. Immutable once made, so threads may share it."""

    def __init__(self, data: bytes) -> None:
        """Read them from a compiled file.

        Raises:
            ValueError: `data` is not one.
        """
        self._rows: dict[str, int] = {}
        rarity: list[int] = []
        starts, occupations, shares = [0], list[int](), list[int]()
        for row in compiled.read_described(data):
            self._rows[row.word] = len(rarity)
            rarity.append(row.rarity)
            occupations += (at for at, _ in row.said)
            shares += (share for _, share in row.said)
            starts.append(len(shares))
        self._words = list(self._rows)
        self._rarity = np.array(rarity, np.int64)
        self._starts = np.array(starts, np.int64)
        self._occupations = np.array(occupations, np.int32)
        self._shares = np.array(shares, np.int32)
        self._count = max(occupations, default=-1) + 1

    def told(self, *texts: Mapping[str, int]) -> Told:
        """Return what texts say together, each as much; a text's words with how often they occur.

        Words not known say nothing, nor does a text without one that is.
        """
        said = [each for each in map(self._said_by, texts) if len(each[0])]
        if len(said) < 2:
            rows, weights, near = said[0] if said else self._said_by({})
            return Told(rows, weights, _length(near))
        lengths = [_length(near) or 1 for _, _, near in said]
        rows = np.unique(np.concatenate([own for own, _, _ in said]))
        weights, near = np.zeros(len(rows), np.int64), np.zeros(self._count, np.int64)
        for (own, weight, nearness), length in zip(said, lengths, strict=True):
            weights[np.searchsorted(rows, own)] += weight * _EVEN // length
            near += nearness * _EVEN // length
        return Told(rows, weights, _length(near))

    def _said_by(
        self, words: Mapping[str, int]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the rows of the words of a text, their weights, and how near it is to each."""
        known = sorted((self._rows[word], n) for word, n in words.items() if word in self._rows)
        rows = np.array([row for row, _ in known], np.int64)
        times = np.array([_TIMES[min(n, len(_TIMES) - 1)] for _, n in known], np.int64)
        weights = times * self._rarity[rows]
        return rows, weights, self._nearness(rows, weights)

    def knows(self, word: str) -> bool:
        """Say whether any description uses the word."""
        return word in self._rows

    def rarity(self, word: str) -> int:
        """Return how much a word tells, in hundredths; 0 of one that is not known."""
        row = self._rows.get(word)
        return 0 if row is None else int(self._rarity[row])

    def words_in(self, rows: Iterable[int]) -> list[str]:
        """Return the words of these rows of the table."""
        return [self._words[row] for row in rows]

    def lexicon(self, texts: Sequence[Mapping[str, int]]) -> Lexicon:
        """Return what each word says for the line of work that texts speak of, each as much."""
        sought = np.zeros(self._count, np.int64)
        for words in texts:
            _, _, near = self._said_by(words)
            sought += near * _UNIT // (_length(near) or 1)
        products = self._shares * sought[self._occupations]
        said = np.add.reduceat(products, self._starts[:-1]) if len(products) else products
        return Lexicon(said, _length(sought))

    def voice(self, lexicon: Lexicon) -> Voice:
        """Return what tells of texts how much they say for a line of work."""
        return Voice(self, lexicon)

    def worth(self, lexicon: Lexicon, word: str) -> int | None:
        """Return what a word says for a line of work; None of one that no description uses."""
        row = self._rows.get(word)
        return None if row is None else int(lexicon.weights[row]) * int(self._rarity[row])

    def _nearness(self, rows: NDArray[np.int64], weights: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how near words are to each description."""
        sizes = self._starts[rows + 1] - self._starts[rows]
        ends = np.cumsum(sizes)
        # The places of all the rows' entries, one row after the other.
        places = np.arange(sizes.sum()) + np.repeat(self._starts[rows] - ends + sizes, sizes)
        products = self._shares[places] * np.repeat(weights, sizes)
        # As floats, since bincount knows no other; each sum is far below 2^53, so exact.
        near = np.bincount(self._occupations[places], products, self._count)
        return near.astype(np.int64) >> _SHIFT


class Voice:
    """What texts say for one line of work; words are looked up once for all of them."""

    def __init__(self, work: LinesOfWork, lexicon: Lexicon) -> None:
        self._work = work
        self._lexicon = lexicon
        self._worth: dict[str, int] = {}

    def said(self, text: str) -> int:
        """Return what a text says; to be compared with others of the same line of work."""
        return sum(self._by_word(_WORD.findall(text.lower())).values())

    def loudest(self, text: str, most: int) -> list[str]:
        """Return the words of a text that say most, at most so many, the loudest first."""
        said = self._by_word(_WORD.findall(text.lower()))
        loud = [word for word, worth in said.items() if worth > 0]
        return sorted(loud, key=lambda word: (-said[word], word))[:most]

    def _by_word(self, words: Sequence[str]) -> dict[str, int]:
        once = len(set(words)) == len(words)  # as in most lines; counting takes longer
        counts = dict.fromkeys(words, 1) if once else Counter(words)
        found: dict[str, int] = {}
        for word, n in counts.items():
            worth = self._worth.get(word) or self._looked_up(word)
            if worth:
                found[word] = worth * _TIMES[min(n, len(_TIMES) - 1)]
        return found

    def _looked_up(self, word: str) -> int:
        worth = self._work.worth(self._lexicon, word)
        if worth is None:  # it may be anybody's, and is not kept
            return 0
        self._worth[word] = worth
        return worth


def _length(near: NDArray[np.int64]) -> int:
    return isqrt(int((near * near).sum()))


def cosine(lexicon: Lexicon, told: Told) -> int:
    """Return how near a text is to a line of work, from 0 to 10,000.

    It is a proportion: words that say nothing for the line of work make it less.
    """
    if not lexicon.length or not told.length:
        return 0
    said = int(lexicon.weights[told.rows] @ told.weights)
    return min(10_000, 10_000 * (said >> _SHIFT) // (lexicon.length * told.length))


def load() -> LinesOfWork:
    """Return the lines of work that this package carries; takes a fraction of a second."""
    return LinesOfWork(compiled.packaged())
