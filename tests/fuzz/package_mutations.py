"""Office files broken in their XML, their relations and the archive around them."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_TAG = re.compile(r"<[^<>]*>")
_ATTRIBUTE = re.compile(r'(?<==")[^"]*(?=")')
_ELEMENT = re.compile(r"<([\w:]+)(?:\s[^<>]*)?>(?:(?!<\1[\s>]).)*?</\1>", re.DOTALL)
_ODD = (
    *("\ud7ff", "\u202e", "\u200b", "\ufffe", "\x0b", "&#0;", "&lol;", "]]>", "<!--"),
    "\u0301" * 500,
)
_VALUES = (
    *("", "-1", "99999999999", "../../etc/passwd", "/", "http://x.invalid/"),
    *("word/document.xml", "none", "0", "1e9", "#ffffff", "\u0661", "A" * 5000),
)


def mutated(data: bytes, dice: Random) -> bytes:
    """Return the archive with one to three of its parts, or its own structure, changed."""
    parts = _parts(data)
    for _ in range(dice.randint(1, 3)):
        dice.choice(_INSIDE)(parts, dice)
    whole = _packed(parts, dice)
    return _broken(whole, dice) if dice.random() < 0.25 else whole  # a quarter


def _parts(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return [(name, file.read(name)) for name in file.namelist()]


def _packed(parts: list[tuple[str, bytes]], dice: Random) -> bytes:
    out = io.BytesIO()
    method = dice.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
    with zipfile.ZipFile(out, "w", method) as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name twice is what is wanted
        for name, content in parts:
            file.writestr(name, content)
    return out.getvalue()


def _xml(parts: list[tuple[str, bytes]], dice: Random) -> None:
    """Change the XML of a part; the document itself, most of the time."""
    main = [
        at for at, (name, _) in enumerate(parts) if name.endswith(("document.xml", "content.xml"))
    ]
    others = [at for at, (name, _) in enumerate(parts) if name.endswith((".xml", ".rels"))]
    if not others:
        return
    at = dice.choice(main or others) if dice.random() < 0.6 else dice.choice(others)  # most
    name, content = parts[at]
    text = dice.choice(_MARKUP)(content.decode(errors="surrogateescape"), dice)
    parts[at] = (name, text.encode(errors="replace"))


def _element_gone(text: str, dice: Random) -> str:
    return _one(text, _ELEMENT, "", dice)


def _element_moved(text: str, dice: Random) -> str:
    """Put an element where another stood, or many times where it stands."""
    found = list(_ELEMENT.finditer(text))
    if not found:
        return text
    moved = dice.choice(found)[0][:5000] * dice.choice([1, 2, 200])
    return _one(text, _ELEMENT, moved, dice)


def _tag(text: str, dice: Random) -> str:
    found = _TAG.findall(text)
    return _one(text, _TAG, dice.choice([*found, "", "<", ">"]), dice)


def _attribute(text: str, dice: Random) -> str:
    return _one(text, _ATTRIBUTE, dice.choice(_VALUES), dice)


def _nested(text: str, dice: Random) -> str:
    """Wrap an element in itself, as deep as a stack may be."""
    depth = dice.choice([5, 90, 3000])
    found = list(_ELEMENT.finditer(text))
    if not found:
        return text
    at = dice.choice(found)
    opening = at[0][: at[0].index(">") + 1].replace("/>", ">")
    inside = opening * depth + f"</{at[1]}>" * depth
    return text[: at.start()] + inside + text[at.end() :]


def _odd(text: str, dice: Random) -> str:
    at = dice.randrange(len(text) + 1)
    return text[:at] + dice.choice(_ODD) + text[at:]


def _doctype(text: str, dice: Random) -> str:
    rest = text[text.index("?>") + 2 :] if text.startswith("<?xml") and "?>" in text else text
    entity = dice.choice(['"x"', "SYSTEM 'file:///etc/passwd'", '"&b;&b;"'])
    return f"<!DOCTYPE a [<!ENTITY b {entity}>]>{rest}"


def _one(text: str, pattern: re.Pattern[str], new: str, dice: Random) -> str:
    found = list(pattern.finditer(text))
    if not found:
        return text
    at = dice.choice(found)
    return text[: at.start()] + new + text[at.end() :]


_MARKUP = (_element_gone, _element_moved, _tag, _attribute, _attribute, _nested, _odd, _doctype)


def _part_gone(parts: list[tuple[str, bytes]], dice: Random) -> None:
    if parts:
        parts.pop(dice.randrange(len(parts)))


def _part_swapped(parts: list[tuple[str, bytes]], dice: Random) -> None:
    """Give a part the content of another, or another's name."""
    if parts:
        at, (name, content) = dice.randrange(len(parts)), dice.choice(parts)
        kept = parts[at]
        parts[at] = (kept[0], content) if dice.random() < 0.5 else (name, kept[1])


def _part_cut(parts: list[tuple[str, bytes]], dice: Random) -> None:
    if parts:
        at = dice.randrange(len(parts))
        name, content = parts[at]
        parts[at] = (name, content[: dice.randrange(len(content) + 1)])


_INSIDE = (_xml, _xml, _xml, _xml, _part_gone, _part_swapped, _part_cut)


def _broken(data: bytes, dice: Random) -> bytes:
    """Change a field of a header or of the directory of the archive."""
    heads = [at.start() for at in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", data)]
    if not heads:
        return data
    at = dice.choice(heads) + dice.randrange(4, 40)
    value = struct.pack("<I", dice.choice([0, 1, 8, 99, 0x7FFFFFFF, 0xFFFFFFFF]))
    return data[:at] + value[: dice.choice([1, 2, 4])] + data[at + 4 :]
