"""Which characters of a PDF page a reader sees: those that leave ink when the page is drawn.

Where a page has pictures or filled shapes it is drawn again without its text: what the two
drawings differ in is the text's ink. That settles at once what no list of tricks would: white
on white and not on a dark sidebar, under a picture, clipped, see-through, in a layer that is
switched off. A character without ink is hidden only when the file also says why, so that a
font that is not here hides nobody's name.
"""

from __future__ import annotations

import ctypes
from itertools import groupby
from math import hypot
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2.raw as pdfium_c

from services.ingest.documents import pdf_calls
from services.ingest.documents.findings import FindingKind
from services.ingest.documents.pdf_bands import CONTRAST, Bands, boxes_of, differ, edges
from services.ingest.documents.pdf_drawing import Drawing, address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdfium2 import PdfPage, PdfTextPage

    from services.ingest.documents.pdf_bands import Boxes, Flags
    from services.ingest.documents.rows import Glyph, Place

MIN_SIZE = 2.0  # points; the smallest print on a contract has 4
_TINY_BOX = 1.6 * MIN_SIZE  # boxes reach over and under the type
_LIGHT = 200  # of 255, in each colour
_ALIKE = 32  # of 255, in each colour
_SEE_THROUGH = 26  # of 255
_SCAN = 0.5  # of the page: a picture this large may be one, with its words laid over it
FEW = 3  # characters in succession, or all of a word: else a word may have some that leave no ink
_MAX_CLIPS = 100  # points of a clip path that are looked at

_INVISIBLE = (
    pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE,
    pdfium_c.FPDF_TEXTRENDERMODE_CLIP,
)
_OUTLINED = (
    pdfium_c.FPDF_TEXTRENDERMODE_STROKE,
    pdfium_c.FPDF_TEXTRENDERMODE_STROKE_CLIP,
)


def hidden(page: PdfPage, text: PdfTextPage, places: Sequence[Place]) -> dict[int, FindingKind]:
    """Return why no reader sees them, for the characters that none sees, by index."""
    if not any(place.glyphs for place in places):
        return {}
    drawing = Drawing(page)
    sight = _Sight(text, drawing)
    boxes = boxes_of(places, drawing)
    bands = Bands(boxes, drawing.drawn.shape[0], drawing.drawn.shape[1])
    if drawing.is_plain:
        inked = bands.marked(edges(drawing.drawn))
    else:
        inked = bands.marked(differ(drawing.drawn, drawing.bare))
    lengths = [len(place.glyphs) for place in places]
    faint = _faint(text, [place.glyphs[0].at for place in places])
    doubtful = ~inked | np.repeat(faint | bands.overlapping(lengths), lengths)
    starts = np.cumsum([0, *lengths[:-1]])
    tiny = np.array([place.size < _TINY_BOX for place in places])
    found: dict[int, FindingKind] = {}
    for index in np.flatnonzero(tiny | np.logical_or.reduceat(doubtful, starts)).tolist():
        place, start = places[index], int(starts[index])
        doubts = doubtful[start : start + lengths[index]].tolist()
        if tiny[index] or _has_run(doubts):
            for at, glyph in enumerate(place.glyphs):
                if tiny[index] or doubts[at]:
                    kind = sight.reason(glyph, place, boxes[:, start + at])
                    if kind is not None:
                        found[glyph.at] = kind
    return found


def _has_run(doubts: list[bool]) -> bool:
    """Say whether enough characters in succession are in doubt to be a word."""
    least = min(FEW, len(doubts))
    return any(doubted and len(list(alike)) >= least for doubted, alike in groupby(doubts))


def _faint(text: PdfTextPage, places: Sequence[int]) -> Flags:
    """Say where ink at a character may be another's: it has next to none."""
    red, green, blue, alpha = pdf_calls.colours(text, places)
    light = np.minimum(np.minimum(red, green), blue) >= _LIGHT
    invisible = [mode in _INVISIBLE for mode in pdf_calls.modes(text, places)]
    return (alpha <= _SEE_THROUGH) | light | np.array(invisible, np.bool_)


