"""Whose is what: tenants are apart, and a candidate has one record and sees no other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from candor.common.v1 import event_pb2, policy_pb2
from candor.ingest.v1.application_service_pb2 import (
    CreateApplicationRequest,
    GetApplicationRequest,
    ListApplicationsRequest,
)
from candor.ingest.v1.candidate_service_pb2 import (
    CreateCandidateRequest,
    GetCandidateFactsRequest,
    GetCandidateRequest,
    ListCandidatesRequest,
)
from candor.ingest.v1.facts_service_pb2 import GetScorableFactsRequest
from candor.ingest.v1.job_service_pb2 import GetJobRequest
from candor.ingest.v1.resume_service_pb2 import (
    GetOperationRequest,
    ListOperationsRequest,
    RetryOperationRequest,
)
from grpc import StatusCode

from servicekit import canonical
from tests.fixtures import files
from tests.service import bus, tables
from tests.service.clients import NOTICE, an_upload, refused

if TYPE_CHECKING:
    from tests.harness.identity import Identities
    from tests.harness.services import Ground, Service
    from tests.service.clients import Callers, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

RESUME = files.RESUME.encode()
LATER = files.RESUME.replace("Go", "Rust").replace("alex@", "alexander@").encode()


def _creating(name: str = "Alex Example") -> CreateCandidateRequest:
    return CreateCandidateRequest(name=name, consent=True, consent_notice=NOTICE)


async def _candidates(person: Person) -> list[str]:
    listed = await person.candidates.ListCandidates(ListCandidatesRequest())
    return [each.candidate_id for each in listed.candidates]


async def test_a_candidates_uploads_all_go_to_the_record_that_is_theirs(
    ingest: Service, hiring: Callers, tenant: str
) -> None:
    alex = await hiring.person(tenant, "candidate", subject="alex")
    first, second = await alex.upload(RESUME), await alex.upload(LATER)
    assert first.candidate_id == second.candidate_id
    assert await _candidates(alex) == [first.candidate_id]
    assert (await tables.counts(ingest, tenant))["document"] == 2


async def test_a_candidates_first_uploads_at_once_make_one_record(
    ingest: Service, hiring: Callers, tenant: str
) -> None:
    alex = await hiring.person(tenant, "candidate", subject="alex")
    uploaded = await asyncio.gather(*(alex.upload(RESUME + b"\n" * n) for n in range(4)))
    assert len({each.candidate_id for each in uploaded}) == 1
    kept = await tables.counts(ingest, tenant)
    assert (kept["candidate"], kept["operation"]) == (1, 4)


async def test_a_candidate_has_one_record_however_it_came(hiring: Callers, tenant: str) -> None:
    alex = await hiring.person(tenant, "candidate", subject="alex")
    created = await alex.candidates.CreateCandidate(_creating())
    with refused("CANDIDATE_EXISTS", StatusCode.ALREADY_EXISTS) as told:
        await alex.candidates.CreateCandidate(_creating())
    assert told[0].metadata == {"candidate_id": created.candidate.candidate_id}
    assert (await alex.upload(RESUME)).candidate_id == created.candidate.candidate_id


async def test_a_recruiter_creates_as_many_candidates_as_there_are(
    hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    made = [(await recruiter.candidates.CreateCandidate(_creating())).candidate for _ in range(2)]
    assert len({each.candidate_id for each in made}) == 2
    assert made[0].profile.name == "Alex Example"


async def test_others_are_to_a_candidate_as_if_they_did_not_exist(
    hiring: Callers, tenant: str
) -> None:
    alex = await hiring.person(tenant, "candidate", subject="alex")
    blake = await hiring.person(tenant, "candidate", subject="blake")
    recruiter = await hiring.person(tenant)
    theirs = await alex.upload(RESUME)
    own = await blake.upload(LATER)
    job = await recruiter.job("Accountant\nRequirements\n- Excel")
    request = CreateApplicationRequest(candidate_id=theirs.candidate_id, job_id=job.job_id)
    applied = await alex.applications.CreateApplication(request)

    with refused("CANDIDATE_NOT_FOUND", StatusCode.NOT_FOUND):
        await blake.candidates.GetCandidate(GetCandidateRequest(candidate_id=theirs.candidate_id))
    with refused("CANDIDATE_NOT_FOUND", StatusCode.NOT_FOUND):
        await blake.candidates.GetCandidateFacts(
            GetCandidateFactsRequest(candidate_id=theirs.candidate_id)
        )
    with refused("CANDIDATE_NOT_FOUND", StatusCode.NOT_FOUND):
        await blake.upload(LATER, candidate_id=theirs.candidate_id)
    with refused("CANDIDATE_NOT_FOUND", StatusCode.NOT_FOUND):
        await blake.applications.CreateApplication(request)
    with refused("OPERATION_NOT_FOUND", StatusCode.NOT_FOUND):
        await blake.resumes.GetOperation(GetOperationRequest(operation_id=theirs.operation_id))
    with refused("OPERATION_NOT_FOUND", StatusCode.NOT_FOUND):
        await blake.watched(theirs.operation_id)
    with refused("OPERATION_NOT_FOUND", StatusCode.NOT_FOUND):
        await blake.resumes.RetryOperation(RetryOperationRequest(operation_id=theirs.operation_id))
    with refused("APPLICATION_NOT_FOUND", StatusCode.NOT_FOUND):
        await blake.applications.GetApplication(
            GetApplicationRequest(application_id=applied.application.application_id)
        )
    assert await _candidates(blake) == [own.candidate_id]
    listed = await blake.resumes.ListOperations(ListOperationsRequest())
    assert [each.operation_id for each in listed.operations] == [own.operation_id]
    assert not (await blake.applications.ListApplications(ListApplicationsRequest())).applications


async def test_what_another_tenant_has_does_not_exist(hiring: Callers, tenant: str) -> None:
    recruiter = await hiring.person(tenant)
    stranger = await hiring.person(f"{tenant}x", "admin")
    operation = await recruiter.upload(RESUME)
    job = await recruiter.job("Accountant\nRequirements\n- Excel")
    with refused("CANDIDATE_NOT_FOUND"):
        await stranger.candidates.GetCandidate(
            GetCandidateRequest(candidate_id=operation.candidate_id)
        )
    with refused("CANDIDATE_NOT_FOUND"):
        await stranger.upload(RESUME, candidate_id=operation.candidate_id)
    with refused("OPERATION_NOT_FOUND"):
        await stranger.resumes.GetOperation(
            GetOperationRequest(operation_id=operation.operation_id)
        )
    with refused("JOB_NOT_FOUND"):
        await stranger.jobs.GetJob(GetJobRequest(job_id=job.job_id))
    assert await _candidates(stranger) == []


async def test_an_upload_to_a_candidate_that_is_not_there_stores_nothing(
    ingest: Service, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    missing = str(uuid4())
    with refused("CANDIDATE_NOT_FOUND", StatusCode.NOT_FOUND) as told:
        await recruiter.upload(RESUME, candidate_id=missing)
    assert told[0].metadata == {"candidate_id": missing}
    assert await tables.counts(ingest, tenant) == {}


async def test_an_upload_to_a_known_candidate_records_what_was_agreed_to_with_it(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    first = await recruiter.upload(RESUME)
    request = an_upload(LATER, candidate_id=first.candidate_id, notice="2027-01")
    await recruiter.resumes.UploadResume(request)
    await bus.settled(ground, ingest)
    found = await recruiter.candidates.GetCandidate(
        GetCandidateRequest(candidate_id=first.candidate_id)
    )
    assert found.candidate.consent.notice == "2027-01"
    assert found.candidate.profile.email == "alexander@example.com"
    assert (await bus.happened(ground, tenant)).count("CandidateCreated") == 1


async def test_a_file_read_late_does_not_replace_what_a_later_one_says(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    first = await recruiter.upload(RESUME)
    await recruiter.upload(LATER, candidate_id=first.candidate_id)
    await bus.settled(ground, ingest)
    request = GetCandidateRequest(candidate_id=first.candidate_id)
    before = await recruiter.candidates.GetCandidate(request)

    work = bus.work_again(tenant, first.operation_id)
    await bus.publish_again(ground, f"work.{tenant}.ingest.parse-resume.v1", work)
    await bus.settled(ground, ingest)
    assert (await bus.happened(ground, tenant)).count("ResumeParsed") == 3
    assert await recruiter.candidates.GetCandidate(request) == before
    assert before.candidate.profile.email == "alexander@example.com"


async def test_of_files_read_at_once_the_last_upload_says_who_somebody_is(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    for _ in range(8):
        first = await recruiter.upload(RESUME)
        await recruiter.upload(LATER, candidate_id=first.candidate_id)
    await bus.settled(ground, ingest)
    listed = await recruiter.candidates.ListCandidates(ListCandidatesRequest())
    emails = [each.profile.email for each in listed.candidates]
    assert emails == ["alexander@example.com"] * 8


async def test_facts_are_not_ready_before_a_resume_is_understood(
    hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    made = await recruiter.candidates.CreateCandidate(_creating())
    with refused("FACTS_NOT_READY", StatusCode.FAILED_PRECONDITION):
        await recruiter.candidates.GetCandidateFacts(
            GetCandidateFactsRequest(candidate_id=made.candidate.candidate_id)
        )


@pytest.mark.parametrize("role", ["admin", "recruiter", "auditor", "partner", "candidate"])
async def test_facts_for_the_mesh_are_not_for_people(
    hiring: Callers, tenant: str, role: str
) -> None:
    person = await hiring.person(tenant, role)
    request = GetScorableFactsRequest(candidate_id=str(uuid4()), facts_digest="0" * 64)
    with refused("CALLER_NOT_ALLOWED", StatusCode.PERMISSION_DENIED):
        await person.facts.GetScorableFacts(request)


async def test_a_service_of_the_mesh_gets_facts_by_their_digest(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str, identities: Identities
) -> None:
    recruiter = await hiring.person(tenant)
    operation = await recruiter.upload(RESUME)
    await bus.settled(ground, ingest)
    shown = await recruiter.candidates.GetCandidateFacts(
        GetCandidateFactsRequest(candidate_id=operation.candidate_id)
    )
    actor = event_pb2.Actor(subject="user-1", kind=policy_pb2.PRINCIPAL_KIND_PERSON)
    token = identities.mesh("matcher").token(tenant, actor)
    matcher = await hiring.bearer(tenant, token)
    request = GetScorableFactsRequest(
        candidate_id=operation.candidate_id, facts_digest=shown.facts_digest
    )
    facts = (await matcher.facts.GetScorableFacts(request)).facts
    assert facts == shown.facts
    assert canonical.digest(facts) == shown.facts_digest

    with refused("FACTS_NOT_FOUND", StatusCode.NOT_FOUND):
        request.facts_digest = "0" * 64
        await matcher.facts.GetScorableFacts(request)
    elsewhere = await hiring.bearer(
        f"{tenant}x", identities.mesh("matcher").token(f"{tenant}x", actor)
    )
    with refused("FACTS_NOT_FOUND", StatusCode.NOT_FOUND):
        request.facts_digest = shown.facts_digest
        await elsewhere.facts.GetScorableFacts(request)
    with refused("CALLER_NOT_ALLOWED"):
        await matcher.candidates.ListCandidates(ListCandidatesRequest())
