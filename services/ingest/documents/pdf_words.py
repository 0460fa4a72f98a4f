"""The characters that pdfium finds on a page to words.

Many files have no space characters: words are told apart by the gaps between them. How wide
the gap between two letters of a word is differs from heading to text, so the narrower gaps of
a run of characters say what is wide in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import pypdfium2.raw as pdfium_c

from services.ingest.documents import pdf_calls
from services.ingest.documents.characters import REPLACEMENT, visible
from services.ingest.documents.rows import Glyph, Place, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pypdfium2 import PdfTextPage

# In sizes of the type, over the lower quartile of the run's gaps.
_SPACE = 0.14
_LIKELY_SPACE = 0.05  # where pdfium thinks that there is one
_APART = 1.0  # what is further away is not the same run
_SHARED = -0.5  # the letters of a ligature share a box: their gap says nothing

_RUN_WITHOUT_SPACES = 12  # characters; the words of files that have spaces are shorter
_F = ord("f")
_HYPHENATED = "\x02"  # pdfium's mark for a hyphen at the end of a line
_SPACE_CODE = 0x20
_BLANKS = frozenset((_SPACE_CODE, 0xA0, 0xD, 0xA, 0x9))
_GLYPH = cast("Callable[[tuple[int, int, float, float]], Glyph]", partial(tuple.__new__, Glyph))


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters that follow one another on a line, with no space character between them."""

    bottom: float
    size: float
    glyphs: list[Glyph]
    gaps: list[float]  # behind each character but the last, in sizes of the type

    def words(self, overhang: float) -> Iterator[list[Glyph]]:
        """Yield the words of the run; `overhang` is how far the box of an f reaches."""
        gaps = self.gaps
        if not gaps or max(gaps) + overhang < _LIKELY_SPACE:
            yield self.glyphs
            return
        usual = _lower_quartile(gaps)
        least = usual + _LIKELY_SPACE - overhang
        start = 0
        for end, gap in enumerate(gaps, start=1):
            if gap <= least:
                continue
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
    overhang = 0 if has_spaces else _overhang(runs)
    return [Place(glyphs, run.bottom, run.size) for run in runs for glyphs in run.words(overhang)]


def words_at(places: Sequence[Place], text: PdfTextPage) -> list[Word | None]:
    """Return the word whose characters stand at each place, or None when none of them shows."""
    baselines = pdf_calls.baselines(text, [place.glyphs[0].at for place in places])
    return [_word(place, baseline) for place, baseline in zip(places, baselines, strict=True)]


def _word(place: Place, baseline: float) -> Word | None:
    glyphs = place.glyphs
    characters = visible(spelled(glyphs)).strip()
    if not characters:
        return None
    right = max([glyph.right for glyph in glyphs])
    return Word(characters, glyphs[0].left, right, baseline, place.size)


def spelled(glyphs: Sequence[Glyph]) -> str:
    """Return the characters as the file has them."""
    characters = "".join([chr(glyph.code) for glyph in glyphs])
    return characters.replace(_HYPHENATED, "-").replace("\0", REPLACEMENT)


def _runs(text: PdfTextPage, count: int) -> Iterator[_Run]:
    # A page has thousands of characters, and this loop is much of the time that it takes.
    codes = pdf_calls.codes(text, count)
    inked = [at for at, code in enumerate(codes) if code not in _BLANKS]
    edges = pdf_calls.boxes(text, inked).tolist()
    lefts, _, rights, _ = edges
    shown = zip(inked, [codes[at] for at in inked], lefts, rights, strict=True)
    glyphs = list(map(_GLYPH, shown))
    start, line, size, last, expected = 0, 0.0, 1.0, 0.0, 0
    for index, (at, left, top, right, bottom) in enumerate(zip(inked, *edges, strict=True)):
        is_near = left - right - size < left - last < _APART * size
        if (
            index == start
            or not is_near
            or (bottom != line and not abs(bottom - line) < 0.6 * size)
            or (at != expected and _has_blank(text, codes, expected, at))
        ):
            if index > start:
                yield _run(line, size, glyphs[start:index])
            start, line, size = index, bottom, max(top - bottom, 1.0)
        last, expected = right, at + 1
    if glyphs:
        yield _run(line, size, glyphs[start:])


def _run(bottom: float, size: float, glyphs: list[Glyph]) -> _Run:
    gaps = [(after.left - before.right) / size for before, after in pairwise(glyphs)]
    return _Run(bottom, size, glyphs, gaps)


def _has_blank(text: PdfTextPage, codes: Sequence[int], start: int, end: int) -> bool:
    """Say whether a blank stands in the file there, and not only where pdfium thinks of one."""
    return any(
        codes[at] != _SPACE_CODE or not pdfium_c.FPDFText_IsGenerated(text.raw, at)
        for at in range(start, end)
    )


def _overhang(runs: list[_Run]) -> float:
    """Return by how much the box of an f covers the letter behind it, in sizes of the type.

    Without this "of the" is one word in files that have no spaces.
    """
    usual: list[float] = []
    behind_f: list[float] = []
    for run in runs:
        usual += run.gaps
        behind_f += [
            gap
            for glyph, gap in zip(run.glyphs, run.gaps, strict=False)
            if glyph.code == _F and gap > _SHARED
        ]
    if not behind_f:
        return 0
    return max(0, _lower_quartile(usual) - _lower_quartile(behind_f))


def _lower_quartile(values: list[float]) -> float:
    return sorted(values)[len(values) // 4]
