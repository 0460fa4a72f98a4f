"""What a scorer is given: blind facts and a rubric. No field can hold who somebody is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taxonomy.work import Told


class Kind(IntEnum):
    """What a criterion asks for, as candor.facts.v1.RequirementKind numbers it."""

    SKILL = 1
    TERM = 2
    EXPERIENCE = 3
    EDUCATION = 4
    LANGUAGE = 5
    OCCUPATION = 6
    CERTIFICATE = 7
    WORDS = 8
    LINE_OF_WORK = 9


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a document: code points, page from 1."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Skill:
    """Evidence of a skill."""

    label: str
    months: int
    months_since_use: int  # -1 when tied to no job
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """A job that was held."""

    title: str
    occupation_id: str
    months: int
    span: Span
    months_since_end: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """A degree or a language: how high, and where it says so."""

    level: int
    span: Span


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate or a licence; `folded` is its label case-folded."""

    label: str
    folded: str
    span: Span


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the blind text."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person can do."""

    text_digest: str
    total_months: int
    skills: Mapping[str, Skill]  # by taxonomy id
    positions: tuple[Position, ...]
    education: tuple[Level, ...]
    languages: Mapping[str, tuple[Level, ...]]  # by ISO 639-1 code
    lines: tuple[Line, ...]
    folded: str  # the lines, case-folded, each ended by a newline: for terms
    certificates: tuple[Certificate, ...] = ()
    summary: str = ""  # for retrieval
    words: frozenset[str] = frozenset()  # of the lines, as `keys_of` gives them
    told: Told | None = None  # what the lines say of lines of work, by the tables of the moment


@dataclass(frozen=True, slots=True)
class AdvertWord:
    """A word that an advert turns on: as `keys_of` gives it, its weight, and its line."""

    word: str
    weight: int
    job_span: Span


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a criterion's own scale: what it takes, and what it brings in hundredths."""

    label: str
    months: int  # SKILL, EXPERIENCE, OCCUPATION: from how many on
    least: int  # EDUCATION, LANGUAGE: from which level on
    percent: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """What counts, and for how many points. Which fields matter, `kind` says."""

    criterion_id: str
    kind: Kind
    must: bool
    label: str
    weight: int
    job_span: Span
    skill_id: str = ""
    term: str = ""
    months: int = 0
    level: int = 0
    language: str = ""
    language_level: int = 0
    occupation_id: str = ""
    words: tuple[AdvertWord, ...] = ()
    knock_out: bool = False  # who does not meet it at all is ranked below the line
    alternatives: tuple[Criterion, ...] = ()  # whoever meets one of them meets this
    levels: tuple[Step, ...] = ()  # empty: the scorer's own scale


@dataclass(frozen=True, slots=True)
class Rubric:
    """How a job is scored."""

    job_id: str
    requirements_digest: str
    criteria: tuple[Criterion, ...]

    @property
    def max_points(self) -> int:
        """The most that the rubric gives."""
        return sum(criterion.weight for criterion in self.criteria)
