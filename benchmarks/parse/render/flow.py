"""Pages as PDF through ReportLab, in one column or two frames."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import rendercv_fonts
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from benchmarks.parse.pages import Page, Part

LAYOUTS = ("column", "frames")
_FONTS = {
    "SourceSans3": "Source Sans 3",
    "OpenSans": "Open Sans",
    "NotoSans": "Noto Sans",
    "Roboto": "Roboto",
}


def write(page: Page, layout: str, dice: Random, file: Path) -> None:
    """Write the page in one of LAYOUTS."""
    font = dice.choice(list(_FONTS))
    _register(font)
    size = dice.choice((9, 10, 11))
    body = ParagraphStyle("body", fontName=font, fontSize=size, leading=size * 1.3)
    title = ParagraphStyle("title", body, fontSize=size * 2, leading=size * 2.6)
    head = ParagraphStyle("head", body, fontSize=size * 1.25, leading=size * 2, spaceBefore=6)
    contacts = "<br/>" if layout == "frames" else dice.choice((" | ", " \u2022 ", "<br/>"))
    top: list[Flowable] = [Paragraph(escape(page.name), title)]
    top += [Paragraph(escape(page.headline), body)] if page.headline else []
    reach = Paragraph(contacts.join(map(escape, page.contacts)), body)
    narrow = [part for part in page.parts if part.narrow] if layout == "frames" else []
    wide = [part for part in page.parts if part not in narrow]
    main = [each for part in wide for each in _part(part, head, body)]
    side = [each for part in narrow for each in _part(part, head, body)]
    size_of = dice.choice((A4, LETTER))
    if layout == "column":
        plain = SimpleDocTemplate(str(file), pagesize=size_of, title=page.name)
        plain.build([*top, reach, Spacer(1, 6), *main])
        return
    _framed(file, size_of).build(
        [NextPageTemplate("rest"), *top, FrameBreak(), reach, *side, FrameBreak(), *main]
    )


def _register(font: str) -> None:
    folders = {path.name: path for path in rendercv_fonts.paths_to_font_folders}
    file = folders[_FONTS[font]] / f"{font}-Regular.ttf"
    pdfmetrics.registerFont(TTFont(font, str(file)))
    pdfmetrics.registerFontFamily(font, font, font, font, font)


def _framed(file: Path, size: tuple[float, float]) -> BaseDocTemplate:
    width, height = size
    edge, header = 14 * mm, 34 * mm
    below = height - header - 2 * edge
    frames = [
        Frame(edge, height - edge - header, width - 2 * edge, header),
        Frame(edge, edge, 55 * mm, below),
        Frame(edge + 58 * mm, edge, width - 2 * edge - 58 * mm, below),
    ]
    rest = Frame(edge + 58 * mm, edge, width - 2 * edge - 58 * mm, height - 2 * edge)
    template = BaseDocTemplate(str(file), pagesize=size)
    template.addPageTemplates([PageTemplate("first", frames), PageTemplate("rest", [rest])])
    return template


def _part(part: Part, head: ParagraphStyle, body: ParagraphStyle) -> list[Flowable]:
    mark = "\u2022 " if part.listed else ""
    told: list[Flowable] = [Paragraph(escape(part.heading), head)]
    told += [Paragraph(f"{mark}{escape(line)}", body) for line in part.lines]
    for entry in part.entries:
        first = Paragraph(escape(entry.heads[0]), body)
        told.append(_beside(first, Paragraph(escape(entry.dates), body)))
        rest = (*entry.heads[1:], *([entry.text] if entry.text else []))
        told += [Paragraph(escape(line), body) for line in rest]
        told += [Paragraph(f"\u2022 {escape(line)}", body) for line in entry.bullets]
        told.append(Spacer(1, 5))
    return told


def _beside(first: Paragraph, dates: Paragraph) -> Table:
    padding = [(name, (0, 0), (-1, -1), 0) for name in ("LEFTPADDING", "RIGHTPADDING")]
    style = [*padding, ("VALIGN", (0, 0), (-1, -1), "TOP")]
    return Table([[first, dates]], colWidths=["68%", "32%"], style=style)
