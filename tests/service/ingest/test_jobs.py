"""Jobs: read once, listed, closed once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from candor.ingest.v1.job_service_pb2 import (
    JOB_STATE_CLOSED,
    JOB_STATE_OPEN,
    CloseJobRequest,
    CreateJobRequest,
    GetJobRequest,
    ListJobsRequest,
)
from grpc import StatusCode

from servicekit import canonical
from tests.service import bus, tables
from tests.service.clients import refused

if TYPE_CHECKING:
    from tests.harness.services import Ground, Service
    from tests.service.clients import Callers

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEXT = "Senior Accountant\n\nRequirements\n- 3 years of experience\n- Excel and SAP\n"


async def test_a_job_keeps_its_text_and_names_its_requirements_by_digest(
    hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    job = await recruiter.job(TEXT)
    assert (job.text, job.title, job.state) == (TEXT, "Senior Accountant", JOB_STATE_OPEN)
    assert canonical.digest(job.requirements) == job.requirements_digest
    assert job.requirements.items
    for item in job.requirements.items:
        assert TEXT[item.span.start : item.span.end].strip()
    found = await recruiter.jobs.GetJob(GetJobRequest(job_id=job.job_id))
    assert found.job == job


async def test_a_text_that_asks_for_nothing_is_stored_with_no_requirement(
    hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    job = await recruiter.job("Come as you are, we are nice people and the coffee is good.")
    assert not job.requirements.items
    assert job.title


@pytest.mark.parametrize(
    ("text", "title", "field"),
    [
        ("", "", "text"),
        (" \n", "", "text"),
        ("x" * 50_001, "", "text"),
        ("good", "t" * 201, "title"),
        ("nul\0", "", "text"),
    ],
)
async def test_a_malformed_job_is_refused_and_not_stored(
    ingest: Service, hiring: Callers, tenant: str, text: str, title: str, field: str
) -> None:
    recruiter = await hiring.person(tenant)
    with refused("FIELD_INVALID", StatusCode.INVALID_ARGUMENT) as told:
        await recruiter.jobs.CreateJob(CreateJobRequest(text=text, title=title))
    assert told[0].metadata == {"field": field}
    assert await tables.counts(ingest, tenant) == {}


async def test_creating_again_under_one_id_gives_the_same_job(
    ingest: Service, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    request = CreateJobRequest(request_id=str(uuid4()), text=TEXT)
    first = await recruiter.jobs.CreateJob(request)
    assert await recruiter.jobs.CreateJob(request) == first
    assert (await tables.counts(ingest, tenant))["job"] == 1
    request.text += "- Python"
    with refused("REQUEST_ID_REUSED", StatusCode.ALREADY_EXISTS):
        await recruiter.jobs.CreateJob(request)


async def test_closing_a_closed_job_changes_nothing(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    job = await recruiter.job(TEXT)
    request = CloseJobRequest(job_id=job.job_id)
    closed = [(await recruiter.jobs.CloseJob(request)).job for _ in range(2)]
    assert [each.state for each in closed] == [JOB_STATE_CLOSED] * 2
    assert closed[0].requirements == job.requirements
    await bus.settled(ground, ingest)
    assert await bus.happened(ground, tenant) == ["JobCreated", "JobClosed"]


async def test_a_closed_job_is_listed_among_the_closed_ones_only(
    hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    kept, closed = await recruiter.job(TEXT), await recruiter.job(TEXT)
    await recruiter.jobs.CloseJob(CloseJobRequest(job_id=closed.job_id))

    async def listed(state: int) -> list[str]:
        request = ListJobsRequest()
        request.state = state  # pyright: ignore[reportAttributeAccessIssue]  # also an unknown one
        return [each.job_id for each in (await recruiter.jobs.ListJobs(request)).jobs]

    assert await listed(JOB_STATE_OPEN) == [kept.job_id]
    assert await listed(JOB_STATE_CLOSED) == [closed.job_id]
    assert await listed(0) == [closed.job_id, kept.job_id]
    assert await listed(2**31 - 1) == []


async def test_a_job_that_is_not_there_is_not_found(hiring: Callers, tenant: str) -> None:
    recruiter = await hiring.person(tenant)
    missing = str(uuid4())
    with refused("JOB_NOT_FOUND", StatusCode.NOT_FOUND) as told:
        await recruiter.jobs.GetJob(GetJobRequest(job_id=missing))
    assert told[0].metadata == {"job_id": missing}
    with refused("JOB_NOT_FOUND", StatusCode.NOT_FOUND):
        await recruiter.jobs.CloseJob(CloseJobRequest(job_id=missing))
    with refused("FIELD_INVALID", StatusCode.INVALID_ARGUMENT):
        await recruiter.jobs.GetJob(GetJobRequest(job_id="7"))
