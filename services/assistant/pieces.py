"""What an answer is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.assistant.hiring import Span


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from: a resource path of the API, and the place in a resume."""

    resource: str
    span: Span | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A source under the number by which the text refers to it."""

    number: int
    source: Source


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done now."""

    tool: str
    text: str


@dataclass(frozen=True, slots=True)
class CandidateCard:
    """A candidate in an answer. `name` is "" where the caller may not see it."""

    candidate_id: str
    name: str
    rank: int
    points: int
    max_points: int
    reasons: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CandidatesFound:
    """The candidates that an answer is about, best first."""

    cards: tuple[CandidateCard, ...]


@dataclass(frozen=True, slots=True)
class JobCard:
    """A job in an answer; `applications` by stage, empty where the answer is not about them."""

    job_id: str
    title: str
    state: str
    applications: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class JobsFound:
    """The jobs that an answer is about."""

    cards: tuple[JobCard, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of the text, and the citations that it refers to."""

    text: str
    citations: tuple[Citation, ...] = ()


Piece: TypeAlias = Step | CandidatesFound | JobsFound | Words


@dataclass(frozen=True, slots=True)
class Topic:
    """What was talked about last; "" where nothing was. Later questions may refer to it."""

    job_id: str = ""
    run_id: str = ""
    candidate_id: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """How an answer ended."""

    intent: str
    answered: bool
    topic: Topic
