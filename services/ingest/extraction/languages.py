"""Languages that a person knows, and how well."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.ingest.extraction.facts import LanguageLevel
from services.ingest.extraction.folding import fold
from services.ingest.extraction.headings import SectionKind
from services.ingest.extraction.tongues import CODES, NAME, level_in, names_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from services.ingest.extraction.lines import TextLine
    from services.ingest.extraction.sections import Section

_LABEL = re.compile(
    r"^(?:languages?|idiomas?|sprachen|sprachkenntnisse|langues?|limbi(?:\s+străine)?|lingue|línguas"
    r"|talen|języki(?:\s+obce)?)\s*[:\u2013-]\s*",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"\b(?:fluent|native|bilingual|speak\w*|spoken|mother tongue|proficien\w+ in|flie(?:ß"
    r"|ss)end\w*|verhandlungssicher\w*|muttersprach\w*"
    r"|fluido|nativo|bilingüe|couramment|courante?|bilingue|maternelle?)\b|(?<!\w)[ABC][12](?!\w)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;!?](?:\s|$)")
_GOES_ON = "\u2013—-:("
_FIRST_ITEM = re.compile(r"[,;]")
_HEADED, _LABELLED, _PROSE = 95, 85, 65
_UNKNOWN_LEVEL_COSTS = 15


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language named in a text: `text[start:end]`."""

    code: str
    level: LanguageLevel
    start: int
    end: int
    confidence: int


def tongues_of(sections: Sequence[Section]) -> tuple[Tongue, ...]:
    """Return each language once, with the surest statement about it, in the order of the text."""
    best: dict[str, Tongue] = {}
    for tongue in _statements(sections):
        held = best.get(tongue.code)
        if held is None or tongue.confidence > held.confidence:
            best[tongue.code] = tongue
    return tuple(sorted(best.values(), key=lambda tongue: tongue.start))


def _statements(sections: Iterable[Section]) -> Iterator[Tongue]:
    """Yield each place where the resume says that the person knows a language."""
    for section in sections:
        if section.kind is SectionKind.REFERENCES:
            continue
        for at, line in enumerate(section.lines):
            if not names_language(line.text):
                continue
            if section.kind is SectionKind.LANGUAGES:
                follower = section.lines[at + 1] if at + 1 < len(section.lines) else None
                yield from _listed(line, follower, _HEADED)
            elif _LABEL.match(line.text) is not None:
                yield from _listed(line, None, _LABELLED)
            elif section.kind not in (SectionKind.EDUCATION, SectionKind.CONTACT):
                yield from _said(line)


def _listed(line: TextLine, follower: TextLine | None, confidence: int) -> Iterator[Tongue]:
    """Yield the languages of a list; the level follows its language, or stands before the first.

    A level on the next line, alone, belongs to the one language of this line.
    """
    names = list(NAME.finditer(line.text))
    ends = [*(name.start() for name in names[1:]), len(line.text)]
    lead = level_in(_LABEL.sub("", line.text[: names[0].start()]))
    for name, end in zip(names, ends, strict=True):
        level = level_in(line.text[name.end() : end])
        if level is LanguageLevel.UNSPECIFIED:
            level = lead
        if (
            level is LanguageLevel.UNSPECIFIED
            and (len(names) == 1 or (name is names[-1] and line.text[-1] in _GOES_ON))
            and follower is not None
            and (line.text[-1] in _GOES_ON or not NAME.search(follower.text))
        ):
            level = level_in(_FIRST_ITEM.split(follower.text)[0])
        yield _tongue(line, name, level, confidence)


def _said(line: TextLine) -> Iterator[Tongue]:
    """Yield the languages of sentences that say they are spoken."""
    start = 0
    for stop in [*(m.end() for m in _CLAUSE.finditer(line.text)), len(line.text)]:
        clause = line.text[start:stop]
        if _SPOKEN.search(clause) is not None:
            for name in NAME.finditer(line.text, start, stop):
                near = clause[max(0, name.start() - start - 40) : name.end() - start + 25]
                yield _tongue(line, name, level_in(near), _PROSE)
        start = stop


def _tongue(line: TextLine, name: re.Match[str], level: LanguageLevel, confidence: int) -> Tongue:
    known = level is not LanguageLevel.UNSPECIFIED
    return Tongue(
        code=CODES[fold(name[0])],
        level=level,
        start=line.start + name.start(),
        end=line.start + name.end(),
        confidence=confidence if known else confidence - _UNKNOWN_LEVEL_COSTS,
    )
