"""Ways to plant words in a PDF so that no reader sees them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Trick = Callable[[Canvas, str, "Random"], None]

WIDTH, HEIGHT = 595, 842
TOP, PITCH, LEFT = 770, 15, 50
BAND = (0.1, 0.2, 0.35)


def clean(text: str) -> bytes:
    """Return the PDF of a resume with nothing planted."""
    return _pdf(text, lambda _: None)


def planted(text: str, trick: Trick, words: str, dice: Random) -> bytes:
    """Return the PDF of a resume in which a trick hides words."""
    return _pdf(text, lambda canvas: trick(canvas, words, dice))


def _pdf(text: str, plant: Callable[[Canvas], None]) -> bytes:
    """Return a page with the name in white on a dark band, as many templates have it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    canvas.setFillColorRGB(*BAND)
    canvas.rect(0, TOP - 6, WIDTH, 30, fill=1, stroke=0)
    lines = text.splitlines()
    for row, line in enumerate(lines):
        canvas.setFont("Helvetica", 10)
        canvas.setFillGray(1 if row == 0 else 0)
        canvas.drawString(LEFT, TOP - PITCH * row, line)
    plant(canvas)
    canvas.save()
    return out.getvalue()


def _written(canvas: Canvas, words: str, dice: Random, *, size: float = 8, x: float = 0) -> None:
    """Write the words somewhere below the resume's last lines, in lines that fit."""
    canvas.setFont("Helvetica", size)
    y = dice.uniform(150, 400)
    line = ""
    for word in words.split():
        if pdfmetrics.stringWidth(f"{line} {word}", "Helvetica", size) > WIDTH - 2 * LEFT:
            canvas.drawString(x or LEFT, y, line)
            line, y = "", y - 1.4 * size
        line = f"{line} {word}".strip()
    canvas.drawString(x or LEFT, y, line)


def white(canvas: Canvas, words: str, dice: Random) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    _written(canvas, words, dice)


def nearly_white(canvas: Canvas, words: str, dice: Random) -> None:
    canvas.setFillColorRGB(*(dice.uniform(0.95, 1) for _ in range(3)))
    _written(canvas, words, dice)


def on_the_band(canvas: Canvas, words: str, dice: Random) -> None:
    canvas.setFillColorRGB(*BAND)
    canvas.setFont("Helvetica", 6)
    canvas.drawString(dice.uniform(150, 200), TOP, words[:100])


def over_words(canvas: Canvas, words: str, dice: Random) -> None:
    """White, upon a line that is seen: the line's own ink stands where these words do."""
    canvas.setFillColorRGB(1, 1, 1)
    canvas.setFont("Helvetica", 10)
    row = dice.choice((3, 5, 6))
    canvas.saveState()
    canvas.setFillAlpha(0)
    canvas.drawString(LEFT, TOP - PITCH * row, words[:60])
    canvas.restoreState()


def see_through(canvas: Canvas, words: str, dice: Random) -> None:
    canvas.setFillAlpha(dice.uniform(0, 0.05))
    _written(canvas, words, dice)


def tiny(canvas: Canvas, words: str, dice: Random) -> None:
    _written(canvas, words, dice, size=dice.uniform(0.3, 1.5))


def shrunk(canvas: Canvas, words: str, dice: Random) -> None:
    canvas.translate(LEFT, dice.uniform(100, 400))
    canvas.scale(0.08, 0.08)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(0, 0, words)


def off_page(canvas: Canvas, words: str, dice: Random) -> None:
    canvas.setFont("Helvetica", 9)
    x, y = dice.choice(((LEFT, -40), (LEFT, HEIGHT + 30), (WIDTH + 20, 300), (-3000, 300)))
    canvas.drawString(x, y, words)


def under_shape(canvas: Canvas, words: str, dice: Random) -> None:
    _written(canvas, words, dice)
    canvas.setFillGray(1)
    canvas.rect(LEFT - 10, 60, WIDTH, 360, fill=1, stroke=0)


def under_picture(canvas: Canvas, words: str, dice: Random) -> None:
    """Under a picture that has edges of its own everywhere."""
    _written(canvas, words, dice)
    noise = ImageReader(io.BytesIO(b"P6 40 40 255\n" + dice.randbytes(4800)))
    canvas.drawImage(noise, LEFT - 10, 60, WIDTH, 360)


def invisible(canvas: Canvas, words: str, dice: Random) -> None:
    text = canvas.beginText(LEFT, dice.uniform(100, 400))
    text.setFont("Helvetica", 9)
    text.setTextRenderMode(3)
    text.textLine(words)
    canvas.drawText(text)


def clipped(canvas: Canvas, words: str, dice: Random) -> None:
    path = canvas.beginPath()
    path.rect(0, 0, 5, 5)
    canvas.clipPath(path, stroke=0, fill=0)
    _written(canvas, words, dice)


def properties(canvas: Canvas, words: str, dice: Random) -> None:
    dice.choice((canvas.setSubject, canvas.setKeywords, canvas.setTitle))(words)


def note(canvas: Canvas, words: str, dice: Random) -> None:
    canvas.textAnnotation(words, Rect=(0, 0, 1, dice.uniform(1, 2)))


TRICKS: tuple[Trick, ...] = (
    *(white, nearly_white, on_the_band, over_words, see_through, tiny, shrunk, off_page),
    *(under_shape, under_picture, invisible, clipped, properties, note),
)
