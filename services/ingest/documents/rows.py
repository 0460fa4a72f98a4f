"""Words on a page, the rows that they stand in, and the chunks that rows are made of."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

GUTTER = 0.7  # of the type size: the narrowest gutter between columns
_WIDE = 1.2  # of the type size: a gap this wide separates the cells of a row, not words


@dataclass(frozen=True, slots=True)
class Word:
    """Characters that stand together. Coordinates are points, y grows upwards."""

    text: str
    left: float
    right: float
    baseline: float
    size: float  # height of the type
    confidence: float = 100.0  # of what was read off a picture


class Glyph(NamedTuple):
    """A character of a PDF: its index on the page, its code, and where its box stands."""

    at: int
    code: int
    left: float
    right: float


class Place(NamedTuple):
    """The characters of a word, and the bottom and the height of their boxes."""

    glyphs: Sequence[Glyph]
    bottom: float
    size: float


def rows_of(words: list[Word]) -> list[list[Word]]:
    """Return `words` by baseline from the top, each row from the left."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.baseline):
        if rows and _is_level(rows[-1][0], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=lambda word: word.left)
    return rows


def _is_level(first: Word, word: Word) -> bool:
    return first.baseline - word.baseline <= 0.45 * max(first.size, word.size)


def chunks_of(row: list[Word]) -> list[Word]:
    """Return the words of a row joined where no gutter can run between them."""
    parts = [[row[0]]]
    for before, word in pairwise(row):
        if word.left - before.right < GUTTER * max(before.size, word.size):
            parts[-1].append(word)
        else:
            parts.append([word])
    return [chunk_of(part) for part in parts]


def chunk_of(words: list[Word]) -> Word:
    """Return words of a row as one."""
    first = words[0]
    if len(words) == 1:
        return first
    right = max([word.right for word in words])
    size = max([word.size for word in words])
    confidence = min([word.confidence for word in words])
    return Word(joined(words, wide=" "), first.left, right, first.baseline, size, confidence)


def joined(row: list[Word], *, wide: str) -> str:
    """Return the text of a row, with `wide` where there is more than a space between words."""
    parts = [row[0].text]
    for before, word in pairwise(row):
        gap = word.left - before.right
        parts.append(wide if gap > _WIDE * max(before.size, word.size) else " ")
        parts.append(word.text)
    return "".join(parts)
