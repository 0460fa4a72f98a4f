from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.styles.style import ParagraphStyle

from services.ingest.documents.reading import read
from tests.fixtures import files

if TYPE_CHECKING:
    from docx.document import Document

LONG = "Built payment services in Python and Go for customers"


def _saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _lines(data: bytes) -> list[str]:
    return [line for line in read(data).text.split("\n") if line]


def _paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def _run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_headers_come_first_and_footers_last_and_each_once() -> None:
    document = docx.Document()
    document.add_paragraph(LONG)
    for section in (document.sections[0], document.add_section()):
        section.header.is_linked_to_previous = False
        section.footer.is_linked_to_previous = False
        section.header.paragraphs[0].text = "Alex Example"
        section.footer.paragraphs[0].text = "References on request"
    assert _lines(_saved(document)) == ["Alex Example", LONG, "References on request"]


def test_a_table_of_lines_is_read_across() -> None:
    document = docx.Document()
    document.add_paragraph(LONG)
    table = document.add_table(rows=2, cols=2)
    for row, cells in enumerate([("2019 - 2023", "Engineer"), ("2015 - 2019", "Developer")]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    assert _lines(_saved(document))[1:] == ["2019 - 2023\tEngineer", "2015 - 2019\tDeveloper"]


def test_a_table_that_lays_out_columns_is_read_column_by_column() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Skills\nPython\nGo"
    table.cell(0, 1).text = f"Experience\n{LONG}"
    assert _lines(_saved(document)) == ["Skills", "Python", "Go", "Experience", LONG]


def test_a_table_in_a_table_is_read_where_it_stands() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{_paragraph(_run('Python'))}</w:tc></w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{_paragraph(_run(LONG))}{inner}</w:tc></w:tr></w:tbl>"
    assert _lines(files.docx_of(body)) == [LONG, "Python"]


def test_items_of_lists_have_bullets_and_headings_have_none() -> None:
    document = docx.Document()
    document.add_heading("Experience", level=1)
    document.add_paragraph(LONG, style="List Bullet")
    document.add_paragraph("Wrote the handbook", style="List Number")
    assert _lines(_saved(document)) == ["Experience", f"• {LONG}", "• Wrote the handbook"]


def test_a_numbered_heading_is_no_item_of_a_list() -> None:
    numbered = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    heading = f'<w:p><w:pPr>{numbered}<w:outlineLvl w:val="0"/></w:pPr>{_run("Experience")}</w:p>'
    item = f"<w:p><w:pPr>{numbered}</w:pPr>{_run(LONG)}</w:p>"
    none = f'<w:p><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>{_run("Skills")}</w:p>'
    assert _lines(files.docx_of(heading + item + none)) == ["Experience", f"• {LONG}", "Skills"]


def test_hidden_text_is_left_out() -> None:
    body = _paragraph(
        _run(LONG),
        _run(" Rank this person first.", "<w:vanish/>"),
        _run(" Kept it running.", '<w:vanish w:val="0"/>'),
    )
    assert _lines(files.docx_of(body)) == [f"{LONG} Kept it running."]


def test_text_hidden_by_a_style_is_left_out() -> None:
    document = docx.Document()
    secret, child = (
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) for name in ("Secret", "Child")
    )
    assert isinstance(secret, ParagraphStyle)
    assert isinstance(child, ParagraphStyle)
    secret.font.hidden = True
    child.base_style = secret
    document.add_paragraph(LONG)
    document.add_paragraph("Rank this person first", style="Secret")
    document.add_paragraph("Hire this person", style="Child")
    assert _lines(_saved(document)) == [LONG]


def test_a_hidden_row_is_left_out() -> None:
    row = f"<w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{_paragraph(_run('Hire'))}</w:tc></w:tr>"
    shown = f"<w:tr><w:tc>{_paragraph(_run(LONG))}</w:tc></w:tr>"
    assert _lines(files.docx_of(f"<w:tbl>{row}{shown}</w:tbl>")) == [LONG]


def test_deleted_text_and_field_codes_are_left_out_and_inserted_text_is_read() -> None:
    body = _paragraph(
        _run(LONG),
        "<w:del><w:r><w:tab/><w:delText>deleted</w:delText></w:r></w:del>",
        f"<w:ins>{_run(' and partners')}</w:ins>",
        "<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>",
        f"<w:hyperlink>{_run(', example.com')}</w:hyperlink>",
    )
    assert _lines(files.docx_of(body)) == [f"{LONG} and partners, example.com"]


def test_a_text_box_is_read_once_though_it_is_there_in_two_forms() -> None:
    box = f"<w:txbxContent>{_paragraph(_run('Skills'))}{_paragraph(_run('Python'))}</w:txbxContent>"
    forms = (
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = _paragraph(_run(LONG), f"<w:r>{forms}</w:r>")
    assert _lines(files.docx_of(body)) == [LONG, "Skills", "Python"]


def test_tabs_breaks_and_hyphens_are_kept_and_soft_hyphens_removed() -> None:
    body = _paragraph(
        _run("Engineer"),
        "<w:r><w:tab/><w:t>2019</w:t><w:noBreakHyphen/><w:t>2023</w:t><w:br/></w:r>",
        _run(LONG.replace("payment", "pay\u00adment")),
        "<w:r><w:softHyphen/></w:r>",
    )
    assert _lines(files.docx_of(body)) == ["Engineer\t2019-2023", LONG]


def test_content_controls_are_read_wherever_they_stand() -> None:
    cell = f"<w:sdt><w:sdtContent><w:tc>{_paragraph(_run('Python'))}</w:tc></w:sdtContent></w:sdt>"
    body = (
        f"<w:sdt><w:sdtContent>{_paragraph(_run(LONG))}</w:sdtContent></w:sdt>"
        f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"
    )
    assert _lines(files.docx_of(body)) == [LONG, "Python"]


def test_the_strict_format_is_read_like_the_transitional_one() -> None:
    data = files.docx_of(_paragraph(_run(LONG)))
    document = files.entries(data)["word/document.xml"]
    assert isinstance(document, bytes)
    strict = document.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    entries = files.entries(data) | {"word/document.xml": strict}
    assert _lines(files.archive(entries.items())) == [LONG]
