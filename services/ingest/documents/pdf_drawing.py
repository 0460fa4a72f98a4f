"""A PDF page drawn small and grey, with its text and without."""

from __future__ import annotations

import ctypes
from contextlib import closing
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np
import pypdfium2.raw as pdfium_c

from services.ingest.documents import pdf_calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt
    from pypdfium2 import PdfPage

_LARGEST = 1500  # pixels a side
_THICK = 4.0  # points; lines and underlines are thinner
_MANY = 60  # shapes: more can make a pattern that text is lost in
_SEGMENTS = 16  # of a path: the same
_LETTER = 6.0  # points: what is smaller, as a bullet, has no word over it
_MAX_DEPTH = 5  # of groups in groups
_TEXT, _PATH = pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_PATH
_GROUP, _PICTURE = pdfium_c.FPDF_PAGEOBJ_FORM, pdfium_c.FPDF_PAGEOBJ_IMAGE
_BARE_ANNOTATIONS = (pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP)


class Matrix(NamedTuple):
    """A transformation, as ISO 32000-1 section 8.3.4 writes it."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def times(self, outer: Matrix) -> Matrix:
        """Return what applies this one and then `outer`."""
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )


class Box(NamedTuple):
    """A rectangle on the page, in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def area(self) -> float:
        """Its area, in square points."""
        return (self.right - self.left) * (self.top - self.bottom)

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point lies in it."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def moved(self, by: Matrix) -> Box:
        """Return the box around this one, transformed."""
        xs = [by.a * x + by.c * y + by.e for x in self[::2] for y in self[1::2]]
        ys = [by.b * x + by.d * y + by.f for x in self[::2] for y in self[1::2]]
        return Box(min(xs), min(ys), max(xs), max(ys))


class Thing(NamedTuple):
    """What is drawn on the page, is no text, and may stand behind or before it."""

    order: int  # how many texts are drawn before it
    picture: bool
    patterned: bool  # has edges of its own that may be taken for ink
    box: Box


