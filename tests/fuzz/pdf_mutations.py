"""PDFs broken where a reader has to think: objects, references, streams, trees, fonts, tables."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_REFERENCE = re.compile(rb"\b\d+ 0 R\b")
_NUMBER = re.compile(rb"(?<=[\s\[/(<])-?\d+(?:\.\d+)?(?=[\s\]/)>])")
_NAME = re.compile(rb"/[A-Za-z][A-Za-z0-9]*")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_EXTREME = (b"0", b"-1", b"1", b"2147483647", b"-2147483648", b"4294967296", b"1e38", b"0.00001")
_NAMES = (
    *(b"/Type", b"/Page", b"/Pages", b"/Kids", b"/Font", b"/Type0", b"/Type3", b"/Identity-H"),
    *(b"/FlateDecode", b"/LZWDecode", b"/DCTDecode", b"/ASCII85Decode", b"/JBIG2Decode"),
    *(b"/Encrypt", b"/ObjStm", b"/XRef", b"/Parent", b"/Contents", b"/Length", b"/ToUnicode"),
)
_SYNTAX = (b"<<", b">>", b"[", b"]", b"(", b")", b"<", b">", b"\nendobj\n", b"\nendstream\n", b"%")
_OPERATORS = (
    *(b" q", b" Q", b" BT", b" ET", b" /F 1e9 Tf", b" 0 0 0 0 0 0 cm", b" 9 Tr", b" (a) Tj"),
    *(b" /X Do", b" W n", b" 1 0 0 1 1e30 1e30 Tm", b" [(a) -1e9 (b)] TJ", b" BI ID EI"),
)


def mutated(data: bytes, dice: Random) -> bytes:
    """Return the PDF with one to four of its parts changed; half have their table mended."""
    for _ in range(dice.randint(1, 4)):
        data = dice.choice(_MUTATIONS)(data, dice)
    return _mended(data) if dice.random() < 0.5 else data  # half


def _one(data: bytes, pattern: re.Pattern[bytes], new: bytes, dice: Random) -> bytes:
    """Return `data` with one match of `pattern` replaced."""
    found = list(pattern.finditer(data))
    if not found:
        return data
    at = dice.choice(found)
    return data[: at.start()] + new + data[at.end() :]


def _reference(data: bytes, dice: Random) -> bytes:
    """Point a reference elsewhere: to another object, to its own, or to none."""
    return _one(data, _REFERENCE, b"%d 0 R" % dice.choice([0, 1, 2, 3, 4, 5, 7, 9, 99_999]), dice)


def _number(data: bytes, dice: Random) -> bytes:
    return _one(data, _NUMBER, dice.choice(_EXTREME), dice)


def _name(data: bytes, dice: Random) -> bytes:
    return _one(data, _NAME, dice.choice(_NAMES), dice)


def _object_gone(data: bytes, dice: Random) -> bytes:
    return _one(data, _OBJECT, b"", dice)


def _object_twice(data: bytes, dice: Random) -> bytes:
    """Give an object's body to another number as well."""
    found = list(_OBJECT.finditer(data))
    if not found:
        return data
    body, other = dice.choice(found)[2], dice.choice(found)
    return data[: other.start()] + b"%b 0 obj%bendobj" % (other[1], body) + data[other.end() :]


def _nested(data: bytes, dice: Random) -> bytes:
    depth = dice.choice([10, 500, 20_000])
    opening, closing = dice.choice([(b"[", b"]"), (b"<</A ", b">>"), (b"(", b")")])
    return _one(data, _NUMBER, opening * depth + b"1" + closing * depth, dice)


def _syntax(data: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.choice(_SYNTAX) + data[at:]


def _stream(data: bytes, dice: Random) -> bytes:
    """Change what a stream holds, inside its compression where it is plainly deflated."""
    found = list(_STREAM.finditer(data))
    if not found:
        return data
    at = dice.choice(found)
    content, squeezed = _inflated(at[1])
    content = dice.choice((_bytes, _operators, _cut, _maps))(content, dice)
    content = zlib.compress(content) if squeezed else content
    return data[: at.start(1)] + content + data[at.end(1) :]


def _inflated(raw: bytes) -> tuple[bytes, bool]:
    try:
        return zlib.decompress(raw), True
    except zlib.error:
        return raw, False


def _bytes(content: bytes, dice: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.randint(1, 8) if changed else 0):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _operators(content: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(content) + 1)
    added = dice.choice(_OPERATORS) * dice.choice([1, 3, 1000])
    return content[:at] + added + b" " + content[at:]


def _cut(content: bytes, dice: Random) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def _maps(content: bytes, dice: Random) -> bytes:
    """Break a map from a font's codes to characters: ranges without end, halves of pairs."""
    code = dice.choice([b"<d800>", b"<>", b"<ffffffff>", b"<0000>", b"<zz>", b"<202e>", b"[<41>"])
    return _one(content, re.compile(rb"<[0-9A-Fa-f]+>"), code, dice)


def _table(data: bytes, dice: Random) -> bytes:
    """Break the table of objects, or what says where it is."""
    line = b"%010d 00000 n" % dice.choice([0, 5, len(data), 9_999_999_999])
    data = _one(data, re.compile(rb"\d{10} \d{5} [nf]"), line, dice)
    where = b"startxref\n%d" % dice.choice([0, 7, len(data) // 2, 10**12])
    return _one(data, re.compile(rb"startxref\s+\d+"), where, dice)


_MUTATIONS = (
    *(_reference, _number, _name, _object_gone, _object_twice, _nested, _syntax, _table),
    *(_stream, _stream, _stream),
)


def _mended(data: bytes) -> bytes:
    """Return the PDF with the table that its objects need, where it has an open one."""
    if b"\nxref" not in data or b"trailer" not in data:
        return data
    body = data[: data.rindex(b"\nxref")]
    trailer = data[data.rindex(b"trailer") :].split(b"startxref")[0]
    lines = [b"0000000000 65535 f \n"]
    spots = {int(at[1]): at.start() for at in _OBJECT.finditer(body) if len(at[1]) < 5}  # digits
    for number in range(1, max(spots, default=0) + 1):
        if number in spots:
            lines.append(b"%010d 00000 n \n" % spots[number])
        else:
            lines.append(b"0000000000 65535 f \n")
    table = b"\nxref\n0 %d\n%b" % (len(lines), b"".join(lines))
    return body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(body) + 1)
