"""Ways to plant words in a DOCX so that no reader sees them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from docx.document import Document
    from docx.text.run import Run

    Trick = Callable[[Document, str, "Random"], None]

_ROW = """<w:tbl {names}><w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p><w:r><w:t>{words}</w:t>
</w:r></w:p></w:tc></w:tr></w:tbl>"""
_BOX = """<w:p {names}><w:r><w:drawing><wp:anchor behindDoc="0"><wp:positionH relativeFrom="page">
<wp:posOffset>{x}</wp:posOffset></wp:positionH><wp:extent cx="{size}" cy="{size}"/>
<wp:docPr id="9" name="Box" {label}/><a:graphic><a:graphicData><wps:wsp><wps:txbx>
<w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp>
</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>"""
_WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'


def clean(text: str) -> bytes:
    """Return the DOCX of a resume with nothing planted."""
    return _saved(_document(text))


def planted(text: str, trick: Trick, words: str, dice: Random) -> bytes:
    """Return the DOCX of a resume in which a trick hides words."""
    document = _document(text)
    trick(document, words, dice)
    return _saved(document)


def _document(text: str) -> Document:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    return document


def _saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _run(document: Document, words: str, dice: Random) -> Run:
    """Add the words behind some line, or as a paragraph before it."""
    paragraph = dice.choice(document.paragraphs[3:])
    if dice.random() < 0.5:
        return paragraph.add_run(f" {words}")
    return paragraph.insert_paragraph_before().add_run(words)


def _insert(document: Document, xml: str, dice: Random) -> None:
    """Put what python-docx has no name for between two paragraphs."""
    body = document.element.find(qn("w:body"))
    assert body is not None
    body.insert(dice.randrange(3, len(document.paragraphs)), parse_xml(xml))


def vanished(document: Document, words: str, dice: Random) -> None:
    _run(document, words, dice).font.hidden = True


def vanished_by_style(document: Document, words: str, dice: Random) -> None:
    _style(document).font.hidden = True
    _run(document, words, dice).style = "Planted"


def white(document: Document, words: str, dice: Random) -> None:
    shade = dice.randrange(245, 256)
    _run(document, words, dice).font.color.rgb = RGBColor(shade, shade, 255)


def white_by_style(document: Document, words: str, dice: Random) -> None:
    _style(document).font.color.rgb = RGBColor(255, 255, 255)
    _run(document, words, dice).style = "Planted"


def shaded(document: Document, words: str, dice: Random) -> None:
    run = _run(document, words, dice)
    run.font.color.rgb = RGBColor(20, 30, 90)
    fill = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="141E5A"/>'
    run.element.get_or_add_rPr().append(parse_xml(fill))  # pyright: ignore[reportArgumentType]


def tiny(document: Document, words: str, dice: Random) -> None:
    _run(document, words, dice).font.size = Pt(dice.choice((0.5, 1, 1.5)))


def flat(document: Document, words: str, dice: Random) -> None:
    paragraph = dice.choice(document.paragraphs[3:]).insert_paragraph_before(words)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(1)


def indented(document: Document, words: str, dice: Random) -> None:
    paragraph = dice.choice(document.paragraphs[3:]).insert_paragraph_before(words)
    paragraph.paragraph_format.left_indent = Mm(dice.choice((-400, 400)))


def hidden_row(document: Document, words: str, dice: Random) -> None:
    _insert(document, _ROW.format(names=nsdecls("w"), words=escape(words)), dice)


def boxed(document: Document, words: str, dice: Random) -> None:
    """In a text box that is off the page, hidden, or next to nothing in size."""
    places = ((-9_000_000, "", 900_000), (90_000, 'hidden="1"', 900_000), (90_000, "", 20_000))
    x, label, size = dice.choice(places)
    names = f"{nsdecls('w', 'wp', 'a')} {_WPS}"
    box = _BOX.format(names=names, x=x, label=label, size=size, words=escape(words))
    _insert(document, box, dice)


def properties(document: Document, words: str, dice: Random) -> None:
    name = dice.choice(("subject", "keywords", "comments", "title"))
    setattr(document.core_properties, name, words[:250])


def comment(document: Document, words: str, dice: Random) -> None:
    paragraph = dice.choice([line for line in document.paragraphs if line.runs])
    document.add_comment(paragraph.runs, text=words, author="A")


def _style(document: Document) -> CharacterStyle:
    style = document.styles.add_style("Planted", WD_STYLE_TYPE.CHARACTER)
    assert isinstance(style, CharacterStyle)
    return style


TRICKS: tuple[Trick, ...] = (
    *(vanished, vanished_by_style, white, white_by_style, shaded, tiny, flat, indented),
    *(hidden_row, boxed, properties, comment),
)
