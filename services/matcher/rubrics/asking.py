"""The rules of what a criterion asks for."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from candor.facts.v1 import facts_pb2
from candor.facts.v1 import requirements_pb2 as pb

if TYPE_CHECKING:
    from collections.abc import Iterator

    Problems = Iterator[tuple[str, str]]

LONGEST_LABEL = 200
MOST_MONTHS = 1_200
NOWHERE = frozenset({(0, 0, 0), (1, 0, 0)})
MOST_WORDS = 200
MOST_WORD_WEIGHT = 10_000
LANGUAGE = re.compile(r"[a-z]{2}")
FIELDS = MappingProxyType(
    {
        pb.REQUIREMENT_KIND_SKILL: ("skill_id",),
        pb.REQUIREMENT_KIND_TERM: ("term",),
        pb.REQUIREMENT_KIND_EXPERIENCE: ("months",),
        pb.REQUIREMENT_KIND_EDUCATION: ("level",),
        pb.REQUIREMENT_KIND_LANGUAGE: ("language", "language_level"),
        pb.REQUIREMENT_KIND_OCCUPATION: ("occupation_id",),
        pb.REQUIREMENT_KIND_CERTIFICATE: ("term", "skill_id"),
        pb.REQUIREMENT_KIND_WORDS: ("words",),
        pb.REQUIREMENT_KIND_LINE_OF_WORK: ("words", "term"),
    }
)
"""Which fields say what is asked for, by kind."""
GROUPS = ("alternative", "one_is_must")
ESCAPES = ("\x00", "\x1b", "\x9b")  # a terminal would obey them


class Known(Protocol):
    """The taxonomy's ids."""

    def skill(self, skill_id: str) -> object | None:
        """Return the skill, if there is one."""
        ...

    def occupation(self, occupation_id: str) -> object | None:
        """Return the occupation, if there is one."""
        ...


def is_line(text: str) -> bool:
    """Return whether a text is one line, not empty, that may be shown as a label."""
    return (
        0 < len(text.strip()) <= len(text) <= LONGEST_LABEL
        and len(text.splitlines()) == 1
        and not any(each in text for each in ESCAPES)
    )


def asked(
    path: str, requirement: pb.Requirement, spans: frozenset[tuple[int, int, int]], known: Known
) -> Problems:
    """Yield what is wrong with a requirement; `spans` are the lines of the job that ask."""
    if requirement.kind not in FIELDS:
        yield f"{path}.kind", "want what is asked for: skill, term, experience, ..."
        return
    if not is_line(requirement.label):
        yield f"{path}.label", f"want one line of 1 to {LONGEST_LABEL} characters"
    place = requirement.span
    if (place.page, place.start, place.end) not in NOWHERE | spans:
        yield f"{path}.span", "no line of the job that asks: keep a proposed one, or leave it out"
    for name in GROUPS:
        if getattr(requirement, name):
            yield f"{path}.{name}", "in a rubric, alternatives are those of a criterion"
    own = FIELDS[requirement.kind]
    for name in (field for fields in FIELDS.values() for field in fields):
        if name not in own and getattr(requirement, name):
            yield f"{path}.{name}", "not a field of this kind"
    for name, problem in _content(requirement, known):
        yield f"{path}.{name}", problem


def _content(requirement: pb.Requirement, known: Known) -> Problems:
    match requirement.kind:
        case pb.REQUIREMENT_KIND_SKILL:
            if known.skill(requirement.skill_id) is None:
                yield "skill_id", "no skill of the taxonomy; ask for words as a term"
        case pb.REQUIREMENT_KIND_TERM:
            term = requirement.term
            if not is_line(term) or term != term.strip().casefold():
                yield "term", f"want 1 to {LONGEST_LABEL} characters of words in lower case"
        case pb.REQUIREMENT_KIND_EXPERIENCE:
            if not 0 < requirement.months <= MOST_MONTHS:
                yield "months", f"want 1 to {MOST_MONTHS}"
        case pb.REQUIREMENT_KIND_EDUCATION:
            if not 0 < requirement.level <= facts_pb2.EDUCATION_LEVEL_DOCTORATE:
                yield "level", "want a level of education"
        case pb.REQUIREMENT_KIND_LANGUAGE:
            if LANGUAGE.fullmatch(requirement.language) is None:
                yield "language", "want an ISO 639-1 code: two small letters"
            if requirement.language_level not in facts_pb2.LanguageLevel.values():
                yield "language_level", "want a level of a language, or none"
        case pb.REQUIREMENT_KIND_OCCUPATION:
            occupation = requirement.occupation_id
            if occupation and known.occupation(occupation) is None:
                yield "occupation_id", "no occupation of the taxonomy"
        case pb.REQUIREMENT_KIND_CERTIFICATE:
            yield from _certificate(requirement, known)
        case pb.REQUIREMENT_KIND_WORDS | pb.REQUIREMENT_KIND_LINE_OF_WORK:
            yield from _words(requirement)
        case _:
            return


def _certificate(requirement: pb.Requirement, known: Known) -> Problems:
    term = requirement.term
    if not is_line(term) or term != term.strip().casefold():
        yield "term", f"want 1 to {LONGEST_LABEL} characters of words in lower case"
    if requirement.skill_id and known.skill(requirement.skill_id) is None:
        yield "skill_id", "no skill of the taxonomy"


def _words(requirement: pb.Requirement) -> Problems:
    if not 0 < len(requirement.words) <= MOST_WORDS:
        yield "words", f"want 1 to {MOST_WORDS} words"
        return
    for index, each in enumerate(requirement.words):
        if not is_line(each.word) or each.word != each.word.casefold() or " " in each.word:
            yield f"words[{index}].word", "want one word in lower case"
        if not 0 < each.weight <= MOST_WORD_WEIGHT:
            yield f"words[{index}].weight", f"want 1 to {MOST_WORD_WEIGHT}"
