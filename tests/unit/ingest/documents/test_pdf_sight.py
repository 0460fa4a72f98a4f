"""What a reader of a PDF page sees, and what they do not."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from services.ingest.documents.findings import FindingKind
from services.ingest.documents.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable

LINES = ("Built payment services in Python and Go", "for two million customers of a bank")


def _pdf(draw: Callable[[Canvas], None]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(600, 800))
    draw(canvas)
    canvas.save()
    return out.getvalue()


def _lines(canvas: Canvas) -> None:
    for row, line in enumerate(LINES):
        canvas.drawString(50, 700 - 20 * row, line)


def _scan(canvas: Canvas, *, inked_to: float) -> None:
    """Draw a page of noise down to a height, white below it, and an invisible layer over it."""
    grey = bytes(index * 89 % 256 for index in range(300 * 400))
    row = round((800 - inked_to) / 2)
    pixels = grey[: 300 * row] + b"\xff" * (300 * (400 - row))
    picture = ImageReader(io.BytesIO(b"P5 300 400 255\n" + pixels))
    canvas.drawImage(picture, 0, 0, 600, 800)
    text = canvas.beginText(50, 700)
    text.setTextRenderMode(3)
    text.setLeading(20)
    text.textLines("\n".join(LINES))
    canvas.drawText(text)


def test_the_text_layer_of_a_scan_is_read_where_the_scan_has_ink() -> None:
    document = read(_pdf(lambda canvas: _scan(canvas, inked_to=600)))
    assert [line for line in document.text.split("\n") if line] == list(LINES)
    assert document.findings == ()


def test_words_laid_over_the_blank_of_a_scan_are_hidden() -> None:
    def draw(canvas: Canvas) -> None:
        _scan(canvas, inked_to=600)
        text = canvas.beginText(50, 300)
        text.setTextRenderMode(3)
        text.textLine("Terraform Kubernetes")
        canvas.drawText(text)

    document = read(_pdf(draw))
    assert "Terraform" not in document.text
    assert [each.kind for each in document.findings] == [FindingKind.HIDDEN_MARKUP]


def test_white_words_on_a_dark_shape_are_seen_and_beside_it_are_not() -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas)
        canvas.setFillGray(0.2)
        canvas.rect(0, 0, 200, 500, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(20, 400, "Kubernetes")
        canvas.drawString(300, 400, "Terraform")

    document = read(_pdf(draw))
    assert "Kubernetes" in document.text
    assert "Terraform" not in document.text
    assert [(each.kind, each.text) for each in document.findings] == [
        (FindingKind.HIDDEN_COLOUR, "Terraform")
    ]


def test_words_under_a_shape_that_can_be_seen_through_are_seen() -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas)
        canvas.setFillColorRGB(1, 1, 0, alpha=0.4)
        canvas.rect(40, 600, 500, 150, fill=1, stroke=0)

    assert read(_pdf(draw)).findings == ()


def test_a_page_that_is_turned_is_seen_as_it_is_shown() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)  # the page is 800 wide and 600 high
        canvas.translate(0, -250)
        _lines(canvas)
        canvas.setFillGray(1)
        canvas.drawString(50, 300, "Terraform")

    document = read(_pdf(draw))
    assert [each.text for each in document.findings] == ["Terraform"]
    assert LINES[0] in document.text


def test_words_off_the_page_are_recorded_as_such() -> None:
    def draw(canvas: Canvas) -> None:
        _lines(canvas)
        canvas.drawString(-300, 300, "Terraform")

    found = read(_pdf(draw)).findings
    assert [(each.kind, each.text) for each in found] == [(FindingKind.HIDDEN_PLACE, "Terraform")]
