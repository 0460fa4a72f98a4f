"""Ingest and Matcher as the Assistant meets them: real servers and policies, fixed data."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from candor.facts.v1 import facts_pb2
from candor.ingest.v1 import (
    application_service_pb2,
    candidate_service_pb2,
    job_service_pb2,
    profile_pb2,
)
from candor.ingest.v1.application_service_pb2_grpc import (
    ApplicationServiceServicer,
    add_ApplicationServiceServicer_to_server,
)
from candor.ingest.v1.candidate_service_pb2_grpc import (
    CandidateServiceServicer,
    add_CandidateServiceServicer_to_server,
)
from candor.ingest.v1.job_service_pb2_grpc import JobServiceServicer, add_JobServiceServicer_to_server
from candor.matcher.v1 import match_pb2, match_service_pb2
from candor.matcher.v1.match_service_pb2_grpc import (
    MatchServiceServicer,
    add_MatchServiceServicer_to_server,
)

from servicekit import auth
from servicekit.auth import caller
from servicekit.errors import Code, ServiceError
from servicekit.server import Room, serving

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence

    from servicekit.server import Context
    from servicekit.settings import Issuer

NAMESPACE = UUID("0190b3a0-0000-7000-8000-000000000000")


def id_of(name: str) -> str:
    """Return the id of anything in the data, by what it is called there."""
    return str(uuid5(NAMESPACE, name))


class JobNotFound(ServiceError):
    code = Code.NOT_FOUND
    reason = "JOB_NOT_FOUND"


class CandidateNotFound(ServiceError):
    code = Code.NOT_FOUND
    reason = "CANDIDATE_NOT_FOUND"


class RunNotFound(ServiceError):
    code = Code.NOT_FOUND
    reason = "RUN_NOT_FOUND"


class FactsNotReady(ServiceError):
    code = Code.FAILED_PRECONDITION
    reason = "FACTS_NOT_READY"


@dataclass(frozen=True)
class Tenant:
    """What one tenant has. Candidates are in the order of their ranking."""

    jobs: Sequence[job_service_pb2.Job]
    names: Mapping[str, str]
    matches: Mapping[str, Sequence[match_pb2.Match]]
    applications: Sequence[application_service_pb2.Application]
    owners: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass
class Desk:
    """The data behind the servers, what was called, and what holds a call up."""

    tenants: Mapping[str, Tenant]
    calls: list[str] = field(default_factory=list[str])
    tokens: set[str] = field(default_factory=set[str])
    runs: dict[str, match_pb2.MatchRun] = field(default_factory=dict[str, match_pb2.MatchRun])
    may_match: asyncio.Event = field(default_factory=asyncio.Event)
    matching: asyncio.Event = field(default_factory=asyncio.Event)
    match_cancelled: asyncio.Event = field(default_factory=asyncio.Event)
    match_bug: bool = False

    def __post_init__(self) -> None:
        self.may_match.set()

    def called(self, method: str) -> Tenant:
        """Note a call and return the data of its caller's tenant."""
        self.calls.append(method)
        self.tokens.add(caller().token)
        return self.tenants[caller().tenant]

    def run(self, tenant: Tenant, job_id: str, size: int) -> match_pb2.MatchRun:
        """Make a run, as new as each ranking is."""
        matches = tenant.matches.get(job_id, ())
        run = match_pb2.MatchRun(
            run_id=id_of(f"run {len(self.runs)}"),
            job_id=job_id,
            matches=matches[:size],
            scored_count=len(matches),
        )
        self.runs[run.run_id] = run
        return run


class Jobs(JobServiceServicer):
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ListJobs(  # noqa: N802
        self, request: job_service_pb2.ListJobsRequest, context: Context
    ) -> job_service_pb2.ListJobsResponse:
        jobs = self._desk.called("ListJobs").jobs
        start = int(request.page_token or 0)
        token = str(start + 2) if len(jobs) > start + 2 else ""
        return job_service_pb2.ListJobsResponse(jobs=jobs[start : start + 2], next_page_token=token)

    async def GetJob(  # noqa: N802
        self, request: job_service_pb2.GetJobRequest, context: Context
    ) -> job_service_pb2.GetJobResponse:
        for job in self._desk.called("GetJob").jobs:
            if job.job_id == request.job_id:
                return job_service_pb2.GetJobResponse(job=job)
        raise JobNotFound("no such job", job_id=request.job_id)


class Candidates(CandidateServiceServicer):
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def GetCandidate(  # noqa: N802
        self, request: candidate_service_pb2.GetCandidateRequest, context: Context
    ) -> candidate_service_pb2.GetCandidateResponse:
        tenant = self._desk.called("GetCandidate")
        name, who = tenant.names.get(request.candidate_id), caller()
        if name is None or (who.own and tenant.owners.get(request.candidate_id) != who.own):
            raise CandidateNotFound("no such candidate", candidate_id=request.candidate_id)
        return candidate_service_pb2.GetCandidateResponse(
            candidate=candidate_service_pb2.Candidate(
                candidate_id=request.candidate_id, profile=profile_pb2.Profile(name=name)
            )
        )


