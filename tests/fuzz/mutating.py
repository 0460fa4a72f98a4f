"""Files that no program wrote: of every format, from every layer down to single bytes."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

from tests.fuzz import package_mutations, pdf_mutations, seeds

if TYPE_CHECKING:
    from collections.abc import Callable

_TOKEN = re.compile(rb"\\?\w+|[^\w\s]|\s+")
_ODD = (
    *(b"{", b"}", b"\\bin99999999 ", b"\\u-32768?", b"\\'", b"<div>" * 3000, b"<!--"),
    *(b"[" * 3000, b'"', b"null", b"1e999", b"\\ud800", b"\x00", b"\xff\xfe", b"&#x110000;"),
    *(b"\xe2\x80\xae", b"`" * 999, b"<style>*{color:", b"</body>", b"| " * 2000),
    *(b"> " * 500, b"\t" * 5000, b"1990-" * 500),
)
_MOST = 4_000_000  # bytes


class Mutator:
    """Makes mutated files: the same ones, by number, for the same seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._pdfs, self._packages = seeds.pdfs(), [*seeds.docx(), *seeds.docx(), *seeds.odt()]
        self._texts = seeds.texts()

    def file(self, number: int) -> bytes:
        """Return a file; half of them are PDFs, most of the others office files."""
        dice = Random(f"{self._seed}/{number}")
        kind = dice.random()
        if kind < 0.45:  # shares of the corpus
            data = pdf_mutations.mutated(dice.choice(self._pdfs), dice)
        elif kind < 0.75:
            data = package_mutations.mutated(dice.choice(self._packages), dice)
        elif kind < 0.9:
            data = _tokens(dice.choice(self._texts), dice)
        else:
            data = dice.choice((_noise, _flipped, _cut, _spliced))(self._any(dice), dice)
        return data[:_MOST] or b"\0"

    def _any(self, dice: Random) -> bytes:
        return dice.choice(dice.choice((self._pdfs, self._packages, self._texts)))


def _tokens(data: bytes, dice: Random) -> bytes:
    """Return text with some of its words gone, repeated, in other places, or odd ones added."""
    tokens: list[bytes] = _TOKEN.findall(data)
    for _ in range(dice.randint(1, 6)):
        at, other = dice.randrange(len(tokens)), dice.randrange(len(tokens))
        changes: tuple[Callable[[], object], ...] = (
            lambda at=at: tokens.__setitem__(at, b""),
            lambda at=at, other=other: tokens.__setitem__(at, tokens[other]),
            lambda at=at: tokens.insert(at, dice.choice(_ODD)),
            lambda at=at: tokens.__setitem__(at, tokens[at] * dice.choice([2, 100, 5000])),
        )
        dice.choice(changes)()
    return b"".join(tokens)


def _noise(data: bytes, dice: Random) -> bytes:
    """Return random bytes behind the first ones of a file, so that they are taken for one."""
    return data[: dice.choice([0, 8, 64, 512])] + dice.randbytes(dice.randrange(1, 20_000))


def _flipped(data: bytes, dice: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice([1, 4, 64])):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _cut(data: bytes, dice: Random) -> bytes:
    return data[: dice.randrange(1, len(data))]


def _spliced(data: bytes, dice: Random) -> bytes:
    """Return the file with a piece of it at another place."""
    start, end = sorted(dice.randrange(len(data)) for _ in range(2))
    at = dice.randrange(len(data))
    return data[:at] + data[start:end] + data[at:]
