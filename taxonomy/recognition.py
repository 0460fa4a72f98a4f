"""Recognition: where a text names skills.

All surfaces are looked for at once (Aho-Corasick), so the time grows with the text and not
with the taxonomy. Of what overlaps, the leftmost and then the longest stays.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from taxonomy.compiled import SILENT, Guard
from taxonomy.context import Word, believed
from taxonomy.words import fold, lower, surface

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taxonomy.compiled import SurfaceRow
    from taxonomy.words import Folded

_SUFFIX_MARKS: Final = "+#"


class Span(NamedTuple):
    """Code points `start` to `end` of a text name the skill in row `skill`."""

    start: int
    end: int
    skill: int


class Recogniser:
    """Finds surfaces in texts. Immutable once made, so threads may share it."""

    def __init__(self, surfaces: Iterable[SurfaceRow], tools: bytes) -> None:
        self._tools = tools
        self._skills = array("H")
        self._guards = bytearray()
        self._guarded: dict[int, str] = {}
        self._automaton = AhoCorasick(
            self._patterns(surfaces),
            store_patterns=False,
            implementation=Implementation.ContiguousNFA,
        )

    def spans(self, text: str) -> list[Span]:
        """Return the spans of `text` that name skills, in order and apart."""
        folded = fold(text)
        chosen = _leftmost_longest(self._candidates(folded))
        spans = [
            Span(folded.origin(start), folded.origin(end - 1) + 1, pattern)
            for start, end, pattern in chosen
            if self._skills[pattern] != SILENT
        ]
        words = [self._word(text, span) for span in spans]
        return [
            Span(span.start, span.end, self._skills[span.skill])
            for span, holds in zip(spans, believed(text, words), strict=True)
            if holds
        ]

    def _patterns(self, surfaces: Iterable[SurfaceRow]) -> Iterable[str]:
        for number, row in enumerate(surfaces):
            self._skills.append(row.skill)
            self._guards.append(row.guard)
            if row.guard is not Guard.FREE:
                self._guarded[number] = row.text
            yield lower(row.text)

    def _candidates(self, folded: Folded) -> list[tuple[int, int, int]]:
        found: list[tuple[int, int, int]] = []
        for pattern, start, end in self._automaton.find_matches_as_indexes(
            folded.lower, overlapping=True
        ):
            if _whole(folded.cased, start, end):
                found.append((start, end, pattern))
        return found

    def _word(self, text: str, span: Span) -> Word:
        guard = self._guards[span.skill]
        tool = self._tools[self._skills[span.skill]] == 1
        if guard == Guard.FREE:
            return Word(span.start, span.end, guarded=False, tool=tool, own_case=True)
        own, written = self._guarded[span.skill], surface(text[span.start : span.end])
        own_case = " " in own or written == own or (len(own) > 1 and written == own.upper())
        guarded = guard == Guard.LISTED or not own_case
        return Word(span.start, span.end, guarded, tool, own_case)


def _leftmost_longest(found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    found.sort(key=lambda match: (match[0], -match[1]))
    chosen: list[tuple[int, int, int]] = []
    free = 0
    for match in found:
        if match[0] >= free:
            chosen.append(match)
            free = match[1]
    return chosen


def _whole(text: str, start: int, end: int) -> bool:
    return _starts(text, start) and _ends(text, end)


def _starts(text: str, start: int) -> bool:
    if start == 0:
        return True
    before = text[start - 1]
    if before == "." and start > 1 and text[start - 2].isalnum():
        return not text[start].islower()  # a part of a host or file name
    return not (before.isalnum() or before == "_")


def _ends(text: str, end: int) -> bool:
    last, after = text[end - 1], text[end : end + 1]
    if not after:
        return True
    if last in _SUFFIX_MARKS:
        return after != last and not after.isalpha()
    if after.isalnum() or after in "_#" or text[end : end + 2] == "++":
        return False
    return not (after == "." and text[end + 1 : end + 2].islower())  # "excel.xlsx"