class Applications(ApplicationServiceServicer):
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ListApplications(  # noqa: N802
        self, request: application_service_pb2.ListApplicationsRequest, context: Context
    ) -> application_service_pb2.ListApplicationsResponse:
        tenant, who = self._desk.called("ListApplications"), caller()
        return application_service_pb2.ListApplicationsResponse(
            applications=[
                each
                for each in tenant.applications
                if each.job_id == request.job_id
                and who.own in ("", tenant.owners.get(each.candidate_id, ""))
            ]
        )


class Matches(MatchServiceServicer):
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def MatchJob(  # noqa: N802
        self, request: match_service_pb2.MatchJobRequest, context: Context
    ) -> match_service_pb2.MatchJobResponse:
        tenant = self._desk.called("MatchJob")
        self._desk.matching.set()
        try:
            await self._desk.may_match.wait()
        except asyncio.CancelledError:
            self._desk.match_cancelled.set()
            raise
        if self._desk.match_bug:
            raise ArithmeticError("a bug, and its secret")
        return match_service_pb2.MatchJobResponse(
            run=self._desk.run(tenant, request.job_id, request.page_size)
        )

    async def ScorePair(  # noqa: N802
        self, request: match_service_pb2.ScorePairRequest, context: Context
    ) -> match_service_pb2.ScorePairResponse:
        tenant = self._desk.called("ScorePair")
        for each in (*tenant.matches[request.job_id], *tenant.matches.get("unranked", ())):
            if each.candidate_id == request.candidate_id:
                pair = match_pb2.Match()
                pair.CopyFrom(each)
                pair.rank = 0
                return match_service_pb2.ScorePairResponse(match=pair)
        raise FactsNotReady("not indexed", candidate_id=request.candidate_id)

    async def GetMatchRun(  # noqa: N802
        self, request: match_service_pb2.GetMatchRunRequest, context: Context
    ) -> match_service_pb2.GetMatchRunResponse:
        self._desk.called("GetMatchRun")
        run = self._desk.runs.get(request.run_id)
        if run is None:
            raise RunNotFound("no such run", run_id=request.run_id)
        return match_service_pb2.GetMatchRunResponse(run=run)


@asynccontextmanager
async def ingest(desk: Desk, issuers: Sequence[Issuer]) -> AsyncGenerator[str]:
    """Serve jobs, candidates and applications, yielding the address."""
    rooms = [
        Room(
            job_service_pb2.DESCRIPTOR.services_by_name["JobService"],
            Jobs(desk),
            add_JobServiceServicer_to_server,
        ),
        Room(
            candidate_service_pb2.DESCRIPTOR.services_by_name["CandidateService"],
            Candidates(desk),
            add_CandidateServiceServicer_to_server,
        ),
        Room(
            application_service_pb2.DESCRIPTOR.services_by_name["ApplicationService"],
            Applications(desk),
            add_ApplicationServiceServicer_to_server,
        ),
    ]
    async with _serving(rooms, issuers) as address:
        yield address


@asynccontextmanager
async def matcher(desk: Desk, issuers: Sequence[Issuer]) -> AsyncGenerator[str]:
    """Serve matches, yielding the address."""
    room = Room(
        match_service_pb2.DESCRIPTOR.services_by_name["MatchService"],
        Matches(desk),
        add_MatchServiceServicer_to_server,
    )
    async with _serving([room], issuers) as address:
        yield address


@asynccontextmanager
async def _serving(rooms: Sequence[Room], issuers: Sequence[Issuer]) -> AsyncGenerator[str]:
    async with serving(
        "127.0.0.1:0", rooms, auth.Verifier(issuers), call_timeout=10, grace=0.1
    ) as address:
        yield address


def job(title: str, *, is_open: bool = True) -> job_service_pb2.Job:
    """Return a job."""
    state = job_service_pb2.JOB_STATE_OPEN if is_open else job_service_pb2.JOB_STATE_CLOSED
    return job_service_pb2.Job(job_id=id_of(title), title=title, text="...", state=state)


def application(
    who: str, title: str, stage: application_service_pb2.Stage.ValueType
) -> application_service_pb2.Application:
    """Return an application of a candidate for a job."""
    return application_service_pb2.Application(
        application_id=id_of(f"{who} for {title}"),
        candidate_id=id_of(who),
        job_id=id_of(title),
        stage=stage,
    )


def contribution(  # noqa: PLR0913  # the columns of a table
    criterion_id: str,
    label: str,
    points: int,
    max_points: int,
    reason: str,
    quote: str = "",
    *,
    must: bool = True,
) -> match_pb2.Contribution:
    """Return what a criterion brought, shown by one line of a resume if there is a `quote`."""
    evidence = match_pb2.Evidence(
        document_digest="d1",
        span=facts_pb2.Span(page=1, start=len(label), end=len(label) + len(quote)),
        quote=quote,
    )
    return match_pb2.Contribution(
        criterion_id=criterion_id,
        label=label,
        must=must,
        points=points,
        max_points=max_points,
        reason=reason,
        evidence=[evidence] if quote else [],
    )


def match(who: str, rank: int, *contributions: match_pb2.Contribution) -> match_pb2.Match:
    """Return a candidate's score."""
    return match_pb2.Match(
        candidate_id=id_of(who),
        rank=rank,
        points=sum(each.points for each in contributions),
        max_points=sum(each.max_points for each in contributions),
        contributions=contributions,
        missing=[each.label for each in contributions if each.must and not each.points],
    )
