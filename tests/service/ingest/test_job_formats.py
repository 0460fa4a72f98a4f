"""Jobs as they come from job boards, and what a lint says of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from candor.facts.v1.requirements_pb2 import (
    PAY_PERIOD_YEAR,
    REMOTE_MODE_REMOTE,
    REQUIREMENT_KIND_SKILL,
)
from candor.ingest.v1 import job_service_pb2 as pb
from grpc import StatusCode

from servicekit import canonical
from tests.service import tables
from tests.service.clients import refused

if TYPE_CHECKING:
    from tests.harness.services import Service
    from tests.service.clients import Callers

pytestmark = pytest.mark.asyncio(loop_scope="module")

POSTING = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "Backend Developer",
    "description": "<p>Requirements</p><ul><li>Python or Go</li><li>native English</li></ul>",
    "hiringOrganization": {"name": "Acme"},
    "employmentType": "FULL_TIME",
    "jobLocationType": "TELECOMMUTE",
    "jobLocation": {"address": {"addressLocality": "Berlin", "addressCountry": "Germany"}},
    "baseSalary": {
        "currency": "EUR",
        "value": {"minValue": 50000, "maxValue": 60000, "unitText": "YEAR"},
    },
    "validThrough": "2027-01-31",
}


async def test_a_posting_is_stored_as_text_with_its_fields_and_terms(
    hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    request = pb.CreateJobRequest(text=json.dumps(POSTING), request_id=str(uuid4()))
    job = (await recruiter.jobs.CreateJob(request)).job
    assert (job.title, job.format) == ("Backend Developer", pb.JOB_FORMAT_JOB_POSTING)
    assert (job.hiring_organization, list(job.employment_types)) == ("Acme", ["FULL_TIME"])
    assert job.valid_through_time.ToJsonString() == "2027-01-31T00:00:00Z"
    asked = job.requirements
    assert canonical.digest(asked) == job.requirements_digest
    pay = asked.pay
    assert (pay.currency, pay.minimum, pay.maximum) == ("EUR", 5_000_000, 6_000_000)
    assert pay.period == PAY_PERIOD_YEAR
    assert job.text[pay.span.start : pay.span.end].startswith("Salary: 50,000")
    assert asked.remote.mode == REMOTE_MODE_REMOTE
    assert [each.text for each in asked.places] == ["Berlin, Germany"]
    assert (await recruiter.jobs.GetJob(pb.GetJobRequest(job_id=job.job_id))).job == job
    assert (await recruiter.jobs.CreateJob(request)).job == job


async def test_alternatives_share_a_number_and_none_is_a_must_alone(
    hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    job = await recruiter.job("Developer\nRequirements\n- Python or Go\n- PostgreSQL\n")
    skills = {
        each.label: (each.must, each.alternative, each.one_is_must)
        for each in job.requirements.items
        if each.kind == REQUIREMENT_KIND_SKILL
    }
    assert skills["Python"] == skills["Go"] == (False, 1, True)
    assert skills["PostgreSQL"] == (True, 0, False)


async def test_html_is_stored_as_the_text_that_it_shows(hiring: Callers, tenant: str) -> None:
    recruiter = await hiring.person(tenant)
    job = await recruiter.job(
        "<h1>Cook</h1><p>Requirements</p><ul><li>5 years of experience</li></ul>"
    )
    assert job.text == "Cook\n\nRequirements\n\n• 5 years of experience\n"
    assert job.format == pb.JOB_FORMAT_HTML
    [item] = [each for each in job.requirements.items if each.months]
    assert job.text[item.span.start : item.span.end] == "5 years of experience"


@pytest.mark.parametrize(
    ("text", "form", "reason"),
    [
        ('{"@type": "JobPosting"', 0, "JOB_POSTING_MALFORMED"),
        (json.dumps({**POSTING, "title": ""}), 0, "JOB_POSTING_MALFORMED"),
        ('{"@type": "Recipe"}', 0, "JOB_POSTING_MISSING"),
        ("<p></p>", 0, "JOB_TEXT_MISSING"),
        ("A job", 3, "JOB_POSTING_MALFORMED"),
        ("A job", 9, "FIELD_INVALID"),
    ],
)
async def test_what_cannot_be_read_is_refused_and_not_stored(
    ingest: Service, hiring: Callers, tenant: str, text: str, form: int, reason: str
) -> None:
    recruiter = await hiring.person(tenant)
    request = pb.CreateJobRequest(text=text)
    request.format = form  # pyright: ignore[reportAttributeAccessIssue]  # also an unknown one
    with refused(reason, StatusCode.INVALID_ARGUMENT):
        await recruiter.jobs.CreateJob(request)
    lint = pb.LintJobRequest(text=text)
    lint.format = form  # pyright: ignore[reportAttributeAccessIssue]
    with refused(reason, StatusCode.INVALID_ARGUMENT):
        await recruiter.jobs.LintJob(lint)
    assert await tables.counts(ingest, tenant) == {}


async def test_a_lint_points_into_the_text_and_stores_nothing(
    ingest: Service, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    found = await recruiter.jobs.LintJob(pb.LintJobRequest(text=json.dumps(POSTING)))
    [finding] = found.findings
    assert finding.category == pb.LINT_CATEGORY_ORIGIN
    assert found.text[finding.span.start : finding.span.end] == finding.text == "native English"
    assert finding.suggestion
    assert finding.reference
    assert await tables.counts(ingest, tenant) == {}


async def test_a_stored_job_is_linted_as_its_text_is(hiring: Callers, tenant: str) -> None:
    recruiter = await hiring.person(tenant)
    text = "Junior Cook\nRequirements\n- 9 years of experience\nWe are a young and dynamic team.\n"
    job = await recruiter.job(text)
    by_id = await recruiter.jobs.LintJob(pb.LintJobRequest(job_id=job.job_id))
    by_text = await recruiter.jobs.LintJob(pb.LintJobRequest(text=text))
    assert by_id == by_text
    assert {each.category for each in by_id.findings} == {
        *(pb.LINT_CATEGORY_AGE, pb.LINT_CATEGORY_IMPOSSIBLE),
        *(pb.LINT_CATEGORY_PAY_MISSING, pb.LINT_CATEGORY_PLACE_MISSING),
    }


async def test_a_lint_wants_a_text_or_a_job_of_the_tenant(hiring: Callers, tenant: str) -> None:
    recruiter = await hiring.person(tenant)
    stranger = await hiring.person(f"{tenant}-other")
    job = await recruiter.job("Cook")
    for request in (
        pb.LintJobRequest(),
        pb.LintJobRequest(text="Cook", job_id=job.job_id),
    ):
        with refused("FIELD_INVALID", StatusCode.INVALID_ARGUMENT):
            await recruiter.jobs.LintJob(request)
    with refused("JOB_NOT_FOUND", StatusCode.NOT_FOUND):
        await stranger.jobs.LintJob(pb.LintJobRequest(job_id=job.job_id))
