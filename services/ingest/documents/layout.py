"""Words on a page to lines in reading order.

The page is cut where a gutter runs: a vertical strip that no text enters, with lines of text
on both sides. Above it, left of it, right of it and below it are cut again. What is level
on both sides of a gutter and scarce on one, such as dates beside jobs or labels beside lists,
is a table: its rows are read across.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_MIN_ROWS = 4  # on each side of a gutter
_HEADING = 2  # rows: that few below the right column are the heading of what comes next
_LEVEL = 0.25  # of the type size: rows this close on two sides of a gutter are level
_GUTTER = 0.7  # of the type size: the narrowest gutter
_WIDE = 1.2  # of the type size: a gap this wide separates the cells of a row, not words


@dataclass(frozen=True, slots=True)
class Word:
    """Characters that stand together. Coordinates are points, y grows upwards."""

    text: str
    left: float
    right: float
    baseline: float
    size: float  # height of the type


@dataclass(frozen=True, slots=True)
class _Cut:
    """A gutter and the band of the page that it runs through."""

    x: float
    top: float
    bottom: float
    rows: int


def lines(words: list[Word]) -> list[str]:
    """Return the lines of a page's `words` in reading order.

    Words are joined by a space, or by a tab where the gap is wider than the type is
    high, as between the cells of a row.
    """
    chunks = [chunk for row in _rows(words) for chunk in _chunks(row)]
    return _columns(chunks)


def _columns(chunks: list[Word]) -> list[str]:
    cut = _best_cut(chunks) if len(chunks) >= 2 * _MIN_ROWS else None
    if cut is None:
        return [_joined(row, wide="\t") for row in _rows(chunks)]
    above = [chunk for chunk in chunks if chunk.baseline > cut.top]
    below = [chunk for chunk in chunks if chunk.baseline < cut.bottom]
    band = [chunk for chunk in chunks if cut.bottom <= chunk.baseline <= cut.top]
    left = [chunk for chunk in band if chunk.left < cut.x]
    right = [chunk for chunk in band if chunk.left >= cut.x]
    return [*_columns(above), *_columns(left), *_columns(right), *_columns(below)]


def _best_cut(chunks: list[Word]) -> _Cut | None:
    """Return the cut with the most rows beside it, if there is one."""
    size = median(chunk.size for chunk in chunks)
    cuts = [cut for x in _edges(chunks, size) for cut in _cuts(chunks, x, size)]
    return max(cuts, key=lambda cut: cut.rows, default=None)


def _edges(chunks: list[Word], size: float) -> list[float]:
    """Return the x at which columns may begin: where many lines do, with space before them."""
    starts = Counter(round(chunk.left) for chunk in chunks)
    leftmost = min(starts)
    near = {x: starts[x - 1] + starts[x] + starts[x + 1] for x in list(starts)}
    return [x - 1.5 for x, count in near.items() if count >= _MIN_ROWS and x > leftmost + size]


def _cuts(chunks: list[Word], x: float, size: float) -> list[_Cut]:
    """Return the bands in which a gutter ends at `x`: those between what crosses it."""
    clear = x - _GUTTER * size
    crossing = {c.baseline for c in chunks if c.left < x and c.right > clear}
    ends = [max(c.baseline for c in chunks) + size, *sorted(crossing, reverse=True)]
    ends.append(min(c.baseline for c in chunks) - size)
    bands = [(top - _LEVEL * size, bottom + _LEVEL * size) for top, bottom in pairwise(ends)]
    cuts = [_cut(chunks, x, top, bottom) for top, bottom in bands if top - bottom > 3 * size]
    return [cut for cut in cuts if cut is not None]


def _cut(chunks: list[Word], x: float, top: float, bottom: float) -> _Cut | None:
    band = [chunk for chunk in chunks if bottom <= chunk.baseline <= top]
    left = _rows([chunk for chunk in band if chunk.left < x])
    right = _rows([chunk for chunk in band if chunk.left >= x])
    if min(len(left), len(right)) < _MIN_ROWS or _is_table(left, right):
        return None
    trailing = [row[0].baseline for row in left if row[0].baseline < right[-1][0].baseline - 1]
    is_followed = any(chunk.baseline < bottom for chunk in chunks)
    if is_followed and 0 < len(trailing) <= _HEADING:
        bottom = (trailing[0] + right[-1][0].baseline) / 2
    return _Cut(x, top, bottom, len(left) + len(right))


def _is_table(left: list[list[Word]], right: list[list[Word]]) -> bool:
    """Say whether the rows on both sides of a gutter belong together."""
    few, many = sorted((left, right), key=len)
    heights = [row[0].baseline for row in many]
    level = sum(
        any(abs(row[0].baseline - height) <= _LEVEL * row[0].size for height in heights)
        for row in few
    )
    if level < 0.85 * len(few):
        return False
    dated = max(_dated(few) / len(few), _dated(many) / len(many))
    scarce = len(few) <= 0.6 * len(many)
    return scarce or dated >= 0.5 or len(few) < 2 * _MIN_ROWS


def _dated(rows: list[list[Word]]) -> int:
    return sum(any(character.isdigit() for character in row[0].text) for row in rows)


def _rows(words: list[Word]) -> list[list[Word]]:
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


def _chunks(row: list[Word]) -> list[Word]:
    """Return the words of a row joined where no gutter can run between them."""
    parts = [[row[0]]]
    for before, word in pairwise(row):
        if word.left - before.right < _GUTTER * max(before.size, word.size):
            parts[-1].append(word)
        else:
            parts.append([word])
    return [_chunk(part) for part in parts]


def _chunk(words: list[Word]) -> Word:
    first = words[0]
    right = max(word.right for word in words)
    size = max(word.size for word in words)
    return Word(_joined(words, wide=" "), first.left, right, first.baseline, size)


def _joined(row: list[Word], *, wide: str) -> str:
    parts = [row[0].text]
    for before, word in pairwise(row):
        gap = word.left - before.right
        parts.append(wide if gap > _WIDE * max(before.size, word.size) else " ")
        parts.append(word.text)
    return "".join(parts)
