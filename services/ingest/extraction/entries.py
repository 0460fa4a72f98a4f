"""A section with dates cut into entries: a header with its date, then what was done.

Resumes repeat one layout: what stands before the first date of a section (none to three
lines of header) stands before each, so the first entry tells how the others begin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.ingest.extraction.dates import Period, hanging, periods
from services.ingest.extraction.titles import has_role, is_employer_like

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.ingest.extraction.lines import TextLine

_MAX_LEAD = 3
_MAX_HEADER = 120
_MAX_HEADER_WORDS = 14
_INLINE_BODY = re.compile(r"\s*\)?\s*:\s+(?=\S)")
_IN_A_SENTENCE = re.compile(
    r"\b(?:in|during|between|from|of|by|until|since|over|to|im|en|durante|pendant|the|and)\s*$",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(
    r"\b(?:inc|ltd|co|corp|llc|gmbh|bros|jr|sr|e\.v|s\.a|s\.l|u\.s|st)\.$", re.IGNORECASE
)
_DOING = re.compile(r"^[^\W\d_]+(?:ed|ing)\b(?:\s+\S+){2,}", re.IGNORECASE)
# What somebody is, or works in, and not what was done.
_BEING = re.compile(
    r"^(?:registered|certified|licen[sc]ed|chartered|qualified|nursing|engineering|marketing"
    r"|working|teaching|accounting|advertising|banking|manufacturing|purchasing|consulting"
    r"|training|visiting|acting|managing|supervising|leading|operating|housekeeping|catering"
    r"|cleaning|building|merchandising)\s+",
    re.IGNORECASE,
)
_IN_A_PHRASE = re.compile(r"\s(?:the|an?|with|to|by|from|for|all|their)\s", re.IGNORECASE)
_NEXT_WORDS = re.compile(r"\s[(\[]?([^\W\d_][^\s]{3,})")
_EDGES = " \t()[]|,;:•·\u2013—-"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a section, dated but for what `undated` finds."""

    header: tuple[str, ...]  # pieces of text around the date, in order, dates taken out
    following: tuple[str, ...]  # header-like lines right after: a title or an employer, maybe
    period: Period | None
    lines: tuple[TextLine, ...]  # all of it, header first

    @property
    def start(self) -> int:
        """Where the entry starts in the document's text."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """Where its last line ends."""
        return self.lines[-1].end


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A line whose date opens an entry."""

    at: int  # index of the line
    period: Period
    pieces: tuple[str, ...]
    hangs: bool = False  # the date ends in the line below


def is_header_like(line: TextLine) -> bool:
    """Say whether a line reads as a title or a name rather than as prose."""
    text = line.text
    if (
        line.bullet
        or line.is_footer
        or len(text) > _MAX_HEADER
        or len(text.split()) > _MAX_HEADER_WORDS
    ):
        return False
    if not (text[0].isupper() or text[0].isdigit() or not text[0].isascii()):
        return False
    if _DOING.match(text) and not _names_somebody(text):
        return False
    return text[-1] not in ".;:,-" or _ABBREVIATED.search(text) is not None


def _names_somebody(text: str) -> bool:
    """Say whether a line that begins as what was done does is a title or an employer.

    "Registered Nurse, Intensive Care" and "Consolidated Edison Company" are; "Managed a team
    of engineers" is not, nor is "Leading the team of analysts".
    """
    being = _BEING.match(text)
    if being is not None and has_role(" ".join(text[being.end() :].split()[:2])):
        return True
    if _IN_A_PHRASE.search(text) is not None:
        return False
    titled = all(word[0].isupper() for word in _NEXT_WORDS.findall(text))
    return titled and (has_role(text) or is_employer_like(text))


