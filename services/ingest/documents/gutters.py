"""Gutters: vertical strips of a page that no text enters, with lines of text on both sides.

What is level on both sides of one and scarce on one, such as dates beside jobs or labels
beside lists, is a table, and no gutter runs through it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from services.ingest.documents.rows import GUTTER, rows_of

if TYPE_CHECKING:
    from services.ingest.documents.rows import Word

MIN_ROWS_HEADED = 3  # on each side of a gutter where both sides begin with headings
LARGER = 1.05  # times the type of the text: the smallest heading
_MIN_ROWS = 4  # on each side of any other
_HEADING = 2  # rows: that few below the right column are the heading of what comes next
_LEVEL = 0.25  # of the type size: rows this close on two sides of a gutter are level
_APART = 1.0  # of the type size: a row with none nearer on the other side has a line to itself
_HEADINGS = 2  # rows: so many of those among level ones make a table of them
_INDENT = 4  # points: what begins this far inside a column does not begin where it does
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Cut:
    """A gutter and the band of the page that it runs through."""

    x: float
    top: float
    bottom: float
    rows: int


def best_cut(chunks: list[Word]) -> Cut | None:
    """Return the cut with the most rows beside it, if there is one."""
    size = median(chunk.size for chunk in chunks)
    cuts = [cut for x in _edges(chunks, size) for cut in _cuts(chunks, x, size)]
    return max(cuts, key=lambda cut: cut.rows, default=None)


def _edges(chunks: list[Word], size: float) -> list[float]:
    """Return the x at which columns may begin: where many lines do, with space before them."""
    starts = Counter(round(chunk.left) for chunk in chunks)
    headed = {round(chunk.left) for chunk in chunks if chunk.size > LARGER * size}
    leftmost = min(starts)
    near = {x: starts[x - 1] + starts[x] + starts[x + 1] for x in list(starts)}
    return [
        x - 1.5
        for x, count in near.items()
        if count >= (MIN_ROWS_HEADED if x in headed else _MIN_ROWS) and x > leftmost + size
    ]


def _cuts(chunks: list[Word], x: float, size: float) -> list[Cut]:
    """Return the bands in which a gutter ends at `x`: those between what crosses it."""
    clear = x - GUTTER * size
    crossing = {c.baseline for c in chunks if c.left < x and c.right > clear}
    ends = [max(c.baseline for c in chunks) + size, *sorted(crossing, reverse=True)]
    ends.append(min(c.baseline for c in chunks) - size)
    bands = [(top - _LEVEL * size, bottom + _LEVEL * size) for top, bottom in pairwise(ends)]
    cuts = [_cut(chunks, x, top, bottom) for top, bottom in bands if top - bottom > 3 * size]
    return [cut for cut in cuts if cut is not None]


def _cut(chunks: list[Word], x: float, top: float, bottom: float) -> Cut | None:
    band = [chunk for chunk in chunks if bottom <= chunk.baseline <= top]
    left = rows_of([chunk for chunk in band if chunk.left < x])
    right = rows_of([chunk for chunk in band if chunk.left >= x])
    if min(len(left), len(right)) < MIN_ROWS_HEADED:
        return None
    ends = _row_ends(left, right, x)
    if ends:
        top = right[ends][0].baseline + _APART * right[ends][0].size
        left, right = [row for row in left if row[0].baseline <= top], right[ends:]
    is_headed = _is_headed(left, right)
    if min(len(left), len(right)) < (MIN_ROWS_HEADED if is_headed else _MIN_ROWS):
        return None
    if not is_headed and _is_table(left, right):
        return None
    trailing = [row[0].baseline for row in left if row[0].baseline < right[-1][0].baseline - 1]
    is_followed = any(chunk.baseline < bottom for chunk in chunks)
    if is_followed and 0 < len(trailing) <= _HEADING:
        bottom = (trailing[0] + right[-1][0].baseline) / 2
    return Cut(x, top, bottom, len(left) + len(right))


def _row_ends(left: list[list[Word]], right: list[list[Word]], x: float) -> int:
    """Return how many rows on top of the right column are the ends of rows, set to the right.

    They do not begin where the column does, and are level with what stands on the left.
    """
    count = 0
    while (
        count < len(right) - 1
        and right[count][0].left > x + _INDENT
        and _levels(right[count], left)
    ):
        count += 1
    return count


def _is_headed(left: list[list[Word]], right: list[list[Word]]) -> bool:
    """Say whether both columns begin with a heading, level and in larger type than the rest."""
    if (
        len(left) < MIN_ROWS_HEADED
        or len(right) < MIN_ROWS_HEADED
        or not _levels(right[0], left[:1])
    ):
        return False
    rest = max(word.size for row in (*left[1:], *right[1:]) for word in row)
    return min(word.size for word in (*left[0], *right[0])) > LARGER * rest


def _is_table(left: list[list[Word]], right: list[list[Word]]) -> bool:
    """Say whether the rows on both sides of a gutter belong together.

    Headings that have a line to themselves belong to neither side.
    """
    if _has_date_column(left, right) or _has_date_column(right, left):
        return True
    few, many = sorted((left, right), key=len)
    if sum(_levels(row, many) for row in few) < 0.85 * len(few):
        return _has_headings_between(few, many)
    dated = max(_dated(few) / len(few), _dated(many) / len(many))
    scarce = len(few) <= 0.6 * len(many)
    return scarce or dated >= 0.5 or len(few) < 2 * _MIN_ROWS


def _has_date_column(dates: list[list[Word]], many: list[list[Word]]) -> bool:
    """Say whether what stands beside `many` are dates level with its rows.

    What else there is on that side are headings, each with a line to itself.
    """
    beside = [row for row in dates if _nearest(row, many) < _APART * row[0].size]
    dated = sum(_YEAR.search(row[0].text) is not None for row in beside)
    return (
        dated > 0
        and dated >= len(beside) / 2
        and len(beside) <= len(many)
        and all(_levels(row, many) for row in beside)
    )


def _has_headings_between(few: list[list[Word]], many: list[list[Word]]) -> bool:
    """Say whether `few` are level with some of `many`, but for headings in gaps of `many`."""
    beside = [row for row in few if _nearest(row, many) < _APART * row[0].size]
    if sum(_levels(row, many) for row in beside) < 0.85 * len(beside) or len(beside) < len(few) / 2:
        return False
    lowest = beside[-1][0].baseline
    return sum(row[0].baseline > lowest for row in few) - len(beside) + 1 >= _HEADINGS


def _levels(row: list[Word], others: list[list[Word]]) -> bool:
    """Say whether one of `others` is level with `row`."""
    return _nearest(row, others) <= _LEVEL * row[0].size


def _nearest(row: list[Word], others: list[list[Word]]) -> float:
    """Return how far up or down the nearest of `others` is from `row`."""
    return min(abs(row[0].baseline - other[0].baseline) for other in others)


def _dated(rows: list[list[Word]]) -> int:
    return sum(any(character.isdigit() for character in row[0].text) for row in rows)
