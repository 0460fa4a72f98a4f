"""Applications: made once, moved by the rules, and remembered."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from candor.common.v1 import policy_pb2
from candor.ingest.v1 import application_service_pb2 as pb
from candor.ingest.v1.candidate_service_pb2 import CreateCandidateRequest
from candor.ingest.v1.job_service_pb2 import CloseJobRequest
from grpc import StatusCode

from tests.service import bus, tables
from tests.service.clients import NOTICE, refused

if TYPE_CHECKING:
    from tests.harness.services import Ground, Service
    from tests.service.clients import Callers, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOTE = "Their Go is thin, says Zebulon Quagmire"
REASON = pb.DECISION_REASON_REQUIREMENT_NOT_MET


async def _candidate(person: Person) -> str:
    request = CreateCandidateRequest(name="Alex", consent=True, consent_notice=NOTICE)
    return (await person.candidates.CreateCandidate(request)).candidate.candidate_id


async def _applied(person: Person, recruiter: Person) -> pb.Application:
    job = await recruiter.job("Accountant")
    request = pb.CreateApplicationRequest(candidate_id=await _candidate(person), job_id=job.job_id)
    return (await person.applications.CreateApplication(request)).application


async def _moved(
    person: Person,
    application: pb.Application,
    stage: pb.Stage.ValueType,
    *,
    reason: pb.DecisionReason.ValueType = pb.DECISION_REASON_UNSPECIFIED,
    note: str = "",
    request_id: str = "",
) -> pb.Application:
    request = pb.TransitionApplicationRequest(
        application_id=application.application_id,
        stage=stage,
        reason=reason,
        note=note,
        request_id=request_id,
    )
    return (await person.applications.TransitionApplication(request)).application


async def test_a_candidate_applies_for_an_open_job_once(hiring: Callers, tenant: str) -> None:
    recruiter = await hiring.person(tenant)
    application = await _applied(recruiter, recruiter)
    assert application.stage == pb.STAGE_APPLIED
    assert [each.stage for each in application.history] == [pb.STAGE_APPLIED]
    again = pb.CreateApplicationRequest(
        candidate_id=application.candidate_id, job_id=application.job_id
    )
    with refused("APPLICATION_EXISTS", StatusCode.ALREADY_EXISTS) as told:
        await recruiter.applications.CreateApplication(again)
    assert told[0].metadata == {"application_id": application.application_id}


async def test_of_applications_at_once_for_one_pair_one_is_made(
    ingest: Service, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    job = await recruiter.job("Accountant")
    request = pb.CreateApplicationRequest(
        candidate_id=await _candidate(recruiter), job_id=job.job_id
    )
    calls = [recruiter.applications.CreateApplication(request) for _ in range(5)]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert sum(isinstance(each, pb.CreateApplicationResponse) for each in outcomes) == 1
    kept = await tables.counts(ingest, tenant)
    assert (kept["application"], kept["stage_change"]) == (1, 1)


async def test_under_one_request_id_an_application_is_made_once(
    hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    job = await recruiter.job("Accountant")
    request = pb.CreateApplicationRequest(
        request_id=str(uuid4()), candidate_id=await _candidate(recruiter), job_id=job.job_id
    )
    first = await recruiter.applications.CreateApplication(request)
    assert await recruiter.applications.CreateApplication(request) == first


async def test_nobody_applies_for_a_closed_or_a_missing_job(
    ingest: Service, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    job = await recruiter.job("Accountant")
    await recruiter.jobs.CloseJob(CloseJobRequest(job_id=job.job_id))
    candidate_id = await _candidate(recruiter)
    with refused("JOB_CLOSED", StatusCode.FAILED_PRECONDITION):
        await recruiter.applications.CreateApplication(
            pb.CreateApplicationRequest(candidate_id=candidate_id, job_id=job.job_id)
        )
    with refused("JOB_NOT_FOUND", StatusCode.NOT_FOUND):
        await recruiter.applications.CreateApplication(
            pb.CreateApplicationRequest(candidate_id=candidate_id, job_id=str(uuid4()))
        )
    with refused("CANDIDATE_NOT_FOUND", StatusCode.NOT_FOUND):
        await recruiter.applications.CreateApplication(
            pb.CreateApplicationRequest(candidate_id=str(uuid4()), job_id=job.job_id)
        )
    assert "application" not in await tables.counts(ingest, tenant)


@pytest.mark.parametrize("role", ["recruiter", "admin", "hr", "partner"])
async def test_no_program_rejects_whatever_its_role(
    hiring: Callers, tenant: str, role: str
) -> None:
    recruiter = await hiring.person(tenant)
    program = await hiring.person(tenant, role, subject="ats", kind="service")
    application = await _applied(program, recruiter)
    with refused("HUMAN_REQUIRED", StatusCode.PERMISSION_DENIED):
        await _moved(program, application, pb.STAGE_REJECTED, reason=REASON)
    moved = await _moved(program, application, pb.STAGE_SCREENING)
    assert moved.history[-1].actor.kind == policy_pb2.PRINCIPAL_KIND_SERVICE


async def test_a_person_rejects_with_a_reason_only(hiring: Callers, tenant: str) -> None:
    recruiter = await hiring.person(tenant)
    application = await _applied(recruiter, recruiter)
    with refused("REASON_MISSING", StatusCode.FAILED_PRECONDITION):
        await _moved(recruiter, application, pb.STAGE_REJECTED)
    rejected = await _moved(recruiter, application, pb.STAGE_REJECTED, reason=REASON)
    assert rejected.stage == pb.STAGE_REJECTED
    assert (rejected.history[-1].actor.subject, rejected.history[-1].reason) == ("user-1", REASON)
    with refused("STAGE_NOT_REACHABLE", StatusCode.FAILED_PRECONDITION) as told:
        await _moved(recruiter, application, pb.STAGE_OFFER)
    assert told[0].metadata == {"from": "rejected", "to": "offer"}


async def test_a_candidate_withdraws_and_does_nothing_else(hiring: Callers, tenant: str) -> None:
    recruiter = await hiring.person(tenant)
    alex = await hiring.person(tenant, "candidate", subject="alex")
    application = await _applied(alex, recruiter)
    for stage in (pb.STAGE_SCREENING, pb.STAGE_HIRED, pb.STAGE_REJECTED):
        with refused("STAGE_NOT_REACHABLE", StatusCode.FAILED_PRECONDITION):
            await _moved(alex, application, stage, reason=REASON)
    assert (await _moved(alex, application, pb.STAGE_WITHDRAWN)).stage == pb.STAGE_WITHDRAWN


async def test_the_history_has_every_stage_in_order_with_who_and_why(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    boss = await hiring.person(tenant, "hr", subject="user-2")
    application = await _applied(recruiter, recruiter)
    await _moved(recruiter, application, pb.STAGE_SCREENING, note="first")
    await _moved(boss, application, pb.STAGE_OFFER)
    await _moved(boss, application, pb.STAGE_REJECTED, reason=REASON, note=NOTE)
    found = await recruiter.applications.GetApplication(
        pb.GetApplicationRequest(application_id=application.application_id)
    )
    history = [
        (each.stage, each.actor.subject, each.reason, each.note)
        for each in found.application.history
    ]
    assert history == [
        (pb.STAGE_APPLIED, "user-1", 0, ""),
        (pb.STAGE_SCREENING, "user-1", 0, "first"),
        (pb.STAGE_OFFER, "user-2", 0, ""),
        (pb.STAGE_REJECTED, "user-2", REASON, NOTE),
    ]
    times = [each.change_time.ToNanoseconds() for each in found.application.history]
    assert times == sorted(times)
    await bus.settled(ground, ingest)
    happened = await bus.happened(ground, tenant)
    assert happened.count("ApplicationMoved") == 3
    assert NOTE.encode() not in await tables.everything(ingest)


async def test_moves_at_once_are_made_one_after_the_other(hiring: Callers, tenant: str) -> None:
    recruiter = await hiring.person(tenant)
    application = await _applied(recruiter, recruiter)
    stages = [pb.STAGE_SCREENING, pb.STAGE_INTERVIEW, pb.STAGE_OFFER, pb.STAGE_HIRED]
    await asyncio.gather(
        *(_moved(recruiter, application, stage) for stage in stages), return_exceptions=True
    )
    found = await recruiter.applications.GetApplication(
        pb.GetApplicationRequest(application_id=application.application_id)
    )
    entered = [each.stage for each in found.application.history]
    assert entered == sorted(set(entered))
    assert entered[-1] == found.application.stage == pb.STAGE_HIRED


async def test_a_move_under_one_request_id_is_made_once(hiring: Callers, tenant: str) -> None:
    recruiter = await hiring.person(tenant)
    application = await _applied(recruiter, recruiter)
    request_id = str(uuid4())
    first = await _moved(recruiter, application, pb.STAGE_SCREENING, request_id=request_id)
    again = await _moved(recruiter, application, pb.STAGE_SCREENING, request_id=request_id)
    assert again == first
    assert len(again.history) == 2
    with refused("REQUEST_ID_REUSED", StatusCode.ALREADY_EXISTS):
        await _moved(recruiter, application, pb.STAGE_OFFER, request_id=request_id)


async def test_lists_are_by_job_and_by_candidate(hiring: Callers, tenant: str) -> None:
    recruiter = await hiring.person(tenant)
    first, second = [await _applied(recruiter, recruiter) for _ in range(2)]

    async def listed(job_id: str = "", candidate_id: str = "") -> list[str]:
        request = pb.ListApplicationsRequest(job_id=job_id, candidate_id=candidate_id)
        page = await recruiter.applications.ListApplications(request)
        return [each.application_id for each in page.applications]

    assert await listed(job_id=first.job_id) == [first.application_id]
    assert await listed(candidate_id=second.candidate_id) == [second.application_id]
    assert await listed(job_id=first.job_id, candidate_id=second.candidate_id) == []
    assert await listed() == [second.application_id, first.application_id]
