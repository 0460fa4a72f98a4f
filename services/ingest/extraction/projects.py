"""Projects: what they are called, when they were, and the lines that tell of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from services.ingest.extraction.entries import entries_of, is_header_like
from services.ingest.extraction.headings import SectionKind
from services.ingest.extraction.identifiers import LINK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.ingest.extraction.dates import Period
    from services.ingest.extraction.lines import TextLine
    from services.ingest.extraction.sections import Section

_CHUNKS = re.compile(r"\t+|\s*[|•·●▪◆]\s*|\s+[\u2013—-]\s+|\s{2,}|:\s+")
_EDGES = " \t,;:-\u2013—|()[]"
_MAX_NAME = 100
_DATED, _UNDATED, _INLINE = 90, 75, 65


@dataclass(frozen=True, slots=True)
class Project:
    """A project and where it stands: `text[start:end]` are the lines that tell of it."""

    name: str
    period: Period | None  # nothing where the document does not say
    start: int
    end: int
    confidence: int


def projects_of(sections: Sequence[Section]) -> tuple[Project, ...]:
    """Return the projects under headings for them, in the order of the text.

    Where none is dated, each line that reads as a name opens one; where all are bullets,
    each is one.
    """
    return tuple(
        project
        for section in sections
        if section.kind is SectionKind.PROJECTS
        for project in _in_section(section.lines)
    )


def _in_section(lines: Sequence[TextLine]) -> Iterator[Project]:
    """Yield the projects of a section."""
    entries = entries_of(lines)
    for entry in entries:
        name = _name(entry.header or entry.following)
        if name:
            yield Project(name, entry.period, entry.start, entry.end, _DATED)
    if not entries:
        yield from _undated(lines)


def _undated(lines: Sequence[TextLine]) -> Iterator[Project]:
    """Yield the projects of a section without dates."""
    opening = [at for at, line in enumerate(lines) if is_header_like(line)]
    inline = not opening
    if inline:
        opening = [at for at, line in enumerate(lines) if line.bullet]
    for at, until in pairwise((*opening, len(lines))):
        name = _name([lines[at].text])
        if name:
            confidence = _INLINE if inline else _UNDATED
            yield Project(name, None, lines[at].start, lines[until - 1].end, confidence)


def _name(pieces: Sequence[str]) -> str:
    """Return the name among the pieces of a header; "" when there is none."""
    for piece in pieces:
        for chunk in _CHUNKS.split(LINK.sub("\t", piece)):
            name = chunk.strip(_EDGES)
            if name:
                return name if len(name) <= _MAX_NAME else ""
    return ""
