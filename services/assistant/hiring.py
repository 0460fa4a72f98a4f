"""What the other services tell: jobs, scores, applications, people. The tools' answers."""

from __future__ import annotations

from dataclasses import dataclass

STAGES = ("applied", "screening", "interview", "offer", "hired", "rejected", "withdrawn")
"""Stages of an application, in order."""


@dataclass(frozen=True, slots=True)
class Job:
    """A position to fill."""

    job_id: str
    title: str
    is_open: bool

    @property
    def state(self) -> str:
        """The state in a word."""
        return "open" if self.is_open else "closed"


@dataclass(frozen=True, slots=True)
class Jobs:
    """The jobs of the tenant, newest first; `complete` unless there are more than were read."""

    jobs: tuple[Job, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a document, in code points."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a resume and the blind line there."""

    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Reason:
    """What one criterion brought, and why in Matcher's words."""

    criterion_id: str
    label: str
    must: bool
    points: int
    max_points: int
    words: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """One candidate's score. `rank` is 0 when it is of no ranking; equal scores share one."""

    candidate_id: str
    rank: int
    points: int
    max_points: int
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """A stored run, best first."""

    run_id: str
    scored_count: int
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """An application: who, and how far."""

    candidate_id: str
    stage: str


@dataclass(frozen=True, slots=True)
class Applications:
    """Applications for a job: all of them, or when `own` only those of the caller."""

    applied: tuple[Applied, ...]
    own: bool
    complete: bool

    def by_stage(self) -> dict[str, int]:
        """Return how many there are at each stage that has any, in the order of stages."""
        stages = [each.stage for each in self.applied]
        return {stage: stages.count(stage) for stage in STAGES if stage in stages}
