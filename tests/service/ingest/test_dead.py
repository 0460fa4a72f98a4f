"""What workers gave up on for a fault of ours ends its operation, which can be retried."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from candor.common.v1 import event_pb2
from candor.ingest.v1 import events_pb2
from candor.ingest.v1.operation_pb2 import (
    OPERATION_STATE_FAILED,
    OPERATION_STATE_RUNNING,
    Operation,
)
from candor.ingest.v1.reading_pb2 import Fact, Skill
from candor.ingest.v1.receipt_service_pb2 import (
    CorrectFactsRequest,
    FactChange,
    GetParseReceiptRequest,
)
from candor.ingest.v1.resume_service_pb2 import GetOperationRequest, RetryOperationRequest
from candor.matcher.v1 import events_pb2 as matcher_events_pb2
from uuid_utils.compat import uuid7

from servicekit import events
from tests.service import bus
from tests.service.clients import BOUND
from tests.service.matcher.people import resume

if TYPE_CHECKING:
    from tests.harness.services import Ground, Service
    from tests.service.clients import Callers, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _buried(ground: Ground, durable: str, event: event_pb2.Event) -> None:
    """Put the event among the dead letters, as a consumer does that gives up."""
    headers = {events.REASON: "ZeroDivisionError", events.SUBJECT: "x", events.TRIES: "6"}
    async with events.connected(ground.nats, "test") as opened:
        await opened.publish(
            [(f"dead.{durable}", event.SerializeToString(), str(uuid4()), headers)]
        )


async def _operation(person: Person, operation_id: str) -> Operation:
    request = GetOperationRequest(operation_id=operation_id)
    return (await person.resumes.GetOperation(request)).operation


async def _parsed(ground: Ground, ingest: Service, tenant: str) -> event_pb2.Event:
    """Return the newest ResumeParsed: nobody indexes here, so its operation runs on."""
    await bus.settled(ground, ingest)
    return [
        each for each in await bus.announced(ground, tenant) if bus.name_of(each) == "ResumeParsed"
    ][-1]


async def test_an_operation_that_nobody_will_end_fails_and_runs_again_when_retried(
    ground: Ground, ingest: Service, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    uploaded = await recruiter.upload(resume("Python"))
    first = await _parsed(ground, ingest, tenant)
    await _buried(ground, "matcher-index", first)
    failed = await recruiter.ended(uploaded)
    assert (failed.state, failed.error.reason) == (OPERATION_STATE_FAILED, "PROCESSING_FAILED")
    retried = await recruiter.resumes.RetryOperation(
        RetryOperationRequest(operation_id=uploaded.operation_id)
    )
    assert retried.operation.state == OPERATION_STATE_RUNNING
    await _buried(ground, "matcher-index", first)  # told twice
    second = await _parsed(ground, ingest, tenant)
    assert second.event_id != first.event_id
    running = await _operation(recruiter, uploaded.operation_id)
    assert running.state == OPERATION_STATE_RUNNING, "what was buried before is not held against it"
    assert running.attempts == 2
    await bus.settled(ground, ingest)
    assert (await bus.happened(ground, tenant)).count("ResumeRefused") == 1


@pytest.mark.parametrize("durable", ["ingest-parse", "ingest-look"])
async def test_work_that_was_given_up_ends_its_operation_too(
    ground: Ground, ingest: Service, hiring: Callers, tenant: str, durable: str
) -> None:
    recruiter = await hiring.person(tenant)
    uploaded = await recruiter.upload(resume("Python"))
    await _parsed(ground, ingest, tenant)
    work = bus.work_again(tenant, uploaded.operation_id)
    if durable == "ingest-look":
        work.data.Pack(events_pb2.ReadScan(operation_id=uploaded.operation_id))
    await _buried(ground, durable, work)
    assert (await recruiter.ended(uploaded)).error.reason == "PROCESSING_FAILED"


async def test_an_event_that_is_handled_after_all_ends_it_well(
    ground: Ground, ingest: Service, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    uploaded = await recruiter.upload(resume("Python"))
    buried = await _parsed(ground, ingest, tenant)
    await _buried(ground, "matcher-index", buried)
    await recruiter.ended(uploaded)
    indexed = event_pb2.Event(event_id=str(uuid7()), tenant=tenant, source="matcher")
    indexed.event_time.GetCurrentTime()
    indexed.data.Pack(
        matcher_events_pb2.CandidateIndexed(
            operation_id=uploaded.operation_id, candidate_id=uploaded.candidate_id
        )
    )
    subject = f"candor.{tenant}.matcher.candidate-indexed.v1"
    await bus.publish_again(ground, subject, indexed)
    async with asyncio.timeout(BOUND):
        while (await _operation(recruiter, uploaded.operation_id)).HasField("error"):  # noqa: ASYNC110  # no event
            await asyncio.sleep(0.02)


async def test_a_dead_letter_of_no_operation_changes_nothing(
    ground: Ground, ingest: Service, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    uploaded = await recruiter.upload(resume("Python"))
    await _parsed(ground, ingest, tenant)
    await _buried(ground, "ingest-parse", bus.work_again(tenant, str(uuid7())))
    await _buried(ground, "ingest-parse", bus.work_again(tenant, uploaded.operation_id))
    assert (await recruiter.ended(uploaded)).error.reason == "PROCESSING_FAILED", "it went on"


async def test_a_retry_keeps_what_people_have_corrected(
    ground: Ground, ingest: Service, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    uploaded = await recruiter.upload(resume("Python"))
    buried = await _parsed(ground, ingest, tenant)
    await _buried(ground, "matcher-index", buried)
    failed = await recruiter.ended(uploaded)
    asked = GetParseReceiptRequest(candidate_id=uploaded.candidate_id)
    read = (await recruiter.receipts.GetParseReceipt(asked)).receipt
    added = FactChange(fact=Fact(skill=Skill(label="Kubernetes")), reason="left out")
    corrected = await recruiter.receipts.CorrectFacts(
        CorrectFactsRequest(
            candidate_id=uploaded.candidate_id, document_id=read.document_id, changes=[added]
        )
    )
    await recruiter.resumes.RetryOperation(
        RetryOperationRequest(operation_id=uploaded.operation_id)
    )
    again = events_pb2.ResumeParsed()
    (await _parsed(ground, ingest, tenant)).data.Unpack(again)
    assert again.facts_digest == corrected.receipt.facts_digest != read.facts_digest
    assert (await recruiter.receipts.GetParseReceipt(asked)).receipt == corrected.receipt
    quality = (await _operation(recruiter, uploaded.operation_id)).quality
    assert quality == failed.quality == corrected.receipt.quality
