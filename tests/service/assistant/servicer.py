"""Ingest and Matcher by their contract, over a desk's data; what is not here is UNIMPLEMENTED."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import (
    application_service_pb2,
    candidate_service_pb2,
    job_service_pb2,
    profile_pb2,
)
from candor.ingest.v1.application_service_pb2_grpc import ApplicationServiceServicer
from candor.ingest.v1.candidate_service_pb2_grpc import CandidateServiceServicer
from candor.ingest.v1.job_service_pb2_grpc import JobServiceServicer
from candor.matcher.v1 import match_pb2, match_service_pb2
from candor.matcher.v1.match_service_pb2_grpc import MatchServiceServicer

from servicekit.auth import caller
from servicekit.errors import Code, ServiceError

if TYPE_CHECKING:
    from servicekit.server import Context
    from tests.service.assistant.desk import Desk


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


class Jobs(JobServiceServicer):
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ListJobs(
        self, request: job_service_pb2.ListJobsRequest, context: Context
    ) -> job_service_pb2.ListJobsResponse:
        jobs = self._desk.called("ListJobs").jobs
        start = int(request.page_token or 0)
        token = str(start + 2) if len(jobs) > start + 2 else ""
        return job_service_pb2.ListJobsResponse(jobs=jobs[start : start + 2], next_page_token=token)

    async def GetJob(
        self, request: job_service_pb2.GetJobRequest, context: Context
    ) -> job_service_pb2.GetJobResponse:
        for job in self._desk.called("GetJob").jobs:
            if job.job_id == request.job_id:
                return job_service_pb2.GetJobResponse(job=job)
        raise JobNotFound("no such job", job_id=request.job_id)


class Candidates(CandidateServiceServicer):
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def GetCandidate(
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

    async def ListApplications(
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

    async def MatchJob(
        self, request: match_service_pb2.MatchJobRequest, context: Context
    ) -> match_service_pb2.MatchJobResponse:
        tenant = self._desk.called("MatchJob")
        self._desk.matching.set()
        await self._desk.may_match.wait()
        if self._desk.match_bug:
            raise ArithmeticError("a bug, and its secret")
        return match_service_pb2.MatchJobResponse(
            run=self._desk.run(tenant, request.job_id, request.page_size)
        )

    async def ScorePair(
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

    async def GetMatchRun(
        self, request: match_service_pb2.GetMatchRunRequest, context: Context
    ) -> match_service_pb2.GetMatchRunResponse:
        self._desk.called("GetMatchRun")
        run = self._desk.runs.get(request.run_id)
        if run is None:
            raise RunNotFound("no such run", run_id=request.run_id)
        return match_service_pb2.GetMatchRunResponse(run=run)
