"""What was read from a document, fact by fact, each with its place: who and what, not yet apart.

A reading is what people are shown and may correct. What scoring may know is derived from it
by `deriving`. Spans are offsets into the document's own text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from services.ingest.documents.document import Span
    from services.ingest.extraction.facts import EducationLevel, LanguageLevel, YearMonth


class ContactKind(IntEnum):
    """What a contact point is, as candor.ingest.v1.ContactKind numbers it."""

    UNSPECIFIED = 0
    NAME = 1
    EMAIL = 2
    PHONE = 3
    LOCATION = 4
    LINK = 5


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to tell or to reach the person."""

    kind: ContactKind
    value: str  # as written


@dataclass(frozen=True, slots=True)
class Summary:
    """What the person says of themselves."""

    text: str


@dataclass(frozen=True, slots=True)
class Employment:
    """One job."""

    title: str
    employer: str
    start: YearMonth | None
    end: YearMonth | None  # None with `current` is now; None without it is unknown
    current: bool
    bullets: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Schooling:
    """One education."""

    level: EducationLevel
    degree: str
    field: str
    institution: str
    end_year: int | None


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill with every place where it stands."""

    skill_id: str  # of the taxonomy; "" for a listed one that it does not know
    label: str
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the person knows; `code` is ISO 639-1."""

    code: str
    level: LanguageLevel


@dataclass(frozen=True, slots=True)
class Certification:
    """A certificate or a licence."""

    name: str
    issuer: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Project:
    """A project; what was done in it stands in the fact's span."""

    name: str


V = TypeVar("V")
Value = Contact | Summary | Employment | Schooling | Skill | Language | Certification | Project


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a document says."""

    fact_id: str  # unique within its reading
    value: Value
    span: Span
    confidence: int  # 0 to 100


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from a document, in the order of kinds, then of the text."""

    facts: tuple[Fact, ...]

    def of(self, kind: type[V]) -> tuple[V, ...]:
        """Return the values of a kind, in order."""
        return tuple(fact.value for fact in self.facts if isinstance(fact.value, kind))

    def contact(self, kind: ContactKind) -> str:
        """Return the first contact point of a kind; "" when there is none."""
        return next((each.value for each in self.of(Contact) if each.kind is kind), "")
