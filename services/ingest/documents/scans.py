"""Pictures of pages to their lines: image files, and pages of a PDF that hold no text.

What may be looked at is bounded before it is unpacked: pages, and the pixels of each.
"""

from __future__ import annotations

import io
import warnings
from contextlib import closing, contextmanager
from itertools import islice
from typing import TYPE_CHECKING, cast

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from services.ingest.documents import layout
from services.ingest.documents.errors import FileDamaged, FileTooLarge
from services.ingest.documents.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from services.ingest.documents.eyes import Eyes, Picture

DPI = 200
MAX_PIXELS = 50_000_000  # of a picture: A4 at 600 dpi has 35 million
_MAX_SIDE = 2_340  # pixels: A4 at 200 dpi
_MIN_SIDE = 1_240  # a picture smaller than that is made larger, for small type to be found
_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP")
_PICTURED = (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_SHADING)
_DEPTH = 4  # forms within forms
# What Pillow raises for a broken file, whichever its format.
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError)


class ScanFound(Exception):
    """Raised for a file that has to be looked at, by a reader who has no eyes."""


def has_pictures(data: bytes, numbers: Sequence[int] | None = None) -> bool:
    """Say whether one of the pages, from 0, of a PDF that opens has anything drawn on it."""
    with closing(pdfium.PdfDocument(data)) as document:
        for number in range(len(document)) if numbers is None else numbers:
            with closing(document[number]) as page:
                drawn = cast("Iterator[object]", page.get_objects(_PICTURED, max_depth=_DEPTH))
                if next(drawn, None) is not None:
                    return True
    return False


def pages(
    data: bytes, eyes: Eyes, sheets: Sequence[Sheet], numbers: Sequence[int]
) -> tuple[list[Sheet], int]:
    """Return `sheets` with the pages `numbers`, from 0, of the PDF `data` looked at.

    Those beyond what the eyes look at in a file are empty, and the second value counts them.
    """
    seen = list(sheets)
    with closing(pdfium.PdfDocument(data)) as document:
        for number in numbers[: eyes.pages]:
            seen[number] = _sheet(eyes, _rendered(document, number))
    left_out = numbers[eyes.pages :]
    for number in left_out:
        seen[number] = Sheet([], confidences=())
    return seen, len(left_out)


def pictures(data: bytes, eyes: Eyes) -> tuple[list[Sheet], int]:
    """Return what the eyes see on each picture of an image file; a TIFF may have several.

    The second value counts those beyond what they look at in a file. Raises FileTooLarge for
    too many pixels, FileDamaged for what does not open.
    """
    seen = [_sheet(eyes, picture) for picture in _opened(data, eyes.pages)]
    return seen, max(0, _count(data) - eyes.pages)


def _sheet(eyes: Eyes, picture: Picture) -> Sheet:
    rows = layout.rows(eyes.look(picture))
    confidences = tuple(
        sum(len(word.text) * word.confidence for word in row) / sum(len(w.text) for w in row)
        for row in rows
    )
    return Sheet([layout.line(row) for row in rows], confidences=confidences)


def _rendered(document: pdfium.PdfDocument, number: int) -> Picture:
    try:
        page = document[number]
    except pdfium.PdfiumError as error:
        raise FileDamaged("a page does not open", part=f"page {number + 1}") from error
    with closing(page):
        scale = min(DPI / 72, _MAX_SIDE / max(page.get_size()))
        # Declared to take whole numbers, and documented to take any.
        bitmap = cast("pdfium.PdfBitmap", page.render(scale=scale, may_draw_forms=False))  # pyright: ignore[reportArgumentType]
        with closing(bitmap):
            pixels = cast("Picture", bitmap.to_numpy())
            return np.ascontiguousarray(pixels[:, :, :3])


def _opened(data: bytes, most: int) -> Iterator[Picture]:
    with _image(data) as image:
        for frame in islice(ImageSequence.Iterator(image), most):
            if frame.width * frame.height > MAX_PIXELS:
                raise _too_many_pixels(str(frame.width * frame.height))
            yield _picture(frame)


def _count(data: bytes) -> int:
    with _image(data) as image:
        return getattr(image, "n_frames", 1)


@contextmanager
def _image(data: bytes) -> Generator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pixels are counted here, metadata is not of use
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                yield image
    except Image.DecompressionBombError as error:
        raise _too_many_pixels("") from error
    except _BROKEN as error:
        raise FileDamaged("the picture does not open", part="picture") from error


def _too_many_pixels(size: str) -> FileTooLarge:
    return FileTooLarge(
        "the picture has too many pixels",
        unit="pixels",
        size=size,
        limit=str(MAX_PIXELS),
    )


def _picture(frame: Image.Image) -> Picture:
    """Return a frame the right way up, in a size to read, blue first; what is clear is white."""
    frame.draft("RGB", (_MAX_SIDE, _MAX_SIDE))  # of a JPEG, unpack no more than is needed
    frame.thumbnail((_MAX_SIDE, _MAX_SIDE), reducing_gap=3.0)
    upright = ImageOps.exif_transpose(frame)
    if "A" in upright.getbands() or "transparency" in upright.info:
        clear = upright.convert("RGBA")
        upright = Image.new("RGB", clear.size, "white")
        upright.paste(clear, mask=clear.getchannel("A"))
    if max(upright.size) < _MIN_SIDE:
        upright = ImageOps.contain(upright, (_MIN_SIDE, _MIN_SIDE), Image.Resampling.BICUBIC)
    return np.ascontiguousarray(np.asarray(_eight_bit(upright))[:, :, ::-1])


def _eight_bit(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):  # 16 bits a pixel, which convert() would cut off
        levels = np.asarray(image, dtype=np.float32)
        levels -= levels.min()
        image = Image.fromarray((levels * (255 / max(1.0, levels.max()))).astype(np.uint8))
    return image.convert("RGB")