def entries_of(lines: Sequence[TextLine]) -> tuple[Entry, ...]:
    """Return the dated entries of a section's lines, in order; none when nothing is dated."""
    anchors = _anchors(lines)
    if not anchors:
        return ()
    lead = _lead(lines, 0, anchors[0].at, limit=_MAX_LEAD)
    starts: list[int] = []
    floor = 0
    for anchor in anchors:
        led = _lead(lines, floor, anchor.at, limit=lead)
        starts.append(anchor.at - (led or _is_led_by_employer(lines, floor, anchor.at)))
        floor = anchor.at + 1 + anchor.hangs
    ends = [*starts[1:], len(lines)]
    return tuple(
        _entry(lines, anchor, start, end)
        for anchor, start, end in zip(anchors, starts, ends, strict=True)
    )


def _anchors(lines: Sequence[TextLine]) -> list[_Anchor]:
    """Return the lines that open entries; bullets only when each entry is one."""
    found = _openings(lines)
    if found:
        return found
    plain = [replace(line, bullet=False) for line in lines]
    return [anchor for anchor in _openings(plain) if anchor.period.is_range]


def _openings(lines: Sequence[TextLine]) -> list[_Anchor]:
    """Return the lines whose date stands apart, none of them the end of a date above."""
    found: list[_Anchor] = []
    for at, line in enumerate(lines):
        if found and found[-1].hangs and found[-1].at == at - 1:
            continue
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        anchor = _anchor(at, line, below)
        if anchor is not None:
            found.append(anchor)
    return found


def _lead(lines: Sequence[TextLine], floor: int, at: int, *, limit: int) -> int:
    """Return how many header-like lines stand right before line `at`, down to `floor`."""
    count = 0
    while count < limit and at - count - 1 >= floor and is_header_like(lines[at - count - 1]):
        count += 1
    return count


def _is_led_by_employer(lines: Sequence[TextLine], floor: int, at: int) -> bool:
    """Say whether the line before `at` is an employer, after what was done at another."""
    if at - 2 < floor or not is_header_like(lines[at - 1]) or is_header_like(lines[at - 2]):
        return False
    return is_employer_like(lines[at - 1].text) and not has_role(lines[at - 1].text)


def _entry(lines: Sequence[TextLine], anchor: _Anchor, start: int, end: int) -> Entry:
    """Return the entry of `anchor`, which is made of the lines from `start` up to `end`."""
    lead = tuple(line.text for line in lines[start : anchor.at])
    return Entry(
        header=(*lead, *anchor.pieces),
        following=tuple(_following(lines[anchor.at + 1 + anchor.hangs : end])),
        period=anchor.period,
        lines=tuple(lines[start:end]),
    )


def _following(lines: Sequence[TextLine]) -> Iterator[str]:
    """Yield the texts of up to two header-like lines that come first."""
    for line in lines[:2]:
        if not is_header_like(line):
            return
        yield line.text


def _anchor(at: int, line: TextLine, below: str) -> _Anchor | None:
    """Return the anchor that line number `at` is, if its date stands apart from its words."""
    found = periods(line.text)
    if not found or line.is_footer:
        return None
    if not any(each.end for each in found) and not line.bullet:
        over = hanging(line.text, below)
        if over is not None:
            pieces = (p.strip(_EDGES) for p in (over.before, over.after, over.below))
            return _Anchor(at, over.period, tuple(p for p in pieces if p), hangs=True)
    period = next((each for each in found if each.is_range), found[0])
    before, after = line.text[: period.at], line.text[period.until :]
    if line.bullet:
        # A right column of dates beside a left column of bullets.
        return _Anchor(at, period, ()) if before.endswith("\t") and not after.strip() else None
    inline = _INLINE_BODY.match(after)
    if inline is not None:
        after = "" if before.strip(_EDGES) else after[inline.end() :]
    if _is_prose(before, after):
        return None
    return _Anchor(at, period, tuple(p for p in (before.strip(_EDGES), after.strip(_EDGES)) if p))


def _is_prose(before: str, after: str) -> bool:
    """Say whether the words around a date make a sentence with it."""
    words = len(before.split()) + len(after.split())
    if words > _MAX_HEADER_WORDS or len(before) + len(after) > _MAX_HEADER:
        return True
    if _IN_A_SENTENCE.search(before) is not None or (before[:1].islower() and "\t" not in before):
        return True
    return after.rstrip().endswith(".") and _ABBREVIATED.search(after.rstrip()) is None
