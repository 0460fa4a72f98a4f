"""Cells of a table that go on in the next rows: `2017 to Nov.` over `2019`, `Mas-` over `ter`."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from services.ingest.documents.rows import chunk_of, chunks_of

if TYPE_CHECKING:
    from services.ingest.documents.rows import Word

_DASH = "-\u2013\u2014"
_TO = rf"(?:[{_DASH}]|\b(?:to|until|till|bis|au|à|a|al|hasta)\b)"
_RANGE_ENDS = re.compile(rf"\d\s*{_TO}$")
_RANGE_OPEN = re.compile(rf"(?:19|20)\d\d\s*{_TO}\D*$")
_SINCE = re.compile(r"^(?:since|from|seit|ab|depuis|desde|dal|da)\b\D*$", re.IGNORECASE)
_RANGE_GOES_ON = re.compile(rf"^{_TO}\s*\w")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BROKEN = re.compile(rf"\w\w[{_DASH}]$")
_LEADING = 3  # words of a narrow cell at most, up to the hyphen
_NARROW = 5.0  # of the type size: the widest cell that words are broken for
_PITCH = 1.6  # of the type size: lines of a cell are no further apart
_DATE_PITCH = 2.0  # the same of dates, which nothing else can be
_CELL_GAP = 1.3  # of the type size: wide enough to part cells


def chunks(rows: list[list[Word]]) -> list[Word]:
    """Return the words of `rows` joined where no gutter runs, but for cells broken in a word.

    Those may be no more than a space away from the next cell.
    """
    parted: list[Word] = []
    for row, below in pairwise([*rows, []]):
        cell = _broken(row, below)
        parted += chunks_of(row[:cell]) if cell else []
        parted += chunks_of(row[cell:])
    return parted


def whole(rows: list[list[Word]]) -> list[list[Word]]:
    """Return `rows` with the first cells made whole that go on in the rows below."""
    made: list[list[Word]] = []
    first: list[Word] = []  # the row whose first cell may go on
    last: Word | None = None  # the part of it that was read last
    in_word = False
    for row in rows:
        rest = row
        if last is not None and len(first) > 1 and _is_under(last, first[1], row[0]):
            breaks = _is_narrow(last) and _breaks(last, row[0])
            goes_on = in_word and len(row) == 1 and _is_narrow(row[0])
            if breaks or goes_on or _dates_go_on(first[0], last, row[0]):
                in_word = in_word or breaks
                first[0] = _cell(first, row[0], breaks=breaks)
                last, rest = row[0], row[1:]
        if rest is row:
            first, last, in_word = [*row], row[0], False
            rest = first
        if rest:
            made.append(rest)
    return made


def _broken(row: list[Word], below: list[Word]) -> int:
    """Return how many words the first cell of `row` has if it ends inside a word, else 0."""
    for count, word in enumerate(row[:_LEADING], start=1):
        if count < len(row) and below and _breaks(word, below[0]):
            edge = row[count].left
            narrow = word.right - row[0].left < _NARROW * word.size
            near = narrow and row[0].baseline - below[0].baseline < _PITCH * row[0].size
            apart = all(each.right < edge or each.left > edge - 1 for each in below)
            if near and apart and abs(below[0].left - row[0].left) < 1:
                return count
    return 0


def _breaks(word: Word, below: Word) -> bool:
    """Say whether a narrow cell ends in a hyphen and goes on in small letters."""
    return _is_narrow(below) and below.text[0].islower() and _BROKEN.search(word.text) is not None


def _is_narrow(word: Word) -> bool:
    return word.right - word.left < _NARROW * word.size


def _is_under(last: Word, beside: Word, below: Word) -> bool:
    """Say whether `below` stands under a part of a cell that has another cell `beside` it."""
    is_under = abs(below.left - last.left) < 1 and below.right < beside.left
    return is_under and last.baseline - below.baseline < _DATE_PITCH * last.size


def _dates_go_on(cell: Word, last: Word, below: Word) -> bool:
    """Say whether `below` is the end of the range that begins in a cell of one line."""
    if cell != last:
        return False
    if _RANGE_ENDS.search(cell.text):
        return below.text[-1].isalnum()
    if _RANGE_OPEN.search(cell.text) or _SINCE.search(cell.text):
        return _YEAR.search(below.text) is not None
    return cell.text[-1:].isdigit() and _RANGE_GOES_ON.search(below.text) is not None


def _cell(row: list[Word], below: Word, *, breaks: bool) -> Word:
    """Return the first cell of a row with `below` added, ending well before the second."""
    cell = row[0]
    if breaks:
        text = cell.text[:-1] + below.text
        cell = replace(cell, text=text, confidence=min(cell.confidence, below.confidence))
    else:
        cell = chunk_of([cell, below])
    return replace(cell, right=min(cell.right, row[1].left - _CELL_GAP * cell.size))
