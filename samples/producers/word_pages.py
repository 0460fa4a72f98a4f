"""DOCX by python-docx, plain or as a table of two columns, and PDF from it by LibreOffice."""

from __future__ import annotations

import re
import subprocess
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.table import _Cell

    from samples.sheet import Block, Item, Sheet

SAMPLE_DATE = datetime(2026, 11, 1, tzinfo=UTC)
ACCENT = RGBColor(0x2E, 0x54, 0x96)


def docx_file(sheet: Sheet, layout: str, target: Path) -> None:
    """Write `sheet` to `target` in `layout`: plain or table."""
    document = docx.Document()
    _set_up(document, sheet)
    if layout == "plain":
        _plain(document, sheet)
    else:
        _table(document, sheet)
    stream = BytesIO()
    document.save(stream)
    target.write_bytes(_undated(stream.getvalue()))


def libreoffice_pdf(sheet: Sheet, layout: str, target: Path) -> None:
    """Write the DOCX of `sheet` to `target` as PDF. Needs `soffice` on the path."""
    with TemporaryDirectory() as folder:
        source = Path(folder, target.stem).with_suffix(".docx")
        docx_file(sheet, layout, source)
        subprocess.run(  # noqa: S603  # all arguments are our own
            [
                *("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"),
                *("--convert-to", "pdf", "--outdir", folder, str(source)),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        pdf = source.with_suffix(".pdf").read_bytes()
    # LibreOffice takes no clock; values of the same length keep the file's offsets right.
    pdf = re.sub(rb"(/CreationDate\(D:)\d{14}", rb"\g<1>20261101000000", pdf)
    head, trailer = pdf[: pdf.rindex(b"trailer")], pdf[pdf.rindex(b"trailer") :]
    target.write_bytes(head + re.sub(rb"[0-9A-F]{32}", b"0" * 32, trailer))


def _set_up(document: Document, sheet: Sheet) -> None:
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(17)
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(2)
    document.styles["List Bullet"].paragraph_format.space_after = Pt(1)
    for name, size in (("Title", 24), ("Heading 1", 13), ("Heading 2", 11)):
        style = document.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        style.font.color.rgb = ACCENT
        style.paragraph_format.space_before = Pt(0 if name == "Title" else 9)
        style.paragraph_format.space_after = Pt(3)
    properties = document.core_properties
    properties.author, properties.title = sheet.name, f"{sheet.name}, {sheet.headline}"
    properties.last_modified_by = sheet.name
    properties.created = properties.modified = SAMPLE_DATE


def _plain(document: Document, sheet: Sheet) -> None:
    document.add_paragraph(sheet.name, "Title")
    document.add_paragraph(sheet.headline).runs[0].italic = True
    document.add_paragraph("  |  ".join(sheet.contacts))
    _career(document, sheet)
    for block in sheet.blocks:
        _block(document, block)


def _table(document: Document, sheet: Sheet) -> None:
    document.add_paragraph(sheet.name, "Title")
    document.add_paragraph(sheet.headline).runs[0].italic = True
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for column, width in zip(table.columns, (Mm(56), Mm(120)), strict=True):
        column.width = column.cells[0].width = width
    for cell in table.rows[0].cells:
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    left, right = table.rows[0].cells
    _heading(left, sheet.contact_heading)
    for contact in sheet.contacts:
        left.add_paragraph(contact)
    for block in sheet.blocks:
        _block(left, block)
    _career(right, sheet)


def _career(where: Document | _Cell, sheet: Sheet) -> None:
    _heading(where, sheet.summary_heading)
    where.add_paragraph(sheet.summary)
    _heading(where, sheet.experience_heading)
    for item in sheet.experience:
        _item(where, item)
    _heading(where, sheet.education_heading)
    for item in sheet.education:
        _item(where, item)


def _item(where: Document | _Cell, item: Item) -> None:
    head = where.add_paragraph()
    head.paragraph_format.space_before = Pt(5)
    head.paragraph_format.keep_with_next = True
    head.add_run(item.title).bold = True
    if isinstance(where, Document):
        head.paragraph_format.tab_stops.add_tab_stop(Mm(175), WD_TAB_ALIGNMENT.RIGHT)
        head.add_run(f"\t{item.dates}")
    else:
        head.add_run(f"\n{item.dates}").font.color.rgb = RGBColor(0x66, 0x66, 0x66)
    place = ", ".join(part for part in (item.where, item.place) if part)
    where.add_paragraph().add_run(place).italic = True
    for line in item.lines:
        where.add_paragraph(line, "List Bullet")


def _block(where: Document | _Cell, block: Block) -> None:
    _heading(where, block.heading)
    for label, text in block.lines:
        paragraph = where.add_paragraph()
        if label:
            paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(text)


def _heading(where: Document | _Cell, text: str) -> None:
    where.add_paragraph(text, "Heading 1")


def _undated(archive: bytes) -> bytes:
    """Return the same ZIP with the time of every entry set to the format's first."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(archive)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            fresh = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            target.writestr(fresh, source.read(entry), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
