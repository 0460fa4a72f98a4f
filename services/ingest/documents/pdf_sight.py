"""Which characters of a PDF page a reader sees: those that leave a mark on the page drawn.

The page is drawn once. Where it has pictures, filled shapes or groups, it is drawn again
without its text: what the two drawings differ in is the text's ink. Drawing settles at once
what no list of tricks would: white on white and not on a dark sidebar, under a picture,
clipped, see-through, in a layer that is switched off. A character without ink is hidden only
when the file also says why, so that a font that is not there hides nobody's name.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium_c

from services.ingest.documents.findings import FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt
    from pypdfium2 import PdfPage, PdfTextPage

MIN_SIZE = 2.0  # points; the smallest print on a contract has 4
_CONTRAST = 20  # of 255; grey on white is seen from about here
_SEE_THROUGH = 26  # of 255
_LARGEST = 2000  # pixels a side
_THICK = 4.0  # points; lines and underlines are thinner
_MANY_LINES = 300
_SCAN = 0.5  # of the page: a picture this large may be one, with its text layer over it
_MAX_DEPTH = 5  # of groups in groups
# In heights of a character's box: where letters of any kind have ink.
_FOOT, _HEAD = 0.15, 0.85

_INVISIBLE_MODES = (
    pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE,
    pdfium_c.FPDF_TEXTRENDERMODE_CLIP,
)
_OUTLINES = (pdfium_c.FPDF_TEXTRENDERMODE_STROKE, pdfium_c.FPDF_TEXTRENDERMODE_STROKE_CLIP)


class Box(NamedTuple):
    """A rectangle on the page, in points."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point lies in it."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top


class Glyph(NamedTuple):
    """A character on the page: its index, its code, and where it stands."""

    at: int
    code: int
    left: float
    right: float


class Place(NamedTuple):
    """Characters of a word, and the bottom and the height of their boxes."""

    glyphs: Sequence[Glyph]
    bottom: float
    size: float


class _Thing(NamedTuple):
    """What is drawn on the page and is no text: in which order, what, and where."""

    order: int
    kind: int
    box: Box
