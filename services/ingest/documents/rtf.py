"""RTF to text: paragraphs, tables, headers, footers and text boxes, without hidden text.

Control words are those of Microsoft's Rich Text Format specification 1.9.1. Readers at hand
show hidden text and drop headers and text boxes, where resumes have their names.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from services.ingest.documents.errors import FileDamaged
from services.ingest.documents.findings import MAX_TEXT, FindingKind, Hidden
from services.ingest.documents.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 500

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])"
    rb"|[\r\n\0]+|([^\\{}\r\n\0]+)",
    re.DOTALL,
)
_CHARACTERS = {
    "line": "\n",
    "lbr": "\n",
    "tab": "\t",
    "emdash": "\u2014",
    "endash": "\u2013",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "bullet": "\u2022",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
}
_SYMBOLS = {b"~": " ", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n", b"\r": "\n"}
_PARAGRAPHS = frozenset(("par", "sect", "page", "column"))
# Groups that hold no text of the document. Those with \* in front are left out unless known.
_LEFT_OUT = frozenset(
    """
    aftncn aftnsep aftnsepc annotation atnauthor atndate atnicn atnid atnref author
    background bkmkend bkmkstart blipuid buptim category colortbl comment company creatim
    datafield datastore deletedtext doccomm docvar fldinst filetbl fname fontemb
    fontfile fonttbl footnote ftncn ftnsep ftnsepc generator info keywords latentstyles
    listoverridetable listtable manager mmathPr nonesttables objclass objdata object
    operator password pict pn printim private revtbl revtim rsidtbl rxe sn sp stylesheet
    subject tc template themedata title txe userprops xe xmlnstbl
    """.split()  # noqa: SIM905  # a list of its words is a page long
)
_KEPT = frozenset(["shpinst", "shptxt", "shp", "do", "dptxbxtext", "shprslt", "nesttableprops"])
_SHAPE_TEXT = frozenset(("shptxt", "dptxbxtext"))
_SHAPES = frozenset(("shpinst", "do", "shp"))
_ASIDE = (
    frozenset(
        ("header", "footer", *(kind + page for kind in ("header", "footer") for page in "lrf"))
    )
    | _SHAPE_TEXT
)
_CODE_PAGES = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
_FONT = re.compile(rb"\\f(\d{1,6})(?=[^{}]*?\\fcharset(\d{1,3}))")
_BULLET = re.compile(r"^([^\w\s])\t")


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group."""

    left_out: bool = False
    hidden: bool = False
    font: int = -1
    skip: int = 1  # characters behind a \u that stand in for it
    starred: bool = False
    aside: bool = False
    """A header, a footer or a text box: its own lines, apart from those around it."""


@dataclass(slots=True)
class _Reader:
    fonts: dict[int, str]
    encoding: str
    out: list[str] = field(default_factory=list[str])
    hidden: list[str] = field(default_factory=list[str])
    stack: list[_State] = field(default_factory=list[_State])
    state: _State = field(default_factory=_State)
    pending: bytearray = field(default_factory=bytearray)
    skipping: int = 0

    def write(self, text: str) -> None:
        """Add text where it belongs in this group."""
        if not self.state.left_out:
            (self.hidden if self.state.hidden else self.out).append(text)

    def flush(self) -> None:
        """Decode the bytes held back: a character may have several."""
        if self.pending:
            encoding = self.fonts.get(self.state.font, self.encoding)
            self.write(bytes(self.pending).decode(encoding, "replace"))
            self.pending.clear()


def read(data: bytes) -> Sheet:
    """Return the lines of the text, and what it hides.

    Cells of a row are separated by tabs. Raises FileDamaged for groups that are nested deeper
    than any program nests them, or a file that is cut short.
    """
    encoding = _encoding(data)
    table = data[: data.find(b"\\stylesheet")] if b"\\stylesheet" in data else data[:65_536]
    fonts = {
        int(font): _CODE_PAGES[int(charset)]
        for font, charset in _FONT.findall(table)
        if int(charset) in _CODE_PAGES and int(charset) != 0
    }
    reader = _Reader(fonts, encoding)
    _read(data, reader)
    lines = "".join(reader.out).split("\n")
    hidden = " ".join("".join(reader.hidden).split())
    found = [Hidden(FindingKind.HIDDEN_MARKUP, 0, hidden[:MAX_TEXT])] if hidden else []
    return Sheet([_BULLET.sub(r"\1 ", line.strip("\t ")) for line in lines if line.strip()], found)


