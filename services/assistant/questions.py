"""What a person may ask, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class JobNamed:
    """A job as a question names it: by words, by id, or, with neither, the one talked about."""

    said: str = ""
    job_id: str = ""


@dataclass(frozen=True, slots=True)
class CandidateNamed:
    """A candidate as a question names it: by place in the ranking, id or name.

    With none of these it is the one talked about.
    """

    place: int = 0
    candidate_id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class BestCandidates:
    """Who is best for a job, and why."""

    intent = "best_candidates"

    job: JobNamed
    count: int


@dataclass(frozen=True, slots=True)
class CompareCandidates:
    """What sets two candidates apart."""

    intent = "compare_candidates"

    job: JobNamed
    first: CandidateNamed
    second: CandidateNamed


@dataclass(frozen=True, slots=True)
class MissingIn:
    """What a candidate lacks for a job."""

    intent = "missing_requirements"

    job: JobNamed
    candidate: CandidateNamed


@dataclass(frozen=True, slots=True)
class StateOfJob:
    """Whether a job is open, and how far its applications are."""

    intent = "job_state"

    job: JobNamed


@dataclass(frozen=True, slots=True)
class WhichJobs:
    """Which jobs there are; `state` limits it to "open" or "closed"."""

    intent = "list_jobs"

    state: str


@dataclass(frozen=True, slots=True)
class Help:
    """What the assistant can do."""

    intent = "help"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something else."""

    intent = "unknown"


Question: TypeAlias = (
    BestCandidates | CompareCandidates | MissingIn | StateOfJob | WhichJobs | Help | Unknown
)
