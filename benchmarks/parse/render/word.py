"""Pages as DOCX through python-docx."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Cm, Pt

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from docx.document import Document
    from docx.styles.style import CharacterStyle
    from docx.table import _Cell  # pyright: ignore[reportPrivateUsage]  # what a row's cells are

    from benchmarks.parse.pages import Entry, Page, Part

LAYOUTS = ("tabs", "rows", "columns")
_FONTS = ("Calibri", "Arial", "Times New Roman", "Georgia")


def write(page: Page, layout: str, dice: Random, file: Path) -> None:
    """Write the page in one of LAYOUTS: dates after a tab, in rows' cells, or two columns."""
    document = docx.Document()
    normal = cast("CharacterStyle", document.styles["Normal"])
    normal.font.name = dice.choice(_FONTS)
    normal.font.size = Pt(dice.choice((10, 10.5, 11)))
    styled = dice.random() < 0.6
    if styled:
        document.add_heading(page.name, 0)
    else:
        document.add_paragraph().add_run(page.name).bold = True
    if page.headline:
        document.add_paragraph(page.headline)
    narrow = [part for part in page.parts if part.narrow] if layout == "columns" else []
    if layout == "columns":
        left, right = document.add_table(rows=1, cols=2).rows[0].cells
        for each in page.contacts:
            left.add_paragraph(each)
        for part in narrow:
            _part(left, part, layout, styled=styled)
        for part in page.parts:
            if part not in narrow:
                _part(right, part, layout, styled=styled)
    else:
        document.add_paragraph(dice.choice((" | ", " • ", "\n", "   ")).join(page.contacts))
        for part in page.parts:
            _part(document, part, layout, styled=styled)
    document.save(str(file))


def _part(place: Document | _Cell, part: Part, layout: str, *, styled: bool) -> None:
    if styled:
        place.add_paragraph(part.heading, "Heading 1")
    else:
        place.add_paragraph().add_run(part.heading.upper()).bold = True
    for line in part.lines:
        place.add_paragraph(line, "List Bullet" if part.listed else None)
    table = place.add_table(0, 2) if layout == "rows" and part.entries else None
    for entry in part.entries:
        if table is not None:
            left, right = table.add_row().cells
            left.text = entry.dates
            _entry(right, entry, "")
        else:
            _entry(place, entry, "\t" if layout == "tabs" else "\n")


def _entry(place: Document | _Cell, entry: Entry, joint: str) -> None:
    head = place.paragraphs[0] if not joint else place.add_paragraph()
    head.add_run(entry.heads[0]).bold = True
    if joint == "\t":
        head.paragraph_format.tab_stops.add_tab_stop(Cm(15), WD_TAB_ALIGNMENT.RIGHT)
    if joint and entry.dates:
        head.add_run(f"{joint}{entry.dates}")
    for line in (*entry.heads[1:], *([entry.text] if entry.text else [])):
        place.add_paragraph(line)
    for bullet in entry.bullets:
        place.add_paragraph(bullet, "List Bullet")
