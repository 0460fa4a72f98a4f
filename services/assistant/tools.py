"""The calls that answers ask for, made over gRPC with the caller's own token.

So each service decides by its own policy what this caller may see; the Assistant adds
nothing to it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID, uuid5

import grpc.aio
from candor.ingest.v1 import application_service_pb2, candidate_service_pb2, job_service_pb2
from candor.ingest.v1.application_service_pb2_grpc import ApplicationServiceStub
from candor.ingest.v1.candidate_service_pb2_grpc import CandidateServiceStub
from candor.ingest.v1.job_service_pb2_grpc import JobServiceStub
from candor.matcher.v1 import match_service_pb2
from candor.matcher.v1.match_service_pb2_grpc import MatchServiceStub

from servicekit import policy
from servicekit.channel import bearer
from servicekit.errors import Code
from services.assistant import wire
from services.assistant.calls import (
    Call,
    CallFailed,
    Failure,
    GetCandidates,
    GetJob,
    GetMatchRun,
    ListApplications,
    ListJobs,
    MatchJob,
    ScorePair,
)
from services.assistant.hiring import Applications, Applied, Job, Jobs, Ranking, Score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicekit.auth import Caller

MOST_JOBS = 500
JOBS_AT_ONCE = 50  # each comes with its text, 50,000 characters at most
MOST_APPLICATIONS = 5_000
APPLICATIONS_AT_ONCE = 200
PROFILES_AT_ONCE = 8

FAILURES = {
    Code.PERMISSION_DENIED: Failure.NOT_ALLOWED,
    Code.NOT_FOUND: Failure.NOT_FOUND,
    Code.FAILED_PRECONDITION: Failure.NOT_READY,
    Code.UNAVAILABLE: Failure.UNREACHABLE,
    Code.CANCELLED: Failure.UNREACHABLE,
    Code.DEADLINE_EXCEEDED: Failure.UNREACHABLE,
    Code.INTERNAL: Failure.BROKEN,
}
"""What a status means for an answer; any other is a bug of ours and ends the call."""


HIDDEN = (Code.PERMISSION_DENIED, Code.NOT_FOUND)

Q = TypeVar("Q")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Services:
    """Channels to the services that hold the data, and how long one call may take."""

    ingest: grpc.aio.Channel
    matcher: grpc.aio.Channel
    timeout: float


class Tools:
    """Makes the calls of one answer for one caller."""

    def __init__(self, services: Services, who: Caller, request_id: str) -> None:
        self._who = who
        self._request_id = request_id
        self._timeout = services.timeout
        self._token = bearer(who.token)
        self.named: frozenset[str] = frozenset()
        """The candidates whose names were looked up, so that the answer may tell them."""
        self._jobs = JobServiceStub(services.ingest)
        self._candidates = CandidateServiceStub(services.ingest)
        self._applications = ApplicationServiceStub(services.ingest)
        self._matches = MatchServiceStub(services.matcher)

    async def make(self, call: Call[object]) -> object:
        """Make `call` and return its answer, or raise CallFailed."""
        try:
            return await self._make(call)
        except grpc.aio.AioRpcError as error:
            if error.code() not in FAILURES:
                raise
            raise CallFailed(call, FAILURES[error.code()]) from error

    async def _make(self, call: Call[object]) -> object:
        match call:
            case ListJobs():
                return await self._list_jobs()
            case GetJob():
                return await self._get_job(call.job_id)
            case MatchJob():
                return await self._match_job(call)
            case GetMatchRun():
                return await self._get_match_run(call.run_id)
            case ScorePair():
                return await self._score_pair(call)
            case GetCandidates():
                return await self._names(call.candidate_ids)
            case ListApplications():
                return await self._list_applications(call.job)
            case _:
                raise TypeError(f"no such tool: {call.tool}")

    async def _list_jobs(self) -> Jobs:
        jobs: list[Job] = []
        token = ""
        while len(jobs) < MOST_JOBS:
            request = job_service_pb2.ListJobsRequest(page_size=JOBS_AT_ONCE, page_token=token)
            page = await self._call(self._jobs.ListJobs, request)
            jobs.extend(wire.to_job(each) for each in page.jobs)
            token = page.next_page_token
            if not token:
                break
        return Jobs(tuple(jobs), complete=not token)

    async def _get_job(self, job_id: str) -> Job:
        request = job_service_pb2.GetJobRequest(job_id=job_id)
        return wire.to_job((await self._call(self._jobs.GetJob, request)).job)

    async def _match_job(self, call: MatchJob) -> Ranking:
        request = match_service_pb2.MatchJobRequest(
            request_id=self._derived(f"match_job/{call.job.job_id}/{call.count}"),
            job_id=call.job.job_id,
            page_size=call.count,
        )
        return wire.to_ranking((await self._call(self._matches.MatchJob, request)).run)

    async def _get_match_run(self, run_id: str) -> Ranking:
        request = match_service_pb2.GetMatchRunRequest(run_id=run_id)
        return wire.to_ranking((await self._call(self._matches.GetMatchRun, request)).run)

    async def _score_pair(self, call: ScorePair) -> Score:
        request = match_service_pb2.ScorePairRequest(
            request_id=self._derived(f"score_pair/{call.job.job_id}/{call.candidate_id}"),
            job_id=call.job.job_id,
            candidate_id=call.candidate_id,
        )
        return wire.to_score((await self._call(self._matches.ScorePair, request)).match)

    async def _names(self, candidate_ids: tuple[str, ...]) -> Mapping[str, str]:
        turns = asyncio.Semaphore(PROFILES_AT_ONCE)
        async with asyncio.TaskGroup() as group:
            tasks = {each: group.create_task(self._name(each, turns)) for each in candidate_ids}
        names: dict[str, str] = {}
        for candidate_id, task in tasks.items():
            found = task.result()
            if isinstance(found, grpc.aio.AioRpcError):
                raise found
            if found:
                names[candidate_id] = found
        self.named |= names.keys()
        return names

    async def _name(
        self, candidate_id: str, turns: asyncio.Semaphore
    ) -> str | grpc.aio.AioRpcError:
        """Return the name, "" where it is not to be seen, or why it could not be asked for."""
        request = candidate_service_pb2.GetCandidateRequest(candidate_id=candidate_id)
        async with turns:
            try:
                response = await self._call(self._candidates.GetCandidate, request)
            except grpc.aio.AioRpcError as error:
                return "" if error.code() in HIDDEN else error
        return response.candidate.profile.name

    async def _list_applications(self, job: Job) -> Applications:
        applied: list[Applied] = []
        token = ""
        while len(applied) < MOST_APPLICATIONS:
            request = application_service_pb2.ListApplicationsRequest(
                job_id=job.job_id, page_size=APPLICATIONS_AT_ONCE, page_token=token
            )
            page = await self._call(self._applications.ListApplications, request)
            applied.extend(wire.to_applied(each) for each in page.applications)
            token = page.next_page_token
            if not token:
                break
        return Applications(tuple(applied), own=self._own_applications(), complete=not token)

    async def _call(self, method: grpc.aio.UnaryUnaryMultiCallable[Q, R], request: Q) -> R:
        """Call `method` as the caller."""
        return await method(request, metadata=self._token, timeout=self._timeout)

    def _own_applications(self) -> bool:
        """Whether the caller sees only their own applications, by Ingest's own policy."""
        service = application_service_pb2.DESCRIPTOR.services_by_name["ApplicationService"]
        stated = policy.policies([service])[f"/{service.full_name}/ListApplications"]
        return policy.admit(self._who, stated).own_only

    def _derived(self, step: str) -> str:
        """Return the request id of a step, so that a retried answer changes nothing twice."""
        return str(uuid5(UUID(self._request_id), step)) if self._request_id else ""
