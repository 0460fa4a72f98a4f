"""Ink in the boxes of characters, for a whole page at once.

Characters of a line share the top and the bottom of their boxes: a band. What is asked of a
box is answered by sums along its band, so that a page costs the same however many it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.ingest.documents.pdf_drawing import Drawing
    from services.ingest.documents.rows import Place

Pixels = npt.NDArray[np.uint8]
Boxes = npt.NDArray[np.intp]
"""Left, top, right and bottom, in pixels, as rows."""
Flags = npt.NDArray[np.bool_]

CONTRAST = 20
"""Of 255: grey on white is seen from about here."""

_FOOT, _HEAD = 0.15, 0.85  # of a box: between these letters of all kinds have ink
_MAX_BANDS = 500
_MAX_PAIRS = 2000


def boxes_of(places: Sequence[Place], drawing: Drawing) -> Boxes:
    """Return where the characters of `places` have their ink."""
    lengths = [len(place.glyphs) for place in places]
    bottom = np.repeat([place.bottom for place in places], lengths)
    size = np.repeat([place.size for place in places], lengths)
    left = np.array([glyph.left for place in places for glyph in place.glyphs])
    right = np.array([glyph.right for place in places for glyph in place.glyphs])
    page, scale = drawing.box, drawing.scale
    height, width = drawing.drawn.shape[:2]
    edges = (
        np.clip(np.floor((left - page.left) * scale), 0, width),
        np.clip(np.floor((page.top - bottom - _HEAD * size) * scale), 0, height),
        np.clip(np.ceil((right - page.left) * scale), 0, width),
        np.clip(np.ceil((page.top - bottom - _FOOT * size) * scale), 0, height),
    )
    return np.array(edges).astype(np.intp)


class Bands:
    """The boxes of characters, by the rows of pixels that they stand in."""

    def __init__(self, boxes: Boxes, height: int, width: int) -> None:
        self._boxes = boxes
        self._shape = height, width
        codes = boxes[1] * (height + 1) + boxes[3]
        found, self._band = np.unique(codes, return_inverse=True)
        self._tops, self._bottoms = np.divmod(found, height + 1)

    def marked(self, marks: Flags) -> Flags:
        """Say for each box whether there is a mark in it."""
        bounds = zip(self._tops.tolist(), self._bottoms.tolist(), strict=True)
        columns = np.array([marks[top:bottom].any(axis=0) for top, bottom in bounds])
        left, _, right, _ = self._boxes
        sums = _sums(columns)
        return sums[self._band, right] > sums[self._band, left]

    def overlapping(self, lengths: Sequence[int]) -> Flags:
        """Say for each word, of so many characters, whether others cover most of it.

        For all of them where lines are too many to compare.
        """
        starts = np.cumsum([0, *lengths[:-1]])
        pairs = self._level() if len(self._tops) <= _MAX_BANDS else None
        if pairs is None or len(pairs) > _MAX_PAIRS:
            return np.ones(len(lengths), np.bool_)
        # The pixels at its ends are left to neighbours, whose boxes share them.
        left = np.minimum.reduceat(self._boxes[0], starts) + 2
        right = np.maximum(np.maximum.reduceat(self._boxes[2], starts) - 2, left)
        band, width = self._band[starts], self._shape[1]
        steps = np.zeros((len(self._tops), width + 3), np.int32)
        np.add.at(steps, (band, left), 1)
        np.add.at(steps, (band, right), -1)
        alone = steps.cumsum(axis=1, dtype=np.int32)[:, :width]
        covered = alone.copy()
        for one, other in pairs:
            covered[one] += alone[other]
        sums = _sums(covered > 1)
        twice = sums[band, np.minimum(right, width)] - sums[band, np.minimum(left, width)]
        return twice * 2 > right - left

    def _level(self) -> list[tuple[int, int]]:
        """Return the pairs of bands of which one covers half of the other."""
        shared = np.minimum.outer(self._bottoms, self._bottoms) - np.maximum.outer(
            self._tops, self._tops
        )
        heights = self._bottoms - self._tops
        near = shared * 2 > np.minimum.outer(heights, heights)
        np.fill_diagonal(near, val=False)
        one, other = np.nonzero(near)
        return list(zip(one.tolist(), other.tolist(), strict=True))


def _sums(columns: Flags) -> npt.NDArray[np.int32]:
    """Return how many marks each row has before each column."""
    sums = np.zeros((columns.shape[0], columns.shape[1] + 1), np.int32)
    np.cumsum(columns, axis=1, out=sums[:, 1:])
    return sums


def edges(pixels: Pixels) -> Flags:
    """Return where a pixel is unlike its neighbour on the right or below."""
    found = np.zeros(pixels.shape, np.bool_)
    found[:, :-1] = differ(pixels[:, 1:], pixels[:, :-1])
    found[:-1] |= differ(pixels[1:], pixels[:-1])
    return found


def differ(pixels: Pixels, others: Pixels) -> Flags:
    """Return where two drawings are unlike enough to be told apart."""
    return np.maximum(pixels, others) - np.minimum(pixels, others) > CONTRAST