def _read(data: bytes, reader: _Reader) -> None:
    for word, number, code, symbol, brace, text in _tokens(data):
        if code or (text and reader.skipping == 0):
            _take(reader, bytes.fromhex(code.decode()) if code else text)
            continue
        if text:
            skipped = min(reader.skipping, len(text))
            reader.skipping -= skipped
            _take(reader, text[skipped:])
            continue
        reader.flush()
        if brace:
            reader.skipping = 0
            if not _group(reader, brace):
                return
        elif symbol:
            _symbol(reader, symbol)
        elif word:
            _word(reader, word.decode(), int(number) if number else None)
    raise FileDamaged("the file is cut short", part="end")


def _tokens(data: bytes) -> Iterator[tuple[bytes, ...]]:
    """Yield the tokens; the binary data behind `bin` is passed over."""
    at = 0
    while match := _TOKEN.match(data, at):
        at = match.end()
        groups = match.groups(b"")
        if groups[0] == b"bin" and groups[1]:
            at += max(0, int(groups[1]))
        yield groups


def _take(reader: _Reader, content: bytes) -> None:
    if reader.skipping and len(content) == 1:
        reader.skipping -= 1
    else:
        reader.pending += content


def _group(reader: _Reader, brace: bytes) -> bool:
    """Begin or end a group; say whether the file goes on."""
    if brace == b"{":
        if len(reader.stack) >= MAX_DEPTH:
            raise FileDamaged("the groups are nested too deeply", part="nesting")
        reader.stack.append(reader.state)
        return True
    if reader.state.aside and not (reader.stack and reader.stack[-1].aside):
        reader.write("\n")
    if reader.stack:
        reader.state = reader.stack.pop()
    return bool(reader.stack)


def _symbol(reader: _Reader, symbol: bytes) -> None:
    if symbol == b"*":
        reader.state = replace(reader.state, starred=True)
    elif symbol in _SYMBOLS:
        reader.write(_SYMBOLS[symbol])


def _word(reader: _Reader, word: str, number: int | None) -> None:
    state = reader.state
    if state.starred or word in _LEFT_OUT:
        is_out = word in _LEFT_OUT or word not in _KEPT
        reader.state = replace(state, starred=False, left_out=state.left_out or is_out)
    if word in _ASIDE:
        reader.state = replace(reader.state, aside=True, left_out=False)
        reader.write("\n")
    elif word in _SHAPES:
        reader.state = replace(reader.state, left_out=word != "shp" or state.left_out)
    elif word in _PARAGRAPHS or word in ("row", "nestrow"):
        reader.write("\n")
    elif word in ("cell", "nestcell"):
        reader.write("\t")
    elif word in _CHARACTERS:
        reader.write(_CHARACTERS[word])
    elif word == "u" and number is not None:
        reader.write(_unicode(number))
        reader.skipping = reader.state.skip
    else:
        _format(reader, word, number)


def _format(reader: _Reader, word: str, number: int | None) -> None:
    state = reader.state
    if word == "uc":
        reader.state = replace(state, skip=max(0, number or 0))
    elif word == "f" and number is not None:
        reader.state = replace(state, font=number)
    elif word in ("v", "deleted"):
        reader.state = replace(state, hidden=number != 0)
    elif word == "plain":
        reader.state = replace(state, hidden=False)


def _unicode(number: int) -> str:
    code = number + 0x10000 if number < 0 else number
    return chr(code) if 0 <= code <= 0x10FFFF else "\ufffd"


def _encoding(data: bytes) -> str:
    """Return the encoding that the file declares for what no font says more of."""
    declared = re.search(rb"\\ansicpg(\d{1,5})", data[:4096])
    if declared is None:
        return "mac_roman" if data.startswith(b"{\\rtf1\\mac") else "cp1252"
    name = f"cp{declared[1].decode()}"
    try:
        codecs.lookup(name)
    except LookupError:
        return "utf-8" if name == "cp65001" else "cp1252"
    return name