class Drawing:
    """The page as it looks. `drawn` is its grey pixels; so is `bare`, but without the text."""

    def __init__(self, page: PdfPage) -> None:
        self._page = page
        self.box = Box(*page.get_bbox())
        width, height = self.box.right - self.box.left, self.box.top - self.box.bottom
        self.scale = min(1.0, _LARGEST / max(width, height, 1.0))
        self._count = 0  # of texts; they are not kept, for some pages have thousands
        self._shapes = 0
        self.things = [*self._walk(), *self._annotations()]
        patterned = any(thing.patterned for thing in self.things)
        self.is_plain = not patterned and self._shapes <= _MANY
        self.drawn = self._pixels()

    @cached_property
    def order_of(self) -> dict[int, int]:
        """When each text object is drawn, by its address."""
        return {address(text): order for order, text in enumerate(self._texts())}

    @cached_property
    def bare(self) -> npt.NDArray[np.uint8]:
        """The page without its text."""
        return self._without_text(grey=True) if self.things else np.full_like(self.drawn, 255)

    @cached_property
    def colours(self) -> npt.NDArray[np.uint8]:
        """The same in blue, green and red."""
        if not self.things:
            return np.full((*self.drawn.shape, 3), 255, np.uint8)
        return self._without_text(grey=False)

    def _without_text(self, *, grey: bool) -> npt.NDArray[np.uint8]:
        for text in self._texts():
            pdfium_c.FPDFPageObj_SetIsActive(text, 0)
        try:
            return self._pixels(grey=grey)
        finally:
            for text in self._texts():
                pdfium_c.FPDFPageObj_SetIsActive(text, 1)

    def _pixels(self, *, grey: bool = True) -> npt.NDArray[np.uint8]:
        bitmap = self._page.render(
            scale=self.scale,  # pyright: ignore[reportArgumentType]  # a float, say its docs
            rotation=(360 - self._page.get_rotation()) % 360,  # upright, as text's boxes are
            may_draw_forms=False,
            grayscale=grey,
        )
        with closing(bitmap):  # pyright: ignore[reportUnknownArgumentType]
            return np.array(bitmap.to_numpy(), np.uint8)

    def _texts(self) -> Iterator[object]:
        """Yield the text objects in the order in which they are drawn."""
        page = self._page.raw
        for index in range(pdfium_c.FPDFPage_CountObjects(page)):
            yield from _texts_of(pdfium_c.FPDFPage_GetObject(page, index), depth=0)

    def _walk(self) -> Iterator[Thing]:
        page = self._page.raw
        texts = 0  # before this one, among the page's own
        for index, kind in enumerate(pdf_calls.kinds(self._page)):
            if kind == _TEXT:
                texts += 1
                continue
            self._count, texts = self._count + texts, 0
            yield from self._things(pdfium_c.FPDFPage_GetObject(page, index), Matrix(), depth=0)
        self._count += texts

    def _things(self, drawn: object, matrix: Matrix, *, depth: int) -> Iterator[Thing]:
        kind = pdfium_c.FPDFPageObj_GetType(drawn)
        if kind == _TEXT:
            self._count += 1
        elif kind == _GROUP:
            inner = _matrix_of(drawn).times(matrix)
            for part in _parts(drawn, depth):
                yield from self._things(part, inner, depth=depth + 1)
        else:
            self._shapes += 1
            box = _box_of(drawn).moved(matrix)
            if kind != _PATH or _paints_area(drawn, box):
                patterned = kind != _PATH or pdfium_c.FPDFPath_CountSegments(drawn) > _SEGMENTS
                large = min(box.right - box.left, box.top - box.bottom) > _LETTER
                yield Thing(self._count, kind == _PICTURE, patterned and large, box)

    def _annotations(self) -> Iterator[Thing]:
        page = self._page.raw
        for index in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
            annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
            box = pdfium_c.FS_RECTF()
            bare = pdfium_c.FPDFAnnot_GetSubtype(annotation) in _BARE_ANNOTATIONS
            placed = pdfium_c.FPDFAnnot_GetRect(annotation, ctypes.byref(box))
            pdfium_c.FPDFPage_CloseAnnot(annotation)
            if placed and not bare:
                yield Thing(
                    self._count,
                    picture=False,
                    patterned=True,
                    box=Box(box.left, box.bottom, box.right, box.top),
                )


def _texts_of(drawn: object, *, depth: int) -> Iterator[object]:
    kind = pdfium_c.FPDFPageObj_GetType(drawn)
    if kind == _TEXT:
        yield drawn
    elif kind == _GROUP:
        for part in _parts(drawn, depth):
            yield from _texts_of(part, depth=depth + 1)


def _parts(group: object, depth: int) -> Iterator[object]:
    if depth < _MAX_DEPTH:
        for index in range(pdfium_c.FPDFFormObj_CountObjects(group)):
            yield pdfium_c.FPDFFormObj_GetObject(group, index)


def address(drawn: object) -> int:
    """Return what tells an object of the page from others."""
    return ctypes.cast(cast("ctypes.c_void_p", drawn), ctypes.c_void_p).value or 0


def _box_of(drawn: object) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium_c.FPDFPageObj_GetBounds(drawn, *map(ctypes.byref, sides))
    return Box(*(side.value for side in sides))


def _matrix_of(drawn: object) -> Matrix:
    found = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(drawn, ctypes.byref(found)):
        return Matrix()
    return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _paints_area(path: object, box: Box) -> bool:
    """Say whether a path paints an area and not a line."""
    if min(box.right - box.left, box.top - box.bottom) <= _THICK:
        return False
    filled, stroked, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    pdfium_c.FPDFPath_GetDrawMode(path, ctypes.byref(filled), ctypes.byref(stroked))
    pdfium_c.FPDFPageObj_GetStrokeWidth(path, ctypes.byref(width))
    return filled.value != 0 or (stroked.value != 0 and width.value > _THICK)
