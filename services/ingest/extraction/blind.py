"""A resume without the person: the text that is scored, embedded and shown before a decision.

Blindness is on the side of removing too much. What is left are the lines about work,
education and skills, with a neutral word for the name and nothing for addresses, numbers,
pages, dates of birth and graduation, age, gender, nationality and family.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from services.ingest.documents.document import Span
from services.ingest.extraction.dates import has_date, without_dates
from services.ingest.extraction.degrees import degrees_in
from services.ingest.extraction.facts import Line
from services.ingest.extraction.gender import without_gender
from services.ingest.extraction.headings import SectionKind
from services.ingest.extraction.identifiers import anonymous
from services.ingest.extraction.names import Name, name_of
from services.ingest.extraction.personal import (
    is_label,
    is_personal,
    pieces_of,
    without_personal,
)
from services.ingest.extraction.titles import is_short_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from services.ingest.documents.document import Document
    from services.ingest.extraction.contact import Owner
    from services.ingest.extraction.lines import TextLine
    from services.ingest.extraction.sections import Section
    from taxonomy.taxonomy import Taxonomy

_ABOUT_NOBODY = (SectionKind.CONTACT, SectionKind.PERSONAL, SectionKind.REFERENCES)
_GRADUATION = re.compile(
    r"\b(?:class\s+of|graduat\w+|promoción|promotion|abitur|jahrgang|diplômée?|egresad[oa]"
    r"|abschluss|alumn\w+)\b",
    re.IGNORECASE,
)
_GAPS = re.compile(r"[ \u00a0]{2,}")
_LOOSE = re.compile(r"\(\s*\)|\[\s*\]|^[\s,;:|•·\u2013—-]+|[\s,;|•·\u2013—-]+$")


@dataclass(frozen=True, slots=True)
class BlindLine:
    """A line of the stripped text, and the line of the document that it was made from."""

    line: Line
    original: TextLine


@dataclass(frozen=True, slots=True)
class Blinded:
    """A document's text without who it is about; it knows where each line stood."""

    document: Document
    lines: tuple[BlindLine, ...]
    name: Name

    @property
    def text(self) -> str:
        """The lines joined by newlines: what spans of scorable facts point into."""
        return "\n".join(each.line.text for each in self.lines)

    def title(self, text: str) -> str:
        """Return a title or a field of study without the person's name and gender."""
        return _tidy(without_gender(self.name.neutral(anonymous(text, blank=_nothing))))

    def of(self, span: Span, words: str = "") -> Span:
        """Return where in the stripped text stands what stood at `span` of the document.

        That is `words`, by default those of the document at `span`, where a line there still
        has them, and otherwise all that is left of its lines; an empty span when nothing is.
        """
        there = self._at(span)
        if not there:
            return Span(span.page, 0, 0)
        words = words or self.document.quote(span)
        for each in there:
            at = each.line.text.find(words)
            if at >= 0:
                start = each.line.span.start + at
                return Span(each.line.span.page, start, start + len(words))
        first, last = there[0].line.span, there[-1].line.span
        return Span(first.page, first.start, last.end)

    def text_of(self, span: Span) -> str:
        """Return what is left of the document's lines at `span`, joined by spaces."""
        return " ".join(each.line.text for each in self._at(span))

    def original(self, start: int, end: int) -> Span:
        """Return where in the document stood what stands in one line of the stripped text.

        That is the same words, where the document's line has them unchanged, and otherwise
        the line.
        """
        at = bisect_right(self.lines, start, key=lambda each: each.line.span.start) - 1
        each = self.lines[at]
        left = each.line.span.start
        words = each.line.text[start - left : end - left]
        found = each.original.text.find(words)
        if found < 0:
            return self.document.span(each.original.start, each.original.end)
        start = each.original.start + found
        return self.document.span(start, start + len(words))

    def _at(self, span: Span) -> Sequence[BlindLine]:
        """Return the lines that were made from those at `span` of the document."""
        first = bisect_right(self.lines, span.start, key=lambda each: each.original.end)
        last = bisect_left(self.lines, span.end, key=lambda each: each.original.start)
        return self.lines[first:last]


def blinded(
    document: Document, sections: Sequence[Section], owner: Owner, *, taxonomy: Taxonomy
) -> Blinded:
    """Return `document` without who it is about."""
    kept = list(_scorable(sections, owner))
    rest = "\n".join(anonymous(line.text, blank=_nothing) for line, _ in kept)
    name = name_of(owner.names, rest, known=partial(_is_known, taxonomy), short=_is_short)
    stripped = ((_blind(line.text, kind, name), line) for line, kind in kept)
    return Blinded(document, tuple(_placed(document, stripped)), name)


def _is_known(taxonomy: Taxonomy, part: str) -> bool:
    """Say whether a part of a name also names a skill or an occupation."""
    return bool(taxonomy.recognise(part)) or taxonomy.occupation_of(part) is not None


def _is_short(form: str) -> bool:
    """Say whether a part of a name, written like this, is also a place or a degree."""
    return is_short_place(form) or any(
        degree.end - degree.start == len(form) for degree in degrees_in(form, short_forms=True)
    )


def _placed(document: Document, stripped: Iterable[tuple[str, TextLine]]) -> Iterator[BlindLine]:
    """Yield the lines in which anything is left, each with its place in the stripped text."""
    start = 0
    for text, original in stripped:
        if text:
            page = document.span(original.start, original.end).page
            yield BlindLine(Line(text, Span(page, start, start + len(text))), original)
            start += len(text) + 1


def _scorable(sections: Sequence[Section], owner: Owner) -> Iterator[tuple[TextLine, SectionKind]]:
    """Yield the lines that are not only about who the person is, with their section's kind."""
    for section in sections:
        if section.kind in _ABOUT_NOBODY:
            continue
        if section.heading is not None:
            yield section.heading, SectionKind.OTHER
        for line in section.lines:
            if line.start not in owner.block and not line.is_footer and not is_personal(line.text):
                yield line, section.kind


def _blind(text: str, kind: SectionKind, name: Name) -> str:
    """Return a line without what identifies; "" when nothing else is in it."""
    pieces = pieces_of(text)
    if any(is_label(piece) for piece in pieces):
        text = " | ".join(piece for piece in pieces if not is_label(piece))
    text = name.neutral(anonymous(text, blank=_nothing))
    if has_date(text) and (kind is SectionKind.EDUCATION or _tells_graduation(text)):
        text = without_dates(text)
    return _tidy(without_gender(without_personal(text)))


def _tells_graduation(text: str) -> bool:
    return _GRADUATION.search(text) is not None or bool(degrees_in(text, short_forms=False))


def _tidy(text: str) -> str:
    """Return `text` without the gaps and loose signs that removals leave."""
    return _GAPS.sub(" ", _LOOSE.sub("", _LOOSE.sub("", text))).strip()


def _nothing(_: str) -> str:
    """Return nothing, whatever is removed."""
    return ""
