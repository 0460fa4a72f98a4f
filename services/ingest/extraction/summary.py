"""What a resume says of the person as a whole, in its own sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.ingest.extraction.headings import SectionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.ingest.extraction.lines import TextLine
    from services.ingest.extraction.sections import Section

_PROSE_WORDS = 8
_HEADED, _LISTED, _LOOSE = 95, 75, 60


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary and where it stands: `text[start:end]` of the document, line ends included."""

    text: str  # its lines joined by spaces
    start: int
    end: int
    confidence: int


def summary_of(sections: Sequence[Section]) -> tuple[Summary, ...]:
    """Return what stands under headings for a summary, one each, in the order of the text.

    Without such a heading, sentences under the name count, with less confidence.
    """
    headed = [s.lines for s in sections if s.kind is SectionKind.SUMMARY and s.lines]
    if headed:
        return tuple(_summary(lines, _sureness(lines)) for lines in headed)
    header = next((s.lines for s in sections if s.kind is SectionKind.HEADER), ())
    prose = _prose(header)
    return (_summary(prose, _LOOSE),) if prose else ()


def _sureness(lines: Sequence[TextLine]) -> int:
    """Return how sure the lines under a heading are: a list may be of highlights or skills."""
    return _LISTED if all(line.bullet for line in lines) else _HEADED


def _prose(header: Sequence[TextLine]) -> list[TextLine]:
    """Return the first lines of a header that go on as sentences do."""
    found: list[TextLine] = []
    for line in header:
        is_long = len(line.text.split()) >= _PROSE_WORDS
        if not line.bullet and (is_long or (found and found[-1].text[-1] not in ".!")):
            found.append(line)
        elif found:
            break
    return found if found and found[-1].text[-1] in ".!" else []


def _summary(lines: Sequence[TextLine], confidence: int) -> Summary:
    text = " ".join(line.text for line in lines)
    return Summary(text, lines[0].start, lines[-1].end, confidence)