class _Sight:
    """Tells what is seen of the text of one page."""

    def __init__(self, text: PdfTextPage, drawing: Drawing) -> None:
        self._text = text
        self._drawing = drawing
        self._colour = tuple(ctypes.c_uint() for _ in range(4))
        self._references = [ctypes.byref(each) for each in self._colour]

    def reason(self, glyph: Glyph, place: Place, box: Boxes) -> FindingKind | None:
        """Return what the file does to keep a character from being seen, if it does."""
        text_object = pdfium_c.FPDFText_GetTextObject(self._text.raw, glyph.at)
        mode = pdfium_c.FPDFTextObj_GetTextRenderMode(text_object) if text_object else 0
        if mode in _INVISIBLE:
            return None if self._is_scanned(glyph, place, box) else FindingKind.HIDDEN_MARKUP
        if self._is_tiny(glyph, place):
            return FindingKind.HIDDEN_SIZE
        if self._is_colourless(glyph, box, outlined=mode in _OUTLINED):
            return FindingKind.HIDDEN_COLOUR
        order = self._drawing.order_of.get(address(text_object), 0) if text_object else 0
        x, y = (glyph.left + glyph.right) / 2, place.bottom + place.size / 2
        if any(thing.order > order and thing.box.holds(x, y) for thing in self._drawing.things):
            return FindingKind.HIDDEN_COVERED
        if text_object and _is_clipped(text_object, x, place):
            return FindingKind.HIDDEN_COVERED
        if text_object and _is_in_layer(text_object):
            return FindingKind.HIDDEN_MARKUP
        return None

    def _is_scanned(self, glyph: Glyph, place: Place, box: Boxes) -> bool:
        """Say whether a character is of a text layer: on a scan of the page, over ink."""
        x, y = (glyph.left + glyph.right) / 2, place.bottom + place.size / 2
        page = self._drawing.box
        least = _SCAN * (page.right - page.left) * (page.top - page.bottom)
        on_scan = any(
            thing.picture and thing.box.holds(x, y) and thing.box.area >= least
            for thing in self._drawing.things
        )
        left, top, right, bottom = box
        under = self._drawing.bare[top : max(bottom, top + 1), left : max(right, left + 1)]
        return on_scan and under.size > 0 and int(np.ptp(under)) > CONTRAST

    def _is_tiny(self, glyph: Glyph, place: Place) -> bool:
        if place.size >= _TINY_BOX and glyph.right - glyph.left >= _TINY_BOX / 4:
            return False
        matrix = pdfium_c.FS_MATRIX()
        if not pdfium_c.FPDFText_GetMatrix(self._text.raw, glyph.at, ctypes.byref(matrix)):
            return False
        size = pdfium_c.FPDFText_GetFontSize(self._text.raw, glyph.at)
        return size * min(hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d)) < MIN_SIZE

    def _is_colourless(self, glyph: Glyph, box: Boxes, *, outlined: bool) -> bool:
        """Say whether a character has the colour of what it stands on, or next to none."""
        red, green, blue, alpha = self._colour
        ask = pdfium_c.FPDFText_GetStrokeColor if outlined else pdfium_c.FPDFText_GetFillColor
        if not ask(self._text.raw, glyph.at, *self._references):
            return False
        if alpha.value <= _SEE_THROUGH:
            return True
        left, top, right, bottom = box
        behind = self._drawing.colours[top : max(bottom, top + 1), left : max(right, left + 1)]
        if behind.size == 0:
            return False
        own = np.array([blue.value, green.value, red.value], np.int32)
        shown = behind[behind.shape[0] // 2, behind.shape[1] // 2, :3].astype(np.int32)
        return bool((np.abs(own - shown) * alpha.value / 255 <= _ALIKE).all())


def _is_clipped(text_object: object, x: float, place: Place) -> bool:
    """Say whether a character lies outside what the object's clip path lets through.

    All of it: converters cut lines in half where they break pages.
    """
    clip = pdfium_c.FPDFPageObj_GetClipPath(text_object)
    for index in range(max(0, pdfium_c.FPDFClipPath_CountPaths(clip))):
        count = pdfium_c.FPDFClipPath_CountPathSegments(clip, index)
        points = [_point(clip, index, at) for at in range(min(count, _MAX_CLIPS))]
        if points and count <= _MAX_CLIPS:
            xs, ys = zip(*points, strict=True)
            beside = not min(xs) <= x <= max(xs)
            if beside or place.bottom + place.size < min(ys) or place.bottom > max(ys):
                return True
    return False


def _point(clip: object, path: int, at: int) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    segment = pdfium_c.FPDFClipPath_GetPathSegment(clip, path, at)
    pdfium_c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
    return x.value, y.value


def _is_in_layer(text_object: object) -> bool:
    """Say whether the object is optional content, which a viewer may show or not (8.11)."""
    buffer = ctypes.create_string_buffer(16)
    length = ctypes.c_ulong()
    for index in range(max(0, pdfium_c.FPDFPageObj_CountMarks(text_object))):
        mark = pdfium_c.FPDFPageObj_GetMark(text_object, index)
        pdfium_c.FPDFPageObjMark_GetName(
            mark,
            ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR)),
            len(buffer),
            ctypes.byref(length),
        )
        if buffer.raw[: length.value].startswith("OC\0".encode("utf-16-le")):
            return True
    return False
