"""PDF by ReportLab: one column under a coloured banner, or two frames side by side.

The banner's font, Bitstream Vera, comes with ReportLab and is embedded. Times is one of the
fourteen fonts that every reader has, so it is not: many real files are made that way.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    HRFlowable,
    PageTemplate,
    Paragraph,
    Spacer,
)

if TYPE_CHECKING:
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

    from samples.sheet import Block, Item, Sheet

WIDTH, HEIGHT = LETTER
NAVY = HexColor("#173f5f")


class Styles:
    """The paragraph styles of a layout, from its fonts and size."""

    def __init__(self, plain: str, bold: str, italic: str, size: float) -> None:
        leading = size * 1.38
        self.body = ParagraphStyle("body", fontName=plain, fontSize=size, leading=leading)
        self.bullet = ParagraphStyle(
            "bullet", self.body, leftIndent=12, bulletIndent=2, bulletFontName=plain
        )
        self.title = ParagraphStyle("title", self.body, fontName=bold, spaceBefore=5)
        self.where = ParagraphStyle("where", self.body, fontName=italic, spaceAfter=2)
        self.heading = ParagraphStyle(
            "heading",
            self.title,
            fontSize=size + 2,
            leading=leading + 3,
            textColor=NAVY,
            spaceBefore=12,
            spaceAfter=4,
            keepWithNext=True,
        )


def write(sheet: Sheet, layout: str, target: Path) -> None:
    """Write `sheet` to `target` in `layout`: banner or columns."""
    document = BaseDocTemplate(
        str(target),
        pagesize=LETTER,
        title=f"{sheet.name}, {sheet.headline}",
        author=sheet.name,
        invariant=1,  # no clock in the file
    )
    if layout == "banner":
        frames, story = _banner(sheet)
        paint = partial(_paint_banner, sheet)
    else:
        frames, story = _columns(sheet)
        paint = partial(_paint_rule, sheet)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=paint))
    document.build(story)


def _banner(sheet: Sheet) -> tuple[list[Frame], list[Flowable]]:
    for name, file in (("Vera", "Vera"), ("Vera-Bold", "VeraBd"), ("Vera-Italic", "VeraIt")):
        pdfmetrics.registerFont(TTFont(name, f"{file}.ttf"))
    pdfmetrics.registerFontFamily("Vera", "Vera", "Vera-Bold", "Vera-Italic")
    styles = Styles("Vera", "Vera-Bold", "Vera-Italic", 9)
    story = [*_career(sheet, styles)]
    for block in sheet.blocks:
        story += _block(block, styles)
    return [Frame(18 * mm, 12 * mm, WIDTH - 36 * mm, HEIGHT - 52 * mm)], story


def _columns(sheet: Sheet) -> tuple[list[Frame], list[Flowable]]:
    styles = Styles("Times-Roman", "Times-Bold", "Times-Italic", 11)
    story: list[Flowable] = [*_career(sheet, styles), FrameBreak()]
    story.append(Paragraph(escape(sheet.contact_heading), styles.heading))
    story += [Paragraph(escape(contact), styles.body) for contact in sheet.contacts]
    for block in sheet.blocks:
        story += _block(block, styles)
    main = Frame(16 * mm, 12 * mm, 120 * mm, HEIGHT - 50 * mm)
    return [main, Frame(141 * mm, 12 * mm, 60 * mm, HEIGHT - 50 * mm)], story


def _career(sheet: Sheet, styles: Styles) -> list[Flowable]:
    story: list[Flowable] = [
        Paragraph(escape(sheet.summary_heading), styles.heading),
        Paragraph(escape(sheet.summary), styles.body),
        Paragraph(escape(sheet.experience_heading), styles.heading),
    ]
    for item in sheet.experience:
        story += _item(item, styles)
    story.append(Paragraph(escape(sheet.education_heading), styles.heading))
    for item in sheet.education:
        story += _item(item, styles)
    return story


def _item(item: Item, styles: Styles) -> list[Flowable]:
    where = ", ".join(part for part in (item.where, item.place, item.dates) if part)
    lines = [Paragraph(escape(line), styles.bullet, bulletText="•") for line in item.lines]
    return [
        Paragraph(escape(item.title), styles.title),
        Paragraph(escape(where), styles.where),
        *lines,
    ]


def _block(block: Block, styles: Styles) -> list[Flowable]:
    lines = (
        f"<b>{escape(label)}:</b> {escape(text)}" if label else escape(text)
        for label, text in block.lines
    )
    return [
        Paragraph(escape(block.heading), styles.heading),
        HRFlowable(width="100%", thickness=0.5, color=NAVY, spaceAfter=3),
        *(Paragraph(line, styles.body) for line in lines),
        Spacer(0, 2),
    ]


def _paint_banner(sheet: Sheet, canvas: Canvas, document: BaseDocTemplate) -> None:
    if document.page > 1:
        return
    canvas.setFillColor(NAVY)
    canvas.rect(0, HEIGHT - 37 * mm, WIDTH, 37 * mm, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.setFont("Vera-Bold", 21)
    canvas.drawString(20 * mm, HEIGHT - 16 * mm, sheet.name)
    canvas.setFont("Vera", 11)
    canvas.drawString(20 * mm, HEIGHT - 23 * mm, sheet.headline)
    canvas.setFont("Vera", 8.5)
    canvas.drawString(20 * mm, HEIGHT - 31 * mm, "   |   ".join(sheet.contacts))


def _paint_rule(sheet: Sheet, canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.setStrokeColor(NAVY)
    canvas.line(138 * mm, 14 * mm, 138 * mm, HEIGHT - 38 * mm)
    if document.page > 1:
        return
    canvas.setFont("Times-Bold", 26)
    canvas.drawString(18 * mm, HEIGHT - 22 * mm, sheet.name)
    canvas.setFont("Times-Italic", 14)
    canvas.drawString(18 * mm, HEIGHT - 30 * mm, sheet.headline)
