"""What an answer may ask of the other services, as values; `tools` makes the calls."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from services.assistant.hiring import Applications, Job, Jobs, Ranking, Score
from services.assistant.quoting import plain

if TYPE_CHECKING:
    from collections.abc import Generator

T_co = TypeVar("T_co", covariant=True)

USUAL_RANKED = 20
"""How many a ranking shows at least, so that later questions find them by name and number."""


class Failure(Enum):
    """Why a call brought nothing."""

    NOT_ALLOWED = auto()
    NOT_FOUND = auto()
    NOT_READY = auto()
    UNREACHABLE = auto()
    BROKEN = auto()


class CallFailed(Exception):
    """A call brought nothing. Thrown into the script that asked for it."""

    def __init__(self, call: Call[object], failure: Failure) -> None:
        super().__init__(f"{call.tool}: {failure.name}")
        self.call = call
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Call(ABC, Generic[T_co]):
    """A call whose answer is a `T_co`."""

    tool: ClassVar[str]
    service: ClassVar[str]
    """Who answers, in words for people."""
    shows: ClassVar[str]
    """What the call shows, in words for people who may not see it."""

    @property
    @abstractmethod
    def step(self) -> str:
        """What is being done, in words for people."""


@dataclass(frozen=True, slots=True)
class ListJobs(Call[Jobs]):
    """The newest jobs."""

    tool = "list_jobs"
    service = "Ingest, which keeps the jobs,"
    shows = "the jobs"

    @property
    def step(self) -> str:
        return "Looking through the jobs."


@dataclass(frozen=True, slots=True)
class GetJob(Call[Job]):
    """One job."""

    tool = "get_job"
    service = ListJobs.service
    shows = "this job"

    job_id: str

    @property
    def step(self) -> str:
        return "Looking up the job."


@dataclass(frozen=True, slots=True)
class MatchJob(Call[Ranking]):
    """A new ranking for a job, with its best `count` shown."""

    tool = "match_job"
    service = "Matcher, which scores candidates,"
    shows = "rankings and scores of candidates"

    job: Job
    count: int = USUAL_RANKED

    @property
    def step(self) -> str:
        return f"Ranking the candidates for {plain(self.job.title)}."


@dataclass(frozen=True, slots=True)
class GetMatchRun(Call[Ranking]):
    """A ranking that was made before."""

    tool = "get_match_run"
    service = MatchJob.service
    shows = MatchJob.shows

    run_id: str

    @property
    def step(self) -> str:
        return "Opening the ranking that we talked about."


@dataclass(frozen=True, slots=True)
class ScorePair(Call[Score]):
    """One candidate's score for a job."""

    tool = "score_pair"
    service = MatchJob.service
    shows = MatchJob.shows

    job: Job
    candidate_id: str

    @property
    def step(self) -> str:
        return f"Scoring one candidate for {plain(self.job.title)}."


@dataclass(frozen=True, slots=True)
class GetCandidates(Call[Mapping[str, str]]):
    """The names of candidates by id; without those that the caller may not see or that are gone."""

    tool = "get_candidate"
    service = "Ingest, which keeps the candidates,"
    shows = "who the candidates are"

    candidate_ids: tuple[str, ...]

    @property
    def step(self) -> str:
        return "Looking up who the candidates are."


@dataclass(frozen=True, slots=True)
class ListApplications(Call[Applications]):
    """Who applied for a job, as far as the caller may see."""

    tool = "list_applications"
    service = "Ingest, which keeps the applications,"
    shows = "applications"

    job: Job

    @property
    def step(self) -> str:
        return f"Looking through the applications for {plain(self.job.title)}."


T = TypeVar("T")


def ask(call: Call[T]) -> Generator[Call[object], object, T]:
    """Have `call` made and return its answer; CallFailed when it brings nothing."""
    return cast("T", (yield call))
