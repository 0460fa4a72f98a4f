"""What is understood from a resume or a job text, without who it is about.

`ScorableFacts` is blind, and is all that leaves for Matcher: no field of it can hold a
name, a contact, an address, a birth or graduation date, and its lines have been stripped
of them. Its spans are offsets into those lines, so that the length of a name moves none.
Everything countable is an integer, so that its canonical bytes are the same everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.ingest.documents.document import Span


class EducationLevel(IntEnum):
    """Level of a degree, as candor.facts.v1.EducationLevel numbers it."""

    UNSPECIFIED = 0
    SECONDARY = 1
    VOCATIONAL = 2
    BACHELOR = 3
    MASTER = 4
    DOCTORATE = 5


class LanguageLevel(IntEnum):
    """Command of a language on the CEFR scale, as candor.facts.v1.LanguageLevel numbers it."""

    UNSPECIFIED = 0
    A1 = 1
    A2 = 2
    B1 = 3
    B2 = 4
    C1 = 5
    C2 = 6
    NATIVE = 7


@dataclass(frozen=True, slots=True)
class YearMonth:
    """A month of a year; ordered by `index`."""

    year: int
    month: int

    @property
    def index(self) -> int:
        """Months since year 0, so that differences are durations."""
        return self.year * 12 + self.month - 1


@dataclass(frozen=True, slots=True)
class Position:
    """A job without its employer and dates."""

    title: str  # as written, stripped of identity
    occupation_id: str  # taxonomy id, "" when the title names no known occupation
    months: int
    months_since_end: int  # before `as_of`; 0 when current
    span: Span
    confidence: int


@dataclass(frozen=True, slots=True)
class Education:
    """A degree without its institution and dates."""

    level: EducationLevel
    field: str
    span: Span
    confidence: int


@dataclass(frozen=True, slots=True)
class SkillEvidence:
    """A skill and where it shows. Months are those of the jobs in whose text it is mentioned."""

    skill_id: str
    label: str
    months: int  # overlapping jobs counted once; 0 when only listed
    months_since_use: int  # before `as_of`; -1 when not tied to a job
    mentions: tuple[Span, ...]
    confidence: int


@dataclass(frozen=True, slots=True)
class LanguageFact:
    """A language the person knows; `code` is ISO 639-1."""

    code: str
    level: LanguageLevel
    span: Span
    confidence: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate or a licence without its date."""

    label: str  # as written, stripped of identity
    span: Span
    confidence: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document with every identifying piece replaced by a neutral word."""

    text: str
    span: Span  # in the stripped text


@dataclass(frozen=True, slots=True)
class ScorableFacts:
    """What: the only thing that leaves Ingest for Matcher."""

    as_of: YearMonth
    total_months: int  # of work, overlaps counted once
    positions: tuple[Position, ...]
    education: tuple[Education, ...]
    skills: tuple[SkillEvidence, ...]
    languages: tuple[LanguageFact, ...]
    certificates: tuple[Certificate, ...]
    summary: str
    lines: tuple[Line, ...]


class RequirementKind(IntEnum):
    """What a requirement asks for, as candor.facts.v1.RequirementKind numbers it."""

    UNSPECIFIED = 0
    SKILL = 1
    TERM = 2
    EXPERIENCE = 3
    EDUCATION = 4
    LANGUAGE = 5
    CERTIFICATE = 7  # 6 is an occupation, which a rubric adds


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a job text asks for, with the line that asks."""

    kind: RequirementKind
    must: bool  # otherwise: should
    label: str  # for people: "Kubernetes", "5 years of experience", "German B2"
    span: Span  # the line of the job text
    skill_id: str = ""  # SKILL
    term: str = ""  # TERM, CERTIFICATE: folded words to look for
    months: int = 0  # EXPERIENCE
    level: EducationLevel = EducationLevel.UNSPECIFIED  # EDUCATION
    language: str = ""  # LANGUAGE, ISO 639-1
    language_level: LanguageLevel = LanguageLevel.UNSPECIFIED
    alternative: int = 0  # items with the same number are alternatives; 0 is none
    one_is_must: bool = False  # of the alternatives


class RemoteMode(IntEnum):
    """Where work is done, as candor.facts.v1.RemoteMode numbers it."""

    ONSITE = 1
    HYBRID = 2
    REMOTE = 3


class PayPeriod(IntEnum):
    """What an amount pays for, as candor.facts.v1.PayPeriod numbers it."""

    UNSPECIFIED = 0
    HOUR = 1
    DAY = 2
    WEEK = 3
    MONTH = 4
    YEAR = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Where a job says that it is, as written, with the line that says so."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Remote:
    """What a job says of working elsewhere, with the line that says so."""

    mode: RemoteMode
    span: Span


@dataclass(frozen=True, slots=True)
class PayRange:
    """What a job pays, in hundredths of the currency, with the line that says so."""

    currency: str  # ISO 4217, "" when not said
    minimum: int  # 0 when only the most is said
    maximum: int  # 0 when open
    period: PayPeriod
    span: Span


@dataclass(frozen=True, slots=True)
class Requirements:
    """What a job text asks for, and under what terms."""

    title: str
    occupation_id: str
    items: tuple[Requirement, ...]
    places: tuple[Place, ...] = ()
    remote: Remote | None = None
    pay: PayRange | None = None
