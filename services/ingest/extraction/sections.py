"""A resume cut into sections at its headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.ingest.extraction.headings import HEADINGS, LONGEST, SectionKind, squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.ingest.extraction.lines import TextLine

_PARTS = re.compile(r"\s*(?:&|/|,|\+|\b(?:and|und|y|et|e|și|en|i)\b)\s*", re.IGNORECASE)
_QUALIFIER = re.compile(
    r"^(?:my|key|other|relevant|selected|additional|professional|technical|core|recent|main"
    r"|personal"
    r"|previous|past|further|academic)\s+",
    re.IGNORECASE,
)
_DECORATION = " :.-\u2013—_=*#|•\t"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, where there is one, and the lines under it."""

    kind: SectionKind
    heading: TextLine | None
    lines: tuple[TextLine, ...]

    @property
    def start(self) -> int:
        """Where the section starts in the document's text."""
        first = self.heading or self.lines[0]
        return first.start

    @property
    def end(self) -> int:
        """Where its last line ends."""
        last = self.lines[-1] if self.lines else self.heading
        return last.end if last is not None else 0


def heading_kind(text: str) -> SectionKind | None:
    """Return what a line that is a heading announces, and nothing for any other line.

    Two headings in one, as in "Skills & Awards", count as the first when both are known.
    """
    text = text.strip(_DECORATION)
    if not text or len(text) > LONGEST or not text[0].isupper():
        return None
    whole = HEADINGS.get(squeezed(text)) or HEADINGS.get(squeezed(_QUALIFIER.sub("", text)))
    if whole is not None:
        return whole
    kinds = [HEADINGS.get(squeezed(_QUALIFIER.sub("", part))) for part in _PARTS.split(text)]
    if len(kinds) < 2 or None in kinds:
        return None
    return kinds[0]


def sections_of(lines: Sequence[TextLine]) -> tuple[Section, ...]:
    """Return the lines as sections in order; what stands before any heading is HEADER."""
    found: list[Section] = []
    kind, heading = SectionKind.HEADER, None
    held: list[TextLine] = []
    for line in lines:
        announced = None if line.bullet else heading_kind(line.text)
        if announced is None:
            held.append(line)
            continue
        if held or heading is not None:
            found.append(Section(kind, heading, tuple(held)))
        kind, heading, held = announced, line, []
    if held or heading is not None:
        found.append(Section(kind, heading, tuple(held)))
    return tuple(found)
