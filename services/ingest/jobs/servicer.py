"""candor.ingest.v1.JobService."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from candor.ingest.v1 import events_pb2
from candor.ingest.v1 import job_service_pb2 as pb
from candor.ingest.v1.job_service_pb2_grpc import JobServiceServicer
from uuid_utils.compat import uuid7

from servicekit import canonical, outbox, pages
from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.errors import FieldInvalid
from servicekit.requests import Requests, parse_id
from servicekit.sealing import PersonKeys
from services.ingest import wire as facts_wire
from services.ingest.extraction.requirements import requirements
from services.ingest.extraction.telling import completed
from services.ingest.jobs import wire
from services.ingest.jobs.importing import read
from services.ingest.jobs.jobs import LONGEST_TITLE, Job, JobState
from services.ingest.jobs.repository import Jobs
from services.ingest.linting.lint import lint

if TYPE_CHECKING:
    from servicekit.server import Context
    from services.ingest.extraction.facts import Requirements
    from services.ingest.jobs.jobs import Draft
    from services.ingest.stores import Stores
    from taxonomy.rarity import Rarity
    from taxonomy.taxonomy import Taxonomy

UNTITLED = "Untitled job"


class JobServicer(JobServiceServicer):
    """Keeps jobs and what they ask for. See the proto for the contract."""

    def __init__(self, stores: Stores, taxonomy: Taxonomy, words: Rarity) -> None:
        self._stores = stores
        self._taxonomy = taxonomy
        self._words = words

    async def CreateJob(
        self, request: pb.CreateJobRequest, context: Context
    ) -> pb.CreateJobResponse:
        who = caller()
        form = wire.job_format(request.format)
        draft = await asyncio.to_thread(read, request.text, request.title.strip(), form)
        job = await asyncio.to_thread(self._understood, draft)
        async with transaction(self._stores.pool, who.tenant) as conn:
            keys = PersonKeys(conn, who.tenant, self._stores.master)
            requests = Requests(conn, keys, who, "CreateJob")
            known = await requests.recall(request.request_id, request, pb.CreateJobResponse())
            if known is not None:
                return known
            await Jobs(conn, who.tenant).add(job)
            created = events_pb2.JobCreated(
                job_id=job.job_id, requirements_digest=job.requirements_digest
            )
            about = outbox.About(who.tenant, job.job_id, who.actor)
            await outbox.announce(conn, created, about, job.created_at)
            response = pb.CreateJobResponse(job=wire.job(job))
            await requests.remember(request.request_id, response, person_id=who.subject)
        return response

    def _understood(self, draft: Draft) -> Job:
        asked = facts_wire.requirements(self._asked(draft))
        title = draft.title or asked.title[:LONGEST_TITLE] or UNTITLED
        body = canonical.canonical(asked)
        return Job(
            job_id=str(uuid7()),
            draft=replace(draft, title=title),
            requirements=body,
            requirements_digest=sha256(body).hexdigest(),
            state=JobState.OPEN,
            created_at=self._stores.clock(),
        )

    def _asked(self, draft: Draft) -> Requirements:
        asked = requirements(draft.text, taxonomy=self._taxonomy, title=draft.title)
        return completed(asked, draft.text, self._words)

    async def GetJob(self, request: pb.GetJobRequest, context: Context) -> pb.GetJobResponse:
        job_id, tenant = parse_id(request.job_id, "job_id"), caller().tenant
        async with transaction(self._stores.pool, tenant) as conn:
            found = await Jobs(conn, tenant).get(job_id)
        return pb.GetJobResponse(job=wire.job(found))

    async def LintJob(self, request: pb.LintJobRequest, context: Context) -> pb.LintJobResponse:
        if bool(request.text) == bool(request.job_id):
            raise FieldInvalid("text", "want either a text or a job_id")
        if request.job_id:
            job_id, tenant = parse_id(request.job_id, "job_id"), caller().tenant
            async with transaction(self._stores.pool, tenant) as conn:
                draft = (await Jobs(conn, tenant).get(job_id)).draft
        else:
            form = wire.job_format(request.format)
            draft = await asyncio.to_thread(read, request.text, request.title.strip(), form)
        return await asyncio.to_thread(self._linted, draft)

    def _linted(self, draft: Draft) -> pb.LintJobResponse:
        asked = requirements(draft.text, taxonomy=self._taxonomy)
        if draft.title:
            asked = replace(asked, title=draft.title)
        return wire.lint(draft.text, lint(draft.text, asked, year=self._stores.clock().year))

    async def ListJobs(self, request: pb.ListJobsRequest, context: Context) -> pb.ListJobsResponse:
        who = caller()
        size = pages.size(request.page_size)
        before = self._stores.pages.after(request, request.page_token, who)
        async with transaction(self._stores.pool, who.tenant) as conn:
            found = await Jobs(conn, who.tenant).page(before, request.state, size + 1)
        listed = [wire.job(each) for each in found[:size]]
        token = (
            self._stores.pages.token(request, listed[-1].job_id, who) if len(found) > size else ""
        )
        return pb.ListJobsResponse(jobs=listed, next_page_token=token)

    async def CloseJob(self, request: pb.CloseJobRequest, context: Context) -> pb.CloseJobResponse:
        who, job_id = caller(), parse_id(request.job_id, "job_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            keys = PersonKeys(conn, who.tenant, self._stores.master)
            requests = Requests(conn, keys, who, "CloseJob")
            known = await requests.recall(request.request_id, request, pb.CloseJobResponse())
            if known is not None:
                return known
            jobs = Jobs(conn, who.tenant)
            if await jobs.close(job_id):
                closed = events_pb2.JobClosed(job_id=str(job_id))
                about = outbox.About(who.tenant, str(job_id), who.actor)
                await outbox.announce(conn, closed, about, self._stores.clock())
            response = pb.CloseJobResponse(job=wire.job(await jobs.get(job_id)))
            await requests.remember(request.request_id, response, person_id=who.subject)
        return response
