"""Skills as a resume lists them, word for word, whether or not the taxonomy knows them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.ingest.extraction.headings import SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.ingest.extraction.lines import TextLine
    from services.ingest.extraction.sections import Section

_SEPARATORS = re.compile(r"[,;|•·●▪◆\t\n]|\s{3,}|\s/\s")
_BRACKETS = re.compile(r"\([^()]*\)")
# "Frameworks: Django, Flask" and, in two columns, "Frameworks\tDjango, Flask".
_LABEL = re.compile(r"(?:^|(?<=\n))[^\W\d][^:,;\n]{0,48}:\s+|^[^\W\d][^:,;\t\n]{0,40}\t(?=[^\t]*,)")
_LEVEL = re.compile(
    r"\s*(?:[\u2013—:-]\s*|\()(?:expert|advanced|intermediate|beginner|basic|proficient|fluent"
    r"|experto|avanzado|intermedio|básico|sehr gut|gut|grundkenntnisse|fortgeschritten|avancé"
    r"|intermédiaire|débutant|\d+\+?\s*(?:years?|yrs?|jahre|años|ans)|\d\s*/\s*\d+)\)?$",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:and|und|y|et|&)\s+", re.IGNORECASE)
_EDGES = " \t\n\r.:-\u2013—*\u00a0"
_MAX_WORDS, _MAX_LENGTH = 6, 60
_FULL_LINE = 0.75  # of the longest: what goes on in the next line fills the one before
_LISTED = 85


@dataclass(frozen=True, slots=True)
class ListedSkill:
    """An item of a list of skills, and where it stands: `text[start:end]` of the document."""

    name: str  # on one line
    start: int
    end: int
    confidence: int


def listed_skills_of(sections: Sequence[Section]) -> tuple[ListedSkill, ...]:
    """Return the items under headings for skills, each name once, in the order of the text.

    Sentences are no items, nor are the labels of groups of items.
    """
    found: dict[str, ListedSkill] = {}
    for section in sections:
        if section.kind is SectionKind.SKILLS:
            for skill in _in_lines(section.lines):
                found.setdefault(skill.name.casefold(), skill)
    return tuple(found.values())


def _in_lines(lines: Sequence[TextLine]) -> Iterator[ListedSkill]:
    """Yield the items of a section's lines."""
    for group in _joined([line for line in lines if not line.is_footer]):
        text = "\n".join(line.text for line in group)
        for start, end in _items(text):
            name = " ".join(text[start:end].split())
            yield ListedSkill(name, _place(group, start), _place(group, end - 1) + 1, _LISTED)


def _joined(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Return the lines in groups: a list that does not end with its line goes on in the next."""
    longest = max((len(line.text) for line in lines), default=0)
    groups: list[list[TextLine]] = []
    for line in lines:
        before = groups[-1][-1].text if groups else ""
        is_full = len(before) >= _FULL_LINE * longest and "," in before and "," in line.text
        goes_on = before.endswith((",", ";", "&", "(")) or is_full
        if groups and goes_on and not line.bullet and _LABEL.match(line.text) is None:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _items(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the items of a list start and end; line ends within an item are spaces."""
    label = _LABEL.match(text)
    start = label.end() if label is not None else 0
    hidden = _BRACKETS.sub(lambda match: "_" * len(match[0]), text)
    is_list = re.search(r"[,;|•·\t]", hidden) is not None
    marks = [m for m in _SEPARATORS.finditer(hidden, start) if m[0] != "\n" or not is_list]
    for mark_start, mark_end in [*((m.start(), m.end()) for m in marks), (len(text), len(text))]:
        item = _trimmed(text, start, mark_start)
        if item is not None:
            yield item
        start = mark_end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where an item stands without its level and signs; nothing when it is no item."""
    item = text[start:end]
    lead = _LEAD.match(item.lstrip(_EDGES))
    start += len(item) - len(item.lstrip(_EDGES)) + (lead.end() if lead is not None else 0)
    item = _LEVEL.sub("", text[start:end].rstrip()).rstrip(_EDGES)
    is_item = item and len(item.split()) <= _MAX_WORDS and len(item) <= _MAX_LENGTH
    return (start, start + len(item)) if is_item and any(map(str.isalpha, item)) else None


def _place(group: Sequence[TextLine], at: int) -> int:
    """Return where in the document stands character `at` of the lines joined by line ends."""
    for line in group:
        if at <= len(line.text):
            return line.start + at
        at -= len(line.text) + 1
    return group[-1].end
