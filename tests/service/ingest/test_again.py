"""The same again: calls under one request id, work redelivered, operations retried."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from candor.ingest.v1.operation_pb2 import OPERATION_STATE_FAILED, OPERATION_STATE_RUNNING
from candor.ingest.v1.resume_service_pb2 import RetryOperationRequest

from tests.fixtures import files
from tests.service import bus, tables
from tests.service.clients import an_upload, refusal_of, refused

if TYPE_CHECKING:
    from candor.ingest.v1.operation_pb2 import Operation

    from tests.harness.services import Ground, Service
    from tests.service.clients import Callers, Person

import grpc.aio

pytestmark = pytest.mark.asyncio(loop_scope="module")

RESUME = files.RESUME.encode()
GIBBERISH = ("xqzj kvwx jqkz wxvq zzkj qjxw " * 40).encode()
PARSED = ["CandidateCreated", "ResumeReceived", "ResumeParsed"]
PARSE_AGAIN = "work.{tenant}.ingest.parse-resume.v1"


async def test_a_retry_under_one_id_gets_the_first_answer_and_changes_nothing(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    request = an_upload(RESUME, request_id=str(uuid4()))
    first = await recruiter.resumes.UploadResume(request)
    await bus.settled(ground, ingest)
    before = await tables.counts(ingest, tenant)

    again = await recruiter.resumes.UploadResume(request)
    await bus.settled(ground, ingest)
    assert again.SerializeToString(deterministic=True) == first.SerializeToString(
        deterministic=True
    )
    assert await tables.counts(ingest, tenant) == before
    assert (before["candidate"], before["operation"], before["document"]) == (1, 1, 1)
    assert await bus.happened(ground, tenant) == PARSED


@pytest.mark.parametrize("changed", ["file", "filename", "consent_notice"])
async def test_another_request_under_the_same_id_is_refused_and_stores_nothing(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str, changed: str
) -> None:
    recruiter = await hiring.person(tenant)
    request = an_upload(RESUME, request_id=str(uuid4()))
    await recruiter.resumes.UploadResume(request)
    await bus.settled(ground, ingest)
    before = await tables.counts(ingest, tenant)
    match changed:
        case "file":
            request.file.data += b"\nSkills\nRust"
        case "filename":
            request.filename = "other"
        case _:
            request.consent_notice = "2027-01"
    with refused("REQUEST_ID_REUSED") as told:
        await recruiter.resumes.UploadResume(request)
    assert told[0].metadata == {"request_id": request.request_id}
    assert await tables.counts(ingest, tenant) == before


async def test_two_calls_at_once_under_one_id_have_one_effect(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    request = an_upload(RESUME, request_id=str(uuid4()))
    calls = [recruiter.resumes.UploadResume(request) for _ in range(6)]
    answers = await asyncio.gather(*calls)
    assert len({answer.operation.operation_id for answer in answers}) == 1
    await bus.settled(ground, ingest)
    assert (await tables.counts(ingest, tenant))["operation"] == 1
    assert await bus.happened(ground, tenant) == PARSED


async def test_an_id_is_its_callers_and_its_methods_own(hiring: Callers, tenant: str) -> None:
    first = await hiring.person(tenant)
    other = await hiring.person(tenant, subject="user-2")
    stranger = await hiring.person(f"{tenant}x")
    request_id = str(uuid4())
    operations = {
        (await each.upload(RESUME, request_id=request_id)).operation_id
        for each in (first, other, stranger)
    }
    assert len(operations) == 3


async def test_calls_without_an_id_are_each_a_new_one(
    ingest: Service, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    await recruiter.upload(RESUME)
    await recruiter.upload(RESUME)
    assert (await tables.counts(ingest, tenant))["candidate"] == 2


async def test_work_delivered_again_after_its_commit_has_no_second_effect(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    operation = await recruiter.upload(RESUME)
    await bus.settled(ground, ingest)
    before = await _state(ingest, tenant)
    async with tables.opened(ingest) as conn:
        event_id = await conn.fetchval(
            "SELECT event_id FROM inbox WHERE tenant = $1 AND consumer = 'ingest-parse'", tenant
        )
    work = bus.work_again(tenant, operation.operation_id, event_id=str(event_id))
    for _ in range(2):
        await bus.publish_again(ground, PARSE_AGAIN.format(tenant=tenant), work)
    await bus.settled(ground, ingest)
    assert await _state(ingest, tenant) == before
    assert await bus.happened(ground, tenant) == PARSED


async def _state(ingest: Service, tenant: str) -> list[str]:
    async with tables.opened(ingest) as conn:
        return [
            row["printed"]
            for table in ("candidate", "document", "operation", "facts", "inbox")
            for row in await conn.fetch(
                f"SELECT t::text AS printed FROM {table} t WHERE tenant = $1 ORDER BY 1",  # noqa: S608
                tenant,
            )
        ]


async def _failed(person: Person) -> Operation:
    operation = await person.taken_in(GIBBERISH)
    assert operation.state == OPERATION_STATE_FAILED
    return operation


async def test_a_failed_operation_runs_again_from_the_stored_file(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    failed = await _failed(recruiter)
    request = RetryOperationRequest(operation_id=failed.operation_id)
    again = (await recruiter.resumes.RetryOperation(request)).operation
    assert (again.state, again.attempts) == (OPERATION_STATE_RUNNING, 2)
    assert not again.HasField("error")

    ended = await recruiter.ended(again)
    assert (ended.state, ended.attempts) == (OPERATION_STATE_FAILED, 2)
    assert ended.error == failed.error
    await bus.settled(ground, ingest)
    happened = await bus.happened(ground, tenant)
    assert happened[2:] == ["ResumeRefused", "OperationRetried", "ResumeRefused"]


async def test_an_operation_that_has_not_failed_is_not_retried(
    hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    operation = await recruiter.upload(RESUME)
    with refused("OPERATION_NOT_FAILED", grpc.StatusCode.FAILED_PRECONDITION):
        await recruiter.resumes.RetryOperation(
            RetryOperationRequest(operation_id=operation.operation_id)
        )
    with refused("OPERATION_NOT_FOUND", grpc.StatusCode.NOT_FOUND):
        await recruiter.resumes.RetryOperation(RetryOperationRequest(operation_id=str(uuid4())))


async def test_of_retries_at_once_one_starts_the_operation(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    failed = await _failed(recruiter)
    request = RetryOperationRequest(operation_id=failed.operation_id)

    async def retried() -> str:
        try:
            await recruiter.resumes.RetryOperation(request)
        except grpc.aio.AioRpcError as error:
            return refusal_of(error).reason
        return "started"

    await bus.settled(ground, ingest)
    before = len(await bus.happened(ground, tenant))
    outcomes = await asyncio.gather(*(retried() for _ in range(5)))
    await bus.settled(ground, ingest)
    happened = (await bus.happened(ground, tenant))[before:]
    starts = outcomes.count("started")
    assert set(outcomes) <= {"started", "OPERATION_NOT_FAILED"}
    assert happened == ["OperationRetried", "ResumeRefused"] * starts
    assert (await recruiter.ended(failed)).attempts == 1 + starts


async def test_a_retry_of_a_retry_under_one_id_starts_it_once(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    failed = await _failed(recruiter)
    request = RetryOperationRequest(operation_id=failed.operation_id, request_id=str(uuid4()))
    first = await recruiter.resumes.RetryOperation(request)
    await recruiter.ended(failed)
    assert await recruiter.resumes.RetryOperation(request) == first
    await bus.settled(ground, ingest)
    assert (await bus.happened(ground, tenant)).count("OperationRetried") == 1
