"""Jobs, rankings and scores, by calls to the gateway."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5

import grpc
import grpc.aio
import typer
from candor.ingest.v1 import (
    candidate_service_pb2,
    candidate_service_pb2_grpc,
    job_service_pb2,
    job_service_pb2_grpc,
)
from candor.matcher.v1 import match_service_pb2, match_service_pb2_grpc

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from candor.matcher.v1 import filters_pb2, match_pb2

    from cli.connection import Target

TIMEOUT = 30.0


class Hiring:
    """The calls that a recruiter at a terminal needs."""

    def __init__(self, channel: grpc.aio.Channel, where: Target) -> None:
        self._where = where
        self._jobs = job_service_pb2_grpc.JobServiceStub(channel)
        self._candidates = candidate_service_pb2_grpc.CandidateServiceStub(channel)
        self._matches = match_service_pb2_grpc.MatchServiceStub(channel)

    async def add_job(self, file: Path, title: str = "") -> job_service_pb2.Job:
        """Post the job text in a file; the same text is posted once."""
        text = await asyncio.to_thread(file.read_text, "utf-8", "replace")
        mark = sha256(f"{title}/{text}".encode()).hexdigest()
        response = await self._jobs.CreateJob(
            job_service_pb2.CreateJobRequest(
                request_id=str(uuid5(NAMESPACE_URL, mark)), text=text, title=title
            ),
            metadata=self._where.metadata,
            timeout=TIMEOUT,
        )
        return response.job

    async def lint(self, file: Path) -> job_service_pb2.LintJobResponse:
        """Return what there is to look at in the job text in a file."""
        text = await asyncio.to_thread(file.read_text, "utf-8", "replace")
        return await self._jobs.LintJob(
            job_service_pb2.LintJobRequest(text=text),
            metadata=self._where.metadata,
            timeout=TIMEOUT,
        )

    async def jobs(self) -> Sequence[job_service_pb2.Job]:
        """Return the newest jobs."""
        response = await self._jobs.ListJobs(
            job_service_pb2.ListJobsRequest(page_size=200),
            metadata=self._where.metadata,
            timeout=TIMEOUT,
        )
        return response.jobs

    async def job(self, name: str) -> job_service_pb2.Job:
        """Return the job with this id, or the newest whose title contains these words."""
        if _is_id(name):
            request = job_service_pb2.GetJobRequest(job_id=name)
            response = await self._jobs.GetJob(
                request, metadata=self._where.metadata, timeout=TIMEOUT
            )
            return response.job
        for job in await self.jobs():
            if name.casefold() in job.title.casefold():
                return job
        raise typer.BadParameter(f"no job is called like {name!r}: see `candor job list`")

    async def match(
        self, job_id: str, count: int, filters: filters_pb2.Filters | None = None
    ) -> match_pb2.MatchRun:
        """Rank the candidates for a job, those that the filters let through."""
        response = await self._matches.MatchJob(
            match_service_pb2.MatchJobRequest(job_id=job_id, page_size=count, filters=filters),
            metadata=self._where.metadata,
            timeout=TIMEOUT,
        )
        return response.run

    async def score(self, job_id: str, candidate_id: str) -> match_pb2.Match:
        """Score one candidate for one job."""
        response = await self._matches.ScorePair(
            match_service_pb2.ScorePairRequest(job_id=job_id, candidate_id=candidate_id),
            metadata=self._where.metadata,
            timeout=TIMEOUT,
        )
        return response.match

    async def names(self, candidate_ids: Sequence[str]) -> dict[str, str]:
        """Return the candidates' names, where the caller may see them and they are known."""
        found = await asyncio.gather(*(self._name(each) for each in candidate_ids))
        return {key: name for key, name in zip(candidate_ids, found, strict=True) if name}

    async def _name(self, candidate_id: str) -> str:
        try:
            response = await self._candidates.GetCandidate(
                candidate_service_pb2.GetCandidateRequest(candidate_id=candidate_id),
                metadata=self._where.metadata,
                timeout=TIMEOUT,
            )
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.PERMISSION_DENIED:
                return ""
            raise
        return response.candidate.profile.name

    async def candidate_named(self, run: match_pb2.MatchRun, name: str) -> str:
        """Return the id of the candidate with this id, place or name in a run."""
        if _is_id(name):
            return name
        if name.isdigit():
            for match in run.matches:
                if match.rank == int(name):
                    return match.candidate_id
        names = await self.names([match.candidate_id for match in run.matches])
        for candidate_id, known in names.items():
            if name.casefold() in known.casefold():
                return candidate_id
        raise typer.BadParameter(f"no candidate near the top is called like {name!r}")


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
