"""The functions of pdfium that are asked of each character and object, at half the cost.

Pointers are numbers here, so that no Python object is made for each, and many answers come
from one `map`: a page has thousands of characters, and at times as many objects.
"""

from __future__ import annotations

import ctypes
from itertools import repeat
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium_c

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pypdfium2 import PdfPage, PdfTextPage

_Simple = ctypes.c_int | ctypes.c_uint | ctypes.c_void_p
_Table = npt.NDArray[np.float32] | npt.NDArray[np.float64] | npt.NDArray[np.uint32]
_INT, _POINTER = ctypes.c_int, ctypes.c_void_p
_UNKNOWN_HYPHEN = 0xFFFE  # what the text has where the character is pdfium's mark for a hyphen


def _quick(name: str, result: type[_Simple], *arguments: type[_Simple]) -> Callable[..., Any]:
    address = ctypes.cast(getattr(pdfium_c, name), _POINTER).value
    return cast("Callable[..., Any]", ctypes.PYFUNCTYPE(result, *arguments)(address or 0))


_object_at = _quick("FPDFPage_GetObject", _POINTER, _POINTER, _INT)
_kind_of = _quick("FPDFPageObj_GetType", _INT, _POINTER)
_code_at = _quick("FPDFText_GetUnicode", ctypes.c_uint, _POINTER, _INT)
_box_at = _quick("FPDFText_GetLooseCharBox", _INT, _POINTER, _INT, _POINTER)
_origin_at = _quick("FPDFText_GetCharOrigin", _INT, _POINTER, _INT, _POINTER, _POINTER)
_colour_at = _quick("FPDFText_GetFillColor", _INT, _POINTER, _INT, *[_POINTER] * 4)
_text_object_at = _quick("FPDFText_GetTextObject", _POINTER, _POINTER, _INT)
_mode_of = _quick("FPDFTextObj_GetTextRenderMode", _INT, _POINTER)


def kinds(page: PdfPage) -> list[int]:
    """Return the type of each object of a page, in the order in which they are drawn."""
    there = _address(page)
    count = pdfium_c.FPDFPage_CountObjects(page.raw)
    return list(map(_kind_of, map(_object_at, repeat(there), range(count))))


def codes(text: PdfTextPage, count: int) -> list[int]:
    """Return the code points of the first `count` characters of a page."""
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    units = max(0, pdfium_c.FPDFText_GetText(text.raw, 0, count, buffer) - 1)
    said = bytes(buffer)[: 2 * units].decode("utf-16-le", "surrogatepass")
    there = _address(text)
    if len(said) != count:  # some characters have no text
        return list(map(_code_at, repeat(there), range(count)))
    found = list(map(ord, said))
    if _UNKNOWN_HYPHEN in found:
        found = [_code_at(there, at) if c == _UNKNOWN_HYPHEN else c for at, c in enumerate(found)]
    return found


def boxes(text: PdfTextPage, places: Sequence[int]) -> npt.NDArray[np.float32]:
    """Return left, top, right and bottom of the boxes of characters, each as a row."""
    found = np.zeros((len(places), 4), np.float32)
    _each(_box_at, text, places, _cells(found)[0])
    return found.T


def baselines(text: PdfTextPage, places: Sequence[int]) -> list[float]:
    """Return how high on the page characters stand."""
    found = np.zeros((len(places), 2), np.float64)
    _each(_origin_at, text, places, *_cells(found))
    return found[:, 1].tolist()


def colours(text: PdfTextPage, places: Sequence[int]) -> npt.NDArray[np.uint32]:
    """Return red, green, blue and alpha that characters are filled with, each as a row.

    One without a colour has that of the character before it in `places`.
    """
    found = np.zeros((len(places), 4), np.uint32)
    told = _each(_colour_at, text, places, *_cells(found))
    for at in (at for at, is_told in enumerate(told) if not is_told):
        found[at] = found[at - 1] if at else 0
    return found.T


def modes(text: PdfTextPage, places: Sequence[int]) -> list[int]:
    """Return how characters are painted (9.3.6, text rendering mode); -1 where it is not known."""
    return list(map(_mode_of, map(_text_object_at, repeat(_address(text)), places)))


def _each(
    ask: Callable[..., int], text: PdfTextPage, places: Sequence[int], *cells: range
) -> list[int]:
    """Ask about each character, the answers to go to the cells; return what was returned."""
    return list(map(ask, repeat(_address(text)), places, *cells))


def _cells(found: _Table) -> list[range]:
    """Return the addresses of each column of an array."""
    count, columns = found.shape
    step, first = found.itemsize, found.ctypes.data
    row = columns * step
    return [range(first + at * step, first + at * step + count * row, row) for at in range(columns)]


def _address(thing: PdfPage | PdfTextPage) -> int:
    return ctypes.cast(cast("ctypes.c_void_p", thing.raw), _POINTER).value or 0
