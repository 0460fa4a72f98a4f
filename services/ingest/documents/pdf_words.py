"""The characters that pdfium finds on a page to words.

Many files have no space characters: words are told apart by the gaps between them. How wide
the gap between two letters of a word is differs from heading to text, so the narrower gaps of
a run of characters say what is wide in it.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium_c

from services.ingest.documents.characters import REPLACEMENT, visible
from services.ingest.documents.rows import Glyph, Place, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdfium2 import PdfTextPage

# In sizes of the type, over the lower quartile of the run's gaps.
_SPACE = 0.14
_LIKELY_SPACE = 0.05  # where pdfium thinks that there is one
_APART = 1.0  # what is further away is not the same run
_SHARED = -0.5  # the letters of a ligature share a box: their gap says nothing

_RUN_WITHOUT_SPACES = 12  # characters; the words of files that have spaces are shorter
_F = ord("f")
_HYPHENATED = 0x2  # pdfium's mark for a hyphen at the end of a line
_SPACE_CODE = 0x20
_BLANKS = frozenset((_SPACE_CODE, 0xA0, 0xD, 0xA, 0x9))


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters that follow one another on a line, with no space character between them."""

    bottom: float
    size: float
    glyphs: list[Glyph] = field(default_factory=list[Glyph])

    def gaps(self) -> list[float]:
        """Return the gap behind each character but the last, in sizes of the type."""
        size = self.size
        return [(after.left - before.right) / size for before, after in pairwise(self.glyphs)]

    def words(self, gaps: list[float], overhang: float) -> Iterator[list[Glyph]]:
        """Yield the words of the run; `overhang` is how far the box of an f reaches."""
        if not gaps or max(gaps) + overhang < _LIKELY_SPACE:
            yield self.glyphs
            return
        usual = _lower_quartile(gaps)
        start = 0
        for end, gap in enumerate(gaps, start=1):
            before, after = self.glyphs[end - 1], self.glyphs[end]
            wide = usual + (_SPACE if after.at - before.at == 1 else _LIKELY_SPACE)
            if gap > (wide - overhang if before.code == _F else wide):
                yield self.glyphs[start:end]
                start = end
        yield self.glyphs[start:]


def places_of(text: PdfTextPage, count: int) -> list[Place]:
    """Return where the words among the first `count` characters of a page stand, in file order."""
    runs = list(_runs(text, count))
    has_spaces = len(runs) * _RUN_WITHOUT_SPACES > count
    gaps_of = [run.gaps() for run in runs]
    overhang = 0 if has_spaces else _overhang(runs, gaps_of)
    return [
        Place(glyphs, run.bottom, run.size)
        for run, gaps in zip(runs, gaps_of, strict=True)
        for glyphs in run.words(gaps, overhang)
    ]


def word_at(place: Place, text: PdfTextPage) -> Word | None:
    """Return the word whose characters stand at `place`, or None when none of them shows."""
    glyphs = place.glyphs
    characters = visible(spelled(glyphs)).strip()
    if not characters:
        return None
    right = max([glyph.right for glyph in glyphs])
    return Word(characters, glyphs[0].left, right, _baseline(text, glyphs[0].at), place.size)


def spelled(glyphs: Sequence[Glyph]) -> str:
    """Return the characters as the file has them."""
    return "".join([_character(glyph.code) for glyph in glyphs])


def _runs(text: PdfTextPage, count: int) -> Iterator[_Run]:
    # A page has thousands of characters, and this loop is most of the time that it takes.
    page = text.raw
    box = pdfium_c.FS_RECTF()
    box_reference = ctypes.byref(box)
    code_of, box_of = pdfium_c.FPDFText_GetUnicode, pdfium_c.FPDFText_GetLooseCharBox
    run = _Run(0, 1)
    last = 0.0
    for index in range(count):
        code = code_of(page, index)
        if code in _BLANKS:
            is_real = code != _SPACE_CODE or not pdfium_c.FPDFText_IsGenerated(page, index)
            if run.glyphs and is_real:
                yield run
                run = _Run(0, 1)
            continue
        box_of(page, index, box_reference)
        left, right, bottom, size = box.left, box.right, box.bottom, run.size
        is_near = left - right - size < left - last < _APART * size
        if not (run.glyphs and is_near and abs(bottom - run.bottom) < 0.6 * size):
            if run.glyphs:
                yield run
            run = _Run(bottom, max(box.top - bottom, 1.0))
        run.glyphs.append(Glyph(index, code, left, right))
        last = right
    if run.glyphs:
        yield run


def _overhang(runs: list[_Run], gaps_of: list[list[float]]) -> float:
    """Return by how much the box of an f covers the letter behind it, in sizes of the type.

    Without this "of the" is one word in files that have no spaces.
    """
    usual: list[float] = []
    behind_f: list[float] = []
    for run, gaps in zip(runs, gaps_of, strict=True):
        usual += gaps
        behind_f += [
            gap
            for glyph, gap in zip(run.glyphs, gaps, strict=False)
            if glyph.code == _F and gap > _SHARED
        ]
    if not behind_f:
        return 0
    return max(0, _lower_quartile(usual) - _lower_quartile(behind_f))


def _lower_quartile(values: list[float]) -> float:
    return sorted(values)[len(values) // 4]


def _baseline(text: PdfTextPage, index: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium_c.FPDFText_GetCharOrigin(text.raw, index, ctypes.byref(x), ctypes.byref(y))
    return y.value


def _character(code: int) -> str:
    if code == _HYPHENATED:
        return "-"
    return chr(code) if code else REPLACEMENT
