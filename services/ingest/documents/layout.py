"""Words on a page to lines in reading order.

The page is cut where a gutter runs. Above it, left of it, right of it and below it are cut
again; what has no gutter is read across. What stands in large type over the right column, as
a name does beside a sidebar, is the title of both and is read first.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from services.ingest.documents import cells
from services.ingest.documents.gutters import LARGER, MIN_ROWS_HEADED, best_cut
from services.ingest.documents.rows import joined, rows_of

if TYPE_CHECKING:
    from services.ingest.documents.rows import Word

_TITLE = 1.4  # times the largest type of the left column: the smallest title
_TITLE_GAP = 2  # of the type size: lines of a title that are further apart are not one


def lines(words: list[Word]) -> list[str]:
    """Return the lines of a page's `words` in reading order.

    Words are joined by a space, or by a tab where the gap is wider than the type is
    high, as between the cells of a row.
    """
    return [line(row) for row in rows(words)]


def rows(words: list[Word]) -> list[list[Word]]:
    """Return the lines of a page's `words` in reading order, each as its cells."""
    return _columns(cells.chunks(rows_of(words)))


def line(row: list[Word]) -> str:
    """Return the text of one of those lines."""
    return joined(row, wide="\t")


def _columns(chunks: list[Word]) -> list[list[Word]]:
    cut = best_cut(chunks) if len(chunks) >= 2 * MIN_ROWS_HEADED else None
    if cut is None:
        return cells.whole(rows_of(chunks))
    above = [chunk for chunk in chunks if chunk.baseline > cut.top]
    below = [chunk for chunk in chunks if chunk.baseline < cut.bottom]
    band = [chunk for chunk in chunks if cut.bottom <= chunk.baseline <= cut.top]
    left = [chunk for chunk in band if chunk.left < cut.x]
    right = [chunk for chunk in band if chunk.left >= cut.x]
    title = _title(left, right)
    right = [chunk for chunk in right if chunk not in title]
    parts = (above, title, left, right, below)
    return [row for part in parts if part for row in _columns(part)]


def _title(left: list[Word], right: list[Word]) -> list[Word]:
    """Return what stands over the right column in type that the left one has nothing like."""
    rows = rows_of(right)
    if rows[0][0].size < _TITLE * max(chunk.size for chunk in left):
        return []
    text = median(chunk.size for chunk in right)
    title = rows[0]
    for before, row in pairwise(rows):
        gap = before[0].baseline - row[0].baseline
        if row[0].size < LARGER * text or gap > _TITLE_GAP * before[0].size:
            break
        title = [*title, *row]
    return title
